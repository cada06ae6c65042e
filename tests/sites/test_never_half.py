"""A build that is killed, or that cannot write, leaves a site that works."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.sites.test_warm_equals_cold import start
from tests.support import SiteTest
from warta.errors import OutputError, WartaError

resource = pytest.importorskip("resource")  # Windows has none

_LINK = re.compile(rb"""(?:href|src)=["']([^"'#?]*)""")
KILLS = 100
CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"})
ROOT = Path(__file__).parents[2]


def state_a(site: SiteTest) -> None:
    """One state of the newsroom."""
    for number in range(7, 15):
        (site.root / f"content/releases/n{number}.md").unlink(missing_ok=True)
    site.release("r3", "Rilis 3", date="2026-04-10", category="Ekonomi", tags="[lama]")
    site.release("r5", "Rilis 5", "Isi lama.", date="2026-06-10", category="Kesehatan")


def state_b(site: SiteTest) -> None:
    """Another: releases come in new months and terms, one is gone from its terms, one has another text."""
    for number in range(7, 15):
        date = f"2025-{number - 6:02d}-11"
        site.release(f"n{number}", f"Baru {number}", date=date, category="Budaya", tags=f"[baru{number}]")
    site.release("r3", "Rilis 3 lain", date="2026-04-10", category="Kesehatan", tags="[lain]")
    site.release("r5", "Rilis 5", "Isi baru.", date="2026-06-10", category="Kesehatan")


def killed_build(site: SiteTest, delay: float) -> bool:
    """Build in a process of its own and kill it after `delay` seconds; whether it was still at it."""
    child = os.fork()
    if child == 0:
        try:
            site.build()
        finally:
            os._exit(0)
    time.sleep(delay)  # the moment of the kill, not a wait for something
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def broken_links(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Links of pages that can be reached from the home page to files that are not there."""
    if "index.html" not in files:
        return []
    broken, seen, pending = [], {"index.html"}, ["index.html"]
    while pending:
        page = pending.pop()
        for raw in _LINK.findall(files[page]):
            target = unquote(raw.decode())
            if not target.startswith("/"):
                continue
            path = target.lstrip("/") + ("index.html" if target.endswith("/") else "")
            if path not in files:
                broken.append((page, path))
            elif path.endswith(".html") and path not in seen:
                seen.add(path)
                pending.append(path)
    return broken


def snapshot(site: SiteTest, folder: Path) -> dict[str, bytes]:
    """The bytes of a clean build."""
    shutil.rmtree(folder, ignore_errors=True)
    site.build(output=folder / "output", work=folder / "work")
    return site.files(folder / "output")


def test_a_kill_at_any_moment_leaves_a_site_that_works(tmp_path: Path) -> None:
    """A hundred builds killed at random moments, cold and warm: every file is whole, every link of the site leads
    somewhere, and the next build leaves what a clean one does."""
    site = start(tmp_path)
    states = (state_a, state_b)
    wanted = []
    for state in states:
        state(site)
        wanted.append(snapshot(site, tmp_path / "clean"))
    began = time.perf_counter()
    snapshot(site, tmp_path / "clean")
    whole = time.perf_counter() - began
    chance = random.Random(7)
    killed = 0
    for turn in range(KILLS):
        if turn % 10 == 0:
            shutil.rmtree(site.output, ignore_errors=True)
            shutil.rmtree(site.root / ".warta", ignore_errors=True)
        states[turn % 2](site)
        killed += killed_build(site, chance.uniform(0, whole * 1.3))
        files = site.files() if site.output.exists() else {}
        for path, data in files.items():
            assert data in (wanted[0].get(path), wanted[1].get(path)), f"{path} is neither the old nor the new file"
        assert broken_links(files) == []
        if turn % 4 == 3:
            site.build()
            assert site.files() == wanted[turn % 2]
    site.build()
    assert site.files() == wanted[(KILLS - 1) % 2]
    assert killed > KILLS // 4


def killed_at(site: SiteTest, nth: int) -> bool:
    """Build in a process of its own and kill it right before the nth time that it writes, renames or removes
    something; whether it came that far."""
    child = os.fork()
    if child == 0:
        left = nth

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in CHANGES or (event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wxa"):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            site.build()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_kill_before_any_of_its_steps_leaves_nothing_of_a_build_in_the_output(site: SiteTest) -> None:
    """Not one name is in the output that a whole build does not leave there, whatever step was the last."""
    site.release("r1", "Rilis 1", "Isi pertama.")
    site.build()
    wanted = {path.name for path in site.output.rglob("*")}
    nth, killed = 0, True
    while killed:
        nth += 1
        site.release("r1", "Rilis 1", f"Isi yang ke-{nth}.")
        killed = killed_at(site, nth)
        assert {path.name for path in site.output.rglob("*")} <= wanted
        site.build()  # so that each killed build has the same steps
    assert nth > 20
    assert {path.name for path in site.output.rglob("*")} == wanted


def children(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's list of child processes")
def test_a_killed_build_of_several_processes_frees_the_next(site: SiteTest) -> None:
    """When a build with workers is killed, they end too and let go of the lock: the next build does not wait."""
    for number in range(400):
        site.release(f"r{number:03d}", f"Rilis {number}", "Isi **tebal**.\n\n" * 200, date="2026-03-01")
    command = [sys.executable, str(ROOT / "build.py"), "--site", str(site.root), "--jobs", "2", "--now", "2026-11-24"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
        deadline = time.monotonic() + 30
        while len(workers := children(build.pid)) < 2:
            assert build.poll() is None
            assert time.monotonic() < deadline
        build.kill()
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker outlives its build"
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    assert "2026/03/rilis-7/index.html" in site.files()


def limited_build(site: SiteTest, limit: int) -> str:
    """Build in a process whose files may not grow beyond `limit` bytes; what it complained of, or nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        message = "something else went wrong"
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            site.build()
            message = ""
        except WartaError as error:
            message = str(error)
        finally:
            os.write(writing, message.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        message = pipe.read()
    os.waitpid(child, 0)
    return message


@pytest.mark.parametrize("limit", [0, 300, 3000])
def test_a_full_disk_is_an_error_and_leaves_the_output(tmp_path: Path, limit: int) -> None:
    """Where no file can grow any more, the build says that it cannot write, and the old site stands."""
    site = start(tmp_path)
    state_a(site)
    site.build()
    before = site.files()
    state_b(site)
    message = limited_build(site, limit)
    assert "cannot be written" in message
    assert site.files() == before
    site.build()
    assert site.files() == snapshot(site, tmp_path / "clean")


def test_an_output_that_cannot_be_made_is_an_error(site: SiteTest, tmp_path: Path) -> None:
    """An output below a file is refused in a sentence that names it."""
    site.release("a", "Judul")
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="berkas"):
        site.build(output=tmp_path / "berkas" / "output")


def test_a_foreign_folder_is_left_alone(site: SiteTest, tmp_path: Path) -> None:
    """A folder with somebody else's files is refused, and not a byte of it changes."""
    site.release("a", "Judul")
    (tmp_path / "foto").mkdir()
    (tmp_path / "foto" / "liburan.jpg").write_bytes(b"mine")
    with pytest.raises(OutputError, match="liburan.jpg"):
        site.build(output=tmp_path / "foto")
    assert [path.name for path in (tmp_path / "foto").iterdir()] == ["liburan.jpg"]
