"""Turns a manuscript into notes on what Markdown shows otherwise than it looks: lists, tables, indents, line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from warta.desk.findings import Fix, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.messages import msg

_FENCE = re.compile(r" {0,3}(```|~~~)")
_ITEM = re.compile(r"(?P<indent> *)(?:(?P<number>\d+)\.|[-*+]) +\S")
_BELONGS = re.compile(r"(?: {0,3}(?:\d+\.|[-*+]) +\S|\[\^|:\s)")  # after these, what is indented goes on with them
_RULER = re.compile(r" {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_FOREIGN = re.compile(
    r" {0,3}(?:(?P<bullet>[•·‣▪◦●○■\uf0b7\uf0a7§]\s*|o\t\s*)|(?P<number>\d{1,3})\)\s+"
    r"|(?P<letter>[a-z])[.)]\s+)(?P<text>\S.*)"
)
_UNDERLINE = re.compile(r"-+ *")
_CODE = re.compile(r"[{};=<>$\\]|\(\)|^\s*(?:def|import|sudo|pip|git)\b")
_OPENS = re.compile(r"[\"'“‘(\[*_]*[A-Z0-9]")
_ENDS = re.compile(r"[.!?:…][\"”’)]*$")
_LABEL = re.compile(r"[^\W\d_][\w /.-]{1,24}: ")
_STANDS = re.compile(r"(?:  |\\|<br ?/?>)$")  # a line end that is shown


class Block(msgspec.Struct, frozen=True):
    """Neighbouring rows without an empty one between them; the first stands on `line` of the file."""

    line: int
    rows: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first row."""
        return self.rows[0]


def blocks_of(text: Manuscript) -> list[Block]:
    """The blocks of a body, without those of code between fences and of HTML."""
    found: list[Block] = []
    rows: list[str] = []
    fence = ""
    for line, row in enumerate((*text.rows, ""), text.first_line):
        mark = _FENCE.match(row)
        if fence or mark:
            fence = "" if fence and mark and mark[1] == fence else fence or (mark[1] if mark else "")
            row = ""
        if row.strip():
            rows.append(row)
        elif rows:
            found.append(Block(line - len(rows), tuple(rows)))
            rows = []
    return [block for block in found if not block.first.startswith("<")]


def list_glued(text: Manuscript, house: House) -> Iterator[Note]:
    """A list needs an empty line above it."""
    for block in blocks_of(text):
        if _ITEM.match(block.first) or block.first.startswith((" ", "\t", ">", "[^")):
            continue
        for at, row in enumerate(block.rows[1:], 1):
            match = _ITEM.match(row)
            if match is None or len(match["indent"]) > 3 or match["number"] not in (None, "1"):
                continue
            if not block.rows[at - 1].startswith("#"):
                message = msg(
                    "list-glued",
                    "this list clings to the line above it and is shown as one paragraph. Put an empty line between.",
                )
                yield Note(block.line + at, message, (_gap(block.line + at),))
            break


def table_glued(text: Manuscript, house: House) -> Iterator[Note]:
    """A table needs an empty line above it."""
    for block in blocks_of(text) if "|" in text.body else ():
        for at in range(2, len(block.rows)):
            if "|" in block.rows[at] and _RULER.fullmatch(block.rows[at]) and "|" in block.rows[at - 1]:
                if "|" not in block.rows[at - 2]:
                    message = msg(
                        "table-glued",
                        "this table clings to the line above it and is shown as text. Put an empty line between.",
                    )
                    yield Note(block.line + at - 1, message, (_gap(block.line + at - 1),))
                break


def list_indent(text: Manuscript, house: House) -> Iterator[Note]:
    """Items below an item need four blanks."""
    for block in blocks_of(text):
        if not (first := _ITEM.match(block.first)) or first["indent"]:
            continue
        indents = [len(match["indent"]) if (match := _ITEM.match(row)) else 0 for row in block.rows]
        inner = [indent for indent in indents if indent]
        at = next((at for at, indent in enumerate(indents) if indent in (2, 3)), None)
        if at is None:
            continue
        step = inner[0]
        change = Fix(block.line, block.line + len(block.rows) - 1, tuple(_deeper(row, step) for row in block.rows))
        fixes = (change,) if all(indent % step == 0 for indent in inner) else ()
        message = msg("list-indent", "if this item belongs below the one above, put four blanks before it.")
        yield Note(block.line + at, message, fixes)


def _deeper(row: str, step: int) -> str:
    indent = len(row) - len(row.lstrip(" "))
    return " " * (indent // step * 4) + row.lstrip(" ") if indent and indent % step == 0 else row


def list_broken(text: Manuscript, house: House) -> Iterator[Note]:
    """A paragraph of an item needs four blanks, or the list ends there."""
    blocks = blocks_of(text)
    for before, block, after in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
        indented = 0
        while indented < len(block.rows) and _indent(block.rows[indented]) and not _ITEM.match(block.rows[indented]):
            indented += 1
        glued = block.rows[indented : indented + 1]
        follows = glued or (after.rows[:1] if after else ())
        shallow = any(_indent(row) < 4 for row in block.rows[:indented])
        goes_on = bool(follows) and _ITEM.match(follows[0])
        if indented and (shallow or glued) and goes_on and _ITEM.match(before.first):
            rows = [row if _indent(row) >= 4 else f"    {row.lstrip()}" for row in block.rows[:indented]]
            message = msg(
                "list-broken",
                "the list ends at this paragraph. Put four blanks before it, and an empty line below it.",
            )
            gap = [""] if glued else []
            yield Note(block.line, message, (Fix(block.line, block.line + indented - 1, (*rows, *gap)),))


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def list_foreign(text: Manuscript, house: House) -> Iterator[Note]:
    """Bullets and numbers of word processors make no list."""
    for block in blocks_of(text):
        found = [_FOREIGN.fullmatch(row) for row in block.rows]
        run: list[re.Match[str]] = []
        for at, match in enumerate([*found, None]):
            if match and (not run or _goes_on(run, match)):
                run.append(match)
                continue
            if run and (len(run) > 1 or run[0]["bullet"]):
                yield _foreign(block, at - len(run), run)
            run = [match] if match else []


def _goes_on(run: Sequence[re.Match[str]], match: re.Match[str]) -> bool:
    last = run[-1]
    if last["number"] and match["number"]:
        return int(match["number"]) == int(last["number"]) + 1
    if last["letter"] and match["letter"]:
        return ord(match["letter"]) == ord(last["letter"]) + 1
    return bool(last["bullet"] and match["bullet"])


def _foreign(block: Block, at: int, run: Sequence[re.Match[str]]) -> Note:
    message = msg(
        "list-foreign", "this looks like a list and is shown as text. Begin each item with '- ', or with '1. '."
    )
    first = block.line + at
    if run[0]["letter"]:
        return Note(first, message)
    rows = [f"- {each['text']}" if each["bullet"] else f"{each['number']}. {each['text']}" for each in run]
    above = [""] if at else []
    below = [""] if at + len(run) < len(block.rows) else []
    return Note(first, message, (Fix(first, first + len(run) - 1, (*above, *rows, *below)),))


def code_indented(text: Manuscript, house: House) -> Iterator[Note]:
    """A paragraph that is indented is shown as code."""
    belongs = False
    for block in blocks_of(text):
        if not block.first.startswith(("    ", "\t")):
            belongs = bool(_BELONGS.match(block.first))
            continue
        words = " ".join(block.rows)
        if belongs or len(words.split()) < 4 or _CODE.search(words) or not _OPENS.match(block.first.strip()):
            continue
        rows = tuple(row.strip() for row in block.rows)
        message = msg(
            "code-indented",
            "a paragraph that is indented is shown as code, in a grey box. Take the blanks before it away.",
        )
        yield Note(block.line, message, (Fix(block.line, block.line + len(rows) - 1, rows),))


def heading_underline(text: Manuscript, house: House) -> Iterator[Note]:
    """A line of hyphens below a text makes it a heading."""
    for block in blocks_of(text):
        if len(block.rows) < 2 or not _UNDERLINE.fullmatch(block.rows[1]) or block.first.startswith(("#", ">", "|")):
            continue
        # who means a heading draws a line about as long as the words
        if abs(len(block.rows[1].rstrip()) - len(block.first.rstrip())) > 2:
            message = msg(
                "heading-underline",
                "the line below this text makes it a heading. If a line across is meant, put an empty line between.",
            )
            yield Note(block.line, message)


def tab_table(text: Manuscript, house: House) -> Iterator[Note]:
    """Rows copied from a spreadsheet lose their columns."""
    for block in blocks_of(text) if "\t" in text.body else ():
        at = 0
        while at < len(block.rows):
            size = _tabbed(block.rows[at:])
            if size > 1:
                yield _tabs(block, at, size)
            at += max(1, size)


def _tabbed(rows: Sequence[str]) -> int:
    """How many rows from the first on have cells between tabs, all the same number."""
    cells = rows[0].rstrip().count("\t")
    if not cells or rows[0].startswith(("\t", " ")) or _FOREIGN.fullmatch(rows[0]):
        return 0
    size = 0
    while size < len(rows) and rows[size].count("\t") == cells and not rows[size].startswith("\t"):
        size += 1
    return size


def _tabs(block: Block, at: int, size: int) -> Note:
    rows = [
        " | ".join(cell.strip().replace("|", "\\|") for cell in row.split("\t")) for row in block.rows[at : at + size]
    ]
    rows = [f"| {row} |" for row in rows]
    ruler = "|" + "---|" * (block.rows[at].count("\t") + 1)
    above = [""] if at else []
    below = [""] if at + size < len(block.rows) else []
    first = block.line + at
    message = msg(
        "tab-table", "these rows are copied from a spreadsheet, and their columns are lost. Write them as a table."
    )
    return Note(first, message, (Fix(first, first + size - 1, (*above, rows[0], ruler, *rows[1:], *below)),))


def line_ends(text: Manuscript, house: House) -> Iterator[Note]:
    """Lines without an empty line between them are one paragraph."""
    for block in blocks_of(text):
        rows = block.rows
        if len(rows) < 3 or block.first.startswith((" ", "\t", ">", "|", "[", "#", "!")) or _ITEM.match(block.first):
            continue
        if any(_STANDS.search(row) or "|" in row or "\t" in row or _ITEM.match(row) for row in rows):
            continue
        if any(_FOREIGN.fullmatch(row) for row in rows) or not all(map(_OPENS.match, rows)):
            continue
        width = max(map(len, rows)) * 9 // 10
        # where lines are broken by their width, the next word had no room, and the line ends within a sentence
        ended = sum(
            len(row) + 1 + len(rows[at].split()[0]) <= width or bool(_ENDS.search(row) or _LABEL.match(row))
            for at, row in enumerate(rows[:-1], 1)
        )
        if ended * 3 >= 2 * (len(rows) - 1):
            message = msg(
                "line-ends",
                "these lines are shown as one paragraph. Put an empty line between them, or '<br>' at their ends.",
            )
            yield Note(block.line, message)


def _gap(line: int) -> Fix:
    return Fix(line, line - 1, ("",))
