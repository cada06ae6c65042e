"""Turns what front matter and settings may hold into JSON Schemas, with which editors complete and check keys.

The readers stay the judges: they know more than a schema can say, and tests hold the two together.
"""

from __future__ import annotations

from warta import settings, shapes
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key, Spelling
from warta.shapes import Shape


def _keys(keys: tuple[Key, ...]) -> dict[str, Shape]:
    """The shape of each key with the words for it, for every name it has."""
    found: dict[str, Shape] = {}
    for key in keys:
        usual = Spelling(key.words, key.kind.shape)
        for name in key.names:
            spelling = key.spellings.get(name, usual)
            found[name] = shapes.described(spelling.shape, spelling.words)
    return found


def _document(title: str, keys: tuple[Key, ...]) -> Shape:
    required = [key.names[0] for key in keys if key.required]
    return shapes.document(title, shapes.mapping(_keys(keys), *required))


SCHEMAS: dict[str, Shape] = {
    "release": _document("Front matter of a release", RELEASE_KEYS),
    "page": _document("Front matter of a standing page", PAGE_KEYS),
    "organization": _document("Front matter of an organization", ORGANIZATION_KEYS),
    "config": settings.schema(),
}
"""By what `schema` takes on the command line."""
