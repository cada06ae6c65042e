"""Turns what hidden documents name and where files lie into the files that stay hidden with them.

It begins with what is hidden, and knows nothing of what is planned: a file that a hidden document names, or that lies
in its bundle, is public only if a public text names it too. A release that was withdrawn is treated alike, but for the
files that it keeps on purpose. What lies in content/static/ is public by its place, and belongs to nobody.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from warta.digests import Value, digest_of, given
from warta.newsroom.addresses import STATIC
from warta.newsroom.places import Asking, Belongings, Places, is_bundle


def owned_by(askings: Iterable[Asking], places: Places) -> dict[str, str]:
    """The files that belong to these documents, each with the first of them that has it."""
    found: dict[str, str] = {}
    for asking in askings:
        keep = {places.file_named(asking.source, ref.text) for ref in asking.keep}
        bundle = places.bundle(asking.source) if is_bundle(asking.source) else ()
        for file in (*places.files_named(asking), *bundle):
            if file in places.files and file not in keep and not file.startswith(STATIC):
                found.setdefault(file, asking.source)
    return dict(sorted(found.items()))


def alike(owners: dict[str, str], places: Places) -> dict[str, str]:
    """The files that belong to somebody hidden, links to them, and files of the same bytes; each with whose it is like.

    An empty file is like no other.
    """
    same = {places.files[file].digest: file for file in reversed(owners) if places.files[file].size}
    found = {file: file for file in owners}
    for file, facts in places.files.items():
        other = facts.link if facts.link in owners else same.get(facts.digest)
        if other is not None:
            found.setdefault(file, other)
    return found


def named_among(askings: Value, wanted: Value, places: Places) -> Value:
    """Those of the wanted files that documents name which readers see, and that do not lie with somebody hidden."""
    names = {posixpath.basename(file): None for file in wanted.it}
    found = set()
    for asking in askings.it:
        if asking.hidden:
            continue
        asks = Asking(asking.source, files=asking.keep) if asking.closed else _without_mentions(asking)
        found |= {
            file
            for file in places.files_named(asks, names)
            if file in wanted.it and (asking.closed or places.held_by(file, asking.source) is None)
        }
    return given(sorted(found))


def _without_mentions(asking: Asking) -> Asking:
    """What a public text shows or links to; what else its HTML may mention has no address of its own."""
    return Asking(asking.source, asking.links, asking.files)


def belongings(
    owners: dict[str, str], like: dict[str, str], named: Iterable[str], keep: Iterable[str], places: Places
) -> Belongings:
    """What must not be published: `like` are the files in question, `named` those of them that public texts name."""
    public, kept = frozenset(named), frozenset(keep)
    digests = {places.files[file].digest for file in public if places.files[file].link not in owners}
    withheld = set()
    for file in like:
        facts = places.files[file]
        if file in owners or facts.link in owners:
            if (facts.link if facts.link in owners else file) not in public:
                withheld.add(file)
        elif file not in public and facts.digest not in digests and not file.startswith(STATIC):
            withheld.add(file)
    copies = {file: other for file, other in like.items() if file in withheld and file not in owners}
    shown = frozenset(file for file in public if file not in withheld)
    parts = (owners, sorted(withheld), copies, sorted(shown), sorted(kept))
    return Belongings(digest_of(parts), owners, frozenset(withheld), copies, shown, kept)
