"""Proves that a written date is the moment its writer meant, in every form, and that a bare date never shifts."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warta.dates import INDONESIAN_ZONES, ZONE_NAMES, Moment, Unclear, find_zone, parse_moment

JAKARTA = ZoneInfo("Asia/Jakarta")
ZONES = st.sampled_from(
    [
        "Asia/Jakarta",
        "Asia/Makassar",
        "Asia/Jayapura",
        "UTC",
        "America/New_York",
        "Pacific/Kiritimati",
        "Asia/Kathmandu",
    ]
).map(ZoneInfo)
MINUTES = st.integers(-14 * 60, 14 * 60)
TIMES = (
    st.datetimes(timezones=st.just(dt.UTC))
    .filter(lambda at: 2 < at.year < 9998)
    .map(lambda at: at.replace(microsecond=0))
)


def utc(text: str) -> str:
    """The moment in UTC that a newsroom in Jakarta means."""
    return parse_moment(text, JAKARTA).at.astimezone(dt.UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24", "2026-11-23T17:00:00+00:00"),
        ("2026-1-5", "2026-01-04T17:00:00+00:00"),
        ("  2026-11-24  ", "2026-11-23T17:00:00+00:00"),
        ("2026-11-24 09:05", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24 9:05", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24 09.05", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24T09:05", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24   09:05:30", "2026-11-24T02:05:30+00:00"),
        ("2026-11-24 09:05:30.250", "2026-11-24T02:05:30+00:00"),
        ("2026-11-24T09:05:00Z", "2026-11-24T09:05:00+00:00"),
        ("2026-11-24 09:05 UTC", "2026-11-24T09:05:00+00:00"),
        ("2026-11-24T09:05:00+07:00", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24 09:05:00 +0800", "2026-11-24T01:05:00+00:00"),
        ("2026-11-24 09:05 -05:30", "2026-11-24T14:35:00+00:00"),
        ("2026-11-24 09:05 WIB", "2026-11-24T02:05:00+00:00"),
        ("2026-11-24 09.05 WITA", "2026-11-24T01:05:00+00:00"),
        ("2026-11-24 09.05 WIT", "2026-11-24T00:05:00+00:00"),
    ],
)
def test_each_form_is_the_moment_it_means(text: str, expected: str) -> None:
    """Dates as Indonesians, ISO 8601, Jekyll and Hugo write them."""
    assert utc(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it must be a date such as 2026-11-24 or 2026-11-24 09:05 (got '')."),
        ("segera", "it must be a date such as 2026-11-24 or 2026-11-24 09:05 (got 'segera')."),
        ("2026-02-29", "it is not a day that exists: February 2026 has 28 days (got '2026-02-29')."),
        ("2026-11-31", "it is not a day that exists: November 2026 has 30 days (got '2026-11-31')."),
        ("2026-00-10", "it is not a day or time that exists (got '2026-00-10')."),
        ("0000-01-01", "it is not a day or time that exists (got '0000-01-01')."),
        ("0001-01-01", "it is not a day or time that exists (got '0001-01-01')."),
        ("9999-12-31 23:00 -08:00", "it is not a day or time that exists (got '9999-12-31 23:00 -08:00')."),
        ("2026-11-24 09:05 +99:00", "it is not a day or time that exists (got '2026-11-24 09:05 +99:00')."),
        ("2026-11-24 09:60", "it is not a time that exists, from 00:00 to 23:59 (got '2026-11-24 09:60')."),
        ("2026-11-24 23:59:60", "it is not a time that exists, from 00:00 to 23:59 (got '2026-11-24 23:59:60')."),
    ],
)
def test_what_is_no_moment_is_refused_with_the_reason(text: str, sentence: str) -> None:
    """The calendar is the proleptic Gregorian, and each of its moments must exist in UTC too."""
    with pytest.raises(Unclear) as caught:
        parse_moment(text, JAKARTA)
    assert str(caught.value) == sentence


def test_a_leap_day_exists_in_a_leap_year() -> None:
    """2028 has a 29 February."""
    assert parse_moment("2028-02-29", JAKARTA).at.day == 29


@given(st.dates(min_value=dt.date(1, 1, 2), max_value=dt.date(9999, 12, 30)), ZONES)
def test_a_bare_date_never_shifts(date: dt.date, zone: ZoneInfo) -> None:
    """In every zone it is midnight of the very day that was written, and knows that it has no time."""
    moment = parse_moment(date.isoformat(), zone)
    assert (moment.at.date(), moment.at.time(), moment.at.tzinfo) == (date, dt.time(), zone)
    assert not moment.timed


@given(TIMES, MINUTES, ZONES)
@example(dt.datetime(2026, 11, 1, 1, 30, tzinfo=dt.UTC), -300, ZoneInfo("America/New_York"))
def test_a_time_with_an_offset_is_the_same_moment_in_every_zone(at: dt.datetime, offset: int, zone: ZoneInfo) -> None:
    """What isoformat writes, with any offset, comes back as that moment, told in the site's zone."""
    written = at.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))
    moment = parse_moment(written.isoformat(), zone)
    assert moment.timed
    assert moment.at.astimezone(dt.UTC) == written.astimezone(dt.UTC)
    assert moment.at.tzinfo is zone


@given(
    st.datetimes().filter(lambda at: 2 < at.year < 9998),
    st.sampled_from(["", " ", "T", "  "]),
    st.sampled_from([":", "."]),
    st.sampled_from(["", "Z", " UTC", " WIB", "WITA", "  WIT", "+07:00", " -0530", "+8"]),
    st.booleans(),
)
def test_the_exact_form_is_read_as_datetime_reads_it(
    at: dt.datetime,
    gap: str,
    mark: str,
    offset: str,
    padded: bool,  # noqa: FBT001
) -> None:
    """With any mark and zone that was ever read, padded with zeros or not: nothing of it is guessed."""
    width = "02" if padded else ""
    written = f"{at.year:04}-{at.month:{width}}-{at.day:{width}}"
    if not gap:
        assert parse_moment(written, JAKARTA).at == dt.datetime(at.year, at.month, at.day, tzinfo=JAKARTA)
        return
    written += f"{gap}{at.hour:{width}}{mark}{at.minute:02}{mark}{at.second:02}{offset}"
    hours = {"": 7, "Z": 0, "UTC": 0, "WIB": 7, "WITA": 8, "WIT": 9, "+07:00": 7, "-0530": -5.5, "+8": 8}
    zone = dt.timezone(dt.timedelta(hours=hours[offset.strip()])) if offset else JAKARTA
    assert parse_moment(written, JAKARTA).at == at.replace(microsecond=0, tzinfo=zone)


@given(TIMES)
def test_a_time_without_an_offset_is_in_the_zone(at: dt.datetime) -> None:
    """The clock on the wall of the newsroom shows what was written."""
    moment = parse_moment(f"{at.isoformat()[:16]}", JAKARTA)
    assert moment.at.replace(tzinfo=dt.UTC) == at.replace(second=0)


@given(st.text(max_size=30) | st.from_regex(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}[:.]\d{2})?([+-]\d{2}:?\d{2})?"))
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    """Nothing but ValueError comes of a text that is no date, and a moment always has an instant."""
    try:
        moment = parse_moment(text, JAKARTA)
    except ValueError as error:
        assert str(error)
    else:
        moment.at.astimezone(dt.UTC)


@pytest.mark.parametrize(("name", "hours"), INDONESIAN_ZONES.items())
def test_the_names_of_indonesian_zones_are_understood(name: str, hours: int) -> None:
    """WIB, WITA and WIT are zones of their own, and are written back by the same names."""
    zone = find_zone(name)
    assert dt.datetime(2026, 11, 24, tzinfo=zone).utcoffset() == dt.timedelta(hours=hours)
    assert ZONE_NAMES[zone.key] == name


@pytest.mark.parametrize(
    "name", ["", "Jakarta", "Asia", "asia/jakarta", "/etc/localtime", "../etc/passwd", "GMT+7", "."]
)
def test_any_other_zone_is_refused(name: str) -> None:
    """A zone is one of the IANA's, by its exact name."""
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        find_zone(name)


def test_the_machines_own_zone_is_refused() -> None:
    """The zone database may hold a file that stands for the machine's zone: two machines would build two sites."""
    with pytest.raises(ValueError, match="^localtime$"):
        find_zone("localtime")


def test_moments_are_values() -> None:
    """Equal moments are equal, and a bare date is not its midnight."""
    assert parse_moment("2026-11-24", JAKARTA) == Moment(dt.datetime(2026, 11, 24, tzinfo=JAKARTA), timed=False)
    assert parse_moment("2026-11-24", JAKARTA) != parse_moment("2026-11-24 00:00", JAKARTA)
