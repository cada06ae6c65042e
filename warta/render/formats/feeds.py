"""Turns the view of a feed into RSS 2.0, Atom and JSON Feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import format_datetime
from html import escape
from typing import Any

import msgspec

from warta.dates import Moment
from warta.newsroom.addresses import FEED_FILES
from warta.newsroom.pictures import media_type
from warta.newsroom.views import FeedItem, Noted
from warta.plan.machines.feeds import FeedView
from warta.render.formats.absolute import make_absolute
from warta.render.formats.enclosures import all_enclosed, attached, one_enclosed
from warta.render.formats.words import Words
from warta.render.formats.xml import DECLARATION, attribute, tag, text
from warta.render.html.links import place_links

_REMEMBERED = 2_000
_RSS = (
    '<rss version="2.0" xml:lang={} xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/">'
)
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang={}>'
_VERSION = "https://jsonfeed.org/version/1.1"


def rss(view: FeedView, contents: Contents, words: Words) -> str:
    """An RSS 2.0 feed (rssboard.org/rss-specification); dates in English as RFC 822 asks, whatever the language."""
    title, description = _heading(view, words)
    newest = _newest(view)
    lines = [
        DECLARATION + _style(view) + _RSS.format(attribute(view.language)),
        "<channel>",
        tag("title", title),
        tag("link", view.page),
        _self("atom:link", view, "rss", "application/rss+xml"),
        _hub("atom:link", view),
        tag("description", description),
        tag("language", view.language),
        tag("lastBuildDate", format_datetime(newest.at)) if newest else "",
        _rss_image(view, title),
        *(_rss_item(item, contents, words) for item in view.items),
        "</channel>",
        "</rss>",
    ]
    return _joined(lines)


def _rss_item(item: FeedItem, contents: Contents, words: Words) -> str:
    """An item. Its description is HTML, so a plain text in it is escaped once as that and once as XML (the RSS Advisory
    Board's profile, description); a title is plain text.
    """
    lasting = "true" if item.id == item.url else "false"
    lines = [
        "<item>",
        tag("title", _title(item, words)),
        tag("link", item.url),
        f'<guid isPermaLink="{lasting}">{text(item.id)}</guid>',
        tag("pubDate", format_datetime(item.date.at)),
        *(tag("dc:creator", author) for author in item.authors),
        *(tag("category", category) for category in _categories(item, words)),
        tag("description", escape(item.summary or item.text, quote=False)),
        tag("content:encoded", contents(item, words)),
        one_enclosed(item.enclosures),
        _media(item),
        "</item>",
    ]
    return "\n".join(filter(None, lines))


def _rss_image(view: FeedView, title: str) -> str:
    """The channel's picture, whose title and link are those of the channel."""
    if not view.icon:
        return ""
    return f"<image>{tag('url', view.icon)}{tag('title', title)}{tag('link', view.page)}</image>"


def _media(item: FeedItem) -> str:
    """Media RSS (rssboard.org/media-rss): the picture with what must be printed with it."""
    image = item.image
    if image is None:
        return ""
    type_ = media_type(image.url)
    kind = f" type={attribute(type_)}" if type_ else ""
    inner = tag("media:description", image.caption or image.alt) + tag("media:credit", image.credit)
    inner += tag("media:copyright", image.licence)
    return f'<media:content medium="image"{kind} url={attribute(image.url)}>{inner}</media:content>'


def atom(view: FeedView, contents: Contents, words: Words) -> str:
    """An Atom feed (RFC 4287). An entry keeps its id over every update."""
    title, description = _heading(view, words)
    newest = _newest(view)
    lines = [
        DECLARATION + _style(view) + _ATOM.format(attribute(view.language)),
        tag("id", view.folder + FEED_FILES["atom"]),
        tag("title", title),
        tag("subtitle", description),
        # the element must be there (4.1.1), and a feed without entries has one as old as the newsroom's releases
        tag("updated", _rfc3339(newest) if newest else f"{view.since[:10]}T00:00:00Z"),
        f'<link rel="alternate" type="text/html" href={attribute(view.page)}/>',
        _self("link", view, "atom", "application/atom+xml"),
        _hub("link", view),
        f"<author>{tag('name', view.author)}{tag('uri', view.page)}</author>",
        tag("icon", view.icon),
        *(_atom_entry(item, contents, words) for item in view.items),
        "</feed>",
    ]
    return _joined(lines)


def _atom_entry(item: FeedItem, contents: Contents, words: Words) -> str:
    twins = (
        f'<link rel="alternate" hreflang={attribute(language)} href={attribute(url)}/>'
        for language, url in item.twins
        if url != item.url
    )
    lines = [
        "<entry>",
        tag("id", item.id),
        tag("title", _title(item, words)),
        tag("published", _rfc3339(item.date)),
        tag("updated", _rfc3339(item.updated or item.date)),
        f'<link rel="alternate" type="text/html" hreflang={attribute(item.language)} href={attribute(item.url)}/>',
        *twins,
        *all_enclosed(item.enclosures),
        *(f"<author>{tag('name', author)}</author>" for author in item.authors),
        *(f"<category term={attribute(category)}/>" for category in _categories(item, words)),
        tag("summary", item.summary or item.text),
        f'<content type="html">{text(contents(item, words))}</content>',
        _media(item),
        "</entry>",
    ]
    return "\n".join(filter(None, lines))


def json_feed(view: FeedView, contents: Contents, words: Words) -> bytes:
    """A JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    title, description = _heading(view, words)
    feed: dict[str, Any] = {
        "version": _VERSION,
        "title": title,
        "home_page_url": view.page,
        "feed_url": view.folder + FEED_FILES["json"],
        "description": description,
        "language": view.language,
        "authors": [{"name": view.author, "url": view.page}],
        "items": [_json_item(item, contents, words) for item in view.items],
    }
    if view.icon:
        feed["icon"] = view.icon
    if view.hub:
        feed["hubs"] = [{"type": "WebSub", "url": view.hub}]
    return msgspec.json.encode(feed)


def _json_item(item: FeedItem, contents: Contents, words: Words) -> dict[str, Any]:
    image = item.image
    fields: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": _title(item, words),
        "content_html": contents(item, words),
        "summary": item.summary or item.text,
        "image": image.url if image else "",
        "date_published": _rfc3339(item.date),
        "date_modified": _rfc3339(item.updated) if item.updated else "",
        "authors": [{"name": author} for author in item.authors],
        "tags": list(dict.fromkeys(_categories(item, words))),
        "language": item.language,
        "attachments": attached(item.enclosures),
    }
    return {name: value for name, value in fields.items() if value}


WITHDRAWAL = "withdrawal"


def with_items(view: FeedView, found: tuple[FeedItem | Noted, ...]) -> FeedView:
    """A feed with its items: releases, or the newest of what was said of releases after publication."""
    if not view.note:
        return msgspec.structs.replace(view, items=found)
    notes = [note for each in found if isinstance(each, Noted) for note in _notes(each)]
    notes.sort(key=lambda item: (item.date.at, item.id), reverse=True)
    return msgspec.structs.replace(view, items=tuple(notes[: view.size]))


def _notes(noted: Noted) -> Iterator[FeedItem]:
    for place, each in enumerate(noted.corrections, 1):
        yield _note(noted, each.kind, each.at, each.text, f"#note-{place}")
    if noted.withdrawn:
        yield _note(noted, WITHDRAWAL, noted.withdrawn.at, noted.withdrawn.reason, "")


def _note(noted: Noted, kind: str, at: Moment, text: str, anchor: str) -> FeedItem:
    return FeedItem(
        id=f"{noted.id}#{kind}-{at.at:%Y%m%dT%H%M%S%z}",
        title=noted.title,
        url=noted.url + anchor,
        date=at,
        language=noted.language,
        text=text,
        note=kind,
        authors=noted.authors,
        categories=noted.categories,
    )


class Contents:
    """The HTML of items. It remembers some: a release stands in seven lists or so, each in three formats."""

    def __init__(self, bodies: Callable[[str], str]) -> None:
        self._bodies = bodies
        self._known: dict[tuple[str, FeedItem], str] = {}

    def __call__(self, item: FeedItem, words: Words) -> str:
        """The HTML of an item with whole addresses: what was corrected first, then the text, then what it lacks."""
        key = words.language, item
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._content(item, words)
        return found

    def _content(self, item: FeedItem, words: Words) -> str:
        if item.body is None:
            return f"<p>{escape(item.text, quote=False)}</p>".replace("\n", "<br>")
        parts = []
        for note in item.corrections:
            label = f"<strong>{escape(words.note(note.kind), quote=False)}</strong> ({words.formats.datetime(note.at)})"
            parts.append(f"<p>{label}: {escape(note.text, quote=False)}</p>")
        html = place_links(self._bodies(item.body.digest), item.body.targets, words.charts)
        parts.append(make_absolute(html, item.url))
        if item.unverified:
            parts.append(f"<p><em>({escape(words.unverified, quote=False)})</em></p>")
        return "\n".join(parts)


def _heading(view: FeedView, words: Words) -> tuple[str, str]:
    """Title and description of a feed."""
    if view.note:
        return f"{words.gettext('Corrections')} – {view.title}", words.gettext("What was corrected after publication.")
    return view.title, view.description


def _title(item: FeedItem, words: Words) -> str:
    """The title, after what it must be marked with."""
    if item.note:
        return f"{words.note(item.note)}: {item.title}"
    return f"{words.advertorial(item.sponsored)}: {item.title}" if item.sponsored else item.title


def _categories(item: FeedItem, words: Words) -> Iterator[str]:
    if item.sponsored:
        yield words.advertorial(item.sponsored)
    if item.unverified:
        yield words.gettext("Unverified")
    yield from item.categories


def _newest(view: FeedView) -> Moment | None:
    """When the newest of what the feed holds was published or corrected."""
    return max((item.updated or item.date for item in view.items), key=lambda moment: moment.at, default=None)


def _rfc3339(moment: Moment) -> str:
    return moment.at.isoformat(timespec="seconds")


def _style(view: FeedView) -> str:
    """What makes a feed readable to people: a style sheet, since browsers give up XSLT."""
    return f'<?xml-stylesheet type="text/css" href={attribute(view.stylesheet)}?>\n' if view.stylesheet else ""


def _self(name: str, view: FeedView, format_: str, type_: str) -> str:
    return f'<{name} rel="self" type="{type_}" href={attribute(view.folder + FEED_FILES[format_])}/>'


def _hub(name: str, view: FeedView) -> str:
    return f'<{name} rel="hub" href={attribute(view.hub)}/>' if view.hub else ""


def _joined(lines: list[str]) -> str:
    return "\n".join(filter(None, lines)) + "\n"
