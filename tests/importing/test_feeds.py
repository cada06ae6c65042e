"""The entries of a feed keep their moment, their categories and their addresses, and what a feed cannot hold is said."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support import SiteTest
from warta.importing.conversion.settings import conversion_settings
from warta.importing.item import Item
from warta.importing.run import Request, run
from warta.importing.sources.feed import Feed
from warta.settings import parse_settings, read_settings

ZONE = ZoneInfo("Asia/Jakarta")
RSS = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Humas</title><link>https://lama.example</link>{}</channel></rss>'


def feed(folder: Path, *entries: str) -> Feed:
    """A feed with these entries."""
    text = RSS.format("".join(f"<item><title>Judul {at}</title>{each}</item>" for at, each in enumerate(entries, 1)))
    path = folder / "feed.xml"
    path.write_text(text, encoding="utf-8")
    return Feed(str(path), ZONE)


def item(folder: Path, entry: str) -> Item:
    """The item of an entry."""
    (found,) = feed(folder, entry).items()
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 21 Jun 2019 02:00:00 +0000", "2019-06-21 09:00"),
        ("Fri, 21 Jun 2019 02:00:00 GMT", "2019-06-21 09:00"),
        ("Fri, 21 Jun 2019 09:00:00 WIB", "2019-06-21 09:00"),
        ("Fri, 21 Jun 2019 10:00:00 WITA", "2019-06-21 09:00"),
        ("21 Jun 2019 11:00:00 WIT", "2019-06-21 09:00"),
        ("Jumat, 21 Juni 2019 09:00 WIB", "2019-06-21 09:00"),
        ("Jumat, 21 Juni 2019", "2019-06-21"),
        ("Jum'at, 21 Juni 2019 pukul 11.00 WIT", "2019-06-21 09:00"),
        ("2019-06-21T02:00:00Z", "2019-06-21 09:00"),
        ("2019-06-21T09:00:00+07:00", "2019-06-21 09:00"),
        ("2019-06-21T09:00:00", "2019-06-21 09:00 assumed"),
        ("2019-06-21 09:00:00", "2019-06-21 09:00 assumed"),
        ("Fri, 21 Jun 2019 09:00:00", "2019-06-21 09:00 assumed"),
        ("21/06/2019 09:00", "2019-06-21 09:00 assumed"),
        ("Fri Jun 21 09:00:00 2019", "2019-06-21 09:00 assumed"),
        ("20190621T090000", "2019-06-21 09:00 assumed"),
        ("05/06/2019 09:00 WIB", "2019-06-05 09:00"),
        ("Kamis, 21 Juni 2019 09:00 WIB", "2019-06-21 09:00 doubt"),
        ("kemarin sore sekali", "2000-01-01 doubt"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_was_meant(tmp_path: Path, written: str, expected: str) -> None:
    """By its zone, in Indonesian too; one without a zone is the newsroom's, which is said once."""
    source = feed(tmp_path, f"<pubDate>{written}</pubDate><link>https://lama.example/a/</link>")
    (found,) = source.items()
    said = "feed-zone-assumed" in [each.code for each in source.summary().notices]
    doubt = any(each.code.startswith("feed-date") for each in found.doubts)
    form = "%Y-%m-%d %H:%M" if found.timed else "%Y-%m-%d"
    assert f"{found.date:{form}}" + " assumed" * said + " doubt" * doubt == expected


def test_other_addresses_of_an_entry_lead_on(tmp_path: Path) -> None:
    """Its identity where that is an address of the site; not that of another site, nor what counts visitors."""
    link = "<link>https://lama.example/2019/06/judul/?utm_source=rss&amp;utm_medium=feed</link>"
    found = item(tmp_path, link + '<guid isPermaLink="false">https://www.lama.example/?p=12</guid>')
    assert (found.origin, found.aliases) == ("https://lama.example/2019/06/judul/", ("https://www.lama.example/?p=12",))
    assert item(tmp_path, link + "<guid>https://lain.example/?p=12</guid>").aliases == ()
    assert item(tmp_path, link + "<guid>tag:lama.example,2019:12</guid>").aliases == ()
    assert item(tmp_path, "<link>https://lama.example/berita.php?id=7</link>").slug == ""


def test_authors_of_an_entry_are_names(tmp_path: Path) -> None:
    """Several of them, with degrees; addresses of mail are none."""
    assert item(tmp_path, "<dc:creator>Dr. Dony, S.T., dan Siti</dc:creator>").authors == ("Dr. Dony, S.T.", "Siti")
    assert item(tmp_path, "<author>humas@lama.example</author>").authors == ()


def test_categories_of_a_feed_are_those_of_the_newsroom(site: SiteTest, tmp_path: Path) -> None:
    """By name and by the table; other words are tags, and the report names them for the table."""
    site.config("categories: [Pemerintahan, Ekonomi]\n")
    source = feed(tmp_path, "<category>pemerintahan</category><category>Pasar</category><category>camat</category><category>Uncategorized</category>")  # fmt: skip
    outcome = run(source, Request(site.root, read_settings(site.root), categories={"pasar": "Ekonomi"}))
    (text,) = [each.read_text() for each in site.root.glob("content/releases/*/judul-1.md")]
    assert 'categories: ["Pemerintahan", "Ekonomi"]\ntags: ["camat"]\n' in text
    assert outcome.totals.unmapped == {"camat": 1}


def test_without_a_list_of_categories_the_words_of_a_feed_are_tags() -> None:
    """Nothing tells its categories from its tags, but for those that the table names."""
    config = parse_settings("title: R\nurl: https://r.example/\nlanguage: id\ntimezone: Asia/Jakarta\n")
    labels = conversion_settings(config, renamed={"pasar": "Ekonomi", "buang": ""}).labels_of(
        ("Pasar", "camat", "Buang")
    )
    assert (labels.categories, labels.tags, labels.unmapped) == (("Ekonomi",), ("camat",), ())


def test_a_feed_says_that_it_holds_the_latest_alone(tmp_path: Path) -> None:
    """The backup of a blog holds everything, and does not say so."""
    source = feed(tmp_path, "<link>https://lama.example/a/</link>", "<link>https://lama.example/b/</link>")
    _ = list(source.items())
    assert [str(each) for each in source.summary().notices] == [
        "A feed holds the latest texts alone, here 2: whatever is older needs an export of the old site."
    ]
    kind = '<category domain="x">http://schemas.google.com/blogger/2008/kind#post</category>'
    backup = feed(tmp_path, kind)
    _ = list(backup.items())
    assert backup.summary().notices == ()
