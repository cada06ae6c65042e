"""Turns entries into the targets of release pages and standing pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from warta.newsroom.model import Edition, Entry, PageEntry, Site
from warta.newsroom.related import find_related
from warta.plan.present import Presenter, summary, updated
from warta.plan.targets import PAGE, RELEASE, Target
from warta.plan.views import Anchor, BodyRef, CorrectionNote, PageView, ReleaseView, WithdrawalNotice


def plan_releases(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    """A target for each release of an edition; one that is not listed has no neighbours."""
    related = find_related(edition.entries, site.config.related)
    entries = edition.entries
    for position, entry in enumerate(entries):
        newer = entries[position - 1] if position else None
        older = entries[position + 1] if position + 1 < len(entries) else None
        yield _planned(entry, newer, older, related.get(entry.release.source, ()), presenter)
    for entry in edition.unlisted:
        yield _planned(entry, None, None, (), presenter)


def _planned(
    entry: Entry, newer: Entry | None, older: Entry | None, related: tuple[Entry, ...], presenter: Presenter
) -> Target:
    mark = presenter.mark((newer is None, older is None), [each for each in (entry, newer, older, *related) if each])
    make = partial(_release, entry, newer, older, related, presenter)
    return Target(index_file(entry.path), RELEASE, entry.language, make, f"content/{entry.release.source}", mark)


def plan_page(entry: PageEntry, presenter: Presenter) -> Target:
    """The target of a standing page."""
    page = entry.page
    view = PageView(
        title=page.title,
        url=presenter.url(entry.path),
        language=entry.language,
        body=presenter.body(page, entry.targets),
        summary=page.summary or page.body.lead,
        role=page.role,
        twins=presenter.twins(entry.twins, entry.path),
    )
    return Target(index_file(entry.path), PAGE, entry.language, view, f"content/{page.source}")


def _release(
    entry: Entry, newer: Entry | None, older: Entry | None, related: tuple[Entry, ...], presenter: Presenter
) -> ReleaseView:
    release = entry.release
    withdrawn = release.withdrawn
    authors = presenter.anchors(entry.authors)
    return ReleaseView(
        title=release.title,
        url=presenter.url(entry.path),
        language=entry.language,
        state=entry.state,
        date=release.date,
        body=BodyRef("", ()) if withdrawn else presenter.body(release, entry.targets),
        summary=summary(entry),
        updated=updated(entry),
        dateline=release.dateline,
        byline=release.byline or ("" if authors else ", ".join(release.authors)),
        number=release.number,
        authors=authors,
        categories=presenter.anchors(entry.categories),
        tags=presenter.anchors(entry.tags),
        regions=presenter.anchors(entry.regions),
        breadcrumb=_breadcrumb(entry, presenter),
        image=None if withdrawn else presenter.image(release.image, entry.files),
        gallery=() if withdrawn else presenter.images(release.gallery, entry.files),
        attachments=() if withdrawn else presenter.downloads(release.attachments, entry.files),
        notes="" if withdrawn else release.notes,
        office=presenter.offices[entry.organization.id] if entry.organization else None,
        contacts=release.contacts or (entry.organization.contacts if entry.organization else ()),
        corrections=tuple(CorrectionNote(each.at, each.kind, each.text, each.url) for each in release.corrections),
        withdrawn=WithdrawalNotice(withdrawn.at, withdrawn.reason) if withdrawn else None,
        unverified=release.unverified,
        sponsored=release.sponsored,
        ai=release.ai,
        newer=presenter.entry_anchor(newer),
        older=presenter.entry_anchor(older),
        related=presenter.cards(related),
        twins=presenter.twins(entry.twins, entry.path),
        published_under=entry.published_under,
    )


def _breadcrumb(entry: Entry, presenter: Presenter) -> tuple[Anchor, ...]:
    return presenter.anchors(entry.categories[:1])


def index_file(path: str) -> str:
    """The output file behind an address that ends in a slash."""
    return path.lstrip("/") + "index.html"
