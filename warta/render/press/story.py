"""Turns a release on the wire into a story: all that letter, Word file, message and mail say, in plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import msgspec

from warta.content.documents import Contact
from warta.dates import Moment
from warta.newsroom.views import Image
from warta.render.formats.absolute import make_absolute
from warta.render.formats.wire import Texts, WireView, contact_line, label_of
from warta.render.formats.words import Words
from warta.render.html.links import place_links
from warta.render.press.tree import Block, tree_of


class Labels(msgspec.Struct, frozen=True):
    """The words of the language around a story."""

    kind: str
    number: str
    date: str
    page: str
    end: str
    contacts: str
    about: str
    notes: str
    scan: str
    address: str
    photo: str


class Story(msgspec.Struct, frozen=True):
    """A release as the press is handed it.

    `label` is the line of office, date and number; `mark` a word in the heading such as Correction; `notices` stand
    before the text (what was corrected, that it is paid for), `remarks` behind it; `version` is when it last changed.
    `attachments` are title and address, `reply` is an e-mail address of the office.
    """

    language: str
    title: str
    label: str
    number: str
    date: str
    at: Moment
    version: Moment
    dateline: str
    summary: str
    url: str
    host: str
    publisher: str
    body: tuple[Block, ...]
    labels: Labels
    mark: str = ""
    notices: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    notes: str = ""
    tags: tuple[str, ...] = ()
    image: Image | None = None
    gallery: tuple[Image, ...] = ()
    contacts: tuple[Contact, ...] = ()
    office: str = ""
    short: str = ""
    address: str = ""
    reach: tuple[str, ...] = ()
    about: tuple[Block, ...] = ()
    withdrawn: bool = False
    attachments: tuple[tuple[str, str], ...] = ()
    reply: str = ""


def story_of(view: WireView, texts: Texts, bodies: Callable[[str], str], words: Words) -> Story:
    """The story of a release, with `words` in its language."""
    item, office = view.item, view.office
    name = view.organization or view.newsroom.publisher
    body = texts(view, words)[0] if item.withdrawn is None else ""
    return Story(
        language=item.language,
        title=item.title,
        label=label_of(view, words),
        number=item.number,
        date=words.formats.datetime(item.date),
        at=item.date,
        version=item.updated or item.opened,
        dateline=item.dateline,
        summary=item.summary,
        url=item.url,
        host=urlsplit(item.url).hostname or "",
        publisher=view.newsroom.publisher,
        body=tree_of(body, words.struck, item.url),
        labels=labels_of(words, name),
        mark=_mark(view, words),
        notices=tuple(_notices(view, words)),
        remarks=tuple(_remarks(view, words)),
        notes=item.notes,
        tags=(*item.categories, *item.tags),
        image=item.image,
        gallery=item.gallery,
        contacts=view.contacts,
        office=name,
        short=(office.short if office else "") or name,
        address=office.address if office else "",
        reach=tuple(filter(None, (office.phone, office.email, urlsplit(office.website).hostname))) if office else (),
        about=_about(view, bodies, words),
        withdrawn=item.withdrawn is not None,
        attachments=tuple([(title, url) for title, url, _ in item.attachments]),
        reply=next(filter(None, (office.email if office else "", *[each.email for each in view.contacts])), ""),
    )


def labels_of(words: Words, office: str) -> Labels:
    """The words around a story of this office."""
    say = words.gettext
    return Labels(
        kind=say("Press release"),
        number=say("Number:").rstrip(":").strip(),
        date=say("Date"),
        page=say("Page %(number)s of %(count)s"),
        end=say("ends"),
        contacts=say("Press contact"),
        about=say("About %(name)s") % {"name": office},
        notes=say("Notes to editors"),
        scan=say("Scan for the current version"),
        address=say("Address of this release:"),
        photo=say("Photo:"),
    )


def _mark(view: WireView, words: Words) -> str:
    if view.item.withdrawn:
        return words.note("withdrawal")
    return words.note(view.item.corrections[-1].kind) if view.item.corrections else ""


def _notices(view: WireView, words: Words) -> Iterator[tuple[str, str]]:
    if view.item.sponsored:
        yield words.advertorial(view.item.sponsored), ""
    for each in view.item.corrections:
        yield f"{words.note(each.kind)}, {words.formats.datetime(each.at)}", each.text
    if view.item.withdrawn:
        yield (
            f"{words.note('withdrawal')}, {words.formats.datetime(view.item.withdrawn.at)}",
            view.item.withdrawn.reason,
        )


def _remarks(view: WireView, words: Words) -> Iterator[str]:
    if view.item.withdrawn:
        return
    if view.item.unverified:
        yield f"({words.unverified})"
    if view.item.byline:
        yield f"({view.item.byline})"


def _about(view: WireView, bodies: Callable[[str], str], words: Words) -> tuple[Block, ...]:
    found = view.office.boilerplate if view.office else None
    if found is None or not found.digest:
        return ()
    html = place_links(bodies(found.digest), tuple([each if isinstance(each, str) else None for each in found.targets]))
    return tree_of(make_absolute(html, view.newsroom.origin + (view.office.url if view.office else "")), words.struck)


def line_of(contact: Contact) -> str:
    """How somebody can be reached, but for the name."""
    return contact_line(msgspec.structs.replace(contact, name="", role=""))


def caption_of(image: Image) -> str:
    """What stands below a picture: its caption, then who made it."""
    return " ".join(filter(None, (image.caption, image.credit)))
