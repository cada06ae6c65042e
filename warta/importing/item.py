"""The values that sources, conversion and run exchange: items, pictures, places, records, summaries."""

from __future__ import annotations

import datetime as dt

import msgspec

from warta.messages import Message

RELEASE, PAGE = "release", "page"
HTML, MARKDOWN = "html", "markdown"
WORDPRESS, TEXT, SITE, FEED, WEB, WORD = "wordpress", "text", "site", "feed", "web", "word"


Said = Message | str
"""What a record says: a message; in a journal of an earlier version, English."""


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
    Markdown as `form` says. `date` is in the site's zone, `expires` the moment from which it was gone. `hidden` is why
    it must not become visible, or None.
    `home` is the digest of the folder in which `key` is the name of a file; empty for a key that is unique by itself.
    `base` is the address of the old site where the item itself knows it.
    `names` are other words by which texts of its source link to it.
    `labels` are words of a source that does not tell categories from tags.
    `language` is as the source writes it, empty where it says nothing, until it is settled (`settling.py`): then it is
    one of the newsroom's, empty for the main one, and `foreign` one that it does not have. All translations of a text
    share their `twin`. `guessed`: the old address is what it would be by default.
    `doubts` is what its source could not make certain, `lost` what it could not bring, `removed` the texts that it took
    out, and readers may have seen as words.
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
    number: str = ""
    labels: tuple[str, ...] = ()
    language: str = ""
    foreign: str = ""
    twin: str = ""
    guessed: bool = False
    image: OldPicture | None = None
    gallery: tuple[OldPicture, ...] = ()
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    base: str = ""
    hidden: Message | None = None
    expires: dt.datetime | None = None
    embargo: bool = False
    folder: str = ""
    home: str = ""
    notes: tuple[Message, ...] = ()
    doubts: tuple[Message, ...] = ()
    lost: tuple[Message, ...] = ()
    shortcodes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


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
    why: Said


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
    hidden: Said | None = None
    notes: tuple[Said, ...] = ()
    doubts: tuple[Said, ...] = ()
    lost: tuple[Said, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The rest of a source besides its items: entries left out on purpose, counted, damage, and what was lost.

    `system` is the kind of source; `notices` are what is to be said once of all of it. `lists` are the old pages that
    listed public items: their kind, old address and the name of what they list.
    """

    name: str
    system: str = ""
    lists: tuple[tuple[str, str, str], ...] = ()
    notices: tuple[Message, ...] = ()
    left_out: tuple[Message, ...] = ()
    damage: tuple[Said, ...] = ()
    lost: tuple[Said, ...] = ()
