"""What a deploy does when the newsroom and the host remember different pasts: one case each of the table in docs/trust.md,
each with a sentence in both languages that says what it is and what to do, and nothing signed that should not be.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.world import newsroom, task
from tests.histories import Life, Ready, state
from warta.catalogue import INDONESIAN, Words
from warta.deploy.host import CannotDeploy
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.ledger import CHECKPOINT
from warta.deploy.runner import Task, deploy, look
from warta.trust.keys import SecretKey, new_key
from warta.trust.record import Record, State, extended, log_files, news, read_record, text_of


class Locked(Ready):
    """A key that must not be asked for."""

    @property
    def key(self) -> SecretKey:
        """None."""
        raise AssertionError("something was signed")


def said(number: int) -> tuple[str, State]:
    """A release, by its id."""
    id_ = f"https://berita.example/r{number}/"
    return id_, state(id_, number, number)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A newsroom that was deployed twice from its first machine, and a copy of its host after the first time."""
    made = Life(tmp_path, 1)
    made.states = dict([said(1)])
    made.deploy(made.machines[0])
    shutil.copytree(made.host, tmp_path / "before")
    made.states |= [said(2)]
    made.deploy(made.machines[0])
    return made


def record_at(life: Life) -> Record:
    """The record in the copy of the first machine."""
    return read_record((life.machines[0] / "log.tsv").read_text(encoding="utf-8"))


def write_copy(life: Life, change: Callable[[str], str]) -> None:
    """Change the copy of the first machine by hand."""
    copy = life.machines[0] / "log.tsv"
    copy.write_text(change(copy.read_text(encoding="utf-8")), encoding="utf-8")


def forget(life: Life) -> None:
    """The machine loses what it remembers, but for the copy that is under version control."""
    shutil.rmtree(life.machines[0] / ".warta")


def lose_copy(life: Life) -> None:
    """log.tsv is gone."""
    (life.machines[0] / "log.tsv").unlink()


def wipe(life: Life) -> None:
    """The log is gone from the host."""
    shutil.rmtree(life.host / "log")


def both(*all: Callable[[Life], object]) -> Callable[[Life], None]:
    """One after the other."""

    def happen(life: Life) -> None:
        for each in all:
            each(life)

    return happen


def put_back(life: Life) -> None:
    """An old copy of the host."""
    shutil.rmtree(life.host)
    shutil.copytree(life.folder / "before", life.host)


def bend_host(life: Life) -> None:
    """Other words in an entry that the host shows, though its head stays."""
    for place in (life.host / "log/tile/entries").rglob("*"):
        if place.is_file():
            place.write_bytes(place.read_bytes().replace(b"Kabar 1", b"Kabar 9"))
    lose_copy(life)


def by_thief(life: Life, at: int, key: SecretKey) -> None:
    """The host shows a log that somebody with this key went on with from entry `at` on."""
    record = record_at(life)[:at]
    facts = [fact for fact in news(record, dict([said(7)]), life.now) if fact["kind"] == "published"]
    bent = extended(record, [*facts, *[{**facts[0], "title": "Lain"}] * 2], life.announced.origin, key)
    for path, data in log_files(bent, life.announced.origin).items():
        place = life.host / "log" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def foreign(life: Life) -> None:
    """The host shows the log of another newsroom."""
    checkpoint = life.host / "log/checkpoint"
    text = checkpoint.read_text(encoding="utf-8").replace("berita.example/log", "lain.example/log")
    checkpoint.write_text(text, encoding="utf-8")


def merge(text: str) -> str:
    """A merge that nobody finished."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:2], "<<<<<<< HEAD\n", *lines[2:]])


CASES: dict[str, tuple[Callable[[Life], object], str, str]] = {
    "a copy with other words": (
        lambda life: write_copy(life, lambda text: text.replace("Kabar 1", "Kabar 3")),
        "line 2 is not as it was signed",
        "baris 2",
    ),
    "a copy with the marks of a merge": (
        lambda life: write_copy(life, merge),
        "line 3 is not as it was signed",
        "baris 3",
    ),
    "a copy whose lines are in another order": (
        lambda life: write_copy(life, lambda text: "".join(reversed(text.splitlines(keepends=True)))),
        "line 1 is not as it was signed",
        "baris 1",
    ),
    "a host that was wiped": (wipe, "has none now", "trust restore"),
    "a host that was wiped, and a machine that forgot": (
        both(wipe, forget),
        "has none now",
        "trust restore",
    ),
    "an old copy of the host": (put_back, "shows an old log (2 entries, 3 were there)", "trust restore"),
    "an old copy of the host, and a machine that forgot": (
        both(put_back, forget),
        "shows an old log",
        "trust restore",
    ),
    "an old copy of the host, and a lost log.tsv": (
        both(put_back, lose_copy),
        "shows an old log",
        "trust restore",
    ),
    "entries that are not those of the head": (bend_host, "does not hold together", "trust restore"),
    "a longer log that somebody else signed": (lambda life: by_thief(life, 3, new_key()), "entry 4", "trust restore"),
    "another past, signed with our key": (lambda life: by_thief(life, 2, life.daily), "tells another past", "trust.md"),
    "the log of another newsroom": (foreign, "the log of another newsroom (lain.example/log)", "lain.example/log"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_quarrel_has_its_sentence_and_signs_nothing(name: str, life: Life) -> None:
    """In English and Indonesian; the host is as it was."""
    happen, sentence, in_indonesian = CASES[name]
    happen(life)
    host = {path: path.read_bytes() for path in life.host.rglob("*") if path.is_file()}
    life.signs = Locked
    with pytest.raises(CannotDeploy) as raised:
        life.ledger(life.machines[0])
    assert sentence in str(raised.value), str(raised.value)
    spoken = Words(INDONESIAN).of(raised.value.message)
    assert in_indonesian in spoken and spoken != str(raised.value), spoken
    assert {path: path.read_bytes() for path in life.host.rglob("*") if path.is_file()} == host


def test_a_host_that_is_ahead_is_taken_over(life: Life) -> None:
    """Another machine deployed, or everything here is lost: what is signed there is gone on from."""
    machine = life.machines[0]
    before = text_of(record_at(life))
    for lost in (machine / "log.tsv", machine):
        shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
        life.deploy(machine)
        assert text_of(record_at(life)) == before
    other = life.machines[1]
    life.states |= [said(3)]
    life.deploy(other)
    life.deploy(machine)
    assert len(record_at(life)) == 4


def test_ours_is_put_back_and_no_shorter_one(life: Life) -> None:
    """Where our copy is missing, restoring says where else it may lie."""
    put_back(life)
    whole = (life.machines[0] / "log.tsv").read_text(encoding="utf-8")
    write_copy(life, lambda text: "".join(text.splitlines(keepends=True)[:2]))
    with pytest.raises(CannotDeploy, match="nothing newer can be put back"):
        life.ledger(life.machines[0], restore=True)
    write_copy(life, lambda _: whole)
    life.deploy(life.machines[0], restore=True)
    assert len(record_at(life)) == 3


def test_a_clock_that_is_set_back_signs_nothing(life: Life) -> None:
    """Where servers can be asked, and where nobody can; with nothing to say no clock is looked at."""
    life.ahead = dt.timedelta(days=-30)
    life.deploy(life.machines[0])
    life.states |= [said(3)]
    with pytest.raises(CannotDeploy, match="is behind") as raised:
        life.ledger(life.machines[0])
    assert "jam komputer ini terlambat" in Words(INDONESIAN).of(raised.value.message)
    life.alone = True
    with pytest.raises(CannotDeploy, match="deploy --clock-is-right") as raised:
        life.ledger(life.machines[0])
    assert "Tidak ada server yang dapat ditanyai" in Words(INDONESIAN).of(raised.value.message)


def test_keys_of_a_time_that_has_not_come_sign_nothing(tmp_path: Path) -> None:
    """They were made while a clock was ahead."""
    life = Life(tmp_path, 1)
    life.now -= dt.timedelta(days=2)
    with pytest.raises(CannotDeploy, match="were made while a clock was ahead"):
        life.ledger(life.machines[0])


def test_of_two_machines_at_once_one_goes_on(tmp_path: Path) -> None:
    """The other looked at a head that is not there any more: it changes nothing, and is told to deploy again."""
    www = tmp_path / "www"
    www.mkdir()
    place = FolderPlace(www, switch=False)
    files = {**newsroom([1]), CHECKPOINT: b"satu"}
    first = task(tmp_path, files, place)
    state_before = look(first)[0]
    late = Task(first.place, first.site, first.wanted, first.copy, seen={CHECKPOINT: None})
    deploy(first, state_before)
    after = {path: path.read_bytes() for path in www.rglob("*") if path.is_file()}
    seen = look(late)[0]
    with pytest.raises(CannotDeploy, match="another deploy changed this host just now"):
        deploy(late, seen)
    assert {path: path.read_bytes() for path in www.rglob("*") if path.is_file()} == after
