"""What the unluckiest of press officers meets at the desk: nothing is lost, and nothing becomes public by a mishap."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.commands.running import PATIENCE
from tests.support import SiteTest
from warta.errors import ProblemsFound
from warta.newsroom.shards import Library
from warta.office.index import id_of
from warta.office.keeping import LeadsOut, Moved
from warta.office.office import Office
from warta.office.publishing import BROKEN, RUNNING, Publisher, Run
from warta.office.texts import Clash, Invalid, Text

TEXT = "Dua bus melayani 410 siswa. Bus berangkat pukul 05.45 WIB."


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest(tmp_path_factory.mktemp("desk"))
    for name in ("draf", "draf2", "tautan", "lama"):
        site.release(f"2026/{name}", f"Rilis {name}", TEXT, date="2026-01-21", draft="true")
    for name in ("terbit", "ganti/index"):
        site.release(f"2026/{name}", f"Rilis {name}", TEXT, date="2026-01-20")
    return site


@pytest.fixture(scope="module")
def office(newsroom: SiteTest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(newsroom.root, tmp_path_factory.mktemp("private"))


def opened(office: Office, name: str) -> Text:
    text = office.texts.open(id_of(f"releases/2026/{name}.md"))
    assert text is not None
    return text


def file_of(newsroom: SiteTest, name: str) -> Path:
    return newsroom.root / f"content/releases/2026/{name}.md"


def test_a_save_while_a_publication_fails_is_neither_lost_nor_public(newsroom: SiteTest, office: Office) -> None:
    """Of a draft: what was saved while the site was built waits, and no later save makes the draft public."""
    before = opened(office, "draf")
    done = office.texts.published(before.id, None, "ani")
    office.texts.save(before.id, {"body": TEXT + " Satu lagi."}, done.base, "ani")
    office.texts.put_back(before, done, "ani")
    assert file_of(newsroom, "draf").read_bytes() == before.data
    now = opened(office, "draf")
    assert b"Satu lagi." in now.data
    office.texts.save(before.id, {"body": TEXT + " Dua lagi."}, now.base, "ani")
    assert file_of(newsroom, "draf").read_bytes() == before.data
    assert b"Dua lagi." in opened(office, "draf").data
    published = office.texts.published(before.id, None, "ani").data
    assert b"Dua lagi." in published
    assert b"draft" not in published


def test_changes_saved_while_their_publication_fails_are_all_kept(newsroom: SiteTest, office: Office) -> None:
    """Of a public release: what waited before, and what was saved meanwhile, wait together, and are published so."""
    text = opened(office, "terbit")
    office.texts.save(text.id, {"body": TEXT.replace("410", "412")}, text.base, "ani")
    newsroom.edit("content/releases/2026/terbit.md", "Rilis terbit", "Rilis yang terbit")
    before = opened(office, "terbit")
    done = office.texts.published(text.id, None, "ani")
    office.texts.save(text.id, {"body": TEXT.replace("410", "412") + " Lagi."}, done.base, "ani")
    office.texts.put_back(before, done, "ani")
    assert b"410" in file_of(newsroom, "terbit").read_bytes()
    now = opened(office, "terbit")
    assert b"412" in now.data
    assert b"Lagi." in now.data
    published = office.texts.published(text.id, None, "ani").data
    assert all(each in published for each in (b"412", b"Lagi.", b"Rilis yang terbit"))


def test_no_earlier_version_makes_a_draft_public(newsroom: SiteTest, office: Office) -> None:
    """Not even one in whose bytes nothing can be changed: it is refused."""
    public = b'+++\ntitle = "Rilis lama"\ndate = 2026-01-21\n+++\n\nIsi.\n'
    digest = office.keeper.versions.put(public)
    before = file_of(newsroom, "lama").read_bytes()
    with pytest.raises((Invalid, ProblemsFound)):
        office.texts.restore(opened(office, "lama").id, digest, "restore", "ani")
    assert file_of(newsroom, "lama").read_bytes() == before


def test_a_new_release_that_is_sent_twice_is_one(newsroom: SiteTest, office: Office) -> None:
    """By a second click, or from a second tab; where the second differs both are shown, and nothing is written over."""
    new = office.texts.new_id()
    begun = office.texts.open(new)
    assert begun is not None
    office.texts.remember(begun)
    typed = {"title": "Sekali saja", "body": "Isi."}
    first = office.texts.save(new, typed, begun.base, "ani")
    second = office.texts.save(new, typed, begun.base, "ani")
    assert first.source == second.source
    with pytest.raises(Clash):
        office.texts.save(new, typed | {"body": "Isi yang lain."}, begun.base, "ani")
    assert len(list((newsroom.root / "content/releases").glob("*/sekali-saja*"))) == 1
    assert b"Isi." in (newsroom.root / "content" / first.source).read_bytes()


def test_a_file_that_no_text_names_does_not_become_public(newsroom: SiteTest, office: Office) -> None:
    """A wrong one that was taken out again, or whose changes were discarded; with its version it comes back."""
    site = newsroom.root / "content/releases/2026/ganti"
    text = opened(office, "ganti/index")
    office.texts.add_file(text, "salah.pdf", b"%PDF-1.4 salah")
    right = office.texts.add_file(text, "benar.pdf", b"%PDF-1.4 benar")
    text = office.texts.save(text.id, {"body": "Isi.", "attachments.0.file": right}, text.base, "ani")
    assert [each.name for each in site.iterdir()] == ["index.md"]
    with_file = office.texts.published(text.id, None, "ani")
    assert sorted(each.name for each in site.iterdir()) == ["benar.pdf", "index.md"]
    text = office.texts.save(text.id, {"attachments.0.file": ""}, with_file.base, "ani")
    office.texts.published(text.id, None, "ani")
    assert [each.name for each in site.iterdir()] == ["index.md"]
    office.texts.restore(text.id, with_file.base, "restore", "ani")
    office.texts.published(text.id, None, "ani")
    assert (site / "benar.pdf").read_bytes() == b"%PDF-1.4 benar"


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for rights before it makes links")
def test_no_link_leads_the_desk_out_of_the_newsroom(newsroom: SiteTest, office: Office, tmp_path: Path) -> None:
    """Neither to read, nor to write: not through a text, a picture, a folder, or a link to nothing yet."""
    outside = tmp_path / "rahasia"
    outside.write_bytes(b"rahasia")
    office.running.rebuild()
    folder = newsroom.root / "content/releases/2026"
    (folder / "tautan-foto.jpg").symlink_to(outside)
    (folder / "tautan-baru.jpg").symlink_to(tmp_path / "baru")
    (folder / "lewat-tautan").symlink_to(tmp_path / "folder")
    text = opened(office, "tautan")
    assert office.texts.file(text, "tautan-foto.jpg") is None
    assert office.texts.add_file(text, "baru.jpg", b"x") == "tautan-baru-2.jpg"
    new = office.texts.new_id()
    made = office.texts.save(new, {"title": "Lewat tautan", "body": "Isi."}, "", "ani")
    assert made.source == "releases/2026/lewat-tautan-2/index.md"
    file_of(newsroom, "tautan").unlink()
    file_of(newsroom, "tautan").symlink_to(outside)
    assert office.texts.open(text.id) is None
    with pytest.raises((Moved, LeadsOut)):
        office.keeper.save(text.source, b"rahasia", b"x", "save", "ani")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["rahasia"]
    assert outside.read_bytes() == b"rahasia"


def ended(publisher: Publisher, run: Run) -> Run:
    end = time.monotonic() + PATIENCE
    while publisher.runs[run.number].state == RUNNING and time.monotonic() < end:
        time.sleep(0.02)
    return publisher.runs[run.number]


def test_a_publication_always_comes_to_an_end(newsroom: SiteTest, office: Office) -> None:
    """When the desk cannot write down what came of it, it is not under way for ever; and what could not be put back
    is said.
    """

    def no_room() -> None:
        raise OSError(28, "no room")

    def nothing_read() -> Library:
        raise OSError(5, "the newsroom cannot be read")

    without_model = Publisher(newsroom.root, office.keeper, nothing_read)
    assert ended(without_model, without_model.start("ani")).state == BROKEN
    config = newsroom.root / "config.yaml"
    good = config.read_bytes()
    config.write_bytes(b"title: [")
    journal = newsroom.root / "desk/journal"
    journal.rename(journal.with_name("aside"))
    journal.write_bytes(b"no folder")
    try:
        run = ended(office.publisher, office.publisher.start("ani", undo=no_room))
    finally:
        journal.unlink()
        journal.with_name("aside").rename(journal)
        config.write_bytes(good)
    assert run.state == BROKEN
    assert any("could not be put back" in line for line in run.steps[0].said)


def test_signs_of_old_programs_are_kept_as_what_they_mean(newsroom: SiteTest, office: Office) -> None:
    """Text that was copied from one, with controls among its letters, can be saved."""
    text = opened(office, "draf2")
    saved = office.texts.save(text.id, {"body": "Kata \x93bupati\x94 \x96 ya\x85\x81\x00"}, text.base, "ani")
    assert saved.data.endswith("Kata “bupati” – ya…\n".encode())


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_newsroom_that_is_reached_by_another_path_is_followed_too(tmp_path: Path) -> None:
    """A new release stays in the list once its file was seen, whichever path the desk was opened with."""
    site = SiteTest(tmp_path / "humas")
    site.release("2026/satu", "Satu", TEXT, date="2026-01-20")
    link = tmp_path / "tautan"
    link.symlink_to(site.root)
    office = Office(link, tmp_path / "private")
    saved = office.texts.save(office.texts.new_id(), {"title": "Dua bus", "body": TEXT}, "", "ani")
    office.running.rebuild({str(site.root.resolve() / "content" / saved.source)})
    assert office.texts.open(saved.id) is not None
    assert saved.id in [row.id for row in office.rows()]
