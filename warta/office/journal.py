"""Turns what people do at the desk into lines of a journal that only grows: who, what, when, and to which bytes.

Each line names the digest of the one before it, so that a line that was changed or taken out is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from warta.approvals import Event, Standing, after, breaks, digest_of_line, lines_of, read_line, standings
from warta.durable import append_line, cut_to, write_whole

BUILT, DEPLOYED, FAILED, BACK, ON, PERSON = "built deployed failed back on person".split()


class Journal:
    """The journal of a newsroom, a file for each month; lines are added to the newest file alone, whatever the clock
    says, so that they stand in their order. Another desk of the newsroom may write it too, never at the same moment.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.cut = self._cut_half_line()
        self.events: list[Event] = []
        self._standings: dict[str, Standing] = {}
        self._last, self._end = "", ("", -1)
        self.catch_up()

    def add(self, event: Event) -> Event:
        """Write an event down before anything is answered."""
        return self.add_all([event])[0]

    def add_all(self, events: Iterable[Event]) -> list[Event]:
        """Write events down at once, before anything is answered."""
        self.catch_up()
        lines, added, last = [], [], self._last
        for each in events:
            event = msgspec.structs.replace(each, prev=last)
            lines.append(msgspec.json.encode(event))
            last = digest_of_line(lines[-1])
            added.append(event)
        append_line(self._folder / max(self._end[0], f"{added[0].at:%Y-%m}.jsonl"), b"\n".join(lines))
        self._last = last
        self.events += added
        for event in added:
            if event.path:
                self._standings[event.path] = after(self.standing(event.path), event)
        self._end = self._newest()
        return added

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
            lines = list(lines_of(self._folder))
            self.events = [event for *_, line in lines if (event := read_line(line)) is not None]
            self._standings = standings(self.events)
            self._last, self._end = digest_of_line(lines[-1][2]) if lines else "", newest

    def _newest(self) -> tuple[str, int]:
        file = max(self._folder.glob("*.jsonl"), default=None)
        return (file.name, file.stat().st_size) if file is not None else ("", 0)

    def of(self, path: str) -> list[Event]:
        """What was done to a release, the oldest first."""
        return [event for event in self.events if event.path == path]

    def standing(self, path: str) -> Standing:
        """How a release stands with those who approve."""
        return self._standings.get(path, Standing())

    @property
    def standings(self) -> Mapping[str, Standing]:
        """How every release stands that something was done to."""
        return self._standings

    def broken(self) -> list[str]:
        """The places whose line before them is not the one that was written, as `2026-11.jsonl:4`."""
        return [f"{name}:{number}" for name, number in breaks(lines_of(self._folder))]

    def _cut_half_line(self) -> bool:
        """Take away a last line that a crash left by half; nothing that was confirmed is in it."""
        files = sorted(self._folder.glob("*.jsonl"))
        data = files[-1].read_bytes() if files else b""
        if not data or data.endswith(b"\n"):
            return False
        write_whole(files[-1], data[: data.rfind(b"\n") + 1])
        return True
