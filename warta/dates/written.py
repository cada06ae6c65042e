"""Turns a date as people write it into a moment, when it can mean but one: `Jumat, 27 November 2026 pukul 09.00 WITA`.

What can mean several, or none, is Unclear, with the lines in the exact form that may be meant.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from warta.dates.calendars import Calendar
from warta.dates.clocks import Clock, take_clock
from warta.dates.days import find_day, maybe, relative_days, take_weekday
from warta.dates.exact import moment_of, read_exact
from warta.dates.moments import Moment, Unclear
from warta.dates.names import ISLAMIC
from warta.messages import WEEKDAY_NAMES

_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'")
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\ufeff", "")
)
_SPAN = re.compile(r"[:.]\d\d ?-")
_SPACED = re.compile(r"(?<!\d)(\d{1,2}|\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d{5}|\d{8}|\d{10}|\d{13}")
_NOISE = re.compile(
    r"(?<![a-z'])(?:tanggal|tgl|hari|waktu setempat|m|masehi|pada|tepat)(?![a-z'])|[.,;()|@]|(?<!\S)-(?!\S)"
)
_PLACE = re.compile(r"([a-z][a-z' -]*[a-z])")
_LONGEST = 200  # letters; what is longer is no date, and is not looked through


def read_written(text: str, zone: dt.tzinfo, calendar: Calendar) -> Moment:
    """The moment that `text` means in `zone`. Raises Unclear where it means none, or more than one."""
    left = flat(text)
    if not _SPAN.search(left) and (tidied := read_exact(left.upper(), zone)) is not None:
        return tidied
    _refuse_other_ways(left, text)
    _refuse_relative(left, text, calendar)
    found = find_day(left, text, calendar)
    weekday, left = take_weekday(found.rest)
    clock, left = take_clock(left, text)
    days = _fitting(found.can_be, weekday)
    rest = " ".join(_NOISE.sub(" ", left).split())
    if (unclear := _doubt(days, weekday, clock, rest, text)) is not None:
        raise unclear
    day, time = days[0], (clock.hour, clock.minute, clock.second)
    return moment_of(text, (day.year, day.month, day.day), time, clock.zone, zone, clock.timed)


def _fitting(days: tuple[dt.date, ...], weekday: int | None) -> tuple[dt.date, ...]:
    """Those of the days that are on this day of the week, where some are."""
    return tuple(day for day in days if day.weekday() == weekday) or days


def _doubt(days: tuple[dt.date, ...], weekday: int | None, clock: Clock, rest: str, text: str) -> Unclear | None:
    """Why the days and the clock that were found are no one moment; None where they are."""
    lines = [line for day in days for line in clock.lines(day)]
    if len(days) > 1:
        return Unclear("date-two-ways", text, *lines)
    right = days[0].weekday()
    if weekday not in (None, right):
        return Unclear("date-weekday", text, *lines, said=WEEKDAY_NAMES[weekday or 0], right=WEEKDAY_NAMES[right])
    if rest and clock.code != "time-range":
        return _of_rest(rest, days[0], text, lines)
    return Unclear(clock.code, text, *lines) if clock.code else None


def flat(text: str) -> str:
    """The text in lower case, without accents, with single blanks, - for all dashes and ' for all apostrophes."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = " ".join(letters.translate(_SIGNS).split()).strip(" .,;\"'")
    words = re.sub(r"jum'? at(?![a-z])", "jumat", words)
    return _SPACED.sub(r"\1\2\3\2\4", words)


def _refuse_other_ways(left: str, text: str) -> None:
    """Raise Unclear for what counts days in another way, and for what is too long to be a date."""
    if len(text) > _LONGEST:
        raise Unclear("date-none", text)
    if _NUMBER.fullmatch(left):
        raise _of_number(left, text)
    if set(re.findall(r"[a-z']+", left)) & ISLAMIC:
        raise Unclear("date-islamic", text)


def _refuse_relative(left: str, text: str, calendar: Calendar) -> None:
    """Raise Unclear for "besok" and the like, which mean another day at each build."""
    today = calendar.today
    found = relative_days(left, today or dt.date(dt.MINYEAR + 1, 1, 1))
    if found is None:
        return
    days, rest = found
    clock, _ = take_clock(take_weekday(rest)[1], text)
    lines = [line for day in days for line in clock.lines(day)] if today else []
    raise Unclear("date-relative", text, *lines)


def _of_number(figures: str, text: str) -> Unclear:
    """A day as a spreadsheet counts it, a date without marks, or seconds since 1970: the day is worked out."""
    if len(figures) == len("46353"):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(figures))
        return Unclear("date-number", text, str(day))
    if len(figures) == len("20261127"):
        year_first = maybe(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
        return Unclear(
            "date-number", text, *(year_first or maybe(int(figures[4:]), int(figures[2:4]), int(figures[:2])))
        )
    at = dt.datetime.fromtimestamp(int(figures[:10]), dt.UTC)
    return Unclear("date-number", text, f"{at:%Y-%m-%d %H:%M} UTC")


def _of_rest(rest: str, day: dt.date, text: str, lines: list[str]) -> Unclear:
    """Words beside day and time: another day, a place, which has a key of its own, or what is not understood."""
    if rest.isdecimal() and (earlier := maybe(day.year, day.month, int(rest))):
        return Unclear("date-range", text, *earlier)
    before = text.split(",", 1)[0].strip()
    if "," in text and _PLACE.fullmatch(rest) and " ".join(_NOISE.sub(" ", flat(before)).split()) == rest:
        return Unclear("date-place", text, *lines, place=before.upper())
    return Unclear("date-rest", text, *lines, rest=rest)
