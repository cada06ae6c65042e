"""Turns the bytes of a text into bytes with another value for one key of its front matter, or with another body.

A YAML library would write dates, quotes and indentation of the whole front matter in its own way. So only the letters
of the value itself are exchanged, and the result is read again to prove that nothing else has changed.

The module is long: a value may stand in a mapping, a list, brackets, a block or prose, and each is changed in its way.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import msgspec

from warta.content.frontmatter import Parts, read_front, split
from warta.content.keys import PROSE, wording_of
from warta.content.prose import as_written, remark_at
from warta.content.yaml_writing import Value, chomped, in_braces, item_of, one_line, refilled, restyled, rows_of
from warta.errors import Problem, ProblemsFound
from warta.messages import Message, msg
from warta.spans import BLOCKS, LIST, MAPPING, SCALAR, Place, Span, find_spans, plain

Path = tuple[str, ...]


def set_key(data: bytes, path: str, keys: Path, value: Value | None) -> bytes:
    """`data` with `value` at `keys`, such as `("image", "alt")`; without the key when the value is None.

    `path` is the file as the user knows it, for messages. All other bytes stay: comments, order, quotation marks, line
    ends. Raises ProblemsFound when that cannot be done, or the front matter is not YAML or cannot be read.
    """
    file = _File.of(data, path, keys[0])
    keys = (file.written(keys[0]), *keys[1:])
    wanted = _with(file.front, keys, value)
    if wanted == file.front:
        return data
    try:
        text = file.edited(file.root, keys, value, "")
    except _Unmapped:
        raise file.refusal(keys[0]) from None
    return file.proved(text, wanted, keys[0])


def set_body(data: bytes, path: str, text: str) -> bytes:
    """`data` with another body. `text` has LF line ends; lines that stay, and empty lines at both ends, keep their
    bytes. Raises ProblemsFound.
    """
    parts = split(data, path)
    rows, mark, end = _rows(data)
    first = parts.body_line - 1
    shown = parts.body.split("\n")
    if not parts.body:
        first, shown = len(rows), []
        if rows and not rows[-1]:
            first -= 1
    tail = len(shown)
    while tail and not shown[tail - 1].strip():
        tail -= 1
    written = text.strip("\n").split("\n") if text.strip("\n") else []
    if written == shown[:tail]:
        return data
    raw = rows[first : first + len(shown)]
    if len(raw) != len(shown):
        raise ProblemsFound([Problem(path, 0, _ENDS)])
    kept = _merged(shown[:tail], written, raw)
    rest = raw[tail:] or ([""] if kept else [])
    before = rows[:first]
    if not parts.body and kept and (not before or before[-1].startswith(("---", "+++"))):
        before = [*before, ""]
    return (mark + end.join([*before, *kept, *rest])).encode()


def add_item(data: bytes, path: str, key: str, item: Mapping[str, str]) -> bytes:
    """`data` with one more item in the list `key`, which is made when it is not there. Raises ProblemsFound."""
    return set_key(data, path, (key,), [*_list(data, path, key), dict(item)])


def take_last(data: bytes, path: str, key: str) -> bytes:
    """`data` without the last item of the list `key`, and without the key when that was the only one.

    Raises ProblemsFound, also when there is no such item.
    """
    items = _list(data, path, key)
    if not items:
        raise ProblemsFound([Problem(path, 0, msg("amend-nothing-to-take", "there is no '%(key)s'.", key=key))])
    return set_key(data, path, (key,), items[:-1] or None)


def front_of(data: bytes, path: str) -> dict[str, object]:
    """The front matter by its keys as they are written. Raises ProblemsFound when it cannot be read."""
    value = plain(split(data, path).fields)
    return value if isinstance(value, dict) else {}


def written_key(front: Mapping[str, object], path: str, key: str) -> str:
    """The name under which a key stands in the front matter; its own name when it does not."""
    wording = wording_of(path.removeprefix("content/"))
    names = wording.alike.get(key, (key,))
    return next((name for name in front if wording.key(name) in names), key)


def _list(data: bytes, path: str, key: str) -> list[Value]:
    front = front_of(data, path)
    value = front.get(written_key(front, path, key))
    return list(value) if isinstance(value, list) else [] if value in (None, "", {}) else [value]


def _with(front: Mapping[str, object], keys: Path, value: Value | None) -> dict[str, object]:
    """What the front matter shall be."""
    made, (key, *rest) = dict(front), keys
    if rest:
        below = made.get(key)
        inner = _with(below if isinstance(below, dict) else {}, tuple(rest), value)
        if inner:
            made[key] = inner
        else:
            made.pop(key, None)
    elif value is None:
        made.pop(key, None)
    else:
        made[key] = value
    return made


def _rows(data: bytes) -> tuple[list[str], str, str]:
    """The lines of a file, its byte order mark and its line end."""
    text = data.decode("utf-8-sig")
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    end = "\r\n" if "\r\n" in text else "\n"
    return text.split(end), mark, end


def _merged(shown: Sequence[str], written: Sequence[str], raw: Sequence[str]) -> list[str]:
    """The written lines; those that were shown before in their own bytes."""
    begin = 0
    while begin < min(len(shown), len(written)) and shown[begin] == written[begin]:
        begin += 1
    stop = 0
    while stop < min(len(shown), len(written)) - begin and shown[-1 - stop] == written[-1 - stop]:
        stop += 1
    old, new = shown[begin : len(shown) - stop], written[begin : len(written) - stop]
    made = list(raw[:begin])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        made += raw[begin + a : begin + b] if tag == "equal" else new[c:d]
    return made + list(raw[len(shown) - stop : len(shown)])


class _Unmapped(Exception):
    """A value stands where it cannot be told from what is around it."""


class _File(msgspec.Struct, frozen=True):
    """A file as lines, with the values of its front matter and their places.

    Places are those in front matter as YAML reads it: `safe` are its lines, of which the first is `lines[first]`. Prose
    that YAML would misread is in quotes there, and not in the file.
    """

    path: str
    lines: list[str]
    front: dict[str, object]
    root: Span
    safe: list[str]
    first: int
    mark: str
    end: str

    @classmethod
    def of(cls, data: bytes, path: str, key: str) -> _File:
        """Raises ProblemsFound when the front matter is not YAML, or cannot be read."""
        parts = split(data, path)
        front = plain(parts.fields)
        lines, mark, end = _rows(data)
        if parts.read is not read_front or not isinstance(front, dict):
            message = msg(
                "amend-not-yaml",
                "its front matter is not YAML between lines of '---'. Change '%(key)s' by hand.",
                key=key,
            )
            raise ProblemsFound([Problem(path, 1, message)])
        safe = _safe(parts)
        root = find_spans("\n".join(safe)) or Span(MAPPING, (len(safe), 0), (len(safe), 0))
        if len(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")) != len(lines):
            raise ProblemsFound([Problem(path, 0, _ENDS)])
        return cls(path, lines, front, root, safe, parts.front_line - 1, mark, end)

    def written(self, key: str) -> str:
        return written_key(self.front, self.path, key)

    def refusal(self, key: str) -> ProblemsFound:
        message = msg(
            "amend-changes-more",
            "'%(key)s' could not be changed without changing something else, so nothing was. Change it by hand.",
            key=key,
        )
        return ProblemsFound([Problem(self.path, 0, message)])

    def proved(self, text: list[str], wanted: object, key: str) -> bytes:
        """The bytes of these lines. Raises ProblemsFound unless front matter is as wanted, and the body the same."""
        after = (self.mark + self.end.join(text)).encode()
        before = (self.mark + self.end.join(self.lines)).encode()
        try:
            old, new = split(before, self.path), split(after, self.path)
            if plain(new.fields) != wanted or old.body != new.body:
                raise self.refusal(key)
        except ProblemsFound:
            raise self.refusal(key) from None
        return after

    # places in the file

    def start(self, place: Place) -> Place:
        """Where in the file a value begins."""
        line, column = place
        raw = self.lines[self.first + line]
        if raw[:column] != self.safe[line][:column]:
            raise _Unmapped
        return self.first + line, column

    def stop(self, place: Place) -> Place:
        """Where in the file a value ends: what follows on its line is the same in both."""
        line, column = place
        raw, safe = self.lines[self.first + line], self.safe[line]
        if raw == safe:
            return self.first + line, column
        tail = safe[column:]
        if tail.strip() and not raw.endswith(tail):
            raise _Unmapped
        # a remark that was taken out with the quotes stays
        return self.first + line, len(raw) - len(tail) if tail.strip() else remark_at(raw)

    def is_as_written(self, span: Span) -> bool:
        """Whether YAML reads the lines of a value as they stand in the file."""
        return all(
            self.lines[self.first + at] == self.safe[at]
            for at in range(span.start[0], min(span.end[0] + 1, len(self.safe)))
        )

    def replaced(self, begin: Place, end: Place, text: str) -> list[str]:
        """The lines with `text` from one place to another."""
        head, tail = self.lines[begin[0]][: begin[1]], self.lines[end[0]][end[1] :]
        return [*self.lines[: begin[0]], *(head + text + tail).split("\n"), *self.lines[end[0] + 1 :]]

    def without(self, key: Span, value: Span, rows: Sequence[str] = ()) -> list[str]:
        """The lines with others in place of those of an entry."""
        begin, end = self.first + key.start[0], self.first + max(value.end[0], key.end[0])
        return [*self.lines[:begin], *rows, *self.lines[end + 1 :]]

    # changes

    def edited(self, mapping: Span, keys: Path, value: Value | None, indent: str) -> list[str]:
        """The lines with another value below a mapping."""
        key, *rest = keys
        found = next(((name, each) for name, each in mapping.entries if name.text == key), None)
        if found is None:
            return self._added(mapping, key, _nested(rest, value), indent)
        name, span = found
        if rest and span.kind == MAPPING:
            return self._below(name, span, tuple(rest), value)
        whole = _nested(rest, value)
        if whole is None:
            return self.without(name, span)
        if isinstance(whole, list) and span.kind == LIST and whole and span.items:
            return self._listed(span, whole)
        if isinstance(whole, str) and span.kind == SCALAR:
            return self._scalar(name, span, whole, indent)
        return self._anew(name, span, whole, indent)

    def _anew(self, name: Span, span: Span, value: Value, indent: str) -> list[str]:
        """An entry written anew; a remark behind its key stays."""
        rows = rows_of(self._name(name), value, indent)
        remark = ""
        if span.kind == SCALAR or span.flow:
            line, column = self.stop(span.end)
            if line == self.first + name.start[0]:
                remark = self.lines[line][column:].strip()
        if remark:
            rows[0] += f"  {remark}"
        return self.without(name, span, rows)

    def _name(self, name: Span) -> str:
        (line, begin), (_, end) = self.start(name.start), name.end
        return self.lines[line][begin:end]

    def _below(self, name: Span, span: Span, keys: Path, value: Value | None) -> list[str]:
        others = [each for each, _ in span.entries if each.text != keys[0]]
        if value is None and not others and len(keys) == 1:
            return self.without(name, span)
        if span.flow:
            made = _with({key.text: _value(each) for key, each in span.entries}, keys, value)
            return self.replaced(self.start(span.start), self.stop(span.end), in_braces(made))
        indent = " " * (span.entries[0][0].start[1] if span.entries else name.start[1] + 2)
        return self.edited(span, keys, value, indent)

    def _added(self, mapping: Span, key: str, value: Value | None, indent: str) -> list[str]:
        if value is None:
            return self.lines
        at = self._place(mapping, key, indent)
        return [*self.lines[:at], *rows_of(key, value, indent), *self.lines[at:]]

    def _place(self, mapping: Span, key: str, indent: str) -> int:
        """The line for a new key: below the nearest of those that are documented before it."""
        if not mapping.entries:
            return self.first + len(self.safe) - (1 if self.safe and not self.safe[-1] else 0)
        if indent:
            return self.first + mapping.entries[-1][1].end[0] + 1
        wording = wording_of(self.path.removeprefix("content/"))
        order = {name: at for at, name in enumerate(wording.alike)}
        mine = order.get(wording.key(key), len(order))
        before = [
            (order.get(wording.key(name.text), -1), max(value.end[0], name.end[0]))
            for name, value in mapping.entries
            if order.get(wording.key(name.text), len(order)) <= mine
        ]
        if not before:
            return self.first + mapping.entries[0][0].start[0]
        return self.first + max(before)[1] + 1

    def _scalar(self, name: Span, span: Span, new: str, indent: str) -> list[str]:
        if span.style in BLOCKS:
            begin, end = self.start(span.start), self.stop(span.end)
            head = chomped(self.lines[begin[0]][begin[1] :], new)
            made = refilled(span.style, self.lines[begin[0] + 1 : end[0] + 1], new.removesuffix("\n"))
            return self.replaced(begin, end, f"{head}\n{made}") if made else self._anew(name, span, new, indent)
        style = span.style if self.is_as_written(span) else ""
        begin, end = self.start(span.start), self.stop(span.end)
        if span.start == span.end:  # an empty value
            line, column = self.first + name.end[0], self.lines[self.first + name.end[0]].index(":", name.end[1]) + 1
            return self.replaced((line, column), (line, column), " " + one_line(new))
        return self.replaced(begin, end, restyled(style, new, wrapped=begin[0] != end[0]))

    def _listed(self, span: Span, new: Sequence[Value]) -> list[str]:
        """A list in which the items that stay keep their bytes."""
        old = [_value(each) for each in span.items]
        steps = difflib.SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False).get_opcodes()
        if span.flow:
            if not self.is_as_written(span):
                made = ", ".join(in_braces(each) for each in new)
                return self.replaced(self.start(span.start), self.stop(span.end), f"[{made}]")
            parts: list[str] = []
            for tag, a, b, c, d in steps:
                parts += [self._bytes(each) for each in span.items[a:b]] if tag == "equal" else map(in_braces, new[c:d])
            return self.replaced(self.start(span.start), self.stop(span.end), f"[{', '.join(parts)}]")
        indent = " " * span.start[1]
        begins = [self.first + each.start[0] for each in span.items]
        ends = [self.first + each.end[0] + 1 for each in span.items]
        rows: list[str] = []
        for tag, a, b, c, d in steps:
            if tag == "equal":
                rows += self.lines[ends[a - 1] if a and rows else begins[a] : ends[b - 1]]
            else:
                rows += [row for each in new[c:d] for row in item_of(each, indent)]
        return [*self.lines[: begins[0]], *rows, *self.lines[ends[-1] :]]

    def _bytes(self, span: Span) -> str:
        (line, begin), (last, end) = self.start(span.start), self.stop(span.end)
        rows = self.lines[line : last + 1]
        rows[-1] = rows[-1][:end]
        rows[0] = rows[0][begin:]
        return "\n".join(rows)


def _safe(parts: Parts) -> list[str]:
    return as_written(parts.front.replace("\v", " "), PROSE)[0].split("\n")


def _nested(keys: Sequence[str], value: Value | None) -> Value | None:
    for key in reversed(keys):
        value = None if value is None else {key: value}
    return value


def _value(span: Span) -> object:
    if span.kind == MAPPING:
        return {name.text: _value(each) for name, each in span.entries}
    if span.kind == LIST:
        return [_value(each) for each in span.items]
    return span.text


_ENDS: Message = msg(
    "amend-mixed-ends",
    "its lines end in several ways, so it can be changed by hand alone. Save it once in an editor with line ends of "
    "one kind.",
)
