"""Nothing that somebody wrote is lost or written over, whoever else changes the same release meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from tests.commands.desking import Desk, version_of, word_of
from tests.support import SiteTest, picture
from warta.office.index import id_of

TEXT = "Dua bus melayani 410 siswa. Bus berangkat pukul 05.45 WIB."


def form_of(name: str) -> str:
    return f"/meja/rilis/{id_of(f'releases/2026/{name}.md')}"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest(tmp_path_factory.mktemp("desk"))
    for name in ("satu", "dua", "tiga"):
        site.release(f"2026/{name}", f"Rilis {name}", TEXT, date="2026-01-21", draft="true", number="'0480'  # stays")
    for name in ("penuh", "cabut"):
        site.release(f"2026/{name}", f"Rilis {name}", TEXT, date="2026-01-19", number="0480")
    return site.release("2026/terbit", "Rilis terbit", TEXT, date="2026-01-20")


@pytest.fixture(scope="module")
def her(newsroom: SiteTest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with Desk(newsroom.root, tmp_path_factory.mktemp("private")) as desk, contextlib.closing(desk.enter()) as client:
        yield client


def test_changes_in_other_sentences_are_joined(newsroom: SiteTest, her: httpx.Client) -> None:
    """A file that was changed on disk under an open form keeps that change, and gets hers; nothing else in it changes."""
    page = her.get(form_of("satu"))
    newsroom.edit("content/releases/2026/satu.md", "410", "412")
    sent = {
        "kata": word_of(page),
        "versi": version_of(page),
        "title": "Rilis satu",
        "body": TEXT.replace("05.45", "05.30"),
    }
    assert her.post(form_of("satu"), data=sent).status_code == 303
    text = (newsroom.root / "content/releases/2026/satu.md").read_text(encoding="utf-8")
    joined = TEXT.replace("410", "412").replace("05.45", "05.30")
    assert text == f"---\ntitle: Rilis satu\ndate: 2026-01-21\ndraft: true\nnumber: '0480'  # stays\n---\n\n{joined}\n"


def test_of_one_sentence_both_are_shown_and_nothing_is_written(newsroom: SiteTest, her: httpx.Client) -> None:
    """Hers stands in the form, theirs beside it; saved again, it is as she decided."""
    page = her.get(form_of("dua"))
    newsroom.edit("content/releases/2026/dua.md", "410", "420")
    before = (newsroom.root / "content/releases/2026/dua.md").read_bytes()
    sent = {"kata": word_of(page), "versi": version_of(page), "title": "Rilis dua", "body": TEXT.replace("410", "412")}
    clash = her.post(form_of("dua"), data=sent)
    assert clash.status_code == 409
    assert "Dua bus melayani 412 siswa." in clash.text
    assert "Dua bus melayani 420 siswa." in clash.text
    assert (newsroom.root / "content/releases/2026/dua.md").read_bytes() == before
    sent |= {"versi": version_of(clash), "body": TEXT.replace("410", "421")}
    assert her.post(form_of("dua"), data=sent).status_code == 303
    assert b"421 siswa" in (newsroom.root / "content/releases/2026/dua.md").read_bytes()


def test_a_file_that_is_gone_becomes_a_new_release(newsroom: SiteTest, her: httpx.Client) -> None:
    """What was typed comes back, with the way to keep it."""
    page = her.get(form_of("tiga"))
    newsroom.delete("content/releases/2026/tiga.md")
    sent = {"kata": word_of(page), "versi": version_of(page), "title": "Rilis tiga", "body": "Yang baru ditulis."}
    answer = her.post(form_of("tiga"), data=sent)
    assert answer.status_code == 409
    assert "Yang baru ditulis." in answer.text
    action = answer.text.partition('action="')[2].partition('"')[0]
    sent = {"kata": word_of(answer), "title": "Rilis tiga", "body": "Yang baru ditulis.", "date.day": "2026-01-21"}
    assert her.post(action, data=sent).status_code == 303
    assert "Yang baru ditulis." in (newsroom.root / "content/releases/2026/rilis-tiga/index.md").read_text(
        encoding="utf-8"
    )


def test_what_is_saved_of_a_public_release_is_not_public(newsroom: SiteTest, her: httpx.Client) -> None:
    """Its file stays as it is, and so does what a build makes of it, until it is published; it can be discarded."""
    file = newsroom.root / "content/releases/2026/terbit.md"
    before = file.read_bytes()
    page = her.get(form_of("terbit"))
    sent = {
        "kata": word_of(page),
        "versi": version_of(page),
        "title": "Rilis terbit",
        "body": "Rahasia yang belum terbit.",
    }
    assert her.post(form_of("terbit"), data=sent).status_code == 303
    assert file.read_bytes() == before
    newsroom.build()
    assert not [each for each in newsroom.output.rglob("*") if each.is_file() and b"Rahasia" in each.read_bytes()]
    assert "Rahasia yang belum terbit." in her.get(form_of("terbit")).text
    assert her.post(f"{form_of('terbit')}/buang-perubahan", data={"kata": word_of(page)}).status_code == 303
    assert "Rahasia" not in her.get(form_of("terbit")).text


def test_what_makes_no_release_is_not_saved_and_not_lost(newsroom: SiteTest, her: httpx.Client) -> None:
    """Without a title nothing is written; the form comes back with everything, also when it is opened later."""
    new = str(her.get("/meja/rilis/baru").headers["location"])
    sent = {"kata": word_of(her.get(new)), "title": "", "body": "Tanpa judul."}
    answer = her.post(new, data=sent)
    assert answer.status_code == 422
    assert "Tanpa judul." in answer.text
    assert "Tanpa judul." in her.get(new).text
    assert 'href="#f-title"' in answer.text


def test_a_disk_that_takes_nothing_costs_no_words(newsroom: SiteTest, her: httpx.Client) -> None:
    """A save, a photo and a correction come back with what was written and a sentence, and no file is changed."""
    file, versions = newsroom.root / "content/releases/2026/penuh.md", newsroom.root / "desk/versions"
    before, page = file.read_bytes(), her.get(form_of("penuh"))
    versions.rename(versions.with_name("aside"))
    versions.write_bytes(b"no folder, so nothing can be put there")
    work = newsroom.root / "desk/work" / id_of("releases/2026/penuh.md")
    work.write_bytes(b"no folder either")
    try:
        sent = {"kata": word_of(page), "versi": version_of(page), "body": "Kata yang ditulis."}
        photo = {"berkas.image": ("a.png", picture("x", (8, 8)), "image/png")}
        answers = [
            her.post(form_of("penuh"), data=sent),
            her.post(form_of("penuh"), data=sent | {"image.alt": "Jalan"}, files=photo),
            her.post(f"{form_of('penuh')}/ralat", data=sent | {"jenis": "correction", "kalimat": "Kata yang ditulis."}),
            her.post(f"{form_of('penuh')}/cabut", data=sent | {"alasan": "Kata yang ditulis."}),
        ]
    finally:
        versions.unlink()
        versions.with_name("aside").rename(versions)
        work.unlink()
    for answer in answers:
        assert answer.status_code in (422, 507)
        assert "Kata yang ditulis." in answer.text
        assert "The disk did not take it." in answer.text
    assert file.read_bytes() == before


def test_a_withdrawal_is_taken_back_while_changes_wait(newsroom: SiteTest, her: httpx.Client) -> None:
    """What readers were told stands in the file of a release, and not in the changes that wait to be published."""
    file = newsroom.root / "content/releases/2026/cabut.md"
    page = her.get(form_of("cabut"))
    sent = {"kata": word_of(page), "versi": version_of(page), "body": "Belum terbit."}
    assert her.post(form_of("cabut"), data=sent).status_code == 303
    newsroom.edit("content/releases/2026/cabut.md", "number", "withdrawn: {at: 2026-01-22, reason: Keliru.}\nnumber")
    assert "Keliru." in her.get(f"{form_of('cabut')}/batalkan").text
    assert her.post(f"{form_of('cabut')}/batalkan", data=sent).status_code == 303
    assert b"withdrawn" not in file.read_bytes()
    assert "Belum terbit." in her.get(form_of("cabut")).text
