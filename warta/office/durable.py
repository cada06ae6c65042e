"""Turns bytes into files that a power cut leaves whole: what was confirmed is there, and nothing is there by half."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

_TRIES = 5
HALF = ".meja.tmp"
"""The end of the name of a file that is not in its place yet."""


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put `data` at `path` by one rename, and let the disk have it. An existing file keeps its rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()
    with contextlib.suppress(OSError):
        mode = target.stat().st_mode & 0o777
    half = target.with_name(f".{target.name}{HALF}")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(half, target)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink()
        raise
    sync_folder(target.parent)


def _replace(half: Path, target: Path) -> None:
    """Rename; Windows refuses while another program has the file open for a moment."""
    for left in range(_TRIES, 0, -1):
        try:
            half.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or left == 1:
                raise
            time.sleep(0.1)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, and let the disk have it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let the disk have the names in a folder, where the system can be asked for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Take away the halves of files that a killed process left."""
    for half in folder.rglob(f".*{HALF}"):
        with contextlib.suppress(OSError):
            half.unlink()
