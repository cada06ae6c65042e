"""The lines around a text that say who, when and where are read as that; sentences are not."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.importing.exports import post
from tests.importing.test_wordpress import bring, front
from tests.support import SiteTest
from warta.importing.head_lines import head_line, label_line
from warta.importing.sources.text_files import read_text

ZONE = ZoneInfo("Asia/Jakarta")
NOW = dt.datetime(2026, 1, 2, tzinfo=ZONE)

HEADS = [
    ("By Admin | June 21, 2019", ("Admin",), "2019-06-21 00:00"),
    ("Oleh: Humas | 21 Juni 2019", ("Humas",), "2019-06-21 00:00"),
    ("Ditulis oleh Siti Aminah", ("Siti Aminah",), ""),
    ("Ditulis oleh Humas pada 21 Juni 2019", ("Humas",), "2019-06-21 00:00"),
    ("Posted on June 21, 2019 by admin", ("admin",), "2019-06-21 00:00"),
    ("Posted on 21/06/2019", (), "2019-06-21 00:00"),
    ("Senin, 21/06/2019 10:00 WIB", (), "2019-06-21 10:00"),
    ("Jumat, 21 Juni 2019 | 10.05 WIB", (), "2019-06-21 10:05"),
    ("Penulis: Dr. H. Dony, S.T. - 21 Juni 2019 - Dibaca: 1.204 kali", ("Dr. H. Dony, S.T.",), "2019-06-21 00:00"),
    ("admin • 21 Juni 2019 • Berita • 0 Komentar", None, ""),
    ("admin • 21 Juni 2019 • 0 Komentar", ("admin",), "2019-06-21 00:00"),
    ("Dipublikasikan pada 21 Juni 2019 oleh Bagian Humas", ("Bagian Humas",), "2019-06-21 00:00"),
]
SENTENCES = [
    "Oleh karena itu warga gembira",
    "By the way",
    "Pada 21 Juni 2019 Bupati hadir",
    "Sumedang, 21 Juni 2019 – Bupati meresmikan pasar",
    "Rapat digelar Senin, 21 Juni 2019.",
    "Dibaca 12 kali",
    "Humas hadir | warga hadir",
]


@pytest.mark.parametrize(("line", "authors", "date"), HEADS, ids=[line for line, *_ in HEADS])
def test_a_line_of_author_and_date_is_read(line: str, authors: tuple[str, ...] | None, date: str) -> None:
    """In any order, between any bars; one part that is not understood leaves the whole line in the text."""
    said = head_line(line, ZONE)
    if authors is None:
        assert said is None
        return
    assert said is not None
    assert said.authors == authors
    assert (f"{said.date[0]:%Y-%m-%d %H:%M}" if said.date else "") == date


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_no_such_line(line: str) -> None:
    """Though it begins as one."""
    assert head_line(line, ZONE) is None
    assert label_line(line) is None


LABELS = ("Kategori: Ekonomi, Desa", "Categories : Ekonomi, Desa", "Posted in Ekonomi, Desa", "Rubrik: Ekonomi | Desa")


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("shape", ["{L}\n\nJudul\n\nIsi.", "{L}\nTags: beras\n\nJudul\n\nIsi.", "Judul\n\nIsi.\n\n{L}\nTags: beras"
                                   , "Judul\n\n{L}\n\nIsi.", "Judul\n\nIsi.\n\n{L}\nPowered by WordPress"])  # fmt: skip
def test_labels_are_read_wherever_they_stand(label: str, shape: str) -> None:
    """Above the title, below it, at the end, above other labels and lines of plugins."""
    item = read_text(shape.replace("{L}", label).encode(), "a.txt", ZONE, NOW)
    assert item.title == "Judul"
    assert item.categories == ("Ekonomi", "Desa")
    assert ("beras" in item.tags) == ("beras" in shape)
    assert "Ekonomi" not in item.text
    assert item.text.startswith("<p>Isi.</p>")


def test_a_dateline_below_author_and_date_is_found(site: SiteTest) -> None:
    """In files, where the line says who and when, and in posts, where it stays in the text."""
    item = read_text(b"Judul\n\nOleh: Humas | 21 Juni 2019\n\nSUMEDANG - Isi.", "a.txt", ZONE, NOW)
    assert (item.text, item.authors, f"{item.date:%Y-%m-%d}") == ("<p>SUMEDANG - Isi.</p>", ("Humas",), "2019-06-21")
    bring(site, post(1, "Satu", "<p>Oleh: Humas | 21 Juni 2019</p><p>SUMEDANG – Warga panen.</p>"))
    text = front(site, "releases/2019/satu.md")
    assert 'dateline: "SUMEDANG"\n' in text
    assert text.endswith("---\n\nOleh: Humas | 21 Juni 2019\n\nWarga panen.\n".replace("|", "\\|"))


def test_several_articles_in_one_file_are_doubted() -> None:
    """All of their words stay."""
    item = read_text(b"Satu\n\nIsi satu.\n\nKategori: Desa\n\nDua\n\nIsi dua.\n\nKategori: Kota", "a.txt", ZONE, NOW)
    assert [doubt.code for doubt in item.doubts][0] == "several-articles"
    assert "Dua" in item.text
