"""Remembers what was imported: a line for each item, written after its file, so that an import can stop anywhere.

`.warta/import.jsonl` in the newsroom. The last line of a key counts; a line that was not finished counts for nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO

import msgspec

from warta.importing.item import Place, Record

NAME = ".warta/import.jsonl"


class Entry(msgspec.Struct, frozen=True):
    """What is remembered of an item: where it went, digests of what it was made from and of the text it became."""

    key: str
    place: Place
    made_from: str
    text: str
    record: Record


class Known(msgspec.Struct, frozen=True, gc=False):
    """The short form of an entry, which is held for every item at once."""

    place: Place
    made_from: str
    text: str
    source: str
    line: int


class _Short(msgspec.Struct, frozen=True):
    source: str


class _ShortEntry(msgspec.Struct, frozen=True):
    key: str
    place: Place
    made_from: str
    text: str
    record: _Short


def digest(data: str | bytes) -> str:
    """What stands for a text in the journal."""
    return blake2b(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, digest_size=12).hexdigest()


class Journal:
    """The journal of one newsroom. `known` holds the last entry of each key."""

    def __init__(self, site: Path, *, keep: bool = True) -> None:
        self._path = site / NAME
        self._keep = keep
        self._file: IO[bytes] | None = None
        self.known: dict[str, Known] = {}
        self._lines = 0
        self._load()

    def _load(self) -> None:
        decoder = msgspec.json.Decoder(_ShortEntry)
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as file:
            for line in file:
                with contextlib.suppress(msgspec.DecodeError):
                    entry = decoder.decode(line)
                    self.known[entry.key] = Known(
                        entry.place, entry.made_from, entry.text, entry.record.source, self._lines
                    )
                self._lines += 1

    def add(self, entry: Entry) -> None:
        """Remember an item whose file is in its place."""
        if self._keep:
            if self._file is None:
                self._file = self._open()
            self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()
        self.known[entry.key] = Known(entry.place, entry.made_from, entry.text, entry.record.source, self._lines)
        self._lines += 1

    def _open(self) -> IO[bytes]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab+")
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # the last line was cut when an import was stopped; it was counted already
                file.write(b"\n")
        return file

    def records(self) -> Iterator[Record]:
        """The record of every item, in the order they came, read from the file as they are asked for."""
        decoder = msgspec.json.Decoder(Entry)
        wanted = {known.line for known in self.known.values()}
        if self._file is not None:
            self._file.flush()
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as file:
            for number, line in enumerate(file):
                if number in wanted:
                    yield decoder.decode(line).record

    def close(self) -> None:
        """End writing."""
        if self._file is not None:
            self._file.close()
            self._file = None
