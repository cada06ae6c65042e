"""What is seen on a terminal, and what Ctrl+C does there."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import time

import pytest

from tests.commands.running import (
    PATIENCE,
    ROOT,
    command,
    environment,
    everything_in,
    interruptible,
    many_releases,
    warta,
)
from tests.support import SiteTest

pty = pytest.importorskip("pty", reason="pseudo-terminals are a thing of Unix")

NOW = ("--now", "2026-11-24 12:00")


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """One public release."""
    return site.release("banjir", "Banjir surut", date="2026-11-20 09:05", category="Kebencanaan")


class Terminal:
    """A command on a pseudo-terminal: what it shows there, as it comes."""

    def __init__(self, words: list[str]) -> None:
        ours, theirs = pty.openpty()
        self._ours = ours
        self.shown = ""
        with interruptible():
            self.process = subprocess.Popen(
                words, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
            )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def read_until(self, text: str | None) -> bool:
        """Read until `text` is shown, or to the end; says whether it was shown."""
        end = time.monotonic() + PATIENCE
        while text is None or text not in self.shown:
            left = end - time.monotonic()
            assert left > 0, self.shown
            if not select.select([self._ours], [], [], left)[0]:
                continue
            try:
                data = os.read(self._ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                return False
            if not data:
                return False
            self.shown += data.decode(errors="replace")
        return True

    def finish(self) -> int:
        """Read to the end and return the exit code."""
        self.read_until(None)
        return self.process.wait(PATIENCE)


def test_a_long_build_shows_its_progress_on_a_terminal(site: SiteTest) -> None:
    """With 400 releases a terminal sees a bar with numbers for reading and for writing, and the summary after it."""
    many_releases(site, 400)
    with Terminal(command(*NOW, site=site.root)) as terminal:
        assert terminal.finish() == 0
        assert re.search(r"Reading releases.*\d+/400", terminal.shown)
        assert re.search(r"Writing pages.*\d+/\d+", terminal.shown)
        assert "400 releases: " in terminal.shown.splitlines()[-1]


def test_a_short_build_shows_no_progress(newsroom: SiteTest) -> None:
    """A build of a moment draws nothing on the terminal but its summary."""
    with Terminal(command(*NOW, site=newsroom.root)) as terminal:
        assert terminal.finish() == 0
        assert len(terminal.shown.splitlines()) == 1


def test_places_stand_out_on_a_terminal(newsroom: SiteTest) -> None:
    """On a terminal the place of a problem is bold."""
    newsroom.release("rusak", "Rusak", date="kemarin")
    with Terminal(command(site=newsroom.root)) as terminal:
        assert terminal.finish() == 1
        assert "\x1b[1mcontent/releases/rusak.md:3\x1b[0m: " in terminal.shown


ODD = "\x1b]52;c;eA==\x07 \x9b31m \u202e\u2066 \x7f \x85"
"""A text that puts words into the clipboard, colours what follows and turns it around."""
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    """A text as YAML and TOML write it between double quotes."""
    return "".join(f"\\u{ord(char):04x}" for char in text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/releases/a.md", f'---\ntitle: "{escaped(ODD)}"\ndate: 2026-11-20\n---\n\nIsi.\n'),
        ("content/releases/a.md", f'+++\ntitle = "{escaped(ODD)}"\ndate = 2026-11-20\n+++\n\nIsi.\n'),
        ("content/releases/a.md", f"---\ntitle: A\ndate: 2026-11-20\n---\n\nIsi \x9b31m {ODD[15:]}.\n"),
        ("content/releases/a.md", f'---\ntitle: A\n"{escaped(ODD)}": x\ndate: 2026-11-20\n---\n\nIsi.\n'),
        ("content/releases/a.md", "---\ntitle: A\ndate: 2026-11-20\n---\n\n[x](hilang%1b%c2%9b.md)\n"),
        ("content/releases/a.md", f'---\ntitle: A\ndate: 2026-11-20\ntags: ["{escaped(ODD)}"]\n---\n\nIsi.\n'),
        (f"content/releases/{ODD.replace('/', '')}.md", "---\ntitle: A\ndate: 2026-11-20\n---\n\nIsi.\n"),
        (f"content/static/{ODD}.pdf", "x"),
        (f"content/{ODD}/a.md", "x"),
        ("content/releases/a.md", '---\ntitle: A\ndate: 2026-11-20\nslug: "a\\nb::error::x"\n---\n\nIsi.\n'),
        ("addresses.tsv", ODD + "\n"),
        (
            "config.yaml",
            f'title: "{escaped(ODD)}"\nurl: https://a.example/\nlanguage: id\ntimezone: Asia/Jakarta\ntheme: bare\n',
        ),
        ("themes/bare/theme.yaml", f'name: "{escaped(ODD)}"\nversion: "1"\n'),
        ("themes/bare/templates/home.html", "{{ page['" + ODD + "'] }}"),
        ("extensions.py", f"raise ValueError({escaped(ODD)!r}.encode().decode('unicode_escape'))\n"),
    ],
    ids=lambda value: re.sub(r"\W+", " ", value)[:40],
)
@pytest.mark.parametrize("words", [("build",), ("check", "--format", "text"), ("check", "--format", "github")], ids=str)
def test_nothing_that_a_terminal_obeys_is_shown(
    newsroom: SiteTest, words: tuple[str, ...], path: str, text: str
) -> None:
    """Wherever it was written, a sign is spelt out, and the problem is one line with its place."""
    if path == "extensions.py":
        newsroom.config("extensions: true\n")
    newsroom.write(path, text)
    done = warta(*words, "--now", NOW[1], site=newsroom.root)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert not OBEYED.search(said.replace("\n", "")), ascii(said)
    assert not re.search(r"^::(?!error file=|warning file=|notice file=)|^b::", said, re.MULTILINE)
    assert not newsroom.output.exists()


def test_data_for_programs_stays_data(newsroom: SiteTest) -> None:
    """In JSON a sign that is spelt out is the sign."""
    newsroom.release("a", "A", "[x](hilang%c2%9b.md)", slug="a")
    done = warta("check", "--format", "json", *NOW, site=newsroom.root)
    assert not OBEYED.search(done.stdout.replace("\n", ""))
    assert "\x9b" in json.loads(done.stdout)["findings"][0]["message"]


@pytest.mark.parametrize(
    "words", [("new", ODD), ("withdraw", "a.md", "--reason", ODD), ("correct", "a.md", "--text", ODD), (ODD,), ("build", ODD), (f"--{ODD}",)],
    ids=ascii,
)  # fmt: skip
def test_what_is_typed_is_spelt_out_and_not_written(newsroom: SiteTest, words: tuple[str, ...]) -> None:
    """A text from elsewhere that a script passes on does nothing to a terminal, and comes into no file."""
    done = warta(*words, site=newsroom.root)
    assert done.returncode == 2
    assert not OBEYED.search((done.stdout + done.stderr).replace("\n", ""))
    assert [path.name for path in (newsroom.root / "content").rglob("*.md")] == ["banjir.md"]


def test_there_is_one_door_to_the_terminal() -> None:
    """Nothing but `cli/terminal.py` prints."""
    printing = re.compile(r"\bclick\.(?:echo|secho)\(|^\s*print\(|\bstd(?:out|err)\.write\(", re.MULTILINE)
    places = [path for path in (ROOT / "warta").rglob("*.py") if printing.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in places] == ["terminal.py"]


def test_an_interrupted_build_says_so_and_leaves_the_output(site: SiteTest) -> None:
    """Ctrl+C in the middle of a long build: exit code 130, `Stopped.`, no trace of any process, the old output."""
    site.release("lama", "Kabar lama")
    assert warta(*NOW, site=site.root).returncode == 0
    before = everything_in(site.output)
    many_releases(site, 1500)
    with Terminal(command("--jobs", "2", *NOW, site=site.root)) as terminal:
        assert terminal.read_until("Writing pages")
        os.killpg(terminal.process.pid, signal.SIGINT)
        assert terminal.finish() == 130
        assert "Stopped." in terminal.shown
        assert "Traceback" not in terminal.shown
    assert everything_in(site.output) == before
    assert not (site.root / ".output.staging").exists()


def test_a_preview_of_many_releases_shows_its_progress_too(site: SiteTest) -> None:
    """The first build of a long preview is not a silent wait: the bar is drawn, then comes the address."""
    many_releases(site, 400)
    with Terminal(command("serve", "--port", "0", site=site.root)) as terminal:
        assert terminal.read_until("Preview: http")
        os.killpg(terminal.process.pid, signal.SIGINT)
        assert terminal.finish() in (0, 130)
        assert "Traceback" not in terminal.shown
        assert re.search(r"Reading releases.*\d+/400", terminal.shown)
