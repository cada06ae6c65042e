"""Turns what was read of a newsroom into its site, its plan, and what the plan changes in an output folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec

from warta.engine.compare import Changes, compare
from warta.engine.indexes import IndexFile, make_indexes
from warta.engine.inputs import Newsroom
from warta.engine.paths import OwnPaths, collisions, misfits_of, paths_of
from warta.engine.printing import print_releases
from warta.engine.record import Record
from warta.engine.rendering import parts_reader
from warta.engine.workspace import INDEXES, Work
from warta.errors import Problem, ProblemsFound
from warta.extensions import call_outputs
from warta.newsroom.link import link
from warta.newsroom.public import public_site
from warta.newsroom.site import Site
from warta.plan.machines.check import Printed
from warta.plan.pages.search import indexes_of
from warta.plan.plan import Plan, plan_redirects, plan_site
from warta.plan.targets import Target
from warta.render.html.theme import Theme


class Planned(msgspec.Struct, frozen=True):
    """What is to be built: site and plan, the theme, the paths of all files that are copied, by source, and what the
    check page must know of releases.
    """

    newsroom: Newsroom
    theme: Theme
    site: Site
    plan: Plan
    paths: Mapping[str, str]
    printed: tuple[Printed, ...]


class Compared(msgspec.Struct, frozen=True):
    """What a plan changes in a folder, and what is doubtful in redirects and host files."""

    changes: Changes
    warnings: tuple[Problem, ...]

    @property
    def targets(self) -> list[Target]:
        """What must be rendered."""
        return [target for target, _ in self.changes.stale]

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all files of the site."""
        return frozenset(path for family in self.changes.families.values() for path in family.columns.paths)


def make_plan(work: Work, newsroom: Newsroom) -> Planned:
    """Site and plan. Raises ProblemsFound with the problems of theme, content and model together."""
    request = work.request
    site = link(newsroom.content, request.now, request.shown, work.memo)
    problems = (*newsroom.problems, *site.problems)
    if problems or newsroom.theme is None:
        raise ProblemsFound(problems)
    indexes = _indexes(work, site)
    digests = {path: each.digest for path, each in indexes.items()}
    outputs = work.memo("", call_outputs, work.extensions, public_site(site)) if work.extensions.outputs else ()
    facts = newsroom.theme.facts
    printed = print_releases(work, site, newsroom.theme)
    plan = plan_site(site, newsroom.content, facts, digests, request.now, work.memo, outputs, printed)
    paths = {**newsroom.paths, **{path: each.place for path, each in indexes.items()}}
    return Planned(newsroom, newsroom.theme, site, plan, paths, printed)


def _indexes(work: Work, site: Site) -> dict[str, IndexFile]:
    """The files of the search indexes, where the newsroom has a search."""
    indexes = indexes_of(site)
    if not indexes:
        return {}
    from warta.render.render import values_of

    with work.reader() as reader:
        values = partial(values_of, parts=parts_reader(reader))
        return make_indexes(indexes, values, reader.body, work.store.path.parent / INDEXES)


def compare_plan(work: Work, planned: Planned, record: Record, altered: Mapping[str, bool]) -> Compared:
    """What a plan changes. Redirects and host files are compared last, since they depend on what else there is.

    Raises ProblemsFound for files that would be one, and for redirects that cannot be.
    """
    first = compare(planned.plan.families, record.families, altered)
    paths = paths_of(first.families)
    count = sum(each.count for each in first.families.values())
    rest = plan_redirects(planned.site, planned.newsroom.content, planned.plan, paths, count, work.memo)
    changes = first.with_more(compare(rest.families, record.families, altered))
    every = paths_of(changes.families)
    wrong = list(work.memo("", collisions, every))
    for name, family in changes.families.items():
        wrong += work.memo(name, misfits_of, OwnPaths(family.paths_digest, family))
    problems = [*rest.problems, *[_on_its_line(each, planned.newsroom) for each in wrong]]
    if problems:
        raise ProblemsFound(problems)
    return Compared(changes, rest.warnings)


def _on_its_line(problem: Problem, newsroom: Newsroom) -> Problem:
    """A problem of a document's address with the line that decides on the address."""
    source = problem.path.removeprefix("content/")
    document = newsroom.content.library.head(source) or next(
        (each for each in newsroom.content.standing.pages if each.source == source), None
    )
    line = (document.slug.line or document.title_line) if document else 0
    return Problem(problem.path, line, problem.message)
