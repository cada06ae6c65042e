"""Turns a command line into measurements of Warta and Hugo on the same releases, and into a page of their ratios."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import click
from earlier import measured_with, with_earlier
from machine import describe, file_system, load
from rows import Bench, Results, measure_growth, measure_size, measure_start
from sites import BENCH, hugo_binary
from table import page

ROWS = ("cold", "noop", "edit", "add", "template", "full", "disk", "start", "serve", "growth")
_USUAL = tuple(row for row in ROWS if row != "growth")
_MEMORY_FOLDER = Path("/dev/shm")
_ROOM = 70_000  # bytes for each release: two sites with their outputs, in blocks of 4 kB


def _sizes(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(sorted({int(each) for each in text.split(",")}))
    except ValueError:
        raise click.BadParameter("write numbers with commas between them, such as 100,1000.") from None
    if sizes[0] < 40:
        raise click.BadParameter("fewer than 40 releases make no second page of a list.")
    return sizes


def _rows(_: click.Context, __: click.Parameter, text: str) -> frozenset[str]:
    rows = frozenset(text.split(","))
    if unknown := sorted(rows.difference(ROWS)):
        raise click.BadParameter(f"no row is called '{unknown[0]}'. Known are: {', '.join(ROWS)}.")
    return rows


@click.command()
@click.option("--sizes", callback=_sizes, default="100,1000,10000", show_default=True, help="Numbers of releases.")
@click.option("--runs", type=click.IntRange(1), default=5, show_default=True, help="Runs of each tool in each row.")
@click.option("--rows", callback=_rows, default=",".join(_USUAL), show_default=True, help=f"Any of {', '.join(ROWS)}.")
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the sites are made and removed. Default: in memory (/dev/shm) if there is room, else bench/work.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page of results. Default: bench/RESULTS.md; with --quick none.",
)
@click.option("--quick", is_flag=True, help="100 releases, one run, a few rows: does it work at all?")
def main(
    sizes: tuple[int, ...], runs: int, rows: frozenset[str], work: Path | None, out: Path | None, *, quick: bool
) -> None:
    """Measure Warta beside Hugo, and write a page of tables."""
    hugo = hugo_binary()
    if hugo is None:
        raise click.ClickException("Hugo is not installed here: python3 build.py setup bench")
    if quick:
        sizes, runs, rows = (100,), 1, rows & {"cold", "noop", "edit", "add"}
    elif out is None:
        out = BENCH / "RESULTS.md"
    parent = work or _roomy(max(100_000, *sizes) if "growth" in rows else max(sizes))
    parent.mkdir(parents=True, exist_ok=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as people have it: modules are compiled once, not in every run
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started and made goes then too
    machine = describe(hugo, parent)
    measured = measured_with(machine)
    with tempfile.TemporaryDirectory(prefix="warta-bench-", dir=parent) as made:
        results = _measure(Path(made), hugo, sizes, runs, rows)
    if not quick:
        results = with_earlier(results, measured)
    text = page(results, machine)
    click.echo(text)
    if out is not None:
        out.write_text(text, encoding="utf-8")


def _measure(work: Path, hugo: str, sizes: tuple[int, ...], runs: int, rows: frozenset[str]) -> Results:
    disk = BENCH / "work" / work.name if file_system(work) == "tmpfs" else None
    bench = Bench(work, disk, hugo, runs, lambda text: click.echo(text, err=True))
    bench.results.loads.append(load())
    if "start" in rows:
        measure_start(bench)
    for size in sizes if rows - {"start", "growth"} else ():
        measure_size(bench, size, rows, largest=size == sizes[-1])
    if "growth" in rows:
        measure_growth(bench)
    return bench.results


def _roomy(largest: int) -> Path:
    """In memory when the sites of the largest size fit into half of what is free there."""
    usable = _MEMORY_FOLDER.is_dir() and os.access(_MEMORY_FOLDER, os.W_OK)
    fits = usable and shutil.disk_usage(_MEMORY_FOLDER).free > 2 * _ROOM * largest
    return _MEMORY_FOLDER if fits else BENCH / "work"


if __name__ == "__main__":
    main()
