"""Holds what of a newsroom and of a run decides how a date is understood, besides the time zone."""

from __future__ import annotations

import datetime as dt

import msgspec


class Calendar(msgspec.Struct, frozen=True, gc=False):
    """`today` only makes lines to paste, such as for "besok"; no date is ever read by it. With `day_first` 05/11/2026
    is the fifth of November, and is not asked about.
    """

    today: dt.date | None = None
    day_first: bool = False
