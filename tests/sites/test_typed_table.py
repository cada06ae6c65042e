"""What docs/writing.md says in Indonesian of what is typed and what comes of it holds for the real readers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support import SiteTest
from warta.catalogue import Words
from warta.content.documents import Release
from warta.content.keys import RELEASE_WORDING
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.dates import Calendar, Moment, Unclear, parse_moment
from warta.slugs import slug

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing.md"
ZONE = ZoneInfo("Asia/Makassar")
CALENDAR = Calendar(dt.date(2026, 11, 28))
ASKED, REFUSED = "ditanyakan", "ditolak"


@cache
def tables() -> dict[str, list[tuple[str, str]]]:
    """The rows of each table of the chapter, by the heading above it."""
    chapter = PAGE.read_text(encoding="utf-8").partition("## Yang diketik, yang terbit\n")[2].partition("\n## ")[0]
    found: dict[str, list[tuple[str, str]]] = {}
    for part in chapter.split("\n### ")[1:]:
        rows = [row.strip("| ").split(" | ") for row in part.splitlines() if row.startswith("|")]
        found[part.partition("\n")[0]] = [(row[0], row[1]) for row in rows[2:]]
    return found


def code(cell: str) -> list[str]:
    """What stands in a cell as it is typed."""
    return re.findall(r"`([^`]+)`", cell)


def typed(heading: str) -> list[tuple[str, str]]:
    """Each thing that a table says may be typed, with what it says comes of it."""
    return list(_typed(heading))


def _typed(heading: str) -> Iterator[tuple[str, str]]:
    for what, comes in tables()[heading]:
        yield from [(each, comes) for each in code(what)]


def shown(moment: Moment) -> str:
    """A moment as the table writes it."""
    return f"{moment.at:%Y-%m-%d %H:%M}" if moment.timed else f"{moment.at:%Y-%m-%d}"


@pytest.mark.parametrize(("what", "comes"), typed("Tanggal"))
def test_dates(what: str, comes: str) -> None:
    """A date is read as the table says, or asked about with the lines of the table."""
    if not comes.startswith((ASKED, REFUSED)):
        assert shown(parse_moment(what, ZONE, CALENDAR)) == code(comes)[0]
        return
    with pytest.raises(Unclear) as unclear:
        parse_moment(what, ZONE, CALENDAR)
    lines = [f"date: {each}" for each in unclear.value.lines]
    assert bool(lines) == comes.startswith(ASKED)
    assert not code(comes) or lines == code(comes)


@pytest.mark.parametrize(("what", "comes"), typed("Kunci"))
def test_keys(what: str, comes: str) -> None:
    """A word is the key of the table, or has an answer."""
    if comes.startswith(ASKED):
        assert RELEASE_WORDING.answer(what, "Barru") is not None
    else:
        assert code(comes)[0] in RELEASE_WORDING.alike[RELEASE_WORDING.key(what)]


@pytest.mark.parametrize(("what", "comes"), typed("Keterangan di atas naskah"))
def test_lines_above_the_text(what: str, comes: str) -> None:
    """A line of front matter is read as the table says, or refused, with the line to write where there is one."""
    head = what if what.startswith("title") else f"title: A\n{what}"
    data = f"---\n{head}\ndate: 2026-11-27\n---\n\nIsi.\n".encode()
    read = read_document("releases/a.md", data, Schema(ZONE, calendar=CALENDAR))
    if comes.startswith((ASKED, REFUSED)):
        said = Words("id").of(read.problems[0].message)
        assert all(f"Tulis: {line}" in said for line in code(comes))
        return
    assert not read.problems
    release = read.document
    assert isinstance(release, Release)
    got = {"title": [release.title], "tags": [tag.text for tag in release.tags], "draft": [str(release.draft)]}
    assert got[what.partition(":")[0]] == code(comes)


def test_texts(site: SiteTest) -> None:
    """A text stands in rilis.txt as the table says."""
    rows = typed("Isi")
    for at, (what, _) in enumerate(rows):
        note = "\n\n[^1]: Catatan.\n" if "[^1]" in what else ""
        site.release(f"r{at}", f"Judul {at}", f"{what}{note}", date="2026-11-20", slug=f"r{at}")
    settings = site.root / "config.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("wire: []", "wire: [text]"), encoding="utf-8")
    site.build()
    texts = [site.text(f"2026/11/r{at}/rilis.txt").splitlines() for at in range(len(rows))]
    assert [row for row, text in zip(rows, texts, strict=True) if code(row[1])[0] not in text] == []


@pytest.mark.parametrize(("what", "comes"), typed("Alamat"))
def test_addresses(what: str, comes: str) -> None:
    """The address of a title ends as the table says."""
    assert slug(what) == code(comes)[0]
