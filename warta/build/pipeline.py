"""Turns a newsroom's folder into its output folder: the one function that is the whole of a build."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from warta.build.executors import Executor, make_executor
from warta.build.lock import exclusive
from warta.build.publishing import prepare, publish
from warta.build.reading import Content, Recipe, read_content
from warta.build.rendering import RenderTask, render_all
from warta.build.store import Store, StoreBroken, open_store
from warta.build.writer import Folder
from warta.config import Config, read_config
from warta.content.files import scan
from warta.errors import Problem, ProblemsFound
from warta.newsroom.model import Hidden, Site
from warta.newsroom.site import build_site
from warta.newsroom.visibility import PUBLIC
from warta.plan.plan import plan_targets
from warta.plan.targets import Plan
from warta.render.theme import Theme, load_theme

Progress = Callable[[str, int, int], None]
"""Told a stage (`read`, `render`), how many are done, and of how many."""


class Request(msgspec.Struct, frozen=True):
    """What is to be built: the newsroom's folder, the output, `now` (aware), and which states of releases are shown.

    `work` is the folder of what builds remember (default: `.warta` in the newsroom's). `clean` forgets it first.
    """

    site: Path
    output: Path
    now: dt.datetime
    shown: frozenset[str] = frozenset((PUBLIC,))
    jobs: int | None = None
    work: Path | None = None
    clean: bool = False

    @property
    def memory(self) -> Path:
        """The folder of what builds remember."""
        return self.work or self.site / ".warta"


class Report(msgspec.Struct, frozen=True):
    """What a build did. `reasons` says of each rendered path why; `written` are those whose bytes really changed."""

    written: tuple[str, ...]
    kept: int
    deleted: tuple[str, ...]
    reasons: dict[str, str]
    hidden: Hidden
    warnings: tuple[Problem, ...]
    notices: tuple[str, ...]
    releases: int
    claimed: frozenset[str]


def build(request: Request, *, progress: Progress = lambda stage, done, total: None) -> Report:
    """Build a newsroom. Raises ProblemsFound with every problem of content, settings and theme, and OutputError;
    in both cases the output is as it was.
    """
    with exclusive(request.memory):
        try:
            return _build(request, progress, fresh=request.clean)
        except (StoreBroken, sqlite3.DatabaseError) as broken:
            notice = f"what earlier builds remembered is damaged ({broken}); everything was built anew."
            report = _build(request, progress, fresh=True)
            return msgspec.structs.replace(report, notices=(notice, *report.notices))


def check(request: Request, *, progress: Progress = lambda stage, done, total: None) -> tuple[Plan, Site]:
    """Read and validate everything, write nothing but what is remembered. Raises ProblemsFound."""
    with exclusive(request.memory):
        config = read_config(request.site)
        store, _ = open_store(request.memory, msgspec.json.encode(Recipe.of(config)))
        with contextlib.closing(store):
            _, _, site, plan = _planned(request, config, store, make_executor(request.jobs), progress)
        return plan, site


def _build(request: Request, progress: Progress, *, fresh: bool) -> Report:
    config = read_config(request.site)
    folder = Folder(request.output.absolute())
    store, notice = open_store(request.memory, msgspec.json.encode(Recipe.of(config)), fresh=fresh)
    with contextlib.closing(store):
        executor = make_executor(request.jobs)
        theme, content, site, plan = _planned(request, config, store, executor, progress)
        publication = prepare(plan, theme, folder, store)
        with folder.staging_open():
            task = RenderTask(theme, plan.chromes, config.zone, (store.path, content.paths), folder.staging)
            staged = render_all(publication.targets, task, executor, partial(progress, "render"))
            outcome = publish(publication, staged, store)
        store.keep_bodies(frozenset(document.body.digest for document in content.documents))
    return Report(
        written=outcome.written,
        kept=len(plan.targets) - len(outcome.written),
        deleted=outcome.deleted,
        reasons=publication.stale,
        hidden=site.hidden,
        warnings=tuple(sorted({*content.warnings, *site.warnings})),
        notices=(notice,) if notice else (),
        releases=sum(len(edition.entries) for edition in site.editions),
        claimed=frozenset(target.path for target in plan.targets),
    )


def _planned(
    request: Request, config: Config, store: Store, executor: Executor, progress: Progress
) -> tuple[Theme, Content, Site, Plan]:
    """Everything up to the plan. The problems of theme, content and model are raised together."""
    problems: list[Problem] = []
    theme: Theme | None = None
    site: Site | None = None
    try:
        theme = load_theme(request.site, config.theme, config.theme_options)
    except ProblemsFound as found:
        problems += found.problems
    files, wrong = scan(request.site / "content", request.site, "content")
    content = read_content(files, Recipe.of(config), store, executor, partial(progress, "read"))
    problems += [*wrong, *content.problems]
    try:
        site = build_site(
            content.documents,
            content.files,
            config,
            now=request.now,
            shown=request.shown,
            unreadable=content.unreadable,
        )
    except ProblemsFound as found:
        problems += found.problems
    if problems or theme is None or site is None:
        raise ProblemsFound(problems)
    return theme, content, site, plan_targets(site, theme.facts, content.files)
