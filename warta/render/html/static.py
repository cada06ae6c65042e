"""Turns the static files of theme folders into files whose names carry a digest of what they hold.

A browser may keep such a file for ever: other bytes have another name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.content.files import scan
from warta.errors import Problem
from warta.render.html.folders import Folder
from warta.render.html.sheets import published_sheet

# the beginning, the address without what follows `?` or `#`, the rest; an import needs no `url()`
_CSS_URL = re.compile(
    r"""(url\(\s*["']?|@import\s*["'])([^"')?\#\n]+?)((?:[?\#][^"')\n]*)?(?:["']|\s*["']?\s*\)))""", re.IGNORECASE
)


class StaticFile(msgspec.Struct, frozen=True):
    """A static file as it is published: its path in the output, its bytes, and their digest."""

    path: str
    data: bytes
    digest: str


def read_static_files(folders: list[Folder], problems: list[Problem]) -> dict[str, bytes]:
    """The bytes of each static file by its name; the nearest theme that has a file gives it."""
    found: dict[str, bytes] = {}
    for folder in folders:
        files, wrong = scan(folder.root / "static", folder.root, f"{folder.label}/static")
        problems += wrong
        for source, file in files.items():
            if source not in found:
                try:
                    found[source] = Path(file.path).read_bytes()
                except FileNotFoundError:
                    continue
    return dict(sorted(found.items()))


def name_static_files(written: Mapping[str, bytes], options: Mapping[str, object]) -> dict[str, StaticFile]:
    """The static files as they are published where the theme's options have these values; a style sheet leads to the
    other files by their new names.

    A file is named by a digest of all that it leads to: so two style sheets may lead to each other.
    """
    files = {name: _published(name, data, options) for name, data in written.items()}
    uses = {name: _uses(name, data, files) for name, data in files.items()}
    digests = {name: _digest(data) for name, data in files.items()}
    paths = {}
    for name in files:
        reached = _reached(name, uses)
        digest = _digest(repr([(each, digests[each]) for each in sorted(reached)]).encode()) if uses[name] else None
        paths[name] = _hashed_name(name, (digest or digests[name])[:10])
    published = {
        name: _with_hashed_urls(name, data, paths) if uses[name] else data for name, data in sorted(files.items())
    }
    return {name: StaticFile(f"assets/{paths[name]}", data, _digest(data)) for name, data in published.items()}


def _published(name: str, data: bytes, options: Mapping[str, object]) -> bytes:
    try:
        return published_sheet(data.decode(), options).encode() if name.endswith(".css") else data
    except UnicodeDecodeError:
        return data


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _hashed_name(name: str, digest: str) -> str:
    stem, dot, end = name.rpartition(".")
    return f"{stem}.{digest}.{end}" if dot else f"{name}.{digest}"


def _uses(name: str, data: bytes, files: Mapping[str, bytes]) -> frozenset[str]:
    """The other static files that a style sheet leads to; nothing for files of other kinds."""
    if not name.endswith(".css"):
        return frozenset()
    try:
        written = _CSS_URL.findall(data.decode())
    except UnicodeDecodeError:
        return frozenset()
    return frozenset(_joined(name, address) for _, address, _ in written) & files.keys()


def _reached(name: str, uses: Mapping[str, frozenset[str]]) -> set[str]:
    """The file, those it leads to, those these lead to, ..."""
    reached: set[str] = set()
    pending = [name]
    while pending:
        each = pending.pop()
        if each not in reached:
            reached.add(each)
            pending += uses[each]
    return reached


def _with_hashed_urls(name: str, data: bytes, paths: Mapping[str, str]) -> bytes:
    up = "../" * name.count("/")

    def hashed(match: re.Match[str]) -> str:
        path = paths.get(_joined(name, match[2]))
        return match[0] if path is None else f"{match[1]}{up}{path}{match[3]}"

    return _CSS_URL.sub(hashed, data.decode()).encode()


def _joined(name: str, written: str) -> str:
    """The static file that an address in the style sheet `name` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), written))
