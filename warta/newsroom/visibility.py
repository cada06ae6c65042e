"""Turns a release and the time into what may be seen of it: the one rule that everything public goes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from warta.content.documents import Release
from warta.newsroom.model import Due

PUBLIC, DRAFT, EMBARGOED, EXPIRED = "public", "draft", "embargoed", "expired"


def opens(release: Release) -> dt.datetime:
    """The moment from which a release may be public: its date, or the end of its embargo if that is later."""
    date = release.date.at
    return date if release.embargo is None else max(date, release.embargo.at)


def visibility(release: Release, now: dt.datetime) -> str:
    """`public`, `draft`, `embargoed` (before its date or its embargo's end) or `expired`, at `now`."""
    if release.draft:
        return DRAFT
    if now < opens(release):
        return EMBARGOED
    if release.expires is not None and now >= release.expires.at:
        return EXPIRED
    return PUBLIC


def due(releases: Iterable[Release], now: dt.datetime) -> list[Due]:
    """What appears and disappears by itself after `now`, soonest first."""
    found = []
    for release in releases:
        if release.draft:
            continue
        opened = opens(release)
        if opened > now:
            found.append(Due(opened, release.source, release.title))
        if release.expires is not None and release.expires.at > now:
            found.append(Due(release.expires.at, release.source, release.title, ends=True))
    return sorted(found, key=lambda each: (each.at, each.ends, each.source))


def next_change(releases: Iterable[Release], now: dt.datetime) -> dt.datetime | None:
    """The first moment after `now` at which a release appears or disappears by itself."""
    return min((each.at for each in due(releases, now)), default=None)
