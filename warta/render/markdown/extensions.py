"""Turns the names of Markdown extensions into a digest of their files, since these shape what is rendered."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from warta.digests import digest_of_bytes, joined


@functools.cache
def extensions_digest(names: tuple[str, ...]) -> bytes:
    """A digest of the files of extensions that come neither with Warta nor with Markdown.

    Of an extension in a package it covers the whole package. Taken once in a process, which goes on with what it has
    imported. Nothing is imported here.
    """
    modules = dict.fromkeys(_module_of(name) for name in names if not _is_markdowns(name))
    return joined([digest_of_bytes(part) for module in modules for part in (module.encode(), *_contents(module))])


def _is_markdowns(name: str) -> bool:
    """Whether an extension comes with the Markdown library."""
    short = name.removeprefix("markdown.extensions.")
    spec = importlib.util.find_spec("markdown")
    places = (spec.submodule_search_locations if spec else None) or ()
    return short.isidentifier() and any(Path(place, "extensions", f"{short}.py").is_file() for place in places)


def _module_of(name: str) -> str:
    """The outermost module of an extension: as the library finds it, by an entry point or by its own name."""
    import importlib.metadata

    points = importlib.metadata.entry_points(group="markdown.extensions", name=name)
    found = next((point.value for point in points), name)
    return found.partition(":")[0].partition(".")[0]


def _contents(module: str) -> Iterator[bytes]:
    """The names and the bytes of the files of a module: of a package, all that lie in it."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return
    files = [Path(spec.origin)] if spec.origin and not spec.submodule_search_locations else []
    for folder in spec.submodule_search_locations or ():
        files += sorted(path for path in Path(folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in files:
        if path.is_file():
            yield path.as_posix().rpartition(f"/{module}/")[2].encode()
            yield path.read_bytes()
