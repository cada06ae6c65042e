"""Proves that whatever breaks during a deploy, readers see a whole site at every moment, and the next deploy heals it."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.deploy.faults import Faults, FaultyPlace, Killed
from tests.deploy.world import dead_links, newsroom, reader_of, task, tree
from warta.deploy.host import CannotDeploy, Dropped, Refused
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.lock import NAME as LOCK
from warta.deploy.lock import STALE, Holder
from warta.deploy.runner import Stopped, deploy, look

MEMORY = next((path for path in ("/dev/shm",) if Path(path).is_dir()), None)  # a disk would take minutes
FAULTS = ("killed before", "killed after", "dropped before", "dropped after", "refused")
states = st.sets(st.integers(1, 8), min_size=1, max_size=8)
faults = st.dictionaries(st.integers(1, 60), st.sampled_from(FAULTS), max_size=8)


def attempt(tmp: Path, files: dict[str, bytes], place: FaultyPlace, seal: str) -> None:
    """A deploy that may be stopped, or die."""
    work = task(tmp, files, place, seal=seal)
    with contextlib.suppress(Stopped, Dropped, Refused, CannotDeploy, Killed):
        state, _ = look(work)
        deploy(work, state)
    let_grow_old(tmp / "www" / LOCK)


def let_grow_old(lock: Path) -> None:
    """The lock of a process that died: here it is we, and we go on living."""
    if lock.exists():
        holder = msgspec.json.decode(lock.read_bytes(), type=Holder)
        lock.write_bytes(msgspec.json.encode(msgspec.structs.replace(holder, seen=holder.seen - 2 * STALE)))


@pytest.mark.parametrize("copy", ["kept", "lost"])
@pytest.mark.parametrize("layout", ["plain", "switch"])
@settings(max_examples=50, phases=(Phase.explicit, Phase.generate))  # to make examples small would take minutes
@given(steps=st.lists(st.tuples(states, faults), min_size=1, max_size=4))
def test_every_moment_is_whole_and_the_next_deploy_heals(
    layout: str, copy: str, steps: list[tuple[set[int], dict[int, str]]]
) -> None:
    """After each single thing done to the host a reader finds no dead link; then a quiet deploy makes it exactly right,
    and what others put there is as it was: also when each deploy is from another machine, which
    remembers nothing and has the seal.
    """
    switch = layout == "switch"
    seal = "segel" if copy == "lost" else ""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        tmp = Path(folder)
        base = tmp / "www"
        root = base / "current" if switch else base
        moments: list[list[str]] = []
        real = FolderPlace(base, switch)

        def look_around() -> None:
            moments.append(dead_links(reader_of(root)))

        base.mkdir()
        (base / "milik-orang.txt").write_text("jangan dihapus")
        for releases, plan in steps:
            attempt(tmp, newsroom(releases), FaultyPlace(real, Faults(plan, look_around)), seal)
            if copy == "lost":
                (tmp / "copy.json.gz").unlink(missing_ok=True)
            assert [dead for dead in moments if dead] == []
        wanted = newsroom(steps[-1][0])
        work = task(tmp, wanted, real, seal=seal)
        state, _ = look(work)
        deploy(work, state)
        assert dead_links(reader_of(root)) == []
        there = tree(root)
        if not switch:
            assert there.pop("milik-orang.txt") == b"jangan dihapus"
        assert there == wanted
        assert (base / "milik-orang.txt").read_text() == "jangan dihapus"
        state, left = look(task(tmp, wanted, real, seal=seal))
        assert not left
        assert not state.unfinished


def test_a_deploy_goes_on_where_the_last_one_broke(tmp_path: Path) -> None:
    """What was up before the connection broke for good is not uploaded again."""
    files = newsroom(range(1, 20))
    broken = dict.fromkeys(range(20, 24), "dropped before")
    faults = Faults(broken)
    work = task(tmp_path, files, FaultyPlace(FolderPlace(tmp_path / "www", switch=False), faults))
    state, steps = look(work)
    with pytest.raises(Stopped, match=r"the connection broke\. \d+ of \d+ files are up, readers see a whole site"):
        deploy(work, state)
    _, left = look(work)
    assert 0 < len(left.uploads) < len(steps.uploads)
    assert {file.path for file in left.uploads} | set(tree(tmp_path / "www")) == set(files)


def test_a_short_trouble_is_not_even_noticed(tmp_path: Path) -> None:
    """Two failures in a row are tried again, and the deploy succeeds."""
    files = newsroom([1, 2])
    faults = Faults({8: "dropped before", 9: "dropped after", 12: "refused"})
    work = task(tmp_path, files, FaultyPlace(FolderPlace(tmp_path / "www", switch=False), faults))
    deploy(work, look(work)[0])
    assert tree(tmp_path / "www") == files
    assert "(dropped after)" in "".join(faults.log)


def test_a_second_deploy_writes_nothing_and_lists_nothing(tmp_path: Path) -> None:
    """It reads the manifest, and that is all it does."""
    files = newsroom([1, 2])
    place = FolderPlace(tmp_path / "www", switch=False)
    work = task(tmp_path, files, place)
    deploy(work, look(work)[0])
    watched = Faults({})
    state, steps = look(task(tmp_path, files, FaultyPlace(place, watched)))
    assert not steps
    assert not state.unfinished
    assert watched.log == ["read warta-deploy.json.gz"]


def test_a_host_that_lost_its_manifest_is_told_by_this_machines_copy(tmp_path: Path) -> None:
    """Everything is uploaded anew, and what an earlier deploy claimed can still be deleted."""
    place = FolderPlace(tmp_path / "www", switch=False)
    first = task(tmp_path, newsroom([1, 2, 3]), place)
    deploy(first, look(first)[0])
    (tmp_path / "www" / "warta-deploy.json.gz").unlink()
    second = task(tmp_path, newsroom([1, 2]), place)
    state, steps = look(second)
    assert "has no warta-deploy.json.gz any more" in str(state.notice)
    assert steps.kept == 0
    deploy(second, state)
    assert tree(tmp_path / "www") == newsroom([1, 2])


def test_two_deploys_at_once_exclude_each_other(tmp_path: Path) -> None:
    """The second is refused with the name of the machine, and has changed nothing; a dead one's lock does not hold."""
    place = FolderPlace(tmp_path / "www", switch=False)
    outer = task(tmp_path, newsroom([1]), place)
    state, _ = look(outer)
    heard: list[str] = []

    def second() -> None:
        if heard:
            return
        heard.append("")
        try:
            deploy(outer, state)
        except CannotDeploy as error:
            heard[0] = str(error)

    watched = Faults({}, second)
    faulty = task(tmp_path, newsroom([1]), FaultyPlace(place, watched))
    deploy(faulty, state)
    assert "is under way" in heard[0]
    assert not (tmp_path / "www" / "warta-deploy.lock").exists()


@pytest.mark.parametrize("hours", [-1, 1, 24 * 365 * 70])
def test_a_lock_of_a_clock_that_is_wrong_ends_too(tmp_path: Path, hours: int) -> None:
    """One hour behind, one ahead, or decades, as a machine without a battery has it; a minute's difference is none."""
    place = FolderPlace(tmp_path / "www", switch=False)
    work = task(tmp_path, newsroom([1]), place)
    state, _ = look(work)
    (tmp_path / "www").mkdir()
    lock = tmp_path / "www" / LOCK
    holder = Holder("x", "mesin-lain", 1, dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    lock.write_bytes(msgspec.json.encode(holder))
    with pytest.raises(CannotDeploy, match=r"a deploy from mesin-lain is under way \(seen \d+ s ago\)"):
        deploy(work, state)
    lock.write_bytes(msgspec.json.encode(msgspec.structs.replace(holder, seen=holder.seen + dt.timedelta(hours=hours))))
    deploy(work, state)
    assert tree(tmp_path / "www") == newsroom([1])


def test_files_and_folders_can_change_places(tmp_path: Path) -> None:
    """A page that becomes a folder of pages, and a folder that becomes a page."""
    place = FolderPlace(tmp_path / "www", switch=False)
    for more in ({"a": "file", "b/c/d": "deep"}, {"a/b": "in a folder", "b": "file"}, {"a": "file"}):
        files = newsroom([1], more=more)
        work = task(tmp_path, files, place)
        deploy(work, look(work)[0])
        assert tree(tmp_path / "www") == files


def test_what_was_being_deleted_and_is_wanted_again_is_uploaded_again(tmp_path: Path) -> None:
    """A deploy dies among its deletions, and the next build brings back what it deleted."""
    place = FolderPlace(tmp_path / "www", switch=False)
    all_of_them = newsroom(range(1, 9))
    work = task(tmp_path, all_of_them, place)
    deploy(work, look(work)[0])
    faults = Faults({})
    dying = task(tmp_path, newsroom([8]), FaultyPlace(place, faults))
    state, _ = look(dying)

    def die_at_the_third() -> None:
        if sum(line.startswith("delete") for line in faults.log) == 3:
            raise Killed

    faults.then = die_at_the_third
    with pytest.raises(Killed):
        deploy(dying, state)
    let_grow_old(tmp_path / "www" / LOCK)
    work = task(tmp_path, all_of_them, place)
    deploy(work, look(work)[0])
    assert tree(tmp_path / "www") == all_of_them
