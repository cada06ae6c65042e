"""Turns a release and its place in the newsroom into what others show of it.

A row is a release in its place. A facet is what somebody shows of a release: a list shows its card, a feed its item.
One declaration for each facet names the ingredients it is made of; its value and its digest are both made from that
declaration, so neither can know of anything that the other does not.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from warta.content.documents import PARTS, Attachment, Heading, Parts, Rest, Text
from warta.content.documents import Picture as Written
from warta.content.heads import Head, date_of, heading_of
from warta.digests import SIZE, digest_of, joined
from warta.errors import Problem
from warta.newsroom import pictures
from warta.newsroom.pictures import Picture
from warta.newsroom.terms import Term, anchors
from warta.newsroom.twins import Twin
from warta.newsroom.views import (
    Anchor,
    BodyRef,
    Card,
    Download,
    FeedItem,
    Image,
    Location,
    Noted,
    ReleaseView,
    Searched,
    TwinLink,
    WireItem,
)


class Where(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The address of a release (below the root of the site), its URL, the site's scheme and host; language, state."""

    path: str
    url: str
    origin: str
    language: str
    state: str

    @property
    def absolute(self) -> str:
        """The whole URL."""
        return self.origin + self.url


class Lead(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The terms that a card shows."""

    categories: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()


class More(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The other terms: `tree` are the regions with all above them. `past` names the earlier period of office."""

    tags: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    tree: tuple[Term, ...] = ()
    office: Term | None = None
    past: str = ""


class Shown(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file that front matter names: the file in its place, and what a page shows of it."""

    path: str
    size: int
    image: Image


Files = dict[str, Shown]
"""Files by their name as written."""


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release in its place. `digests` are those of its facets, one after the other.

    `cover` is the file of its lead picture, `files` are the others; `targets` are what the links of its body lead to;
    `identity` is the first address it ever had, where it has another now; `images` are the URLs of its pictures in
    full size; `media` the files that are published with it, `shown` the pictures that its page shows.
    """

    head: Head
    where: Where
    lead: Lead
    more: More
    cover: Shown | None
    files: Files
    targets: tuple[str | Image | None, ...]
    twins: tuple[Twin, ...]
    identity: str
    images: tuple[str, ...]
    media: tuple[Picture, ...] = ()
    shown: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    digests: bytes = b""

    @property
    def title(self) -> str:
        """The title of the release, which its head has too."""
        return self.head.title

    @property
    def heading(self) -> Heading:
        """What lists show of the release, which its head has too."""
        return heading_of(self.head)

    @property
    def image(self) -> Written | None:
        """The lead picture of the release, which its head has too."""
        return self.head.image

    @property
    def changed(self) -> str:
        """When what it says last changed."""
        return self.head.changed

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms it is listed by, but for those of its date."""
        lead, more = self.lead, self.more
        office = (more.office,) if more.office else ()
        return (*lead.categories, *more.tree, *more.tags, *office, *more.authors)


PLACES = ("where", "lead", "more", "cover", "files", "targets", "twins", "identity", "images", "changed")
"""The ingredients that a row has besides the parts of its release."""


def _link(title: str, where: Where) -> Anchor:
    return Anchor(title, where.url)


def _card(heading: Heading, image: Written | None, where: Where, lead: Lead, cover: Shown | None) -> Card:
    return Card(
        title=heading.title,
        url=where.url,
        date=heading.date,
        summary=heading.summary,
        language=where.language,
        state=where.state,
        categories=anchors(lead.categories),
        regions=anchors(lead.regions),
        image=worded(image, cover),
        sponsored=heading.sponsored,
        unverified=heading.unverified,
        corrected=heading.corrected,
    )


def _item(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    targets: tuple[str | Image | None, ...],
    twins: tuple[Twin, ...],
    identity: str,
) -> FeedItem:
    shown = worded(image, cover)
    return FeedItem(
        id=where.origin + (identity or where.url),
        title=heading.title,
        url=where.absolute,
        date=heading.date,
        language=where.language,
        summary=heading.summary,
        updated=text.updated,
        body=_absolute_body(text.body, targets, where.origin),
        authors=_signed(text, more),
        categories=tuple([term.name for term in (*lead.categories, *lead.regions, *more.tags)]),
        image=_alone(shown, where.origin, pictures.shared_address) if shown else None,
        corrections=text.corrections,
        sponsored=heading.sponsored,
        unverified=heading.unverified,
        twins=_others(twins, where.origin),
    )


_WRITTEN = tuple([name for name in Rest.__struct_fields__ if name in ReleaseView.__struct_fields__])
"""What the release's own page shows as it was written, unless it has to be looked up first."""


def _page(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    rest: Rest,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    files: Files,
    targets: tuple[str | Image | None, ...],
    twins: tuple[Twin, ...],
) -> ReleaseView:
    authors = anchors(more.authors)
    written = {name: getattr(rest, name) for name in _WRITTEN}
    downloads = [_download(each, files[each.file.text]) for each in rest.attachments if each.file.text in files]
    return ReleaseView(
        **(written | {"gallery": _gallery(rest, files), "attachments": tuple(downloads)}),
        title=heading.title,
        url=where.url,
        language=where.language,
        state=where.state,
        date=heading.date,
        body=BodyRef(text.body, targets if text.body else ()),
        summary=heading.summary,
        updated=text.updated,
        byline=text.byline or ("" if authors else ", ".join(text.authors)),
        authors=authors,
        categories=anchors(lead.categories),
        tags=anchors(more.tags),
        regions=anchors(lead.regions),
        breadcrumb=anchors(lead.categories[:1]),
        image=worded(image, cover),
        corrections=text.corrections,
        withdrawn=text.withdrawn,
        unverified=heading.unverified,
        sponsored=heading.sponsored,
        twins=tuple([TwinLink(each.language, each.title, each.url, each.path == where.path) for each in twins]),
        published_under=more.past,
    )


def _wire(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    rest: Rest,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    files: Files,
    targets: tuple[str | Image | None, ...],
    twins: tuple[Twin, ...],
    identity: str,
) -> WireItem:
    origin = where.origin
    shown = worded(image, cover)
    signed = text.byline or ("" if anchors(more.authors) else ", ".join(text.authors))
    found = [(each, files[each.file.text]) for each in rest.attachments if each.file.text in files]
    downloads = [_download(each, file) for each, file in found]
    return WireItem(
        id=origin + (identity or where.url),
        url=where.absolute,
        title=heading.title,
        language=where.language,
        date=heading.date,
        opened=rest.opened,
        version=1 + len(text.corrections) + bool(text.withdrawn),
        body=_absolute_body(text.body, targets, origin),
        summary=heading.summary,
        updated=text.updated,
        dateline=rest.dateline,
        byline=signed or ", ".join([each.title for each in anchors(more.authors)]),
        number=rest.number,
        notes=rest.notes,
        categories=tuple([term.name for term in lead.categories]),
        tags=tuple([term.name for term in more.tags]),
        places=tuple([(term.code, term.name) for term in more.tree]),
        image=_alone(shown, origin, pictures.full_address) if shown else None,
        gallery=tuple([_alone(each, origin, pictures.full_address) for each in _gallery(rest, files)]),
        attachments=tuple([(each.title, origin + each.url, each.size) for each in downloads]),
        contacts=rest.contacts,
        corrections=text.corrections,
        withdrawn=text.withdrawn,
        unverified=heading.unverified,
        sponsored=heading.sponsored,
        ai=rest.ai,
        twins=tuple([(each.language, origin + each.url) for each in twins if each.path != where.path]),
    )


def _note(title: str, text: Text, where: Where, lead: Lead, more: More, identity: str) -> Noted:
    return Noted(
        id=where.origin + (identity or where.url),
        title=title,
        url=where.absolute,
        page=where.url,
        language=where.language,
        authors=_signed(text, more),
        categories=tuple([term.name for term in lead.categories]),
        corrections=text.corrections,
        withdrawn=text.withdrawn,
    )


_MOST_IMAGES = 1_000  # Google: so many pictures an address


def _location(where: Where, twins: tuple[Twin, ...], images: tuple[str, ...], changed: str) -> Location:
    urls = tuple(dict.fromkeys([where.origin + each for each in images]))[:_MOST_IMAGES]
    return Location(where.absolute, changed, urls, _others(twins, where.origin))


def _searched(heading: Heading, text: Text, where: Where, lead: Lead, more: More) -> Searched:
    return Searched(
        url=where.url,
        language=where.language,
        title=heading.title,
        body=text.body,
        lead=heading.summary,
        date=heading.date.at.date().isoformat(),
        categories=tuple([term.name for term in lead.categories]),
        regions=tuple([term.name for term in more.tree]),
    )


class Facet(msgspec.Struct, frozen=True):
    """What somebody shows of a release: the names of its ingredients, in the order in which `make` takes them."""

    made_of: tuple[str, ...]
    make: Callable[..., Any]

    @property
    def needs_parts(self) -> bool:
        """Whether the release itself must be looked up: what its head has too needs no looking up."""
        return not _LOOKED_UP.isdisjoint(self.made_of)


_LOOKED_UP = frozenset(PARTS) - {"title", "heading", "image"}


LINK, CARD, ITEM, PAGE, WIRE, NOTE, PLACE, SEARCH = range(8)
FACETS = (
    Facet(("title", "where"), _link),
    Facet(("heading", "image", "where", "lead", "cover"), _card),
    Facet(
        ("heading", "image", "text", "where", "lead", "more", "cover", "targets", "twins", "identity"),
        _item,
    ),
    Facet(
        ("heading", "image", "text", "rest", "where", "lead", "more", "cover", "files", "targets", "twins"),
        _page,
    ),
    Facet(
        ("heading", "image", "text", "rest", "where", "lead", "more", "cover", "files", "targets", "twins", "identity"),
        _wire,
    ),
    Facet(("title", "text", "where", "lead", "more", "identity"), _note),
    Facet(("where", "twins", "images", "changed"), _location),
    Facet(("heading", "text", "where", "lead", "more"), _searched),
)
_INGREDIENTS = (*PARTS, *PLACES)


def _stretches(facet: Facet) -> tuple[slice, ...]:
    """Where in the joined digests of parts and places a facet finds those of its ingredients; neighbours at once."""
    found: list[slice] = []
    for at in map(_INGREDIENTS.index, facet.made_of):
        start = found.pop().start if found and found[-1].stop == SIZE * at else SIZE * at
        found.append(slice(start, SIZE * at + SIZE))
    return tuple(found)


_STRETCHES = tuple([_stretches(facet) for facet in FACETS])
_NEEDS_PARTS = tuple(facet.needs_parts for facet in FACETS)


def digests_of_facets(parts: bytes, places: bytes) -> bytes:
    """The digests of all facets, from those of a release's parts and of its `PLACES`."""
    known = parts + places
    return b"".join([joined([known[each] for each in stretches]) for stretches in _STRETCHES])


def facet_of(facet: int, row: Row, parts: Callable[[bytes], Parts]) -> Any:
    """The value of a facet; `parts` gives those of a release by the digest of its head."""
    declared = FACETS[facet]
    release = parts(row.head.digest) if _NEEDS_PARTS[facet] else None
    return declared.make(*[getattr(release if name in _LOOKED_UP else row, name) for name in declared.made_of])


def worded(picture: Written | None, file: Shown | None) -> Image | None:
    """A picture with the words that its document has for it; None where its file is not here."""
    if picture is None or file is None:
        return None
    shown = file.image
    return Image(
        shown.url,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.licence,
        shown.width,
        shown.height,
        shown.src,
        shown.srcset,
        shown.sources,
    )


def _gallery(rest: Rest, files: Mapping[str, Shown]) -> tuple[Image, ...]:
    found = [worded(each, files.get(each.file.text)) for each in rest.gallery]
    return tuple([each for each in found if each is not None])


def _alone(image: Image, origin: str, address: Callable[[Image], str]) -> Image:
    """A picture with the whole URL of one of its files, and nothing for pages."""
    return msgspec.structs.replace(image, url=origin + address(image), src="", srcset="", sources=())


def _download(attachment: Attachment, file: Shown) -> Download:
    """An attachment with what a reader wants to know before tapping it."""
    name = posixpath.basename(file.path)
    format_ = posixpath.splitext(name)[1].lstrip(".").upper()
    return Download(file.image.url, attachment.title or name, format_, file.size)


def _absolute_body(digest: str, targets: tuple[str | Image | None, ...], origin: str) -> BodyRef:
    """A body whose links have scheme and host, for where there is no page around them."""
    if not digest:
        return BodyRef("")
    addresses = (target.src if isinstance(target, Image) else target for target in targets)
    return BodyRef(digest, tuple([None if each is None else origin + each for each in addresses]))


def _signed(text: Text, more: More) -> tuple[str, ...]:
    """Who wrote a release, else who signed it, else its office."""
    if text.authors:
        return text.authors
    signed = text.byline or (more.office.name if more.office else "")
    return (signed,) if signed else ()


def _others(twins: tuple[Twin, ...], origin: str) -> tuple[tuple[str, str], ...]:
    return tuple([(each.language, origin + each.url) for each in twins])


_Brief = tuple[list[tuple[float, str]], list[tuple[float, str]], list[str]]


class Linked(msgspec.Struct, frozen=True, dict=True):
    """The rows of a shard, the oldest first. What may be asked of all of them is at hand, the rows stay encoded.

    `digest` covers all rows. `columns` holds for each facet the digests of all rows, one after the other. `related`
    is the digest of what relations are made of; `newest` is the date of the newest row in seconds of the epoch.
    `corrected` are the places of rows that were corrected or withdrawn. `files` is the digest of media and shown
    pictures.
    """

    digest: bytes
    language: str
    year: int
    count: int
    columns: tuple[bytes, ...]
    related: bytes
    newest: float
    corrected: tuple[int, ...]
    files: bytes
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    brief: bytes = b""
    packed: bytes = b""

    @cached_property
    def _brief(self) -> _Brief:
        found: _Brief = msgspec.msgpack.decode(self.brief, type=_Brief)
        return found

    @property
    def dates(self) -> list[tuple[float, str]]:
        """The date of each row: in seconds of the epoch, and as ISO 8601 writes it."""
        return self._brief[0]

    @property
    def changed(self) -> list[tuple[float, str]]:
        """When what each row says last changed, written likewise."""
        return self._brief[1]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each source stands."""
        return {source: at for at, source in enumerate(self._brief[2])}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows."""
        return unpack(self.packed)

    def shown(self, facet: int, at: int) -> bytes:
        """The digest of a facet of a row."""
        return self.columns[facet][SIZE * at : SIZE * at + SIZE]

    def encoded(self) -> Linked:
        """The shard as it is kept: its rows as bytes."""
        return self if self.packed else msgspec.structs.replace(self, packed=pack(self.rows))

    def __reduce__(self) -> tuple[type[Linked], tuple[Any, ...]]:
        return Linked, msgspec.structs.astuple(self.encoded())


def linked_of(rows: list[Row], name: tuple[str, int]) -> Linked:
    """The rows of a shard with what may be asked of all of them."""
    width = SIZE * len(FACETS)
    all_digests = b"".join([row.digests for row in rows])
    columns = tuple(
        [
            b"".join([all_digests[at : at + SIZE] for at in range(SIZE * facet, len(all_digests), width)])
            for facet in range(len(FACETS))
        ]
    )
    files = digest_of([(row.media, row.shown) for row in rows if row.media or row.shown])
    problems = tuple([each for row in rows for each in row.problems])
    warnings = tuple([each for row in rows for each in row.warnings])
    linked = Linked(
        digest=joined([*[row.head.digest + row.digests for row in rows], files, digest_of((name, problems, warnings))]),
        language=name[0],
        year=name[1],
        count=len(rows),
        columns=columns,
        related=digest_of([(row.head.at, row.head.source, relation_terms(row)) for row in rows]),
        newest=rows[-1].head.at if rows else 0.0,
        corrected=tuple([at for at, row in enumerate(rows) if row.head.corrected or row.head.withdrawn]),
        files=files,
        problems=problems,
        warnings=warnings,
        brief=msgspec.msgpack.encode(
            (
                [(row.head.at, date_of(row.head)) for row in rows],
                [(row.head.changed_at, row.head.changed) for row in rows],
                [row.head.source for row in rows],
            )
        ),
    )
    vars(linked)["rows"] = tuple(rows)
    return linked


def relation_terms(row: Row) -> tuple[tuple[str, int], ...]:
    """The terms by which a release is related to others, with their weights: a tag counts double, being the closest."""
    found = [(term.path, 2) for term in row.more.tags]
    found += [(term.path, 1) for term in (*row.lead.categories, *row.lead.regions)]
    return tuple(found)


_NO_LEAD, _NO_MORE = Lead(), More()


def pack(rows: tuple[Row, ...]) -> bytes:
    """Rows as bytes, each term once."""
    terms: dict[Term, int] = {}

    def numbers(found: tuple[Term, ...]) -> tuple[int, ...]:
        return tuple([terms.setdefault(term, len(terms)) for term in found])

    packed = []
    for row in rows:
        more = row.more
        office = numbers((more.office,)) if more.office else ()
        stands = [numbers(each) for each in (row.lead.categories, row.lead.regions, more.tags, more.authors, more.tree)]
        packed.append(((*stands, office, more.past), msgspec.structs.replace(row, lead=_NO_LEAD, more=_NO_MORE)))
    return msgspec.msgpack.encode((list(terms), packed))


_Stands = tuple[
    tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], str
]


def unpack(data: bytes) -> tuple[Row, ...]:
    """Rows from the bytes that `pack` made."""
    terms, packed = msgspec.msgpack.decode(data, type=tuple[list[Term], list[tuple[_Stands, Row]]])
    rows = []
    for stands, row in packed:
        *every, past = stands
        categories, regions, tags, authors, tree, office = [tuple([terms[at] for at in each]) for each in every]
        more = More(tags, authors, tree, office[0] if office else None, past)
        rows.append(msgspec.structs.replace(row, lead=Lead(categories, regions), more=more))
    return tuple(rows)
