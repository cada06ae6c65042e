"""Turns the types of values that people write in YAML into JSON Schemas, with which editors complete and check keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warta.wording import NO, YES, Wording

Shape = dict[str, object]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: Shape = {"type": ["string", "number", "null"]}
FLAG: Shape = {"anyOf": [{"type": ["boolean", "null"]}, {"enum": [*YES, *NO, 0, 1]}]}
NUMBER: Shape = {"type": ["integer", "null"], "minimum": 0}
MOMENT: Shape = {"type": ["string", "null"], "pattern": r"\d\D.*\d{4}|\d{4}.*\d", "examples": ["2026-11-24 09:05"]}
"""A day and a year, in whatever order and form; the reader knows which are clear."""
NAMES: Shape = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
PAIRS: Shape = {"type": ["object", "null"], "additionalProperties": TEXT}
ANYTHING: Shape = {"type": ["object", "null"]}


def mapping(keys: Mapping[str, Shape], *required: str) -> Shape:
    """A mapping of these keys and no others."""
    shape: Shape = {"type": "object", "properties": dict(keys), "additionalProperties": False}
    return shape | {"required": list(required)} if required else shape


def worded(keys: Mapping[str, Shape], wording: Wording, *required: str) -> Shape:
    """As `mapping`, with the words of people for its keys, which editors show as old names of them."""
    others = {word: key for word, key in wording.words.items() if key in keys}
    shape = mapping({**keys, **{word: _old_name(keys[key], key) for word, key in others.items()}})
    ways = [[key, *(word for word, each in others.items() if each == key)] for key in required]
    if all(len(each) == 1 for each in ways):
        return shape | ({"required": list(required)} if required else {})
    return shape | {"allOf": [{"anyOf": [{"required": [name]} for name in each]} for each in ways]}


def _old_name(shape: Shape, key: str) -> Shape:
    return {**shape, "description": f"The same as {key}.", "deprecated": True}


def list_of(item: Shape) -> Shape:
    """A list of such items, or nothing."""
    return {"anyOf": [{"type": "array", "items": item}, {"type": "null"}]}


def one_of(words: Iterable[str]) -> Shape:
    """One of these words."""
    return {"enum": list(words)}


def some_of(words: Iterable[str]) -> Shape:
    """Any of these words: one, or a list of them."""
    one = one_of(words)
    return {"anyOf": [one, {"type": ["array", "null"], "items": one}]}


def described(shape: Shape, words: str) -> Shape:
    """The shape with a description, which editors show beside the key."""
    return {**shape, "description": words}


def document(title: str, shape: Shape) -> Shape:
    """A whole JSON Schema."""
    return {"$schema": _DIALECT, "title": title, **shape}
