"""What is known of an output folder: its families by name, each with its files in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from warta.digests import SIZE, digest_of
from warta.engine.claims import Claim
from warta.errors import Problem
from warta.newsroom.visibility import Hidden
from warta.plan.kinds import KINDS

_KINDS = tuple(KINDS)
KIND_AT = {name: at for at, name in enumerate(KINDS)}
"""The place of a kind in the table of kinds."""


class File(NamedTuple):
    """A file as it was written: the digest of its bytes (hexadecimal), its size, its time of change in nanoseconds."""

    digest: str
    size: int
    mtime: int


class Columns(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The files of a family, a place in each column for each file.

    `needs` are the digests of what the family's kinds needed. `paths` and `about` say where a file lies and what it is
    made from; `fingerprints` has 16 bytes for each file, `parts` four bytes of each input's digest, `files` 16 bytes
    of the digest of the file, `stats` its size and its time of change in nanoseconds, `kinds` one byte: the place of
    the kind of what the file holds in the table of kinds.
    """

    needs: dict[str, bytes]
    paths: list[str]
    about: list[str]
    fingerprints: bytes
    parts: list[bytes]
    files: bytes
    stats: list[int]
    kinds: bytes

    def fingerprint(self, at: int) -> bytes:
        """The fingerprint of a file."""
        return self.fingerprints[SIZE * at : SIZE * at + SIZE]

    def file(self, at: int) -> File:
        """A file as it was written."""
        return File(self.files[SIZE * at : SIZE * at + SIZE].hex(), self.stats[2 * at], self.stats[2 * at + 1])


class Recorded(msgspec.Struct, frozen=True, dict=True, array_like=True):
    """A family as an earlier build published it, encoded until somebody looks at its files.

    `paths_digest` is the digest of the paths of its files and of what each is made from.
    """

    key: bytes
    paths_digest: bytes
    count: int
    packed: bytes

    @cached_property
    def columns(self) -> Columns:
        """The files."""
        return msgspec.msgpack.decode(self.packed, type=Columns)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """What the manifest says of the files, by path."""
        columns = self.columns
        digests, kinds = columns.files.hex(), columns.kinds
        width = 2 * SIZE
        return {
            path: Claim(digests[width * at : width * at + width], _KINDS[kinds[at]])
            for at, path in enumerate(columns.paths)
        }


def recorded(key: bytes, columns: Columns) -> Recorded:
    """A family with its files."""
    digest = digest_of((columns.paths, columns.about))
    family = Recorded(key, digest, len(columns.paths), msgspec.msgpack.encode(columns))
    vars(family)["columns"] = columns
    return family


class Outcome(msgspec.Struct, frozen=True):
    """What a build came to: the digest of all its inputs, the span of `now` in which it holds, and what it reported.

    With these inputs and a `now` in this span there is nothing to do.
    """

    inputs: bytes
    since: dt.datetime
    until: dt.datetime | None
    hidden: Hidden
    releases: int
    warnings: tuple[Problem, ...]


class Record(msgspec.Struct, frozen=True):
    """What is known of an output folder. `hidden` is the digest of what was hidden when its files were looked at,
    `manifest` that of the manifest, which names just these files.
    """

    families: Mapping[str, Recorded]
    hidden: bytes = b""
    outcome: Outcome | None = None
    manifest: bytes = b""

    @property
    def count(self) -> int:
        """The number of files."""
        return sum(family.count for family in self.families.values())

    def files(self) -> Iterator[tuple[str, File]]:
        """Every file by its path."""
        for family in self.families.values():
            columns = family.columns
            for at, path in enumerate(columns.paths):
                yield path, columns.file(at)

    def paths(self) -> Iterator[str]:
        """The path of every file."""
        for family in self.families.values():
            yield from family.columns.paths


def named_files(families: Iterable[Recorded]) -> Iterator[tuple[str, str]]:
    """The path of every file with what it is made from."""
    for family in families:
        yield from zip(family.columns.paths, family.columns.about, strict=True)
