"""Turns the table of settings into its parts of docs/configuration.md, so that the page says what the code does.

Usage: python scripts/settings_table.py; a test holds the page to what this makes. The prose around is written by hand.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from warta.settings import ImageSettings, PathWords
from warta.settings.kinds import REQUIRED
from warta.settings.rows import Row, rows_of
from warta.settings.table import PUBLISHING_ROWS, ROWS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "configuration.md"


def text(page: str) -> str:
    """The page with the parts that follow from the table made anew."""
    page = _replaced(page, "| setting |", "\n\n", _table())
    page = _replaced(page, "paths: {", "\n```", _paths())
    return _replaced(page, "images:\n", "\n```", _images())


def _replaced(page: str, begin: str, end: str, part: str) -> str:
    start = page.index(begin)
    return page[:start] + part + page[page.index(end, start) :]


def _table() -> str:
    rows = [f"| `{row.key}` | {_default(row)} | {row.words} |" for row in (*ROWS, *PUBLISHING_ROWS)]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])


def _default(row: Row) -> str:
    if row.absent:
        return row.absent
    if row.default is REQUIRED:
        return "required"
    if isinstance(row.default, bool):
        return f"`{str(row.default).lower()}`"
    if isinstance(row.default, str):
        return f"`{row.default}`" if row.default else "empty"
    return str(row.default) if isinstance(row.default, int) else "–"


def _paths() -> str:
    words = ", ".join(f"{row.key}: {row.default}" for row in rows_of(PathWords))
    return textwrap.fill(f"paths: {{{words}}}", 120, subsequent_indent=" " * 8)


def _images() -> str:
    pairs = [(f"{row.key}: {_yaml(row.default)}", row.words) for row in rows_of(ImageSettings)]
    width = max(len(pair) for pair, _ in pairs)
    return "\n".join(["images:", *(f"  {pair:<{width}}   # {words}" for pair, words in pairs)])


def _yaml(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    PAGE.write_text(text(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
