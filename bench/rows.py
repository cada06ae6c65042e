"""Turns two sites and the name of a row into measurements, both tools in turn."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pages import Amount, Touched, compare, count_pages, digests, shared_releases
from processes import Cost, peak_memory, run, said
from serving import save_to_reload
from sites import (
    ROOT,
    WARTA,
    Edit,
    Site,
    add_release,
    edit_body,
    edit_nothing,
    edit_template,
    edit_title,
    make_sites,
    warta_site,
)

COLD = "cold build"
NOTHING = "nothing changed"
BODY = "one body edited"
TITLE = "one title edited"
ADDED = "one release added"
TEMPLATE = "one template edited"
FULL = "cold build, everything on"
DISK = "cold build on disk"
HELP = "`build.py --help`"
SAMPLE = "nothing changed, the sample newsroom"
RELOAD = "`serve`: from save to reload"
GROWTH = "cold build, for each release"


@dataclass(frozen=True, slots=True)
class Timed:
    """The runs of one row, by tool."""

    row: str
    count: int
    costs: Mapping[str, tuple[Cost, ...]]

    def wall(self, tool: str) -> float | None:
        """The median of the seconds on the clock."""
        costs = self.costs.get(tool)
        return statistics.median(cost.wall for cost in costs) if costs else None

    def cpu(self, tool: str) -> float | None:
        """The median of the processor seconds."""
        costs = self.costs.get(tool)
        return statistics.median(cost.cpu for cost in costs) if costs else None


@dataclass(slots=True)
class Results:
    """All that was measured."""

    timed: list[Timed] = field(default_factory=list)
    memory: list[tuple[str, int, dict[str, int | None]]] = field(default_factory=list)
    touched: list[tuple[str, int, Touched]] = field(default_factory=list)
    pages: dict[int, dict[str, dict[str, Amount]]] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all rows need to know: where to work, how often to run, what to tell, and where results go."""

    work: Path
    disk: Path | None
    hugo: str
    runs: int
    tell: Callable[[str], None]
    results: Results = field(default_factory=Results)

    def timed(self, row: str, count: int, sites: tuple[Site, ...], edit: Edit, offset: int = 0) -> Timed:
        """Run each site's command after each edit; who goes first changes each time."""
        costs: dict[str, list[Cost]] = {site.tool: [] for site in sites}
        for number in range(self.runs):
            for site in sites if number % 2 == 0 else reversed(sites):
                edit(site, offset + number)
                costs[site.tool].append(run(site.command, site.folder))
                self._listen(site, row)
        made = Timed(row, count, {tool: tuple(each) for tool, each in costs.items()})
        self.results.timed.append(made)
        self.tell(_told(made))
        return made

    def _listen(self, site: Site, row: str) -> None:
        """A build that says it could not use what it remembers is no measurement of one that does."""
        notes = [line for line in said(site.folder).splitlines() if line.startswith(("Note:", "WARN"))]
        self.results.notes += [f"{row}: {site.tool} said: {line}" for line in notes]

    def measured(self, row: str, count: int, sites: tuple[Site, ...], edit: Edit, offset: int = 0) -> None:
        """The peak memory of each site's command after one edit, in runs of their own."""
        found: dict[str, int | None] = {}
        for site in sites:
            edit(site, offset)
            found[site.tool] = peak_memory(site.command, site.folder)
        self.results.memory.append((row, count, found))
        self.tell(f"{row}, {count:,} releases: peak memory {found}")

    def compared(self, count: int, sites: tuple[Site, ...], edit: Edit, number: int) -> None:
        """How many files of each output one more release touches."""
        for site in sites:
            before = digests(site.output)
            edit(site, number)
            run(site.command, site.folder)
            touched = compare(before, digests(site.output))
            self.results.touched.append((site.tool, count, touched))
            self.tell(f"{ADDED}, {count:,} releases: {site.tool} {touched}")


def measure_size(bench: Bench, count: int, rows: frozenset[str], *, largest: bool) -> None:
    """The rows that compare both tools on `count` releases; some only at the largest size."""
    folder = bench.work / str(count)
    sites = make_sites(folder, count, bench.hugo)
    for site in sites:  # a first run that is not timed: Python compiles its modules, the system reads the files
        run(site.command, site.folder)
    if "cold" in rows:
        bench.timed(COLD, count, sites, _clean)
        bench.measured(COLD, count, sites, _clean)
    bench.results.pages[count] = {site.tool: count_pages(site.output) for site in sites}
    bench.results.shared[count] = shared_releases(sites[0].output, sites[1].output)
    _measure_changes(bench, count, sites, rows)
    if largest and "serve" in rows:
        _measure_reload(bench, count, sites[0])
    shutil.rmtree(folder)
    if "full" in rows:
        _measure_full(bench, count)
    if largest and "disk" in rows and bench.disk is not None:
        _measure_disk(bench, bench.disk, count)


def _measure_changes(bench: Bench, count: int, sites: tuple[Site, ...], rows: frozenset[str]) -> None:
    """The rows of builds that follow another; the numbers of edits never repeat."""
    if "noop" in rows:
        bench.timed(NOTHING, count, sites, edit_nothing)
        bench.measured(NOTHING, count, sites, edit_nothing)
    if "edit" in rows:
        bench.timed(BODY, count, sites, edit_body)
        bench.measured(BODY, count, sites, edit_body, 50)
        bench.timed(TITLE, count, sites, edit_title, 100)
    if "add" in rows:
        bench.timed(ADDED, count, sites, add_release)
        bench.compared(count, sites, add_release, 50)
    if "template" in rows:
        bench.timed(TEMPLATE, count, sites, edit_template, 1)


def _measure_full(bench: Bench, count: int) -> None:
    """Warta with its default theme and all it makes; nothing else makes the same, so there is no other column."""
    folder = bench.work / "full"
    sites = (warta_site(folder, count, "config-full.yaml"),)
    bench.timed(FULL, count, sites, _clean)
    bench.measured(FULL, count, sites, _clean)
    bench.results.pages[count]["Warta, everything on"] = count_pages(sites[0].output)
    time.sleep(2)
    bench.timed(f"{NOTHING}, everything on", count, sites, edit_nothing)
    bench.timed(f"{ADDED}, everything on", count, sites, add_release)
    before = digests(sites[0].output)
    add_release(sites[0], 50)
    run(sites[0].command, folder)
    bench.results.touched.append(("Warta, everything on", count, compare(before, digests(sites[0].output))))
    shutil.rmtree(folder)


def _measure_disk(bench: Bench, folder: Path, count: int) -> None:
    sites = make_sites(folder, count, bench.hugo)
    bench.timed(DISK, count, sites, _clean_and_sync)
    shutil.rmtree(folder)


def _measure_reload(bench: Bench, count: int, site: Site) -> None:
    costs = save_to_reload((*WARTA, "--site", str(site.folder), "serve", "--port", "0"), site, edit_body, bench.runs)
    bench.results.timed.append(Timed(RELOAD, count, {"Warta": costs}))
    bench.tell(_told(bench.results.timed[-1]))


def measure_start(bench: Bench) -> None:
    """What a command costs that has nothing to do."""
    folder = bench.work / "sample"
    folder.mkdir()
    shutil.copy(ROOT / "config.yaml", folder)
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, folder / name)
    bench.timed(HELP, 0, (_plain_site(folder, (*WARTA, "--help")),), edit_nothing)
    sample = _plain_site(folder, (*WARTA, "--site", str(folder), "build"))
    time.sleep(2)
    run(sample.command, folder)
    bench.timed(SAMPLE, 0, (sample,), edit_nothing)
    shutil.rmtree(folder)


def measure_growth(bench: Bench) -> None:
    """Cold builds of more and more releases by Warta alone."""
    for count in (1_000, 10_000, 100_000):
        site = warta_site(bench.work / "growth", count)
        bench.timed(GROWTH, count, (site,), _clean)
        bench.measured(GROWTH, count, (site,), _clean)
        shutil.rmtree(site.folder)


def _plain_site(folder: Path, command: tuple[str, ...]) -> Site:
    return Site("Warta", folder, command, folder / "content", folder / "output", (), folder / "themes")


def _clean(site: Site, _: int) -> None:
    site.clean()


def _clean_and_sync(site: Site, _: int) -> None:
    """What earlier runs left to be written to the disk must not be written during this one."""
    site.clean()
    os.sync()


def _told(timed: Timed) -> str:
    cells = [f"{tool} {timed.wall(tool):.3f} s ({timed.cpu(tool):.3f} CPU)" for tool in timed.costs]
    of = f", {timed.count:,} releases" if timed.count else ""
    return f"{timed.row}{of}: {', '.join(cells)}"
