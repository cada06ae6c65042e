"""Proves that what builds remember is found again, and that a store of any other kind is put aside with one warning."""

from __future__ import annotations

import gc
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import pytest
from warta.build.pipeline import build, check
from warta.build.store import BodyReader, Output, Store, StoreBroken, open_store

from tests.support import SiteTest
from warta.content.files import Stamp

HTML = "<p>Air surut.</p>"
DIGEST = blake2b(HTML.encode(), digest_size=16).hexdigest()
OUTPUT = Output(b"key", b"part", b"mark", "digest", 3, 4)


@contextmanager
def opened(folder: Path, settings: bytes = b"x", *, fresh: bool = False) -> Iterator[tuple[Store, str]]:
    store, warning = open_store(folder, settings, fresh=fresh)
    with closing(store):
        yield store, warning


def fill(folder: Path) -> None:
    """A store that remembers a body, an output and a fact."""
    with opened(folder) as (store, warning):
        assert warning == ""
        store.begin()
        store.put_body(DIGEST, HTML.encode())
        store.put_outputs("/out", [("index.html", OUTPUT)])
        store.commit()
        store.set_fact("note", "ada")


def remembers(store: Store) -> bool:
    return store.outputs("/out") == {"index.html": OUTPUT} and store.fact("note") == "ada"


def test_a_fresh_store_is_empty(tmp_path: Path) -> None:
    """It is made with its folder, which git ignores."""
    with opened(tmp_path / "a" / "b") as (store, warning):
        assert (store.outputs("/out"), store.fact("note"), warning) == ({}, None, "")
    assert (tmp_path / "a/b/.gitignore").read_text() == "*\n"


def test_a_store_remembers(tmp_path: Path) -> None:
    """After it was closed and opened again."""
    fill(tmp_path)
    with opened(tmp_path) as (store, warning):
        assert remembers(store)
        assert warning == ""
        with closing(BodyReader(store.path)) as bodies:
            assert (bodies(DIGEST), bodies("")) == (HTML, "")


def test_each_output_folder_is_remembered_apart(tmp_path: Path) -> None:
    """A preview knows nothing of what was written elsewhere; what is deleted is forgotten."""
    fill(tmp_path)
    with opened(tmp_path) as (store, _):
        assert store.outputs("/elsewhere") == {}
        store.put_outputs("/elsewhere", [("index.html", OUTPUT)])
        store.forget_outputs("/out", ["index.html"])
        assert (store.outputs("/out"), store.outputs("/elsewhere")) == ({}, {"index.html": OUTPUT})


def test_what_was_not_committed_is_not_remembered(tmp_path: Path) -> None:
    """All of a transaction or nothing."""
    with opened(tmp_path) as (store, _):
        store.begin()
        store.put_outputs("/out", [("index.html", OUTPUT)])
    with opened(tmp_path) as (store, _):
        assert store.outputs("/out") == {}


def test_clean_forgets_all(tmp_path: Path) -> None:
    """Without a warning, because it was asked for."""
    fill(tmp_path)
    with opened(tmp_path, fresh=True) as (store, warning):
        assert (remembers(store), warning) == (False, "")


def test_a_body_that_is_missing_is_a_broken_store(tmp_path: Path) -> None:
    """It is never an empty text."""
    with opened(tmp_path) as (store, _), closing(BodyReader(store.path)) as bodies, pytest.raises(StoreBroken):
        bodies(DIGEST)


def test_a_body_that_is_not_what_its_digest_says_is_a_broken_store(tmp_path: Path) -> None:
    """It is never published."""
    fill(tmp_path)
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("update bodies set html = replace(html, 'surut', 'naik!')")
        database.commit()
    with closing(BodyReader(path)) as bodies, pytest.raises(StoreBroken):
        bodies(DIGEST)


def test_a_reader_of_bodies_travels(tmp_path: Path) -> None:
    """To another process, whether it was used here or not."""
    fill(tmp_path)
    with closing(BodyReader(tmp_path / "store.db")) as bodies:
        assert bodies(DIGEST) == HTML
        with closing(pickle.loads(pickle.dumps(bodies))) as other:
            assert other(DIGEST) == HTML


def test_rows_are_recalled(tmp_path: Path) -> None:
    """What is recalled is what the file holds."""
    fill(tmp_path)
    with opened(tmp_path) as (store, _):
        store.begin()
        store.put_document("releases/a.md", Stamp(1, 2, 3, 4), b"digest", b"{}")
        store.commit()
        assert store.rows() is None, "what was filled only now is not held twice"
    with opened(tmp_path) as (store, _):
        assert not store.recall(None)
        store.documents()
        store.outputs("/out")
        store.begin()
        store.put_document("releases/b.md", Stamp(1, 2, 3, 4), b"digest", b"{}")
        store.put_document("releases/c.md", Stamp(1, 2, 3, 4), b"digest", b"{}")
        store.forget_documents(["releases/b.md"])
        store.put_stamp("releases/a.md", Stamp(5, 6, 7, 8))
        store.put_outputs("/out", [("feed.xml", OUTPUT)])
        store.forget_outputs("/out", ["index.html"])
        store.commit()
        rows = store.rows()
    assert rows is not None
    with opened(tmp_path) as (store, _):
        assert store.documents() == rows.documents
        assert rows.documents["releases/a.md"] == (Stamp(5, 6, 7, 8), b"digest")
        assert rows.documents.keys() == {"releases/a.md", "releases/c.md"}
        assert store.outputs("/out") == rows.outputs["/out"] == {"feed.xml": OUTPUT}
    with opened(tmp_path) as (store, _):
        assert store.recall(rows)
        assert store.documents() is rows.documents


def test_rows_are_not_recalled_with_other_settings_or_after_others(tmp_path: Path) -> None:
    """Documents read with other settings are gone, and a transaction may have changed anything."""
    with opened(tmp_path) as (store, _):
        store.begin()
        store.put_document("releases/a.md", Stamp(1, 2, 3, 4), b"digest", b"{}")
        store.commit()
    with opened(tmp_path) as (store, _):
        store.documents()
        rows = store.rows()
    assert rows is not None
    with opened(tmp_path, b"others") as (store, _):
        assert not store.recall(rows)
        assert store.documents() == {}
        store.begin()
        store.put_document("releases/a.md", Stamp(1, 2, 3, 4), b"digest", b"{}")
        store.commit()
    with opened(tmp_path, b"others") as (store, _):
        store.documents()
        rows = store.rows()
        store.begin()
        store.commit()
        assert not store.recall(rows)


def test_bodies_that_nobody_has_are_dropped_when_they_are_many(tmp_path: Path) -> None:
    """A few are kept: somebody may undo an edit."""
    digests = [blake2b(str(number).encode(), digest_size=16).hexdigest() for number in range(100)]
    with opened(tmp_path) as (store, _):
        store.begin()
        for number, digest in enumerate(digests):
            store.put_body(digest, str(number).encode())
        store.commit()
        store.keep_bodies(frozenset(digests[5:]))
        with closing(BodyReader(store.path)) as before:
            assert [before(digest) for digest in digests] == [str(number) for number in range(100)]
            store.keep_bodies(frozenset(digests[:50]))
            with closing(BodyReader(store.path)) as bodies:
                assert bodies(digests[49]) == "49"
                with pytest.raises(StoreBroken):
                    bodies(digests[50])
            assert before(digests[50]) == "50", "a reader sees to its end what was there at its beginning"


@pytest.mark.parametrize("many", [False, True])
def test_a_body_is_found_whether_many_are_expected_or_not(tmp_path: Path, many: bool) -> None:  # noqa: FBT001
    """And one that is not there is missed in both ways."""
    fill(tmp_path)
    with closing(BodyReader(tmp_path / "store.db")) as bodies:
        if many:
            bodies.expect_many()
            bodies.close()
        assert bodies(DIGEST) == HTML
        with pytest.raises(StoreBroken, match="missing"):
            bodies("00" * 16)


@pytest.mark.parametrize("size", [100, 4096, 5000, 10_000])
def test_a_store_that_was_cut_off_is_replaced(tmp_path: Path, size: int) -> None:
    """With a warning, if not when it is opened then when it is read."""
    fill(tmp_path)
    path = tmp_path / "store.db"
    path.write_bytes(path.read_bytes()[:size])
    try:
        with opened(tmp_path) as (store, warning):
            assert remembers(store) or warning
    except sqlite3.DatabaseError:
        with opened(tmp_path, fresh=True) as (store, warning):
            assert (store.outputs("/out"), warning) == ({}, "")


@pytest.mark.parametrize("data", [b"bukan basis data", b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_store_is_replaced(tmp_path: Path, data: bytes) -> None:
    """With one warning that says so in words."""
    fill(tmp_path)
    (tmp_path / "store.db").write_bytes(data)
    with opened(tmp_path) as (store, warning):
        assert store.outputs("/out") == {}
        assert warning.startswith("what earlier builds remembered cannot be used (")
        assert warning.endswith("); everything is built anew.")
    with opened(tmp_path) as (_, warning):
        assert warning == ""


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    """There is nothing to warn of."""
    (tmp_path / "store.db").touch()
    with opened(tmp_path) as (store, warning):
        assert (store.outputs("/out"), warning) == ({}, "")


def test_a_store_of_another_version_is_replaced(tmp_path: Path) -> None:
    """What other code or libraries found out is found out again."""
    fill(tmp_path)
    with opened(tmp_path) as (store, _):
        store.set_fact("version", "0")
    with opened(tmp_path) as (store, warning):
        assert not remembers(store)
        assert warning == (
            "what earlier builds remembered cannot be used (it is from another version); everything is built anew."
        )


def test_other_settings_keep_what_does_not_depend_on_them(tmp_path: Path) -> None:
    """Documents are read again; outputs are known by their keys."""
    fill(tmp_path)
    with opened(tmp_path, b"y") as (store, warning):
        assert (remembers(store), warning) == (True, "")


def test_a_folder_that_cannot_be_written_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build goes on with a store elsewhere, which is gone afterwards without a trace."""
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with opened(tmp_path / "file" / "work") as (store, warning):
        assert warning.startswith("the folder work/ cannot be written (")
        assert warning.endswith("); this build remembers nothing.")
        store.put_outputs("/out", [("index.html", OUTPUT)])
        assert store.outputs("/out") == {"index.html": OUTPUT}
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_folder_named_like_the_store_is_no_store(tmp_path: Path) -> None:
    """It is left alone."""
    (tmp_path / "store.db").mkdir()
    (tmp_path / "store.db" / "x").touch()
    with opened(tmp_path) as (store, warning):
        assert (store.outputs("/out"), bool(warning)) == ({}, True)
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


@pytest.mark.parametrize(
    "damage",
    [
        "update documents set blob = x'00ff'",
        "update documents set blob = '{}'",
        "update documents set blob = replace(cast(blob as text), 'Rilis 1', 'Rilis X')",
        "update documents set blob = null",
        "update bodies set html = replace(html, 'surut', 'naik!')",
        "update bodies set html = null",
        "delete from bodies",
        "delete from documents",
        "delete from outputs",
        "delete from facts",
        "drop table outputs",
        "update files set digest = 'x'",
        "update outputs set digest = 'x', key = x'00', size = 'x'",
    ],
)
@pytest.mark.parametrize("again", ["edit", "clean output", "nothing"])
def test_a_damaged_store_never_makes_a_wrong_page(
    built: tuple[SiteTest, dict[str, bytes]], damage: str, again: str
) -> None:
    """Whatever became of what is remembered, check and build go on, and the output is that of a clean build."""
    site, before = built
    with closing(sqlite3.connect(site.root / ".warta/store.db")) as database:
        database.execute(damage)
        database.commit()
    if again == "edit":
        site.edit("content/releases/r2.md", "date: 2026-11-20", "date: 2026-11-21")
    if again == "clean output":
        shutil.rmtree(site.output)
    check(site.request())
    site.build()
    if again == "edit":
        site.build(output=site.root / "cold", work=site.root / "cold-work")
        before = site.files(site.root / "cold")
    assert site.files() == before


def remembered_in(site: SiteTest) -> list[str]:
    return sorted(path.name for path in (site.root / ".warta").iterdir())


def test_a_build_lets_go_of_what_it_remembers(site: SiteTest) -> None:
    """Nothing holds the store's files when it is over, so they can be moved, copied or deleted on any system."""
    site.release("a", "A")
    for work in (build, build, check):
        work(site.request())
        assert remembered_in(site) == [".gitignore", "lock", "store.db"]


@pytest.mark.parametrize("size", [0, 100, 4096, 9000, 20_000])
def test_a_store_that_was_cut_off_never_stops_a_build(built: tuple[SiteTest, dict[str, bytes]], size: int) -> None:
    """Neither check nor build, and nothing is written again for nothing."""
    site, before = built
    path = site.root / ".warta/store.db"
    for work in (check, build):
        gc.collect()
        path.write_bytes(path.read_bytes()[:size])
        assert work(site.request()).written == ()
    assert site.files() == before


def test_a_folder_that_cannot_be_written_still_builds(site: SiteTest) -> None:
    """With a notice that says so."""
    site.release("a", "A").write("file", "x")
    report = site.build(work=site.root / "file" / "work")
    assert "2026/11/a/index.html" in report.written
    assert [notice for notice in report.notices if "this build remembers nothing" in notice] == list(report.notices)
