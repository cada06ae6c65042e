"""Proves that nothing is sent to a server that cannot show who it is, and that a full one keeps a whole site."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy import old_sftp
from tests.deploy.old_sftp import OldSftp
from tests.deploy.servers import Ftp, certificate, ssh_server, vsftpd
from tests.deploy.world import dead_links, newsroom, reader_of, task, tree
from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Place
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.runner import Stopped, deploy, look


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that servers here know."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")


def ftp(tmp: Path, server: Ftp, host: str = "localhost", fingerprint: str = "") -> FtpPlace:
    """A target over TLS."""
    return FtpPlace(host, "humas", "/", Credentials("hosting", tmp), server.port, fingerprint=fingerprint)


def refused(tmp: Path, place: Place) -> str:
    """Why a deploy does not begin."""
    with pytest.raises(CannotDeploy) as raised:
        look(task(tmp, newsroom([1]), place))
    return str(raised.value)


def test_a_certificate_nobody_vouches_for_or_another(tmp_path: Path) -> None:
    """The password does not leave this machine; a fingerprint lets in the one it names, and no other."""
    (tmp_path / "www").mkdir()
    pem = certificate(tmp_path)
    der = subprocess.run(
        ["openssl", "x509", "-in", str(tmp_path / "cert.pem"), "-noout", "-fingerprint", "-sha256"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    fingerprint = der.partition("=")[2].strip()
    with Ftp(tmp_path / "www", tls=pem) as server:
        assert "the certificate of localhost cannot be trusted (the server signed it itself" in refused(
            tmp_path, ftp(tmp_path, server)
        )
        other = ftp(tmp_path, server, fingerprint="0" * 64)
        found = fingerprint.replace(":", "").lower()
        assert f"is not the one in config.yaml (its SHA-256 is {found})" in refused(tmp_path, other)
        assert [line for line in server.commands if line.startswith(("USER", "PASS"))] == []
        look(task(tmp_path, newsroom([1]), ftp(tmp_path, server, fingerprint=fingerprint)))


def test_a_good_certificate_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shared host shows that of its own name; the sentence says what to do."""
    (tmp_path / "www").mkdir()
    with Ftp(tmp_path / "www", tls=certificate(tmp_path, "DNS:server7.hosting.example")) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        said = refused(tmp_path, ftp(tmp_path, server))
        assert "cannot be trusted (it is for another name" in said
        assert "Use the name the certificate is for as 'host'" in said
        assert [line for line in server.commands if line.startswith(("USER", "PASS"))] == []


def test_a_server_without_tls_where_tls_is_asked_for(tmp_path: Path) -> None:
    """It hears neither name nor password."""
    (tmp_path / "www").mkdir()
    with Ftp(tmp_path / "www") as server:
        assert "speaks no TLS, so the password could be read on its way" in refused(tmp_path, ftp(tmp_path, server))
        assert [line.split()[0] for line in server.commands] == ["AUTH"]


@pytest.mark.parametrize("kind", ["sftp", "rsync"])
def test_a_machine_with_another_key_than_before(tmp_path: Path, kind: str) -> None:
    """And one whose written key is none."""
    (tmp_path / "www").mkdir()
    with ssh_server(tmp_path / "ssh") as ssh:
        for key, message in (
            (ssh.other_key, "127.0.0.1 shows another key than it should"),
            ("ssh-ed25519 bukan-kunci", "key"),
        ):
            make = SftpPlace if kind == "sftp" else RsyncPlace
            place = make(
                "127.0.0.1", ssh.user, str(tmp_path / "www"), Credentials("vps", tmp_path), ssh.port, key,
                f"{ssh.folder}/user",
            )  # fmt: skip
            assert message in refused(tmp_path, place)
    assert list((tmp_path / "www").iterdir()) == []


def test_a_server_that_refuses_to_rename(tmp_path: Path) -> None:
    """What readers saw stays there, whatever its reason is: it is not deleted to make way."""
    (tmp_path / "www").mkdir()
    before, after = newsroom([1, 2]), newsroom([1, 2], more={"arsip/index.html": "<h1>Arsip</h1>"})
    with OldSftp(tmp_path / "www") as server:
        place = SftpPlace("127.0.0.1", "humas", "/", Credentials("hosting", tmp_path), server.port, old_sftp.HOST_KEY)
        first = task(tmp_path, before, place)
        deploy(first, look(first)[0])
        second = task(tmp_path, after, place)
        state = look(second)[0]
        server.refusing.set()
        with pytest.raises(Stopped):
            deploy(second, state)
        assert reader_of(tmp_path / "www")("arsip/index.html") == before["arsip/index.html"]
        server.refusing.clear()
        deploy(second, look(second)[0])
        assert tree(tmp_path / "www") == after


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of 300 kB, where this machine lets us make one, in a folder that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="warta-disk-"), "www")
    folder.parent.chmod(0o755)
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k,mode=755", "warta", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        shutil.rmtree(folder.parent)
        pytest.skip("only root can make a small disk; the servers of other tests refuse by themselves")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)
        shutil.rmtree(folder.parent)


@pytest.mark.parametrize("kind", ["folder", "folder with switch", "vsftpd", "sftp", "rsync", "rsync with switch"])
def test_a_disk_that_fills_up(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a deploy: readers see a whole site, and with room again the next deploy does the rest."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    before = newsroom([1, 2], more={"media/besar.jpg": "x" * 50_000})
    more = {f"media/baru-{number}.jpg": str(number) * 40_000 for number in range(9)}
    after = newsroom([1, 2, 3], more={"media/besar.jpg": "y" * 50_000, **more})
    with small_disk() as www, contextlib.ExitStack() as servers:
        place, root = a_place(kind, tmp_path, www, servers)
        first = task(tmp_path, before, place)
        deploy(first, look(first)[0])
        second = task(tmp_path, after, place)
        with pytest.raises(
            Stopped, match="readers see a whole site, and the next deploy goes on from here|did not begin"
        ):
            deploy(second, look(second)[0])
        assert dead_links(reader_of(root)) == []
        seen = {path: data for path, data in tree(root).items() if not Path(path).name.startswith(".")}
        assert all(data in (before.get(path), after.get(path)) for path, data in seen.items())
        assert set(before) <= set(seen)
        (www / "warta-deploy.lock").unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=4m", str(www)], check=True, capture_output=True)
        deploy(second, look(second)[0])
        assert tree(root) == after


def a_place(kind: str, tmp: Path, www: Path, servers: contextlib.ExitStack) -> tuple[Place, Path]:
    """A target whose files lie in `www`, and where readers find them."""
    switch = kind.endswith("with switch")
    root = www / "current" if switch else www
    if kind.startswith("folder"):
        return FolderPlace(www, switch), root
    if kind == "vsftpd":
        port, path = servers.enter_context(vsftpd(tmp, www, certificate(tmp)))
        return FtpPlace("localhost", "anonymous", path, Credentials("hosting", tmp), port), root
    ssh = servers.enter_context(ssh_server(tmp / "ssh"))
    common = ("127.0.0.1", ssh.user, str(www), Credentials("vps", tmp), ssh.port, ssh.host_key, f"{ssh.folder}/user")
    return (SftpPlace(*common), root) if kind == "sftp" else (RsyncPlace(*common, switch), root)
