"""Turns the records of all imports into sums, and what they tell into kinds, each with its count and an example."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from warta.importing.conversion.visible_words import words_in
from warta.importing.item import Record, Said
from warta.messages import Message

UNKNOWN_KEY = "unknown-key"
"""The code of a key in front matter of which nothing was taken over."""
PROPOSALS = frozenset(("maybe-region", "lead-no-alt", "picture-elsewhere", "link-old-site", UNKNOWN_KEY))
"""Codes of what is only proposed, is as it was, or asks for more than the old site had: no reason to look at a text
again."""
_MOST = 5000  # of a damaged source there could be more kinds than memory holds


class Kind(msgspec.Struct):
    """What several records tell alike: how often, and the first time with the record's file and title."""

    count: int
    example: Said
    title: str = ""
    source: str = ""


class Totals(msgspec.Struct):
    """Sums over all records; `add` counts one more. What they tell is found by code, the rest by name."""

    items: int = 0
    hidden: int = 0
    words_in: int = 0
    words_out: int = 0
    words_removed: int = 0
    links: int = 0
    images: int = 0
    embeds: int = 0
    datelines: int = 0
    bylines: int = 0
    regions: int = 0
    kept_html: int = 0
    with_doubts: int = 0
    with_losses: int = 0
    shortcodes: dict[str, int] = {}
    removed: dict[str, int] = {}
    mediums: dict[str, int] = {}
    unmapped: dict[str, int] = {}
    unknown_keys: dict[str, int] = {}
    lost: dict[str, Kind] = {}
    doubts: dict[str, Kind] = {}
    notes: dict[str, Kind] = {}
    drafts: dict[str, Kind] = {}

    def add(self, record: Record) -> None:
        """Count a record."""
        self.items += 1
        self.hidden += bool(record.hidden)
        self.words_in += record.words_in
        self.words_out += record.words_out
        self.words_removed += sum(len(words_in(text)) for text in record.removed)
        self.links += record.links
        self.images += record.images
        self.embeds += len(record.embeds)
        self.datelines += bool(record.dateline)
        self.bylines += bool(record.byline)
        self.regions += bool(record.region)
        self.kept_html += record.kept_html
        self.with_doubts += any(code_of(each) not in PROPOSALS for each in record.doubts)
        self.with_losses += bool(record.lost)
        _count(self.shortcodes, record.shortcodes)
        _count(self.removed, (text[:120] for text in record.removed))
        _count(self.mediums, (record.medium,) if record.medium else ())
        _count(self.unmapped, record.unmapped)
        _count(self.unknown_keys, (key for each in record.doubts if (key := _unknown_key(each))))
        _gather(self.lost, record.lost, record)
        _gather(self.doubts, record.doubts, record)
        _gather(self.notes, record.notes, record)
        _gather(self.drafts, (record.hidden,) if record.hidden else (), record)


def code_of(said: Said) -> str:
    """The code of a message; of the English of an earlier version its beginning, which is the same for its kind."""
    return said.code if isinstance(said, Message) else said.partition(":")[0][:60].lstrip("0123456789 ")


def kinds_of(told: Iterable[Said]) -> dict[str, Kind]:
    """What is told of a whole source by kinds, each with its count and first example."""
    kinds: dict[str, Kind] = {}
    _gather(kinds, told, None)
    return kinds


def _unknown_key(said: Said) -> str:
    """The key that a doubt says Warta does not know; empty for another doubt."""
    if not isinstance(said, Message) or said.code != UNKNOWN_KEY:
        return ""
    return str(dict(said.values).get("key", ""))


def _count(counts: dict[str, int], names: Iterable[str]) -> None:
    for name in names:
        if name in counts or len(counts) < _MOST:
            counts[name] = counts.get(name, 0) + 1


def _gather(kinds: dict[str, Kind], told: Iterable[Said], record: Record | None) -> None:
    for said in told:
        code = code_of(said)
        if code in kinds:
            kinds[code].count += 1
        elif len(kinds) < _MOST:
            kinds[code] = Kind(1, said, record.title, record.source) if record else Kind(1, said)
