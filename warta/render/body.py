"""Turns the Markdown below a front matter into safe HTML whose links wait for their addresses.

What Markdown gives is woven (figures, `rel`, placeholders for relative targets) and then sanitised, in this order,
so that nothing comes after the sanitiser. A placeholder is `warta:N`, N counting the body's links; `place_links`
puts the addresses in when a page is written, since a body must not change when a link's address does.
"""

from __future__ import annotations

import functools
import html as htmllib
import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

if TYPE_CHECKING:
    import nh3
    from selectolax.lexbor import LexborHTMLParser, LexborNode

from warta.content.documents import Body, Link

LEAD_LENGTH = 280
SCHEME = "warta"

# anything but tags that can do no harm: without attributes, headings with a plain id, links to where links may lead
_OTHER_TAGS = re.compile(
    r"<(?!/?(?:p|strong|em|ul|ol|li|blockquote|h[1-6]|code|pre|table|thead|tbody|tr|th|td)>"
    r"|[bh]r ?/?>|h[1-6] id=\"[\w-]+\">"
    r"|/a>|a href=\"(?:https?:|mailto:|tel:|warta:|#)[^\"<>]*\"(?: rel=\"noopener\")?>)"
)
_ANCHOR = re.compile(r'<a href="([^"<>]*)">')
_FIRST_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PLACEHOLDER = re.compile(r' (href|src)="warta:(\d+)"')
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_CREDIT = re.compile(
    r"(?P<caption>.*?)[\s.]*\b(?P<credit>(?:Foto|Photo|Poto|Gambar|Ilustrasi|Illustration|Sumber|Source|Dok\.|Kredit|Credit)\s*:\s*.+)",
    re.DOTALL,
)

_TAGS = frozenset(
    """a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table
    tbody td tfoot th thead time tr u ul var wbr""".split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "rel", "role", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "td": {"align", "colspan", "rowspan", "headers"},
    "th": {"align", "colspan", "rowspan", "headers", "scope"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "details": {"open"},
    "div": {"role"},
    "sup": {"role"},
}
_URL_SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", SCHEME}


class BodyHtml(msgspec.Struct, frozen=True):
    """A rendered body: what the model needs to know of it, and its HTML with placeholders."""

    body: Body
    html: str


class Converter:
    """Markdown to HTML with one site's settings. `origin` is the site's own, whose links are not external."""

    def __init__(
        self,
        extensions: tuple[str, ...] | None,
        configs: Mapping[str, Mapping[str, object]],
        *,
        origin: str,
        trust_html: bool,
    ) -> None:
        from warta.render.markdown import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine

        self._engine = Engine(extensions or DEFAULT_EXTENSIONS, {**DEFAULT_CONFIGS, **configs})
        self._origin = origin
        self._trust_html = trust_html

    def convert(self, text: str, first_line: int) -> BodyHtml:
        """The body written in `text`, which begins on `first_line` of its file."""
        html = self._engine.convert(text)
        targets: list[tuple[str, bool]] = []
        if "<img" in html or html.count("<a") != len(_ANCHOR.findall(html)):
            html, targets = _weave(html, self._origin)
        elif "<a" in html:
            html, targets = _weave_anchors(html, self._origin)
        if not self._trust_html and _OTHER_TAGS.search(html):
            html = sanitise(html)
        links = tuple(Link(target, _line_of(target, text, first_line), image) for target, image in targets)
        digest = blake2b(html.encode(), digest_size=16).hexdigest()
        return BodyHtml(Body(digest=digest, lead=lead(html), links=links), html)


def sanitise(html: str) -> str:
    """`html` without anything that could run, load or disguise itself: scripts, handlers, styles, forms, frames."""
    return str(_cleaner().clean(html))


@functools.cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_URL_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def place_links(html: str, addresses: Sequence[str | None]) -> str:
    """`html` with the address of each placeholder; one whose address is None keeps its text and loses its link."""
    if not addresses:
        return html

    def address(match: re.Match[str]) -> str:
        number = int(match[2])
        url = addresses[number] if number < len(addresses) else None
        return "" if url is None else f' {match[1]}="{htmllib.escape(url)}"'

    return _PLACEHOLDER.sub(address, html)


def lead(html: str) -> str:
    """The text of the first paragraph, cut at a word when it is long."""
    match = _FIRST_PARAGRAPH.search(html)
    if match is None:
        return ""
    text = " ".join(plain_text(match[1]).split())
    if len(text) <= LEAD_LENGTH:
        return text
    return text[:LEAD_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def plain_text(html: str) -> str:
    """The text of serialised HTML, in which `<` can only begin a tag."""
    text = _TAG.sub("", html) if "<" in html else html
    return htmllib.unescape(text) if "&" in text else text


def _weave(html: str, origin: str) -> tuple[str, list[tuple[str, bool]]]:
    """Links and images of serialised HTML made ready, and the relative targets in the order of placeholders."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, is_fragment=True)
    targets: dict[tuple[str, bool], int] = {}
    for anchor in tree.css("a[href]"):
        href = (anchor.attributes["href"] or "").strip()
        if is_local(href):
            anchor.attrs["href"] = f"{SCHEME}:{targets.setdefault((href, False), len(targets))}"
        elif href.startswith(("http:", "https:", "//")) and not _within(href, origin):
            anchor.attrs["rel"] = "noopener"
    for image in tree.css("img[src]"):
        source = (image.attributes["src"] or "").strip()
        if is_local(source):
            image.attrs["src"] = f"{SCHEME}:{targets.setdefault((source, True), len(targets))}"
        image.attrs["loading"] = "lazy"
        _make_figure(tree, image)
    return tree.html or "", list(targets)


def _weave_anchors(html: str, origin: str) -> tuple[str, list[tuple[str, bool]]]:
    """What `_weave` does, for HTML with no images and no links but plain ones: most bodies need no parser."""
    targets: dict[tuple[str, bool], int] = {}

    def woven(match: re.Match[str]) -> str:
        href = htmllib.unescape(match[1]).strip()
        if is_local(href):
            return f'<a href="{SCHEME}:{targets.setdefault((href, False), len(targets))}">'
        if href.startswith(("http:", "https:", "//")) and not _within(href, origin):
            return f'{match[0][:-1]} rel="noopener">'
        return match[0]

    return _ANCHOR.sub(woven, html), list(targets)


def _make_figure(tree: LexborHTMLParser, image: LexborNode) -> None:
    """A paragraph of one titled picture becomes a figure; a title's `Foto: ...` becomes the credit."""
    paragraph, title = image.parent, (image.attributes.get("title") or "").strip()
    if not title or paragraph is None or paragraph.tag != "p":
        return
    if paragraph.text(strip=True) or len(paragraph.css("img")) > 1 or paragraph.css_first("a"):
        return
    del image.attrs["title"]
    figure = tree.create_node("figure")
    figure.insert_child(image)
    figure.insert_child(_caption(tree, title))
    paragraph.replace_with(figure)


def _caption(tree: LexborHTMLParser, title: str) -> LexborNode:
    match = _CREDIT.fullmatch(title)
    caption, credit = (match["caption"].strip(), match["credit"].strip()) if match else (title, "")
    node = tree.create_node("figcaption")
    if caption and credit:
        caption += " " if caption.endswith((".", "!", "?", "…")) else ". "
    if caption:
        node.insert_child(caption)
    if credit:
        small = tree.create_node("small")
        small.attrs["class"] = "credit"
        small.insert_child(credit)
        node.insert_child(small)
    return node


def is_local(target: str) -> bool:
    """Whether a target lies on this site: relative to the file it stands in, or to the root of the site."""
    return bool(target) and target[0] not in "#?" and not target.startswith("//") and not _SCHEME.match(target)


def _within(href: str, origin: str) -> bool:
    return href == origin or href.startswith((origin + "/", origin + "?", origin + "#"))


def _line_of(target: str, text: str, first_line: int) -> int:
    """Where `target` is first written; entities and escapes can hide it, then the body's first line."""
    for written in (target, unquote(target), htmllib.escape(target)):
        at = text.find(written)
        if at >= 0:
            return first_line + text.count("\n", 0, at)
    return first_line
