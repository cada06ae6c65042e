"""Turns a site into a plan: families of files with their keys, and what every page shows around its own view."""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from warta.digests import digest_of, given
from warta.errors import Problem
from warta.extensions import FILE_NAME
from warta.memo import Memo
from warta.messages import msg
from warta.newsroom.content import Content
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.frame import Chrome, ThemeFacts, frame_of
from warta.plan.kinds import FRAME, KINDS, TEMPLATE, WORDS, ZONE
from warta.plan.machines.api import add_api, api_lists, former_feeds, security_until
from warta.plan.machines.check import Printed, add_check
from warta.plan.machines.copies import add_copies
from warta.plan.machines.feeds import add_feeds
from warta.plan.machines.headers import HOSTS, encodings
from warta.plan.machines.hosts import add_host, kept_for_ever
from warta.plan.machines.icons import add_icons, find_logo, icon_urls
from warta.plan.machines.mail import add_mails
from warta.plan.machines.outputs import add_outputs
from warta.plan.machines.press import add_press
from warta.plan.machines.redirects import find_redirects
from warta.plan.machines.sitemaps import add_sitemaps, news_until
from warta.plan.machines.wire import add_wire
from warta.plan.origins import in_words, place_of
from warta.plan.pages.archive import add_archive
from warta.plan.pages.check import add_check_page
from warta.plan.pages.lists import add_lists
from warta.plan.pages.press import add_press_pages
from warta.plan.pages.releases import add_releases
from warta.plan.pages.search import add_index_files, add_search
from warta.plan.pages.standing import add_standing
from warta.plan.targets import Family, Needs
from warta.settings import Settings
from warta.signs import misnamed


class Plan(msgspec.Struct, frozen=True):
    """Everything that one build publishes, but for what depends on all the other files (see `plan_redirects`).

    `until` is the first moment at which the same content has another plan.
    """

    families: tuple[Family, ...]
    frames: dict[str, Chrome]
    needs: Needs
    until: dt.datetime | None


def plan_site(  # noqa: PLR0913 - all that a plan is a function of
    site: Site,
    content: Content,
    theme: ThemeFacts,
    indexes: Mapping[str, str],
    now: dt.datetime,
    memo: Memo,
    outputs: Iterable[tuple[str, bytes]] = (),
    printed: Iterable[Printed] = (),
) -> Plan:
    """The families of a site. `indexes` are the digests of the files of search indexes, by path below the output;
    `outputs` are files of the newsroom's own, `printed` is what the check page must know of releases.
    """
    logo = find_logo(site, theme)
    icons = icon_urls(site, theme, logo)
    frames = {edition.language: frame_of(site, edition, theme, icons) for edition in site.editions}
    needs = needs_of(site.settings, theme, frames)
    families = Families(needs, encodings(site.settings))
    lists = api_lists(site)
    for edition in site.editions:
        add_releases(families, site, edition, memo)
        add_wire(families, site, edition)
        add_press(families, site, edition, theme)
        add_mails(families, site, edition, theme, icons.get("apple", ""))
        add_lists(families, site, edition, memo)
        add_archive(families, site, edition, memo)
        add_feeds(families, site, edition, theme, icons.get("large", ""))
        add_standing(families, site, edition, lists, content.files.keys() - site.belongings.withheld)
        add_search(families, site, edition)
        add_check_page(families, site, edition, content.files)
        add_press_pages(families, site, edition)
    add_sitemaps(families, site, now, memo)
    add_api(families, site, lists, now, content.files.keys() - site.belongings.withheld)
    add_icons(families, site, logo, content.files.keys() - site.belongings.withheld)
    add_copies(families, site, content, theme, memo)
    add_index_files(families, site, indexes)
    add_outputs(families, site, outputs)
    add_check(families, site, printed)
    until = min(filter(None, (news_until(site, now), security_until(now), site.until)))
    return Plan(tuple(families.all), frames, needs, until)


def needs_of(settings: Settings, theme: ThemeFacts, frames: Mapping[str, Chrome]) -> Needs:
    """The digests of what each kind of file needs in each language, besides its inputs."""
    zone = digest_of(settings.timezone)
    found: dict[tuple[str, str], dict[str, bytes]] = {}
    for language in settings.languages:
        frame = digest_of(frames[language]) if language in frames else b""
        words = theme.messages.get(language, b"")
        for kind in KINDS.values():
            every = {TEMPLATE: theme.templates.get(kind.name, b""), FRAME: frame, WORDS: words, ZONE: zone}
            found[kind.name, language] = {need: every[need] for need in kind.needs}
    return found


class Rest(msgspec.Struct, frozen=True):
    """What a plan has besides, once the paths of all other files are known."""

    families: tuple[Family, ...]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def plan_redirects(site: Site, content: Content, plan: Plan, paths: Any, count: int, memo: Memo) -> Rest:
    """Redirects, and the files of the host. `paths` are those of all other files, `count` is how many they are."""
    settings = site.settings
    families = Families(plan.needs, encodings(settings))
    redirects = memo(
        "",
        find_redirects,
        given(site.aliases),
        given(settings.redirects),
        given((*site.former_lists, *(former_feeds(site) if HOSTS[settings.host].rules != 0 else ()))),
        site.history,
        paths,
        given(site.settings.base),
    )
    static = content.files.keys() - site.belongings.withheld
    kept = kept_for_ever(settings, lambda: paths.it)
    warnings = add_host(families, settings, redirects.found, count, static, kept)
    return Rest(tuple(families.all), (*redirects.warnings, *warnings), redirects.problems)


def colliding(files: Iterable[tuple[str, str]]) -> list[Problem]:
    """Files (each with its path and what it is made from) that are one file on many systems: their paths are equal, or
    differ only in case or Unicode form, or one is a folder of the other.
    """
    every = list(files)
    if all(path.isascii() for path, _ in every) and _differ({path.lower() for path, _ in every}, len(every)):
        return []  # as nearly always
    taken: dict[str, tuple[str, str]] = {}
    folders: dict[str, tuple[str, str]] = {}
    problems = []
    for file in sorted(every):
        path = file[0]
        key = path.lower() if path.isascii() else _folded(path)
        other = taken.setdefault(key, file)
        if other is not file:
            problems.append(_collision(file, other))
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = file
            folder = folder.rpartition("/")[0]
    return problems + [_collision(taken[key], folders[key]) for key in taken.keys() & folders.keys()]


def misfits(files: Iterable[tuple[str, str]]) -> list[Problem]:
    """Files whose path not every system can have: the name of a device, an end that is taken away, an unseen sign."""
    problems = []
    for path, about in files:
        reason = next(filter(None, map(_misnamed, path.split("/"))), None)
        if reason:
            message = msg(
                "path-misfit", "would be written to /%(path)s. %(reason)s Rename it.", path=path, reason=reason
            )
            problems.append(Problem(place_of(about, path), 0, message))
    return problems


_misnamed = functools.lru_cache(maxsize=20_000)(misnamed)


def _differ(keys: Collection[str], count: int) -> bool:
    """Whether so many paths have these folded forms, and none is a folder of another."""
    every = set(keys)
    folders = every
    while folders := {key.rpartition("/")[0] for key in folders} - {""}:
        if not every.isdisjoint(folders):
            return False
    return len(every) == count


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _collision(one: tuple[str, str], other: tuple[str, str]) -> Problem:
    # blamed is what a person wrote, and so can rename
    (_, first), (path, second) = sorted(
        (one, other), key=lambda file: (file[1] == FILE_NAME, file[1].startswith("content/"), file[1])
    )
    message = msg(
        "path-twice",
        "would be written to /%(path)s, where %(other)s is written too. Rename one of them.",
        path=path,
        other=in_words(first),
    )
    return Problem(place_of(second, path), 0, message)
