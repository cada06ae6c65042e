"""Turns what happens in a newsroom's folders into sets of changed paths, one set for each burst of saves."""

from __future__ import annotations

import contextlib
import errno
import logging
import queue
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from warta.extensions import FILE_NAME as EXTENSIONS
from warta.messages import Message, msg
from warta.settings import FILE_NAME as CONFIG

FOLDERS = ("content", "themes")
# a folder that goes away is news to the watcher, not to the person at the terminal
logging.getLogger("watchdog").addHandler(logging.NullHandler())
logging.getLogger("watchdog").propagate = False
_SETTLE = 0.03  # seconds of quiet that end a burst: an editor's save-all is one
_LONGEST = 1.0  # seconds after which a burst is passed on even if it goes on
_WAIT = 1.0  # seconds
_PROBE = 1.0  # seconds to wait for the event of our own file
_QUIET = frozenset(("opened", "closed_no_write"))


class _Collector(FileSystemEventHandler):
    """Passes on what concerns the newsroom."""

    def __init__(self, site: Path, found: queue.SimpleQueue[str], gone: set[str]) -> None:
        self._site = site
        self._gone = gone
        self._found = found

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Put the paths of an event into the queue."""
        if event.event_type in _QUIET:
            return
        if event.event_type in ("deleted", "moved") and Path(str(event.src_path)).parent == self._site:
            self._gone.add(Path(str(event.src_path)).name)
        for path in (event.src_path, event.dest_path):
            if path and self._concerns(Path(str(path))):
                self._found.put(str(path))
                if event.is_directory and event.event_type != "modified":
                    # of the files in a folder that came or went not all are told of; the whole tree is to be looked at
                    self._found.put(str(self._site / Path(str(path)).relative_to(self._site).parts[0]))

    def _concerns(self, path: Path) -> bool:
        try:
            parts = path.relative_to(self._site).parts
        except ValueError:
            return False
        if not parts or any(part.endswith("~") for part in parts):
            return False
        if any(part.startswith(".") for part in parts) and parts[:2] != ("content", "static"):
            return False  # of those in static/ some are published, such as .htaccess
        return parts[0] in FOLDERS or parts in ((CONFIG,), (EXTENSIONS,))


class Watcher:
    """Watches a newsroom's content, themes and settings, and its code. `notice` is what a person should know of how."""

    def __init__(self, site: Path, *, poll: bool = False) -> None:
        self._site = site.resolve()
        self._found: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._watches: dict[str, tuple[int, ObservedWatch]] = {}
        self._gone: set[str] = set()
        self.notice: Message | None = None
        self._observer = self._polling() if poll else self._told()

    def _told(self) -> BaseObserver:
        """An observer that the system tells of changes; where it cannot or does not, one that looks by itself."""
        observer = Observer()
        try:
            self._start(observer)
            told = self._is_told()
        except OSError as error:
            with contextlib.suppress(Exception):  # a half-started observer has nothing left to stop
                observer.stop()
            if error.errno not in (errno.ENOSPC, errno.EMFILE, errno.ENOSYS):
                raise
            self.notice = msg(
                "polling-no-room",
                "Looking for changes every second, because the system has no room to watch more files.",
            )
            return self._polling()
        if not told:
            observer.stop()
            observer.join()
            self.notice = msg(
                "polling-not-told", "Looking for changes every second, because this disk does not tell of changes."
            )
            return self._polling()
        return observer

    def _polling(self) -> BaseObserver:
        observer = PollingObserver(timeout=1)
        self._watches.clear()
        self._start(observer)
        return observer

    def _start(self, observer: BaseObserver) -> None:
        handler = _Collector(self._site, self._found, self._gone)
        observer.schedule(handler, str(self._site), recursive=False)
        self._watch_folders(observer)
        observer.start()

    def _watch_folders(self, observer: BaseObserver) -> None:
        """Watch the folders that are there now; one that was exchanged for another is watched anew."""
        for name in FOLDERS:
            path = self._site / name
            number = path.stat().st_ino if path.is_dir() else 0
            known, watch = self._watches.get(name, (0, None))
            if number == known and name not in self._gone:
                continue
            self._gone.discard(name)
            if watch is not None:
                del self._watches[name]
                with contextlib.suppress(KeyError, OSError):
                    observer.unschedule(watch)
            if number:
                handler = _Collector(self._site, self._found, self._gone)
                self._watches[name] = (number, observer.schedule(handler, str(path), recursive=True))

    def _is_told(self) -> bool:
        """Whether a file that we make in a new folder of the newsroom is told to us.

        The folder is one that is not watched yet, so that this fails where the others took the last room there was:
        of folders deep in the tree watchdog does not say that they found none. Raises OSError then.
        """
        heard: queue.SimpleQueue[str] = queue.SimpleQueue()

        class Listener(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                heard.put(str(event.src_path))

        try:
            folder = tempfile.TemporaryDirectory(prefix=".warta-probe-", dir=self._site)
        except OSError:
            return True
        with folder as place:
            observer = Observer()
            observer.schedule(Listener(), place, recursive=False)
            observer.start()
            try:
                (Path(place) / "probe").touch()
                heard.get(timeout=_PROBE)
            except queue.Empty:
                return False
            finally:
                observer.stop()
                observer.join()
        return True

    def changes(self, patience: Callable[[], float | None]) -> Iterator[frozenset[str]]:
        """Each burst of changes as the paths concerned; an empty set when `patience` (seconds, None: for ever) ran out.

        A file that is saved by being replaced, and many files saved together, are one burst.
        """
        while True:
            first = self._first(patience())
            if first is None:
                yield frozenset()
                continue
            burst = {first}
            end = time.monotonic() + _LONGEST
            with contextlib.suppress(queue.Empty):
                while time.monotonic() < end:
                    burst.add(self._found.get(timeout=_SETTLE))
            self._watch_folders(self._observer)
            yield frozenset(burst)

    def _first(self, seconds: float | None) -> str | None:
        """The next path, or None when `seconds` (None: for ever) ran out.

        It waits a second at a time: an interrupt that comes just before a wait begins is only seen when it ends.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            left = _WAIT if end is None else min(_WAIT, end - time.monotonic())
            if left <= 0:
                return None
            with contextlib.suppress(queue.Empty):
                return self._found.get(timeout=left)

    def stop(self) -> None:
        """End watching."""
        self._observer.stop()
        self._observer.join()
