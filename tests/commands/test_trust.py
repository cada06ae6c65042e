"""What a press officer sees of keys, the log and proofs: from the first key to a host that was broken into."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.checking import verdicts
from tests.commands.running import command, environment, run
from tests.support import CONFIG, SiteTest
from warta.trust.keys import new_key

SETTINGS = (
    CONFIG.replace("wire: []", "wire: [text]\ncheck_page: true")
    + "messages: en\ndeploy:\n  www: {to: folder, path: ../www, switch: false}\n"
)
DAILY, DRAWER = "empat kata yang panjang", "empat kata lain yang panjang"
TEXT = "2020/01/jembatan-dibuka/rilis.txt"


class Newsroom:
    """A newsroom with its keys on a machine of its own."""

    def __init__(self, folder: Path) -> None:
        self.site = SiteTest(folder, SETTINGS)
        self.site.release("a", "Jembatan dibuka", "Bupati membuka jembatan itu untuk umum.", date="2020-01-02")
        self.site.release("b", "Pasar ditutup", "Pasar itu ditutup selama satu pekan.", date="2020-01-03")
        self.www = folder / "www"
        self.stick = folder / "stick"
        self.home = folder / "home"

    @classmethod
    def at(cls, folder: Path) -> Newsroom:
        """The newsroom that lies in a folder."""
        found = cls.__new__(cls)
        found.site = SiteTest.__new__(SiteTest)
        found.site.root, found.site.output = folder / "site", folder / "site/output"
        found.www, found.stick, found.home = folder / "www", folder / "stick", folder / "home"
        return found

    def warta(self, *words: str, passphrase: str = DAILY) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        secrets = {"WARTA_TRUST_PASSPHRASE": passphrase, "WARTA_TRUST_DRAWER_PASSPHRASE": DRAWER}
        env = environment(XDG_CONFIG_HOME=str(self.home), **secrets)
        done = run(command(*words, site=self.site.root), env=env)
        assert "Traceback" not in done.stderr
        assert passphrase not in done.stdout + done.stderr
        return done

    def deploy(self, *words: str, passphrase: str = DAILY, build: bool = True) -> subprocess.CompletedProcess[str]:
        """Build, and deploy."""
        if build:
            built = self.warta("build")
            assert built.returncode == 0, built.stderr
        return self.warta("deploy", "--yes", *words, passphrase=passphrase)

    def kinds(self) -> list[str]:
        """What the copy of the record says, in a word each."""
        rows = (self.site.root / "log.tsv").read_text(encoding="utf-8").splitlines()
        return [json.loads(row.partition("\t")[2])["kind"] for row in rows]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a newsroom that was deployed once."""
    folder = tmp_path_factory.mktemp("humas")
    newsroom = Newsroom(folder)
    made = newsroom.warta("trust", "init", "--drawer", str(newsroom.stick))
    assert made.returncode == 0, made.stderr
    letters = made.stdout.partition("letterhead: ")[2].split()[0]
    assert len(letters) == 56 and f'_warta.berita.example. TXT "v=warta1; k={letters}"' in made.stdout
    assert (newsroom.home / "warta/berita.example.key").stat().st_mode & 0o777 == 0o600
    again = newsroom.warta("trust", "init", "--drawer", str(newsroom.stick))
    assert (again.returncode, "never written over" in again.stderr) == (2, True)
    done = newsroom.deploy()
    assert done.returncode == 0, done.stderr
    assert letters in (newsroom.www / ".well-known/warta-keys.txt").read_text(encoding="utf-8")
    return folder


@pytest.fixture
def newsroom(begun: Path, tmp_path: Path) -> Newsroom:
    """A copy of it."""
    shutil.copytree(begun, tmp_path / "n")
    return Newsroom.at(tmp_path / "n")


def test_what_is_published_is_said_once_and_proved(newsroom: Newsroom) -> None:
    """Nothing new: nothing is signed, and no passphrase is asked for. An edit is told for what it is; proofs hold."""
    assert newsroom.kinds() == ["key", "published", "published"]
    again = newsroom.deploy(passphrase="bukan yang benar")
    assert (again.returncode, "up to date" in again.stdout) == (0, True), again.stderr
    newsroom.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
    refused = newsroom.deploy(passphrase="bukan yang benar")
    assert (refused.returncode, "does not open the key" in refused.stderr) == (1, True)
    assert newsroom.deploy().returncode == 0
    assert newsroom.kinds() == ["key", "published", "published", "edited"]
    text = newsroom.www / TEXT
    holds = newsroom.warta("verify", str(text))
    assert (holds.returncode, "It holds: berita.example published 'Jembatan dibuka'" in holds.stdout) == (0, True)
    told = newsroom.warta("verify", str(text), "--format", "json")
    assert json.loads(told.stdout)["entry"]["kind"] == "edited"
    text.write_text(text.read_text(encoding="utf-8").replace("warga", "pejabat"), encoding="utf-8")
    bent = newsroom.warta("verify", str(text))
    assert (bent.returncode, "does not hold" in bent.stdout) == (1, True)
    other = newsroom.warta("verify", str(text), "--key", new_key().public.line)
    assert other.returncode == 1 and "not signed with this key" in other.stdout


def test_older_words_are_known_by_their_sum(newsroom: Newsroom, tmp_path: Path) -> None:
    """`verify` and the check page name their day; whoever puts words around them is not believed."""
    body = (
        "Bupati membuka jembatan sepanjang 120 meter itu pada Selasa pagi bersama warga dari tiga desa di hulu sungai."
    )
    newsroom.site.release("c", "Jembatan Cibening dibuka untuk umum", body, date="2020-01-04")
    assert newsroom.deploy().returncode == 0
    text = newsroom.www / "2020/01/jembatan-cibening-dibuka-untuk-umum/rilis.txt"
    old = text.read_text(encoding="utf-8")
    (tmp_path / "lama.txt").write_text(old, encoding="utf-8")
    newsroom.site.edit("content/releases/c.md", "120 meter", "130 meter")
    assert newsroom.deploy().returncode == 0
    proof = str(text.with_name("rilis.txt.tlog-proof"))
    told = newsroom.warta("verify", str(tmp_path / "lama.txt"), "--proof", proof)
    assert told.returncode == 1 and "It is an older version: berita.example published" in told.stdout, told.stdout
    false = "Uang bantuan dibatalkan."
    texts = [old, f"Jembatan Cibening dibuka untuk umum\n{body}", f"{old}\n{false}", f"{false}\n{old}"]
    texts.append(old.replace("membuka", "tidak membuka"))
    found = verdicts(tmp_path, newsroom.www, "https://berita.example/", texts)
    assert [each["verdict"] for each in found[:2]] == ["older", "older"], found
    assert all(each["verdict"] == "changed" for each in found[2:]), found
    assert [(each["was"] or {}).get("rest") for each in found[2:]] == ["uang bantuan dibatalkan"] * 2 + [None]


def test_a_withdrawal_and_a_removal_are_told(newsroom: Newsroom) -> None:
    """And a proof of a withdrawn release says so."""
    newsroom.site.edit(
        "content/releases/a.md", "date: 2020-01-02", "date: 2020-01-02\nwithdrawn: {at: 2020-01-05, reason: Keliru.}"
    )
    newsroom.site.delete("content/releases/b.md")
    assert newsroom.deploy("--max-deletes", "100").returncode == 0
    assert newsroom.kinds()[3:] == ["withdrawn", "removed"]
    told = newsroom.warta("verify", str(newsroom.www / TEXT))
    assert (told.returncode, "Keliru." in told.stdout) == (3, True)
    assert not (newsroom.www / "2020/01/pasar-ditutup/rilis.txt.tlog-proof").exists()


def test_another_daily_key_is_named_by_the_drawer_key(newsroom: Newsroom) -> None:
    """Older proofs hold on, new ones are signed with the new key, and nobody else's key will do."""
    key = newsroom.stick / "berita.example-drawer.key"
    done = newsroom.warta("trust", "rotate", "--drawer", str(key))
    assert done.returncode == 0, done.stderr
    newsroom.site.edit("content/releases/b.md", "satu pekan", "dua pekan")
    assert newsroom.deploy().returncode == 0
    assert newsroom.kinds()[3:] == ["key", "edited"]
    for path in (TEXT, "2020/01/pasar-ditutup/rilis.txt"):
        assert newsroom.warta("verify", str(newsroom.www / path)).returncode == 0
    shutil.copy(
        newsroom.home / f"warta/{next(newsroom.home.rglob('*.old')).name}", newsroom.home / "warta/berita.example.key"
    )
    newsroom.site.edit("content/releases/b.md", "dua pekan", "tiga pekan")
    old = newsroom.deploy()
    assert (old.returncode, "this newsroom signs with" in old.stderr) == (1, True)


def test_an_old_copy_a_wiped_host_and_an_edited_record_are_refused_and_mended(newsroom: Newsroom) -> None:
    """Each refusal says what it is and which command mends it; nothing of the host is touched before."""
    kept = newsroom.www.with_name("kept")
    shutil.copytree(newsroom.www, kept)
    newsroom.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
    assert newsroom.deploy().returncode == 0
    for name in ("old", "gone"):
        shutil.rmtree(newsroom.www)
        shutil.copytree(kept, newsroom.www)
        if name == "gone":
            shutil.rmtree(newsroom.www / "log")
        done = newsroom.deploy(build=False)
        assert (done.returncode, "trust restore" in done.stderr) == (1, True), done.stderr
        assert ("shows an old log (3 entries, 4 were there)" if name == "old" else "has none now") in done.stderr
        restored = newsroom.warta("trust", "restore", "--yes")
        assert restored.returncode == 0, restored.stderr
        assert (newsroom.www / "log/checkpoint").read_text(encoding="utf-8").splitlines()[1] == "4"
    copy = newsroom.site.root / "log.tsv"
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("Pasar ditutup", "Pasar dibuka"), encoding="utf-8")
    edited = newsroom.deploy(build=False)
    assert (edited.returncode, "log.tsv: line 3 is not as it was signed" in edited.stderr) == (1, True), edited.stderr
    copy.unlink()
    assert newsroom.deploy(build=False).returncode == 0
    assert copy.read_text(encoding="utf-8") == text


def test_a_log_is_never_given_up_by_accident(newsroom: Newsroom) -> None:
    """Without the file of keys, or without what the log needs, nothing is deployed."""
    public = newsroom.site.root / "content/static/.well-known/warta-keys.txt"
    text = public.read_text(encoding="utf-8")
    public.unlink()
    lost = newsroom.deploy()
    assert (lost.returncode, "Take the file from version control" in lost.stderr) == (1, True), lost.stderr
    public.write_text(text.replace("berita.example", "lain.example"), encoding="utf-8")
    foreign = newsroom.deploy()
    assert (foreign.returncode, "is not the file of public keys of berita.example/log" in foreign.stderr) == (1, True)
    public.write_text(text, encoding="utf-8")
    newsroom.site.edit("config.yaml", "check_page: true", "check_page: false")
    without = newsroom.deploy()
    assert (without.returncode, "check_page: true" in without.stderr) == (1, True)


def test_going_back_is_told_too(newsroom: Newsroom) -> None:
    """The log says what readers see after --back, and it still only grows."""
    newsroom.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
    assert newsroom.deploy().returncode == 0
    back = newsroom.warta("deploy", "--back", "--yes")
    assert back.returncode == 0, back.stderr
    assert newsroom.kinds()[3:] == ["edited", "edited"]
    assert "untuk umum" in (newsroom.www / TEXT).read_text(encoding="utf-8")
    assert newsroom.warta("verify", str(newsroom.www / TEXT)).returncode == 0
