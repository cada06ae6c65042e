"""Turns a table into what fits on paper: smaller type, then a lying page, then parts that repeat the first column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from warta.render.press.signs import FONTS
from warta.render.press.tree import Cell, Run, Table

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_UPRIGHT, _LYING = 163, 250  # millimetres of text
_TRIES = (
    (9.5, _UPRIGHT, False),
    (8.5, _UPRIGHT, False),
    (7.5, _UPRIGHT, False),
    (8.0, _LYING, True),
    (7.0, _LYING, True),
)
_PART = 8.0
_POINT = 25.4 / 72
_MEASURED = 20
_LONGEST = 18  # letters of a cell that stay on one line


def on_paper(table: Table) -> list[dict[str, Any]]:
    """The table, or its parts, as the letter takes them. A table with joined cells is never parted."""
    needs = _needs(table)
    for size, room, lying in _TRIES:
        if sum(each * size for each in needs) + _gaps(len(needs)) <= room:
            return [_laid(table, size, lying=lying)]
    if any(cell.across > 1 or cell.down > 1 for row in table.rows for cell in row) or len(needs) < 3:
        return [_laid(table, 7.0, lying=True)]
    parts = _parts(needs)
    return [
        _laid(_part(table, part, f" ({number}/{len(parts)})"), _PART, lying=False)
        for number, part in enumerate(parts, 1)
    ]


def _laid(table: Table, size: float, *, lying: bool) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(table)
    return made | {"columns": table.columns, "heads": table.heads, "size": size, "lying": lying}


def _gaps(columns: int) -> float:
    return columns * (1.9 if columns > 6 else 3.8)


def _needs(table: Table) -> list[float]:
    """How wide each column must be at least, in millimetres for each point of type."""
    longest = [0.0] * table.columns
    for row in table.rows:
        at = 0
        for cell in row:
            if cell.across == 1 and at < len(longest):
                longest[at] = max(longest[at], _need(cell, first=at == 0))
            at += cell.across
    return longest


def _need(cell: Cell, *, first: bool) -> float:
    text = "".join(run.text for run in cell.runs)
    if first or len(text) > _LONGEST:
        text = max(text.split(), key=len, default="")
    return _font().getlength(text[:60]) / _MEASURED * _POINT


@cache
def _font() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / "WartaSans-Bold.ttf", _MEASURED, layout_engine=ImageFont.Layout.BASIC)


def _parts(needs: list[float]) -> list[list[int]]:
    """The columns of each part, without the first, which all have."""
    parts: list[list[int]] = [[]]
    for column in range(1, len(needs)):
        wide = sum(needs[each] * _PART for each in (0, *parts[-1], column)) + _gaps(len(parts[-1]) + 2)
        if parts[-1] and wide > _UPRIGHT:
            parts.append([])
        parts[-1].append(column)
    return parts


def _part(table: Table, columns: list[int], number: str) -> Table:
    rows = tuple([tuple([row[at] for at in (0, *columns) if at < len(row)]) for row in table.rows])
    return Table(rows, (*table.caption, Run(number.strip() if not table.caption else number)))
