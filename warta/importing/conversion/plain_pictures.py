"""Turns the ways in which old pages show pictures and frames late, twice, or behind words into plain ones.

Scripts put the address of a lazy picture into `src` when it comes into sight; what stands in `noscript` beside it is
the same picture again; AMP has tags of its own; page builders lay pictures behind words as backgrounds.
"""

from __future__ import annotations

import re

from warta.importing.markup import Document, Node

_MARKS = ("data-", "<noscript", "<amp-", "<lite-", "background", "srcset", "<picture")
_LAZY = (
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file", "data-large-file", "data-full-url",
    "data-large_image", "data-url", "data-echo", "data-image", "data-litespeed-src", "data-cfsrc", "nitro-lazy-src",
)  # fmt: skip
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "nitro-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"data:|about:|(?:[^?]*/)?[\w-]*(?:placeholder|blank|spacer|pixel|lazy|loading|loader|1x1|trans(?:parent)?|grey|empty)"
    r"[\w.-]*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
_URL = re.compile(r"""background(?:-image)?\s*:[^;]*?url\(\s*(?:"([^"]+)"|'([^']+)'|([^)"']+))\s*\)""", re.IGNORECASE)
_BEHIND = ("data-bg", "data-background", "data-background-image", "data-bg-url", "data-bg-image", "data-img-url")
_WITH_BACKGROUNDS = ", ".join(("[style*=background]", *(f"[{name}]" for name in _BEHIND)))
_OF_AMP = {"amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio", "amp-iframe": "iframe"}
_PLAYERS = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v="),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v="),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/"),
    "amp-facebook": ("data-href", ""),
}


def make_plain(document: Document, html: str) -> None:
    """Change the pictures and frames of a page, which was read from `html`, where anything else is to be seen."""
    if not any(mark in html for mark in _MARKS):
        return
    _from_amp(document)
    for picture in document.css("picture"):
        _choose(document, picture)
    for node in document.css("img, iframe, video, audio"):
        _wake(node)
    _take_twins(document)
    if "background" in html or "data-bg" in html or "data-img-url" in html:
        _lay_open(document)


def _from_amp(document: Document) -> None:
    for name, tag in _OF_AMP.items():
        for node in document.css(name):
            node.replace_with(_made(document, tag, dict(node.attributes)))
    for name, (attribute, start) in _PLAYERS.items():
        for node in document.css(name):
            if number := node.attributes.get(attribute):
                node.replace_with(_made(document, "iframe", {"src": start + number}))


def _made(document: Document, tag: str, attributes: dict[str, str | None]) -> Node:
    node = document.create_node(tag)
    for name, value in attributes.items():
        node.attrs[name] = value or ""
    return node


def _choose(document: Document, picture: Node) -> None:
    """Give a picture of several files its largest, where it names none for itself."""
    image = picture.css_first("img")
    if image is None:
        image = document.create_node("img")
        picture.insert_child(image)
        image = picture.css_first("img")
    for source in picture.css("source"):
        best = _largest(source.attributes.get("srcset") or source.attributes.get("data-srcset") or "")
        if image is not None and best and _is_empty(image.attributes.get("src")) and not _address(image):
            image.attrs["src"] = best
        source.decompose()


def _wake(node: Node) -> None:
    """Give a lazy picture or frame its address."""
    if _is_empty(node.attributes.get("src")) and (url := _address(node)):
        node.attrs["src"] = url


def _is_empty(source: str | None) -> bool:
    return not source or not source.strip() or _PLACEHOLDER.match(source.strip()) is not None


def _address(node: Node) -> str:
    """The address that a script would have put in."""
    held = node.attributes
    urls = [(held.get(name) or "").strip() for name in _LAZY]
    if node.tag == "img":
        urls += [_largest(held.get(name) or "") for name in _SETS]
    return next((url for url in urls if url and not _PLACEHOLDER.match(url)), "")


def _largest(srcset: str) -> str:
    """The largest picture of a `srcset`."""
    found = []
    for part in re.split(r",\s+|,(?=https?:|/)", srcset.strip()):
        url, _, size = part.strip().rpartition(" ")
        if not re.fullmatch(r"[\d.]+[wx]", size):
            url, size = part.strip(), "1x"
        if url:
            found.append((float(size[:-1]), url))
    return max(found, default=(0.0, ""), key=lambda each: each[0])[1]


def _take_twins(document: Document) -> None:
    """Keep of what stands in `noscript` the pictures and frames that stand nowhere else."""
    twins = document.css("noscript")
    if not twins:
        return
    known = {node.attributes.get("src") for node in document.css("img, iframe, video") if not _is_in(node, "noscript")}
    for noscript in twins:
        for node in noscript.css("img, iframe, video"):
            _wake(node)
            if not _is_empty(url := node.attributes.get("src")) and url not in known:
                known.add(url)
                noscript.insert_before(node)  # a copy of it
        noscript.decompose()


def _is_in(node: Node, tag: str) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent is not None


def _lay_open(document: Document) -> None:
    """Put pictures that lie behind words before these."""
    for node in document.css(_WITH_BACKGROUNDS):
        found = _URL.search(node.attributes.get("style") or "")
        url = next((each for each in found.groups() if each), "") if found else ""
        url = url or next((node.attributes[name] or "" for name in _BEHIND if node.attributes.get(name)), "")
        url = url.strip().strip("\"'")
        if not re.match(r"https?:|//?[^/\s]|[\w.%-]+/", url) or _PLACEHOLDER.match(url) or node.tag in ("body", "img"):
            continue
        if all((image.attributes.get("src") or "") != url for image in node.css("img")):
            image = _made(document, "img", {"src": url, "alt": ""})
            first = node.child
            if first is not None:
                first.insert_before(image)
            else:
                node.insert_child(image)
