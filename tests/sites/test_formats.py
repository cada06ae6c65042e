"""What machines read is what their own readers understand, on every file of whole sites."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from tests.standards import check_file
from tests.support import CONFIG, LOGO, NOW, SiteTest, picture
from warta.engine.build import build
from warta.plan.machines.sitemaps import split

ROOT = Path(__file__).parents[2]
EVERYTHING = CONFIG.replace("feed_formats: [rss]\nwire: []\n", "")


def full(site: SiteTest) -> SiteTest:
    """A newsroom that offers everything."""
    every = "feeds: [home, category, region, tag, organization, author, corrections]\n"
    return site.edit("config.yaml", "feed_formats: [rss]\nwire: []\n", every)


def checked(site: SiteTest) -> Counter[str]:
    """How many files of each kind were checked, all of them without a fault."""
    kinds = Counter(check_file(path, data) for path, data in site.files().items())
    del kinds[""]
    return kinds


def test_every_file_of_the_sample_newsroom_is_valid(tmp_path: Path) -> None:
    """Feeds, sitemaps, wire and JSON-LD of the newsroom that comes with Warta, in its three languages."""
    site = SiteTest(tmp_path)
    request = msgspec.structs.replace(site.request(), site=ROOT, work=tmp_path / "work")
    build(request)
    kinds = checked(site)
    assert all(kinds[kind] > 20 for kind in ("rss", "atom", "json feed", "ninjs", "html")), kinds
    assert kinds["sitemap"] >= 8


def test_every_file_of_a_large_newsroom_is_valid(tmp_path: Path) -> None:
    """2,000 releases with everything that front matter can say, text with what is hard in JSON, XML and HTML."""
    site = SiteTest(tmp_path, EVERYTHING, theme="warta")
    site.config(
        'languages: [en]\nregion: "32.11"\npage_size: 100\nlistings: [category, region, organization, archive]\n'
    )
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: l.svg\nemail: a@b.example\n---\n\nTentang.\n")
    site.write("content/organizations/l.svg", LOGO).write("content/static/foto.jpg", picture())
    hard = ["biasa", '<b>&amp;</b> ]]> "x"', "</script><!-- <script>", "😀 emoji \u200d\u200f", "a" * 300]
    for number in range(2_000):
        fields: dict[str, object] = {"date": f"{2010 + number % 17}-{number % 11 + 1:02}-{number % 27 + 1:02} 09:05"}
        fields |= {
            "category": f"Kategori {number % 5}",
            "regions": f'["32.11.{number % 20 + 1:02}"]',
            "slug": f"r{number}",
        }
        if number % 3 == 0:
            fields["image"] = "{file: /foto.jpg, alt: Foto, credit: Humas, licence: CC BY-SA 4.0}"
        if number % 50 == 0:
            fields["corrections"] = "[{at: 2026-11-20 10:00, kind: correction, text: 'Salah <tulis> & \"benar\"'}]"
        if number % 70 == 0:
            fields["withdrawn"] = "{at: 2026-11-21, reason: Keliru}"
        if number % 90 == 0:
            fields["sponsored"] = "true"
        if number % 4 == 0:
            fields |= {"language": "en"}
        title = msgspec.json.encode(f"{hard[number % 5]} {number}").decode()
        site.release(
            f"r{number}", title, f"Isi [dalam](/2010/) ke-{number}.\n\n[luar](https://a.example/?b=1&c=2)", **fields
        )
    site.build()
    kinds = checked(site)
    assert kinds["ninjs"] > 2_000
    assert kinds["html"] > 2_000


@pytest.mark.parametrize("wire, files", [("[]", set()), ("[text]", {"rilis.txt"}), ("[ninjs]", {"ninjs.json"})])
def test_the_wire_can_be_switched_off(site: SiteTest, wire: str, files: set[str]) -> None:
    """No file beside a release that nobody wants, and no list of what there is not."""
    site.edit("config.yaml", "wire: []", f"wire: {wire}").release("a", "A", category="X").build()
    made = {name.rpartition("/")[2] for name in site.files()}
    assert made & {"rilis.txt", "ninjs.json"} == files
    assert ("kategori/x/ninjs.json" in site.files()) == ("ninjs.json" in files)


def test_one_release_more_changes_few_files(site: SiteTest) -> None:
    """With all formats the number of files is the same in a small archive and in a larger one."""
    full(site)
    changed = []
    for count in (50, 150):
        for number in range(count):
            site.release(
                f"r{number}", f"R{number}", date=f"2025-{number % 12 + 1:02}-01 10:{number % 60:02}", category="A"
            )
        site.build()
        site.release(f"baru{count}", f"Baru {count}", date="2026-11-23", category="A")
        changed.append(len(site.build().written))
    assert changed[1] <= changed[0] + 1  # an older page is full at every twentieth
    assert changed[0] < 40


def test_sitemaps_are_split_without_moving_what_is_full() -> None:
    """No file passes the limit, and one address more changes the last file alone."""
    addresses = [f"https://a.example/{number}/" for number in range(25)]
    parts = list(split(addresses, len, most=10))
    assert [len(part) for part in parts] == [10, 10, 5]
    assert list(split([*addresses, "https://a.example/neu/"], len, most=10))[:2] == parts[:2]
    assert all(len(part) == 1 for part in split(addresses, len, most_bytes=30))
    assert list(split([], len)) == []


def test_a_large_year_has_several_sitemaps(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index names each of them, and each address stands in one."""
    monkeypatch.setattr("warta.plan.machines.sitemaps.split.__defaults__", (2, 40_000_000))
    for number in range(5):
        site.release(f"r{number}", f"R{number}", date=f"2026-0{number + 1}-01")
    site.build()
    assert re.findall(r"sitemap-2026[^<]*", site.text("sitemap.xml")) == [
        "sitemap-2026.xml",
        "sitemap-2026-2.xml",
        "sitemap-2026-3.xml",
    ]
    assert re.findall(r"/r(\d)/", "".join(site.text(f"sitemap-2026{end}.xml") for end in ("", "-2", "-3"))) == list(
        "01234"
    )


def test_the_news_sitemap_holds_two_days_and_tells_when_it_changes(site: SiteTest) -> None:
    """Only what is newer than two days and no advertisement; when time has passed, a build with nothing new renews it."""
    site.release("a", "'A & B'", date="2026-11-23 09:00").release("b", "B", date="2026-11-20")
    site.release("c", "C", date="2026-11-24 09:00", sponsored="true").build()
    news = site.text("sitemap-news.xml")
    assert re.findall(r"<news:title>(.*?)</news:title>", news) == ["A &amp; B"]
    assert "<news:name>Ruang Berita</news:name><news:language>id</news:language>" in news
    assert "<news:publication_date>2026-11-23T09:00:00+07:00</news:publication_date>" in news
    assert site.build(now=NOW.replace(day=25, hour=1)).written == ()
    later = site.build(now=NOW.replace(day=25, hour=2))
    assert set(later.written) == {"sitemap-news.xml", "sitemap.xml"}
    assert "<news:title>" not in site.text("sitemap-news.xml")


def test_no_more_than_a_thousand_news(site: SiteTest) -> None:
    """The newest stay."""
    for number in range(1_005):
        site.release(f"r{number}", f"R{number}", date=f"2026-11-23 {number // 60:02}:{number % 60:02}")
    site.build()
    titles = re.findall(r"<news:title>(.*?)</news:title>", site.text("sitemap-news.xml"))
    assert (len(titles), titles[0], titles[-1]) == (1_000, "R1004", "R5")


def test_a_sitemap_says_when_a_page_changed_and_what_it_shows(site: SiteTest) -> None:
    """A correction is a change; pictures stand beside, each once; twins name each other and themselves."""
    site.config("languages: [en]\n").write("content/static/a b.jpg", picture())
    site.release(
        "a", "A", image="{file: '/a b.jpg', alt: x}", gallery="[{file: '/a b.jpg', alt: x}]", date="2026-01-02",
        corrections="[{at: 2026-03-04 10:00, kind: correction, text: x}]",
    )  # fmt: skip
    site.release("b", "B", language="en", translation_of="releases/a.md").build()
    text = site.text("sitemap-2026.xml")
    assert "<lastmod>2026-03-04T10:00:00+07:00</lastmod>" in text
    assert text.count("<image:loc>https://berita.example/a%20b.jpg</image:loc>") == 1
    for language, url in (("id", "2026/01/a/"), ("en", "en/2026/11/b/")):
        assert text.count(f'hreflang="{language}" href="https://berita.example/{url}"') == 2


def test_the_index_of_sitemaps_says_when_the_newest_came_or_was_corrected(site: SiteTest) -> None:
    """Of each year; a correction of an old release is news of its year."""
    site.release("a", "A", date="2025-01-02").release("b", "B", date="2025-03-04").release("c", "C", date="2025-02-03")
    site.build()
    year = r"sitemap-2025\.xml</loc><lastmod>(.*?)</lastmod>"
    assert re.findall(year, site.text("sitemap.xml")) == ["2025-03-04"]
    site.edit("content/releases/a.md", "title: A", "title: A\ncorrections: [{at: 2026-05-06 07:00, text: x}]")
    site.build()
    assert re.findall(year, site.text("sitemap.xml")) == ["2026-05-06T07:00:00+07:00"]


def test_robots_name_the_sitemap(site: SiteTest) -> None:
    """RFC 9309: all may be read, and the sitemap is told by its whole address."""
    site.build()
    assert site.text("robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://berita.example/sitemap.xml\n"
