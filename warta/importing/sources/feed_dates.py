"""Turns the date of an entry of a feed, in whatever form it was written, into a moment of the newsroom's zone."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import msgspec

from warta.dates import Calendar, Moment, Unclear, parse_moment
from warta.messages import Message, msg

_ZONED = re.compile(
    r"(?:[+-]\d{2}:?\d{2}|(?<![A-Za-z])(?:Z|UTC?|GMT|WIB|WITA|WIT|[ECMP][SD]T)|(?<=\d)Z"
    r"|waktu indonesia \w+(?: \w+)?)\W*$",
    re.IGNORECASE,
)
_RFC = re.compile(
    r"(?:[A-Z][a-z]{2,}, *)?\d{1,2} [A-Z][a-z]{2} \d{2,4} \d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|[A-Z]{1,3}T?)"
)
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?Z?")
_INDONESIAN = ("WIB", "WITA", "WIT")
_BY_DAY_FIRST = Calendar(day_first=True)


class FeedDate(msgspec.Struct, frozen=True):
    """A moment; whether its hour is known, whether its zone was only assumed, and what is doubtful of it."""

    at: dt.datetime
    timed: bool = True
    is_assumed: bool = False
    doubt: Message | None = None


def feed_date(text: str, parsed: time.struct_time | None, zone: ZoneInfo) -> FeedDate:
    """The date written as `text`; `parsed` is what the reader of feeds made of it, which is asked last."""
    written = " ".join(text.split())
    if not written and parsed is None:
        return FeedDate(_nothing(zone), timed=False, doubt=msg("import-no-date", "had no date: write the right one"))
    if _RFC.fullmatch(written) and not written.endswith(_INDONESIAN):
        try:
            return FeedDate(parsedate_to_datetime(written).astimezone(zone))
        except (ValueError, TypeError, OverflowError):
            pass
    if _COMPACT.fullmatch(written):
        written = dt.datetime.fromisoformat(written).isoformat()
    moment, doubt = _moment(written, zone)
    if moment is not None:
        return FeedDate(moment.at, moment.timed, moment.timed and _ZONED.search(written) is None, doubt)
    if parsed is not None:
        at = dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)
        if _ZONED.search(written):
            return FeedDate(at.astimezone(zone))
        return FeedDate(at.replace(tzinfo=zone), is_assumed=True)  # the reader takes what has no zone for UTC
    doubt = msg("feed-date-unread", "has a date that Warta cannot read (%(date)s): write the right one", date=written)
    return FeedDate(_nothing(zone), timed=False, doubt=doubt)


def _moment(text: str, zone: ZoneInfo) -> tuple[Moment | None, Message | None]:
    """What a date means, as people write dates here; of two meanings the likelier, and a doubt."""
    try:
        return parse_moment(text, zone, _BY_DAY_FIRST), None
    except Unclear as unclear:
        if not unclear.lines:
            return None, None
        line = unclear.lines[0]
    except ValueError:
        return None, None
    try:
        moment = parse_moment(line, zone)
    except ValueError:
        return None, None
    return moment, msg(
        "feed-date-unclear", "has a date that is not clear (%(date)s): %(line)s was taken", date=text, line=line
    )


def _nothing(zone: ZoneInfo) -> dt.datetime:
    return dt.datetime(2000, 1, 1, tzinfo=zone)
