"""Turns a site into targets: which files there are, and what each is made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from warta.errors import Problem, ProblemsFound
from warta.newsroom.model import Edition, Site
from warta.plan.archive import plan_archive
from warta.plan.chrome import build_chrome
from warta.plan.feeds import plan_feed, plan_sitemaps
from warta.plan.images import FileFacts, plan_variants, published
from warta.plan.listings import count_regions, plan_home, plan_indexes, plan_listing
from warta.plan.pages import plan_page, plan_releases
from warta.plan.present import Presenter
from warta.plan.search import plan_index_files, plan_search_page
from warta.plan.targets import ASSET, MEDIA, NOT_FOUND, ORDER, PICTURE, ROBOTS, Plan, Target, ThemeFacts
from warta.plan.views import FileView, NotFoundView, RobotsView


def plan_targets(
    site: Site, theme: ThemeFacts, presenter: Presenter, files: Mapping[str, FileFacts], indexes: Mapping[str, str]
) -> Plan:
    """All output files of a site. `files` are the content's files that are not documents, by source.

    `indexes` are the digests of the files of search indexes, by path below the output folder.

    Raises ProblemsFound when two things want to be the same file, naming both.
    """
    targets = [target for edition in site.editions for target in _edition(site, edition, presenter)]
    targets += plan_sitemaps(site, presenter)
    targets += _fixed(site, presenter)
    targets += _copies(site, theme, files)
    targets += plan_variants(site, files)
    targets += plan_index_files(site, indexes)
    _check_collisions(targets)
    rank = {kind: place for place, kind in enumerate(ORDER)}
    targets.sort(key=lambda target: (rank[target.kind], target.path))
    chromes = {edition.language: build_chrome(site, edition, theme, presenter) for edition in site.editions}
    return Plan(tuple(targets), chromes)


def _edition(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    yield from plan_releases(site, edition, presenter)
    for page in edition.pages:
        yield plan_page(page, presenter)
    yield from plan_home(site, edition, presenter)
    counts = count_regions(edition)
    for listing in edition.listings:
        if listing.term.kind in site.config.listings:
            yield from plan_listing(site, edition, listing, counts, presenter)
        if listing.term.kind in site.config.feeds and listing.term.kind in site.config.listings:
            yield plan_feed(site, edition, listing, presenter)
    yield from plan_indexes(site, edition, presenter)
    if "archive" in site.config.listings:
        yield from plan_archive(site, edition, presenter)
    if "home" in site.config.feeds:
        yield plan_feed(site, edition, None, presenter)
    yield from plan_search_page(site, edition, presenter)


def _fixed(site: Site, presenter: Presenter) -> Iterator[Target]:
    language = site.config.language
    for edition in site.editions:
        path = f"{edition.prefix}/404.html"
        view = NotFoundView(presenter.url(path), edition.language)
        yield Target(path.lstrip("/"), NOT_FOUND, edition.language, view, path.lstrip("/"))
    yield Target("robots.txt", ROBOTS, language, RobotsView(presenter.absolute("/sitemap.xml")), "robots.txt")


def _copies(site: Site, theme: ThemeFacts, files: Mapping[str, FileFacts]) -> Iterator[Target]:
    language = site.config.language
    for path, source in published(site, files).items():
        facts = files[source]
        view = FileView("content", source, facts.digest)
        yield Target(path.lstrip("/"), PICTURE if facts.width else MEDIA, language, view, f"content/{source}")
    for name, path in theme.assets.items():
        view = FileView("theme", name, theme.asset_digests[name])
        yield Target(path, ASSET, language, view, f"the theme's static/{name}")


def _check_collisions(targets: Iterable[Target]) -> None:
    """Two files whose paths differ only in case or Unicode form are one file on many systems."""
    taken: dict[str, Target] = {}
    folders: dict[str, Target] = {}
    problems = []
    for target in targets:
        key = target.path.casefold() if target.path.isascii() else _folded(target.path)
        other = taken.setdefault(key, target)
        if other is not target:
            problems.append(_collision(target, other))
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = target
            folder = folder.rpartition("/")[0]
    problems += [_collision(taken[key], folders[key]) for key in taken if key in folders]
    if problems:
        raise ProblemsFound(problems)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _collision(one: Target, other: Target) -> Problem:
    # named first is what a person wrote, and so can rename
    first, second = sorted((one.about, other.about), key=lambda about: (about.startswith("content/"), about))
    return Problem(second, 0, f"would be written to /{one.path}, where {first} is written too. Rename one of them.")
