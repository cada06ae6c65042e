"""The small frozen values that templates and formats see of releases, pages and organizations.

Every `url` is ready to be written into a page: it begins with the path the site lies under. Bodies stand as a digest
and what their links lead to, never as HTML.
"""

from __future__ import annotations

import msgspec

from warta.content.chart_figures import Figures
from warta.content.documents import AiUse, Contact, Correction, Notice
from warta.dates import Moment


class Anchor(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something to link to. `code` is a region's; `count` is how many releases stand there, where it is known, and
    `more` says that it is the least.
    """

    title: str
    url: str
    code: str = ""
    count: int = 0
    more: bool = False


class Source(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The files of one picture in a format that not every browser knows: for `<source>`."""

    type: str
    srcset: str


class Image(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=1):
    """A picture with what must be printed with it; an empty `alt` means it is decorative.

    `url` is the file as it was given, in full size; of one that browsers cannot show, the largest JPEG or PNG of it.
    `src`, `srcset` and `sources` are for `<img>` and the `<source>` before it; without smaller files `src` is `url` and
    the others are empty. `width` and `height` are those of the full size in pixels, 0 where they are not known. `focus`
    is the point that stays in view where it is cropped, in per cent from left and top.
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    width: int = 0
    height: int = 0
    src: str = ""
    srcset: str = ""
    sources: tuple[Source, ...] = ()
    focus: tuple[float, float] = (50.0, 50.0)


class Download(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file to download: `format` is its ending in capitals (PDF), `size` in bytes."""

    url: str
    title: str
    format: str
    size: int


class Chart(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=2):
    """A chart in a text: the address of its CSV file and its size in bytes, bars or a line, and what it shows."""

    url: str
    size: int
    line: bool
    figures: Figures


Target = str | Image | Chart | None
"""What a link or a picture in a text leads to; None: the text stands without the link."""


class BodyRef(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A rendered body by the digest of its HTML, and what its links lead to in their order.

    An address, a picture or a chart to show, or None: the text stands without the link.
    """

    digest: str
    targets: tuple[Target, ...] = ()


class Card(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release as lists show it. `state` is `public`, or in a preview also draft, embargoed or expired."""

    title: str
    url: str
    date: Moment
    summary: str
    language: str
    state: str = "public"
    categories: tuple[Anchor, ...] = ()
    regions: tuple[Anchor, ...] = ()
    image: Image | None = None
    sponsored: str = ""
    unverified: bool = False
    corrected: bool = False

    def __hash__(self) -> int:
        return hash(self.url)  # cards are looked up often, and few have one address


class TwinLink(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The same page in another language (or in its own: `current`)."""

    language: str
    title: str
    url: str
    current: bool = False


class Office(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The organization a release comes from; `boilerplate` is its body ("about us"), `url` its list of releases."""

    name: str
    url: str
    short: str = ""
    logo: Image | None = None
    website: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    boilerplate: BodyRef | None = None


class ReleaseView(msgspec.Struct, frozen=True, gc=False):
    """A release's page. `published_under` names the past period of office it is of, where the settings show that.
    `standfirst` is the summary that somebody wrote; `summary` is the beginning of the text where nobody did.
    """

    title: str
    url: str
    language: str
    state: str
    date: Moment
    body: BodyRef
    summary: str = ""
    updated: Moment | None = None
    dateline: str = ""
    byline: str = ""
    number: str = ""
    authors: tuple[Anchor, ...] = ()
    categories: tuple[Anchor, ...] = ()
    tags: tuple[Anchor, ...] = ()
    regions: tuple[Anchor, ...] = ()
    breadcrumb: tuple[Anchor, ...] = ()
    image: Image | None = None
    gallery: tuple[Image, ...] = ()
    attachments: tuple[Download, ...] = ()
    notes: str = ""
    office: Office | None = None
    contacts: tuple[Contact, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn: Notice | None = None
    unverified: bool = False
    sponsored: str = ""
    ai: AiUse | None = None
    newer: Anchor | None = None
    older: Anchor | None = None
    related: tuple[Card, ...] = ()
    twins: tuple[TwinLink, ...] = ()
    published_under: str = ""
    standfirst: str = ""


class PageView(msgspec.Struct, frozen=True, gc=False):
    """A standing page. `role` is about, masthead, guidelines, contact, data or empty."""

    title: str
    url: str
    language: str
    body: BodyRef
    summary: str = ""
    role: str = ""
    twins: tuple[TwinLink, ...] = ()


class Enclosure(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A recording or a document that belongs to a release: its address, its media type, its size in bytes."""

    url: str
    type: str
    size: int


class FeedItem(msgspec.Struct, frozen=True, gc=False):
    """A release in a feed, or (`note` is its kind, or `withdrawal`) what was said of a release after publication.

    Addresses are whole. `id` never changes, whatever becomes of the address. `body` is None for a note, which has its
    words in `text`. `twins` are language and address of its translations.
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
    corrections: tuple[Correction, ...] = ()
    sponsored: str = ""
    unverified: bool = False
    twins: tuple[tuple[str, str], ...] = ()
    enclosures: tuple[Enclosure, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)  # items are looked up often, and few have one identifier


class WireItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A release on the wire, but for what it has of its office and its newsroom. Addresses are whole.

    `id` is its lasting identifier, `version` counts from 1 and rises with each correction and with a withdrawal.
    `opened` is when it became public; `places` are code and name of its regions and of all regions above them;
    `attachments` are title, address and size in bytes; `twins` are language and address of its translations.
    """

    id: str
    url: str
    title: str
    language: str
    date: Moment
    opened: Moment
    version: int
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
    contacts: tuple[Contact, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn: Notice | None = None
    unverified: bool = False
    sponsored: str = ""
    ai: AiUse | None = None
    twins: tuple[tuple[str, str], ...] = ()


class Poster(msgspec.Struct, frozen=True, gc=False):
    """A release as a picture to share shows it. Addresses are whole."""

    title: str
    url: str
    language: str
    date: Moment
    dateline: str = ""
    corrected: bool = False
    sponsored: str = ""
    image: Image | None = None
    focus: tuple[float, float] = (50.0, 50.0)


class Noted(msgspec.Struct, frozen=True, gc=False):
    """What was said of a release after it was published; `url` is whole, `page` the address that pages write."""

    id: str
    title: str
    url: str
    page: str
    language: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    corrections: tuple[Correction, ...]
    withdrawn: Notice | None


class Location(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An address in a sitemap, when what it shows last changed, its pictures, its twins (language and address)."""

    url: str
    changed: str = ""
    images: tuple[str, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


class Searched(msgspec.Struct, frozen=True, gc=False):
    """What is searched of one page, but for its text, which stands behind the digest of its body."""

    url: str
    language: str
    title: str
    body: str
    lead: str = ""
    date: str = ""
    categories: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
