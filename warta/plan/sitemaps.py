"""Turns everything that is public into sitemaps: one a year, one of lists and pages, one of the last two days' news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

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
    files: dict[str, list[Location]] = {}
    for year, locations in sorted(_years(site, presenter).items()):
        for number, part in enumerate(split(locations), 1):
            files[f"sitemap-{year}.xml" if number == 1 else f"sitemap-{year}-{number}.xml"] = part
    files[PAGES_FILE] = sorted(_pages(site, presenter), key=lambda each: each.url)
    news = [entry for edition in site.editions for entry in edition.entries if _is_news(entry, now)]
    news.sort(key=lambda entry: (entry.release.date.at, entry.path), reverse=True)
    view = NewsView(site.config.title, tuple([_news(entry, presenter) for entry in news[:MOST_NEWS]]))
    index = [Location(presenter.absolute(f"/{name}"), _latest(files[name])) for name in files]
    index.append(Location(presenter.absolute(f"/{NEWS_FILE}"), news[0].release.date if news else None))
    language = site.config.language
    for name, found in files.items():
        yield Target(name, SITEMAP, language, SitemapView(tuple(found)), name)
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


def _years(site: Site, presenter: Presenter) -> dict[str, list[Location]]:
    """The releases by year, the oldest first."""
    years: dict[str, list[tuple[dt.datetime, Location]]] = {}
    for edition in site.editions:
        for entry in edition.entries:
            date = entry.release.date
            location = Location(
                presenter.absolute(entry.path),
                updated(entry) or date,
                _images(entry, presenter),
                _twins(entry.twins, presenter),
            )
            years.setdefault(f"{date.at.year:04d}", []).append((date.at, location))
    return {
        year: [location for _, location in sorted(dated, key=lambda each: (each[0], each[1].url))]
        for year, dated in years.items()
    }


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


def _latest(locations: Iterable[Location]) -> Moment | None:
    return max((each.changed for each in locations if each.changed), key=lambda moment: moment.at, default=None)


def _pages(site: Site, presenter: Presenter) -> Iterator[Location]:
    homes = [(edition.language, presenter.absolute(edition.prefix + "/")) for edition in site.editions]
    homes = homes if len(homes) > 1 else []
    most = 2 * site.config.page_size
    for edition in site.editions:
        newest = _changed(edition.entries[:most])
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
