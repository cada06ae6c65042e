"""Turns this computer's clock and the times that servers tell into the time that an entry may bear, or into why none.

An entry with a time that has not come yet would be false for ever, and each honest one after it would seem older. So
nothing is signed while the servers that can be asked say another time; where an entry of the future is in the log all
the same, the next ones bear their own true time, and say beside it how far the log was ahead.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from warta.deploy.host import CannotDeploy
from warta.messages import Message, msg
from warta.trust.record import Fact, Record, moment

_APART = dt.timedelta(minutes=10)


class Told(msgspec.Struct, frozen=True):
    """The times by other clocks: that of the site's own server (None: nobody answers), and those of neighbours."""

    site: dt.datetime | None = None
    neighbours: tuple[dt.datetime, ...] = ()

    @property
    def all(self) -> tuple[dt.datetime, ...]:
        """All of them, that of the site first."""
        return (*((self.site,) if self.site else ()), *self.neighbours)

    def confirm(self, now: dt.datetime) -> bool:
        """Whether it may be that time: the site's own server says so, or more than half of all; where it is silent, any
        neighbour. So a neighbour whose clock is wrong, or that lies, neither stops a deploy nor lets a wrong time pass.
        """
        agreeing = sum([abs(now - each) <= _APART for each in self.neighbours])
        if self.site is None:
            return agreeing > 0 or not self.neighbours
        return abs(now - self.site) <= _APART or agreeing * 2 > len(self.all)


def times_for(record: Record, now: dt.datetime, told: Told, *, sure: bool) -> Fact:
    """What an entry behind this record says of its time: `logged`, and `ahead` where an earlier entry bears a later
    time. `told` are the times by other clocks; `sure` says that a person vouches for ours. Raises CannotDeploy.
    """
    if not sure:
        _compare(now, told)
    last = max([str(line.fact["logged"]) for line in record], default="")
    if moment(now) >= last:
        return {"logged": moment(now)}
    if moment(now + _APART) >= last:  # clocks of two machines are never quite the same
        return {"logged": last}
    if not told.all and not sure:
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


def _compare(now: dt.datetime, told: Told) -> None:
    if told.confirm(now):
        return
    told_now = moment(told.all[0])
    if now > told.all[0]:
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
