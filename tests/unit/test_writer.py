"""Proves that an output folder is never half, that nobody else's file in it is harmed, and that a kill heals."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from warta.engine.altered import find_altered
from warta.engine.claims import MANIFEST, Claim
from warta.engine.folder import Folder
from warta.engine.record import Columns, Record, recorded
from warta.engine.staging import Written, digest_of, stage
from warta.errors import OutputError
from warta.plan.kinds import UNKNOWN


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the output will be."""
    return tmp_path / "out"


def publish(root: Path, files: dict[str, str], *, kept: Iterable[str] = ()) -> Folder:
    """Write files into an output folder as a build does: what is claimed and neither written nor kept goes."""
    folder = Folder(root)
    with folder.staging_open():
        staged = {
            path: Claim(stage(str(folder.staging), path, text.encode()).digest, "page") for path, text in files.items()
        }
        stays = {path: folder.claimed[path] for path in kept}
        folder.put_in_place(
            staged, stays, [path for path in folder.claimed if path not in staged and path not in stays]
        )
        folder.settle()
    return folder


def tree(root: Path) -> dict[str, str]:
    """Every file below a folder, but for the manifest, finished or not."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith(MANIFEST))
    return {path.relative_to(root).as_posix(): path.read_text() for path in files}


def claimed(root: Path) -> list[str]:
    return sorted(Folder(root).claimed)


def test_files_are_put_into_a_folder_that_was_not_there(root: Path) -> None:
    """With their folders and a manifest that claims them, and nothing stays beside."""
    publish(root, {"index.html": "a", "2026/11/b/index.html": "b"})
    assert tree(root) == {"index.html": "a", "2026/11/b/index.html": "b"}
    assert claimed(root) == ["2026/11/b/index.html", "index.html"]
    assert os.listdir(root.parent) == ["out"]  # noqa: PTH208


def test_what_changed_is_replaced_what_is_kept_stays_and_the_rest_is_deleted(root: Path) -> None:
    """With the folders that became empty."""
    publish(root, {"a": "1", "b/c/d": "1", "e": "1"})
    before = (root / "e").stat()
    publish(root, {"a": "2", "f": "1"}, kept=["e"])
    assert tree(root) == {"a": "2", "e": "1", "f": "1"}
    assert (root / "e").stat() == before
    assert not (root / "b").exists()
    assert claimed(root) == ["a", "e", "f"]


def test_nothing_to_do_touches_nothing(root: Path) -> None:
    """Not even the manifest."""
    publish(root, {"a": "1"})
    before = {path: path.stat() for path in (root, root / "a", root / MANIFEST)}
    publish(root, {}, kept=["a"])
    assert {path: path.stat() for path in before} == before


def test_a_folder_with_files_of_others_is_refused(root: Path) -> None:
    """Nothing is written there, and the sentence names one of them."""
    root.mkdir()
    (root / "skripsi.docx").write_text("x")
    with pytest.raises(OutputError, match=r"holds files that Warta did not write \(such as 'skripsi.docx'\)"):
        Folder(root)
    assert tree(root) == {"skripsi.docx": "x"}


def test_a_file_in_the_place_of_the_folder_is_refused(root: Path) -> None:
    """It is somebody's."""
    root.write_text("x")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        Folder(root)


def test_a_folder_with_hidden_files_alone_is_taken(root: Path) -> None:
    """A checkout of the branch that is published has a .git, which stays."""
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("x")
    publish(root, {"a": "1"})
    publish(root, {"b": "1"})
    assert tree(root) == {".git/HEAD": "x", "b": "1"}


def test_an_empty_folder_is_taken(root: Path) -> None:
    """Whoever made it."""
    root.mkdir()
    publish(root, {"a": "1"})
    assert tree(root) == {"a": "1"}


def test_a_file_that_others_put_beside_ours_stays(root: Path) -> None:
    """Also when everything of ours in its folder goes."""
    publish(root, {"a/b": "1", "c": "1"})
    (root / "a" / "foto.jpg").write_text("x")
    (root / "google123.html").write_text("x")
    publish(root, {}, kept=["c"])
    assert tree(root) == {"a/foto.jpg": "x", "c": "1", "google123.html": "x"}
    assert claimed(root) == ["c"]


def test_a_claimed_file_is_deleted_whoever_changed_it(root: Path) -> None:
    """What stands at our address is ours."""
    publish(root, {"a": "1", "b": "1"})
    (root / "b").write_text("changed")
    publish(root, {}, kept=["a"])
    assert tree(root) == {"a": "1"}


def test_a_claimed_file_that_is_gone_is_no_problem(root: Path) -> None:
    """Nor is its folder."""
    publish(root, {"a": "1", "b/c": "1", "d/e": "1"})
    (root / "b" / "c").unlink()
    shutil.rmtree(root / "d")
    publish(root, {}, kept=["a"])
    assert tree(root) == {"a": "1"}


def test_a_file_of_others_in_our_place_is_never_overwritten(root: Path) -> None:
    """The sentence names it; with the very bytes we would write it is taken over."""
    publish(root, {"a": "1"})
    (root / "b").write_text("theirs")
    with pytest.raises(OutputError, match=r"out/b was not written by Warta, and the site needs that place"):
        publish(root, {"b": "ours"}, kept=["a"])
    assert tree(root) == {"a": "1", "b": "theirs"}
    publish(root, {"b": "theirs"}, kept=["a"])
    assert claimed(root) == ["a", "b"]


@pytest.mark.parametrize("stranger", ["m", "m/x", "z/y"])
def test_a_build_that_cannot_take_place_changes_nothing(root: Path, stranger: str) -> None:
    """Neither a file of others in the place of ours, nor their folder where a file must be, nor their file where a
    folder must be, leaves some files new and some old."""
    publish(root, {"a": "1", "c": "1", "x": "1"})
    path = root / stranger
    path.parent.mkdir(exist_ok=True)
    path.write_text("theirs")
    if stranger == "z/y":
        shutil.rmtree(root / "z")
        (root / "z").write_text("theirs")
    before = tree(root)
    with pytest.raises(OutputError):
        publish(root, {"a": "2", "b": "2", "c": "2", "m": "2", "z/y": "2"})
    assert tree(root) == before


def test_a_problem_names_the_place_in_the_output(root: Path) -> None:
    """And not the folder where files wait to be put in place, which is gone when the sentence is read."""
    publish(root, {"a": "1"})
    (root / "b").mkdir()
    (root / "b" / "theirs").write_text("x")
    with pytest.raises(OutputError) as caught:
        publish(root, {"b": "2"}, kept=["a"])
    assert str(root / "b") in str(caught.value)
    assert "staging" not in str(caught.value)


def test_a_file_becomes_a_folder_and_a_folder_a_file(root: Path) -> None:
    """When what was there before is ours and goes."""
    publish(root, {"a": "1", "b/c/d": "1", "b/e": "1"})
    publish(root, {"a/x/y": "2", "b": "2"})
    assert tree(root) == {"a/x/y": "2", "b": "2"}
    publish(root, {"a": "3", "b/c/d": "3"})
    assert tree(root) == {"a": "3", "b/c/d": "3"}


def test_a_folder_that_becomes_a_file_keeps_the_files_of_others(root: Path) -> None:
    """Then the file cannot be written, and says so."""
    publish(root, {"b/c": "1"})
    (root / "b" / "theirs").write_text("x")
    with pytest.raises(OutputError):
        publish(root, {"b": "2"})
    assert tree(root)["b/theirs"] == "x"


def test_what_was_left_by_a_kill_is_cleared(root: Path) -> None:
    """Half a staging folder from last time is no part of this time's site."""
    publish(root, {"a": "1"})
    folder = Folder(root)
    folder.staging.mkdir()
    (folder.staging / "half").write_text("x")
    publish(root, {"b": "1"}, kept=["a"])
    assert tree(root) == {"a": "1", "b": "1"}
    assert not folder.staging.exists()


def test_a_build_that_fails_while_it_renders_leaves_everything(root: Path) -> None:
    """Files that were staged and never put in place are gone."""
    publish(root, {"a": "1"})
    folder = Folder(root)
    with pytest.raises(ZeroDivisionError), folder.staging_open():
        stage(str(folder.staging), "a", b"2")
        raise ZeroDivisionError
    assert tree(root) == {"a": "1"}
    assert os.listdir(root.parent) == ["out"]  # noqa: PTH208


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("steps", range(12))
def test_a_kill_at_any_rename_leaves_what_the_next_build_heals(
    root: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that is there is whole and claimed, none goes before all is new (but b/c, which must make way for b),
    and the next build ends alike."""
    old, new = {"a": "1", "b/c": "1", "d": "1", "e/f": "1"}, {"a": "2", "b": "2", "d": "1", "g/h": "2", "i": "2"}
    publish(root, old)
    left = steps
    really = {name: getattr(os, name) for name in ("replace", "unlink", "rename", "rmdir")}

    def counted(name: str) -> object:
        def call(*arguments: object, **keywords: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return really[name](*arguments, **keywords)

        return call

    changed = {path: text for path, text in new.items() if old.get(path) != text}
    with monkeypatch.context() as patch:
        for name in really:
            patch.setattr(os, name, counted(name))
        with contextlib.suppress(Killed):
            publish(root, changed, kept=["d"])
    present = tree(root)
    assert set(present.items()) <= set(old.items()) | set(new.items())
    assert set(present) <= set(Folder(root).claimed)
    if "e/f" not in present:
        assert present == new
    publish(root, new)
    assert tree(root) == new
    assert claimed(root) == sorted(new)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "warta-manifest 99\n- a\n",
        "warta-manifest 1\nrusak",
        "\x00\x01",
        "warta-manifest 1\n- ../luar\n- /etc/x\n",
        "warta-manifest 2\n- ../luar",
        "warta-manifest 2\n- page ../luar\n- media /etc/x\n- - b/../../luar\n",
    ],
)
def test_a_manifest_that_is_broken_claims_nothing_outside(root: Path, text: str) -> None:
    """What cannot be read is not ours, and what leads out of the folder never was."""
    publish(root, {"a": "1"})
    outside = root.parent / "luar"
    outside.write_text("x")
    (root / MANIFEST).write_text(text)
    folder = Folder(root)
    assert folder.claimed.keys() <= {"a"}
    publish(root, {"a": "1"})
    assert (tree(root), outside.read_text()) == ({"a": "1"}, "x")


def test_a_manifest_of_before_there_were_kinds_claims_what_it_names(root: Path) -> None:
    """Files of an earlier Warta are ours still; their kinds come with the next build."""
    publish(root, {"a b": "1", "c\nd": "1", "e": "1"})
    digests = {path: claim.digest for path, claim in Folder(root).claimed.items()}
    lines = (f"{digest} {path.encode('unicode_escape').decode()}\n" for path, digest in digests.items())
    (root / MANIFEST).write_text("".join(["warta-manifest 1\n", *lines]))
    assert Folder(root).claimed == {path: Claim(digest, UNKNOWN) for path, digest in digests.items()}
    publish(root, {"a b": "2"}, kept=["e"])
    assert tree(root) == {"a b": "2", "e": "1"}
    assert (root / MANIFEST).read_text().startswith("warta-manifest 2\n")
    assert {path: claim.kind for path, claim in Folder(root).claimed.items()} == {"a b": "page", "e": UNKNOWN}


def test_a_kind_that_is_none_is_unknown(root: Path) -> None:
    """A manifest of a later Warta may know more of them; what it claims is ours all the same."""
    publish(root, {"a": "1"})
    text = (root / MANIFEST).read_text()
    (root / MANIFEST).write_text(text.replace(" page ", " hologram "))
    assert Folder(root).claimed["a"].kind == UNKNOWN
    publish(root, {})
    assert tree(root) == {}


def test_names_with_blanks_and_letters_are_claimed(root: Path) -> None:
    """As they are written."""
    publish(root, {"foto sungai é.jpg": "1", "a": "1"})
    assert claimed(root) == ["a", "foto sungai é.jpg"]
    publish(root, {}, kept=["a"])
    assert tree(root) == {"a": "1"}


def test_a_name_that_looks_like_two_claims_nothing_of_others(root: Path) -> None:
    """A line end in the name of a picture must not claim the file that is called like its end."""
    publish(root, {"a\nx b": "1", "c": "1"})
    (root / "b").write_text("theirs")
    publish(root, {}, kept=["c"])
    assert tree(root).get("b") == "theirs"


def test_what_is_not_as_it_was_recorded_is_found(root: Path) -> None:
    """Gone, a folder or a link now, below a file, of other bytes: by its size and time, and by its bytes where these are
    others. What the manifest does not name is none of ours.
    """
    texts = {path: path * 9 for path in ("as it was", "gone", "b/folder", "d/below", "link", "touched", "edited")}
    publish(root, texts)
    facts = [(root / path).stat() for path in texts]
    digests = b"".join(bytes.fromhex(digest_of(root / path)) for path in texts)
    stats = [number for each in facts for number in (each.st_size, each.st_mtime_ns)]
    columns = Columns({}, list(texts), ["" for _ in texts], b"", [], digests, stats, bytes(len(texts)))
    record = Record({"pages": recorded(b"", columns)}, manifest=Folder(root).manifest)
    assert find_altered(Folder(root), record) == {}
    for path in ("gone", "b/folder", "d/below", "link"):
        (root / path).unlink()
    (root / "b/folder").mkdir()
    (root / "d").rmdir()
    (root / "d").write_text("a file now")
    (root / "link").symlink_to("as it was")
    os.utime(root / "touched", (1, 1))
    (root / "edited").write_text("x" * len(texts["edited"]))
    altered = dict.fromkeys(("gone", "b/folder", "d/below", "link"), False) | {"edited": True}
    assert find_altered(Folder(root), record) == altered
    manifest = root / MANIFEST
    manifest.write_text(manifest.read_text().replace("as it was", "of another"))
    assert find_altered(Folder(root), record) == altered | {"as it was": False}


def test_a_staged_file_knows_its_digest_size_and_time(tmp_path: Path) -> None:
    """Bytes and copies of files alike."""
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    copied = stage(str(tmp_path / "staging"), "a/b", source)
    written = stage(str(tmp_path / "staging"), "c", b"x" * 3_000_000)
    facts = (tmp_path / "staging/a/b").stat()
    assert copied == Written(digest_of(source), 3_000_000, facts.st_mtime_ns)
    assert written.digest == copied.digest
    assert (tmp_path / "staging/a/b").read_bytes() == source.read_bytes()


def test_a_name_too_long_for_the_disk_is_a_sentence(tmp_path: Path) -> None:
    """It names the file of the site."""
    (tmp_path / "staging").mkdir()
    with pytest.raises(OutputError, match=r"^a+/index.html cannot be written: "):
        stage(str(tmp_path / "staging"), f"{'a' * 300}/index.html", b"x")
