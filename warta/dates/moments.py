"""Defines the moment that a written date is, and what is known of a text that is none, or could be several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from warta.messages import Message, Value

FIRST_YEAR = 1945
"""Press releases of an Indonesian office are of this year or later: an earlier one is most likely a slip."""


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A point in time in the site's zone; `timed` is False for a bare calendar date (its time is 00:00)."""

    at: dt.datetime
    timed: bool = True


class Unclear(ValueError):
    """A written date that has no meaning, or more than one.

    `code` says why, in a word that never changes; `values` are what its sentence tells besides; `lines` are dates in
    the exact form, one of which may be meant. `text` is what was written.
    """

    def __init__(self, code: str, text: str, *lines: str, **values: Value) -> None:
        self.code, self.text, self.lines, self.values = code, text, lines, values
        super().__init__(code, text, *lines)

    def __str__(self) -> str:
        return str(self.answer("it", str))

    def answer(self, what: Message | str, paste: Callable[[str], str]) -> Message:
        """What to tell who wrote it: `what` names the place, `paste` makes of a date the line to paste."""
        from warta.dates.answers import answer  # most runs have nothing to answer

        return answer(self, what, paste)


def iso(moment: Moment) -> str:
    """A moment as ISO 8601 writes it: 2026-11-24T09:05:00+07:00, or 2026-11-24 for a bare date."""
    return moment.at.isoformat(timespec="seconds") if moment.timed else moment.at.date().isoformat()


def end_of(moment: Moment | None) -> Moment | None:
    """The moment from which what lasts until `moment` is over; None: never. A bare date is the last day it lasts."""
    if moment is None or moment.timed:
        return moment
    try:
        return Moment(moment.at + dt.timedelta(days=1), timed=True)
    except OverflowError:  # the last day there is
        return None
