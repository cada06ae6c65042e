"""Finds the files of the Markdown extensions that a newsroom's settings name, since they shape what is rendered."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path


def extensions_digest(names: Iterable[str]) -> bytes:
    """A digest of the code of these extensions, as far as it lies in modules of its own.

    What is installed with pip has its version in that of Warta's libraries, and is covered here too. A name that
    leads to no module is that of an extension which a library has announced, or of none.
    """
    digest = blake2b(digest_size=16)
    for name in names:
        for path in _files(name.partition(":")[0]):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.digest()


def _files(module: str) -> list[Path]:
    """The files of a module: of a package, all that lie in it, whatever they hold."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return []
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return []
    origin = Path(spec.origin)
    if origin.name != "__init__.py":
        return [origin]
    inside = (path for path in origin.parent.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(inside)
