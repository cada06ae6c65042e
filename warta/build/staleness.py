"""Turns a plan and what is remembered of the last one into what must be rendered again, each with its reason."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from warta.build.store import Output
from warta.plan.data_views import PackedView
from warta.plan.targets import Plan, Target
from warta.plan.views import Card, Chrome, ListingView, View
from warta.render.theme import PAGES, Theme

_ENCODER = msgspec.msgpack.Encoder()
_COMMON = ("template", "chrome")
_CARDS = ListingView.__struct_fields__.index("cards")


class Surroundings:
    """What a target's file depends on besides its view: the templates it can use, messages and chrome.

    It also remembers the digest of each card (a release stands in seven lists or so, as one and the same value) and
    the key of each target; those of `before` hold for cards and targets that are still the very same.
    """

    def __init__(self, theme: Theme, chromes: Mapping[str, Chrome], before: Surroundings | None = None) -> None:
        self._templates = {
            kind: blake2b(f"{theme.closures[name]} {theme.messages_digest}".encode(), digest_size=16).digest()
            for kind, name in PAGES.items()
        }
        self._chromes = {
            language: blake2b(_ENCODER.encode(chrome), digest_size=16).digest() for language, chrome in chromes.items()
        }
        self._cards: dict[str, tuple[Card, bytes]] = before._cards if before else {}
        self.keys: dict[str, tuple[Target, bytes, bytes, bytes]] = before.keys if before else {}

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_cards": {}, "keys": {}}

    def of(self, target: Target) -> tuple[bytes, bytes]:
        """Digests of template and chrome; empty for what no template makes."""
        # a compressed twin is made of all that its file is made of
        kind = target.view.kind if isinstance(target.view, PackedView) else target.kind
        template = self._templates.get(kind)
        return (template, self._chromes[target.language]) if template else (b"", b"")

    def cards(self, cards: Iterable[Card]) -> bytes:
        """The digests of cards, one after the other, each of 16 bytes."""
        return b"".join([self._card(card) for card in cards])

    def _card(self, card: Card) -> bytes:
        found = self._cards.get(card.url)
        if found is None or found[0] is not card:
            digest = blake2b(_ENCODER.encode(card), digest_size=16).digest()
            found = self._cards[card.url] = card, digest
        return found[1]


def key_of(target: Target, surroundings: Surroundings) -> bytes:
    """The key of a target: equal keys give equal files."""
    template, chrome = surroundings.of(target)
    known = surroundings.keys.get(target.path)
    if known is not None and known[0] is target and known[1] == template and known[2] == chrome:
        return known[3]
    head = f"{target.kind} {target.language} ".encode()
    # the digests are of one length each, and MessagePack says where a value ends: no two of these join alike
    joined = b"".join((head, template, chrome, *_encoded(target.view, surroundings)))
    key = blake2b(joined, digest_size=16).digest()
    surroundings.keys[target.path] = target, template, chrome, key
    return key


def _encoded(view: View, surroundings: Surroundings) -> tuple[bytes, ...]:
    """A view as bytes; a list's cards by their digests, since most cards are in many lists."""
    if isinstance(view, ListingView):
        return _ENCODER.encode(msgspec.structs.replace(view, cards=())), surroundings.cards(view.cards)
    return (_ENCODER.encode(view),)


def parts_of(target: Target, surroundings: Surroundings) -> bytes:
    """Four bytes for each part of what a key is made from, to say later which of them changed."""
    view = target.view
    values = list(msgspec.structs.astuple(view))
    if isinstance(view, ListingView):
        values[_CARDS] = surroundings.cards(view.cards)
    parts = [*surroundings.of(target), *map(_ENCODER.encode, values)]
    return struct.pack(f">{len(parts)}I", *map(zlib.crc32, parts))


def out_of_date(
    plan: Plan,
    surroundings: Surroundings,
    keys: Mapping[str, bytes],
    known: Mapping[str, Output],
    intact: Mapping[str, bool],
) -> dict[str, str]:
    """The paths to render, in the plan's order, each with a sentence why.

    `known` are the outputs an earlier build recorded, `intact` says of each that is still there whether its bytes are
    those recorded. Pure: reads nothing, forgets nothing.
    """
    stale = {}
    for target in plan.targets:
        path = target.path
        output = known.get(path)
        if output is None:
            stale[path] = "new"
        elif keys[path] != output.key:
            stale[path] = f"changed: {', '.join(_changed(target, surroundings, output.parts))}"
        elif path not in intact:
            stale[path] = "the file is missing"
        elif not intact[path]:
            stale[path] = "the file was changed by something else"
    return stale


def _changed(target: Target, surroundings: Surroundings, before: bytes) -> list[str]:
    parts = parts_of(target, surroundings)
    if len(before) != len(parts):
        return ["kind"]
    names = (*_COMMON, *target.view.__struct_fields__)
    return [name for at, name in enumerate(names) if parts[4 * at : 4 * at + 4] != before[4 * at : 4 * at + 4]] or [
        "kind"
    ]
