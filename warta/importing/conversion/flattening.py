"""Turns the HTML of a foreign page into a flat row of clean blocks: paragraphs, lists, quotes, tables, pictures.

The markup of page builders and plugins is removed; words, links and pictures stay. Removed layout is not mentioned;
removed words are listed in the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.importing.conversion.anchors import PLACE, find_places
from warta.importing.conversion.frames import shown_by, words_for
from warta.importing.conversion.galleries import unify
from warta.importing.conversion.notes import NUMBER, find_notes
from warta.importing.conversion.plain_pictures import make_plain
from warta.importing.conversion.residue import is_sharing_class
from warta.importing.conversion.tree import Tree
from warta.importing.endings import is_file, is_recording
from warta.importing.markup import Document, Node, clean_text, is_unclean, read_html

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol blockquote pre table hr dl figure details iframe video audio object embed".split()
)
_FRAMES = ("iframe", "embed", "object", "video", "audio")
_CONTAINERS = frozenset(
    """div section article main header footer center form fieldset address aside nav li dd dt td summary
    figcaption""".split()
)
_UNSEEN = "script, style, noscript, template, link, meta, title, input, select, textarea, svg"
PLAYERS, PLAYER = ("video", "audio"), "data-player"
"""Films and sound, and the attribute that tells of a link that it stands for one."""
_KEPT = {
    "a": ("href", PLAYER),
    "p": (NUMBER,),
    "sup": (NUMBER,),
    "img": ("src", "alt"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "type", "reversed"),
    "li": ("value",),
    "abbr": ("title",),
    "details": ("open",),
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|font-size\s*:\s*0(?![.\d])"
)
_ADDRESS = re.compile(r"https?://[^\s<>]+")


def read_tree(html: str, *, frames: bool = False) -> Tree:
    """The blocks of any HTML, however broken. With `frames`, frames and players stay; else they become links."""
    document = read_html(html)
    removed: list[str] = []
    make_plain(document, html)
    hidden = _prune(document, removed)
    unify(document, html)
    find_notes(document, html, removed)
    find_places(document, html)
    embeds, added = ([], []) if frames else _link_embeds(document)
    document.unwrap_tags(["font", "big", "tt", "nobr", "wbr", "picture", "time", "data", "label", "center"])
    _strip(document)
    body = document.body
    flat = "".join(_flat(body)) if body else ""
    document = read_html(flat)
    tree = Tree(document, tuple(removed), tuple(embeds), tuple(added), hidden)
    _tidy(tree)
    return tree


def _prune(document: Document, removed: list[str]) -> bool:
    """Remove elements that are no text and those of sharing plugins, adding their texts to `removed`.

    Gives whether any of these texts was hidden from readers.
    """
    for node in document.css(_UNSEEN):
        node.decompose()
    for button in document.css("a.wp-block-file__button"):
        button.insert_before(" ")  # the style sheet kept it from the name before it
    hidden = False
    for node in document.css("[style], [hidden], [class], ins"):
        if node.parent is None:
            continue
        style, classes = node.attributes.get("style") or "", node.attributes.get("class") or ""
        unseen = "hidden" in node.attributes or bool(style and _HIDDEN.search(style))
        if unseen or is_sharing_class(classes):
            text = " ".join(node.text(separator=" ").split())
            if text:
                removed.append(text)
                hidden = hidden or unseen
            if text or unseen or not node.css_first("img, iframe, a[href]"):
                node.decompose()
    return hidden


def _link_embeds(document: Document) -> tuple[list[str], list[str]]:
    """Turn frames and players into links, since a page of the newsroom loads nothing from other sites.

    Gives the addresses they showed, and the words that the links add.
    """
    embeds: list[str] = []
    added: list[str] = []
    behind: dict[int, Node] = {}
    linked = {node.attributes.get("href") for node in document.css("a[href]")}
    for node in document.css(", ".join(_FRAMES)):
        source = node.css_first("[src], param[name=movie]")
        url = node.attributes.get("src") or node.attributes.get("data") or ""
        if not url and source is not None:
            url = source.attributes.get("src") or source.attributes.get("value") or ""
        url = shown_by(url.strip())
        if not url or (url in linked and is_file(url) and not is_recording(url)):
            node.decompose()
            continue
        link = document.create_node("a")
        link.attrs["href"] = url
        if node.tag in PLAYERS:
            link.attrs[PLAYER] = node.tag
        link.insert_child(words_for(url))
        embeds.append(url)
        added.append(words_for(url))
        _put_alone(document, node, link, behind)
    return embeds, added


def _put_alone(document: Document, node: Node, link: Node, behind: dict[int, Node]) -> None:
    """Put a link in place of a frame: alone on a line, unless words stand on both sides of it.

    `behind` are the last lines that were put behind a paragraph, so that the next one follows them.
    """
    paragraph, parent = document.create_node("p"), node.parent
    if parent is None or parent.tag != "p":
        paragraph.insert_child(link)
        node.replace_with(paragraph)
    elif not parent.text().strip() or _is_last(node):
        paragraph.insert_child(link)
        last = behind.get(parent.mem_id, parent)
        last.insert_after(paragraph)
        behind[parent.mem_id] = last.next or last
        node.decompose()
    else:
        node.replace_with(link)


def _is_last(node: Node) -> bool:
    """Whether only line breaks and other frames stand behind an element."""
    following = node.next
    while following is not None and (following.tag in (*_FRAMES, "br") or not (following.html or "").strip()):
        following = following.next
    return following is None


def _strip(document: Document) -> None:
    """Remove the attributes that serve looks or scripts; keep writing direction and language."""
    for node in document.css("body *"):
        held = node.attributes
        if held:
            kept, place = _KEPT.get(node.tag or "", ()), held.get(PLACE)
            for name in held:
                if name not in kept and name not in ("dir", "lang") and not _is_gallery(name, held[name]):
                    del node.attrs[name]
            if place:
                node.attrs["id"] = place
        if node.tag in ("span", "bdo") and not node.attributes:
            node.unwrap()


def _is_gallery(name: str, value: str | None) -> bool:
    return name == "class" and "wp-block-gallery" in (value or "")


def _flat(root: Node) -> Iterator[str]:
    """The HTML of each block in a container; text between blocks becomes a paragraph."""
    run: list[str] = []
    open_: list[Iterator[Node]] = [root.iter(include_text=True)]
    while open_:
        child = next(open_[-1], None)
        if child is not None and _is_inline(child):
            run.append("" if child.is_comment_node else child.html or "")
            continue
        yield _paragraph(run)
        run = []
        if child is None:
            open_.pop()
        elif child.tag not in _BLOCKS or (child.tag == "figure" and _is_frame(child)):
            open_.append(child.iter(include_text=True))
        else:
            yield child.html or ""


def _is_inline(node: Node) -> bool:
    if not node.is_element_node:
        return True
    if node.tag in _BLOCKS or node.tag in _CONTAINERS:
        return False
    return node.css_first("p, div, ul, table") is None


def _is_frame(figure: Node) -> bool:
    """Whether a figure is only a frame around other blocks: a table, a quote, a player."""
    return figure.css_first("img") is None


def _paragraph(run: list[str]) -> str:
    text = "".join(run)
    return f"<p>{text}</p>" if text.strip() else ""


def _tidy(tree: Tree) -> None:
    """Clean the texts, turn paragraphs that are an address into links, and remove empty blocks."""
    for node in list(tree.body.traverse(include_text=True)):
        if node.is_text_node and (text := node.text_content) and is_unclean(text):
            node.replace_with(clean_text(text))
    for block in tree.blocks():
        if block.tag == "hr":
            continue
        text = block.text().strip()
        if not text and block.css_first("img, hr") is None:
            block.decompose()
        elif block.tag == "p" and _ADDRESS.fullmatch(text) and block.css_first("a, img") is None:
            link = tree.document.create_node("a")
            link.attrs["href"] = text
            link.insert_child(text)
            paragraph = tree.document.create_node("p")
            paragraph.insert_child(link)
            block.replace_with(paragraph)
