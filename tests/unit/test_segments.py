"""Proves that a text comes back whole from where it was written, and that anything else is no text."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from warta.engine import segments
from warta.engine.segments import PLACE, SegmentReader, Writer, growing, numbers, remove, size_of
from warta.errors import WartaError

TEXTS = [b"satu", b"", b"dua" * 1000, b"\x00\xff"]


def read(folder: Path, *places: bytes) -> list[bytes | None]:
    with closing(SegmentReader(folder)) as reader:
        return [reader.read(place) for place in places]


@pytest.fixture(params=["at a place", "after a step"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How the system reads: Windows has no call that reads at a place."""
    if request.param == "after a step":
        monkeypatch.delattr(os, "pread", raising=False)


def test_texts_come_back_as_they_were_written(tmp_path: Path, way: None) -> None:
    """All that are put at once, and those after them, in any order; the first one makes the folder."""
    folder = tmp_path / "texts"
    assert numbers(folder) == []
    with closing(Writer(folder)) as writer:
        places = [*writer.put(*TEXTS), *writer.put(b"lagi")]
    assert read(folder, *reversed(places)) == [b"lagi", *reversed(TEXTS)]
    assert [PLACE.unpack(place)[:3] for place in places] == [
        (1, 0, 4), (1, 4, 0), (1, 4, 3000), (1, 3004, 2), (1, 3006, 4)
    ]  # fmt: skip
    assert size_of(folder, 1) == 3010


def test_each_writer_has_a_segment_of_its_own(tmp_path: Path) -> None:
    """Also where another was sooner; what is no number is no segment; after a close a writer goes on in a new one."""
    (tmp_path / "2").write_bytes(b"")
    (tmp_path / "catatan").write_bytes(b"")
    with closing(Writer(tmp_path)) as one, closing(Writer(tmp_path)) as two:
        first, second = one.put(b"a")[0], two.put(b"b")[0]
        one.close()
        third = one.put(b"c")[0]
    assert sorted(numbers(tmp_path)) == [2, 3, 4, 5]
    assert read(tmp_path, first, second, third) == [b"a", b"b", b"c"]


def test_a_segment_that_came_meanwhile_is_left_to_who_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes see the same folder: the later one takes the next number."""
    monkeypatch.setattr(segments, "numbers", lambda folder: [])
    (tmp_path / "1").write_bytes(b"punya orang")
    with closing(Writer(tmp_path)) as writer:
        (place,) = writer.put(b"a")
    assert PLACE.unpack(place)[0] == 2
    assert (tmp_path / "1").read_bytes() == b"punya orang"


def test_the_next_build_writes_on_while_a_segment_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest one; of one that has grown large a new one is begun, and so it is in the middle of writing."""
    assert growing(tmp_path / "texts") is None
    with closing(Writer(tmp_path)) as writer:
        (old,) = writer.put(b"lama")
    assert growing(tmp_path) == 1
    with closing(Writer(tmp_path, growing(tmp_path))) as writer:
        (new,) = writer.put(b"baru")
    assert (numbers(tmp_path), PLACE.unpack(new)[:3], read(tmp_path, old, new)) == ([1], (1, 4, 4), [b"lama", b"baru"])
    monkeypatch.setattr(segments, "_SMALL", 8)
    assert growing(tmp_path) == 1
    monkeypatch.setattr(segments, "_SMALL", 7)
    assert growing(tmp_path) is None
    monkeypatch.setattr(segments, "_LARGEST", 8)
    with closing(Writer(tmp_path, 1)) as writer:
        places = [*writer.put(b"x" * 1), *writer.put(b"y"), *writer.put(b"z")]
    assert [PLACE.unpack(place)[:2] for place in places] == [(1, 8), (2, 0), (2, 1)]
    monkeypatch.setattr(segments, "_LARGEST", 10)
    with closing(Writer(tmp_path, 1)) as writer:
        places = [*writer.put(b"x"), *writer.put(b"y"), *writer.put(b"z")]
    assert [PLACE.unpack(place)[:2] for place in places] == [(1, 9), (1, 10), (3, 0)], "the largest is one still"


def test_what_is_not_whole_is_no_text(tmp_path: Path, way: None) -> None:
    """Cut off, changed, of a segment that is gone, or of another place."""
    with closing(Writer(tmp_path)) as writer:
        one, two = writer.put(b"satu", b"empat")
    number, offset, length, proof = PLACE.unpack(one)
    assert read(tmp_path, PLACE.pack(number, offset + 1, length, proof), PLACE.pack(9, offset, length, proof)) == [
        None,
        None,
    ]
    path = tmp_path / "1"
    path.write_bytes(path.read_bytes()[:-1])
    assert read(tmp_path, one, two) == [b"satu", None]
    path.write_bytes(b"sate" + path.read_bytes()[4:])
    assert read(tmp_path, one) == [None]
    remove(tmp_path, 1)
    remove(tmp_path, 1)  # it is gone already
    assert (read(tmp_path, one), numbers(tmp_path)) == ([None], [])


def test_where_nothing_can_be_written_it_is_said_and_no_file_stays_open(tmp_path: Path) -> None:
    """A folder that is a file."""
    (tmp_path / "texts").write_bytes(b"")
    opened = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208
    writer = Writer(tmp_path / "texts")
    with pytest.raises(WartaError, match=r"It is there already"):
        writer.put(b"a")
    writer.close()
    assert not opened or len(os.listdir("/proc/self/fd")) == opened  # noqa: PTH208


def test_a_reader_that_is_closed_holds_no_file(tmp_path: Path) -> None:
    """It opens each segment once, and may read again afterwards."""
    with closing(Writer(tmp_path)) as writer:
        places = writer.put(b"a", b"b")
    reader = SegmentReader(tmp_path)
    assert reader.read(places[0]) == b"a"
    opened = dict(reader._descriptors)
    assert (reader.read(places[1]), reader._descriptors, len(opened)) == (b"b", opened, 1)
    reader.close()
    reader.close()
    assert reader._descriptors == {}
    assert reader.read(places[0]) == b"a"
    reader.close()
