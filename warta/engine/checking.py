"""Turns a request into a check: a build that reads, plans and renders everything and writes nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from warta.engine.folder import Folder
from warta.engine.hidden import conceal
from warta.engine.inputs import read_newsroom
from warta.engine.making import copied, remember, render, report_of
from warta.engine.planning import Planned, compare_plan, make_plan
from warta.engine.publishing import Published
from warta.engine.record import Record
from warta.engine.store import Reader
from warta.engine.workspace import CHECKED, Progress, Report, Request, Work, run


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
        rendered = render(work, planned, compared.targets, hidden, None)
        copies = copied(planned, compared, before, hidden)
        hidden.examine(copies, rendered, output, output.claimed if leaks else (), work.executor)
        inspect(Checked(work, planned, reader, compared.paths))
    remember(work, CHECKED, Record(compared.changes.families, hidden.digest))
    report = report_of(work, planned, compared, Published((), (), compared.changes.families))
    told = (hidden.account(len(output.claimed)),) if leaks else ()
    return msgspec.structs.replace(report, reasons={}, notices=(*report.notices, *told))
