"""The values that sources, conversion and run exchange: items, pictures, places, records, summaries."""

from __future__ import annotations

import datetime as dt

import msgspec

RELEASE, PAGE = "release", "page"
HTML, MARKDOWN = "html", "markdown"


class OldPicture(msgspec.Struct, frozen=True, gc=False):
    """A picture as the old site had it: its address there and the words that belong to it."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    title: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One text of a source, in the form common to all sources.

    `key` is its lasting identity, whatever is edited; `origin` its old address, or its file. `text` is HTML or
    Markdown as `form` says. `date` is in the site's zone. `hidden` is why it must not become visible, or empty.
    `home` is the digest of the folder in which `key` is the name of a file; empty for a key that is unique by itself.
    `names` are other words by which texts of its source link to it.
    `doubts` is what its source could not make certain, `lost` what it could not bring.
    """

    key: str
    origin: str
    title: str
    text: str
    date: dt.datetime
    timed: bool = True
    form: str = HTML
    kind: str = RELEASE
    slug: str = ""
    summary: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dateline: str = ""
    byline: str = ""
    language: str = ""
    image: OldPicture | None = None
    gallery: tuple[OldPicture, ...] = ()
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    hidden: str = ""
    embargo: bool = False
    folder: str = ""
    home: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    shortcodes: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where an item goes: `source` below content/ without `.md`, its slug, and its address on the new site."""

    source: str
    slug: str
    address: str


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """A region that an item may be about, how sure that is (0 to 1) and why."""

    code: str
    name: str
    confidence: float
    why: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one item's conversion, from which the report is made.

    Words are counted as a reader sees them. `moved` are the texts that became dateline and byline, `removed` those
    that were taken out, `unmapped` the categories this newsroom does not have. `lost` is what did not arrive,
    `doubts` what a person should look at. `old` are all old addresses that must lead to `address`.
    """

    key: str
    origin: str
    title: str
    source: str = ""
    address: str = ""
    old: tuple[str, ...] = ()
    words_in: int = 0
    words_out: int = 0
    links: int = 0
    images: int = 0
    embeds: tuple[str, ...] = ()
    shortcodes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    dateline: str = ""
    moved: tuple[str, ...] = ()
    place: str = ""
    medium: str = ""
    byline: str = ""
    region: Proposal | None = None
    kept_html: int = 0
    hidden: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The rest of a source besides its items: entries left out on purpose, by name, damage, and what was lost.

    `lists` are the old pages that listed public items: their kind, old address and the name of what they list.
    """

    name: str
    lists: tuple[tuple[str, str, str], ...] = ()
    left_out: dict[str, int] = {}
    damage: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
