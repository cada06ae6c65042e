"""Turns what front matter and settings may hold into JSON Schemas, with which editors complete and check keys.

The readers (`schema`, `config`) stay the judges: they know more than a schema can say, and tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

from warta.content.schema import PAGE_ROLES
from warta.content.values import CORRECTION_KINDS
from warta.outlets import FEED_FORMATS, HOSTS, PUBLISHERS, WIRE
from warta.settings import FEEDS, LISTINGS, CheckSettings, PathWords, Settings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Shape = dict[str, object]
_TEXT: Shape = {"type": ["string", "number", "null"]}
_FLAG: Shape = {
    "anyOf": [{"type": ["boolean", "null"]}, {"enum": ["true", "false", "yes", "no", "on", "off", "ya", "tidak"]}]
}
_NUMBER: Shape = {"type": ["integer", "null"], "minimum": 0}
_MOMENT: Shape = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{1,2}-\d{1,2}", "examples": ["2026-11-24 09:05"]}
_NAMES: Shape = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_PICTURE_KEYS = {
    "file": _TEXT,
    "alt": _TEXT,
    "decorative": _FLAG,
    "caption": _TEXT,
    "credit": _TEXT,
    "licence": _TEXT,
    "license": _TEXT,
}


def _mapping(keys: Mapping[str, Shape], *required: str) -> Shape:
    shape: Shape = {"type": "object", "properties": dict(keys), "additionalProperties": False}
    return shape | {"required": list(required)} if required else shape


def _list(item: Shape) -> Shape:
    return {"anyOf": [{"type": "array", "items": item}, {"type": "null"}]}


def _said(shape: Shape, words: str) -> Shape:
    return {**shape, "description": words}


_PICTURE: Shape = {"anyOf": [_TEXT, _mapping(_PICTURE_KEYS, "file")]}
_CONTACT = _mapping(dict.fromkeys(("name", "role", "phone", "email", "whatsapp", "hours"), _TEXT), "name")
_CORRECTION = _mapping(
    {"at": _MOMENT, "kind": {"enum": list(CORRECTION_KINDS)}, "text": _TEXT, "url": _TEXT}, "at", "text"
)
_TERM = _mapping({"name": _TEXT, "from": _MOMENT, "until": _MOMENT}, "name", "from")
_CHECK = _said(_mapping({"ignore": _NAMES}), "Rules of the desk editor that do not hold for this text.")
_SHARED: dict[str, Shape] = {
    "title": _said(_TEXT, "The title, required."),
    "slug": _said(_TEXT, "The last word of the address."),
    "summary": _said(_TEXT, "One or two sentences for lists, feeds and search engines."),
    "excerpt": _TEXT,
    "description": _TEXT,
    "language": _said(_TEXT, "id, en, su, jv, ...; else the site's."),
    "lang": _TEXT,
    "translation_of": _said(_TEXT, "The original's path below content/."),
    "draft": _said(_FLAG, "true hides it."),
    "published": _FLAG,
    "status": _said(_TEXT, "published or draft"),
    "aliases": _said(_NAMES, "Old addresses that lead here."),
    "redirect_from": _NAMES,
    "check": _CHECK,
}
RELEASE: dict[str, Shape] = _SHARED | {
    "date": _said(_MOMENT, "Required: 2026-11-24 or 2026-11-24 09:05. Hidden until then."),
    "category": _said(_NAMES, "From the list in config.yaml."),
    "categories": _NAMES,
    "tag": _NAMES,
    "tags": _NAMES,
    "region": _NAMES,
    "regions": _said(_NAMES, "Kemendagri codes in quotes, or names."),
    "dateline": _said(_TEXT, "The place it comes from, in capitals: SUMEDANG."),
    "byline": _said(_TEXT, "Who signed."),
    "author": _NAMES,
    "authors": _NAMES,
    "number": _said(_TEXT, "The office's own number of the release."),
    "organization": _said(_TEXT, "A file name in content/organizations/, without .md."),
    "contacts": _said(_list(_CONTACT), "Press contacts; else the organization's."),
    "notes": _said(_TEXT, "For editors, below the text."),
    "image": _said(_PICTURE, "The lead picture."),
    "gallery": _list(_PICTURE),
    "attachments": _list({"anyOf": [_TEXT, _mapping({"file": _TEXT, "title": _TEXT}, "file")]}),
    "embargo": _said(_MOMENT, "Nothing of the release is public before."),
    "expires": _said(_MOMENT, "Hidden from then on; a bare date is the last day."),
    "corrections": _said(_list(_CORRECTION), "Corrections, rights of reply, clarifications, with their times."),
    "withdrawn": _said(_mapping({"at": _MOMENT, "reason": _TEXT}, "at", "reason"), "When and why it was withdrawn."),
    "unverified": _said(_FLAG, "true prints the note that the rules ask for."),
    "sponsored": _said({"type": ["string", "boolean", "null"]}, "A label such as Advertorial."),
    "ai": _said({"anyOf": [_FLAG, _mapping({"image": _FLAG, "text": _FLAG, "tool": _TEXT})]}, "What was made with AI."),
}
PAGE: dict[str, Shape] = _SHARED | {
    "role": _said({"enum": [*PAGE_ROLES, None]}, "What the page is."),
    "menu": {"enum": ["header", "footer", "none", None]},
    "order": _NUMBER,
}
ORGANIZATION: dict[str, Shape] = {
    **dict.fromkeys(("name", "short", "url", "address", "phone", "email"), _TEXT),
    "logo": _PICTURE,
    "contacts": _list(_CONTACT),
    "terms": _said(_list(_TERM), "Periods of office; until is the last day, and left out of the one that is now."),
}
_SEVERITY: Shape = {"enum": ["error", "warning", "note", "off", False]}  # YAML's own typing makes `off` false
_CATEGORY: Shape = {
    "anyOf": [
        _TEXT,
        _mapping(
            {
                "name": _TEXT,
                "slug": _TEXT,
                "description": _TEXT,
                "names": {"type": "object", "additionalProperties": _TEXT},
            },
            "name",
        ),
    ]
}
_KINDS_OF = {"listings": LISTINGS, "feeds": FEEDS, "feed_formats": FEED_FORMATS, "wire": WIRE}
CONFIG: dict[str, Shape] = {
    **dict.fromkeys(Settings.__struct_fields__, _TEXT),
    **{name: {**_NUMBER, "type": "integer"} for name in ("page_size", "feed_size", "related")},
    **{name: {"type": "array", "items": {"enum": list(kinds)}} for name, kinds in _KINDS_OF.items()},
    "languages": _NAMES,
    "theme_options": {"type": "object"},
    "regions": _list(_mapping({"code": _TEXT, "name": _TEXT}, "code", "name")),
    "categories": _list(_CATEGORY),
    "paths": _mapping(dict.fromkeys(PathWords.__struct_fields__, _TEXT)),
    "markdown": _mapping({"extensions": _NAMES, "extension_configs": {"type": "object"}}),
    "trust_html": _FLAG,
    "search": _FLAG,
    "show_terms": _FLAG,
    "precompress": _FLAG,
    "untranslated": {"enum": ["hide", "show"]},
    "publisher": {"enum": list(PUBLISHERS)},
    "host": {"enum": list(HOSTS)},
    "headers": {"type": "object", "additionalProperties": _TEXT},
    "redirects": {"type": "object", "additionalProperties": _TEXT},
    "images": _mapping(
        {"widths": {"type": ["array", "integer"]}, "format": {"enum": ["webp", "avif", "none"]}, "quality": _NUMBER}
    ),
    "unknown_keys": {"enum": ["error", "warn"]},
    "check": _mapping(
        dict(
            zip(
                CheckSettings.__struct_fields__,
                ({"type": "object", "additionalProperties": _SEVERITY}, _NAMES),
                strict=True,
            )
        )
    ),
}


def _schema(title: str, keys: Mapping[str, Shape], *required: str) -> Shape:
    return {"$schema": _DIALECT, "title": title, **_mapping(keys, *required)}


SCHEMAS: dict[str, Shape] = {
    "release": _schema("Front matter of a release", RELEASE, "title"),
    "page": _schema("Front matter of a standing page", PAGE, "title"),
    "organization": _schema("Front matter of an organization", ORGANIZATION, "name"),
    "config": _schema("Settings of a newsroom (config.yaml)", CONFIG, "title", "url", "language"),
}
"""By what `schema` takes on the command line."""
