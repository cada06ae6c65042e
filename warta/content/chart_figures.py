"""Turns a CSV file into the figures that a chart can be drawn of, or into what is wrong with it."""

from __future__ import annotations

import msgspec

from warta.content.csv_rows import Sheet, Unclear, numbers_of, read_sheet
from warta.errors import Problem, ProblemsFound, few, not_utf_8
from warta.messages import Message, msg

LARGEST = 64 * 1024
"""The most bytes of a CSV file that a chart is drawn of."""

_MOST_ROWS = 400
_MOST_COLUMNS = 5


class Figures(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a chart shows: the names of the columns, and rows of a label and figures, written plainly (`-12450.5`); an
    empty figure is not known.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def is_csv(source: str) -> bool:
    """Whether a file is one that a chart can be drawn of, by its name."""
    return source.lower().endswith(".csv")


def figures_of(data: bytes, path: str) -> Figures:
    """The figures in a CSV file of these bytes. Raises ProblemsFound."""
    if len(data) > LARGEST:
        message = msg(
            "chart-large", "is larger than %(most)s kB, the most that a chart is drawn of.", most=str(LARGEST >> 10)
        )
        raise ProblemsFound([Problem(path, 0, message)])
    try:
        sheet = read_sheet(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(path, 0, not_utf_8(error))]) from None
    if wrong := _shape(sheet):
        raise ProblemsFound([Problem(path, 0, wrong)])
    return Figures(sheet.columns, _rows(sheet, path))


def _shape(sheet: Sheet) -> Message | None:
    columns, rows = len(sheet.columns), len(sheet.rows)
    if columns < 2 or not rows:
        return msg(
            "chart-too-little",
            "holds nothing that a chart can show. It takes a heading, a column of labels and one of figures beside it.",
        )
    if columns > _MOST_COLUMNS or rows > _MOST_ROWS:
        return msg(
            "chart-too-much",
            "has %(columns)s columns and %(rows)s rows, and nobody can read such a chart. It takes at most %(most)s "
            "columns and %(most_rows)s rows.",
            columns=str(columns),
            rows=str(rows),
            most=str(_MOST_COLUMNS),
            most_rows=str(_MOST_ROWS),
        )
    return None


def _rows(sheet: Sheet, path: str) -> tuple[tuple[str, ...], ...]:
    """The rows with their figures written plainly; what one column leaves open the others may tell."""
    columns = [sheet.column(place) for place in range(1, len(sheet.columns))]
    height, cells = len(sheet.rows), [cell for column in columns for cell in column]
    found = numbers_of(cells, semicolons=sheet.semicolons)
    if isinstance(found, tuple):
        if not any(found):
            raise ProblemsFound([Problem(path, 0, msg("chart-no-figures", "holds no figure at all."))])
        parts = [found[at : at + height] for at in range(0, len(found), height)]
        labels = sheet.column(0)
        problems = [
            Problem(path, row.line, msg("chart-no-label", "the row has no label in its first cell."))
            for row in sheet.rows
            if not row.cells[0]
        ]
        if problems:
            raise ProblemsFound(few(problems))
        return tuple(zip(labels, *parts, strict=True))
    place = found.place if isinstance(found, Unclear) else found
    line = sheet.rows[place % height].line
    raise ProblemsFound([Problem(path, line, _wrong(found, cells[place], sheet.columns[1 + place // height]))])


def _wrong(found: Unclear | int, cell: str, column: str) -> Message:
    if isinstance(found, Unclear):
        return msg(
            "chart-unclear",
            "'%(got)s' in the column '%(column)s' can be two numbers. Write %(one)s or %(other)s.",
            got=cell,
            column=column,
            one=found.indonesian.replace(".", ","),
            other=found.english.replace(".", ","),
        )
    return msg(
        "chart-no-number",
        "'%(got)s' in the column '%(column)s' is no number as the others are. Write digits alone, such as 12450 or "
        "7,5; a unit stands in the heading, and what is not known stays empty.",
        got=cell,
        column=column,
    )
