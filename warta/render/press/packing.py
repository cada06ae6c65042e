"""Turns members into a ZIP file whose bytes depend on nothing else: names in order, no times, nothing compressed.

What compresses may write other bytes in its next version, so members are stored as they are.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

Content = bytes | Path
Members = Iterable[tuple[str, Callable[[], Content]]]
"""Names, and what gives the content of each when its turn comes."""
_FIRST = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP file knows
_BLOCK = 1 << 20


def write_zip(target: IO[bytes], members: Members) -> None:
    """Write a ZIP file, its members block by block."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:
        for name, give in sorted(members, key=lambda member: member[0]):
            content = give()
            info = zipfile.ZipInfo(name, _FIRST)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size
            with box.open(info, "w") as out:
                for block in blocks_of(content):
                    out.write(block)


def blocks_of(content: Content) -> Iterator[bytes]:
    """Bytes, or those of a file, in pieces."""
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
