"""Turns what is offered to machines into its index, robots.txt and security.txt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set

import msgspec

from warta.digests import Value, given
from warta.newsroom.addresses import (
    API,
    FEED_FILES,
    NEWS,
    ROBOTS,
    SECURITY,
    SITEMAP,
    STATIC,
    WIRE_FILES,
    press_files,
)
from warta.newsroom.site import Site
from warta.newsroom.terms import HOME, ORGANIZATION, REGION, Term
from warta.plan.families import Families
from warta.plan.origins import origin
from warta.plan.targets import Target, page


class ApiList(msgspec.Struct, frozen=True, gc=False):
    """A list in the index: its kind, language, name, address, and the region's code where it is a region's."""

    kind: str
    language: str
    name: str
    url: str
    code: str = ""


class ApiView(msgspec.Struct, frozen=True, gc=False):
    """The index of everything that is offered to machines (docs/api.md)."""

    title: str
    url: str
    publisher: str
    languages: tuple[str, ...]
    lists: tuple[ApiList, ...]
    feed_files: dict[str, str]
    release_files: dict[str, str]
    sitemaps: tuple[str, ...]
    hub: str = ""


def has_feed(site: Site, kind: str) -> bool:
    """Whether lists of this kind are offered as feeds."""
    return kind in site.settings.feeds and kind in site.settings.listings


def offers_feed(site: Site, term: Term) -> bool:
    """Whether the list of a term has feeds of its own. One that holds all that the newsroom publishes has none, where
    home has: that of its only office, of its own region and of those above. Their feeds are those of home.
    """
    return has_feed(site, term.kind) and not (HOME in site.settings.feeds and _holds_all(site, term))


def _holds_all(site: Site, term: Term) -> bool:
    if term.kind == REGION:
        return f"{site.settings.region}.".startswith(f"{term.code}.")
    return term.kind == ORGANIZATION and len(site.offices) == 1


def former_feeds(site: Site) -> Iterator[tuple[str, str]]:
    """The addresses of feeds that lists had before which have those of home, with these."""
    names = [FEED_FILES[each] for each in site.settings.feed_formats]
    names += [WIRE_FILES["ninjs"]] if "ninjs" in site.settings.wire else []
    for edition in site.editions if HOME in site.settings.feeds else ():
        home = site.addresses.home(edition.language)
        for path, listed in sorted(edition.lists.items()):
            if has_feed(site, listed.term.kind) and _holds_all(site, listed.term):
                yield from ((path + name, home + name) for name in names)


def api_lists(site: Site) -> tuple[ApiList, ...]:
    """Every list that is offered as a feed, with home first, then by kind and key."""
    found = []
    for edition in site.editions:
        if not edition.first:
            continue
        if HOME in site.settings.feeds:
            url = site.addresses.absolute(site.addresses.home(edition.language))
            found.append(ApiList(HOME, edition.language, site.settings.in_language(edition.language).title, url))
        terms = [each.term for each in edition.lists.values() if offers_feed(site, each.term)]
        for term in sorted(terms, key=lambda each: (each.kind, each.key)):
            url = site.addresses.absolute(term.path)
            found.append(ApiList(term.kind, edition.language, term.name, url, term.code))
    return tuple(found)


def plan_api(view: Value, language: Value) -> Iterator[Target]:
    """The index of everything that machines are offered. It knows lists, but no release."""
    yield page(API, "api", language.it, view, about=origin("api"))


def plan_robots(sitemap: Value, language: Value) -> Iterator[Target]:
    """robots.txt (RFC 9309): everything may be read."""
    yield page(ROBOTS, "robots", language.it, sitemap, about="robots.txt")


def plan_text(path: Value, text: Value, language: Value) -> Iterator[Target]:
    """A file that holds this text."""
    yield page(path.it, "text", language.it, text, about=path.it.rpartition("/")[2])


def add_api(families: Families, site: Site, lists: tuple[ApiList, ...], now: dt.datetime, static: Set[str]) -> None:
    """The families of what tells machines where to look. What static/ holds takes the place of what is made."""
    settings, addresses, language = site.settings, site.addresses, given(site.settings.language)
    view = ApiView(
        title=settings.title,
        url=addresses.absolute("/"),
        publisher=settings.publisher,
        languages=settings.languages,
        lists=lists,
        feed_files={each: FEED_FILES[each] for each in settings.feed_formats},
        release_files={each: WIRE_FILES[each] for each in settings.wire} | press_files(settings),
        sitemaps=(addresses.absolute(SITEMAP), addresses.absolute(NEWS)),
        hub=settings.hub,
    )
    families.add("api", plan_api, given(view), language, kinds=("api",), language=language.it)
    sitemap = given(addresses.absolute(SITEMAP))
    if STATIC + ROBOTS.lstrip("/") not in static:
        families.add("robots", plan_robots, sitemap, language, kinds=("robots",), language=language.it)
    security = _security(site, now)
    if security and STATIC + SECURITY.lstrip("/") not in static:
        inputs = (given(SECURITY), given(security), language)
        families.add("security", plan_text, *inputs, kinds=("text",), language=language.it)


def _security(site: Site, now: dt.datetime) -> str:
    """/.well-known/security.txt (RFC 9116), where there is somebody to write to."""
    office = site.offices[site.main_office].view if site.main_office in site.offices else None
    contact = site.settings.security_contact or (f"mailto:{office.email}" if office and office.email else "")
    if not contact:
        return ""
    lines = [
        f"Contact: {contact}",
        f"Expires: {expiry(now):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(site.settings.languages)}",
        f"Canonical: {site.addresses.absolute(SECURITY)}",
    ]
    return "\n".join(lines) + "\n"


def expiry(now: dt.datetime) -> dt.datetime:
    """The end of the half-year after that of `now`, so that the file changes twice a year (RFC 9116, 2.5.5)."""
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year + 1, 1 if utc.month <= 6 else 7, 1, tzinfo=dt.UTC)


def security_until(now: dt.datetime) -> dt.datetime:
    """When the next half-year begins, and another date stands in security.txt."""
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year + (utc.month > 6), 7 if utc.month <= 6 else 1, 1, tzinfo=dt.UTC)
