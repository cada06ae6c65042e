"""Finds the day in a text as people write it, in figures or with the name of its month, and says what else is there."""

from __future__ import annotations

import datetime as dt
import difflib
import re

import msgspec

from warta.dates.calendars import Calendar
from warta.dates.exact import no_such_day
from warta.dates.moments import Unclear
from warta.dates.names import DAYS, MARKET_DAYS, MONTHS, RELATIVE, ROMAN
from warta.messages import MONTH_NAMES

_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_GAP = r"[ .,/-]*(?:bulan )?"
_YEAR_GAP = r"[ .,/-]*(?:(?:tahun|thn|th)\.? )?"
_NAMED = re.compile(
    rf"(?<![\d.:])(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}({_NAME})(?![a-z']){_YEAR_GAP}(\d{{4}})(?![\d:]|\.\d)"
)
_YEAR_FIRST = re.compile(rf"(?<!\d)(\d{{4}})[ ./-]*({_NAME})(?![a-z'])[ ./-]*(\d{{1,2}})(?![\d:]|\.\d)")
_MONTH_FIRST = re.compile(rf"(?<![a-z'])({_NAME})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)")
_NO_YEAR = re.compile(
    rf"(?<![\d.:])(\d{{1,2}}){_GAP}({_NAME})(?![a-z'])(?:[ .,/-]*'?(\d{{2}})(?![\d:]|\.\d| ?(?:am|pm)\b))?"
)
_NO_DAY = re.compile(rf"(?<![a-z'])({_NAME})(?![a-z']){_YEAR_GAP}\d{{4}}(?!\d)")
_ROMAN = re.compile(r"(?<![\d.:])(\d{1,2})[ ./-]+([ivx]{1,4})[ ./-]+(\d{4})(?!\d)")
_UNKNOWN_NAME = re.compile(r"(?<![\d.:])(\d{1,2})[ -]*([a-z']{3,})\.?[ ,-]*(\d{4})?(?!\d)")
_YEAR_FIGURES = re.compile(r"(?<!\d)(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?=t\d|(?!\w))")
_FIGURES = re.compile(r"(?<![\d:])(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?![\d:]|\.\d)")
_TO = r"(?:-|/|&|s\.? ?/? ?d\.?|sampai(?: dengan)?|hingga|dan|to)"
_DAYS_BEFORE = re.compile(rf"(?<![\d.:])(\d{{1,2}})(?:, ?\d{{1,2}})* ?{_TO} ?$")
_WHOLE_FIGURES = re.compile(r"(?<![\d:])\d{1,2}([-/. ])\d{1,2}\1\d{4}(?!\d)")
_NEXT = re.compile(r"(?<![a-z'])([a-z']+) (?:depan|ini|mendatang|besok)(?![a-z'])")
_ALIKE = 0.75
_CENTURY = 2000


class Day(msgspec.Struct, frozen=True):
    """The days that a text can mean, the likeliest first, and the text without them."""

    can_be: tuple[dt.date, ...]
    rest: str


def find_day(flat: str, text: str, calendar: Calendar) -> Day:
    """The day that stands in `flat`, which is `text` in lower case. Raises Unclear where no day can be meant as it
    stands, with what may be meant.
    """
    found = _named(flat, text) or _in_figures(flat, text, calendar)
    if found is None:
        raise _not_found(flat, text, calendar)
    return _alone(found, text)


def _named(flat: str, text: str) -> Day | None:
    if match := _NAMED.search(flat):
        return Day((_date(text, match[3], MONTHS[match[2]], match[1]),), _without(flat, match))
    if match := _YEAR_FIRST.search(flat):
        return Day((_date(text, match[1], MONTHS[match[2]], match[3]),), _without(flat, match))
    if match := _MONTH_FIRST.search(flat):
        return Day((_date(text, match[3], MONTHS[match[1]], match[2]),), _without(flat, match))
    return None


def _in_figures(flat: str, text: str, calendar: Calendar) -> Day | None:
    if match := _YEAR_FIGURES.search(flat):
        year, one, two = int(match[1]), int(match[3]), int(match[4])
        if one > len(MONTH_NAMES) >= two:
            raise Unclear("date-order", text, *maybe(year, two, one))
        return Day((_date(text, year, one, two),), _without(flat, match))
    match = _FIGURES.search(flat)
    if match is None or _NO_YEAR.search(flat):
        return None
    one, two, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) < len("2026"):
        raise Unclear("date-year", text, *maybe(_CENTURY + year, two, one))
    if two > len(MONTH_NAMES) >= one:
        raise Unclear("date-order", text, *maybe(year, one, two))
    days = [_date(text, year, two, one)]
    # nobody writes dots between month and day
    if one <= len(MONTH_NAMES) and one != two and match[2] != "." and not calendar.day_first:
        days.append(dt.date(year, one, two))
    return Day(tuple(days), _without(flat, match))


def _alone(found: Day, text: str) -> Day:
    """The day, when no other stands beside it. Raises Unclear for a span of days, with its first."""
    before, _, behind = found.rest.partition("\n")
    first = found.can_be[0]
    if match := _DAYS_BEFORE.search(before):
        raise Unclear("date-range", text, *maybe(first.year, first.month, int(match[1])))
    if match := _NO_YEAR.search(before):
        raise Unclear("date-range", text, *maybe(first.year, MONTHS[match[2]], int(match[1])))
    if any(pattern.search(behind) for pattern in (_NAMED, _YEAR_FIGURES, _WHOLE_FIGURES, _NO_YEAR)):
        raise Unclear("date-range", text, *map(str, found.can_be))
    return Day(found.can_be, found.rest.replace("\n", " "))


def _not_found(flat: str, text: str, calendar: Calendar) -> Unclear:
    """Why there is no day, with what may be meant."""
    today = calendar.today
    if match := _NO_YEAR.search(flat):
        year = _CENTURY + int(match[3]) if match[3] else today.year if today else None
        return Unclear("date-year", text, *maybe(year, MONTHS[match[2]], int(match[1])))
    if _NO_DAY.search(flat):
        return Unclear("date-no-day", text)
    if (match := _ROMAN.search(flat)) and match[2] in ROMAN:
        month = ROMAN[match[2]]
        lines = maybe(int(match[3]), month, int(match[1]))
        return Unclear("date-month", text, *lines, said=match[2].upper(), month=MONTH_NAMES[month - 1])
    for match in _UNKNOWN_NAME.finditer(flat):
        if near := difflib.get_close_matches(match[2], MONTHS, 1, _ALIKE):
            month = MONTHS[near[0]]
            year = int(match[3]) if match[3] else today.year if today else None
            lines = maybe(year, month, int(match[1]))
            return Unclear("date-month", text, *lines, said=match[2], month=MONTH_NAMES[month - 1])
    return Unclear("date-none", text)


def relative_days(flat: str, today: dt.date) -> tuple[tuple[dt.date, ...], str] | None:
    """The days that words such as "besok" and "Senin depan" mean today, and the text without them."""
    for words, days in RELATIVE.items():
        if match := re.search(rf"(?<![a-z']){words}(?![a-z'])", flat):
            return (today + dt.timedelta(days=days),), _without(flat, match).replace("\n", " ")
    match = _NEXT.search(flat)
    if match is None or match[1] not in DAYS:
        return None
    ahead = (DAYS[match[1]] - today.weekday()) % 7 or 7
    found = [today + dt.timedelta(days=ahead)]
    if match[1] == "minggu":  # Sunday, and a week
        found.append(today + dt.timedelta(days=7))
    return tuple(dict.fromkeys(found)), _without(flat, match).replace("\n", " ")


def take_weekday(flat: str) -> tuple[int | None, str]:
    """The day of the week that is named, Monday being 0, and the text without it and its market day."""
    for match in re.finditer(r"[a-z']+", flat):
        if match[0] in DAYS:
            rest = _without(flat, match).replace("\n", " ")
            words = [word for word in rest.split() if word.strip(".,()") not in MARKET_DAYS]
            return DAYS[match[0]], " ".join(words)
    return None, flat


def maybe(year: int | None, month: int, day: int) -> tuple[str, ...]:
    """The date in the exact form, where there is such a day."""
    try:
        return (str(dt.date(year, month, day)),) if year is not None else ()
    except (ValueError, OverflowError):
        return ()


def _date(text: str, year: str | int, month: int, day: str | int) -> dt.date:
    try:
        return dt.date(int(year), month, int(day))
    except (ValueError, OverflowError):
        raise no_such_day(text, int(year), month, int(day)) from None


def _without(flat: str, match: re.Match[str]) -> str:
    """The text before and behind a match, with a line end between."""
    return f"{flat[: match.start()]}\n{flat[match.end() :]}"
