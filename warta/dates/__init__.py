"""Turns written dates into moments of the site's time zone, and never asks the machine's zone.

`exact` reads the form that the documentation and `new` write, `written` what people write besides; `answers` say to
them which line to paste where what they wrote has more than one meaning.
"""

from __future__ import annotations

from warta.dates.calendars import Calendar
from warta.dates.moments import FIRST_YEAR, Moment, Unclear, end_of, iso
from warta.dates.reading import parse_moment
from warta.dates.zones import INDONESIAN_ZONES, ZONE_NAMES, find_zone, moment_in, zone_of_region

__all__ = [
    "FIRST_YEAR",
    "INDONESIAN_ZONES",
    "ZONE_NAMES",
    "Calendar",
    "Moment",
    "Unclear",
    "end_of",
    "find_zone",
    "iso",
    "moment_in",
    "parse_moment",
    "zone_of_region",
]
