"""What is seen on a terminal, and what Ctrl+C does there."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time

import pytest

from tests.commands.running import PATIENCE, command, environment, everything_in, interruptible, many_releases, warta
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
