"""Turns what people do at the desk into lines of a journal that only grows: who, what, when, and to which bytes.

Each line names the digest of the one before it, so that a line that was changed or taken out is seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from warta.durable import append_line, cut_to, write_whole

CREATE, SAVE, PROPOSE, PUBLISH, CORRECT, WITHDRAW, UNDO, RESTORE, DROP = (
    "create save propose publish correct withdraw undo restore drop".split()
)
BUILT, DEPLOYED, FAILED, BACK, ON = "built deployed failed back on".split()
OUTSIDE = "outside"
IN_FILE = frozenset((CREATE, SAVE, PUBLISH, CORRECT, WITHDRAW, UNDO, RESTORE, OUTSIDE))
"""What puts the bytes that are named into the release's own file."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was done. `path` is the file below content/, `digest` that of the bytes that came of it, `base`
    that of those before, `prev` the digest of the line before.
    """

    at: dt.datetime
    who: str
    act: str
    path: str = ""
    digest: str = ""
    base: str = ""
    note: str = ""
    prev: str = ""


class Journal:
    """The journal of a newsroom, a file for each month; lines are added to the newest file alone, whatever the clock
    says, so that they stand in their order. Another desk of the newsroom may write it too, never at the same moment.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.cut = self._cut_half_line()
        self.events: list[Event] = []
        self._last, self._end = "", ("", -1)
        self.catch_up()

    def add(self, event: Event) -> Event:
        """Write an event down before anything is answered."""
        self.catch_up()
        event = msgspec.structs.replace(event, prev=self._last)
        line = msgspec.json.encode(event)
        append_line(self._folder / max(self._end[0], f"{event.at:%Y-%m}.jsonl"), line)
        self._last = sha256(line).hexdigest()
        self.events.append(event)
        self._end = self._newest()
        return event

    def take_back(self) -> None:
        """Take away the line that was added last: what it says did not come about, and nobody was told of it."""
        line = msgspec.json.encode(self.events[-1])
        name, size = self._end
        cut_to(self._folder / name, size - len(line) - 1)
        self._end = "", -1
        self.catch_up()

    def catch_up(self) -> None:
        """Read the journal when there is something in it that was not written here."""
        newest = self._newest()
        if newest != self._end:
            self.events = [event for event, _ in self._lines()]
            self._last, self._end = self._last_digest(), newest

    def _newest(self) -> tuple[str, int]:
        file = max(self._folder.glob("*.jsonl"), default=None)
        return (file.name, file.stat().st_size) if file is not None else ("", 0)

    def of(self, path: str) -> list[Event]:
        """What was done to a release, the oldest first."""
        return [event for event in self.events if event.path == path]

    def broken(self) -> list[str]:
        """The places whose line before them is not the one that was written, as `2026-11.jsonl:4`."""
        found, last = [], ""
        for name, number, line in self._raw():
            try:
                event = msgspec.json.decode(line, type=Event)
            except msgspec.DecodeError:
                found.append(f"{name}:{number}")
                continue
            if event.prev != last:
                found.append(f"{name}:{number}")
            last = sha256(line).hexdigest()
        return found

    def _raw(self) -> Iterator[tuple[str, int, bytes]]:
        for file in sorted(self._folder.glob("*.jsonl")):
            for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
                if line:
                    yield file.name, number, line

    def _lines(self) -> Iterator[tuple[Event, bytes]]:
        for _, _, line in self._raw():
            try:
                yield msgspec.json.decode(line, type=Event), line
            except msgspec.DecodeError:
                continue

    def _last_digest(self) -> str:
        lines = [line for _, _, line in self._raw()]
        return sha256(lines[-1]).hexdigest() if lines else ""

    def _cut_half_line(self) -> bool:
        """Take away a last line that a crash left by half; nothing that was confirmed is in it."""
        files = sorted(self._folder.glob("*.jsonl"))
        data = files[-1].read_bytes() if files else b""
        if not data or data.endswith(b"\n"):
            return False
        write_whole(files[-1], data[: data.rfind(b"\n") + 1])
        return True
