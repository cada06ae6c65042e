"""Turns clean blocks of HTML into Markdown as Warta's renderer reads it. The door to html-to-markdown.

The library writes the structure; the escaping is ours, since it depends on the reader: Python-Markdown with `extra`
takes other characters for markup than CommonMark does. A block that Markdown cannot express stays HTML.
"""

from __future__ import annotations

import functools
import html as htmllib
import re
from collections.abc import Sequence

from html_to_markdown import ConversionOptions, convert

from warta.importing.conversion.anchors import written_place
from warta.importing.conversion.notes import mark_notes, written_html
from warta.importing.conversion.notes import written as written_notes
from warta.importing.markup import Node

_OPTIONS = ConversionOptions(
    list_indent_width=4,
    bullets="-",
    autolinks=False,
    extract_metadata=False,
    br_in_tables=True,
    compact_tables=True,
    hidden_content="reachable",
    preserve_tags="sup sub u bdi bdo span mark abbr del ins s small q kbd dfn var samp".split(),
)
# blocks, and blocks within others, that Markdown cannot express
_UNSAYABLE = "dl, details, ruby, form, li table, li pre, li blockquote, li hr, li h2, li h3, li h4, blockquote table"
_NAMED = ("p", "h1", "h2", "h3", "h4", "h5", "h6")  # blocks behind which Markdown can write their id
_MARKED = frozenset("strong b em i a code img sup sub u bdi mark abbr del ins s small q kbd cite span".split())
_LINES = frozenset("br p li blockquote h1 h2 h3 h4 h5 h6 td th ul ol".split())
_ANYWHERE = re.compile(r"\\(?=[\\`*_{}\[\]()>#+.!|~^:-])|[*`\[\]{]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#?\w+;)|\|")
_AT_START = re.compile(r"(\s*)(#+|>|[-+](?=\s|$)|-{2,}|=+|\d+(?=\.(?:\s|$))|:(?=\s)|~)(.?)", re.DOTALL)
_BACKSLASH = "\ufdd0"  # the library doubles every backslash: ours stand as this, which is in no text, until it is done
_MARKER = "\ufdd1"
_LONGEST = 50_000  # the renderer's time grows with the square of a paragraph's marks: what is longer stays HTML
_BETWEEN = f"<p>{_MARKER}</p>"
_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_MARKS = re.compile(r"[\\*`\[\]{_<&|]")
_BLANKS = re.compile(r"\s*\n\s*")


@functools.cache
def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def is_sayable(block: Node) -> bool:
    """Whether Markdown can express everything in a block."""
    if block.tag in ("dl", "details", "video", "audio") or block.css_first(_UNSAYABLE) is not None:
        return False
    if any(name in block.attributes for name in ("dir", "lang")):
        return False
    if any(not _is_said(node, block) for node in block.css("[dir], [lang], [id]")):
        return False
    if block.tag == "figure":
        return len(block.css("img")) == 1 and block.css_first("figcaption *") is None
    return block.tag != "table" or _is_plain_table(block)


def _is_said(node: Node, block: Node) -> bool:
    """Whether Markdown can say the language of an element in a block, or the name by which links lead to it."""
    if "id" in node.attributes:
        return node.mem_id == block.mem_id and block.tag in _NAMED
    return node.tag in ("span", "bdo", "bdi")


def _is_plain_table(table: Node) -> bool:
    """Whether a table has a head, rows of one width, and cells of one line."""
    if table.css_first("[colspan], [rowspan], caption, p, ul, ol, table table, h2, h3, h4, div, pre, img") is not None:
        return False
    rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in table.css("tr")]
    if len(rows) < 2 or not all(cell.tag == "th" for cell in rows[0]):
        return False
    widths = {len(row) for row in rows}
    return len(widths) == 1 and widths != {0} and all(cell.tag == "td" for row in rows[1:] for cell in row)


def raw(block: Node) -> str:
    """A block as HTML that stands on one line, so that no empty line ends it."""
    html = written_html(block.html or "")
    if block.tag == "pre" or block.css_first("pre") is not None:
        return html
    return _BLANKS.sub(" ", html) if "\n" in html else html


def markdown_of(blocks: Sequence[Node]) -> list[str]:
    """Each block in Markdown; empty for one that Markdown cannot express.

    The texts of the blocks are changed on the way: take `raw` of them before.
    """
    written = [""] * len(blocks)
    asked = []
    mark_notes(blocks)
    for at, block in enumerate(blocks):
        plain = _plain_text(block)
        if plain is not None:
            written[at] = written_notes(escape(_SPACE.sub(" ", plain).strip(" "), start=True))
        elif not is_sayable(block) or len(block.html or "") >= _LONGEST:
            continue
        elif block.tag == "figure":
            written[at] = _figure(block)
        else:
            asked.append(at)
    html = _BETWEEN.join(_prepared(blocks[at]) for at in asked)
    # one call for all of a text: the library takes longer to read its settings than to write a paragraph
    made = str(convert(html, _OPTIONS).content).replace(_BACKSLASH, "\\").split(_MARKER) if asked else []
    for at, text in zip(asked, made, strict=True):
        written[at] = written_place(blocks[at], written_notes(text.strip("\n")))
    return written


def _plain_text(block: Node) -> str | None:
    """The text of a paragraph that holds nothing else, as most do; None for other blocks."""
    if block.tag != "p" or block.attributes:
        return None
    inside = block.inner_html or ""
    return htmllib.unescape(inside) if "<" not in inside and len(inside) < _LONGEST else None


def _prepared(block: Node) -> str:
    if block.tag != "pre":
        _escape(block)
    if block.tag == "h1":  # the title of the release is the only one of its page
        return f"<h2>{block.inner_html}</h2>"
    return block.html or ""


def _figure(figure: Node) -> str:
    """A picture with its caption, as Warta writes it: the caption is the title; a link around it stays."""
    image, caption = figure.css_first("img"), figure.css_first("figcaption")
    assert image is not None
    title = " ".join((caption.text() if caption else "").split())
    written = picture(image.attributes.get("src") or "", image.attributes.get("alt") or "", title)
    parent = image.parent
    if parent is not None and parent.tag == "a" and (href := parent.attributes.get("href")):
        return f"[{written}]({_target(href)})"
    return written


def picture(target: str, alt: str, title: str = "") -> str:
    """A picture in Markdown, with its alternative text and its caption as the title."""
    words = _SPACE.sub(" ", alt).strip()
    words = "".join(_entity(char) if char in "[]\\`*_<&" else char for char in words)
    shown = "".join(_entity(char) if char in '"\\`*_<&[]' else char for char in title)
    return f"![{words}]({_target(target)}" + (f' "{shown}")' if title else ")")


def _target(url: str) -> str:
    return f"<{url}>" if any(char in url for char in " ()") else url.replace("_", "%5F") if "__" in url else url


def _escape(block: Node) -> None:
    """Escape all that the renderer would take for markup in the texts of a block, except code."""
    start, in_table = True, block.tag == "table"
    for node in list(block.traverse(include_text=True)):
        if not node.is_text_node:
            start = node.tag in _LINES or (start and node.tag not in _MARKED)
            continue
        text = node.text_content or ""
        if _is_code(node):
            continue
        escaped = escape(_SPACE.sub(" ", text), start=start, in_table=in_table)
        if escaped != text:
            node.replace_with(escaped.replace("\\", _BACKSLASH))
        start = start and not text.strip()


def _is_code(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("code", "pre", "kbd", "samp")


def escape(text: str, *, start: bool, in_table: bool = False) -> str:
    """`text` with backslashes and entities by which Warta's renderer shows it as it is; `start`: it begins a line."""

    def anywhere(match: re.Match[str]) -> str:
        found = match[0]
        if found in "<&":
            return "&lt;" if found == "<" else "&amp;"
        return found if found == "|" and in_table else f"\\{found}"

    escaped = _ANYWHERE.sub(anywhere, text) if _MARKS.search(text) else text
    if start and (match := _AT_START.match(escaped)):
        mark, rest = match[2], match[3]
        if mark.isdigit():
            safe = f"{mark}\\{rest}"
        elif mark[0] in ":=~":
            safe = "".join(map(_entity, mark)) + rest
        else:
            safe = f"\\{mark}{rest}"
        escaped = match[1] + safe + escaped[match.end() :]
    return escaped
