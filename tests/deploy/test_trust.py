"""Proves that nobody who can write to a host makes a deploy delete what is not ours."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import msgspec
import pytest

from tests.deploy.world import newsroom, task, tree
from warta.deploy.difference import GONE
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.manifest import NAME, Entry, Manifest, decode, digest_of_bytes, encode
from warta.deploy.runner import Task, deploy, look
from warta.deploy.state import Copy, unproven_line

OTHERS = b"jangan dihapus"


class Attacked:
    """A site of three releases beside a file of others, which whoever broke in wrote into its manifest, with its
    true digest.
    """

    def __init__(self, tmp: Path, signing_key: str) -> None:
        self.tmp = tmp
        self.www = tmp / "www"
        self.signing_key = signing_key
        self.bring([1, 2, 3])
        (self.www / "milik-orang.txt").write_bytes(OTHERS)
        there = self.manifest
        lie = {"milik-orang.txt": Entry(len(OTHERS), digest_of_bytes(OTHERS))}
        self.leave(msgspec.structs.replace(there, files=there.files | lie))

    @property
    def manifest(self) -> Manifest:
        """The one on the host."""
        return decode((self.www / NAME).read_bytes())

    def leave(self, manifest: Manifest) -> None:
        """Another manifest on the host."""
        (self.www / NAME).write_bytes(encode(manifest))

    def forget(self) -> None:
        """What this machine remembers."""
        (self.tmp / "copy.json.gz").unlink()

    def task(self, releases: list[int]) -> Task:
        """A deploy of these releases."""
        work = task(self.tmp, newsroom(releases), FolderPlace(self.www, switch=False))
        return msgspec.structs.replace(work, signing_key=self.signing_key)

    def bring(self, releases: list[int]) -> str:
        """Deploy; what the user hears."""
        work = self.task(releases)
        state, _ = look(work)
        deploy(work, state)
        return str(state.notice or "")


@pytest.mark.parametrize("copy", ["kept", "lost"])
def test_a_seal_tells_a_forged_manifest_from_ours(tmp_path: Path, copy: str) -> None:
    """Without the secret nobody can make one, not even with true digests; ours with its seal is believed again."""
    site = Attacked(tmp_path, "segel")
    if copy == "lost":
        site.forget()
    assert "does not bear the seal of this target" in site.bring([2, 3])
    files = tree(site.www)
    assert files.pop("milik-orang.txt") == OTHERS
    gone = set(files) - set(newsroom([2, 3]))
    assert gone == (set() if copy == "kept" else {"2026/11/rilis-1/index.html", "media/1.jpg"})
    assert site.bring([3]) == ""
    assert "2026/11/rilis-2/index.html" not in tree(site.www)


@pytest.mark.parametrize("memory", ["copy", "nothing", "seal"])
def test_random_forgeries_delete_nothing_of_others(tmp_path: Path, memory: str) -> None:
    """Whoever broke in knows every digest there is, and writes what he likes: files of others stay, byte for byte, and
    the site comes all the same. WARTA_FORGERIES=100 forges so often.
    """
    dice = random.Random(15)
    place = FolderPlace(tmp_path / "www", switch=False)
    seal = "segel" if memory == "seal" else ""
    theirs = {
        name: f"isi {name}".encode() for name in ("wp-config.php", "cgi-bin/a.pl", "media/lain.jpg", ".htpasswd", "x")
    }
    for path, data in theirs.items():
        (tmp_path / "www" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / path).write_bytes(data)
    for number in range(int(os.environ.get("WARTA_FORGERIES", "20"))):
        releases = dice.sample(range(1, 7), dice.randrange(1, 5))
        work = task(tmp_path, newsroom(releases), place, seal=seal)
        if (tmp_path / "www" / NAME).exists():
            there = (tmp_path / "www" / NAME).read_bytes()
            (tmp_path / "www" / NAME).write_bytes(forged(dice, there, theirs))
            if memory != "copy":
                (tmp_path / "copy.json.gz").unlink(missing_ok=True)
        deploy(work, look(work)[0])
        found = tree(tmp_path / "www")
        assert {path: found.get(path) for path in theirs} == theirs, number
        assert {path: found.get(path) for path in work.wanted} == newsroom(releases), number


def forged(dice: random.Random, there: bytes, theirs: dict[str, bytes]) -> bytes:
    """A manifest that names files of others, in one of many ways."""
    manifest = decode(there)
    lies = {}
    for path, data in theirs.items():
        true = digest_of_bytes(data)
        entry = Entry(len(data), true)
        lies[path] = dice.choice([entry, entry, GONE, entry.unsure(), Entry(0, "", True, (true,)), Entry(1, "00" * 16)])
    names = dice.sample(sorted(lies), dice.randrange(1, len(lies)))
    files = (manifest.files if dice.random() < 0.7 else {}) | {name: lies[name] for name in names}
    words = {"files": files, "signature": dice.choice(["", manifest.signature, "00" * 32])}
    if dice.random() < 0.2:
        words["held"] = "00" * 16
    changed = msgspec.structs.replace(manifest, **words)
    return encode(changed) if dice.random() < 0.7 else encode(changed.signed(dice.choice(["", "lain", "x"])))


def test_another_secret_or_none_makes_another_seal() -> None:
    """And a seal is of one manifest only."""
    manifest = Manifest("https://a.example/", {"a": Entry(1, "00")})
    signed = manifest.signed("segel")
    assert signed.is_signed_with("segel")
    assert decode(encode(signed)).is_signed_with("segel")
    assert not signed.is_signed_with("lain")
    assert not manifest.is_signed_with("segel")
    assert not msgspec.structs.replace(signed, files={"b": Entry(1, "00")}).is_signed_with("segel")
    assert manifest.signed("") == manifest


def test_what_a_copy_here_knows_is_deleted_though_somebody_changed_it(tmp_path: Path) -> None:
    """A page of ours that was defaced is still ours."""
    site = Attacked(tmp_path, "")
    (site.www / "2026/11/rilis-1/index.html").write_text("slot gacor")
    site.bring([2, 3])
    assert "2026/11/rilis-1/index.html" not in tree(site.www)


def test_what_nothing_proves_to_be_ours_stays_and_is_told_each_time(tmp_path: Path) -> None:
    """Though it has the very bytes that the manifest tells of; and it comes into no copy, which would prove it."""
    site = Attacked(tmp_path, "")
    for _ in range(3):
        state, _ = look(site.task([1, 2]))
        assert set(state.unproven) == {"milik-orang.txt"}
        assert "milik-orang.txt. 'deploy --adopt' names them all" in str(unproven_line(state))
        site.bring([1, 2])
    assert tree(site.www) == newsroom([1, 2]) | {"milik-orang.txt": OTHERS}


@pytest.mark.parametrize(
    "site", ["https://lain.example/", "https://berita.example.org/", "https://berita.example/humas/"]
)
def test_a_copy_of_another_sites_manifest_is_not_believed(tmp_path: Path, site: str) -> None:
    """As when a target's path or the newsroom's address was changed: it makes nothing ours that lies at the new place."""
    names = {"milik-orang.txt": Entry(len(OTHERS), digest_of_bytes(OTHERS))}
    copy = Copy(tmp_path / "copy.json.gz")
    copy.write(encode(Manifest(site, names)))
    assert copy.read(site) == Manifest(site, names)
    www = tmp_path / "www"
    www.mkdir()
    (www / "milik-orang.txt").write_bytes(OTHERS)
    work = task(tmp_path, newsroom([1]), FolderPlace(www, switch=False))
    state, steps = look(work)
    assert (state.first, state.foreign, state.notice, steps.deletes) == (True, ("milik-orang.txt",), None, ())
    deploy(work, state)
    assert tree(www) == newsroom([1]) | {"milik-orang.txt": OTHERS}


def test_a_copy_of_another_sites_manifest_confirms_no_lie(tmp_path: Path) -> None:
    """What a forged manifest names is no more ours because a copy of another site names it too."""
    site = Attacked(tmp_path, "")
    lie = {"milik-orang.txt": Entry(4, "00" * 16)}
    site.leave(msgspec.structs.replace(site.manifest, files=site.manifest.files | lie))
    Copy(tmp_path / "copy.json.gz").write(encode(Manifest("https://lain.example/", site.manifest.files)))
    assert "milik-orang.txt" in look(site.task([1, 2, 3]))[0].unproven
    site.bring([1, 2, 3])
    assert tree(site.www)["milik-orang.txt"] == OTHERS


@pytest.mark.parametrize("address", ["http://berita.example", "https://BERITA.example/"])
def test_a_copy_of_this_site_counts_however_its_address_is_written(tmp_path: Path, address: str) -> None:
    """A site that moves to HTTPS stays the same site: what it left can be deleted."""
    work = task(tmp_path, newsroom([1, 2]), FolderPlace(tmp_path / "www", switch=False))
    manifest = deploy(work, look(work)[0])
    Copy(tmp_path / "copy.json.gz").write(encode(msgspec.structs.replace(manifest, site=address)))
    (tmp_path / "www" / NAME).unlink()
    work = task(tmp_path, newsroom([1]), FolderPlace(tmp_path / "www", switch=False))
    deploy(work, look(work)[0])
    assert tree(tmp_path / "www") == newsroom([1])


@pytest.mark.parametrize("seal", ["", "é", "00" * 32])
def test_a_forged_seal_is_no_seal_whatever_it_is_made_of(tmp_path: Path, seal: str) -> None:
    """Its letters need not be those of a seal; nothing it stands under is deleted."""
    site = Attacked(tmp_path, "segel")
    site.leave(msgspec.structs.replace(site.manifest, signature=seal))
    assert "does not bear the seal of this target" in site.bring([1, 2, 3])
    assert tree(site.www)["milik-orang.txt"] == OTHERS


def test_the_seal_stands_in_the_manifest_by_that_name() -> None:
    """Manifests on hosts are read by other versions: these names do not change."""
    signed = Manifest("https://a.example/", {"a": Entry(1, "00"), "b": GONE}).signed("segel")
    text = gzip.decompress(encode(signed))
    assert msgspec.json.decode(text) == {
        "site": "https://a.example/",
        "files": {"a": [1, "00", False, []], "b": [0, "", True, []]},
        "format": 1,
        "seal": "2cdc27cac6f4421dcde8e3018b58bb76db1c25ff566d5b399f1f8f88cd7c7638",
    }
