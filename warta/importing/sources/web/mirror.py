"""Turns the folder that a mirroring program left of a website into its files, each with the address it had.

`wget -m` makes a folder for each host, writes `index.html` for an address that ends with a slash, puts `.html` behind
what has another ending (`-E`), and writes `@` for `?` where asked for names that Windows can hold.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import msgspec

from warta.importing.folders import leads_out
from warta.importing.old_addresses import parts_of

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[:+]\d+)?", re.IGNORECASE)
_NO_HOST = re.compile(r".*\.(?:html?|php|aspx?|xml|json|txt|css|js|jpe?g|png|gif|webp|svg|pdf|zip)", re.IGNORECASE)
_QUERY = re.compile(r"\?|@(?=[\w\[\].%-]+=)")
_PROGRAM = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|do|shtml|phtml)$", re.IGNORECASE)
_SECOND = re.compile(r"(?<=\.html)\.\d+$")  # a page that was fetched again
_FRONT = re.compile(r"(?:^|/)(?:index|default)\.(?:html?|php|aspx?|shtml)$", re.IGNORECASE)
_PAGES = re.compile(r"\.(?:x?html?|php\d?|aspx?|jsp|cfm|cgi|do|shtml|phtml)(?:\.\d+)?$|^[^.]*$|[?@]", re.IGNORECASE)
_NO_PAGES = re.compile(r"\.(?:css|js|xml|json|txt|rss|atom|woff2?|ttf|eot|map)(?:[?@].*)?$", re.IGNORECASE)
_SAFE = "/%:=&?+,;@!~*'()$-._"


class File(msgspec.Struct, frozen=True):
    """A file of a mirror: its path, its path from the folder of the mirror, its host, and its path below the host."""

    path: Path
    name: str
    host: str
    below: str

    @property
    def may_be_page(self) -> bool:
        """Whether its name is one that a page could have."""
        last = self.below.rpartition("/")[2]
        return _PAGES.search(last) is not None and _NO_PAGES.search(last) is None


def files_of(folder: Path) -> Iterator[File]:
    """The files of a mirror, in the order of their paths."""
    own = own_host(folder)
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if not name.startswith(".") and not leads_out(path, folder):
                below = path.relative_to(folder).as_posix()
                yield File(path, below, *_divided(below, own))


def own_host(folder: Path) -> str:
    """The host whose folder the mirror itself is; empty where hosts have folders in it, or where it says none."""
    name = folder.resolve().name
    return name.casefold() if _is_host(name) else ""


def _divided(name: str, own: str) -> tuple[str, str]:
    """Host and path below it, of a path in a mirror whose folder is of the host `own`."""
    first, slash, rest = name.partition("/")
    return (first.casefold().replace("+", ":"), rest) if slash and _is_host(first) else (own, name)


def _is_host(name: str) -> bool:
    return _HOST.fullmatch(name) is not None and _NO_HOST.fullmatch(name) is None


def address_of(below: str) -> str:
    """The address that a file had on its host: `/2019/06/judul/`, `/?p=12`, `/berita.php?id=3`."""
    name = _SECOND.sub("", unicodedata.normalize("NFC", unquote(below)))
    folder, slash, last = name.rpartition("/")
    query = _QUERY.search(last)
    if query:
        asked = re.sub(r"\.html?$", "", last[query.end() :])
        last = last[: query.start()]
    else:
        asked = ""
        stem = re.sub(r"\.html?$", "", last)
        last = stem if _PROGRAM.search(stem) else last
    path = f"/{folder}{slash}{last}"
    if not asked or not _PROGRAM.search(last):
        path = _FRONT.sub("/", path)
    return quote(path, safe=_SAFE) + (f"?{quote(asked, safe=_SAFE)}" if asked else "")


def other_addresses(below: str) -> tuple[str, ...]:
    """Addresses that the file could have had as well: `.html` may have been put behind its name."""
    address = address_of(below)
    if "?" not in address and address.endswith(".html") and not address.endswith("/index.html"):
        return (address.removesuffix(".html"),)
    return ()


def link_target(href: str, file: File, root: str) -> str:
    """The address on the web that a link in a page of a mirror means, whether it was made relative to files or not.

    `root` is the address of the old site.
    """
    parts = parts_of(href)
    if not href or href.startswith("#") or parts is None or (parts.scheme and parts.scheme not in ("http", "https")):
        return href
    base = _root_of(file.host, root)
    if parts.netloc or href.startswith("/"):
        return urljoin(base, href)
    if href.startswith("?"):
        return urljoin(base + address_of(file.below), href)
    slash = "/" if parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", "..") else ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file.name), unquote(parts.path)))
    host, below = _divided(re.sub(r"^(?:\.\./)+|^\.$", "", name) + slash, "")
    if not host:  # a link out of the folder of a host, as only browsers understand it, stays on this host
        host, below = file.host, below.removeprefix(f"{file.host}/")
    address = address_of(below + (f"?{parts.query}" if parts.query else ""))
    return urljoin(_root_of(host, root), address) + (f"#{parts.fragment}" if parts.fragment else "")


def _root_of(host: str, root: str) -> str:
    return f"{root.partition('://')[0]}://{host}" if host else root


def local_file(address: str, file: File) -> Path | None:
    """The file of the mirror behind an address that a page of it names; None where it has none."""
    parts = parts_of(address)
    if parts is None or parts.scheme not in ("http", "https"):
        return None
    below = unquote(parts.path).lstrip("/")
    top = file.path.parents[file.name.count("/")]
    for folder in (top / (parts.hostname or ""), file.path.parents[file.below.count("/")]):
        path = folder / below
        if below and ".." not in path.parts and path.is_file() and not leads_out(path, top):
            return path
    return None
