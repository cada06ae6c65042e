"""Turns the footnotes of old pages into Markdown's: a mark in the text, and the note behind `[^1]:` below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warta.importing.markup import Document, Node

NUMBER = "data-note"
_LISTS = (
    "ol[data-notes], ol.wp-block-footnotes, .footnotes ol, ol.footnotes, ol.footnotes_list, ol.modern-footnotes-list"
)
_MARKS = "sup[data-fn], sup a[href*='#'], a[href*='#'] sup"
_BACK = re.compile(r"[\s\u21a9\u2191\u2190\ufe0e\ufe0f^\[\]\u21b5]*(?:kembali|back)?", re.IGNORECASE)
_IN, _OUT, _NOTE = "\ufdd2", "\ufdd3", "\ufdd4"  # in no text; Markdown and its writer leave them as they are
_MARK = re.compile(f"{_IN}(\\d+){_OUT}")
_RAW_MARK = re.compile(rf'<sup {NUMBER}="(\d+)">')


def find_notes(document: Document, html: str, removed: list[str]) -> None:
    """Number the notes of a page, which was read from `html`, and their marks, and put the notes to its end."""
    if "footnote" not in html and "data-fn" not in html and "data-notes" not in html:
        return
    lists = document.css(_LISTS)
    notes = {node.attributes["id"] or "": node for each in lists for node in each.css("li[id]")}
    numbers: dict[str, int] = {}
    for node in document.css(_MARKS) if notes else ():
        name, whole = _mark(node)
        if name in notes and whole.parent is not None:
            number = numbers.setdefault(name, len(numbers) + 1)
            made = document.create_node("sup")
            made.attrs[NUMBER] = str(number)
            made.insert_child(node.text().strip() or str(number))
            whole.replace_with(made)
    for name, number in numbers.items():
        note = _note(document, notes[name], str(number), removed)
        if document.body is not None:
            document.body.insert_child(note)
    for each in lists:
        if each.css_first("li") is None:
            each.decompose()


def _mark(node: Node) -> tuple[str, Node]:
    """The name of the note that a mark leads to (empty: none), and the whole of the mark: a link in a raised number, or
    a raised number in a link.
    """
    if name := node.attributes.get("data-fn"):
        return name, node
    outer = node.parent
    while outer is not None and outer.tag not in ("sup", "a"):
        outer = outer.parent
    if outer is None:
        return "", node
    link = node if node.tag == "a" else outer
    return (link.attributes.get("href") or "").partition("#")[2], outer


def _note(document: Document, item: Node, number: str, removed: list[str]) -> Node:
    for link in item.css("a[href*='#']"):
        if _BACK.fullmatch(link.text()):
            removed += [link.text().strip()] if link.text().strip() else []
            link.decompose()
    for paragraph in item.css("p"):
        paragraph.unwrap()
    made = document.create_node("p")
    made.attrs[NUMBER] = number
    for child in list(item.iter(include_text=True)):
        made.insert_child(child)
    item.decompose()
    return made


def is_note(block: Node) -> bool:
    """Whether a block is a note below the text."""
    return block.tag == "p" and NUMBER in block.attributes


def mark_notes(blocks: Sequence[Node]) -> None:
    """Put signs that the writer of Markdown leaves alone in place of the marks and of the beginnings of notes."""
    body = blocks[0].parent if blocks else None
    for mark in body.css(f"sup[{NUMBER}]") if body is not None else ():
        mark.replace_with(f"{_IN}{mark.attributes[NUMBER]}{_OUT}")
    for block in blocks:
        if block.tag == "p" and is_note(block):
            number = f"{_IN}{block.attributes[NUMBER]}{_NOTE}"
            del block.attrs[NUMBER]
            first = block.child
            if first is not None:
                first.insert_before(number)


def written(markdown: str) -> str:
    """Markdown with the marks and notes for those signs."""
    if _IN not in markdown:
        return markdown
    return _MARK.sub(r"[^\1]", re.sub(f"{_IN}(\\d+){_NOTE}\\s*", r"[^\1]: ", markdown))


def without_mark(html: str) -> str:
    """The HTML of a block without the mark that a note begins with, which readers see as its number."""
    return re.sub(r"^\[\^\d+\]: ", "", html) if html.startswith("[^") else html


def written_html(html: str) -> str:
    """The HTML of a block, in which marks are no links; a note stands in HTML behind its sign."""
    if NUMBER not in html:
        return html
    note = re.fullmatch(rf'<p {NUMBER}="(\d+)">(.*)</p>', html.strip(), re.DOTALL)
    text = f"[^{note[1]}]: {note[2]}" if note else html
    return _RAW_MARK.sub("<sup>", text)
