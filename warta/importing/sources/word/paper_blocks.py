"""Turns the paragraphs of a Word document into what they were meant as: captions, lists made by hand, headings."""

from __future__ import annotations

import re
from itertools import pairwise

from warta.importing.markup import Document, Node

_CAPTION = re.compile(
    r"(?:gambar|foto|keterangan(?: foto| gambar)?|caption|ket\.?(?: foto)?)\b.{1,250}", re.IGNORECASE | re.DOTALL
)
_SIGNS = "\u2022\u00b7\u25aa\u25cf\u25e6\u2023\uf0b7\uf0a7\uf0d8\u27a2"
SIGNS = re.compile(rf"[{_SIGNS}]|(?<!\S)[-\u2013\u2014](?!\S)")
"""Signs that stand for those of a list."""
_BULLET = re.compile(rf"\s*(?:[{_SIGNS}]\s*|[-\u2013\u2014]\s+)(?=\S)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST = 200  # letters of a heading
_MOST_HEADINGS = 0.5  # of all paragraphs


def blocks(document: Document) -> list[Node]:
    """The paragraphs, tables and lists of a document that hold anything."""
    every = document.body.iter() if document.body is not None else ()
    return [node for node in every if (node.text() or "").strip() or node.css_first("img") is not None]


def lines_of(node: Node) -> list[str]:
    """The lines of a paragraph that hold words."""
    text = "".join("\n" if each.tag in ("br", "p", "tr") else _own(each) for each in node.traverse(include_text=True))
    return [line for each in text.split("\n") if (line := " ".join(each.split()))]


def _own(node: Node) -> str:
    return (node.text_content or "") if node.is_text_node else ""


def stands_out(node: Node) -> bool:
    """Whether a paragraph is a heading, centred, or bold from its beginning to its end."""
    if node.tag in _HEADINGS or "centre" in (node.attributes.get("class") or ""):
        return True
    bold = "".join(each.text() or "" for each in node.css("strong"))
    return "".join(bold.split()) == "".join((node.text() or "").split()) != ""


def tidy_blocks(document: Document) -> None:
    """Put into the document what its paragraphs were meant as."""
    _lower_headings(document)
    _put_captions(document)
    _make_lists(document)
    _ease_tables(document)


def _lower_headings(document: Document) -> None:
    """Paragraphs for headings that are too long, or are nearly all there is: somebody liked how they look."""
    every = blocks(document)
    headings = [node for node in every if node.tag in _HEADINGS and "title" not in (node.attributes.get("class") or "")]
    all_of_them = len(headings) > 2 and len(headings) > _MOST_HEADINGS * len(every)
    for node in headings:
        if all_of_them or len(node.text() or "") > _LONGEST:
            _replaced(document, node, "p")


def _replaced(document: Document, node: Node, tag: str) -> None:
    new = document.create_node(tag)
    for child in list(node.iter(include_text=True)):
        new.insert_child(child)
    node.replace_with(new)


def _put_captions(document: Document) -> None:
    """Figures of a picture and the paragraph below it that describes it, or that has the style of captions."""
    every = blocks(document)
    for node, after in pairwise(every):
        if node.tag != "p" or (node.text() or "").strip() or len(node.css("img")) != 1:
            continue
        is_caption = "caption" in (after.attributes.get("class") or "")
        if after.tag != "p" or not (is_caption or _CAPTION.fullmatch((after.text() or "").strip())):
            continue
        figure, words = document.create_node("figure"), document.create_node("figcaption")
        image = node.css_first("img")
        assert image is not None
        figure.insert_child(image)
        words.insert_child(" ".join((after.text() or "").split()))
        figure.insert_child(words)
        node.replace_with(figure)
        after.decompose()


def _make_lists(document: Document) -> None:
    """Lists of paragraphs one below the other that begin with a sign typed by hand."""
    run: list[Node] = []
    for node in [*blocks(document), None]:
        if node is not None and node.tag == "p" and _BULLET.match(node.text() or "") and node.css_first("img") is None:
            run.append(node)
            continue
        if len(run) > 1:
            _list(document, run)
        run = []


def _list(document: Document, run: list[Node]) -> None:
    made = document.create_node("ul")  # whole before it is put in its place, where a copy of it goes
    for node in run:
        _cut_sign(node)
        item = document.create_node("li")
        for child in list(node.iter(include_text=True)):
            item.insert_child(child)
        made.insert_child(item)
    for node in run[1:]:
        node.decompose()
    run[0].replace_with(made)


def _cut_sign(node: Node) -> None:
    """Take away the sign at the beginning, in however many pieces it stands."""
    match = _BULLET.match(node.text() or "")
    count = match.end() if match else 0
    for each in [child for child in node.traverse(include_text=True) if child.is_text_node]:
        text = each.text_content or ""
        if count <= 0:
            break
        each.replace_with(text[count:])
        count -= len(text)


def _ease_tables(document: Document) -> None:
    """Cells of one paragraph without it, and a first row that is bold as the head it is."""
    for cell in document.css("td, th"):
        inside = [each for each in cell.iter(include_text=True) if each.is_element_node or _own(each).strip()]
        if inside and all(each.tag == "p" for each in inside):
            for each in inside[:-1]:
                each.insert_after(document.create_node("br"))
            for each in inside:
                each.unwrap()
    for table in document.css("table"):
        row = table.css_first("tr")
        cells = [cell for cell in row.iter() if cell.tag == "td"] if row is not None else []
        if len(table.css("tr")) > 1 and cells and all(stands_out(cell) for cell in cells):
            for cell in cells:
                _head(document, cell)


def _head(document: Document, cell: Node) -> None:
    head = document.create_node("th")
    for name, value in cell.attributes.items():
        head.attrs[name] = value or ""
    for bold in cell.css("strong"):
        bold.unwrap()
    for child in list(cell.iter(include_text=True)):
        head.insert_child(child)
    cell.replace_with(head)
