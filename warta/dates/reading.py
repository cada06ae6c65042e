"""Turns a written date into a moment: in the exact form at once, as people write it by `written`."""

from __future__ import annotations

import datetime as dt

from warta.dates.calendars import Calendar
from warta.dates.exact import read_exact
from warta.dates.moments import Moment

_PLAIN = Calendar()


def parse_moment(text: str, zone: dt.tzinfo, calendar: Calendar = _PLAIN) -> Moment:
    """The moment that `text` means: 2026-11-24, 2026-11-24 09:05 WITA, or as people write it, 24 November 2026.

    A time without an offset is in `zone`; one with an offset is converted to `zone`; a bare date never shifts. Raises
    Unclear, a ValueError, for what has no meaning or more than one, with the lines that may be meant.
    """
    found = read_exact(text, zone)
    if found is not None:
        return found
    from warta.dates.written import read_written  # most newsrooms write the exact form alone

    return read_written(text, zone, calendar)
