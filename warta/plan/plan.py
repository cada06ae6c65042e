"""Turns a site into targets: which files there are, and what each is made from."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.newsroom.model import Edition, Site
from warta.newsroom.tenure import terms_until
from warta.plan.archive import plan_archive
from warta.plan.chrome import build_chrome
from warta.plan.corrections import plan_corrections_page
from warta.plan.data import plan_data_page, plan_security, security_until
from warta.plan.data_views import RobotsView
from warta.plan.feeds import Feeds, has_feed, list_lists
from warta.plan.hosts import plan_host
from warta.plan.icons import Icons
from warta.plan.images import FileFacts, plan_variants, published
from warta.plan.listings import count_regions, plan_home, plan_indexes, plan_listing
from warta.plan.pages import plan_page, plan_releases
from warta.plan.present import Presenter
from warta.plan.redirects import Past, find_redirects
from warta.plan.search import plan_index_files, plan_search_page
from warta.plan.sitemaps import news_until, plan_sitemaps
from warta.plan.targets import (
    ASSET,
    MEDIA,
    NINJS,
    NOT_FOUND,
    ORDER,
    PICTURE,
    ROBOTS,
    WIRE_TEXT,
    Plan,
    Target,
    ThemeFacts,
)
from warta.plan.views import FileView, NotFoundView
from warta.plan.wire import plan_api, plan_wire


class Occasion(msgspec.Struct, frozen=True):
    """When a plan is made (aware), and what is known of earlier ones: `past` has the site's own addresses too."""

    now: dt.datetime
    past: Past


def plan_targets(
    site: Site,
    theme: ThemeFacts,
    presenter: Presenter,
    files: Mapping[str, FileFacts],
    indexes: Mapping[str, str],
    occasion: Occasion,
) -> Plan:
    """All output files of a site. `files` are the content's files that are not documents, by source.

    `indexes` are the digests of the files of search indexes, by path below the output folder.

    Raises ProblemsFound when two things want to be the same file, naming both, and for redirects that cannot be.
    """
    now = occasion.now
    icons = Icons(site, theme, files, presenter)
    feeds = Feeds(site, presenter, theme, icons.addresses.get("large", ""))
    targets = [target for edition in site.editions for target in _edition(site, edition, presenter, feeds)]
    targets += plan_sitemaps(site, presenter, now)
    targets += _fixed(site, presenter, now)
    targets += icons.plan()
    targets += _copies(site, theme, files)
    targets += plan_variants(site, files)
    targets += plan_index_files(site, indexes)
    redirects, forgotten = find_redirects(site, occasion.past, [target.path for target in targets])
    hosted, warnings = plan_host(site.config, redirects, targets, files.keys())
    targets += hosted
    _check_collisions(targets)
    rank = {kind: place for place, kind in enumerate(ORDER)}
    rank[WIRE_TEXT] = rank[NINJS]  # a release's two stand together: they are made of one text
    targets.sort(key=lambda target: (rank[target.kind], target.path))
    chromes = {
        edition.language: build_chrome(site, edition, theme, presenter, icons.addresses) for edition in site.editions
    }
    until = min(filter(None, (news_until(site, now), security_until(now), terms_until(site, now))))
    return Plan(tuple(targets), chromes, until, (*forgotten, *warnings))


def _edition(site: Site, edition: Edition, presenter: Presenter, feeds: Feeds) -> Iterator[Target]:
    releases = list(plan_releases(site, edition, presenter))
    yield from releases
    yield from plan_wire(site, edition, releases, presenter)
    for page in edition.pages:
        yield plan_page(page, presenter)
    yield from plan_home(site, edition, presenter)
    counts = count_regions(edition)
    for listing in edition.listings:
        if listing.term.kind in site.config.listings:
            yield from plan_listing(site, edition, listing, counts, presenter)
        if has_feed(site.config, listing):
            yield from feeds.plan(edition, listing)
    yield from plan_indexes(site, edition, presenter)
    if "archive" in site.config.listings:
        yield from plan_archive(site, edition, presenter)
    if "home" in site.config.feeds:
        yield from feeds.plan(edition, None)
    if "corrections" in site.config.feeds:
        yield from feeds.plan_corrections(edition)
    yield plan_corrections_page(site, edition, presenter)
    yield from plan_search_page(site, edition, presenter)


def _fixed(site: Site, presenter: Presenter, now: dt.datetime) -> Iterator[Target]:
    language = site.config.language
    for edition in site.editions:
        path = f"{edition.prefix}/404.html"
        view = NotFoundView(presenter.url(path), edition.language)
        yield Target(path.lstrip("/"), NOT_FOUND, edition.language, view, path.lstrip("/"))
    yield Target("robots.txt", ROBOTS, language, RobotsView(presenter.absolute("/sitemap.xml")), "robots.txt")
    lists = list_lists(site, presenter)
    yield plan_api(site, presenter, lists)
    pages = (plan_data_page(site, edition, lists, presenter) for edition in site.editions)
    yield from filter(None, (*pages, plan_security(site, presenter, now)))


def _copies(site: Site, theme: ThemeFacts, files: Mapping[str, FileFacts]) -> Iterator[Target]:
    language = site.config.language
    for path, source in published(site, files).items():
        facts = files[source]
        view = FileView("content", source, facts.digest)
        yield Target(path.lstrip("/"), PICTURE if facts.width else MEDIA, language, view, f"content/{source}")
    for name, path in theme.assets.items():
        view = FileView("theme", name, theme.asset_digests[name])
        yield Target(path, ASSET, language, view, f"the theme's static/{name}")


def _check_collisions(targets: Sequence[Target]) -> None:
    """Two files whose paths differ only in case or Unicode form are one file on many systems."""
    paths = [target.path for target in targets]
    if all(map(str.isascii, paths)) and _differ({path.lower() for path in paths}, len(paths)):
        return  # as nearly always
    taken: dict[str, Target] = {}
    folders: dict[str, Target] = {}
    problems = []
    for target in targets:
        path = target.path
        key = path.lower() if path.isascii() else _folded(path)
        other = taken.setdefault(key, target)
        if other is not target:
            problems.append(_collision(target, other))
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = target
            folder = folder.rpartition("/")[0]
    problems += [_collision(taken[key], folders[key]) for key in taken.keys() & folders.keys()]
    if problems:
        raise ProblemsFound(problems)


def _differ(keys: set[str], count: int) -> bool:
    """Whether so many paths have these folded forms, and none is a folder of another."""
    folders = set(keys)
    while folders := {key.rpartition("/")[0] for key in folders} - {""}:
        if not keys.isdisjoint(folders):
            return False
    return len(keys) == count


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _collision(one: Target, other: Target) -> Problem:
    # named first is what a person wrote, and so can rename
    first, second = sorted((one.about, other.about), key=lambda about: (about.startswith("content/"), about))
    return Problem(second, 0, f"would be written to /{one.path}, where {first} is written too. Rename one of them.")
