"""Turns measurements into a page of Markdown tables, each figure beside what it must and should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pages import KINDS, Amount
from rows import ADDED, BODY, COLD, GROWTH, HELP, NOTHING, RELOAD, SAMPLE, Results, Timed

WARTA, HUGO = "Warta", "Hugo"
_NONE = "–"

# must and aim; ratios of medians, Warta to Hugo, by row and number of releases
_RATIOS = {
    (COLD, 100): (3.0, 1.5),
    (COLD, 1_000): (1.4, 0.9),
    (COLD, 10_000): (0.75, 0.45),
    (NOTHING, 10_000): (0.10, 0.04),
    (BODY, 10_000): (0.15, 0.08),
}
_MEMORY = {(COLD, 10_000): (0.40, 0.20)}
_SECONDS = {HELP: (0.25, 0.12), SAMPLE: (0.5, 0.3), RELOAD: (0.5, 0.15)}
_FILES = (40, 25)
_GROWTH = (1.25, 1.1)
_NOTES = """\
All figures are medians of runs of new processes, the tools in turn, Warta first in every other run. *CPU* is user and
system time of all processes together. *Spread* is the slowest run over the fastest, of either tool: a ratio that is
nearer to its limit than the spread says little. Memory is the most that all processes of a build held together at
one time, pages they share counted once, in runs of their own."""
_SETS = """\
The sites have the same addresses and the same pages, but for these: Warta also lists the releases of a region in the
regions above it (with a feed), keeps a front page of 20 to 39 releases where Hugo has a first page of 20, cuts the
sitemap by year, and copies its theme's style sheet and icon. "Everything on" is the default theme with the archive by
month and year, author pages, all feeds and related releases."""


def page(results: Results, machine: Mapping[str, str]) -> str:
    """The whole page."""
    parts = [
        "# Results",
        _table(
            ("machine", ""), [*machine.items(), ("load before", ", ".join(f"{load:.1f}" for load in results.loads))]
        ),
        _NOTES,
        *_section("Time", _times(results)),
        *_section("Warta alone", _alone(results)),
        *_section("Growth", _growth(results)),
        *_section("Memory", _memory(results)),
        *_section("Files that one new release touches", _touched(results)),
        *_section("What was built", _pages(results)),
        _SETS,
        *[f"- {note}" for note in dict.fromkeys(results.notes)],
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, table: str) -> Iterator[str]:
    if table:
        yield f"## {title}"
        yield table


def _times(results: Results) -> str:
    head = ("row", "releases", "Warta s", "Hugo s", "ratio", "Warta CPU", "Hugo CPU", "ratio", "spread")
    rows = []
    for timed in results.timed:
        warta, hugo = timed.wall(WARTA), timed.wall(HUGO)
        if warta is None or hugo is None:
            continue
        wall = _ratio(warta, hugo)
        cpu = _ratio(timed.cpu(WARTA), timed.cpu(HUGO))
        limits = _RATIOS.get((timed.row, timed.count))
        # a cold build has to keep within its limits in both
        judged = max(wall, cpu) if timed.row == COLD else wall
        rows.append(
            (
                timed.row,
                f"{timed.count:,}",
                f"{warta:.2f}",
                f"{hugo:.2f}",
                _number(wall),
                f"{timed.cpu(WARTA):.2f}",
                f"{timed.cpu(HUGO):.2f}",
                _number(cpu),
                f"{_spread(timed):.2f}",
                *_verdict(judged, limits),
            )
        )
    return _table((*head, "must", "aim", "met"), rows)


def _alone(results: Results) -> str:
    """Rows that have no counterpart."""
    rows = []
    for timed in results.timed:
        seconds, cpu = timed.wall(WARTA), timed.cpu(WARTA)
        if seconds is None or cpu is None or timed.wall(HUGO) is not None or timed.row == GROWTH:
            continue
        count = f"{timed.count:,}" if timed.count else _NONE
        verdict = _verdict(seconds, _SECONDS.get(timed.row))
        rows.append(
            (timed.row, count, f"{seconds:.3f}", f"{cpu:.3f}" if cpu else _NONE, f"{_spread(timed):.2f}", *verdict)
        )
    return _table(("row", "releases", "s", "CPU", "spread", "must", "aim", "met"), rows)


def _growth(results: Results) -> str:
    """Time of each release, and how much that is more than at the smallest size."""
    grown = [timed for timed in results.timed if timed.row == GROWTH]
    peaks = {count: found.get(WARTA) for row, count, found in results.memory if row == GROWTH}
    rows = []
    for timed in grown:
        wall, cpu = _each(timed, timed.wall(WARTA)), _each(timed, timed.cpu(WARTA))
        times = wall / _each(grown[0], grown[0].wall(WARTA))
        cpu_times = cpu / _each(grown[0], grown[0].cpu(WARTA))
        verdict = _verdict(times, _GROWTH if timed is grown[-1] else None)
        figures = (f"{wall:.0f}", f"{times:.2f}", f"{cpu:.0f}", f"{cpu_times:.2f}", _megabytes(peaks.get(timed.count)))
        rows.append((f"{timed.count:,}", *figures, *verdict))
    return _table(("releases", "µs for each", "times", "CPU µs", "times", "peak MB", "must", "aim", "met"), rows)


def _each(timed: Timed, seconds: float | None) -> float:
    """Microseconds for each release."""
    return (seconds or 0.0) / timed.count * 1e6


def _memory(results: Results) -> str:
    rows = []
    for row, count, found in results.memory:
        if row == GROWTH:
            continue
        warta, hugo = found.get(WARTA), found.get(HUGO)
        ratio = warta / hugo if warta and hugo else None
        shown = _NONE if ratio is None else _number(ratio)
        verdict = _verdict(ratio, _MEMORY.get((row, count)))
        rows.append((row, f"{count:,}", _megabytes(warta), _megabytes(hugo), shown, *verdict))
    return _table(("row", "releases", "Warta MB", "Hugo MB", "ratio", "must", "aim", "met"), rows)


def _touched(results: Results) -> str:
    rows = []
    for tool, count, touched in results.touched:
        total = touched.changed + touched.added + touched.deleted
        verdict = _verdict(total, None if tool == HUGO else _FILES)
        numbers = (touched.changed, touched.added, touched.deleted, total, touched.of)
        rows.append((ADDED, tool, f"{count:,}", *(f"{number:,}" for number in numbers), *verdict))
    return _table(
        ("row", "tool", "releases", "changed", "added", "deleted", "together", "of", "must", "aim", "met"), rows
    )


def _pages(results: Results) -> str:
    tables = []
    for count, tools in results.pages.items():
        rows = [(kind, *(f"{tools[tool][kind].files:,}" for tool in tools)) for kind in KINDS]
        rows.append(("files", *(f"{sum(each.files for each in tools[tool].values()):,}" for tool in tools)))
        rows.append(("MB", *(f"{sum(each.size for each in tools[tool].values()) / 1e6:.1f}" for tool in tools)))
        rows.append(("bytes of a release page", *(_mean(tools[tool]["release pages"]) for tool in tools)))
        table = _table((f"{count:,} releases", *tools), rows)
        tables.append(f"{table}\n\n{results.shared[count]:,} release pages have the same address in both outputs.")
    return "\n\n".join(tables)


def _mean(amount: Amount) -> str:
    return f"{amount.size / amount.files:,.0f}" if amount.files else _NONE


def _number(ratio: float) -> str:
    """A digit more where limits are that small."""
    return f"{ratio:.2f}" if ratio >= 0.2 else f"{ratio:.3f}"


def _ratio(one: float | None, other: float | None) -> float:
    return one / other if one and other else float("nan")


def _spread(timed: Timed) -> float:
    """The slowest run over the fastest, of the tool that differs most from itself."""
    return max(max(run.wall for run in runs) / min(run.wall for run in runs) for runs in timed.costs.values())


def _megabytes(size: int | None) -> str:
    return f"{size / 1e6:.0f}" if size else _NONE


def _verdict(value: float | None, limits: tuple[float, float] | None) -> tuple[str, str, str]:
    """What must be, what is aimed at, and which of them is met."""
    if limits is None or value is None:
        return _NONE, _NONE, ""
    must, aim = limits
    met = "aim" if value <= aim else "must" if value <= must else "**no**"
    return f"{must:g}", f"{aim:g}", met


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right; empty without rows."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return ""
    rules = ["---", *("---:" for _ in head[1:])]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(rules)}|", *body])
