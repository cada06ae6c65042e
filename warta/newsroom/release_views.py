"""Turns a release and its place in the newsroom into what pages, feeds and machines show of it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

import msgspec

from warta.content.documents import Attachment, Heading, Rest, Text
from warta.content.documents import Picture as Written
from warta.newsroom import pictures
from warta.newsroom.placed import Files, Lead, More, Shown, Where
from warta.newsroom.terms import anchors
from warta.newsroom.twins import Twin
from warta.newsroom.views import (
    Anchor,
    BodyRef,
    Card,
    Chart,
    Download,
    Enclosure,
    FeedItem,
    Image,
    Location,
    Noted,
    Poster,
    ReleaseView,
    Searched,
    Target,
    TwinLink,
    WireItem,
)


def link(title: str, where: Where) -> Anchor:
    return Anchor(title, where.url)


def card(heading: Heading, image: Written | None, where: Where, lead: Lead, cover: Shown | None) -> Card:
    return Card(
        title=heading.title,
        url=where.url,
        date=heading.date,
        summary=heading.summary,
        language=where.language,
        state=where.state,
        categories=anchors(lead.categories),
        regions=anchors(lead.regions),
        image=worded(image, cover.image if cover else None),
        sponsored=heading.sponsored,
        unverified=heading.unverified,
        corrected=heading.corrected,
    )


def item(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    targets: tuple[Target, ...],
    twins: tuple[Twin, ...],
    identity: str,
    enclosures: tuple[Enclosure, ...],
) -> FeedItem:
    shown = worded(image, cover.image if cover else None)
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
        enclosures=tuple([Enclosure(where.origin + each.url, each.type, each.size) for each in enclosures]),
    )


_WRITTEN = tuple([name for name in Rest.__struct_fields__ if name in ReleaseView.__struct_fields__])
"""What the release's own page shows as it was written, unless it has to be looked up first."""


def page(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    rest: Rest,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    files: Files,
    targets: tuple[Target, ...],
    twins: tuple[Twin, ...],
) -> ReleaseView:
    written = {name: getattr(rest, name) for name in _WRITTEN}
    return ReleaseView(
        **(written | {"gallery": _gallery(rest, files), "attachments": _downloads(rest, files)}),
        title=heading.title,
        url=where.url,
        language=where.language,
        state=where.state,
        date=heading.date,
        body=BodyRef(text.body, targets if text.body else ()),
        summary=heading.summary,
        updated=text.updated,
        byline=_byline(text, more),
        authors=anchors(more.authors),
        categories=anchors(lead.categories),
        tags=anchors(more.tags),
        regions=anchors(lead.regions),
        breadcrumb=anchors(lead.categories[:1]),
        image=worded(image, cover.image if cover else None),
        corrections=text.corrections,
        withdrawn=text.withdrawn,
        unverified=heading.unverified,
        sponsored=heading.sponsored,
        twins=tuple([TwinLink(each.language, each.title, each.url, each.path == where.path) for each in twins]),
        published_under=more.past,
    )


def wire(  # noqa: PLR0913 - the ingredients are declared in FACETS
    heading: Heading,
    image: Written | None,
    text: Text,
    rest: Rest,
    where: Where,
    lead: Lead,
    more: More,
    cover: Shown | None,
    files: Files,
    targets: tuple[Target, ...],
    twins: tuple[Twin, ...],
    identity: str,
) -> WireItem:
    origin = where.origin
    shown = worded(image, cover.image if cover else None)
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
        byline=_byline(text, more) or ", ".join([each.title for each in anchors(more.authors)]),
        number=rest.number,
        notes=rest.notes,
        categories=tuple([term.name for term in lead.categories]),
        tags=tuple([term.name for term in more.tags]),
        places=tuple([(term.code, term.name) for term in more.tree]),
        image=_alone(shown, origin, pictures.full_address) if shown else None,
        gallery=tuple([_alone(each, origin, pictures.full_address) for each in _gallery(rest, files)]),
        attachments=tuple([(each.title, origin + each.url, each.size) for each in _downloads(rest, files)]),
        contacts=rest.contacts,
        corrections=text.corrections,
        withdrawn=text.withdrawn,
        unverified=heading.unverified,
        sponsored=heading.sponsored,
        ai=rest.ai,
        twins=tuple([(each.language, origin + each.url) for each in twins if each.path != where.path]),
    )


def note(title: str, text: Text, where: Where, lead: Lead, more: More, identity: str) -> Noted:
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


def location(where: Where, twins: tuple[Twin, ...], images: tuple[str, ...], changed: str) -> Location:
    urls = tuple(dict.fromkeys([where.origin + each for each in images]))[:_MOST_IMAGES]
    return Location(where.absolute, changed, urls, _others(twins, where.origin))


def searched(heading: Heading, text: Text, where: Where, lead: Lead, more: More) -> Searched:
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


def poster(heading: Heading, image: Written | None, rest: Rest, where: Where, cover: Shown | None) -> Poster:
    shown = worded(image, cover.image if cover else None)
    return Poster(
        title=heading.title,
        url=where.absolute,
        language=where.language,
        date=heading.date,
        dateline=rest.dateline,
        corrected=heading.corrected,
        sponsored=heading.sponsored,
        image=_alone(shown, where.origin, pictures.full_address) if shown else None,
        focus=image.focus if image else (50.0, 50.0),
    )


def worded(picture: Written | None, shown: Image | None) -> Image | None:
    """A picture with the words that its document has for it; None where its file is not here."""
    if picture is None or shown is None:
        return None
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
        picture.focus,
    )


def _gallery(rest: Rest, files: Mapping[str, Shown]) -> tuple[Image, ...]:
    found = [worded(each, files[each.file.text].image) for each in rest.gallery if each.file.text in files]
    return tuple([each for each in found if each is not None])


def _alone(image: Image, origin: str, address: Callable[[Image], str]) -> Image:
    """A picture with the whole URL of one of its files, and nothing for pages."""
    return msgspec.structs.replace(image, url=origin + address(image), src="", srcset="", sources=())


def _download(attachment: Attachment, file: Shown) -> Download:
    """An attachment with what a reader wants to know before tapping it."""
    name = posixpath.basename(file.path)
    format_ = posixpath.splitext(name)[1].lstrip(".").upper()
    return Download(file.url, attachment.title or name, format_, file.size)


def _downloads(rest: Rest, files: Mapping[str, Shown]) -> tuple[Download, ...]:
    """The attachments whose files are there."""
    found = [(each, files[each.file.text]) for each in rest.attachments if each.file.text in files]
    return tuple([_download(each, file) for each, file in found])


def _absolute_body(digest: str, targets: tuple[Target, ...], origin: str) -> BodyRef:
    """A body whose links have scheme and host, for where there is no page around them."""
    if not digest:
        return BodyRef("")
    return BodyRef(digest, tuple([_absolute_target(each, origin) for each in targets]))


def _absolute_target(target: Target, origin: str) -> Target:
    if isinstance(target, Chart):
        return msgspec.structs.replace(target, url=origin + target.url)
    address = target.src if isinstance(target, Image) else target
    return None if address is None else origin + address


def _byline(text: Text, more: More) -> str:
    """How a release is signed beside the links to its authors: its byline, else the authors when none has a list."""
    return text.byline or ("" if anchors(more.authors) else ", ".join(text.authors))


def _signed(text: Text, more: More) -> tuple[str, ...]:
    """Who wrote a release, else who signed it, else its office."""
    if text.authors:
        return text.authors
    signed = text.byline or (more.office.name if more.office else "")
    return (signed,) if signed else ()


def _others(twins: tuple[Twin, ...], origin: str) -> tuple[tuple[str, str], ...]:
    return tuple([(each.language, origin + each.url) for each in twins])
