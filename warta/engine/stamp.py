"""Turns what an output folder holds for, a state of the newsroom and a span of time, into a file in it, and back.

The file is no part of the site. It is taken away before anything in the folder is changed, and comes back when all is
done, so a folder that a build left half has none.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import msgspec

from warta.engine.folder import Folder

FILE = ".warta-built"


class Stamp(msgspec.Struct, frozen=True):
    """The digest of all that the folder was built from but the time, and the span of `now` in which it holds."""

    inputs: bytes
    since: dt.datetime
    until: dt.datetime | None

    def holds(self, inputs: bytes, now: dt.datetime) -> bool:
        """Whether a build of these inputs at `now` would leave the very same folder."""
        return self.inputs == inputs and self.spans(now)

    def spans(self, now: dt.datetime) -> bool:
        """Whether `now` lies in the span."""
        return self.since <= now and (self.until is None or now < self.until)


def read_stamp(root: Path) -> Stamp | None:
    """What a folder says that it holds for; None where it does not say it."""
    try:
        return msgspec.json.decode((root / FILE).read_bytes(), type=Stamp)
    except (OSError, msgspec.DecodeError, RecursionError):
        return None


def write_stamp(folder: Folder, stamp: Stamp) -> None:
    """Let a folder say what it holds for. Where it cannot be written a deploy asks for another build, and no more."""
    with contextlib.suppress(OSError):
        folder.note(FILE, msgspec.json.encode(stamp))


def drop_stamp(root: Path) -> None:
    """Let a folder say nothing, before anything in it is changed."""
    (root / FILE).unlink(missing_ok=True)
