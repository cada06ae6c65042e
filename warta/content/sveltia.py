"""Turns the rows of front matter keys into the configuration of Sveltia CMS, an editor of newsrooms in a forge.

Its fields are text where it would take a value for something else: a time keeps its zone, a number its zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from warta import shapes
from warta.content.fieldsets import BY_NAME, LINES
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key
from warta.messages import Message, msg
from warta.settings import Settings
from warta.shapes import Shape


class Use(msgspec.Struct, frozen=True):
    """How a newsroom writes its keys: how often each name, and whether any release has several categories."""

    names: Mapping[str, int]
    several: bool = False


Say = Callable[[Message], str]
Field = dict[str, Any]

RELEASES, PAGES, ORGANIZATIONS = "releases", "pages", "organizations"
_KINDS: dict[str, tuple[Message, tuple[Key, ...], str]] = {
    RELEASES: (msg("cms-releases", "Releases"), RELEASE_KEYS, "title"),
    PAGES: (msg("cms-pages", "Pages"), PAGE_KEYS, "title"),
    ORGANIZATIONS: (msg("cms-organizations", "Offices"), ORGANIZATION_KEYS, "name"),
}
_YES = msg("cms-yes", "yes")
_BODY = msg("cms-body", "Text")
_NO_TIME = msg("cms-no-time", "Write it as 2026-11-24 09:05, with WITA or WIT behind it where that is meant.")
_LONG = frozenset(("address", "text", "reason", "caption"))
"""Keys whose text may have several lines, besides those that the desk's form shows so."""
_FILES = frozenset(("file",))
_TWICE = frozenset(("license",))
"""Second spellings of a key below another."""


def configuration(settings: Settings, use: Use, backend: Mapping[str, str], say: Say) -> dict[str, Any]:
    """The configuration as it is written down. Of a key with several names it has the one that this newsroom uses most:
    Keys that it does not know stay in the files, and so do values that nobody edits.
    """
    return {
        "backend": dict(backend),
        "media_folder": "content/static",
        "public_folder": "/",
        "app_title": settings.title,
        "site_url": settings.url,
        "output": {"omit_empty_optional_fields": True},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "collections": [_collection(name, settings, use, say) for name in _KINDS],
    }


def _collection(name: str, settings: Settings, use: Use, say: Say) -> dict[str, Any]:
    label, keys, title = _KINDS[name]
    fields = [_field(key, settings, use, say) for key in keys if key.field != "ignore"]
    body = {"name": "body", "label": say(_BODY), "widget": "richtext", "modes": ["raw"], "required": False}
    return {
        "name": name,
        "label": say(label),
        "folder": f"content/{name}",
        "identifier_field": title,
        "media_folder": "",
        "public_folder": "",
        # one collection for all texts of a kind: in a folder of a year, in one of their own, in several languages
        "nested": {"depth": 8, "subfolders": False},
        "meta": {"path": {"widget": "string"}},
        "fields": [*fields, body],
    }


def _field(key: Key, settings: Settings, use: Use, say: Say) -> Field:
    name = max(key.names, key=lambda each: use.names.get(each, 0))
    spelling = key.spellings.get(name)
    words, shape = (spelling.words, spelling.shape) if spelling else (key.words, key.kind.shape)
    shown = BY_NAME.get(key.field)
    made = {
        "name": name,
        "label": say(shown.label) if shown and not spelling else name,
        "required": key.required,
        "hint": say(Message("schema", words.replace("%", "%%"))),
    }
    if key.field == "categories" and settings.categories:
        return made | {
            "widget": "select",
            "multiple": use.several,
            "options": [each.name for each in settings.categories],
        }
    if shown is not None and shown.widget == LINES:
        return made | {"widget": "text"}
    return made | _widget(shape, name, say)


def _widget(shape: Shape, name: str, say: Say) -> Field:
    """What a value is edited with, by its JSON Schema."""
    if _is_flag(shape):
        return {"widget": "select", "options": [{"label": say(_YES), "value": "true"}]}
    if isinstance(options := shape.get("enum"), list):
        return {"widget": "select", "options": [each for each in options if each is not None]}
    if shape == shapes.MOMENT:
        return {"widget": "string", "pattern": [shape["pattern"], say(_NO_TIME)]}
    lists = [items for each in _of(shape) if isinstance(items := each.get("items"), dict)]
    if fields := _below(lists[0] if lists else shape, say):
        return {"widget": "list" if lists else "object", "fields": fields, "collapsed": "auto" if not lists else False}
    if lists:
        return {"widget": "list"}
    return {"widget": "file" if name in _FILES else "text" if name in _LONG else "string"}


def _of(shape: Shape) -> list[Shape]:
    """A shape, or those of which a value may have one."""
    ways = shape.get("anyOf")
    return [each for each in ways if isinstance(each, dict)] if isinstance(ways, list) else [shape]


def _is_flag(shape: Shape) -> bool:
    return shapes.FLAG in (shape, *_of(shape)) and not any("properties" in each for each in _of(shape))


def _below(shape: Shape, say: Say) -> list[Field]:
    """The fields of a mapping."""
    for part in _of(shape):
        if isinstance(properties := part.get("properties"), dict):
            needed = part.get("required") or ()
            assert isinstance(needed, (list, tuple))
            return [
                {"name": name, "label": name, "required": name in needed, **_widget(each, name, say)}
                for name, each in properties.items()
                if not each.get("deprecated") and name not in _TWICE
            ]
    return []
