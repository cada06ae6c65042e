"""Turns an output folder into counts of its files by kind, and two states of it into what changed between them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

# the first that fits is the kind; Warta lists a region's releases in the regions above it too
KINDS: Mapping[str, re.Pattern[str]] = {
    "release pages": re.compile(r"\d{4}/\d\d/[^/]+/index\.html"),
    "home, its older pages": re.compile(r"(hal/\d+/)?index\.html"),
    "category pages": re.compile(r"kategori/[^/]+/(hal/\d+/)?index\.html"),
    "region pages": re.compile(r"wilayah/[^/]+/(?!hal/)[^/]+/(hal/\d+/)?index\.html"),
    "pages of the province above": re.compile(r"wilayah/[^/]+/(hal/\d+/)?index\.html"),
    "tag pages": re.compile(r"tag/[^/]+/(hal/\d+/)?index\.html"),
    "pages of terms": re.compile(r"(kategori|wilayah|tag)/index\.html"),
    "archive, author pages": re.compile(r"(arsip|\d{4}|penulis)/([^/]+/)?(hal/\d+/)?index\.html"),
    "feeds": re.compile(r"(.*/)?feed\.xml"),
    "sitemaps": re.compile(r"sitemap.*\.xml"),
    "404, robots.txt, assets": re.compile(r".*"),
}
_OWN = (".warta",)  # a tool's notes to itself are no part of the site


@dataclass(frozen=True, slots=True)
class Amount:
    """How many files, and how many bytes together."""

    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """How many files of an output a build changed, added and deleted, and how many there are after it."""

    changed: int
    added: int
    deleted: int
    of: int


def count_pages(output: Path) -> dict[str, Amount]:
    """Files and bytes of each kind."""
    found = dict.fromkeys(KINDS, Amount())
    for name, path in _files(output):
        kind = next(kind for kind, pattern in KINDS.items() if pattern.fullmatch(name))
        before = found[kind]
        found[kind] = Amount(before.files + 1, before.size + path.stat().st_size)
    return found


def shared_releases(one: Path, other: Path) -> int:
    """How many release pages have the same address in both outputs."""
    pattern = KINDS["release pages"]
    first, second = ({name for name, _ in _files(output) if pattern.fullmatch(name)} for output in (one, other))
    return len(first & second)


def digests(output: Path) -> dict[str, bytes]:
    """The digest of every file by its path."""
    return {name: blake2b(path.read_bytes(), digest_size=16).digest() for name, path in _files(output)}


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Touched:
    """What differs between two states of an output."""
    return Touched(
        changed=sum(before[name] != after[name] for name in before.keys() & after.keys()),
        added=len(after.keys() - before.keys()),
        deleted=len(before.keys() - after.keys()),
        of=len(after),
    )


def _files(output: Path) -> Iterator[tuple[str, Path]]:
    for folder, _, names in os.walk(output):
        for name in names:
            if not name.startswith(_OWN):
                path = Path(folder, name)
                yield path.relative_to(output).as_posix(), path
