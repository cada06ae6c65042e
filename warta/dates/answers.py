"""Turns a date that is not clear into a sentence that says why, with the lines of which one may be meant."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from warta.dates.moments import Unclear
from warta.messages import MONTH_NAMES, Message, filled, msg

_GAPS = dict.fromkeys(("what", "got", "lines"), "")
_NO_LINE = msg(
    "date-none",
    "%(what)s must be a date such as 2026-11-24 or 2026-11-24 09:05 (got %(got)s).",
    **_GAPS,
)
_SENTENCES = {
    message.code: message
    for message in (
        _NO_LINE,
        msg(
            "date-two-ways",
            "%(what)s can be two days (got %(got)s). Write the one that is meant: %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-order",
            "%(what)s has its day and its month in an unusual order (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-year",
            "%(what)s needs a year of four figures (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-no-day",
            "%(what)s lacks the day of the month (got %(got)s).",
            **_GAPS,
        ),
        msg(
            "date-weekday",
            "%(what)s says %(said)s, but that day is a %(right)s (got %(got)s). Mend the weekday or the date; by "
            "the date it is %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-relative",
            "%(what)s means another day at each build (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-range",
            "%(what)s is a span of several days, and must be one (got %(got)s). Write its first: %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-place",
            "%(what)s names a place, which has a line of its own (got %(got)s). Write dateline: %(place)s and "
            "%(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-rest",
            "%(what)s has words that are not understood here: '%(rest)s' (got %(got)s). Without them: %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-number",
            "%(what)s is a mere number (got %(got)s). If it counts days or seconds, write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-month",
            "%(what)s has a month that is not known (got %(got)s). If %(month)s is meant, write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "date-islamic",
            "%(what)s is a date of the Islamic calendar (got %(got)s). Write the common one, as 2026-11-24.",
            **_GAPS,
        ),
        msg(
            "date-no-such-day",
            "%(what)s is not a day that exists: %(month)s %(year)s has %(days)s days (got %(got)s).",
            **_GAPS,
        ),
        msg(
            "date-no-such",
            "%(what)s is not a day or time that exists (got %(got)s).",
            **_GAPS,
        ),
        msg(
            "time-no-such",
            "%(what)s is not a time that exists, from 00:00 to 23:59 (got %(got)s).",
            **_GAPS,
        ),
        msg(
            "time-two-ways",
            "%(what)s can be two times (got %(got)s). Write the one that is meant: %(lines)s.",
            **_GAPS,
        ),
        msg(
            "time-part",
            "%(what)s has an hour that is not in that part of the day (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "time-midnight",
            "%(what)s is midnight, when one day ends and another begins (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "time-half",
            "%(what)s says half an hour, which not everybody counts alike (got %(got)s). Write %(lines)s.",
            **_GAPS,
        ),
        msg(
            "time-missing",
            "%(what)s has no time of day to go with its other words (got %(got)s). Without them: %(lines)s.",
            **_GAPS,
        ),
        msg(
            "time-range",
            "%(what)s is a span of time, and must be one moment (got %(got)s). Write its beginning: %(lines)s.",
            **_GAPS,
        ),
    )
}
"""By code; each a whole sentence or two, with gaps."""
_LONGEST = 60


def answer(unclear: Unclear, what: Message | str, paste: Callable[[str], str]) -> Message:
    """The sentence: `what` is the place of the date, and `paste` makes of a date the line to paste."""
    got = unclear.text.strip() if len(unclear.text) <= _LONGEST else unclear.text[: _LONGEST - 3] + "..."
    sentence = _SENTENCES[unclear.code]
    if not unclear.lines and "%(lines)s" in sentence.text:  # as for a day that does not exist in a year of two figures
        sentence = _NO_LINE
    lines = [_named(paste(line), line, unclear) for line in unclear.lines]
    shown = functools.reduce(_either, lines) if lines else ""
    return filled(sentence, what=what, got=msg("shown-text", "'%(said)s'", said=got), lines=shown, **unclear.values)


def _named(line: str, date: str, unclear: Unclear) -> Message | str:
    """The line with the name of its month, where two lines differ in nothing else that a reader would notice."""
    if unclear.code != "date-two-ways":
        return line
    day = dt.date.fromisoformat(date[:10])
    month = MONTH_NAMES[day.month - 1]
    return msg("line-of-day", "%(line)s (%(day)s %(month)s)", line=line, day=str(day.day), month=month)


def _either(one: Message | str, other: Message | str) -> Message | str:
    return msg("either", "%(one)s or %(other)s", one=one, other=other)
