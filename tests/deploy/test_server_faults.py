"""Proves that a server that drops, refuses, fills up or dies harms no reader: one crawls the site all the while."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deploy.servers import Ftp, nginx, ssh_server
from tests.deploy.world import dead_links, newsroom, task, tree
from warta.deploy.credentials import Credentials
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.runner import Stopped, deploy, look
from warta.web import Unreachable, Web

BEFORE, AFTER = newsroom(range(1, 12)), newsroom(range(1, 30))


class Crawler:
    """A reader who goes through the site again and again, by HTTP, until the test ends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.dead: list[str] = []
        self.rounds = 0
        self._web = Web()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._done.is_set() or self.rounds < 2:
            self.dead += dead_links(self._read)
            self.rounds += 1
            self._done.wait(0.02)

    def _read(self, path: str) -> bytes | None:
        try:
            answer = self._web.get(self.url + path)
        except Unreachable:
            return None
        return answer.body if answer.status == 200 else None

    def __enter__(self) -> Crawler:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._web.close()


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Crawler]:
    """Reads what lies in `www`."""
    (tmp_path / "www").mkdir()
    with nginx(tmp_path / "nginx", tmp_path / "www") as url, Crawler(url) as reading:
        yield reading


def at(number: int, command: str, answer: str, *, until: int = 10**9) -> Callable[[str, str], str | None]:
    """A server that does `answer` at the commands of this name from `number` to `until`."""
    count = 0
    lock = threading.Lock()

    def on_command(name: str, argument: str) -> str | None:
        nonlocal count
        with lock:
            count += name == command
            return answer if name == command and number <= count <= until else None

    return on_command


@pytest.mark.parametrize(
    ("command", "answer", "number"),
    [
        ("STOR", "drop", 1),
        ("STOR", "drop", 30),
        ("RNTO", "drop", 7),
        ("STOR", "550 Permission denied.", 7),
        ("STOR", "452 No space left.", 30),
    ],
)
def test_a_server_that_fails_from_some_file_on(
    crawler: Crawler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, answer: str, number: int
) -> None:
    """The deploy stops and says how far it came; the next one, with the server well again, does what was left."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")
    www = tmp_path / "www"
    with Ftp(www) as server:
        place = FtpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp_path), server.port, tls=False)
        first = task(tmp_path, BEFORE, place)
        deploy(first, look(first)[0])
        second = task(tmp_path, AFTER, place)
        state, steps = look(second)
        server.on_command = at(number, command, answer)
        with pytest.raises(
            Stopped, match="readers see a whole site, and the next deploy goes on from here|Nothing was changed"
        ):
            deploy(second, state)
        server.on_command = lambda name, argument: None
        (www / "warta-deploy.lock").unlink(missing_ok=True)  # the server did not let it be dropped in time
        with contextlib.suppress(FileNotFoundError):
            (www / "warta-deploy.lock.d").rmdir()
        state, left = look(second)
        assert len(left.uploads) <= len(steps.uploads)
        deploy(second, state)
    assert tree(www) == AFTER
    assert crawler.dead == []


def test_a_server_that_hiccups_is_put_up_with(
    crawler: Crawler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One drop of a connection, and the deploy ends well by itself."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")
    www = tmp_path / "www"
    with Ftp(www) as server:
        place = FtpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp_path), server.port, tls=False)
        work = task(tmp_path, AFTER, place)
        server.on_command = at(9, "STOR", "drop", until=9)
        deploy(work, look(work)[0])
    assert tree(www) == AFTER
    assert crawler.dead == []


def test_an_sftp_server_that_is_killed(crawler: Crawler, tmp_path: Path) -> None:
    """In the middle of a deploy, with every connection to it; once it is there again the rest is done."""
    www = tmp_path / "www"
    with ssh_server(tmp_path / "ssh") as ssh:
        place = SftpPlace(
            "127.0.0.1", ssh.user, str(www), Credentials("vps", tmp_path), ssh.port, ssh.host_key, f"{ssh.folder}/user"
        )
        first = task(tmp_path, BEFORE, place)
        deploy(first, look(first)[0])
        second = task(tmp_path, AFTER, place)
        state, _ = look(second)
        stop = threading.Event()

        def progress(done: int, total: int) -> None:
            if done > total // 2 and not stop.is_set():
                stop.set()
                ssh.break_all()

        with pytest.raises(Stopped):
            deploy(second, state, progress)
    assert stop.is_set()
    (www / "warta-deploy.lock").unlink(missing_ok=True)
    with ssh.up():
        state, _ = look(second)
        deploy(second, state)
    assert tree(www) == AFTER
    assert crawler.dead == []


@pytest.mark.parametrize("command", ["RNFR", "RNTO"])
def test_for_a_rename_that_is_refused_once_no_page_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A page is replaced in one step all the same; only a server that refuses again is taken for one that cannot."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")
    (tmp_path / "www").mkdir()
    deleted: list[str] = []
    refuse = at(2, command, "550 No.", until=2)
    with Ftp(tmp_path / "www") as server:
        place = FtpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp_path), server.port, tls=False)
        host = place.open()

        def on_command(name: str, argument: str) -> str | None:
            deleted.extend([argument] if name == "DELE" else [])
            return refuse(name, argument)

        server.on_command = on_command
        host.write_note("halaman.html", b"lama")
        host.write_note("halaman.html", b"baru")
        host.close()
    assert (tmp_path / "www/halaman.html").read_bytes() == b"baru"
    assert deleted == []
