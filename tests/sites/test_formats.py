"""What machines read is what their own readers understand."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import feedparser
import pytest

from tests.support import SiteTest

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Three releases, one with everything that XML finds hard, built."""
    site.release("a", "Awal", date="2024-01-05 09:05", category="Ekonomi")
    site.release("b", "'Harga < biaya & \"untung\" ]]>'", "Isi & [awal](a.md) <b>tebal</b>.", author="Tim & Rekan")
    site.release("c", "Akhir", date="2026-11-23", tags="[satu, dua]")
    site.build()
    return site


def test_a_feed_reader_reads_the_feed(newsroom: SiteTest) -> None:
    """feedparser finds no fault, the newest first, dates as they are, and every address absolute."""
    feed = feedparser.parse(newsroom.text("feed.xml"))
    assert not feed.bozo
    assert feed.version == "rss20"
    assert [entry.title for entry in feed.entries] == ["Akhir", 'Harga < biaya & "untung" ]]>', "Awal"]
    assert feed.entries[2].published == "Fri, 05 Jan 2024 09:05:00 +0700"
    assert feed.entries[1].author == "Tim & Rekan"
    assert {entry.id for entry in feed.entries} == {entry.link for entry in feed.entries}
    assert 'href="https://berita.example/2024/01/awal/"' in feed.entries[1].content[0].value


def test_a_feed_of_a_list_holds_its_releases_alone(newsroom: SiteTest) -> None:
    """The feed beside a category has what the category has."""
    feed = feedparser.parse(newsroom.text("kategori/ekonomi/feed.xml"))
    assert [entry.title for entry in feed.entries] == ["Awal"]
    assert feed.feed.link == "https://berita.example/kategori/ekonomi/"


def test_the_sitemap_lists_every_public_page_once(newsroom: SiteTest) -> None:
    """The index names a file for each year and one for lists; each release stands in the one of its year."""
    index = ET.fromstring(newsroom.text("sitemap.xml"))
    files = [str(loc.text).rpartition("/")[2] for loc in index.iter(f"{SITEMAP}loc")]
    assert files == ["sitemap-2024.xml", "sitemap-2026.xml", "sitemap-pages.xml"]
    year = ET.fromstring(newsroom.text("sitemap-2024.xml"))
    assert [loc.text for loc in year.iter(f"{SITEMAP}loc")] == ["https://berita.example/2024/01/awal/"]
    assert [when.text for when in year.iter(f"{SITEMAP}lastmod")] == ["2024-01-05T09:05:00+07:00"]


def test_robots_name_the_sitemap(newsroom: SiteTest) -> None:
    """RFC 9309: all may be read, and the sitemap is told by its whole address."""
    assert newsroom.text("robots.txt").splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://berita.example/sitemap.xml",
    ]
