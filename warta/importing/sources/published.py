"""Turns a sitemap, or a folder of the old site's pages, into its addresses, each with what names its text."""

from __future__ import annotations

import datetime as dt
import gzip
import html as htmllib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from warta.errors import Problem, ProblemsFound
from warta.importing.folders import leads_out
from warta.importing.old_addresses import parts_of
from warta.messages import Message, msg

_LARGEST = 256 * 1024 * 1024
_HEAD = 1 << 16
_DEEPEST = 3
_PAGES = (".html", ".htm")
_TITLES = (
    re.compile(r"""<meta[^>]+property=["']?og:title["']?[^>]*\scontent=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE),
    re.compile(r"""<meta[^>]+content=(?:"([^"]*)"|'([^']*)')[^>]*\sproperty=["']?og:title\b""", re.IGNORECASE),
    re.compile(r"<title[^>]*>([^<]*)()</title", re.IGNORECASE),
)
_CANONICAL = re.compile(
    r"""<link\b(?=[^>]*\brel=["']?canonical\b)[^>]*\bhref=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE
)
_LEADS_ON = re.compile(r"""<meta[^>]+http-equiv=["']?refresh""", re.IGNORECASE)
_DATE = re.compile(
    r"""<meta[^>]+(?:article:published_time|datePublished)["']?[^>]*\scontent=["']?(\d{4}-\d{2}-\d{2})"""
    r"""|<time[^>]+datetime=["']?(\d{4}-\d{2}-\d{2})""",
    re.IGNORECASE,
)


class Seen(msgspec.Struct, frozen=True, gc=False):
    """A page of the old site: its address as a path, and its title and day where the page itself says them."""

    path: str
    title: str = ""
    day: dt.date | None = None


def published(place: Path) -> tuple[Seen, ...]:
    """The pages that a sitemap or a folder has, each once. Raises ProblemsFound where it is neither, or has none."""
    if place.is_dir():
        found = list(_of_folder(place))
    elif place.is_file():
        found = [Seen(path) for path in _of_sitemap(place, 0)]
    else:
        raise _refused(place, msg("addresses-missing", "is neither a sitemap nor a folder of pages of the old site."))
    if not found:
        raise _refused(place, msg("addresses-none", "has no address of a page of the old site."))
    return tuple({each.path: each for each in found}.values())


def _refused(place: Path, message: Message) -> ProblemsFound:
    return ProblemsFound([Problem(str(place), 0, message)])


def _of_sitemap(place: Path, depth: int) -> Iterator[str]:
    """The addresses in a sitemap; of an index those in the sitemaps that lie beside it."""
    root = _element(place)
    kind = root.tag.rpartition("}")[2]
    if kind not in ("urlset", "sitemapindex"):
        raise _refused(place, msg("addresses-no-sitemap", "is no sitemap: its first tag is <%(tag)s>.", tag=kind))
    for each in root.iterfind("{*}*/{*}loc"):
        parts = parts_of("".join(each.itertext()))
        if parts is None:
            continue
        if kind == "urlset":
            yield (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            continue
        name = unquote(parts.path.rpartition("/")[2])
        beside = [place.parent / name, place.parent / name.removesuffix(".gz"), place.parent / f"{name}.gz"]
        inner = next((path for path in beside if name and path.is_file() and not leads_out(path, place.parent)), None)
        if inner is None or depth >= _DEEPEST:
            message = msg(
                "addresses-part-missing",
                "names the sitemap %(name)s, which does not lie beside it. Save it there.",
                name=name or parts.geturl(),
            )
            raise _refused(place, message)
        yield from _of_sitemap(inner, depth + 1)


def _element(place: Path) -> Element:
    try:
        with place.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if data.startswith(b"\x1f\x8b"):
            with gzip.open(place) as packed:
                data = packed.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise _refused(place, msg("addresses-too-large", "is larger than 256 MB, and no sitemap."))
        element: Element = fromstring(data)
    except (OSError, EOFError, zlib.error, ParseError, ValueError, DefusedXmlException) as error:
        message = msg(
            "addresses-unread", "is no sitemap that can be read (%(words)s).", words=str(error).partition(":")[0]
        )
        raise _refused(place, message) from None
    return element


def _of_folder(folder: Path) -> Iterator[Seen]:
    """The pages in a folder, without those that only lead on to others."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.casefold() not in _PAGES or not path.is_file() or leads_out(path, folder):
            continue
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
        if _LEADS_ON.search(head):
            continue
        yield Seen(_address(path.relative_to(folder).as_posix(), head), _title(head), _day(head))


def _address(name: str, head: str) -> str:
    """The address of a page: what it says itself, else its place in the folder."""
    place = "/" + quote(name.removesuffix("index.html") if name.rpartition("/")[2] == "index.html" else name)
    if match := _CANONICAL.search(head):
        parts = parts_of(htmllib.unescape(next(each for each in match.groups() if each is not None)))
        # a theme that writes one address on every page tells nothing
        if parts is not None and parts.path.startswith("/") and (parts.path != "/" or place == "/"):
            return parts.path
    return place


def _title(head: str) -> str:
    for pattern in _TITLES:
        if match := pattern.search(head):
            return " ".join(htmllib.unescape(match[1] or match[2] or "").split())
    return ""


def _day(head: str) -> dt.date | None:
    match = _DATE.search(head)
    try:
        return dt.date.fromisoformat(match[1] or match[2]) if match else None
    except ValueError:
        return None
