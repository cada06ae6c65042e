"""The command: what it says, how it ends, and that bad input is a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import warta
from tests.importing.exports import BASE, export, post
from tests.support import SiteTest


def test_an_import_says_what_it_did(site: SiteTest, tmp_path: Path) -> None:
    """Figures, what was left out, a verdict and where to read on; 0 when all is there."""
    (tmp_path / "e.xml").write_text(export([post(1, "A", "<p>isi satu</p>", comments=2)]))
    done = warta("import", "wordpress", str(tmp_path / "e.xml"), "--jobs", "1", site=site.root)
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert first.startswith("1 item: 1 new in ")
    assert rest == [
        "2 words in, 2 out, 0 taken out by name.",
        "Left out: 2 comments.",
        "Everything arrived.",
        "Read import-report.md: it says what came, what did not, and what to do.",
    ]
    assert warta(site=site.root).returncode == 0


def test_something_lost_ends_with_one(site: SiteTest, tmp_path: Path) -> None:
    """The rest is written."""
    (tmp_path / "e.xml").write_text(export([post(1, "A", f'<p>a</p><img src="{BASE}/x.jpg">')]))
    done = warta("import", "wordpress", str(tmp_path / "e.xml"), "--jobs", "2", site=site.root)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Not everything arrived: 1 of 1 lost something." in done.stdout
    assert (site.root / "content/releases/2019/a.md").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["import", "wordpress", "nicht.xml"], 1, "nicht.xml: is no file. Name the .xml that WordPress exported."),
        (["import", "wordpress", "."], 1, ".: is no file."),
        (["import", "wordpress", "e.txt"], 1, "e.txt:1: is no XML"),
        (["import", "wordpress", "e.txt", "--media", "nicht"], 1, "nicht: is neither a folder of media nor a table"),
        (["import", "wordpress", "e.txt", "--categories", "nicht"], 1, "nicht: cannot be read"),
        (["import", "wordpress", "e.txt", "--into", "../x"], 2, "--into must be 'releases' or a folder in it"),
        (["import", "text", "nicht"], 1, "nicht: is not there."),
        (["import", "site", "nicht", "--from", "hugo"], 1, "nicht: is no folder."),
        (["import", "site", ".", "--from", "joomla"], 2, "'joomla' is not one of"),
        (["import", "feed", "nicht"], 1, "nicht: is neither a file nor an address"),
        (["import", "feed", "e.txt"], 1, "e.txt: is no RSS or Atom feed."),
        (["import", "feed", "http://127.0.0.1:9/feed"], 1, "cannot be fetched"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(site: SiteTest, words: list[str], code: int, said: str) -> None:
    """No traceback, nothing written."""
    site.write("e.txt", "kata")
    before = sorted(site.root.rglob("*"))
    done = warta(*words, cwd=site.root)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(site.root.rglob("*")) == before


def test_old_addresses_can_be_given(site: SiteTest, tmp_path: Path) -> None:
    """They are asked for where they are guesses, and taken from a sitemap, in the reader's language."""
    old = tmp_path / "lama" / "posts"
    old.mkdir(parents=True)
    (old / "posts.11tydata.js").write_text("module.exports = { permalink: make };\n")
    (old / "satu.md").write_text("---\ntitle: Satu\ndate: 2019-06-21\n---\nIsi.\n")
    words = ("--lang", "id", "import", "site", str(tmp_path / "lama"), "--from", "eleventy", "--jobs", "1")
    asked = warta(*words, "--dry-run", site=site.root)
    assert "Alamat lama: 0 diketahui, 1 hanya perkiraan." in asked.stderr
    place = "<url><loc>https://lama.example/kabar/satu.html</loc></url>"
    (tmp_path / "peta.xml").write_text(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{place}</urlset>')
    done = warta(*words, "--addresses", str(tmp_path / "peta.xml"), site=site.root)
    assert "Alamat lama menurut peta.xml: 1 naskah ditemukan, 0 tidak" in done.stderr
    assert 'aliases: ["/kabar/satu.html"]' in (site.root / "content/releases/2019/satu.md").read_text()
    assert "1 naskah ditemukan" in (site.root / "import-report.md").read_text()
    refused = warta(*words, "--addresses", str(tmp_path / "nirgends"), site=site.root)
    assert (refused.returncode, "bukan peta situs dan bukan folder" in refused.stderr) == (1, True)


def test_an_import_speaks_indonesian(site: SiteTest, tmp_path: Path) -> None:
    """On the terminal, in the report and in its table; what an earlier version wrote into the journal is still read."""
    (tmp_path / "e.xml").write_text(export([post(1, "A", f'<p>a</p><img src="{BASE}/x.jpg">', status="draft")]))
    words = ("--lang", "id", "import", "wordpress", str(tmp_path / "e.xml"), "--jobs", "1")
    assert "Tidak semuanya sampai: 1 dari 1 naskah kehilangan sesuatu." in warta(*words, site=site.root).stdout
    report = (site.root / "import-report.md").read_text()
    assert "## Yang tidak sampai\n\n- gambar tidak ada di antara media" in report
    assert ",draf,was-draft,tadinya draf" in (site.root / "import-table.csv").read_text()
    journal = site.root / ".warta/import.jsonl"
    entry = json.loads(journal.read_text())
    entry["record"] |= {"hidden": "was a draft", "doubts": ["may be about x"], "lost": ["picture not there: x"]}
    journal.write_text(json.dumps({**entry, "key": "old"}) + "\n")
    warta(*words, site=site.root)
    assert "was a draft" in (site.root / "import-table.csv").read_text()
