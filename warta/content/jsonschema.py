"""Turns what front matter and settings may hold into JSON Schemas, with which editors complete and check keys.

The readers stay the judges: they know more than a schema can say, and tests hold the two together.
"""

from __future__ import annotations

from warta import settings, shapes
from warta.content.keys import (
    ORGANIZATION_KEYS,
    ORGANIZATION_WORDING,
    PAGE_KEYS,
    PAGE_WORDING,
    RELEASE_KEYS,
    RELEASE_WORDING,
)
from warta.content.kinds import Key, Spelling
from warta.shapes import Shape
from warta.wording import Wording


def _keys(keys: tuple[Key, ...]) -> dict[str, Shape]:
    """The shape of each key with the words for it, for every name it has."""
    found: dict[str, Shape] = {}
    for key in keys:
        usual = Spelling(key.words, key.kind.shape)
        for name in key.names:
            spelling = key.spellings.get(name, usual)
            found[name] = shapes.described(spelling.shape, spelling.words)
    return found


def _required(keys: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(key.names[0] for key in keys if key.required)


def _document(title: str, keys: tuple[Key, ...], wording: Wording) -> Shape:
    return shapes.document(title, shapes.worded(_keys(keys), wording, *_required(keys)))


SCHEMAS: dict[str, Shape] = {
    "release": _document("Front matter of a release", RELEASE_KEYS, RELEASE_WORDING),
    "page": _document("Front matter of a standing page", PAGE_KEYS, PAGE_WORDING),
    "organization": _document("Front matter of an organization", ORGANIZATION_KEYS, ORGANIZATION_WORDING),
    "config": settings.schema(),
}
"""By what `schema` takes on the command line."""
