"""Turns the HTML of a body into a small tree of plain values, from which letter, Word file and message are written.

Words, numbers and their order are those of `rilis.txt` (see `html/plaintext.py`). Nothing in the tree is source code
of
what is made of it: text stays text.
One walk knows all elements of HTML that a text may have, which makes this module long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

from warta.render.html.numbering import Numbers
from warta.render.html.plaintext import BLOCKS, SILENT, STRUCK, is_back, is_note, is_noted, lowered, raised


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words that are set alike. `above` and `below` stand raised and lowered, `note` is the mark of a footnote.

    A run whose text is a line feed is a line break.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    above: bool = False
    below: bool = False
    note: bool = False
    url: str = ""


Runs = tuple[Run, ...]


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph."""

    runs: Runs


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading inside the text; `level` counts from 2, since the title is the first."""

    level: int
    runs: Runs


class Item(msgspec.Struct, frozen=True):
    """An item of a list: its mark (`1.`, `[1]`, or empty for a dash) and what stands in it."""

    mark: str
    blocks: tuple[Block, ...]


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list; `notes`: its items are the footnotes."""

    items: tuple[Item, ...]
    notes: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table. `align` is left, center or right."""

    runs: Runs
    head: bool = False
    align: str = "left"
    across: int = 1
    down: int = 1


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table, row by row."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Runs = ()

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((sum(cell.across for cell in row) for row in self.rows), default=0)

    @property
    def heads(self) -> int:
        """How many rows at its top are heads."""
        return next((at for at, row in enumerate(self.rows) if not all(cell.head for cell in row)), 0)


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """A picture by its address, with what stands below it."""

    url: str
    alt: str = ""
    caption: Runs = ()


class Quote(msgspec.Struct, frozen=True, tag="quote"):
    """Words of others."""

    blocks: tuple[Block, ...]


class Indented(msgspec.Struct, frozen=True, tag="indented"):
    """What a term before it means."""

    blocks: tuple[Block, ...]


class Code(msgspec.Struct, frozen=True, tag="code"):
    """Text whose lines and blanks stay as they are."""

    text: str


Block = Paragraph | Heading | Items | Table | Picture | Quote | Indented | Code

_STYLES = {
    "strong": {"bold": True}, "b": {"bold": True}, "em": {"italic": True}, "i": {"italic": True},
    "cite": {"italic": True}, "code": {"code": True}, "kbd": {"code": True}, "samp": {"code": True},
}  # fmt: skip
_TERMS = ("dt", "summary", "legend")
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_GAP = "\x01"
"""Stands where a blank is needed beside a word, until the white space is put in order."""
_SPECIAL, _BLANKS = re.compile("[\x01\u00a0]"), re.compile("[ \t\r\n\f]+")
_BEFORE, _AFTER = " \n([", " \n.,;:!?)]"


def tree_of(html: str, struck: str, page: str = "") -> tuple[Block, ...]:
    """The blocks of a body with whole addresses; struck words stand in `struck` at `%(words)s`.

    Links inside of the page, such as from a list of contents, lead nowhere outside of it: their words alone stay.
    """
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(f"<body>{html}</body>").body
    if body is None:
        return ()
    for link in body.css("a[href]") if page else ():
        href = link.attributes["href"] or ""
        if href.startswith(f"{page}#") and not is_back(_written(link)) and not is_note(_written(link)):
            del link.attrs["href"]
    return tuple(_blocks(body, struck))


def _blocks(node: LexborNode, struck: str) -> list[Block]:
    walker = _Walker(struck)
    walker.inside(node, Run(""))
    walker.flush()
    return walker.made


def _runs(node: LexborNode, struck: str) -> Runs:
    """All words of a node, with a line break between blocks."""
    found: list[Run] = []
    for block in _blocks(node, struck):
        found += [Run("\n"), *flat(block)] if found else flat(block)
    return tuple(found)


def flat(block: Block) -> Runs:
    """The runs of a block, its inner blocks one below the other."""
    match block:
        case Paragraph(runs) | Heading(_, runs):
            return runs
        case Code(text):
            return (Run(text),)
        case Picture(_, _, caption):
            return caption
        case Quote(blocks) | Indented(blocks):
            inner = [flat(each) for each in blocks]
        case Items(items):
            inner = [(Run(f"{item.mark or '-'} "), *_joined([flat(each) for each in item.blocks])) for item in items]
        case Table(rows, caption):
            inner = [caption] if caption else []
            inner += [_joined([cell.runs for cell in row], " ") for row in rows]
    return _joined(inner)


def _joined(parts: list[Runs], between: str = "\n") -> Runs:
    found: list[Run] = []
    for part in parts:
        found += [Run(between), *part] if found else part
    return tuple(found)


class _Walker:
    """Collects blocks from the nodes of one container; `made` are those that are finished."""

    def __init__(self, struck: str) -> None:
        self.made: list[Block] = []
        self._struck = struck
        self._line: list[Run] = []

    def flush(self, level: int = 0) -> None:
        """End the paragraph, or the heading of this level."""
        runs = in_order(self._line)
        self._line = []
        if runs:
            self.made.append(Heading(level, runs) if level else Paragraph(runs))

    def inside(self, node: LexborNode, style: Run) -> None:
        """Take all that stands in a node."""
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._add(child.text_content or "", style)
            elif child.tag and child.tag not in SILENT and not child.tag.startswith("-"):
                self._element(child, child.tag, style)

    def _add(self, text: str, style: Run) -> None:
        self._line.append(msgspec.structs.replace(style, text=text))

    def _element(self, node: LexborNode, tag: str, style: Run) -> None:
        if tag in STRUCK:
            words = _words(node)
            if words and self._struck:
                self._add(f"{_GAP}{self._struck % {'words': words}}{_GAP}", style)
        elif tag in _MAKERS:
            self.flush()
            self.made += _MAKERS[tag](node, self._struck)
        elif tag in BLOCKS:
            self.flush()
            self.inside(node, msgspec.structs.replace(style, bold=True) if tag in _TERMS else style)
            self.flush(int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0)
        else:
            self._inline(node, tag, style)

    def _inline(self, node: LexborNode, tag: str, style: Run) -> None:
        attributes = node.attributes
        if tag == "br":
            self._line.append(Run("\n"))
        elif tag in ("sup", "sub"):
            self._placed(node, style, above=tag == "sup")
        elif tag == "rt":
            self._add(f"{_GAP}({_words(node)}){_GAP}", style)
        elif tag == "q":
            self._add("“", style)
            self.inside(node, style)
            self._add("”", style)
        elif tag == "a":
            written = _written(node)
            href = (attributes.get("href") or "").strip()
            if not is_back(written):
                kept = msgspec.structs.replace(style, url=href) if _LINK.match(href) else style
                self.inside(node, kept)
        else:
            self.inside(node, msgspec.structs.replace(style, **_STYLES.get(tag, {})))

    def _placed(self, node: LexborNode, style: Run, *, above: bool) -> None:
        words = _words(node)
        link = node.css_first("a")
        if not words:
            return
        if above and link is not None and is_note(_written(link)):
            text = f"{_GAP}[{words.strip('[]')}]{_GAP}"
            self._line.append(msgspec.structs.replace(style, text=text, note=True, url=""))
        elif (raised if above else lowered)(words):
            self._add((raised if above else lowered)(words), style)
        else:
            self._line.append(msgspec.structs.replace(style, text=words, above=above, below=not above))


def _words(node: LexborNode) -> str:
    return " ".join((node.text(deep=True, separator="") or "").split())


def _written(node: LexborNode) -> str:
    """The attributes of a node as they are written."""
    return " ".join(f'{name}="{value or ""}"' for name, value in node.attributes.items())


def in_order(runs: list[Run]) -> Runs:
    """Runs with their white space in order: one blank between words, none at the ends of a line."""
    text = "".join(run.text for run in runs)
    found: list[Run] = []
    at, last = 0, "\n"
    for run in runs:
        if run.text == "\n":
            at, last = at + 1, "\n"
            _strip(found)
            found += [run] if found else []
            continue
        kept = ""
        if _SPECIAL.search(run.text):
            for char in run.text:
                at += 1
                kept += _kept(char, last, text[at : at + 1])
                last = kept[-1:] or last
        else:  # as nearly all text is
            at += len(run.text)
            kept = _BLANKS.sub(" ", run.text)
            kept = kept[1:] if kept[:1] == " " and last in " \n\u00a0" else kept
            last = kept[-1:] or last
        if kept:
            found.append(msgspec.structs.replace(run, text=kept))
    while found and not found[-1].text.strip():
        found.pop()
    _strip(found)
    return _merged(found)


def _kept(char: str, last: str, after: str) -> str:
    """A sign of a line, or what stands for it there, between the one before it and the one behind it."""
    if char == _GAP:
        return " " if last not in _BEFORE and after not in (*_AFTER, _GAP, "") else ""
    if char in " \t\r\n\f":
        return "" if last in " \n\u00a0" else " "
    return char


def _strip(found: list[Run]) -> None:
    """Take the blank off the end of the last run."""
    if found and found[-1].text != "\n":
        bare = found[-1].text.rstrip(" \u00a0")
        found[-1:] = [msgspec.structs.replace(found[-1], text=bare)] if bare else []


def _merged(runs: list[Run]) -> Runs:
    """Neighbours that are set alike as one run."""
    found: list[Run] = []
    for run in runs:
        before = found[-1] if found else None
        alike = before and "\n" not in (before.text, run.text) and msgspec.structs.replace(before, text=run.text) == run
        if before and alike:
            found[-1] = msgspec.structs.replace(before, text=before.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def _list(node: LexborNode, struck: str) -> Iterator[Block]:
    numbers = Numbers(_written(node)) if node.tag == "ol" else None
    items, notes = [], False
    for child in node.iter():
        if child.tag != "li":
            yield from _blocks(child, struck)
            continue
        noted = is_noted(_written(child))
        notes = notes or noted
        mark = numbers.next(_written(child), noted=noted) if numbers else ""
        items.append(Item(mark, tuple(_blocks(child, struck))))
    if items:
        yield Items(tuple(items), notes)


def _table(node: LexborNode, struck: str) -> Iterator[Block]:
    rows = []
    caption: Runs = ()
    for part in node.iter():
        if part.tag == "caption":
            caption = _runs(part, struck)
        for row in [part] if part.tag == "tr" else [each for each in part.iter() if each.tag == "tr"]:
            cells = tuple([_cell(cell, struck) for cell in row.iter() if cell.tag in ("td", "th")])
            if any(cell.runs for cell in cells):
                rows.append(cells)
    if rows:
        yield Table(tuple(rows), caption)
    elif caption:
        yield Paragraph(caption)


def _cell(node: LexborNode, struck: str) -> Cell:
    attributes = node.attributes
    align = attributes.get("align") or "left"
    if styled := _ALIGN.search(attributes.get("style") or ""):
        align = styled[1]
    return Cell(
        _runs(node, struck),
        node.tag == "th",
        align if align in ("center", "right") else "left",
        _span(attributes.get("colspan")),
        _span(attributes.get("rowspan")),
    )


def _span(written: str | None) -> int:
    return max(1, min(100, int(written))) if written and written.isdecimal() and len(written) < 4 else 1


def _figure(node: LexborNode, struck: str) -> Iterator[Block]:
    """A picture with its caption; of any other figure what stands in it."""
    images, note = node.css("img"), node.css_first("figcaption")
    if len(images) != 1 or node.css_first("table, blockquote, pre, p") is not None:
        yield from _blocks(node, struck)
        return
    caption = _runs(note, struck) if note is not None else ()
    for image in _image(images[0], struck):
        yield msgspec.structs.replace(image, caption=caption)


def _image(node: LexborNode, _: str) -> Iterator[Picture]:
    if src := node.attributes.get("src"):
        yield Picture(src, node.attributes.get("alt") or "")


def _quote(node: LexborNode, struck: str) -> Iterator[Block]:
    if blocks := _blocks(node, struck):
        yield Quote(tuple(blocks))


def _indented(node: LexborNode, struck: str) -> Iterator[Block]:
    if blocks := _blocks(node, struck):
        yield Indented(tuple(blocks))


def _code(node: LexborNode, _: str) -> Iterator[Block]:
    if (text := node.text(deep=True, separator="").strip("\n")).strip():
        yield Code(text)


_MAKERS = {
    "ul": _list, "ol": _list, "table": _table, "figure": _figure, "img": _image, "blockquote": _quote,
    "dd": _indented, "pre": _code,
}  # fmt: skip
