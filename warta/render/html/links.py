"""Turns the links and pictures of a body into placeholders, and placeholders into addresses when a page is written.

A body must not change when the address of something that it links to does, so a target on this site is written as
`warta:N`, N counting the body's targets. Until the body is sanitised, a placeholder holds the digest of its text
too: whatever else looks like a placeholder was forged by the writer, and `finish_placeholders` breaks it.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

from warta.newsroom.views import Chart, Image, Target
from warta.render.html.figures import Show, make_figure, with_charts

SCHEME = "warta"
"""The scheme of placeholders."""

_ANCHOR = re.compile(r'<a href="([^"<>]*)">')
# links and pictures however they are written; browsers take `<image>` for one too
_MAY_LINK = re.compile("<(?:a|im|video|source|track)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r' (href|src|poster|data)="warta:(\d+)"')
# what a text may load besides pictures, and what only HTML that is trusted may
_MEDIA = (*((f"{tag}[src]", "src") for tag in ("video", "audio", "source", "track")), ("video[poster]", "poster"))
_FRAMES = (("iframe[src]", "src"), ("embed[src]", "src"), ("object[data]", "data"))
_IMAGE = re.compile(r'<img((?: [^\s=<>]+(?:="[^"]*")?)*?) src="warta:(\d+)"((?: [^\s=<>]+(?:="[^"]*")?)*?) ?/?>')
_SIZES = "(min-width: 46em) 42rem, 100vw"
_FORGED = re.compile(r'="warta:(?=\d)')
_ATTRIBUTE = re.compile(
    r"""\s(?:src|poster|data|href|(srcset))\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")

Targets = list[tuple[str, bool]]
"""The targets of a body as written, in the order of their placeholders, and whether each is a picture's."""


def is_local(target: str) -> bool:
    """Whether a target lies on this site: relative to the file it stands in, or to the root of the site."""
    return bool(target) and target[0] not in "#?" and not target.startswith("//") and not _SCHEME.match(target)


def placeholder_mark(text: str) -> str:
    """How the placeholders of a body written as `text` begin until it is sanitised: no text holds its own digest."""
    return f"{SCHEME}:x{blake2b(text.encode(), digest_size=16).hexdigest()}-"


def make_placeholders(html: str, origin: str, mark: str, *, raw: bool, trusted: bool = False) -> tuple[str, Targets]:
    """`html` with placeholders that begin with `mark` for targets on this site, and these targets.

    Other links get `rel`, pictures `loading`, titled pictures a figure. `origin` is the site's own, whose links are
    not external. `raw`: whether the writer's own HTML can be in it, `trusted`: whether what that loads
    stays in it.
    """
    if raw or "<img" in html or html.count("<a") != len(_ANCHOR.findall(html)):
        return _in_any_html(html, origin, mark, trusted=trusted) if (trusted or _MAY_LINK.search(html)) else (html, [])
    return _in_plain_links(html, origin, mark)


def find_mentions(html: str) -> tuple[str, ...]:
    """The targets on this site in HTML that have no placeholder: of films, drawings, frames, whatever may stay of them.

    What stands in code or in a comment may be among them: so much the better for a file that is not to be public.
    """
    found: dict[str, None] = {}
    for several, *quoted in _ATTRIBUTE.findall(html):
        value = htmllib.unescape("".join(quoted)).strip()
        for each in value.split(",") if several else [value]:
            target = each.strip().partition(" ")[0] if several else each
            if is_local(target):
                found[target] = None
    return tuple(found)


def finish_placeholders(html: str, mark: str) -> str:
    """`html` with placeholders as they are kept, and everything broken that only looks like one.

    An entity for the colon leaves what is read as it was, in text and in attributes.
    """
    html = _FORGED.sub(f'="{SCHEME}&#58;', html)
    return html.replace(f'="{mark}', f'="{SCHEME}:')


def place_links(html: str, targets: Sequence[Target], show: Show | None = None) -> str:
    """`html` with the target of each placeholder: an address, a picture in all its sizes, or a chart as `show` has it.

    A link whose target is None keeps its text and is no link any more. A chart that does not stand by itself is a link
    to its file.
    """
    if not targets:
        return html

    def target(number: str) -> Target:
        return targets[int(number)] if int(number) < len(targets) else None

    def address(match: re.Match[str]) -> str:
        found = target(match[2])
        url = found.src if isinstance(found, Image) else found.url if isinstance(found, Chart) else found
        return "" if url is None else f' {match[1]}="{htmllib.escape(url)}"'

    def picture(match: re.Match[str]) -> str:
        found = target(match[2])
        return _in_sizes(found, match[1], match[3]) if isinstance(found, Image) else match[0]

    if any(isinstance(each, Chart) for each in targets):
        html = with_charts(html, target, show)
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


def _in_any_html(html: str, origin: str, mark: str, *, trusted: bool) -> tuple[str, Targets]:
    """See `make_placeholders`; for any HTML."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, is_fragment=True)
    targets: dict[tuple[str, bool], int] = {}
    for anchor in tree.css("a[href]"):
        _hold_link(anchor, origin, mark, targets)
    _hold_pictures(tree, mark, targets)
    _hold_loaded(tree, mark, targets, (*_MEDIA, *_FRAMES) if trusted else _MEDIA)
    if not trusted:
        _make_playable(tree, mark)
    return tree.html or "", list(targets)


def _hold_pictures(tree: LexborHTMLParser, mark: str, targets: dict[tuple[str, bool], int]) -> None:
    """Put placeholders where pictures are loaded, and make figures of titled ones."""
    for image in tree.css("img[src]"):
        source = (image.attributes.get("src") or "").strip()
        if is_local(source):
            image.attrs["src"] = f"{mark}{targets.setdefault((source, True), len(targets))}"
        elif _is_reserved(source):
            del image.attrs["src"]
        image.attrs["loading"] = "lazy"
        make_figure(tree, image)


def _hold_link(anchor: LexborNode, origin: str, mark: str, targets: dict[tuple[str, bool], int]) -> None:
    # links in drawings match too, by an attribute of another name
    href = (anchor.attributes.get("href") or "").strip()
    if is_local(href):
        anchor.attrs["href"] = f"{mark}{targets.setdefault((href, False), len(targets))}"
    elif _is_reserved(href):
        del anchor.attrs["href"]
    elif _is_external(href, origin):
        anchor.attrs["rel"] = "noopener"


def _hold_loaded(
    tree: LexborHTMLParser, mark: str, targets: dict[tuple[str, bool], int], loaded: Sequence[tuple[str, str]]
) -> None:
    """Put placeholders where films, sound and frames of this site are loaded."""
    for selector, name in loaded:
        for node in tree.css(selector):
            source = (node.attributes.get(name) or "").strip()
            if is_local(source):
                node.attrs[name] = f"{mark}{targets.setdefault((source, False), len(targets))}"


def _make_playable(tree: LexborHTMLParser, mark: str) -> None:
    """Give films and sound their controls, and take out those that have no file on this site."""
    for node in tree.css("source, track"):
        held = (node.attributes.get("src") or "").startswith(mark)
        if not held or node.parent is None or node.parent.tag not in ("audio", "video"):
            node.decompose()
    for node in tree.css("audio, video"):
        held = (node.attributes.get("src") or "").startswith(mark)
        if not held and node.css_first("source") is None:
            node.decompose()
            continue
        node.attrs["controls"] = ""
        if "preload" not in node.attributes:
            node.attrs["preload"] = "metadata"


def _in_plain_links(html: str, origin: str, mark: str) -> tuple[str, Targets]:
    """See `make_placeholders`; for HTML without pictures whose links have nothing but `href`.

    Most bodies are such, and need no parser.
    """
    targets: dict[tuple[str, bool], int] = {}

    def replaced(match: re.Match[str]) -> str:
        href = htmllib.unescape(match[1]).strip()
        if is_local(href):
            return f'<a href="{mark}{targets.setdefault((href, False), len(targets))}">'
        if _is_reserved(href):
            return "<a>"
        if _is_external(href, origin):
            return f'{match[0][:-1]} rel="noopener">'
        return match[0]

    return _ANCHOR.sub(replaced, html), list(targets)


def _is_reserved(target: str) -> bool:
    """Whether a writer used the scheme of the placeholders."""
    return target[: len(SCHEME) + 1].casefold() == f"{SCHEME}:"


def _is_external(href: str, origin: str) -> bool:
    """Whether a link leads to another host; schemes and hosts may be written in capitals."""
    href, origin = href.casefold(), origin.casefold()
    if not href.startswith(("http:", "https:", "//")):
        return False
    return href != origin and not href.startswith((origin + "/", origin + "?", origin + "#"))
