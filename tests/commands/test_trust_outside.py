"""What others and the office see of a signed newsroom through a web server: verify, audit, guard, sums of a kit."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.commands.running import run
from tests.commands.test_trust import TEXT, Newsroom
from tests.deploy.servers import program

KIT = "2020/01/jembatan-dibuka/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a newsroom with kits that was deployed once."""
    folder = tmp_path_factory.mktemp("humas")
    newsroom = Newsroom(folder)
    newsroom.site.config("press: [kit]\n")
    made = newsroom.warta("trust", "init", "--drawer", str(newsroom.stick))
    assert made.returncode == 0, made.stderr
    done = newsroom.deploy()
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def newsroom(begun: Path, tmp_path: Path) -> Newsroom:
    """A copy of it."""
    shutil.copytree(begun, tmp_path / "n")
    return Newsroom.at(tmp_path / "n")


def test_the_sums_of_a_kit_are_signed_for_tools_of_others(newsroom: Newsroom) -> None:
    """Debian's minisign and sha256sum say yes; again nothing is signed; an edit is signed anew, what is withdrawn goes."""
    folder = newsroom.www / KIT
    letters = next(
        line.partition(": ")[2]
        for line in (newsroom.www / ".well-known/warta-keys.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("minisign: ")
    )
    verify = [program("minisign"), "-Vm", "SHA256SUMS", "-P", letters]

    def holds() -> str:
        signed = run(verify, cwd=folder)
        assert signed.returncode == 0, signed.stderr
        summed = run([program("sha256sum"), "--check", "--strict", "SHA256SUMS"], cwd=folder)
        assert summed.returncode == 0 and "kit.zip" in summed.stdout, summed.stderr
        return signed.stdout

    assert f"berita.example/{KIT}SHA256SUMS" in holds()
    before = (folder / "SHA256SUMS.minisig").read_bytes()
    again = newsroom.deploy(passphrase="bukan yang benar")
    assert (again.returncode, "up to date" in again.stdout) == (0, True), again.stderr
    newsroom.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
    assert newsroom.deploy().returncode == 0
    assert holds() and (folder / "SHA256SUMS.minisig").read_bytes() != before
    newsroom.site.edit(
        "content/releases/a.md", "date: 2020-01-02", "date: 2020-01-02\nwithdrawn: {at: 2020-01-05, reason: Keliru.}"
    )
    assert newsroom.deploy("--max-deletes", "100").returncode == 0
    assert {path.name for path in folder.iterdir()} == {"index.html", "rilis.txt", "rilis.txt.tlog-proof"}


def test_guard_and_audit_name_what_somebody_did_to_the_live_site(newsroom: Newsroom) -> None:
    """Nothing while it is as it was; a bent text, a bent tile, an old copy of the past, and one that is gone."""
    audit, old = ("trust", "audit"), newsroom.www.with_name("old")
    shutil.copytree(newsroom.www, old)
    with served(newsroom.www) as url:
        newsroom.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
        assert newsroom.deploy().returncode == 0
        good = newsroom.warta("guard", url)
        assert (good.returncode, "everything is as it was deployed" in good.stdout) == (0, True), good.stdout
        whole = newsroom.warta(*audit, url)
        assert (whole.returncode, "4 entries" in whole.stdout) == (0, True), whole.stderr
        assert "nothing of the past was changed" in whole.stdout
        page, tile = newsroom.www / TEXT, newsroom.www / "log/tile/0/000.p/4"
        kept = page.read_bytes(), tile.read_bytes()
        page.write_bytes(kept[0].replace(b"warga", b"siapa"))
        tile.write_bytes(bytes(len(kept[1])))
        bent = newsroom.warta("guard", url)
        assert bent.returncode == 1 and TEXT in bent.stdout and "log/tile/0/000.p/4" in bent.stdout, bent.stdout
        page.write_bytes(kept[0])
        tile.write_bytes(kept[1])
        shutil.rmtree(newsroom.www / "log")
        shutil.copytree(old / "log", newsroom.www / "log")
        for command in (("guard", url), (*audit, url)):
            done = newsroom.warta(*command)
            assert done.returncode == 1 and "somebody put back an old copy" in done.stdout + done.stderr, done.stdout
        shutil.rmtree(newsroom.www / "log")
        gone = newsroom.warta(*audit, url)
        assert gone.returncode == 1 and "no log is there any more" in gone.stderr
        assert "missing: log/checkpoint" in newsroom.warta("guard", url).stdout


def test_without_a_memory_no_past_is_called_unchanged(newsroom: Newsroom) -> None:
    """Where log.tsv is missing the audit says what it cannot know; where it is bent, guard and audit say so."""
    copy = newsroom.site.root / "log.tsv"
    text = copy.read_text(encoding="utf-8")
    with served(newsroom.www) as url:
        copy.unlink()
        alone = newsroom.warta("trust", "audit", url)
        assert (alone.returncode, "nothing of the past was changed" in alone.stdout) == (0, False), alone.stderr
        assert "log.tsv is not here" in alone.stdout
        copy.write_text(text + "<<<<<<< HEAD\n", encoding="utf-8")
        for command in (("guard", url), ("trust", "audit", url)):
            done = newsroom.warta(*command)
            assert done.returncode == 1 and "log.tsv: line 4" in done.stdout + done.stderr, done.stdout + done.stderr


def test_a_text_is_verified_at_its_address(newsroom: Newsroom) -> None:
    """With the key of the newsroom, or 56 letters from elsewhere; whatever is not there is a sentence."""
    with served(newsroom.www) as url:
        address = url + TEXT.removesuffix("rilis.txt")
        for each in (address, address + "rilis.txt"):
            told = newsroom.warta("verify", each, "--format", "json")
            assert json.loads(told.stdout)["verdict"] == "holds"
        (newsroom.www / TEXT).write_text("Jembatan dibuka\n\nBupati membuka pasar.\n", encoding="utf-8")
        assert newsroom.warta("verify", address).returncode == 1
        gone = newsroom.warta("verify", url + "2020/01/tidak-ada/")
        assert (gone.returncode, "is not there" in gone.stderr) == (2, True)
    silent = newsroom.warta("verify", address)
    assert silent.returncode == 2 and silent.stderr
    for odd in (str(newsroom.www), ""):
        done = newsroom.warta("verify", odd)
        assert done.returncode == 2 and done.stderr, odd


def test_a_made_up_proof_moves_no_cursor(newsroom: Newsroom) -> None:
    """What a stranger wrote into it is shown as signs, never done."""
    text = newsroom.www / TEXT
    proof = text.with_name("rilis.txt.tlog-proof")
    body = proof.read_text(encoding="utf-8").replace("berita.example/log", "\x1b[2K\x1b[1GIt holds: x\u202e/log")
    proof.write_text(body, encoding="utf-8")
    done = newsroom.warta("verify", str(text))
    assert done.returncode == 1 and "\x1b" not in done.stdout and "\u202e" not in done.stdout


def test_keys_are_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where the stick cannot be written no daily key is left behind, so that the next try makes both."""
    newsroom = Newsroom(tmp_path)
    newsroom.stick.write_text("no folder", encoding="utf-8")
    failed = newsroom.warta("trust", "init", "--drawer", str(newsroom.stick))
    assert failed.returncode != 0 and "cannot be read or written" in failed.stderr, failed.stderr
    assert not list(newsroom.home.rglob("*.key"))
    newsroom.stick.unlink()
    assert newsroom.warta("trust", "init", "--drawer", str(newsroom.stick)).returncode == 0
