"""Turns the frames, players and late pictures that stand as HTML in Markdown into links and plain pictures.

A link stands alone on its line where its frame did. Films and sound that are at hand stay players.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from warta.importing.conversion.frames import shown_by, words_for
from warta.importing.conversion.plain_pictures import make_plain
from warta.importing.dialects import outside_code
from warta.importing.markup import Node, read_html

_FRAME = re.compile(
    r"<(?P<tag>iframe|video|audio|object)\b[^<>]*+>(?:(?!<(?P=tag)\b).)*?</(?P=tag)\s*>"
    r"|<(?:iframe|embed|video|audio)\b[^<>]*+/?>"
    r"|<(?P<own>amp-(?!img|anim)[\w-]+|lite-youtube)\b[^<>]*+>.*?</(?P=own)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_PICTURE = re.compile(
    r"<(?P<tag>picture|noscript|amp-img|amp-anim)\b[^<>]*+>.*?</(?P=tag)\s*>|<(?:img|amp-img)\b[^<>]*+>"
    r"|<(?!img\b)[a-z]\w*\b[^<>]*?(?:background|data-bg|data-img-url)[^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style)\b([^<>]*+)>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_GIST = re.compile(r"https://gist\.github\.com/[\w/-]+")
_AROUND = re.compile(r"<(?P<tag>div|p|figure|center|span)\b[^<>]*+>\s*(?P<inside>\x00\d+\x00)\s*</(?P=tag)\s*>", re.I)
_HELD = re.compile("\x00(\\d+)\x00")
_ALONE = re.compile("^([ \t]*)((?:\x00\\d+\x00[ \t]*)+)$", re.MULTILINE)
_OPENS = re.compile(r"<(/?)(?:div|section|article|aside|table|td|th|li|ul|ol|figure|details|center|p)\b", re.IGNORECASE)
_PLAYERS = ("video", "audio")
_DEPTH = 4


class Frames(msgspec.Struct, frozen=True):
    """A text without frames, and the addresses that they showed."""

    text: str
    embeds: tuple[str, ...] = ()


def without_frames(text: str, is_held: Callable[[str], bool]) -> Frames:
    """`text` with links for its frames; `is_held` says whether the file of an address is at hand."""
    if "<" not in text:
        return Frames(text)
    embeds: list[str] = []
    text = outside_code(text.replace("\x00", ""), lambda part: _linked(_with_pictures(part), is_held, embeds))
    return Frames(text, tuple(embeds))


def _linked(text: str, is_held: Callable[[str], bool], embeds: list[str]) -> str:
    links: list[tuple[str, str]] = []

    def hold(match: re.Match[str]) -> str:
        url, tag = _address(match[0])
        if tag in _PLAYERS and is_held(url):
            links.append((url, tag))
        elif not url:
            return ""
        else:
            embeds.append(url)
            links.append((url, ""))
        return f"\x00{len(links) - 1}\x00"

    text = _FRAME.sub(hold, _SCRIPT.sub(_without_script, text))
    for _ in range(_DEPTH):
        text, count = _AROUND.subn(r"\g<inside>", text)
        if not count:
            break
    blocks = re.split(r"(\n[ \t]*\n)", text)
    return "".join(_written(block, links) if "\x00" in block else block for block in blocks)


def _without_script(match: re.Match[str]) -> str:
    """A frame for a script that showed what lies elsewhere; nothing for others, which show no words."""
    found = _GIST.search(match[2])
    return f'<iframe src="{found[0]}"></iframe>' if found else ""


def _written(block: str, links: list[tuple[str, str]]) -> str:
    """A block with its links: as HTML within HTML, where Markdown is none, else as Markdown."""
    depth = sum(-1 if end else 1 for end in _OPENS.findall(_HELD.split(block)[0]))
    if depth > 0:
        return _HELD.sub(lambda match: _html(*links[int(match[1])]), block)
    block = _ALONE.sub(lambda match: "\n" + _HELD.sub(rf"\n{match[1]}\g<0>\n", match[2]) + "\n", block)
    return _HELD.sub(lambda match: _markdown(*links[int(match[1])]), block)


def _html(url: str, player: str) -> str:
    if player:
        return f'<{player} src="{url}" controls></{player}>'
    return f'<a href="{url}">{words_for(url)}</a>'


def _markdown(url: str, player: str) -> str:
    if player:
        return _html(url, player)
    words = "".join(f"\\{char}" if char in "[]\\`*_" else char for char in words_for(url))
    target = f"<{url}>" if any(char in url for char in " ()") else url
    return f"[{words}]({target})"


def _address(html: str) -> tuple[str, str]:
    """What a frame showed, and its tag."""
    document = read_html(html)
    make_plain(document, html)
    for node in document.css("iframe, video, audio, object, embed"):
        source = node.css_first("[src], param[name=movie]")
        url = node.attributes.get("src") or node.attributes.get("data") or ""
        if not url and source is not None:
            url = source.attributes.get("src") or source.attributes.get("value") or ""
        if shown := shown_by(url.strip()):
            return shown, node.tag or ""
    return "", ""


def _with_pictures(text: str) -> str:
    """`text` with plain pictures for those that scripts or styles showed."""

    def plain(match: re.Match[str]) -> str:
        html = match[0]
        document = read_html(html)
        before = len(document.css("img"))
        make_plain(document, html)
        images = [image for image in document.css("img") if image.attributes.get("src")]
        if match["tag"] and match["tag"].casefold() == "noscript":
            images = [image for image in images if (image.attributes["src"] or "") not in text.replace(html, "")]
            return "".join(map(_picture, images))
        if html.casefold().startswith(("<img", "<picture", "<amp-")):
            return "".join(map(_picture, images)) if images else html
        return html + "".join(map(_picture, images)) if len(images) > before else html

    return _PICTURE.sub(plain, text)


def _picture(image: Node) -> str:
    held = image.attributes
    words = " ".join(
        f'{name}="{(held.get(name) or "").replace(chr(34), "&quot;")}"'
        for name in ("src", "alt", "title", "width", "height")
        if name in held or name == "alt"
    )
    return f"<img {words}>"
