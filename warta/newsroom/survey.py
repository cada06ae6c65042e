"""Turns a shard into what it asks of others and offers to them, and the answers of all into what each asked for.

Each of these functions is remembered: an edit elsewhere that leaves an answer as it was changes nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.content.heads import Head
from warta.digests import Group, Value, digest_of, given, joined
from warta.fields import Ref
from warta.newsroom.links import answer, asks
from warta.newsroom.places import Asking, Places
from warta.newsroom.shards import Divided, Shard, shard_of
from warta.newsroom.terms import former_keys, spellings
from warta.newsroom.twins import Twins, find_twins
from warta.settings.addresses import OWN


class Survey(msgspec.Struct, frozen=True):
    """What a shard offers to and asks of others: spellings of free names, what documents ask, translations, aliases.

    `former` are the date and the slug that a title had before its figures stayed apart, by source, and
    `former_keys` what the keys of free names were (see `terms`). `apart` are those of the documents that are hidden or
    were withdrawn, and have files.
    """

    digest: bytes
    spellings: dict[str, str]
    asking: tuple[Asking, ...]
    apart: tuple[Asking, ...]
    asks_digest: bytes
    translations: dict[str, Ref]
    aliases: tuple[tuple[str, tuple[Ref, ...]], ...]
    former: dict[str, tuple[str, str]]
    former_keys: tuple[tuple[str, str, str], ...]


def survey(divided: Divided) -> Survey:
    """What a shard offers and asks; hidden releases offer nothing, and ask so that what is wrong is found."""
    seen = (*divided.listed.heads, *divided.unlisted.heads)
    every = (*seen, *divided.hidden.heads)
    found = [_asking(head) for head in seen] + [_asking(head, hidden=True) for head in divided.hidden.heads]
    asking = tuple([each for each in found if asks(each)])
    translations = {head.source: head.translation_of for head in every if head.translation_of is not None}
    aliases = tuple([(head.source, head.aliases) for head in seen if head.aliases])
    spelled = spellings(sorted(seen, key=lambda head: (head.at, head.source)) if divided.unlisted.count else seen)
    asked = digest_of(asking)
    former = {head.source: (head.date, head.former) for head in every if head.former}
    keys = former_keys(seen)
    digest = joined([digest_of(list(spelled.items())), asked, digest_of((translations, aliases, former, keys))])
    apart = tuple([each for each in asking if each.hidden or each.closed])
    return Survey(digest, spelled, asking, apart, asked, translations, aliases, former, keys)


def _asking(head: Head, *, hidden: bool = False) -> Asking:
    named = head.files
    files = tuple(named.all) if named else ()
    pictures = len(files) - len(named.attachments) if named else 0
    closed = head.withdrawn and not hidden
    return Asking(head.source, head.links, files, pictures, head.mentions, hidden, closed, head.keep if closed else ())


def addresses_of(divided: Divided, addresses: Value, language: Value, kept: Value) -> Value:
    """The address of each release of a shard by source, and (`hidden`) of those that are not seen; of those that are,
    the `closed` ones were withdrawn. `kept` are the slugs of those that were given out under the slug their title had
    before.
    """

    def of(shard: Shard) -> dict[str, str]:
        return {
            head.source: addresses.it.release(language.it, head.date, kept.it.get(head.source, head.slug.text))
            for head in shard.heads
        }

    closed = of(divided.unlisted)
    return given({"seen": of(divided.listed) | closed, "hidden": of(divided.hidden), "closed": closed})


def first_spellings(surveys: Group) -> Value:
    """How each free name was first written, in the order of the shards."""
    found: dict[str, str] = {}
    for each in surveys.members:
        found = {**each.spellings, **found}
    return given(found)


def other_spellings(spelled: Value, asks: Value) -> Value:
    """The names that a shard writes in another way than they were first written."""
    return given({key: spelled.it[key] for key, own in asks.it.items() if spelled.it.get(key, own) != own})


def answers_of(asking: Value, paths: Value, places: Places) -> Value:
    """The answers to what the documents of a shard ask, by source."""
    where = paths.it["seen"] | paths.it["hidden"]
    found = {each.source: answer(each, where[each.source], places) for each in asking.it}
    return Value(joined([digest_of(list(found)), *[each.digest for each in found.values()]]), found)


def without(shard: Shard, sources: Value) -> Shard:
    """A shard without the releases of these sources."""
    return shard_of(shard.name, [head for head in shard.heads if head.source not in sources.it])


def twins_of(documents: Value, originals: Value) -> Twins:
    """The twins among documents; see `find_twins`."""
    return find_twins(documents.it, originals.it)


def shared_addresses(shards: Group) -> tuple[tuple[str, str, str], ...]:
    """Pairs of documents that have one address, as no server tells apart: the later, the earlier, the address."""
    taken: dict[str, str] = {}
    found = []
    for source, path in _addresses(shards):
        other = taken.setdefault(path.casefold(), source)
        if other != source:
            found.append((source, other, path))
    return tuple(found)


def addresses_among_own(shards: Group) -> tuple[tuple[str, str], ...]:
    """Documents, with their address, that would lie where the site keeps files of its own."""
    return tuple([each for each in _addresses(shards) if each[1].split("/", 2)[1].casefold() in OWN])


def _addresses(shards: Group) -> Iterator[tuple[str, str]]:
    """The address of each document by source, hidden ones too."""
    for each in shards.members:
        maps = [each.it["seen"], each.it["hidden"]] if "seen" in each.it and "hidden" in each.it else [each.it]
        for paths in maps:
            yield from paths.items()
