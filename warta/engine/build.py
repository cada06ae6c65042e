"""Turns a newsroom's folder into its output folder: the story of a build, stage by stage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from warta.content.history import FILE_NAME as HISTORY
from warta.content.history import write_history
from warta.engine import keeping
from warta.engine.folder import Folder
from warta.engine.hidden import Concealment, all_documents, conceal
from warta.engine.inputs import Newsroom, read_newsroom
from warta.engine.planning import Compared, Planned, compare_plan, make_plan
from warta.engine.publishing import Published, find_altered, publish
from warta.engine.record import Outcome, Record
from warta.engine.rendering import PICTURES, Rendered, RenderTask, Tools, render_all
from warta.engine.stamp import Stamp, drop_stamp, read_stamp, write_stamp
from warta.engine.store import Reader
from warta.engine.variants import Variants
from warta.engine.whereto import check_place
from warta.engine.workspace import CHECKED, Progress, Report, Request, Work, Workspace, run
from warta.errors import reason
from warta.messages import Message, msg
from warta.newsroom.visibility import PUBLIC
from warta.plan.kinds import KINDS
from warta.plan.machines.copies import is_copying
from warta.plan.targets import Target
from warta.work import Serial

_MANY = 1000  # files; fewer are looked at sooner than a process is started
Altered = Callable[[], Mapping[str, bool]]
"""Gives the recorded files that are not as recorded (see `find_altered`)."""


def build(
    request: Request,
    *,
    progress: Progress = lambda stage, done, total: None,
    space: Workspace | None = None,
    only: Iterable[str] | None = None,
    placed: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Build a newsroom; with the workspace of an earlier build of this process, sooner.

    `only` are the paths in which something changed since that build, when the caller knows; `placed` is given
    the report when readers see the new files, before anything is kept for the next build. Raises ProblemsFound with
    every problem of content, settings and theme, and OutputError; in both cases the output is as it was.
    """
    if space is not None and only is not None:
        only = frozenset(only)
        space.told |= only  # a build that ends before it looks at them leaves them to the next
    return run(request, partial(_build, only=only, placed=placed), progress, space)


def _build(work: Work, only: Iterable[str] | None, placed: Callable[[Report], None]) -> Report:
    check_place(work.request.output, work.request.site)
    folder = Folder(work.request.output.absolute())
    with look_at(folder, work) as altered:
        newsroom = read_newsroom(work, only)
        if (report := up_to_date(work, newsroom, folder, altered)) is not None:
            _stamp(work, folder)
            return report
        planned = make_plan(work, newsroom)
        record = work.record(str(folder.root))
        compared = compare_plan(work, planned, record, altered())
        with work.reader() as reader, folder.staging_open():
            hidden = conceal(planned.site, newsroom.content, reader)
            rendered = render(work, planned, compared, hidden, folder.staging)
            lying = compared.paths - rendered.keys() if record.hidden != hidden.digest else ()
            hidden.examine(copied(planned, compared, record, hidden), rendered, folder, lying, work.executor)
            keeping.drop_outcome(str(folder.root), record, work.store)
            drop_stamp(folder.root)
            private = work.request.shown != frozenset((PUBLIC,))
            published = publish(folder, compared.changes, rendered, altered(), record, private=private)
        report = _report(work, planned, compared, published)
        placed(report)
        report = keep(work, planned, report, hidden, published)
        _stamp(work, folder)
        return report


class Checked(msgspec.Struct, frozen=True):
    """What a check has read and planned: workspace, plan, a reader of documents, the paths of all files."""

    work: Work
    planned: Planned
    reader: Reader
    claimed: frozenset[str]


def check(
    request: Request,
    *,
    progress: Progress = lambda stage, done, total: None,
    inspect: Callable[[Checked], None] = lambda checked: None,
    leaks: bool = False,
) -> Report:
    """Read and validate everything and render what a build would, but write nothing of it. Raises ProblemsFound.

    `inspect` is shown what was read, once all of it holds. With `leaks` every file of the output is looked at for what
    is hidden now, not only what a build would write. The report says what a build would claim, and of nothing
    that it was written.
    """
    return run(request, partial(_check, inspect=inspect, leaks=leaks), progress, None)


def _check(work: Work, inspect: Callable[[Checked], None], leaks: bool) -> Report:  # noqa: FBT001
    newsroom = read_newsroom(work)
    planned = make_plan(work, newsroom)
    output, known = Folder(work.request.output.absolute()), work.record(CHECKED)
    with work.reader() as reader:
        hidden = conceal(planned.site, newsroom.content, reader)
        # what was rendered while other things were hidden says nothing of these
        before = known if known.hidden == hidden.digest else Record({})
        compared = compare_plan(work, planned, before, {})
        rendered = render(work, planned, compared, hidden, None)
        copies = copied(planned, compared, before, hidden)
        hidden.examine(copies, rendered, output, output.claimed if leaks else (), work.executor)
        inspect(Checked(work, planned, reader, compared.paths))
    _save(work, CHECKED, Record(compared.changes.families, hidden.digest))
    report = _report(work, planned, compared, Published((), (), compared.changes.families))
    told = (hidden.account(len(output.claimed)),) if leaks else ()
    return msgspec.structs.replace(report, reasons={}, notices=(*report.notices, *told))


@contextlib.contextmanager
def look_at(folder: Folder, work: Work) -> Iterator[Altered]:
    """Begin to look at what an earlier build left in a folder; many files beside what else is done meanwhile.

    A workspace that lives on left them there itself, in a folder where nobody else writes.
    """
    record = work.record(str(folder.root))
    if work.alive:
        gone = dict.fromkeys([path for path in record.paths() if path not in folder.claimed], False)
        yield lambda: gone
        return
    count = sum(family.count for family in record.families.values())
    with (work.executor if count >= _MANY else Serial()).beside(partial(find_altered, folder, record)) as altered:
        yield altered


def up_to_date(work: Work, newsroom: Newsroom, folder: Folder, altered: Altered) -> Report | None:
    """The report of a build that has nothing to do, if that can be told without planning one."""
    record, now = work.record(str(folder.root)), work.request.now
    outcome = record.outcome
    if newsroom.problems or outcome is None or outcome.inputs != newsroom.inputs:
        return None
    if now < outcome.since or (outcome.until is not None and now >= outcome.until):
        return None
    if altered() or folder.claimed.keys() != frozenset(record.paths()) or len(folder.claimed) != outcome.files:
        return None
    claimed, notices = frozenset(folder.claimed), (work.notice,) if work.notice else ()
    return Report((), len(claimed), (), {}, outcome.hidden, outcome.warnings, notices, outcome.releases, claimed)


def _stamp(work: Work, folder: Folder) -> None:
    """Let the output say what it holds for, and take away what a build that was killed left beside it."""
    outcome = work.record(str(folder.root)).outcome
    assert outcome is not None
    stamp = Stamp(outcome.inputs, outcome.since, outcome.until)
    if read_stamp(folder.root) != stamp:
        write_stamp(folder.root, stamp)
    folder.tidy()


def render(
    work: Work, planned: Planned, compared: Compared, hidden: Concealment, staging: Path | None
) -> dict[str, Rendered]:
    """Render what is stale into the staging folder (None: to see that it can be), in the order of publishing."""
    targets = sorted(compared.targets, key=lambda each: (KINDS[each.kind].turn, each.path))
    code = work.extensions.code
    tools = Tools(planned.theme, planned.plan.frames, work.settings.zone, work.store.path, planned.paths, code)
    task = RenderTask(tools, hidden.index, staging)
    with contextlib.closing(task):
        return render_all(targets, task, work.executor, partial(work.progress, "render"))


def copied(planned: Planned, compared: Compared, record: Record, hidden: Concealment) -> Iterable[Target]:
    """The files to look at for what they are copies of: what is new, and all of them when other things are hidden."""
    if record.hidden == hidden.digest:
        return compared.targets
    return (target for family in planned.plan.families if is_copying(family) for target in family.targets())


def keep(work: Work, planned: Planned, report: Report, hidden: Concealment, published: Published) -> Report:
    """Keep what this build found out for the next one; the report, with a notice of what could not be kept."""
    inputs, unwritten = _remember_addresses(work, planned)
    now, until = work.request.now, planned.plan.until
    outcome = Outcome(inputs, now, until, report.hidden, report.releases, len(report.claimed), report.warnings)
    _forget(work, planned, published)
    _save(work, str(work.request.output.absolute()), Record(published.families, hidden.digest, outcome))
    return msgspec.structs.replace(report, notices=(*report.notices, *unwritten))


def _save(work: Work, root: str, record: Record) -> None:
    before = work.record(root)
    work.store.begin()
    keeping.save_record(root, record, before.families, work.store)
    work.space.records[root] = record
    assert work.space.memo is not None
    work.space.memo.save(work.store)
    work.space.generation = work.store.commit()


def _forget(work: Work, planned: Planned, published: Published) -> None:
    """Let go of documents, bodies and pictures that nothing has any more, once they are many."""
    known, content = work.space.known, planned.newsroom.content
    documents, _ = work.store.counts()
    if documents - len(known.documents) >= max(20, documents // 10):
        with work.reader() as reader:
            bodies = frozenset(each.body.digest for each in all_documents(content, reader))
        work.store.begin()
        work.store.keep(frozenset(digest for _, _, digest in known.documents.values()), bodies)
        work.store.commit()
    if published.written or published.deleted:
        Variants(work.store.path.parent / PICTURES).keep({facts.digest for facts in content.files.values()})


def _remember_addresses(work: Work, planned: Planned) -> tuple[bytes, tuple[Message, ...]]:
    """Add new addresses to addresses.tsv where that is asked for: the inputs' digest then, or a notice why not."""
    request, newsroom, rows = work.request, planned.newsroom, planned.site.history.rows
    if not request.record or rows == newsroom.content.history:
        return newsroom.inputs, ()
    try:
        write_history(request.site, rows)
    except OSError as error:
        why = msg(
            "history-unwritable",
            "%(file)s cannot be written, so new addresses are not remembered.",
            reason(error),
            file=HISTORY,
        )
        return newsroom.inputs, (why,)
    return newsroom.inputs_with(rows), ()


def _report(work: Work, planned: Planned, compared: Compared, published: Published) -> Report:
    claimed = compared.paths
    warnings = {*planned.newsroom.warnings, *planned.site.warnings, *compared.warnings}
    return Report(
        written=published.written,
        kept=len(claimed) - len(published.written),
        deleted=published.deleted,
        reasons={target.path: why for target, why in compared.changes.stale},
        hidden=planned.site.hidden,
        warnings=tuple(sorted(warnings)),
        notices=(work.notice,) if work.notice else (),
        releases=planned.site.releases,
        claimed=claimed,
    )
