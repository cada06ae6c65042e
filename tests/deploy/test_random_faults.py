"""Proves on real FTP, SFTP and S3 servers, by random faults: no reader ever meets a dead link or half a page, and the
next deploy makes the site exactly right.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.deploy.servers import Ftp, s3_server, ssh_server
from tests.deploy.wire import Wire
from tests.deploy.world import dead_links, newsroom, reader_of, task
from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Host, Place, Refused
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.s3 import S3Place
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.lock import NAME as LOCK
from warta.deploy.runner import Stopped, deploy, look

OTHERS = b"jangan dihapus"
Read = Callable[[str], bytes | None]


class Target(msgspec.Struct):
    """A host: with a fault plan it is reached by a line that breaks; `read` looks at it from behind."""

    place: Place
    read: Read
    break_by: Callable[[random.Random], Any]
    struck: Callable[[], int]


def sites(dice: random.Random) -> Iterator[dict[str, bytes]]:
    """Sites that follow one another: releases come and go, texts change, and pages are long enough to be cut."""
    number = 0
    while True:
        number += 1
        first = dice.randrange(1, 4)
        releases = range(first, first + dice.randrange(4, 9))
        files = newsroom(releases)
        yield {
            path: data + f"<!-- {number if path.endswith('index.html') else ''} {'x' * 3000} -->".encode()
            if path.endswith((".html", ".jpg"))
            else data
            for path, data in files.items()
        }


class Reader:
    """Goes through the site again and again. A link is dead that is dead in a second walk from the home page too, since
    a page that was read may be deleted before its links are followed.
    """

    def __init__(self, read: Read, whole: set[tuple[str, bytes]]) -> None:
        self.dead: list[str] = []
        self.half: list[str] = []
        self.walks = 0
        self._read = read
        self._whole = whole
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._walk)

    def look(self, path: str) -> bytes | None:
        """A page as a reader gets it; what no build ever made is half."""
        data = self._read(path)
        if data is not None and (path, data) not in self._whole:
            self.half.append(path)
        return data

    def _walk(self) -> None:
        while not self._done.is_set() or not self.walks:
            dead = set(dead_links(self.look))
            self.dead += sorted(dead and dead & set(dead_links(self.look)))
            self.walks += 1
            self._done.wait(0.005)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


@contextlib.contextmanager
def ftp_target(tmp: Path) -> Iterator[Target]:
    """The server drops, refuses or has no room, at random commands; a drop is for some commands long."""
    root = tmp / "www"
    root.mkdir()
    (root / "milik-orang.txt").write_bytes(OTHERS)
    with Ftp(root) as server:
        place = FtpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp), server.port, tls=False)
        struck = 0

        @contextlib.contextmanager
        def break_by(dice: random.Random) -> Iterator[Place]:
            nonlocal struck
            plan: dict[int, str] = {}
            for _ in range(dice.randrange(1, 4)):
                at, what = (
                    dice.randrange(1, 160),
                    dice.choice(["drop", "drop", "452 No space left.", "550 No.", "421 Bye."]),
                )
                plan |= dict.fromkeys(range(at, at + dice.choice([1, 1, 3, 12])), what)
            count, turn = 0, threading.Lock()

            def on_command(name: str, argument: str) -> str | None:
                nonlocal count, struck
                if name in ("PASV", "EPSV", "TYPE", "QUIT") or (name in ("DELE", "RMD") and LOCK in argument):
                    return None
                with turn:
                    count += 1
                    answer = plan.get(count)
                    struck += answer is not None and plan.get(count - 1) is None
                return answer

            server.on_command = on_command
            yield place
            server.on_command = lambda name, argument: None

        yield Target(place, reader_of(root), break_by, lambda: struck)


@contextlib.contextmanager
def wired(place: Any, port: int, most: int, read: Read, using: Callable[[Any, int], Place]) -> Iterator[Target]:
    """A host behind a wire that is cut after random numbers of bytes, now and then for several connections."""
    struck = 0

    @contextlib.contextmanager
    def break_by(dice: random.Random) -> Iterator[Place]:
        nonlocal struck
        cuts = [dice.randrange(2000, most) for _ in range(dice.randrange(1, 4))]
        with Wire(port, cuts, dice.choice([0, 0, 2, 20])) as wire:
            yield using(place, wire.port)
            struck += wire.struck

    yield Target(place, read, break_by, lambda: struck)


@contextlib.contextmanager
def sftp_target(tmp: Path) -> Iterator[Target]:
    """OpenSSH's."""
    root = tmp / "www"
    root.mkdir()
    (root / "milik-orang.txt").write_bytes(OTHERS)
    with ssh_server(tmp / "ssh") as ssh:
        credentials = Credentials("vps", tmp)

        def using(_: Any, port: int) -> Place:
            return SftpPlace("127.0.0.1", ssh.user, str(root), credentials, port, ssh.host_key, f"{ssh.folder}/user")

        with wired(using(None, ssh.port), ssh.port, 90_000, reader_of(root), using) as target:
            yield target


@contextlib.contextmanager
def s3_target(tmp: Path) -> Iterator[Target]:
    """moto's."""
    import boto3

    with s3_server(tmp) as endpoint:
        client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
        )
        client.create_bucket(Bucket="humas")
        client.put_object(Bucket="humas", Key="milik-orang.txt", Body=OTHERS)

        def read(path: str) -> bytes | None:
            try:
                data: bytes = client.get_object(Bucket="humas", Key=path)["Body"].read()
            except client.exceptions.NoSuchKey:
                return None
            return data

        def using(_: Any, port: int) -> Place:
            return S3Place("humas", Credentials("bucket", tmp), endpoint=f"http://127.0.0.1:{port}")

        port = int(endpoint.rpartition(":")[2])
        with wired(using(None, port), port, 60_000, read, using) as target:
            yield target


TARGETS = {"ftp": (ftp_target, 60), "sftp": (sftp_target, 20), "s3": (s3_target, 20)}


@pytest.mark.parametrize("kind", list(TARGETS))
def test_random_faults_of_real_servers(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All three together are a hundred faults; each deploy begins where the faults before have left things."""
    for name, value in (("HOSTING_PASSWORD", "rahasia"), ("BUCKET_KEY_ID", "k"), ("BUCKET_SECRET_KEY", "s")):
        monkeypatch.setenv(f"WARTA_{name}", value)
    make, least = TARGETS[kind]
    dice = random.Random(8)
    wanted = sites(dice)
    whole: set[tuple[str, bytes]] = set()
    with make(tmp_path) as target:
        number = stopped = 0
        while target.struck() < least or not stopped:  # how many faults strike is a matter of the moment too
            number += 1
            assert number <= 2 * least, (target.struck(), stopped)
            files = next(wanted)
            whole |= set(files.items())
            with Reader(target.read, whole) as reader, target.break_by(dice) as place:
                try:
                    work = task(tmp_path, files, place, seal="segel")
                    deploy(work, look(work)[0])
                except (Stopped, Dropped, Refused, CannotDeploy):
                    stopped += 1
            assert (reader.dead, reader.half) == ([], []), f"deploy {number}"
            let_go(target.place)
            if dice.random() < 0.3:
                (tmp_path / "copy.json.gz").unlink(missing_ok=True)  # the next is from another machine
        files = next(wanted)
        work = task(tmp_path, files, target.place, seal="segel")
        deploy(work, look(work)[0])
        assert {path: target.read(path) for path in files} == files
        gone = {path for path, _ in whole} - set(files)
        assert [path for path in gone if target.read(path) is not None] == []
        assert target.read("milik-orang.txt") == OTHERS


def let_go(place: Place) -> None:
    """The lock of a deploy that could not drop it: its process is this one, which lives on."""
    host: Host = place.open()
    host.drop_note(LOCK)
    host.close()
