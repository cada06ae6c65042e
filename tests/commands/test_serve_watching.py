"""A preview sees what changes, told by the system or not."""

from __future__ import annotations

import ctypes
import errno
import os
import sys

import pytest

from tests.commands.previewing import PAGE, SOURCE, Serve, shows
from tests.commands.running import PATIENCE
from tests.support import SiteTest
from warta.preview.watch import Watcher


def test_a_preview_that_polls_sees_saves_too(previewed: SiteTest, serve: Serve) -> None:
    """With --poll edits, new files and mistakes are seen without the system telling of them."""
    preview = serve(previewed.root, "--poll")
    previewed.edit(SOURCE, "Isi pertama", "Isi yang kedua")
    preview.until(PAGE, shows("Isi yang kedua"))
    previewed.release("baru", "Kabar baru")
    preview.until("/2026/11/kabar-baru/", shows("Kabar baru"))
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    assert f"{SOURCE}:3" in preview.until(PAGE, lambda answer: answer.status == 500).text
    previewed.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi yang kedua"))


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is a thing of Linux")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EMFILE], ids=errno.errorcode.get)
@pytest.mark.parametrize("room", [(), (".",), (".", "content", "themes")], ids=["none", "one folder", "no subfolder"])
def test_where_the_system_can_watch_no_more_the_preview_polls_and_says_so(
    previewed: SiteTest, monkeypatch: pytest.MonkeyPatch, room: tuple[str, ...], code: int
) -> None:
    """The room for watches may end at once or deep in the archive: no folder is left that nobody looks at."""
    from watchdog.observers import inotify_c

    previewed.release("2026/lama/index", "Kabar lama")
    add_watch = inotify_c.inotify_add_watch
    watched = {os.fsencode(previewed.root / name) for name in room}

    def add_watch_while_there_is_room(descriptor: int, path: bytes, mask: int) -> int:
        if path in watched:
            return int(add_watch(descriptor, path, mask))
        ctypes.set_errno(code)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_watch_while_there_is_room)
    watcher = Watcher(previewed.root)
    try:
        assert "every second" in str(watcher.notice)
        assert "room" in str(watcher.notice)
        previewed.edit("content/releases/2026/lama/index.md", "Isi siaran", "Isi baru")
        assert any(path.endswith("lama/index.md") for path in next(watcher.changes(lambda: PATIENCE)))
    finally:
        watcher.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file of a folder is told of")
def test_folders_that_take_each_others_names_are_looked_at_whole(previewed: SiteTest) -> None:
    """The files of a folder that is moved on at once are not all told of."""
    previewed.release("m1/a", "Satu").release("m2/b", "Dua").remember().build()
    watcher = Watcher(previewed.root)
    try:
        folder = previewed.root / "content/releases"
        (folder / "m1").rename(folder / "t")
        (folder / "m2").rename(folder / "m1")
        (folder / "t").rename(folder / "m2")
        assert str(previewed.root.resolve() / "content") in next(watcher.changes(lambda: PATIENCE))
    finally:
        watcher.stop()


def test_hidden_files_that_are_published_are_watched(previewed: SiteTest) -> None:
    """Such as static/.htaccess; others with a dot are not."""
    previewed.write("content/static/.htaccess", "a").write("content/releases/.a.md.swp", "a")
    watcher = Watcher(previewed.root)
    try:
        previewed.write("content/releases/.a.md.swp", "b").write("content/static/.htaccess", "b")
        told = next(watcher.changes(lambda: PATIENCE))
    finally:
        watcher.stop()
    assert any(path.endswith(".htaccess") for path in told)
    assert not any(path.endswith(".swp") for path in told)
