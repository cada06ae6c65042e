"""Turns two builds at once into one after the other."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO

from warta.errors import WartaError
from warta.messages import msg

_PATIENCE = 120.0


class Busy(WartaError):
    """Another build of this newsroom did not end in time."""


@contextlib.contextmanager
def exclusive(
    folder: Path, *, waiting: Callable[[], None] = lambda: None, patience: float = _PATIENCE
) -> Iterator[None]:
    """Hold the lock of a newsroom's working folder; wait up to two minutes for another build, telling `waiting`.

    The system lets go of the lock when the process ends, however it ends. Raises Busy.
    """
    with _lock_file(folder) as file:
        end = time.monotonic() + patience
        told = False
        while not _try_lock(file):
            if not told:
                waiting()
                told = True
            if time.monotonic() > end:
                raise Busy(
                    msg(
                        "build-busy",
                        "another build of this newsroom has been running for two minutes. Wait for it, or end it.",
                    )
                )
            time.sleep(0.05)
        yield


def hold(folder: Path) -> IO[bytes] | None:
    """The lock of a folder, for as long as what is given back is open; None: another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "lock"
    file: IO[bytes]
    try:
        file = place.open("ab")
    except PermissionError:  # it is another account's; a lock needs no right to write
        file = place.open("rb")
    if _try_lock(file):
        return file
    file.close()
    return None


def _lock_file(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / "lock").open("ab")
    except OSError:
        name = blake2b(str(folder).encode(), digest_size=8).hexdigest()
        from tempfile import gettempdir  # seldom needed

        return (Path(gettempdir()) / f"warta-{name}.lock").open("ab")


def _try_lock(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
