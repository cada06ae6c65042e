"""Turns Warta's own code, Python and all installed libraries into one digest: what shapes bytes besides the inputs."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path


@functools.cache
def version() -> bytes:
    """A digest of all that can change a byte of what is kept or written, besides content, theme and settings."""
    digest = blake2b(digest_size=16)
    for name, path in sorted(_own_files(f"{Path(__file__).parents[1]}/", "")):
        digest.update(name.encode())
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - every build reads them all
            digest.update(file.read())
    digest.update(repr(sys.version_info[:3]).encode())
    digest.update(repr(sorted(installed())).encode())
    return digest.hexdigest().encode()


def _own_files(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """The name and the path of every file of the package that shapes what it does."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".tsv", ".txt")):
                yield prefix + entry.name, entry.path
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _own_files(entry.path, f"{prefix}{entry.name}/")


def installed() -> Iterator[str]:
    """Every installed library with its version, as the folder is called in which pip notes it.

    All of them: which of them shape bytes, behind which others, is nothing to keep a list of.
    """
    for place in dict.fromkeys(filter(os.path.isdir, sys.path)):
        for name in os.listdir(place):  # noqa: PTH208 - names are all that is wanted
            if name.endswith((".dist-info", ".egg-info")):
                yield name
