"""Turns bytes, or a file, into a file of a staging folder: with its digest, size and time of change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO

import msgspec

from warta.errors import OutputError, reason
from warta.messages import Message, msg

AS_IT_WAS = msg("output-as-it-was", "The output is as it was.")
_BLOCK = 1 << 20
Writes = Callable[[IO[bytes]], None]


class Written(msgspec.Struct, frozen=True, gc=False):
    """A file as it was written: the digest of its bytes, how many they are, its time of change in nanoseconds."""

    digest: str
    size: int
    mtime: int


def stage(staging: str, path: str, content: bytes | Path | Writes) -> Written:
    """Write bytes, a copy of a file, or what a function writes to `path` in the staging folder. Raises OutputError."""
    try:
        _make_folder(staging, path.rpartition("/")[0])
        target = f"{staging}/{path}"
        return _streamed(target, content) if callable(content) else _write(target, content)
    except OSError as error:
        raise OutputError(unwritable(path, error, AS_IT_WAS)) from None


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below `root` and those above it; most are not there yet, and most of their parents are."""
    try:
        os.mkdir(f"{root}/{folder}")  # noqa: PTH102 - called for every file: pathlib costs 10 µs here
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folder(root, folder.rpartition("/")[0])
        _make_folder(root, folder)


def _streamed(target: str, write: Writes) -> Written:
    with open(target, "w+b") as file:  # noqa: PTH123
        write(file)
        file.seek(0)
        digest = blake2b(digest_size=16)
        while block := file.read(_BLOCK):
            digest.update(block)
        facts = os.fstat(file.fileno())
    return Written(digest.hexdigest(), facts.st_size, facts.st_mtime_ns)


def _write(target: str, content: bytes | Path) -> Written:
    if isinstance(content, bytes):
        blocks: Iterable[bytes] = (content,)
    else:
        blocks = _blocks(content)
    digest = blake2b(digest_size=16)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for block in blocks:
            digest.update(block)
            _write_all(descriptor, block)
        facts = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return Written(digest.hexdigest(), facts.st_size, facts.st_mtime_ns)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _write_all(descriptor: int, content: bytes) -> None:
    done = os.write(descriptor, content)
    while done < len(content):
        done += os.write(descriptor, content[done:])


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    digest = blake2b(digest_size=16)
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def unwritable(path: str, error: OSError, hint: Message) -> Message:
    """That a file cannot be written, with the reason, and what that means for the output."""
    return msg("file-unwritable", "%(path)s cannot be written: %(reason)s", hint, path=path, reason=reason(error))
