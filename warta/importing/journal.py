"""Remembers what was imported: a line for each item, written after its file, so that an import can stop anywhere.

The lines are JSON, in `.warta/import.jsonl` of the newsroom. The last line of an item counts; a line that was not
finished counts for nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from warta.importing.conversion.lookups import Lookup
from warta.importing.item import Place, Record

NAME = ".warta/import.jsonl"


class Entry(msgspec.Struct, frozen=True):
    """What is remembered of an item, by its key: where it went, and what it became of what.

    `made_from` is the digest of all that its conversion was given, `lookups` what it asked on the way, and `answers`
    the digest of the answers. `text` is the digest of the text it became, `files` those of the files beside it.
    """

    key: str
    place: Place
    made_from: str
    text: str
    record: Record
    answers: str = ""
    lookups: tuple[Lookup, ...] = ()
    files: dict[str, str] = {}


class Known(msgspec.Struct, frozen=True, gc=False):
    """The short form of an entry, which is held for every item at once. `start` is where its line begins."""

    place: Place
    made_from: str
    text: str
    source: str
    answers: str
    start: int


class _ShortRecord(msgspec.Struct, frozen=True):
    source: str


class _ShortEntry(msgspec.Struct, frozen=True):
    key: str
    place: Place
    made_from: str
    text: str
    record: _ShortRecord
    answers: str = ""


class Journal:
    """The journal of one newsroom. `known` holds the last entry of each key, in its short form."""

    def __init__(self, site: Path) -> None:
        self._path = site / NAME
        self._file: IO[bytes] | None = None
        self._reader: IO[bytes] | None = None
        self._decoder = msgspec.json.Decoder(Entry)
        self.known: dict[str, Known] = {}
        self._load()

    def _load(self) -> None:
        decoder = msgspec.json.Decoder(_ShortEntry)
        start = 0
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as file:
            for line in file:
                with contextlib.suppress(msgspec.DecodeError):
                    self._learn(decoder.decode(line), start)
                start += len(line)

    def _learn(self, entry: Entry | _ShortEntry, start: int) -> None:
        self.known[entry.key] = Known(
            entry.place, entry.made_from, entry.text, entry.record.source, entry.answers, start
        )

    def add(self, entry: Entry) -> None:
        """Remember an item whose file is in its place."""
        if self._file is None:
            self._file = self._open()
        start = self._file.tell()
        self._file.write(msgspec.json.encode(entry) + b"\n")
        self._file.flush()
        self._learn(entry, start)

    def _open(self) -> IO[bytes]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab+")
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # the last line was cut when an import was stopped
                file.write(b"\n")
        return file

    def entry(self, key: str) -> Entry | None:
        """All that is remembered of an item, read from the file; None when it never came."""
        known = self.known.get(key)
        if known is None:
            return None
        if self._reader is None:
            self._reader = self._path.open("rb")
        self._reader.seek(known.start)
        return self._decoder.decode(self._reader.readline())

    def records(self) -> Iterator[Record]:
        """The record of every item, in the order they came, read from the file as they are asked for."""
        wanted = {known.start for known in self.known.values()}
        start = 0
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as file:
            for line in file:
                if start in wanted:
                    yield self._decoder.decode(line).record
                start += len(line)

    def close(self) -> None:
        """End reading and writing."""
        for file in (self._file, self._reader):
            if file is not None:
                file.close()
        self._file = self._reader = None
