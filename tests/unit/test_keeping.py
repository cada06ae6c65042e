"""Proves that a new process finds what an earlier one found out: files, library, results, and records of folders."""

from __future__ import annotations

from contextlib import closing

import msgspec

from tests.newsrooms import write_everything
from tests.support import SiteTest
from warta.digests import Value, given, group
from warta.engine import keeping, results
from warta.engine.build import build
from warta.engine.checking import Checked, check
from warta.engine.keeping import KeptMemo
from warta.engine.record import Outcome
from warta.engine.store import open_store
from warta.engine.workspace import Workspace
from warta.newsroom.survey import first_spellings, other_spellings


def test_a_new_process_makes_nothing_again(site: SiteTest) -> None:
    """Of a newsroom that did not change, no result that is kept is made; each thing is as it was left."""
    everything = write_everything(site.root.parent / "all")
    space = Workspace()
    build(everything.request(), space=space)
    store, _ = open_store(everything.root / ".warta")
    with closing(store):
        assert keeping.load_known(store) == space.known
        library = keeping.load_library(store)
        assert library is not None
        assert space.library is not None
        assert (library.shards.keys(), library.where) == (space.library.shards.keys(), space.library.where)
        assert all(each.heads == space.library.shards[name].heads for name, each in library.shards.items())
        root = str(everything.output.absolute())
        record = keeping.load_record(root, store)
        kept = space.records[root]
        assert (record.hidden, record.outcome) == (kept.hidden, kept.outcome)
        assert {name: each.columns for name, each in record.families.items()} == {
            name: each.columns for name, each in kept.families.items()
        }
        assert keeping.load_record("/elsewhere", store).families == {}
    made: list[set[str]] = []

    def look(checked: Checked) -> None:
        made.append({function.__qualname__ for function, _ in checked.work.memo.changed})

    check(everything.request(), inspect=look)
    kept_ones = {each.__qualname__ for each in (*results.RESULTS, *results.VALUES)}
    assert not made[0] & kept_ones


def test_a_result_is_found_by_its_key_alone(site: SiteTest) -> None:
    """With other inputs it is made anew, and kept in place of the earlier; what nobody asks for is forgotten."""
    spelled, own, other = given({"tag a": "A"}), given({"tag a": "a"}), given({"tag b": "b"})
    store, _ = open_store(site.root / ".warta")
    with closing(store):
        first = KeptMemo(store)
        made: Value = first("x", other_spellings, spelled, own)
        first.save(store)
        second = KeptMemo(store)
        again = second("x", other_spellings, spelled, own)
        assert (second.made, again.digest, again.it) == (0, made.digest, {"tag a": "A"})
        assert (second("x", other_spellings, spelled, other).it, second.made) == ({}, 1)
        second.save(store)
        assert KeptMemo(store)("x", other_spellings, spelled, other).it == {}
        third = KeptMemo(store)
        third.attach(None)
        assert (third("x", other_spellings, spelled, other).it, third.made) == ({}, 1), "no store, the same result"
        third.save(store)
        third("y", first_spellings, group(()))
        third.save(store)
        assert [*store.digests("memo ")] == [f"memo {first_spellings.__module__}.first_spellings y"]


def test_an_output_folder_is_not_up_to_date_before_it_is_changed(site: SiteTest) -> None:
    """Its outcome is dropped alone, and a family that is gone is dropped from what is kept."""
    site.release("a", "A", category="Ekonomi").build()
    root = str(site.output.absolute())
    store, _ = open_store(site.root / ".warta")
    with closing(store):
        record = keeping.load_record(root, store)
        assert isinstance(record.outcome, Outcome)
        keeping.drop_outcome(root, record, store)
        dropped = keeping.load_record(root, store)
        assert (dropped.outcome, dropped.families.keys()) == (None, record.families.keys())
        name, *_ = record.families
        fewer = {each: family for each, family in record.families.items() if each != name}
        keeping.save_record(root, msgspec.structs.replace(record, families=fewer), record.families, store)
        assert keeping.load_record(root, store).families.keys() == fewer.keys()
    site.build()
    assert site.files() == site.clean()


def test_a_library_that_nobody_looked_at_is_read_when_something_changes(site: SiteTest) -> None:
    """A workspace that found nothing to do holds digests alone, and reads the rest from the store of a later build."""
    site.release("a", "A").release("b", "B").build()
    space = Workspace()
    assert build(site.request(), space=space).written == ()
    assert isinstance(space.library, keeping.KeptLibrary)
    assert "shards" not in vars(space.library) and "where" not in vars(space.library)
    site.release("a", "A lain")
    report = build(site.request(), space=space)
    assert "2026/11/a-lain/index.html" in report.written
    assert report.notices == (), "nothing was damaged, and nothing made anew"
    assert site.files() == site.clean()
