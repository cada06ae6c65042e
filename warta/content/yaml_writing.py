"""Turns values into YAML as a person writes it beside what is there: bare, quoted, in lines or in braces."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

Value = Any
"""A text, a list of values, or values by their keys. An empty text in a list is written as such."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?(?: (?:[+-]\d\d:\d\d|WIB|WITA|WIT|Z))?)?")
_BARE = re.compile(r"[^\W_](?:[^\n#:\[\]{},&*!|>'\"%@`]|[:#](?=\S)(?<! #))*")
_WORDS = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n)", re.IGNORECASE)
_BLOCK = re.compile(r"([|>])([0-9]?)[-+]?")
_WIDTH = 80


def one_line(text: str) -> str:
    """A new value on one line: a date and `true` bare, all else in double quotes, whose form JSON shares."""
    return text if _MOMENT.fullmatch(text) or text in ("true", "false") else json.dumps(text, ensure_ascii=False)


def restyled(style: str, new: str, *, wrapped: bool) -> str:
    """Another text in place of one that is bare or in these quotes; a bare one stays bare if it may."""
    if style == "'" and "\n" not in new and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    if not style and not wrapped and is_bare(new):
        return new
    return json.dumps(new, ensure_ascii=False)


def is_bare(text: str) -> bool:
    """Whether a text needs no quotes anywhere."""
    return (
        text.isprintable()
        and text == text.strip()
        and _BARE.fullmatch(text) is not None
        and not _WORDS.fullmatch(text)
        and not text.endswith(":")
        and " #" not in text
    )


def chomped(head: str, new: str) -> str:
    """The sign of a block that ends as a text does: with a line end or without one."""
    return _BLOCK.sub(lambda found: found[1] + found[2] + ("" if new.endswith("\n") else "-"), head, count=1)


def refilled(style: str, rows: Sequence[str], new: str) -> str:
    """The lines of a block with another text, those at its beginning that stay as they are; empty: it cannot be one."""
    first = next((row for row in rows if row.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" "))]
    if not indent or not new or new != new.strip() or not all(row.isprintable() for row in new.split("\n")):
        return ""
    if style == "|":
        return "\n".join(indent + row if row else "" for row in new.split("\n"))
    if new != " ".join(new.split()):
        return ""
    words, kept = new.split(" "), []
    for row in rows:
        have = row.split()
        if not have or not row.startswith(indent) or row[len(indent)] == " " or words[: len(have)] != have:
            break
        kept.append(row)
        words = words[len(have) :]
    width = max(_WIDTH, *map(len, rows)) - len(indent)
    more = textwrap.wrap(" ".join(words), width, break_long_words=False, break_on_hyphens=False) if words else []
    return "\n".join([*kept, *[indent + row for row in more]])


def in_braces(value: Value) -> str:
    """A value within brackets or braces."""
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{key}: {in_braces(each)}" for key, each in value.items()]) + "}"
    if isinstance(value, str):
        return one_line(value)
    return "~" if value is None else "[" + ", ".join(map(in_braces, value)) + "]"


def rows_of(key: str, value: Value, indent: str) -> list[str]:
    """The lines of a new entry."""
    if isinstance(value, str):
        return [f"{indent}{key}: {one_line(value)}"]
    if isinstance(value, Mapping):
        below = [row for name, each in value.items() for row in rows_of(name, each, indent + "  ")]
        return [f"{indent}{key}:", *below]
    if value is None or all(isinstance(each, str) for each in value):
        return [f"{indent}{key}:" if value is None else f"{indent}{key}: {in_braces(value)}"]
    return [f"{indent}{key}:", *[row for each in value for row in item_of(each, indent + "  ")]]


def item_of(value: Value, indent: str) -> list[str]:
    """The lines of an item of a list with dashes."""
    if isinstance(value, Mapping) and value:
        first, *rest = [row for name, each in value.items() for row in rows_of(name, each, indent + "  ")]
        return [f"{indent}- {first[len(indent) + 2 :]}", *rest]
    return [f"{indent}- {in_braces(value)}"]
