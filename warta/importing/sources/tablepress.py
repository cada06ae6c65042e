"""Turns the tables of TablePress, which lie in an export as JSON among the posts, into HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_SPANS = ("#colspan#", "#rowspan#", "#span#")


def table_ids(meta: dict[str, str], number: str) -> tuple[str, ...]:
    """The ids by which texts show a table: those that the plugin wrote beside it, else its number."""
    written = meta.get("_tablepress_export_table_id", "")
    return tuple(each.strip() for each in written.split(",") if each.strip()) or (number,)


def table_html(content: str, meta: dict[str, str]) -> str:
    """A table without the rows and columns that were hidden; empty for what is none."""
    rows = _json(content)
    while isinstance(rows, list) and len(rows) == 1 and _is_rows(rows[0]):
        rows = rows[0]
    if not isinstance(rows, list) or not _is_rows(rows):
        return ""
    options, seen = _dict(meta.get("_tablepress_table_options")), _dict(meta.get("_tablepress_table_visibility"))
    shown = [
        [str(cell) for cell, is_seen in _with(row, seen.get("columns")) if is_seen]
        for row, is_seen in _with(rows, seen.get("rows"))
        if is_seen
    ]
    if not shown:
        return ""
    has_head = bool(options.get("table_head", True)) and len(shown) > 1
    html = "".join(_row(shown, at, "th" if has_head and at == 0 else "td") for at in range(len(shown)))
    return f"\n\n<table>{html}</table>\n\n"


def _with(values: Sequence[Any], seen: object) -> list[tuple[Any, bool]]:
    marks = seen if isinstance(seen, list) else []
    return [(value, at >= len(marks) or str(marks[at]) != "0") for at, value in enumerate(values)]


def _row(rows: list[list[str]], at: int, tag: str) -> str:
    cells = []
    for column, text in enumerate(rows[at]):
        if text in _SPANS:
            continue
        across = _run(rows[at][column + 1 :], "#colspan#")
        down = _run([row[column] if column < len(row) else "" for row in rows[at + 1 :]], "#rowspan#")
        spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
        cells.append(f"<{tag}{spans}>{_lines(text)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _run(cells: Sequence[str], mark: str) -> int:
    """How many cells one cell covers, with itself."""
    count = 1
    for cell in cells:
        if cell != mark:
            break
        count += 1
    return count


def _lines(text: str) -> str:
    return text.strip().replace("\n", "<br>")


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, list) for each in value)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _dict(text: str | None) -> dict[str, Any]:
    found = _json(text or "")
    return found if isinstance(found, dict) else {}
