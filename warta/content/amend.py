"""Turns the bytes of a release into bytes with one entry more, less or other in the front matter; the rest stays.

A YAML library would write dates, quotes and indentation of the whole front matter in its own way, so the lines of the
entry are put in by hand, and the result is read again to prove that nothing else has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import msgspec

from warta.content.frontmatter import split
from warta.content.keys import RELEASE_WORDING
from warta.datatree import Node
from warta.errors import Problem, ProblemsFound
from warta.messages import msg

_EMPTY_VALUE = re.compile(r"(?P<key>\w+:)\s*(?:\[\s*\]|\{\s*\}|~|null)?\s*(?P<comment>#.*)?$")
_ONE_LINE = re.compile(r"(?P<head>(?P<key>\w+):\s*)(?P<value>[^#\s'\"\[{|>&!][^#]*?)?(?P<tail>\s*(?:\s#.*)?)$")
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


def take_last(data: bytes, path: str, key: str) -> bytes:
    """`data` without the last item of the list `key`, and without the key when that was the only one.

    Raises ProblemsFound as `add_item`, also when there is no such item.
    """
    file = _File.of(data, path, key)
    key = file.key
    node = file.front.get(key)
    items = node.value if node else None
    if not isinstance(items, list) or not items:
        raise ProblemsFound([Problem(path, 0, msg("amend-nothing-to-take", "there is no '%(key)s'.", key=key))])
    if len(items) == 1:
        return take_key(data, path, key)
    assert node is not None
    end = _end_of(file.rows, node.line, file.fence)
    indent = _indent(file.rows[node.line : end], path, node.line, key)
    begin = max(at for at in range(node.line, end) if file.rows[at].startswith(f"{indent}- "))
    rows = [*file.rows[:begin], *file.rows[end:]]
    return file.proved(rows, [_plain(each) for each in items[:-1]])


def take_key(data: bytes, path: str, key: str) -> bytes:
    """`data` without `key`; as it is when the key is not there. Raises ProblemsFound as `add_item`."""
    file = _File.of(data, path, key)
    key = file.key
    node = file.front.get(key)
    if node is None:
        return data
    begin = next(at for at in range(node.line - 1, 0, -1) if file.rows[at].startswith(key))
    end = _end_of(file.rows, max(node.line, begin + 1), file.fence)
    return file.proved([*file.rows[:begin], *file.rows[end:]], None)


def put_value(data: bytes, path: str, key: str, text: str) -> bytes:
    """`data` in which `key` has the plain value `text` (a date, `true`), in its place or at the end of the front
    matter. Raises ProblemsFound as `add_item`, also when what is there is not one line.
    """
    file = _File.of(data, path, key)
    key = file.key
    node = file.front.get(key)
    if node is None:
        return file.proved([*file.rows[: file.fence], f"{key}: {text}", *file.rows[file.fence :]], text)
    match = _ONE_LINE.fullmatch(file.rows[node.line - 1])
    if match is None or match["key"] != key:
        message = msg("amend-not-one-line", "'%(key)s' is not written on one line. Change it by hand.", key=key)
        raise ProblemsFound([Problem(path, node.line, message)])
    row = f"{match['head']}{text}{match['tail'] or ''}"
    return file.proved([*file.rows[: node.line - 1], row, *file.rows[node.line :]], text)


class _File(msgspec.Struct, frozen=True):
    """A file as rows, with the tree of its front matter, the key that is to change as it is written there, and the row
    of the second fence.
    """

    path: str
    key: str
    rows: list[str]
    front: dict[str, Node]
    fence: int
    mark: str
    end: str

    @classmethod
    def of(cls, data: bytes, path: str, key: str) -> _File:
        """Raises ProblemsFound when the front matter is not YAML, or cannot be read."""
        front = _front(data, path)
        text = data.decode("utf-8-sig")
        end = "\r\n" if "\r\n" in text else "\n"
        rows = text.split(end)
        if rows[0].strip("\ufeff\u200b\u00ad ") != "---":
            message = msg(
                "amend-not-yaml",
                "its front matter is not YAML between lines of '---'. Change '%(key)s' by hand.",
                key=key,
            )
            raise ProblemsFound([Problem(path, 1, message)])
        fence = next(at for at, row in enumerate(rows[1:], 1) if row.rstrip() == "---")
        mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
        written = next((name for name in front if RELEASE_WORDING.key(name) == key), key)
        return cls(path, written, rows, front, fence, mark, end)

    def proved(self, rows: list[str], wanted: object) -> bytes:
        """The bytes of these rows. Raises ProblemsFound unless the front matter differs in this key alone, which is as
        wanted (None: not there).
        """
        after = (self.mark + self.end.join(rows)).encode()
        old, new = (
            {name: _plain(node) for name, node in each.items()} for each in (self.front, _front(after, self.path))
        )
        old.pop(self.key, None)
        if new.pop(self.key, None) != wanted or old != new:
            message = msg(
                "amend-changes-more",
                "'%(key)s' could not be changed without changing something else, so nothing was. Change it by hand.",
                key=self.key,
            )
            raise ProblemsFound([Problem(self.path, 0, message)])
        return after


def _amended(data: bytes, path: str, key: str, item: Mapping[str, str], *, listed: bool) -> bytes:
    file = _File.of(data, path, key)
    key = file.key
    node, rows = file.front.get(key), list(file.rows)
    if node is None or not node.value:
        at = node.line - 1 if node else file.fence
        made = [*_head(rows[at] if node else "", key), *_lines(item, "  ", listed=listed)]
        rows[at : at + 1 if node else at] = made
        before: list[object] = []
    else:
        at = _end_of(rows, node.line, file.fence)
        rows[at:at] = _lines(item, _indent(rows[node.line : at], path, node.line, key), listed=listed)
        before = [_plain(each) for each in node.value] if isinstance(node.value, list) else []
    return file.proved(rows, [*before, dict(item)] if listed else dict(item))


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
        message = msg(
            "amend-no-dashes",
            "'%(key)s' is not written as lines that begin with '-', so nothing was changed. Change it by hand.",
            key=key,
        )
        raise ProblemsFound([Problem(path, line, message)])
    return match[1]


def _plain(node: Node) -> object:
    if isinstance(node.value, dict):
        return {name: _plain(each) for name, each in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(each) for each in node.value]
    return node.value
