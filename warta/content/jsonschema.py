"""Turns what front matter and settings may hold into JSON Schemas, with which editors complete and check keys.

The readers (`schema`, `config`) stay the judges: they know more than a schema can say, and tests hold the two together.
"""

from __future__ import annotations

from warta import shapes
from warta.config import FEEDS, LISTINGS, CheckSettings, Config, PathWords
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key, Spelling
from warta.outlets import FEED_FORMATS, HOSTS, PUBLISHERS, WIRE
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


_SEVERITY: Shape = {"enum": ["error", "warning", "note", "off", False]}  # YAML's own typing makes `off` false
_CATEGORY: Shape = {
    "anyOf": [
        shapes.TEXT,
        shapes.mapping(
            {
                "name": shapes.TEXT,
                "slug": shapes.TEXT,
                "description": shapes.TEXT,
                "names": {"type": "object", "additionalProperties": shapes.TEXT},
            },
            "name",
        ),
    ]
}
_KINDS_OF = {"listings": LISTINGS, "feeds": FEEDS, "feed_formats": FEED_FORMATS, "wire": WIRE}
CONFIG: dict[str, Shape] = {
    **dict.fromkeys(Config.__struct_fields__, shapes.TEXT),
    **{name: {**shapes.NUMBER, "type": "integer"} for name in ("page_size", "feed_size", "related")},
    **{name: {"type": "array", "items": {"enum": list(kinds)}} for name, kinds in _KINDS_OF.items()},
    "languages": shapes.NAMES,
    "theme_options": {"type": "object"},
    "regions": shapes.list_of(shapes.mapping({"code": shapes.TEXT, "name": shapes.TEXT}, "code", "name")),
    "categories": shapes.list_of(_CATEGORY),
    "paths": shapes.mapping(dict.fromkeys(PathWords.__struct_fields__, shapes.TEXT)),
    "markdown": shapes.mapping({"extensions": shapes.NAMES, "extension_configs": {"type": "object"}}),
    "trust_html": shapes.FLAG,
    "search": shapes.FLAG,
    "show_terms": shapes.FLAG,
    "precompress": shapes.FLAG,
    "untranslated": {"enum": ["hide", "show"]},
    "publisher": {"enum": list(PUBLISHERS)},
    "host": {"enum": list(HOSTS)},
    "headers": {"type": "object", "additionalProperties": shapes.TEXT},
    "redirects": {"type": "object", "additionalProperties": shapes.TEXT},
    "images": shapes.mapping(
        {
            "widths": {"type": ["array", "integer"]},
            "format": {"enum": ["webp", "avif", "none"]},
            "quality": shapes.NUMBER,
        }
    ),
    "unknown_keys": {"enum": ["error", "warn"]},
    "check": shapes.mapping(
        dict(
            zip(
                CheckSettings.__struct_fields__,
                ({"type": "object", "additionalProperties": _SEVERITY}, shapes.NAMES),
                strict=True,
            )
        )
    ),
}


def _document(title: str, keys: tuple[Key, ...]) -> Shape:
    required = [key.names[0] for key in keys if key.required]
    return shapes.document(title, shapes.mapping(_keys(keys), *required))


SCHEMAS: dict[str, Shape] = {
    "release": _document("Front matter of a release", RELEASE_KEYS),
    "page": _document("Front matter of a standing page", PAGE_KEYS),
    "organization": _document("Front matter of an organization", ORGANIZATION_KEYS),
    "config": shapes.document(
        "Settings of a newsroom (config.yaml)", shapes.mapping(CONFIG, "title", "url", "language")
    ),
}
"""By what `schema` takes on the command line."""
