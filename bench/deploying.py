"""Times deploys of a large site to each kind of host, on servers of this machine, and prints a table.

python bench/deploying.py [FILES] [KIND ...]: first everything, then nothing to do, then one release more (six files).
The servers are those of the tests, so this needs what `make test` installs, and OpenSSH, rsync and git.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.deploy.servers import Ftp, s3_server, ssh_server
from tests.deploy.world import CONFIG, SITE, newsroom, write_output
from warta.deploy.credentials import Credentials
from warta.deploy.host import Place
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.git import GitPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.s3 import S3Place
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.output import read_output
from warta.deploy.runner import Task, deploy, look
from warta.deploy.state import Copy

os.environ |= {"WARTA_X_PASSWORD": "rahasia", "WARTA_X_KEY_ID": "k", "WARTA_X_SECRET_KEY": "s"}


@contextlib.contextmanager
def folder(tmp: Path) -> Iterator[Place]:
    yield FolderPlace(tmp / "www")


@contextlib.contextmanager
def git(tmp: Path) -> Iterator[Place]:
    subprocess.run(["git", "init", "--quiet", "--bare", f"{tmp}/pages.git"], check=True)
    yield GitPlace(str(tmp / "pages.git"), Credentials("x", tmp), tmp / "memory.git")


@contextlib.contextmanager
def sftp(tmp: Path) -> Iterator[Place]:
    (tmp / "www").mkdir()
    with ssh_server(tmp / "ssh") as ssh:
        key = f"{ssh.folder}/user"
        yield SftpPlace("127.0.0.1", ssh.user, f"{tmp}/www", Credentials("x", tmp), ssh.port, ssh.host_key, key)


@contextlib.contextmanager
def rsync(tmp: Path) -> Iterator[Place]:
    (tmp / "www").mkdir()
    with ssh_server(tmp / "ssh") as ssh:
        key = f"{ssh.folder}/user"
        yield RsyncPlace("127.0.0.1", ssh.user, f"{tmp}/www", Credentials("x", tmp), ssh.port, ssh.host_key, key)


@contextlib.contextmanager
def ftp(tmp: Path) -> Iterator[Place]:
    (tmp / "www").mkdir()
    with Ftp(tmp / "www") as server:
        yield FtpPlace("127.0.0.1", "humas", "/", Credentials("x", tmp), server.port, tls=False)


@contextlib.contextmanager
def s3(tmp: Path) -> Iterator[Place]:
    import boto3

    with s3_server(tmp) as endpoint:
        boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
        ).create_bucket(Bucket="humas")
        yield S3Place("humas", Credentials("x", tmp), endpoint=endpoint)


KINDS = {
    "folder, with switch": folder,
    "git": git,
    "sftp": sftp,
    "ftp": ftp,
    "rsync, with switch": rsync,
    "s3 (moto, in Python)": s3,
}


def site(files: int, more: int) -> dict[str, bytes]:
    """A site of about so many files of 8 kB, with `more` releases."""
    pages = newsroom(range(1, files // 2 + more - 1))
    return {path: data.ljust(8192) if path.startswith(("2026/", "media/")) else data for path, data in pages.items()}


def seconds(tmp: Path, files: dict[str, bytes], place: Place) -> tuple[float, int]:
    """How long a deploy of an output that is there takes, from reading it on, and how many files it uploads."""
    output = write_output(tmp / "output", files)
    started = time.perf_counter()
    work = Task(place, SITE, read_output(output, CONFIG), Copy(tmp / "copy.json.gz"))
    state, steps = look(work)
    if steps:
        deploy(work, state)
    return time.perf_counter() - started, len(steps.uploads)


def row(name: str, count: int, make: Callable[[Path], contextlib.AbstractContextManager[Place]]) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as there, make(Path(there)) as place:
        tmp = Path(there)
        before, after = site(count, 0), site(count, 1)
        runs = [seconds(tmp, files, place) for files in (before, before, after)]
    cells = " | ".join(f"{took:.1f} s ({files:,})" for took, files in runs)
    return f"| {name} | {cells} |"


def main() -> None:
    """Print the table."""
    logging.disable(logging.ERROR)  # the FTP server tells of every command
    words = sys.argv[1:]
    count = int(words.pop(0)) if words and words[0].isdigit() else 10_000
    files = site(count, 0)
    print(f"{len(files):,} files, {sum(map(len, files.values())) / 1e6:.0f} MB; in brackets: files uploaded\n")  # noqa: T201
    print("| target | first | nothing to do | one release |\n|---|---|---|---|", flush=True)  # noqa: T201
    for name, make in KINDS.items():
        if not words or any(name.startswith(word) for word in words):
            print(row(name, count, make), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
