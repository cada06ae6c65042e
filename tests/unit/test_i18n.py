"""Proves that dates, numbers and messages are written as each language writes them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import moment
from warta.dates import Moment, iso, parse_moment
from warta.errors import ProblemsFound
from warta.render.html.locales import Formats, language_name
from warta.render.html.message_files import MessageFile
from warta.render.html.messages import Messages, read_messages

JAKARTA = ZoneInfo("Asia/Jakarta")
MORNING = moment("2026-11-24 09:05")


def formats(language: str, zone: str = "Asia/Jakarta") -> Formats:
    return Formats(language, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("language", "date", "time", "day", "month", "name"),
    [
        ("id", "24 November 2026", "09.05", "Selasa, 24 November 2026", "November 2026", "November"),
        ("en", "24 November 2026", "09:05", "Tuesday, 24 November 2026", "November 2026", "November"),
        ("su", "24 Nopémber 2026", "9.05", "Salasa, 24 Nopémber 2026", "Nopémber 2026", "Nopémber"),
        ("jv", "24 November 2026", "09:05", "Selasa, 24 November 2026", "November 2026", "November"),
        ("id-ID", "24 November 2026", "09.05", "Selasa, 24 November 2026", "November 2026", "November"),
        ("bbc", "24 November 2026", "09.05", "Selasa, 24 November 2026", "November 2026", "November"),
    ],
)  # fmt: skip
def test_dates_as_each_language_writes_them(
    language: str, date: str, time: str, day: str, month: str, name: str
) -> None:
    """Date, date with time, day, month; a language that CLDR does not know writes as Indonesian does."""
    made = formats(language)
    assert made.date(MORNING) == date
    assert made.datetime(MORNING) == f"{date}, {time} WIB"
    assert (made.day(MORNING), made.month(MORNING), made.month_name(MORNING)) == (day, month, name)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Jakarta", "24 November 2026, 23.05 WIB"),
        ("Asia/Pontianak", "24 November 2026, 23.05 WIB"),
        ("Asia/Makassar", "25 November 2026, 00.05 WITA"),
        ("Asia/Jayapura", "25 November 2026, 01.05 WIT"),
        ("Asia/Singapore", "25 November 2026, 00.05 +0800"),
        ("Europe/Amsterdam", "24 November 2026, 17.05 +0100"),
        ("UTC", "24 November 2026, 16.05 UTC"),
    ],
)
def test_a_time_is_told_in_the_zone_with_its_name(zone: str, expected: str) -> None:
    """WIB, WITA and WIT by their letters, others by their distance from UTC."""
    assert formats("id", zone).datetime(moment("2026-11-24 23:05")) == expected


@given(
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2999, 12, 31)),
    st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Pacific/Kiritimati"]),
)
def test_a_bare_date_is_written_as_it_stands(date: dt.date, zone: str) -> None:
    """Without a time, and in no zone ever the day before or after, even when it is read in another."""
    bare = parse_moment(date.isoformat(), JAKARTA)
    made = formats("en", zone)
    assert made.date(bare) == made.datetime(bare) == f"{date.day} {date:%B} {date.year}"
    assert iso(bare) == date.isoformat()


def test_iso_is_the_moment_with_its_offset() -> None:
    """For machines: seconds, and the zone it is told in."""
    assert iso(MORNING) == "2026-11-24T09:05:00+07:00"
    assert iso(Moment(dt.datetime(2026, 11, 24, 9, 5, 0, 123, tzinfo=dt.UTC))) == "2026-11-24T09:05:00+00:00"


@pytest.mark.parametrize(
    ("language", "whole", "part", "size"),
    [("id", "12.450", "1,5", "1,2 MB"), ("en", "12,450", "1.5", "1.2 MB"), ("su", "12.450", "1,5", "1,2 MB")],
)
def test_numbers_as_each_language_writes_them(language: str, whole: str, part: str, size: str) -> None:
    """Points and commas change places between Indonesian and English."""
    made = formats(language)
    assert (made.number(12450), made.number(1.5), made.filesize(1_234_567)) == (whole, part, size)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (12_345, "12 kB"),
        (999_499, "999 kB"),
        (999_950, "1 MB"),
        (1_000_000, "1 MB"),
        (1_250_000, "1,2 MB"),
        (999_960_000, "1 GB"),
        (5_300_000_000, "5,3 GB"),
        (5_000_000_000_000, "5.000 GB"),
    ],
)
def test_sizes_of_files(size: int, expected: str) -> None:
    """In the unit that keeps the number small, as phones show it."""
    assert formats("id").filesize(size) == expected


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("id", "Bahasa Indonesia"),
        ("su", "Basa Sunda"),
        ("jv", "Basa Jawa"),
        ("en", "English"),
        ("min", "Baso Minangkabau"),
    ]
    + [("nl", "Nederlands"), ("bbc", "bbc")],
)
def test_a_language_calls_itself_by_its_name(language: str, name: str) -> None:
    """One that nobody here knows is called by its code."""
    assert language_name(language) == name


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=%d; plural=%s;\\n"\n\n'
INDONESIAN, ENGLISH = HEAD % (1, "0"), HEAD % (2, "(n != 1)")


def messages(*texts: str | bytes) -> Messages:
    """The messages of .po files, nearest theme first."""
    files = [text.encode() if isinstance(text, str) else text for text in texts]
    return read_messages(tuple([MessageFile(f"themes/t{at}/locale/id.po", data) for at, data in enumerate(files)]))


def message(key: str, text: str) -> str:
    return f'msgid "{key}"\nmsgstr "{text}"\n\n'


def test_a_message_is_translated_or_itself() -> None:
    """What no file has, has an empty or a doubtful translation, is shown as it stands in the template."""
    found = messages(
        INDONESIAN + message("Archive", "Arsip") + message("Tags", "") + "#, fuzzy\n" + message("Page", "Laman")
    )
    assert [found.gettext(key) for key in ("Archive", "Tags", "Page", "Other")] == ["Arsip", "Tags", "Page", "Other"]


def test_plural_forms() -> None:
    """Indonesian has one, English two; without a translation the template's own are used."""
    entry = 'msgid "%(num)d release"\nmsgid_plural "%(num)d releases"\n'
    one, many = "%(num)d release", "%(num)d releases"
    indonesian = messages(INDONESIAN + entry + 'msgstr[0] "%(num)d siaran pers"\n')
    english = messages(ENGLISH + entry + 'msgstr[0] "%(num)d notice"\nmsgstr[1] "%(num)d notices"\n')
    assert [indonesian.ngettext(one, many, count) for count in (0, 1, 2)] == ["%(num)d siaran pers"] * 3
    assert [english.ngettext(one, many, count) for count in (0, 1, 2)] == [
        "%(num)d notices",
        "%(num)d notice",
        "%(num)d notices",
    ]
    for untranslated in (messages(), messages(INDONESIAN), messages(INDONESIAN + entry + 'msgstr[0] ""\n')):
        assert [untranslated.ngettext(one, many, count) for count in (0, 1, 2)] == [many, one, many]


def test_the_nearest_theme_wins_and_the_others_fill_in() -> None:
    """A child theme translates what it wants and inherits the rest."""
    child = INDONESIAN + message("Archive", "Simpanan")
    parent = INDONESIAN + message("Archive", "Arsip") + message("Tags", "Label")
    found = messages(child, parent)
    assert (found.gettext("Archive"), found.gettext("Tags")) == ("Simpanan", "Label")


def test_an_empty_translation_leaves_the_parents() -> None:
    """A child theme's file fresh from extraction, with every translation empty, takes nothing away."""
    parent = INDONESIAN + message("Archive", "Arsip")
    assert messages(INDONESIAN + message("Archive", ""), parent).gettext("Archive") == "Arsip"
    entry = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "%s"\n'
    assert messages(INDONESIAN + entry % "", INDONESIAN + entry % "satu").ngettext("one", "many", 2) == "satu"


@pytest.mark.parametrize(
    "broken",
    [
        INDONESIAN.encode() + b'msgid "a"\nmsgstr "\xff"\n',
        (INDONESIAN + message("a", "é")).replace("UTF-8", "tidak-ada").encode(),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(broken: bytes) -> None:
    """It is named, and the others are looked at too."""
    with pytest.raises(ProblemsFound) as caught:
        messages(broken, INDONESIAN, broken)
    assert [problem.path for problem in caught.value.problems] == ["themes/t0/locale/id.po", "themes/t2/locale/id.po"]
    assert all(str(problem.message).startswith("is not a message file: ") for problem in caught.value.problems)
