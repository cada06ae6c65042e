"""Proves that a build and a deploy may be killed at any moment: no reader meets half a site, and the next two mend it.

WARTA_KILLS=1000 kills so often, instead of a few times.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.world import reader_of
from tests.support import SiteTest
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.kept import Kept, Shown
from warta.deploy.lock import NAME as LOCK
from warta.deploy.runner import Task, deploy, look
from warta.deploy.state import Copy
from warta.deploy.today import read_fresh_output
from warta.errors import OutputError
from warta.settings import read_settings

COUNT = int(os.environ.get("WARTA_KILLS", "30"))
OTHERS = b"jangan dihapus"


class Newsroom:
    """A newsroom that is built and deployed by processes of their own."""

    def __init__(self, site: SiteTest, *, switch: bool) -> None:
        self.site = site
        self.www = site.root.parent / "www"
        self.root = self.www / "current" if switch else self.www
        self.place = FolderPlace(self.www, switch)
        self.versions: dict[str, set[bytes]] = {}
        self.number = 0

    def edit(self, dice: random.Random) -> None:
        """Another state of the newsroom: releases come, change and go."""
        self.number += 1
        for number in range(4):
            path = f"content/releases/r{number}.md"
            if dice.random() < 0.4:
                date, text = f"2020-01-0{number + 1}", f"Isi ke-{self.number}."
                self.site.release(f"r{number}", f"Rilis {number}", text, date=date)
            elif dice.random() < 0.3 and (self.site.root / path).exists() and number:
                self.site.delete(path)

    def build(self) -> None:
        self.site.build(now=dt.datetime.now(dt.UTC).replace(microsecond=0), jobs=1)

    def deploy(self) -> None:
        """As the command does it."""
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        request = self.site.request(now=now)
        settings = read_settings(self.site.root)
        fresh = read_fresh_output(request, settings, {})
        copy = Copy(self.site.root / ".warta/deploy/www.json.gz")
        task = Task(self.place, settings.url, fresh.files, copy, pauses=(), checkpoint=0.0)
        state, steps = look(task)
        if steps or state.unfinished:
            deploy(task, state)
        Kept(self.site.root / ".warta/deploy/kept/www", settings.url).keep(task.wanted, Shown(fresh.readable), now, 3)

    def expect(self, files: dict[str, bytes]) -> None:
        """What a reader may meet from now on."""
        for path, data in files.items():
            self.versions.setdefault(path, set()).add(data)

    def half(self, root: Path) -> list[str]:
        """The files of a folder that hold what no build ever made."""
        read = reader_of(root)
        return [path for path, known in self.versions.items() if (data := read(path)) is not None and data not in known]


def run(work: Callable[[], None], seconds: float | None) -> bool:
    """Do something in a process of its own, which is killed after so many seconds; whether it ended before."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if seconds is not None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if os.waitpid(child, os.WNOHANG)[0]:
                return True
            time.sleep(0.0005)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("switch", [False, True])
def test_a_kill_at_any_moment_of_build_and_deploy(site: SiteTest, switch: bool) -> None:  # noqa: FBT001
    """Every page that a reader meets is one that a build made, whole; a build and a deploy that are let be make output
    and host exactly what a new build is, nothing is left over, and what others put there stays.
    """
    dice = random.Random(15)
    newsroom = Newsroom(site, switch=switch)
    newsroom.www.mkdir()
    (newsroom.www / "milik-orang.txt").write_bytes(OTHERS)
    site.release("r0", "Rilis 0", date="2020-01-01")
    started = time.monotonic()
    assert run(newsroom.build, None)
    assert run(newsroom.deploy, None)
    longest = (time.monotonic() - started) / 2
    killed = 0
    while killed < COUNT // 2:
        newsroom.edit(dice)
        wanted = site.clean(now=dt.datetime.now(dt.UTC), jobs=1)
        newsroom.expect(wanted)
        for _ in range(dice.randrange(1, 12)):
            both = (newsroom.build, newsroom.deploy)
            for work in both if dice.random() < 0.6 else both[:1]:
                ended = run(work, dice.random() ** 2 * longest)
                killed += not ended
                assert newsroom.half(newsroom.root) == []
                assert newsroom.half(site.output) == []
        lock = newsroom.www / LOCK
        lock.unlink(missing_ok=True)
        assert run(newsroom.build, None)
        assert run(newsroom.deploy, None)
        assert site.files() == wanted
        there = {
            path: data
            for path, data in site.files(newsroom.root).items()
            if not path.startswith(("warta-deploy", "milik"))
        }
        assert there == wanted
        assert sorted(path.name for path in newsroom.www.rglob(".warta-up-*")) == []
        assert not (site.root / ".output.staging").exists()
        assert (newsroom.www / "milik-orang.txt").read_bytes() == OTHERS


def test_a_staging_folder_that_a_kill_left_stops_no_deploy(site: SiteTest) -> None:
    """Though the next build has nothing to do: the text was put back meanwhile."""
    newsroom = Newsroom(site, switch=False)
    site.release("r0", "Rilis 0", date="2020-01-01")
    newsroom.build()
    (site.root / ".output.staging").mkdir()
    newsroom.build()
    newsroom.deploy()
    assert site.files(newsroom.www).items() >= site.files().items()


def test_a_byte_that_was_changed_behind_a_build_is_mended_by_the_next(site: SiteTest) -> None:
    """Though the file has its size and its time, by which a build knows it: a deploy reads it, and lets the build know."""
    newsroom = Newsroom(site, switch=False)
    site.release("r0", "Rilis 0", date="2020-01-01")
    newsroom.build()
    page = site.output / "index.html"
    facts, data = page.stat(), page.read_bytes()
    page.write_bytes(data.replace(b"Rilis 0", b"Rilis 1"))
    os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    newsroom.build()
    assert page.read_bytes() != data
    with pytest.raises(OutputError, match=r"is not as the build left it \(1 files, such as index.html\)"):
        newsroom.deploy()
    newsroom.build()
    assert page.read_bytes() == data
    newsroom.deploy()
    assert (newsroom.www / "index.html").read_bytes() == data


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"inputs": "", "since": "kemarin"}'])
def test_a_stamp_that_cannot_be_read_is_made_anew_by_a_build_with_nothing_to_do(site: SiteTest, text: bytes) -> None:
    """So it stops no deploy from then on."""
    newsroom = Newsroom(site, switch=False)
    site.release("r0", "Rilis 0", date="2020-01-01")
    newsroom.build()
    (site.output / ".warta-built").write_bytes(text)
    newsroom.build()
    newsroom.deploy()
