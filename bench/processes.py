"""Turns commands into what they cost: seconds, processor seconds and memory of all their processes together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02  # seconds between two looks at the memory


class CommandFailed(Exception):
    """A command that was to be measured ended with an error; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: seconds on the clock, and of processors (user and system)."""

    wall: float
    cpu: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a new process and wait for it. Raises CommandFailed."""
    started = time.perf_counter()
    with _started(command, folder) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str], folder: Path) -> int | None:
    """The most memory in bytes that a command and all processes it starts ever held together, shared pages once.

    Looks every 20 ms, so it slows the command down: not for a run that is timed. None where the system does not tell.
    Raises CommandFailed.
    """
    peak = 0
    with _started(command, folder) as process:
        while process.poll() is None:
            peak = max(peak, sum(_memory_of(pid) for pid in _session(process.pid)))
            time.sleep(_EVERY)
    return peak or None


@contextlib.contextmanager
def _started(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, all of which ends with this run, however that ends. Raises CommandFailed."""
    with _log(folder).open("w+b") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield process
        finally:
            if process.returncode != 0:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if process.returncode:
        raise CommandFailed(f"{process.args!r} ended with {process.returncode}:\n{said(folder)[-2000:]}")


def said(folder: Path) -> str:
    """What the last command that ran in `folder` wrote to the terminal."""
    return _log(folder).read_text(encoding="utf-8", errors="replace")


def _log(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.log")


def _session(leader: int) -> list[int]:
    """The processes of a session: the leader and all that descend from it, whoever their parent is now."""
    found = []
    for name in os.listdir("/proc") if Path("/proc/self/smaps_rollup").exists() else ():  # noqa: PTH208
        if name.isdecimal():
            try:
                fields = Path("/proc", name, "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            except OSError:  # it ended
                continue
            if int(fields.split()[3]) == leader:
                found.append(int(name))
    return found


def _memory_of(pid: int) -> int:
    """The proportional set size: a page that three processes share counts a third for each."""
    try:
        rows = Path("/proc", str(pid), "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it ended
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")), 0)
