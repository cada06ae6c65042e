"""The values that the desk editor reports: notes of rules, safe fixes, and findings with path and severity."""

from __future__ import annotations

import msgspec

from warta.messages import Message

ERROR, WARNING, NOTE, OFF = "error", "warning", "note", "off"
SEVERITIES = (ERROR, WARNING, NOTE, OFF)


class Fix(msgspec.Struct, frozen=True, order=True, gc=False):
    """A safe change: the lines `first` to `last` (from 1) become `lines`, which may be none.

    With `last` one less than `first` the lines are inserted before `first`.
    """

    first: int
    last: int
    lines: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True, gc=False):
    """A fault that a rule found, at a line of the file (from 1; 0 for the whole file), with its safe fixes."""

    line: int
    message: Message
    fixes: tuple[Fix, ...] = ()


class Finding(msgspec.Struct, frozen=True, order=True):
    """A note with its file (as the user knows it), the id of its rule, its severity, and the code or law behind it."""

    path: str
    line: int
    rule: str
    severity: str
    message: Message
    source: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def place(self) -> str:
        """`content/releases/banjir.md:4`"""
        return f"{self.path}:{self.line}" if self.line else self.path
