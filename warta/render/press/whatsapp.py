"""Turns a story into a message in WhatsApp's own marks: *bold*, _italic_, ```code```, lists and quotes by line.

Its words are those of `rilis.txt`. The address stands alone on the last line, from which the app makes its preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from warta.render.formats.wire import contact_line
from warta.render.html.plaintext import above, below
from warta.render.press.story import Story
from warta.render.press.tree import Block, Code, Heading, Indented, Items, Paragraph, Picture, Quote, Run, Runs, Table

LIMIT = 65_536
"""UTF-16 units of a message: what the app takes."""
_ROOM = LIMIT - 40  # for "(12/34)", empty lines, marks of a part
# signs that would open or close a mark: at a word's outer side, with a letter on the other
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`]+)(?=\S)|(?<=\S)([*_~`]+)(?![\w*_~`])")
_FENCE = "\u2060"  # a word joiner, which nobody sees
# what begins a line of a list or a quote
_LINE = re.compile(r"^(?=(?:[*>-]|\d+\.)[ \t])", re.MULTILINE)


def whatsapp(story: Story) -> str:
    """A release as a message; one that is too long as several, each below its number."""
    parts = list(_parts(story))
    messages = list(_packed(parts))
    if len(messages) == 1:
        return messages[0] + "\n"
    return "\n\n".join(f"({number}/{len(messages)})\n{text}" for number, text in enumerate(messages, 1)) + "\n"


def _parts(story: Story) -> Iterator[str]:
    """The paragraphs of the message."""
    kind = f"*{story.labels.kind.upper()}*" + (f" *[{story.mark.upper()}]*" if story.mark else "")
    yield f"{kind}\n*{quiet(story.title)}*\n{quiet(story.label)}"
    for head, text in story.notices:
        yield f"[{head}] {quiet(text)}".strip()
    for at, block in enumerate(story.body):
        text = _block(block)
        if at == 0 and story.dateline:
            text = f"*{quiet(story.dateline)}* — {text}" if isinstance(block, Paragraph) else text
        if text:
            yield text
    yield from map(quiet, story.remarks)
    if story.notes:
        yield f"*{story.labels.notes}*\n{quiet(story.notes)}"
    if story.contacts:
        yield f"*{story.labels.contacts}*\n" + "\n".join(map(contact_line, story.contacts))
    yield story.url


def quiet(text: str) -> str:
    """Words of the writer's own, in which no sign begins or ends a mark; addresses and `5 * 3` stay as they are."""
    return _MARKS.sub(lambda found: f"{_FENCE}{found[1] or found[2]}{_FENCE}", text)


def _inline(runs: Runs, *, bold: bool = True) -> str:
    return "".join(_run(run, bold=bold) for run in runs).strip()


def _run(run: Run, *, bold: bool) -> str:
    if run.text == "\n":
        return "\n"
    text = above(run.text) if run.above else below(run.text) if run.below else run.text
    core = text.strip()
    if not core:
        return text
    lead, _, tail = text.partition(core)
    if run.url and _is_address(core, run.url):
        return text
    shown = f"```{core}```" if run.code and "`" not in core else quiet(core)
    if run.italic:
        shown = f"_{shown}_"
    if run.bold and bold:
        shown = f"*{shown}*"
    return lead + shown + _address(run.url) + tail


def _is_address(text: str, url: str) -> bool:
    bare = url.partition("://")[2] or url.partition(":")[2]
    return text.strip().rstrip("/") in (url.rstrip("/"), bare.rstrip("/"))


def _address(url: str) -> str:
    """The address behind words, outside of their marks, which phones would take for a part of it."""
    return "" if not url or url.startswith("tel:") else f" ({url.removeprefix('mailto:')})"


def _block(block: Block, depth: int = 0) -> str:  # noqa: C901 - a case for each kind of block
    match block:
        case Paragraph(runs):
            return _LINE.sub(_FENCE, _inline(runs))
        case Heading(_, runs):
            return f"*{_inline(tuple(_plain(runs)))}*"
        case Items(items):
            return "\n".join(_item(item.mark or "-", item.blocks, depth) for item in items)
        case Quote(blocks):
            return "\n".join(f"> {line}" for each in blocks for line in _block(each).split("\n") if line)
        case Indented(blocks):
            return "\n".join(filter(None, map(_block, blocks)))
        case Table():
            return _table(block)
        case Picture(_, _, caption):
            return _inline(caption)
        case Code(text):
            return text if "```" in text else f"```{text}```"


def _plain(runs: Iterable[Run]) -> Iterator[Run]:
    """Words without marks and addresses, which would stand inside of the marks around all of them."""
    for run in runs:
        yield Run(run.text, above=run.above, below=run.below, note=run.note)


def _item(mark: str, blocks: tuple[Block, ...], depth: int) -> str:
    """An item on lines of its own; what stands below its first line is indented."""
    inner = "\n".join(filter(None, (_block(each, depth + 1) for each in blocks)))
    return f"{mark} " + inner.replace("\n", "\n   ")


def _table(table: Table) -> str:
    """A line for each row, its cells in their order."""
    lines = [f"*{_inline(tuple(_plain(table.caption)))}*"] if table.caption else []
    for at, row in enumerate(table.rows):
        cells = [_inline(cell.runs, bold=False).replace("\n", " ") for cell in row]
        if cells[0] and (at < table.heads or any(run.bold for run in row[0].runs)):
            cells[0] = f"*{_inline(tuple(_plain(row[0].runs))).replace(chr(10), ' ')}*"
        lines.append("- " + " · ".join(filter(None, cells)))
    return "\n".join(lines)


def _packed(parts: list[str]) -> Iterator[str]:
    """Messages of whole paragraphs; only a paragraph that is too long by itself is cut, at a blank if it has one."""
    now = ""
    for part in parts:
        for piece in _pieces(part):
            if now and units(now) + units(piece) + 2 > _ROOM:
                yield now
                now = piece
            else:
                now = f"{now}\n\n{piece}" if now else piece
    yield now


def _pieces(part: str) -> Iterator[str]:
    while units(part) > _ROOM:
        cut = max(part.rfind("\n", 0, _ROOM // 2), part.rfind(" ", 0, _ROOM // 2))
        cut = cut if cut > 0 else _ROOM // 2
        yield part[:cut]
        part = part[cut:].lstrip()
    yield part


def units(text: str) -> int:
    """How long a text is for the app."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
