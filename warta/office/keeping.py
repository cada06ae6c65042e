"""Turns a changed text into its file, so that whatever happens nothing that was confirmed is lost and nothing is half.

The order is: the version by its digest, the line of the journal, the file by one rename, the answer. What a crash cuts
off between the journal and the file is carried out at the next start.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from warta.approvals import ACCEPT, ASKED, CREATE, IN_FILE, OUTSIDE, Event
from warta.durable import sweep, write_whole
from warta.engine.lock import exclusive
from warta.office.journal import Journal
from warta.office.versions import Versions, digest_of

FOLDER = "desk"
"""The folder of a newsroom that holds what its desk remembers; no build reads it."""


class Moved(Exception):
    """The file is not what the change was made from; `data` is what lies there (None: nothing)."""

    def __init__(self, data: bytes | None) -> None:
        super().__init__("moved")
        self.data = data


class LeadsOut(OSError):
    """A link leads out of the newsroom; the desk neither reads nor writes there."""


class Keeper:
    """Keeps the texts of one newsroom."""

    def __init__(self, site: Path) -> None:
        self.content = site / "content"
        self.folder = site / FOLDER
        self.told: Callable[[], None] = lambda: None
        """Is called after each line of the journal, and must neither wait nor fail."""
        self._threads = threading.RLock()
        self._inside = False
        for name in ("work", "proposals", "versions", "journal"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        with self.alone():
            sweep(self.folder)
            sweep(self.content / "releases")
            self.versions = Versions(self.folder / "versions")
            self.journal = Journal(self.folder / "journal")
            self._carry_out()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else at this desk, or at another one of this newsroom, changes anything meanwhile."""
        with self._threads:
            if self._inside:  # by this very thread
                yield
                return
            with exclusive(self.folder / "work"):
                self._inside = True
                try:
                    yield
                finally:
                    self._inside = False

    def read(self, source: str) -> bytes | None:
        """The bytes of a text; None: there is none."""
        try:
            return self.place(source).read_bytes()
        except (FileNotFoundError, NotADirectoryError, LeadsOut):
            return None

    def place(self, source: str) -> Path:
        """Where a file below content/ lies. Raises LeadsOut when it, or a folder above it, is a link to elsewhere."""
        path = self.content / source
        if not self.holds(path):
            raise LeadsOut(str(path))
        return path

    def holds(self, path: Path) -> bool:
        """Whether a path ends in content/ or in the desk's own folder, whatever links it goes through."""
        end = path.resolve()
        return end.is_relative_to(self.content.resolve()) or end.is_relative_to(self.folder.resolve())

    def save(  # noqa: PLR0913 - the parts of an event
        self, source: str, before: bytes | None, after: bytes, act: str, who: str, note: str = "", of: str = ""
    ) -> str:
        """Put `after` in the place of `before` (None: of nothing); its digest. Raises Moved when something else lies
        there, and OSError; in both cases the file is as it was.
        """
        with self.alone():
            self.journal.catch_up()
            now = self.read(source)
            if now != before:
                raise Moved(now)
            base = ""
            if before is not None:
                base = self.versions.put(before)
                self._tell_of_others(source, base)
            digest = self.versions.put(after)
            self.journal.add(Event(_now(), who, act, source, digest, base, note, of=of))
            try:
                write_whole(self.place(source), after)
            except OSError:
                self.journal.take_back()  # or the next start would carry out what was said to have failed
                raise
        self.told()
        return digest

    def tell(  # noqa: PLR0913 - the parts of an event
        self, act: str, who: str, source: str = "", digest: str = "", base: str = "", note: str = "",
        at: dt.datetime | None = None, files: str = "",
    ) -> None:  # fmt: skip
        """Write down what was done (at `at`, else now) without a change of a release's own file."""
        with self.alone():
            self.journal.add(Event(at or _now(), who, act, source, digest, base, note, files=files))
        self.told()

    def judge(self, act: str, who: str, source: str, data: bytes, note: str = "", files: str = "") -> None:
        """Write down what somebody says of a version, which is kept."""
        with self.alone():
            self.journal.catch_up()
            self.journal.add(Event(_now(), who, act, source, self.versions.put(data), note=note, files=files))
        self.told()

    def notice(self, source: str) -> None:
        """Write down what others made of a release's own file."""
        with self.alone():
            self.journal.catch_up()
            if (data := self.read(source)) is not None:
                self._tell_of_others(source, self.versions.put(data))

    def accept_all(self, sources: Iterable[str], files: Callable[[str, bytes], str]) -> None:
        """From now on approvals are asked for: what is public is taken as it lies there."""
        with self.alone():
            events = [Event(_now(), "", ASKED)]
            for source in sources:
                if (data := self.read(source)) is not None:
                    digest = self.versions.put(data)
                    events.append(Event(_now(), "", ACCEPT, source, digest, files=files(source, data)))
            self.journal.add_all(events)

    def _tell_of_others(self, source: str, digest: str) -> None:
        """Write down that a file has bytes which nobody at the desk gave it."""
        last = next((each for each in reversed(self.journal.of(source)) if each.act in IN_FILE), None)
        if last is not None and last.digest != digest:
            self.journal.add(Event(_now(), "", OUTSIDE, source, digest, last.digest))

    def _carry_out(self) -> None:
        """Finish the last save, if a crash came between its line and its file."""
        last = next((each for each in reversed(self.journal.events) if each.act in IN_FILE), None)
        if last is None or last.act == OUTSIDE:
            return
        now, data = self.read(last.path), self.versions.get(last.digest)
        if data is None or now == data:
            return
        untouched = now is not None and digest_of(now) == last.base
        if untouched or (now is None and last.act == CREATE and not last.base):
            write_whole(self.place(last.path), data)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
