"""Turns what became of each message into lines of a file that is only ever added to, and these into what is known.

A line is on the disk before a message is handed over, and another one after the answer. So a run that breaks off at
whatever moment sends nothing twice: of a message with the first line alone nobody can know, and a person decides.
The journal has no address of anybody, only its SHA-256 digest, by which who has the address finds the line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from warta.durable import append_line, cut_to
from warta.errors import Problem, ProblemsFound
from warta.messages import msg

NAME = "journal.jsonl"
BEGUN, SENT, REFUSED, LATER, LEFT = "begun", "sent", "refused", "later", "left"
"""What became of a message: handed over without an answer; taken; refused for good; refused for now; nobody knows, and
somebody decided that it is not sent again."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one message: `about` is the release (its address) or the week, `version` of that,
    `source` its file, `to` the digest of the person's address, `code` the server's answer.
    """

    at: str
    about: str
    version: str
    to: str
    step: str
    code: int = 0
    source: str = ""


class Journal:
    """The journal of one newsroom. Raises ProblemsFound for a file that is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: dict[tuple[str, str], dict[str, Line]] = {}
        for line in self._read():
            self._note(line)

    def _read(self) -> Iterable[Line]:
        if not self._path.exists():
            return
        data = self._path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):  # a power cut in the middle of a line: nothing was handed over before it was whole
            cut_to(self._path, whole)
        for number, text in enumerate(data[:whole].splitlines(), 1):
            try:
                yield msgspec.json.decode(text, type=Line)
            except msgspec.DecodeError:
                message = msg("journal-line", "is no line of a journal of mails. Restore the file from a copy.")
                raise ProblemsFound([Problem(str(self._path), number, message)]) from None

    def _note(self, line: Line) -> None:
        self._last.setdefault((line.about, line.to), {})[line.version] = line

    def add(self, line: Line) -> None:
        """Write a line, and return when the disk has it. Raises OSError, and then nothing is written."""
        append_line(self._path, msgspec.json.encode(line))
        self._note(line)

    def of(self, about: str, person: str) -> dict[str, Line]:
        """The last line of each version of something to a person, by version."""
        return self._last.get((about, digest_of(person)), {})

    def announced(self) -> dict[str, tuple[str, str, int]]:
        """What was announced: by what it is about the newest version, the source, and how many people got any."""
        found: dict[str, tuple[str, str, int]] = {}
        for (about, _), versions in self._last.items():
            got = [line for line in versions.values() if line.step in (SENT, BEGUN, LEFT)]
            if got:
                newest = max(got, key=lambda line: line.version)
                version, source, count = found.get(about, ("", "", 0))
                found[about] = max(version, newest.version), newest.source or source, count + 1
        return found


def digest_of(person: str) -> str:
    """What stands in the journal for a person."""
    return hashlib.sha256(person.encode()).hexdigest()[:32]
