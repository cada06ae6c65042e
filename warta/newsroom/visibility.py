"""Turns a release and a moment into what may be seen of it: the one rule that everything public goes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from warta.content.documents import Release
from warta.content.heads import Head

PUBLIC, DRAFT, EMBARGOED, EXPIRED = "public", "draft", "embargoed", "expired"
ALL_STATES = frozenset((PUBLIC, DRAFT, EMBARGOED, EXPIRED))


APPEARS, CORRECTED, WITHDRAWN, DISAPPEARS = "appears", "corrected", "withdrawn", "disappears"
"""What happens to a release by itself, in the order in which it is told of one moment."""
CHANGES = (APPEARS, CORRECTED, WITHDRAWN, DISAPPEARS)


class Due(msgspec.Struct, frozen=True, gc=False):
    """What happens to a release by itself at `at`: `change` is one of `CHANGES`.

    It is told in logs that anybody may read, so no word of the release is in it.
    """

    at: dt.datetime
    source: str
    change: str = APPEARS


class Hidden(msgspec.Struct, frozen=True, gc=False):
    """How many releases are not public, and what changes next by itself: all that is due at one moment."""

    drafts: int = 0
    embargoed: int = 0
    expired: int = 0
    due: tuple[Due, ...] = ()

    @property
    def next_change(self) -> dt.datetime | None:
        """When the next one changes; None: never by itself."""
        return self.due[0].at if self.due else None


def state_at(draft: bool, opens: float, expires: float | None, moment: float) -> str:  # noqa: FBT001
    """`public`, `draft`, `embargoed` (before its date or its embargo's end) or `expired`.

    Times are in seconds of the epoch.
    """
    if draft:
        return DRAFT
    if moment < opens:
        return EMBARGOED
    if expires is not None and moment >= expires:
        return EXPIRED
    return PUBLIC


def opens(release: Release) -> dt.datetime:
    """The moment from which a release may be public: its date, or the end of its embargo if that is later."""
    date = release.date.at
    return date if release.embargo is None else max(date, release.embargo.at)


def visibility(release: Release, now: dt.datetime) -> str:
    """What may be seen of a release at `now` (aware)."""
    expires = release.expires.at.timestamp() if release.expires else None
    return state_at(release.draft, opens(release).timestamp(), expires, now.timestamp())


def changes_of(head: Head) -> Iterator[tuple[float, str]]:
    """What happens to a release by itself, and when (seconds of the epoch); never anything to a draft.

    Corrections and a withdrawal change it while it is public; of those that are dated before, it has them from the
    beginning.
    """
    if head.draft:
        return
    yield head.opens, APPEARS
    for note in head.notes:
        if note > head.opens and (head.expires is None or note < head.expires):
            yield note, WITHDRAWN if note == head.withdrawn_at else CORRECTED
    if head.expires is not None:
        yield head.expires, DISAPPEARS


def due(heads: Iterable[Head], now: dt.datetime) -> list[Due]:
    """What changes by itself after `now`, soonest first; times in the zone of `now`."""
    moment = now.timestamp()
    found = [Due(_at(at, now), head.source, change) for head in heads for at, change in changes_of(head) if at > moment]
    return sorted(found, key=lambda each: (each.at, CHANGES.index(each.change), each.source))


def _at(moment: float, now: dt.datetime) -> dt.datetime:
    return dt.datetime.fromtimestamp(moment, now.tzinfo)
