"""A site is a function of content, settings, theme and now: whatever else differs, the bytes are the same."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import SiteTest

BUILD = Path(__file__).parents[2] / "build.py"
NOW = "2026-11-24 12:00"
COUNT = 70  # enough to be worth several processes

MACHINES = [
    {"TZ": "Asia/Jayapura", "PYTHONHASHSEED": "1", "LC_ALL": "C", "jobs": "2"},
    {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "jobs": "4"},
    {"TZ": "UTC", "PYTHONHASHSEED": "3", "LANG": "id_ID.UTF-8", "jobs": "1"},
]


def fill(site: SiteTest, *, count: int = COUNT, backwards: bool = False) -> SiteTest:
    """A newsroom of some size, its files made in one order or the other."""
    site.config(
        "languages: [id, en]\ncategories: [Ekonomi, Budaya, {name: Kebencanaan, names: {en: Disaster}}]\npage_size: 7\n"
        'region: "32.11"\n'
    )
    site.write("content/pages/tentang.md", "---\ntitle: Tentang\nmenu: header\n---\n\n[satu](../releases/2025/r1.md)\n")
    site.write("content/organizations/humas.md", "---\nname: Humas\n---\n\nKami.\n")
    site.write("content/static/a.txt", "x").write("content/static/b/c.txt", "x")
    numbers = range(count)
    for number in reversed(numbers) if backwards else numbers:
        site.release(
            f"{2024 + number % 3}/r{number}",
            f"Rilis é {number}",
            date=f"{2024 + number % 3}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            + (f" {number % 24:02d}:30" if number % 2 else ""),
            category=("Ekonomi", "Budaya", "Kebencanaan")[number % 3],
            tags=f"[tag{number % 5}, tag{number % 7}, tag{number % 11}]",
            regions='["32.11.22", "32.73"]' if number % 4 else "[Bogor Utara]",
            authors="[Ani, Budi, Citra]",
            language="en" if number % 9 == 0 else "id",
            body=f'Isi **{number}** "kutip"[^1].\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n[^1]: Kaki.',
        )
    return site


def run(site: SiteTest, machine: dict[str, str], output: Path) -> None:
    """Build with the command, in a process that finds another machine around it."""
    environment = os.environ | {name: value for name, value in machine.items() if name != "jobs"}
    command = [sys.executable, str(BUILD), "--site", str(site.root), "build", "--now", NOW, "--output", str(output)]
    done = subprocess.run(
        [*command, "--jobs", machine["jobs"]],
        env=environment,
        cwd=site.root.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a clean build in this process writes."""
    site = fill(SiteTest(tmp_path_factory.mktemp("reference")))
    site.build()
    return site.files()


@pytest.mark.parametrize("machine", MACHINES, ids=[machine["TZ"] for machine in MACHINES])
def test_any_machine_writes_the_same_bytes(
    tmp_path: Path, reference: dict[str, bytes], machine: dict[str, str]
) -> None:
    """Another time zone, hash seed, locale, number of processes, folder and order of files change nothing."""
    site = fill(SiteTest(tmp_path / "elsewhere"), backwards=True)
    run(site, machine, site.output)
    assert site.files() == reference
    run(site, MACHINES[0], site.output)
    assert site.files() == reference


@pytest.mark.parametrize("jobs", [2, 4])
def test_several_processes_write_what_one_writes(tmp_path: Path, reference: dict[str, bytes], jobs: int) -> None:
    """In the same order."""
    site = fill(SiteTest(tmp_path))
    report = site.build(jobs=jobs)
    assert site.files() == reference
    assert len(report.written) == len(reference)


def test_a_site_that_was_moved_is_the_same_site(tmp_path: Path, reference: dict[str, bytes]) -> None:
    """Where it lies is no part of what it says, and what it remembers goes along."""
    site = fill(SiteTest(tmp_path / "a"))
    site.build()
    shutil.move(tmp_path / "a", tmp_path / "b")
    moved = SiteTest.__new__(SiteTest)
    moved.root, moved.output = tmp_path / "b" / "site", tmp_path / "b" / "site" / "output"
    moved.build()
    assert moved.files() == reference


def test_no_output_holds_the_time_of_the_build_or_the_place_of_the_site(tmp_path: Path) -> None:
    """Another now at which the same releases are public gives the same bytes."""
    site = fill(SiteTest(tmp_path))
    site.build(now=dt.datetime(2026, 12, 31, 5, 0, tzinfo=dt.UTC))
    later = site.files()
    site.build(now=dt.datetime(2027, 6, 1, 5, 0, tzinfo=dt.UTC))
    assert site.files() == later
    assert str(tmp_path).encode() not in b"".join(later.values())


EDITS: dict[str, Callable[[SiteTest], object]] = {
    "a body": lambda site: site.edit("content/releases/2025/r1.md", "Isi **1**", "Isi **satu**"),
    "a title": lambda site: site.edit("content/releases/2024/r6.md", "Rilis é 6", "Rilis é enam"),
    "a date": lambda site: site.edit("content/releases/2026/r5.md", "date: 2026-06-06", "date: 2025-01-01"),
    "a category": lambda site: site.edit("content/releases/2024/r3.md", "category: Ekonomi", "category: Budaya"),
    "a new release": lambda site: site.release("baru", "Baru", category="Ekonomi", tags="[tag1, baru]"),
    "a deleted release": lambda site: site.delete("content/releases/2026/r8.md"),
    "a draft": lambda site: site.edit("content/releases/2024/r9.md", "title:", "draft: true\ntitle:"),
    "a setting": lambda site: site.edit("config.yaml", "page_size: 7", "page_size: 2"),
    "a template": lambda site: site.edit("themes/bare/templates/listing.html", "<h1>", "<h1 class=x>"),
    "a style sheet": lambda site: site.edit("themes/bare/static/css/warta.css", "0", "1px"),
    "a static file": lambda site: site.write("content/static/a.txt", "y").delete("content/static/b/c.txt"),
    "a page": lambda site: site.edit("content/pages/tentang.md", "menu: header", "menu: none"),
    "a file of the output": lambda site: site.write("output/index.html", "rusak").delete("output/feed.xml"),
}


def test_warm_equals_cold_after_each_edit(tmp_path: Path) -> None:
    """Step by step through edits of every kind, and back to the start at once."""
    warm = fill(SiteTest(tmp_path / "warm"), count=16)
    warm.build()
    start = warm.files()
    shutil.copytree(warm.root, tmp_path / "start")
    for number, (name, edit) in enumerate(EDITS.items()):
        edit(warm)
        report = warm.build()
        cold = tmp_path / f"cold{number}"
        warm.build(output=cold, work=tmp_path / f"work{number}")
        assert warm.files() == warm.files(cold), name
        assert report.claimed == warm.files().keys(), name
    for folder in ("content", "themes"):
        shutil.rmtree(warm.root / folder)
        shutil.copytree(tmp_path / "start" / folder, warm.root / folder)
    shutil.copy(tmp_path / "start" / "config.yaml", warm.root / "config.yaml")
    warm.build()
    assert warm.files() == start
