"""A newsroom in several languages: an edition for each, and everywhere the way to the same text in another."""

from __future__ import annotations

import datetime as dt

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.sites.test_links_and_files import dead_links, hrefs
from tests.support import NOW, SiteTest

MORE = """\
languages: [id, en, su]
categories:
  - {name: Kebencanaan, names: {en: Disaster response, su: Kabencanaan}}
  - Ekonomi
"""


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A release in three languages, and one in Indonesian alone."""
    site.config(MORE)
    site.release("banjir", "Banjir surut", date="2026-11-20 09:05", category="Kebencanaan", tags="[banjir]")
    site.release("banjir.en", "Flood recedes", date="2026-11-20 09:05", category="Disaster response",
                 language="en", translation_of="banjir.md", tags="[flood]")  # fmt: skip
    site.release("banjir.su", "Caah orot", date="2026-11-20 09:05", category="kebencanaan",
                 language="su", translation_of="banjir.md")  # fmt: skip
    site.release("panen", "Panen raya", date="2026-10-02", category="Ekonomi")
    return site


def twins(site: SiteTest, address: str) -> dict[str, str]:
    """Where a page says it can be read in which language."""
    found = LexborHTMLParser(site.page(address)).css("a[hreflang]")
    return {node.attributes["hreflang"] or "": node.attributes["href"] or "" for node in found}


THREE = {"id": "/2026/11/banjir-surut/", "en": "/en/2026/11/flood-recedes/", "su": "/su/2026/11/caah-orot/"}


def test_each_language_has_an_edition(newsroom: SiteTest) -> None:
    """The first at the root, the others below their code, each with home, lists, archive and feed of its own."""
    newsroom.build()
    files = newsroom.files()
    for prefix in ("", "en/", "su/"):
        assert {
            f"{prefix}index.html",
            f"{prefix}feed.xml",
            f"{prefix}kategori/kebencanaan/index.html",
            f"{prefix}2026/11/index.html",
            f"{prefix}arsip/index.html",
        } <= files.keys()
    assert "2026/10/index.html" in files
    assert "en/2026/10/index.html" not in files
    assert "Banjir surut" not in newsroom.page("/en/")
    assert "Flood recedes" not in newsroom.page("/")
    assert "Panen raya" not in newsroom.page("/su/")


def test_twins_lead_to_each_other(newsroom: SiteTest) -> None:
    """From each of the three to all three; what has no twin offers none."""
    newsroom.build()
    assert [twins(newsroom, address) for address in THREE.values()] == [THREE] * 3
    assert twins(newsroom, "/2026/10/panen-raya/") == {}


def test_pages_have_twins_too(newsroom: SiteTest) -> None:
    """Masthead and guidelines in two languages."""
    newsroom.write("content/pages/redaksi.md", "---\ntitle: Redaksi\n---\n\nA.\n")
    newsroom.write(
        "content/pages/en/redaksi.md", "---\ntitle: Editors\nlang: en\ntranslation_of: pages/redaksi.md\n---\n\nB.\n"
    )
    newsroom.write(
        "themes/bare/templates/page.html",
        "{% for t in page.twins %}<a hreflang={{ t.language }} href={{ t.url }}></a>{% endfor %}",
    )
    newsroom.build()
    assert twins(newsroom, "/redaksi/") == twins(newsroom, "/en/editors/") == {"id": "/redaksi/", "en": "/en/editors/"}


def test_categories_have_a_name_in_each_language_and_one_address(newsroom: SiteTest) -> None:
    """Written by any of its names, in any case; without a name in a language it has the first."""
    newsroom.build()
    titles = {prefix: newsroom.page(f"{prefix}/kategori/kebencanaan/") for prefix in ("", "/en", "/su")}
    assert "<h1>Kebencanaan</h1>" in titles[""]
    assert "<h1>Disaster response</h1>" in titles["/en"]
    assert "<h1>Kabencanaan</h1>" in titles["/su"]
    assert "<h1>Ekonomi</h1>" in newsroom.page("/en/kategori/ekonomi/")
    assert "/en/kategori/kebencanaan/" in hrefs(newsroom, THREE["en"])


def test_dates_are_in_the_language_of_the_page(newsroom: SiteTest) -> None:
    """Also on lists."""
    newsroom.build()
    assert "20 November 2026, 09.05 WIB" in newsroom.page(THREE["id"])
    assert "20 November 2026, 09:05 WIB" in newsroom.page(THREE["en"])
    assert "20 Nopémber 2026, 9.05 WIB" in newsroom.page(THREE["su"])
    assert "20 Nopémber 2026" in newsroom.page("/su/")
    assert '<html lang="su">' in newsroom.page("/su/")


def test_a_hidden_twin_is_not_linked(newsroom: SiteTest) -> None:
    """Until it is public, then every page of the group is written again."""
    newsroom.edit("content/releases/banjir.su.md", "date:", "embargo: 2026-11-24 14:00\ndate:").build()
    two = {language: THREE[language] for language in ("id", "en")}
    assert [twins(newsroom, address) for address in two.values()] == [two, two]
    assert b"caah-orot" not in b"".join(newsroom.files().values())
    report = newsroom.build(now=NOW + dt.timedelta(hours=2))
    assert {address.strip("/") + "/index.html" for address in THREE.values()} <= set(report.written)
    assert [twins(newsroom, address) for address in THREE.values()] == [THREE] * 3


def test_a_twin_that_is_deleted_is_forgotten(newsroom: SiteTest) -> None:
    """By those that are left."""
    newsroom.build()
    newsroom.delete("content/releases/banjir.su.md").build()
    two = {language: THREE[language] for language in ("id", "en")}
    assert [twins(newsroom, address) for address in two.values()] == [two, two]
    assert dead_links(newsroom) == []


def test_neighbours_and_related_are_of_the_same_language(newsroom: SiteTest) -> None:
    """Nobody is led into another language without having chosen it."""
    newsroom.release(
        "lagi.en", "Another flood", date="2026-11-22", language="en", category="Disaster response", tags="[flood]"
    )
    newsroom.build()
    page = newsroom.page("/en/2026/11/another-flood/")
    assert "<a rel=prev href='/en/2026/11/flood-recedes/'>" in page
    assert "Banjir surut" not in page
    assert "Caah orot" not in page


def test_a_link_may_lead_into_another_language(newsroom: SiteTest) -> None:
    """When its writer says so."""
    newsroom.edit("content/releases/panen.md", "Isi siaran pers.", "[English](banjir.en.md)").build()
    assert THREE["en"] in hrefs(newsroom, "/2026/10/panen-raya/")


def test_a_release_in_one_edition_changes_nothing_in_another(newsroom: SiteTest) -> None:
    """But for the sitemap, which is one for all."""
    newsroom.build()
    report = newsroom.release("baru.en", "New", language="en").build()
    assert {path for path in report.written if not path.startswith("en/")} == {"sitemap-2026.xml"}


@pytest.mark.parametrize("language", ["en", "su", "jv"])
def test_the_main_language_may_be_any(site: SiteTest, language: str) -> None:
    """It stands at the root, and the default theme speaks it."""
    site.edit("config.yaml", "language: id", f"language: {language}").edit("config.yaml", "theme: bare", "theme: warta")
    site.release("a", "A").release("b", "B", language=language).build()
    assert {"2026/11/a/index.html", "2026/11/b/index.html"} <= site.files().keys()
    assert f'<html lang="{language}"' in site.page("/")
    archive = {"en": "Archive", "su": "Arsip", "jv": "Arsip"}[language]
    assert archive in site.page("/arsip/")
    assert dead_links(site) == []


def test_a_language_that_nobody_here_knows_builds(site: SiteTest) -> None:
    """Batak Toba has a code and readers; its pages have the words of the main language."""
    site.edit("config.yaml", "theme: bare", "theme: warta").config("languages: [id, bbc]\n")
    site.release("a", "Rilis").release("b", "Barita", language="bbc", translation_of="a").build()
    assert '<html lang="bbc"' in site.page("/bbc/2026/11/barita/")
    assert "Arsip" in site.page("/bbc/")
    assert dead_links(site) == []


def test_every_page_of_three_editions_leads_somewhere(newsroom: SiteTest) -> None:
    """With the default theme and its menu of languages."""
    newsroom.edit("config.yaml", "theme: bare", "theme: warta").build()
    assert dead_links(newsroom) == []


def test_untranslated_releases_are_shown_where_the_settings_ask(newsroom: SiteTest) -> None:
    """In English lists and feeds stands the Indonesian release that has no English twin, and not the one that has."""
    newsroom.build()
    before = newsroom.files()
    newsroom.config("untranslated: show\n").build()
    home = newsroom.page("/en/")
    assert "Panen raya" in home and "/2026/10/panen-raya/" in home and "Banjir surut" not in home
    assert "Panen raya" in newsroom.page("/en/kategori/ekonomi/") and "Panen raya" in newsroom.text("en/feed.xml")
    assert not newsroom.files().keys() & {"en/2026/10/panen-raya/index.html"}
    same = {path for path in before if not path.startswith(("en/", "su/", "sitemap"))}
    assert {path: newsroom.files()[path] for path in same} == {path: before[path] for path in same}
    newsroom.release(
        "panen-en", "Harvest", date="2026-10-02", category="Ekonomi", language="en", translation_of="panen.md"
    )
    newsroom.build()
    assert "Panen raya" not in newsroom.page("/en/")
