"""Proves that nothing is deployed that must not be public at this moment, forward or back, and that the error says what."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.commands.running import command, environment, run
from tests.support import SiteTest, picture
from warta.cli.building import moment_of
from warta.newsroom.visibility import DRAFT, PUBLIC

FOLDER = "deploy:\n  www: {to: folder, path: ../www, switch: false}\n"
FUTURE = "2999-01-01"
Change = Callable[[SiteTest], object]


def deploy(site: SiteTest, *words: str) -> subprocess.CompletedProcess[str]:
    done = run(command("deploy", "--yes", *words, site=site.root), env=environment())
    assert "Traceback" not in done.stderr
    return done


def build(site: SiteTest, now: str = "", *, drafts: bool = False) -> None:
    """Build by the clock, as `deploy` looks at it, or as the options of `build` say."""
    shown = frozenset((PUBLIC, DRAFT) if drafts else (PUBLIC,))
    site.build(now=moment_of(now or None, ZoneInfo("Asia/Jakarta")), shown=shown)


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Two public releases, one with a picture; a draft, and one under embargo for a long time."""
    site.config(FOLDER)
    site.write("content/releases/foto.png", picture())
    site.release("a", "Satu", date="2020-01-01", image="{file: foto.png, alt: Foto}")
    site.release("b", "Dua", date="2020-01-02").release("c", "Draf", date="2020-01-03", draft="true")
    return site.release("d", "Rahasia", date="2020-01-04", embargo=FUTURE)


def www(site: SiteTest) -> Path:
    return site.root.parent / "www"


HIDDEN: dict[str, tuple[dict[str, Any], Change, str, str]] = {
    "built for the end of an embargo": (
        {"now": "2999-06-01"}, lambda site: None, "it was built for Saturday, 1 June 2999, 00:00", "2020/01/rahasia/index.html",
    ),
    "with drafts": ({"drafts": True}, lambda site: None, "it was built with --drafts", "2020/01/draf/index.html"),
    "before an embargo was set": (
        {}, lambda site: site.edit("content/releases/a.md", "title: Satu", f"title: Satu\nembargo: {FUTURE}"),
        "were changed since", "2020/01/satu/index.html",
    ),
    "before it became a draft": (
        {}, lambda site: site.edit("content/releases/a.md", "title: Satu", "title: Satu\ndraft: true"),
        "were changed since", "2020/01/satu/index.html",
    ),
    "before it expired by its text": (
        {}, lambda site: site.edit("content/releases/a.md", "title: Satu", "title: Satu\nexpires: 2020-02-01"),
        "were changed since", "2020/01/satu/index.html",
    ),
    "before it was deleted": (
        {}, lambda site: site.delete("content/releases/a.md"), "were changed since", "2020/01/satu/index.html",
    ),
    "before it was withdrawn": (
        {}, lambda site: site.edit("content/releases/a.md", "title: Satu", "title: Satu\nwithdrawn: {at: 2020-01-02, reason: Keliru.}"),
        "were changed since", "2020/01/satu/index.html",
    ),
    "before a name was taken out": (
        {}, lambda site: site.edit("content/releases/a.md", "Isi siaran pers.", "Isi lain."),
        "were changed since", "2020/01/satu/index.html",
    ),
    "long ago, since when a release expired": (
        {"now": "2020-01-15"}, lambda site: None, "it holds until ", "2020/01/sebentar/index.html",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", list(HIDDEN))
def test_an_output_of_another_moment_or_state_is_refused_with_what_it_would_show(newsroom: SiteTest, case: str) -> None:
    """Nothing comes onto the host, the dry run refuses too, and another build mends it."""
    words, change, why, path = HIDDEN[case]
    if "expired" in case and words:
        newsroom.release("e", "Sebentar", date="2020-01-01", expires="2020-02-01")
    build(newsroom, **words)
    change(newsroom)
    for more in ((), ("--dry-run",)):
        done = deploy(newsroom, *more)
        assert done.returncode == 1
        assert why in done.stderr
        assert path in done.stderr
        assert "Build again (build.py build), then deploy." in done.stderr
        assert not www(newsroom).exists()
    build(newsroom)
    assert deploy(newsroom).returncode == 0
    shown = newsroom.files(www(newsroom))
    assert not any("rahasia" in name or "draf" in name for name in shown)
    assert {name: data for name, data in shown.items() if not name.startswith("warta-")} == newsroom.files()


@pytest.mark.parametrize(
    "change",
    [
        lambda site: site.release("baru", "Belum", draft="true"),
        lambda site: site.edit("content/releases/d.md", "Isi siaran", "Isi baru siaran"),
        lambda site: site.config("# catatan\n"),
    ],
)
def test_work_on_what_is_hidden_stops_no_deploy(newsroom: SiteTest, change: Change) -> None:
    """A draft that somebody writes meanwhile changes no file of the site."""
    build(newsroom)
    change(newsroom)
    assert deploy(newsroom).returncode == 0


def test_texts_that_cannot_be_built_are_told_and_nothing_goes_out(newsroom: SiteTest) -> None:
    """Nobody can say what should be public then."""
    build(newsroom)
    newsroom.edit("content/releases/a.md", "date: 2020-01-01", "date: kemarin")
    done = deploy(newsroom)
    assert done.returncode == 1
    assert "content/releases/a.md:3: " in done.stderr
    assert not www(newsroom).exists()


def test_a_machine_that_remembers_nothing_tells_what_would_come_out(newsroom: SiteTest) -> None:
    """As a fresh runner that is handed texts and output: what is as it should be goes out, and nothing else."""
    build(newsroom)
    shutil.rmtree(newsroom.root / ".warta")
    assert deploy(newsroom).returncode == 0
    newsroom.edit("content/releases/a.md", "title: Satu", "title: Satu\ndraft: true")
    shutil.rmtree(newsroom.root / ".warta")
    done = deploy(newsroom)
    assert "It would show what is not public now: " in done.stderr
    assert "2020/01/satu/index.html" in done.stderr
    newsroom.edit("content/releases/a.md", "\ndraft: true", "").edit("content/releases/a.md", "Isi siaran", "Isi lain")
    shutil.rmtree(newsroom.root / ".warta")
    assert "This machine cannot tell which files differ." in deploy(newsroom).stderr


@pytest.mark.parametrize(("words", "code"), [({}, 0), ({"now": "2999-06-01"}, 1), ({"drafts": True}, 1)])
def test_a_machine_without_the_texts_goes_by_the_time(newsroom: SiteTest, words: dict[str, Any], code: int) -> None:
    """It is handed settings and output alone."""
    build(newsroom, **words)
    shutil.rmtree(newsroom.root / ".warta")
    shutil.rmtree(newsroom.root / "content")
    done = deploy(newsroom)
    assert done.returncode == code, done.stderr
    assert ("Note: the texts are not here, so only the time was compared" in done.stderr) == (code == 0)
    assert www(newsroom).exists() == (code == 0)


# --- the way back


def published(site: SiteTest) -> dict[str, bytes]:
    """The site on the host."""
    return {path: data for path, data in site.files(www(site)).items() if not path.startswith("warta-")}


def bring(site: SiteTest) -> dict[str, bytes]:
    """Build and deploy; the site on the host."""
    build(site)
    done = deploy(site, "--max-deletes", "999")
    assert done.returncode == 0, done.stderr
    return published(site)


def test_a_deploy_can_be_taken_back_and_stays_back_over_the_timer(newsroom: SiteTest) -> None:
    """Byte for byte, by two steps, until somebody says to go on; automatic deploys fail meanwhile, and say why."""
    first = bring(newsroom)
    second = bring(newsroom.edit("content/releases/b.md", "Isi siaran", "Isi kedua siaran"))
    third = bring(newsroom.edit("content/releases/b.md", "Isi kedua", "Isi ketiga"))
    dry = deploy(newsroom, "--back", "--dry-run")
    assert "changed  2020/01/dua/index.html" in dry.stdout
    assert published(newsroom) == third
    done = deploy(newsroom, "--back")
    assert done.returncode == 0, done.stderr
    assert "Back to the deploy of " in done.stdout
    assert published(newsroom) == second
    for _ in range(2):
        build(newsroom)
        timer = deploy(newsroom)
        assert timer.returncode == 1
        assert "nothing was deployed: somebody went back to the deploy of " in timer.stderr
        assert "To deploy again: deploy --on." in timer.stderr
        assert published(newsroom) == second
    assert deploy(newsroom, "--back").returncode == 0
    assert published(newsroom) == first
    assert "no earlier deploy is kept on this machine" in deploy(newsroom, "--back").stderr
    assert deploy(newsroom, "--on").returncode == 0
    assert published(newsroom) == third
    assert deploy(newsroom).returncode == 0


def test_what_was_hidden_since_does_not_come_back(newsroom: SiteTest) -> None:
    """A release that became a draft, got an embargo, expired, was withdrawn or deleted: the way back is refused with
    its name.
    """
    first = bring(newsroom)
    text = newsroom.text_of("content/releases/a.md")
    for line in (
        "draft: true",
        f"embargo: {FUTURE}",
        "expires: 2020-02-01",
        "withdrawn: {at: 2020-01-02, reason: X.}",
        "",
    ):
        if line:
            newsroom.write("content/releases/a.md", text.replace("title: Satu", f"title: Satu\n{line}"))
        else:
            newsroom.delete("content/releases/a.md")
        now = bring(newsroom)
        assert now != first
        done = deploy(newsroom, "--back")
        assert (done.returncode, "shows what is not public now: content/releases/a.md." in done.stderr) == (1, True), (
            line
        )
        assert published(newsroom) == now
        shutil.rmtree(newsroom.root / ".warta/deploy/kept")
        newsroom.write("content/releases/a.md", text)
        assert bring(newsroom) == first


def test_what_is_hidden_while_an_old_deploy_stays_is_told(newsroom: SiteTest) -> None:
    """The deploys that wait say that it is still shown."""
    bring(newsroom)
    bring(newsroom.edit("content/releases/b.md", "Isi siaran", "Isi kedua siaran"))
    assert deploy(newsroom, "--back").returncode == 0
    newsroom.edit("content/releases/a.md", "title: Satu", "title: Satu\ndraft: true")
    build(newsroom)
    assert "It shows what is not public any more: content/releases/a.md." in deploy(newsroom).stderr


def test_as_many_deploys_are_kept_as_the_target_says(newsroom: SiteTest) -> None:
    """The bytes of older ones go; none, and nothing is there to go back to."""
    newsroom.edit("config.yaml", "switch: false", "switch: false, keep: 2")
    kept = newsroom.root / ".warta/deploy/kept/www"
    for number in range(4):
        bring(newsroom.edit("content/releases/b.md", "Isi ", f"Isi {number} "))
    assert len(list(kept.glob("*.json"))) == 2
    texts = [path.read_bytes() for path in (kept / "files").iterdir()]
    assert not any(b"Isi 1 0 siaran" in text for text in texts)
    assert any(b"Isi 2 1 0 siaran" in text for text in texts)
    newsroom.edit("config.yaml", "keep: 2", "keep: 0")
    bring(newsroom)
    assert not kept.exists()
    assert "no earlier deploy is kept" in deploy(newsroom, "--back").stderr


def test_a_kept_deploy_that_was_damaged_is_not_gone_back_to(newsroom: SiteTest) -> None:
    """Half a site is worse than none."""
    bring(newsroom)
    second = bring(newsroom.edit("content/releases/b.md", "Isi siaran", "Isi kedua siaran"))
    for path in (newsroom.root / ".warta/deploy/kept/www/files").iterdir():
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data + b" ")
    done = deploy(newsroom, "--back")
    assert "what was kept of that deploy is not whole any more" in done.stderr
    assert published(newsroom) == second


def test_back_and_on_exclude_each_other(newsroom: SiteTest) -> None:
    """Nobody can mean both."""
    assert deploy(newsroom, "--back", "--on").returncode == 2


# --- what is deleted


def test_a_dry_run_names_every_deletion(newsroom: SiteTest) -> None:
    """However many there are."""
    for number in range(20):
        newsroom.release(f"r{number}", f"Rilis {number}", date="2020-02-01")
    before = bring(newsroom)
    for number in range(20):
        newsroom.delete(f"content/releases/r{number}.md")
    build(newsroom)
    dry = deploy(newsroom, "--dry-run")
    named = {line.split(None, 1)[1] for line in dry.stdout.splitlines() if line.startswith("  delete ")}
    assert named == before.keys() - newsroom.files().keys()
    assert len(named) >= 20


def test_what_nothing_proves_to_be_ours_stays_fails_and_is_adopted_by_name(newsroom: SiteTest) -> None:
    """From a machine that remembers nothing, without a seal: the rest of the deploy is done all the same."""
    before = bring(newsroom)
    newsroom.delete("content/releases/b.md")
    build(newsroom)
    shutil.rmtree(newsroom.root / ".warta/deploy")
    done = deploy(newsroom)
    assert done.returncode == 1
    assert "stay on the host, since this machine did not put them there" in done.stderr
    left = before.keys() - newsroom.files().keys()
    assert published(newsroom) == newsroom.files() | {path: before[path] for path in left}
    assert "stays    2020/01/dua/index.html (not known to be ours)" in deploy(newsroom, "--dry-run").stdout
    done = deploy(newsroom, "--adopt")
    assert done.returncode == 0, done.stderr
    assert {f"  delete   {path}" for path in left} <= set(done.stdout.splitlines())
    assert published(newsroom) == newsroom.files()
