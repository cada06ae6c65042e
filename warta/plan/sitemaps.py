"""Turns everything that is public into sitemaps: one a year, one of lists and pages, one of the last two days' news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, takewhile
from typing import TypeVar

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

Item = TypeVar("Item")


def plan_sitemaps(site: Site, presenter: Presenter, now: dt.datetime) -> Iterator[Target]:
    """The sitemaps of each year's releases, of lists and pages, of the news at `now`, and the index of them all."""
    language = site.config.language
    targets: list[Target] = []
    index: list[Location] = []
    for year, entries in sorted(_years(site).items()):
        for name, part in _files(year, entries):
            make = partial(_releases, part, presenter)
            targets.append(Target(name, SITEMAP, language, make, name, presenter.mark((), part)))
            index.append(Location(presenter.absolute(f"/{name}"), _changed(part)))
    pages = tuple(sorted(_pages(site, presenter), key=lambda each: each.url))
    targets.append(Target(PAGES_FILE, SITEMAP, language, SitemapView(pages), PAGES_FILE))
    index.append(Location(presenter.absolute(f"/{PAGES_FILE}"), _latest(each.changed for each in pages)))
    news = _newest(site, now)
    news.sort(key=lambda entry: (entry.release.date.at, entry.path), reverse=True)
    view = NewsView(site.config.title, tuple([_news(entry, presenter) for entry in news[:MOST_NEWS]]))
    index.append(Location(presenter.absolute(f"/{NEWS_FILE}"), news[0].release.date if news else None))
    yield from targets
    yield Target(NEWS_FILE, NEWS, language, view, NEWS_FILE)
    yield Target(SITEMAP_FILE, SITEMAP, language, SitemapView(tuple(index), index=True), SITEMAP_FILE)


def news_until(site: Site, now: dt.datetime) -> dt.datetime | None:
    """When the first of the news at `now` is too old to be news; None when there is none."""
    return min((entry.release.date.at + NEWS_AGE for entry in _newest(site, now)), default=None)


def split(
    items: Iterable[Item], weigh: Callable[[Item], int], most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> Iterator[tuple[Item, ...]]:
    """`items` in parts of at most `most`, and of `most_bytes` as `weigh` says of each, the first ones filled first.

    Nothing in a full part moves when more comes at the end.
    """
    every = list(items)
    weights = [weigh(each) for each in every]
    if every and len(every) <= most and sum(weights) <= most_bytes:
        yield tuple(every)
        return
    part: list[Item] = []
    size = 0
    for each, weight in zip(every, weights, strict=True):
        if part and (len(part) >= most or size + weight > most_bytes):
            yield tuple(part)
            part, size = [], 0
        part.append(each)
        size += weight
    if part:
        yield tuple(part)


def _years(site: Site) -> dict[int, tuple[Entry, ...]]:
    """The releases by year, the oldest first."""
    years: dict[int, list[Entry]] = {}
    for edition in site.editions:
        for entry in edition.entries:
            years.setdefault(entry.release.date.at.year, []).append(entry)
    return {
        year: tuple(sorted(entries, key=lambda each: (each.release.date.at.timestamp(), each.path)))
        for year, entries in years.items()
    }


def _files(year: int, entries: tuple[Entry, ...]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The files that a year's sitemap must be cut into, by name: mostly one."""
    for number, part in enumerate(split(entries, _weight), 1):
        yield f"sitemap-{year:04d}.xml" if number == 1 else f"sitemap-{year:04d}-{number}.xml", part


def _weight(entry: Entry) -> int:
    """About how many bytes an entry takes, rather too many than too few: a character of an address is up to nine."""
    address = 200 + (1 if entry.path.isascii() else 9) * len(entry.path)
    if not entry.twins and not entry.files:
        return address
    return address * (1 + len(entry.twins)) + sum(address + 9 * len(name) for name in entry.files)


def _releases(entries: tuple[Entry, ...], presenter: Presenter) -> SitemapView:
    return SitemapView(
        tuple(
            Location(
                presenter.absolute(entry.path),
                updated(entry) or entry.release.date,
                _images(entry, presenter),
                _twins(entry.twins, presenter),
            )
            for entry in entries
        )
    )


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


def _latest(moments: Iterable[Moment | None]) -> Moment | None:
    return max((each for each in moments if each), key=lambda moment: moment.at, default=None)


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


def _changed(entries: Sequence[Entry]) -> Moment | None:
    """When the newest of what a list shows came, or was corrected. The list is in the order of its dates."""
    ends = [each.release.date for each in (*entries[:1], *entries[-1:])]
    return _latest((*ends, *map(updated, entries)))


def _newest(site: Site, now: dt.datetime) -> list[Entry]:
    """What is not older than two days, and no advertisement (Google News policies: sponsored content)."""
    since = now - NEWS_AGE
    young = (takewhile(lambda entry: entry.release.date.at > since, edition.entries) for edition in site.editions)
    return [each for each in chain(*young) if each.release.date.at <= now and not each.release.sponsored]


def _news(entry: Entry, presenter: Presenter) -> NewsItem:
    return NewsItem(presenter.absolute(entry.path), entry.release.title, entry.release.date, entry.language)
