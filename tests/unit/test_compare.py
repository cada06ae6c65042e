"""Proves on literals that what must be rendered again is what changed, and nothing else, each with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import msgspec
import pytest

from warta.digests import SIZE, Value, given
from warta.engine.compare import Changes, compare
from warta.engine.record import File, Outcome, Record, Recorded, named_files, recorded
from warta.newsroom.visibility import Hidden
from warta.plan.targets import Family, Target

RELEASE, LISTING = ("page", "newer", "older", "related", "office"), ("view", "cards")


def plan_files(files: Value) -> Iterator[Target]:
    """Files as they are written here: path, kind, and the values they are made of."""
    for path, kind, *inputs in files.it:
        yield Target(path, kind, "id", tuple(map(given, inputs)), f"content/{path}")


def family(name: str, *files: tuple[str, ...], packed: tuple[str, ...] = (), needs: Mapping[str, bytes] = {}) -> Family:
    """A family of these files; `template` and the like are needs of its kinds."""
    kinds = dict.fromkeys(file[1] for file in files)
    return Family(
        name,
        plan_files,
        (given(files),),
        {f"{kind} {need}": it for kind in kinds for need, it in needs.items()},
        packed,
    )


def release(title: str, page: str = "isi", **others: str) -> tuple[str, ...]:
    """The page of a release."""
    return (f"{title}/index.html", "release", page, *[others.get(name, "") for name in RELEASE[1:]])


def listing(title: str, *cards: str) -> tuple[str, ...]:
    """A page of a list."""
    return (f"{title}/index.html", "listing", title, "".join(cards))


def published(*families: Family) -> dict[str, Recorded]:
    """The record of families whose files were all written: each file has a digest, a size and a time of its own."""
    made = {}
    for name, each in compare(families, {}, {}).families.items():
        columns, count = each.columns, each.count
        files = b"".join(bytes([1 + at]) * SIZE for at in range(count))
        stats = [number for at in range(count) for number in (100 + at, 200 + at)]
        made[name] = recorded(each.key, msgspec.structs.replace(columns, files=files, stats=stats))
    return made


def stale(changes: Changes) -> dict[str, str]:
    """What is to be rendered, and why."""
    return {target.path: str(reason) for target, reason in changes.stale}


NEEDS = {"template": b"t" * 16, "words": b"w" * 16}
RELEASES = family("releases", release("banjir"), release("panen"), needs=NEEDS)
LIST = family("list", listing("ekonomi", "banjir", "panen"), needs=NEEDS)
BEFORE = published(RELEASES, LIST)


def changed(*families: Family, altered: Mapping[str, bool] | None = None) -> dict[str, str]:
    """What must be rendered when the files of `BEFORE` are in place."""
    return stale(compare(families, BEFORE, altered or {}))


def test_what_did_not_change_is_not_rendered() -> None:
    """Nor looked at: the same record goes on, and of its family nothing was touched."""
    changes = compare((RELEASES, LIST), BEFORE, {})
    assert (changes.stale, changes.touched) == ([], frozenset())
    assert all(changes.families[name] is BEFORE[name] for name in BEFORE)


def test_into_an_empty_memory_everything_is_new() -> None:
    """In the order of the plan."""
    changes = compare((RELEASES, LIST), {}, {})
    assert list(stale(changes).items()) == [
        ("banjir/index.html", "new"),
        ("panen/index.html", "new"),
        ("ekonomi/index.html", "new"),
    ]
    assert changes.touched == {"releases", "list"}


@pytest.mark.parametrize("name", RELEASE)
def test_what_a_page_is_made_of_is_the_reason(name: str) -> None:
    """Each input by its name; other pages of the family stay."""
    value = {name: "lain"}
    assert changed(family("releases", release("banjir", **value), release("panen"), needs=NEEDS), LIST) == {
        "banjir/index.html": f"changed: {name}"
    }


def test_several_inputs_are_named_in_their_order() -> None:
    """And what moves from one input into the next is a change of both."""
    after = family("releases", release("banjir", newer="x", older="y"), release("panen"), needs=NEEDS)
    assert changed(after) == {"banjir/index.html": "changed: newer, older"}
    known = published(after)
    turned = family("releases", release("banjir", newer="y", older="x"), release("panen"), needs=NEEDS)
    assert stale(compare((turned,), known, {})) == {"banjir/index.html": "changed: newer, older"}


def test_a_new_release_and_the_list_that_shows_it() -> None:
    """The new file is new, the list changed, what was there stays with the facts of its files."""
    after = family("releases", release("sekolah"), release("banjir"), release("panen"), needs=NEEDS)
    changes = compare(
        (after, family("list", listing("ekonomi", "sekolah", "banjir", "panen"), needs=NEEDS)), BEFORE, {}
    )
    assert stale(changes) == {"sekolah/index.html": "new", "ekonomi/index.html": "changed: cards"}
    columns, old = changes.families["releases"].columns, BEFORE["releases"].columns
    assert columns.paths == ["sekolah/index.html", "banjir/index.html", "panen/index.html"]
    assert [columns.file(at) for at in (1, 2)] == [old.file(at) for at in (0, 1)]
    assert columns.file(0) == File("00" * SIZE, 0, 0), "filled in when it is written"


def test_what_is_gone_is_in_the_record_no_more() -> None:
    """A file of a family, and a family; nothing is rendered for that, and what is known of others stays."""
    changes = compare((family("releases", release("panen"), needs=NEEDS),), BEFORE, {})
    assert (stale(changes), changes.touched) == ({}, frozenset())
    assert changes.families.keys() == {"releases"}
    assert changes.families["releases"].columns.file(0) == BEFORE["releases"].columns.file(1)
    assert changes.families["releases"].columns.paths == ["panen/index.html"]


def test_a_moved_need_makes_every_file_of_its_kind_stale() -> None:
    """By its name; files of other kinds stay, also those in the same family, and a need that is new counts too."""
    mixed = family("mixed", release("banjir"), listing("ekonomi"), needs=NEEDS)
    known = published(mixed)
    needs = mixed.needs | {"listing template": b"u" * 16}
    assert stale(compare((msgspec.structs.replace(mixed, needs=needs),), known, {})) == {
        "ekonomi/index.html": "changed: template"
    }
    needs = mixed.needs | {"release template": b"u" * 16, "release words": b"v" * 16}
    assert stale(compare((msgspec.structs.replace(mixed, needs=needs),), known, {})) == {
        "banjir/index.html": "changed: template, words"
    }
    needs = mixed.needs | {"release zone": b"z" * 16}
    assert stale(compare((msgspec.structs.replace(mixed, needs=needs),), known, {})) == {
        "banjir/index.html": "changed: zone"
    }


def test_needs_are_named_before_inputs() -> None:
    """Where both changed."""
    after = family("releases", release("banjir", "lain"), release("panen"), needs=NEEDS | {"template": b"u" * 16})
    assert changed(after) == {
        "banjir/index.html": "changed: template, page",
        "panen/index.html": "changed: template",
    }


def test_a_path_that_becomes_another_kind_is_rendered() -> None:
    """A page where a list was says so, also where it is made of equal values."""
    assert changed(family("list", ("ekonomi/index.html", "page", "ekonomi"), needs=NEEDS)) == {
        "ekonomi/index.html": "changed: kind"
    }
    known = published(family("x", ("a", "page", "sama")))
    assert stale(compare((family("x", ("a", "index", "sama")),), known, {})) == {"a": "changed: kind"}


@pytest.mark.parametrize("path", ["banjir/index.html", "panen/index.html", "ekonomi/index.html"])
def test_a_file_that_is_not_as_it_was_written_is_rendered(path: str) -> None:
    """Whether it is gone or somebody changed it, though no key changed; a change of its own is named instead."""
    assert changed(RELEASES, LIST, altered={path: False}) == {path: "the file is missing"}
    assert changed(RELEASES, LIST, altered={path: True}) == {path: "the file was changed by something else"}
    after = family("releases", release("banjir", "lain"), release("panen", "lain"), needs=NEEDS)
    assert changed(after, altered={path: True}) == dict.fromkeys(
        ("banjir/index.html", "panen/index.html"), "changed: page"
    )


def test_a_compressed_twin_goes_with_its_file() -> None:
    """It changes with the inputs and the needs of its file, and with nothing else; only texts have one."""
    files = (release("banjir"), ("foto.jpg", "picture", "foto"))
    plain, packed = family("a", *files, needs=NEEDS), family("a", *files, packed=("gzip", "br"), needs=NEEDS)
    twins = ("banjir/index.html.gz", "banjir/index.html.br")
    assert stale(compare((packed,), published(plain), {})) == dict.fromkeys(twins, "new")
    assert stale(compare((plain,), published(packed), {})) == {}
    known, three = published(packed), ("banjir/index.html", *twins)
    assert stale(compare((packed,), known, {})) == {}
    edited = family("a", release("banjir", "lain"), files[1], packed=("gzip", "br"), needs=NEEDS)
    assert stale(compare((edited,), known, {})) == dict.fromkeys(three, "changed: page")
    other = family("a", *files, packed=("gzip", "br"), needs=NEEDS | {"template": b"u" * 16})
    found = stale(compare((other,), known, {}))
    assert {path: found[path] for path in three} == dict.fromkeys(three, "changed: template")
    assert stale(compare((packed,), known, {twins[0]: False})) == {twins[0]: "the file is missing"}


def test_changes_of_two_halves_of_a_plan_are_one() -> None:
    """Redirects and files of the host are compared when all other paths are known."""
    both = compare((RELEASES,), {}, {}).with_more(compare((LIST,), BEFORE, {}))
    assert list(stale(both)) == ["banjir/index.html", "panen/index.html"]
    assert set(both.families) == {"releases", "list"}
    assert both.touched == {"releases"}


def test_a_record_names_its_files() -> None:
    """With what is known of each, and what it is made from."""
    record = Record(BEFORE)
    assert list(record.paths()) == ["banjir/index.html", "panen/index.html", "ekonomi/index.html"]
    assert dict(record.files())["panen/index.html"] == File("02" * SIZE, 101, 201)
    assert list(named_files([BEFORE["list"]])) == [("ekonomi/index.html", "content/ekonomi/index.html")]


def test_a_recorded_family_is_looked_at_when_somebody_asks() -> None:
    """It is the same after it was kept; only another path or another origin changes the digest of its paths."""
    made = BEFORE["releases"]
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Recorded)
    assert "columns" not in vars(kept)
    assert (kept.columns, kept.key, kept.count) == (made.columns, RELEASES.key, 2)
    assert compare((RELEASES,), {"releases": kept}, {}).families["releases"] is kept
    assert "columns" in vars(kept)
    edited = recorded(b"", msgspec.structs.replace(made.columns, fingerprints=b"", stats=[]))
    assert edited.paths_digest == made.paths_digest
    for name in ("paths", "about"):
        other = recorded(made.key, msgspec.structs.replace(made.columns, **{name: ["x", "y"]}))
        assert other.paths_digest != made.paths_digest


def test_an_outcome_is_kept_with_its_moments() -> None:
    """A moment comes back as it was, with its offset."""
    zone = dt.timezone(dt.timedelta(hours=7))
    outcome = Outcome(b"inputs", dt.datetime(2026, 11, 24, 12, tzinfo=zone), None, Hidden(), 3, ())
    kept = msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome)
    assert kept == outcome
    assert kept.since.utcoffset() == dt.timedelta(hours=7)


def test_the_record_keeps_what_stays_and_is_empty_where_something_is_rendered() -> None:
    """Of a family that changed: digest, size and time of files that stay, nothing of one that is written anew or is new."""
    before = published(family("a", release("satu"), release("dua"), release("tiga"), listing("arsip")))
    now = family("a", release("nol"), release("tiga"), release("dua", "lain"), release("satu"), listing("arsip"))
    after = compare([now], before, {}).families["a"]
    old = {path: before["a"].columns.file(at) for at, path in enumerate(before["a"].columns.paths)}
    empty = File("00" * SIZE, 0, 0)
    assert {path: after.columns.file(at) for at, path in enumerate(after.columns.paths)} == old | {
        "nol/index.html": empty,
        "dua/index.html": empty,
    }
    assert (after.key, after.count, len(after.columns.stats), len(after.columns.files)) == (now.key, 5, 10, 5 * SIZE)
    assert after.columns.about == [f"content/{path}" for path in after.columns.paths]
    assert [claim.kind for claim in after.claims.values()] == ["release"] * 4 + ["listing"]
    assert after.claims["satu/index.html"].digest == old["satu/index.html"].digest
    assert after.columns.needs == now.needs


def test_an_altered_file_loses_its_record_alone() -> None:
    """What somebody else changed is written anew; its neighbours keep what is known of them."""
    one = family("a", release("satu"), release("dua"), release("tiga"))
    before = published(one)
    after = compare([one], before, {"dua/index.html": True}).families["a"]
    kept = [after.columns.file(at) == before["a"].columns.file(at) for at in range(3)]
    assert (kept, after.columns.file(1)) == ([True, False, True], File("00" * SIZE, 0, 0))
