"""Turns a page of the site into one self-contained HTML file, which holds its style sheets, pictures and downloads."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Container
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from warta.media_types import type_by_name

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Read = Callable[[str], bytes | None]
"""The bytes of a file of the site by its path below the output folder; None: there is none."""

_IN_CSS = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
_NO_LINK = "a:not([href]) { color: inherit }"


class Surrounds:
    """The site around a page: the absolute addresses of the page and of the site's `root`, the site's files, its public
    paths.
    """

    def __init__(self, address: str, root: str, read: Read, public: Container[str]) -> None:
        self._address = address
        self._root = root.rstrip("/") + "/"
        self._read = read
        self._public = public

    def path(self, written: str, base: str = "") -> str | None:
        """The path below the output folder that an address of this site means; None: it leads elsewhere."""
        whole = self.whole(written, base)
        if not whole.startswith(self._root):
            return None
        path = unquote(urlsplit(whole).path[len(urlsplit(self._root).path) :])
        return path + "index.html" if path == "" or path.endswith("/") else path

    def whole(self, written: str, base: str = "") -> str:
        """The absolute form of an address."""
        try:
            return urljoin(base or self._address, written.strip())
        except ValueError:
            return written

    def bytes_of(self, written: str) -> bytes | None:
        """The bytes of the file that an address of this site means."""
        path = self.path(written)
        return None if path is None else self._read(path)

    def data(self, written: str, base: str = "") -> str | None:
        """The file as a data: address (RFC 2397); None: it is no file of this site."""
        path = self.path(written, base)
        made = None if path is None else self._read(path)
        if path is None or made is None:
            return None
        kind = type_by_name(path).partition(";")[0]
        return f"data:{kind};base64,{b64encode(made).decode()}"

    def passes_on(self, written: str) -> bool:
        """Whether an address of another site holds the address of the page, as links for sharing do."""
        return self.path(written) is None and self._address in unquote(written)

    def leads_on(self, written: str) -> bool:
        """Whether an address leads to another site, or to a public page of this one."""
        path = self.path(written)
        return path is None or path in self._public


def stand_alone(html: str, around: Surrounds) -> str:
    """The page without scripts, with the bytes of all that it shows, and with links to public pages alone."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    sheets = "".join([*_sheets(tree, around), _NO_LINK])
    for node in tree.css("script, template, link, base, picture > source, meta[http-equiv]"):
        node.decompose()
    for node in tree.css("[srcset]"):
        del node.attrs["srcset"]
    for node in tree.css("img[src], video[src], audio[src], source[src], track[src], video[poster]"):
        _embed(node, around)
    for node in tree.css("a[href]"):
        _lead(node, around)
    made = (tree.html or "").removeprefix("<!DOCTYPE html>").lstrip()
    return "<!doctype html>\n" + made.replace("</head>", f"<style>{sheets}</style>\n</head>", 1)


def _sheets(tree: LexborHTMLParser, around: Surrounds) -> list[str]:
    """The style sheets that the page loads, for the media they are for."""
    found = []
    for node in tree.css("link[rel=stylesheet][href]"):
        address = around.whole(node.attributes["href"] or "")
        made = around.bytes_of(address)
        if made is not None:
            css = _with_data(made.decode("utf-8", "replace"), address, around)
            media = node.attributes.get("media")
            found.append(f"@media {media} {{\n{css}\n}}\n" if media else css)
    return found


def _with_data(css: str, address: str, around: Surrounds) -> str:
    def embedded(found: re.Match[str]) -> str:
        data = None if found[2].startswith("data:") else around.data(found[2], address)
        return f'url("{data}")' if data else found[0]

    # the end of the element could only stand in a text or a comment, where the escape says the same
    return _IN_CSS.sub(embedded, css).replace("</", "<\\/")


def _embed(node: LexborNode, around: Surrounds) -> None:
    for name in ("src", "poster"):
        written = node.attributes.get(name)
        if written and not written.startswith("data:"):
            node.attrs[name] = around.data(written) or around.whole(written)


def _lead(node: LexborNode, around: Surrounds) -> None:
    """Keep a link that leads to a public page; put a file to download into the page."""
    written = node.attributes["href"] or ""
    if written.startswith("#"):
        return
    data = around.data(written) if "download" in node.attributes else None
    if around.passes_on(written):
        node.decompose()
    elif data is not None:
        node.attrs["href"] = data
        node.attrs["download"] = (around.path(written) or "").rpartition("/")[2]
    elif around.leads_on(written):
        node.attrs["href"] = around.whole(written)
    else:
        del node.attrs["href"]
