"""The values by which a generator says where a text of its folder stood: what is known of the text, and its trace."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from warta.importing.sources.front_fields import Fields

_WRITTEN = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ ]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_NO_HOSTS = ("", "127.0.0.1", "0.0.0.0", "example.com", "example.org", "www.example.com", "www.example.org")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_TWIN_KEYS = "translationkey translation_key translation_id ref lang-ref lang_ref page_id t_id".split()


class Root(msgspec.Struct, frozen=True):
    """A folder of texts: its path, the folder of the old site it stands for, and the language of what lies in it."""

    path: Path
    target: str = ""
    language: str = ""


class Old(msgspec.Struct, frozen=True):
    """A text of the old site: its path from its root without ending, front matter, title, and date as it was written.

    `dated` is the date and the word in the name of a post of Jekyll's. `offset` is what stands behind a time.
    """

    parts: tuple[str, ...]
    fields: Fields
    title: str
    date: dt.datetime
    offset: dt.timedelta | None = None
    dated: tuple[str, str] | None = None
    language: str = ""

    @property
    def stem(self) -> str:
        """The name of its file without ending."""
        return self.parts[-1]

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in."""
        return self.parts[:-1]


class Trace(msgspec.Struct, frozen=True):
    """Where a text stood: its address, whether that is sure, further ones, its language, what its twins share.

    `site` is the path below which the whole old site lay, which its own links may leave out. `categories` and `tags`
    are those that its place and the settings give it, `keys` the keys of front matter that they were in. `base` is
    the address of the old site, empty where its settings do not say it.
    """

    address: str
    is_sure: bool = True
    others: tuple[str, ...] = ()
    language: str = ""
    twin: str = ""
    site: str = ""
    base: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class Generator(Protocol):
    """What the settings of one old site say of its texts."""

    @property
    def home(self) -> Path:
        """The folder in which its settings stand."""
        ...

    @property
    def roots(self) -> tuple[Root, ...]:
        """The folders of texts."""
        ...

    @property
    def unread(self) -> tuple[str, ...]:
        """The files of settings that are there and could not be read."""
        ...

    def fields(self, root: Root, parts: tuple[str, ...], fields: Fields) -> Fields:
        """The front matter of the text at `parts`, with what settings and folders say of it."""
        ...

    def trace(self, root: Root, old: Old) -> Trace:
        """Where a text stood."""
        ...


def written(text: str, fallback: dt.datetime) -> tuple[dt.datetime, dt.timedelta | None]:
    """The day and time that stand in a date, in whatever zone it was written, and the offset behind it."""
    match = _WRITTEN.match(text.strip())
    if match is None:
        return fallback.replace(tzinfo=None), None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        at = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 - a wall's
    except ValueError:
        return fallback.replace(tzinfo=None), None
    if zone is None:
        return at, None
    if zone == "Z":
        return at, dt.timedelta()
    figures = zone[1:].replace(":", "")
    offset = dt.timedelta(hours=int(figures[:2]), minutes=int(figures[2:]))
    return at, -offset if zone[0] == "-" else offset


def in_zone(old: Old, zone: dt.tzinfo) -> dt.datetime:
    """The date of a text on the wall of a zone; one without an offset stays."""
    if old.offset is None:
        return old.date
    try:
        return (old.date - old.offset).replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return old.date


def path_of_site(url: str) -> str:
    """The path at which a site lay, from its address or the path itself: `/blog`, or empty for the root."""
    try:
        path = urlsplit(url.strip()).path
    except ValueError:
        return ""
    return "/" + path.strip("/") if path.strip("/") else ""


def base_of(url: str) -> str:
    """The address of a site as its settings say it; empty where they hold a path, or what a new site begins with."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or host in _NO_HOSTS or "." not in host:
        return ""
    return f"{parts.scheme or 'https'}://{parts.netloc}{parts.path.rstrip('/')}"


def address_at(site: str, path: str) -> str:
    """A path of the old site as an address from the root of its host."""
    end = "/" if path.endswith("/") else ""
    made = posixpath.normpath(f"{site}/{path.lstrip('/')}").replace("//", "/")
    return made if made == "/" else made + end


def language_of(fields: Fields) -> str:
    """The language that front matter names."""
    code = fields.text("lang", "language", "locale")
    return code if _CODE.fullmatch(code) else ""


def twin_of(fields: Fields, *parts: str) -> str:
    """What all translations of a text share: a key in its front matter, else its parts."""
    if key := fields.text(*_TWIN_KEYS):
        return f"key {key}"
    return "/".join(parts)
