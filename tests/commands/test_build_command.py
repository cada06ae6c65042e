"""What `build.py` does, says and returns when it is typed into a terminal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import tests.commands.running as running
from tests.commands.running import BUILD, ROOT, command, environment, everything_in, many_releases, run, warta
from tests.support import SiteTest
from warta.catalogue import LANGUAGES
from warta.cli.commands import commands

NOW = ("--now", "2026-11-24 12:00")
RELEASE = "2026/11/banjir-surut/index.html"
DEFAULT_THEME = "title: Ruang Berita\nurl: https://berita.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Two public releases."""
    site.release("banjir", "Banjir surut", date="2026-11-20 09:05", category="Kebencanaan")
    site.release("panen", "Panen raya", date="2026-10-02", category="Ekonomi")
    return site


# --- what is built, and from where


def test_build_alone_builds_the_newsroom_it_is_called_in(newsroom: SiteTest) -> None:
    """`build.py` without a word, in a newsroom's folder, builds it: exit code 0, a summary, no complaint."""
    done = warta(cwd=newsroom.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Banjir surut" in newsroom.text(RELEASE)
    assert done.stdout.startswith("2 releases: ")


def test_build_called_from_elsewhere_builds_the_newsroom_it_lies_in(newsroom: SiteTest, tmp_path: Path) -> None:
    """A checkout's build.py finds its newsroom from any folder that is not one itself."""
    shutil.copy(BUILD, newsroom.root)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    words = [sys.executable, str(newsroom.root / "build.py"), *NOW]
    done = run(words, cwd=elsewhere, env=environment(PYTHONPATH=str(ROOT)))
    assert (done.returncode, done.stderr) == (0, "")
    assert RELEASE in newsroom.files()
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ["--site", "site"],
        ["--site=site"],
        ["--site", "site", "build"],
        ["--site", "site", "--why", *NOW],
        ["--site=site", "build", "--why", *NOW],
    ],
    ids=" ".join,
)
def test_site_names_the_newsroom(newsroom: SiteTest, words: list[str]) -> None:
    """--site stands before `build` or before its options, with a space or a sign of equality."""
    done = warta(*words, cwd=newsroom.root.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert RELEASE in newsroom.files()


def test_site_without_a_folder_says_that_one_is_needed(newsroom: SiteTest) -> None:
    """`--site` at the end of the line is wrong usage, and named as what is wrong."""
    done = warta("--site", cwd=newsroom.root)
    assert done.returncode == 2
    assert "--site" in done.stderr.splitlines()[-1]


def test_options_may_follow_at_once(newsroom: SiteTest) -> None:
    """`build.py --why` is `build.py build --why`."""
    done = warta("--why", *NOW, cwd=newsroom.root)
    assert done.returncode == 0
    assert f"{RELEASE}: " in done.stdout


def test_output_may_lie_anywhere(newsroom: SiteTest, tmp_path: Path) -> None:
    """--output names another folder; the newsroom's own output/ is not made."""
    done = warta("--output", str(tmp_path / "web" / "situs"), *NOW, site=newsroom.root)
    assert done.returncode == 0
    assert (tmp_path / "web" / "situs" / RELEASE).exists()
    assert not newsroom.output.exists()


def test_a_folder_without_settings_is_answered_with_what_to_do(tmp_path: Path) -> None:
    """No config.yaml is a problem that names `init`, not a trace."""
    done = warta(site=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "config.yaml" in done.stderr
    assert "init" in done.stderr
    assert not list(tmp_path.iterdir())


# --- exit code 1: problems


def test_every_problem_is_told_at_once_and_nothing_is_written(newsroom: SiteTest) -> None:
    """Problems of several files stand on stderr with file and line, one each; there is no output at all."""
    newsroom.release("tanggal", "Tanggal keliru", date="2026-13-45")
    newsroom.write("content/releases/tanpa.md", "---\ndate: 2026-11-01\n---\n\nTanpa judul.\n")
    newsroom.release("kunci", "Kunci keliru", kategory="Ekonomi")
    done = warta(*NOW, site=newsroom.root)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines[:3]] == [
        "content/releases/kunci.md:3",
        "content/releases/tanggal.md:3",
        "content/releases/tanpa.md:2",
    ]
    assert "Did you mean 'category'?" in lines[0]
    assert "2026-13-45" in lines[1]
    assert "'title' is missing" in lines[2]
    assert lines[-1].startswith("3 problems.")
    assert not newsroom.output.exists()


def test_a_build_that_fails_leaves_the_old_output_as_it_was(newsroom: SiteTest) -> None:
    """Not a byte and not a time of change of the output differs after a build with problems."""
    assert warta(*NOW, site=newsroom.root).returncode == 0
    before = everything_in(newsroom.output)
    newsroom.edit("content/releases/panen.md", "Panen raya", "Panen raya diubah")
    newsroom.edit("content/releases/banjir.md", "date: 2026-11-20", "date: kemarin")
    done = warta(*NOW, site=newsroom.root)
    assert done.returncode == 1
    assert "content/releases/banjir.md:3: " in done.stderr
    assert everything_in(newsroom.output) == before


def test_problems_of_theme_settings_and_templates_have_their_place_too(newsroom: SiteTest) -> None:
    """A template's mistake is told with template and line, one of the settings with config.yaml and line."""
    newsroom.edit("themes/bare/templates/release.html", "{{ page.title }}", "{{ page.titel }}")
    done = warta(*NOW, site=newsroom.root)
    assert done.returncode == 1
    assert "themes/bare/templates/release.html:2: " in done.stderr
    assert "Did you mean 'title'?" in done.stderr
    newsroom.config("page_sise: 3\n")
    done = warta(*NOW, site=newsroom.root)
    assert done.returncode == 1
    assert "config.yaml:8: unknown setting 'page_sise'. Did you mean 'page_size'?" in done.stderr


def test_very_many_problems_are_counted_and_not_all_shown(site: SiteTest) -> None:
    """Of seventy problems sixty are listed, and the last lines say how many there are."""
    for number in range(70):
        site.release(f"r{number:02d}", f"Rilis {number}", date="kemarin")
    done = warta(site=site.root)
    lines = done.stderr.splitlines()
    assert (done.returncode, len([line for line in lines if line.startswith("content/")])) == (1, 60)
    assert "... and 10 more." in lines
    assert lines[-1].startswith("70 problems.")


def test_warnings_are_told_and_do_not_stop_a_build(newsroom: SiteTest) -> None:
    """With `unknown_keys: warn` a foreign key is a warning on stderr with its place, and the exit code is 0."""
    newsroom.config("unknown_keys: warn\n").release("asing", "Asing", layout="post")
    done = warta(*NOW, site=newsroom.root)
    assert done.returncode == 0
    assert done.stderr.startswith("content/releases/asing.md:3: unknown key 'layout'.")
    assert done.stderr.endswith("(a warning)\n")


@pytest.mark.parametrize("name", ["catatan.txt", "2026/foto.jpg"])
def test_a_folder_of_somebody_else_is_refused(newsroom: SiteTest, tmp_path: Path, name: str) -> None:
    """An output folder with files that Warta did not write stays as it is; one of them is named."""
    foreign = tmp_path / "dokumen"
    (foreign / name).parent.mkdir(parents=True)
    (foreign / name).write_text("milik orang lain")
    done = warta("--output", str(foreign), *NOW, site=newsroom.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(foreign) in done.stderr
    assert name.partition("/")[0] in done.stderr
    assert "--output" in done.stderr
    assert {path for path in foreign.rglob("*") if path.is_file()} == {foreign / name}


@pytest.mark.parametrize("place", [".", "content", "themes", "config.yaml"])
def test_the_newsroom_itself_is_no_place_for_the_output(newsroom: SiteTest, place: str) -> None:
    """A site is never written over or among the files it is made from."""
    before = everything_in(newsroom.root)
    done = warta("--output", place, *NOW, cwd=newsroom.root)
    assert (done.returncode, done.stdout) == (1, "")
    after = {path: data for path, data in everything_in(newsroom.root).items() if not path.startswith(".warta/")}
    assert after == before


def test_a_newsroom_without_its_content_is_not_an_empty_site(newsroom: SiteTest) -> None:
    """Where content/ is not there (a disk not mounted, a wrong folder), the site that was built stays."""
    assert warta(*NOW, site=newsroom.root).returncode == 0
    before = everything_in(newsroom.output)
    (newsroom.root / "content").rename(newsroom.root / "konten")
    done = warta(*NOW, site=newsroom.root)
    assert done.returncode == 1
    assert "content" in done.stderr
    assert everything_in(newsroom.output) == before


# --- exit code 2: wrong usage


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cleen"], "'--clean'"),
        (["build", "--cleen"], "'--clean'"),
        (["bild"], "'build'"),
        (["build", "satu"], "satu"),
        (["--now", "kemarin"], "(got 'kemarin')"),
        (["--now", "2026-02-30"], "(got '2026-02-30')"),
        (["check", "--now", "2026-11-24 25:00"], "(got '2026-11-24 25:00')"),
        (["serve", "--now", "besok"], "(got 'besok')"),
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "dua"], "--jobs"),
        (["serve", "--port", "70000"], "--port"),
        (["--output"], "--output"),
        (["new"], "TITLE"),
        (["init"], "FOLDER"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_and_nothing_is_done(newsroom: SiteTest, words: list[str], said: str) -> None:
    """Exit code 2, the last line of stderr names what is wrong (or what was meant), and no file is made."""
    before = everything_in(newsroom.root)
    done = warta(*words, cwd=newsroom.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()[-1]
    assert everything_in(newsroom.root) == before


# --- help


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_every_command_with_what_it_does(newsroom: SiteTest, language: str) -> None:
    """`--help` and `-h` show each command with one whole sentence, in each language."""
    done = warta("--help", "--lang", language, cwd=newsroom.root)
    assert done.returncode == 0
    assert done.stdout == warta("--lang", language, "-h", cwd=newsroom.root).stdout
    for name, each in commands.commands.items():
        said = re.search(rf"^  {name} +(\S.*)$", done.stdout, re.MULTILINE)
        assert said, name
        assert said[1].endswith("."), said[1]
        assert not said[1].endswith("..."), f"the sentence of {each.name} is cut: {said[1]}"


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_help_of_a_command_explains_every_option(newsroom: SiteTest, name: str) -> None:
    """Each option stands in the command's help with a sentence in plain words."""
    done = warta(name, "--help", cwd=newsroom.root)
    assert done.returncode == 0
    options = [each for each in commands.commands[name].params if isinstance(each, click.Option)]
    for option in options:
        assert option.help, option.name
        assert option.help.rstrip().endswith((".", ")")), option.help
        assert option.opts[0] in done.stdout
        assert " ".join(option.help.split())[:30] in " ".join(done.stdout.split())
    assert not re.search(r"INTEGER RANGE|<=x<=", done.stdout)


def test_the_readme_names_every_command() -> None:
    """Who reads README.md finds each command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in commands.commands:
        assert re.search(rf"\b(build\.py|warta|make) (--site \S+ )?{name}\b|`{name}[ `]", readme), name


def test_the_version_is_told(newsroom: SiteTest) -> None:
    """`--version` says the name and a number."""
    done = warta("--version", cwd=newsroom.root)
    assert done.returncode == 0
    assert re.fullmatch(r"Warta,? (version )?\d+\.\d+\S*\n", done.stdout)


# --- the options of `build`


def test_now_decides_what_is_public(newsroom: SiteTest) -> None:
    """The same newsroom built for a minute before the end of an embargo and for the end itself, in its own zone."""
    newsroom.release("upah", "Upah minimum", date="2026-11-24", embargo="2026-11-24 14:00")
    page = newsroom.output / "2026/11/upah-minimum/index.html"
    before = warta("--now", "2026-11-24 13:59", site=newsroom.root)
    assert not page.exists()
    assert before.stdout.splitlines()[-1] == (
        "Hidden: 1 embargoed or dated ahead. Next change: Tuesday, 24 November 2026, 14:00 WIB, "
        "content/releases/upah.md appears; build again then."
    )
    warta("--now", "2026-11-24 14:00 WIB", site=newsroom.root)
    assert page.exists()
    warta("--now", "2026-11-24T06:59:59Z", site=newsroom.root)
    assert not page.exists()


def test_jobs_do_not_change_a_byte(newsroom: SiteTest, tmp_path: Path) -> None:
    """The site that two processes make is the one that one makes."""
    for number in range(150):
        newsroom.release(f"r{number:03d}", f"Rilis {number}", f"Isi *nomor* {number}.", category="Ekonomi")
    for jobs in ("1", "2"):
        done = warta("--clean", "--jobs", jobs, "--output", str(tmp_path / jobs), *NOW, site=newsroom.root)
        assert (done.returncode, done.stderr) == (0, "")
    one = newsroom.files(tmp_path / "1")
    assert len(one) > 150
    assert newsroom.files(tmp_path / "2") == one


def test_drafts_are_shown_with_a_mark_and_a_warning(tmp_path: Path) -> None:
    """With --drafts the page of a draft says so visibly, lists mark it, and stderr warns; without, it is nowhere."""
    site = SiteTest(tmp_path, DEFAULT_THEME).release("terbuka", "Kabar terbuka")
    site.release("draf", "Rencana rahasia", draft="true")
    done = warta("--drafts", *NOW, site=site.root)
    assert done.returncode == 0
    assert "draft" in done.stderr.casefold()
    assert "not publish" in done.stderr
    assert re.search(r">\s*DRAF\b", site.page("/2026/11/rencana-rahasia/"))
    assert re.search(r"Rencana rahasia.*?>\s*Draf\s*<", site.text("index.html"), re.DOTALL)
    assert ">Draf<" not in site.page("/2026/11/kabar-terbuka/").partition('class="related"')[0]
    done = warta(*NOW, site=site.root)
    assert done.stderr == ""
    assert "Hidden: 1 draft." in done.stdout
    assert b"rahasia" not in b"".join(site.files().values())


def test_drafts_that_are_not_there_are_nothing_to_warn_of(newsroom: SiteTest) -> None:
    """--drafts without a draft makes the public site and says nothing more."""
    done = warta("--drafts", *NOW, site=newsroom.root)
    assert (done.returncode, done.stderr) == (0, "")


def test_why_says_of_each_file_what_changed(newsroom: SiteTest) -> None:
    """One line for each file that is made again, with a reason; none when nothing is."""
    warta(*NOW, site=newsroom.root)
    newsroom.edit("content/releases/banjir.md", "Isi siaran pers", "Isi yang baru")
    done = warta("--why", *NOW, site=newsroom.root)
    lines = [line for line in done.stdout.splitlines() if re.match(r"\S+: (?!\d)", line)]
    assert any(re.fullmatch(rf"{re.escape(RELEASE)}: \w.*", line) for line in lines)
    assert not any(line.startswith("2026/10/panen-raya/") for line in lines)
    assert not any("robots.txt" in line for line in lines)
    again = warta("--why", *NOW, site=newsroom.root)
    assert len(again.stdout.splitlines()) == 1


def test_clean_makes_everything_anew_and_the_same(newsroom: SiteTest) -> None:
    """After --clean every file was made again, and the bytes that were there stay, with their times."""
    warta(*NOW, site=newsroom.root)
    before = {path: facts for path, facts in everything_in(newsroom.output).items() if not path.startswith(".warta-")}
    done = warta("--clean", "--why", *NOW, site=newsroom.root)
    assert done.returncode == 0
    reasons = [line for line in done.stdout.splitlines() if line.partition(": ")[0] in before]
    assert len(reasons) == len(before)
    after = {path: facts for path, facts in everything_in(newsroom.output).items() if not path.startswith(".warta-")}
    assert after == before


# --- the summary


def summary(text: str) -> tuple[int, int, int, int]:
    """Releases, files written, kept and deleted, of a summary."""
    line = re.search(
        r"^([\d,]+) releases?: ([\d,]+) files? written, ([\d,]+) kept(?:, ([\d,]+) deleted)? in \d+\.\d\d s\.$",
        text,
        re.MULTILINE,
    )
    assert line, text
    releases, written, kept, deleted = (int((group or "0").replace(",", "")) for group in line.groups())
    return releases, written, kept, deleted


def test_the_summary_counts_what_was_really_done(newsroom: SiteTest) -> None:
    """Written, kept and deleted are those that a look at the folder before and after finds."""
    first = warta(*NOW, site=newsroom.root)
    total = len(newsroom.files())
    assert summary(first.stdout) == (2, total, 0, 0)
    before = everything_in(newsroom.output)
    newsroom.edit("content/releases/banjir.md", "Banjir surut", "Banjir meluas").delete("content/releases/panen.md")
    second = warta(*NOW, site=newsroom.root)
    after = everything_in(newsroom.output)
    for files in (before, after):
        del files[".warta-manifest"], files[".warta-built"]
    written = [path for path, facts in after.items() if before.get(path) != facts]
    gone = before.keys() - after.keys()
    assert summary(second.stdout) == (1, len(written), len(after) - len(written), len(gone))
    assert summary(warta(*NOW, site=newsroom.root).stdout) == (1, 0, len(after), 0)


def test_the_summary_says_what_is_hidden_and_when_that_changes(newsroom: SiteTest) -> None:
    """Drafts, embargoed and expired releases are counted; the next change is told in the newsroom's time."""
    newsroom.release("d1", "Draf satu", draft="true").release("d2", "Draf dua", draft="true")
    newsroom.release("e", "Embargo", embargo="2026-11-24 14:00").release("l", "Lewat", expires="2026-11-01")
    newsroom.release("a", "Nanti", date="2026-12-01")
    done = warta(*NOW, site=newsroom.root)
    assert done.stdout.splitlines()[-1] == (
        "Hidden: 2 drafts, 2 embargoed or dated ahead, 1 expired. Next change: Tuesday, 24 November 2026, 14:00 WIB, "
        "content/releases/e.md appears; build again then."
    )


# --- without what Warta needs


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """build.py and the package alone, as they lie in a fresh clone."""
    folder = tmp_path / "warta"
    shutil.copytree(ROOT / "warta", folder / "warta", ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    shutil.copy(BUILD, folder)
    return folder


def run_bare(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a checkout's build.py with a Python that has nothing installed, but for what lies in its folder `lib`, and
    with no index that pip could ask.
    """
    start = (
        "import runpy, sys; sys.path.append(sys.argv[1]); sys.argv[:] = sys.argv[2:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    script = [sys.executable, "-I", "-S", "-B", "-c", start, str(checkout / "lib"), str(checkout / "build.py")]
    return run([*script, *words], cwd=checkout, env=environment(PIP_NO_INDEX="1"))


def test_without_dependencies_it_says_what_it_sets_up_and_what_failed(checkout: Path) -> None:
    """A Python in which nothing is installed, or, with .venv left half made, some libraries that a system brings of its own:
    it says where the libraries will go, and where they cannot be had exit code 1 with a sentence in each language.
    """
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for there, words in (((), ()), (("click", "msgspec"), ("serve",))):
        for name in there:
            origin = __import__(name).__file__
            assert origin
            shutil.copytree(Path(origin).parent, checkout / "lib" / name)
        done = run_bare(checkout, *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("Menyiapkan Warta, sekali saja: ")
        assert str(checkout / ".venv") in done.stderr
        indonesian, english = done.stderr.splitlines()[-2:]
        assert indonesian.startswith("Pemasangan gagal")
        assert english.startswith("(Installing failed")
        assert not (checkout / ".venv" / ".warta").exists()


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for Python")
def test_without_dependencies_the_python_of_the_virtual_environment_takes_over(checkout: Path) -> None:
    """A .venv lies beside build.py: any Python hands the whole command line to that one."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\n')
    python.chmod(0o755)
    done = run([sys.executable, "-I", "-S", "-B", str(checkout / "build.py"), "new", "Dua kata"], cwd=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"[{checkout / 'build.py'}]", "[new]", "[Dua kata]"]


# --- terminals and pipes


def test_a_pipe_gets_no_colours(newsroom: SiteTest) -> None:
    """Neither summary nor problems nor help hold an escape character when no terminal is there."""
    newsroom.config("unknown_keys: warn\n").release("asing", "Asing", layout="post")
    said = [warta("--why", *NOW, site=newsroom.root), warta("--help", cwd=newsroom.root)]
    newsroom.release("rusak", "Rusak", date="kemarin")
    said += [warta(site=newsroom.root), warta("--bild", cwd=newsroom.root)]
    assert [done.returncode for done in said] == [0, 0, 1, 2]
    assert not any("\x1b" in done.stdout + done.stderr for done in said)


def test_a_pipe_that_is_closed_ends_a_build_quietly(newsroom: SiteTest) -> None:
    """`build.py --why | head -1` shows no trace when head has had enough."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = subprocess.Popen(
            command("--why", site=newsroom.root), env=environment(), stdout=writing, stderr=subprocess.PIPE
        )
    finally:
        os.close(writing)
    _, errors = process.communicate(timeout=running.PATIENCE)
    assert errors == b""


def test_a_long_build_in_a_pipe_shows_no_progress(site: SiteTest) -> None:
    """The same 400 releases in a pipe give the summary alone."""
    many_releases(site, 400)
    done = warta(*NOW, site=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
