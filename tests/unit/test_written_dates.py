"""Proves that a date as people write it is read where it has one meaning, and asked about where it has more."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warta.dates import Calendar, Moment, Unclear, parse_moment
from warta.dates.answers import _SENTENCES
from warta.dates.exact import read_exact
from warta.dates.names import DAYS, MONTHS

MAKASSAR = ZoneInfo("Asia/Makassar")
CALENDAR = Calendar(today=dt.date(2026, 11, 26))
ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
"""What is written, and what it means or why it is asked about."""
MONTH_NAMES = {number: [name for name, each in MONTHS.items() if each == number] for number in range(1, 13)}
DAY_NAMES = {number: [name for name, each in DAYS.items() if each == number] for number in range(7)}
DATES = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31))
PIECES = st.sampled_from(
    "27 5 11 31 2026 26 november nov mei jumat kamis pukul jam 09.00 9 24.00 14:30 wita wib pagi malam siang setengah "
    "besok depan - / . , s.d. sampai + 7 +07:00 z utc am pm i xi dan tahun tanggal 27/11/2026 05-11-2026 2026-11-27 "
    "Barru selesai 0900 lewat t09:00 46353 ramadan".split(" ")
)
TEXTS = st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=40)


def meant(text: str, calendar: Calendar = CALENDAR) -> str:
    """The meaning of a text as the rows write it."""
    try:
        moment = parse_moment(text, MAKASSAR, calendar)
    except Unclear as unclear:
        return f"? {unclear.code} | {' / '.join(unclear.lines)}".removesuffix(" | ")
    return f"{moment.at:%Y-%m-%d %H:%M}" if moment.timed else f"{moment.at:%Y-%m-%d}"


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_each_text_has_the_meaning_that_is_written_beside_it(text: str, expected: str) -> None:
    """Dates of press offices: Indonesian, Sundanese, Javanese, of Word, of phones, with slips of every kind."""
    assert meant(text) == expected


@given(DATES, st.data())
def test_a_day_in_words_is_that_day(day: dt.date, data: st.DataObject) -> None:
    """By each name of the month, in any case, with the right day of the week and without; nothing is asked."""
    name = data.draw(st.sampled_from(MONTH_NAMES[day.month]))
    weekday = data.draw(st.sampled_from(["", *(f"{each}, " for each in DAY_NAMES[day.weekday()])]))
    gap = data.draw(st.sampled_from([" ", "-", ". ", "/", ""]))
    text = f"{weekday}{day.day}{gap}{name}{gap}{day.year}"
    text = data.draw(st.sampled_from([text, text.title(), text.upper()]))
    assert parse_moment(text, MAKASSAR) == Moment(dt.datetime(day.year, day.month, day.day, tzinfo=MAKASSAR), False)


@given(DATES, st.integers(1, 6), st.data())
def test_a_day_of_the_week_that_does_not_fit_is_asked_about(day: dt.date, off: int, data: st.DataObject) -> None:
    """One of the two is a slip, and nobody can know which."""
    wrong = data.draw(st.sampled_from(DAY_NAMES[(day.weekday() + off) % 7]))
    name = data.draw(st.sampled_from(MONTH_NAMES[day.month]))
    assert meant(f"{wrong}, {day.day} {name} {day.year}") == f"? date-weekday | {day}"


@given(DATES, st.sampled_from("-/."))
def test_figures_that_can_be_two_days_are_asked_about(day: dt.date, mark: str) -> None:
    """Day first where only that can be; with dots always, for nobody writes dots between month and day."""
    text = f"{day.day}{mark}{day.month:02}{mark}{day.year}"
    if mark != "." and day.day <= 12 and day.day != day.month:
        other = dt.date(day.year, day.day, day.month)
        assert meant(text) == f"? date-two-ways | {day} / {other}"
        assert meant(text, Calendar(day_first=True)) == str(day)
    else:
        assert meant(text) == str(day)


@given(TEXTS)
@example("27 November 2026 9999999999")
@example("31 12 9999 24.00")
@example("9999-12-31 jam 12 malam")
@example("00000")
def test_any_text_is_a_moment_or_an_answer_whose_lines_are_read(text: str) -> None:
    """No text raises anything but Unclear, no gap of a sentence stays open, and each line to paste is in the exact
    form and goes through, behind its key and in quotes.
    """
    try:
        parse_moment(text, MAKASSAR, CALENDAR)
    except Unclear as unclear:
        said = str(unclear.answer("'date'", lambda date: f"date: {date}"))
        assert said.startswith("'date' ")
        assert "%(" not in said
        for line in unclear.lines:
            assert f"date: {line}" in said or unclear.code == "date-no-such-day"
            assert read_exact(line, MAKASSAR) is not None
            assert parse_moment(line, MAKASSAR) == read_exact(line, MAKASSAR)


@given(TEXTS, DATES)
def test_no_date_depends_on_the_day_it_is_read(text: str, today: dt.date) -> None:
    """What is read is the same moment on every day; only lines to paste know today."""
    kept = meant(text)
    other = meant(text, Calendar(today=today))
    assert other == kept or (kept[0], other[0]) == ("?", "?")


@given(TEXTS)
def test_all_that_the_exact_form_reads_means_the_same(text: str) -> None:
    """What people write besides never shadows it."""
    try:
        exact = read_exact(text, MAKASSAR)
    except Unclear:
        return
    if exact is not None:
        assert parse_moment(text, MAKASSAR, CALENDAR) == exact


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    """A reason without words would be no answer."""
    folder = Path(parse_moment.__code__.co_filename).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "answers.py")
    assert set(re.findall(r"\"((?:date|time)-[a-z-]+)\"", code)) == set(_SENTENCES)
