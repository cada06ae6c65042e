"""Turns a JSON Schema into the same with its titles and descriptions in the language spoken, as editors show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.catalogue import say
from warta.content.jsonschema import SCHEMAS
from warta.messages import Message, msg
from warta.shapes import Shape

_SHOWN = ("title", "description")
_SAME = re.compile(r"The same as (\S+)\.")


def in_language(shape: Shape) -> Shape:
    """The schema as it is shown to people who speak the language of this process."""
    return {name: _translated(name, value) for name, value in shape.items()}


def shown_messages() -> Iterator[Message]:
    """Every message that `in_language` puts into another language."""
    for shape in SCHEMAS.values():
        yield from [_message(text) for text in _texts(shape)]


def _translated(name: str, value: object) -> object:
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, list):
        return [_translated("", each) for each in value]
    return say(_message(value)) if name in _SHOWN and isinstance(value, str) else value


def _texts(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif name in _SHOWN and isinstance(value, str):
        yield value


def _message(text: str) -> Message:
    if same := _SAME.fullmatch(text):
        return msg("key-same", "The same as %(key)s.", key=same[1])
    return Message("schema", text.replace("%", "%%"))
