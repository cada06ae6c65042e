"""Turns an edition's months and years into the targets of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from warta.dates import Moment
from warta.newsroom.listings import MONTH, YEAR, Slice, page_path
from warta.newsroom.model import Edition, Listing, Site
from warta.plan.listings import listing_pages
from warta.plan.pages import index_file
from warta.plan.present import Presenter
from warta.plan.targets import ARCHIVE, LISTING, Target
from warta.plan.targets import YEAR as YEAR_KIND
from warta.plan.views import Anchor, ArchiveView, ListingView, MonthCount, YearCount, YearView


def plan_archive(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    """The list of years, a page for each year, and the releases of each month."""
    years = sorted((each for each in edition.listings if each.term.kind == YEAR), key=lambda each: each.term.key)
    months = {each.term.key: each for each in edition.listings if each.term.kind == MONTH}
    path = f"{edition.prefix}/{site.config.paths.archive}/"
    counts = tuple(
        YearCount(each.term.key, presenter.url(each.term.path), len(each.entries), _by_month(each, months))
        for each in reversed(years)
    )
    view = ArchiveView(presenter.url(path), edition.language, counts)
    yield Target(index_file(path), ARCHIVE, edition.language, view, "the archive")
    for place, year in enumerate(years):
        older = years[place - 1] if place else None
        newer = years[place + 1] if place + 1 < len(years) else None
        yield _year(edition, year, months, Anchor("", presenter.url(path)), (older, newer), presenter)
    for month in months.values():
        yield from _month(site, edition, month, presenter)


def _by_month(year: Listing, months: dict[str, Listing]) -> tuple[int, ...]:
    keys = (f"{year.term.key}-{number:02d}" for number in range(1, 13))
    return tuple(len(months[key].entries) if key in months else 0 for key in keys)


def _year(
    edition: Edition,
    year: Listing,
    months: dict[str, Listing],
    archive: Anchor,
    beside: tuple[Listing | None, Listing | None],
    presenter: Presenter,
) -> Target:
    def anchor(listing: Listing | None) -> Anchor | None:
        return None if listing is None else Anchor(listing.term.key, presenter.url(listing.term.path))

    def month(number: int) -> MonthCount:
        key = f"{year.term.key}-{number:02d}"
        found = months.get(key)
        if found is None:
            return MonthCount(first_of(key), "", 0)
        return MonthCount(first_of(key), presenter.url(found.term.path), len(found.entries))

    view = YearView(
        url=presenter.url(year.term.path),
        language=edition.language,
        year=year.term.key,
        count=len(year.entries),
        months=tuple(month(number) for number in range(1, 13)),
        archive=archive,
        newer=anchor(beside[1]),
        older=anchor(beside[0]),
    )
    return Target(index_file(year.term.path), YEAR_KIND, edition.language, view, f"the archive of {year.term.key}")


def _month(site: Site, edition: Edition, month: Listing, presenter: Presenter) -> Iterator[Target]:
    term = month.term
    year = Anchor(term.key[:4], presenter.url(f"{edition.prefix}/{term.key[:4]}/"))

    def page(path: str, slice_: Slice, newer: str | None, older: str | None) -> ListingView:
        return ListingView(
            title="",
            url=presenter.url(path),
            language=edition.language,
            kind=MONTH,
            cards=presenter.cards(slice_.entries),
            number=slice_.number,
            front=presenter.url(term.path),
            newer=newer,
            older=older,
            month=first_of(term.key),
            breadcrumb=(year,),
        )

    for slice_, newer, older in listing_pages(site, term.path, month.entries, presenter):
        path = page_path(term.path, site.config.paths.page, slice_.number)
        mark = presenter.mark((term.key, newer, older, slice_.number), slice_.entries)
        make = partial(page, path, slice_, newer, older)
        yield Target(index_file(path), LISTING, edition.language, make, f"the archive of {term.key}", mark)


def first_of(month: str) -> Moment:
    """The first day of a month written as 2026-11, in no particular zone (it is only named)."""
    year, number = month.split("-")
    return Moment(dt.datetime(int(year), int(number), 1, tzinfo=dt.UTC), timed=False)
