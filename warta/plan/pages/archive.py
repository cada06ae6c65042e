"""Turns an edition's years and months into the pages of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from warta.dates import Moment
from warta.digests import given
from warta.memo import Memo
from warta.newsroom.lists import Listed, cards_of
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import ARCHIVE, MONTH, YEAR
from warta.newsroom.views import Anchor, TwinLink
from warta.plan.families import Families
from warta.plan.origins import origin
from warta.plan.pages.jumps import at_least
from warta.plan.pages.lists import ListingView, ListSettings, add_list, list_twins, plan_view, twins_at


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    """A month in the archive; `url` is empty for one without releases. `more`: the count is the least that it has."""

    month: Moment
    url: str
    count: int
    more: bool = False


class YearCount(msgspec.Struct, frozen=True, gc=False):
    """A year in the archive. `months` are the counts of its twelve months, `spans` the months themselves; `more`: the
    count is the least that it has.
    """

    year: str
    url: str
    count: int
    months: tuple[int, ...] = ()
    spans: tuple[MonthCount, ...] = ()
    more: bool = False


class ArchiveView(msgspec.Struct, frozen=True, gc=False):
    """The archive: all years, newest first."""

    url: str
    language: str
    years: tuple[YearCount, ...]
    twins: tuple[TwinLink, ...] = ()


class YearView(msgspec.Struct, frozen=True, gc=False):
    """One year of the archive: its twelve months in order, and the years beside it that have releases."""

    url: str
    language: str
    year: str
    count: int
    months: tuple[MonthCount, ...]
    archive: Anchor
    newer: Anchor | None = None
    older: Anchor | None = None
    twins: tuple[TwinLink, ...] = ()
    more: bool = False


def add_archive(families: Families, site: Site, edition: Edition, memo: Memo) -> None:
    """The families of the list of years, of each year, and of the releases of each month."""
    if ARCHIVE not in site.settings.listings:
        return
    language, addresses = edition.language, site.addresses
    lists = edition.lists.values()
    years = sorted((each for each in lists if each.term.kind == YEAR), key=lambda each: each.term.key)
    months = {each.term.key: each for each in lists if each.term.kind == MONTH}
    path = addresses.archive(language)
    newest = max(months, default="")
    spans = {each.term.key: _months(each.term.key, months, newest) for each in years}
    counts = tuple(
        YearCount(each.term.key, each.term.url, count, tuple([month.count for month in of]), of, more)
        for each in reversed(years)
        for of in [spans[each.term.key]]
        for count, more in [_told(each.count, grows=newest.startswith(each.term.key))]
    )
    rest = addresses.archive(site.settings.language)
    twins = twins_at(site, edition, {each.language: rest for each in site.editions})
    view = ArchiveView(addresses.url(path), language, counts, twins)
    inputs = (given(view), given("archive"), given(path), given(origin("archive")))
    families.add(f"archive {language}", plan_view, *inputs, kinds=("archive",), language=language)
    for place, year in enumerate(years):
        older = years[place - 1] if place else None
        newer = years[place + 1] if place + 1 < len(years) else None
        made_year = _year(year, spans[year.term.key], language, Anchor("", addresses.url(path)), (older, newer))
        if newer is None:
            count, more = at_least(year.count)
            made_year = msgspec.structs.replace(made_year, count=count, more=more)
        shown = given(msgspec.structs.replace(made_year, twins=list_twins(site, edition, year.term.path)))
        about = given(origin("span", year.term.key))
        inputs = (shown, given("year"), given(year.term.path), about)
        families.add(f"year {language} {year.term.key}", plan_view, *inputs, kinds=("year",), language=language)
    made = ListSettings.of(site)
    for month in months.values():
        listing = _month(month, language, addresses.url(addresses.year(language, month.term.key[:4])))
        listing = msgspec.structs.replace(listing, twins=list_twins(site, edition, month.term.path))
        about_month = origin("span", month.term.key)
        add_list(families, (language, month.term.path), listing, cards_of(month), made, memo, about=about_month)


def _told(count: int, *, grows: bool) -> tuple[int, bool]:
    """How a count is told: those that still grow so that a new release seldom changes what is said."""
    return at_least(count) if grows else (count, False)


def _months(year: str, months: Mapping[str, Listed], newest: str) -> tuple[MonthCount, ...]:
    """The twelve months of a year."""

    def month(key: str) -> MonthCount:
        found = months.get(key)
        count, more = _told(found.count if found else 0, grows=key == newest)
        return MonthCount(first_of(key), found.term.url if found else "", count, more)

    return tuple([month(f"{year}-{number:02d}") for number in range(1, 13)])


def _year(
    year: Listed,
    months: tuple[MonthCount, ...],
    language: str,
    archive: Anchor,
    beside: tuple[Listed | None, Listed | None],
) -> YearView:
    def anchor(listed: Listed | None) -> Anchor | None:
        return None if listed is None else Anchor(listed.term.key, listed.term.url)

    return YearView(
        url=year.term.url,
        language=language,
        year=year.term.key,
        count=year.count,
        months=months,
        archive=archive,
        newer=anchor(beside[1]),
        older=anchor(beside[0]),
    )


def _month(month: Listed, language: str, year: str) -> ListingView:
    term = month.term
    return ListingView(
        title="",
        url=term.url,
        language=language,
        kind=MONTH,
        front=term.url,
        month=first_of(term.key),
        breadcrumb=(Anchor(term.key[:4], year),),
    )


def first_of(month: str) -> Moment:
    """The first day of a month written as 2026-11, in no particular zone (it is only named)."""
    year, number = month.split("-")
    return Moment(dt.datetime(int(year), int(number), 1, tzinfo=dt.UTC), timed=False)
