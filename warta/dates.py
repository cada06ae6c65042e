"""Turns written dates into moments of the site's time zone, and never asks the machine's zone."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|WIB|WITA|WIT|[+-]\d{1,2}(?::?\d{2})?)?)?"
)
INDONESIAN_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
FIRST_YEAR = 1945
"""Press releases of an Indonesian office are of this year or later: an earlier one is most likely a slip."""


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A point in time in the site's zone; `timed` is False for a bare calendar date (its time is 00:00)."""

    at: dt.datetime
    timed: bool = True


def parse_moment(text: str, zone: dt.tzinfo) -> Moment:
    """Read `2026-11-24`, `2026-11-24 09:05[:00]`, with `T`, with `+07:00`, `Z`, `WIB`, `WITA` or `WIT` at its end.

    A time without an offset is in `zone`; one with an offset is converted to `zone`; a bare date never shifts.
    Raises ValueError with a sentence that says what is wrong.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError("must be a date such as 2026-11-24 or 2026-11-24 09:05")
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        at = dt.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        if offset:
            at = at.replace(tzinfo=_zone_of(offset)).astimezone(zone)
        else:
            at.astimezone(dt.UTC)  # the calendar's first and last day have no such instant
    except (ValueError, OverflowError):
        raise ValueError("is not a day or time that exists") from None
    return Moment(at, timed=hour is not None)


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


@cache
def _zone_of(offset: str) -> dt.tzinfo:
    if offset in INDONESIAN_ZONES:
        return dt.timezone(dt.timedelta(hours=INDONESIAN_ZONES[offset]))
    if offset in ("Z", "UTC"):
        return dt.UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return dt.timezone(sign * dt.timedelta(hours=int(hours), minutes=int(minutes)))


def zone_of_region(code: str) -> str:
    """The IANA name of the zone kept in the province that a Kemendagri code begins with."""
    if code.startswith(("51", "52", "53", "63", "64", "65", "7")):
        return "Asia/Makassar"
    return "Asia/Jayapura" if code.startswith(("8", "9")) else "Asia/Jakarta"


def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as Asia/Jakarta, or of WIB, WITA, WIT. Raises ValueError for any other."""
    aliases = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
    try:
        if name in ("localtime", "posixrules", "Factory"):  # files that stand for the machine's own zone, or for none
            raise ValueError(name)
        return ZoneInfo(aliases.get(name, name))
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura") from None
