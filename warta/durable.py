"""Turns bytes into files that a power cut leaves whole: what was confirmed is there, and nothing is there by half."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
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
    # a name that nobody knows: two may write at once, and a link may lie under any other
    half = target.with_name(f".{secrets.token_hex(8)}{HALF}")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
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


def read_private(path: Path) -> bytes | None:
    """What a file holds that is this account's own and that nobody else may read or write; None: it is no such file."""
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        own = os.name == "nt" or (found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077)
        if not own or not stat.S_ISREG(found.st_mode):
            return None
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, and let the disk have it; where the disk does not take it, the file is as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.stat().st_size if path.exists() else -1
    try:
        with path.open("ab", buffering=0) as file:
            left = memoryview(line + b"\n")
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            cut_to(path, max(before, 0))
        raise
    if before < 0:
        sync_folder(path.parent)


def cut_to(path: Path, size: int) -> None:
    """Take away what stands in a file beyond so many bytes, which needs no room on the disk."""
    with path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


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
