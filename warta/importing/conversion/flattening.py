"""Turns the HTML of a foreign page into a flat row of clean blocks: paragraphs, lists, quotes, tables, pictures.

The markup of page builders and plugins is removed; words, links and pictures stay. Removed layout is not mentioned;
removed words are listed in the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.importing.conversion.residue import is_sharing_class
from warta.importing.conversion.tree import Tree
from warta.importing.markup import Document, Node, clean_text, is_unclean, read_html

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol blockquote pre table hr dl figure details iframe video audio object embed".split()
)
_CONTAINERS = frozenset(
    """div section article main header footer center form fieldset address aside nav li dd dt td summary
    figcaption""".split()
)
_UNSEEN = "script, style, noscript, template, link, meta, title, input, select, textarea, svg"
_KEPT = {
    "a": ("href",),
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
_SITES = (
    (re.compile(r"//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*"), r"//www.youtube.com/watch?v=\1"),
    (re.compile(r"//player\.vimeo\.com/video/(\d+).*"), r"//vimeo.com/\1"),
)


def read_tree(html: str, *, frames: bool = False) -> Tree:
    """The blocks of any HTML, however broken. With `frames`, frames and players stay; else they become links."""
    document = read_html(html)
    removed: list[str] = []
    hidden = _prune(document, removed)
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
    for node in document.css("iframe, embed, object, video, audio"):
        source = node.css_first("[src], param[name=movie]")
        url = node.attributes.get("src") or node.attributes.get("data") or node.attributes.get("data-src") or ""
        if not url and source is not None:
            url = source.attributes.get("src") or source.attributes.get("value") or ""
        url = _watched(url.strip())
        if not url:
            node.decompose()
            continue
        link = document.create_node("a")
        link.attrs["href"] = url
        link.insert_child(url)
        embeds.append(url)
        added.append(url)
        paragraph = document.create_node("p")
        paragraph.insert_child(link)
        node.replace_with(paragraph if node.parent is None or node.parent.tag != "p" else link)
    return embeds, added


def _watched(url: str) -> str:
    if url.startswith("//"):
        url = "https:" + url
    for pattern, page in _SITES:
        url = pattern.sub(page, url)
    return url


def _strip(document: Document) -> None:
    """Remove the attributes that serve looks or scripts; keep writing direction and language."""
    for node in document.css("body *"):
        held = node.attributes
        if held:
            kept = _KEPT.get(node.tag or "", ())
            for name in held:
                if name not in kept and name not in ("dir", "lang") and not _is_gallery(name, held[name]):
                    del node.attrs[name]
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
