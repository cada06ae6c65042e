"""Proves that whatever an import writes builds, and that what it had to leave for that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.exports import BASE, post
from tests.importing.test_sources import bring as bring_source
from tests.importing.test_sources import folder
from tests.importing.test_wordpress import bring
from tests.support import SiteTest
from warta.importing.run import Outcome
from warta.importing.sources.generators import SiteFolder
from warta.settings import read_settings


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom."""
    return SiteTest(tmp_path)


def two_posts(site: SiteTest, root: Path, text: str, ending: str) -> Outcome:
    """Import a post with a text of some form, and another one."""
    files = {
        f"_posts/2019-06-21-a{ending}": f"---\ntitle: A\n---\n{text}\n",
        "_posts/2019-06-22-b.md": "---\ntitle: B\n---\nIsi.\n",
    }
    return bring_source(site, SiteFolder(folder(root, files), "jekyll", read_settings(site.root).zone))


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Lihat [ini](Nama Program Baru).", ".md"),
        ('Lihat [ini](2014-07-29-lain.md "judul "kutip" x").', ".md"),
        ("Lihat [ini](tidak-ada.md).", ".md"),
        ("Lihat [ini](<tidak ada.md>).", ".md"),
        ("Lihat [ini][1].\n\n[1]: tidak-ada.md", ".md"),
        ("Lihat <a href=tidak-ada.md>ini</a>.", ".md"),
        ("Lihat [ini](../lampiran/laporan (1).docx).", ".md"),
        ("Buka [laman](https://[nama-desa].desa.id/).", ".md"),
        ("![x](http://[nama-desa]/a.jpg)", ".md"),
        ("![peta](peta kecamatan.jpg)", ".md"),
        ("<img src=tidak-ada.jpg>", ".md"),
        ('<p>Lihat <a href="tidak-ada.md">ini</a></p>', ".html"),
        ('<p>Lihat <a href="tidak ada">ini</a></p>', ".html"),
        ('<p>Buka <a href="http://[desa].example">laman</a></p>', ".html"),
        ('<p>x <img src="tidak ada.jpg"></p>', ".html"),
    ],
)
def test_what_leads_nowhere_is_told_and_its_words_stay(site: SiteTest, tmp_path: Path, text: str, ending: str) -> None:
    """Missing files, blanks, quotation marks, addresses that are none: the newsroom builds, the other text comes."""
    outcome = two_posts(site, tmp_path / "x", text, ending)
    assert outcome.states == {"new": 2}
    assert outcome.totals.words_in == outcome.totals.words_out
    assert outcome.totals.doubts or outcome.totals.lost
    assert site.build().releases == 2


def test_an_address_that_is_none_stays_in_the_text(site: SiteTest, tmp_path: Path) -> None:
    """As it was written."""
    assert two_posts(site, tmp_path / "x", "Buka http://[nama-desa].example sekarang.", ".md").whole
    assert "http://[nama-desa].example" in (site.root / "content/releases/2019/a.md").read_text()
    assert site.build().releases == 2


def test_words_in_a_public_slug_are_public(site: SiteTest) -> None:
    """A draft whose title is the slug of another text does not stop the build."""
    slug = "bupati-resmikan-jembatan-gantung-di-desa-cibening"
    draft = post(2, slug.replace("-", " "), "<p>Draf pertama.</p>", status="draft", slug="", link=f"{BASE}/?p=2")
    bring(site, post(1, "Jembatan diresmikan", "<p>Terbit.</p>", slug=slug), draft)
    assert site.build().releases == 1


def test_words_in_an_alias_and_in_the_name_of_a_public_picture_are_public(site: SiteTest) -> None:
    """They stand in the output by the will of whoever published them."""
    words = "rapat kerja camat se kabupaten sumedang"
    site.release("2019/a", "A", date="2019-06-21", slug="pendek", aliases=f"[/lama/{words.replace(' ', '-')}/]")
    site.release("2019/b", words, date="2019-06-22", draft="true")
    assert site.build().releases == 1
