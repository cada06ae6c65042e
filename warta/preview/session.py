"""Turns builds into the state of a preview: the last good site, or what stands in its way."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from warta.engine.build import build
from warta.engine.workspace import Progress, Report, Request, Workspace
from warta.errors import Problem, ProblemsFound, WartaError, reason
from warta.messages import msg


class State(msgspec.Struct, frozen=True):
    """What the browser may see: the files of the last good build, and the problems of the newest, if it failed.

    `version` changes with every build whose outcome differs from the one before, `since`; `changed` are the files in
    which they differ (None: a page of problems comes or goes).
    """

    version: str = ""
    since: str = ""
    changed: frozenset[str] | None = None
    root: Path = Path()
    claimed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    report: Report | None = None


class Session:
    """The builds of one preview. Any thread may read `state` and wait for a new version."""

    def __init__(self, request: Request, space: Workspace | None = None) -> None:
        self._request = request
        self._space = space or Workspace()
        self._changed = threading.Condition()
        self._start = time.time_ns()
        self._number = 0
        self._open: Counter[str] = Counter()
        self.state = State(version=self._version(), root=request.output)

    def _version(self) -> str:
        return f"{self._start:x}-{self._number}"

    def rebuild(
        self,
        request: Request | None = None,
        *,
        only: Iterable[str] | None = None,
        progress: Progress = lambda stage, done, total: None,
    ) -> State:
        """Build, keep the outcome, and wake those who wait. No mistake of content, theme or settings ends a preview.

        `only` are the paths in which something changed since the last build, when the caller knows.
        """
        self._request = msgspec.structs.replace(request or self._request, open=frozenset(self._open))
        before = self.state

        def placed(report: Report) -> None:
            self._show(before, State("", "", None, before.root, report.claimed, (), report))

        try:
            report = build(self._request, progress=progress, space=self._space, only=only, placed=placed)
        except ProblemsFound as found:
            return self._show(before, msgspec.structs.replace(self.state, problems=found.problems))
        except WartaError as error:
            problem = Problem("", 0, error.message)
            return self._show(before, msgspec.structs.replace(self.state, problems=(problem,)))
        except OSError as error:
            problem = Problem(str(error.filename or ""), 0, msg("cannot-be-read", "cannot be read.", reason(error)))
            return self._show(before, msgspec.structs.replace(self.state, problems=(problem,)))
        except Exception as error:  # noqa: BLE001 - whatever was found in a file, the next save is looked at again
            words = f"{type(error).__name__}: {error}"
            problem = Problem(
                "", 0, msg("warta-failed", "Warta itself failed (%(words)s). Please report it.", words=words)
            )
            return self._show(before, msgspec.structs.replace(self.state, problems=(problem,)))
        state = State("", "", None, before.root, report.claimed, (), report)
        if self.state is before:
            return self._show(before, state)
        # the readers were told when its files were in place
        known = self.state
        self.state = msgspec.structs.replace(state, version=known.version, since=known.since, changed=known.changed)
        return self.state

    def _show(self, before: State, state: State) -> State:
        """Let a state be seen; those who wait for another one are woken."""
        now = self.state
        if self._is_the_same(before, state):
            self.state = msgspec.structs.replace(state, version=now.version, since=now.since, changed=now.changed)
            return self.state
        report = None if now.problems or state.problems or now.report is None else state.report
        changed = None if report is None else frozenset((*report.written, *report.deleted))
        with self._changed:
            self._number += 1
            self.state = msgspec.structs.replace(state, version=self._version(), since=now.version, changed=changed)
            self._changed.notify_all()
        return self.state

    @staticmethod
    def _is_the_same(before: State, after: State) -> bool:
        """Whether the browser would see what it sees already."""
        if before.problems or after.problems or before.report is None or after.report is None:
            return bool(after.problems) and before.problems == after.problems
        return not (after.report.written or after.report.deleted)

    @contextlib.contextmanager
    def looked_at(self, path: str) -> Iterator[None]:
        """While somebody has this file open, it is the first to be made anew."""
        with self._changed:
            self._open[path] += 1
        try:
            yield
        finally:
            with self._changed:
                self._open[path] -= 1
                self._open += Counter()  # without those that nobody has open any more

    def wait(self, version: str, seconds: float) -> State:
        """The state as soon as its version is not `version`, at the latest after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version != version, timeout=seconds)
            return self.state
