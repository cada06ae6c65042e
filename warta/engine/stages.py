"""Turns a request into what each stage of a build comes to, as frozen values for other programs.

Each reads the newsroom as it lies there now, remembers what it read as a build does, and writes no output.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from warta.content.documents import Organization, Page, Release
from warta.engine.inputs import read_newsroom
from warta.engine.planning import compare_plan, make_plan
from warta.engine.record import Record
from warta.engine.rendering import release_of
from warta.engine.workspace import Report, Request, Work, run
from warta.errors import Problem, ProblemsFound
from warta.newsroom.link import link as link_content
from warta.newsroom.public import Site, public_site
from warta.newsroom.visibility import Hidden
from warta.plan.origins import in_words
from warta.settings import Settings

Result = TypeVar("Result")


class Newsroom(msgspec.Struct, frozen=True):
    """A newsroom as it was read, hidden documents too: settings, documents in the order of their sources, problems."""

    settings: Settings
    releases: tuple[Release, ...]
    pages: tuple[Page, ...]
    organizations: tuple[Organization, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class PlannedFile(msgspec.Struct, frozen=True):
    """A file that a build would leave: its path below the output folder, kind, language, and what it is made from."""

    path: str
    kind: str
    language: str
    about: str


def read(request: Request) -> Newsroom:
    """The newsroom's settings and documents. What is wrong with documents is in its problems; settings or extensions
    that cannot be used raise ProblemsFound.
    """

    def stage(work: Work) -> Newsroom:
        found = read_newsroom(work)
        content = found.content
        with work.reader() as reader:
            heads = (content.library.head(source) for source in sorted(content.library.where))
            releases = tuple([release_of(reader, head.digest) for head in heads if head is not None])
        standing = content.standing
        return Newsroom(
            content.settings, releases, standing.pages, standing.organizations, found.problems, found.warnings
        )

    return reach(request, stage)


def link(request: Request) -> Site:
    """What readers may see as of the request's `now`. Raises ProblemsFound."""

    def stage(work: Work) -> Site:
        newsroom = read_newsroom(work)
        site = link_content(newsroom.content, request.now, request.shown, work.memo)
        if problems := (*newsroom.problems, *site.problems):
            raise ProblemsFound(problems)
        return public_site(site).it

    return reach(request, stage)


def plan_files(request: Request) -> tuple[PlannedFile, ...]:
    """Every file that a build would leave, in the order of their paths. Raises ProblemsFound."""

    def stage(work: Work) -> tuple[PlannedFile, ...]:
        compared = compare_plan(work, make_plan(work, read_newsroom(work)), Record({}), {})
        targets = sorted(compared.targets, key=lambda each: each.path)
        return tuple([PlannedFile(each.path, each.kind, each.language, str(in_words(each.about))) for each in targets])

    return reach(request, stage)


def reach(request: Request, stage: Callable[[Work], Result]) -> Result:
    """The result of a stage in an open workspace, which is run anew when what is remembered is damaged."""
    found: list[Result] = []

    def stages(work: Work) -> Report:
        found[:] = [stage(work)]
        return Report((), 0, (), {}, Hidden(), (), (), 0, {})

    run(request, stages, lambda stage, done, total: None, None)
    return found[0]
