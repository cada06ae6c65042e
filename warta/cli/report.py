"""Turns reports of builds, problems, times and counts into sentences for the terminal."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from warta.catalogue import say
from warta.cli.terminal import put, put_notice, put_problem, put_warning
from warta.dates import moment_in
from warta.engine.workspace import Report
from warta.errors import ProblemsFound, WartaError
from warta.messages import Message, msg
from warta.newsroom.visibility import APPEARS, CORRECTED, DISAPPEARS, WITHDRAWN, Due, Hidden

_MOST = 60
CHANGES = {
    APPEARS: msg("appears", "appears"),
    CORRECTED: msg("shows-correction", "shows a correction"),
    WITHDRAWN: msg("gets-withdrawn", "is withdrawn"),
    DISAPPEARS: msg("disappears", "disappears"),
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
    put("", err=True)
    put(left, err=True)


def show_report(report: Report, zone: ZoneInfo, *, seconds: float, why: bool) -> None:
    """Show in a few lines what a build did."""
    for notice in report.notices:
        put_notice(notice)
    for warning in report.warnings[:_MOST]:
        put_warning(warning)
    if len(report.warnings) > _MOST:
        left = len(report.warnings) - _MOST
        put(
            msg("warnings-cut", "... and 1 more warning.", many="... and %(count)s more warnings.", count=left),
            err=True,
        )
    if why:
        written = set(report.written)
        for path, reason in report.reasons.items():
            same = msg("same-bytes", "%(reason)s (the same bytes)", reason=reason)
            put(f"{path}: {say(reason if path in written else same)}")
    put(_what_was_done(report, seconds))
    put_hidden(report, zone)


def _what_was_done(report: Report, seconds: float) -> Message:
    every = msg("releases", "1 release", many="%(count)s releases", count=report.releases)
    written = msg("files-written", "1 file written", many="%(count)s files written", count=len(report.written))
    if not report.deleted:
        return msg(
            "built",
            "%(releases)s: %(written)s, %(kept)s kept in %(seconds)s s.",
            releases=every,
            written=written,
            kept=report.kept,
            seconds=seconds,
        )
    return msg(
        "built-and-deleted",
        "%(releases)s: %(written)s, %(kept)s kept, %(deleted)s deleted in %(seconds)s s.",
        releases=every,
        written=written,
        kept=report.kept,
        deleted=len(report.deleted),
        seconds=seconds,
    )


def put_hidden(report: Report, zone: ZoneInfo) -> None:
    """Show what is not public, and when that changes; nothing when all is."""
    states, due = _states(report.hidden), report.hidden.due
    change = _next_change(due, moment_in(due[0].at, zone)) if due else None
    if states:
        put(msg("hidden", "Hidden: %(states)s.", change, states=states))
    elif change:
        put(change)


def _states(hidden: Hidden) -> tuple[Message, ...]:
    drafts = msg("hidden-drafts", "1 draft", many="%(count)s drafts", count=hidden.drafts)
    embargoed = msg("hidden-embargoed", "%(number)s embargoed or dated ahead", number=hidden.embargoed)
    expired = msg("hidden-expired", "%(number)s expired", number=hidden.expired)
    counts = ((hidden.drafts, drafts), (hidden.embargoed, embargoed), (hidden.expired, expired))
    return tuple(said for count, said in counts if count)


def _next_change(due: tuple[Due, ...], at: Message) -> Message:
    """What happens next to one release, or which several change at that moment."""
    if len(due) > 1:
        paths = tuple(f"content/{each.source}" for each in due)
        return msg("next-changes", "Next change: %(at)s, in %(paths)s; build again then.", at=at, paths=paths)
    path = f"content/{due[0].source}"
    sentences = {
        APPEARS: msg("next-appears", "Next change: %(at)s, %(path)s appears; build again then.", at=at, path=path),
        CORRECTED: msg(
            "next-corrected", "Next change: %(at)s, %(path)s shows a correction; build again then.", at=at, path=path
        ),
        WITHDRAWN: msg(
            "next-withdrawn", "Next change: %(at)s, %(path)s is withdrawn; build again then.", at=at, path=path
        ),
        DISAPPEARS: msg(
            "next-disappears", "Next change: %(at)s, %(path)s disappears; build again then.", at=at, path=path
        ),
    }
    return sentences[due[0].change]
