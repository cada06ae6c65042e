"""Proves where a site may be written, that two builds of a newsroom wait for one another, and what is known of its texts."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.engine.lock import Busy, exclusive
from warta.engine.moments import due_changes, heads_now
from warta.engine.whereto import PREVIEW, check_place
from warta.errors import OutputError, ProblemsFound

# --- where a site may be written


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("humas/content/output", "it lies in content/, which the site is made from"),
        ("humas/themes", "it lies in themes/, which the site is made from"),
        ("humas/desk/x", "it lies in desk/, which the site is made from"),
        ("humas/.warta", "it lies in .warta/, which the site is made from"),
        ("humas/.git/x", "it lies in .git/, which the site is made from"),
        ("humas", "the newsroom itself lies in it"),
        (".", "the newsroom itself lies in it"),
        ("rumah", "it is the folder of all your own files, or lies above it"),
        ("lain/.git/hooks", "it lies in a folder of Git"),
        ("masuk", "it lies in content/, which the site is made from"),
    ],
)
def test_a_site_is_written_over_nothing_that_it_is_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    """Nor over a newsroom, a home or a repository; what a link leads to counts. Another folder is asked for."""
    monkeypatch.setenv("HOME", str(tmp_path / "rumah" / "saya"))
    (tmp_path / "humas" / "content").mkdir(parents=True)
    (tmp_path / "masuk").symlink_to(tmp_path / "humas" / "content")
    with pytest.raises(OutputError) as raised:
        check_place(tmp_path / place, tmp_path / "humas")
    assert why in str(raised.value)
    assert str(raised.value).endswith("Name an empty folder with --output.")


@pytest.mark.parametrize(
    "place", ["humas/output", "www", "humas/content-lama", "humas/.warta/preview", "rumah/saya/www"]
)
def test_other_folders_may_hold_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Also that of the preview, which lies among what builds remember."""
    monkeypatch.setenv("HOME", str(tmp_path / "rumah" / "saya"))
    check_place(tmp_path / place, tmp_path / "humas")
    assert Path("humas") / PREVIEW == Path("humas/.warta/preview")


# --- one build at a time


def test_a_second_build_waits_and_says_so_once(tmp_path: Path) -> None:
    """It goes on when the first one is done, and is told before it waits; alone nobody is told anything."""
    told: list[str] = []
    waiting, done = threading.Event(), threading.Event()

    def tell() -> None:
        told.append("waits")
        waiting.set()

    def second() -> None:
        with exclusive(tmp_path / "baru" / ".warta", waiting=tell):
            done.set()

    with exclusive(tmp_path / "baru" / ".warta", waiting=lambda: told.append("first")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(20)
        assert not done.is_set()
    thread.join(20)
    assert (done.is_set(), told) == (True, ["waits"])


def test_a_build_that_waited_too_long_says_what_to_do(tmp_path: Path) -> None:
    """And the lock of the first one is as it was: a third is held up too."""
    with exclusive(tmp_path):
        for _ in range(2):
            with pytest.raises(Busy, match="Wait for it, or end it"), exclusive(tmp_path, patience=0):
                raise AssertionError("two builds at once")
    with exclusive(tmp_path):
        pass


def test_a_newsroom_that_cannot_be_written_has_a_lock_elsewhere(tmp_path: Path) -> None:
    """One for each newsroom: two builds of one wait for one another, two newsrooms do not."""
    for name in ("satu", "dua"):
        (tmp_path / name).write_text("a file, where nothing can be made")
    with exclusive(tmp_path / "satu" / ".warta"):
        with exclusive(tmp_path / "dua" / ".warta"):
            pass
        with pytest.raises(Busy), exclusive(tmp_path / "satu" / ".warta", patience=0):
            raise AssertionError("two builds at once")


# --- what is known of the texts


def test_what_changes_by_itself_comes_soonest_first(site: SiteTest) -> None:
    """After now: embargoes that end, releases that expire, corrections ahead; what has passed is left out."""
    site.release("a", "Satu", embargo="2026-12-03 09:00")
    site.release("b", "Dua", date="2026-11-20", expires="2026-12-01")
    site.release("c", "Tiga", date="2026-11-20", embargo="2026-11-21 09:00")
    site.release("d", "Empat", embargo="2026-12-02 09:00", draft="true")
    found = due_changes(site.request())
    assert [(each.source, each.change) for each in found] == [
        ("releases/b.md", "disappears"),
        ("releases/a.md", "appears"),
    ]
    assert found[0].at < found[1].at
    site.write("content/releases/e.md", "---\ntitle: Lima\ndate: kemarin\n---\n")
    with pytest.raises(ProblemsFound):
        due_changes(site.request())


def test_all_releases_that_can_be_read_are_known_and_the_others_counted(site: SiteTest) -> None:
    """Hidden ones too; a file with two problems is one file."""
    site.release("a", "Satu").release("b", "Dua", embargo="2099-12-03 09:00")
    site.write("content/releases/e.md", "---\ntitle: Lima\ndate: kemarin\nembargo: lusa\n---\n")
    heads, unreadable = heads_now(site.request())
    assert (sorted(head.source for head in heads), unreadable) == (["releases/a.md", "releases/b.md"], 1)
