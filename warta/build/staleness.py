"""Turns a plan and what is remembered of the last one into what must be rendered again, each with its reason."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from warta.build.store import Output
from warta.plan.targets import Plan, Target
from warta.plan.views import Card, Chrome, ListingView, View
from warta.render.html.contract import PAGES
from warta.render.html.theme import Theme

_ENCODER = msgspec.msgpack.Encoder()
_COMMON = ("template", "chrome")
_CARDS = ListingView.__struct_fields__.index("cards")


class Surroundings:
    """What a target's file depends on besides its view: the templates it can use, messages and chrome.

    It also remembers the digest of each card: a release stands in seven lists or so, as one and the same value.
    """

    def __init__(self, theme: Theme, chromes: Mapping[str, Chrome]) -> None:
        self._templates = {
            kind: blake2b(_ENCODER.encode((theme.template_digest(name), theme.messages)), digest_size=16).digest()
            for kind, name in PAGES.items()
        }
        self._chromes = {
            language: blake2b(_ENCODER.encode(chrome), digest_size=16).digest() for language, chrome in chromes.items()
        }
        self._cards: dict[int, tuple[Card, bytes]] = {}

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_cards": {}}

    def of(self, target: Target) -> tuple[bytes, bytes]:
        """Digests of template and chrome; empty for what no template makes."""
        template = self._templates.get(target.page)
        return (template, self._chromes[target.language]) if template else (b"", b"")

    def cards(self, cards: Iterable[Card]) -> bytes:
        """The digests of cards, one after the other, each of 16 bytes."""
        known = self._cards
        return b"".join([(known.get(id(card)) or self._card(card))[1] for card in cards])

    def _card(self, card: Card) -> tuple[Card, bytes]:
        # by identity, which the kept card holds on to
        kept = self._cards[id(card)] = card, blake2b(_ENCODER.encode(card), digest_size=16).digest()
        return kept


class Print(msgspec.Struct, frozen=True, gc=False):
    """By what a file is told to be as it was: equal keys give equal files.

    `parts` has four bytes for each part of what the key is made from, to say later which of them changed.
    """

    key: bytes
    parts: bytes


def print_of(target: Target, surroundings: Surroundings) -> Print:
    """The print of a target, for which its view is made."""
    parts = [*surroundings.of(target), *_encoded(target.view, surroundings)]
    head = f"{target.kind} {target.language} ".encode()
    # the digests are of one length each, and MessagePack says where a value ends: no two of these join alike
    key = blake2b(b"".join((head, *parts)), digest_size=16).digest()
    return Print(key, struct.pack(f">{len(parts)}I", *map(zlib.crc32, parts)))


def _encoded(view: View, surroundings: Surroundings) -> list[bytes]:
    """The fields of a view as bytes; a list's cards by their digests, since most cards are in many lists."""
    values = list(msgspec.structs.astuple(view))
    if isinstance(view, ListingView):
        values[_CARDS] = surroundings.cards(view.cards)
    return [_ENCODER.encode(value) for value in values]


def mark_of(target: Target, surroundings: Surroundings) -> bytes:
    """By what a file is told to be as it was without making its view; empty where only the view tells."""
    return target.mark and b"".join((target.mark, *surroundings.of(target)))


def compare(plan: Plan, surroundings: Surroundings, known: Mapping[str, Output]) -> dict[str, Print]:
    """The prints of those planned paths that are known by another mark, or by none."""
    different = {}
    for target in plan.targets:
        output = known.get(target.path)
        # of what is new the print is made where it is rendered
        if output is not None and (not target.mark or output.mark != mark_of(target, surroundings)):
            different[target.path] = print_of(target, surroundings)
    return different


def out_of_date(
    plan: Plan, prints: Mapping[str, Print], known: Mapping[str, Output], altered: Mapping[str, bool]
) -> dict[str, str]:
    """The paths to render, in the plan's order, each with a sentence why.

    `known` are the outputs an earlier build recorded, `prints` those that must be compared with theirs, `altered`
    are those whose files are not as recorded: whether there are other bytes, or nothing. Pure: reads
    nothing, forgets nothing.
    """
    stale = {}
    for target in plan.targets:
        path = target.path
        output, now = known.get(path), prints.get(path)
        if output is None:
            stale[path] = "new"
        elif now is not None and now.key != output.key:
            stale[path] = f"changed: {', '.join(_changed(target, now.parts, output.parts))}"
        elif path in altered:
            stale[path] = "the file was changed by something else" if altered[path] else "the file is missing"
    return stale


def _changed(target: Target, parts: bytes, before: bytes) -> list[str]:
    if len(before) != len(parts):
        return ["kind"]
    names = (*_COMMON, *target.view.__struct_fields__)
    return [name for at, name in enumerate(names) if parts[4 * at : 4 * at + 4] != before[4 * at : 4 * at + 4]] or [
        "kind"
    ]
