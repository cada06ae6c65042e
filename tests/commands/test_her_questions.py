"""What a press officer asks of her newsroom has a command: what lies where, publish this, take that back, show me."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.commands.running import command, environment, warta
from tests.support import SiteTest

NOW = "2026-11-24 09:00"


def release(title: str, date: str, *more: str) -> str:
    """A release with these further lines of front matter."""
    lines = "".join(f"{each}\n" for each in more)
    return f"---\ntitle: {title}\ndate: {date}\n{lines}---\n\nIsi {title}.\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A newsroom with a release in each state."""
    site = SiteTest(tmp_path)
    site.write("content/releases/draf.md", release("Draf", "2026-11-23", "draft: true  # remove to publish"))
    site.write("content/releases/tunda.md", release("Tunda", "2026-11-23", "embargo: 2026-11-30 08:00"))
    site.write("content/releases/nanti.md", release("Nanti", "2026-12-01 10:00"))
    site.write("content/releases/habis.md", release("Habis", "2026-11-20", "expires: 2026-12-05"))
    site.write("content/releases/lewat.md", release("Lewat", "2026-10-20", "expires: 2026-11-01"))
    site.write("content/releases/baru.md", release("Baru", "2026-11-22"))
    site.write(
        "content/releases/ralat.md", release("Ralat", "2026-11-01", "corrections:", "- {at: 2026-11-02, text: A.}")
    )
    site.write(
        "content/releases/cabut.md", release("Cabut", "2026-11-01", "withdrawn: {at: 2026-11-03, reason: Keliru.}")
    )
    return site


def test_every_release_is_in_the_list_of_its_state(site: SiteTest) -> None:
    """Each list holds the releases of one state, with path, title and the moment that counts."""
    found = {}
    for what in ("drafts", "embargoed", "ahead", "expiring", "recent", "corrected", "withdrawn", "expired"):
        done = warta("list", what, "--now", NOW, "--format", "json", cwd=site.root)
        assert done.returncode == 0, done.stderr
        found[what] = [row["title"] for row in json.loads(done.stdout)[what]]
    assert found == {
        "drafts": ["Draf"],
        "embargoed": ["Tunda"],
        "ahead": ["Nanti"],
        "expiring": ["Habis"],
        "recent": ["Baru", "Habis", "Ralat"],
        "corrected": ["Ralat"],
        "withdrawn": ["Cabut"],
        "expired": ["Lewat"],
    }


def test_without_a_word_it_lists_what_a_working_day_asks_for(site: SiteTest) -> None:
    """Drafts, what is ahead and what is new stand in one answer, and a text that cannot be read is counted."""
    site.write("content/releases/rusak.md", "---\ntitle: Rusak\ndate: [\n---\n")
    done = warta("list", "--now", NOW, cwd=site.root)
    titles = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ") and not line.startswith("   ")]
    assert titles == ["Draf", "Tunda", "Nanti", "Habis", "Baru", "Habis", "Ralat"]
    assert "content/releases/tunda.md\n    Monday, 30 November 2026, 08:00 W" in done.stdout
    assert "content/releases/baru.md\n    Sunday, 22 November 2026\n" in done.stdout
    assert done.stderr == "1 file could not be read and is not among these; `check` says why.\n"


def test_a_draft_is_published_and_its_other_bytes_stay(site: SiteTest) -> None:
    """`publish` takes the line away, and says when readers will see the release."""
    before = site.root.joinpath("content/releases/draf.md").read_text()
    done = warta("publish", "releases/draf.md", "--at", "2036-01-02 10:00", cwd=site.root)
    assert done.returncode == 0, done.stderr
    after = before.replace("draft: true  # remove to publish\n", "").replace("2026-11-23", "2036-01-02 10:00")
    assert site.root.joinpath("content/releases/draf.md").read_text() == after
    assert "It is public from Wednesday, 2 January 2036, 10:00 W" in done.stdout
    again = warta("publish", "releases/draf.md", cwd=site.root)
    assert (again.returncode, again.stderr) == (2, "content/releases/draf.md is no draft: nothing to publish.\n")


@pytest.mark.parametrize(
    "words",
    [("correct", "--text", "Tiga, bukan dua."), ("withdraw", "--reason", "Keliru."), ("correct", "--text", "B: #")],
)
@pytest.mark.parametrize("name", ["baru", "ralat", "draf"])
def test_undo_gives_back_the_bytes_of_before(site: SiteTest, name: str, words: tuple[str, ...]) -> None:
    """After a correction or a withdrawal `undo` leaves the very file that was there."""
    path = site.root / f"content/releases/{name}.md"
    if name == "ralat":
        path.write_text(path.read_text().replace("- {at: 2026-11-02, text: A.}", "  - at: 2026-11-02\n    text: A."))
    before = path.read_bytes()
    done = warta(words[0], str(path), *words[1:], cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() != before
    undone = warta("undo", str(path), cwd=site.root)
    assert undone.returncode == 0, undone.stderr
    assert path.read_bytes() == before


def test_there_is_nothing_to_undo_in_a_plain_release(site: SiteTest) -> None:
    """Nothing is taken from a release that was neither corrected nor withdrawn."""
    done = warta("undo", "releases/baru.md", cwd=site.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no correction and is not withdrawn" in done.stderr


def test_a_person_is_shown_the_change_and_may_say_no(site: SiteTest) -> None:
    """On a terminal nothing is written before the change was seen and agreed to."""
    path = site.root / "content/releases/baru.md"
    before = path.read_bytes()
    for answer, changed in (("n", False), ("y", True)):
        master, slave = pty.openpty()
        process = subprocess.Popen(
            command("withdraw", str(path), "--reason", "Keliru.", site=site.root),
            stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), text=True,
        )  # fmt: skip
        os.close(slave)
        os.write(master, f"{answer}\n".encode())
        said, _ = process.communicate(timeout=60)
        os.close(master)
        assert '+   reason: "Keliru."' in said
        assert (path.read_bytes() != before) == changed


def test_the_public_address_of_a_release_is_told(site: SiteTest) -> None:
    """`open` names the page of a public release, and says of a hidden one that it has none."""
    done = warta("open", "releases/baru.md", "--print", cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("/2026/11/baru/")
    done = warta("open", "releases/draf.md", "--print", cwd=site.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not public now" in done.stderr


def test_a_check_of_one_file_or_of_new_releases_shows_no_others(site: SiteTest) -> None:
    """Paths and a day narrow down what is shown, not what is read."""
    one = warta("check", "content/releases/baru.md", "--now", NOW, cwd=site.root).stdout
    assert "releases/baru.md" in one and "releases/ralat.md" not in one
    new = warta("check", "--since", "2026-11-20", "--now", NOW, cwd=site.root).stdout
    assert "releases/baru.md" in new and "releases/ralat.md" not in new
    done = warta("check", "releases/tiada.md", cwd=site.root)
    assert (done.returncode, done.stdout) == (2, "")


def test_what_a_whole_archive_lacks_does_not_hide_what_is_new(site: SiteTest) -> None:
    """Of a rule that finds very much some are shown and the rest counted; asked for alone it shows all."""
    for number in range(40):
        site.write(f"content/releases/lama-{number}.md", release(f"Lama {number}", "2020-01-01"))
    done = warta("check", cwd=site.root).stdout
    assert done.count("[summary-missing]") == 20
    assert "All: check --only summary-missing" in done
    assert warta("check", "--only", "summary-missing", cwd=site.root).stdout.count("[summary-missing]") > 40


def test_a_site_is_tried_out_under_another_address(site: SiteTest, tmp_path: Path) -> None:
    """`build --url` makes every address that of the trial, and gives out no address of the newsroom."""
    done = warta("build", "--url", "https://coba.example/", "-o", str(tmp_path / "coba"), cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert "https://coba.example/" in (tmp_path / "coba/sitemap.xml").read_text()
    assert not site.root.joinpath("addresses.tsv").exists()
    wrong = warta("build", "--url", "coba", cwd=site.root)
    assert (wrong.returncode, "--url must be an address" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_the_commands(site: SiteTest, shell: str) -> None:
    """The script asks `warta` itself, which answers with the commands that begin with what was typed."""
    script = warta("completion", shell, cwd=site.root).stdout
    assert "_WARTA_COMPLETE" in script
    words = [*command()[:1], "-c", "import sys; sys.argv[0] = 'warta'; from warta.cli.main import main; main()"]
    asked = environment(
        _WARTA_COMPLETE=f"{shell}_complete", COMP_WORDS="warta with", COMP_CWORD="with" if shell == "fish" else "1"
    )
    done = subprocess.run(words, env=asked, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert "withdraw" in done.stdout, done.stderr
