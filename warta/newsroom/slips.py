"""Turns the dates of a shard's releases into warnings of those that look like slips, each with the moment it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from warta.content.heads import Head
from warta.errors import Problem
from warta.messages import day, msg
from warta.newsroom.shards import Shard
from warta.newsroom.visibility import APPEARS, DISAPPEARS, WITHDRAWN, changes_of

_YEAR = dt.timedelta(days=366).total_seconds()


class Slip(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A date that looks like a slip before the moment `until` (seconds of the epoch)."""

    until: float
    problem: Problem


def slips(shard: Shard) -> tuple[Slip, ...]:
    """The dates that look like slips while they are ahead: of releases that are to appear more than a year later, and
    of corrections and withdrawals, which are mostly written when they are to be read.
    """
    return tuple([slip for head in shard.heads for slip in _slips_of(head)])


def _slips_of(head: Head) -> Iterator[Slip]:
    zone = dt.datetime.fromisoformat(head.date).tzinfo
    for at, change in changes_of(head):
        on = day(dt.datetime.fromtimestamp(at, zone))
        if change == APPEARS:
            message = msg("appears-late", "appears on %(day)s, more than a year from now. Is the year right?", day=on)
            yield Slip(at - _YEAR, Problem(f"content/{head.source}", 0, message))
        elif change == WITHDRAWN:
            message = msg(
                "withdrawal-ahead",
                "the withdrawal is dated %(day)s, and shown from then on alone. Is the date right?",
                day=on,
            )
            yield Slip(at, Problem(f"content/{head.source}", 0, message))
        elif change != DISAPPEARS:
            message = msg(
                "correction-ahead",
                "a correction is dated %(day)s, and shown from then on alone. Is the date right?",
                day=on,
            )
            yield Slip(at, Problem(f"content/{head.source}", 0, message))
