"""Turns a site into plain values for other programs: what readers may see, and nothing of what is hidden."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import msgspec

from warta.digests import digest_of, joined
from warta.newsroom.linked import Linked
from warta.newsroom.placed import Row
from warta.newsroom.site import Site as WholeSite
from warta.newsroom.terms import Term


class Label(msgspec.Struct, frozen=True):
    """A category, region, tag or author. `url` is its list, empty where it has none; `code` is a region's."""

    name: str
    url: str = ""
    code: str = ""


class SiteRelease(msgspec.Struct, frozen=True):
    """A release as readers see it; addresses have scheme and host, and `path` is below the root of the site.

    `source` is its file below content/. `timed`: whether `date` has a time of day. `state` is `public`, and in a build
    that shows more also draft, embargoed or expired. `changed` is when what it says last changed, as ISO 8601 writes
    it. `translations` are its addresses by language.
    """

    source: str
    title: str
    url: str
    path: str
    language: str
    date: dt.datetime
    timed: bool
    changed: str
    summary: str = ""
    state: str = "public"
    organization: str = ""
    categories: tuple[Label, ...] = ()
    regions: tuple[Label, ...] = ()
    tags: tuple[Label, ...] = ()
    authors: tuple[Label, ...] = ()
    translations: dict[str, str] = {}
    image: str = ""
    withdrawn: bool = False
    corrected: bool = False
    unverified: bool = False
    sponsored: str = ""


class SitePage(msgspec.Struct, frozen=True):
    """A standing page: its file below content/, title, address, language, and its role (`about`, `masthead`, ...)."""

    source: str
    title: str
    url: str
    path: str
    language: str
    role: str = ""


class Site(msgspec.Struct, frozen=True):
    """Everything that readers may see: the newest releases first, pages as menus order them, organizations by key."""

    title: str
    url: str
    language: str
    languages: tuple[str, ...]
    pages: tuple[SitePage, ...]
    organizations: dict[str, str]
    releases: tuple[SiteRelease, ...] = ()


class Public(msgspec.Struct, frozen=True, dict=True):
    """A public site as an input of a remembered function, made when somebody looks at it.

    `digest` covers it: shards bear digests of all their rows, and the rest is digested here.
    """

    digest: bytes
    rest: Site
    shards: tuple[Linked, ...]
    origin: str

    @cached_property
    def it(self) -> Site:
        """The public site."""
        rows = [row for linked in self.shards for row in linked.rows]
        rows.sort(key=lambda row: (-row.head.at, row.head.source))
        return msgspec.structs.replace(self.rest, releases=tuple([_release(row, self.origin) for row in rows]))


def public_site(site: WholeSite) -> Public:
    """What of a site others are given."""
    settings = site.settings
    rest = Site(
        title=settings.title,
        url=site.addresses.absolute("/"),
        language=settings.language,
        languages=settings.languages,
        pages=tuple(
            [
                SitePage(
                    each.page.source,
                    each.page.title,
                    site.addresses.absolute(each.path),
                    each.path,
                    each.language,
                    each.page.role,
                )
                for edition in site.editions
                for each in edition.pages
            ]
        ),
        organizations={key: entry.view.name for key, entry in site.offices.items()},
    )
    shards = tuple([linked for edition in site.editions for linked in edition.every])
    digest = joined((digest_of((rest, site.addresses.origin)), *[linked.digest for linked in shards]))
    return Public(digest, rest, shards, site.addresses.origin)


def _release(row: Row, origin: str) -> SiteRelease:
    head, where, heading = row.head, row.where, row.heading
    return SiteRelease(
        source=head.source,
        title=head.title,
        url=where.absolute,
        path=where.path,
        language=where.language,
        date=heading.date.at,
        timed=heading.date.timed,
        changed=head.changed,
        summary=heading.summary,
        state=where.state,
        organization=row.more.office.name if row.more.office else "",
        categories=_labels(row.lead.categories, origin),
        regions=_labels(row.lead.regions, origin),
        tags=_labels(row.more.tags, origin),
        authors=_labels(row.more.authors, origin),
        translations={each.language: origin + each.url for each in row.twins},
        image=origin + row.cover.image.url if row.cover else "",
        withdrawn=head.withdrawn,
        corrected=head.corrected,
        unverified=heading.unverified,
        sponsored=heading.sponsored,
    )


def _labels(terms: tuple[Term, ...], origin: str) -> tuple[Label, ...]:
    return tuple([Label(term.name, origin + term.url if term.url else "", term.code) for term in terms])
