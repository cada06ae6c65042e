"""The settings of the front page and of the menu: what they put where, and what they name that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import SiteTest, picture

CATEGORIES = "categories: [{name: Ekonomi, names: {en: Economy}}, Budaya, Kesehatan]\nlanguages: [en]\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    """Twelve releases in three categories, the newest first by number, with the default theme."""
    site = SiteTest(tmp_path, theme="warta").config(CATEGORIES)
    for number in range(12):
        category = ("Ekonomi", "Budaya", "Kesehatan")[number % 3]
        site.release(f"r{number}", f"Kabar {number}", date=f"2026-11-{20 - number}", category=category)
    site.release("en", "News 11", date="2026-11-09", language="en", translation_of="releases/r11.md")
    return site.write("content/pages/tentang.md", "---\ntitle: Tentang\n---\n\nKami.\n")


def told(page: str) -> list[str]:
    """The addresses of releases that a page tells, in order, as often as it does."""
    return re.findall(r'<(?:h2 class="lead-title"|h3 class="card-title")><a href="([^"]+)"', page) + re.findall(
        r'class="topic-last" href="([^"]+)"', page
    )


def test_the_front_page_is_as_the_settings_say(newsroom: SiteTest) -> None:
    """A pinned release leads, in each language in its own words; parts and categories stand in their order; none is
    told twice, and what a part leaves out stands further down.
    """
    newsroom.build()
    plain = told(newsroom.page("/"))
    assert plain[0].endswith("/kabar-0/") and len(plain) == len(set(plain)) == 12
    newsroom.config("home: {order: [sections, more], sections: [Budaya, Ekonomi], pinned: [content/releases/r11.md]}\n")
    newsroom.build()
    page = newsroom.page("/")
    found = told(page)
    assert found[0].endswith("/kabar-11/") and len(found) == len(set(found)) == 12
    assert re.findall(r'class="rubric"><a href="/([^"]+)/"', page) == ["kategori/budaya", "kategori/ekonomi"]
    assert 'class="next' not in page
    assert told(newsroom.page("/en/")) == ["/en/2026/11/news-11/"]
    assert newsroom.compare() == []


def test_head_and_menu_are_as_the_settings_say(newsroom: SiteTest) -> None:
    """The links of `menu` in the language of the page, the short name, and the emergency with its time on every page."""
    newsroom.config(
        "short_title: Humas\nmenu: [ekonomi, archive, tentang, {title: Kabupaten, url: https://kab.example/}]\n"
        "home: {alert: {text: Sungai meluap., at: 2026-11-24 06:10, texts: {en: The river is rising.}}}\n"
    ).build()
    page, english = newsroom.page("/2026/"), newsroom.page("/en/")
    assert '<span class="brand-name">Humas</span>' in page
    bar = re.search(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    assert bar and re.findall(r">([^<>\n]+)</a>", bar[0]) == ["Ekonomi", "Arsip", "Tentang", "Kabupaten"]
    assert "Darurat</strong> Sungai meluap. <time" in page and "24 November 2026, 06.10 WIB" in page
    assert "The river is rising." in english and ">Economy</a>" in english and ">Tentang</a>" not in english


def test_names_that_are_not_there_are_problems(newsroom: SiteTest) -> None:
    """Each with its line and what may be meant."""
    newsroom.config(
        "home:\n  pinned: releases/r1l.md\n  sections: [Ekonimi]\nmenu:\n- arsip\n- {title: X, url: kab.example}\n"
    )
    found = newsroom.problems()
    assert len(found) == 1 and "must begin with https://" in found[0]
    newsroom.edit("config.yaml", "kab.example", "/kab/")
    found = newsroom.problems()
    assert [line.partition(" ")[0] for line in found] == ["config.yaml:11:", "config.yaml:12:", "config.yaml:14:"]
    assert "Did you mean 'releases/r1.md'?" in found[0] or "Did you mean 'releases/r11.md'?" in found[0]
    assert "Did you mean 'Ekonomi'?" in found[1] and "archive" in found[2]


def test_a_picture_keeps_its_focus_in_view(newsroom: SiteTest) -> None:
    """Where cards crop it; two numbers that are none are a problem with their line."""
    newsroom.write("content/releases/r0.jpg", picture("a", (1600, 900)))
    newsroom.edit("content/releases/r0.md", "date:", "image: {file: r0.jpg, alt: x, focus: 90% 10}\ndate:").build()
    assert 'class="lead-image focus-x4 focus-y0"' in newsroom.page("/")
    page = newsroom.page("/2026/11/kabar-0/")
    wide = re.search(r'og:image" content="([^"]+-1600\.[^"]+)">\n<meta property="og:image:width" content="1600">', page)
    assert wide and 'og:image:height" content="900"' in page
    newsroom.edit("content/releases/r0.md", "90% 10", "kiri")
    assert "content/releases/r0.md:3: 'focus' must be two numbers" in newsroom.problems()[0]


def test_older_pages_stay_as_they_are(tmp_path: Path) -> None:
    """A release that is new rewrites no older page of a list but the newest, which has a newer one beside it now; the
    front page of the list counts, names its years and the numbers of older pages.
    """
    site = SiteTest(tmp_path, theme="warta").config("page_size: 2\nrelated: 0\n")
    for number in range(12):
        site.release(f"r{number}", f"Kabar {number}", date=f"202{2 + number // 4}-01-{10 + number}", category="Ekonomi")
    site.build()
    front = site.page("/kategori/ekonomi/")
    assert "12 siaran pers" in front
    years = re.findall(r'<li><a href="([^"]*#y\d+)">(\d+) <span class="count">4<', front)
    assert years == [
        ("#y2024", "2024"),
        ("/kategori/ekonomi/hal/4/#y2023", "2023"),
        ("/kategori/ekonomi/hal/2/#y2022", "2022"),
    ]
    for address, year in years:
        assert f'id="y{year}"' in site.page(address.partition("#")[0] or "/kategori/ekonomi/")
    for number in (12, 13):
        report = site.release(f"r{number}", f"Kabar {number}", date=f"2025-01-{number}", category="Ekonomi").build()
    older = [path for path in report.written if path.startswith("kategori/ekonomi/hal/")]
    assert older == ["kategori/ekonomi/hal/5/index.html", "kategori/ekonomi/hal/6/index.html"]


def test_an_edition_without_releases_has_no_feeds(tmp_path: Path) -> None:
    """They come with its first release; a feed of nothing so far is as old as the newsroom's first release."""
    site = SiteTest(tmp_path, theme="warta").config("languages: [en]\ncategories: [Ekonomi, Budaya]\n")
    site.edit("config.yaml", "feed_formats: [rss]", "feed_formats: [atom]")
    site.release("a", "Kabar", date="2026-11-20", category="Ekonomi").build()
    feeds = sorted(path for path in site.files() if path.endswith("atom.xml"))
    assert "atom.xml" in feeds and not [path for path in feeds if path.startswith("en/")]
    assert "atom" not in site.page("/en/") and "<updated>2026-11-20T" in site.text("kategori/budaya/atom.xml")
    assert not [path for path in feeds if "1970" in site.text(path)]
    site.release("b", "News", date="2026-11-21", language="en").build()
    assert "atom.xml" in site.page("/en/") and "News" in site.text("en/atom.xml")
