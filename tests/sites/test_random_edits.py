"""After any random edit, made known to a process that remembers or to a new one, the output is a clean build's.

Few edits run with the tests. Many, with a tally by kind: `python -m tests.sites.test_random_edits 10000 SEED`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.newsrooms import set_line
from tests.support import LOGO, NOW, SiteTest, fast_folder, picture, templates_compiled_once

SETTINGS = """\
title: Ruang Berita
url: https://berita.example/
language: id
timezone: Asia/Jakarta
languages: [id, en]
theme: bare
region: "32.11"
regions: [{code: "32.11.01.2001", name: Cimungkal}]
categories: [{name: Ekonomi, names: {en: Economy}}, Budaya, Kesehatan]
page_size: 2
feed_size: 2
related: 2
feeds: [home, category, region, tag, author, corrections]
feed_formats: [rss, json]
wire: [ninjs, text]
host: netlify
images: {widths: [16], format: none}
"""
CATEGORIES, TAGS, AUTHORS = (
    ("Ekonomi", "Budaya", "Kesehatan"),
    ("air", "pasar", "seni", "jalan"),
    ("Ani", "Budi", "Cici"),
)
REGIONS = ('"32.11.01.2001"', '"32.11.09"', '"32.73"', '"32.11"')
BUNDLE = "content/releases/bundel/index.md"
Edit = Callable[[SiteTest, Random], object]


def start(root: Path, seed: int) -> SiteTest:
    """A newsroom of a dozen releases, a bundle with a picture, a page, an office and a copied file."""
    random, site = Random(seed), SiteTest(root, SETTINGS)
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: humas.svg\n---\n\nTentang kami.\n")
    site.write("content/organizations/humas.svg", LOGO)
    site.write("content/pages/redaksi.md", "---\ntitle: Redaksi\nmenu: header\n---\n\nNama-nama.\n")
    site.write("content/static/CNAME", "berita.example\n")
    site.write("themes/bare/locale/id.po", _catalog("Ralat"))
    site.release("bundel/index", "Bundel", "![a](foto.jpg)", date="2026-03-01", image="{file: foto.jpg, alt: Foto}")
    site.write("content/releases/bundel/foto.jpg", picture("foto"))
    for number in range(10):
        site.release(
            f"r{number}",
            f"Rilis {number}",
            f"Isi {number}.",
            date=f"2026-{1 + number}-1{number} 09:00{' +07:00' if number % 2 else ''}",
            category=random.choice(CATEGORIES),
            tags=_some(random, TAGS),
            authors=_some(random, AUTHORS),
            regions=_some(random, REGIONS),
            language=random.choice(("id", "id", "en")),
        )
    return site


def _catalog(word: str) -> str:
    return f'msgid ""\nmsgstr ""\n\nmsgid "Correction"\nmsgstr "{word}"\n\nmsgid "Pictures"\nmsgstr "Foto {word}"\n'


def _some(random: Random, names: tuple[str, ...]) -> str:
    """None, one or two of the names, in one spelling or another."""
    spelled = (random.choice((str, str.title, str.lower))(name) for name in random.sample(names, random.randint(0, 2)))
    return f"[{', '.join(spelled)}]"


def _releases(site: SiteTest) -> list[str]:
    found = (site.root / "content/releases").rglob("*.md")
    return sorted(path.relative_to(site.root).as_posix() for path in found)


def _one(site: SiteTest, random: Random) -> str:
    return random.choice(_releases(site))


def _word(random: Random) -> str:
    return f"kata{random.randrange(1000)}"


def key(name: str, value: Callable[[SiteTest, Random], str | None]) -> Edit:
    """An edit that writes a key of any release, or takes it away."""

    def edit(site: SiteTest, random: Random) -> None:
        path = _one(site, random)
        site.write(path, set_line(site.text_of(path), name, value(site, random)))

    return edit


def setting(name: str, *values: str) -> Edit:
    """An edit that gives a setting one of several values, or takes it away for `""`."""

    def edit(site: SiteTest, random: Random) -> None:
        value = random.choice(values)
        site.write("config.yaml", set_line(site.text_of("config.yaml"), name, value or None))

    return edit


def choice(*values: str) -> Callable[[SiteTest, Random], str | None]:
    """One of several values; none for `""`."""
    return lambda _, random: random.choice(values) or None


def _body(site: SiteTest, random: Random) -> None:
    path = _one(site, random)
    site.write(path, site.text_of(path) + f'\n{_word(random)} *{_word(random)}* "x" -- KATA\n')


def _link(site: SiteTest, random: Random) -> None:
    path, other = _one(site, random), _one(site, random)
    way = "../" if "/bundel/" in path else ""
    site.write(path, site.text_of(path) + f"\n[lain]({way}{other.removeprefix('content/releases/')})\n")


def _tag_case(site: SiteTest, random: Random) -> None:
    path = _one(site, random)
    tag = random.choice(TAGS)
    change = random.choice((str.upper, str.title, str.lower))
    site.write(path, set_line(site.text_of(path), "tags", f"[{change(tag)}, {random.choice(TAGS)}]"))


def _translation(site: SiteTest, random: Random) -> None:
    path, other = _one(site, random), _one(site, random)
    text = set_line(site.text_of(path), "language", "en")
    site.write(path, set_line(text, "translation_of", other.removeprefix("content/")))


def _new(dates: Callable[[Random], str]) -> Edit:
    def edit(site: SiteTest, random: Random) -> None:
        name = f"baru{random.randrange(10_000)}"
        site.release(
            name, f"Baru {name}", date=dates(random), category=random.choice(CATEGORIES), tags=_some(random, TAGS)
        )

    return edit


def _any_date(random: Random) -> str:
    return f"202{random.randint(4, 6)}-{random.randint(1, 11)}-{random.randint(1, 20)} 0{random.randint(1, 9)}:30"


def _delete(site: SiteTest, random: Random) -> None:
    for path in random.sample(_releases(site), min(random.choice((1, 1, 3)), len(_releases(site)) - 1)):
        site.delete(path)


def _delete_several(site: SiteTest, random: Random) -> None:
    for path in random.sample(_releases(site), len(_releases(site)) // 3):
        site.delete(path)


def _rename(site: SiteTest, random: Random) -> None:
    path = _one(site, random)
    site.write(f"content/releases/map{random.randrange(3)}/{_word(random)}.md", site.text_of(path)).delete(path)


def _withdraw_bundle(site: SiteTest, random: Random) -> None:
    values: tuple[str, ...] = (
        "",
        "{at: 2026-11-23, reason: Salah}",
        "{at: 2026-11-23, reason: Salah, keep: [foto.jpg]}",
    )
    path = BUNDLE if (site.root / BUNDLE).is_file() else _one(site, random)
    values = values if path == BUNDLE else values[:2]
    site.write(path, set_line(site.text_of(path), "withdrawn", random.choice(values)))


def _file(*paths: str, data: Callable[[Random], str | bytes]) -> Edit:
    def edit(site: SiteTest, random: Random) -> None:
        site.write(random.choice(paths), data(random))

    return edit


def _removed(*paths: str) -> Edit:
    def edit(site: SiteTest, random: Random) -> None:
        (site.root / random.choice(paths)).unlink(missing_ok=True)

    return edit


def _template(site: SiteTest, random: Random) -> None:
    name = random.choice(("release", "listing", "parts/card", "home", "year", "page", "corrections"))
    path = f"themes/bare/templates/{name}.html"
    site.write(path, site.text_of(path) + f"<!-- {_word(random)} -->")


def _nothing(site: SiteTest, random: Random) -> None:
    (site.root / _one(site, random)).touch()


def _picture_data(random: Random) -> bytes:
    return picture(_word(random), (random.choice((8, 20, 40)), 30))


IN_BUNDLE = "content/releases/bundel/"
EDITS: dict[str, Edit] = {
    "body": _body,
    "title": key("title", lambda _, random: f"Judul {_word(random)}"),
    "summary": key("summary", lambda _, random: random.choice((_word(random), None))),
    "category": key("category", choice(*CATEGORIES, "")),
    "category that is none": key("category", choice("Olahraga")),
    "tag": key("tags", lambda _, random: _some(random, TAGS)),
    "spelling of a tag": _tag_case,
    "region": key("regions", lambda _, random: _some(random, REGIONS)),
    "date": key("date", lambda _, random: _any_date(random) + random.choice(("", " +07:00", " WIT", " Z"))),
    "slug": key("slug", lambda _, random: random.choice((_word(random), None))),
    "author": key("authors", lambda _, random: _some(random, AUTHORS)),
    "link": _link,
    "language": key("language", choice("id", "en")),
    "translation": _translation,
    "no translation": key("translation_of", choice("")),
    "draft": key("draft", choice("true", "false")),
    "embargo": key("embargo", choice("2026-11-24 13:00", "2026-12-01", "2026-11-24 08:00 Z", "")),
    "expiry": key("expires", choice("2026-11-23", "2026-11-24 13:00", "")),
    "correction": key("corrections", lambda _, random: f"[{{at: 2026-11-2{random.randrange(4)} 08:00 +07:00, text: {_word(random)}}}]"),
    "unverified": key("unverified", choice("true", "false")),
    "sponsored": key("sponsored", choice("true", "Iklan", "")),
    "correction ahead": key("corrections", choice("[{at: 2026-11-24 13:00 +07:00, text: Nanti}]", "[{at: 2026-11-20, text: Dulu}, {at: 2026-12-01, text: Nanti}]")),
    "withdrawal ahead": key("withdrawn", choice("{at: 2026-11-24 13:00 +07:00, reason: Salah}", "{at: 2027-12-24, reason: Salah}")),
    "withdrawn bundle": _withdraw_bundle,
    "slip of a year": key("date", choice("2062-01-05", "1926-11-20", "2027-11-26")),
    "withdrawn": key("withdrawn", choice("{at: 2026-11-20 10:00 +07:00, reason: Salah}", "")),
    "notes": key("notes", choice("Untuk redaksi.", "Lain.", "")),
    "contacts": key("contacts", choice("[{name: Ani}]", "[{name: Budi, phone: '1'}]", "")),
    "office": key("organization", choice("humas", "", "")),
    "aliases": key("aliases", lambda _, random: f"[/{_word(random)}/]"),
    "new": _new(_any_date),
    "newest": _new(lambda random: f"2026-11-2{random.randrange(4)} 1{random.randrange(9)}:00"),
    "oldest": _new(lambda random: f"20{random.randrange(10, 20)}-01-05"),
    "ahead": _new(lambda _: "2026-12-03 09:00"),
    "deletion": _delete,
    "several deletions": _delete_several,
    "another name": _rename,
    "page size": setting("page_size", "2", "3", "4"),
    "feed size": setting("feed_size", "1", "2", "3"),
    "related": setting("related", "0", "1", "2"),
    "untranslated": setting("untranslated", "show", "hide"),
    "zone": setting("timezone", "Asia/Jakarta", "Asia/Jayapura", "Asia/Bangkok"),
    "name of the site": setting("title", "Ruang Berita", "Kabar", "Humas"),
    "names of regions": setting("regions", '[{code: "32.11.01.2001", name: Cimungkal}]', '[{code: "32.11.01.2001", name: Cimungkal Baru}]'),
    "names of categories": setting("categories", "[{name: Ekonomi, names: {en: Trade}}, Budaya, Kesehatan]", "[Ekonomi, Budaya, Kesehatan]"),
    "no list of categories": setting("categories", ""),
    "wire": setting("wire", "[ninjs, text]", "[]", "[text]"),
    "feeds": setting("feeds", "[home]", "[home, category, region, tag, author, corrections]"),
    "lists": setting("listings", "[category, archive]", "[category, region, tag, organization, author, archive]"),
    "extensions": setting("markdown", "{extensions: [extra, smarty]}", "{extensions: [sane_lists]}", ""),
    "redirects": setting("redirects", "{/x/: /kategori/ekonomi/}", "{/y/: /arsip/}", ""),
    "host": setting("host", "netlify", "apache", "github-pages"),
    "permalink": setting("permalink", "/{year}/{slug}/", "/{year}/{month}/{slug}/"),
    "picture, new": _file(IN_BUNDLE + "dua.jpg", "content/static/tiga.jpg", data=_picture_data),
    "picture, changed": _file(IN_BUNDLE + "foto.jpg", data=_picture_data),
    "picture, removed": _removed(IN_BUNDLE + "foto.jpg", IN_BUNDLE + "dua.jpg", "content/static/tiga.jpg"),
    "picture of a release": key("image", choice("{file: foto.jpg, alt: Satu}", "{file: dua.jpg, alt: Dua}", "{file: /tiga.jpg, alt: Tiga}", "")),
    "page": _file("content/pages/redaksi.md", data=lambda random: f"---\ntitle: Redaksi {_word(random)}\nmenu: header\n---\n\nIsi.\n"),
    "page, new": _file("content/pages/kontak.md", data=lambda random: f"---\ntitle: Kontak\nrole: contact\nlanguage: {random.choice(('id', 'en'))}\n---\n\n{_word(random)}\n"),
    "page, removed": _removed("content/pages/kontak.md", "content/pages/redaksi.md"),
    "organization": _file("content/organizations/humas.md", data=lambda random: f"---\nname: Humas {random.randrange(3)}\nlogo: humas.svg\n---\n\n{_word(random)}\n"),
    "organization, new": _file("content/organizations/dinas.md", data=lambda random: f"---\nname: Dinas\nphone: '{random.randrange(9)}'\n---\n\nTentang.\n"),
    "organization, removed": _removed("content/organizations/dinas.md"),
    "static file": _file("content/static/CNAME", "content/static/a/b.txt", data=_word),
    "static file, removed": _removed("content/static/CNAME", "content/static/a/b.txt"),
    "template": _template,
    "style": _file("themes/bare/static/css/warta.css", data=lambda random: f"/* {_word(random)} */"),
    "messages": _file("themes/bare/locale/id.po", data=lambda random: _catalog(_word(random))),
    "history of addresses": _file("addresses.tsv", data=lambda random: f"/2020/01/{_word(random)}/\treleases/r1.md\n"),
    "touched": _nothing,
    "now": lambda site, random: None,
}  # fmt: skip
MOMENTS = (NOW, NOW + dt.timedelta(hours=2), NOW + dt.timedelta(days=9), NOW - dt.timedelta(days=90))


def run(root: Path, seed: int, edits: int) -> Counter[str]:
    """Make so many edits, compare after each; how many of each kind were made, and how many of them were refused."""
    random, site, now = Random(seed), start(root, seed), NOW
    tally: Counter[str] = Counter()
    site.remember().build()
    for number in range(edits):
        kind = random.choice(list(EDITS))
        before, again = site.inputs(), random.random() < 0.6
        EDITS[kind](site, random)
        if kind == "now":
            now = random.choice(MOMENTS)
        try:
            problems = site.remember(again=again).compare(now=now)
        except AssertionError as error:
            error.add_note(f"seed {seed}, edit {number}: {kind}, {'the same' if again else 'a new'} process")
            raise
        tally[kind] += 1
        if problems:
            tally[f"{kind}: refused"] += 1
            site.restore(before)
        if len(_releases(site)) < 6:
            _new(_any_date)(site, random)
    return tally


@pytest.mark.parametrize("seed", range(5))
def test_random_edits_leave_what_a_clean_build_leaves(seed: int) -> None:
    """Whatever is edited, the next build leaves a clean build's bytes, or complains of what that complains of."""
    with templates_compiled_once(), fast_folder() as folder:
        tally = run(folder, seed, 40)
    assert sum(count for kind, count in tally.items() if kind.endswith("refused")) < 15, "too little was built"


def main() -> None:
    """Run as many edits as the command line says, in newsrooms of 200 edits each, and print how many of which kind."""
    edits, seed = int(sys.argv[1]), int(sys.argv[2])
    tally: Counter[str] = Counter()
    with templates_compiled_once():
        for number in range(-(-edits // 200)):
            with fast_folder() as folder:
                tally += run(folder, seed + number, min(200, edits - 200 * number))
    sys.stdout.writelines(f"{count:6} {kind}\n" for kind, count in sorted(tally.items()))


if __name__ == "__main__":
    main()
