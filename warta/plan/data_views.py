"""What formats for machines see: feeds, sitemaps, the wire, icons and the files of a host, as small frozen values.

As with the views of pages, a view is the whole truth of its file. Addresses are absolute unless it says otherwise.
"""

from __future__ import annotations

import msgspec

from warta.content.documents import AiUse, Contact
from warta.dates import Moment
from warta.plan.views import BodyRef, CorrectionNote, Image, View, WithdrawalNotice


class FeedItem(msgspec.Struct, frozen=True, gc=False):
    """A release in a feed, or (`note` is its kind, or `withdrawal`) what was said of a release after publication.

    `id` never changes, whatever becomes of the address. `body` is empty for a note, which has its words in `text`.
    `twins` are language and address of its translations.
    """

    id: str
    title: str
    url: str
    date: Moment
    language: str
    summary: str = ""
    updated: Moment | None = None
    body: BodyRef | None = None
    text: str = ""
    note: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: Image | None = None
    corrections: tuple[CorrectionNote, ...] = ()
    sponsored: str = ""
    unverified: bool = False
    twins: tuple[tuple[str, str], ...] = ()


class FeedView(msgspec.Struct, frozen=True, gc=False):
    """A feed, whatever its format: `folder` is where its files lie, `page` what it is the feed of.

    `note` says that it is a feed of corrections, whose title and description are the language's words for that.
    """

    title: str
    folder: str
    page: str
    description: str
    language: str
    items: tuple[FeedItem, ...]
    author: str = ""
    hub: str = ""
    stylesheet: str = ""
    icon: str = ""
    note: bool = False


class Location(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An address in a sitemap, when what it shows last changed, its pictures, and its twins (language, address)."""

    url: str
    changed: Moment | None = None
    images: tuple[str, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


class SitemapView(msgspec.Struct, frozen=True, gc=False):
    """A sitemap file, or (`index`) the list of such files."""

    locations: tuple[Location, ...]
    index: bool = False


class NewsItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release in the news sitemap."""

    url: str
    title: str
    date: Moment
    language: str


class NewsView(msgspec.Struct, frozen=True, gc=False):
    """The sitemap of the newest releases; `name` is the newsroom's."""

    name: str
    items: tuple[NewsItem, ...]


class RobotsView(msgspec.Struct, frozen=True, gc=False):
    """robots.txt: everything may be read."""

    sitemap: str


class IconView(msgspec.Struct, frozen=True, gc=False):
    """An icon made from a picture, which is named as in `FileView`. `size` in pixels; `format` is png, ico or svg.

    `padding` is how much of each side stays empty, in hundredths; `ground` a colour behind it, or empty.
    """

    origin: str
    source: str
    digest: str
    size: int
    format: str
    padding: int = 0
    ground: str = ""


class ManifestView(msgspec.Struct, frozen=True, gc=False):
    """The web manifest (w3.org/TR/appmanifest); `icons` are address (from the root), size in pixels, and purpose."""

    name: str
    description: str
    language: str
    start: str
    icons: tuple[tuple[str, int, str], ...]


class RedirectView(msgspec.Struct, frozen=True, gc=False):
    """A page at an old address that leads to the new one, for hosts that cannot do it themselves."""

    url: str
    title: str


class HostView(msgspec.Struct, frozen=True, gc=False):
    """A file for a host (`file`, see render/formats/hosts.py). `base` is the path the site lies under.

    `redirects` are old and new paths from the root of the host, the old ones not percent-encoded; `headers` are those
    of every answer in their order; `missing` are the paths below which a language of its own has its page for what is
    missing; `compressed` says that files have compressed twins.
    """

    file: str
    base: str
    redirects: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    compressed: bool = False


class TextView(msgspec.Struct, frozen=True, gc=False):
    """A file that holds this text."""

    text: str


class WireView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A release on the wire.

    `id` is its lasting identifier, `version` counts from 1 and rises with each correction and with a withdrawal.
    `opened` is when it became public; `places` are code and name of its regions and of all regions above them;
    `attachments` are title, address and size in bytes; `policies` are property (schema.org), title and address;
    `text_url` is where it can be had as plain text, or empty; `twins` are language and address of its translations.
    """

    id: str
    url: str
    title: str
    language: str
    date: Moment
    opened: Moment
    version: int
    publisher: str
    body: BodyRef
    summary: str = ""
    updated: Moment | None = None
    dateline: str = ""
    byline: str = ""
    number: str = ""
    notes: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    image: Image | None = None
    gallery: tuple[Image, ...] = ()
    attachments: tuple[tuple[str, str, int], ...] = ()
    organization: str = ""
    organization_url: str = ""
    contacts: tuple[Contact, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    withdrawn: WithdrawalNotice | None = None
    unverified: bool = False
    sponsored: str = ""
    ai: AiUse | None = None
    policies: tuple[tuple[str, str, str], ...] = ()
    text_url: str = ""
    twins: tuple[tuple[str, str], ...] = ()


class WireListView(msgspec.Struct, frozen=True, gc=False):
    """A list on the wire: the items of its feed."""

    feed: FeedView
    name: str


class ApiView(msgspec.Struct, frozen=True, gc=False):
    """The index of everything that is offered to machines (docs/api.md)."""

    title: str
    url: str
    publisher: str
    languages: tuple[str, ...]
    lists: tuple[ApiList, ...]
    feed_files: dict[str, str]
    release_files: dict[str, str]
    sitemaps: tuple[str, ...]
    hub: str = ""


class ApiList(msgspec.Struct, frozen=True, gc=False):
    """A list in the index: its kind, language, name, address, and the region's code where it is a region's."""

    kind: str
    language: str
    name: str
    url: str
    code: str = ""


class PackedView(msgspec.Struct, frozen=True, gc=False):
    """The compressed twin of a file: that file's kind and view, and the encoding: gzip or br."""

    encoding: str
    kind: str
    view: View
