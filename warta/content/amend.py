"""Turns the bytes of a release into bytes with one more entry in the front matter; every other byte stays.

A YAML library would write dates, quotes and indentation of the whole front matter in its own way, so the lines of the
entry are put in by hand, and the result is read again to prove that nothing else has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from warta.content.frontmatter import split
from warta.content.keys import RELEASE_WORDING
from warta.datatree import Node
from warta.errors import Problem, ProblemsFound

_EMPTY_VALUE = re.compile(r"(?P<key>\w+:)\s*(?:\[\s*\]|\{\s*\}|~|null)?\s*(?P<comment>#.*)?$")
_DASH = re.compile(r"(\s*)-\s")


def add_item(data: bytes, path: str, key: str, item: Mapping[str, str]) -> bytes:
    """`data`, the bytes of a file, with one more item in the list `key`, which is made when it is not there.

    `path` is the file as the user knows it, for messages. Raises ProblemsFound when the front matter is not YAML or
    cannot be read, or when the list is not written as lines with dashes.
    """
    return _amended(data, path, key, item, listed=True)


def add_mapping(data: bytes, path: str, key: str, item: Mapping[str, str]) -> bytes:
    """`data` with the key `key: {item}`, which must not be there. Raises ProblemsFound as `add_item`."""
    return _amended(data, path, key, item, listed=False)


def _amended(data: bytes, path: str, key: str, item: Mapping[str, str], *, listed: bool) -> bytes:
    before = _front(data, path)
    key = next((name for name in before if RELEASE_WORDING.key(name) == key), key)
    text = data.decode("utf-8-sig")
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    end = "\r\n" if "\r\n" in text else "\n"
    rows = text.split(end)
    if rows[0].strip() != "---":
        message = f"its front matter is not YAML between lines of '---'. Write '{key}' into it by hand."
        raise ProblemsFound([Problem(path, 1, message)])
    fence = next(at for at, row in enumerate(rows[1:], 1) if row.rstrip() == "---")
    node = before.get(key)
    if node is None or not node.value:
        at = node.line - 1 if node else fence
        made = [*_head(rows[at] if node else "", key), *_lines(item, "  ", listed=listed)]
        rows[at : at + 1 if node else at] = made
    else:
        at = _end_of(rows, node.line, fence)
        rows[at:at] = _lines(item, _indent(rows[node.line : at], path, node.line, key), listed=listed)
    after = (mark + end.join(rows)).encode()
    _check(before, _front(after, path), path, key, item)
    return after


def _front(data: bytes, path: str) -> dict[str, Node]:
    value = split(data, path).fields.value
    return value if isinstance(value, dict) else {}


def _head(row: str, key: str) -> list[str]:
    match = _EMPTY_VALUE.match(row)
    comment = f"  {match['comment']}" if match and match["comment"] else ""
    return [f"{key}:{comment}"]


def _lines(item: Mapping[str, str], indent: str, *, listed: bool) -> list[str]:
    first, rest = (f"{indent}- ", f"{indent}  ") if listed else (indent, indent)
    # JSON's form of a text is a YAML scalar in double quotes; a date needs none
    values = [
        f"{name}: {json.dumps(text, ensure_ascii=False) if name != 'at' else text}" for name, text in item.items()
    ]
    return [f"{first if not at else rest}{value}" for at, value in enumerate(values)]


def _end_of(rows: list[str], line: int, fence: int) -> int:
    """The row after the value whose key stands on `line`; comments and empty rows after it are not part of it."""
    at = line
    while at < fence and (not rows[at].strip() or rows[at][0] in " -#"):
        at += 1
    while at > line and (not rows[at - 1].strip() or rows[at - 1].startswith("#")):
        at -= 1
    return at


def _indent(rows: list[str], path: str, line: int, key: str) -> str:
    match = _DASH.match(rows[0]) if rows else None
    if match is None:
        message = f"'{key}' is not written as lines that begin with '-', so nothing was added. Add it by hand."
        raise ProblemsFound([Problem(path, line, message)])
    return match[1]


def _check(before: dict[str, Node], after: dict[str, Node], path: str, key: str, item: Mapping[str, str]) -> None:
    """Raise ProblemsFound unless the front matter differs from the one before in the new entry alone."""
    old, new = ({name: _plain(node) for name, node in front.items()} for front in (before, after))
    was, now = old.pop(key, None), new.pop(key, None)
    wanted = [*(was if isinstance(was, list) else []), dict(item)]
    if old != new or now not in (wanted, dict(item)):
        message = f"'{key}' could not be added without changing something else, so nothing was. Add it by hand."
        raise ProblemsFound([Problem(path, 0, message)])


def _plain(node: Node) -> object:
    if isinstance(node.value, dict):
        return {name: _plain(each) for name, each in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(each) for each in node.value]
    return node.value
