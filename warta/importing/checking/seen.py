"""Turns HTML into what a reader meets in it: words, pictures, links and documents, each in a form that can be compared.

It is written apart from the conversion on purpose: what both read alike must be so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from warta.importing.markup import Node, read_html

DOCUMENTS = frozenset(
    "pdf doc docx xls xlsx ppt pptx odt ods odp rtf csv zip rar 7z epub txt kml kmz geojson mp3 mp4 m4a wav".split()
)
_PICTURES = frozenset("jpg jpeg png gif webp svg avif bmp tif tiff heic".split())
_UNSEEN = frozenset("script style template noscript svg math head title select datalist".split())
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s samp small span strike
    strong sub time tt u var wbr""".split()
)
_CARRIERS = {"iframe": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data"}
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-orig-file")
_BACKGROUND = re.compile(r"""background(?:-image)?\s*:[^;]*?url\(\s*["']?([^"')]+)""", re.IGNORECASE)
_AWAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-rotated|-e\d{10,}|@\dx)+$")
_PLAYERS = (
    (
        re.compile(r"(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|watch\?(?:.*&)?v=|shorts/)|youtu\.be/)([\w-]{6,})"),
        "youtube",
    ),
    (re.compile(r"vimeo\.com/(?:video/)?(\d+)"), "vimeo"),
)
_GONE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)


class Seen(msgspec.Struct, frozen=True):
    """What a reader meets. Pictures and documents stand as their addresses are written, and so do links."""

    words: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def seen_in(html: str) -> Seen:
    """What a reader meets in HTML."""
    body = read_html(html).body
    return seen_of([body] if body is not None else [])


def seen_of(roots: list[Node]) -> Seen:
    """What a reader meets in some elements of a page."""
    text: list[str] = []
    pictures: list[str] = []
    links: list[str] = []
    for node in _met(roots, text):
        attributes = node.attributes
        if node.tag in ("img", "amp-img"):
            pictures += [value for name in _SOURCES if (value := attributes.get(name))][-1:]
        elif node.tag in ("a", "area") and (href := attributes.get("href")):
            links.append(href)
        elif node.tag in _CARRIERS and (source := attributes.get(_CARRIERS[node.tag])):
            links.append(source)
        pictures += _BACKGROUND.findall(attributes.get("style") or "")
    said = "".join(text)
    links += _ADDRESS.findall(said)
    links = [each.strip() for each in dict.fromkeys(links) if is_link(each)]
    return Seen(
        words_in(_ADDRESS.sub(" ", said)),
        tuple(dict.fromkeys(each.strip() for each in pictures)),
        tuple(each for each in links if not is_document(each)),
        tuple(filter(is_document, links)),
    )


def _met(roots: list[Node], text: list[str]) -> Iterator[Node]:
    """The elements that are shown, in their order; their text is added to `text`."""
    ahead: list[Node | None] = list(reversed(roots))
    while ahead:
        node = ahead.pop()
        if node is None:
            text.append(" ")
        elif node.tag == "-text":
            text.append(node.text_content or "")
        elif node.tag and not node.tag.startswith(("-", "!")) and node.tag not in _UNSEEN and not _is_away(node):
            yield node
            is_block = node.tag not in _INLINE
            children: list[Node | None] = list(node.iter(include_text=True))
            ahead += [None, *reversed(children), None] if is_block else list(reversed(children))


def _is_away(node: Node) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _AWAY.search(attributes.get("style") or "") is not None


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, as letters and digits alone."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text.translate(_GONE)).casefold()))


def is_link(href: str) -> bool:
    """Whether an address leads away from where it stands."""
    return not href.strip().casefold().startswith(("#", "javascript:", "data:", "about:")) and bool(href.strip())


def is_document(href: str) -> bool:
    """Whether an address is that of a document that is opened by itself."""
    return _ending(href) in DOCUMENTS


def is_picture(href: str) -> bool:
    """Whether an address is that of a picture."""
    return _ending(href) in _PICTURES


def _ending(href: str) -> str:
    path = href.partition("?")[0].partition("#")[0].casefold()
    return path.rpartition(".")[2] if "." in path.rpartition("/")[2] else ""


def name_key(address: str) -> str:
    """The name of a picture or document in its address, without size, ending, signs and accents: as two sites share
    it."""
    name = unquote(address.partition("?")[0].partition("#")[0].rstrip("/")).rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    letters = unicodedata.normalize("NFKD", "".join(words_in(_SIZE.sub("", stem))).replace("_", ""))
    return "".join(each for each in letters if not unicodedata.combining(each))


def link_key(href: str) -> str:
    """One form for the spellings of a link: without scheme, `www.`, the last slash and an anchor."""
    href = href.strip()
    for pattern, name in _PLAYERS:
        if match := pattern.search(href):
            return f"{name}:{match[1]}"
    if href.casefold().startswith(("mailto:", "tel:")):
        return unquote(href.partition("?")[0]).casefold().replace(" ", "")
    try:
        parts = urlsplit(href if "//" in href[:8] or href.startswith("/") else f"//{href}" if "." in href else href)
    except ValueError:
        return href
    query = f"?{unquote(parts.query)}" if parts.query else ""
    host = parts.netloc.casefold().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return (host + unquote(parts.path).rstrip("/") + query).rstrip(".,;:)").casefold()
