"""Turns the figures of a chart into what stands in a text: a drawing with its table on pages, the table elsewhere.

A drawing is as wide as the text around it, whatever that is: what lies across is told in per cent, and words keep their
size. Bars begin at nothing, and every bar has its figure; a line is told by its dashes as well as by its colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from warta.content.chart_figures import Figures
from warta.newsroom.views import Chart
from warta.render.html.locales import Formats

_CREDIT = re.compile(r'(.*?)(<small class="credit">.*</small>)?', re.DOTALL)
_YEAR = re.compile(r"(?:1[89]|2[01])\d\d")
_LINE, _BAR, _NEAR, _GAP = 21, 13, 3, 10  # pixels: a line of words, a bar, what parts bars and groups of them
_PLOT, _STEPS = 220, 4
_LETTERS = 34  # of a label in one line, beside its figure, on a small phone
_ACROSS = 34  # letters of all labels below a line
_WIDE = 97.5  # per cent of the width that a line takes, so that its last point is whole


class Charts:
    """Writes charts in one language. `drawn`: for pages; else they are tables, which stand anywhere."""

    def __init__(self, formats: Formats, say: Callable[[str], str], *, drawn: bool = False) -> None:
        self._formats, self._say, self._drawn = formats, say, drawn

    def __call__(self, chart: Chart, title: str, caption: str) -> str:
        """The chart with this title, a text; `caption` is the HTML below it, with what its figures come from."""
        parted = _CREDIT.fullmatch(caption)
        below, credit = (parted[1].strip(), parted[2] or "") if parted else (caption, "")
        table = self._table(chart.figures, title)
        if not self._drawn:
            return f"{table}\n" + (f"<p>{caption}</p>" if caption else "")
        drawing = self._line(chart.figures) if chart.line else self._bars(chart.figures)
        file = f'<a href="{escape(chart.url)}">CSV</a>, {escape(self._formats.filesize(chart.size))}'
        words = "".join([f"<b>{escape(title)}</b>" if title else "", f" <span>{below}</span>" if below else ""])
        head = f"<figcaption>{words}</figcaption>\n" if words else ""
        shown = f"<details><summary>{escape(self._say('Figures as a table'))}</summary>\n{table}\n</details>"
        from_ = f'<p class="source">{credit}{" · " if credit else ""}{file}</p>'
        return f'<figure class="chart">\n{head}{drawing}\n{shown}\n{from_}\n</figure>'

    def _figure(self, written: str) -> str:
        return self._formats.exact(written) if written else "–"

    def _table(self, figures: Figures, title: str) -> str:
        caption = f"<caption>{escape(title)}</caption>" if title else ""
        first, *others = figures.columns
        head = f'<th scope="col">{escape(first)}</th>'
        head += "".join(f'<th align="right" scope="col">{escape(each)}</th>' for each in others)
        rows = "\n".join(
            f'<tr><th scope="row">{escape(label)}</th>'
            + "".join(f'<td align="right">{self._figure(each)}</td>' for each in row)
            + "</tr>"
            for label, *row in figures.rows
        )
        return f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"

    def _bars(self, figures: Figures) -> str:
        low, high = _bounds(figures, whole=True)
        share = 100 / (high - low)
        zero = -low * share
        names, made, y = figures.columns[1:], [], 0
        for label, *row in figures.rows:
            lines = _lines(label)
            for line in lines:
                y += _LINE
                made.append(_text(0, y - 6, line, "name" if len(row) > 1 else ""))
            for place, written in enumerate(row):
                if len(row) > 1:
                    y += _LINE
                    made.append(_text(0, y - 6, names[place]))
                made.append(_text(100, y - 6, self._figure(written), "end value"))
                if written:
                    across = abs(float(written)) * share
                    left = zero if float(written) >= 0 else zero - across
                    shape = f'x="{_short(left)}%" y="{y}" width="{_short(across)}%" height="{_BAR}"'
                    made.append(f'<rect class="s{place + 1}" {shape}/>')
                y += _BAR + _NEAR
            y += _GAP
        height = y - _GAP - _NEAR
        axis = f'<line class="axis" x1="{_short(zero)}%" x2="{_short(zero)}%" y1="0" y2="{height}"/>' if low < 0 else ""
        return _drawing(height, [axis, *made])

    def _line(self, figures: Figures) -> str:
        names, top = figures.columns[1:], _LINE * (len(figures.columns) - 1) + 22
        made = []
        for place, name in enumerate(names):
            label, written = _last(figures, place)
            base = (place + 1) * _LINE - 6
            made.append(f'<line class="s{place + 1}" x1="1" x2="27" y1="{base - 5}" y2="{base - 5}"/>')
            made += [_text(0, base, name, dx=36), _text(100, base, f"{label}: {self._figure(written)}", "end value")]
        ticks = _ticks(*_bounds(figures))
        low, high = ticks[0], ticks[-1]

        def height(value: float) -> float:
            return (high - value) / (high - low) * _PLOT

        across = _places([row[0] for row in figures.rows])
        grid = [(top + height(tick), tick) for tick in ticks]
        made += [
            f'<line class="{"axis" if tick == 0 else "grid"}" x1="0" x2="100%" y1="{_short(y)}" y2="{_short(y)}"/>'
            for y, tick in grid
        ]
        plot = []
        for place in range(len(names)):
            for run in _runs(figures, place):
                points = [(across[at], height(value)) for at, value in run]
                if len(points) > 1:
                    drawn = " ".join(f"{_short(x * 10)},{_short(y)}" for x, y in points)
                    plot.append(f'<polyline class="s{place + 1}" points="{drawn}"/>')
                if len(points) == 1 or run[-1][0] == len(across) - 1:
                    x, y = points[-1]
                    dot = f'cx="{_short(x * _WIDE / 100)}%" cy="{_short(top + y)}" r="4.5"'
                    made.append(f'<circle class="s{place + 1}" {dot}/>')
        inner = f'x="0" y="{top}" width="{_WIDE}%" height="{_PLOT}" viewBox="0 0 1000 {_PLOT}"'
        made.append(f'<svg {inner} preserveAspectRatio="none" overflow="visible">{"".join(plot)}</svg>')
        made += [_text(0, y - 5, self._formats.exact(f"{tick:.10g}"), "tick") for y, tick in grid]
        made += self._below(figures, across, top + _PLOT + _LINE)
        return _drawing(top + _PLOT + _LINE + 6, made)

    @staticmethod
    def _below(figures: Figures, across: Sequence[float], y: int) -> Iterator[str]:
        """The labels of the first row, of the last, and of as many between them as there is room for."""
        labels = [row[0] if len(row[0]) <= _ACROSS // 2 else row[0][: _ACROSS // 2 - 1] + "…" for row in figures.rows]
        last = len(labels) - 1
        chosen = [0]
        for parts in range(1, min(5, last) + 1):
            more = [round(last * part / parts) for part in range(parts + 1)]
            if all(_has_room(labels, across, one, two) for one, two in pairwise(more)):
                chosen = more
        for at in chosen:
            side = "" if at == 0 else "end" if at == last else "middle"
            yield _text(across[at] * _WIDE / 100 if side == "middle" else 100 if side else 0, y, labels[at], side)


def _has_room(labels: Sequence[str], across: Sequence[float], one: int, two: int) -> bool:
    """Whether two labels can stand side by side below a line; the first and the last begin and end at its ends."""
    ends = (2 if at in (0, len(labels) - 1) else 1 for at in (one, two))
    letters = sum(len(labels[at]) * half / 2 for at, half in zip((one, two), ends, strict=True))
    return (across[two] - across[one]) / 100 * _ACROSS >= letters + 1


def _drawing(height: float, made: Iterable[str]) -> str:
    """The whole drawing. Who cannot see it has the table."""
    return (
        f'<svg width="100%" height="{_short(height)}" aria-hidden="true">\n'
        + "\n".join(filter(None, made))
        + "\n</svg>"
    )


def _text(x: float, y: float, words: str, class_: str = "", dx: int = 0) -> str:
    of = f' class="{class_}"' if class_ else ""
    moved = f' dx="{dx}"' if dx else ""
    return f'<text{of} x="{_short(x)}%" y="{_short(y)}"{moved}>{escape(words)}</text>'


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") if abs(number) >= 0.005 else "0"


def _lines(label: str) -> list[str]:
    """A label in lines that leave room for the figure at the right."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _bounds(figures: Figures, *, whole: bool = False) -> tuple[float, float]:
    """The least and the largest that is shown. Nothing is among it in bars, and in lines that are not far from it."""
    values = [float(each) for row in figures.rows for each in row[1:] if each]
    low, high = min(values), max(values)
    if whole or 0 < low < high / 2 or high / 2 < low < 0:
        low, high = min(0.0, low), max(0.0, high)
    return (low, high) if high > low else (low - abs(low) / 2, high + abs(high) / 2) if high else (0.0, 1.0)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from at most the least to at least the largest."""
    rough = (high - low) / _STEPS
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 10.0 ** -len(str(int(1 / rough)))
    step = next(each * power for each in (1, 2, 2.5, 5, 10, 20, 25, 50, 100) if each * power >= rough)
    first = int(low // step)
    count = int(-(-(high - first * step) // step))
    return [round((first + each) * step, 12) for each in range(count + 1)]


def _places(labels: Sequence[str]) -> list[float]:
    """Where each label lies across, in per cent: years by their distance, all else evenly."""
    if len(labels) == 1:
        return [50.0]
    if all(_YEAR.fullmatch(each) for each in labels) and all(int(a) < int(b) for a, b in pairwise(labels)):
        first, last = int(labels[0]), int(labels[-1])
        return [(int(each) - first) * 100 / (last - first) for each in labels]
    return [at * 100 / (len(labels) - 1) for at in range(len(labels))]


def _runs(figures: Figures, place: int) -> Iterator[list[tuple[int, float]]]:
    """The figures of a column with the places of their rows, in runs without a gap."""
    run: list[tuple[int, float]] = []
    for at, row in enumerate(figures.rows):
        if row[place + 1]:
            run.append((at, float(row[place + 1])))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _last(figures: Figures, place: int) -> tuple[str, str]:
    """The last row of a column that has a figure: its label, and this."""
    return next(((row[0], row[place + 1]) for row in reversed(figures.rows) if row[place + 1]), ("", ""))
