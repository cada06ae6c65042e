"""Turns texts into the files of a search index that browsers can read without a server, by Pagefind."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import msgspec

from warta.errors import WartaError
from warta.extras import install
from warta.messages import Message, msg

# files that no page of ours loads, such as those of Pagefind's own interfaces
_UNUSED = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")
FILTERS = "filters.json"
"""The file of an index that says which pages stand under which category and region."""
_ONLY = 0  # the number of the one index a run of Pagefind makes


class SearchMissing(WartaError):
    """The settings ask for search, and Pagefind is not installed or does not work."""


class Text(msgspec.Struct, frozen=True):
    """What can be found of one page: its address, its words, what results show of it, and the filters it belongs to."""

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
    known = {text.url: text for text in texts}
    requests: list[dict[str, object]] = [{"type": "NewIndex", "config": {}}]
    requests += [_record(text) for text in known.values()]
    requests += [{"type": "GetFiles", "index_id": _ONLY}]
    ids: dict[str, str] = {}
    for file in _answers(requests)[-1]["files"]:
        path = folder / file["path"]
        program = path.name.startswith(("wasm.", "pagefind.js", "pagefind-worker.js"))
        if path.name.startswith(_UNUSED) or (program and not whole):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        data = base64.b64decode(file["content"])
        if path.name == "pagefind-entry.json":  # its keys come in any order
            data = _json(json.loads(data))
        elif path.suffix == ".pf_fragment":
            ids[_url(data)] = path.stem
        path.write_bytes(data)
    (folder / FILTERS).write_bytes(_json(_filters(known, ids)))


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _url(fragment: bytes) -> str:
    """The address of the page that a fragment is of."""
    return str(json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))["url"])


def _filters(known: Mapping[str, Text], ids: Mapping[str, str]) -> dict[str, dict[str, dict[str, list[str]]]]:
    """The pages by language, filter and value. Pagefind's own filters come in another order each time."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for url, text in known.items():
        for name, values in text.filters.items():
            for value in values:
                found.setdefault(text.language, {}).setdefault(name, {}).setdefault(value, []).append(ids[url])
    return found


def _record(text: Text) -> dict[str, object]:
    return {
        "type": "AddRecord",
        "index_id": _ONLY,
        "url": text.url,
        "content": text.content,
        "language": text.language,
        "meta": text.meta,
        "filters": {},
    }


def _answers(requests: list[dict[str, object]]) -> list[dict[str, Any]]:
    """What Pagefind answers to requests, in their order, by the protocol that its packages for Python and Node use.

    Its Python package waits a tenth of a second for each answer, and its command line reads pages in any order.
    Raises SearchMissing.
    """
    command = [str(_program()), "--service"]
    heard: dict[int, dict[str, Any]] = {}
    # requests are sent by a thread of their own, so that neither side waits for the other to read
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as program, ThreadPoolExecutor(1) as aside:
        aside.submit(_ask, program, requests)
        for answer in _spoken(program):
            heard[answer["message_id"]] = answer["payload"]
            if len(heard) == len(requests) or answer["payload"]["type"] == "Error":
                break
        program.terminate()
    wrong = next((each["message"] for each in heard.values() if each["type"] == "Error"), "")
    if wrong or len(heard) < len(requests):
        raise SearchMissing(
            msg("search-fails", "Pagefind could not make the search index: %(words)s.", words=wrong)
            if wrong
            else msg("search-no-answer", "Pagefind could not make the search index: it ended without an answer.")
        )
    return [heard[number] for number in sorted(heard)]


def _ask(program: subprocess.Popen[bytes], requests: Iterable[dict[str, object]]) -> None:
    assert program.stdin is not None
    try:
        for number, request in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": request})
            program.stdin.write(base64.b64encode(message.encode()) + b",")
        program.stdin.flush()
    except OSError:  # it ended: then there is no answer either
        with contextlib.suppress(OSError):
            program.stdin.close()


def _spoken(program: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert program.stdout is not None
    rest = b""
    while block := os.read(program.stdout.fileno(), 1 << 20):
        *whole, rest = (rest + block).split(b",")
        yield from (json.loads(base64.b64decode(each)) for each in whole)


def _program() -> Path:
    try:
        from pagefind_bin import get_executable
    except ImportError:
        raise SearchMissing(_missing()) from None
    return Path(get_executable())


def version() -> str:
    """The version of Pagefind, which decides the bytes of an index. Raises SearchMissing."""
    import importlib.metadata

    try:
        return importlib.metadata.version("pagefind-bin")
    except importlib.metadata.PackageNotFoundError:
        raise SearchMissing(_missing()) from None


def remove(folder: Path) -> None:
    """Delete an index that is not needed any more."""
    shutil.rmtree(folder, ignore_errors=True)


def _missing() -> Message:
    return msg("search-missing", "config.yaml has 'search: true', and Pagefind is not installed.", install("search"))
