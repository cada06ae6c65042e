"""Turns a newsroom's folder into its output folder: the one function that is the whole of a build."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from warta.build.executors import Executor, make_executor
from warta.build.guard import Guard
from warta.build.lock import exclusive
from warta.build.memory import Memory
from warta.build.pictures import Variants
from warta.build.proven import remember_proven, unproven
from warta.build.publishing import Earlier, Outcome, look_at, prepare, publish
from warta.build.reading import Content, Inputs, Readings, Recipe, load_content, read_content
from warta.build.rendering import PICTURES, RenderTask, render_all
from warta.build.seal import Seal, break_seal, digest_of_inputs, find_seal, put_seal
from warta.build.staleness import Surroundings
from warta.build.store import BodyReader, Store, StoreBroken, open_store
from warta.build.writer import Folder
from warta.config import Config, read_config
from warta.content.documents import Document
from warta.content.files import scan
from warta.content.history import FILE_NAME as HISTORY
from warta.content.history import GivenAddress, read_history, write_history
from warta.errors import Problem, ProblemsFound, WartaError
from warta.newsroom.model import Hidden, Site
from warta.newsroom.site import build_site
from warta.newsroom.visibility import PUBLIC
from warta.plan.plan import Occasion, plan_targets
from warta.plan.present import Presenter
from warta.plan.redirects import Past, addresses, firsts, grown
from warta.plan.search import Record, plan_records
from warta.plan.targets import Plan
from warta.render.theme import Theme, load_theme

if TYPE_CHECKING:
    from warta.build.searching import IndexFile

INDEXES = "search"
"""The folder, beside the store, of the search indexes that were made."""

Progress = Callable[[str, int, int], None]
"""Told a stage (`read`, `render`), how many are done, and of how many."""


class Request(msgspec.Struct, frozen=True):
    """What is to be built: the newsroom's folder, the output, `now` (aware), and which states of releases are shown.

    A source among the `shown` is that release alone, whatever its state.
    `work` is the folder of what builds remember (default: `.warta` in the newsroom's). `clean` forgets it first.
    `record` adds new addresses to addresses.tsv: for builds that are published.
    """

    site: Path
    output: Path
    now: dt.datetime
    shown: frozenset[str] = frozenset((PUBLIC,))
    jobs: int | None = None
    work: Path | None = None
    clean: bool = False
    record: bool = False

    @property
    def memory(self) -> Path:
        """The folder of what builds remember."""
        return self.work or self.site / ".warta"


class CannotRemember(WartaError):
    """The folder of what builds remember can be opened, but not be written."""


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


def build(
    request: Request, *, progress: Progress = lambda stage, done, total: None, memory: Memory | None = None
) -> Report:
    """Build a newsroom; with the `memory` of an earlier build in this process, sooner.

    Raises ProblemsFound with every problem of content, settings and theme, and OutputError; in both cases the output
    is as it was.
    """
    return _remembering(request, partial(_build, memory=memory or Memory()), progress)


class Checked(msgspec.Struct, frozen=True):
    """What a check has in its hands: settings, model, documents and inputs, plan, and the tools."""

    config: Config
    site: Site
    documents: tuple[Document, ...]
    inputs: Inputs
    claimed: frozenset[str]
    store: Store
    executor: Executor
    plan: Plan
    theme: Theme


Inspect = Callable[[Checked], None]
"""Shown what a check has in its hands."""


def check(
    request: Request,
    *,
    progress: Progress = lambda stage, done, total: None,
    inspect: Inspect = lambda checked: None,
    leaks: bool = False,
) -> Report:
    """Read and validate everything and render what a build would, but write nothing of it. Raises ProblemsFound.

    `inspect` is shown what was read, once all of it holds. With `leaks` every file of the output is looked at for what
    is hidden now, not only what a build would write. The report says what a build would claim, and of nothing
    that it was written.
    """
    return _remembering(request, partial(_check, inspect=inspect, leaks=leaks), progress)


def _remembering(request: Request, run: Callable[[Request, Progress, bool], Report], progress: Progress) -> Report:
    """Run alone in the working folder, and once more from nothing when what is remembered turns out to be damaged."""
    with exclusive(request.memory):
        try:
            return run(request, progress, request.clean)
        except (StoreBroken, sqlite3.DatabaseError) as broken:
            notice = f"what earlier builds remembered is damaged ({broken}); everything was built anew."
        try:
            report = run(request, progress, True)
        except (StoreBroken, sqlite3.Error) as error:
            raise CannotRemember(f"{request.memory} cannot be written: {error}. Is the disk full?") from None
        return msgspec.structs.replace(report, notices=(notice, *report.notices))


def _check(request: Request, progress: Progress, fresh: bool, inspect: Inspect, leaks: bool) -> Report:  # noqa: FBT001
    config = read_config(request.site)
    store, notice = _open(request, config, fresh=fresh)
    executor, folder = make_executor(request.jobs), Folder(request.output.absolute())
    with contextlib.closing(store), look_at(folder, store, executor) as earlier:
        readings: Readings = {}
        sources = _read(request, config, store, executor, progress, readings)
        content = load_content(sources.inputs, store, readings)
        planned = _plan(request, sources, content, store, Memory())
        site, plan = planned.site, planned.plan
        theme = _theme_of(sources)
        publication = prepare(plan, Surroundings(theme, plan.chromes), earlier)
        guard = Guard(site, content, sources.inputs, BodyReader(store.path))
        task = RenderTask(
            theme, plan.chromes, config.zone, (store.path, planned.paths), publication.surroundings, None
        ).guarded(guard.index)
        with contextlib.closing(task), contextlib.closing(guard):
            targets = unproven(publication, guard, store)
            rendered = render_all(targets, task, executor, partial(progress, "render"))
            guard.examine(publication, rendered, executor, publication.folder.claimed if leaks else ())
            remember_proven(publication, guard, store, targets)
        documents, paths = content.documents, publication.paths
        inspect(Checked(config, site, documents, sources.inputs, paths, store, executor, plan, theme))
    report = _report(site, plan, content, Outcome((), ()), {}, notice)
    told = (guard.account(len(publication.folder.claimed)),) if leaks else ()
    return msgspec.structs.replace(report, notices=(*report.notices, *told))


class _Sources(msgspec.Struct, frozen=True):
    """What a site is made from, before it is looked into: theme (None: with problems), inputs, problems so far."""

    config: Config
    theme: Theme | None
    inputs: Inputs
    past: Past
    problems: tuple[Problem, ...]


class _Planned(msgspec.Struct, frozen=True):
    """What is to be built: model, plan, what is known of addresses from now on, and where the copied files lie."""

    site: Site
    plan: Plan
    past: Past
    paths: dict[str, str]


def _build(request: Request, progress: Progress, fresh: bool, memory: Memory) -> Report:  # noqa: FBT001
    config = read_config(request.site)
    folder = Folder(request.output.absolute())
    store, notice = _open(request, config, fresh=fresh)
    executor = make_executor(request.jobs)
    with contextlib.closing(store), look_at(folder, store, executor, ours=memory.recall(store)) as earlier:
        readings = memory.readings(Recipe.of(config))
        sources = _read(request, config, store, executor, progress, readings)
        sealed = _sealed(request, config, sources, earlier, store)
        if sealed is not None:
            memory.keep(store)
            return msgspec.structs.replace(sealed, notices=(notice,) if notice else ())
        content = load_content(sources.inputs, store, readings)
        planned = _plan(request, sources, content, store, memory)
        site, plan = planned.site, planned.plan
        theme = _theme_of(sources)
        publication = prepare(plan, Surroundings(theme, plan.chromes), earlier)
        guard = Guard(site, content, sources.inputs, BodyReader(store.path))
        with folder.staging_open(), contextlib.closing(guard):
            task = RenderTask(
                theme, plan.chromes, config.zone, (store.path, planned.paths), publication.surroundings, folder.staging
            ).guarded(guard.index)
            with contextlib.closing(task):
                staged = render_all(publication.targets, task, executor, partial(progress, "render"))
            guard.examine(publication, staged, executor, guard.doubtful(publication, store))
            break_seal(store, str(folder.root))
            outcome = publish(publication, staged, store, private=request.shown != frozenset((PUBLIC,)))
            guard.remember(store, folder)
        _forget(store, content, sources.inputs, outcome)
        report = _report(site, plan, content, outcome, publication.stale, notice)
        sources, unwritten = _recorded(request, sources, planned.past)
        report = msgspec.structs.replace(report, notices=(*report.notices, *unwritten))
        _seal(request, config, sources, report, plan.until, store)
        memory.keep(store)
    return report


def _forget(store: Store, content: Content, inputs: Inputs, outcome: Outcome) -> None:
    """Let go of bodies and pictures that no document and no file has any more."""
    store.keep_bodies(frozenset(document.body.digest for document in content.documents))
    if outcome.written or outcome.deleted:
        Variants(store.path.parent / PICTURES).keep({facts.digest for facts in inputs.files.values()})


def _open(request: Request, config: Config, *, fresh: bool) -> tuple[Store, str]:
    if fresh:
        for name in (PICTURES, INDEXES):
            shutil.rmtree(request.memory / name, ignore_errors=True)
    return open_store(request.memory, msgspec.json.encode(Recipe.of(config)), fresh=fresh)


def _read(
    request: Request, config: Config, store: Store, executor: Executor, progress: Progress, readings: Readings
) -> _Sources:
    """Theme and content as they lie there now; `readings` as in `read_content`."""
    problems: list[Problem] = []
    theme: Theme | None = None
    try:
        theme = load_theme(request.site, config.theme, config.theme_options)
    except ProblemsFound as found:
        problems += found.problems
    if not (request.site / "content").is_dir():
        problems.append(Problem("content", 0, "is not here. A newsroom keeps its releases in content/releases/."))
    rows: tuple[GivenAddress, ...] = ()
    try:
        rows = read_history(request.site)
    except ProblemsFound as found:
        problems += found.problems
    files, wrong = scan(request.site / "content", request.site, "content")
    problems += wrong
    try:
        inputs = read_content(files, Recipe.of(config), store, executor, partial(progress, "read"), readings)
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    broken = () if config.unknown_keys == "warn" else inputs.broken
    return _Sources(config, theme, inputs, Past(rows, frozenset(inputs.documents)), (*problems, *broken))


def _theme_of(sources: _Sources) -> Theme:
    if sources.theme is None:
        raise ProblemsFound(sources.problems)
    return sources.theme


def _plan(request: Request, sources: _Sources, content: Content, store: Store, memory: Memory) -> _Planned:
    """The model and the plan.

    The problems of theme, content and model are raised together.
    """
    problems = [*sources.problems, *content.problems]
    try:
        site = build_site(
            content.documents,
            sources.inputs.files,
            sources.config,
            now=request.now,
            shown=request.shown,
            unreadable=content.unreadable,
            before=memory.site,
        )
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    if problems:
        raise ProblemsFound(problems)
    memory.site = site
    files = sources.inputs.files
    past = Past(grown(sources.past, addresses(site)), sources.past.sources)
    documents = sources.inputs.documents
    presenter = memory.presenter = Presenter(site, files, documents, firsts(past.rows), memory.presenter)
    indexed = _indexed(plan_records(site, presenter), store)
    digests = {path: each.digest for path, each in indexed.items()}
    paths = sources.inputs.paths | {path: str(each.place) for path, each in indexed.items()}
    occasion = Occasion(request.now, past)
    return _Planned(
        site, plan_targets(site, _theme_of(sources).facts, presenter, files, digests, occasion), past, paths
    )


def _indexed(records: Mapping[str, tuple[Record, ...]], store: Store) -> dict[str, IndexFile]:
    """The files of the search indexes, where the newsroom has a search."""
    if not records:
        return {}
    from warta.build.searching import index

    with contextlib.closing(BodyReader(store.path)) as bodies:
        return index(records, bodies, store.path.parent / INDEXES)


def _report(site: Site, plan: Plan, content: Content, outcome: Outcome, reasons: dict[str, str], notice: str) -> Report:
    return Report(
        written=outcome.written,
        kept=len(plan.targets) - len(outcome.written),
        deleted=outcome.deleted,
        reasons=reasons,
        hidden=site.hidden,
        warnings=tuple(sorted({*content.warnings, *site.warnings, *plan.warnings})),
        notices=(notice,) if notice else (),
        releases=sum(len(edition.entries) for edition in site.editions),
        claimed=frozenset(target.path for target in plan.targets),
    )


def _recorded(request: Request, sources: _Sources, past: Past) -> tuple[_Sources, tuple[str, ...]]:
    """The sources with new addresses added to addresses.tsv, where that is asked for; or a notice why they are not."""
    if not request.record or past == sources.past:
        return sources, ()
    try:
        write_history(request.site, past.rows)
    except OSError as error:
        why = f"{HISTORY} cannot be written ({error.strerror or error}): new addresses are not remembered."
        return sources, (why,)
    return msgspec.structs.replace(sources, past=past), ()


def _sealed(request: Request, config: Config, sources: _Sources, earlier: Earlier, store: Store) -> Report | None:
    """The report of a build that has nothing to do, if that can be told without planning one."""
    if sources.problems or sources.theme is None:
        return None
    digest = digest_of_inputs(config, sources.theme, sources.inputs, sources.past.rows, request.shown)
    seal = find_seal(store, str(earlier.folder.root), digest, request.now)
    known = earlier.known
    if seal is None or seal.files != len(known) or known.keys() != earlier.folder.claimed.keys() or earlier.altered():
        return None
    claimed = frozenset(known)
    return Report((), len(claimed), (), {}, seal.hidden, seal.warnings, (), seal.releases, claimed)


def _seal(
    request: Request, config: Config, sources: _Sources, report: Report, planned: dt.datetime | None, store: Store
) -> None:
    digest = digest_of_inputs(config, _theme_of(sources), sources.inputs, sources.past.rows, request.shown)
    until = min(filter(None, (report.hidden.next_change, planned)), default=None)
    seal = Seal(digest, request.now, until, report.hidden, report.releases, len(report.claimed), report.warnings)
    put_seal(store, str(request.output.absolute()), seal)
