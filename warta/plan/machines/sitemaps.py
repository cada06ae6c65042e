"""Turns everything that is public into sitemaps: one a year, one of lists and pages, one of the last two days' news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec

from warta.content.heads import date_of
from warta.digests import Group, Value, given, group
from warta.memo import Memo
from warta.newsroom.addresses import NEWS, PAGES_SITEMAP, SITEMAP, Addresses, year_sitemap
from warta.newsroom.facets import PLACE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import EVERYTHING, Ref
from warta.newsroom.placed import Row
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import ARCHIVE, MONTH, YEAR
from warta.newsroom.twins import Twin
from warta.newsroom.views import Location
from warta.plan.families import Families
from warta.plan.targets import Target, page

# sitemaps.org: 50,000 addresses and 50 MB a file; below both, since sizes here are estimates
MOST_ADDRESSES = 40_000
MOST_BYTES = 40_000_000
# Google: 1,000 articles, of the last two days, in the news sitemap
MOST_NEWS = 1_000
NEWS_AGE = dt.timedelta(days=2)

Item = TypeVar("Item")


class NewsItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release in the news sitemap; its date as ISO 8601 writes it."""

    url: str
    title: str
    date: str
    language: str


class NewsView(msgspec.Struct, frozen=True, gc=False):
    """The sitemap of the newest releases; `name` is the newsroom's."""

    name: str
    items: tuple[NewsItem, ...]


def plan_year(year: Value, shards: Group, language: Value) -> Iterator[Target]:
    """The sitemaps of a year's releases, in every language: mostly one."""
    for number, part in enumerate(_parts(shards), 1):
        path = year_sitemap(year.it, number)
        refs = group([Ref(PLACE, linked, at) for linked, at, _ in part])
        yield page(path, "sitemap", language.it, refs, about=path.lstrip("/"))


def year_files(year: Value, shards: Group) -> tuple[tuple[str, str], ...]:
    """The addresses of a year's sitemaps, each with when what it shows last changed (ISO 8601)."""
    found = []
    for number, part in enumerate(_parts(shards), 1):
        moments = [linked.changed[at] for linked, at, _ in part]
        last, at, _ = part[-1]
        moments.append(last.dates[at])
        found.append((year_sitemap(year.it, number), max(moments, key=lambda each: each[0])[1]))
    return tuple(found)


_Placed = tuple[Linked, int, Row]


def _parts(shards: Group) -> Iterator[tuple[_Placed, ...]]:
    rows = [(each.it, at, row) for each in shards.members for at, row in enumerate(each.it.rows)]
    rows.sort(key=lambda each: (each[2].head.at, each[2].where.path))
    return split(rows, lambda each: _weight(each[2]))


def split(
    items: Iterable[Item], weigh: Callable[[Item], int], most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> Iterator[tuple[Item, ...]]:
    """`items` in parts of at most `most`, and of `most_bytes` as `weigh` says of each, the first ones filled first.

    Nothing in a full part moves when more comes at the end.
    """
    part: list[Item] = []
    size = 0
    for each in items:
        weight = weigh(each)
        if part and (len(part) >= most or size + weight > most_bytes):
            yield tuple(part)
            part, size = [], 0
        part.append(each)
        size += weight
    if part:
        yield tuple(part)


def _weight(row: Row) -> int:
    """About how many bytes a release takes, rather too many than too few: a character of an address is up to nine."""
    path = row.where.path
    address = 200 + (1 if path.isascii() else 9) * len(path)
    names = [
        *row.files,
        *([row.head.files.image.text] if row.cover and row.head.files and row.head.files.image else []),
    ]
    if not row.twins and not names:
        return address
    return address * (1 + len(row.twins)) + sum(address + 9 * len(name) for name in names)


def plan_locations(path: Value, kind: Value, locations: Value, language: Value) -> Iterator[Target]:
    """A sitemap of these locations, or the index of sitemaps."""
    yield page(path.it, kind.it, language.it, locations, about=path.it.lstrip("/"))


def plan_news(view: Value, language: Value) -> Iterator[Target]:
    """The sitemap of the newest releases."""
    yield page(NEWS, "news", language.it, view, about=NEWS.lstrip("/"))


def add_sitemaps(families: Families, site: Site, now: dt.datetime, memo: Memo) -> None:
    """The families of each year's sitemap, of that of lists and pages, of the news at `now`, and of their index."""
    addresses, language = site.addresses, given(site.settings.language)
    years: dict[int, list[Value]] = {}
    for edition in site.editions:
        for linked in edition.shards:
            years.setdefault(linked.year, []).append(Value(linked.digest, linked))
    index = []
    for year, shards in sorted(years.items()):
        named, every = given(f"{year:04d}"), group(shards)
        families.add(f"sitemap {year}", plan_year, named, every, language, kinds=("sitemap",), language=language.it)
        for path, at in memo(year, year_files, named, every):
            index.append(Location(addresses.absolute(path), at))
    pages = tuple(sorted(_pages(site), key=lambda each: each.url))
    inputs = (given(PAGES_SITEMAP), given("sitemap"), given(pages), language)
    families.add("sitemap pages", plan_locations, *inputs, kinds=("sitemap",), language=language.it)
    index.append(Location(addresses.absolute(PAGES_SITEMAP), ""))
    news = sorted(newest_releases(site, now), key=lambda row: (row.head.at, row.where.path), reverse=True)
    items = tuple(
        NewsItem(each.where.absolute, each.head.title, date_of(each.head), each.where.language) for each in news
    )
    view = given(NewsView(site.settings.title, items[:MOST_NEWS]))
    families.add("sitemap news", plan_news, view, language, kinds=("news",), language=language.it)
    index.append(Location(addresses.absolute(NEWS), items[0].date if items else ""))
    inputs = (given(SITEMAP), given("sitemap-index"), given(tuple(index)), language)
    families.add("sitemaps", plan_locations, *inputs, kinds=("sitemap-index",), language=language.it)


def news_until(site: Site, now: dt.datetime) -> dt.datetime | None:
    """When the first of the news at `now` is too old to be news; None when there is none."""
    oldest = min((row.head.at for row in newest_releases(site, now)), default=None)
    return None if oldest is None else dt.datetime.fromtimestamp(oldest, dt.UTC) + NEWS_AGE


def newest_releases(site: Site, now: dt.datetime) -> Iterator[Row]:
    """What is not older than two days, and no advertisement (Google News policies: sponsored content)."""
    since, until = (now - NEWS_AGE).timestamp(), now.timestamp()
    for edition in site.editions:
        for linked in edition.shards:
            if linked.newest > since:
                yield from (row for row in linked.rows if since < row.head.at <= until and not row.head.sponsored)


def _pages(site: Site) -> Iterator[Location]:
    addresses = site.addresses
    homes = [(each, addresses.absolute(addresses.home(each))) for each in site.settings.languages]
    homes = homes if len(homes) > 1 else []
    for edition in site.editions:
        yield Location(addresses.absolute(addresses.home(edition.language)), "", (), tuple(homes))
        for entry in edition.pages:
            yield Location(addresses.absolute(entry.path), "", (), _twins(entry.twins, addresses))
        yield from _press(site, edition.language)
        yield from _lists(site, edition)


def _press(site: Site, language: str) -> Iterator[Location]:
    """The pages for the press that there are."""
    settings, addresses = site.settings, site.addresses
    if settings.press_home:
        yield Location(addresses.absolute(addresses.press(language)))
    if settings.subscribe:
        yield Location(addresses.absolute(addresses.subscribe(language)))


def _twins(twins: tuple[Twin, ...], addresses: Addresses) -> tuple[tuple[str, str], ...]:
    return tuple((each.language, addresses.origin + each.url) for each in twins)


def _lists(site: Site, edition: Edition) -> Iterator[Location]:
    """The lists, without when they changed: their news stand in the other sitemaps, each with its time."""
    for path, listed in edition.lists.items():
        kind = ARCHIVE if listed.term.kind in (YEAR, MONTH) else listed.term.kind
        if path != EVERYTHING and kind in site.settings.listings and listed.count:
            yield Location(site.addresses.absolute(path), "")
