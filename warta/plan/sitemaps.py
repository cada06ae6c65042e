"""Turns everything that is public into sitemaps: one a year, one of lists and pages, one of the last two days' news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from warta.dates import Moment
from warta.newsroom.listings import MONTH, YEAR
from warta.newsroom.model import Edition, Entry, Site, Twin
from warta.plan.data_views import Location, NewsItem, NewsView, SitemapView
from warta.plan.names import NEWS_FILE, PAGES_FILE, SITEMAP_FILE
from warta.plan.pictures import full_address
from warta.plan.present import Presenter, updated
from warta.plan.targets import NEWS, SITEMAP, Target

# sitemaps.org: 50,000 addresses and 50 MB a file; below both, since sizes here are estimates
MOST_ADDRESSES = 40_000
MOST_BYTES = 40_000_000
# Google: 1,000 pictures an address; 1,000 articles, of the last two days, in the news sitemap
MOST_IMAGES = 1_000
MOST_NEWS = 1_000
NEWS_AGE = dt.timedelta(days=2)


def plan_sitemaps(site: Site, presenter: Presenter, now: dt.datetime) -> Iterator[Target]:
    """The sitemaps of each year's releases, of lists and pages, of the news at `now`, and the index of them all."""
    files: dict[str, Target] = {}
    for year, entries in sorted(_years(site).items()):
        name = f"sitemap-{year:04d}.xml"
        whole = presenter.once(name, (entries,), partial(_year, site, name, entries, presenter))
        files |= _split(whole)
    pages = tuple(sorted(_pages(site, presenter), key=lambda each: each.url))
    files[PAGES_FILE] = _sitemap(site, PAGES_FILE, pages)
    news = [entry for edition in site.editions for entry in edition.entries if _is_news(entry, now)]
    news.sort(key=lambda entry: (entry.release.date.at, entry.path), reverse=True)
    view = NewsView(site.config.title, tuple([_news(entry, presenter) for entry in news[:MOST_NEWS]]))
    index = [Location(presenter.absolute(f"/{name}"), _latest(files[name])) for name in files]
    index.append(Location(presenter.absolute(f"/{NEWS_FILE}"), news[0].release.date if news else None))
    language = site.config.language
    yield from files.values()
    yield Target(NEWS_FILE, NEWS, language, view, NEWS_FILE)
    yield Target(SITEMAP_FILE, SITEMAP, language, SitemapView(tuple(index), index=True), SITEMAP_FILE)


def news_until(site: Site, now: dt.datetime) -> dt.datetime | None:
    """When the first of the news at `now` is too old to be news; None when there is none."""
    ages = (
        entry.release.date.at + NEWS_AGE
        for edition in site.editions
        for entry in edition.entries
        if _is_news(entry, now)
    )
    return min(ages, default=None)


def split(
    locations: Sequence[Location], most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> Iterator[list[Location]]:
    """`locations` in files of at most `most` addresses and about `most_bytes` bytes, the first ones filled first.

    Nothing in a full file moves when more comes at the end.
    """
    part: list[Location] = []
    size = 0
    for each in locations:
        weight = 120 + len(each.url) + sum(60 + len(url) for url in each.images)
        weight += sum(80 + len(url) for _, url in each.twins)
        if part and (len(part) >= most or size + weight > most_bytes):
            yield part
            part, size = [], 0
        part.append(each)
        size += weight
    if part:
        yield part


def _years(site: Site) -> dict[int, tuple[Entry, ...]]:
    """The releases by year, the oldest first."""
    years: dict[int, list[Entry]] = {}
    for edition in site.editions:
        for entry in edition.entries:
            years.setdefault(entry.release.date.at.year, []).append(entry)
    return {
        year: tuple(sorted(entries, key=lambda each: (each.release.date.at, each.path)))
        for year, entries in years.items()
    }


def _year(site: Site, name: str, entries: Iterable[Entry], presenter: Presenter) -> Target:
    locations = tuple(
        Location(
            presenter.absolute(entry.path),
            updated(entry) or entry.release.date,
            _images(entry, presenter),
            _twins(entry.twins, presenter),
        )
        for entry in entries
    )
    return _sitemap(site, name, locations)


def _split(whole: Target) -> dict[str, Target]:
    """A sitemap as the files that it must be cut into, by name: mostly itself."""
    assert isinstance(whole.view, SitemapView)
    parts = list(split(whole.view.locations))
    if len(parts) == 1:
        return {whole.path: whole}
    stem = whole.path.removesuffix(".xml")
    names = [whole.path, *(f"{stem}-{number}.xml" for number in range(2, len(parts) + 1))]
    return {
        name: Target(name, SITEMAP, whole.language, SitemapView(tuple(part)), name)
        for name, part in zip(names, parts, strict=True)
    }


def _sitemap(site: Site, name: str, locations: tuple[Location, ...]) -> Target:
    return Target(name, SITEMAP, site.config.language, SitemapView(locations), name)


def _images(entry: Entry, presenter: Presenter) -> tuple[str, ...]:
    release = entry.release
    if release.image is None and not release.gallery:
        return ()
    pictures = ([release.image] if release.image else []) + list(release.gallery)
    images = presenter.images(pictures, entry.files)
    addresses = dict.fromkeys(presenter.origin + full_address(image) for image in images)
    return tuple(addresses)[:MOST_IMAGES]


def _twins(twins: tuple[Twin, ...], presenter: Presenter) -> tuple[tuple[str, str], ...]:
    return tuple((twin.language, presenter.absolute(twin.path)) for twin in twins) if twins else ()


def _latest(sitemap: Target) -> Moment | None:
    assert isinstance(sitemap.view, SitemapView)
    return max(
        (each.changed for each in sitemap.view.locations if each.changed), key=lambda moment: moment.at, default=None
    )


def _pages(site: Site, presenter: Presenter) -> Iterator[Location]:
    homes = [(edition.language, presenter.absolute(edition.prefix + "/")) for edition in site.editions]
    homes = homes if len(homes) > 1 else []
    most = 2 * site.config.page_size
    for edition in site.editions:
        newest = _changed(edition.stream[:most])
        yield Location(presenter.absolute(edition.prefix + "/"), newest, (), tuple(homes))
        for page in edition.pages:
            yield Location(presenter.absolute(page.path), None, (), _twins(page.twins, presenter))
        yield from _listings(site, edition, presenter)


def _listings(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Location]:
    most = 2 * site.config.page_size
    for listing in edition.listings:
        kind = "archive" if listing.term.kind in (YEAR, MONTH) else listing.term.kind
        if kind in site.config.listings and listing.entries:
            yield Location(presenter.absolute(listing.term.path), _changed(listing.entries[:most]))


def _changed(entries: Iterable[Entry]) -> Moment | None:
    """When the newest of what a list shows came or was corrected."""
    moments = (updated(entry) or entry.release.date for entry in entries)
    return max(moments, key=lambda moment: moment.at, default=None)


def _is_news(entry: Entry, now: dt.datetime) -> bool:
    """Not older than two days, and no advertisement (Google News policies: sponsored content)."""
    return now - NEWS_AGE < entry.release.date.at <= now and not entry.release.sponsored


def _news(entry: Entry, presenter: Presenter) -> NewsItem:
    return NewsItem(presenter.absolute(entry.path), entry.release.title, entry.release.date, entry.language)
