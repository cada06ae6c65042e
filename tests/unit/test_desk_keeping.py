"""What the desk keeps is whole whatever the disk, the clock or another desk does meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from warta.approvals import CREATE, PROPOSE, SAVE, Event
from warta.durable import write_whole
from warta.office.journal import Journal
from warta.office.keeping import Keeper
from warta.office.versions import Versions

_FULL = """
import resource, sys
from pathlib import Path
from warta.durable import append_line
file = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 5, resource.RLIM_INFINITY))
try:
    append_line(file, b'{"a line that": "does not fit"}')
except OSError:
    sys.exit(7)
"""


def event(day: dt.datetime, note: str) -> Event:
    return Event(day, "ani", SAVE, "releases/a.md", "0" * 64, note=note)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bound for the size of a file")
def test_a_line_that_the_disk_does_not_take_leaves_no_half(tmp_path: Path) -> None:
    """The lines before and after it are as they were written."""
    now = dt.datetime(2026, 1, 20, tzinfo=dt.UTC)
    journal = Journal(tmp_path)
    journal.add(event(now, "satu"))
    file = tmp_path / "2026-01.jsonl"
    before = file.read_bytes()
    assert subprocess.run([sys.executable, "-c", _FULL, str(file)], check=False).returncode == 7
    assert file.read_bytes() == before
    journal.add(event(now, "dua"))
    assert [each.note for each in Journal(tmp_path).events] == ["satu", "dua"]


def test_lines_stand_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    """Also when a publication began in the month before, or the clock was set back: no line seems to be forged."""
    journal = Journal(tmp_path)
    for number, day in enumerate(("2026-01-31", "2026-02-01", "2026-01-31", "2015-01-01", "2026-03-01")):
        journal.add(event(dt.datetime.fromisoformat(f"{day}T00:00:00+00:00"), str(number)))
    again = Journal(tmp_path)
    assert [each.note for each in again.events] == list("01234")
    assert again.broken() == []


def test_two_desks_of_one_newsroom_write_one_journal(tmp_path: Path) -> None:
    """Each knows what the other wrote, and no line seems to be forged."""
    (tmp_path / "content/releases").mkdir(parents=True)
    one, other = Keeper(tmp_path), Keeper(tmp_path)
    for number in range(3):
        for keeper in (one, other):
            keeper.tell(SAVE, "ani", note=str(number))
    one.tell(SAVE, "ani", note="3")
    assert one.journal.broken() == []
    assert [each.note for each in one.journal.events] == list("0011223")


def test_a_save_that_failed_is_not_made_up_for_later(tmp_path: Path) -> None:
    """What she was told is not published does not become public when the desk is opened the next time."""
    in_the_way = tmp_path / "content/releases/a"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_bytes(b"a file, and no folder")
    keeper = Keeper(tmp_path)
    keeper.tell(PROPOSE, "ani", note="before")
    with pytest.raises(OSError, match="a"):
        keeper.save("releases/a/index.md", None, b"terbit", CREATE, "ani")
    assert [each.note for each in keeper.journal.events] == ["before"]
    in_the_way.unlink()
    again = Keeper(tmp_path)
    assert not in_the_way.exists()
    assert [each.note for each in again.journal.events] == ["before"]
    again.save("releases/a/index.md", None, b"terbit", CREATE, "ani")
    assert again.journal.broken() == []


def test_many_who_write_one_file_at_once_leave_it_whole(tmp_path: Path) -> None:
    """Nobody is refused, and whoever reads finds one of the texts."""
    file, texts = tmp_path / "a", [bytes([65 + at]) * 60_000 for at in range(6)]
    wrong: list[object] = []

    def write(text: bytes) -> None:
        for _ in range(15):
            try:
                write_whole(file, text)
                if (found := file.read_bytes()) not in texts:
                    wrong.append(len(found))
            except OSError as error:
                wrong.append(error)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_file_with_the_longest_of_names_is_written(tmp_path: Path) -> None:
    """The name of its half is no longer than its own."""
    file = tmp_path / ("a" * 252 + ".md")
    write_whole(file, b"x")
    assert file.read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for rights before it makes links")
def test_no_planted_link_leads_a_half_elsewhere(tmp_path: Path) -> None:
    """Whatever lies under a name that halves had, nothing outside is written over."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"hers")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/.a.md.meja.tmp").symlink_to(outside)
    write_whole(tmp_path / "in/a.md", b"x")
    assert outside.read_bytes() == b"hers"
    assert not (tmp_path / "in/a.md").is_symlink()


def test_a_damaged_version_is_mended_by_the_next_that_is_the_same(tmp_path: Path) -> None:
    """A version that a broken disk cut is not what stands for the text for ever."""
    versions = Versions(tmp_path)
    digest = versions.put(b"teks")
    next(each for each in tmp_path.rglob("*") if each.is_file()).write_bytes(b"te")
    assert versions.get(digest) is None
    versions.put(b"teks")
    assert versions.get(digest) == b"teks"
