"""Finds the elements of a page that hold its article: by a selector, by markup, by names of themes, by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import msgspec

from warta.importing.markup import Document, Node
from warta.importing.sources.web.linked_data import ARTICLES
from warta.importing.sources.web.naming import BODIES, is_of_others, is_outside, names_of, stands_around

_BOXES = frozenset("div td section article main center body li blockquote th".split())
_UNREAD = frozenset("a script style noscript nav header footer aside option button textarea".split())
_TEXTS = frozenset("p ul ol blockquote table figure".split())
_WORD = 6  # letters: not all languages put blanks between words
_LEAST = 8  # words; what has fewer is no article that could be found by its length
_LITTLE, _MOST = 0.35, 0.6  # of the words of a page
_MANY = 5  # links in a list


class Found(msgspec.Struct, frozen=True):
    """The elements of a page that hold the text of its article, in their order, and the one around the whole article.

    `guessed` says that only their length told so, `several` that the page has more than one article.
    """

    bodies: tuple[Node, ...] = ()
    scope: Node | None = None
    guessed: bool = False
    several: bool = False


def by_selector(document: Document, selector: str) -> Found:
    """What a person's own selector finds. Elements that stand beside one another are one text, others are a list."""
    bodies = _outermost(document.css(selector))
    if len({_id(node.parent) for node in bodies}) > 1:
        return Found(several=True)
    return Found(tuple(bodies), bodies[0].parent) if bodies else Found()


def by_markup(document: Document) -> Found:
    """What microdata or microformats say."""
    articles = [node for node in document.css("[itemtype]") if _is_article(node)]
    for scopes, content in (
        (articles, "[itemprop~=articleBody]"),
        (document.css(".h-entry, .hentry"), ".e-content, .entry-content"),
    ):
        outer = _outermost([scope for scope in scopes if not is_of_others(scope) and "comment" not in names_of(scope)])
        full = [scope for scope in outer if scope.css_first(content) is not None and _has_words(scope)]
        headed = [scope for scope in full if scope.css_first("h1") is not None]
        if len(full) > 1 and len(headed) != 1:
            return Found(several=True)
        if full:
            scope = headed[0] if len(full) > 1 else full[0]
            return Found(tuple(_outermost(scope.css(content))), scope)
        if len(outer) > 1:
            return Found(several=True)
        if outer:
            return Found(_named(outer[0]) or (outer[0],), outer[0])
    return Found()


def by_names(document: Document) -> Found:
    """What the names say that many themes give to the text of an article, or HTML's own element."""
    if document.body is None:
        return Found()
    bodies = _named(document.body)
    if bodies:
        return Found(bodies, bodies[0].parent)
    articles = [node for node in _outermost(document.css("article")) if _has_words(node)]
    if len(articles) > 1:
        return Found(several=True)
    return Found((articles[0],), articles[0]) if articles else Found()


def by_length(document: Document) -> Found:
    """The element with most words outside of links, where it has enough of them."""
    nodes: dict[int, Node] = {}
    scores: dict[int, float] = {}
    whole: dict[int, float] = {}
    for words, boxes in _texts(document):
        for box, share in zip(boxes, (1.0, 0.4, *[0.0] * len(boxes)), strict=False):
            nodes[box.mem_id] = box
            scores[box.mem_id] = scores.get(box.mem_id, 0) + words * share
            whole[box.mem_id] = whole.get(box.mem_id, 0) + words
    if not scores or max(scores.values()) < _LEAST:
        return Found()
    best = nodes[max(scores, key=lambda each: scores[each])]
    if whole[best.mem_id] < _LITTLE * max(whole.values()):  # a text in boxes within boxes, a paragraph in each
        most = min((count, at) for at, count in whole.items() if count >= _MOST * max(whole.values()))
        return Found((nodes[most[1]],), nodes[most[1]].parent, guessed=True)
    around = _around_all([node for at, node in nodes.items() if scores[at] >= _LEAST and _like(node) == _like(best)])
    return Found(_with_its_like(around or best), (around or best).parent, guessed=True)


def _texts(document: Document) -> Iterator[tuple[float, list[Node]]]:
    """The length of each text that may be part of an article, and the boxes it stands in, the nearest first."""
    for node in document.body.traverse(include_text=True) if document.body is not None else ():
        text = " ".join((node.text_content or "").split()) if node.is_text_node else ""
        box = _box_of(node) if text else None
        if box is None or is_outside(box):
            continue
        boxes = [box]
        while (box := _box_of(box)) is not None:
            boxes.append(box)
        yield len(text) / _WORD, boxes


def _like(node: Node) -> tuple[str | None, str | None]:
    return node.tag, node.attributes.get("class")


def _around_all(nodes: list[Node]) -> Node | None:
    """The smallest element around several that a theme calls alike, as it does with the sections of a long article."""
    if len(nodes) < 2 or not nodes[0].attributes.get("class") or nodes[0].tag == "td":
        return None
    ids = {node.mem_id for node in nodes}
    at = nodes[0].parent
    while at is not None and at.tag != "body":
        if ids <= {node.mem_id for node in at.css("*")}:
            return at
        at = at.parent
    return None


def _with_its_like(best: Node) -> tuple[Node, ...]:
    """An element with those beside it that have its name and class, or are paragraphs: themes divide texts so."""
    if best.parent is None or best.tag in ("td", "th", "body"):
        return (best,)
    like = _like(best)
    return tuple(
        node
        for node in best.parent.iter()
        if node.mem_id == best.mem_id
        or ((node.tag in _TEXTS or _like(node) == like) and not stands_around(node) and not _mostly_links(node))
    )


def is_list(bodies: tuple[Node, ...]) -> bool:
    """Whether nearly all that stands in elements are links, as in a list of articles."""
    return sum(len(body.css("a[href]")) for body in bodies) > _MANY and all(map(_mostly_links, bodies))


def _mostly_links(node: Node) -> bool:
    linked = sum(len((link.text() or "").split()) for link in node.css("a"))
    return linked * 2 > len((node.text() or "").split())


def _box_of(node: Node) -> Node | None:
    """The nearest box around a node; None for what stands in a link, in a menu, or in no text at all."""
    at = node.parent
    while at is not None and at.tag not in _BOXES:
        if at.tag in _UNREAD or stands_around(at):
            return None
        at = at.parent
    return None if at is None or stands_around(at) else at


def _named(root: Node) -> tuple[Node, ...]:
    """The elements below `root` with the surest name of those that have words, where they stand beside one another."""
    for selector in BODIES:
        bodies = [node for node in _outermost(root.css(selector)) if _has_words(node) and not is_outside(node)]
        if bodies and len({_id(node.parent) for node in bodies}) == 1:
            return tuple(bodies)
    return ()


def _is_article(node: Node) -> bool:
    kinds = (node.attributes.get("itemtype") or "").split()
    return not ARTICLES.isdisjoint(kind.rpartition("/")[2] for kind in kinds)


def _has_words(node: Node) -> bool:
    return bool((node.text() or "").strip()) or node.css_first("img") is not None


def _outermost(nodes: Sequence[Node]) -> list[Node]:
    """Those of the elements that stand in none of the others."""
    ids = {node.mem_id for node in nodes}
    found = []
    for node in nodes:
        at = node.parent
        while at is not None and at.mem_id not in ids:
            at = at.parent
        if at is None:
            found.append(node)
    return found


def _id(node: Node | None) -> int:
    return node.mem_id if node is not None else 0


def stands_in(node: Node, ids: Set[int]) -> bool:
    """Whether a node is, or stands in, one of the elements with these ids."""
    at: Node | None = node
    while at is not None:
        if at.mem_id in ids:
            return True
        at = at.parent
    return False
