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
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    digest.update(repr(sys.version_info[:3]).encode())
    digest.update(repr(sorted(installed())).encode())
    return digest.hexdigest().encode()


def installed() -> Iterator[str]:
    """Every installed library with its version, as the folder is called in which pip notes it.

    All of them: which of them shape bytes, behind which others, is nothing to keep a list of.
    """
    for place in dict.fromkeys(filter(os.path.isdir, sys.path)):
        for name in os.listdir(place):  # noqa: PTH208 - names are all that is wanted
            if name.endswith((".dist-info", ".egg-info")):
                yield name
