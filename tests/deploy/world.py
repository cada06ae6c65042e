"""Small sites that link as newsrooms do, output folders that hold them, and a reader who follows every link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from warta.deploy.host import Place
from warta.deploy.output import read_output
from warta.deploy.runner import Task
from warta.deploy.state import Copy
from warta.engine.claims import Claim
from warta.engine.folder import Folder
from warta.engine.staging import stage
from warta.settings import Settings

SITE = "https://berita.example/"
CONFIG = Settings(title="Ruang Berita", url=SITE, language="id", timezone="Asia/Jakarta")
_KINDS = {"index.html": "home", "arsip/index.html": "archive", "feed.xml": "feed", "robots.txt": "robots"}
_LINK = re.compile(rb'href="/([^"]*)"')


def newsroom(releases: Iterable[int], *, more: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The files of a site with these releases: each links to its neighbours, the home page and a list to them."""
    numbers = sorted(releases)
    pages = {}
    for place, number in enumerate(numbers):
        near = numbers[max(place - 1, 0) : place] + numbers[place + 1 : place + 2]
        links = "".join(f'<a href="/{release_path(each)}">{each}</a>' for each in near)
        pages[release_path(number)] = f'<h1>Rilis {number}</h1>{links}<img href="/media/{number}.jpg">'
        pages[f"media/{number}.jpg"] = f"foto {number}"
    newest = "".join(f'<a href="/{release_path(each)}">{each}</a>' for each in numbers[-3:])
    pages["index.html"] = f'<link href="/assets/site.0123456789.css"><a href="/arsip/index.html">arsip</a>{newest}'
    pages["arsip/index.html"] = "".join(f'<a href="/{release_path(each)}">{each}</a>' for each in numbers)
    pages["feed.xml"] = (
        "<rss>" + "".join(f"<link>{SITE}{release_path(each)}</link>" for each in numbers[-3:]) + "</rss>"
    )
    pages["assets/site.0123456789.css"] = "body { margin: 0 }"
    pages["robots.txt"] = f"User-agent: *\n\nSitemap: {SITE}sitemap.xml\n"
    return {path: text.encode() for path, text in (pages | dict(more or {})).items()}


def release_path(number: int) -> str:
    """Where a release lies."""
    return f"2026/11/rilis-{number}/index.html"


def write_output(root: Path, files: Mapping[str, bytes]) -> Path:
    """Make of `root` what a build that plans these files leaves, and return it."""
    folder = Folder(root)
    with folder.staging_open():
        staged = {
            path: Claim(stage(str(folder.staging), path, data).digest, _kind_of(path)) for path, data in files.items()
        }
        folder.put_in_place(staged, {}, [path for path in folder.claimed if path not in files])
        folder.settle()
    return root


def _kind_of(path: str) -> str:
    return "release" if re.fullmatch(r"\d{4}/\d\d/[^/]+/index\.html", path) else _KINDS.get(path, "media")


def task(tmp: Path, files: Mapping[str, bytes], place: Place, *, seal: str = "") -> Task:
    """A deploy of these files to a place, that does not wait between its tries."""
    wanted = read_output(write_output(tmp / "output", files), CONFIG)
    return Task(place, SITE, wanted, Copy(tmp / "copy.json.gz"), seal, pauses=(0.0, 0.0), checkpoint=0.0)


def dead_links(read: Callable[[str], bytes | None]) -> list[str]:
    """What a reader who comes to the home page and follows every link does not find; no home page, no reader."""
    if read("index.html") is None:
        return []
    seen, todo, dead = {"index.html"}, ["index.html"], []
    while todo:
        page = todo.pop()
        data = read(page)
        if data is None:
            dead.append(page)
            continue
        for link in {found.decode() for found in _LINK.findall(data)} - seen:
            seen.add(link)
            todo.append(link)
    return sorted(dead)


def reader_of(root: Path) -> Callable[[str], bytes | None]:
    """Reads a site that lies in a folder."""

    def read(path: str) -> bytes | None:
        try:
            return (root / path).read_bytes()
        except OSError:
            return None

    return read


def tree(root: Path) -> dict[str, bytes]:
    """Every file of a folder but those of the deploy itself."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    return {path: data for path, data in found.items() if not path.startswith("warta-")}
