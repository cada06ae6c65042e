"""Turns a plan and what is remembered of the last one into what must be rendered again, each with its reason."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from warta.build.store import Output
from warta.plan.targets import Plan, Target
from warta.plan.views import Chrome
from warta.render.render import PAGES
from warta.render.theme import Theme

_ENCODER = msgspec.msgpack.Encoder()
_COMMON = ("template", "chrome")


class Key(msgspec.Struct, frozen=True):
    """What a target's file is made from, as digests: `whole` decides, `parts` (four bytes each) say what changed."""

    whole: bytes
    parts: bytes


class Surroundings:
    """What a target's file depends on besides its view: the templates it can use, messages and chrome."""

    def __init__(self, theme: Theme, chromes: Mapping[str, Chrome]) -> None:
        self._templates = {
            kind: blake2b(f"{theme.closures[name]} {theme.messages_digest}".encode(), digest_size=16).digest()
            for kind, name in PAGES.items()
        }
        self._chromes = {
            language: blake2b(_ENCODER.encode(chrome), digest_size=16).digest() for language, chrome in chromes.items()
        }

    def of(self, target: Target) -> tuple[bytes, bytes]:
        """Digests of template and chrome; empty for what no template makes."""
        template = self._templates.get(target.kind)
        return (template, self._chromes[target.language]) if template else (b"", b"")


def key_of(target: Target, surroundings: Surroundings) -> Key:
    """The key of a target: equal keys give equal files."""
    # MessagePack says where each value ends, and the digests are of one length: no two lists of parts join alike
    parts = [*surroundings.of(target), *map(_ENCODER.encode, msgspec.structs.astuple(target.view))]
    head = f"{target.kind} {target.language} {len(parts)} ".encode()
    whole = blake2b(head + b"".join(parts), digest_size=16).digest()
    return Key(whole, struct.pack(f">{len(parts)}I", *map(zlib.crc32, parts)))


def out_of_date(
    plan: Plan, keys: Mapping[str, Key], known: Mapping[str, Output], intact: Mapping[str, bool]
) -> dict[str, str]:
    """The paths to render, in the plan's order, each with a sentence why.

    `known` are the outputs an earlier build recorded, `intact` says of each that is still there whether its bytes are
    those recorded. Pure: reads nothing, forgets nothing.
    """
    stale = {}
    for target in plan.targets:
        path = target.path
        key, output = keys[path], known.get(path)
        if output is None:
            stale[path] = "new"
        elif key.whole != output.key:
            stale[path] = f"changed: {', '.join(_changed(target, key.parts, output.parts)) or 'kind'}"
        elif path not in intact:
            stale[path] = "the file is missing"
        elif not intact[path]:
            stale[path] = "the file was changed by something else"
    return stale


def _changed(target: Target, parts: bytes, before: bytes) -> list[str]:
    names = (*_COMMON, *target.view.__struct_fields__)
    if len(before) != len(parts):
        return ["kind"]
    return [name for at, name in enumerate(names) if parts[4 * at : 4 * at + 4] != before[4 * at : 4 * at + 4]]
