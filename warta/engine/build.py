"""Turns a request into a build: the story of a build up to the question whether there is anything to do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from warta.engine.altered import Altered, find_altered, unclaimed
from warta.engine.folder import Folder
from warta.engine.inputs import Newsroom, read_newsroom
from warta.engine.stamp import Stamp, read_stamp, write_stamp
from warta.engine.whereto import check_place
from warta.engine.workspace import Progress, Report, Request, Work, Workspace, run
from warta.work import Serial

_MANY = 1000  # files; fewer are looked at sooner than a process is started


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
    root = work.request.output.absolute()
    folder = Folder(root, work.space.claims.get(str(root)) if work.alive else None)
    with look_at(folder, work) as altered:
        newsroom = read_newsroom(work, only)
        if (report := up_to_date(work, newsroom, folder, altered)) is not None:
            _stamp(work, folder)
            return report
        from warta.engine.making import make  # half of the code, and most builds find nothing to do

        report = make(work, newsroom, folder, altered, placed)
        _stamp(work, folder)
        return report


@contextlib.contextmanager
def look_at(folder: Folder, work: Work) -> Iterator[Altered]:
    """Begin to look at what an earlier build left in a folder; many files beside what else is done meanwhile.

    A workspace that lives on left them there itself, in a folder where nobody else writes.
    """
    record = work.record(str(folder.root))
    if work.alive:
        gone = {} if folder.manifest == record.manifest else unclaimed(folder, record)
        yield lambda: gone
        return
    with (work.executor if record.count >= _MANY else Serial()).beside(
        partial(find_altered, folder, record)
    ) as altered:
        yield altered


def up_to_date(work: Work, newsroom: Newsroom, folder: Folder, altered: Altered) -> Report | None:
    """The report of a build that has nothing to do, if that can be told without planning one."""
    record, now = work.record(str(folder.root)), work.request.now
    outcome = record.outcome
    # what else may be wrong is told by the inputs' digest, and was not when the outcome was kept
    if newsroom.apart or outcome is None or outcome.inputs != newsroom.inputs:
        return None
    if now < outcome.since or (outcome.until is not None and now >= outcome.until):
        return None
    if folder.manifest != record.manifest or altered():
        return None
    notices, every = (work.notice,) if work.notice else (), record.families
    return Report((), record.count, (), {}, outcome.hidden, outcome.warnings, notices, outcome.releases, every)


def _stamp(work: Work, folder: Folder) -> None:
    """Let the output say what it holds for, and take away what a build that was killed left beside it."""
    outcome = work.record(str(folder.root)).outcome
    assert outcome is not None
    stamp = Stamp(outcome.inputs, outcome.since, outcome.until)
    if read_stamp(folder.root) != stamp:
        write_stamp(folder, stamp)
    folder.tidy()
