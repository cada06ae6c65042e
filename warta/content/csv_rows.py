"""Turns the text of a CSV file into a heading and rows that know their lines, and the figures in it into numbers.

Spreadsheets write `;` where `,` parts whole numbers from fractions, as in Indonesian; the heading tells which it is. A
figure such as 12.450 is twelve thousand in Indonesian and twelve in English: what else stands among the figures
decides, then the `;`, and where nothing does, nobody guesses.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import msgspec

from warta.errors import Problem, ProblemsFound, few
from warta.messages import Message, msg
from warta.signs import odd_sign

_PARTED_BY = ";,\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MOST_DIGITS = 15  # a computer's number holds no more
_WHOLE = r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:%s\d{3})+)"
_INDONESIAN = re.compile(rf"[-−]?{_WHOLE % '[.]'}(?:,\d+)?")
_ENGLISH = re.compile(rf"[-−]?{_WHOLE % ','}(?:[.]\d+)?")
_TO_INDONESIAN = {ord("."): None, ord(","): ".", ord("−"): "-"}
_TO_ENGLISH = {ord(","): None, ord("−"): "-"}


class Row(msgspec.Struct, frozen=True):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A CSV file: the names of its columns, rows that have a cell for each, and whether `;` parts them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    semicolons: bool = False

    def column(self, place: int) -> tuple[str, ...]:
        """The cells of a column, from top to bottom."""
        return tuple([row.cells[place] for row in self.rows])


class Unclear(msgspec.Struct, frozen=True):
    """A figure that is one number in Indonesian and another in English: its place, and both, written plainly."""

    place: int
    indonesian: str
    english: str


def read_sheet(text: str, path: str) -> Sheet:
    """The sheet in the text of a CSV file. Empty lines mean nothing. Raises ProblemsFound for what is no table: a row
    with more or fewer cells than the heading, quotes that are not closed, columns without a name or with one name.
    """
    rows = _rows(text, path)
    if not rows:
        raise ProblemsFound([Problem(path, 0, msg("csv-empty", "is empty: there is not even a heading."))])
    head, *rest = rows
    problems = [Problem(path, head.line, wrong) for wrong in _wrong_heading(head.cells)]
    problems += [Problem(path, row.line, wrong) for row in rest if (wrong := _wrong_row(row, len(head.cells)))]
    if problems:
        raise ProblemsFound(few(problems))
    return Sheet(head.cells, tuple(rest), _parted_by(text) == ";")


def _rows(text: str, path: str) -> list[Row]:
    """The rows that hold anything."""
    rows: list[Row] = []
    text = text.replace("\r\n", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_parted_by(text), strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = tuple([each.strip() for each in cells])
            if any(stripped):
                rows.append(Row(line, stripped))
            line = reader.line_num + 1
    except csv.Error:
        message = msg(
            "csv-broken", "the row cannot be read: a quotation mark is not closed, or words stand behind one that is."
        )
        raise ProblemsFound([Problem(path, line, message)]) from None
    return rows


def _wrong_row(row: Row, columns: int) -> Message | None:
    if len(row.cells) != columns:
        return msg(
            "csv-ragged",
            "the row has %(cells)s cells and the heading has %(columns)s. Is a separator missing or one too many? A "
            "cell with a separator in it stands in quotation marks.",
            cells=str(len(row.cells)),
            columns=str(columns),
        )
    sign = next(filter(None, map(odd_sign, row.cells)), "")
    return _odd(sign) if sign else None


def _parted_by(text: str) -> str:
    """What parts the cells: of the signs that may, the one that the heading has most of."""
    heading = _QUOTED.sub("", next(filter(str.strip, text.splitlines()), ""))
    return max(_PARTED_BY, key=heading.count) if any(map(heading.count, _PARTED_BY)) else ","


def _wrong_heading(names: Sequence[str]) -> Iterable[Message]:
    for place, name in enumerate(names, 1):
        if not name:
            yield msg("csv-no-name", "column %(place)s has no name in the heading.", place=str(place))
        elif sign := odd_sign(name):
            yield _odd(sign)
        elif name in names[: place - 1]:
            yield msg("csv-name-twice", "two columns are called '%(name)s'. Rename one of them.", name=name)


def _odd(sign: str) -> Message:
    return msg("csv-sign", "a cell holds the sign %(sign)s, which no text may hold. Take it out.", sign=sign)


def numbers_of(cells: Sequence[str], *, semicolons: bool = False) -> tuple[str, ...] | Unclear | int:
    """Figures as numbers that are written plainly (`-12450.5`), empty cells staying empty; else the place of the first
    cell that is no number, or what is unclear. With `semicolons` what can be both is Indonesian.
    """
    read = [(_plain(each, _INDONESIAN, _TO_INDONESIAN), _plain(each, _ENGLISH, _TO_ENGLISH)) for each in cells]
    for place, both in enumerate(read):
        if cells[place] and both == (None, None):
            return place
    forms = [[both[form] or "" for both in read] for form in (0, 1)]
    fitting = [
        form
        for form, found in enumerate(forms)
        if all(bool(each) == bool(cell) for each, cell in zip(found, cells, strict=True))
    ]
    if not fitting:  # one cell is Indonesian, another English
        return next(place for place, both in enumerate(read) if cells[place] and None in both)
    if len(fitting) == 2 and not semicolons:
        for place, (indonesian, english) in enumerate(zip(*forms, strict=True)):
            if indonesian != english:
                return Unclear(place, indonesian, english)
    return tuple(forms[fitting[0]])


def _plain(cell: str, form: re.Pattern[str], to: dict[int, str | None]) -> str | None:
    if not form.fullmatch(cell):
        return None
    written = cell.translate(to)
    return written if sum(map(str.isdigit, written)) <= _MOST_DIGITS else None
