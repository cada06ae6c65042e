"""Turns listings into feeds, and everything that is public into sitemaps cut by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from warta.dates import Moment
from warta.newsroom.listings import MONTH, YEAR
from warta.newsroom.model import Edition, Entry, Listing, Site
from warta.plan.present import Presenter, summary, updated
from warta.plan.targets import FEED, SITEMAP, Target
from warta.plan.views import FeedItem, FeedView, Image, Location, SitemapView


def plan_feed(site: Site, edition: Edition, listing: Listing | None, presenter: Presenter) -> Target:
    """The feed of a listing, or of all releases."""
    entries = edition.stream if listing is None else listing.entries
    path = edition.prefix + "/" if listing is None else listing.term.path
    title = site.config.title if listing is None else f"{listing.term.name} – {site.config.title}"
    view = FeedView(
        title=title,
        url=presenter.absolute(path + "feed.xml"),
        page=presenter.absolute(path),
        description=site.config.description or site.config.tagline or site.config.title,
        language=edition.language,
        items=tuple(_item(site, entry, presenter) for entry in entries[: site.config.feed_size]),
    )
    return Target(path.lstrip("/") + "feed.xml", FEED, edition.language, view, f"the feed of {path}")


def _item(site: Site, entry: Entry, presenter: Presenter) -> FeedItem:
    release = entry.release
    image = presenter.image(release.image, entry.files)
    return FeedItem(
        title=release.title,
        url=presenter.absolute(entry.path),
        date=release.date,
        summary=summary(entry),
        body=presenter.absolute_body(presenter.body(release, entry.targets)),
        authors=release.authors or ((release.byline,) if release.byline else ()),
        categories=tuple(term.name for term in (*entry.categories, *entry.tags)),
        image=Image(site.config.origin + image.src, image.alt, image.caption, image.credit) if image else None,
    )


def plan_sitemaps(site: Site, presenter: Presenter) -> Iterator[Target]:
    """One sitemap for each year's releases, one for lists and pages, and the index of them all."""
    years: dict[int, list[Entry]] = {}
    for edition in site.editions:
        for entry in edition.entries:
            years.setdefault(entry.release.date.at.year, []).append(entry)
    files: dict[str, Iterable[Location]] = {}
    for year in sorted(years):
        name = f"sitemap-{year:04d}.xml"
        target = presenter.once(name, (tuple(years[year]),), partial(_year, site, name, years[year], presenter))
        if isinstance(target.view, SitemapView):
            files[name] = target.view.locations
        yield target
    pages = files["sitemap-pages.xml"] = sorted(_pages(site, presenter), key=lambda each: each.url)
    yield _sitemap(site, "sitemap-pages.xml", pages)
    yield _sitemap(
        site,
        "sitemap.xml",
        [Location(presenter.absolute(f"/{name}"), _latest(files[name])) for name in files],
        index=True,
    )


def _year(site: Site, name: str, entries: Iterable[Entry], presenter: Presenter) -> Target:
    found = [Location(presenter.absolute(each.path), updated(each) or each.release.date) for each in entries]
    return _sitemap(site, name, sorted(found, key=lambda each: each.url))


def _sitemap(site: Site, name: str, locations: Iterable[Location], *, index: bool = False) -> Target:
    return Target(name, SITEMAP, site.config.language, SitemapView(tuple(locations), index), name)


def _latest(locations: Iterable[Location]) -> Moment | None:
    return max((each.changed for each in locations if each.changed), key=lambda moment: moment.at, default=None)


def _pages(site: Site, presenter: Presenter) -> Iterator[Location]:
    for edition in site.editions:
        newest = edition.entries[0].release.date if edition.entries else None
        yield Location(presenter.absolute(edition.prefix + "/"), newest)
        for page in edition.pages:
            yield Location(presenter.absolute(page.path))
        for listing in edition.listings:
            kind = "archive" if listing.term.kind in (YEAR, MONTH) else listing.term.kind
            if kind in site.config.listings and listing.entries:
                yield Location(presenter.absolute(listing.term.path), listing.entries[0].release.date)
