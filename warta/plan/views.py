"""What templates and formats see: small frozen values, one for each kind of output file.

A view is the whole truth of its file: two equal views give two equal files, and the digest of a view is the key by
which a build knows what to write again. Every `url` is ready to be written into a page (it begins with the path the
site lies under); bodies stand as a digest and the addresses of their links, never as HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from warta.content.documents import AiUse, Contact
from warta.dates import Moment

if TYPE_CHECKING:
    from warta.plan.data_views import (
        ApiView,
        FeedView,
        HostView,
        IconView,
        ManifestView,
        NewsView,
        PackedView,
        RedirectView,
        RobotsView,
        SitemapView,
        TextView,
        WireListView,
        WireView,
    )


class Anchor(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something to link to. `code` is a region's; `count` is how many releases stand there, where it is known."""

    title: str
    url: str
    code: str = ""
    count: int = 0


class Source(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The files of one picture in a format that not every browser knows: for `<source>`."""

    type: str
    srcset: str


class Image(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A picture with what must be printed with it; an empty `alt` means it is decorative.

    `url` is the file as it was given, in full size. `src`, `srcset` and `sources` are for `<img>` and the `<source>`
    before it; without smaller files `src` is `url` and the others are empty. `width` and `height` are those of the
    full size in pixels, 0 where they are not known.
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


class Download(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file to download: `format` is its ending in capitals (PDF), `size` in bytes."""

    url: str
    title: str
    format: str
    size: int


class BodyRef(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A rendered body by the digest of its HTML, and what its links lead to in their order.

    An address, a picture to show, or None: the text stands without the link.
    """

    digest: str
    targets: tuple[str | Image | None, ...] = ()


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


class TwinLink(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The same page in another language (or in its own: `current`)."""

    language: str
    title: str
    url: str
    current: bool = False


class CorrectionNote(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A correction, right-of-reply or clarification; `kind` is one of these words."""

    at: Moment
    kind: str
    text: str
    url: str = ""


class WithdrawalNotice(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """When and why a release was withdrawn."""

    at: Moment
    reason: str


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
    """A release's page. `published_under` names the past period of office it is of, where the settings show that."""

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
    corrections: tuple[CorrectionNote, ...] = ()
    withdrawn: WithdrawalNotice | None = None
    unverified: bool = False
    sponsored: str = ""
    ai: AiUse | None = None
    newer: Anchor | None = None
    older: Anchor | None = None
    related: tuple[Card, ...] = ()
    twins: tuple[TwinLink, ...] = ()
    published_under: str = ""


class ListingView(msgspec.Struct, frozen=True, gc=False):
    """A page of a listing, newest first. `number` is None on the front page, else counted from the oldest page.

    `kind` is home, category, region, tag, organization, author or month; `month` is set for a month alone.
    `title` is the term's name, empty for home and month. `newer` and `older` are the addresses of the pages beside it,
    `front` that of the front page. `children` are the terms below (regions), with counts.
    """

    title: str
    url: str
    language: str
    kind: str
    cards: tuple[Card, ...]
    number: int | None = None
    description: str = ""
    code: str = ""
    front: str = ""
    newer: str | None = None
    older: str | None = None
    feed: str | None = None
    month: Moment | None = None
    breadcrumb: tuple[Anchor, ...] = ()
    children: tuple[Anchor, ...] = ()
    office: Office | None = None


class Section(msgspec.Struct, frozen=True, gc=False):
    """A block of the home page: a category and its newest releases."""

    title: str
    url: str
    cards: tuple[Card, ...]


class HomeView(msgspec.Struct, frozen=True, gc=False):
    """The home page: the lead story, the newest releases after it, and a block for each category."""

    url: str
    language: str
    lead: Card | None
    latest: tuple[Card, ...]
    sections: tuple[Section, ...]
    older: str | None = None
    feed: str | None = None


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    """A month in the archive; `url` is empty for one without releases."""

    month: Moment
    url: str
    count: int


class YearCount(msgspec.Struct, frozen=True, gc=False):
    """A year in the archive; `months` are the counts of its twelve months."""

    year: str
    url: str
    count: int
    months: tuple[int, ...] = ()


class ArchiveView(msgspec.Struct, frozen=True, gc=False):
    """The archive: all years, newest first."""

    url: str
    language: str
    years: tuple[YearCount, ...]


class YearView(msgspec.Struct, frozen=True, gc=False):
    """One year of the archive: its twelve months in order, and the years beside it that have releases."""

    url: str
    language: str
    year: str
    count: int
    months: tuple[MonthCount, ...]
    archive: Anchor
    newer: Anchor | None = None
    older: Anchor | None = None


class IndexView(msgspec.Struct, frozen=True, gc=False):
    """All terms of one kind, with counts; regions in the order of their codes, the others by name."""

    url: str
    language: str
    kind: str
    terms: tuple[Anchor, ...]


class PageView(msgspec.Struct, frozen=True, gc=False):
    """A standing page. `role` is about, masthead, guidelines, contact, data or empty."""

    title: str
    url: str
    language: str
    body: BodyRef
    summary: str = ""
    role: str = ""
    twins: tuple[TwinLink, ...] = ()


class CorrectedRelease(msgspec.Struct, frozen=True, gc=False):
    """One entry of the list of corrections: what was said of which release, and when.

    `kind` is correction, right-of-reply, clarification or withdrawal; `url` leads to the note on the release's page.
    """

    title: str
    url: str
    at: Moment
    kind: str
    text: str


class CorrectionsView(msgspec.Struct, frozen=True, gc=False):
    """The page of all corrections, rights of reply, clarifications and withdrawals, newest first."""

    url: str
    language: str
    notes: tuple[CorrectedRelease, ...]
    notes_feed: str = ""
    twins: tuple[TwinLink, ...] = ()


class NotFoundView(msgspec.Struct, frozen=True, gc=False):
    """The page for an address where nothing is."""

    url: str
    language: str


class SearchView(msgspec.Struct, frozen=True, gc=False):
    """The page on which readers search. `bundle` is the address of the index to load, `years` of those below it."""

    url: str
    language: str
    bundle: str
    years: tuple[str, ...]


class DataView(msgspec.Struct, frozen=True, gc=False):
    """What is offered to machines: `lists` are the listings with a feed, in the order of their kinds (see `Anchor`).

    `files` maps what there is (`rss`, `atom`, `json`, `ninjs`, `text`) to the file beside a list or release.
    """

    url: str
    language: str
    lists: tuple[Anchor, ...]
    files: dict[str, str]
    corrections: str = ""
    sitemap: str = ""
    news: str = ""
    api: str = ""
    hub: str = ""
    twins: tuple[TwinLink, ...] = ()


class FileView(msgspec.Struct, frozen=True, gc=False):
    """A file that is copied: below content/ by its source, or a theme's static file. `digest` is of its bytes."""

    origin: str
    source: str
    digest: str


class VariantView(msgspec.Struct, frozen=True, gc=False):
    """A smaller file of a picture of the content: of the bytes of `digest`, in a `format` that Pillow knows."""

    source: str
    digest: str
    width: int
    height: int
    format: str
    quality: int


View: TypeAlias = (
    "ReleaseView | ListingView | HomeView | ArchiveView | YearView | IndexView | PageView | NotFoundView | DataView"
    " | CorrectionsView"
    " | SearchView | FeedView | SitemapView | NewsView | RobotsView | IconView | ManifestView | RedirectView | HostView"
    " | TextView | WireView | WireListView | ApiView | PackedView | FileView | VariantView"
)


class DataChrome(msgspec.Struct, frozen=True, gc=False):
    """What the head of every page of one language tells machines.

    `publisher` is government or media. `roles` maps the role of a standing page (masthead, guidelines, ...) to its
    address. `feeds` has the feeds of all releases (their format and address), `icons` the addresses of icons by name:
    `ico`, `svg`, `apple`, `large`. `policy` is the Content-Security-Policy where the host sends none. `page` is the
    page that tells people of all this, `corrections_page` that of all corrections.
    """

    publisher: str = "government"
    roles: dict[str, str] = {}
    feeds: dict[str, str] = {}
    feed_files: dict[str, str] = {}
    wire: dict[str, str] = {}
    icons: dict[str, str] = {}
    manifest: str = ""
    policy: str = ""
    page: str = ""
    corrections: str = ""
    corrections_page: str = ""
    contacts: tuple[Contact, ...] = ()


class Chrome(msgspec.Struct, frozen=True, gc=False):
    """What every page of one language may show around its own view. It never depends on the set of releases."""

    title: str
    tagline: str
    description: str
    notice: str
    language: str
    default_language: str
    origin: str
    base: str
    home: str
    archive: str
    regions: str
    feed: str
    categories: tuple[Anchor, ...]
    header: tuple[Anchor, ...]
    footer: tuple[Anchor, ...]
    languages: tuple[TwinLink, ...]
    timezone: str
    office: Office | None = None
    options: dict[str, str | bool | int] = {}
    assets: dict[str, str] = {}
    search: str = ""
    data: DataChrome = DataChrome()
