"""Proves that no deploy writes, reads or deletes by way of a link that somebody planted on the host.

WARTA_LINKS=100 plants so many on each kind of host, instead of a few.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.deploy.faults import Faults, FaultyPlace
from tests.deploy.servers import certificate, ssh_server, vsftpd
from tests.deploy.test_faults import let_grow_old
from tests.deploy.world import newsroom, task, tree
from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Place, Refused
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.lock import NAME as LOCK
from warta.deploy.manifest import NAME as MANIFEST
from warta.deploy.runner import Stopped, deploy, look

COUNT = int(os.environ.get("WARTA_LINKS", "0"))
BEFORE, AFTER = newsroom([1, 2, 3]), newsroom([2, 3, 4])
SWITCHED = ("releases", "releases/.next", "releases/.copy", ".current.warta-up", "current")
"""What a deploy with a switch keeps beside the site."""


class Ground(msgspec.Struct):
    """A host's folder, where its site lies in it, and beside it what belongs to somebody else: files of the same names."""

    place: Place
    base: Path
    switch: bool
    few: int

    @property
    def victim(self) -> Path:
        return self.base.parent / "korban"

    @property
    def root(self) -> Path:
        return self.base / "current" if self.switch else self.base

    def begin(self) -> None:
        """An empty host, and the files of the other."""
        for root in (self.base, self.victim):
            for each in root.iterdir() if root.exists() else ():
                shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
        for files in (BEFORE, AFTER):
            for path, data in files.items():
                theirs = self.victim / path
                theirs.parent.mkdir(parents=True, exist_ok=True)
                theirs.write_bytes(data + b"!")
        (self.victim / "baru").mkdir()
        if os.geteuid() == 0:
            for each in (self.victim, *self.victim.rglob("*")):
                each.chmod(0o777)  # the rights of the server's user would do

    def plant(self, dice: random.Random) -> str:
        """Put a link somewhere; where."""
        every = sorted({*BEFORE, *AFTER})
        folders = sorted({parent.as_posix() for path in every for parent in Path(path).parents} - {"."})
        names = [*every, *folders, *folders]
        temporary = [f"{Path(path).parent}/.{Path(path).name}.warta-up" for path in every]
        notes = [MANIFEST, LOCK, f".{MANIFEST}.warta-up", f".{LOCK}.warta-up"]
        beside = SWITCHED if self.switch else ()
        name: str = dice.choice([*names, *temporary, *notes, *notes, *beside * 4])
        above = self.base if name in beside or (name in notes and self.switch) else self.root
        if above == self.root and (self.base / "releases/.next").is_dir():
            above = self.base / "releases/.next"  # where a deploy is at work
        if not above.exists():
            above = self.base
        place = above / name
        if any(each.is_symlink() for each in place.parents if each.is_relative_to(above) and each != above):
            return name
        at = self.victim / name if (self.victim / name).exists() else self.victim / dice.choice(["baru", "tak-ada"])
        if place.is_symlink() or place.is_file():
            place.unlink()
        elif place.is_dir():
            shutil.rmtree(place)
        for each in reversed([each for each in place.parents if each.is_relative_to(above)]):
            if not each.exists():
                each.mkdir()
                each.chmod(0o777)  # the server's user is another
        place.symlink_to(os.path.relpath(at, place.parent))
        return name

    def unplant(self) -> None:
        """Take every link away, and what a deploy with a switch cannot do without."""
        links = [path for path in self.base.rglob("*") if path.is_symlink()]
        for path in links:
            if path.name != "current" or not path.resolve().is_relative_to(self.base):
                path.unlink()
        for name in (LOCK, f"{LOCK}.d"):
            with contextlib.suppress(OSError):
                (self.base / name).unlink()
            with contextlib.suppress(OSError):
                (self.base / name).rmdir()


@contextlib.contextmanager
def folder(tmp: Path, *, switch: bool) -> Iterator[Ground]:
    yield Ground(FolderPlace(tmp / "www", switch), tmp / "www", switch, 20)


@contextlib.contextmanager
def ssh(tmp: Path, kind: str) -> Iterator[Ground]:
    (tmp / "www").mkdir()
    with ssh_server(tmp / "ssh") as server:
        key, credentials = f"{server.folder}/user", Credentials("vps", tmp)
        common = ("127.0.0.1", server.user, str(tmp / "www"), credentials, server.port, server.host_key, key)
        switch = kind == "rsync with switch"
        place: Place = SftpPlace(*common) if kind == "sftp" else RsyncPlace(*common, switch)
        yield Ground(place, tmp / "www", switch, 5 if kind == "sftp" else 3)


@contextlib.contextmanager
def ftp(tmp: Path) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="warta-ftp-") as name:
        base = Path(name)
        base.chmod(0o755)
        (base / "www").mkdir()
        with vsftpd(tmp, base / "www", certificate(tmp)) as (port, path):
            yield Ground(
                FtpPlace("localhost", "anonymous", path, Credentials("hosting", tmp), port), base / "www", False, 5
            )


GROUNDS = {
    "folder": lambda tmp: folder(tmp, switch=False),
    "folder with switch": lambda tmp: folder(tmp, switch=True),
    "sftp": lambda tmp: ssh(tmp, "sftp"),
    "rsync": lambda tmp: ssh(tmp, "rsync"),
    "rsync with switch": lambda tmp: ssh(tmp, "rsync with switch"),
    "vsftpd": ftp,
}


@pytest.fixture(params=list(GROUNDS))
def ground(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """Each kind of host that knows links."""
    monkeypatch.setenv("WARTA_HOSTING_PASSWORD", "rahasia")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with GROUNDS[request.param](tmp_path) as found:
        yield found


def bring(tmp: Path, files: dict[str, bytes], place: Place) -> str:
    """Deploy as far as it goes; what it complained of."""
    work = task(tmp, files, place)
    try:
        deploy(work, look(work)[0])
    except (Stopped, Dropped, Refused, CannotDeploy) as error:
        return str(error)
    return ""


def test_nothing_is_done_by_way_of_a_planted_link(ground: Ground, tmp_path: Path) -> None:
    """Wherever it stands, before a deploy or put there while it works: what it leads to stays as it is. A deploy goes on
    or says where the link is; without the link the next one makes the site whole.
    """
    dice = random.Random(15)
    refused = 0
    for number in range(COUNT or ground.few):
        ground.begin()
        (tmp_path / "copy.json.gz").unlink(missing_ok=True)
        assert bring(tmp_path, BEFORE, ground.place) == ""
        theirs = tree(ground.victim)
        at = dice.choice([0, 0, *range(1, 40)])  # 0: before the deploy begins
        planted = [ground.plant(dice)] if not at else []
        steps = iter(range(1, 1000))

        def then(at: int = at, steps: Iterator[int] = steps, planted: list[str] = planted) -> None:
            if next(steps) == at:
                planted.append(ground.plant(dice))

        complaint = bring(tmp_path, AFTER, FaultyPlace(ground.place, Faults({}, then)))
        refused += bool(complaint)
        assert tree(ground.victim) == theirs, (number, planted, at)
        let_grow_old_links(ground)
        ground.unplant()
        for manifest in (tmp_path / "copy.json.gz", *ground.base.rglob(MANIFEST)):
            manifest.unlink(missing_ok=True)  # where a link stood something is missing, of which they do not know
        assert bring(tmp_path, AFTER, ground.place) == "", (number, planted, at)
        whole = tree(ground.root)
        assert {path: whole.get(path) for path in AFTER} == AFTER, (number, planted, at)
        assert tree(ground.victim) == theirs
    assert refused < (COUNT or ground.few)


def let_grow_old_links(ground: Ground) -> None:
    """The lock of a deploy that was stopped: its process is this one, which lives on."""
    if (ground.base / LOCK).is_file() and not (ground.base / LOCK).is_symlink():
        let_grow_old(ground.base / LOCK)


@pytest.mark.parametrize("switch", [False, True])
def test_names_of_temporary_files_cannot_be_guessed(tmp_path: Path, switch: bool) -> None:  # noqa: FBT001
    """The fixed ones of before, planted as links beside every file, are followed no more."""
    place = FolderPlace(tmp_path / "www", switch)
    victim = tmp_path / "kunci"
    victim.write_bytes(b"jangan")
    assert bring(tmp_path, BEFORE, place) == ""
    root = tmp_path / "www" / "current" if switch else tmp_path / "www"
    for path in (*AFTER, MANIFEST):
        link = root / path
        link = link.with_name(f".{link.name}.warta-up")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(victim)
    assert bring(tmp_path, AFTER, place) == ""
    assert victim.read_bytes() == b"jangan"
    assert {path: (root / path).read_bytes() for path in AFTER} == AFTER


def test_what_a_killed_upload_left_is_deleted_by_the_next_deploy(tmp_path: Path) -> None:
    """In the folders where one was under way, and nothing else of them; a link by such a name goes, not what it leads
    to.
    """
    place = FolderPlace(tmp_path / "www", switch=False)
    assert bring(tmp_path, BEFORE, place) == ""
    faults = Faults({12: "killed before"})
    with contextlib.suppress(BaseException):
        work = task(tmp_path, AFTER, FaultyPlace(place, faults))
        deploy(work, look(work)[0])
    let_grow_old(tmp_path / "www" / LOCK)
    victim = tmp_path / "kunci"
    victim.write_bytes(b"jangan")
    entries = look(task(tmp_path, AFTER, place))[0].manifest.files
    unsure = min(path for path, entry in entries.items() if not entry.sure and "/" in path).rpartition("/")[0]
    for folder_name in (".", unsure):
        (tmp_path / "www" / folder_name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / folder_name / ".warta-up-0123456789abcdef").write_bytes(b"setengah")
        (tmp_path / "www" / folder_name / ".warta-up-0123456789abcdee").symlink_to(victim)
        (tmp_path / "www" / folder_name / ".warta-upah").write_bytes(b"bukan")
    assert bring(tmp_path, AFTER, place) == ""
    left = {path: data for path, data in tree(tmp_path / "www").items() if path not in AFTER}
    assert left == {".warta-upah": b"bukan", f"{unsure}/.warta-upah": b"bukan"}
    assert victim.read_bytes() == b"jangan"
