"""Turns releases and lists into the free wire: ninjs 3.1 (IPTC), plain text, and the index of what there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from warta.content.documents import Contact
from warta.dates import Moment
from warta.plan.data_views import ApiList, ApiView, FeedItem, WireListView, WireView
from warta.plan.pictures import media_type
from warta.plan.views import Image
from warta.render.formats.absolute import make_absolute
from warta.render.formats.plaintext import plain
from warta.render.formats.words import Words
from warta.render.html.links import place_links

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


class Texts:
    """The text of a release as HTML with whole addresses and as plain text. It remembers the last one."""

    def __init__(self, bodies: Callable[[str], str]) -> None:
        self._bodies = bodies
        self._last: tuple[WireView, str, str] | None = None

    def __call__(self, view: WireView) -> tuple[str, str]:
        """HTML and plain text."""
        if self._last is None or self._last[0] is not view:
            html = make_absolute(place_links(self._bodies(view.body.digest), view.body.targets), view.url)
            self._last = view, html, plain(html)
        return self._last[1:]


def ninjs(view: WireView, texts: Texts, words: Words) -> bytes:
    """A release as a ninjs 3.1 item; one that was withdrawn is `canceled` and has no text."""
    item = _head(view) | _facts(view, words)
    if view.withdrawn is None:
        html, text = texts(view)
        item["bodies"] = [
            {"role": "main", "contentType": "text/html", "value": html},
            {"role": "main", "contentType": "text/plain", "value": text},
        ]
        item |= _pictures(view)
    return msgspec.json.encode({name: value for name, value in item.items() if value})


def _head(view: WireView) -> Fields:
    """What identifies an item and its version."""
    return {
        "uri": view.id,
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full",
        "version": str(view.version),
        "firstCreated": _time(view.opened),
        "versionCreated": _time(view.updated or view.opened),
        "contentCreated": _time(view.date),
        "pubStatus": "canceled" if view.withdrawn else "usable",
        "language": view.language,
    }


def _facts(view: WireView, words: Words) -> Fields:
    """What is said of an item, withdrawn or not."""
    return {
        "title": view.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": view.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": view.summary}]
        if view.summary
        else [],
        "by": view.byline,
        "located": view.dateline,
        "slugline": view.number,
        "edNote": _note(view, words),
        "copyrightHolder": view.publisher,
        "genres": [_GENRE, _ADVERT] if view.sponsored else [_GENRE],
        "subjects": [{"name": name, "rel": "category", "literal": name} for name in view.categories]
        + [{"name": name, "rel": "tag", "literal": name} for name in view.tags],
        "places": [
            {"name": name, "rel": "about"} | ({"literal": f"kemendagri:{code}"} if code else {})
            for code, name in view.places
        ],
        "organisations": _organisation(view),
        "infoSources": [_source(each) for each in view.contacts],
        "trustIndicators": [{"role": role, "title": title, "href": href} for role, title, href in view.policies],
        "altIds": [{"role": "web", "value": view.url}]
        + ([{"role": "text", "value": view.text_url}] if view.text_url else [])
        + [{"role": f"translation:{language}", "value": url} for language, url in view.twins],
        "digitalSourceType": _AI if view.ai and view.ai.text else None,
    }


def _note(view: WireView, words: Words) -> str:
    """The notes to editors, with all that a desk must know before it prints: why withdrawn, what corrected."""
    parts = []
    if view.withdrawn:
        parts.append(
            f"{words.note('withdrawal')} ({words.formats.datetime(view.withdrawn.at)}): {view.withdrawn.reason}"
        )
    parts += [f"{words.note(each.kind)} ({words.formats.datetime(each.at)}): {each.text}" for each in view.corrections]
    if view.sponsored:
        parts.append(words.advertorial(view.sponsored))
    if view.unverified:
        parts.append(words.unverified)
    if view.notes:
        parts.append(view.notes)
    return "\n\n".join(parts)


def _organisation(view: WireView) -> list[Fields]:
    if not view.organization:
        return []
    return [{"name": view.organization, "rel": "source", "uri": view.organization_url}]


def _source(contact: Contact) -> Fields:
    ways = (("phone", contact.phone), ("whatsapp", contact.whatsapp), ("email", contact.email))
    found: Fields = {
        "name": contact.name,
        "role": "contact",
        "contactInfo": [{"type": type_, "value": value} for type_, value in ways if value],
    }
    return {name: value for name, value in found.items() if value}


def _pictures(view: WireView) -> Fields:
    images = ([view.image] if view.image else []) + list(view.gallery)
    associations = [
        _picture(each, made=bool(place == 0 and view.ai and view.ai.image)) for place, each in enumerate(images)
    ]
    files = [
        {"name": title or "attachment", "href": href, "title": title, "sizeInBytes": size}
        for title, href, size in view.attachments
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


def ninjs_list(view: WireListView) -> bytes:
    """A list as a composite ninjs item: its associations are the releases, newest first, without their texts."""
    feed = view.feed
    newest = max((item.updated or item.date for item in feed.items), key=lambda moment: moment.at, default=None)
    item: Fields = {
        "uri": feed.page,
        "standard": _STANDARD,
        "type": "composite",
        "representationType": "partial",
        "pubStatus": "usable",
        "language": feed.language,
        "title": view.name,
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
    parts = [view.title]
    label = " · ".join(
        filter(None, (view.organization or view.publisher, words.formats.datetime(view.date), view.number))
    )
    parts.append(label)
    if view.sponsored:
        parts.append(f"[{words.advertorial(view.sponsored)}]")
    parts += [f"[{words.note(each.kind)}, {words.formats.datetime(each.at)}] {each.text}" for each in view.corrections]
    if view.withdrawn:
        parts.append(
            f"[{words.note('withdrawal')}, {words.formats.datetime(view.withdrawn.at)}] {view.withdrawn.reason}"
        )
    else:
        body = texts(view)[1]
        parts.append(f"{view.dateline} — {body}" if view.dateline else body)
        parts += _after(view, words)
    parts.append(view.url)
    return "\n\n".join(filter(None, parts)) + "\n"


def _after(view: WireView, words: Words) -> Iterable[str]:
    """What stands below the text."""
    if view.unverified:
        yield f"({words.unverified})"
    if view.byline:
        yield f"({view.byline})"
    if view.notes:
        yield f"{words.gettext('Notes to editors')}\n{view.notes}"
    images = ([view.image] if view.image else []) + list(view.gallery)
    if images:
        lines = (" – ".join(filter(None, (each.caption or each.alt, each.credit, each.url))) for each in images)
        yield f"{words.gettext('Pictures')}\n" + "\n".join(lines)
    if view.contacts:
        yield f"{words.gettext('Press contact')}\n" + "\n".join(map(_contact_line, view.contacts))


def _contact_line(contact: Contact) -> str:
    whatsapp = f"WhatsApp {contact.whatsapp}" if contact.whatsapp else ""
    return ", ".join(filter(None, (contact.name, contact.role, contact.phone, whatsapp, contact.email, contact.hours)))


def api(view: ApiView) -> bytes:
    """The index of all that is offered to machines (docs/api.md)."""
    index: Fields = {
        "version": 1,
        "title": view.title,
        "url": view.url,
        "publisher": view.publisher,
        "languages": view.languages,
        "release_files": view.release_files,
        "sitemaps": view.sitemaps,
        "lists": [_api_list(each, view) for each in view.lists],
    }
    if view.hub:
        index["hub"] = view.hub
    return msgspec.json.format(msgspec.json.encode(index), indent=1)


def _api_list(each: ApiList, view: ApiView) -> Fields:
    files = dict(view.feed_files)
    if "ninjs" in view.release_files:
        files["ninjs"] = view.release_files["ninjs"]
    found: Fields = {"kind": each.kind, "language": each.language, "name": each.name, "url": each.url}
    if each.code:
        found["code"] = each.code
    return found | {name: each.url + file for name, file in files.items()}


def _time(moment: Moment) -> str:
    """RFC 3339; a bare date is the beginning of its day in the site's zone."""
    at: dt.datetime = moment.at
    return at.isoformat(timespec="seconds")
