"""Warta's command in a process of its own, run to its end or kept running and talked to.

    done = warta("build", "--why", site=site.root)
    assert done.returncode == 0, done.stderr

    with Preview(site.root) as preview:
        preview.until("/2026/11/judul/", lambda answer: "Judul" in answer.text)

Nothing here sleeps and hopes: waiting is for a line, an answer, an event or the end of a process, with a deadline.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from tests.commands.forked import run_forked
from tests.support import SiteTest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build.py"
PATIENCE = 20.0  # seconds; a deadline for machines under load, not a measure of anything
_SWAYS_OUTPUT = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "CLICOLOR_FORCE")
_FORKS = sys.platform == "linux" and "COVERAGE_PROCESS_CONFIG" not in os.environ  # coverage sees no such forks
_VERSION = re.compile(r"reload\.js\?v=([^\"]+)\"")


def environment(**more: str) -> dict[str, str]:
    """The environment of the tests without what sways how output looks."""
    kept = {name: value for name, value in os.environ.items() if name not in _SWAYS_OUTPUT}
    return {**kept, "TERM": "xterm", **more}


def command(*words: str, site: Path | None = None) -> list[str]:
    """The command line of build.py with these words, for a newsroom's folder."""
    return [sys.executable, str(BUILD), *(("--site", str(site)) if site else ()), *words]


def warta(*words: str, site: Path | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run build.py to its end. Name `site`, or be in one: else it takes the newsroom that build.py lies in."""
    assert site or cwd, "this would build the repository's own newsroom"
    return run(command(*words, site=site), cwd=cwd)


def run(
    words: list[str], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run any command to its end; build.py in the ordinary environment without importing everything again."""
    if words[:2] == [sys.executable, str(BUILD)] and _FORKS and env in (None, environment()):
        return run_forked(words[1:], cwd, environment(), 120)
    return subprocess.run(
        words, cwd=cwd, env=env or environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Processes started here hear Ctrl+C, even when the tests themselves run where it is ignored (`pytest &`)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def end(process: subprocess.Popen[str]) -> None:
    """End a command that runs, as Ctrl+C does, or by force where it goes on."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of change of every file in a folder, hidden ones too."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def many_releases(site: SiteTest, count: int) -> None:
    """Write so many tiny releases."""
    for number in range(count):
        site.release(f"r{number:04d}", f"Rilis {number}", "Isi.", date=f"2025-{1 + number % 12:02d}-05")


class Answer(msgspec.Struct, frozen=True):
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Lines:
    """The lines a process writes to one of its pipes, gathered as they come."""

    def __init__(self, pipe: IO[str]) -> None:
        self._pipe = pipe
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._gather, daemon=True)
        self._thread.start()

    def _gather(self) -> None:
        for line in self._pipe:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def now(self) -> list[str]:
        """What has come so far."""
        with self._changed:
            return list(self._lines)

    def wait_for(self, text: str, *, after: int = 0) -> str:
        """The first line from number `after` on that holds `text`."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [line for line in self._lines[after:] if text in line]
            return bool(found) or self._ended

        with self._changed:
            self._changed.wait_for(is_there, timeout=PATIENCE)
            assert found, f"no line with {text!r} in:\n" + "\n".join(self._lines)
        return found[0]

    def close(self) -> None:
        """Wait for the end of the pipe and close it; the process must have ended."""
        self._thread.join(PATIENCE)
        self._pipe.close()


class Events:
    """A browser's stream of reloads, open since it saw `version`."""

    def __init__(self, port: int, version: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        request = f"GET /__warta/events?v={version} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        self._socket.sendall(request.encode())
        self._heard = b""
        self._read_until(b": connected\n\n", PATIENCE)

    def __enter__(self) -> Events:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _read_until(self, text: bytes, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while text not in self._heard:
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._socket.settimeout(left)
            try:
                more = self._socket.recv(4096)
            except TimeoutError:
                return False
            if not more:
                return False
            self._heard += more
        return True

    @property
    def head(self) -> str:
        """The status line and the headers."""
        return self._heard.partition(b"\r\n\r\n")[0].decode()

    def reload(self, seconds: float = PATIENCE) -> bool:
        """Whether the page is told to reload within `seconds`."""
        return self._read_until(b"event: reload\n", seconds)


class Preview:
    """A `serve` that runs, on a free port unless `options` name one."""

    def __init__(self, site: Path, *options: str) -> None:
        port = () if "--port" in options else ("--port", "0")
        with interruptible():
            self.process = subprocess.Popen(
                command("serve", *port, *options, site=site), env=environment(), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        assert self.process.stdout
        assert self.process.stderr
        self.out, self.err = Lines(self.process.stdout), Lines(self.process.stderr)
        try:
            self.url = self._address()
        except BaseException:
            self.close()
            raise
        self.port = int(re.findall(r":(\d+)/", self.url)[0])

    def _address(self) -> str:
        line = self.out.wait_for("Preview: ")
        return line.split()[1]

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def interrupt(self) -> int:
        """Press Ctrl+C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """End the process, gently and then not, and let go of its pipes."""
        end(self.process)
        self.close_pipes()

    def close_pipes(self) -> None:
        """Gather the last lines of a process that has ended."""
        self.out.close()
        self.err.close()

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What the server answers; `_` in a header's name is a hyphen."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    @property
    def version(self) -> str:
        """The version that the preview's home page has, wherever it lies by now."""
        answer = self.ask("/")
        if answer.status == 302:
            answer = self.ask(answer.headers["Location"])
        found = _VERSION.search(answer.text)
        assert found, "the page does not listen for reloads"
        return found[1]

    def events(self) -> Events:
        """A browser's stream of reloads that has seen what is shown now."""
        return Events(self.port, self.version)

    def until(self, path: str, wanted: Callable[[Answer], bool]) -> Answer:
        """The answer at `path` once it is as wanted; it is looked at again whenever the page is told to reload."""
        end = time.monotonic() + PATIENCE
        while True:
            with self.events() as events:
                answer = self.ask(path)
                if wanted(answer):
                    return answer
                events.reload(end - time.monotonic())
            assert time.monotonic() < end, f"{path} is still {answer.status}:\n{answer.text}\n{self.err.now()}"
