"""Turns the front matter of one file into a release, a page or an organization."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import msgspec

from warta.content.documents import UNREADABLE, Document, Organization, Page, Release
from warta.content.tenure import read_terms
from warta.content.values import (
    read_ai,
    read_aliases,
    read_attachments,
    read_contacts,
    read_corrections,
    read_draft,
    read_ignored,
    read_label,
    read_picture,
    read_pictures,
    read_tags,
    read_withdrawn,
)
from warta.datatree import Node
from warta.dates import Moment, end_of, parse_moment
from warta.errors import Problem
from warta.fields import Fields, Ref
from warta.slugs import slug

PAGE_ROLES = ("about", "masthead", "guidelines", "contact", "data")
_LONGEST_SLUG = 200  # bytes; a file system's names end at 255
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-")


class Schema(msgspec.Struct, frozen=True):
    """What of the settings decides how front matter is read."""

    zone: dt.tzinfo
    lenient: bool = False

    def read(self, source: str, node: Node) -> tuple[Document, list[Problem], list[Problem]]:
        """The document that `source` (below content/) holds, the problems found, and the warnings.

        With problems the document is incomplete and only good for looking for more problems.
        """
        problems: list[Problem] = []
        warnings: list[Problem] = []
        fields = Fields(f"content/{source}", node, problems, warnings=warnings if self.lenient else None)
        folder = source.partition("/")[0]
        document: Document
        if folder == "pages":
            document = _page(source, fields, self.zone)
        elif folder == "organizations":
            document = _organization(source, fields, self.zone)
        else:
            document = _release(source, fields, self.zone)
        fields.close()
        return document, problems, warnings


class _Part(msgspec.Struct, frozen=True):
    """A field of a document that may be left out: the keys it is read from, and how."""

    field: str
    keys: tuple[str, ...]
    read: Callable[[Fields, dt.tzinfo], object]


class _Parts:
    """The fields of a kind of document that may be left out. Of many keys a text has few, and only those are read."""

    def __init__(self, *parts: _Part) -> None:
        self._parts = parts
        self._places = {key: place for place, part in enumerate(parts) for key in part.keys}

    def read(self, fields: Fields, zone: dt.tzinfo) -> dict[str, Any]:
        """What is there, by field; the others have their defaults."""
        found = [self._parts[place] for place in sorted(set(fields.find(self._places)))]
        return {part.field: part.read(fields, zone) for part in found}


def _text(field: str, *keys: str) -> _Part:
    every = keys or (field,)
    return _Part(field, every, lambda fields, _: fields.text(*every) or "")


def _line(field: str, *keys: str) -> _Part:
    every = keys or (field,)
    return _Part(field, every, lambda fields, _: _one_line(fields.text(*every) or ""))


def _ref(field: str, *keys: str) -> _Part:
    every = keys or (field,)
    return _Part(field, every, lambda fields, _: fields.ref(*every))


def _refs(field: str, *keys: str) -> _Part:
    return _Part(field, keys, lambda fields, _: fields.refs(*keys))


def _date(source: str, fields: Fields, zone: dt.tzinfo) -> Moment:
    """The written date; without one, that of a file named as Jekyll names them: 2026-11-24-judul.md."""
    named = _DATED_NAME.match(source.rpartition("/")[2])
    if named and not fields.has("date"):
        fields.take("date")
        try:
            return parse_moment(named[1], zone)
        except ValueError as error:
            fields.problem(fields.line, f"'date' is missing, and that of the file's name {error}.")
            return UNREADABLE
    return fields.required_moment("date", zone) or UNREADABLE


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "  " in text else text


def _slug(fields: Fields, title: str) -> Ref:
    """The written slug, as it is; without one, the title's."""
    title_line = fields.line
    ref = fields.ref("slug")
    if ref is None:
        return Ref(slug(title), title_line)
    if any(char in ref.text for char in "/\\?#%: ") or not ref.text.strip(".") or not ref.text.isprintable():
        fields.problem(ref.line, f"'slug' must be words with hyphens, without spaces, / or .. (got '{ref.text}').")
        return Ref(slug(title), ref.line)
    if len(ref.text.encode()) > _LONGEST_SLUG:
        fields.problem(ref.line, f"'slug' must have at most {_LONGEST_SLUG} characters (got '{ref.text[:40]}...').")
        return Ref(slug(title), ref.line)
    return ref


_SUMMARY = _line("summary", "summary", "excerpt", "description")
_LANGUAGE = (_ref("language", "language", "lang"), _ref("translation_of"))
_DRAFT = _Part("draft", ("draft", "published", "status"), lambda fields, _: read_draft(fields))
_CONTACTS = _Part("contacts", ("contacts",), lambda fields, _: read_contacts(fields))
_OLD = (
    _Part("aliases", ("aliases", "redirect_from"), lambda fields, _: read_aliases(fields)),
    _Part("ignore", ("check",), lambda fields, _: read_ignored(fields)),
)
_OF_RELEASES = _Parts(
    _SUMMARY,
    *_LANGUAGE,
    _refs("categories", "category", "categories"),
    _Part("tags", ("tag", "tags"), lambda fields, _: read_tags(fields)),
    _refs("regions", "region", "regions"),
    _text("dateline"),
    _line("byline"),
    _Part("authors", ("author", "authors"), lambda fields, _: fields.texts("author", "authors")),
    _text("number"),
    _ref("organization"),
    _CONTACTS,
    _text("notes"),
    _Part("image", ("image",), lambda fields, _: read_picture(fields, fields.take("image"), "image")),
    _Part("gallery", ("gallery",), lambda fields, _: read_pictures(fields, "gallery")),
    _Part("attachments", ("attachments",), lambda fields, _: read_attachments(fields)),
    _Part("embargo", ("embargo",), lambda fields, zone: fields.moment("embargo", zone)),
    _Part("expires", ("expires",), lambda fields, zone: end_of(fields.moment("expires", zone))),
    _DRAFT,
    _Part("corrections", ("corrections",), read_corrections),
    _Part("withdrawn", ("withdrawn",), read_withdrawn),
    _Part("unverified", ("unverified",), lambda fields, _: fields.flag("unverified")),
    _Part("sponsored", ("sponsored",), lambda fields, _: read_label(fields, "sponsored")),
    _Part("ai", ("ai",), lambda fields, _: read_ai(fields)),
    *_OLD,
)
_OF_PAGES = _Parts(
    _SUMMARY,
    *_LANGUAGE,
    _Part("role", ("role",), lambda fields, _: fields.choice("role", PAGE_ROLES) or ""),
    _Part("menu", ("menu",), lambda fields, _: fields.choice("menu", ("header", "footer", "none"), "footer")),
    _Part("order", ("order",), lambda fields, _: fields.number("order", 100)),
    _DRAFT,
    *_OLD,
)
_OF_ORGANIZATIONS = _Parts(
    _text("short"),
    _Part("logo", ("logo",), lambda fields, _: read_picture(fields, fields.take("logo"), "logo")),
    _Part("url", ("url",), lambda fields, _: fields.address("url")),
    _text("address"),
    _text("phone"),
    _text("email"),
    _CONTACTS,
    _Part("terms", ("terms",), read_terms),
)


def _release(source: str, fields: Fields, zone: dt.tzinfo) -> Release:
    title_line = fields.line_of("title")
    title = _one_line(fields.required("title"))
    date = _date(source, fields, zone)
    ref = _slug(fields, title)
    found = _OF_RELEASES.read(fields, zone)
    return Release(source=source, title=title, title_line=title_line, date=date, slug=ref, **found)


def _page(source: str, fields: Fields, zone: dt.tzinfo) -> Page:
    title_line = fields.line_of("title")
    title = _one_line(fields.required("title"))
    ref = _slug(fields, title)
    found = _OF_PAGES.read(fields, zone)
    return Page(source=source, title=title, title_line=title_line, slug=ref, **found)


def _organization(source: str, fields: Fields, zone: dt.tzinfo) -> Organization:
    title_line = fields.line_of("name")
    name = _one_line(fields.required("name"))
    found = _OF_ORGANIZATIONS.read(fields, zone)
    return Organization(source=source, id=PurePosixPath(source).stem, name=name, title_line=title_line, **found)
