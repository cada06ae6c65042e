"""Turns a newsroom into notes on links and anchors, large pictures, contacts, translations and standing pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from warta.content.documents import Organization, Page, Release
from warta.desk.findings import Note
from warta.desk.newsroom import Newsroom
from warta.errors import as_written, meant
from warta.messages import Message, msg

LARGEST_PICTURE = 5_000_000  # bytes; readers get smaller ones, the press gets this
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp")
_ID = re.compile(r' (?:id|name)="([^"]+)"')


Located = tuple[str, Note]
"""The path of a file as the user knows it, and a note on it."""


def link_broken(newsroom: Newsroom) -> Iterator[Located]:
    """A link to an address of this site, or to a place in a page, must lead somewhere."""
    map_ = _Map(newsroom)
    for placed in newsroom.placed:
        document = placed.document
        where = f"content/{document.source}"
        for place, line in newsroom.places.get(document.source, ()):
            if message := map_.wrong_place(placed.path, place[1:], place):
                yield where, Note(line, message)
        for link, address in zip(document.body.links, placed.targets, strict=False):
            if address and (message := map_.wrong_link(placed.path, address, link.target)):
                yield where, Note(link.line, message)


class _Map:
    """The addresses of a newsroom, and the places in each page that a link can lead to."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._base = newsroom.config.base
        self._placed = {each.path: each for each in newsroom.placed}
        documents = (each for each in newsroom.documents if not isinstance(each, Organization))
        self._aliases = {ref.text for each in documents for ref in each.aliases}
        self._ids: dict[str, frozenset[str]] = {}

    def wrong_link(self, page: str, address: str, written: str) -> Message | None:
        """What is wrong with a link; None when it leads somewhere."""
        parts = urlsplit(address)
        path = unquote(parts.path).removeprefix(self._base) or page
        if path not in self._aliases and not _is_there(path, self._newsroom.addresses):
            hint = meant(path, [*self._placed, *self._aliases][:2000], as_written)
            return msg("link-broken", "the link to '%(link)s' leads nowhere on this site.", hint, link=written)
        return self.wrong_place(path, parts.fragment, written) if parts.fragment else None

    def wrong_place(self, path: str, fragment: str, written: str) -> Message | None:
        """What is wrong with a link to a place in a page. The places of lists and other such pages are not known."""
        if path not in self._placed or unquote(fragment) in self._places(path):
            return None
        hint = meant(unquote(fragment), self._places(path), as_written)
        return msg(
            "place-not-there",
            "the page has no place '#%(place)s' ('%(link)s').",
            hint,
            place=unquote(fragment),
            link=written,
        )

    def _places(self, path: str) -> frozenset[str]:
        if path not in self._ids:
            digest = self._placed[path].document.body.digest
            self._ids[path] = frozenset(_ID.findall(self._newsroom.bodies(digest)))
        return self._ids[path]


def _is_there(path: str, addresses: frozenset[str]) -> bool:
    file = path.lstrip("/")
    return file in addresses or f"{file.rstrip('/')}/index.html".lstrip("/") in addresses


def image_large(newsroom: Newsroom) -> Iterator[Located]:
    """A picture should be no larger than print needs: larger ones cost readers and hosts."""
    for source, facts in newsroom.files.items():
        if source.casefold().endswith(_PICTURES) and facts.size > LARGEST_PICTURE and not source.startswith("static/"):
            message = msg(
                "image-large",
                "the picture has %(size)s MB; %(most)s MB are enough for print.",
                size=facts.size / 1e6,
                most=LARGEST_PICTURE // 1_000_000,
            )
            yield f"content/{source}", Note(0, message)


def contact_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A release must name somebody whom journalists can call."""
    for release in newsroom.documents:
        if not isinstance(release, Release) or release.contacts:
            continue
        key = release.organization.text if release.organization else newsroom.main_office
        office = newsroom.organizations.get(key) if key else None
        if office is None or not (office.contacts or office.phone or office.email):
            message = msg(
                "contact-missing",
                "there is no contact for journalists. Write 'contacts:', or an organization that has some.",
            )
            yield f"content/{release.source}", Note(release.title_line, message)


def twin_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A release or page should have a translation into each language of the site."""
    for placed in newsroom.placed:
        has = {placed.language, *placed.translations}
        lacking = [language for language in newsroom.config.languages if language not in has]
        if lacking:
            message = msg("twin-missing", "there is no translation into %(languages)s.", languages=tuple(lacking))
            yield f"content/{placed.document.source}", Note(placed.document.title_line, message)


def masthead_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A newsroom must publish its name, its address and the names of those responsible."""
    message = msg(
        "masthead-missing",
        "there is no page for the masthead (name, address, who is responsible). Write one with 'role: masthead'.",
    )
    return _role(newsroom, "masthead", message)


def guidelines_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A newsroom must publish the guidelines it follows."""
    message = msg(
        "guidelines-missing",
        "there is no page for the guidelines for online media (Pedoman Pemberitaan Media Siber). "
        "Write one with 'role: guidelines'.",
    )
    return _role(newsroom, "guidelines", message)


def _role(newsroom: Newsroom, role: str, message: Message) -> Iterator[Located]:
    pages = (each.document for each in newsroom.placed if isinstance(each.document, Page))
    if not any(page.role == role for page in pages):
        yield "content/pages", Note(0, message)
