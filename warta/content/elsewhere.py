"""Turns front matter into the same in a form that every program reads alike: one that edits a file writes what it read.

Warta takes a value as it was typed. To other readers of YAML `0123` is 123, `32.10` is 32.1 and ` #` begins a remark. A
picture whose file alone is named becomes one with a `file`, and tags between commas become a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, PROSE, RELEASE_KEYS, wording_of
from warta.content.kinds import Key
from warta.content.prose import COMMA, as_written, remark_at
from warta.shapes import Shape
from warta.spans import LIST, MAPPING, SCALAR, Span, find_spans
from warta.wording import folded

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+")
_OTHER = frozenset("True TRUE False FALSE Null NULL .nan .NaN .NAN .inf .Inf .INF -.inf +.inf -.Inf +.Inf".split())
_THE_SAME = re.compile(r"0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,4}[1-9]")
_FLAGS = frozenset(("draft", "published", "decorative", "unverified", "sponsored", "ai", "text", "image"))
"""Keys whose `True` means yes."""
_PLAIN = re.compile(r"[^\W_](?:[^,\[\]{}:#]*[^\s,\[\]{}:#])?")


def _part(key: Key) -> str:
    """The name below a key for what may also stand behind the key alone; empty where there is none."""
    ways = _ways(key.kind.shape)
    ways += [way for each in ways if isinstance(items := each.get("items"), dict) for way in _ways(items)]
    named = [names for each in ways if isinstance(names := each.get("properties"), dict)]
    alone = any("properties" not in each and "items" not in each and each.get("type") != "null" for each in ways)
    return "" if not (named and alone) else "file" if any("file" in each for each in named) else "text"


def _ways(shape: Shape) -> list[Shape]:
    ways = shape.get("anyOf")
    return [each for each in ways if isinstance(each, dict)] if isinstance(ways, list) else [shape]


_PARTS = {key.names[0]: part for keys in (RELEASE_KEYS, PAGE_KEYS, ORGANIZATION_KEYS) for key in keys
          if (part := _part(key))}  # fmt: skip
"""Keys whose values may be a mapping, with the name in it for what else stands behind the key."""


def as_others(front: str, source: str) -> str:
    """Front matter in YAML of the document at `source`, line by line as it was, in the same words to every reader. It
    must be one that can be read.
    """
    rows, safe = front.split("\n"), as_written(front, PROSE)[0].split("\n")
    safe = [_with_remark(old, new) for old, new in zip(rows, safe, strict=True)]
    root = find_spans("\n".join(safe))
    changes = list(_changes(root, source, safe)) if root is not None else []
    for span, text in sorted(changes, key=lambda each: each[0].start, reverse=True):
        (line, start), (_, end) = span.start, span.end
        safe[line] = f"{safe[line][:start]}{text}{safe[line][end:]}"
    return "\n".join(safe)


def _with_remark(old: str, new: str) -> str:
    """A line that was put into quotes, with the remark that stood behind its value."""
    remark = old[remark_at(old) :]
    return new + remark if new != old and remark.strip() and remark.strip() not in new else new


def _changes(root: Span, source: str, rows: list[str]) -> Iterator[tuple[Span, str]]:
    """Values in one line that are to be written otherwise, and how."""
    wording = wording_of(source)
    for name, value in root.entries:
        key = wording.key(name.text)
        part, tags = _PARTS.get(key, ""), PROSE.get(folded(name.text))
        values = value.items if value.kind == LIST else (value,)
        if part and any(_is_short(each) for each in values):
            for each in values:
                if _is_short(each):
                    yield each, f"{{{part}: {_safe(each, rows)}}}"
                else:
                    yield from _misread(each, key)
        elif tags and tags.tags and _is_short(value) and not value.style and COMMA.search(value.text):
            yield value, "[" + ", ".join(_quoted(each) for each in COMMA.split(value.text) if each.strip()) + "]"
        else:
            yield from _misread(value, key)


def _is_short(span: Span) -> bool:
    return span.kind == SCALAR and bool(span.text) and span.start[0] == span.end[0]


def _safe(span: Span, rows: list[str]) -> str:
    """A value as it may stand in braces."""
    written = rows[span.start[0]][span.start[1] : span.end[1]]
    return written if span.style else _quoted(written)


def _quoted(text: str) -> str:
    text = text.strip()
    bare = _PLAIN.fullmatch(text) and not (_is_number(text) or text in _OTHER)
    return text if bare else "'" + text.replace("'", "''") + "'"


def _is_number(text: str) -> bool:
    """Whether other readers take it for another number than the one that is written."""
    return bool(_NUMBER.fullmatch(text)) and not _THE_SAME.fullmatch(text)


def _misread(span: Span, key: str) -> Iterator[tuple[Span, str]]:
    """The bare values that are no text, or not this one, to other readers."""
    if span.kind == MAPPING:
        for name, value in span.entries:
            yield from _misread(value, name.text)
    elif span.kind == LIST:
        for item in span.items:
            yield from _misread(item, key)
    elif _is_short(span) and not span.style and (_is_number(span.text) or (span.text in _OTHER and key not in _FLAGS)):
        yield span, f'"{span.text}"'


def remarks_in(front: str) -> list[int]:
    """The lines (from 0) of front matter in YAML that hold a remark: a `#` that is in no value."""
    rows, safe = front.split("\n"), as_written(front, PROSE)[0].split("\n")
    root = find_spans("\n".join(safe))
    left = [list(row) for row in safe]
    for span in _scalars(root) if root is not None else ():
        for line in range(span.start[0], span.end[0] + 1):
            first = span.start[1] if line == span.start[0] else 0
            last = span.end[1] if line == span.end[0] else len(left[line])
            left[line][first:last] = " " * (last - first)
    dropped = {line for line, (old, new) in enumerate(zip(rows, safe, strict=True)) if _with_remark(old, new) != new}
    return sorted(dropped | {line for line, signs in enumerate(left) if "#" in signs})


def _scalars(span: Span) -> Iterator[Span]:
    if span.kind == SCALAR:
        yield span
    for name, value in span.entries:
        yield from (name, *_scalars(value))
    for item in span.items:
        yield from _scalars(item)
