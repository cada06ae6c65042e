"""Proves that a source is read as far as its old system read it, and that what cannot be read is counted and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.exports import export, post
from tests.importing.test_sources import bring as bring_source
from tests.importing.test_sources import folder
from tests.importing.test_sources import texts as texts_of_site
from tests.importing.test_wordpress import bring
from tests.support import SiteTest
from warta.importing.sources.feed import Feed
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.text_files import TextFiles
from warta.settings import read_settings

TWO = export([post(1, "Satu QQ", "<p>isi satu</p>"), post(2, "Dua", "<p>isi dua</p>")])
IN_TITLE = TWO.replace("<![CDATA[Satu QQ]]>", "Satu QQ")


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom."""
    return SiteTest(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        TWO.replace("http://wordpress.org", "https://wordpress.org"),
        TWO.replace("http://purl.org", "https://purl.org"),
        TWO.replace("<item>", '<atom:link rel="hub" href="x"/><item>', 1),
        TWO.replace("</item>", '<media:content geo:lat="1"/></item>', 1),
        TWO.replace('\txmlns:dc="http://purl.org/dc/elements/1.1/"\n', ""),
        IN_TITLE.replace("QQ", "&nbsp;&ndash; a"),
        IN_TITLE.replace("QQ", "&#11;&#x1F;&#xFFFE;"),
        IN_TITLE.replace("QQ", "dan & tiga"),
        IN_TITLE.replace("QQ", "a\ufffe\uffffb"),
        IN_TITLE.replace("QQ", "&takdikenal;"),
        "<br />\n<b>Warning</b>: x in y.php\n" + TWO,
        TWO.replace("</channel>\n</rss>\n", "</channel>\n</rss>\n<!-- 12 queries -->"),
        TWO.replace('encoding="UTF-8"', 'encoding="utf8"'),
    ],
)
def test_an_export_that_wordpress_reads_is_read(site: SiteTest, text: str) -> None:
    """Other namespaces, prefixes and entities nobody declared, signs that no XML has, words before and behind it."""
    outcome = bring(site, text=text)
    assert (outcome.states, outcome.summary.damage) == ({"new": 2}, ())
    assert outcome.totals.words_in == 4
    site.build()


def test_damage_costs_one_entry(site: SiteTest) -> None:
    """It is named with its line and title; what stands behind it comes."""
    outcome = bring(site, text=TWO.replace("<guid", "<oops><guid", 1))
    assert outcome.states == {"new": 1}
    assert not outcome.whole
    (damage,) = map(str, outcome.summary.damage)
    assert "'Satu QQ' was not read" in damage
    assert (site.root / "content/releases/2019/dua.md").exists()


@pytest.mark.parametrize("number", ["", "<wp:post_id>7</wp:post_id>", "<wp:post_id>0</wp:post_id>"])
def test_posts_without_a_number_of_their_own_all_come(site: SiteTest, number: str) -> None:
    """And come once, however often the same export is read."""
    text = TWO.replace("<wp:post_id>1</wp:post_id>", number).replace("<wp:post_id>2</wp:post_id>", number)
    assert bring(site, text=text).states == {"new": 2}
    assert bring(site, text=text).states == {"same": 2}
    site.build()


def test_an_entry_that_stands_twice_comes_once_and_is_counted(site: SiteTest) -> None:
    """As in two exports that were joined."""
    same = post(1, "Satu", "<p>isi</p>")
    outcome = bring(site, same, same)
    assert outcome.states == {"new": 1}
    assert "1 entry that stood in the source before" in str(outcome.summary.left_out[0])


@pytest.mark.parametrize("guid", ["", "<guid>x</guid>"])
def test_entries_of_a_feed_without_an_identity_all_come(site: SiteTest, tmp_path: Path, guid: str) -> None:
    """Whatever they share: the title, the guid, or none at all."""
    items = "".join(f"<item><title>Siaran</title>{guid}<description>isi {each}</description></item>" for each in "abc")
    (tmp_path / "f.xml").write_text(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    for states in ({"new": 3}, {"same": 3}):
        assert bring_source(site, Feed(str(tmp_path / "f.xml"), read_settings(site.root).zone)).states == states


@pytest.mark.parametrize(
    ("kind", "name", "text", "comes"),
    [
        ("jekyll", "_posts/2019-06-21-a-b.html", "---\ntitle: A\n---\n<p>Isi.</p>", True),
        ("jekyll", "_posts/2019-06-21-a-b.md", "---\nlayout: post\n---\nIsi.", True),
        ("jekyll", "_posts/2019-06-21-a-b.mkd", "---\ntitle: A\n---\nIsi.", True),
        ("jekyll", "_posts/2019-06-21-a-b.textile", "---\ntitle: A\n---\nIsi.", False),
        ("hugo", "content/post/a.org", "#+TITLE: A\n\nIsi.", False),
        ("hugo", "content/post/a.html", "---\ntitle: A\ndate: 2019-06-21\n---\n<p>Isi.</p>", True),
        ("hugo", "content/resources/a.md", "---\ntitle: A\ndate: 2019-06-21\n---\nIsi.", True),
        ("eleventy", "posts/a.njk", "---\ntitle: A\ndate: 2019-06-21\n---\n<p>Isi.</p>", False),
        ("pelican", "content/a.rst", "A\n#\n\nIsi.", False),
    ],
)
def test_every_post_of_a_generator_comes_or_is_named(
    site: SiteTest, tmp_path: Path, *, kind: str, name: str, text: str, comes: bool
) -> None:
    """Whatever form its file has, and without a title too."""
    outcome = bring_source(site, SiteFolder(folder(tmp_path / "x", {name: text}), kind, read_settings(site.root).zone))
    assert outcome.states == ({"new": 1} if comes else {})
    assert [name in str(each) for each in outcome.summary.lost] == ([] if comes else [True])
    assert outcome.whole is comes
    site.build()


POST = "---\ntitle: Banjir surut\ndate: 2019-06-21\n%s---\nAir mulai surut.\n"


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("hugo", "content/a.md", POST.encode() % b"expirydate: 2090-01-01\nexpirydate: 2090-01-01\n"),
        ("hugo", "content/a.md", POST.encode() % b"tags: [a]\ntags:\n  - b\n"),
        ("hugo", "content/a.md", b"\n \n" + POST.encode() % b""),
        ("hugo", "content/a.md", POST.replace("mulai", "\u202cmulai\x07").encode() % b""),
        (
            "hugo",
            "content/a.md",
            b"+++\ntitle = 'Banjir surut'\ndate = 2019-06-21\ndraft = false\ndraft = false\n+++\nAir mulai surut.\n",
        ),
        ("jekyll", "_posts/2019-06-21-a.md", POST.replace("mulai", "mulai \u2013").encode("cp1252") % b""),
        ("jekyll", "_posts/2019-06-21-a.md", POST.encode("utf-16").replace(b"%\x00s\x00", b"")),
        (
            "pelican",
            "content/a.html",
            b"<html><head><title>Banjir surut</title><meta name='date' content='2019-06-21'></head><body>Air mulai surut.</body></html>",
        ),
    ],
)
def test_front_matter_that_its_generator_reads_is_read(
    site: SiteTest, tmp_path: Path, kind: str, name: str, data: bytes
) -> None:
    """Keys written twice, blank lines above, other encodings, unseen signs, and Pelican's pages: the text comes."""
    path = tmp_path / "x" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    outcome = bring_source(site, SiteFolder(tmp_path / "x", kind, read_settings(site.root).zone))
    assert outcome.states == {"new": 1} and outcome.whole
    (written,) = texts_of_site(site).values()
    assert "Banjir surut" in written and "surut." in written and "2019-06-21" in written
    site.build()


def test_a_page_that_only_leads_on_is_counted(site: SiteTest, tmp_path: Path) -> None:
    """What sends its reader away at once has no text to bring."""
    files = {"content/lama.html": '<meta http-equiv = "refresh" content="0; url=/baru/">', "content/a.md": POST % ""}
    outcome = bring_source(site, SiteFolder(folder(tmp_path / "x", files), "hugo", read_settings(site.root).zone))
    assert outcome.whole
    assert [str(each) for each in outcome.summary.left_out] == ["1 page that only led on to another"]


def test_nothing_is_not_everything(site: SiteTest, tmp_path: Path) -> None:
    """An import that found no text says so and does not end well."""
    (tmp_path / "leer").mkdir()
    zone = read_settings(site.root).zone
    for source in (TextFiles(tmp_path / "leer", zone), SiteFolder(tmp_path / "leer", "jekyll", zone)):
        outcome = bring_source(site, source)
        assert not outcome.whole
        assert str(outcome.verdict) == "Nothing was found that could be imported."
    assert not bring(site, text=TWO, only=("salah",)).whole


def test_the_page_has_each_kind_once_and_the_table_has_each_thing(site: SiteTest, tmp_path: Path) -> None:
    """Files that are not read, keys that stayed behind, no line of nothing; and a build does not call it astray."""
    files = {f"content/{name}.org": "#+TITLE: A\n" for name in "abc"}
    files |= {f"content/{name}.md": POST % "topics: [x]\nweight: 3\n" for name in "de"}
    bring_source(site, SiteFolder(folder(tmp_path / "x", files), "hugo", read_settings(site.root).zone))
    page = (site.root / "import-report.md").read_text(encoding="utf-8")
    assert page.count(" is Org, which Warta does not read") == 1
    assert "- 3 times, such as: content/a.org is Org" in page
    assert "- `topics`: 2\n- `weight`: 2\n" in page
    assert "| 0 |" not in page.replace("| words missing | 0 |", "").replace("password) | 0 |", "")
    table = (site.root / "import-table.csv").read_text(encoding="utf-8")
    assert [f"content/{name}.org is Org" in table for name in "abc"] == [True] * 3
    assert "weight" in table
    assert not [each for each in site.build().warnings if "import-report" in str(each)]
