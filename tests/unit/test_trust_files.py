"""Keys, signatures, logs and proofs: the same as other tools make and take them, and none of them can be bent."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import msgspec
import pytest

from tests.histories import ORIGIN, START, Life, audited, state
from warta.deploy.difference import difference
from warta.deploy.host import CannotDeploy
from warta.deploy.manifest import Entry
from warta.deploy.output import File
from warta.deploy.signer import read_key_file, unlock
from warta.deploy.stages import CHECKPOINT
from warta.trust.keys import NoKey, SecretKey, WrongPassphrase, key_file, new_key, open_key, public_of
from warta.trust.minisign import comment_of, minisig
from warta.trust.proving import Verdict, prove
from warta.trust.record import (
    Line,
    Record,
    Wrong,
    extended,
    keys_fact,
    log_files,
    news,
    proofs,
    read_record,
    record_of,
    sealed,
    text_of,
    verified,
)
from warta.trust.wellknown import Announced, origin_of, read_announced
from warta.trust.words import sum_of, words

PASSPHRASE = "empat kata yang panjang"
TEXT = "Kabar 1\n\nHumas · 1 Januari 2026\n\nisi berita yang sebenarnya\n\nhttps://berita.example/r1/\n"


@pytest.fixture(scope="module")
def key() -> SecretKey:
    """A key."""
    return new_key()


def record_with(entries: int) -> tuple[Record, SecretKey, SecretKey]:
    """A record of keys and so many releases, the daily key and the drawer key."""
    daily, drawer = new_key(), new_key()
    first = sealed(keys_fact(daily.public, drawer.public, "", START), drawer, ORIGIN)
    states = {f"r{each:04d}": state(f"https://berita.example/r{each}/", each, each) for each in range(entries - 1)}
    facts = [first, *news((), {each.id: each for each in states.values()}, START + dt.timedelta(hours=1))]
    return extended((), facts, ORIGIN, daily), daily, drawer


def test_a_key_file_opens_with_its_passphrase_alone(key: SecretKey) -> None:
    """And takes little memory, unlike minisign's own."""
    text = key_file(key, PASSPHRASE)
    assert open_key(text, PASSPHRASE) == key
    for wrong in ("", PASSPHRASE + "x", PASSPHRASE.upper()):
        with pytest.raises(WrongPassphrase):
            open_key(text, wrong)
    for odd in ("", "untrusted comment: x\n", "a\nb\n", text[:-20], key.public.line):
        with pytest.raises(NoKey):
            open_key(odd, PASSPHRASE)


def test_the_letters_of_a_public_key_are_56_and_lead_back(key: SecretKey) -> None:
    """As on a letterhead."""
    assert len(key.public.line) == 56 and key.public.line.startswith("RW")
    assert public_of(key.public.line) == key.public
    with pytest.raises(NoKey):
        public_of(key.public.line[:-4])


def test_a_key_file_that_others_can_read_is_refused(key: SecretKey, tmp_path: Path) -> None:
    """And one in the newsroom, one that is none, one that is not there: each in a sentence that says what to do."""
    site, file = tmp_path / "site", tmp_path / "humas.key"
    site.mkdir()
    file.write_text(key_file(key, PASSPHRASE), encoding="ascii")
    file.chmod(0o644)
    with pytest.raises(CannotDeploy, match="chmod 600"):
        read_key_file(file, site)
    file.chmod(0o600)
    assert unlock(read_key_file(file, site), file, lambda: PASSPHRASE) == key
    with pytest.raises(CannotDeploy, match="does not open"):
        unlock(read_key_file(file, site), file, lambda: "salah")
    with pytest.raises(CannotDeploy, match="lies in the newsroom"):
        read_key_file(file, tmp_path)
    with pytest.raises(CannotDeploy, match="WARTA_TRUST_KEY"):
        read_key_file(tmp_path / "lain.key", site)


@pytest.fixture(scope="module")
def minisign() -> str:
    """Debian's minisign; without it these tests are skipped, but for a CI, where they must run."""
    found = shutil.which("minisign")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("there is no minisign here, and in CI it must be there (apt-get install minisign)")
        pytest.skip("there is no minisign here (apt-get install minisign)")
    return found


def test_minisign_takes_our_keys_and_signatures(minisign: str, key: SecretKey, tmp_path: Path) -> None:
    """It verifies what we signed, and signs with our file what we verify."""
    sums = tmp_path / "SHA256SUMS"
    sums.write_bytes(b"0" * 64 + b"  rilis.txt\n")
    (tmp_path / "SHA256SUMS.minisig").write_text(minisig(sums.read_bytes(), key, "berita.example/a/SHA256SUMS"))
    verify = [minisign, "-Vm", "SHA256SUMS", "-P", key.public.line]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "berita.example/a/SHA256SUMS" in done.stdout
    (tmp_path / "humas.key").write_text(key_file(key, PASSPHRASE), encoding="ascii")
    sign = [minisign, "-Sm", "SHA256SUMS", "-s", "humas.key", "-x", "lain.minisig", "-t", "oleh minisign"]
    done = subprocess.run(sign, cwd=tmp_path, input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    signature = (tmp_path / "lain.minisig").read_text(encoding="utf-8")
    assert comment_of(sums.read_bytes(), signature, key.public) == "oleh minisign"
    sums.write_bytes(b"1" * 64 + b"  rilis.txt\n")
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_signature_holds_for_its_bytes_its_key_and_its_comment(key: SecretKey) -> None:
    """And for nothing else."""
    signature = minisig(b"isi", key, "alamat")
    assert comment_of(b"isi", signature, key.public) == "alamat"
    assert comment_of(b"isi ", signature, key.public) is None
    assert comment_of(b"isi", signature, new_key().public) is None
    assert comment_of(b"isi", signature.replace("alamat", "alamot"), key.public) is None
    assert comment_of(b"isi", "apa saja", key.public) is None


@pytest.mark.parametrize("size", [1, 2, 3, 7, 255, 256, 257, 513])
def test_a_log_is_what_the_standards_say(size: int, tmp_path: Path) -> None:
    """By a reading of tiles, bundles and head that shares nothing with ours; and the record comes back from them."""
    record, _, _ = record_with(size)
    for path, data in log_files(record, ORIGIN).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    entries = audited(tmp_path)
    assert entries == [line.entry for line in record]
    assert record_of(entries, record[-1].signature) == record == read_record(text_of(record))
    assert verified(record, ORIGIN) is not None


def test_no_line_of_a_record_can_be_bent() -> None:
    """Not its words, its signature, its order; no line can be taken away, said twice or brought from another log."""
    record, _, _ = record_with(6)
    lines = list(record)
    flipped = bytes([lines[3].signature[0] ^ 1]) + lines[3].signature[1:]
    for number, bent in (
        (4, [*lines[:3], Line(lines[3].entry.replace(b"Kabar", b"Kabur"), lines[3].signature), *lines[4:]]),
        (4, [*lines[:3], Line(lines[3].entry, flipped), *lines[4:]]),
        (3, [*lines[:2], *lines[3:]]),
        (3, [*lines[:2], lines[3], lines[2], *lines[4:]]),
        (7, [*lines, lines[-1]]),
        (1, lines[1:]),
    ):
        with pytest.raises(Wrong) as found:
            verified(tuple(bent), ORIGIN)
        assert found.value.number == number
    with pytest.raises(Wrong):
        verified(record, "lain.example/log")


def test_lines_that_git_merged_are_one_record() -> None:
    """Where two machines added to the copy, the lines of both stand in it, and the longer one comes of it."""
    record, daily, _ = record_with(4)
    longer = extended(record, news(record, {"x": state("x", 1, 1)}, START + dt.timedelta(hours=2)), ORIGIN, daily)
    merged = text_of(record) + "".join(text_of(longer).splitlines(keepends=True)[2:])
    assert read_record(merged) == longer


def test_a_proof_holds_for_its_text_and_key_alone() -> None:
    """Whatever sign of it is another."""
    record, daily, drawer = record_with(1)
    body = words("isi berita yang sebenarnya")
    said = msgspec.structs.replace(state("https://berita.example/r1/", 1, 0), text=sum_of(body), words=len(body))
    record = extended(record, news(record, {said.id: said}, START + dt.timedelta(hours=2)), ORIGIN, daily)
    ((url, proof),) = proofs(record, ORIGIN).values()
    assert url == said.url
    assert prove(TEXT, proof, [daily.public]).verdict is Verdict.HOLDS
    assert prove(TEXT, proof, [drawer.public, daily.public]).verdict is Verdict.HOLDS
    assert prove(TEXT, proof, [drawer.public]).verdict is Verdict.OTHER_KEY
    for bent in (TEXT.replace("berita yang", "berita? yang"), TEXT.replace("Kabar 1", "Kabar 2"), "Kabar 1"):
        assert prove(bent, proof, [daily.public]).verdict is Verdict.OTHER_TEXT
    added = prove(TEXT.replace("sebenarnya", "sebenarnya. Bantuan batal"), proof, [daily.public])
    assert (added.verdict, added.around[1].startswith("bantuan batal")) == (Verdict.HOLDS, True)
    chooser = Random(4)
    for _ in range(200):
        at = chooser.randrange(len(proof))
        bent = proof[:at] + chr(ord(proof[at]) ^ 1) + proof[at + 1 :]
        found = prove(TEXT, bent, [daily.public])
        assert found.verdict is not Verdict.HOLDS or found.fact == prove(TEXT, proof, [daily.public]).fact
    assert prove(TEXT, "", [daily.public]).verdict is Verdict.BROKEN


def test_older_words_a_later_withdrawal_and_a_proof_behind_our_back_are_told() -> None:
    """Older words are named with their time; beside the log as it is remembered no other entry passes for its own."""
    record, daily, _ = record_with(1)
    bodies = [words("isi berita yang pertama"), words("isi berita yang kedua"), words("isi berita yang ketiga")]
    said = state("https://berita.example/r1/", 1, 0)
    for hour, body in enumerate(bodies, 1):
        said = msgspec.structs.replace(said, text=sum_of(body), words=len(body))
        record = extended(record, news(record, {said.id: said}, START + dt.timedelta(hours=hour)), ORIGIN, daily)
    assert [len(line.fact.get("was", [])) for line in record] == [0, 0, 1, 2]
    ((_, proof),) = proofs(record, ORIGIN).values()
    for hour, which in ((1, "pertama"), (2, "kedua")):
        found = prove(f"Kabar 1\n\nisi berita yang {which}\n", proof, [daily.public])
        assert (found.verdict, found.at) == (Verdict.OLDER, f"2026-01-01T0{hour}:00:00Z")
    assert prove("Kabar 1\n\nisi berita yang ketiga\n", proof, [daily.public]).verdict is Verdict.HOLDS
    assert prove("Kabar 1\n\nisi berita yang keempat\n", proof, [daily.public]).verdict is Verdict.OTHER_TEXT
    mine = {ORIGIN: record}
    assert prove("Kabar 1\n\nisi berita yang ketiga\n", proof, [daily.public], mine).verdict is Verdict.HOLDS
    gone = msgspec.structs.replace(said, state="withdrawn", text=sum_of([]), words=0, note="Keliru.")
    longer = extended(record, news(record, {said.id: gone}, START + dt.timedelta(hours=9)), ORIGIN, daily)
    told = prove("Kabar 1\n\nisi berita yang ketiga\n", proof, [daily.public], {ORIGIN: longer})
    assert (told.verdict, told.fact["note"]) == (Verdict.WITHDRAWN, "Keliru.")
    assert "was" not in longer[-1].fact
    other = extended(record[:3], [{**record[3].fact, "title": "Kabar 9"}], ORIGIN, daily)
    ((_, forged),) = proofs(other, ORIGIN).values()
    text = "Kabar 9\n\nisi berita yang ketiga\n"
    assert prove(text, forged, [daily.public]).verdict is Verdict.HOLDS
    assert prove(text, forged, [daily.public], mine).verdict is Verdict.OTHER_PAST


def test_the_file_of_public_keys_holds_together(key: SecretKey) -> None:
    """What does not is no such file."""
    drawer = new_key()
    origin = origin_of("https://kab.example/humas/")
    assert origin == "kab.example/humas/log"
    fact = sealed(keys_fact(key.public, drawer.public, "", START), drawer, origin)
    announced = Announced(origin, fact, (new_key().public.line,))
    assert read_announced(announced.text) == announced
    for old, new in (("minisign: RW", "minisign: RX"), ("entry: {", "entry: "), ("origin: ", "asal: ")):
        assert read_announced(announced.text.replace(old, new)) is None


def test_the_head_of_the_log_is_uploaded_after_everything_else() -> None:
    """Where it is new, and where changed pages come with it."""
    names = ["index.html", "log/tile/0/000.p/2", CHECKPOINT, "2026/11/a/index.html", "sitemap.xml", "feed.xml"]
    files = {name: File(name, 1, name, "", b"a") for name in names}
    there = {name: Entry(1, "x") for name in ("index.html", "sitemap.xml")}
    for known in (dict[str, Entry](), there):
        steps = difference(files, known)
        assert steps.uploads[-1].path == CHECKPOINT
        assert len(steps.uploads) == len(files)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_happens_the_log_only_grows(seed: int, tmp_path: Path) -> None:
    """It tells what is public after each deploy, and every attack on the past that somebody can remember is refused."""
    life = Life(tmp_path, seed)
    assert sum(life.live(6).values()) >= 3
