"""Turns the commands `build` and `check` into a build, with progress and a summary."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from warta.build.pipeline import Progress, Request, build, check
from warta.cli.words import counted, problem_line, show_report
from warta.config import read_config
from warta.dates import parse_moment
from warta.newsroom.visibility import DRAFT, PUBLIC

_LONG = 300


def run_build(
    site: Path,
    output: Path | None,
    now: str | None,
    jobs: int | None,
    *,
    drafts: bool,
    why: bool,
    clean: bool,
) -> None:
    """Build a newsroom and say what was done."""
    started = time.perf_counter()
    zone = read_config(site).zone
    shown = frozenset((PUBLIC, DRAFT) if drafts else (PUBLIC,))
    request = Request(site, output or site / "output", moment_of(now, zone), shown, jobs, clean=clean)
    with progress_bar() as progress:
        report = build(request, progress=progress)
    show_report(report, zone, seconds=time.perf_counter() - started, why=why)
    if drafts and report.hidden.drafts:
        click.echo("Drafts are in this output, marked as such: do not publish it.", err=True)


def run_check(site: Path, now: str | None, jobs: int | None) -> None:
    """Check a newsroom and say what there is."""
    zone = read_config(site).zone
    with progress_bar() as progress:
        plan, model = check(Request(site, site / "output", moment_of(now, zone), jobs=jobs), progress=progress)
    for warning in model.warnings:
        click.echo(f"{problem_line(warning)} (a warning)", err=True)
    releases = sum(len(edition.entries) for edition in model.editions)
    click.echo(f"No problems: {counted(releases, 'public release')}, {counted(len(plan.targets), 'file')} to build.")


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

    _words = {"read": "Reading releases", "render": "Writing pages"}

    def __init__(self) -> None:
        self._progress: object = None
        self._tasks: dict[str, object] = {}

    def update(self, stage: str, done: int, total: int) -> None:
        if total < _LONG or (done % 25 and done != total):
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        if self._progress is None:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.start()
        assert isinstance(self._progress, Progress)
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(self._words.get(stage, stage), total=total)
        self._progress.update(self._tasks[stage], completed=done)  # type: ignore[arg-type]

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()  # type: ignore[attr-defined]
