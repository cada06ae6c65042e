"""Turns texts, such as documents and bodies, into stretches of files that only grow, and a place back into its text.

A segment is such a file, named by a number. Each process writes into one of its own, so that several write at once and
no text travels from one to another. A text counts once its place is kept (`engine/places.py`): what a process that was
killed left at the end of a segment is nothing.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from zlib import crc32

from warta.engine.broken import unwritable

PLACE = struct.Struct("<IIII")
"""Where a text lies: the segment's number, the offset and the length in bytes, and the CRC-32 of the bytes."""

FOLDER = "texts"
_LARGEST = 1 << 30  # bytes; offsets have 32 bits
_SMALL = 1 << 24  # bytes; a segment that is no larger is written on by the next build
_BINARY = getattr(os, "O_BINARY", 0)


class Writer:
    """Writes texts to the end of a segment: of the one to `grow`, else of a new one."""

    def __init__(self, folder: Path, grow: int | None = None) -> None:
        self._folder, self._grow = folder, grow
        self._number, self._descriptor, self._size = 0, -1, 0

    def put(self, *texts: bytes) -> list[bytes]:
        """The places of texts that are written. Raises CannotRemember."""
        try:
            if self._descriptor < 0 or self._size > _LARGEST:
                self._open()
            data = b"".join(texts)
            left = memoryview(data)
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            self.close()
            raise unwritable(self._folder.parent, error) from None
        places = []
        for text in texts:
            places.append(PLACE.pack(self._number, self._size, len(text), crc32(text)))
            self._size += len(text)
        return places

    def _open(self) -> None:
        self.close()
        self._folder.mkdir(exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | _BINARY
        if self._grow is not None:
            self._number, self._grow = self._grow, None
            self._descriptor = os.open(self._folder / str(self._number), flags)
        else:
            self._number = max(numbers(self._folder), default=0)
            while self._descriptor < 0:
                self._number += 1
                try:
                    self._descriptor = os.open(self._folder / str(self._number), flags | os.O_CREAT | os.O_EXCL, 0o666)
                except FileExistsError:  # another process was sooner
                    continue
        self._size = os.lseek(self._descriptor, 0, os.SEEK_END)

    def close(self) -> None:
        """Close the segment. What is put afterwards goes to a new one."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class SegmentReader:
    """Reads texts by their places."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptors: dict[int, int] = {}

    def read(self, place: bytes) -> bytes | None:
        """The text at a place; None where it is not there whole."""
        number, offset, length, proof = PLACE.unpack(place)
        try:
            descriptor = self._descriptors.get(number)
            if descriptor is None:
                descriptor = os.open(self._folder / str(number), os.O_RDONLY | _BINARY)
                self._descriptors[number] = descriptor
            if hasattr(os, "pread"):
                data = os.pread(descriptor, length, offset)
            else:  # Windows
                os.lseek(descriptor, offset, os.SEEK_SET)
                data = os.read(descriptor, length)
        except OSError:
            return None
        return data if len(data) == length and crc32(data) == proof else None

    def close(self) -> None:
        """Close all segments that were opened."""
        for descriptor in self._descriptors.values():
            os.close(descriptor)
        self._descriptors.clear()


def numbers(folder: Path) -> list[int]:
    """The numbers of the segments in a folder."""
    try:
        return [int(name) for name in os.listdir(folder) if name.isdecimal()]  # noqa: PTH208
    except FileNotFoundError:
        return []


def growing(folder: Path) -> int | None:
    """The segment that a single process writes on, where there is one."""
    number = max(numbers(folder), default=None)
    return number if number is not None and size_of(folder, number) <= _SMALL else None


def size_of(folder: Path, number: int) -> int:
    """The bytes of a segment."""
    return (folder / str(number)).stat().st_size


def remove(folder: Path, number: int) -> None:
    """Remove a segment."""
    (folder / str(number)).unlink(missing_ok=True)
