"""A newsroom's desk that runs in a process of its own, and a browser's way of talking to it.

with Desk(site.root, private) as desk:
    her = desk.enter()
    page = her.get("/meja/")
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from types import TracebackType

import httpx

from tests.commands.running import PATIENCE, Lines, command, end, environment, interruptible

_WORD = re.compile(r'name="kata" value="([^"]+)"')
_VERSION = re.compile(r'name="versi" value="([0-9a-f]{64})"')


class Desk:
    """A `desk` that runs on a free port and opens no browser; `words` are further words of its command."""

    words: tuple[str, ...] = ()

    def __init__(self, site: Path, private: Path, language: str = "en") -> None:
        with interruptible():
            self.process = subprocess.Popen(
                command("--lang", language, "desk", "--no-open", "--port", "0", *self.words, site=site),
                env=environment(XDG_CONFIG_HOME=str(private), WARTA_LANG=language), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        assert self.process.stdout
        assert self.process.stderr
        self.out, self.err = Lines(self.process.stdout), Lines(self.process.stderr)
        try:
            self.start = self.out.wait_for("://").split()[-1]
        except BaseException:
            self.close()
            raise
        self.url = self.start.partition("/meja")[0]

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def client(self) -> httpx.Client:
        """Somebody with a browser who was not let in."""
        return httpx.Client(base_url=self.url, trust_env=False, timeout=PATIENCE)

    def enter(self) -> httpx.Client:
        """Somebody who followed the start address."""
        client = self.client()
        answer = client.get(self.start)
        assert answer.status_code == 200, answer.text
        return client

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._close_pipes()

    def close(self) -> None:
        """End it as Ctrl+C does."""
        end(self.process)
        self._close_pipes()

    def _close_pipes(self) -> None:
        self.out.close()
        self.err.close()


def word_of(page: httpx.Response) -> str:
    """The word of the forms of a page."""
    found = _WORD.search(page.text)
    assert found, page.text
    return found[1]


def version_of(page: httpx.Response) -> str:
    """The version that a form shows."""
    found = _VERSION.search(page.text)
    assert found, page.text
    return found[1]
