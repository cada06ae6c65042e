"""Turns a site into what readers can search: the records of each index, the page that asks, the files to publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from warta.newsroom.model import Edition, Entry, PageEntry, Site
from warta.plan.pages import index_file
from warta.plan.present import Presenter, summary
from warta.plan.targets import MEDIA, SEARCH, Target
from warta.plan.views import FileView, SearchView

FOLDER = "pagefind"
STANDING = ""
"""The name of the index of home and standing pages. It is the one that browsers load first, and changes least."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """What is searched of one page, but for its text, which stands behind the digest of its body."""

    url: str
    language: str
    title: str
    body: str
    lead: str = ""
    date: str = ""
    categories: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def plan_records(site: Site, presenter: Presenter) -> dict[str, tuple[Record, ...]]:
    """The records of each index by its name: one index for each year, so that a release changes that of its year alone,
    and one for what stands outside the flow of news. None without search.
    """
    if not site.config.search:
        return {}
    found: dict[str, list[Record]] = {STANDING: []}
    for edition in site.editions:
        home = presenter.url(edition.prefix + "/")
        found[STANDING].append(Record(home, edition.language, site.config.title, "", site.config.tagline))
        found[STANDING] += [_page(entry, presenter) for entry in edition.pages]
        for entry in edition.entries:
            found.setdefault(f"{entry.release.date.at.year:04d}", []).append(_release(entry, presenter))
    return {name: tuple(records) for name, records in found.items()}


def _release(entry: Entry, presenter: Presenter) -> Record:
    release = entry.release
    return Record(
        url=presenter.url(entry.path),
        language=entry.language,
        title=release.title,
        body=release.body.digest,
        lead=summary(entry),
        date=release.date.at.date().isoformat(),
        categories=tuple(term.name for term in entry.categories),
        regions=tuple(term.name for term in entry.region_tree),
    )


def _page(entry: PageEntry, presenter: Presenter) -> Record:
    page = entry.page
    return Record(presenter.url(entry.path), entry.language, page.title, page.body.digest, page.summary)


def plan_search_page(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    """The page on which readers search, where the newsroom has one."""
    if not site.config.search:
        return
    path = search_path(site, edition)
    years = {f"{entry.release.date.at.year:04d}" for each in site.editions for entry in each.entries}
    bundle = presenter.url(f"/{FOLDER}/")
    view = SearchView(presenter.url(path), edition.language, bundle, tuple(sorted(years, reverse=True)))
    yield Target(index_file(path), SEARCH, edition.language, view, "the search page")


def search_path(site: Site, edition: Edition) -> str:
    """The address of an edition's search page, below the site's root."""
    return f"{edition.prefix}/{site.config.paths.search}/"


def plan_index_files(site: Site, files: Mapping[str, str]) -> Iterator[Target]:
    """A target for each file of the indexes; `files` are the digests of their bytes by path below the output folder."""
    for path, digest in files.items():
        yield Target(path, MEDIA, site.config.language, FileView(FOLDER, path, digest), f"the search index ({path})")
