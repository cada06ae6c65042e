"""Turns reports of builds, problems, times and counts into text for the terminal."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from warta.catalogue import say
from warta.cli.terminal import put, put_problem
from warta.dates import ZONE_NAMES
from warta.engine.workspace import Report
from warta.errors import ProblemsFound, WartaError
from warta.messages import msg
from warta.newsroom.visibility import APPEARS, CORRECTED, DISAPPEARS, WITHDRAWN

_MOST = 60
CHANGES = {
    APPEARS: "appears",
    CORRECTED: "shows a correction",
    WITHDRAWN: "is withdrawn",
    DISAPPEARS: "disappears",
}
"""What happens to a release by itself, in words."""


def show_error(error: WartaError) -> None:
    """Show every problem on its own line, the count last; other errors as they are."""
    if not isinstance(error, ProblemsFound):
        put(msg("error", "Error: %(message)s", message=error.message), err=True)
        return
    for problem in error.problems[:_MOST]:
        put_problem(problem)
    count = len(error.problems)
    if count > _MOST:
        put(msg("problems-cut", "... and %(count)s more.", count=count - _MOST), err=True)
    left = msg(
        "problems",
        "1 problem. Nothing was written; mend it and build again.",
        many="%(count)s problems. Nothing was written; mend them and build again.",
        count=count,
    )
    put(f"\n{say(left)}", err=True)


def show_report(report: Report, zone: ZoneInfo, *, seconds: float, why: bool) -> None:
    """Show in a few lines what a build did."""
    for notice in report.notices:
        put(msg("note", "Note: %(notice)s", notice=notice), err=True)
    for warning in report.warnings[:_MOST]:
        put_problem(warning, " (a warning)")
    if len(report.warnings) > _MOST:
        put(f"... and {len(report.warnings) - _MOST} more warnings.", err=True)
    if why:
        written = frozenset(report.written)
        for path, reason in report.reasons.items():
            same = None if path in written else msg("same-bytes", "(the same bytes)")
            put(msg("why-rendered", "%(path)s: %(reason)s", same, path=path, reason=reason))
    parts = [f"{counted(len(report.written), 'file')} written", f"{report.kept} kept"]
    if report.deleted:
        parts.append(f"{len(report.deleted)} deleted")
    put(f"{counted(report.releases, 'release')}: {', '.join(parts)} in {seconds:.2f} s.")
    hidden = hidden_line(report, zone)
    if hidden:
        put(hidden)


def hidden_line(report: Report, zone: ZoneInfo) -> str:
    """What is not public and when that changes; empty when all is."""
    hidden = report.hidden
    parts = [
        counted(hidden.drafts, "draft") if hidden.drafts else "",
        f"{hidden.embargoed} embargoed or dated ahead" if hidden.embargoed else "",
        f"{hidden.expired} expired" if hidden.expired else "",
    ]
    text = ", ".join(part for part in parts if part)
    line = f"Hidden: {text}." if text else ""
    if hidden.next_change:
        first = hidden.due[0]
        more = f" and {len(hidden.due) - 1} more" if len(hidden.due) > 1 else ""
        change = CHANGES[first.change]
        line += f" Next change: {in_words(first.at, zone)}, content/{first.source}{more} {change}; build again then."
    return line.strip()


def in_words(moment: dt.datetime, zone: ZoneInfo) -> str:
    """2026-11-24 09:05 WIB"""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {ZONE_NAMES.get(zone.key) or local.tzname()}"


def counted(count: int, noun: str, several: str = "") -> str:
    """`1 file`, `12,450 files`; `several` where an s does not make it."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"
