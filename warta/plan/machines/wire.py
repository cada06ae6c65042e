"""Turns the rows of a shard into the files of the free wire: ninjs 3.1 and plain text beside each release."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.digests import NOTHING, Value, given
from warta.newsroom.addresses import WIRE_FILES, press_files
from warta.newsroom.facets import WIRE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import Ref
from warta.newsroom.site import Edition, Site
from warta.plan.families import Families
from warta.plan.pages.releases import Named, named
from warta.plan.targets import Target, page

_KINDS = {"ninjs": "ninjs", "text": "wire-text"}
# https://schema.org properties by the role of the standing page that shows the policy (ninjs: trustIndicators)
_POLICIES = {
    "masthead": "https://schema.org/masthead",
    "guidelines": "https://schema.org/publishingPrinciples",
    "about": "https://schema.org/about",
}


class WireNewsroom(msgspec.Struct, frozen=True, gc=False):
    """What the wire says of the newsroom: its title, its scheme and host, its policies as property (schema.org), title
    and address, the name of the plain text beside a release, or empty, and the names of what the press is handed there.
    """

    publisher: str
    origin: str
    policies: tuple[tuple[str, str, str], ...] = ()
    text_file: str = ""
    press: dict[str, str] = {}


def plan_wire(linked: Linked, offices: Named, newsroom: Value, formats: Value) -> Iterator[Target]:
    """The wire's files of a shard's releases."""
    office = offices.by_name()
    for at, row in enumerate(linked.rows):
        of = office[row.more.office.key] if row.more.office else NOTHING
        inputs = (Ref(WIRE, linked, at), of, newsroom)
        for format_ in formats.it:
            path = row.where.path + WIRE_FILES[format_]
            yield page(path, _KINDS[format_], row.where.language, *inputs, about=f"content/{row.head.source}")


def add_wire(families: Families, site: Site, edition: Edition) -> None:
    """The families of an edition's releases on the wire: one for each year."""
    language = edition.language
    settings = site.settings.in_language(language)
    if not settings.wire:
        return
    policies = tuple(
        (_POLICIES[entry.page.role], entry.page.title, site.addresses.absolute(entry.path))
        for entry in edition.pages
        if entry.page.role in _POLICIES
    )
    text = WIRE_FILES["text"] if "text" in settings.wire else ""
    newsroom = given(WireNewsroom(settings.title, settings.origin, policies, text, press_files(settings)))
    offices, formats = named(dict(site.offices)), given(settings.wire)
    kinds = tuple(_KINDS[each] for each in settings.wire)
    for word, shards in (("wire", edition.shards), ("wire unlisted", edition.unlisted)):
        for linked in shards:
            name = f"{word} {language} {linked.year}"
            families.add(name, plan_wire, linked, offices, newsroom, formats, kinds=kinds, language=language)
