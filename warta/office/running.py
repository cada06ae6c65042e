"""Turns saves into builds of the preview and into what the desk knows of the newsroom, by one thread that watches."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from warta.engine.live import Live
from warta.engine.whereto import PREVIEW
from warta.engine.workspace import Request, Workspace
from warta.errors import Problem, ProblemsFound, WartaError
from warta.newsroom.visibility import ALL_STATES
from warta.preview.session import Session
from warta.preview.watch import Watcher
from warta.settings import Settings, read_settings


class Running:
    """The newsroom while its desk is open: its preview, its model, and its settings as they were last good. Pages show
    releases of the states `shown`, and the one that they are about.
    """

    def __init__(self, site: Path, shown: frozenset[str] = ALL_STATES) -> None:
        self.site = site
        self.settings: Settings = read_settings(site)
        self.live = Live()
        self._space = Workspace()
        self._lock = threading.Lock()
        self._request = Request(site, site / PREVIEW, self.now(), shown, approved=False, preview=True)
        self.session = Session(self._request, self._space)
        self.problems: tuple[Problem, ...] = ()
        self._watcher: Watcher | None = None
        self._ended = threading.Event()

    def now(self) -> dt.datetime:
        """The time, in the newsroom's zone."""
        return dt.datetime.now(self.settings.zone).replace(microsecond=0)

    def rebuild(self, only: Iterable[str] | None = None) -> None:
        """Build the preview, and read the newsroom anew for the pages beside forms."""
        with self._lock:
            with contextlib.suppress(ProblemsFound):
                self.settings = read_settings(self.site)
            self._request = msgspec.structs.replace(self._request, now=self.now())
            state = self.session.rebuild(self._request, only=only)
            self.problems = state.problems
            try:
                self.live.refresh(self._request, self._space)
            except WartaError as error:
                if self.live.model is None:
                    raise
                if isinstance(error, ProblemsFound):
                    self.problems = error.problems

    def watch(self, told: Callable[[], None] = lambda: None) -> None:
        """Follow changes in a thread of its own until `end`."""
        self._watcher = Watcher(self.site)
        threading.Thread(target=self._follow, args=(self._watcher, told), daemon=True).start()

    def _follow(self, watcher: Watcher, told: Callable[[], None]) -> None:
        for changed in watcher.changes(lambda: 20.0):
            if self._ended.is_set():
                return
            if changed or self._is_due():
                with contextlib.suppress(WartaError):
                    self.rebuild(changed or None)
            told()

    def _is_due(self) -> bool:
        """Whether something appears or disappears by itself about now."""
        model = self.live.model
        return model is not None and model.site.until is not None and model.site.until <= self.now()

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        if self._watcher is not None:
            self._watcher.stop()
