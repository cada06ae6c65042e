"""Turns this computer's clock and the times that servers tell into the time that an entry may bear, or into why none.

An entry with a time that has not come yet would be false for ever, and each honest one after it would seem older. So
nothing is signed while every server that can be asked says another time; where an entry of the future is in the log all
the same, the next ones bear their own true time, and say beside it how far the log was ahead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from warta.deploy.host import CannotDeploy
from warta.messages import Message, msg
from warta.trust.record import Fact, Record, moment

_APART = dt.timedelta(minutes=10)


def times_for(record: Record, now: dt.datetime, told: Sequence[dt.datetime], *, sure: bool) -> Fact:
    """What an entry behind this record says of its time: `logged`, and `ahead` where an earlier entry bears a later
    time. `told` are the times by other clocks; `sure` says that a person vouches for ours. Raises CannotDeploy.
    """
    if told and not sure:
        _compare(now, told)
    last = max([str(line.fact["logged"]) for line in record], default="")
    if moment(now) >= last:
        return {"logged": moment(now)}
    if moment(now + _APART) >= last:  # clocks of two machines are never quite the same
        return {"logged": last}
    if not told and not sure:
        raise CannotDeploy(
            msg(
                "log-clock",
                "the clock of this computer says %(now)s, and the log has an entry of %(last)s: the clock is set back, "
                "or that entry was signed while a clock was ahead. No server could be asked for the time. Nothing was "
                "deployed. Set the clock right; if it is right, say so: deploy --clock-is-right.",
                now=moment(now),
                last=last,
            )
        )
    return {"logged": moment(now), "ahead": last}


def ahead_of(fact: Fact, now: dt.datetime) -> Message | None:
    """Why an entry of keys, which bears the time when they were made, must not be signed yet; None where it may."""
    if str(fact["logged"]) <= moment(now + _APART):
        return None
    return msg(
        "keys-ahead",
        "the keys were made while a clock was ahead: they bear the time %(at)s, which has not come. Nothing was "
        "deployed. Before the first deploy take them away and run 'trust init' again; later run 'trust rotate' again.",
        at=str(fact["logged"]),
    )


def _compare(now: dt.datetime, told: Sequence[dt.datetime]) -> None:
    if min(told) - _APART <= now <= max(told) + _APART:
        return
    told_now = moment(max(told) if now > max(told) else min(told))
    if now > max(told):
        raise CannotDeploy(
            msg(
                "log-clock-ahead",
                "the clock of this computer is ahead: it says %(now)s, and servers say %(told)s. An entry of the log "
                "with a time that has not come would be false for ever. Nothing was deployed. Set the clock right; if "
                "it is right and theirs are not, say so: deploy --clock-is-right.",
                now=moment(now),
                told=told_now,
            )
        )
    raise CannotDeploy(
        msg(
            "log-clock-behind",
            "the clock of this computer is behind: it says %(now)s, and servers say %(told)s. Nothing was deployed. "
            "Set the clock right; if it is right and theirs are not, say so: deploy --clock-is-right.",
            now=moment(now),
            told=told_now,
        )
    )
