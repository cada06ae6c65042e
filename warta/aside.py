"""Turns an item that may take for ever into a task's result, or into the reason why there is none, in a process apart.

Python cannot take time or memory back from a call that runs; a system can, by ending its process. The process is
started for the first item, serves the next ones, and is replaced when it was ended. It ends itself: by a clock that
needs nothing of the interpreter, and where the system has them, by limits on its processor time and its memory. So the
same holds on every system, in every thread, and in worker processes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from warta.limits import DIED, MEMORY, TIME, Limits
from warta.messages import msg
from warta.workers import TaskFailed

_START = (
    "import sys, pickle; given = sys.stdin.buffer; sys.path[:] = pickle.load(given); "
    "from warta.aside import serve; serve(given)"
)
_FAILURES = (EOFError, OSError, pickle.UnpicklingError)


class GaveUp(Exception):
    """There is no result. `why` is TIME, MEMORY or DIED."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Aside:
    """Works on items in a process apart; `close` ends it. A task is picklable and takes one item."""

    def __init__(self, task: Callable[[Any], Any], limits: Limits) -> None:
        self._task, self._limits = task, limits
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, item: object) -> Any:
        """The result for an item. Raises GaveUp, and TaskFailed for what the task raises."""
        began = time.monotonic()
        try:
            process = self._process or self._start()
            assert process.stdin is not None and process.stdout is not None
            pickle.dump(item, process.stdin)
            process.stdin.flush()
            made, failure = pickle.load(process.stdout)
        except _FAILURES:
            late = time.monotonic() - began >= self._limits.seconds
            self.close()
            raise GaveUp(TIME if late else DIED) from None
        except BaseException:
            self.close()  # its answer would be taken for that to the next item
            raise
        if failure == MEMORY:
            self.close()  # what it holds is not worth keeping
            raise GaveUp(MEMORY)
        if failure:
            raise TaskFailed(msg("task-failed-apart", "a text could not be worked on:\n%(trace)s", trace=failure))
        return made

    def close(self) -> None:
        """End the process, where there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what it was not sent any more
                pipe.close()  # type: ignore[union-attr]
        process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-c", _START)
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._process = process
        assert process.stdin is not None
        for each in (sys.path, self._task, self._limits):
            pickle.dump(each, process.stdin)
        return process


def serve(given: Any) -> NoReturn:
    """The life of the process: items in, results out, until nobody is there any more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a task prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process; who asked answers it
    task, limits = pickle.load(given), pickle.load(given)
    nowhere = open(os.devnull, "w")  # noqa: PTH123, SIM115 - it is open as long as the process lives
    _limit_memory(limits.memory)
    while True:
        try:
            item = pickle.load(given)
        except _FAILURES:
            os._exit(0)
        faulthandler.dump_traceback_later(limits.patience, exit=True, file=nowhere)
        _limit_time(limits.seconds)
        answer = _answer(task, item)
        faulthandler.cancel_dump_traceback_later()
        try:
            answers.write(answer)
            answers.flush()
        except OSError:
            os._exit(0)


def _answer(task: Callable[[Any], Any], item: object) -> bytes:
    try:
        return pickle.dumps((task(item), ""))
    except MemoryError:
        return pickle.dumps((None, MEMORY))
    except Exception:  # noqa: BLE001 - whatever it is, who asked must hear of it
        return pickle.dumps((None, traceback.format_exc()))


def _limit_memory(most: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit, macOS refuses this one
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _limit_time(seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))
