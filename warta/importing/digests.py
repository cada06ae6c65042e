"""Turns values, files and the program itself into digests, which are the keys of all that an import remembers."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

import warta

_SIZE = 12


def digest_of_bytes(data: str | bytes) -> str:
    """The digest of a text or of the bytes of a file."""
    return hashlib.blake2b(
        data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, digest_size=_SIZE
    ).hexdigest()


def digest_of(value: object) -> str:
    """The digest of a frozen value, over all its fields. JSON keeps the offset of a moment, MessagePack does not."""
    return digest_of_bytes(msgspec.json.encode(value, order="deterministic"))


def digest_of_file(path: Path) -> str | None:
    """The digest of the bytes of a file, read piece by piece; None where there is no file.

    Equal to that of its bytes by `digest_of_bytes`.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_SIZE)).hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def digest_of_program(root: Path | None = None, packages: Iterable[Path] | None = None) -> str:
    """One digest of Warta's source in the folder `root`, and of the names and versions of the packages installed.

    `packages` are the folders in which Python looks for them. An upgrade of any makes another digest.
    """
    root = root or Path(warta.__file__).parent
    folders = [Path(each) for each in sys.path] if packages is None else packages
    sources = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".tsv"))
    installed = {
        path.name
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if path.suffix in (".dist-info", ".egg-info")
    }
    rows = [(path.relative_to(root).as_posix(), digest_of_file(path)) for path in sources]
    return digest_of((sys.version, sorted(installed), rows))
