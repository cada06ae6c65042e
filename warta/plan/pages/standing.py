"""Turns standing pages, corrections and what stands outside the flow of news into pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import msgspec

from warta.dates import Moment
from warta.digests import Group, Value, given, group
from warta.newsroom.addresses import API, FEED_FILES, NEWS, SITEMAP, STATIC, WIRE_FILES
from warta.newsroom.facets import NOTE
from warta.newsroom.lists import Ref
from warta.newsroom.site import Edition, PageEntry, Site
from warta.newsroom.views import Anchor, BodyRef, PageView, TwinLink
from warta.plan.families import Families
from warta.plan.frame import DATA_ROLE, data_url
from warta.plan.machines.api import ApiList
from warta.plan.origins import origin
from warta.plan.pages.lists import plan_view
from warta.plan.targets import Target, page
from warta.settings import Settings

CORRECTIONS = "corrections"


class CorrectedRelease(msgspec.Struct, frozen=True, gc=False):
    """One entry of the list of corrections: what was said of which release, and when.

    `kind` is correction, right-of-reply, clarification or withdrawal; `url` leads to the note on the release's page.
    """

    title: str
    url: str
    at: Moment
    kind: str
    text: str


class CorrectionsView(msgspec.Struct, frozen=True, gc=False):
    """The page of all corrections, rights of reply, clarifications and withdrawals, newest first."""

    url: str
    language: str
    notes: tuple[CorrectedRelease, ...] = ()
    notes_feed: str = ""
    twins: tuple[TwinLink, ...] = ()


class NotFoundView(msgspec.Struct, frozen=True, gc=False):
    """The page for an address where nothing is."""

    url: str
    language: str


class DataView(msgspec.Struct, frozen=True, gc=False):
    """What is offered to machines: `lists` are the listings with a feed, in the order of their kinds (see `Anchor`).

    `files` maps what there is (`rss`, `atom`, `json`, `ninjs`, `text`) to the file beside a list or release.
    """

    url: str
    language: str
    lists: tuple[Anchor, ...]
    files: dict[str, str]
    corrections: str = ""
    sitemap: str = ""
    news: str = ""
    api: str = ""
    hub: str = ""
    twins: tuple[TwinLink, ...] = ()


def plan_pages(pages: Value, about: Value) -> Iterator[Target]:
    """The standing pages of an edition: address and view of each."""
    for (path, view), source in zip(pages.it, about.it, strict=True):
        yield page(path, "page", view.language, given(view), about=f"content/{source}")


def plan_corrections(view: Value, path: Value, notes: Group) -> Iterator[Target]:
    """The page of what was corrected or withdrawn (Pedoman Pemberitaan Media Siber 4b, 5b). It is there before
    anything was, so that every page can link to it.
    """
    yield page(path.it, "corrections", view.it.language, view, notes, about=origin("corrections"))


def add_standing(families: Families, site: Site, edition: Edition, lists: Iterable[ApiList], static: Set[str]) -> None:
    """The families of an edition's standing pages. A page for what is missing in static/ takes the place of ours."""
    language, addresses = edition.language, site.addresses
    pages = given(tuple((entry.path, _page(entry)) for entry in edition.pages))
    about = given(tuple(entry.page.source for entry in edition.pages))
    families.add(f"pages {language}", plan_pages, pages, about, kinds=("page",), language=language)
    path = addresses.corrections(language)
    view = given(_corrections(site, edition))
    families.add(
        f"corrections {language}",
        plan_corrections,
        view,
        given(path),
        notes_of(edition),
        kinds=("corrections",),
        language=language,
    )
    path = addresses.not_found(language)
    if STATIC + path.lstrip("/") not in static:
        missing = given(NotFoundView(addresses.url(path), language))
        inputs = (missing, given("not-found"), given(path), given(path.lstrip("/")))
        families.add(f"not-found {language}", plan_view, *inputs, kinds=("not-found",), language=language)
    if not any(entry.page.role == DATA_ROLE for entry in edition.pages):
        data = given(_data(site, edition, lists))
        inputs = (data, given("data"), given(addresses.data(language)), given(origin("data")))
        families.add(f"data {language}", plan_view, *inputs, kinds=("data",), language=language)


def notes_of(edition: Edition) -> Group:
    """What was said of releases after they were published, as one input."""
    return group([Ref(NOTE, linked, at) for linked in edition.every for at in linked.corrected])


def _page(entry: PageEntry) -> PageView:
    written = entry.page
    return PageView(
        title=written.title,
        url=entry.url,
        language=entry.language,
        body=BodyRef(written.body.digest, entry.answer.targets),
        summary=written.summary or written.body.lead,
        role=written.role,
        twins=tuple(TwinLink(each.language, each.title, each.url, each.path == entry.path) for each in entry.twins),
    )


def _corrections(site: Site, edition: Edition) -> CorrectionsView:
    settings, addresses = site.settings, site.addresses
    path = addresses.corrections(edition.language)
    has_feed = CORRECTIONS in settings.feeds and settings.feed_formats and edition.first
    return CorrectionsView(
        url=addresses.url(path),
        language=edition.language,
        notes_feed=addresses.url(path + FEED_FILES[settings.feed_formats[0]]) if has_feed else "",
        twins=in_all(
            settings, {each: addresses.url(addresses.corrections(each)) for each in settings.languages}, edition
        ),
    )


def _data(site: Site, edition: Edition, lists: Iterable[ApiList]) -> DataView:
    settings, addresses = site.settings, site.addresses
    url = addresses.url
    has_feed = CORRECTIONS in settings.feeds and settings.feed_formats and edition.first
    notes = addresses.corrections(edition.language) if has_feed else ""
    return DataView(
        url=data_url(site, edition),
        language=edition.language,
        lists=tuple(
            Anchor(each.name, each.url.removeprefix(addresses.origin), each.code)
            for each in lists
            if each.language == edition.language
        ),
        files={name: FEED_FILES[name] for name in settings.feed_formats}
        | {name: WIRE_FILES[name] for name in settings.wire},
        corrections=url(notes) if notes else "",
        sitemap=url(SITEMAP),
        news=url(NEWS),
        api=url(API),
        hub=settings.hub,
        twins=in_all(settings, {each.language: data_url(site, each) for each in site.editions}, edition),
    )


def in_all(settings: Settings, urls: dict[str, str], edition: Edition) -> tuple[TwinLink, ...]:
    """The same page in every language, where there are several."""
    if len(urls) < 2:
        return ()
    return tuple(
        TwinLink(each, settings.in_language(each).title, url, each == edition.language) for each, url in urls.items()
    )
