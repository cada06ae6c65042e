"""An import can be run again, stopped and edited: nothing comes twice, nothing that a person wrote is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.exports import export, post
from tests.importing.test_wordpress import bring, front, picture
from tests.support import SiteTest
from warta.importing import run as running
from warta.importing.run import Request
from warta.importing.sources.wordpress import WordPress
from warta.settings import read_settings

ONE = post(1, "Satu", "<p>isi satu</p>")
TWO = post(2, "Dua", "<p>isi dua</p>")


def everything(site: SiteTest) -> dict[str, bytes]:
    """All files of the newsroom."""
    return {
        path.relative_to(site.root).as_posix(): path.read_bytes() for path in site.root.rglob("*") if path.is_file()
    }


def test_again_changes_nothing(site: SiteTest) -> None:
    """Not a byte, not the report."""
    bring(site, ONE, TWO)
    before = everything(site)
    assert bring(site, ONE, TWO).states == {"same": 2}
    assert everything(site) == before


def test_only_what_is_new_arrives(site: SiteTest) -> None:
    """And what came before stays where it is, even when the new one would have taken its place."""
    bring(site, ONE)
    other = post(9, "Satu", "<p>lain</p>", slug="satu", link="https://humas.sukamaju.example/?p=9")
    assert bring(site, other, ONE).states == {"new": 1, "same": 1}
    assert "isi satu" in front(site, "releases/2019/satu.md")
    assert "lain" in front(site, "releases/2019/satu-2.md")


def test_two_old_sites_with_the_same_addresses_build(site: SiteTest) -> None:
    """The address leads to what came first; the second text is there too, and the newsroom builds."""
    bring(site, ONE)
    other = ONE.replace("humas.sukamaju.example", "lama.sukamaju.example").replace("isi satu", "isi lain")
    bring(site, text=export([other], base="https://lama.sukamaju.example"))
    assert 'aliases: ["/2019/06/21/satu/", "/?p=1"]' in front(site, "releases/2019/satu.md")
    assert "aliases" not in front(site, "releases/2019/satu-2.md")
    assert site.build().releases == 2


def test_what_changed_there_is_renewed_here(site: SiteTest) -> None:
    """As long as nobody touched it."""
    bring(site, ONE)
    assert bring(site, post(1, "Satu", "<p>isi baru</p>")).states == {"updated": 1}
    assert "isi baru" in front(site, "releases/2019/satu.md")


def test_what_was_edited_here_is_never_written_over(site: SiteTest) -> None:
    """The new text lies beside, with a notice; once, and the edited text is as the office left it."""
    bring(site, ONE)
    site.edit("content/releases/2019/satu.md", "isi satu", "isi satu, diralat")
    assert bring(site, ONE).states == {"same": 1}
    changed = post(1, "Satu", "<p>isi baru</p>")
    outcome = bring(site, changed)
    assert outcome.states == {"edited": 1}
    assert tuple(map(str, outcome.notices)) == (
        "content/releases/2019/satu.md was edited here and has changed there: the new text is in import-new/releases/2019/satu.md.",
    )
    assert "isi satu, diralat" in front(site, "releases/2019/satu.md")
    assert "isi baru" in (site.root / "import-new/releases/2019/satu.md").read_text()
    assert bring(site, changed).states == {"same": 1}
    site.build()


def test_what_was_deleted_here_stays_deleted(site: SiteTest) -> None:
    """An office that took a release away does not get it back."""
    bring(site, ONE, TWO)
    site.delete("content/releases/2019/satu.md")
    assert bring(site, post(1, "Satu", "<p>isi baru</p>"), TWO).states == {"deleted": 1, "same": 1}
    assert not (site.root / "content/releases/2019/satu.md").exists()


def test_a_newsroom_that_lost_its_journal_gets_nothing_twice(site: SiteTest) -> None:
    """Texts that are the same are known again by their old address; an edited one stays."""
    bring(site, ONE, TWO)
    site.edit("content/releases/2019/dua.md", "isi dua", "isi dua, diralat")
    site.delete(".warta/import.jsonl")
    outcome = bring(site, ONE, TWO)
    assert outcome.states == {"others": 1, "same": 1}
    assert sorted(path.name for path in (site.root / "content/releases/2019").iterdir()) == ["dua.md", "satu.md"]
    assert "isi dua, diralat" in front(site, "releases/2019/dua.md")


def test_what_the_newsroom_had_before_is_left_alone(site: SiteTest) -> None:
    """A release of its own at the same address keeps it."""
    site.release("2019/satu", "Satu milik kami", date="2019-06-02", slug="satu")
    assert bring(site, ONE).states == {"new": 1}
    assert "Satu milik kami" in front(site, "releases/2019/satu.md")
    assert site.build().releases == 2


class Stopped(Exception):
    """Raised in a test in the middle of an import."""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_stopped_import_goes_on(site: SiteTest, tmp_path: Path, after: int) -> None:
    """Whenever it is stopped, no file is half, and the second run leaves the same newsroom as one that ran through."""
    items = [post(number, f"Judul {number}", f"<p>isi {number}</p>") for number in range(1, 6)]
    path = tmp_path / "export.xml"
    path.write_text(export(items))
    config = read_settings(site.root)

    def stop(done: int) -> None:
        if done > after:
            raise Stopped

    with pytest.raises(Stopped):
        running.run(WordPress(path, config.zone), Request(site.root, config), stop)
    assert len(list((site.root / "content").rglob("*.md"))) == after + 1
    journal = site.root / ".warta/import.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])  # the last line was only begun
    outcome = bring(site, *items)
    assert outcome.states == {"new": 4 - after, "same": after + 1}
    assert outcome.totals.items == 5
    whole = SiteTest(tmp_path / "whole")
    bring(whole, *items)
    assert {name: data for name, data in everything(site).items() if name.startswith("content")} == {
        name: data for name, data in everything(whole).items() if name.startswith("content")
    }


def test_a_dry_run_writes_nothing(site: SiteTest) -> None:
    """And says what would come."""
    before = everything(site)
    outcome = bring(site, ONE, TWO, dry_run=True)
    assert (outcome.states, outcome.totals.items) == ({"new": 2}, 2)
    assert everything(site) == before


def test_pictures_that_come_later_join_their_text(site: SiteTest, tmp_path: Path) -> None:
    """A file becomes a folder with its picture, and nothing stays behind."""
    item = post(1, "Satu", '<p>a</p><img src="https://humas.sukamaju.example/wp-content/uploads/x.png" alt="x">')
    assert not bring(site, item).whole
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "x.png").write_bytes(picture())
    assert bring(site, item, media=tmp_path / "up").whole
    assert sorted(path.name for path in (site.root / "content/releases/2019").rglob("*")) == [
        "index.md",
        "satu",
        "x.png",
    ]
