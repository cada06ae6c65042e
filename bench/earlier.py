"""Turns measurements into a file and back, so that a page of results may be made of several shorter runs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec
from rows import Results
from sites import BENCH, ROOT

FILE = BENCH / "work" / "measured.json"
_CODE = (ROOT / "warta", ROOT / "themes", BENCH)
_LEFT_OUT = ("__pycache__", "work", "RESULTS.md", "README.md")
_Row = TypeVar("_Row")


class _Kept(msgspec.Struct, frozen=True):
    measured: str
    results: Results


def measured_with(machine: Mapping[str, str]) -> str:
    """A digest of Warta's code, this benchmark's and the machine: figures that differ in it have no place together."""
    digest = blake2b(repr(sorted(machine.items())).encode(), digest_size=16)
    for folder in _CODE:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(path.relative_to(folder).parts) & set(_LEFT_OUT):
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def with_earlier(results: Results, measured: str, file: Path = FILE) -> Results:
    """The results with the rows that earlier runs measured with the same and these did not; all are kept in `file`."""
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        kept = _Kept("", Results())
    before = kept.results if kept.measured == measured else Results()
    merged = Results(
        timed=_merged({(each.count, each.row): each for each in before.timed + results.timed}),
        memory=_merged({(each[1], each[0]): each for each in before.memory + results.memory}),
        touched=_merged({(each[1], each[0]): each for each in before.touched + results.touched}),
        pages={count: before.pages.get(count, {}) | tools for count, tools in (before.pages | results.pages).items()},
        shared=dict(sorted((before.shared | results.shared).items())),
        notes=[*before.notes, *results.notes],
        loads=[*before.loads, *results.loads],
    )
    merged.pages = dict(sorted(merged.pages.items()))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(_Kept(measured, merged)))
    return merged


def _merged(rows: Mapping[tuple[int, Hashable], _Row]) -> list[_Row]:
    """By number of releases, and within one in the order in which they were first measured."""
    return [row for _, row in sorted(rows.items(), key=lambda item: item[0][0])]
