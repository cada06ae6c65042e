"""Proves that what is wrong with a text or a setting is told in Indonesian, with lines to paste as they must be written."""

from __future__ import annotations

import pytest

from tests.commands.running import warta
from tests.support import SiteTest


@pytest.mark.parametrize(
    ("front", "said"),
    [
        (
            "title: A\ndate: 05/11/2026\n",
            "3: 'date' dapat berarti dua hari (tertulis “05/11/2026”). Tulis yang dimaksud: date: 2026-11-05 "
            "(5 November) atau date: 2026-05-11 (11 Mei).",
        ),
        (
            "title: A\ndate: Kamis, 27 November 2026\n",
            "3: 'date' menyebut hari Kamis, padahal tanggal itu hari Jumat (tertulis “Kamis, 27 November 2026”). "
            "Perbaiki hari atau tanggalnya; menurut tanggalnya: date: 2026-11-27.",
        ),
        ("date: 2026-11-20\n", "2: 'title' belum diisi. Tulis 'title:' lalu isinya."),
        (
            "title: A\ndate: 2026-11-20\nlokasi: Barru\n",
            "4: kunci 'lokasi' tidak dikenal. Untuk titimangsa (tempat di awal berita) tulis dateline: Barru, untuk "
            'wilayahnya regions: ["Barru"]',
        ),
        (
            "title: A\ndate: 2026-11-20\ndraft: mungkin\n",
            "4: isi 'draft' dengan ya atau tidak (tertulis “mungkin”).",
        ),
        ("title: A\ndate: 2026-11-20\ntags: [a, b\n", "4: kurung siku belum ditutup. Tulis: tags: [a, b]"),
    ],
)
def test_a_slip_is_told_in_indonesian(site: SiteTest, front: str, said: str) -> None:
    """Where, what and what to do; dates and keys to paste stay as the files have them."""
    site.write("content/releases/naskah.md", f"---\n{front}---\n\nIsi.\n")
    done = warta("build", "--lang", "id", site=site.root)
    assert done.returncode == 1
    assert f"content/releases/naskah.md:{said}" in done.stderr + done.stdout
