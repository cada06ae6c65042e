"""Turns releases and lists into the free wire: ninjs 3.1 (IPTC), and plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from warta.content.documents import Contact
from warta.dates import Moment
from warta.media_types import type_by_name
from warta.newsroom.pictures import media_type
from warta.newsroom.views import BodyRef, FeedItem, Image, Office, WireItem
from warta.plan.machines.feeds import FeedView
from warta.plan.machines.wire import WireNewsroom
from warta.render.formats.absolute import make_absolute
from warta.render.formats.words import Words
from warta.render.html.links import place_links
from warta.render.html.plaintext import plain_body

Fields = dict[str, Any]
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_GENRE = {"name": "Press Release", "uri": "http://cv.iptc.org/newscodes/genre/Press_Release"}
_ADVERT = {"name": "Advertiser Supplied", "uri": "http://cv.iptc.org/newscodes/genre/Advertiser_Supplied"}
_AI = {
    "name": "Trained algorithmic media",
    "uri": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
}


class WireView(msgspec.Struct, frozen=True):
    """A release on the wire, with its office (and whom to call there) and its newsroom."""

    item: WireItem
    office: Office | None
    contacts: tuple[Contact, ...]
    newsroom: WireNewsroom

    @property
    def organization(self) -> str:
        """The name of the office, or empty."""
        return self.office.name if self.office else ""


class Texts:
    """The text of a release as HTML with whole addresses and as plain text. It remembers the last one."""

    def __init__(self, bodies: Callable[[str], str]) -> None:
        self._bodies = bodies
        self._last: tuple[tuple[BodyRef, str], str, str] | None = None

    def __call__(self, view: WireView, words: Words) -> tuple[str, str]:
        """HTML and plain text, with `words` in the language of the release."""
        key = view.item.body, view.item.url
        if self._last is None or self._last[0] != key:
            body = view.item.body
            written = self._bodies(body.digest)
            html = make_absolute(place_links(written, body.targets), view.item.url)
            self._last = key, html, plain_body(body.digest, written, words.struck)
        return self._last[1:]


def ninjs(view: WireView, texts: Texts, words: Words) -> bytes:
    """A release as a ninjs 3.1 item; one that was withdrawn is `canceled` and has no text."""
    fields = _head(view.item) | _facts(view, words)
    if view.item.withdrawn is None:
        html, text = texts(view, words)
        fields["bodies"] = [
            {"role": "main", "contentType": "text/html", "value": html},
            {"role": "main", "contentType": "text/plain", "value": text},
        ]
        fields |= _pictures(view.item, view.newsroom.press)
    return msgspec.json.encode({name: value for name, value in fields.items() if value})


def _head(item: WireItem) -> Fields:
    """What identifies an item and its version."""
    return {
        "uri": item.id,
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full",
        "version": str(item.version),
        "firstCreated": _time(item.opened),
        "versionCreated": _time(item.updated or item.opened),
        "contentCreated": _time(item.date),
        "pubStatus": "canceled" if item.withdrawn else "usable",
        "language": item.language,
    }


def _facts(view: WireView, words: Words) -> Fields:
    """What is said of an item, withdrawn or not."""
    item, newsroom = view.item, view.newsroom
    text = f"{item.url}{newsroom.text_file}" if newsroom.text_file else ""
    return {
        "title": item.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": item.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": item.summary}]
        if item.summary
        else [],
        "by": item.byline,
        "located": item.dateline,
        "slugline": item.number,
        "edNote": _note(view, words),
        "copyrightHolder": newsroom.publisher,
        "genres": [_GENRE, _ADVERT] if item.sponsored else [_GENRE],
        "subjects": [{"name": name, "rel": "category", "literal": name} for name in item.categories]
        + [{"name": name, "rel": "tag", "literal": name} for name in item.tags],
        "places": [
            {"name": name, "rel": "about"} | ({"literal": f"kemendagri:{code}"} if code else {})
            for code, name in item.places
        ],
        "organisations": _organisation(view),
        "infoSources": [_source(each) for each in view.contacts],
        "trustIndicators": [{"role": role, "title": title, "href": href} for role, title, href in newsroom.policies],
        "altIds": [{"role": "web", "value": item.url}]
        + ([{"role": "text", "value": text}] if text else [])
        + [{"role": f"translation:{language}", "value": url} for language, url in item.twins],
        "digitalSourceType": _AI if item.ai and item.ai.text else None,
    }


def _note(view: WireView, words: Words) -> str:
    """The notes to editors, with all that a desk must know before it prints: why withdrawn, what corrected."""
    item = view.item
    parts = []
    if item.withdrawn:
        parts.append(
            f"{words.note('withdrawal')} ({words.formats.datetime(item.withdrawn.at)}): {item.withdrawn.reason}"
        )
    parts += [f"{words.note(each.kind)} ({words.formats.datetime(each.at)}): {each.text}" for each in item.corrections]
    if item.sponsored:
        parts.append(words.advertorial(item.sponsored))
    if item.unverified:
        parts.append(words.unverified)
    if item.notes:
        parts.append(item.notes)
    return "\n\n".join(parts)


def _organisation(view: WireView) -> list[Fields]:
    office = view.office
    if office is None or not office.name:
        return []
    return [{"name": office.name, "rel": "source", "uri": office.website or view.newsroom.origin + office.url}]


def _source(contact: Contact) -> Fields:
    ways = (("phone", contact.phone), ("whatsapp", contact.whatsapp), ("email", contact.email))
    found: Fields = {
        "name": contact.name,
        "role": "contact",
        "contactInfo": [{"type": type_, "value": value} for type_, value in ways if value],
    }
    return {name: value for name, value in found.items() if value}


def _pictures(item: WireItem, press: Mapping[str, str]) -> Fields:
    images = ([item.image] if item.image else []) + list(item.gallery)
    associations = [
        _picture(each, made=bool(place == 0 and item.ai and item.ai.image)) for place, each in enumerate(images)
    ]
    files = [
        {"name": title or "attachment", "href": href, "title": title, "sizeInBytes": size}
        for title, href, size in item.attachments
    ]
    files += [
        {"name": name, "href": f"{item.url}{file}", "contentType": type_by_name(file)}
        for name, file in press.items()
        if name != "sums"
    ]
    return {"associations": associations, "renditions": files}


def _picture(image: Image, *, made: bool) -> Fields:
    rendition: Fields = {"name": "original", "href": image.url, "contentType": media_type(image.url)}
    found: Fields = {
        "name": image.caption or image.alt or "picture",
        "rel": "picture",
        "uri": image.url,
        "type": "picture",
        "pubStatus": "usable",
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (("caption", image.caption), ("alt", image.alt))
            if value
        ],
        "by": image.credit,
        "usageTerms": image.licence,
        "renditions": [{name: value for name, value in rendition.items() if value}],
        "digitalSourceType": _AI if made else None,
    }
    return {name: value for name, value in found.items() if value}


def ninjs_list(feed: FeedView, name: str) -> bytes:
    """A list as a composite ninjs item: its associations are the releases, newest first, without their texts."""
    newest = max((item.updated or item.date for item in feed.items), key=lambda moment: moment.at, default=None)
    item: Fields = {
        "uri": feed.page,
        "standard": _STANDARD,
        "type": "composite",
        "representationType": "partial",
        "pubStatus": "usable",
        "language": feed.language,
        "title": name,
        "copyrightHolder": feed.author,
        "associations": [_listed(each) for each in feed.items],
    }
    if newest:
        item["versionCreated"] = _time(newest)
    return msgspec.json.encode(item)


def _listed(item: FeedItem) -> Fields:
    found: Fields = {
        "name": item.title,
        "rel": "item",
        "uri": item.id,
        "type": "text",
        "representationType": "partial",
        "pubStatus": "usable",
        "version": str(1 + len(item.corrections)),
        "firstCreated": _time(item.date),
        "versionCreated": _time(item.updated or item.date),
        "language": item.language,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": item.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": item.summary}]
        if item.summary
        else [],
        "altIds": [{"role": "web", "value": item.url}, {"role": "ninjs", "value": f"{item.url}ninjs.json"}],
    }
    return {name: value for name, value in found.items() if value}


def wire_text(view: WireView, texts: Texts, words: Words) -> str:
    """A release as plain text: what a reporter pastes, with who can be asked and where it stands."""
    item = view.item
    parts = [item.title, label_of(view, words)]
    if item.sponsored:
        parts.append(f"[{words.advertorial(item.sponsored)}]")
    parts += [f"[{words.note(each.kind)}, {words.formats.datetime(each.at)}] {each.text}" for each in item.corrections]
    if item.withdrawn:
        parts.append(
            f"[{words.note('withdrawal')}, {words.formats.datetime(item.withdrawn.at)}] {item.withdrawn.reason}"
        )
    else:
        body = texts(view, words)[1]
        parts.append(f"{item.dateline} — {body}" if item.dateline else body)
        parts += _after(view, words)
    parts.append(item.url)
    return "\n\n".join(filter(None, parts)) + "\n"


def label_of(view: WireView, words: Words) -> str:
    """The line of who publishes a release, when, and under which number."""
    name = view.organization or view.newsroom.publisher
    return " · ".join(filter(None, (name, words.formats.datetime(view.item.date), view.item.number)))


def _after(view: WireView, words: Words) -> Iterable[str]:
    """What stands below the text."""
    item = view.item
    if item.unverified:
        yield f"({words.unverified})"
    if item.byline:
        yield f"({item.byline})"
    if item.notes:
        yield f"{words.gettext('Notes to editors')}\n{item.notes}"
    images = ([item.image] if item.image else []) + list(item.gallery)
    if images:
        lines = (" – ".join(filter(None, (each.caption or each.alt, each.credit, each.url))) for each in images)
        yield f"{words.gettext('Pictures')}\n" + "\n".join(lines)
    if view.contacts:
        yield f"{words.gettext('Press contact')}\n" + "\n".join(map(contact_line, view.contacts))


def contact_line(contact: Contact) -> str:
    """Whom to call, and how."""
    whatsapp = f"WhatsApp {contact.whatsapp}" if contact.whatsapp else ""
    return ", ".join(filter(None, (contact.name, contact.role, contact.phone, whatsapp, contact.email, contact.hours)))


def _time(moment: Moment) -> str:
    """RFC 3339; a bare date is the beginning of its day in the site's zone."""
    at: dt.datetime = moment.at
    return at.isoformat(timespec="seconds")
