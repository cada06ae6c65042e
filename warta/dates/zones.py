"""Turns names of time zones, offsets and codes of regions into zones."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from warta.messages import Message, moment

INDONESIAN_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def moment_in(at: dt.datetime, zone: dt.tzinfo) -> Message:
    """A moment as a sentence tells it to people of a zone."""
    local = at.astimezone(zone)
    return moment(local, ZONE_NAMES.get(getattr(zone, "key", "")) or local.tzname() or "")


@cache
def zone_of_offset(offset: str) -> dt.tzinfo:
    """The zone behind a time: `WIB`, `WITA`, `WIT`, `Z`, `UTC`, +07:00, +0700 or +7. Raises ValueError beyond a day."""
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
        raise ValueError(name) from None
