"""Each setting, key, message and file of a theme, changed alone, leaves what a clean build leaves, and so does its undoing."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.newsrooms import BANJIR, ORGANIZATION, set_line, write_everything
from tests.support import CONFIG, LOGO, SiteTest, fast_folder, picture, templates_compiled_once
from warta.content.jsonschema import SCHEMAS
from warta.errors import ProblemsFound
from warta.settings import Settings

ROOT = Path(__file__).parents[2]
THEME = ROOT / "themes/warta"
ABOUT, PEDOMAN, MARKET = "content/pages/en/about.md", "content/pages/pedoman.md", "content/releases/market.md"
HUMAS = "content/organizations/humas.md"

SETTINGS: Mapping[str, str | None] = {
    "title": "Humas Kabupaten",
    "url": "https://lain.example/",
    "language": "en",
    "timezone": "Asia/Jayapura",
    "dates": "day-first",
    "messages": "en",
    "languages": "[id, en, su]",
    "tagline": "Baris lain",
    "description": "Lain.",
    "notice": "Kabar penting.",
    "editions": "{en: {title: Press office}}",
    "theme": "pesisir",
    "theme_options": "{accent: teal}",
    "organization": "dinas",
    "region": '"99.99"',  # a refusal; what it does to names is in test_staleness_cases
    "regions": '[{code: "32.11.01.2001", name: Cimungkal Baru}]',
    "categories": "[{name: Ekonomi, names: {en: Trade}}, {name: Budaya, slug: seni}, Kesehatan]",
    "paths": "{category: kategori}",
    "permalink": "/{year}/{slug}/",
    "page_size": "3",
    "feed_size": "2",
    "related": "1",
    "listings": "[category, tag, organization, author, archive]",
    "feeds": "[home, category, tag, author]",
    "markdown": "{extensions: [extra, sane_lists, smarty]}",
    "images": "{widths: [24], format: none}",
    "search": "true",
    "check_page": "false",
    "extensions": "true",
    "show_terms": "false",
    "untranslated": "hide",
    "trust_html": "true",
    "unknown_keys": "warn",
    "check": "{words: [Wado]}",
    "desk": "{second_eye: true}",  # a refusal: nothing here was approved
    "feed_formats": "[rss]",
    "hub": "https://hub2.example/",
    "wire": "[text]",
    "press": "[whatsapp, link]",
    "press_home": "false",
    "subscribe": "https://daftar.example/",
    "publisher": "government",
    "host": "netlify",
    "headers": "{X-Dari: Kami}",
    "precompress": "true",
    "redirects": "{/dulu/: /rubrik/ekonomi/}",
    "third_parties": "[youtube, maps, plausible: {site: berita.example}]",
    "trusted_files": "[static/lambang.svg]",
    "short_title": "Humas",
    "home": "{order: [sections, more], pinned: [releases/lama.md], sections: [Budaya], alert: {text: Awas, at: 2026-11-24 06:10}}",
    "menu": "[Budaya, archive, pedoman, {title: Kabupaten, url: /kab/}]",
    "security_contact": "mailto:lubang@berita.example",
}
OPTIONS = {
    "accent": "maroon",
    "masthead": "band",
    "dark": "false",
    "show_sections": "false",
    "thumbnails": "false",
    "tools": "false",
    "footer_text": "Hak cipta",
}

Keys = Mapping[str, tuple[str | None, tuple[str, ...], str]]
"""A value for each key, the keys that must give way to it, and the file."""


def _row(value: str | None, *others: str, path: str = "") -> tuple[str | None, tuple[str, ...], str]:
    return value, others, path


_TEXTS: Keys = {
    "title": _row("Judul lain"),
    "slug": _row("alamat-lain"),
    "summary": _row("Ringkasan lain."),
    "excerpt": _row("Ringkasan lain.", "summary"),
    "description": _row("Ringkasan lain.", "summary"),
    "draft": _row("true"),
    "published": _row("false", "draft"),
    "status": _row("draft", "draft"),
    "aliases": _row("[/genangan/]"),
    "redirect_from": _row("[/genangan/]", "aliases"),
    "check": _row("{ignore: [long-sentence]}"),
    "language": _row("en"),
    "lang": _row("en", "language"),
}
RELEASES: Keys = {
    **_TEXTS,
    "translation_of": _row(None, path=MARKET),
    "date": _row("2026-11-19 09:00 +07:00"),
    "category": _row("Kesehatan"),
    "categories": _row("[Kesehatan]", "category"),
    "tag": _row("lumpur", "tags"),
    "tags": _row("[Air, sungai]"),
    "region": _row('"32.73"', "regions"),
    "regions": _row('["32.11"]'),
    "dateline": _row("WADO"),
    "byline": _row("Redaksi", "authors"),
    "author": _row("Cici", "authors"),
    "authors": _row("[Budi, Ani]"),
    "number": _row("2/HM/2026"),
    "organization": _row("dinas"),
    "contacts": _row("[{name: Budi}]"),
    "notes": _row("Untuk semua."),
    "image": _row("{file: dua.jpg, alt: Sungai}"),
    "gallery": _row("[{file: peta.jpg, alt: Sawah}]"),
    "attachments": _row("[{file: data.pdf, title: Tabel}]"),
    "embargo": _row("2026-11-20 11:00 +07:00"),
    "expires": _row("2026-11-23 10:00 +07:00"),
    "corrections": _row("[{at: 2026-11-21 08:00 +08:00, text: Angka.}]"),
    "withdrawn": _row("{at: 2026-11-21 08:00 +07:00, reason: Salah.}"),
    "unverified": _row("false"),
    "sponsored": _row("Iklan"),
    "ai": _row("{image: true}"),
}
PAGES: Keys = {
    **_TEXTS,
    "translation_of": _row("pages/redaksi.md", path=ABOUT),
    "role": _row("contact"),
    "menu": _row("footer"),
    "order": _row("200"),
}
ORGANIZATIONS: Keys = {
    "name": _row("Humas Baru"),
    "short": _row("HB"),
    "url": _row("https://baru.example/"),
    "address": _row("Jalan Baru"),
    "phone": _row('"0222"'),
    "email": _row("baru@x.example"),
    "logo": _row(None),
    "contacts": _row("[{name: Baru}]"),
    "officials": _row("[{name: Budi, role: Camat}]"),
    "terms": _row("[{name: Bupati Nol, from: 2020-01-01, until: 2026-11-21}]"),
}
NESTED = (  # parts of values that are more than one text
    ("email: a@x.example", "email: b@x.example"),
    ('whatsapp: "62811"', 'whatsapp: "62812"'),
    ("hours: 8-15", "hours: 9-15"),
    ("alt: Sungai", "alt: Kali"),
    ("caption: Sungai Cimanuk", "caption: Kali Cimanuk"),
    ("licence: CC BY", "licence: CC0"),
    ("text: Tanggapan warga.", "text: Jawaban warga."),
    ("url: https://x.example/", "url: https://y.example/"),
    ("tool: Alat", "tool: Mesin"),
    ("Air *surut*", "Air *naik*"),
    ("(../pasar.md", "(../lama.md"),
    ("![Peta](peta.jpg)", "![Denah](peta.jpg)"),
    ("https://youtu.be/abcdefghijk", "[Rapat](https://youtu.be/abcdefghijk)"),
)
# what the desk editor reads, what changes nothing where nothing is unknown or can be two days, and what people are told
SAME = ("check", "unknown_keys", "dates", "messages")

Outcome = dict[str, bytes] | list[str]
"""The files of the output, or the problems for which there is none."""


def outcome(make: Callable[[], dict[str, bytes]]) -> Outcome:
    """What a build left, or what it complained of."""
    try:
        return make()
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]


class Bench:
    """A newsroom that was built, and what was written. Changes are made to it and undone."""

    def __init__(self, root: Path, write: Callable[[Path], SiteTest] = write_everything) -> None:
        self.site = write(root).remember()
        self.base = outcome(self._warm)
        self.inputs = self.site.inputs()
        self.sound = isinstance(self.base, dict)

    def _warm(self) -> dict[str, bytes]:
        self.site.build()
        return self.site.files()

    def sweep(self, change: Callable[[SiteTest], object], *, same: bool = False) -> dict[str, bytes]:
        """Make a change and undo it, in a process that remembers and in new ones; the files of the changed newsroom.

        The change must be one of what is written, unless it is to be the `same`.
        """
        self.sound = False
        change(self.site)
        expected = outcome(self.site.clean)
        assert same or expected != self.base, "the change shows nowhere, so that this proves nothing"
        for again in (True, False):
            self.site.restore(self.inputs).remember(again=again)
            change(self.site)
            _expect(expected, outcome(self._warm))
            self.site.restore(self.inputs)
            _expect(self.base, outcome(self._warm))
        self.sound = True
        return expected if isinstance(expected, dict) else {}


def _expect(expected: Outcome, found: Outcome) -> None:
    if isinstance(expected, dict) and isinstance(found, dict):
        wrong = sorted(path for path in expected | found if expected.get(path) != found.get(path))
        assert not wrong, f"not as a clean build's: {', '.join(wrong)}"
    assert expected == found


@pytest.fixture(scope="module")
def benches() -> Iterator[Callable[[], Bench]]:
    """The newsroom for all tests of this file, and another one after a test that failed."""
    made: list[Bench] = []
    with contextlib.ExitStack() as stack:
        stack.enter_context(templates_compiled_once())

        def lend() -> Bench:
            if not made or not made[-1].sound:
                made.append(Bench(stack.enter_context(fast_folder())))
            return made[-1]

        yield lend


@pytest.fixture
def bench(benches: Callable[[], Bench]) -> Bench:
    """The newsroom as it was written and built."""
    return benches()


def line(path: str, key: str, value: str | None, others: tuple[str, ...], site: SiteTest) -> None:
    """Write a key in a file of the newsroom."""
    site.write(path, set_line(site.text_of(path), key, value, others))


@pytest.mark.parametrize("setting", Settings.__struct_fields__)
def test_each_setting(bench: Bench, setting: str) -> None:
    """Whatever reads a setting is made anew when it is another; a setting without a value here fails."""
    if setting == "search":
        pytest.importorskip("pagefind_bin")
    bench.sweep(partial(line, "config.yaml", setting, SETTINGS[setting], ()), same=setting in SAME)


@pytest.mark.parametrize("option", yaml.safe_load((THEME / "theme.yaml").read_text(encoding="utf-8"))["options"])
def test_each_option_of_the_theme(bench: Bench, option: str) -> None:
    """As for settings."""
    bench.sweep(partial(line, "config.yaml", "theme_options", f"{{{option}: {OPTIONS[option]}}}", ()))


def _keys(kind: str, values: Keys, path: str) -> list[object]:
    """A case for each key that the schema knows; what else people call a key is read as that very key."""
    properties = SCHEMAS[kind]["properties"]
    assert isinstance(properties, dict)
    keys = [key for key, shape in properties.items() if key in values or not shape.get("deprecated")]
    return [pytest.param(key, values.get(key), path, id=f"{kind}-{key}") for key in keys]


@pytest.mark.parametrize(
    "key, row, path",
    [
        *_keys("release", RELEASES, BANJIR),
        *_keys("page", PAGES, PEDOMAN),
        *_keys("organization", ORGANIZATIONS, HUMAS),
    ],
)
def test_each_key(bench: Bench, key: str, row: tuple[str | None, tuple[str, ...], str] | None, path: str) -> None:
    """Whatever shows a key of front matter is made anew; a key without a value here fails."""
    assert row is not None, f"'{key}' has no value to be swept with"
    value, others, other_path = row
    bench.sweep(partial(line, other_path or path, key, value, others), same=key in SAME)


@pytest.mark.parametrize("old, new", NESTED)
def test_each_part_of_a_key(bench: Bench, old: str, new: str) -> None:
    """The parts of contacts, pictures, corrections and of the text count as keys do."""
    bench.sweep(lambda site: site.edit(BANJIR, old, new))


CATALOG = read_po(BytesIO((THEME / "locale/id.po").read_bytes()))
MESSAGES = [message.id for message in CATALOG if message.id]
# what locking.py prints stands in no file of a site, but in a preview link
_CODE = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "warta/render").rglob("*.py"))
    if path.name != "locking.py"
)
# what only the press pack prints whole is for a newsroom of its own: a letter for each change takes long
ON_PAPER = (
    "Date", "Page %(number)s of %(count)s", "ends", "Scan for the current version", "Address of this release:",
    "The week of %(first)s to %(last)s", "Release on letterhead", "Press kit: texts, photos, logo", "Text for WhatsApp",
    "Photo in full size", "Read the release",
)  # fmt: skip
IN_CODE = [each for each in MESSAGES if isinstance(each, str) and f'"{each}"' in _CODE and each not in ON_PAPER]
_OTHERS = [each for each in MESSAGES if each not in (*IN_CODE, *ON_PAPER)]
BATCHES = 10


def _mark(number: int) -> str:
    return f"⟦{number}⟧"


def translate(messages: Sequence[object], site: SiteTest) -> None:
    """Give the child theme its own translation of these messages, each with a mark that nothing else has."""
    catalog = Catalog(locale="id")
    for message in CATALOG:
        if message.id in messages:
            mark = _mark(MESSAGES.index(message.id))
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            marked = tuple(f"{form} {mark}" for form in forms)
            catalog.add(message.id, marked[0] if isinstance(message.string, str) else marked, flags=message.flags)
    out = BytesIO()
    write_po(out, catalog)
    site.write("themes/anak/locale/id.po", out.getvalue())


@pytest.mark.parametrize("message", IN_CODE)
def test_each_message_that_code_prints(bench: Bench, message: str) -> None:
    """Feeds, the wire and data in pages have the new word."""
    files = bench.sweep(partial(translate, [message]))
    mark = _mark(MESSAGES.index(message))
    assert [path for path, data in files.items() if mark.encode() in data or ascii(mark)[1:-1].encode() in data]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_message_that_templates_print(bench: Bench, batch: int) -> None:
    """Pages have the new words. Neighbours in the catalogue, which stand on the same pages, are in different batches."""
    bench.sweep(partial(translate, _OTHERS[batch::BATCHES]))


FILES = [path.relative_to(THEME).as_posix() for path in sorted(THEME.rglob("*")) if path.is_file()]
# where there is no search, no other language, and no preview
_NOWHERE = (
    "locale/jv.po",
    "locale/su.po",
    "static/js/search.js",
    "templates/search.html",
    "templates/parts/search-link.html",
    "templates/parts/state.html",
)


def _changed(name: str, data: bytes) -> str | bytes:
    """A theme's file, so that what it makes is another."""
    if name.endswith(".woff2"):
        return data + b"x"
    text = data.decode()
    if name.endswith(".css"):
        return text + "x { top: 0 }\n"
    if name.endswith(".po"):
        return re.sub(r'(msgid "Archive"\nmsgstr ").*"', r'\1Gudang"', text)
    if not name.endswith(".html"):
        return text.replace("</svg>", "<!-- x --></svg>") if name.endswith(".svg") else text + "/* x */\n"
    if "{% extends" in text:
        return text.replace("{% block main %}", "{% block main %}<!-- x -->")
    if "{% set footer %}" in text:
        return text.replace("{% set footer %}", "{% set footer %}<!-- x -->")
    return text + "<!-- x -->"


_PAPER = ("templates/press/", "templates/mail/")


@pytest.mark.parametrize("name", [name for name in FILES if name != "theme.yaml" and not name.startswith(_PAPER)])
def test_each_file_of_a_theme(bench: Bench, name: str) -> None:
    """A child's own file of this name takes the place of the default theme's, in all that is made of it."""
    data = _changed(name, (THEME / name).read_bytes())
    bench.sweep(lambda site: site.write(f"themes/anak/{name}", data), same=name in _NOWHERE)


def write_press_pack(root: Path) -> SiteTest:
    """A newsroom of one release with a photo, for the press in every form."""
    settings = f"{CONFIG}press: [pdf, kit, link, stories, mail, whatsapp]\n"
    site = SiteTest(root, settings, theme="anak").write("themes/anak/theme.yaml", "name: anak\n")
    site.write("content/organizations/humas.md", ORGANIZATION).write("content/organizations/humas.svg", LOGO)
    site.write("content/releases/banjir/foto.jpg", picture("foto"))
    more = {
        "image": "{file: foto.jpg, alt: Sungai, caption: Sungai Cimanuk}",
        "number": "1/2026",
        "organization": "humas",
    }
    return site.release("banjir/index", "Banjir surut", "Air surut.\n" * 30, category="Bencana", **more)


def test_what_the_press_pack_prints(tmp_path: Path) -> None:
    """The letter, the kit and the pictures to share are made anew for each of their words and templates."""
    bench = Bench(tmp_path, write_press_pack)
    assert bench.sound, bench.base
    bench.sweep(partial(translate, ON_PAPER))
    for name in [name for name in FILES if name.startswith(_PAPER)]:
        text = (THEME / name).read_text(encoding="utf-8")
        changed = text.replace("</svg>", '<rect x="9" y="9" width="9" height="9"/></svg>')
        changed = (
            changed.replace("{% block foot %}", "{% block foot %}SATU")
            .replace("{% block main %}", "{% block main %}SATU")
            .replace("in given %}", "in given %}SATU")
        )
        if changed == text:
            changed = f"{text}\nSATU KALIMAT LAGI\n"
        bench.sweep(lambda site, name=name, changed=changed: site.write(f"themes/anak/{name}", changed))  # type: ignore[misc]


def test_the_settings_of_a_theme(bench: Bench) -> None:
    """A child's theme.yaml may give an option another default."""
    options = "options: {tools: {type: flag, default: false}}\n"
    bench.sweep(lambda site: site.write("themes/anak/theme.yaml", f"name: anak\n{options}"))


@pytest.mark.parametrize(
    "path, data",
    [
        ("content/releases/banjir/foto.jpg", picture("lain")),
        ("content/releases/banjir/foto.jpg", picture("foto", (64, 48))),
        ("content/releases/banjir/peta.jpg", picture("lain")),
        ("content/releases/banjir/data.pdf", b"%PDF isi lain"),
        ("content/organizations/humas.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'),
        ("content/static/verifikasi.txt", b"lain\n"),
        ("content/static/baru/berkas.txt", b"baru\n"),
        ("content/static/robots.txt", b"User-agent: *\n"),
        ("addresses.tsv", b"/2020/01/dulu/\treleases/pasar.md\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_other_file(bench: Bench, path: str, data: bytes) -> None:
    """Pictures, attachments, copied files and the history of addresses."""
    bench.sweep(lambda site: site.write(path, data))
