"""Turns the texts of all releases into what the check page must know of them. What did not change is not read again."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.dates import iso
from warta.digests import SIZE, joined
from warta.engine.broken import StoreBroken
from warta.engine.rendering import parts_reader, release_of
from warta.engine.store import Reader
from warta.engine.workspace import Work
from warta.messages import msg
from warta.newsroom.facets import WIRE, facet_of
from warta.newsroom.linked import Linked
from warta.newsroom.placed import Row
from warta.newsroom.site import Site
from warta.newsroom.views import WireItem
from warta.plan.machines.check import Printed
from warta.render.html.plaintext import plain_body
from warta.render.html.theme import Theme
from warta.trust.prints import LONG_SPAN, SPAN, Traces, packed, print_of, prints
from warta.trust.words import sum_of, words

_BLOCK = "prints "
_Known = tuple[bytes, dict[bytes, Printed]]
"""The digest of all that the releases of a shard show on the wire, and what was found of each by its own digest."""


def print_releases(work: Work, site: Site, theme: Theme) -> tuple[Printed, ...]:
    """What the check page must know of each release; nothing where the newsroom has no such page. Raises
    StoreBroken.
    """
    if not site.settings.check_page:
        work.store.drop_blocks(work.store.digests(_BLOCK))
        return ()
    from warta.render.html.templates import read_languages

    languages = tuple(edition.language for edition in site.editions)
    messages = read_languages(theme, languages, site.settings.language)
    found: list[Printed] = []
    names = set()
    with work.reader() as reader:
        for edition in site.editions:
            struck = messages[edition.language].gettext("(struck out: %(words)s)")
            spoken = theme.facts.messages.get(edition.language, b"")
            for word, shards in (("shown", edition.shards), ("unlisted", edition.unlisted)):
                for linked in shards:
                    name = f"{_BLOCK}{edition.language} {linked.year} {word}"
                    names.add(name)
                    found += _shard(work, name, linked, spoken, _Reading(reader, struck))
    work.store.drop_blocks(work.store.digests(_BLOCK).keys() - names)
    return tuple(found)


class _Reading(msgspec.Struct, frozen=True):
    """Where texts are read, and how struck words are told in plain text."""

    reader: Reader
    struck: str


def _shard(work: Work, name: str, linked: Linked, spoken: bytes, reading: _Reading) -> list[Printed]:
    digests = list(_digests(linked, spoken))
    whole = joined(digests)
    block = work.store.block(name)
    try:
        kept, known = msgspec.msgpack.decode(block, type=_Known) if block else (b"", {})
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(msg("store-block-unreadable", "a block cannot be read")) from None
    if kept != whole:
        parts = parts_reader(reading.reader)
        found = {
            digest: known.get(digest) or _printed(digest, row, facet_of(WIRE, row, parts), reading)
            for digest, row in zip(digests, linked.rows, strict=True)
        }
        work.store.put_block(name, msgspec.msgpack.encode((whole, found)))
        known = found
    return [known[digest] for digest in digests]


def _digests(linked: Linked, spoken: bytes) -> Iterator[bytes]:
    """The digest of all that is looked at of each release: a withdrawn one shows no text, but its document has it."""
    column = linked.columns[WIRE]
    withdrawn = {at: linked.rows[at].head.digest for at in linked.corrected if linked.rows[at].head.withdrawn}
    for at in range(linked.count):
        shown = column[SIZE * at : SIZE * at + SIZE]
        yield joined((shown, spoken, withdrawn[at])) if at in withdrawn else joined((shown, spoken))


def _printed(digest: bytes, row: Row, item: WireItem, reading: _Reading) -> Printed:
    body = item.body.digest
    if item.withdrawn:
        body = release_of(reading.reader, row.head.document or row.head.digest).body.digest
    title, text = words(item.title), words(plain_body(body, reading.reader.body(body), reading.struck))
    if item.withdrawn:
        found = prints([*title, *text], LONG_SPAN)
        count, together, total = 0, 0, sum_of([])
    else:
        others = [item.notes, *[each.text for each in item.corrections]]
        found = {print_of(title)}.union(*[prints(each, SPAN) for each in (title, text, *map(words, others))])
        count, together, total = len(text), print_of(text), sum_of(text)
    notes = [f"{each.kind} {iso(each.at)} {each.text}" for each in item.corrections]
    return Printed(
        digest=digest,
        traces=Traces(item.id, packed(found)),
        opened=item.opened.at.timestamp(),
        url=row.where.url,
        title=item.title,
        date=iso(item.date),
        count=count,
        print=together,
        sum=total,
        note=item.withdrawn.reason if item.withdrawn else "\n".join(notes),
        corrected=max([iso(each.at) for each in item.corrections], default=""),
        withdrawn=(iso(item.withdrawn.at), item.withdrawn.reason) if item.withdrawn else None,
    )
