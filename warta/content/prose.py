"""Turns front matter as people write it into YAML that says the same: lines of prose stand as they were written.

In YAML ` #` begins a remark, `: ` a mapping, `&` and `*` a reference, and a backslash in quotes an escape. Nobody who
writes a title means that. So the value of a key that holds prose is put into quotes before YAML reads it, unless it is
a whole quotation already, a block (`|` or `>`), or empty. Behind prose a remark has two blanks before `#` and one after
it. Lines stay lines, so that problems keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from warta.wording import Wording, folded


class Prose(msgspec.Struct, frozen=True):
    """Where a key's value is prose: the value itself, the values of these keys below it (folded), or names of tags."""

    itself: bool = False
    below: frozenset[str] = frozenset()
    tags: bool = False


NONE = Prose()


def prose_below(known: Wording, *keys: str) -> Prose:
    """Prose in the values of these keys of a mapping, whatever people call them."""
    return Prose(below=frozenset(word for word, key in known.meant.items() if key in keys))


Keys = Mapping[str, Prose]


class Doubt(msgspec.Struct, frozen=True):
    """A line (from 0) whose quotation marks can be read in two ways, as the two lines that say which is meant."""

    row: int
    whole: str
    inner: str


class _Row(msgspec.Struct, frozen=True):
    """A line with a key: what stands before the key, the key, its value, and the row after the value's last."""

    lead: str
    key: str
    value: str
    at: int
    end: int


_ROW = re.compile(r"(?P<lead> *(?:- +)*)(?P<key>[^\W\d_][\w-]*(?: [\w-]+)?) ?: *(?P<value>.*?) *")
_ITEM = re.compile(r"( *- +)(\S.*?) *")
_NO_BREAK = re.compile(
    r"(?P<lead>[ \u00a0]*(?:-[ \u00a0]+)*)(?P<key>[\w -]+?[ \u00a0]?:)?(?P<gap>[ \u00a0]*)(?P<rest>.*)"
)
_WHOLE = re.compile(r"""(?:"(?:[^"\\]|\\["\\/nt]|\\u[0-9a-fA-F]{4})*"|'(?:[^']|'')*')(?: +#.*)?""")
_PATH = re.compile(r'"[A-Za-z]:\\(?!\\)[^"]*"')  # of Windows: no escapes
_BLOCK = re.compile(r"[|>][-+0-9]*(?: +#.*)?")
_BLOCK_WITH_TEXT = re.compile(r"[|>] ")
COMMA = re.compile(r",(?!\d)|(?<!\d),|(?<=\d{4}),(?=\d{4})")
"""A comma between tags: 17,8 is one number, 2025,2026 are two years."""
_REMARK = re.compile(r"(?:  +|^)# .*$")
_ESCAPED = re.compile(r'"[^"]*"')  # closed once, with a backslash that means nothing: the text is what stands between
_APOSTROPHES = re.compile(r"'(?:[^']|(?<=\w)'(?=\w))*'")  # 'Jum'at'
_PLAIN = re.compile(r"[^\W_](?:(?!: | #|:$).)*")  # what YAML takes as it is


def as_written(front: str, keys: Keys) -> tuple[str, list[Doubt]]:
    """`front` (YAML) with prose in quotes where YAML would read it otherwise, and the lines that can be read twice."""
    rows = [_without_no_break(row) for row in front.split("\n")] if "\u00a0" in front else front.split("\n")
    doubts: list[Doubt] = []
    above, at = NONE, 0
    while at < len(rows):
        row = _row(rows, at)
        if row is None:
            item = _ITEM.fullmatch(rows[at]) if above.tags else None
            if item:
                rows[at] = item[1] + _name(item[2])
            at += 1
            continue
        if not row.lead:
            above = keys.get(folded(row.key), NONE)
        if _BLOCK.fullmatch(row.value):
            at = row.end
        elif not row.lead and above.tags:
            at = _quote_tags(rows, row)
        elif above.itself if not row.lead else folded(row.key) in above.below:
            at = _quote(rows, row, keys, doubts)
        else:
            at += 1
    return "\n".join(rows), doubts


def remarks(front: str, keys: Keys) -> Iterator[tuple[int, str, str, str, bool]]:
    """Lines (from 0) where `#` may be meant otherwise than it is read: key, value, what follows, whether it is shown.

    Shown is ` # ...` behind prose, which looks like a remark; not shown is ` #...` behind other values.
    """
    rows = front.split("\n")
    above, at = NONE, 0
    while at < len(rows):
        row = _row(rows, at)
        at += 1
        if row is None:
            continue
        if not row.lead:
            above = keys.get(folded(row.key), NONE)
        if _BLOCK.fullmatch(row.value):
            at = row.end
        elif row.value[:1] not in ("", '"', "'"):
            prose = above.itself if not row.lead else folded(row.key) in above.below
            match = re.search(r" # " if prose else r" #(?=\w)", row.value)
            if match and not above.tags and not (prose and _REMARK.search(row.value)):
                value = row.value[: match.start()].rstrip()
                yield row.at, row.key, value, row.value[match.start() + 1 :], prose


def remark_at(row: str) -> int:
    """Where the remark behind a line of prose begins, with the blanks before it; else the end of its text."""
    match = _REMARK.search(row)
    return len((row[: match.start()] if match else row).rstrip())


def _without_no_break(row: str) -> str:
    """A row whose indentation, and whose gap behind a key or dash, is of plain blanks."""
    match = _NO_BREAK.fullmatch(row)
    if match is None:
        return row
    head = (match["lead"] + (match["key"] or "")).replace("\u00a0", " ")
    return head + match["gap"].replace("\u00a0", " ") + match["rest"]


def _row(rows: list[str], at: int) -> _Row | None:
    match = _ROW.fullmatch(rows[at])
    if match is None:
        return None
    end = at + 1
    depth = len(match["lead"])
    while end < len(rows) and (not rows[end].strip() or _depth(rows[end]) > depth):
        end += 1
    while end > at + 1 and not rows[end - 1].strip():
        end -= 1
    return _Row(match["lead"], match["key"], match["value"] or "", at, end)


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _quote(rows: list[str], row: _Row, keys: Keys, doubts: list[Doubt]) -> int:
    """Put the value of prose into quotes where that is needed; the row to go on with."""
    value, more = row.value, [each.strip() for each in rows[row.at + 1 : row.end]]
    if value in ("", "~", "[]", "{}") or value.startswith("# ") or _BLOCK_WITH_TEXT.match(value):
        return row.at + 1
    if any(_is_key(each, row, keys) for each in rows[row.at + 1 : row.end]):
        return row.at + 1  # a key that was indented by mistake: YAML's problem
    marked = value[0] in "\"'"
    if marked and (text := _unquoted(value, more)) is None:
        whole = " ".join([value, *more])
        if _WHOLE.fullmatch(whole):
            rows[row.at] = f"{row.lead}{row.key}: {value}"
            return row.end
        if whole.count(value[0]) == 1:
            return row.at + 1  # opened and never closed: YAML's problem
        if len(value) > 1 and value[-1] == value[0]:
            key = f"{row.key}: "
            doubts.append(Doubt(row.at, key + _single(value), key + _single(value[1:-1])))
            return row.end
    _write(rows, row, [text if marked and text is not None else value, *more])
    return row.end


def _unquoted(value: str, more: Sequence[str]) -> str | None:
    """The text between quotation marks that YAML would read otherwise; None where they are no such marks."""
    if more:
        return None
    if _PATH.fullmatch(value):
        return value[1:-1]
    if not _WHOLE.fullmatch(value) and (_ESCAPED.fullmatch(value) or _APOSTROPHES.fullmatch(value)):
        return value[1:-1]
    return None


def _write(rows: list[str], row: _Row, parts: list[str]) -> None:
    """Put the lines of a value into quotes, but for those that YAML takes as they are."""
    parts[-1] = _REMARK.sub("", parts[-1])
    head = f"{row.lead}{row.key}: "
    if all(map(_PLAIN.fullmatch, filter(None, parts))) and parts[0] == row.value and rows[row.at].startswith(head):
        return
    safe = [part.replace("'", "''") for part in parts]
    rows[row.at] = f"{head}'{safe[0]}"
    for at, part in enumerate(safe[1:], row.at + 1):
        rows[at] = f"{' ' * (len(row.lead) + 2)}{part}" if part else ""
    rows[row.end - 1] += "'"


def _is_key(written: str, row: _Row, keys: Keys) -> bool:
    """Whether a line that is deeper than a key seems to be a key itself."""
    match = _ROW.fullmatch(written)
    names = keys.keys() | {name for each in keys.values() for name in each.below} | _OTHERS
    return match is not None and match["key"] in names and not match["lead"].endswith("- ")


_OTHERS = frozenset(("file", "date", "at", "kind", "from", "until", "url", "decorative"))


def _quote_tags(rows: list[str], row: _Row) -> int:
    """Put tags into quotes that YAML would not read as such: a list in brackets, or words in one line."""
    more = [each.strip() for each in rows[row.at + 1 : row.end]]
    if not row.value and more:
        return row.at + 1  # items with dashes, each on its line
    value = re.sub(r" +# .*$", "", " ".join([row.value, *more]))
    if value.startswith("[") and value.endswith("]"):
        written = "[" + ", ".join(_name(part) for part in _parts(value[1:-1])) + "]"
    elif value.startswith("[#") or " #" in value and value.startswith("["):  # a list that is never closed
        written = "[" + ", ".join(_name(part) for part in _parts(value[1:]))
    elif "#" in value:  # hashtags in one line, between commas or not
        written = "[" + ", ".join(_name(part) for part in _parts(value)) + "]"
    else:
        written = value
    if (
        "#" in value
        or len(COMMA.findall(value)) != value.count(",")
        or rows[row.at] != f"{row.lead}{row.key}: {row.value}"
    ):
        rows[row.at] = f"{row.lead}{row.key}: {written}"
        rows[row.at + 1 : row.end] = [""] * (row.end - row.at - 1)
    return row.end


def _parts(inner: str) -> list[str]:
    """The items of a list in brackets: what stands between commas that are not in quotes."""
    comma = COMMA.pattern
    found = re.findall(rf"""\s*((?:"[^"]*"|'(?:[^']|'')*'|(?!{comma}).)*?)\s*(?:{comma}|$)""", inner)
    return [part for part in found if part]


def _name(text: str) -> str:
    """A tag as YAML reads it."""
    if not text or text[0] in "\"'":
        return text
    in_number = "," in text and not COMMA.search(text)
    if "#" not in text and not in_number and not re.match(r"[@%`&*!]", text):
        return text
    return _single(_REMARK.sub("", text))


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
