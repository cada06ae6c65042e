"""Turns the newsroom's releases into lists by what may be seen of them: the answer to `list`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from warta.catalogue import say
from warta.cli.building import moment_of
from warta.cli.terminal import put, put_heading, put_sentences
from warta.content.heads import Head
from warta.dates import moment_in
from warta.engine.moments import heads_now
from warta.engine.workspace import Request
from warta.messages import Message, day, msg
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, state_at
from warta.settings import Settings, read_settings

RECENT, SOON = 10, dt.timedelta(days=30)
HEADINGS = {
    "drafts": msg("list-drafts", "Drafts"),
    "embargoed": msg("list-embargoed", "Under embargo"),
    "ahead": msg("list-ahead", "Dated ahead"),
    "expiring": msg("list-expiring", "Public, and expiring within 30 days"),
    "recent": msg("list-recent", "Newest public releases"),
    "corrected": msg("list-corrected", "Corrected"),
    "withdrawn": msg("list-withdrawn", "Withdrawn"),
    "expired": msg("list-expired", "Expired"),
}
"""The lists in the order in which they are shown, with their headings."""

_NONE = msg("list-empty", "None.")
_AT_ONCE = ("drafts", "embargoed", "ahead", "expiring", "recent")


class _Row(msgspec.Struct, frozen=True):
    """A release in a list: what it is told by, and the moment that counts there, in ISO 8601."""

    path: str
    title: str
    at: str


def run_list(site: Path, what: str | None, now: str | None, format: str) -> None:
    """Print one list, or those that a working day asks for. Raises ProblemsFound for settings that cannot be used."""
    settings = read_settings(site)
    at = moment_of(now, settings.zone)
    heads, unreadable = heads_now(Request(site, site / "output", at))
    lists = _lists(heads, at)
    names = (what,) if what else _AT_ONCE
    if format == "json":
        rows = {name: [_row(head, moved, settings) for head, moved in lists[name]] for name in names}
        put(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
    else:
        shown = [name for name in names if lists[name] or what]
        for name in shown:
            put("" if name == shown[0] else "\n", nl=False)
            put_heading(HEADINGS[name])
            put_sentences(_text(lists[name], settings) + "\n")
        if not shown:
            put(_NONE)
    if unreadable:
        put(_left_out(unreadable), err=True)


def _left_out(count: int) -> Message:
    return msg(
        "list-unreadable",
        "1 file could not be read and is not among these; `check` says why.",
        many="%(count)s files could not be read and are not among these; `check` says why.",
        count=count,
    )


def _lists(heads: Sequence[Head], now: dt.datetime) -> dict[str, list[tuple[Head, float]]]:
    """Each list, with the moment that counts for each release in it: soonest first where it is ahead, else newest."""
    found: dict[str, list[tuple[Head, float]]] = {name: [] for name in HEADINGS}
    moment, soon = now.timestamp(), (now + SOON).timestamp()
    for head in heads:
        for name, at in _places(head.as_of(moment), moment, soon):
            found[name].append((head, at))
    for name, rows in found.items():
        rows.sort(key=lambda row: (row[1], row[0].source), reverse=name not in ("embargoed", "ahead", "expiring"))
    found["recent"] = found["recent"][:RECENT]
    return found


def _places(head: Head, now: float, soon: float) -> Iterator[tuple[str, float]]:
    """The lists that a release is in, each with the moment that counts there; times in seconds of the epoch."""
    state = state_at(head.draft, head.opens, head.expires, now)
    if state == DRAFT:
        yield "drafts", head.at
    elif state == EMBARGOED:
        yield ("embargoed" if head.opens > head.at else "ahead"), head.opens
    elif state == EXPIRED:
        yield "expired", head.expires or 0.0
    elif head.withdrawn:
        yield "withdrawn", head.changed_at
    else:
        yield "recent", head.at
        if head.corrected:
            yield "corrected", head.changed_at
        if head.expires is not None and head.expires <= soon:
            yield "expiring", head.expires


def _row(head: Head, at: float, settings: Settings) -> _Row:
    return _Row(f"content/{head.source}", head.title, dt.datetime.fromtimestamp(at, settings.zone).isoformat())


def _text(rows: Sequence[tuple[Head, float]], settings: Settings) -> str:
    lines = [f"  {head.title}\n    content/{head.source}\n    {say(_moment(head, at, settings))}" for head, at in rows]
    return "\n".join(lines or [f"  {say(_NONE)}"])


def _moment(head: Head, at: float, settings: Settings) -> Message:
    local = dt.datetime.fromtimestamp(at, settings.zone)
    if at == head.at and not head.timed:
        return day(local)
    return moment_in(local, settings.zone)
