"""Turns a date in the exact form into a moment: `2026-11-24`, `2026-11-24 09:05[:00]`, with `T`, with `+07:00`, `Z`,
`WIB`, `WITA` or `WIT` at its end.
"""

from __future__ import annotations

import datetime as dt
import re

from warta.dates.moments import Moment, Unclear
from warta.dates.zones import zone_of_offset
from warta.messages import MONTH_NAMES

_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|WIB|WITA|WIT|[+-]\d{1,2}(?::?\d{2})?)?)?"
)


def read_exact(text: str, zone: dt.tzinfo) -> Moment | None:
    """The moment; None for a text of another form. Raises Unclear for a day or time that does not exist."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    date = int(year), int(month), int(day)
    if date[1] > len(MONTH_NAMES) >= date[2] or hour == "24":
        return None  # the day stands before the month, or the day ends where the next begins: `written` asks
    return moment_of(text, date, (int(hour or 0), int(minute or 0), int(second or 0)), offset, zone, hour is not None)


def moment_of(
    text: str,
    date: tuple[int, int, int],
    time: tuple[int, int, int],
    offset: str | None,
    zone: dt.tzinfo,
    timed: bool,  # noqa: FBT001
) -> Moment:
    """The moment of this day and time, told in `zone`. Raises Unclear where there is none such."""
    year, month, day = date
    hour, minute, second = time
    try:
        at = dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
        if offset:
            at = at.replace(tzinfo=zone_of_offset(offset)).astimezone(zone)
        else:
            at.astimezone(dt.UTC)  # the calendar's first and last day have no such instant
    except (ValueError, OverflowError):
        raise _none_such(text, date, time) from None
    return Moment(at, timed=timed)


def no_such_day(text: str, year: int, month: int, day: int) -> Unclear:
    """The answer to a day that is in no calendar: how many days the month has, or that there is no such month."""
    try:
        first = dt.date(year, month, 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return Unclear("date-no-such", text)
    return Unclear("date-no-such-day", text, month=MONTH_NAMES[month - 1], year=str(year), days=str(last.day))


def _none_such(text: str, date: tuple[int, int, int], time: tuple[int, int, int]) -> Unclear:
    try:
        dt.date(*date)
    except ValueError:
        return no_such_day(text, *date)
    try:
        dt.time(*time)
    except ValueError:
        return Unclear("time-no-such", text)
    return Unclear("date-no-such", text)
