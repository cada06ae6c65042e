"""Old addresses of a generator's texts are those that the settings of the old site made."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support import SiteTest
from warta.errors import ProblemsFound
from warta.importing.item import Item
from warta.importing.run import Request, run
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.matched import Matched
from warta.importing.sources.published import published
from warta.importing.sources.source import Source
from warta.settings import read_settings

ZONE = ZoneInfo("Asia/Jakarta")
POST = "---\ntitle: Panen Raya di Wado\ndate: 2019-06-21T09:00:00+07:00\n---\nIsi siaran ini.\n"


def lay(root: Path, files: Mapping[str, str]) -> Path:
    """Write the folder of an old site."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def items(source: Source) -> dict[str, Item]:
    """The items of a source by the file that their key names."""
    return {item.key.partition(" ")[2]: item for item in source.items(texts=False)}


def address(root: Path, kind: str, name: str, settings: Mapping[str, str], text: str = POST) -> str:
    """The old address of one text, marked with a question mark where it is a guess."""
    item = items(SiteFolder(lay(root, {**settings, name: text}), kind, ZONE))[name]
    return item.origin + ("?" if item.guessed else "")


def with_(**keys: str) -> str:
    """A post with further keys."""
    return POST.replace("---\nIsi", "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\nIsi")


BERITA = "content/berita/satu.md"


@pytest.mark.parametrize(
    ("settings", "name", "text", "expected"),
    [
        ({"config.yaml": "permalinks:\n  berita: /:year/:month/:slug/\n"}, BERITA, POST, "/2019/06/panen-raya-di-wado/"),
        ({"hugo.toml": '[permalinks]\nberita = "/:section/:filename"\n'}, BERITA, POST, "/berita/satu/"),
        ({"config.toml": '[permalinks.page]\nberita = "/b/:yearday/:title"\n'}, BERITA, POST, "/b/172/panen-raya-di-wado/"),
        ({"hugo.json": '{"permalinks": {"berita": "/:sections[1:]/:slugorfilename/"}}'}, "content/berita/a/satu.md", POST, "/a/satu/"),
        ({"config/_default/permalinks.toml": 'berita = "/:monthname/:day/:contentbasename"\n', "config/_default/hugo.toml": ""}, BERITA, POST, "/June/21/satu/"),
        ({"hugo.yaml": "permalinks: {berita: /:year/:slug/}\n"}, BERITA, with_(slug="panen"), "/2019/panen/"),
        ({"hugo.yaml": "permalinks: {berita: /:year/:slug/}\n"}, BERITA, with_(url="/khusus.html"), "/khusus.html"),
        ({"hugo.yaml": "uglyURLs: true\n"}, BERITA, POST, "/berita/satu.html"),
        ({"hugo.yaml": "baseURL: https://x.example/blog/\n"}, BERITA, POST, "/blog/berita/satu/"),
        ({"hugo.yaml": "disablePathToLower: true\n"}, "content/Berita/Satu Dua.md", POST, "/Berita/Satu-Dua/"),
        ({"hugo.yaml": "permalinks: {berita: /:title/}\nremovePathAccents: true\n"}, BERITA, POST.replace("Panen", "Café"), "/cafe-raya-di-wado/"),
        ({"hugo.yaml": "permalinks: {berita: /:unbekannt/}\n"}, BERITA, POST, "/berita/satu/?"),
        ({"hugo.yaml": "permalinks: {berita: [\n"}, BERITA, POST, "/berita/satu/?"),
        ({"hugo.yaml": "frontmatter: {date: [':filename', ':default']}\npermalinks: {berita: /:year/:month/:day/:slug/}\n"}, "content/berita/2018-01-02-satu.md", POST, "/2018/01/02/satu/"),
        ({}, "content/berita/satu/index.md", POST, "/berita/satu/"),
        ({"hugo.yaml": "permalinks: {berita: /:year/:month/:day/:slug/}\n"}, BERITA, POST.replace("09:00:00+07:00", "22:00:00-05:00"), "/2019/06/21/panen-raya-di-wado/"),
    ],
)  # fmt: skip
def test_hugo(tmp_path: Path, settings: Mapping[str, str], name: str, text: str, expected: str) -> None:
    """Patterns of sections, words, languages and files as Hugo makes addresses of them."""
    assert address(tmp_path, "hugo", name, settings, text) == expected


POSTED = "_posts/2019-06-21-panen-Raya.md"


@pytest.mark.parametrize(
    ("settings", "name", "text", "expected"),
    [
        ({}, POSTED, with_(categories="[Berita Desa, Wado]"), "/berita%20desa/wado/2019/06/21/panen-Raya.html"),
        ({"_config.yml": "permalink: none\n"}, POSTED, with_(categories="berita desa"), "/berita/desa/panen-Raya.html"),
        ({"_config.yml": "permalink: none\n"}, POSTED, with_(category="berita desa"), "/berita%20desa/panen-Raya.html"),
        ({"_config.yml": "permalink: /:year/:i_month/:slug\n"}, POSTED, POST, "/2019/6/panen-raya"),
        ({"_config.yml": "permalink: ordinal\n"}, POSTED, POST, "/2019/172/panen-Raya.html"),
        ({"_config.yml": "permalink: weekdate\n"}, POSTED, POST, "/2019/W25/Fri/panen-Raya.html"),
        ({"_config.yml": "permalink: none\n"}, f"berita/{POSTED}", POST, "/berita/panen-Raya.html"),
        ({"_config.yml": "permalink: pretty\nbaseurl: /humas\n"}, POSTED, POST, "/humas/2019/06/21/panen-Raya/"),
        ({"_config.yml": "defaults:\n- scope: {path: '', type: posts}\n  values: {permalink: '/kabar/:title/'}\n"}, POSTED, POST, "/kabar/panen-Raya/"),
        ({"_config.yml": "permalink: /kabar/:title/\n"}, "profil.md", POST, "/profil/"),
        ({}, "profil.md", POST, "/profil.html"),
        ({"_config.yml": "collections: {agenda: {output: true, permalink: '/a/:name/'}}\n"}, "_agenda/rapat.md", POST, "/a/rapat/"),
        ({"_config.yml": "collections: {agenda: {output: true}}\n"}, "_agenda/rapat.md", POST, "/agenda/rapat.html"),
        ({"_config.yml": "permalink: /:bulan/:title/\n"}, POSTED, POST, "/_posts/2019-06-21-panen-Raya.html?"),
        ({"_config.yml": "timezone: Asia/Jakarta\n"}, POSTED, POST.replace("09:00", "00:30"), "/2019/06/21/panen-Raya.html"),
        ({"_config.yml": "languages: [id, en]\ndefault_lang: id\n"}, POSTED, with_(lang="en"), "/en/2019/06/21/panen-Raya.html"),
    ],
)  # fmt: skip
def test_jekyll(tmp_path: Path, settings: Mapping[str, str], name: str, text: str, expected: str) -> None:
    """Styles, placeholders, categories of folders, collections and defaults as Jekyll makes addresses of them."""
    assert address(tmp_path, "jekyll", name, settings, text) == expected


@pytest.mark.parametrize(
    ("settings", "name", "text", "expected"),
    [
        ({}, "posts/2019-06-21-panen.md", POST, "/posts/2019-06-21-panen/"),
        ({"posts/posts.json": '{"permalink": "/berita/{{ page.fileSlug }}/"}'}, "posts/2019-06-21-panen.md", POST, "/berita/panen/"),
        ({"posts/posts.11tydata.js": "module.exports = {\n  permalink: '/b/{{ title | slugify }}/index.html',\n};\n"}, "posts/a.md", POST, "/b/panen-raya-di-wado/"),
        ({"posts/posts.11tydata.json": '{"permalink": "{{ page.date | date: \'%Y/%m\' }}/{{ page.fileSlug }}.html"}'}, "posts/a.md", POST, "/2019/06/a.html"),
        ({"posts/posts.11tydata.js": "module.exports = { permalink: (data) => data.x };\n"}, "posts/a.md", POST, "/posts/a/?"),
        ({"posts/posts.json": '{"permalink": "/{{ page.date | bulan }}/"}'}, "posts/a.md", POST, "/posts/a/?"),
        ({".eleventy.js": "module.exports = () => ({ dir: { input: 'src' }, pathPrefix: '/humas/' });\n"}, "src/posts/a.md", POST, "/humas/posts/a/"),
        ({"posts/posts.json": '{"permalink": "/x/"}'}, "posts/a.md", with_(permalink="/sendiri/"), "/sendiri/"),
        ({"blog/blog.json": '{"eleventyComputed": {"permalink": "/k/{{ page.fileSlug }}/"}}'}, "blog/2019/a.md", POST, "/k/a/"),
    ],
)  # fmt: skip
def test_eleventy(tmp_path: Path, settings: Mapping[str, str], name: str, text: str, expected: str) -> None:
    """The data of folders, and templates of addresses as far as they are written out."""
    assert address(tmp_path, "eleventy", name, settings, text) == expected


PELICAN = "Title: Panen Raya di Wado\nDate: 2019-06-21 09:00\n\nIsi.\n"


@pytest.mark.parametrize(
    ("conf", "name", "text", "expected"),
    [
        ("", "content/a.md", PELICAN, "/panen-raya-di-wado.html"),
        ("ARTICLE_URL = '{date:%Y}/{date:%m}/{slug}/'\n", "content/a.md", PELICAN, "/2019/06/panen-raya-di-wado/"),
        ("SLUGIFY_SOURCE = 'basename'\nARTICLE_URL = 'b/{slug}.html'\n", "content/Satu Dua.md", PELICAN, "/b/satu-dua.html"),
        ("ARTICLE_URL = '{category}/{slug}.html'\n", "content/Kabar Desa/a.md", PELICAN, "/kabar-desa/panen-raya-di-wado.html"),
        ("ARTICLE_URL = '{category}/{slug}.html'\nUSE_FOLDER_AS_CATEGORY = False\n", "content/desa/a.md", PELICAN, "/misc/panen-raya-di-wado.html"),
        ("", "content/pages/profil.md", PELICAN, "/pages/panen-raya-di-wado.html"),
        ("PAGE_URL = '{slug}/'\n", "content/pages/profil.md", PELICAN, "/panen-raya-di-wado/"),
        ("ARTICLE_URL = make_url()\n", "content/a.md", PELICAN, "/panen-raya-di-wado.html?"),
        ("BASE = 'arsip/'\nARTICLE_URL = BASE + '{slug}/'\n", "content/a.md", PELICAN, "/arsip/panen-raya-di-wado/"),
        ("PATH = 'teks'\n", "teks/a.md", PELICAN.replace("Date", "Lang: en\nDate"), "/panen-raya-di-wado.html"),
        ("DEFAULT_LANG = 'id'\n", "content/a.md", PELICAN.replace("Date", "Lang: en\nDate"), "/panen-raya-di-wado-en.html"),
        ("import os; os.unlink(__file__)\nARTICLE_URL = 'x/{slug}'\n", "content/a.md", PELICAN.replace("Date", "Slug: Asli\nDate"), "/x/Asli"),
    ],
)  # fmt: skip
def test_pelican(tmp_path: Path, conf: str, name: str, text: str, expected: str) -> None:
    """Plain values of pelicanconf.py are read; nothing of it is run."""
    assert address(tmp_path, "pelican", name, {"pelicanconf.py": conf}, text) == expected
    assert (tmp_path / "pelicanconf.py").exists()


def test_the_settings_above_the_folder_hold_for_it(tmp_path: Path) -> None:
    """Who names one section of a site gets the addresses of the whole."""
    lay(tmp_path, {"hugo.yaml": "permalinks: {berita: /:year/:slug/}\n", "content/berita/a.md": POST})
    (item,) = items(SiteFolder(tmp_path / "content" / "berita", "hugo", ZONE)).values()
    assert item.origin == "/2019/panen-raya-di-wado/"


def test_authors_are_called_as_the_data_of_the_old_site_call_them(tmp_path: Path) -> None:
    """Words that stand for people become their names; others stay."""
    files = {
        "_data/authors.yml": "siti: {name: 'Siti Aminah, S.Sos.'}\n",
        POSTED: with_(authors="[siti, budi]"),
    }
    (item,) = items(SiteFolder(lay(tmp_path, files), "jekyll", ZONE)).values()
    assert item.authors == ("Siti Aminah, S.Sos.", "budi")


SITEMAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def sitemap(*paths: str) -> str:
    """A sitemap of the old site."""
    return SITEMAP.format("".join(f"<url><loc>https://lama.example{path}</loc></url>" for path in paths))


def guessing(root: Path) -> SiteFolder:
    """A site whose settings make addresses by a program."""
    texts = {
        "posts/posts.11tydata.js": "module.exports = { permalink: make };\n",
        "posts/satu.md": POST,
        "posts/dua.md": POST.replace("Panen Raya di Wado", "Rapat"),
        "posts/tiga.md": POST.replace("Panen Raya di Wado", "Lelang Kapal").replace("2019", "2018"),
        "posts/hilang.md": POST.replace("Panen Raya di Wado", "Tak Ada Lagi"),
    }
    return SiteFolder(lay(root, texts), "eleventy", ZONE)


def test_a_sitemap_is_the_truth_about_addresses(tmp_path: Path) -> None:
    """Texts are found by word, date and title, in an index and packed too; who is not found is told."""
    old = lay(
        tmp_path / "peta",
        {"sitemap.xml": SITEMAP.replace("urlset", "sitemapindex").format("<sitemap><loc>https://x.example/s1.xml.gz</loc></sitemap>")},
    )  # fmt: skip
    pages = sitemap("/2019/06/Satu_/", "/berita/dua.html", "/2018/lelang-kapal/", "/2011/lelang-kapal/", "/tentang/")
    (old / "s1.xml.gz").write_bytes(gzip.compress(pages.encode()))
    source = Matched(guessing(tmp_path / "lama"), published(old / "sitemap.xml"), "sitemap.xml")
    found = items(source)
    assert [found[f"posts/{name}.md"].origin for name in ("satu", "dua", "tiga")] == [
        "/2019/06/Satu_/",
        "/berita/dua.html",
        "/2018/lelang-kapal/",
    ]
    assert {name: [each.code for each in item.doubts] for name, item in found.items() if item.doubts} == {
        "posts/hilang.md": ["address-unmatched"]
    }
    assert not any(item.guessed for item in found.values())
    assert "3 texts found, 1 not" in str(source.summary().notices[-1])


def test_a_folder_of_the_old_pages_is_the_truth_about_addresses(tmp_path: Path) -> None:
    """By title, behind which the site's name stands, and by what a page says of itself; pages that lead on are none."""
    page = "<html><head><title>{} | Humas</title>{}</head></html>"
    old = lay(
        tmp_path / "public",
        {
            "b/1/index.html": page.format("Panen Raya di Wado", ""),
            "b/2.html": page.format("Rapat", '<link rel=canonical href="https://lama.example/b/rapat/">'),
            "posts/tiga/index.html": '<meta http-equiv="refresh" content="0; url=/b/3/">',
            "b/3/index.html": page.format("Lelang Kapal", ""),
        },
    )
    found = items(Matched(guessing(tmp_path / "lama"), published(old), "public"))
    assert [found[f"posts/{name}.md"].origin for name in ("satu", "dua", "tiga")] == ["/b/1/", "/b/rapat/", "/b/3/"]


def test_one_old_address_never_goes_to_two_texts(tmp_path: Path) -> None:
    """Where two texts may have been at it, both are told."""
    (tmp_path / "sitemap.xml").write_text(sitemap("/kabar/rapat/", "/tentang/"))
    texts = {f"{folder}/rapat.md": POST.replace("Panen", folder) for folder in ("desa", "kota")}
    site = SiteFolder(lay(tmp_path / "lama", texts), "eleventy", ZONE)
    found = items(Matched(site, published(tmp_path / "sitemap.xml"), "sitemap.xml"))
    assert [(item.origin, [each.code for each in item.doubts]) for item in found.values()] == [
        ("/desa/rapat/", ["address-unmatched"]),
        ("/kota/rapat/", ["address-unmatched"]),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.xml", "<rss/>"), ("a.xml", "kein xml"), ("a.xml", SITEMAP.format("")), ("b.txt", "x"), ("leer/x.txt", "x")],
)
def test_what_has_no_addresses_is_refused(tmp_path: Path, name: str, text: str) -> None:
    """Another file, an empty sitemap, a folder without pages, and a place where nothing is."""
    place = lay(tmp_path, {name: text}) / name.partition("/")[0]
    for each in (place, tmp_path / "nirgends"):
        with pytest.raises(ProblemsFound):
            published(each)


LANGUAGES = {
    "hugo.yaml": "defaultContentLanguage: id\nlanguages:\n  id: {contentDir: content/id}\n  en: {contentDir: content/en}\n  fr: {contentDir: content/fr}\n",
    "content/id/berita/satu.md": POST,
    "content/en/berita/satu.md": POST.replace("Panen Raya di Wado", "Harvest"),
    "content/fr/berita/satu.md": POST.replace("Panen Raya di Wado", "Moisson"),
}  # fmt: skip


def test_languages_come_as_translations_and_never_as_the_main_one(site: SiteTest, tmp_path: Path) -> None:
    """A language of the newsroom is a translation with its old address; another is a draft, said once, and the newsroom
    builds; when the language is added the same text comes in its place.
    """
    site.config("languages: [en]\n")
    old, releases = lay(tmp_path / "lama", LANGUAGES), site.root / "content" / "releases" / "2019"
    outcome = run(SiteFolder(old, "hugo", ZONE), Request(site.root, read_settings(site.root)))
    english, french = ((releases / f"satu.{code}.md").read_text() for code in ("en", "fr"))
    assert 'language: "en"\ntranslation_of: "releases/2019/satu"\n' in english
    assert 'aliases: ["/en/berita/satu/"]' in english
    assert 'aliases: ["/berita/satu/"]' in (releases / "satu.md").read_text()
    assert "draft: true  # berbahasa 'fr', yang tidak ada di config.yaml" in french
    assert '# language: "fr"' in french and "translation_of" not in french
    assert [str(each).partition(",")[0] for each in outcome.summary.notices] == ["1 text is in 'fr'"]
    site.build()
    site.edit("config.yaml", "languages: [en]", "languages: [en, fr]")
    again = run(SiteFolder(old, "hugo", ZONE), Request(site.root, read_settings(site.root)))
    assert again.states == {"same": 2, "updated": 1}
    assert 'language: "fr"\ntranslation_of: "releases/2019/satu"\n' in (releases / "satu.fr.md").read_text()
    site.build()


def test_languages_stand_in_names_and_front_matter_too(tmp_path: Path) -> None:
    """`satu.en.md` of Hugo's, `lang` of the others; what no setting calls a language is a name."""
    files = {"hugo.yaml": "languages: {id: {weight: 1}, en: {weight: 2}}\ndefaultContentLanguage: id\n"}
    texts = {"content/b/satu.md": POST, "content/b/satu.en.md": POST, "content/b/rapat.fr.md": POST}
    found = items(SiteFolder(lay(tmp_path / "h", files | texts), "hugo", ZONE))
    assert [(item.language, item.origin) for item in found.values()] == [
        ("id", "/b/rapat.fr/"),
        ("en", "/en/b/satu/"),
        ("id", "/b/satu/"),
    ]
    assert found["content/b/satu.md"].twin == found["content/b/satu.en.md"].twin
    posts = {"en/_posts/2019-06-21-a.md": with_(lang="en"), "id/_posts/2019-06-21-a.md": with_(lang="id")}
    one, other = items(SiteFolder(lay(tmp_path / "j", posts), "jekyll", ZONE)).values()
    assert (one.language, other.language, one.twin) == ("en", "id", other.twin)
    both = {"content/a.md": PELICAN, "content/b.md": PELICAN.replace("Date", "Lang: fr\nDate")}
    one, other = items(SiteFolder(lay(tmp_path / "p", both), "pelican", ZONE)).values()
    assert (one.language, other.language, one.twin) == ("", "fr", other.twin)


def test_an_address_of_a_text_is_never_the_further_one_of_another(site: SiteTest, tmp_path: Path) -> None:
    """Each text keeps the address where it stood, and links to it lead there, though another one claimed it first.

    What was not public claims nothing.
    """
    text = "---\ntitle: {}\ndate: 2019-06-21\n{}---\n{}\n"
    source = lay(
        tmp_path / "old",
        {
            "content/a.md": text.format("Satu", "aliases: [/dua/]\n", "[dua](/dua/)"),
            "content/b.md": text.format("Dua", "url: /dua/\n", "Isi."),
            "content/c.md": text.format("Tiga", "draft: true\nurl: /tiga/\n", "Isi."),
            "content/d.md": text.format("Empat", "aliases: [/tiga/]\n", "Isi."),
        },
    )
    config = read_settings(site.root)
    run(SiteFolder(source, "hugo", config.zone), Request(site.root, config))
    one, two = (site.text_of(f"content/releases/2019/{name}.md") for name in "ab")
    assert ('aliases: ["/a/"]' in one, "[dua](b)" in one, 'aliases: ["/dua/"]' in two) == (True, True, True)
    assert 'aliases: ["/d/", "/tiga/"]' in site.text_of("content/releases/2019/d.md")


LINKS = (
    "[a](/layanan/) [b](/layanan/?x=1#y) [c](https://www.lama.example/blog/satu/) [d](../lain/) [e](dua.md) [f](/f.pdf)"
)
SITES = {
    "hugo": ({"hugo.yaml": "baseURL: https://lama.example/blog/\n"}, "content/{}.md", "title: {}\nurl: /{}/\n"),
    "jekyll": (
        {"_config.yml": "url: https://lama.example\nbaseurl: /blog\n"},
        "_posts/2019-06-21-{}.md",
        "title: {}\npermalink: /{}/\n",
    ),
    "pelican": (
        {"pelicanconf.py": "SITEURL = 'https://lama.example/blog'\n"},
        "content/{}.md",
        "title: {}\nurl: {}/\n",
    ),
}


@pytest.mark.parametrize(
    ("kind", "is_html"),
    [("hugo", False), ("hugo", True), ("jekyll", False), ("jekyll", True), ("pelican", False)],
)
def test_links_to_what_was_not_brought_stay_on_the_old_site(
    site: SiteTest,
    tmp_path: Path,
    kind: str,
    is_html: bool,  # noqa: FBT001
) -> None:
    """Where its settings say its address; told once for all texts. A file of its source is no address."""
    settings, name, keys = SITES[kind]
    text = re.sub(r"\[(\w)\]\(([^)]*)\)", r'<a href="\2">\1</a>', f"<p>{LINKS}</p>") if is_html else LINKS
    ending = ".html" if is_html else ".md"
    files = {
        name.format(word).replace(".md", ending): f"---\n{keys.format(word, word)}date: 2019-06-21\n---\n{body}\n"
        for word, body in (("satu", "Isi."), ("tiga", text))
    }
    if kind == "hugo":
        files["content/empat.md"] = '---\ntitle: empat\ndate: 2019-06-21\n---\n[g]({{< ref "tim/kami.md" >}})\n'
    source = lay(tmp_path / "old", {**settings, **files})
    config = read_settings(site.root)
    outcome = run(SiteFolder(source, kind, config.zone), Request(site.root, config))
    written = site.text_of("content/releases/2019/tiga.md").partition("---\n\n")[2]
    old = "https://lama.example/blog"
    links = f"[a]({old}/layanan/) [b]({old}/layanan/?x=1#y) [c](satu) [d]({old}/lain/)"
    assert written.strip() == f"{links} e [f]({old}/f.pdf)"
    others = 1 if kind == "hugo" else 0
    assert outcome.totals.doubts["link-old-site"].count == 3 + others
    assert outcome.totals.doubts["link-not-brought"].count == 1
    if others:
        assert site.text_of("content/releases/2019/empat.md").endswith(f"[g]({old}/tim/kami/)\n")
    site.build()


@pytest.mark.parametrize(
    ("settings", "written", "addresses"),
    [
        ("", "2014-03-27T22:37:00-04:00", ["/2014/03/28/panen-Raya.html", "/2014/03/27/panen-Raya.html"]),
        ("", "2014-03-27 15:37:00 -0400", ["/2014/03/27/panen-Raya.html"]),
        ("timezone: America/New_York\n", "2014-03-28T02:37:00Z", ["/2014/03/27/panen-Raya.html"]),
        ("timezone: Asia/Tokyo\n", "2014-03-27 22:37:00 -0400", ["/2014/03/28/panen-Raya.html"]),
    ],
)
def test_the_day_in_an_address_of_jekyll_is_never_the_newsrooms(
    tmp_path: Path, settings: str, written: str, addresses: list[str]
) -> None:
    """It is the old site's own; where its settings name no zone, that of the world's clock, and as it was written."""
    source = lay(tmp_path, {"_config.yml": settings, POSTED: POST.replace("2019-06-21T09:00:00+07:00", written)})
    (item,) = SiteFolder(source, "jekyll", ZONE).items(texts=False)
    assert [item.origin, *item.aliases] == addresses
