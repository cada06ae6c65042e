"""Turns the command `build` into a build, with progress and a summary."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

from warta.catalogue import say
from warta.cli.report import show_report
from warta.cli.terminal import put
from warta.dates import parse_moment
from warta.engine.build import build
from warta.engine.workspace import Progress, Request, Workspace
from warta.errors import UsageError
from warta.messages import msg
from warta.newsroom.visibility import DRAFT, PUBLIC
from warta.settings import FILE_NAME, PUBLISHING, is_site_address, read_settings

_LONG = 300
_HELD: list[Workspace] = []  # what a build makes is held to the end of the process, which lets go of all at once


class BuildOptions(msgspec.Struct, frozen=True):
    """The options of `build`, as typed."""

    output: Path | None = None
    url: str | None = None
    now: str | None = None
    jobs: int | None = None
    drafts: bool = False
    why: bool = False
    clean: bool = False


def run_build(site: Path, options: BuildOptions) -> None:
    """Build a newsroom and say what was done."""
    started = time.perf_counter()
    if options.url is not None and not is_site_address(options.url):
        raise UsageError(
            msg(
                "url-no-address",
                "--url must be an address such as https://humas.example.go.id/ (got '%(got)s').",
                got=options.url,
            )
        )
    zone = read_settings(site).zone
    look_at_publishing(site)
    request = Request(
        site=site,
        output=options.output or site / "output",
        now=moment_of(options.now, zone),
        shown=frozenset((PUBLIC, DRAFT) if options.drafts else (PUBLIC,)),
        jobs=options.jobs,
        clean=options.clean,
        # what is only tried out has given out no address
        record=not options.drafts and options.now is None and options.output is None and options.url is None,
        url=options.url,
    )
    _HELD.append(Workspace())
    with progress_bar() as progress:
        report = build(request, progress=progress, space=_HELD[-1])
    show_report(report, zone, seconds=time.perf_counter() - started, why=options.why)
    if options.drafts and report.hidden.drafts:
        put(msg("drafts-in-output", "Drafts are in this output, marked as such: do not publish it."), err=True)


def look_at_publishing(site: Path) -> None:
    """Raise ProblemsFound for what the settings say wrongly of deploys and announcements, which do not change a build:
    better now than when it is to go out. No secret is looked for.
    """
    lines = (site / FILE_NAME).read_text(encoding="utf-8-sig").splitlines()
    if any(line.startswith(PUBLISHING) for line in lines):
        from warta.deploy.settings import read_publishing

        read_publishing(site)


def moment_of(now: str | None, zone: dt.tzinfo) -> dt.datetime:
    """The `now` of a run: as typed, in the site's zone, else the clock, which is read here and nowhere else."""
    return parse_moment(now, zone).at if now else dt.datetime.now(dt.UTC).replace(microsecond=0)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on a terminal when there is much to do; else nothing."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    bar = _Bar()
    try:
        yield bar.update
    finally:
        bar.close()


class _Bar:
    """One line that says how far reading and rendering are; rich draws it, and is loaded only when it is needed."""

    _words = {
        "read": msg("progress-read", "Reading releases"),
        "render": msg("progress-render", "Writing pages"),
        "edit": msg("progress-edit", "Reading as an editor"),
    }

    def __init__(self) -> None:
        self._progress: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    def update(self, stage: str, done: int, total: int) -> None:
        """Show how many of how many are done, when they are many."""
        if total < _LONG or (done % 25 and done != total):
            return
        if self._progress is None:
            self._progress = self._draw()
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(say(self._words[stage]), total=total)
        self._progress.update(self._tasks[stage], completed=done)

    def _draw(self) -> RichProgress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = RichProgress(*columns, console=Console(stderr=True), transient=True)
        progress.start()
        return progress

    def close(self) -> None:
        """Take the line away."""
        if self._progress is not None:
            self._progress.stop()
