"""Proves the one rule of what is public: from the later of date and embargo until it expires, drafts never."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import at, moment, release
from warta.content.documents import Release
from warta.dates import Moment
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC, next_change, opens, visibility

START = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 6).map(lambda hours: Moment(START + dt.timedelta(hours=hours)))
RELEASES = st.builds(
    lambda date, embargo, expires, draft: release(date=date, embargo=embargo, expires=expires, draft=draft),
    MOMENTS,
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.booleans(),
)
TIMES = st.integers(-2, 16).map(lambda halves: START + dt.timedelta(minutes=30 * halves))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-19 23:59", EMBARGOED),
        ("2026-11-20 00:00", EMBARGOED),
        ("2026-11-24 13:59", EMBARGOED),
        ("2026-11-24 14:00", PUBLIC),
        ("2026-11-30 23:59", PUBLIC),
        ("2026-12-01 00:00", EXPIRED),
        ("2027-01-01", EXPIRED),
    ],
)
def test_a_release_on_its_timeline(now: str, state: str) -> None:
    """Hidden before its embargo ends, public at that very minute, hidden again at the minute it expires."""
    made = release(embargo=moment("2026-11-24 14:00"), expires=moment("2026-12-01 00:00"))
    assert visibility(made, at(now)) == state
    assert visibility(release(draft=True), at(now)) == DRAFT


def test_a_bare_date_opens_with_its_day_where_the_newsroom_is() -> None:
    """Midnight in Jakarta is five in the afternoon of the day before in UTC."""
    end = dt.datetime(2026, 11, 19, 17, 0, tzinfo=dt.UTC)
    assert visibility(release(), end - dt.timedelta(seconds=1)) == EMBARGOED
    assert visibility(release(), end) == PUBLIC


def test_an_embargo_before_the_date_does_not_open_early() -> None:
    """A release that is dated ahead waits for its date."""
    made = release(date=moment("2026-11-24"), embargo=moment("2026-11-20"))
    assert opens(made) == at("2026-11-24")


@given(RELEASES, TIMES)
def test_public_is_exactly_from_opening_to_expiry(made: Release, now: dt.datetime) -> None:
    """At every moment, for every release."""
    open_ = now >= made.date.at and (made.embargo is None or now >= made.embargo.at)
    over = made.expires is not None and now >= made.expires.at
    assert (visibility(made, now) == PUBLIC) == (not made.draft and open_ and not over)


@given(st.lists(RELEASES, max_size=4), TIMES)
def test_nothing_changes_by_itself_before_the_next_change(releases: list[Release], now: dt.datetime) -> None:
    """Between now and the next change every release stays as it is, and at it one differs."""

    def public(moment_: dt.datetime) -> list[bool]:
        return [visibility(each, moment_) == PUBLIC for each in releases]

    change = next_change(releases, now)
    later = (START + dt.timedelta(minutes=30 * halves) for halves in range(40))
    quiet = [moment_ for moment_ in later if moment_ > now and (change is None or moment_ < change)]
    assert all(public(moment_) == public(now) for moment_ in quiet)
    assert change is None or change > now


def test_the_next_change_is_the_first_of_all() -> None:
    """An embargo's end, a date ahead or an expiry, whichever comes first; drafts never change by themselves."""
    now = at("2026-11-24 12:00")
    ends = release(expires=moment("2026-11-30"))
    waits = release(embargo=moment("2026-11-25 08:00"))
    ahead = release(date=moment("2026-12-24"))
    assert next_change([ends, ahead, waits], now) == at("2026-11-25 08:00")
    assert next_change([ends, ahead], now) == at("2026-11-30")
    assert next_change([release(draft=True, embargo=moment("2026-11-25"))], now) is None
    assert next_change([release()], now) is None
