"""Turns lists into feeds: one view for each list, and a target for each format in which it is offered."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.digests import Group, Value, given
from warta.newsroom.addresses import FEED_FILES, WIRE_FILES
from warta.newsroom.facets import ITEM
from warta.newsroom.lists import EVERYTHING, Cards, newest
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import HOME
from warta.newsroom.views import FeedItem
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.machines.api import offers_feed
from warta.plan.origins import origin
from warta.plan.pages.lists import NOTHING_LISTED
from warta.plan.pages.standing import CORRECTIONS, notes_of
from warta.plan.targets import Target, page

KINDS = {"rss": "feed", "atom": "atom", "json": "json-feed"}
STYLESHEET = "css/feed.css"


class FeedView(msgspec.Struct, frozen=True, gc=False):
    """A feed, whatever its format: `folder` is where its files lie, `page` what it is the feed of.

    `note` says that it is a feed of corrections, whose title and description are the language's words for that; `size`
    is how many items it has at most. `since` is when a feed without items began: with the oldest release.
    """

    title: str
    folder: str
    page: str
    description: str
    language: str
    items: tuple[FeedItem, ...] = ()
    author: str = ""
    hub: str = ""
    stylesheet: str = ""
    icon: str = ""
    note: bool = False
    size: int = 0
    since: str = ""


def plan_feeds(view: Value, path: Value, items: Cards, formats: Value, name: Value) -> Iterator[Target]:
    """The feeds of a list; `name` is what the wire calls it, empty where it has no list there."""
    slice_ = items.all()
    about = origin("feed", path.it)
    for format_ in formats.it:
        yield page(path.it + FEED_FILES[format_], KINDS[format_], view.it.language, view, slice_, about=about)
    if name.it:
        about = origin("wire", path.it)
        yield page(path.it + WIRE_FILES["ninjs"], "wire-list", view.it.language, view, slice_, name, about=about)


def plan_notes(view: Value, path: Value, notes: Group, formats: Value) -> Iterator[Target]:
    """The feeds of what was corrected or withdrawn after publication (Pedoman Pemberitaan Media Siber 4d, 5b)."""
    about = origin("feed", path.it)
    for format_ in formats.it:
        yield page(path.it + FEED_FILES[format_], KINDS[format_], view.it.language, view, notes, about=about)


def add_feeds(families: Families, site: Site, edition: Edition, theme: ThemeFacts, icon: str) -> None:
    """The families of an edition's feeds; one without releases has none. `icon` is the URL of the newsroom's icon."""
    language = edition.language
    if not edition.first:
        return
    settings = site.settings.in_language(language)
    formats = given(settings.feed_formats)
    on_wire = "ninjs" in settings.wire
    kinds = (*[KINDS[each] for each in settings.feed_formats], *(["wire-list"] if on_wire else []))
    offered = [
        each for path, each in sorted(edition.lists.items()) if path != EVERYTHING and offers_feed(site, each.term)
    ]
    found = [(each.term.path, f"{each.term.name} – {settings.title}", each.term.name, each) for each in offered]
    if HOME in settings.feeds:
        everything = edition.lists.get(EVERYTHING, NOTHING_LISTED)
        found.append((site.addresses.home(language), settings.title, settings.title, everything))
    for path, title, name, listed in found:
        items = newest(listed, settings.feed_size, ITEM)
        shown = _view(site, edition, path, title, theme, icon)
        view = given(shown if items.count else msgspec.structs.replace(shown, since=edition.first))
        inputs = (view, given(path), items, formats, given(name if on_wire else ""))
        families.add(f"feeds {language} {path}", plan_feeds, *inputs, kinds=kinds, language=language)
    if CORRECTIONS in settings.feeds:
        path = site.addresses.corrections(language)
        shown = _view(site, edition, path, settings.title, theme, icon)
        notes = notes_of(edition)
        since = "" if notes.members else edition.first
        noted = given(msgspec.structs.replace(shown, note=True, size=settings.feed_size, since=since))
        parts = (noted, given(path), notes, formats)
        families.add(f"feeds {language} {path}", plan_notes, *parts, kinds=kinds, language=language)


def _view(site: Site, edition: Edition, path: str, title: str, theme: ThemeFacts, icon: str) -> FeedView:
    settings, address = site.settings.in_language(edition.language), site.addresses.absolute(path)
    style = theme.assets.get(STYLESHEET)
    return FeedView(
        title=title,
        folder=address,
        page=address,
        description=settings.description or settings.tagline or settings.title,
        language=edition.language,
        author=settings.title,
        hub=settings.hub,
        stylesheet=site.addresses.url(f"/{style}") if style else "",
        icon=site.addresses.origin + icon if icon else "",
    )
