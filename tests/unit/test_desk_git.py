"""Where a newsroom lies in a git repository, what is saved at its desk is committed there, and git never stands in the
way of a save. All with the real git.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import SiteTest, picture
from warta.catalogue import say
from warta.office.history import _steps
from warta.office.index import id_of
from warta.office.journal import CREATE, DEPLOYED, PROPOSE, PUBLISH, SAVE
from warta.office.keeping import Keeper
from warta.office.mirror import Mirror
from warta.office.office import Office
from warta.office.repository import repository_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

A = "releases/2026/a/index.md"
ONE = b"---\ntitle: Bus sekolah\n---\n\nDua bus.\n"
TWO = b"---\ntitle: Bus sekolah\n---\n\nTiga bus.\n"


@pytest.fixture(autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Git settings of nobody but this test."""
    place = tmp_path_factory.mktemp("home") / "gitconfig"
    place.write_text(
        '[init]\ndefaultBranch = main\n[protocol "file"]\nallow = always\n[user]\nname = Sari Dewi\nemail = sari@berita.example\n'
    )
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(place))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    yield place


def git(folder: Path, *words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.strip()


class Newsroom:
    """A newsroom's folder with a desk's memory, and its mirror."""

    def __init__(self, site: Path) -> None:
        self.site = site
        (site / "content/releases").mkdir(parents=True, exist_ok=True)
        (site / ".gitignore").write_text("desk/\n")
        self.keeper = Keeper(site)
        self.mirror = Mirror(self.keeper, lambda: len(self.keeper.journal.events))

    def file(self, source: str) -> Path:
        return self.site / "content" / source

    def save(
        self, before: bytes | None, after: bytes, act: str = SAVE, who: str = "Ani", source: str = A
    ) -> str | None:
        """Save, let git follow, and what it says of trouble."""
        self.keeper.save(source, before, after, act, who)
        self.mirror.catch_up()
        return say(self.mirror.trouble) if self.mirror.trouble else None

    def commits(self) -> list[str]:
        return git(self.site, "log", "--format=%an <%ae>: %s", "--reverse").splitlines()


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "humas")
    git(made.site, "init", "-q")
    git(made.site, "add", ".gitignore")
    git(made.site, "commit", "-qm", "Awal")
    return made


def test_each_save_and_each_publication_is_a_commit_of_the_person(newsroom: Newsroom) -> None:
    """With the title and what was done; of the person alone, whose address git does not know."""
    assert newsroom.save(None, ONE, CREATE) is None
    assert newsroom.save(ONE, TWO, PUBLISH, "Budi <hapus> Santoso") is None
    newsroom.keeper.tell(DEPLOYED, "Sari Dewi", note="1")
    newsroom.mirror.catch_up()
    assert newsroom.commits()[1:] == [
        "Ani <>: Bus sekolah: begun",
        "Budi hapus Santoso <>: Bus sekolah: published",
        "Sari Dewi <sari@berita.example>: Site published",
    ]
    assert git(newsroom.site, "status", "--porcelain") == ""
    assert git(newsroom.site, "log", "-1", "--format=%cn", "HEAD~1") == "Sari Dewi"
    git(newsroom.site, "fsck", "--strict")


def test_only_the_files_of_a_save_are_in_its_commit(newsroom: Newsroom) -> None:
    """A picture comes with the text that names it and goes with it; what she staged, changed or laid there stays so."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (newsroom.site / name).write_text("lama\n")
    git(newsroom.site, "add", ".")
    git(newsroom.site, "commit", "-qm", "Catatan")
    (newsroom.site / "a.txt").write_text("disiapkan\n")
    git(newsroom.site, "add", "a.txt")
    git(newsroom.site, "rm", "-q", "--cached", "c.txt")
    (newsroom.site / "b.txt").write_text("belum\n")
    beside = newsroom.file(A).parent
    beside.mkdir(parents=True)
    for name in ("foto.jpg", "lain.jpg"):
        (beside / name).write_bytes(picture(name))
    with_picture = ONE.replace(b"---\n\n", b"image: foto.jpg\n---\n\n")
    status = git(newsroom.site, "status", "--porcelain", "a.txt", "b.txt", "c.txt")
    assert newsroom.save(None, with_picture, CREATE) is None
    assert git(newsroom.site, "show", "--format=", "--name-only").splitlines() == [
        "content/releases/2026/a/foto.jpg", f"content/{A}",
    ]  # fmt: skip
    assert git(newsroom.site, "status", "--porcelain", "a.txt", "b.txt", "c.txt") == status
    (beside / "foto.jpg").unlink()
    assert newsroom.save(with_picture, ONE) is None
    assert git(newsroom.site, "show", "--format=", "--name-status").splitlines() == [
        "D\tcontent/releases/2026/a/foto.jpg", f"M\tcontent/{A}",
    ]  # fmt: skip
    assert git(newsroom.site, "status", "--porcelain").splitlines() == [
        *status.splitlines(), "?? content/releases/2026/a/lain.jpg",
    ]  # fmt: skip


def test_what_she_staged_of_the_same_file_stays_staged(newsroom: Newsroom) -> None:
    """Her own version is not taken out of the index, and is in no commit of the desk."""
    newsroom.save(None, ONE, CREATE)
    newsroom.file(A).write_bytes(b"---\ntitle: Bus sekolah\n---\n\nEmpat bus.\n")
    git(newsroom.site, "add", f"content/{A}")
    newsroom.file(A).write_bytes(ONE)
    assert newsroom.save(ONE, TWO) is None
    assert git(newsroom.site, "show", f"HEAD:content/{A}") + "\n" == TWO.decode()
    assert "Empat bus." in git(newsroom.site, "show", f":content/{A}")
    assert git(newsroom.site, "log", "--format=%s", "-S", "Empat") == ""


def begin_rebase(site: Path) -> None:
    (site / "x.txt").write_text("satu")
    git(site, "add", "x.txt")
    git(site, "commit", "-qm", "satu")
    git(site, "checkout", "-q", "-b", "cabang", "HEAD~1")
    (site / "x.txt").write_text("dua")
    git(site, "add", "x.txt")
    git(site, "commit", "-qm", "dua")
    git(site, "rebase", "main", check=False)


def lock(site: Path) -> None:
    (site / ".git/index.lock").write_text("")


STATES: dict[str, tuple[Callable[[Path], object], Callable[[Path], object], str | None]] = {
    "rebase": (begin_rebase, lambda site: git(site, "rebase", "--abort"), "rebase, merge or other step is under way"),
    "detached": (lambda site: git(site, "checkout", "-q", "--detach"), lambda site: git(site, "switch", "-q", "main"), "on no branch"),
    "locked": (lock, lambda site: (site / ".git/index.lock").unlink(), "index.lock"),
    "branch locked": (lambda site: (site / ".git/refs/heads/main.lock").write_text(""), lambda site: (site / ".git/refs/heads/main.lock").unlink(), "lock"),
    "merge": (lambda site: (site / ".git/MERGE_HEAD").write_text("0" * 40), lambda site: (site / ".git/MERGE_HEAD").unlink(), "under way"),
    "broken": (lambda site: (site / ".git/config").rename(site / ".git/weg").parent and (site / ".git/config").write_text("[x\n"), lambda site: (site / ".git/weg").replace(site / ".git/config"), None),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_what_git_cannot_take_now_is_saved_told_and_committed_later(newsroom: Newsroom, state: str) -> None:
    """Each save by itself, with its person and its time; nothing of the repository was changed meanwhile."""
    newsroom.save(None, ONE, CREATE)
    begin, end, said = STATES[state]
    begin(newsroom.site)
    before = git(newsroom.site, "for-each-ref", check=False), (newsroom.site / ".git/index").read_bytes()
    told = newsroom.save(ONE, TWO)
    assert newsroom.file(A).read_bytes() == TWO
    if said is not None:
        assert told is not None
        assert said in told
    newsroom.save(TWO, ONE, SAVE, "Budi")
    assert (git(newsroom.site, "for-each-ref", check=False), (newsroom.site / ".git/index").read_bytes()) == before
    end(newsroom.site)
    newsroom.mirror.catch_up()
    if said is None:  # no repository at all, as long as git cannot read its settings
        return
    assert newsroom.mirror.trouble is None
    assert newsroom.commits()[-2:] == ["Ani <>: Bus sekolah: saved", "Budi <>: Bus sekolah: saved"]
    assert git(newsroom.site, "status", "--porcelain") == ""


def test_a_desk_that_was_ended_commits_what_is_left_when_it_is_opened_again(newsroom: Newsroom) -> None:
    """And nothing twice, also when it was ended between a commit and its note of it, or she committed by hand."""
    newsroom.save(None, ONE, CREATE)
    seen = (newsroom.keeper.folder / "git/seen.json").read_bytes()
    newsroom.keeper.save(A, ONE, TWO, SAVE, "Ani")
    again = Newsroom(newsroom.site)
    again.mirror.catch_up()
    assert len(newsroom.commits()) == 3
    (newsroom.keeper.folder / "git/seen.json").write_bytes(seen)
    again.mirror.catch_up()
    again.keeper.save(A, TWO, ONE, SAVE, "Ani")
    again.keeper.save(A, ONE, TWO + b"\nSelesai.\n", SAVE, "Ani")
    git(newsroom.site, "commit", "-qam", "Dengan tangan")
    again.mirror.catch_up()
    assert newsroom.commits()[3:] == ["Sari Dewi <sari@berita.example>: Dengan tangan"]


def test_nothing_that_a_repository_names_is_run(newsroom: Newsroom, tmp_path: Path) -> None:
    """No hook, no watcher, no filter, no signature, no program that shows: what git would run by itself is not run."""
    ran = tmp_path / "ran"
    program = tmp_path / "run.sh"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {ran}\ncat\n')
    program.chmod(0o755)
    hooks = newsroom.site / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "pre-commit",
        "post-commit",
        "commit-msg",
        "reference-transaction",
        "post-index-change",
        "prepare-commit-msg",
    ):
        shutil.copy(program, hooks / name)
    for name, value in {
        "core.fsmonitor": str(program), "filter.x.clean": str(program), "filter.x.smudge": str(program), "core.pager": str(program),
        "commit.gpgSign": "true", "gpg.program": str(program), "log.showSignature": "true", "diff.external": str(program),
        "diff.y.textconv": str(program), "core.sshCommand": str(program), "core.editor": str(program),
    }.items():  # fmt: skip
        git(newsroom.site, "config", name, value)
    (newsroom.site / ".git/info").mkdir(exist_ok=True)
    (newsroom.site / ".git/info/attributes").write_text("*.jpg filter=x\n*.md diff=y\n")
    beside = newsroom.file(A).parent
    beside.mkdir(parents=True)
    (beside / "foto.jpg").write_bytes(picture())
    told = newsroom.save(None, ONE.replace(b"---\n\n", b"image: foto.jpg\n---\n\n"), CREATE)
    found = newsroom.mirror.history(A)
    assert not ran.exists(), ran.read_text()
    assert [each.words for each in found] == ["Bus sekolah: begun"]
    assert told is not None
    assert "content/releases/2026/a/foto.jpg" in told


def test_without_a_name_for_git_the_person_is_the_committer_too(newsroom: Newsroom, settings: Path) -> None:
    """A computer on which nobody ever used git."""
    settings.write_text("[user]\nuseConfigOnly = true\n")
    assert newsroom.save(None, ONE, CREATE, "Ani Lestari") is None
    assert git(newsroom.site, "log", "-1", "--format=%an <%ae> %cn <%ce>") == "Ani Lestari <> Ani Lestari <>"


def test_a_repository_without_a_commit_gets_its_first(tmp_path: Path) -> None:
    """With the file of the save alone; what she staged before stays staged."""
    made = Newsroom(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".gitignore")
    assert made.save(None, ONE, CREATE) is None
    assert git(tmp_path, "ls-tree", "-r", "--name-only", "HEAD") == f"content/{A}"
    assert git(tmp_path, "status", "--porcelain") == "A  .gitignore"


def test_a_newsroom_without_git_works_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository, without the program, and with a repository that comes later, which gets no past."""
    made = Newsroom(tmp_path)
    assert made.save(None, ONE, CREATE) is None
    git(tmp_path, "init", "-q")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert made.save(ONE, TWO) is None
        assert made.mirror.history(A) == []
    assert made.save(TWO, ONE) is None
    assert made.commits() == ["Ani <>: Bus sekolah: saved"]


def test_a_repository_above_the_newsroom_is_used_where_it_has_the_newsroom(tmp_path: Path) -> None:
    """A folder that only happens to lie in somebody's repository is committed nowhere."""
    git(tmp_path, "init", "-q")
    (tmp_path / "kode.py").write_text("x")
    git(tmp_path, "add", "kode.py")
    git(tmp_path, "commit", "-qm", "Kode")
    made = Newsroom(tmp_path / "di bawah/humas")
    assert made.save(None, ONE, CREATE) is None
    assert made.commits() == ["Sari Dewi <sari@berita.example>: Kode"]
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Semua")
    assert made.save(ONE, TWO) is None
    assert git(tmp_path, "show", "--format=", "--name-only") == f"di bawah/humas/content/{A}"
    assert git(tmp_path, "status", "--porcelain") == ""


def test_releases_in_a_submodule_are_committed_in_it(tmp_path: Path) -> None:
    """On its branch; the newsroom's own repository stays as it is, to be committed by hand."""
    other = tmp_path / "rilis"
    other.mkdir()
    git(other, "init", "-q")
    (other / "baca.txt").write_text("x")
    git(other, "add", ".")
    git(other, "commit", "-qm", "Rilis")
    site = tmp_path / "humas"
    site.mkdir()
    git(site, "init", "-q")
    git(site, "submodule", "--quiet", "add", str(other), "content/releases")
    git(site, "commit", "-qm", "Ruang berita")
    made = Newsroom(site)
    assert made.save(None, ONE, CREATE) is None
    assert git(site / "content/releases", "log", "-1", "--format=%s") == "Bus sekolah: begun"
    assert len(made.commits()) == 1
    git(site, "submodule", "--quiet", "update")  # which leaves it on no branch
    made.file(A).parent.mkdir(parents=True, exist_ok=True)
    now = made.file(A).read_bytes() if made.file(A).exists() else None
    told = made.save(now, TWO)
    assert told is not None
    assert "on no branch" in told
    assert made.file(A).read_bytes() == TWO


def test_what_git_ignores_and_what_waits_to_be_published_is_committed_by_nobody(newsroom: Newsroom) -> None:
    """Changes to a release that is public are in no repository before readers may see them."""
    (newsroom.site / ".git/info/exclude").write_text("content/releases/2026/a/\n")
    assert newsroom.save(None, ONE, CREATE) is None
    newsroom.keeper.tell(PROPOSE, "Ani", A, "0" * 64)
    newsroom.mirror.catch_up()
    assert newsroom.commits() == ["Sari Dewi <sari@berita.example>: Awal"]


@pytest.mark.parametrize("name", ["[1] rilis *", "ruang ‘berita’ é", "-awal", "a\tb"])
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_of_any_kind_is_committed(newsroom: Newsroom, name: str) -> None:
    """No sign of a path is taken for a pattern or an option."""
    source = f"releases/2026/{name}/index.md"
    assert newsroom.save(None, ONE, CREATE, source=source) is None
    assert git(newsroom.site, "status", "--porcelain") == ""
    assert [each.data for each in newsroom.mirror.history(source)] == [ONE]


def test_line_ends_are_kept_as_git_keeps_them(newsroom: Newsroom) -> None:
    """Where git keeps other line ends than files have, a save changes only the lines that were changed."""
    git(newsroom.site, "config", "core.autocrlf", "true")
    windows = ONE.replace(b"\n", b"\r\n")
    newsroom.save(None, windows, CREATE)
    newsroom.save(windows, windows.replace(b"Dua", b"Tiga"))
    assert git(newsroom.site, "show", "--format=", "--numstat") == f"1\t1\tcontent/{A}"
    assert git(newsroom.site, "status", "--porcelain") == ""


def test_a_save_does_not_wait_for_git(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that answers never is met by no save."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr("warta.office.repository._SECONDS", 0.5)
    newsroom.keeper.told = newsroom.mirror.poke
    began = time.monotonic()
    newsroom.keeper.save(A, None, ONE, CREATE, "Ani")
    assert time.monotonic() - began < 0.4
    newsroom.mirror.catch_up()
    assert newsroom.mirror.trouble is not None
    assert say(newsroom.mirror.trouble) == "git came to no end."


def test_the_history_of_a_release_has_desk_and_git_without_doubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What she committed elsewhere stands with her name between what was saved at the desk, each once, and comes back."""
    day = dt.datetime(2026, 1, 21, 8, tzinfo=dt.UTC)
    hours = iter(day + dt.timedelta(hours=each) for each in range(99))
    monkeypatch.setattr("warta.office.keeping._now", lambda: next(hours))
    site = SiteTest(tmp_path / "humas")
    site.release("2026/bus", "Bus sekolah", "Dua bus.", date="2026-01-20", draft="true")
    file = site.root / "content/releases/2026/bus.md"
    git(site.root, "init", "-q")
    (site.root / ".gitignore").write_text("desk/\n.warta/\n")
    git(site.root, "add", ".")
    git(site.root, "commit", "-qm", "Rilis bus", "--date=2026-01-20T08:00:00+07:00")
    office = Office(site.root, tmp_path / "private")

    def save(words: str) -> None:
        text = office.texts.open(id_of("releases/2026/bus.md"))
        assert text is not None
        office.texts.save(text.id, {"body": words}, text.base, "Ani")
        office.mirror.catch_up()

    save("Tiga bus.")
    file.write_text(file.read_text().replace("Tiga", "Empat"))
    git(site.root, "-c", "user.name=Budi", "commit", "-qam", "Jumlah bus", "--date=2026-01-21T08:30:00Z")
    save("Lima bus.")
    steps = _steps(office, "releases/2026/bus.md")
    assert [(each.who, (each.data or b"").split()[-2:]) for each in steps] == [
        ("Sari Dewi", [b"Dua", b"bus."]), ("Ani", [b"Tiga", b"bus."]), ("Budi", [b"Empat", b"bus."]), ("Ani", [b"Lima", b"bus."]),
    ]  # fmt: skip
    assert len({each.digest for each in steps}) == 4
    assert repository_of(site.root) is not None
