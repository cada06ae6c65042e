"""Proves in which order a deploy does what it does, and when it holds."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from warta.deploy.difference import GONE, Steps, brake, difference, intent, leaving, settled
from warta.deploy.host import Refused
from warta.deploy.hosts.folder import FolderHost
from warta.deploy.manifest import Entry, Manifest, Unreadable, decode, digest_of_bytes, encode
from warta.deploy.output import File
from warta.deploy.stages import stage_of
from warta.plan.kinds import ASSETS, FEEDS, HOME, KINDS, LISTS, RELEASES, SITEMAPS, UNKNOWN, Kind, media_type


def file(path: str, text: str = "1") -> File:
    """A file of the output."""
    data = text.encode()
    kind = "release" if re.fullmatch(r"2026/11/[^/]+/index\.html", path) else UNKNOWN
    return File(path, len(data), digest_of_bytes(data), kind, data)


def wanted(*files: File) -> dict[str, File]:
    """The files by path."""
    return {each.path: each for each in files}


def there(*files: File) -> dict[str, Entry]:
    """The claims of a deploy that ended well."""
    return {each.path: Entry(each.size, each.digest) for each in files}


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("kategori/ekonomi/index.html", LISTS),
        ("2026/11/banjir/index.html", LISTS),
        ("2026/11/index.html", LISTS),
        ("404.html", LISTS),
        ("404.html.gz", LISTS),
        ("index.html", HOME),
        ("index.html.br", HOME),
        ("en/index.html", HOME),
        ("feed.xml", FEEDS),
        ("kategori/ekonomi/feed.xml", FEEDS),
        ("sitemap-2026.xml", SITEMAPS),
        ("robots.txt", SITEMAPS),
        ("2026/11/banjir/foto.jpg", ASSETS),
        ("assets/warta.0123456789.css", ASSETS),
    ],
)
@pytest.mark.parametrize("kind", [UNKNOWN, "media"])
def test_a_path_tells_the_stage_where_the_kind_does_not(kind: str, path: str, stage: str) -> None:
    """Of a folder that an earlier Warta built, and of files that others made."""
    assert stage_of(kind, path) == stage


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("release", RELEASES),
        ("listing", LISTS),
        ("home", HOME),
        ("feed", FEEDS),
        ("news", SITEMAPS),
        ("variant", ASSETS),
    ],
)
def test_a_kind_tells_the_stage_whatever_the_path(kind: str, stage: str) -> None:
    """A release whose address looks like a home page is none, and its twin goes with it."""
    assert stage_of(kind, "en/index.html") == stage_of(kind, "en/index.html.gz") == stage


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_warta_names_has_the_type_of_its_kind_by_its_name_too(kind: Kind) -> None:
    """A guard knows no kinds, only the paths on a host: for Warta's own files both say the same."""
    names = {"text/html": "index.html", "application/rss+xml": "feed.xml", "application/atom+xml": "atom.xml"}
    names |= {"application/feed+json": "feed.json", "application/json": "ninjs.json", "application/xml": "sitemap.xml"}
    names |= {"message/rfc822": "rilis.eml", "text/plain": "rilis.txt", "application/manifest+json": "site.webmanifest"}
    if kind.media_type:
        name = names[kind.media_type.partition(";")[0]]
        assert media_type(kind.name, name) == media_type(UNKNOWN, name) == kind.media_type


def test_a_twin_has_the_type_of_its_compression() -> None:
    """Where no server knows that it is one."""
    assert media_type("release", "index.html.gz") == "application/gzip"
    assert media_type("release", "index.html.br") == "application/octet-stream"


def test_new_comes_before_changed_and_what_is_linked_before_what_links() -> None:
    """Deletions come last, and what is the same is left alone."""
    new = [file("foto.jpg"), file("2026/11/b/index.html"), file("hal/2/index.html")]
    changed = [
        file("logo.svg"),
        file("2026/11/a/index.html"),
        file("arsip/index.html"),
        file("index.html"),
        file("feed.xml"),
        file("sitemap.xml"),
    ]
    before = there(file("2026/11/x/index.html"), file("same.css"), *(file(each.path, "0") for each in changed))
    steps = difference(wanted(*reversed(changed), *reversed(new), file("same.css")), before)
    assert [each.path for each in steps.uploads] == [each.path for each in (*new, *changed)]
    assert steps.deletes == ("2026/11/x/index.html",)
    assert steps.kept == 1
    assert steps.new == {each.path for each in new}


def test_nothing_to_do_is_nothing() -> None:
    """And says so."""
    assert not difference(wanted(file("a")), there(file("a")))


def test_what_may_come_in_any_order_comes_together() -> None:
    """Files of one stage, all new or all changed, are one group, so that several can be sent at once."""
    before = there(file("c.css", "0"), file("d.css", "0"))
    steps = difference(wanted(*map(file, ("a.jpg", "b.jpg", "c.css", "d.css", "index.html"))), before)
    assert [[each.path for each in stage] for stage in steps.stages] == [
        ["a.jpg", "b.jpg"],
        ["index.html"],
        ["c.css", "d.css"],
    ]


@pytest.mark.parametrize(
    ("was", "comes", "first"),
    [
        (("data",), ("data/2026/a.csv",), ("data",)),
        (("data/2026",), ("data/2026/a.csv",), ("data/2026",)),
        (("data/2026/a.csv", "data/b.csv"), ("data",), ("data/2026/a.csv", "data/b.csv")),
        (("data-lama/a.csv", "dat", "x/data"), ("data/a.csv",), ()),
        (("data/old.csv",), ("data/new.csv",), ()),
    ],
)
def test_a_file_in_the_place_of_a_folder_goes_before_what_comes(
    was: tuple[str, ...], comes: tuple[str, ...], first: tuple[str, ...]
) -> None:
    """And every file of a folder that becomes a file; whatever else is gone goes last."""
    steps = difference(wanted(*map(file, comes)), there(*map(file, was)))
    assert steps.in_the_way == first
    assert set(steps.doomed) == set(was) - set(first)
    assert steps.deletes == first + steps.doomed


def test_steps_are_something_whatever_they_are() -> None:
    """An upload alone, a deletion alone, one that must go before alone."""
    assert difference(wanted(file("a")), {})
    assert difference({}, there(file("a")))
    assert bool(Steps(("a",), (), (), frozenset(), 0)) is True


def test_what_nobody_is_sure_of_is_uploaded_again() -> None:
    """In its place among the changed ones if readers can reach it, else among the new ones."""
    steps = difference(wanted(file("a"), file("b")), {"a": Entry(1, ""), "b": GONE})
    assert [each.path for each in steps.uploads] == ["b", "a"]
    assert steps.new == {"b"}


def test_while_it_runs_every_path_is_claimed_and_none_that_is_touched_is_sure() -> None:
    """So an interrupted deploy leaves no file that nobody knows of."""
    before = there(file("a", "0"), file("same"), file("gone"))
    claims = intent(before, difference(wanted(file("a"), file("b"), file("same")), before))
    old, new = digest_of_bytes(b"0"), digest_of_bytes(b"1")
    being_written = {"a": Entry(1, "", False, (old, new)), "b": Entry(0, "", True, (new,))}
    assert claims == being_written | {"same": before["same"], "gone": before["gone"]}
    assert leaving(claims, ["gone"])["gone"] == Entry(0, "", True, (before["gone"].digest,))
    done = claims | {"b": Entry(1, file("b").digest, unlinked=True)}
    assert settled(done, wanted(file("a"), file("b"), file("same")))["b"] == Entry(1, file("b").digest)


@pytest.mark.parametrize(
    ("entry", "is_wanted", "linked"),
    [
        (Entry(1, "00", unlinked=True), True, True),
        (Entry(1, "00", unlinked=True), False, False),
        (Entry(0, "", True, ("00",)), True, False),
        (Entry(1, "00"), True, True),
        (Entry(1, "", False, ("00",)), True, False),
    ],
)
def test_only_what_is_wholly_there_and_wanted_may_be_linked_to(entry: Entry, *, is_wanted: bool, linked: bool) -> None:
    """A file that is gone from the site, or of which nobody is sure, stays claimed as it was."""
    after = settled({"a": entry}, wanted(file("a")) if is_wanted else {})["a"]
    assert after == (Entry(1, "00") if linked else entry)


def steps_deleting(count: int) -> Steps:
    """Steps with so many deletions."""
    return Steps((), (), tuple(f"f{number}" for number in range(count)), frozenset(), 0)


@pytest.mark.parametrize(
    ("deletes", "of", "most", "why"),
    [
        (10, 20, None, None),
        (11, 20, None, "it would delete 11 of 20 files, more than a tenth"),
        (11, 110, None, None),
        (256, 10_000, None, None),
        (257, 10_000, None, "it would delete 257 files, more than 256"),
        (5, 10_000, 4, "it would delete 5 files, and --max-deletes allows 4"),
        (5, 10_000, 5, None),
        (900, 1000, 900, None),
        (1, 1000, 0, "it would delete 1 files, and --max-deletes allows 0"),
    ],
)
def test_the_brake(deletes: int, of: int, most: int | None, why: str | None) -> None:
    """More than 256, or more than ten and a tenth; a number that the user says stands for both. The reason has the numbers."""
    before = there(*(file(f"f{number}") for number in range(of)))
    held = brake(steps_deleting(deletes), before, most)
    assert (None if held is None else str(held)) == why


def test_a_manifest_comes_back_as_it_was_and_a_bad_one_is_none() -> None:
    """The same claims make the same bytes; a server may have unpacked it; what leads out of the site is not believed."""
    manifest = Manifest("https://a.example/", {"b": Entry(1, "00"), "a": GONE})
    data = encode(manifest)
    assert decode(data) == manifest
    assert encode(Manifest("https://a.example/", dict(reversed(manifest.files.items())))) == data
    names = ("../etc/passwd", "/etc", "./index.html", "a//b", "", "a\0b", "a\nb", "x" * 300)
    bad = [encode(Manifest("https://a.example/", {name: Entry(1, "00")})) for name in names]
    bomb = gzip.compress(b" " * (300 * 1024 * 1024))
    deep = b'{"x":' + b"[" * 100_000
    for text in (b"", b"<html>", data[:20], *bad, bomb, deep):
        with pytest.raises(Unreadable):
            decode(text)


def test_nothing_is_touched_behind_a_link_on_a_host(tmp_path: Path) -> None:
    """A folder that was made a link leads to what is not the site's: neither written nor deleted there."""
    (tmp_path / "www").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "p.txt").write_text("foreign", encoding="utf-8")
    (tmp_path / "www" / "ln").symlink_to(tmp_path / "else")
    host = FolderHost(tmp_path / "www", switch=False)
    with pytest.raises(Refused, match="is a link"):
        host.delete(["ln/p.txt"])
    assert (tmp_path / "else" / "p.txt").read_text(encoding="utf-8") == "foreign"
