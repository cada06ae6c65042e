"""Keeps the journal of all imports of a newsroom in `.warta/import.jsonl`: one line of JSON for each imported item.

A line is written after the files of its item, so that an import can stop anywhere. Of several lines of one item the
last counts; an unfinished line is ignored.
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
    """The line of an item: its place, its record, and the digests of inputs and results of its conversion.

    Inputs: `made_from` is the digest of program, settings and task, `lookups` are the lookups it made, `answers` is the
    digest of their answers. Results: `text` is the digest of its text (empty until one was written), `files` holds
    those of the files beside it. `home` is the folder that the item came from (see Item).
    """

    key: str
    place: Place
    made_from: str
    text: str
    record: Record
    home: str = ""
    answers: str = ""
    lookups: tuple[Lookup, ...] = ()
    files: dict[str, str] = {}


class EntryHead(msgspec.Struct, frozen=True, gc=False):
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
        self.known: dict[str, EntryHead] = {}
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
        self.known[entry.key] = EntryHead(
            entry.place, entry.made_from, entry.text, entry.record.source, entry.answers, start
        )

    def add(self, entry: Entry) -> None:
        """Append the line of an item whose files are written."""
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
        """The last entry of an item, read from the file; None for an item that was never imported."""
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
        """Close the file."""
        for file in (self._file, self._reader):
            if file is not None:
                file.close()
        self._file = self._reader = None
