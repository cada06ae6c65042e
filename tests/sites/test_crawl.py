"""Every address that an output names is there: pages, pictures, feeds, languages, sitemaps, the API, and places in pages.

The crawler knows the output alone, as a visitor does: it reads each HTML, feed, sitemap and JSON file, and asks for what
they name on this site.
"""

from __future__ import annotations

import re
import shutil
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.newsrooms import write_everything
from tests.support import LOGO, NOW, SiteTest, picture
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC

ROOT = Path(__file__).parents[2]
_PLACES = (
    ("[href]", "href"),
    ("[src]", "src"),
    ("[poster]", "poster"),
    ("form[action]", "action"),
    ("meta[property='og:image']", "content"),
)
_ANY_URL = re.compile(r"""https?://[^\s"'<>\\]+""")


def dead(files: dict[str, bytes], origin: str, base: str = "") -> list[str]:
    """The addresses of this site that files name and that lead nowhere, each with the file that names it."""
    ids = {
        path: set(re.findall(r'\sid="([^"]+)"', data.decode()))
        for path, data in files.items()
        if path.endswith(".html")
    }
    found = set()
    for path, data in files.items():
        here = origin + base + "/" + path.removesuffix("index.html")
        for address in sorted(_named(path, data, origin)):
            url = urllib.parse.urljoin(here, address)
            if url == origin or not url.startswith(origin + "/"):  # the bare name of the host stands for the newsroom
                continue
            if not _is_there(url.removeprefix(origin), base, files, ids):
                found.add(f"{path}: {address}")
    return sorted(found)


def _is_there(url: str, base: str, files: dict[str, bytes], ids: dict[str, set[str]]) -> bool:
    parts = urllib.parse.urlsplit(url)
    path = urllib.parse.unquote(parts.path)
    if not path.startswith(base + "/"):
        return False
    file = path[len(base) + 1 :]
    file = file + "index.html" if not file or file.endswith("/") else file
    anchor = urllib.parse.unquote(parts.fragment)
    return file in files and (not anchor or file not in ids or anchor in ids[file])


def _named(path: str, data: bytes, origin: str) -> Iterator[str]:
    if path.endswith(".html"):
        yield from _in_html(data.decode())
    elif path.endswith((".xml", ".json", ".webmanifest", ".txt")) and not path.endswith("rilis.txt"):
        if path.endswith(".xml"):
            ET.fromstring(data)
        # an id of what was said of a release is no address, and schemas name themselves
        every = (each.rstrip(".,;)&") for each in _ANY_URL.findall(data.decode()))
        yield from (each for each in every if each.startswith(origin) and not re.search(r"#[a-z-]+-\d{8}T", each))


def _in_html(text: str) -> Iterator[str]:
    tree = LexborHTMLParser(text)
    for selector, name in _PLACES:
        for node in tree.css(selector):
            value = (node.attributes.get(name) or "").strip()
            if (
                not value.startswith(("mailto:", "tel:", "data:", "https://wa.me/"))
                and node.attributes.get("rel") != "canonical"
            ):
                yield value
    for node in tree.css("[srcset]"):
        yield from (each.split()[0] for each in (node.attributes["srcset"] or "").split(", "))


def test_the_crawler_sees_what_is_not_there() -> None:
    """A test that could not fail would prove nothing."""
    page = '<p id="a"><a href="/b/">b</a><a href="/#c">c</a><a href="/#a">a</a><img src="x.jpg" srcset="/y.jpg 1w">'
    sitemap = b"<urlset><loc>https://x.example/d/</loc></urlset>"
    assert dead({"index.html": page.encode(), "sitemap.xml": sitemap}, "https://x.example") == [
        "index.html: /#c",
        "index.html: /b/",
        "index.html: /y.jpg",
        "index.html: x.jpg",
        "sitemap.xml: https://x.example/d/",
    ]


def test_the_sample_leads_nowhere_in_vain(tmp_path: Path) -> None:
    """The newsroom that comes with Warta, on the day of the tests."""
    site = SiteTest(tmp_path)
    for name in ("content", "config.yaml"):
        shutil.rmtree(site.root / name) if (site.root / name).is_dir() else (site.root / name).unlink()
        shutil.copytree(ROOT / name, site.root / name) if (ROOT / name).is_dir() else shutil.copy(
            ROOT / name, site.root / name
        )
    site.build()
    origin = re.search(r"^url: (https://[^/\s]+)(\S*?)/?$", site.text_of("config.yaml"), re.MULTILINE)
    assert origin is not None
    assert dead(site.files(), origin[1], origin[2]) == []


@pytest.mark.parametrize("shown", [(PUBLIC,), (PUBLIC, DRAFT), (PUBLIC, DRAFT, EMBARGOED, EXPIRED)])
def test_a_newsroom_with_everything_leads_nowhere_in_vain(tmp_path: Path, shown: tuple[str, ...]) -> None:
    """Two languages, a child theme, a path before every address, drafts shown or not, withdrawn and corrected releases."""
    site = write_everything(tmp_path)
    site.edit("content/releases/banjir/index.md", "alt: Sungai", "alt: Sungai")
    site.build(shown=frozenset(shown))
    assert dead(site.files(), "https://berita.example", "/humas") == []


@pytest.mark.parametrize("untranslated", ["show", "hide"])
@pytest.mark.parametrize("categories", ["", "categories: [Ekonomi, Budaya]\n"])
def test_what_only_hidden_and_withdrawn_releases_name_is_no_link(
    tmp_path: Path, categories: str, untranslated: str
) -> None:
    """Tags, regions, authors and offices that nothing public has have no list, so nothing may lead to one."""
    site = SiteTest(tmp_path, theme="warta").config(
        f"languages: [id, en, su]\nuntranslated: {untranslated}\n{categories}"
    )
    site.edit("config.yaml", "wire: []", "wire: [ninjs, text]").edit("config.yaml", "[rss]", "[rss, atom, json]")
    for name in ("humas", "dinas", "kantor"):
        site.write(
            f"content/organizations/{name}.md",
            f"---\nname: {name.title()}\nlogo: l.svg\n---\n\nTentang [kami](l.svg).\n",
        )
    site.write("content/organizations/l.svg", LOGO)
    several = {
        "tags": "[air]",
        "regions": '["32.11"]',
        "authors": "[Ani]",
        "organization": "humas",
        "category": "Ekonomi",
    }
    others = {
        "tags": "[api]",
        "regions": '["32.73"]',
        "authors": "[Budi]",
        "organization": "dinas",
        "category": "Budaya",
    }
    withdrawn = "{at: 2026-11-21, reason: Salah}"
    site.release("a", "A", "## Bagian\n\n[b](#bagian) [ke b](b.md)", **several).release(
        "b", "B", withdrawn=withdrawn, **others
    )
    site.release("c", "C", embargo="2026-12-20 10:00", **{**others, "organization": "kantor", "tags": "[tanah]"})
    site.release("d", "D", language="en", withdrawn=withdrawn, **others).release("e", "E", language="en", **several)
    site.edit("content/releases/e.md", "date:", "translation_of: releases/a.md\ndate:")
    site.release("f", "F", draft="true", **{**others, "tags": "[udara]"}).write("content/static/p.jpg", picture())
    site.build()
    assert dead(site.files(), "https://berita.example") == []
    assert "Budi" not in "".join(site.page(each) for each in ("/", "/2026/11/a/"))


def test_hreflang_goes_both_ways(tmp_path: Path) -> None:
    """A list that names one in another language is named by it; a list that stands alone names none."""
    site = SiteTest(tmp_path, theme="warta").config("languages: [id, en]\ncategories: [Ekonomi, Budaya]\n")
    site.release("a", "A", category="Ekonomi", regions='["32.11"]', tags="[air]", authors="[Ani]")
    site.release(
        "b", "B", language="en", category="Ekonomi", regions='["32.11"]', tags="[air]", date="2025-02-03"
    ).build()
    named: dict[str, set[str]] = {}
    for path, data in site.files().items():
        if path.endswith(".html"):
            links = re.findall(
                r'<link rel="alternate" hreflang="(?:id|en)" href="https://berita\.example/([^"]*)"', data.decode()
            )
            named[path] = {each + "index.html" for each in links}
    for path, others in named.items():
        assert not others or path in others, path
        assert all(path in named[other] for other in others), path
    assert named["kategori/ekonomi/index.html"] == {"kategori/ekonomi/index.html", "en/kategori/ekonomi/index.html"}
    assert named["kategori/index.html"] == {"kategori/index.html", "en/kategori/index.html"}
    (region,) = (path for path in named if path.endswith("sumedang/index.html") and not path.startswith("en/"))
    assert len(named[region]) == len(named["arsip/index.html"]) == 2
    assert named["tag/air/index.html"] == named["penulis/ani/index.html"] == named["2026/index.html"] == set()


def test_what_static_holds_takes_the_place_of_what_is_made(tmp_path: Path) -> None:
    """robots.txt, security.txt and the page for what is missing, of each language, as icons and hosts' files do."""
    site = SiteTest(tmp_path).config("languages: [id, en]\nsecurity_contact: a@b.example\n").release("a", "A")
    own = ["robots.txt", ".well-known/security.txt", "404.html", "en/404.html"]
    site.build()
    assert set(own) <= site.files().keys()
    for path in own:
        site.write(f"content/static/{path}", "# punya kami")
    site.config("trusted_files: [static/404.html, static/en/404.html]\n").build()
    assert {site.files()[path] for path in own} == {b"# punya kami"}


def test_a_newsroom_has_words_in_each_language(tmp_path: Path) -> None:
    """Its name, what stands below it, the notice, and what is said of a category; what is not said is as in the main one."""
    site = SiteTest(tmp_path, theme="warta").config(
        "languages: [id, en]\ntagline: Resmi\nnotice: Kabar penting\n"
        "editions: {en: {title: Press office, tagline: Official, notice: Important}}\n"
        "categories: [{name: Ekonomi, description: Pasar, descriptions: {en: Markets}, names: {en: Economy}}]\n"
    )
    site.release("a", "A", category="Ekonomi").release("b", "B", language="en", category="Ekonomi").build()
    main, other = site.page("/"), site.page("/en/")
    assert "Kabar penting" in main
    assert "Press office" not in re.sub(r"<nav class=.languages.*?</nav>", "", main, flags=re.DOTALL)
    assert "Important" in other
    assert "Ruang Berita" not in other
    assert "Official" in other
    assert "Markets" in site.page("/en/kategori/ekonomi/")
    assert "Pasar" in site.page("/kategori/ekonomi/")
    assert "<title>Press office</title>" in site.text("en/feed.xml")
    assert site.config("").edit("config.yaml", "editions: {en:", "editions: {jv:").problems() == [
        "config.yaml: 'editions' has words in 'jv', which is not among the languages."
    ]


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ('["Barru, Sulsel", air]', ["Barru, Sulsel", "air"]),
        ("air, api", ["air", "api"]),
        ('"air, api"', ["air", "api"]),
        ("\n  - air, api\n  - 'Barru, Sulsel'", ["air", "api", "Barru, Sulsel"]),
        ("['air']", ["air"]),
    ],
)
def test_quotes_keep_a_comma_in_a_tag(tmp_path: Path, written: str, tags: list[str]) -> None:
    """In a list; one line of words between commas is a list, as in Pelican."""
    site = SiteTest(tmp_path).release("a", "A", tags=written)
    site.build()
    assert re.findall(r'<a href="/tag/[^"]*">([^<]*)</a>', site.page("/2026/11/a/")) == tags
    assert NOW
