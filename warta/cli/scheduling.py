"""Turns what is due into words, JSON, and lines for timers: one table of formats, one function each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from warta.catalogue import say
from warta.cli.building import moment_of
from warta.cli.report import CHANGES
from warta.cli.terminal import put
from warta.dates import moment_in
from warta.engine.moments import due_changes
from warta.engine.workspace import Request
from warta.messages import msg
from warta.newsroom.visibility import Due
from warta.settings import read_settings

_MINUTE = dt.timedelta(minutes=1)


def run_next_due(site: Path, now: str | None, format: str) -> None:
    """Print what changes by itself, soonest first; nothing for a timer when nothing is due."""
    zone = read_settings(site).zone
    moment = moment_of(now, zone)
    found = due_changes(Request(site, site / "output", moment))
    put(FORMATS[format](found, zone), nl=False)


def _text(found: Sequence[Due], zone: ZoneInfo) -> str:
    rows = [f"{say(moment_in(each.at, zone))}  {say(CHANGES[each.change])}  content/{each.source}\n" for each in found]
    return "".join(rows) or say(msg("nothing-due", "Nothing changes by itself.")) + "\n"


def _json(found: Sequence[Due], zone: ZoneInfo) -> str:
    rows = [
        {
            "at": each.at.astimezone(zone).isoformat(),
            "change": each.change,
            "path": f"content/{each.source}",
        }
        for each in found
    ]
    return msgspec.json.format(msgspec.json.encode({"due": rows}), indent=2).decode() + "\n"


def ceil_minute(at: dt.datetime) -> dt.datetime:
    """The first whole minute that is not before `at`: timers of minutes must never be early."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE


def _cron(found: Sequence[Due], zone: ZoneInfo) -> str:
    """`minute hour day month *` of each moment, in the site's zone (`CRON_TZ`)."""
    moments = sorted({ceil_minute(each.at) for each in found})
    if not moments:
        return ""
    lines = [f"{at.minute} {at.hour} {at.day} {at.month} *" for at in (each.astimezone(zone) for each in moments)]
    return f"CRON_TZ={zone.key}\n" + "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _systemd(found: Sequence[Due], zone: ZoneInfo) -> str:
    """`OnCalendar=` of each moment in UTC, so that the machine's zone does not matter (systemd.time(7))."""
    moments = sorted({each.at.astimezone(dt.UTC) for each in found})
    return "".join(f"OnCalendar={at:%Y-%m-%d %H:%M:%S} UTC\n" for at in moments)


FORMATS: dict[str, Callable[[Sequence[Due], ZoneInfo], str]] = {
    "text": _text,
    "json": _json,
    "cron": _cron,
    "systemd": _systemd,
}
"""A new format is one function and one row."""
