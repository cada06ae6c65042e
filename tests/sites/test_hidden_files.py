"""No file that only hidden texts have is in the output, wherever it lies, whoever names it, and whatever lay there before.

Two hundred random newsrooms run with the tests. More, with a tally: `python -m tests.sites.test_hidden_files 10000 SEED`.
"""

from __future__ import annotations

import datetime as dt
import gzip
import posixpath
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import brotli

from tests.support import NOW, SiteTest, fast_folder, picture, templates_compiled_once

CONFIG = """\
title: Ruang Berita
url: https://berita.example/
language: id
languages: [id, en]
timezone: Asia/Jakarta
theme: bare
feeds: [home]
feed_formats: [rss]
wire: [ninjs]
listings: []
images: {widths: [16], format: none}
precompress: true
"""
LATER = NOW + dt.timedelta(days=2)
FOLDERS = (
    "releases",
    "releases/2026",
    "releases/2026/hut",
    "releases/2026/hut/lomba",
    "releases/lain",
    "pages",
    "pages/unit",
)
INDEXES = ("index.md", "index.md", "INDEX.MD", "index.markdown")
BARE_FOLDERS = ("", "", "lampiran/", "lampiran/dalam/")
STATES = {
    "public": {},
    "draft": {"draft": "true"},
    "embargo": {"embargo": f"{NOW + dt.timedelta(days=1):%Y-%m-%dT%H:%M}Z"},
    "ahead": {"date": f"{NOW + dt.timedelta(days=1):%Y-%m-%dT%H:%M}Z"},
    "expired": {"expires": "2026-11-22"},
    "expiring": {"expires": f"{NOW + dt.timedelta(days=1):%Y-%m-%dT%H:%M}Z"},
    "withdrawn": {"withdrawn": "{at: 2026-11-21, reason: Keliru}"},
    "withdrawn ahead": {"withdrawn": f"{{at: {NOW + dt.timedelta(days=1):%Y-%m-%dT%H:%M}Z, reason: Keliru}}"},
}
OPEN_NOW = {"public", "expiring", "withdrawn ahead"}
OPEN_LATER = {"public", "embargo", "ahead"}
WAYS = ("image", "gallery", "attachments", "link", "shown", "mention")
FILE_WAYS = tuple(way for way in WAYS if way in ("link", "attachments", "mention"))


class Text(NamedTuple):
    """A document: its source, its state, and the files that it names, each with the way it does."""

    source: str
    state: str
    names: tuple[tuple[str, str], ...]
    keep: tuple[str, ...] = ()

    def is_open(self, states: set[str]) -> bool:
        """Whether its text is public where these states are."""
        return self.state in states

    @property
    def folder(self) -> str:
        """The folder it lies in."""
        return posixpath.dirname(self.source)

    @property
    def is_index(self) -> bool:
        """Whether the files of its folder are its own."""
        return self.source.count("/") > 1 and posixpath.basename(self.source).lower() in ("index.md", "index.markdown")


class Drawn(NamedTuple):
    """A newsroom: its texts, its files with their bytes, and those among them that are links, with their targets."""

    texts: list[Text]
    files: dict[str, bytes]
    links: dict[str, str]

    def home(self, file: str) -> list[Text]:
        """The indexes of the nearest folder around a file that has texts."""
        folder = posixpath.dirname(file)
        while folder:
            if any(each.folder == folder for each in self.texts):
                return [each for each in self.texts if each.folder == folder and each.is_index]
            folder = posixpath.dirname(folder)
        return []

    def must_be_hidden(self, file: str, states: set[str]) -> bool:
        """Whether nothing of a file may be public, where texts of these states are: nobody who is public has it, or
        somebody hidden has it too and no public text says that it is to be seen.
        """
        file = self.links.get(file, file)
        home = self.home(file)
        if any(file in each.keep and each.state == "withdrawn" for each in self.texts) or self._is_named(file, states):
            return False
        hidden = [each for each in self.texts if not each.is_open(states)]
        if any(each in home or file in dict(each.names) for each in hidden):
            return True
        return file not in self.links.values() and not any(each.is_open(states) for each in home)

    def _is_named(self, file: str, states: set[str]) -> bool:
        """Whether a text that is public shows or links to a file; from afar only what lies with nobody hidden counts."""
        shut = [each for each in self.home(file) if not each.is_open(states)]
        return any(
            dict(each.names).get(file, "mention") != "mention"
            and each.is_open(states)
            and all(each.source.startswith(index.folder + "/") for index in shut)
            for each in self.texts
        )

    def must_be_there(self, file: str, states: set[str]) -> bool:
        """Whether a file is public without a doubt: an open text names it, and nobody hidden has it."""
        if file in self.links or any(
            not each.is_open(states) and (each in self.home(file) or file in dict(each.names)) for each in self.texts
        ):
            return False
        return any(each.is_open(states) and dict(each.names).get(file, "mention") != "mention" for each in self.texts)


def draw(random: Random) -> Drawn:
    """Any newsroom."""
    files: dict[str, bytes] = {}
    for number in range(random.randint(4, 9)):
        folder, ending = random.choice(FOLDERS), random.choice(("jpg", "jpg", "pdf"))
        name = f"berkas{number}q.{ending}"
        data = picture(f"{random.random()}") if ending == "jpg" else f"%PDF berkas {random.random()}".encode()
        files[f"{folder}/{random.choice(BARE_FOLDERS)}{name}"] = data
    links = {}
    for number in range(random.choice((0, 0, 1, 2))):
        target = random.choice(sorted(files))
        links[f"{random.choice(FOLDERS)}/tautan{number}q{posixpath.splitext(target)[1]}"] = target
    sources = [f"{folder}/{random.choice(INDEXES)}" for folder in FOLDERS if random.random() < 0.6]
    sources += [
        f"{folder}/{name}" for folder in FOLDERS for name in ("teks.md", "index.en.md") if random.random() < 0.3
    ]
    texts = []
    every = sorted({**files, **links})
    for source in sources or ["releases/teks.md"]:
        states = ("public", "draft") if source.startswith("pages/") else tuple(STATES)
        state = "public" if random.random() < 0.4 else random.choice(states)
        chosen = random.sample(every, min(len(every), random.choice((0, 1, 2, 3))))
        # where a picture is shown stands a picture
        names = {each: random.choice(WAYS if each.endswith(".jpg") else FILE_WAYS) for each in chosen}
        keep = tuple(each for each in names if random.random() < 0.3) if state == "withdrawn" else ()
        texts.append(Text(source, state, tuple(names.items()), keep))
    return Drawn(texts, files, links)


def write(site: SiteTest, drawn: Drawn, *, opened: bool) -> None:
    """Write the texts, all of them as if they were public when `opened`."""
    for number, each in enumerate(drawn.texts):
        named = [(posixpath.relpath(file, each.folder), way) for file, way in each.names]
        if each.source.startswith("pages/"):  # pages have no such keys
            shown = {name: "shown" if name.endswith(".jpg") else "link" for name, _ in named}
            named = [(name, way if way in ("link", "mention") else shown[name]) for name, way in named]
        images = [f"{{file: {name}, alt: x}}" for name, way in named if way in ("image", "gallery")]
        fields: dict[str, str] = {"title": f"Judul {number}", "slug": f"slug-{number}"}
        if each.source.startswith("releases/"):
            fields |= {"date": "2026-11-20", "image": images[0] if images else ""}
            fields |= {"gallery": f"[{', '.join(images[1:])}]"}
            fields |= {"attachments": f"[{', '.join(name for name, way in named if way == 'attachments')}]"}
        if ".en." in each.source:
            fields["language"] = "en"
        if not opened:
            fields |= STATES[each.state]
            keep = ", ".join(posixpath.relpath(file, each.folder) for file in each.keep)
            if keep:
                fields["withdrawn"] = f"{{at: 2026-11-21, reason: Keliru, keep: [{keep}]}}"
        body = [
            f"[lihat]({name})" if way == "link" else f"![x]({name})" for name, way in named if way in ("link", "shown")
        ]
        body += [f'<object data="{name}"></object>' for name, way in named if way == "mention"]
        lines = "\n".join(f"{key}: {value}" for key, value in fields.items())
        site.write(f"content/{each.source}", f"---\n{lines}\n---\n\nIsi {number}.\n\n" + "\n\n".join(body) + "\n")


def check(site: SiteTest, drawn: Drawn, states: set[str], tally: Counter[str]) -> None:
    """Nothing of a file that must be hidden is in the output: no bytes, no smaller picture, no name; others are there."""
    unpacked: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}
    output = {path: unpacked.get(path[-3:], bytes)(data) for path, data in site.files().items()}
    said = b"\n".join([*[path.encode() for path in output], *output.values()])
    bytes_there = set(output.values())
    data = drawn.files | {link: drawn.files[target] for link, target in drawn.links.items()}
    for file in data:
        stem = posixpath.basename(file).partition(".")[0].encode()
        if drawn.must_be_hidden(file, states):
            assert data[file] not in bytes_there, f"{file} is in the output"
            assert stem not in said, f"{file} is named in the output"
            tally["hidden"] += 1
        elif drawn.must_be_there(file, states):
            assert data[file] in bytes_there, f"{file} is missing"
            tally["public"] += 1
        else:
            tally["either"] += 1


def run(root: Path, seed: int, tally: Counter[str]) -> None:
    """One newsroom: built while all is public, then over it as it is, then when two days have passed."""
    random = Random(seed)
    drawn, site = draw(random), SiteTest(root, CONFIG)
    for file, data in drawn.files.items():
        site.write(f"content/{file}", data)
    for link, target in drawn.links.items():
        place = site.root / "content" / link
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(posixpath.relpath(target, posixpath.dirname(link)))
    if random.random() < 0.7:
        write(site, drawn, opened=True)
        site.build()
    write(site, drawn, opened=False)
    site.build()
    check(site, drawn, OPEN_NOW, tally)
    site.build(now=LATER)
    check(site, drawn, OPEN_LATER, tally)


def run_many(seeds: range) -> Counter[str]:
    """As many newsrooms, and what was seen of their files."""
    tally: Counter[str] = Counter()
    for seed in seeds:
        with fast_folder() as folder:
            try:
                run(folder, seed, tally)
            except Exception as error:
                error.add_note(f"seed {seed}")
                raise
    return tally


def test_nothing_that_only_hidden_texts_have_is_in_any_output() -> None:
    """Files beside, above and below texts of all states, named twice, linked, in translations; in an output that was
    more open before, and as time passes.
    """
    with templates_compiled_once():
        tally = run_many(range(200))
    assert min(tally["hidden"], tally["public"]) > 200, "too little was seen"


def main() -> None:
    """Run as many newsrooms as the command line says from a seed on, and print what was seen of their files."""
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    with templates_compiled_once():
        tally = run_many(range(seed, seed + count))
    sys.stdout.writelines(f"{number:7} files {kind}\n" for kind, number in sorted(tally.items()))


if __name__ == "__main__":
    main()
