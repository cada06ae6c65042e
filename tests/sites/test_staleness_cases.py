"""Changes that builds once did not see: after each, what is written is what a clean build writes."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from tests.commands.running import environment, run
from tests.support import NOW, SiteTest, picture

BUILD = Path(__file__).parents[2] / "build.py"
MACHINES = "feed_formats: [rss, atom, json]\nwire: [ninjs, text]\n"
CORRECTION = "[{at: 2026-11-21 08:00 +07:00, text: Angka diperbaiki.}]"


def newsroom(root: Path, settings: str) -> SiteTest:
    """An empty newsroom with all feeds and the wire, and further settings."""
    site = SiteTest(root)
    return site.edit("config.yaml", "feed_formats: [rss]\nwire: []\n", MACHINES + settings)


@pytest.mark.parametrize("again", [False, True], ids=["new process", "same process"])
def test_a_feed_speaks_its_own_language_whatever_else_is_made_with_it(tmp_path: Path, again: bool) -> None:  # noqa: FBT001
    """A release that stands in the feeds of two languages has in each that one's words and names of categories."""
    site = newsroom(
        tmp_path,
        "languages: [id, en]\nuntranslated: show\ncategories: [{name: Ekonomi, names: {en: Economy}}]\n",
    )
    site.remember(again=again).release(
        "pasar", "Pasar", category="Ekonomi", unverified="true", corrections=CORRECTION, sponsored="true"
    )
    site.build()
    before = site.files()
    for name in ("feed.xml", "atom.xml", "feed.json"):
        ours, theirs = site.text(name), site.text(f"en/{name}")
        for indonesian, english in (
            ("Ralat", "Correction"),
            ("Ekonomi", "Economy"),
            ("memerlukan verifikasi", "still unverified"),
        ):
            assert (indonesian in ours, english in ours) == (True, False), name
            assert (indonesian in theirs, english in theirs) == (False, True), name
    # to a process that remembers its output belongs alone: it does not look for what others took away
    for path in sorted(path for path in before if path.endswith((".xml", ".json")) and not again):
        (site.output / path).unlink()
        site.build()
        assert site.files() == before, path
    site.compare()


MESSAGES = (
    "Correction",
    "Corrections",
    "Notes to editors",
    "Press contact",
    "Pictures",
    "Advertorial",
    "Unverified",
    "This release is still unverified; verification will follow as soon as possible.",
    "Withdrawn",
)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_word_is_changed_wherever_it_is_printed(tmp_path: Path, message: str) -> None:
    """A theme's own translation is in feeds, wire and compressed twins as soon as it is in pages."""
    site = newsroom(tmp_path, "host: nginx\nprecompress: true\n")
    site.edit("config.yaml", "theme: bare", "theme: anak").write("themes/anak/theme.yaml", "name: anak\n")
    site.release(
        "pasar",
        "Pasar",
        unverified="true",
        sponsored="true",
        notes="Untuk redaksi.",
        corrections=CORRECTION,
        contacts="[{name: Ani}]",
        gallery="[{file: /peta.jpg, alt: Peta}]",
    )
    site.release("batal", "Batal", withdrawn="{at: 2026-11-21, reason: Salah.}")
    site.write("content/static/peta.jpg", picture())
    catalog = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{message}"\nmsgstr "%s"\n'
    site.write("themes/anak/locale/id.po", catalog % "Katalama").build()
    before = {path for path, data in site.files().items() if b"Katalama" in data}
    site.write("themes/anak/locale/id.po", catalog % "Katabaru")
    site.compare()
    assert before == {path for path, data in site.files().items() if b"Katabaru" in data} != set()
    assert not [path for path, data in site.files().items() if b"Katalama" in data]


@pytest.mark.parametrize("again", [False, True], ids=["new process", "same process"])
@pytest.mark.parametrize("zone", ["Asia/Jayapura", "Asia/Bangkok", "Asia/Pontianak"])
def test_times_with_an_offset_are_told_in_the_zone_of_the_settings(tmp_path: Path, zone: str, again: bool) -> None:  # noqa: FBT001
    """The same instant is another time of day in another zone, and another name of the zone with the same one."""
    site = newsroom(tmp_path, "host: nginx\nprecompress: true\n").remember(again=again)
    site.write("content/organizations/humas.md", "---\nname: Humas\n---\n\nTentang.\n")
    for day in (20, 22):
        site.release(f"r{day}", f"Rilis {day}", date=f"2026-11-{day} 09:00 +07:00", corrections=CORRECTION)
    site.release("batal", "Batal", date="2026-11-19 09:00 +07:00", withdrawn="{at: 2026-11-21 10:00 Z, reason: Salah.}")
    site.build()
    assert "09.00 WIB" in site.text("2026/11/rilis-20/rilis.txt")
    site.edit("config.yaml", "Asia/Jakarta", zone)
    site.compare()
    if zone == "Asia/Jayapura":
        assert "11.00 WIT" in site.text("2026/11/rilis-20/rilis.txt")
        assert "2026-11-20T11:00:00+09:00" in site.text("2026/11/rilis-20/ninjs.json")


EXTENSION = '''\
"""Replaces a word."""

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
{imports}

class Replacement(Preprocessor):
    def run(self, lines):
        return [line.replace("KATA", {word}) for line in lines]


class Replacing(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Replacement(md), "replacement", 30)


def makeExtension(**kwargs):
    return Replacing(**kwargs)
'''


def build_anew(site: SiteTest, libraries: Path, *words: str) -> None:
    """Build in a process of its own that finds more libraries in a folder."""
    env = environment(PYTHONPATH=str(libraries), PYTHONDONTWRITEBYTECODE="1")
    done = run(
        [sys.executable, str(BUILD), "--site", str(site.root), "build", *words, "--now", "2026-11-24 12:00"], env=env
    )
    assert done.returncode == 0, done.stderr + done.stdout


def _clean(site: SiteTest, libraries: Path) -> dict[str, bytes]:
    other = site.root.parent / "elsewhere"
    build_anew(site, libraries, "--clean", "--output", str(other))
    return site.files(other)


@pytest.mark.parametrize(
    "place", ["myext.py", "mypackage/myext.py", "mypackage/words.txt", "words-2.0.dist-info/METADATA"]
)
def test_an_extension_of_markdown_that_changes_changes_the_texts(tmp_path: Path, place: str) -> None:
    """Its module, another file of its package, or merely another version of a library that it may use."""
    libraries = tmp_path / "lib"
    name = "myext" if place == "myext.py" else "mypackage.myext"
    module = libraries / f"{name.replace('.', '/')}.py"
    module.parent.mkdir(parents=True)
    site = newsroom(tmp_path, f"markdown: {{extensions: [extra, {name}]}}\n").release("a", "A", "Ada KATA di sini.")
    read = "(__import__('pathlib').Path(__file__).parent / 'words.txt').read_text()"
    if place.endswith(".py"):
        module.write_text(EXTENSION.format(imports="", word="'satu'"))
    elif place.endswith(".txt"):
        module.write_text(EXTENSION.format(imports="", word=read))
        module.with_name("words.txt").write_text("satu")
    else:
        module.write_text(
            EXTENSION.format(imports="import importlib.metadata", word="importlib.metadata.version('words')")
        )
        _install(libraries, "1.0-satu")
    if "." in name:
        (module.parent / "__init__.py").touch()
    build_anew(site, libraries)
    assert "satu" in site.page("/2026/11/a/")
    if place.endswith(".py"):
        module.write_text(EXTENSION.format(imports="", word="'dua'"))
    elif place.endswith(".txt"):
        module.with_name("words.txt").write_text("dua")
    else:
        _install(libraries, "2.0-dua")
    build_anew(site, libraries)
    assert "dua" in site.page("/2026/11/a/")
    assert site.files() == _clean(site, libraries)


def _install(libraries: Path, version: str) -> None:
    """A library `words` of a version and nothing else, as pip notes it."""
    for old in libraries.glob("words-*.dist-info"):
        (old / "METADATA").unlink()
        old.rmdir()
    folder = libraries / f"words-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: words\nVersion: {version}\n")


LATER = NOW + dt.timedelta(minutes=1)


@pytest.mark.parametrize("rows", ["/2020/01/dulu/\treleases/pasar.md\n", ""], ids=["more", "less"])
def test_the_history_of_addresses_is_an_input(tmp_path: Path, rows: str) -> None:
    """A line of addresses.tsv more or less, and nothing else, is no build with nothing to do."""
    site = newsroom(tmp_path, "host: netlify\n").release("pasar", "Pasar")
    site.write("addresses.tsv", "/2019/05/lama/\treleases/pasar.md\n").build()
    assert "/2019/05/lama/" in site.text("_redirects")
    site.write("addresses.tsv", rows)
    site.compare(now=LATER)
    redirects = site.text("_redirects") if (site.output / "_redirects").exists() else ""
    assert ("/2020/01/dulu/" in redirects, "/2019/05/lama/" in redirects) == (bool(rows), False)


@pytest.mark.parametrize("again", [False, True], ids=["new process", "same process"])
def test_a_name_of_a_region_is_another_one_in_another_newsroom(tmp_path: Path, again: bool) -> None:  # noqa: FBT001
    """The setting `region` says which of the regions of one name is meant, and no release changes with it."""
    site = newsroom(tmp_path, 'region: "32.11"\n').remember(again=again).release("a", "A", regions="[Paseh]")
    site.build()
    assert "kabupaten-sumedang/paseh/" in site.page("/2026/11/a/")
    site.edit("config.yaml", '"32.11"', '"32.04"').compare()
    assert "kabupaten-bandung/paseh/" in site.page("/2026/11/a/")
