"""Turns releases and lists into the targets of the free wire: ninjs 3.1, plain text, and the index of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial

from warta.newsroom.model import Edition, Entry, Site
from warta.plan.data_views import ApiList, ApiView, FeedView, WireListView, WireView
from warta.plan.names import API_FILE, FEED_FILES, NEWS_FILE, SITEMAP_FILE, WIRE_FILES
from warta.plan.pages import index_file
from warta.plan.present import Presenter
from warta.plan.targets import API, NINJS, WIRE_LIST, WIRE_TEXT, Target
from warta.plan.views import ReleaseView

_KINDS = {"ninjs": NINJS, "text": WIRE_TEXT}
# https://schema.org properties by the role of the standing page that shows the policy (ninjs: trustIndicators)
_POLICIES = {
    "masthead": "https://schema.org/masthead",
    "guidelines": "https://schema.org/publishingPrinciples",
    "about": "https://schema.org/about",
}


def plan_wire(site: Site, edition: Edition, releases: Iterable[Target], presenter: Presenter) -> Iterator[Target]:
    """The wire's files of each release of an edition, whose pages are `releases`. Hidden and shown as they are."""
    kinds = [(_KINDS[format_], WIRE_FILES[format_]) for format_ in site.config.wire]
    if not kinds:
        return
    by_path = {index_file(entry.path): entry for entry in (*edition.entries, *edition.unlisted)}
    policies = _policies(edition, presenter)
    for page in releases:
        entry, folder = by_path[page.path], page.path.removesuffix("index.html")
        mark = presenter.mark((policies, presenter.identity(entry)), (entry,))
        make = cache(partial(_wire, site, entry, page, policies, presenter))  # one view for all files
        for kind, name in kinds:
            yield Target(folder + name, kind, entry.language, make, page.about, mark)


def _policies(edition: Edition, presenter: Presenter) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (_POLICIES[entry.page.role], entry.page.title, presenter.absolute(entry.path))
        for entry in edition.pages
        if entry.page.role in _POLICIES
    )


def _wire(
    site: Site, entry: Entry, page: Target, policies: tuple[tuple[str, str, str], ...], presenter: Presenter
) -> WireView:
    view, release = page.view, entry.release
    assert isinstance(view, ReleaseView)
    opened = release.date
    if release.embargo is not None and release.embargo.at > opened.at:
        opened = release.embargo
    return WireView(
        id=presenter.identity(entry),
        url=presenter.absolute(entry.path),
        title=view.title,
        language=view.language,
        date=view.date,
        opened=opened,
        version=1 + len(view.corrections) + bool(view.withdrawn),
        publisher=site.config.title,
        body=presenter.absolute_body(view.body),
        summary=view.summary,
        updated=view.updated,
        dateline=view.dateline,
        byline=view.byline or ", ".join(author.title for author in view.authors),
        number=view.number,
        notes=view.notes,
        categories=tuple(term.name for term in entry.categories),
        tags=tuple(term.name for term in entry.tags),
        places=tuple((term.code, term.name) for term in entry.region_tree),
        image=presenter.full(view.image) if view.image else None,
        gallery=tuple(presenter.full(image) for image in view.gallery),
        attachments=tuple((each.title, presenter.origin + each.url, each.size) for each in view.attachments),
        organization=view.office.name if view.office else "",
        organization_url=(view.office.website or presenter.origin + view.office.url) if view.office else "",
        contacts=view.contacts,
        corrections=view.corrections,
        withdrawn=view.withdrawn,
        unverified=view.unverified,
        sponsored=view.sponsored,
        ai=view.ai,
        policies=policies,
        text_url=presenter.absolute(entry.path + WIRE_FILES["text"]) if "text" in site.config.wire else "",
        twins=tuple((twin.language, presenter.absolute(twin.path)) for twin in entry.twins if twin.path != entry.path),
    )


def plan_wire_list(path: str, feed: FeedView, name: str) -> Target:
    """The wire's list of a listing: the items of its feed."""
    view = WireListView(feed, name)
    return Target(path.lstrip("/") + WIRE_FILES["ninjs"], WIRE_LIST, feed.language, view, f"the wire's list of {path}")


def plan_api(site: Site, presenter: Presenter, lists: tuple[ApiList, ...]) -> Target:
    """The index of everything that machines are offered. It knows lists, but no release."""
    config = site.config
    view = ApiView(
        title=config.title,
        url=presenter.absolute("/"),
        publisher=config.publisher,
        languages=config.languages,
        lists=lists,
        feed_files={each: FEED_FILES[each] for each in config.feed_formats},
        release_files={each: WIRE_FILES[each] for each in config.wire},
        sitemaps=(presenter.absolute(f"/{SITEMAP_FILE}"), presenter.absolute(f"/{NEWS_FILE}")),
        hub=config.hub,
    )
    return Target(API_FILE, API, config.language, view, "the index of the API")
