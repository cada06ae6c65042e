"""Proves the same promises on every kind of host, against real servers on this machine."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from tests.deploy import old_sftp
from tests.deploy.old_sftp import OldSftp
from tests.deploy.servers import Ftp, certificate, program, s3_server, ssh_server, vsftpd
from tests.deploy.world import newsroom, task, tree
from warta.deploy.credentials import Credentials
from warta.deploy.difference import GONE
from warta.deploy.host import Host, Place
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.git import GitPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.s3 import S3Place
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.manifest import NAME as MANIFEST
from warta.deploy.manifest import Entry, Manifest, digest_of_bytes, encode
from warta.deploy.runner import deploy, look


class Case(msgspec.Struct, frozen=True):
    """A place, and how its files can be looked at, put and deleted behind its back."""

    place: Place
    files: Callable[[], dict[str, bytes]]
    add: Callable[[str, bytes], None]


def on_disk(root: Path, place: Place) -> Case:
    """A host whose files lie in a folder of this machine."""

    def add(path: str, data: bytes) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return Case(place, lambda: tree(root), add)


@contextlib.contextmanager
def folder_case(tmp: Path) -> Iterator[Case]:
    yield on_disk(tmp / "www" / "current", FolderPlace(tmp / "www"))


@contextlib.contextmanager
def rsync_case(tmp: Path, *, switch: bool = True) -> Iterator[Case]:
    program("rsync")
    with ssh_server(tmp / "ssh") as ssh:
        root = tmp / "www"
        root.mkdir()
        place = RsyncPlace(
            "127.0.0.1", ssh.user, str(root), Credentials("vps", tmp), ssh.port, ssh.host_key, str(ssh.folder / "user"),
            switch,
        )  # fmt: skip
        yield on_disk(root / "current" if switch else root, place)


@contextlib.contextmanager
def sftp_case(tmp: Path) -> Iterator[Case]:
    with ssh_server(tmp / "ssh") as ssh:
        root = tmp / "www"
        root.mkdir()
        place = SftpPlace(
            "127.0.0.1", ssh.user, str(root), Credentials("vps", tmp), ssh.port, ssh.host_key, str(ssh.folder / "user")
        )
        yield on_disk(root, place)


@contextlib.contextmanager
def old_sftp_case(tmp: Path) -> Iterator[Case]:
    root = tmp / "www"
    root.mkdir()
    with OldSftp(root) as server:
        yield on_disk(
            root, SftpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp), server.port, old_sftp.HOST_KEY)
        )


@contextlib.contextmanager
def ftp_case(tmp: Path, *, without: tuple[str, ...] = ()) -> Iterator[Case]:
    root = tmp / "www"
    root.mkdir()
    with Ftp(root, without=without) as server:
        yield on_disk(root, FtpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp), server.port, tls=False))


@contextlib.contextmanager
def ftps_case(tmp: Path) -> Iterator[Case]:
    root = tmp / "www"
    root.mkdir()
    with Ftp(root, tls=certificate(tmp)) as server:
        yield on_disk(root, FtpPlace("localhost", "humas", "/", Credentials("hosting", tmp), server.port))


@contextlib.contextmanager
def vsftpd_case(tmp: Path) -> Iterator[Case]:
    with tempfile.TemporaryDirectory(prefix="warta-ftp-") as folder:  # its user may not enter pytest's
        Path(folder).chmod(0o755)
        root = Path(folder) / "www"
        root.mkdir()
        with vsftpd(tmp, root, certificate(tmp)) as (port, path):
            yield on_disk(root, FtpPlace("localhost", "anonymous", path, Credentials("hosting", tmp), port))


@contextlib.contextmanager
def s3_case(tmp: Path) -> Iterator[Case]:
    import boto3

    with s3_server(tmp) as endpoint:
        client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
        )
        client.create_bucket(Bucket="humas")

        def files() -> dict[str, bytes]:
            pages = client.get_paginator("list_objects_v2").paginate(Bucket="humas")
            keys = [row["Key"] for page in pages for row in page.get("Contents", ())]
            found = {key: client.get_object(Bucket="humas", Key=key)["Body"].read() for key in keys}
            return {key: data for key, data in found.items() if not key.startswith("warta-")}

        def add(path: str, data: bytes) -> None:
            client.put_object(Bucket="humas", Key=path, Body=data)

        yield Case(S3Place("humas", Credentials("bucket", tmp), endpoint=endpoint), files, add)


@contextlib.contextmanager
def git_case(tmp: Path) -> Iterator[Case]:
    bare = tmp / "pages.git"
    git("init", "--quiet", "--bare", str(bare))
    place = GitPlace(str(bare), Credentials("pages", tmp), tmp / "memory.git")

    def files() -> dict[str, bytes]:
        names = git("-C", str(bare), "ls-tree", "-r", "-z", "--name-only", "gh-pages").split(b"\0")
        every = [name.decode() for name in names if name and not name.startswith(b"warta-")]
        found = {name: git("-C", str(bare), "show", f"gh-pages:{name}") for name in every}
        assert found.pop(".nojekyll") == b""
        return found

    def add(path: str, data: bytes) -> None:
        work = tmp / f"work-{len(list(tmp.iterdir()))}"
        git("clone", "--quiet", "--branch", "gh-pages", str(bare), str(work))
        (work / path).write_bytes(data)
        git("-C", str(work), "add", path)
        git("-C", str(work), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "by hand")
        git("-C", str(work), "push", "--quiet", "origin", "gh-pages")

    yield Case(place, files, add)


def git(*words: str) -> bytes:
    """What a git command prints."""
    program("git")
    return subprocess.run(["git", *words], check=True, capture_output=True, timeout=60).stdout


CASES = {
    "folder": folder_case,
    "rsync": rsync_case,
    "rsync plain": lambda tmp: rsync_case(tmp, switch=False),
    "sftp": sftp_case,
    "sftp of old": old_sftp_case,
    "ftp": ftp_case,
    "ftp of old": lambda tmp: ftp_case(tmp, without=("MLSD", "MLST", "SIZE", "MDTM")),
    "ftps": ftps_case,
    "vsftpd": vsftpd_case,
    "s3": s3_case,
    "git": git_case,
}


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """Each kind of host, empty."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")
    monkeypatch.setenv("WARTA_BUCKET_KEY_ID", "k")
    monkeypatch.setenv("WARTA_BUCKET_SECRET_KEY", "s")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with CASES[request.param](tmp_path) as found:
        yield found


def bring(tmp: Path, files: dict[str, bytes], place: Place) -> tuple[int, int]:
    """Deploy, and say how many files were uploaded and deleted."""
    work = task(tmp, files, place)
    state, steps = look(work)
    if steps:
        deploy(work, state)
    return len(steps.uploads), len(steps.deletes)


def test_a_site_comes_changes_and_stays(case: Case, tmp_path: Path) -> None:
    """First everything is uploaded, then nothing, then what changed; what is gone is deleted, and others' files stay."""
    names = {"berkas dengan spasi & é.pdf": "x", "ruang'kutip\".txt": "y"}
    first = newsroom(range(1, 6), more=names)
    assert bring(tmp_path, first, case.place) == (len(first), 0)
    assert case.files() == first
    assert bring(tmp_path, first, case.place) == (0, 0)
    case.add("milik-orang.txt", b"jangan dihapus")
    second = newsroom(range(2, 7), more=names)
    uploads, deletes = bring(tmp_path, second, case.place)
    assert 0 < uploads < len(second)
    assert deletes == 2
    assert case.files() == second | {"milik-orang.txt": b"jangan dihapus"}
    assert bring(tmp_path, second, case.place) == (0, 0)


def test_a_forged_manifest_makes_no_deploy_delete_what_others_did(case: Case, tmp_path: Path) -> None:
    """Who broke in names in it files of others, one with its true digest: they stay, and each deploy says so; what this
    machine knows that it put there is deleted all the same.
    """
    first = newsroom(range(1, 4))
    bring(tmp_path, first, case.place)
    lies = forge(case, tmp_path, first)
    second = newsroom(range(2, 5))
    state, steps = look(task(tmp_path, second, case.place))
    assert (set(state.unproven), len(steps.deletes)) == (set(lies), 2)
    bring(tmp_path, second, case.place)
    assert case.files() == second | lies
    again, steps = look(task(tmp_path, second, case.place))
    assert (set(again.unproven), bool(steps)) == (set(lies), False)


def test_a_machine_that_remembers_nothing_deletes_nothing_until_it_is_told(case: Case, tmp_path: Path) -> None:
    """Without the copy of what was deployed from there and without a seal; the manifest goes on naming what stays, so
    a machine that knows it can delete it, and so can who has seen the names.
    """
    first, second = newsroom(range(1, 4)), newsroom(range(2, 5))
    bring(tmp_path, first, case.place)
    lies = forge(case, tmp_path, first)
    copy = tmp_path / "copy.json.gz"
    kept = copy.read_bytes()
    copy.unlink()
    assert bring(tmp_path, second, case.place)[1] == 0
    gone = {path: data for path, data in first.items() if path not in second}
    assert case.files() == second | gone | lies
    copy.write_bytes(kept)
    assert bring(tmp_path, second, case.place) == (0, len(gone))
    assert case.files() == second | lies
    work = msgspec.structs.replace(task(tmp_path, second, case.place), adopt=True)
    state, steps = look(work)
    assert (state.unproven, set(steps.deletes)) == ({}, set(lies))
    deploy(work, state)
    assert case.files() == second


def forge(case: Case, tmp: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Put two files of others there, and a manifest that names them as ours; the two."""
    lies = {"milik-orang.txt": b"jangan dihapus", "lain.txt": b"ini juga"}
    for path, data in lies.items():
        case.add(path, data)
    there = look(task(tmp, files, case.place))[0].manifest
    entries = {"milik-orang.txt": Entry(14, digest_of_bytes(lies["milik-orang.txt"])), "lain.txt": GONE}
    case.add(MANIFEST, encode(Manifest(there.site, there.files | entries)))
    return lies


def test_a_note_can_be_claimed_once(case: Case) -> None:
    """Until it is dropped; reading what is not there gives nothing."""
    host: Host = case.place.open()
    try:
        assert host.read("warta-nothing") is None
        assert host.read_note("warta-note") is None
        host.write_note("warta-note", b"1")
        host.write_note("warta-note", b"2")
        assert host.read_note("warta-note") == b"2"
        assert host.claim_note("warta-deploy.lock", b"mine")
        assert not host.claim_note("warta-deploy.lock", b"yours")
        assert host.read_note("warta-deploy.lock") == b"mine"
        host.drop_note("warta-deploy.lock")
        host.drop_note("warta-deploy.lock")
        assert host.read_note("warta-deploy.lock") is None
        assert host.claim_note("warta-deploy.lock", b"yours")
    finally:
        host.close()


def test_a_first_deploy_sees_what_others_put_there(case: Case, tmp_path: Path) -> None:
    """So that the user can be asked before a site that is there is mixed with this one."""
    if isinstance(case.place, GitPlace | FolderPlace) or getattr(case.place, "switch", False):
        return  # nothing can be put there before the first deploy
    case.add("wp-login.php", b"<?php")
    state, _ = look(task(tmp_path, newsroom([1]), case.place))
    assert state.first
    assert state.foreign == ("wp-login.php",)
