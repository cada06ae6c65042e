"""Turns the heads of a newsroom into the rows of the desk's list: what a release is now, and what it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from warta.content.heads import Head
from warta.messages import Message, day, msg
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC, state_at

UNDONE, DRAFTS, WAITING, RETURNED, APPROVED, PROPOSED, HELD, AHEAD, LIVE, ENDING, CORRECTED, WITHDRAWN, OVER = (
    "undone drafts waiting returned approved proposed held ahead live ending corrected withdrawn over".split()
)
TABS: dict[str, Message] = {
    UNDONE: msg("tab-undone", "Not published"),
    DRAFTS: msg("tab-drafts", "Drafts"),
    WAITING: msg("tab-waiting", "Waiting for approval"),
    RETURNED: msg("tab-returned", "Given back"),
    APPROVED: msg("tab-approved", "Approved"),
    PROPOSED: msg("tab-proposed", "Changes to publish"),
    HELD: msg("tab-held", "Embargo"),
    AHEAD: msg("tab-ahead", "Dated ahead"),
    LIVE: msg("tab-live", "Published"),
    ENDING: msg("tab-ending", "Expiring"),
    CORRECTED: msg("tab-corrected", "Corrected"),
    WITHDRAWN: msg("tab-withdrawn", "Withdrawn"),
    OVER: msg("tab-over", "Expired"),
}
SIGNS = {
    DRAFTS: "", WAITING: "s-wait", RETURNED: "s-gone", APPROVED: "s-live", PROPOSED: "s-wait", HELD: "s-lock",
    AHEAD: "s-lock", LIVE: "s-live", ENDING: "s-live", CORRECTED: "s-live", WITHDRAWN: "s-gone", OVER: "s-gone",
}  # fmt: skip
_WORDS = {
    DRAFTS: msg("state-draft", "Draft"),
    WAITING: msg("state-waiting", "Waiting for approval"),
    RETURNED: msg("state-returned", "Given back"),
    APPROVED: msg("state-approved", "Approved, not published"),
    PROPOSED: msg("state-proposed", "Changes to publish"),
    HELD: msg("state-held", "Embargo"),
    AHEAD: msg("state-ahead", "Dated ahead"),
    LIVE: msg("state-live", "Published"),
    WITHDRAWN: msg("state-withdrawn", "Withdrawn"),
    OVER: msg("state-over", "Expired"),
}
PAGE = 50
_ENDING = 14 * 86_400


class Row(msgspec.Struct, frozen=True):
    """A release in the list."""

    id: str
    source: str
    title: str
    about: str
    state: str
    sign: str
    words: Message
    when: Message
    at: float
    tabs: frozenset[str]


def id_of(source: str) -> str:
    """What stands for a release in addresses: never its path."""
    return blake2b(source.encode(), digest_size=8).hexdigest()


def row_of(
    head: Head, now: dt.datetime, zone: dt.tzinfo, regions: Mapping[str, str], *, proposed: bool, stands: str = "",
) -> Row:  # fmt: skip
    """The row of a release as of `now`. `regions` are names by code; `stands` is how it stands with who approves."""
    moment = now.timestamp()
    state = state_at(head.draft, head.opens, head.expires, moment)
    tabs = set(_tabs(head, state, moment))
    if proposed:
        tabs |= {PROPOSED, UNDONE}
    if stands:
        tabs |= {stands, UNDONE}
    shown = stands or (PROPOSED if proposed else _state(head, state))
    opens = dt.datetime.fromtimestamp(head.opens, zone)
    when = in_time(opens, now) if shown in (HELD, AHEAD) else short_day(dt.datetime.fromtimestamp(head.at, zone))
    names = [regions.get(ref.text, ref.text) for ref in (*head.categories, *head.regions)][:3]
    return Row(
        id_of(head.source), head.source, head.title, " \u00b7 ".join(names), state, SIGNS[shown], _WORDS[shown],
        when, head.at, frozenset(tabs),
    )  # fmt: skip


def _state(head: Head, state: str) -> str:
    if state == EMBARGOED:
        return AHEAD if head.opens <= head.at else HELD
    if head.withdrawn and state == PUBLIC:
        return WITHDRAWN
    return {DRAFT: DRAFTS, EXPIRED: OVER, PUBLIC: LIVE}[state]


def _tabs(head: Head, state: str, moment: float) -> Iterable[str]:
    if state in (DRAFT, EMBARGOED):
        yield UNDONE
    yield _state(head, state)
    if state == PUBLIC:
        if head.corrected:
            yield CORRECTED
        if head.expires is not None and head.expires - moment < _ENDING:
            yield ENDING


def choose(rows: Iterable[Row], tab: str, words: str) -> list[Row]:
    """The rows of a tab that hold all words, the newest first."""
    wanted = words.casefold().split()
    found = [each for each in rows if tab in each.tabs]
    if wanted:
        found = [
            row for row in found if all(word in f"{row.title} {row.about} {row.source}".casefold() for word in wanted)
        ]
    return sorted(found, key=lambda row: -row.at)


def counts(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many rows each tab has."""
    found = dict.fromkeys(TABS, 0)
    for row in rows:
        for tab in row.tabs:
            found[tab] += 1
    return found


def short_day(at: dt.datetime) -> Message:
    """A day, and its time."""
    return msg("day-and-time", "%(day)s, %(hour)s:%(minute)s", day=day(at.date()), hour=f"{at:%H}", minute=f"{at:%M}")


def clock(at: dt.datetime, zone: dt.tzinfo) -> Message:
    """A time of today: 14:02 WIB."""
    when = at.astimezone(zone)
    return msg("clock-time", "%(hour)s:%(minute)s %(zone)s", hour=f"{when:%H}", minute=f"{when:%M}", zone=f"{when:%Z}")


def in_time(at: dt.datetime, now: dt.datetime) -> Message:
    """How long it is until a moment, and when that is."""
    left = at - now
    days, hours = left.days, left.seconds // 3600
    if days > 0:
        return msg(
            "left-days", "in 1 day: %(when)s", many="in %(count)s days: %(when)s", count=days, when=short_day(at)
        )
    if hours > 0:
        return msg(
            "left-hours", "in 1 hour: %(when)s", many="in %(count)s hours: %(when)s", count=hours, when=short_day(at)
        )
    return msg(
        "left-minutes", "in 1 minute: %(when)s", many="in %(count)s minutes: %(when)s",
        count=max(1, left.seconds // 60), when=short_day(at),
    )  # fmt: skip
