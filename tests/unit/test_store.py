"""Proves that what builds remember is found again, and that a store of any other kind is put aside with one warning."""

from __future__ import annotations

import contextlib
import gc
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.digests import digest_of_bytes
from warta.engine.broken import StoreBroken
from warta.engine.build import build
from warta.engine.checking import check
from warta.engine.segments import Writer, growing
from warta.engine.store import Reader, Store, open_store
from warta.engine.workspace import Workspace
from warta.messages import msg

HTML, DOCUMENT = b"<p>Air surut.</p>", b'{"title":"Banjir"}'
BODY, KEY = digest_of_bytes(HTML).hex(), b"k" * 16


@contextmanager
def opened(folder: Path, *, fresh: bool = False) -> Iterator[tuple[Store, str]]:
    store, warning = open_store(folder, fresh=fresh)
    with closing(store):
        yield store, str(warning or "")


def put(store: Store, *texts: tuple[bytes, bytes]) -> None:
    """Write texts at the end of a segment, and keep where they are."""
    with closing(Writer(store.texts, growing(store.texts))) as writer:
        for digest, text in texts:
            store.put_place(digest, *writer.put(text))


def fill(folder: Path) -> None:
    """A store that remembers a body, a document and a block."""
    with opened(folder) as (store, warning):
        assert warning == ""
        store.begin()
        put(store, (bytes.fromhex(BODY), HTML), (KEY, DOCUMENT))
        store.put_block("note", b"ada", KEY)
        store.commit()


def remembers(store: Store) -> bool:
    return store.block("note") == b"ada" and len(store.places) == 2


def is_empty(store: Store) -> bool:
    return store.block("note") is None and len(store.places) == 0


TEXTS: dict[str, Callable[[bytes], bytes | None]] = {
    "texts: a body is another": lambda data: data.replace(b"surut", b"naik!"),
    "texts: a document is another": lambda data: data.replace(b"Banjir", b"Banjar").replace(b"Rilis 1", b"Rilis X"),
    "texts: cut off": lambda data: data[:-1],
    "texts: one byte more in front": lambda data: b" " + data,
    "texts: zeros": lambda data: bytes(len(data)),
    "texts: empty": lambda _: b"",
    "texts: gone": lambda _: None,
}
"""What may become of a segment."""


def damage(folder: Path, statement: str) -> None:
    """Change a store behind its back."""
    if statement in TEXTS:
        for segment in (folder / "texts").iterdir():
            made = TEXTS[statement](segment.read_bytes())
            segment.unlink()
            if made is not None:
                segment.write_bytes(made)
        return
    with closing(sqlite3.connect(folder / "store.db")) as database:
        database.execute(statement)
        database.commit()


def test_a_fresh_store_is_empty(tmp_path: Path) -> None:
    """It is made with its folder, which git ignores."""
    with opened(tmp_path / "a" / "b") as (store, warning):
        assert (is_empty(store), store.digests("n"), store.generation, warning) == (True, {}, "", "")
    assert (tmp_path / "a/b/.gitignore").read_text() == "*\n"


def test_a_store_remembers(tmp_path: Path) -> None:
    """After it was closed and opened again."""
    fill(tmp_path)
    with opened(tmp_path) as (store, warning):
        assert (remembers(store), warning) == (True, "")
        with closing(Reader(store.path)) as reader:
            assert (reader.body(BODY), reader.body(""), reader.document(KEY)) == (HTML.decode(), "", DOCUMENT)


def test_blocks_are_found_by_what_their_names_begin_with(tmp_path: Path) -> None:
    """With the digest of each; one that is put again is the new one, one that is dropped is gone."""
    with opened(tmp_path) as (store, _):
        for name in ("memo a", "memo b", "memp", "mem", "memo"):
            store.put_block(name, name.encode(), name.encode())
        assert store.digests("memo ") == {"memo a": b"memo a", "memo b": b"memo b"}
        store.put_block("memo a", b"anew", b"other")
        store.drop_blocks(["memo b", "never there"])
        assert (store.digests("memo "), store.block("memo a")) == ({"memo a": b"other"}, b"anew")


def test_what_was_not_committed_is_not_remembered(tmp_path: Path) -> None:
    """All of a transaction or nothing, whether it is taken back or never ended."""
    fill(tmp_path)
    with opened(tmp_path) as (store, _):
        store.begin()
        store.put_block("note", b"lain")
        store.rollback()
        store.rollback()
        assert remembers(store)
        store.begin()
        store.put_block("note", b"lain")
        put(store, (b"x" * 16, b"{}"))
    with opened(tmp_path) as (store, warning):
        assert (remembers(store), warning) == (True, "")


def test_what_was_left_half_filled_for_the_first_time_is_no_store(tmp_path: Path) -> None:
    """It was filled without a journal; the next one begins anew, without a warning."""
    with opened(tmp_path) as (store, _):
        store.begin()
        store.put_block("note", b"ada")
    assert not (tmp_path / "store.db").exists()
    with opened(tmp_path) as (store, warning):
        assert (is_empty(store), warning) == (True, "")


def test_each_transaction_makes_another_generation(tmp_path: Path) -> None:
    """By which a process that lives on sees that another one has written since."""
    fill(tmp_path)
    with opened(tmp_path) as (ours, _), opened(tmp_path) as (theirs, _):
        before = ours.generation
        theirs.begin()
        after = theirs.commit()
        assert before != after == ours.generation == theirs.generation


def test_texts_are_found_by_their_digests_however_many_there_are(tmp_path: Path) -> None:
    """Those that were kept long ago and those that came since, written again or not; none is found that was not put."""
    texts = {digest_of_bytes(str(number).encode()): str(number).encode() for number in range(3000)}
    for part in (range(1000), range(900, 1100), range(3000)):
        with opened(tmp_path) as (store, _):
            store.begin()
            put(store, *[list(texts.items())[number] for number in part])
            store.commit()
            assert len(store.places) == max(part) + 1
    with closing(Reader(tmp_path / "store.db")) as reader:
        assert all(reader.document(digest) == text for digest, text in texts.items())
        for number in range(3000, 4000):
            with pytest.raises(StoreBroken):
                reader.document(digest_of_bytes(str(number).encode()))


def test_texts_of_a_process_that_was_killed_are_swept_away(tmp_path: Path) -> None:
    """A segment in which no text is kept goes; what is kept stays whole, also in a segment with an end that is not."""
    fill(tmp_path)
    with closing(Writer(tmp_path / "texts", growing(tmp_path / "texts"))) as writer:
        writer.put(b"nothing that was kept")
    with closing(Writer(tmp_path / "texts")) as writer:
        writer.put(b"nor this")
    with opened(tmp_path) as (store, _):
        assert len(list((tmp_path / "texts").iterdir())) == 2
        store.sweep()
        assert len(list((tmp_path / "texts").iterdir())) == 1
        put(store, (b"z" * 16, b"behind it"))
        store.begin()
        store.commit()
    with closing(Reader(tmp_path / "store.db")) as reader:
        assert (reader.document(b"z" * 16), reader.document(KEY)) == (b"behind it", DOCUMENT)


def test_what_nobody_has_leaves_its_room(tmp_path: Path) -> None:
    """When less than half of the segments is wanted, what is left is written anew and is found as before."""
    texts = {digest_of_bytes(str(number).encode()): str(number).encode() * 100 for number in range(100)}
    with opened(tmp_path) as (store, _):
        store.begin()
        put(store, *texts.items())
        store.commit()
        size = sum(path.stat().st_size for path in store.texts.iterdir())
        left = dict(list(texts.items())[:30])
        store.begin()
        store.keep(frozenset(left))
        store.commit()
        store.sweep()
        assert sum(path.stat().st_size for path in store.texts.iterdir()) < size / 2
    with closing(Reader(tmp_path / "store.db")) as reader:
        assert {digest: reader.document(digest) for digest in left} == left


def test_clean_forgets_all(tmp_path: Path) -> None:
    """Without a warning, because it was asked for."""
    fill(tmp_path)
    with opened(tmp_path, fresh=True) as (store, warning):
        assert (is_empty(store), warning) == (True, "")


def test_what_is_missing_is_a_broken_store(tmp_path: Path) -> None:
    """A body is never an empty text."""
    fill(tmp_path)
    with closing(Reader(tmp_path / "store.db")) as reader:
        assert reader.body(BODY) == HTML.decode()
        with pytest.raises(StoreBroken, match="a body is missing"):
            reader.body("00" * 16)
        with pytest.raises(StoreBroken, match="a document is missing"):
            reader.document(b"0" * 16)


@pytest.mark.parametrize(
    "statement",
    [
        *TEXTS,
        "update blocks set data = zeroblob(64) where name = 'recent places'",
        "update blocks set data = x'6c6c' where name = 'recent places'",
        "delete from blocks where name = 'recent places'",
        "update blocks set data = x'616461' || x'00' where name = 'note'",
        "update blocks set data = 'ada' where name = 'note'",
        "update blocks set data = null where name = 'note'",
        "update blocks set digest = x'00' where name = 'note'",
        "update blocks set digest = null where name = 'note'",
        "update blocks set name = 'nota' where name = 'note'",
        "drop table blocks",
    ],
)
def test_what_is_not_as_it_was_put_is_a_broken_store(tmp_path: Path, statement: str) -> None:
    """Neither a changed value nor one that stands under another name or digest is ever taken."""
    fill(tmp_path)
    damage(tmp_path, statement)
    with closing(Reader(tmp_path / "store.db")) as reader, opened(tmp_path) as (store, _), pytest.raises(StoreBroken):
        reader.body(BODY)
        reader.document(KEY)
        store.block("note")
        store.block("nota")
        if "name =" in statement and store.block("note") is None:
            raise StoreBroken(msg("x", "gone"))


def test_a_reader_travels(tmp_path: Path) -> None:
    """To another process, whether it was used here or not."""
    fill(tmp_path)
    with closing(Reader(tmp_path / "store.db")) as reader:
        assert reader.body(BODY) == HTML.decode()
        with closing(pickle.loads(pickle.dumps(reader))) as other:
            assert (other.body(BODY), other.document(KEY)) == (HTML.decode(), DOCUMENT)


def test_what_nobody_has_is_dropped(tmp_path: Path) -> None:
    """All but what is named; a reader sees to its end what was there at its beginning."""
    bodies = [digest_of_bytes(str(number).encode()).hex() for number in range(9)]
    with opened(tmp_path) as (store, _):
        store.begin()
        for number, digest in enumerate(bodies):
            put(store, (bytes.fromhex(digest), str(number).encode()), (bytes([number]) * 16, b"{}"))
        store.commit()
        with closing(Reader(store.path)) as before:
            assert before.body(bodies[8]) == "8"
            store.begin()
            store.keep(frozenset([b"\x01" * 16, *map(bytes.fromhex, bodies[:5])]))
            store.commit()
            store.sweep()
            assert len(store.places) == 6
            with closing(Reader(store.path)) as reader:
                assert (reader.body(bodies[4]), reader.document(b"\x01" * 16)) == ("4", b"{}")
                with pytest.raises(StoreBroken):
                    reader.body(bodies[5])
            assert before.body(bodies[5]) == "5"


@pytest.mark.parametrize("size", [100, 4096, 5000, 17_000, 40_000])
def test_a_store_that_was_cut_off_is_replaced(tmp_path: Path, size: int) -> None:
    """With a warning, if not when it is opened then when it is read."""
    fill(tmp_path)
    path = tmp_path / "store.db"
    path.write_bytes(path.read_bytes()[:size])
    try:
        with opened(tmp_path) as (store, warning):
            assert remembers(store) or warning
    except (sqlite3.DatabaseError, StoreBroken):
        with opened(tmp_path, fresh=True) as (store, warning):
            assert (is_empty(store), warning) == (True, "")


@pytest.mark.parametrize("data", [b"bukan basis data", b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_store_is_replaced(tmp_path: Path, data: bytes) -> None:
    """With one warning that says so in words."""
    fill(tmp_path)
    (tmp_path / "store.db").write_bytes(data)
    with opened(tmp_path) as (store, warning):
        assert is_empty(store)
        assert warning.startswith("what earlier builds remembered cannot be used (")
        assert warning.endswith("); everything is built anew.")
        store.begin()
        store.commit()
    with opened(tmp_path) as (_, warning):
        assert warning == ""


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    """There is nothing to warn of."""
    (tmp_path / "store.db").touch()
    with opened(tmp_path) as (store, warning):
        assert (is_empty(store), warning) == (True, "")


def test_a_store_of_another_version_is_replaced(tmp_path: Path) -> None:
    """What other code or libraries found out is found out again."""
    fill(tmp_path)
    with opened(tmp_path) as (store, _):
        store.put_block("version", b"0")
    with opened(tmp_path) as (store, warning):
        assert is_empty(store)
        assert warning == (
            "what earlier builds remembered cannot be used (it is from another version); everything is built anew."
        )


def test_a_folder_that_cannot_be_written_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build goes on with a store elsewhere, which is gone afterwards without a trace."""
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with opened(tmp_path / "file" / "work") as (store, warning):
        assert warning.startswith("the folder work/ cannot be written (")
        assert warning.endswith("); this build remembers nothing.")
        store.put_block("note", b"ada")
        assert store.block("note") == b"ada"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_folder_named_like_the_store_is_no_store(tmp_path: Path) -> None:
    """It is left alone."""
    (tmp_path / "store.db").mkdir()
    (tmp_path / "store.db" / "x").touch()
    with opened(tmp_path) as (store, warning):
        assert (is_empty(store), bool(warning)) == (True, True)
    assert (tmp_path / "store.db" / "x").exists()


@pytest.fixture
def built(site: SiteTest) -> tuple[SiteTest, dict[str, bytes]]:
    """A newsroom that was built, and what was written; its store is whole in one file."""
    for number in range(3):
        site.release(f"r{number}", f"Rilis {number}", body="Air surut.", category="Ekonomi")
    site.build()
    with closing(sqlite3.connect(site.root / ".warta/store.db")) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    return site, site.files()


BLOCKS = ("recent places", "memo ", "shard ", "library", "files", "others", "record ", "family ", "generation")
DAMAGE = (
    *TEXTS,
    "delete from blocks",
    "delete from blocks where name <> 'version'",
    "drop table blocks",
    "update blocks set data = x'00', digest = 'x', proof = 'x'",
    *[f"delete from blocks where name like '{name}%'" for name in BLOCKS],
    *[f"update blocks set data = x'00ff' where name like '{name}%'" for name in BLOCKS],
)


@pytest.mark.parametrize("statement", DAMAGE)
@pytest.mark.parametrize("again", ["edit", "clean output", "nothing"])
def test_a_damaged_store_never_makes_a_wrong_page(
    built: tuple[SiteTest, dict[str, bytes]], statement: str, again: str
) -> None:
    """Whatever became of what is remembered, check and build go on, and the output is that of a clean build."""
    site, before = built
    damage(site.root / ".warta", statement)
    if again == "edit":
        site.edit("content/releases/r2.md", "date: 2026-11-20", "date: 2026-11-21")
    if again == "clean output":
        shutil.rmtree(site.output)
    check(site.request())
    assert len(site.build().notices) <= 1
    if again == "edit":
        before = site.clean()
    assert site.files() == before


def test_a_damaged_store_under_a_process_that_remembers(built: tuple[SiteTest, dict[str, bytes]]) -> None:
    """What it has itself it needs not look up; what it must look up and cannot find is one notice."""
    site, _ = built
    site.memory = Workspace()
    site.build()
    damage(site.root / ".warta", "texts: zeros")
    site.edit("content/releases/r2.md", "category: Ekonomi", "category: Budaya")
    notices = site.build().notices
    assert len(notices) == 1
    assert "damaged" in str(notices[0])
    assert site.files() == site.clean()
    assert site.build().notices == ()


def remembered_in(site: SiteTest) -> list[str]:
    return sorted(path.name for path in (site.root / ".warta").iterdir())


def test_a_build_lets_go_of_what_it_remembers(site: SiteTest) -> None:
    """Nothing holds the store's files when it is over, so they can be moved, copied or deleted on any system."""
    site.release("a", "A")
    works: tuple[Callable[..., object], ...] = (build, build, check)
    for work in works:
        work(site.request())
        assert remembered_in(site) == [".gitignore", "lock", "store.db", "texts"]


@pytest.mark.parametrize("size", [0, 100, 4096, 9000, 20_000, 70_000])
def test_a_store_that_was_cut_off_never_stops_a_build(built: tuple[SiteTest, dict[str, bytes]], size: int) -> None:
    """Neither check nor build, and nothing is written again for nothing."""
    site, before = built
    path = site.root / ".warta/store.db"
    for work in (check, build):
        gc.collect()
        path.write_bytes(path.read_bytes()[:size])
        assert work(site.request()).written == ()
    assert site.files() == before


@pytest.mark.slow
def test_what_many_edits_left_is_let_go_of(site: SiteTest) -> None:
    """Documents and bodies that nobody has any more are dropped once they are many; one or two are kept."""
    site.release("a", "A", body="Isi 0.")
    for number in range(1, 45):
        site.release("a", "A", body=f"Isi {number}.").build()
    with opened(site.root / ".warta") as (store, _):
        assert 0 < len(store.places) < 50
    assert site.files() == site.clean()


def test_a_folder_that_cannot_be_written_still_builds(site: SiteTest) -> None:
    """With a notice that says so."""
    site.release("a", "A").write("file", "x")
    report = site.build(work=site.root / "file" / "work")
    assert "2026/11/a/index.html" in report.written
    assert [notice for notice in report.notices if "this build remembers nothing" in str(notice)] == list(
        report.notices
    )


def test_a_failed_build_is_remembered_as_far_as_it_came(site: SiteTest) -> None:
    """What was read is read no more, and nothing of it is taken for published."""
    site.release("a", "A").release("b", "B", language="xx")
    with contextlib.suppress(AssertionError):
        assert site.problems()
    site.delete("content/releases/b.md").build()
    assert site.files() == site.clean()
