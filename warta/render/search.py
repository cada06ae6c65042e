"""Turns texts into the files of a search index that browsers can read without a server: the door to Pagefind."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from warta.errors import WartaError

# what only other pages than ours would load, such as Pagefind's own interfaces
_UNUSED = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")


class SearchMissing(WartaError):
    """The settings ask for search, and Pagefind is not installed."""


class Text(msgspec.Struct, frozen=True):
    """What is searched of one page: its address, its words, and what is shown of it or chosen by."""

    url: str
    language: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]


def write_index(texts: Iterable[Text], folder: Path, *, whole: bool) -> None:
    """Write the index of `texts` into a folder of its own: the same bytes for the same texts.

    Without `whole` the program that searches is left out: it is loaded from the index that others are merged into.
    Raises SearchMissing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = list(texts)  # made here: a store is read by the thread that opened it
    with ThreadPoolExecutor(1) as aside:  # whoever calls may have a loop of events of its own
        aside.submit(asyncio.run, _write(known, folder)).result()
    for path in folder.iterdir():
        program = path.name.startswith(("wasm.", "pagefind.js", "pagefind-worker.js"))
        if path.name.startswith(_UNUSED) or (program and not whole):
            path.unlink()
    entry = folder / "pagefind-entry.json"  # its keys come in any order
    entry.write_text(json.dumps(json.loads(entry.read_bytes()), sort_keys=True, ensure_ascii=False), encoding="utf-8")


async def _write(texts: Iterable[Text], folder: Path) -> None:
    try:
        from pagefind.index import PagefindIndex
    except ImportError:
        message = (
            "config.yaml has 'search: true', and Pagefind is not installed. Install it: pip install 'warta[search]'"
        )
        raise SearchMissing(message) from None
    index = await PagefindIndex({"output_path": str(folder)})._start()
    service = index._service
    try:
        for text in texts:
            await index.add_custom_record(
                url=text.url, content=text.content, language=text.language, meta=text.meta, filters=text.filters
            )
        await index.write_files(str(folder))
    finally:
        if service is not None:
            await service.close()


def version() -> str:
    """The version of Pagefind, which decides the bytes of an index. Raises SearchMissing."""
    import importlib.metadata

    try:
        return importlib.metadata.version("pagefind")
    except importlib.metadata.PackageNotFoundError:
        raise SearchMissing(
            "config.yaml has 'search: true', and Pagefind is not installed. Install it: pip install 'warta[search]'"
        ) from None


def remove(folder: Path) -> None:
    """Delete an index that is not needed any more."""
    shutil.rmtree(folder, ignore_errors=True)
