"""Proves that the desk loses nothing that it confirmed: not by a crash, not by two people, not by another program."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.approvals import CREATE, OUTSIDE, SAVE, Event
from warta.office.journal import Journal
from warta.office.keeping import Keeper, Moved
from warta.office.merging import merge, words_changed
from warta.office.versions import digest_of

SOURCE = "releases/2026/a.md"
WORDS = st.lists(st.sampled_from(["Satu kata.", "Dua kata!", "Tiga.", "Lagi?", "\n\n", "Baru."]), max_size=8).map(
    " ".join
)


def newsroom(folder: Path) -> Path:
    (folder / "content/releases/2026").mkdir(parents=True)
    (folder / "content" / SOURCE).write_bytes(b"0")
    return folder


def save_until_killed(site: Path, confirmed: object) -> None:
    keeper = Keeper(site)
    number = int(keeper.read(SOURCE) or b"0")
    while True:
        keeper.save(SOURCE, b"%d" % number, b"%d" % (number + 1), SAVE, "ani")
        number += 1
        os.write(confirmed.fileno(), b"%08d" % number)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="processes are killed by a signal")
def test_no_confirmed_save_is_lost_when_the_desk_is_killed(tmp_path: Path) -> None:
    """It is killed at any moment of its saves, many times: what was confirmed is there, whole, and the journal too."""
    site = newsroom(tmp_path)
    last = 0
    context = multiprocessing.get_context("fork")
    for round_ in range(25):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=save_until_killed, args=(site, theirs))
        process.start()
        theirs.close()
        told = os.read(ours.fileno(), 8)
        threading.Event().wait(0.003 * (round_ % 9))  # at another moment each time
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        while more := os.read(ours.fileno(), 65_536):
            told += more
        ours.close()
        process.close()
        last = max(last, int(told[-8:] or b"0"))
        keeper = Keeper(site)
        now = int(keeper.read(SOURCE) or b"-1")
        assert now in (last, last + 1)
        assert keeper.journal.broken() == []
        assert not list(site.rglob("*.meja.tmp"))
        assert keeper.versions.get(digest_of(b"%d" % now)) == b"%d" % now
        last = now


def test_a_save_that_was_written_down_is_carried_out(tmp_path: Path) -> None:
    """A crash between the line of the journal and the file loses nothing; a file that somebody changed since stays."""
    site = newsroom(tmp_path)
    keeper = Keeper(site)
    digest, base = keeper.versions.put(b"1"), keeper.versions.put(b"0")
    keeper.journal.add(Event(dt.datetime.now(dt.UTC), "ani", SAVE, SOURCE, digest, base))
    assert Keeper(site).read(SOURCE) == b"1"
    (site / "content" / SOURCE).write_bytes(b"by hand")
    assert Keeper(site).read(SOURCE) == b"by hand"


def test_many_people_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    """Twenty save into one file: each sees what lies there, every save is in the journal, in one chain."""
    site = newsroom(tmp_path)
    keeper = Keeper(site)

    def add(_: int) -> None:
        for _ in range(5):
            while True:
                before = keeper.read(SOURCE)
                assert before is not None
                try:
                    keeper.save(SOURCE, before, b"%d" % (int(before) + 1), SAVE, "ani")
                    break
                except Moved:
                    continue

    threads = [threading.Thread(target=add, args=(each,)) for each in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert keeper.read(SOURCE) == b"100"
    events = Keeper(site).journal.of(SOURCE)
    assert [event.base for event in events[1:]] == [event.digest for event in events[:-1]]
    assert len(events) == 100


def test_what_another_program_changed_is_never_written_over(tmp_path: Path) -> None:
    """It is told to who wants to save, and stands in the history as done by nobody at the desk."""
    site = newsroom(tmp_path)
    keeper = Keeper(site)
    keeper.save(SOURCE, b"0", b"1", SAVE, "ani")
    (site / "content" / SOURCE).write_bytes(b"by hand")
    with pytest.raises(Moved) as moved:
        keeper.save(SOURCE, b"1", b"2", SAVE, "ani")
    assert moved.value.data == b"by hand"
    assert keeper.read(SOURCE) == b"by hand"
    with pytest.raises(Moved):
        keeper.save(SOURCE, None, b"2", CREATE, "ani")
    keeper.save(SOURCE, b"by hand", b"2", SAVE, "ani")
    assert [event.act for event in keeper.journal.of(SOURCE)] == [SAVE, OUTSIDE, SAVE]


def test_a_changed_journal_is_seen_and_a_half_line_is_cut(tmp_path: Path) -> None:
    """Each line names the one before it."""
    journal = Journal(tmp_path)
    at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    for number in range(4):
        journal.add(Event(at, "ani", SAVE, SOURCE, str(number)))
    file = tmp_path / "2026-11.jsonl"
    whole = file.read_bytes()
    assert Journal(tmp_path).broken() == []
    file.write_bytes(whole + b'{"at":"2026')
    assert Journal(tmp_path).cut
    assert file.read_bytes() == whole
    file.write_bytes(whole.replace(b'"digest":"1"', b'"digest":"9"'))
    assert Journal(tmp_path).broken() == ["2026-11.jsonl:3"]
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[i] for i in (0, 2, 3)))
    assert Journal(tmp_path).broken() == ["2026-11.jsonl:2"]


def test_no_version_is_found_by_anything_but_its_digest(tmp_path: Path) -> None:
    """A name that is a path finds nothing."""
    keeper = Keeper(newsroom(tmp_path))
    for name in ("", "../../content/releases/2026/a.md", "/etc/passwd", "a" * 63, "A" * 64, "0" * 64):
        assert keeper.versions.get(name) is None


@given(WORDS, WORDS, WORDS)
def test_merging_takes_what_one_side_changed(base: str, mine: str, theirs: str) -> None:
    """Who changed nothing gets the other's text; both alike is no clash; what both changed is named, and mine stands."""
    assert merge(base, mine, base).text == mine
    assert merge(base, base, theirs).text == theirs
    assert merge(base, mine, mine) == merge(base, mine, base)
    merged = merge(base, mine, theirs)
    assert all(one != other for one, other in merged.clashes)
    pieces = words_changed(base, mine)
    assert "".join(text for kind, text in pieces if kind != "in").split() == base.split()
    assert "".join(text for kind, text in pieces if kind != "out").split() == mine.split()


def test_two_people_in_different_sentences_are_joined() -> None:
    """In the same sentence they are asked."""
    base = "Dua bus melayani 410 siswa. Bus berangkat pukul 05.45 WIB dari desa."
    joined = merge(base, base.replace("410", "412"), base.replace("05.45", "05.30"))
    assert joined.text == base.replace("410", "412").replace("05.45", "05.30")
    assert not joined.clashes
    asked = merge(base, base.replace("410", "412"), base.replace("410", "420"))
    assert asked.clashes == (("Dua bus melayani 412 siswa.", "Dua bus melayani 420 siswa."),)
