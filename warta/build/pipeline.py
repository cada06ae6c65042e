"""Turns a newsroom's folder into its output folder: the one function that is the whole of a build."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from warta.build.executors import Executor, make_executor
from warta.build.lock import exclusive
from warta.build.reading import Content, Recipe, read_content
from warta.build.staleness import Key, Surroundings, key_of, out_of_date
from warta.build.store import BodyReader, Output, Store, StoreBroken, open_store
from warta.build.writer import Folder, Written, digest_of, stage
from warta.config import Config, read_config
from warta.content.files import scan
from warta.errors import Problem, ProblemsFound
from warta.newsroom.model import Hidden, Site
from warta.newsroom.site import build_site
from warta.newsroom.visibility import PUBLIC
from warta.plan.plan import plan_targets
from warta.plan.targets import Plan, Target
from warta.plan.views import Chrome
from warta.render.render import Renderer
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
        try:
            executor = make_executor(request.jobs)
            _, _, site, plan = _planned(request, config, store, executor, progress)
        finally:
            store.close()
        return plan, site


def _build(request: Request, progress: Progress, *, fresh: bool) -> Report:
    config = read_config(request.site)
    folder = Folder(request.output.absolute())
    store, notice = open_store(request.memory, msgspec.json.encode(Recipe.of(config)), fresh=fresh)
    try:
        executor = make_executor(request.jobs)
        theme, content, site, plan = _planned(request, config, store, executor, progress)
        surroundings = Surroundings(theme, plan.chromes)
        keys = {target.path: key_of(target, surroundings) for target in plan.targets}
        known = store.outputs(str(folder.root))
        stale = out_of_date(plan, keys, known, _intact(folder, known))
        folder.open_staging()
        try:
            targets = [target for target in plan.targets if target.path in stale]
            task = RenderTask(theme, plan.chromes, config.zone, store.path, content.paths, str(folder.staging))
            staged = _render(targets, task, executor, progress)
            written = _put_in_place(folder, plan, staged, known)
        finally:
            folder.close_staging()
        deleted = _record(folder, plan, keys, staged, store, known, content)
    finally:
        store.close()
    return Report(
        written=tuple(written),
        kept=len(plan.targets) - len(written),
        deleted=deleted,
        reasons=stale,
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
    content = read_content(
        files, Recipe.of(config), store, executor, lambda done, total: progress("read", done, total)
    )
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


def _intact(folder: Folder, known: Mapping[str, Output]) -> dict[str, bool]:
    """For each recorded file that is there: whether its bytes are those recorded."""
    found = {}
    present = folder.present()
    for path, output in known.items():
        facts = present.get(path)
        if facts is not None and path in folder.claimed:
            same = facts == (output.size, output.mtime)
            found[path] = same or digest_of(folder.root / path) == output.digest
    return found


class _Failed(msgspec.Struct, frozen=True):
    """Why a target was not rendered: a template's problem, or (`broken`) a store that lacks a body."""

    problem: Problem
    broken: bool = False


class RenderTask:
    """Renders one target into the staging folder; makes its template environments at the first."""

    def __init__(
        self,
        theme: Theme,
        chromes: Mapping[str, Chrome],
        zone: ZoneInfo,
        store: Path,
        paths: Mapping[str, str],
        staging: str,
    ) -> None:
        self._parts = (theme, chromes, zone, store, paths)
        self._staging = staging
        self._renderer: Renderer | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"_parts": self._parts, "_staging": self._staging, "_renderer": None}

    def renderer(self) -> Renderer:
        """The renderer. Raises ProblemsFound for messages that cannot be read."""
        if self._renderer is None:
            theme, chromes, zone, store, paths = self._parts
            self._renderer = Renderer(theme, chromes, zone, BodyReader(store), paths)
        return self._renderer

    def __call__(self, target: Target) -> Written | _Failed:
        """What was written, or why nothing was."""
        from warta.render.templates import TemplateProblem

        try:
            return stage(self._staging, target.path, self.renderer().render(target))
        except TemplateProblem as failed:
            return _Failed(failed.problem)
        except ProblemsFound as found:
            return _Failed(found.problems[0])
        except StoreBroken as broken:
            return _Failed(Problem("", 0, str(broken)), broken=True)
        except FileNotFoundError:
            return _Failed(Problem(target.about, 0, "was taken away while the site was built. Build again."))


def _render(
    targets: list[Target], task: RenderTask, executor: Executor, progress: Progress
) -> dict[str, Written]:
    """Render into the staging folder, in the plan's order. Raises ProblemsFound with each problem once."""
    written: dict[str, Written] = {}
    failed: dict[Problem, list[str]] = {}
    results = executor.map(task, targets, lambda target: target.about)
    for done, (target, result) in enumerate(zip(targets, results, strict=True), 1):
        progress("render", done, len(targets))
        if isinstance(result, Written):
            written[target.path] = result
        elif result.broken:
            raise StoreBroken(result.problem.message)
        else:
            failed.setdefault(result.problem, []).append(target.about)
    if failed:
        raise ProblemsFound(_with_pages(problem, pages) for problem, pages in failed.items())
    return written


def _with_pages(problem: Problem, pages: list[str]) -> Problem:
    if problem.path == pages[0]:
        return problem
    more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    message = f"{problem.message} (while rendering {pages[0]}{more})"
    return Problem(problem.path, problem.line, message)


def _put_in_place(
    folder: Folder, plan: Plan, staged: Mapping[str, Written], known: Mapping[str, Output]
) -> list[str]:
    """Put in place what differs from what is there, delete what nothing claims; gives the paths that changed."""
    present = folder.present()
    changed = {
        path: written
        for path, written in staged.items()
        if path not in present
        or path not in folder.claimed
        or present[path][0] != written.size
        or digest_of(folder.root / path) != written.digest
    }
    planned = {target.path for target in plan.targets}
    kept = {
        path: staged[path].digest if path in staged else known[path].digest for path in planned if path not in changed
    }
    folder.put_in_place(changed, kept, [path for path in folder.claimed if path not in planned])
    return list(changed)


def _record(
    folder: Folder,
    plan: Plan,
    keys: Mapping[str, Key],
    staged: Mapping[str, Written],
    store: Store,
    known: Mapping[str, Output],
    content: Content,
) -> tuple[str, ...]:
    """Remember what was written, once it is in place; gives the paths that were deleted."""
    present = folder.present()
    place = str(folder.root)
    planned = {target.path for target in plan.targets}
    store.begin()
    store.put_outputs(
        place,
        (
            (path, Output(keys[path].whole, keys[path].parts, written.digest, *present[path]))
            for path, written in staged.items()
            if path in present
        ),
    )
    store.forget_outputs(place, [path for path in known if path not in planned])
    store.keep_bodies(frozenset(document.body.digest for document in content.documents))
    store.commit()
    return tuple(sorted(path for path in folder.claimed if path not in planned))
