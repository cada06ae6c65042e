"""Turns a whole newsroom into notes on its documents: links and anchors, files, contacts, twins, standing pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from warta.content.documents import Document, Organization, Release
from warta.desk.findings import Note
from warta.errors import did_you_mean
from warta.newsroom.model import Entry, PageEntry, Site
from warta.plan.images import FileFacts

LARGEST_PICTURE = 5_000_000  # bytes; readers get smaller ones, the press gets this
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp")
_ID = re.compile(r' (?:id|name)="([^"]+)"')


class Newsroom(msgspec.Struct, frozen=True):
    """What rules of the whole site can see. `addresses` are the files a build claims, `bodies` gives a body's HTML,
    `places` the links of a text, by source, to places in itself (`#...`), each with its line.
    """

    site: Site
    documents: tuple[Document, ...]
    files: Mapping[str, FileFacts]
    addresses: frozenset[str]
    bodies: Callable[[str], str]
    places: Mapping[str, tuple[tuple[str, int], ...]] = {}

    @property
    def entries(self) -> Iterator[Entry | PageEntry]:
        """Every document that has a page."""
        for edition in self.site.editions:
            yield from edition.entries
            yield from edition.unlisted
            yield from edition.pages


Located = tuple[str, Note]
"""The path of a file as the user knows it, and a note on it."""


def link_broken(newsroom: Newsroom) -> Iterator[Located]:
    """A link to an address of this site, or to a place in a page, must lead somewhere."""
    map_ = _Map(newsroom)
    for entry in newsroom.entries:
        document = _document(entry)
        where = f"content/{document.source}"
        for place, line in newsroom.places.get(document.source, ()):
            if message := map_.wrong_place(entry.path, place[1:], place):
                yield where, Note(line, message)
        for link, address in zip(document.body.links, entry.targets, strict=False):
            if address and (message := map_.wrong_link(entry.path, address, link.target)):
                yield where, Note(link.line, message)


class _Map:
    """Knows what addresses there are, and the places in each page."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._base = newsroom.site.config.base
        self._entries = {entry.path: entry for entry in newsroom.entries}
        documents = (each for each in newsroom.documents if not isinstance(each, Organization))
        self._aliases = {ref.text for each in documents for ref in each.aliases}
        self._ids: dict[str, frozenset[str]] = {}

    def wrong_link(self, page: str, address: str, written: str) -> str:
        """What is wrong with a link; empty when it leads somewhere."""
        parts = urlsplit(address)
        path = unquote(parts.path).removeprefix(self._base) or page
        if path not in self._aliases and not _is_there(path, self._newsroom.addresses):
            hint = did_you_mean(path, [*self._entries, *self._aliases][:2000])
            return f"the link to '{written}' leads nowhere on this site.{hint}"
        return self.wrong_place(path, parts.fragment, written) if parts.fragment else ""

    def wrong_place(self, path: str, fragment: str, written: str) -> str:
        """What is wrong with a link to a place in a page; of pages that lists make, nothing is known."""
        if path not in self._entries or unquote(fragment) in self._places(path):
            return ""
        hint = did_you_mean(unquote(fragment), self._places(path))
        return f"the page has no place '#{unquote(fragment)}' ('{written}').{hint}"

    def _places(self, path: str) -> frozenset[str]:
        if path not in self._ids:
            digest = _document(self._entries[path]).body.digest
            self._ids[path] = frozenset(_ID.findall(self._newsroom.bodies(digest)))
        return self._ids[path]


def _is_there(path: str, addresses: frozenset[str]) -> bool:
    file = path.lstrip("/")
    return file in addresses or f"{file.rstrip('/')}/index.html".lstrip("/") in addresses


def _document(entry: Entry | PageEntry) -> Document:
    return entry.release if isinstance(entry, Entry) else entry.page


def image_large(newsroom: Newsroom) -> Iterator[Located]:
    """A picture that is larger than print needs costs whoever fetches it, and the host."""
    for source, facts in newsroom.files.items():
        if source.casefold().endswith(_PICTURES) and facts.size > LARGEST_PICTURE and not source.startswith("static/"):
            size, most = facts.size / 1e6, LARGEST_PICTURE / 1e6
            yield f"content/{source}", Note(0, f"the picture has {size:.1f} MB; {most:.0f} MB are enough for print.")


def contact_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A journalist must find whom to call."""
    site = newsroom.site
    default = site.config.organization or (next(iter(site.organizations)) if len(site.organizations) == 1 else None)
    for release in newsroom.documents:
        if not isinstance(release, Release) or release.contacts:
            continue
        key = release.organization.text if release.organization else default
        office = site.organizations.get(key) if key else None
        if office is None or not (office.contacts or office.phone or office.email):
            message = "there is no contact for journalists. Write 'contacts:', or an organization that has some."
            yield f"content/{release.source}", Note(release.title_line, message)


def twin_missing(newsroom: Newsroom) -> Iterator[Located]:
    """What should be there in every language of the site, and is not."""
    languages = newsroom.site.config.languages
    for entry in newsroom.entries:
        has = {entry.language, *(twin.language for twin in entry.twins)}
        lacking = [language for language in languages if language not in has]
        if lacking:
            document = _document(entry)
            line = 1 if isinstance(document, Organization) else document.title_line
            yield f"content/{document.source}", Note(line, f"there is no translation into {', '.join(lacking)}.")


def masthead_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A newsroom tells its name, address and who is responsible."""
    return _role(newsroom, "masthead", "the masthead (name, address, who is responsible)")


def guidelines_missing(newsroom: Newsroom) -> Iterator[Located]:
    """A newsroom publishes the guidelines it keeps."""
    return _role(newsroom, "guidelines", "the guidelines for online media (Pedoman Pemberitaan Media Siber)")


def _role(newsroom: Newsroom, role: str, what: str) -> Iterator[Located]:
    pages = [entry.page for edition in newsroom.site.editions for entry in edition.pages]
    if not any(page.role == role for page in pages):
        yield "content/pages", Note(0, f"there is no page for {what}. Write one with 'role: {role}'.")
