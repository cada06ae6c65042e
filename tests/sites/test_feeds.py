"""Feeds say what was published, when, by whom, and what became of it."""

from __future__ import annotations

import json

import feedparser
import pytest

from tests.sites.test_formats import full
from tests.standards import check_atom, check_json_feed, check_rss
from tests.support import SiteTest, picture
from warta.render.formats.absolute import make_absolute

FORMATS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Three releases, one with everything that XML finds hard, built."""
    full(site).config("hub: https://hub.example/\nlanguages: [en]\n")
    site.write("content/static/foto.jpg", picture())
    site.release("a", "Awal", date="2024-01-05 09:05", category="Ekonomi")
    site.release("b", "'Harga < biaya & \"untung\" ]]>'", "Isi & [awal](a.md) <b>tebal</b>.", author="Tim & Rekan")
    site.release(
        "c", "Akhir", "Isi[^1].\n\n[^1]: Kaki.", date="2026-11-23", tags="[satu, dua]", regions='["32.11"]',
        image="{file: /foto.jpg, alt: Foto, caption: Pasar, credit: 'Foto: Humas'}",
    )  # fmt: skip
    site.build()
    return site


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_a_feed_reader_reads_the_feed(newsroom: SiteTest, name: str) -> None:
    """feedparser finds no fault, the newest first, dates as they are, and every address absolute."""
    feed = feedparser.parse(newsroom.text(name))
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Akhir", 'Harga < biaya & "untung" ]]>', "Awal"]
    assert feed.entries[2].published_parsed[:5] == (2024, 1, 5, 2, 5)
    assert feed.entries[1].author == "Tim & Rekan"
    assert {entry.id for entry in feed.entries} == {entry.link for entry in feed.entries}
    assert 'href="https://berita.example/2024/01/awal/"' in feed.entries[1].content[0].value
    assert 'href="https://berita.example/2026/11/akhir/#fn' in feed.entries[0].content[0].value
    assert {link.rel: link.href for link in feed.feed.links}["hub"] == "https://hub.example/"
    assert {link.rel: link.href for link in feed.feed.links}["self"] == f"https://berita.example/{name}"


def test_dates_of_rss_are_english_and_its_own_is_that_of_its_newest(newsroom: SiteTest) -> None:
    """RFC 822, in Indonesian feeds too; the date of the feed is no time of a build."""
    feed = newsroom.text("feed.xml")
    assert "<pubDate>Fri, 05 Jan 2024 09:05:00 +0700</pubDate>" in feed
    assert "<lastBuildDate>Mon, 23 Nov 2026 00:00:00 +0700</lastBuildDate>" in feed


def test_a_picture_comes_with_its_credit(newsroom: SiteTest) -> None:
    """Media RSS: address, type, words and credit."""
    feed = newsroom.text("feed.xml")
    assert 'type="image/jpeg" url="https://berita.example/foto.jpg"' in feed
    assert "<media:description>Pasar</media:description><media:credit>Foto: Humas</media:credit>" in feed


def test_a_json_feed_says_the_same(newsroom: SiteTest) -> None:
    """JSON Feed 1.1 with the texts, pictures and words of the others."""
    feed = json.loads(newsroom.text("feed.json"))
    assert [item["title"] for item in feed["items"]] == ["Akhir", 'Harga < biaya & "untung" ]]>', "Awal"]
    assert feed["items"][0]["image"] == "https://berita.example/foto.jpg"
    assert feed["items"][0]["tags"] == ["Kabupaten Sumedang", "satu", "dua"]
    assert feed["items"][2]["date_published"] == "2024-01-05T09:05:00+07:00"
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_a_feed_of_a_list_holds_its_releases_alone(newsroom: SiteTest) -> None:
    """The feed beside a category has what the category has."""
    feed = feedparser.parse(newsroom.text("kategori/ekonomi/feed.xml"))
    assert [entry.title for entry in feed.entries] == ["Awal"]
    assert feed.feed.link == "https://berita.example/kategori/ekonomi/"


def test_every_kind_of_list_and_every_language_has_its_feeds(newsroom: SiteTest) -> None:
    """Home, category, region, tag, author, corrections; a language without releases has none, and names none."""
    folders = (
        "",
        "kategori/ekonomi/",
        "wilayah/jawa-barat/",
        "tag/satu/",
        "penulis/tim-rekan/",
        "ralat/",
    )
    files = newsroom.files()
    for folder in folders:
        for name, check in zip(FORMATS, (check_rss, check_atom, check_json_feed), strict=True):
            check(files[folder + name])
    assert not [path for path in files if path.startswith("en/") and path.endswith(FORMATS)]
    assert not [path for path in files if path.endswith(".html") and b"/en/feed.xml" in files[path]]


def test_a_correction_is_seen_in_every_feed(site: SiteTest) -> None:
    """The entry keeps its id and is newer; its text begins with the correction; the feed of corrections has it too."""
    full(site).release("a", "Awal", date="2026-01-05").build()
    before = feedparser.parse(site.text("atom.xml")).entries[0]
    site.edit(
        "content/releases/a.md",
        "date:",
        "corrections: [{at: 2026-02-03 10:00, kind: right-of-reply, text: Bukan <5>}]\ndate:",
    )
    site.build()
    after = feedparser.parse(site.text("atom.xml")).entries[0]
    assert (after.id, after.published) == (before.id, before.published)
    assert (before.updated, after.updated) == ("2026-01-05T00:00:00+07:00", "2026-02-03T10:00:00+07:00")
    assert "Hak jawab</strong> (3 Februari 2026, 10.00 WIB): Bukan &lt;5&gt;" in after.content[0].value
    (note,) = feedparser.parse(site.text("ralat/feed.xml")).entries
    assert note.title == "Hak jawab: Awal"
    assert note.link == "https://berita.example/2026/01/awal/#note-1"
    assert note.description == "Bukan &lt;5&gt;"  # HTML, in which that is the text


def test_a_withdrawal_is_told_and_its_text_is_not(site: SiteTest) -> None:
    """Whoever took the release over learns of it in the feed of corrections alone."""
    full(site).release("a", "Awal", "Rahasia.", withdrawn="{at: 2026-02-03, reason: Keliru}").build()
    for name in FORMATS:
        assert "Keliru" in site.text(f"ralat/{name}")
        assert "Awal" not in site.text(name)
    assert not [path for path, data in site.files().items() if b"Rahasia" in data]


def test_what_must_be_marked_is_marked(site: SiteTest) -> None:
    """Paid content says so in its title, unverified news at the end of its text."""
    full(site).release("a", "Promo", sponsored="true").release("b", "Gempa", unverified="true").build()
    for name in FORMATS:
        assert "Advertorial: Promo" in site.text(name)
    entry = next(each for each in feedparser.parse(site.text("feed.xml")).entries if each.title == "Gempa")
    assert entry.content[0].value.endswith(")</em></p>")


def test_a_newsroom_has_feeds_from_its_first_release_on(site: SiteTest) -> None:
    """Also where that one was withdrawn: whoever subscribed finds nothing, and no fault, and no day of long ago."""
    full(site).build()
    assert not [path for path in site.files() if path.endswith(FORMATS)]
    site.release("a", "Awal", date="2026-01-05", withdrawn="{at: 2026-02-03, reason: Keliru}").build()
    check_rss(site.files()["feed.xml"])
    check_atom(site.files()["atom.xml"])
    check_json_feed(site.files()["feed.json"])
    assert "<updated>2026-01-05T" in site.text("atom.xml")


@pytest.mark.parametrize(
    "written, whole",
    [
        ('<a href="b/?x=1#y">', 'href="https://a.example/2026/b/?x=1#y"'),
        ('<a href="#fn1">', 'href="https://a.example/2026/#fn1"'),
        ('<img src="/f.jpg" alt="">', 'src="https://a.example/f.jpg"'),
        ("<img src=//cdn.example/f.jpg>", 'src="https://cdn.example/f.jpg"'),
        ('<video poster="p.jpg">', 'poster="https://a.example/2026/p.jpg"'),
        (
            '<img srcset="a.jpg 1x, b,c.jpg 2x">',
            'srcset="https://a.example/2026/a.jpg 1x, https://a.example/2026/b,c.jpg 2x"',
        ),
        ('<img srcset="a.jpg">', 'srcset="https://a.example/2026/a.jpg"'),
        ('<a href="mailto:a@b.example">', 'href="mailto:a@b.example"'),
        ('<a href="http://[x">', 'href="http://[x"'),
        ("<A HREF='b'>", 'href="https://a.example/2026/b"'),
    ],
)
def test_addresses_are_made_whole(written: str, whole: str) -> None:
    """href, src, srcset and poster, however they are written."""
    assert whole in make_absolute(written, "https://a.example/2026/")


def test_feeds_have_a_style_sheet(site: SiteTest) -> None:
    """So that a browser shows them as a page; it lies where they say."""
    full(site).release("a", "Awal").build()
    for name in ("feed.xml", "atom.xml"):
        line = site.text(name).splitlines()[1]
        assert line.startswith('<?xml-stylesheet type="text/css" href="/assets/css/feed.')
        assert line.split('"')[3].lstrip("/") in site.files()


def test_recordings_and_documents_are_enclosed(site: SiteTest) -> None:
    """With whole address, length and type: all of them where a format lets one, and in RSS a recording before a document."""
    site.edit("config.yaml", "feed_formats: [rss]", "feed_formats: [rss, atom, json]")
    body = '<audio src="suara.mp3"></audio>\n\n[Naskah](naskah.pdf), [lampiran](/unduh/a.docx), [foto](foto.jpg)'
    site.release("a/index", "Podcast", body, attachments="[{file: data 1.xlsx, title: Data}, naskah.pdf]")
    files = {"suara.mp3": b"ID3" + b"x" * 997, "naskah.pdf": b"%PDF-1.4", "data 1.xlsx": b"PK", "lepas.pdf": b"%PDF"}
    for name, data in files.items():
        site.write(f"content/releases/a/{name}", data)
    site.write("content/static/unduh/a.docx", b"PK12").write("content/releases/a/foto.jpg", picture())
    site.release("b", "Tanpa lampiran").build()
    office = "application/vnd.openxmlformats-officedocument"
    base = "https://berita.example/2026/11/podcast"
    expected = [
        (f"{base}/data%201.xlsx", f"{office}.spreadsheetml.sheet", "2"),
        (f"{base}/naskah.pdf", "application/pdf", "8"),
        (f"{base}/suara.mp3", "audio/mpeg", "1000"),
        ("https://berita.example/unduh/a.docx", f"{office}.wordprocessingml.document", "4"),
    ]
    found = {name: feedparser.parse(site.text(name)).entries for name in ("feed.xml", "atom.xml")}
    enclosed = {
        (name, entry.title): sorted((each.href, each.type, each.length) for each in entry.enclosures)
        for name, entries in found.items()
        for entry in entries
    }
    assert enclosed == {
        ("feed.xml", "Podcast"): [expected[2]],
        ("feed.xml", "Tanpa lampiran"): [],
        ("atom.xml", "Podcast"): expected,
        ("atom.xml", "Tanpa lampiran"): [],
    }
    items = {each["title"]: each for each in json.loads(site.text("feed.json"))["items"]}
    listed = [(each["url"], each["mime_type"], str(each["size_in_bytes"])) for each in items["Podcast"]["attachments"]]
    assert sorted(listed) == expected and "attachments" not in items["Tanpa lampiran"]
    for address, _, length in expected:
        path = address.removeprefix("https://berita.example/").replace("%20", " ")
        assert len(site.files()[path]) == int(length)
    check_rss(site.files()["feed.xml"])
    check_atom(site.files()["atom.xml"])
    check_json_feed(site.files()["feed.json"])
    site.write("content/releases/a/suara.mp3", b"ID3lain").compare()
    assert 'length="7" type="audio/mpeg"' in site.text("feed.xml")
    site.edit(
        "content/releases/a/index.md", "title: Podcast", "title: Podcast\nwithdrawn: {at: 2026-11-21, reason: Salah.}"
    )
    site.build()
    assert "<enclosure" not in site.text("feed.xml")


def test_an_embed_in_a_feed_is_a_link(site: SiteTest) -> None:
    """Neither frame nor script nor the address of a frame; the words are those of the page."""
    site.edit("config.yaml", "feed_formats: [rss]", "feed_formats: [rss, atom, json]").config(
        "third_parties: [youtube]\n"
    )
    site.edit("config.yaml", "wire: []", "wire: [ninjs, text]")
    site.release("a", "Sidang", "[Rapat](https://youtu.be/abcdefghijk)").build()
    for text in map(site.text, (*FORMATS, "2026/11/sidang/ninjs.json")):
        assert "Rapat" in text and "https://youtu.be/abcdefghijk" in text and "YouTube" in text
        assert "nocookie" not in text and "iframe" not in text and "<script" not in text
    assert "YouTube\nRapat\nhttps://youtu.be/abcdefghijk" in site.text("2026/11/sidang/rilis.txt")
