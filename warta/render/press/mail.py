"""Turns a story, or a week of releases, into a mail (RFC 5322): HTML from a template of the theme, and plain text.

Such a mail has no receiver: it lies on the site as a file, and `deploy/mailing/` addresses it to one person at a time.
The same story gives the same bytes: dates, names of parts and the Message-ID come from what is said.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import posixpath
from collections.abc import Callable, Iterable
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from warta.dates import Moment
from warta.newsroom.views import Card, Noted
from warta.plan.machines.mail import MailNewsroom, WeekView, week_of
from warta.render.formats.words import Words
from warta.render.press.story import Story, caption_of
from warta.render.press.tree import Block, Code, Heading, Indented, Items, Paragraph, Picture, Quote, Runs, Table

RELEASE, WEEK = "mail/release.html", "mail/digest.html"
"""The templates of the theme."""
LARGEST = 80_000
"""Bytes of HTML: what is longer ends with a link to the rest, since Gmail cuts mails off at 102 kB."""
Html = Callable[[str, object], str]
"""Renders a template by its name with what it sees as `page`."""
_RASTER = (".jpg", ".jpeg", ".png", ".gif")
"""Pictures that mail programs show: a drawing (SVG) or a WebP is an empty box in some."""


class MailBlock(msgspec.Struct, frozen=True):
    """A block of a body as the template sees it: `type` says which of the others it has."""

    type: str
    runs: Runs = ()
    level: int = 2
    blocks: tuple[MailBlock, ...] = ()
    entries: tuple[tuple[str, tuple[MailBlock, ...]], ...] = ()
    rows: tuple[Any, ...] = ()
    heads: int = 0
    url: str = ""
    alt: str = ""
    text: str = ""


class MailPicture(msgspec.Struct, frozen=True):
    """A picture by its whole address, with the width in which it is shown."""

    url: str
    alt: str
    caption: str = ""


class MailView(msgspec.Struct, frozen=True):
    """What the template of a release sees. `files` are label and address of what lies beside the release."""

    language: str
    subject: str
    newsroom: MailNewsroom
    story: Story
    mark: str
    body: tuple[MailBlock, ...]
    about: tuple[MailBlock, ...]
    photo: MailPicture | None = None
    logo: str = ""
    files: tuple[tuple[str, str], ...] = ()
    cut: bool = False


class WeekItem(msgspec.Struct, frozen=True):
    """A release in the mail of a week: `kind` says of one that was corrected what was said of it, and `text` that."""

    title: str
    url: str
    date: str
    text: str
    picture: str = ""
    kind: str = ""


class WeekMailView(msgspec.Struct, frozen=True):
    """What the template of a week sees."""

    language: str
    subject: str
    newsroom: MailNewsroom
    week: str
    items: tuple[WeekItem, ...]
    notes: tuple[WeekItem, ...]
    more: int = 0


class Said(msgspec.Struct, frozen=True):
    """All that a mail says: what makes it itself (`key`), when, who says it, the subject, both texts."""

    key: str
    at: dt.datetime
    sender: tuple[str, str]
    subject: str
    language: str
    host: str
    text: str
    html: str


def release_mail(story: Story, newsroom: MailNewsroom, text: str, around: tuple[Words, Html], logo: str) -> bytes:
    """The mail of a release, whose plain text is `text`; `logo` is the address of that of its office."""
    words, html = around
    view = MailView(
        language=story.language,
        subject=subject_of(story),
        newsroom=newsroom,
        story=story,
        mark=story.mark,
        body=tuple(map(_block, story.body)),
        about=tuple(map(_block, story.about)),
        photo=_photo(story),
        logo=logo if _is_shown(logo) else newsroom.icon,
        files=() if story.withdrawn else tuple(_files(story, newsroom, words)),
    )
    said = Said(
        key=f"{story.url} {story.version.at.isoformat()}",
        at=story.version.at,
        sender=(story.office or newsroom.wire.publisher, story.reply or newsroom.email),
        subject=view.subject,
        language=story.language,
        host=story.host,
        text=text,
        html=_short(view, lambda shorter: html(RELEASE, shorter)),
    )
    return mail(said)


def week_mail(
    newsroom: MailNewsroom,
    week: WeekView,
    shown: tuple[tuple[Card, ...], tuple[Noted, ...]],
    around: tuple[Words, Html],
) -> bytes:
    """The mail of a week: its releases, the newest first, then what was corrected or withdrawn in it."""
    words, html = around
    title = words.gettext("The week of %(first)s to %(last)s") % {
        "first": words.formats.date(Moment(_midnight(week.first), timed=False)),
        "last": words.formats.date(Moment(_midnight(week.first + dt.timedelta(6)), timed=False)),
    }
    origin = newsroom.wire.origin
    items = tuple([_item(card, origin, words) for card in shown[0]])
    notes = tuple([note for each in shown[1] for note in _notes(each, week.name, words)])
    view = WeekMailView(
        language=week.language,
        subject=f"{newsroom.wire.publisher}: {title}",
        newsroom=newsroom,
        week=title,
        items=items,
        notes=notes,
    )
    moments = [card.date.at for card in shown[0]] + [at for each in shown[1] for at in _moments(each, week.name)]
    said = Said(
        key=f"{newsroom.home} {week.name} {[each.url for each in (*items, *notes)]}",
        at=max(moments),
        sender=(newsroom.wire.publisher, newsroom.email),
        subject=view.subject,
        language=week.language,
        host=urlsplit(newsroom.home).hostname or "",
        text="\n\n".join(_lines_of(view, words)) + "\n",
        html=_few(view, lambda fewer: html(WEEK, fewer)),
    )
    return mail(said)


def mail(said: Said) -> bytes:
    """The bytes of a mail without a receiver."""
    digest = hashlib.sha256(said.key.encode()).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["From"] = sender_of(*said.sender)
    message["To"] = Group("undisclosed-recipients")
    message["Subject"] = " ".join(said.subject.split())
    message["Date"] = format_datetime(said.at)
    message["Message-ID"] = f"<{digest[:32]}@{said.host or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(said.text, cte="quoted-printable")
    message.add_alternative(said.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = said.language
    message.set_boundary(f"=_{digest[:40]}")
    return message.as_bytes()


def sender_of(name: str, address: str) -> Address | Group:
    """Who a mail is from; where no address is known, a group without members (RFC 6854)."""
    name = " ".join(name.split())
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain) if user and address.isascii() else Group(name or "-")


def subject_of(story: Story) -> str:
    """The title, with the mark of what became of it in front."""
    return f"[{story.mark}] {story.title}" if story.mark else story.title


def _short(view: MailView, html: Callable[[MailView], str]) -> str:
    """The HTML, with as many blocks of the body as fit."""
    made = html(view)
    while (size := len(made.encode())) > LARGEST and (view.body or view.about):
        kept = len(view.body) * LARGEST // size
        view = msgspec.structs.replace(view, body=view.body[: min(kept, len(view.body) - 1)], about=(), cut=True)
        made = html(view)
    return made


def _few(view: WeekMailView, html: Callable[[WeekMailView], str]) -> str:
    """The HTML, with as many releases as fit."""
    made = html(view)
    while (size := len(made.encode())) > LARGEST and view.items:
        kept = min(len(view.items) * LARGEST // size, len(view.items) - 1)
        view = msgspec.structs.replace(view, items=view.items[:kept], more=view.more + len(view.items) - kept)
        made = html(view)
    return made


def _photo(story: Story) -> MailPicture | None:
    image = story.image
    if image is None or story.withdrawn or not _is_shown(image.src or image.url):
        return None
    return MailPicture(_whole(image.src or image.url, image.url), image.alt, caption_of(image))


def _whole(url: str, beside: str) -> str:
    parts = urlsplit(beside)
    return f"{parts.scheme}://{parts.netloc}{url}" if url.startswith("/") else url


def _is_shown(url: str) -> bool:
    return posixpath.splitext(urlsplit(url).path)[1].lower() in _RASTER


def _files(story: Story, newsroom: MailNewsroom, words: Words) -> Iterable[tuple[str, str]]:
    """What lies beside the release for the press, with each picture in full size."""
    say = words.gettext
    labels = {"pdf": say("Release on letterhead"), "kit": say("Press kit: texts, photos, logo")}
    labels["whatsapp"] = say("Text for WhatsApp")
    for name, label in labels.items():
        if name in newsroom.made:
            yield label, story.url + newsroom.made[name]
    for image in (*([story.image] if story.image else []), *story.gallery):
        yield say("Photo in full size"), image.url
    yield from story.attachments


def _item(card: Card, origin: str, words: Words) -> WeekItem:
    image = card.image
    picture = (image.src or image.url) if image else ""
    return WeekItem(
        title=card.title,
        url=origin + card.url,
        date=words.formats.date(card.date),
        text=card.summary,
        picture=origin + picture if picture.startswith("/") and _is_shown(picture) else "",
        kind=words.advertorial(card.sponsored) if card.sponsored else "",
    )


def _notes(noted: Noted, week: str, words: Words) -> Iterable[WeekItem]:
    """What was said of a release in a week."""
    for each in noted.corrections:
        if week_of(each.at.at.isoformat()) == week:
            date, kind = words.formats.datetime(each.at), words.note(each.kind)
            yield WeekItem(noted.title, noted.url, date, each.text, kind=kind)
    if noted.withdrawn and week_of(noted.withdrawn.at.at.isoformat()) == week:
        date, kind = words.formats.datetime(noted.withdrawn.at), words.note("withdrawal")
        yield WeekItem(noted.title, noted.url, date, noted.withdrawn.reason, kind=kind)


def _moments(noted: Noted, week: str) -> Iterable[dt.datetime]:
    every = [each.at.at for each in noted.corrections] + ([noted.withdrawn.at.at] if noted.withdrawn else [])
    return [at for at in every if week_of(at.isoformat()) == week] or every


def _lines_of(view: WeekMailView, words: Words) -> Iterable[str]:
    """A week as plain text."""
    yield view.subject
    for each in view.items:
        label = " · ".join(filter(None, (each.date, each.kind)))
        yield "\n".join(filter(None, (each.title, label, each.text, each.url)))
    if view.notes:
        yield words.gettext("Corrections")
    for each in view.notes:
        yield "\n".join(filter(None, (f"[{each.kind}, {each.date}] {each.text}", each.title, each.url)))
    yield view.newsroom.home


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _block(block: Block) -> MailBlock:  # noqa: C901 - a case for each kind of block
    match block:
        case Paragraph(runs):
            return MailBlock("paragraph", runs)
        case Heading(level, runs):
            return MailBlock("heading", runs, level=min(max(level, 2), 4))
        case Items(items):
            entries = tuple([(item.mark, tuple(map(_block, item.blocks))) for item in items])
            return MailBlock("items", entries=entries)
        case Quote(blocks):
            return MailBlock("quote", blocks=tuple(map(_block, blocks)))
        case Indented(blocks):
            return MailBlock("indented", blocks=tuple(map(_block, blocks)))
        case Table(rows, caption):
            return MailBlock("table", caption, rows=rows, heads=block.heads)
        case Picture(url, alt, caption):
            return MailBlock("picture", caption, url=url if _is_shown(url) else "", alt=alt)
        case Code(text):
            return MailBlock("code", text=text)
