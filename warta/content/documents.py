"""What a press office writes, as frozen values: releases, pages and organizations, as read and before any linking."""

from __future__ import annotations

import datetime as dt

import msgspec

from warta.dates import Moment
from warta.fields import Ref

UNREADABLE = Moment(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
"""The date of a release whose date could not be read: it stands in a document that has problems."""


class Contact(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Whom a journalist can call."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    whatsapp: str = ""
    hours: str = ""


class Picture(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A picture file beside the document, with what must be printed with it. An empty `alt` means decorative.

    `focus` is the point that stays in sight where it is cropped, in per cent from the left and from above.
    """

    file: Ref
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    focus: tuple[float, float] = (50.0, 50.0)


class Attachment(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A file beside the document that readers may download."""

    file: Ref
    title: str = ""


class Correction(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A correction, right-of-reply or clarification (`kind` is one of these words), with its time (Pedoman Pemberitaan
    Media Siber 4b, 4c).
    """

    at: Moment
    kind: str
    text: str
    url: str = ""


class Notice(msgspec.Struct, frozen=True, gc=False):
    """When and why a release was withdrawn (Pedoman Pemberitaan Media Siber 5c: the reason is published)."""

    at: Moment
    reason: str


class Withdrawal(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A withdrawal as written: what its notice says, and in `keep` the files of the release that stay at their
    addresses; all others go with its text.
    """

    at: Moment
    reason: str
    keep: tuple[Ref, ...] = ()


class AiUse(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What of a release was made with AI (Peraturan Dewan Pers 1/2025 asks for a label)."""

    image: bool = False
    text: bool = False
    tool: str = ""


class Link(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A relative target in a body, as written, with the line it stands on; `image` when it is shown, not followed."""

    target: str
    line: int
    image: bool = False


class Body(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What the rest of Warta knows of a rendered body: its digest stands for the HTML, which is kept elsewhere.

    `links` are in the order of their placeholders in the HTML; `lead` is the text of the first paragraph; `mentions`
    are the other relative targets in HTML of the writer's own, such as the poster of a film.
    """

    digest: str = ""
    lead: str = ""
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()


class Release(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True, omit_defaults=True):
    """A press release as written. `source` is its path below content/, with `/`, in NFC.

    `former` is the slug that a title had before its figures stayed apart, where it was another one: an address that was
    given out is kept.
    """

    source: str
    title: str
    date: Moment
    slug: Ref
    former: str = ""
    title_line: int = 1
    summary: str = ""
    language: Ref | None = None
    translation_of: Ref | None = None
    categories: tuple[Ref, ...] = ()
    tags: tuple[Ref, ...] = ()
    regions: tuple[Ref, ...] = ()
    dateline: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    number: str = ""
    organization: Ref | None = None
    contacts: tuple[Contact, ...] = ()
    notes: str = ""
    image: Picture | None = None
    gallery: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    embargo: Moment | None = None
    expires: Moment | None = None
    draft: bool = False
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    unverified: bool = False
    sponsored: str = ""
    ai: AiUse | None = None
    aliases: tuple[Ref, ...] = ()
    ignore: tuple[Ref, ...] = ()
    body: Body = Body()


class Page(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True, omit_defaults=True):
    """A page that stands outside the flow of news: about, masthead, guidelines, contact. `former`: as of a release."""

    source: str
    title: str
    slug: Ref
    former: str = ""
    title_line: int = 1
    summary: str = ""
    language: Ref | None = None
    translation_of: Ref | None = None
    role: str = ""
    menu: str = "footer"
    order: int = 100
    draft: bool = False
    aliases: tuple[Ref, ...] = ()
    ignore: tuple[Ref, ...] = ()
    body: Body = Body()


class OfficeTerm(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A period of office, named as its office names it. `until` is the moment it was over; None: not yet."""

    name: str
    since: Moment
    until: Moment | None = None


class Official(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Who speaks for an office: name, office and biography (`roles` and `bios`: in other languages), portrait."""

    name: str
    role: str = ""
    roles: dict[str, str] = {}
    bio: str = ""
    bios: dict[str, str] = {}
    photo: Picture | None = None


class Organization(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True, omit_defaults=True):
    """An office that publishes: its body is the boilerplate. `id` is the stem of its file name."""

    source: str
    id: str
    name: str
    title_line: int = 1
    short: str = ""
    logo: Picture | None = None
    url: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    contacts: tuple[Contact, ...] = ()
    terms: tuple[OfficeTerm, ...] = ()
    officials: tuple[Official, ...] = ()
    body: Body = Body()


Document = Release | Page | Organization


class Heading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What lists show of a release besides its place and its picture."""

    title: str
    date: Moment
    summary: str = ""
    sponsored: str = ""
    unverified: bool = False
    corrected: bool = False


class Text(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What feeds show besides: `body` is the digest of the HTML, empty for a release that was withdrawn."""

    body: str = ""
    updated: Moment | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Notice | None = None
    authors: tuple[str, ...] = ()
    byline: str = ""


class Rest(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What only the release's own page and the wire show. `opened` is when it became public, `standfirst` the summary
    that somebody wrote.
    """

    opened: Moment
    dateline: str = ""
    number: str = ""
    notes: str = ""
    gallery: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    ai: AiUse | None = None
    standfirst: str = ""


class Parts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release divided by who shows what of it; each part has a digest of its own (see `heads`)."""

    title: str
    heading: Heading
    image: Picture | None
    text: Text
    rest: Rest


PARTS = Parts.__struct_fields__


def parts_of(release: Release) -> Parts:
    """A release divided. One that was withdrawn shows neither text nor pictures, files or notes."""
    withdrawn = release.withdrawn
    opened = release.date
    if release.embargo is not None and release.embargo.at > opened.at:
        opened = release.embargo
    heading = Heading(
        release.title,
        release.date,
        "" if withdrawn else release.summary or release.body.lead,
        release.sponsored,
        release.unverified,
        bool(release.corrections),
    )
    text = Text(
        "" if withdrawn else release.body.digest,
        updated(release),
        release.corrections,
        Notice(withdrawn.at, withdrawn.reason) if withdrawn else None,
        release.authors,
        release.byline,
    )
    rest = Rest(
        opened,
        release.dateline,
        release.number,
        "" if withdrawn else release.notes,
        () if withdrawn else release.gallery,
        () if withdrawn else release.attachments,
        release.contacts,
        release.ai,
        "" if withdrawn else release.summary,
    )
    return Parts(release.title, heading, None if withdrawn else release.image, text, rest)


def notes_of(release: Release) -> tuple[float, ...]:
    """The moments of a release's corrections and of its withdrawal, each once (seconds of the epoch, ascending)."""
    notes = [each.at for each in release.corrections] + ([release.withdrawn.at] if release.withdrawn else [])
    return tuple(sorted({each.at.timestamp() for each in notes}))


def before(release: Release, moment: float) -> Release:
    """A release as it is until `moment`: without the corrections and the withdrawal that are dated then or later."""
    withdrawn = release.withdrawn
    corrections = tuple([each for each in release.corrections if each.at.at.timestamp() < moment])
    kept = withdrawn if withdrawn and withdrawn.at.at.timestamp() < moment else None
    return msgspec.structs.replace(release, corrections=corrections, withdrawn=kept)


def updated(release: Release) -> Moment | None:
    """When a correction or the withdrawal last changed what a release says; None: never."""
    if not release.corrections and release.withdrawn is None:
        return None
    moments = [correction.at for correction in release.corrections]
    if release.withdrawn:
        moments.append(release.withdrawn.at)
    return max(moments, key=lambda moment: moment.at, default=None)
