"""Turns the Markdown below a front matter into safe HTML whose links wait for their addresses.

What Markdown gives is woven (figures, `rel`, placeholders for relative targets) and then sanitised, in this order,
so that nothing comes after the sanitiser. A placeholder is `warta:N`, N counting the body's links; `place_links`
puts the addresses in when a page is written, since a body must not change when a link's address does. While it is
woven, a placeholder holds the digest of the text too: whatever else looks like one was forged and is broken at the end.
"""

from __future__ import annotations

import functools
import html as htmllib
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

if TYPE_CHECKING:
    import nh3
    from selectolax.lexbor import LexborHTMLParser, LexborNode

from warta.content.documents import Body, Link
from warta.errors import Problem, ProblemsFound
from warta.plan.views import Image

CONFIG = "config.yaml"
LEAD_LENGTH = 280
SCHEME = "warta"

# anything but tags that can do no harm: without attributes, headings with a plain id, links to where links may lead
# (when they pair, which the writer's own need not)
_OTHER_TAGS = re.compile(
    r"<(?!/?(?:p|strong|em|ul|ol|li|blockquote|h[1-6]|code|pre|table|thead|tbody|tr|th|td)>"
    r"|[bh]r ?/?>|h[1-6] id=\"[\w-]+\">"
    r"|/a>|a href=\"(?:https?:|mailto:|tel:|warta:|#)[^\"<>]*\"(?: rel=\"noopener\")?>)"
)
_ANCHOR = re.compile(r'<a href="([^"<>]*)">')
# links and pictures however they are written; browsers take `<image>` for one too
_MAY_LINK = re.compile("<(?:a|im)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_FOOTNOTE_MARK = re.compile(r'<sup\b[^>]*\bid="fnref[^>]*>.*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PLACEHOLDER = re.compile(r' (href|src)="warta:(\d+)"')
_IMAGE = re.compile(r'<img((?: [^\s=>]+(?:="[^"]*")?)*?) src="warta:(\d+)"((?: [^\s=>]+(?:="[^"]*")?)*?) ?/?>')
_SIZES = "(min-width: 46em) 42rem, 100vw"
_FORGED = re.compile(r'="warta:(?=\d)')
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
    "del": {"datetime"},
    "ins": {"datetime"},
    "details": {"open"},
    "div": {"role"},
    "sup": {"role"},
}
_URL_SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", SCHEME}


class BodyHtml(msgspec.Struct, frozen=True):
    """A rendered body: what the model needs to know of it, and its HTML with placeholders, as UTF-8."""

    body: Body
    encoded: bytes

    @property
    def html(self) -> str:
        """The HTML as text."""
        return self.encoded.decode()


class Converter:
    """Markdown to HTML with one site's settings. `origin` is the site's own, whose links are not external.

    Raises ProblemsFound for extensions that are not installed or do not take their settings.
    """

    def __init__(
        self,
        extensions: tuple[str, ...] | None,
        configs: Mapping[str, Mapping[str, object]],
        *,
        origin: str,
        trust_html: bool,
    ) -> None:
        from warta.render.markdown import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine

        try:
            self._engine = Engine(extensions or DEFAULT_EXTENSIONS, {**DEFAULT_CONFIGS, **configs})
        except Exception as error:  # extensions are anybody's code, and may raise anything
            raise ProblemsFound([Problem(CONFIG, 0, _refusal(error))]) from error
        self._origin = origin
        self._trust_html = trust_html

    def convert(self, text: str, first_line: int) -> BodyHtml:
        """The body written in `text`, which begins on `first_line` of its file."""
        html = self._engine.convert(text)
        # Markdown's own tags pair and are few; the writer's are anything
        raw = "<" in text
        targets: list[tuple[str, bool]] = []
        mark = ""
        if raw or "href=" in html or "<img" in html:
            mark = _mark(text)
            html, targets = _woven(html, self._origin, mark, raw=raw)
        if not self._trust_html and (raw or _OTHER_TAGS.search(html)):
            html = sanitise(html)
        if targets:
            html = _settled(html, mark)
        links = tuple(Link(target, _line_of(target, text, first_line), image) for target, image in targets)
        encoded = html.encode()
        digest = blake2b(encoded, digest_size=16).hexdigest()
        return BodyHtml(Body(digest=digest, lead=lead(html), links=links), encoded)


def _refusal(error: Exception) -> str:
    """What is wrong with the settings of Markdown, from what the library raised."""
    if isinstance(error, ImportError):
        return f"'markdown' asks for an extension that is not installed: {error}."
    reason = f"there is no setting {error}" if isinstance(error, KeyError) else str(error) or type(error).__name__
    return f"the extensions of 'markdown' cannot be set up: {reason.rstrip('.')}."


def _mark(text: str) -> str:
    """How the placeholders of `text` begin until it is sanitised: no text can hold its own digest."""
    return f"{SCHEME}:x{blake2b(text.encode(), digest_size=16).hexdigest()}-"


def _settled(html: str, mark: str) -> str:
    """`html` with placeholders as they are kept, and everything broken that only looks like one.

    An entity for the colon leaves what is read as it was, in text and in attributes.
    """
    html = _FORGED.sub(f'="{SCHEME}&#58;', html)
    return html.replace(f'="{mark}', f'="{SCHEME}:')


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


def place_links(html: str, targets: Sequence[str | Image | None]) -> str:
    """`html` with the target of each placeholder: an address, or a picture in all its sizes.

    One whose target is None keeps its text and loses its link.
    """
    if not targets:
        return html

    def target(number: str) -> str | Image | None:
        return targets[int(number)] if int(number) < len(targets) else None

    def address(match: re.Match[str]) -> str:
        found = target(match[2])
        url = found.src if isinstance(found, Image) else found
        return "" if url is None else f' {match[1]}="{htmllib.escape(url)}"'

    def picture(match: re.Match[str]) -> str:
        found = target(match[2])
        return _in_sizes(found, match[1], match[3]) if isinstance(found, Image) else match[0]

    if any(isinstance(each, Image) for each in targets):
        html = _IMAGE.sub(picture, html)
    return _PLACEHOLDER.sub(address, html)


def _in_sizes(image: Image, before: str, after: str) -> str:
    """A picture as browsers choose from: `before` and `after` is what the writer's `<img>` has around its `src`."""
    sizes = f' sizes="{_SIZES}"'
    shape = "" if " width=" in before + after else f' width="{image.width}" height="{image.height}"'
    choice = f' srcset="{htmllib.escape(image.srcset)}"{sizes}' if image.srcset else ""
    img = f'<img{before} src="{htmllib.escape(image.src)}"{choice}{shape}{after}>'
    if not image.sources:
        return img
    sources = "".join(
        f'<source type="{each.type}" srcset="{htmllib.escape(each.srcset)}"{sizes}>' for each in image.sources
    )
    return f"<picture>{sources}{img}</picture>"


def lead(html: str) -> str:
    """The text of the first paragraph that has any, cut at a word when it is long."""
    text = next(filter(None, map(_paragraph_text, _PARAGRAPH.finditer(html))), "")
    if len(text) <= LEAD_LENGTH:
        return text
    return text[:LEAD_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def _paragraph_text(match: re.Match[str]) -> str:
    """In one line, without the numbers of footnotes."""
    html = match[1]
    if "<sup" in html:
        html = _FOOTNOTE_MARK.sub("", html)
    return " ".join(plain_text(html).split())


def plain_text(html: str) -> str:
    """The text of serialised HTML, in which `<` can only begin a tag."""
    text = _TAG.sub("", html) if "<" in html else html
    return htmllib.unescape(text) if "&" in text else text


def _woven(html: str, origin: str, mark: str, *, raw: bool) -> tuple[str, list[tuple[str, bool]]]:
    """Links and images made ready, and the relative targets in the order of placeholders, which begin with `mark`.

    `raw`: whether the writer's own HTML can be among it.
    """
    if raw or "<img" in html or html.count("<a") != len(_ANCHOR.findall(html)):
        return _weave(html, origin, mark) if _MAY_LINK.search(html) else (html, [])
    return _weave_anchors(html, origin, mark)


def _weave(html: str, origin: str, mark: str) -> tuple[str, list[tuple[str, bool]]]:
    """See `_woven`; for any HTML."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, is_fragment=True)
    targets: dict[tuple[str, bool], int] = {}
    for anchor in tree.css("a[href]"):
        # links in drawings match too, by an attribute of another name
        href = (anchor.attributes.get("href") or "").strip()
        if is_local(href):
            anchor.attrs["href"] = f"{mark}{targets.setdefault((href, False), len(targets))}"
        elif _is_reserved(href):
            del anchor.attrs["href"]
        elif _is_external(href, origin):
            anchor.attrs["rel"] = "noopener"
    for image in tree.css("img[src]"):
        source = (image.attributes.get("src") or "").strip()
        if is_local(source):
            image.attrs["src"] = f"{mark}{targets.setdefault((source, True), len(targets))}"
        elif _is_reserved(source):
            del image.attrs["src"]
        image.attrs["loading"] = "lazy"
        _make_figure(tree, image)
    return tree.html or "", list(targets)


def _weave_anchors(html: str, origin: str, mark: str) -> tuple[str, list[tuple[str, bool]]]:
    """See `_woven`; for HTML with no images and no links but plain ones: most bodies need no parser."""
    targets: dict[tuple[str, bool], int] = {}

    def woven(match: re.Match[str]) -> str:
        href = htmllib.unescape(match[1]).strip()
        if is_local(href):
            return f'<a href="{mark}{targets.setdefault((href, False), len(targets))}">'
        if _is_reserved(href):
            return "<a>"
        if _is_external(href, origin):
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


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit at its end (`Foto: ...`), each empty when there is none."""
    match = _CREDIT.fullmatch(text)
    return (match["caption"].strip(), match["credit"].strip()) if match else (text, "")


def _caption(tree: LexborHTMLParser, title: str) -> LexborNode:
    caption, credit = split_credit(title)
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


def _is_reserved(target: str) -> bool:
    """Whether a writer used the scheme of the placeholders."""
    return target[: len(SCHEME) + 1].casefold() == f"{SCHEME}:"


def _is_external(href: str, origin: str) -> bool:
    """Whether a link leads to another host; schemes and hosts may be written in capitals."""
    href, origin = href.casefold(), origin.casefold()
    if not href.startswith(("http:", "https:", "//")):
        return False
    return href != origin and not href.startswith((origin + "/", origin + "?", origin + "#"))


def _line_of(target: str, text: str, first_line: int) -> int:
    """Where `target` is first written as a link, or else at all; when escapes hide it, the body's first line."""
    forms = dict.fromkeys((target, unquote(target), htmllib.escape(target)))
    at = next((at for form in forms for at in _places(form, text) if _is_link(text, at, at + len(form))), -1)
    if at < 0:
        at = next((at for form in forms for at in _places(form, text)), 0)
    return first_line + text.count("\n", 0, at)


def _places(form: str, text: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _is_link(text: str, start: int, stop: int) -> bool:
    """Whether what stands from `start` to `stop` is the target of a link, of a reference or of a tag."""
    before = text[max(0, start - 20) : start].rstrip(" \t\n<\"'")
    after = text[stop : stop + 1]
    return before.endswith(("](", "]:", "=")) and (not after or after in ")>\"'" or after.isspace())
