"""What Warta says is in the language that was asked for, whole: no sentence of another one is left in it.

The catalogue is exchanged for one in which every message stands between ⟦ and ⟧. Words outside of these were never
handed to a translator, unless they are values: names of commands and options, paths, titles.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec
import pytest

from scripts import words
from tests.commands.running import BUILD, environment, run, warta
from tests.support import SiteTest
from warta import catalogue
from warta.catalogue import DOMAIN, ENGLISH, INDONESIAN
from warta.cli.commands import commands
from warta.cli.language import translate
from warta.cli.main import run as run_here
from warta.errors import Problem
from warta.messages import msg
from warta.preview.error_page import error_page

NAMES = re.compile(
    r"--?[a-z][a-z-]*"  # options
    r"|\[[a-z|-]+\]"  # choices of an option
    r"|\S*(?:/|\w\.\w)\S*|(?<![\w.])\.\w+"  # paths and addresses
    r"|\b(warta|id\|en|WIB|U\+\w+)\b"
)


def marked(text: str) -> str:
    """A text as the pseudo-language has it: each paragraph between ⟦ and ⟧, since help shows the first one alone."""
    return "\n\n".join(f"⟦{paragraph}⟧" for paragraph in text.split("\n\n"))


def left_outside(said: str) -> str:
    """The words that stand outside of every message; a message may hold others."""
    depth, outside = 0, []
    for part in re.split(r"([⟦⟧])", said):
        depth += {"⟦": 1, "⟧": -1}.get(part, 0)
        if depth == 0 and part not in ("⟦", "⟧"):
            outside.append(part)
    assert depth == 0, f"a message was cut:\n{said}"
    return " ".join(re.findall(r"[^\W\d_]{2,}", NAMES.sub(" ", " ".join(outside))))


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue of the pseudo-language, under the name of Indonesian."""
    every = words.collected()
    for each in every:
        if each.id:
            each.string = marked(each.id) if isinstance(each.id, str) else (marked(each.id[1]),)
    folder = tmp_path_factory.mktemp("locales")
    file = folder / INDONESIAN / "LC_MESSAGES" / f"{DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(words.mo_bytes(every))
    return folder


@pytest.fixture
def say(
    locales: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., str]]:
    """Runs a command line in this process, in the pseudo-language; gives all that it said."""
    monkeypatch.setenv("LANGUAGE", INDONESIAN)  # so that it is put back
    monkeypatch.setenv("COLUMNS", "200")
    catalogue.speak(INDONESIAN, locales)

    def said(*typed: str) -> str:
        run_here(list(typed), "warta")
        output = capsys.readouterr()
        return output.out + output.err

    yield said
    catalogue.speak(ENGLISH)
    translate(commands)


def command_lines(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    """Every command and command of a command."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from command_lines(command, *above, name)
        else:
            yield (*above, name)


NAMED = {part for line in command_lines(commands) for name in line for part in name.split("-")}


@pytest.mark.parametrize("typed", list(command_lines(commands)), ids=" ".join)
def test_the_help_of_a_command_is_translated_whole(say: Callable[..., str], typed: tuple[str, ...]) -> None:
    """Headings, sentences, what stands for values, defaults: only names stay."""
    assert set(left_outside(say(*typed, "--help")).split()) <= NAMED


class Run(msgspec.Struct, frozen=True):
    """Something that is typed in a newsroom, and the words of its answer that are values."""

    typed: tuple[str, ...]
    values: str = ""

    def __str__(self) -> str:
        return " ".join(self.typed)


def of(line: str, *more: str, values: str = "") -> Run:
    """The run of a line and what else is typed as it stands."""
    return Run((*line.split(), *more), values)


DRAFT = "content/releases/draf.md"
LATER = "content/releases/nanti.md"
COMMAND_LINE = (
    of("build"),
    of("build --drafts"),
    of("build --jobs 0"),
    of("build --jobs satu"),
    of("build --url humas"),
    of("--apa"),
    of("bangun"),
    of("--version", values="Warta"),
    of("check --only speling"),
    of("check nada"),
    of("check --fix --only spelling"),
    of("new", "Panen raya"),
    of("new", "Draf"),
    of("new", " "),
    of("new", "a\x07b"),
    of("publish", DRAFT),
    of("publish --at", "2062-11-20 09:00", DRAFT),
    of("publish", LATER),
    of("correct --text Tiga", LATER),
    of("correct --text", " ", LATER),
    of("correct", LATER),
    of("withdraw --reason Keliru", LATER),
    of("undo", LATER),
    of("list", values="Draf Nanti Kabar"),
    of("list expired"),
    of("list apa"),
    of("next-due"),
    of("next-due --now 2099-01-01"),
    of("open --print", "content/releases/kabar.md"),
    of("open --print", DRAFT),
    of("open kabr.md"),
    of("schema"),
    of("schema rilis"),
    of("serve --port 99999"),
    of("serve --host 203.0.113.9 --port 0"),
    of("guard humas"),
    of("preview-link --into output --generate", DRAFT),
    of("preview-link", DRAFT),
    of("completion tcsh"),
    of("deploy --max-deletes=-1"),
    of("deploy --back --on"),
    of("init new --yes"),
    of("init content"),
)


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteTest:
    """A newsroom in which we are, with a release that is public, one that comes, and a draft."""
    site = SiteTest(tmp_path)
    site.release("kabar", "Kabar").release("nanti", "Nanti", date="2062-11-20").release("draf", "Draf", draft="true")
    monkeypatch.chdir(site.root)
    return site


@pytest.mark.parametrize("typed", COMMAND_LINE, ids=str)
def test_what_a_command_says_is_translated_whole(say: Callable[..., str], newsroom: SiteTest, typed: Run) -> None:
    """Summaries, lists, questions and mistakes, of the command line and of the preview."""
    del newsroom
    said = say(*typed.typed)
    shown = "\n".join(line for line in said.splitlines() if not line.startswith(("+ ", "- ")))  # of a file
    assert set(left_outside(shown).split()) <= NAMED | set(typed.values.split()), said


def test_what_a_deploy_says_is_translated_whole(say: Callable[..., str], newsroom: SiteTest, tmp_path: Path) -> None:
    """What would be done, what is asked, what was done, and that nothing is left to do."""
    newsroom.config(f"deploy: {{hosting: {{to: folder, path: {tmp_path / 'host'}}}}}\n")
    say("build")
    for typed in ("deploy --dry-run", "deploy", "deploy --yes", "deploy", "deploy --back --yes", "deploy --on"):
        assert set(left_outside(say(*typed.split())).split()) <= {"hosting"}, typed


def test_the_file_that_new_writes_has_its_remarks_in_the_language_spoken(
    say: Callable[..., str], newsroom: SiteTest
) -> None:
    """Keys are names; what explains them is for the person who fills them in."""
    say("new", "Panen raya")
    (file,) = newsroom.root.glob("content/releases/*/panen-raya.md")
    remarks = [line.partition("  # ")[2] for line in file.read_text(encoding="utf-8").splitlines()]
    assert [left_outside(each) for each in remarks if each] == [""] * len([each for each in remarks if each])
    assert {"⟦remove this line to publish⟧", "⟦beside this file⟧"} <= set(remarks)


def test_the_error_page_of_the_preview_is_translated_whole(say: Callable[..., str]) -> None:
    """Its title and its sentences, for one problem and for more than are shown."""
    del say
    for count in (1, 201):
        problems = [
            Problem("content/a.md", 1 + line, msg("cannot-be-read", "cannot be read.")) for line in range(count)
        ]
        page = error_page(problems)
        text = re.sub(r"<[^>]+>", " ", page)
        assert left_outside(text) == ""
        assert '<html lang="id">' in page


def test_the_preview_and_the_command_line_speak_indonesian(newsroom: SiteTest) -> None:
    """The summary, what is hidden and when that changes, and a new release, as a press officer reads them."""
    done = warta("--lang", "id", "build", "--now", "2026-11-24 09:00", site=newsroom.root)
    assert re.search(r"^1 siaran pers: \d+ berkas ditulis, 0 tetap, \d+,\d\d detik\.$", done.stdout, re.MULTILINE)
    assert done.stdout.endswith(
        "Tidak terbit saat ini: 1 draf, 1 embargo atau bertanggal mendatang. Berikutnya: content/releases/nanti.md terbit "
        "Senin, 20 November 2062, pukul 00.00 WIB. Bangun lagi saat itu.\n"
    )
    warta("--lang", "id", "new", "Panen raya", site=newsroom.root)
    (file,) = newsroom.root.glob("content/releases/*/panen-raya.md")
    assert "draft: true  # hapus baris ini untuk menerbitkan" in file.read_text(encoding="utf-8")


def test_serve_opens_the_preview_in_the_browser(newsroom: SiteTest, tmp_path: Path) -> None:
    """The browser that the system names is given the address that was printed."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened} && kill -INT $PPID\n')
    browser.chmod(0o755)
    line = [str(BUILD), "--site", str(newsroom.root), "serve", "--port", "0", "--open"]
    done = run([sys.executable, *line], env=environment(BROWSER=str(browser)))
    assert f"Preview: {opened.read_text().strip()}  (Ctrl+C ends it)" in done.stdout
