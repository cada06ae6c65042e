"""Turns the front matter of one file into a release, a page or an organization, by the rows of `keys`."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath
from typing import Any

import msgspec

from warta.content.documents import UNREADABLE, Document, Organization, Page, Release
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS, wording_of
from warta.content.kinds import Key, Origin
from warta.datatree import Node
from warta.dates import Calendar
from warta.errors import Problem
from warta.fields import Fields, Ref
from warta.messages import day, msg
from warta.slugs import former_slug, slug


class Schema(msgspec.Struct, frozen=True):
    """What of the settings decides how front matter is read: the site's time zone, whether an archive is forgiven,
    what is known of dates, and the language of texts that name none.

    With `lenient` an unknown key and a missing text for a picture are warnings.
    """

    zone: dt.tzinfo
    lenient: bool = False
    calendar: Calendar = Calendar()
    language: str = "id"

    def read(self, source: str, node: Node) -> tuple[Document, list[Problem], list[Problem]]:
        """The document that `source` (below content/) holds, the problems found, and the warnings.

        With problems the document is incomplete and only good for looking for more problems.
        """
        problems: list[Problem] = []
        warnings: list[Problem] = []
        soft = warnings if self.lenient else None
        wording = wording_of(source)
        fields = Fields(
            f"content/{source}", node, problems, warnings=soft, doubts=warnings, calendar=self.calendar, wording=wording
        )
        origin = Origin(source, self.zone)
        folder = source.partition("/")[0]
        document: Document
        if folder == "pages":
            document = _page(fields, origin, self.language)
        elif folder == "organizations":
            document = _organization(fields, origin)
        else:
            document = _release(fields, origin, self.language)
        fields.close()
        return document, problems, warnings


class _Reader:
    """Reads the keys of one kind of document. Of many keys a file has few, and only those are looked at."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self._always = [key for key in keys if key.required or key.kind.always]
        self._optional = [(key.field, key.kind.read, key.names) for key in keys if key not in self._always]
        self._places = {name: place for place, (_, _, names) in enumerate(self._optional) for name in names}

    def read(self, fields: Fields, origin: Origin) -> dict[str, Any]:
        """The values that are there, by field; for the others the document has defaults."""
        found = {key.field: key.kind.read(fields, key.names, origin) for key in self._always}
        for place in sorted(set(fields.find(self._places))):
            field, read, names = self._optional[place]
            value = read(fields, names, origin)
            if value is not None:
                found[field] = value
        return found


_RELEASE, _PAGE, _ORGANIZATION = _Reader(RELEASE_KEYS), _Reader(PAGE_KEYS), _Reader(ORGANIZATION_KEYS)


def _release(fields: Fields, origin: Origin, language: str) -> Release:
    title_line = fields.line_of("title")
    found = _RELEASE.read(fields, origin)
    _set_slug(found, fields, language)
    release = Release(source=origin.source, title_line=title_line, **found)
    notes = [each.at for each in release.corrections] + ([release.withdrawn.at] if release.withdrawn else [])
    for note in notes:
        if release.date != UNREADABLE and note.at.date() < release.date.at.date():
            message = msg(
                "note-before-release",
                "a note is dated %(note)s, before the release (%(release)s). Is the year right?",
                note=day(note.at),
                release=day(release.date.at),
            )
            fields.doubt(0, message)
    return release


def _page(fields: Fields, origin: Origin, language: str) -> Page:
    title_line = fields.line_of("title")
    found = _PAGE.read(fields, origin)
    _set_slug(found, fields, language)
    return Page(source=origin.source, title_line=title_line, **found)


def _organization(fields: Fields, origin: Origin) -> Organization:
    title_line = fields.line_of("name")
    found = _ORGANIZATION.read(fields, origin)
    return Organization(source=origin.source, id=PurePosixPath(origin.source).stem, title_line=title_line, **found)


def _set_slug(found: dict[str, Any], fields: Fields, language: str) -> None:
    """The written slug; without one that can be used, the title's, in the words of its language."""
    written: Ref | None = found["slug"]
    if written is not None and written.text:
        return
    title, said = found["title"], found.get("language")
    language = said.text if said else language
    found["slug"] = Ref(slug(title, language), written.line if written else fields.line)
    found["former"] = former_slug(title, language)
