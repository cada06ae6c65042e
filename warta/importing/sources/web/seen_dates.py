"""Finds the date of an article in what readers of its page saw: `Jumat, 21 Juni 2019 | 10:32 WIB`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from warta.dates import FIRST_YEAR, Calendar, Moment, Unclear, parse_moment

_DAY = r"(?:[A-Za-z][A-Za-z'\u2019]{2,8},?\s+)?"
_CLOCK = (
    r"(?:[\s,|@/\u00b7\u2022-]+(?:pukul|jam|at)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:\s*(?:WIB|WITA|WIT|[ap]\.?m\.?)\b)?)?"
)
_DATE = re.compile(
    rf"{_DAY}(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+[A-Za-z]{{3,9}}\.?,?[\s-]+\d{{4}}|[A-Za-z]{{3,9}}\.?\s+\d{{1,2}},\s+\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}){_CLOCK}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:tanggal(?: terbit)?|diterbitkan|dipublikasikan|diposting|ditulis|dibuat|posted(?: on)?|published(?: on)?"
    r"|created|terbit|date|tgl|on|pada)?(?:\s+(?:pada|on|tanggal))?\s*:?\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:diperbarui|diubah|update|updated|modified|last|terakhir|pembaruan)\W*(?:\w+\W+)?$", re.IGNORECASE
)
_CALENDAR = Calendar(day_first=True)


def read_date(written: str, zone: ZoneInfo) -> Moment | None:
    """The moment of a date as markup or people write it; None where it is none, or of a year before there were any."""
    text = written.strip()
    try:
        moment = parse_moment(text, zone, _CALENDAR)
    except Unclear as unclear:
        if unclear.code != "date-weekday" or not unclear.lines:
            return None
        moment = parse_moment(unclear.lines[0], zone)
    except ValueError:
        return None
    return moment if moment.at.year >= FIRST_YEAR else None


def seen_date(lines: Iterable[str], zone: ZoneInfo) -> Moment | None:
    """The first date in lines of a page that is not that of a change."""
    for line in lines:
        for match in _DATE.finditer(line):
            if not _BEFORE.search(line[: match.start()]) and (moment := _moment(match[0], zone)):
                return moment
    return None


def _moment(text: str, zone: ZoneInfo) -> Moment | None:
    """The moment in a match, without the word before it where that is no day."""
    return read_date(text, zone) or read_date(text.partition(" ")[2], zone)


def is_only_date(line: str) -> bool:
    """Whether a line holds a date, a word that says so, and nothing else."""
    text = line[_LABEL.match(line).end() :] if _LABEL.match(line) else line  # type: ignore[union-attr]
    return _DATE.fullmatch(text.strip(" |-,()")) is not None


def by_clock_on_the_wall(told: str, seen: Moment | None, zone: ZoneInfo) -> bool:
    """Whether markup tells the very day and time that readers saw, in another zone: then readers saw the right one."""
    if seen is None or not seen.timed:
        return False
    try:
        wall = dt.datetime.fromisoformat(told.strip().replace("Z", "+00:00"))
    except ValueError:
        return False
    moment = seen.at.astimezone(zone)
    same = (wall.date(), wall.hour, wall.minute) == (moment.date(), moment.hour, moment.minute)
    return same and wall.tzinfo is not None and abs(wall - seen.at) >= dt.timedelta(minutes=1)
