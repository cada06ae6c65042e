"""Turns what is offered to machines into the page that says so to people; and makes security.txt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from warta.newsroom.model import Edition, Site
from warta.plan.data_views import ApiList, TextView
from warta.plan.names import API_FILE, FEED_FILES, NEWS_FILE, SECURITY_FILE, SITEMAP_FILE, WIRE_FILES
from warta.plan.pages import index_file
from warta.plan.present import Presenter
from warta.plan.targets import DATA, TEXT, Target
from warta.plan.views import Anchor, DataView, TwinLink

ROLE = "data"


def data_path(site: Site, edition: Edition) -> str:
    """Where the page is: the standing page with the role `data`, if the newsroom has written one, else our own."""
    written = next((entry.path for entry in edition.pages if entry.page.role == ROLE), None)
    return written or f"{edition.prefix}/{site.config.paths.data}/"


def plan_data_page(site: Site, edition: Edition, lists: Iterable[ApiList], presenter: Presenter) -> Target | None:
    """The page of an edition, unless the newsroom has written one itself."""
    if any(entry.page.role == ROLE for entry in edition.pages):
        return None
    config, path = site.config, data_path(site, edition)
    corrections = f"{edition.prefix}/{config.paths.corrections}/" if "corrections" in config.feeds else ""
    view = DataView(
        url=presenter.url(path),
        language=edition.language,
        lists=tuple(
            Anchor(each.name, each.url.removeprefix(presenter.origin), each.code)
            for each in lists
            if each.language == edition.language
        ),
        files={name: FEED_FILES[name] for name in config.feed_formats}
        | {name: WIRE_FILES[name] for name in config.wire},
        corrections=presenter.url(corrections) if corrections and config.feed_formats else "",
        sitemap=presenter.url(f"/{SITEMAP_FILE}"),
        news=presenter.url(f"/{NEWS_FILE}"),
        api=presenter.url(f"/{API_FILE}"),
        hub=config.hub,
        twins=tuple(
            TwinLink(each.language, config.title, presenter.url(data_path(site, each)), each is edition)
            for each in site.editions
        )
        if len(site.editions) > 1
        else (),
    )
    return Target(index_file(path), DATA, edition.language, view, "the page of data for machines")


def plan_security(site: Site, presenter: Presenter, now: dt.datetime) -> Target | None:
    """/.well-known/security.txt (RFC 9116), where there is somebody to write to."""
    office = presenter.offices.get(site.main_office or "")
    contact = site.config.security_contact or (f"mailto:{office.email}" if office and office.email else "")
    if not contact:
        return None
    lines = [
        f"Contact: {contact}",
        f"Expires: {expiry(now):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(site.config.languages)}",
        f"Canonical: {presenter.absolute('/' + SECURITY_FILE)}",
    ]
    return Target(SECURITY_FILE, TEXT, site.config.language, TextView("\n".join(lines) + "\n"), "security.txt")


def expiry(now: dt.datetime) -> dt.datetime:
    """The end of the half-year after that of `now`, so that the file changes twice a year (RFC 9116, 2.5.5)."""
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year + 1, 1 if utc.month <= 6 else 7, 1, tzinfo=dt.UTC)


def security_until(now: dt.datetime) -> dt.datetime:
    """When the next half-year begins, and another date stands in security.txt."""
    utc = now.astimezone(dt.UTC)
    return dt.datetime(utc.year + (utc.month > 6), 7 if utc.month <= 6 else 1, 1, tzinfo=dt.UTC)
