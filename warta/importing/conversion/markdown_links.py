"""Turns the links and pictures in Markdown of another generator into those of this newsroom."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from warta.importing.conversion.media import is_file, is_picture

_LINK = re.compile(
    r"""(?P<image>!?)
    \[(?P<text>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*+)\]
    \((?P<url><[^<>\n]*>|[^\s()<>]*+(?:\([^\s()]*\)[^\s()]*+)*+)(?P<title>\s+(?:"[^"]*"|'[^']*'))?\s*\)""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"^(?P<head> {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)(?P<url><[^<>\n]*>|\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"(?P<head>\b(?:src|href)\s*=\s*)(?P<quote>[\"'])(?P<url>[^\"']*)(?P=quote)")
_FENCE = re.compile(r"(^ {0,3}(?P<fence>```+|~~~+).*?^ {0,3}(?P=fence)[^\n]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


def with_targets(text: str, target: Callable[[str, bool], str | None]) -> str:
    """`text` with each link and picture led to `target(url, is_picture)`; None takes the link away and leaves words.

    Code is left alone.
    """

    def link(match: re.Match[str]) -> str:
        url = match["url"].strip("<>")
        found = target(url, bool(match["image"]))
        words = match["text"]
        if "](" in words:
            words = _LINK.sub(link, words)
        if found is None:
            return "" if match["image"] else words
        shown = f"<{found}>" if any(char in found for char in " ()") else found
        return f"{match['image']}[{words}]({shown}{match['title'] or ''})"

    def reference(match: re.Match[str]) -> str:
        return match["head"] + (target(match["url"].strip("<>"), False) or "#")

    def attribute(match: re.Match[str]) -> str:
        found = target(match["url"], match["head"].lstrip().casefold().startswith("src"))
        return f"{match['head']}{match['quote']}{found or ''}{match['quote']}"

    def outside(part: str) -> str:
        part = _REFERENCE.sub(reference, _LINK.sub(link, part))
        return _ATTRIBUTE.sub(attribute, part) if "<" in part else part

    parts = _FENCE.split(text)  # two groups: the whole of a piece of code, and its fence
    return "".join(outside(part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2)


def absolute(url: str, page: str) -> str:
    """The old address of what a page at the path `page` links to; an address on another host as it is."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or url.startswith("#"):
        return url
    if parts.path.startswith("/"):
        return url
    folder = page if page.endswith("/") else posixpath.dirname(page) + "/"
    path = posixpath.normpath(posixpath.join(folder, parts.path))
    return path + (f"#{parts.fragment}" if parts.fragment else "")


def is_media(url: str) -> bool:
    """Whether a link is to a picture or a file."""
    return is_picture(url) or is_file(url)
