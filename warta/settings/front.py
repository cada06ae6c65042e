"""Turns what config.yaml says of the front page and the menu into values."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.dates import Moment, find_zone
from warta.fields import Fields, Ref, clean, shown
from warta.messages import msg
from warta.settings.kinds import TEXT, Kind, choices
from warta.settings.rows import Follows, Row, read_rows, rows_of, shape_of

PARTS = ("latest", "sections", "topics", "more")
"""The parts of the front page below the lead, from top to bottom where the settings do not say."""
PLACES = ("regions", "archive", "search", "corrections", "press", "subscribe")
"""What a menu may lead to by one word, besides categories and standing pages."""


class Alert(msgspec.Struct, frozen=True):
    """An emergency, which stands above everything else on every page: its words, by language too, and their time."""

    text: str
    at: Moment
    texts: dict[str, str] = {}

    def in_language(self, language: str) -> str:
        """Its words in a language: the main language's where it has none."""
        return self.texts.get(language, self.text)


def _refs(fields: Fields, key: str, _: Any) -> tuple[Ref, ...]:
    return fields.refs(key)


def _alert(fields: Fields, key: str, zone: Any) -> Alert | None:
    inner = fields.mapping(key)
    if inner is None:
        return None
    text = inner.required("text")
    at = inner.required_moment("at", find_zone(zone))
    texts = {}
    for language, node in inner.pairs("texts"):
        if isinstance(node.value, str):
            texts[language] = clean(node.value)
        else:
            message = msg("alert-no-texts", "'texts' must be 'language: words' lines (got %(got)s).", got=shown(node))
            inner.problem(node.line, message)
    inner.close()
    return Alert(text, at, texts) if text and at else None


_ALERT_SHAPE = shapes.mapping({"text": shapes.TEXT, "at": shapes.MOMENT, "texts": shapes.PAIRS}, "text", "at")
SOURCES = Kind(_refs, shapes.NAMES)


class HomeSettings(msgspec.Struct, frozen=True):
    """What the front page shows, and in which order. The lead is always first."""

    order: Annotated[tuple[str, ...], Row(choices(PARTS), "its parts below the lead; one not named is not shown")] = (
        PARTS
    )
    sections: Annotated[
        tuple[Ref, ...], Row(SOURCES, "the categories that are shown, in their order", absent="all, as in `categories`")
    ] = ()
    pinned: Annotated[
        tuple[Ref, ...],
        Row(SOURCES, "releases that take the lead, the first that is public: `releases/2026/banjir.md`", absent="none"),
    ] = ()
    alert: Annotated[
        Alert | None,
        Row(
            Kind(_alert, {"anyOf": [_ALERT_SHAPE, {"type": "null"}]}),
            "an emergency, above everything else on every page: `{text: ..., at: 2026-11-24 09:05}`; `texts` are its "
            "words by language",
        ),
    ] = None


_HOME = rows_of(HomeSettings)


def _home(fields: Fields, key: str, zone: Any) -> HomeSettings:
    """The front page; times are read in `zone`."""
    inner = fields.mapping(key)
    if inner is None:
        return HomeSettings()
    timed = tuple(msgspec.structs.replace(row, default=zone) if row.name == "alert" else row for row in _HOME)
    made = HomeSettings(**read_rows(inner, timed))
    inner.close()
    return made


class Entry(msgspec.Struct, frozen=True):
    """A link of the menu: to a category, a standing page or a place of the site by its name, or to an address."""

    name: str
    url: str = ""
    line: int = 0


def _menu(fields: Fields, key: str, default: Any) -> tuple[Entry, ...] | None:
    given = fields.has(key)
    found = tuple(entry for node in fields.items(key) if (entry := _entry(fields, key, node)) is not None)
    return found if given else default


def _entry(fields: Fields, key: str, node: Node) -> Entry | None:
    if isinstance(node.value, str):
        return Entry(clean(node.value), "", node.line)
    inner = fields.nested(node, key)
    title, url = inner.required("title"), inner.required("url")
    if url and not url.startswith(("/", "https://", "http://")):
        message = msg(
            "menu-no-address",
            "'url' of an entry of the menu must begin with https:// or, on this site, with / (got '%(got)s').",
            got=url,
        )
        inner.problem(inner.line_of("url") or node.line, message)
    inner.close()
    return Entry(title, url, node.line) if title and url else None


HOME = Kind(_home, {"anyOf": [shape_of(_HOME), {"type": "null"}]})
ZONE_OF_HOME = Follows("timezone", lambda zone: zone)
_LINK = shapes.mapping({"title": shapes.TEXT, "url": shapes.TEXT}, "title", "url")
MENU = Kind(_menu, shapes.list_of({"anyOf": [TEXT.shape, _LINK]}))
