"""Pages tell search engines, messengers and microformat readers what they show, and nothing else."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import mf2py
import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from tests.sites.test_formats import EVERYTHING
from tests.standards import check_html, nodes
from tests.support import LOGO, SiteTest, picture

PATH = "/2026/11/a/"


@pytest.fixture
def newsroom(tmp_path: Any) -> SiteTest:
    """A newsroom with the default theme, an office and its policies."""
    site = SiteTest(tmp_path, EVERYTHING, theme="warta")
    site.config('region: "32.11"\ndescription: Berita resmi\n')
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas Sukamaju\nlogo: l.svg\nurl: https://kab.example/\nemail: a@b.example\n"
        "contacts: [{name: Meja Media, role: Layanan pers, phone: '0261 1'}]\n---\n\nTentang.\n",
    )
    site.write("content/organizations/l.svg", LOGO).write("content/static/foto.jpg", picture())
    site.write("content/pages/redaksi.md", "---\ntitle: Redaksi\nrole: masthead\n---\n\nNama.\n")
    site.write("content/pages/pedoman.md", "---\ntitle: Pedoman\nrole: guidelines\n---\n\nAturan.\n")
    return site


def release(site: SiteTest, title: str = "A", **fields: Any) -> dict[str, Any]:
    """The article's node of a release built with these keys."""
    site.release("a", title, slug="a", **fields).build()
    return node_of(site, PATH, "NewsArticle", "AdvertiserContentArticle")


def node_of(site: SiteTest, address: str, *types: str) -> dict[str, Any]:
    """The only node of one of these types on a page, which has no fault."""
    html = site.page(address)
    check_html(html.encode())
    (found,) = (node for node in nodes(html) if node["@type"] in types)
    return found


def metas(site: SiteTest, address: str = PATH) -> dict[str, str]:
    """The meta elements of a page by property or name."""
    found = LexborHTMLParser(site.page(address)).css("meta[content]")
    return {
        str(each.attributes.get("property") or each.attributes.get("name")): str(each.attributes["content"])
        for each in found
    }


def test_an_article_has_what_google_recommends(newsroom: SiteTest) -> None:
    """Headline, dates with their offset, author, publisher, image, section, keywords, place by its code, dateline."""
    article = release(
        newsroom, "Banjir surut", date="2026-11-20 09:05", category="Bencana", tags="[air]", regions='["32.11.01"]',
        dateline="WADO", authors="[Budi]", number="1/2026", summary="Air turun.",
        image="{file: /foto.jpg, alt: Sungai, credit: 'Foto: Humas', licence: CC BY-SA 4.0}",
    )  # fmt: skip
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "Banjir surut"
    assert article["datePublished"] == article["dateModified"] == "2026-11-20T09:05:00+07:00"
    assert article["author"] == [{"@type": "Person", "name": "Budi", "url": "https://berita.example/penulis/budi/"}]
    assert article["image"] == [
        {
            "@type": "ImageObject",
            "url": "https://berita.example/foto.jpg",
            "contentUrl": "https://berita.example/foto.jpg",
            "caption": "Sungai",
            "creditText": "Foto: Humas",
            "license": "https://creativecommons.org/licenses/by-sa/4.0/",
            "width": 48,
            "height": 32,
        }
    ]
    assert (article["articleSection"], article["keywords"], article["dateline"]) == (["Bencana"], ["air"], "WADO")
    assert (article["description"], article["inLanguage"], article["identifier"]) == ("Air turun.", "id", "1/2026")
    (place,) = article["contentLocation"]
    assert (place["name"], place["identifier"]["value"]) == ("Wado", "32.11.01")
    assert article["mainEntityOfPage"] == "https://berita.example/2026/11/a/"
    publisher = node_of(newsroom, PATH, "GovernmentOrganization")
    assert article["publisher"] == {"@id": publisher["@id"]}
    assert (publisher["name"], publisher["logo"]["url"]) == ("Humas Sukamaju", "https://berita.example/icon-512.png")


def test_the_home_page_has_the_newsroom_whole(newsroom: SiteTest) -> None:
    """Contacts, policies and the name of the site; the items of the list in their order."""
    newsroom.release("b", "B", date="2026-11-01")
    release(newsroom)
    office = node_of(newsroom, "/", "GovernmentOrganization")
    assert office["contactPoint"] == [
        {"@type": "ContactPoint", "contactType": "Layanan pers", "name": "Meja Media", "telephone": "0261 1"}
    ]
    assert office["correctionsPolicy"] == office["publishingPrinciples"] == "https://berita.example/pedoman/"
    assert "masthead" not in office
    assert node_of(newsroom, "/", "WebSite")["name"] == "Ruang Berita"
    items = node_of(newsroom, "/", "ItemList")["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [(1, "A"), (2, "B")]
    newsroom.config("publisher: media\n").build()
    assert node_of(newsroom, "/", "NewsMediaOrganization")["masthead"] == "https://berita.example/redaksi/"


def test_a_corrected_article_says_so(newsroom: SiteTest) -> None:
    """Its corrections with their times, and a later date."""
    article = release(newsroom, corrections="[{at: 2026-11-21 10:00, kind: correction, text: Bukan 5}]")
    assert article["correction"] == [
        {"@type": "CorrectionComment", "text": "Bukan 5", "datePublished": "2026-11-21T10:00:00+07:00"}
    ]
    assert article["dateModified"] == "2026-11-21T10:00:00+07:00"


def test_a_withdrawn_article_says_why_and_nothing_else(newsroom: SiteTest) -> None:
    """No text, no picture, no summary; the reason as a correction."""
    article = release(
        newsroom, summary="Rahasia", image="{file: /foto.jpg, alt: x}", withdrawn="{at: 2026-11-21, reason: Keliru}"
    )
    assert article["creativeWorkStatus"] == "Withdrawn"
    assert article["correction"][0]["text"] == "Keliru"
    assert not {"description", "image", "keywords"} & article.keys()
    assert "Rahasia" not in newsroom.page(PATH)
    assert "foto.jpg" not in newsroom.page(PATH)


def test_paid_content_is_an_advertisers(newsroom: SiteTest) -> None:
    """schema.org has a type of its own for it."""
    assert release(newsroom, sponsored="true")["@type"] == "AdvertiserContentArticle"


def test_a_release_without_image_shows_the_logo(newsroom: SiteTest) -> None:
    """Small, so that WhatsApp shows it; square, so the small card."""
    article = release(newsroom)
    assert article["image"] == ["https://berita.example/icon-512.png"]
    seen = metas(newsroom)
    assert (seen["og:image"], seen["twitter:card"]) == ("https://berita.example/icon-512.png", "summary")
    assert len(newsroom.files()["icon-512.png"]) < 300_000


def test_a_preview_has_the_picture_of_the_release(newsroom: SiteTest) -> None:
    """Open Graph with its text, and the large card."""
    release(newsroom, "Judul & lain", image="{file: /foto.jpg, alt: Sungai}", category="Bencana", tags="[air, hujan]")
    seen = metas(newsroom)
    assert (seen["og:image"], seen["og:image:alt"]) == ("https://berita.example/foto.jpg", "Sungai")
    assert (seen["og:type"], seen["og:title"], seen["og:locale"]) == ("article", "Judul & lain", "id_ID")
    assert (seen["twitter:card"], seen["article:section"]) == ("summary_large_image", "Bencana")


@pytest.mark.parametrize("field", ["title", "summary", "dateline", "byline", "number", "tags", "authors", "category"])
def test_no_text_ends_the_script(newsroom: SiteTest, field: str) -> None:
    """A text such as </script><!-- stays text, in whatever field it stands."""
    evil = "</script><!--</script <script>alert(1)//&amp;"
    value = json.dumps(evil)
    fields = {"title": '"A"', field: f"[{value}]" if field in ("tags", "authors") else value}
    newsroom.release("a", fields.pop("title"), slug="a", **fields).build()
    html = newsroom.page(PATH)
    check_html(html.encode())
    scripts = LexborHTMLParser(html).css("script:not([src])")
    assert len(scripts) == 1
    assert evil in json.dumps(json.loads(scripts[0].text()))


@pytest.mark.parametrize(
    "title",
    ["😀 Selamat 🇮🇩", "a" * 300, "naik\u200dturun \u200fke kanan", "'\"'", "]]>", "%s %(x)s {{ x }}", "ꦧꦱꦗꦮ ᮘᮞ ᮞᮥᮔ᮪ᮓ"],
)
def test_odd_titles_are_told_as_they_are(newsroom: SiteTest, title: str) -> None:
    """Emoji, 300 characters, marks of direction, Javanese and Sundanese scripts: every format has them unchanged."""
    assert release(newsroom, json.dumps(title, ensure_ascii=False))["headline"] == title
    assert json.loads(newsroom.text("feed.json"))["items"][0]["title"] == title
    assert json.loads(newsroom.text("2026/11/a/ninjs.json"))["title"] == title
    assert newsroom.text("2026/11/a/rilis.txt").splitlines()[0] == title


@pytest.mark.parametrize("title", ["a\x9bb", "a\u2067b", '"a\\u202eb"'])
def test_control_characters_are_refused(newsroom: SiteTest, title: str) -> None:
    """Written as they are or by YAML's escapes: with their line, and nothing is built."""
    (problem,) = newsroom.release("a", title, "Isi.", slug="a").problems()
    assert re.match(r"content/releases/a\.md:2: .*the sign U\+[0-9A-F]{4}, which", problem)


@pytest.mark.parametrize("title", ["A\\x07B\\x1bC", "\\e]52;c;eA==", "a\\x9bb"])
def test_an_escape_code_that_is_typed_is_the_text_that_was_typed(newsroom: SiteTest, title: str) -> None:
    """A title in quotes is taken as written: its backslashes are shown, and no control character comes of them."""
    newsroom.release("a", f'"{title}"', "Isi.", slug="a").build()
    page = newsroom.text("2026/11/a/index.html")
    assert title in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


def test_a_breadcrumb_leads_home(newsroom: SiteTest) -> None:
    """From home over the category to the page, in the site's language; a month says its name."""
    release(newsroom, category="Bencana")
    names = [step["name"] for step in node_of(newsroom, PATH, "BreadcrumbList")["itemListElement"]]
    assert names == ["Beranda", "Bencana", "A"]
    names = [step["name"] for step in node_of(newsroom, "/2026/11/", "BreadcrumbList")["itemListElement"]]
    assert names == ["Beranda", "2026", "November 2026"]


def test_microformats_find_the_release(newsroom: SiteTest) -> None:
    """h-entry: name, address, dates, author, categories, place, photo and text, as mf2py reads them."""
    release(
        newsroom, "Judul & lain", authors="[Budi]", category="Bencana", regions='["32.11.01"]',
        date="2026-11-20 09:05", image="{file: /foto.jpg, alt: x}",
        corrections="[{at: 2026-11-21 10:00, kind: correction, text: x}]",
    )  # fmt: skip
    found = mf2py.parse(newsroom.page(PATH), url="https://berita.example/2026/11/a/")["items"]
    (entry,) = (item["properties"] for item in found if "h-entry" in item["type"])
    assert entry["name"] == ["Judul & lain"]
    assert entry["url"] == ["https://berita.example/2026/11/a/"]
    assert (entry["published"], entry["updated"]) == (["2026-11-20T09:05:00+0700"], ["2026-11-21T10:00:00+0700"])
    assert entry["author"][0]["properties"]["name"] == ["Budi"]
    assert (entry["category"], entry["location"]) == (["Bencana"], ["Wado"])
    assert entry["photo"] == ["https://berita.example/foto.jpg"]
    assert entry["content"][0]["value"] == "Isi siaran pers."


def test_icons_are_made_of_the_logo(newsroom: SiteTest) -> None:
    """Each has its size; a phone's is opaque; the manifest names those that are there."""
    newsroom.build()
    files = newsroom.files()
    for name, size in (
        ("apple-touch-icon.png", 180),
        ("icon-192.png", 192),
        ("icon-512.png", 512),
        ("icon-maskable-512.png", 512),
    ):
        with Image.open(io.BytesIO(files[name])) as image:
            assert image.size == (size, size)
    with Image.open(io.BytesIO(files["favicon.ico"])) as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(io.BytesIO(files["apple-touch-icon.png"])) as image:
        assert image.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    manifest = json.loads(files["site.webmanifest"])
    assert manifest["name"] == "Ruang Berita"
    assert all(icon["src"].lstrip("/") in files for icon in manifest["icons"])


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_may_be_of_any_format(newsroom: SiteTest, format_: str) -> None:
    """Wide ones stand in the middle."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 16), "#123456").save(buffer, format_)
    newsroom.edit("content/organizations/humas.md", "l.svg", f"l.{format_.lower()}")
    newsroom.write(f"content/organizations/l.{format_.lower()}", buffer.getvalue()).build()
    with Image.open(io.BytesIO(newsroom.files()["icon-192.png"])) as image:
        assert image.convert("RGBA").getpixel((96, 10)) == (0, 0, 0, 0)
        assert image.convert("RGBA").getchannel("A").getpixel((96, 96)) == 255


@pytest.mark.parametrize("data", ["", "bukan gambar", "<svg", "<svg xmlns='http://www.w3.org/2000/svg' width='0'/>"])
def test_a_logo_that_is_none_is_an_error(newsroom: SiteTest, data: str) -> None:
    """The file is named, and what it should be."""
    newsroom.write("content/organizations/l.svg", data)
    *shown, problem = newsroom.problems()
    assert [each.partition(": ")[0] for each in shown] in ([], ["content/organizations/humas.md:3"])
    said = ("is the logo, and no picture that icons can be made of.", "is no SVG that can be read")
    assert problem.startswith(tuple(f"content/organizations/l.svg: {each}" for each in said))


def test_a_newsrooms_own_icon_takes_the_place_of_ours(newsroom: SiteTest) -> None:
    """What lies in static/ is published as it is."""
    newsroom.write("content/static/favicon.ico", b"ico").write("content/static/site.webmanifest", "{}").build()
    assert newsroom.files()["favicon.ico"] == b"ico"
    assert newsroom.files()["site.webmanifest"] == b"{}"


@pytest.mark.parametrize(
    ("author", "type_"),
    [
        ("Budi Santoso", "Person"),
        ("Desi Ratnasari", "Person"),
        ("Tim Humas", "Organization"),
        ("Dinas Kesehatan", "Organization"),
        ("Diskominfo Sumedang", "Organization"),
        ("Redaksi", "Organization"),
        ("Press Office", "Organization"),
        ("Timothy Siregar", "Person"),
        ("Desa Cimungkal", "Organization"),
    ],
)
def test_a_team_is_no_person(newsroom: SiteTest, author: str, type_: str) -> None:
    """Whether named as author or in the byline; people whose names begin likewise stay people."""
    for field in ({"authors": f"[{author}]"}, {"byline": author}):
        release(newsroom, **field)
        assert node_of(newsroom, PATH, "NewsArticle")["author"][0]["@type"] == type_


def test_pages_of_several_languages_do_not_share_title_or_description(tmp_path: Any) -> None:
    """A newsroom that bears one name in all its languages: each page has a title and a description of its own, and asks
    for large previews, or for none where it is no page to be found.
    """
    site = SiteTest(tmp_path, theme="warta").config(
        'languages: [en, su]\ncategories: [{name: Ekonomi, description: Pasar dan koperasi.}, Budaya]\nregion: "32.11"\n'
        "page_size: 2\ntagline: Kabar resmi\n"
    )
    for language in ("id", "en", "su"):
        for number in range(6):
            site.release(
                f"{language}{number}", f"Kabar {language} {number}", summary=f"Ringkas {language} {number}.", language=language, tags="[air, padi]",
                category="Ekonomi", regions='["32.11.01"]', date=f"2026-11-{10 + number}",
            )  # fmt: skip
    site.build()
    found: dict[str, list[str]] = {}
    for path, data in site.files().items():
        head = data.decode().partition("</head>")[0] if path.endswith(".html") else ""
        if head and "noindex" not in head:
            assert 'content="max-image-preview:large"' in head, path
            for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)">'):
                match = re.search(pattern, head)
                assert match and match[1], path
                found.setdefault(f"{pattern} {match[1]}", []).append(path)
    assert len(found) > 80
    assert {text: paths for text, paths in found.items() if len(paths) > 1} == {}
