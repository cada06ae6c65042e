"""Says what the work on one item may take of a machine, and why it was given up."""

from __future__ import annotations

import msgspec

TIME, MEMORY, DIED = "time", "memory", "died"
"""Why work was given up."""


class Limits(msgspec.Struct, frozen=True):
    """What one item may take: seconds of processor time, seconds by the clock, bytes of memory."""

    seconds: int
    patience: int
    memory: int
