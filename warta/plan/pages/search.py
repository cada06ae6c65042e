"""Turns a site into what readers can search: what each index holds, the page that asks, the files to publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from warta.digests import Digested, Group, Value, given, group
from warta.newsroom.addresses import SEARCH_INDEX
from warta.newsroom.facets import SEARCH
from warta.newsroom.lists import Ref
from warta.newsroom.site import Edition, PageEntry, Site
from warta.newsroom.views import Searched
from warta.plan.families import Families
from warta.plan.machines.copies import FileView
from warta.plan.origins import origin
from warta.plan.pages.lists import plan_view
from warta.plan.targets import Target, page

STANDING = ""
"""The name of the index of home and standing pages. It is the one that browsers load first, and changes least."""
INDEX = "index"
"""What the origin of a file of a search index is called (see FileView)."""


class SearchView(msgspec.Struct, frozen=True, gc=False):
    """The page on which readers search. `bundle` is the address of the index to load, `years` of those below it."""

    url: str
    language: str
    bundle: str
    years: tuple[str, ...]


def indexes_of(site: Site) -> dict[str, Group]:
    """What each index holds, by its name, as inputs that are `Searched`: one index for each year, so that a release
    changes that of its year alone, and one for what stands outside the flow of news. None without search.
    """
    if not site.settings.search:
        return {}
    found: dict[str, list[Digested]] = {STANDING: []}
    for edition in site.editions:
        home = site.addresses.url(site.addresses.home(edition.language))
        settings = site.settings.in_language(edition.language)
        found[STANDING].append(given(Searched(home, edition.language, settings.title, "", settings.tagline)))
        found[STANDING] += [given(_page(entry)) for entry in edition.pages]
        for linked in edition.shards:
            refs = [Ref(SEARCH, linked, at) for at in reversed(range(linked.count))]
            found.setdefault(f"{linked.year:04d}", []).extend(refs)
    return {name: group(each) for name, each in found.items()}


def _page(entry: PageEntry) -> Searched:
    written = entry.page
    return Searched(entry.url, entry.language, written.title, written.body.digest, written.summary)


def add_search(families: Families, site: Site, edition: Edition) -> None:
    """The page on which readers search, where the newsroom has one."""
    if not site.settings.search:
        return
    path = site.addresses.search(edition.language)
    years = {f"{linked.year:04d}" for each in site.editions for linked in each.shards if linked.count}
    bundle = site.addresses.url(SEARCH_INDEX)
    newest_first = tuple(sorted(years, reverse=True))
    view = given(SearchView(site.addresses.url(path), edition.language, bundle, newest_first))
    inputs = (view, given("search"), given(path), given(origin("search")))
    families.add(f"search {edition.language}", plan_view, *inputs, kinds=("search",), language=edition.language)


def plan_index_files(files: Value, language: Value) -> Iterator[Target]:
    """The files of the indexes; `files` are the digests of their bytes by path below the output folder."""
    for path, digest in files.it.items():
        view = given(FileView(INDEX, path, digest))
        yield page(f"/{path}", "media", language.it, view, about=origin("search index", path))


def add_index_files(families: Families, site: Site, files: Mapping[str, str]) -> None:
    """The family of the files of the search indexes."""
    language = site.settings.language
    families.add(
        "search index", plan_index_files, given(dict(files)), given(language), kinds=("media",), language=language
    )
