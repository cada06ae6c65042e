"""Turns builds into the state of a preview: the last good site, or what stands in its way."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import msgspec

from warta.engine.build import build
from warta.engine.workspace import Progress, Report, Request, Workspace
from warta.errors import Problem, ProblemsFound, WartaError


class State(msgspec.Struct, frozen=True):
    """What the browser may see: the files of the last good build, and the problems of the newest, if it failed.

    `version` changes with every build whose outcome differs from the one before.
    """

    version: str = ""
    root: Path = Path()
    claimed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    report: Report | None = None


class Session:
    """The builds of one preview. Any thread may read `state` and wait for a new version."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._space = Workspace()
        self._changed = threading.Condition()
        self._start = time.time_ns()
        self._number = 0
        self.state = State(version=self._version(), root=request.output)

    def _version(self) -> str:
        return f"{self._start:x}-{self._number}"

    def rebuild(self, request: Request | None = None, *, progress: Progress = lambda stage, done, total: None) -> State:
        """Build, keep the outcome, and wake those who wait. No mistake of content, theme or settings ends a preview."""
        self._request = request or self._request
        before = self.state
        try:
            report = build(self._request, progress=progress, space=self._space)
        except ProblemsFound as found:
            state = msgspec.structs.replace(before, problems=found.problems)
        except WartaError as error:
            state = msgspec.structs.replace(before, problems=(Problem("", 0, str(error)),))
        except OSError as error:
            problem = Problem(str(error.filename or ""), 0, f"cannot be read: {error.strerror}.")
            state = msgspec.structs.replace(before, problems=(problem,))
        else:
            state = State(before.version, before.root, report.claimed, (), report)
        if self._is_the_same(before, state):
            self.state = state
            return state
        with self._changed:
            self._number += 1
            self.state = msgspec.structs.replace(state, version=self._version())
            self._changed.notify_all()
        return self.state

    @staticmethod
    def _is_the_same(before: State, after: State) -> bool:
        """Whether the browser would see what it sees already."""
        if before.problems or after.problems or before.report is None or after.report is None:
            return bool(after.problems) and before.problems == after.problems
        return not (after.report.written or after.report.deleted)

    def wait(self, version: str, seconds: float) -> str:
        """The version now, as soon as it is not `version`, at the latest after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version != version, timeout=seconds)
            return self.state.version
