"""Turns each kind of value a setting may have into the function that reads it and the JSON Schema that describes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from warta import shapes
from warta.errors import known_are, meant
from warta.fields import Fields
from warta.messages import msg
from warta.shapes import Shape

REQUIRED: Any = object()
"""The default of a setting that has none."""

Reader = Callable[[Fields, str, Any], object]
"""Reads the value of a key, given the default for when the key is absent; problems are reported to the fields."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of value: how it is read, and its JSON Schema."""

    read: Reader
    shape: Shape


def _text(fields: Fields, key: str, default: Any) -> object:
    return fields.required(key) if default is REQUIRED else fields.text(key) or default


def _flag(fields: Fields, key: str, default: Any) -> object:
    given = fields.has(key)
    value = fields.flag(key)
    return value if given else default


def _names(fields: Fields, key: str, default: Any) -> object:
    return fields.texts(key) or default


def _elsewhere(fields: Fields, key: str, default: Any) -> object:
    fields.take(key)
    return default


TEXT = Kind(_text, shapes.TEXT)
FLAG = Kind(_flag, shapes.FLAG)
NAMES = Kind(_names, shapes.NAMES)
ELSEWHERE = Kind(_elsewhere, shapes.ANYTHING)
"""A value that is read elsewhere: here its key is known, and no more."""


def number(least: int, most: int) -> Kind:
    """A whole number from `least` to `most`."""

    def read(fields: Fields, key: str, default: Any) -> object:
        return fields.number(key, default, least, most)

    return Kind(read, {**shapes.NUMBER, "minimum": least, "maximum": most})


def choice(*options: str) -> Kind:
    """One word out of `options`."""

    def read(fields: Fields, key: str, default: Any) -> object:
        return fields.choice(key, options, default)

    return Kind(read, shapes.one_of(options))


def choices(known: tuple[str, ...]) -> Kind:
    """A list of words out of `known`; an empty list is none of them."""

    def read(fields: Fields, key: str, default: Any) -> object:
        given = fields.has(key)
        found = []
        for ref in fields.refs(key):
            if ref.text in known:
                found.append(ref.text)
            else:
                hint = meant(ref.text, known) or known_are(known)
                message = msg("no-such-kind", "'%(key)s' has no kind '%(got)s'.", hint, key=key, got=ref.text)
                fields.problem(ref.line, message)
        return tuple(found) if given else default

    return Kind(read, shapes.some_of(known))
