"""A press officer who reads Indonesian only, on a terminal: whole words, her own answers, and no words of libraries."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts import words
from tests.commands.running import BUILD, environment, interruptible, warta
from tests.commands.test_terminal import Terminal
from tests.support import SiteTest
from warta.catalogue import Words
from warta.cli.terminal import _lines
from warta.content.keys import RELEASE_KEYS
from warta.errors import as_written, known_reason, meant
from warta.messages import msg
from warta.plan.kinds import INPUT_WORDS, KINDS

pty = pytest.importorskip("pty", reason="pseudo-terminals are a thing of Unix")
INDONESIAN = Words("id")


class Narrow(Terminal):
    """A terminal of so many columns, in Indonesian, with what a person types."""

    def __init__(self, said: list[str], columns: int, cwd: Path | None = None) -> None:
        import fcntl
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self._ours = ours
        self.shown = ""
        with interruptible():
            self.process = subprocess.Popen(
                said,
                env=environment(WARTA_LANG="id"),
                cwd=cwd,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        os.close(theirs)

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())


def build_py(*said: str) -> list[str]:
    """A command line, run from inside of a newsroom."""
    return [sys.executable, str(BUILD), *said]


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """One draft and one public release, in a newsroom with categories."""
    config = site.root / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "categories: [Ekonomi, Budaya]\n", encoding="utf-8")
    site.release("panen", "Panen raya", "Isi.", date="2026-11-20", category="Ekonomi")
    site.write("content/releases/draf.md", "---\ntitle: Draf\ndate: 2026-11-20\ndraft: true\n---\n\nIsi.\n")
    return site


@pytest.mark.parametrize("columns", [60, 80])
def test_no_word_is_broken_at_the_end_of_a_line(newsroom: SiteTest, columns: int) -> None:
    """Problems are broken between words, so that the terminal breaks none; a line to paste stays in one."""
    title = 'title: "Panen raya di Kecamatan Tanete Rilau"'
    newsroom.write("content/releases/a.md", f"---\n{title[:-1]}\ndate: besok\n---\n\nIsi.\n")
    newsroom.write("content/releases/b.md", "---\ntitle: B\ndate: 2026-11-20\ncategory: Ekonmi\n---\n\nIsi.\n")
    with Narrow(build_py("check"), columns, cwd=newsroom.root) as terminal:
        assert terminal.finish() == 1
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.shown).replace("\r", "")
    rows = plain.splitlines()
    assert max(map(len, rows)) <= columns
    assert "content/releases/b.md:4: " in plain
    assert title in plain


def test_lines_go_on_further_in_and_long_words_stay_whole() -> None:
    """What a line goes on with is set in; an address that is longer than the terminal is wide is not cut."""
    assert _lines("satu dua tiga", 9) == ["satu dua", "  tiga"]
    assert _lines("  satu dua tiga", 11) == ["  satu dua", "    tiga"]
    assert _lines("lihat https://humas.barrukab.go.id/ ini", 12) == [
        "lihat",
        "  https://humas.barrukab.go.id/",
        "  ini",
    ]


@pytest.mark.parametrize(("typed", "done"), [("ya", True), ("Y", True), ("iya", True), ("t", False), ("tidak", False)])
def test_she_answers_in_her_own_words(newsroom: SiteTest, typed: str, done: bool) -> None:  # noqa: FBT001
    """Ya, y, t and tidak are answers; anything else is asked again."""
    terminal = Narrow(build_py("publish", "content/releases/draf.md"), 80, cwd=newsroom.root)
    with terminal:
        assert terminal.read_until("[y/T]: ")
        terminal.type("mungkin")
        assert terminal.read_until("Jawab y (ya) atau t (tidak).\r\nTulis seperti ini? [y/T]: ")
        terminal.type(typed)
        assert terminal.finish() == (0 if done else 1)
    text = (newsroom.root / "content/releases/draf.md").read_text(encoding="utf-8")
    assert ("draft" not in text) is done


def test_a_title_needs_no_quotation_marks(newsroom: SiteTest) -> None:
    """`new Rapat koordinasi di Barru` is about a meeting, not about three things too many."""
    done = warta("new", "Rapat", "koordinasi", "di", "Barru", site=newsroom.root)
    assert done.returncode == 0
    assert "rapat-koordinasi-di-barru.md" in done.stdout


@pytest.mark.parametrize("words_", [("correct", "--text", "49, bukan 94."), ("withdraw", "--reason", "Keliru.")])
def test_what_was_written_says_when_it_is_seen(newsroom: SiteTest, words_: tuple[str, ...]) -> None:
    """A correction or withdrawal is not on the site yet, and she is told so."""
    done = warta("--lang", "id", words_[0], "content/releases/panen.md", *words_[1:], site=newsroom.root)
    assert done.stdout.endswith("Pembaca melihatnya setelah situs dibangun dan dikirim lagi.\n")


def test_what_she_wrote_and_what_must_be_typed_have_marks_of_their_own() -> None:
    """Words of hers stand in “ ”, keys and commands in ' '."""
    assert INDONESIAN.of(meant("Ekonmi", ["Ekonomi"], as_written) or "") == "Maksud Anda “Ekonomi”?"
    assert INDONESIAN.of(meant("titel", ["title"]) or "") == "Maksud Anda 'title'?"


def test_names_with_commas_are_divided_by_semicolons() -> None:
    """Which names there are is plain even where a name holds a comma."""
    listed = msg("x", "%(names)s", names=("Barru, Kabupaten Barru", "Barus"))
    assert str(listed) == "Barru, Kabupaten Barru; Barus"


def test_the_reason_of_a_library_is_said_in_a_sentence_of_ours() -> None:
    """An error that a library wraps is told by what the system said below it."""
    below = ConnectionRefusedError(111, "Connection refused")
    wrapped = RuntimeError("Failed to establish a new connection")
    wrapped.__cause__ = below
    several = OSError("Unable to connect")
    several.errors = {("127.0.0.1", 22): below}  # type: ignore[attr-defined]
    for error in (below, wrapped, several):
        assert INDONESIAN.of(known_reason(error) or "") == "Tidak ada yang menjawab di sana."
    assert known_reason(RuntimeError("x")) is None


def test_every_input_of_a_file_has_words_for_people() -> None:
    """`--why` names no input or need by its name in the code."""
    named = {name for kind in KINDS.values() for name in (*kind.inputs, *kind.needs)} | {"kind"}
    assert named <= INPUT_WORDS.keys()
    said = {name: INDONESIAN.of(word) for name, word in INPUT_WORDS.items()}
    assert [name for name, word in said.items() if word == name] == []


def test_editors_describe_keys_in_the_language_spoken() -> None:
    """The schema of front matter helps in Indonesian, and in English for who asks."""
    front = json.loads(warta("--lang", "id", "schema", "release", cwd=BUILD.parent).stdout)
    assert front["title"] == "Keterangan di atas naskah siaran pers"
    assert front["properties"]["title"]["description"] == "Judul, wajib."
    assert front["properties"]["judul"]["description"] == "Sama dengan title."
    english = json.loads(warta("--lang", "en", "schema", "release", cwd=BUILD.parent).stdout)
    assert english["properties"]["title"]["description"] == "The title, required."
    assert len(front["properties"]) >= len(RELEASE_KEYS)


def test_remarks_in_imported_texts_are_in_the_language_of_the_newsroom(newsroom: SiteTest, tmp_path: Path) -> None:
    """Why a text is a draft is said in Indonesian where the newsroom's texts are."""
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.md").write_text("---\ntitle: A\ndate: 2024-01-02\ndraft: true\n---\n\nIsi.\n", encoding="utf-8")
    done = warta("import", "site", str(old), "--from", "hugo", site=newsroom.root)
    assert done.returncode == 0, done.stderr
    (text,) = [
        path.read_text() for path in newsroom.root.glob("content/releases/**/a.md") if "2024" in path.read_text()
    ]
    assert "draft: true  # tadinya draf; hapus baris ini untuk menerbitkan" in text


def test_what_an_import_reports_is_no_text_astray(newsroom: SiteTest) -> None:
    """Warta's own report beside config.yaml is not taken for a release."""
    (newsroom.root / "import-report.md").write_text("# Impor\n", encoding="utf-8")
    done = warta("check", site=newsroom.root)
    assert "import-report" not in done.stderr


def test_no_marks_of_documentation_stand_in_sentences() -> None:
    """Commands stand in ' ', not in backticks, but for reports in Markdown and what is pasted into a shell."""
    with words.PO.open("rb") as file:
        every = [each for each in read_po(file) if each.id]
    odd = []
    for each in every:
        places = {place for place, _ in each.locations}
        said = each.string if isinstance(each.string, str) else " ".join(each.string or ())
        report = places & {"warta/importing/advice.py", "warta/importing/report.py"}
        if re.search(r"`[^`]+`", said) and not report and "eval" not in said:
            odd.append(said)
    assert odd == []


def test_colours_have_indonesian_names(tmp_path: Path) -> None:
    """`--color merah tua` is maroon."""
    done = warta("init", str(tmp_path / "a"), "--yes", "--color", "merah tua", cwd=BUILD.parent)
    assert done.returncode == 0, done.stderr
    assert "accent: maroon" in (tmp_path / "a/config.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "a/README.md").read_text(encoding="utf-8").startswith("# Bagian Humas\n")


def test_a_refused_deploy_names_the_moment_and_the_pages_in_words(newsroom: SiteTest, tmp_path: Path) -> None:
    """What was built for another day says so as people say days; of its files those are named that people know."""
    target = tmp_path / "host"
    target.mkdir()
    newsroom.release("nanti", "Nanti", "Isi yang lain.", date="2098-11-20", category="Ekonomi")
    with (newsroom.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"deploy: {{kantor: {{to: folder, path: '{target}'}}}}\n")
    assert warta("build", "--now", "2099-01-02 08:00", site=newsroom.root).returncode == 0
    done = warta("--lang", "id", "deploy", "--yes", cwd=newsroom.root)
    assert done.returncode == 1
    assert done.stderr.startswith("Terhenti: situs di output dibangun untuk ")
    assert "Sabtu, 20 November 2098, pukul 00.00" in done.stderr or "2 Januari 2099, pukul 08.00" in done.stderr
    assert not re.search(r"\d{4}-\d\d-\d\d|\.xml|\.json", done.stderr)
    assert "nanti/index.html" in done.stderr
