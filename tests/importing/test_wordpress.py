"""A WordPress newsroom arrives whole: texts, pictures, dates, states, addresses; and what is broken does not stop it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.importing.exports import BASE, attachment, export, post
from tests.importing.reading import messages
from tests.support import SiteTest
from warta.errors import ProblemsFound
from warta.importing.checking.newsroom import Newsroom
from warta.importing.conversion.media import index_media
from warta.importing.conversion.settings import read_categories
from warta.importing.run import Outcome, Request, run
from warta.importing.sources.wordpress import WordPress
from warta.settings import read_settings


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


PIXEL = picture()


def bring(site: SiteTest, *items: str, media: Path | None = None, table: str = "", **changes: object) -> Outcome:
    """Import an export that holds `items`."""
    text = changes.pop("text", None) or export(items, **changes.pop("head", {}))  # type: ignore[arg-type]
    path = site.root.parent / "export.xml"
    path.write_bytes(text if isinstance(text, bytes) else str(text).encode())
    config = read_settings(site.root)
    categories = None
    if table:
        categories = site.root.parent / "table.yaml"
        categories.write_text(table)
    order = Request(site.root, config, index_media(media), read_categories(categories, config), **changes)  # type: ignore[arg-type]
    return run(WordPress(path, config.zone), order)


def front(site: SiteTest, source: str) -> str:
    """The text of a file of the content."""
    return (site.root / "content" / source).read_text(encoding="utf-8")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """A copy of wp-content/uploads; one name is written in decomposed Unicode, as macOS does."""
    folder = tmp_path / "uploads" / "2019" / "06"
    folder.mkdir(parents=True)
    for name in ("rapat.jpg", "panen e\u0301.jpg"):
        (folder / name).write_bytes(PIXEL)
    (folder / "data.pdf").write_bytes(b"%PDF-1.4\n")
    return tmp_path / "uploads"


def test_a_post_becomes_a_release(site: SiteTest) -> None:
    """Title, local date, slug, categories, tags, author, excerpt, dateline and byline stand in its front matter."""
    body = (
        "<!-- wp:paragraph --><p>SUMEDANG, media.com — Warga panen, Jumat (21/6/2019). (Abas)</p><!-- /wp:paragraph -->"
    )
    outcome = bring(site, post(7, "Panen: “raya”", body, slug="panen-raya", excerpt="Ringkas.", categories={"e": "Ekonomi"}, tags={"p": "padi"}))  # fmt: skip
    assert front(site, "releases/2019/panen-raya.md") == (
        '---\ntitle: "Panen: “raya”"\ndate: 2019-06-21 09:05\nslug: "panen-raya"\nsummary: "Ringkas."\n'
        'categories: ["Ekonomi"]\ntags: ["padi"]\n'
        'regions: ["32.11"]  # Kabupaten Sumedang: 85%, dari titimangsa “SUMEDANG”, nama yang hanya dipakai wilayah ini\n'
        'dateline: "SUMEDANG, media.com"\nbyline: "Abas"\nauthors: ["Humas Sukamaju"]\n'
        'aliases: ["/2019/06/21/panen-raya/", "/?p=7"]\n---\n\nWarga panen, Jumat (21/6/2019).\n'
    )
    assert outcome.whole
    site.build()
    assert "Warga panen, Jumat (21/6/2019)." in site.page("/2019/06/panen-raya/")


def test_a_date_is_the_same_moment_in_the_newsrooms_zone(site: SiteTest) -> None:
    """The zone of the old site may have been another: its GMT decides, and a missing one leaves the local time."""
    site.edit("config.yaml", "Asia/Jakarta", "Asia/Jayapura")
    bring(
        site, post(1, "A", "<p>a</p>", date="2019-06-30 23:30:00"), post(2, "B", "<p>b</p>", gmt="0000-00-00 00:00:00")
    )
    assert "date: 2019-07-01 01:30" in front(site, "releases/2019/a.md")
    assert "date: 2019-06-21 09:05" in front(site, "releases/2019/b.md")


@pytest.mark.parametrize("modified", ["2018-03-04 05:06:07", "0000-00-00 00:00:00"])
def test_a_post_without_a_date_gets_a_doubtful_one(site: SiteTest, modified: str) -> None:
    """That of its last change, else that of its feed entry; the report says so, and the newsroom builds."""
    more = f"<wp:post_modified>{modified}</wp:post_modified>"
    bring(site, post(1, "A\x0b" + "b" * 300, "<p>a</p>", date="0000-00-00 00:00:00", slug="", more=more))
    (record,) = json.loads((site.root / "import-report.json").read_text())["items"]
    assert re.fullmatch(r"had no date: that of (its last change|the feed) was taken", messages(record["doubts"])[0])
    year = "2018" if modified.startswith("2018") else "2019"
    assert f"\ndate: {year}-" in front(site, record["source"])
    assert site.build().releases == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "pending"},
        {"status": "private"},
        {"status": "future"},
        {"password": "x"},
        {"status": "odd"},
    ],
)
def test_what_was_not_public_does_not_become_it(site: SiteTest, fields: dict[str, str]) -> None:
    """Drafts, private, planned and locked posts are drafts: nothing of them is in the output, nor in the map."""
    bring(site, post(1, "Rahasia besar", "<p>Isi rahasia</p>", **fields), post(2, "Umum", "<p>b</p>"))  # type: ignore[arg-type]
    site.build()
    assert not [path for path, data in site.files().items() if b"ahasia" in data or "rahasia" in path]
    assert "rahasia" not in (site.root / "import-redirects.csv").read_text()


def test_the_trash_and_what_plugins_keep_are_left_out_with_notice(site: SiteTest) -> None:
    """Nothing of them is written, and each kind is counted; so are comments."""
    outcome = bring(
        site,
        post(1, "A", "<p>a</p>", comments=3),
        post(2, "B", "<p>b</p>", status="trash"),
        post(3, "C", "<p>c</p>", kind="nav_menu_item"),
    )
    assert outcome.states == {"new": 1}
    assert list(map(str, outcome.summary.left_out)) == [
        "3 comments",
        "1 post in the trash",
        "1 entry of menus",
    ]


def test_pictures_files_and_galleries_come_along(site: SiteTest, media: Path) -> None:
    """By their address, percent-encoded or not, composed or not, and the original for a resized one."""
    up = f"{BASE}/wp-content/uploads/2019/06"
    body = (
        f'<!-- wp:image --><figure class="wp-block-image"><img src="{up}/rapat-300x200.jpg" alt="Rapat"/>'
        "<figcaption>Rapat kerja. Foto: Humas</figcaption></figure><!-- /wp:image -->"
        f'<p><a href="{up}/data.pdf">Data</a></p>[gallery ids="11,12"]'
    )
    outcome = bring(
        site,
        post(1, "Rapat", body, meta={"_thumbnail_id": "11"}),
        attachment(11, f"{up}/rapat.jpg", alt="Ruang rapat", caption="Suasana. Foto: Humas"),
        attachment(12, f"{up}/panen%20%C3%A9.jpg", title="Panen di sawah"),
        media=media,
    )
    text = front(site, "releases/2019/rapat/index.md")
    assert '![Rapat](rapat.jpg "Rapat kerja. Foto: Humas")' in text
    assert 'image:\n  file: "rapat.jpg"\n  alt: "Ruang rapat"\n  caption: "Suasana"\n  credit: "Foto: Humas"\n' in text
    assert 'gallery:\n  - file: "rapat.jpg"\n' in text
    assert '  - file: "panen-e.jpg"\n' in text
    assert "[Data](data.pdf)" in text
    assert outcome.whole
    site.build()
    assert {"2019/06/rapat/rapat.jpg", "2019/06/rapat/panen-e.jpg", "2019/06/rapat/data.pdf"} <= site.files().keys()


def test_missing_media_are_lost_and_said_to_be(site: SiteTest) -> None:
    """The text arrives, the picture is still shown from the old site, and the outcome is not whole."""
    outcome = bring(
        site, post(1, "A", f'<p>a</p><img src="{BASE}/wp-content/uploads/x.jpg">', meta={"_thumbnail_id": "9"})
    )
    assert not outcome.whole
    record = json.loads((site.root / "import-report.json").read_text())["items"][0]
    assert messages(record["lost"]) == ["lead picture 9 is not in the export", f"picture not among the media: {BASE}/wp-content/uploads/x.jpg"]  # fmt: skip
    said = (site.root / "import-report.md").read_text()
    assert "## What to do\n\n1. Missing pictures and files: 1. Fetch the folder `wp-content/uploads`" in said
    order = [said.index(f"## {title}") for title in ("What came", "What did not arrive", "What to do")]
    assert order == sorted(order)
    site.build()


def test_a_picture_that_is_broken_does_not_stop_the_build(site: SiteTest, media: Path) -> None:
    """It is lost with its reason, and stays behind."""
    (media / "2019" / "06" / "rapat.jpg").write_bytes(PIXEL[:60])
    bring(site, post(1, "A", f'<p>a</p><img src="{BASE}/wp-content/uploads/2019/06/rapat.jpg" alt="x">'), media=media)
    record = json.loads((site.root / "import-report.json").read_text())["items"][0]
    assert re.fullmatch(
        r"picture cannot be used: https://.*rapat.jpg: cannot be read\. Is it whole\? Save it anew as JPEG\.",
        messages(record["lost"])[0],
    )
    site.build()


def test_a_table_of_addresses_names_the_media(site: SiteTest, tmp_path: Path) -> None:
    """Instead of a folder; a file it names and that is not there is a problem with its line."""
    (tmp_path / "a.png").write_bytes(PIXEL)
    table = tmp_path / "media.csv"
    table.write_text(f"{BASE}/wp-content/uploads/x.jpg,a.png\n")
    bring(site, post(1, "A", f'<p>a</p><img src="{BASE}/wp-content/uploads/x.jpg" alt="x">'), media=table)
    assert "![x](a.png)" in front(site, "releases/2019/a/index.md")
    table.write_text("http://x.example/y.jpg,nicht.png\n")
    with pytest.raises(ProblemsFound, match=r"media.csv:1: there is no file 'nicht.png'"):
        index_media(table)


def test_every_old_address_leads_to_its_page(site: SiteTest) -> None:
    """Links between posts follow them; each line of the map, and each alias, is an old address of a page that is built."""
    bring(
        site,
        post(1, "Satu", f'<p><a href="{BASE}/2019/06/21/dua/#x">dua</a> <a href="/?p=2">lagi</a></p>'),
        post(2, "Dua", "<p>b</p>", categories={"desa": "Desa"}, tags={"padi": "Padi raya"}),
        post(3, "Tentang", "<p>c</p>", kind="page", link=f"{BASE}/profil/tentang/"),
    )
    assert "[dua](dua#x) [lagi](dua)" in front(site, "releases/2019/satu.md")
    site.build()
    assert '<a href="/2019/06/dua/#x">dua</a>' in site.page("/2019/06/satu/")
    rows = list(csv.reader((site.root / "import-redirects.csv").read_text().splitlines()))[1:]
    assert ["/2019/06/21/dua/", "/2019/06/dua/"] in rows
    assert ["/?p=2", "/2019/06/dua/"] in rows
    assert ["/profil/tentang/", "/tentang/"] in rows
    assert ["/?page_id=3", "/tentang/"] in rows
    assert ["/?cat=3", "/kategori/desa/"] in rows
    lists = [
        ["/category/pemerintahan/desa/", "/kategori/desa/"],
        ["/tag/padi/", "/tag/padi-raya/"],
        ["/author/humas/", "/penulis/humas-sukamaju/"],
    ]
    assert sorted(lists) == sorted(row for row in rows if row[0].startswith(("/category/", "/tag/", "/author/")))
    assert all(site.page(new) for _, new in rows)
    aliases = {
        alias: new
        for source, new in (
            ("releases/2019/satu.md", "satu"),
            ("releases/2019/dua.md", "dua"),
            ("pages/tentang.md", "tentang"),
        )
        for alias in json.loads(re.findall(r"aliases: (.*)", front(site, source))[0])
    }
    assert set(aliases) == {old for old, _ in rows} - {"/?cat=3", *(old for old, _ in lists)}


def test_a_build_leads_every_alias_to_its_page(site: SiteTest) -> None:
    """In the file for the host; an old address that no host or only a list can have is in the map alone."""
    links = {
        1: "/2019/06/21/satu/",
        2: "/index.php/2019/06/21/dua/",
        3: "/a%20b/",
        4: "/2019/",
        5: "/kategori/x/",
        6: "/feed.xml",
    }
    bring(site, *(post(number, f"Judul {number}", "<p>a</p>", link=BASE + link) for number, link in links.items()))
    site.build()
    rules = site.text(".htaccess")
    assert 'RedirectMatch 301 "^/2019/06/21/satu/?$" "/2019/06/judul-1/"' in rules
    assert 'RedirectMatch 301 "^/index\\.php/2019/06/21/dua/?$" "/2019/06/judul-2/"' in rules
    for number in links:
        assert f'%{{QUERY_STRING}} ^p={number}$\n  RewriteRule ^$ "/2019/06/judul-{number}/"' in rules
    rows = list(csv.reader((site.root / "import-redirects.csv").read_text().splitlines()))
    assert {old for old, _ in rows} >= set(links.values())


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        (f"{BASE}/", "/2019/06/21/satu/", ["/2019/06/21/satu/", "/?p=1"]),
        (f"{BASE}/", "//2019/06/21//satu/", ["/2019/06/21/satu/", "/?p=1"]),
        (f"{BASE}/dinas", "/dinas/2019/06/21/satu/", ["/dinas/2019/06/21/satu/", "/dinas/?p=1"]),
        (f"{BASE}/dinas/humas/", "/dinas/humas/?p=1", ["/dinas/humas/?p=1"]),
        (BASE, "/2019/06//", ["/?p=1"]),
        (BASE, "/0000/00/00/satu/", ["/?p=1"]),
    ],
)
def test_addresses_are_what_browsers_asked_for(site: SiteTest, base: str, link: str, expected: list[str]) -> None:
    """Below the old site's own folder, and with one slash where WordPress made two; the host leads each on, and so do
    links between the texts.
    """
    linked = post(2, "Dua", f'<p><a href="{BASE}{link}">satu</a></p>', link=f"{base.rstrip('/')}/?p=2")
    one = post(1, "Satu", "<p>a</p>", categories={"desa": "Desa"}, link=BASE + link)
    folder = base.removeprefix(BASE).rstrip("/")
    bring(site, one, linked, head={"base": base})
    assert json.loads(re.findall(r"aliases: (.*)", front(site, "releases/2019/satu.md"))[0]) == expected
    if link != "/2019/06//" and "0000" not in link:
        assert "[satu](satu)" in front(site, "releases/2019/dua.md")
    site.build()
    newsroom = Newsroom(site.root, site.output)
    assert [newsroom.leads_to(each) for each in expected] == ["/2019/06/satu/"] * len(expected)
    rows = list(csv.reader((site.root / "import-redirects.csv").read_text().splitlines()))
    assert [f"{folder}/category/pemerintahan/desa/", "/kategori/desa/"] in rows


def test_an_address_that_stays_is_no_alias(site: SiteTest) -> None:
    """Where the old permalinks were year, month and slug, nothing has to lead anywhere."""
    bring(site, post(1, "Satu", "<p>a</p>", link=f"{BASE}/2019/06/satu/"))
    assert 'aliases: ["/?p=1"]' in front(site, "releases/2019/satu.md")


def test_two_posts_with_one_slug_both_arrive(site: SiteTest) -> None:
    """In one month, and in two; with slugs of slashes and emoji, or none."""
    bring(
        site,
        post(1, "Panen", "<p>a</p>", slug="panen", link=f"{BASE}/?p=1"),
        post(2, "Panen", "<p>b</p>", slug="panen", link=f"{BASE}/?p=2"),
        post(3, "Panen", "<p>c</p>", slug="panen", date="2019-07-01 08:00:00"),
        post(4, "///🙂", "<p>d</p>", slug="%f0%9f%99%82", link=f"{BASE}/?p=4"),
        post(5, "🙂🙂", "<p>e</p>", slug="", link=f"{BASE}/?p=5"),
        post(6, "2019", "<p>f</p>", kind="page", link=f"{BASE}/2019/"),
        post(7, "Kategori", "<p>g</p>", kind="page", link=f"{BASE}/kategori/"),
    )
    report = site.build()
    assert report.releases == 5
    texts = [site.page(address) for address in ("/2019/06/panen/", "/2019/06/panen-2/", "/2019/07/panen/")]
    assert [f"<p>{letter}</p>" in text for letter, text in zip("abc", texts, strict=True)] == [True] * 3


def test_categories_are_mapped_and_unknown_ones_become_tags(site: SiteTest) -> None:
    """By the newsroom's list, by a table; `Uncategorized` says nothing."""
    site.config("categories: [Pemerintahan, Ekonomi]\n")
    outcome = bring(
        site,
        post(
            1,
            "A",
            "<p>a</p>",
            categories={"p": "pemerintahan", "u": "Uncategorized", "b": "Berita", "k": "Kabar Pasar", "x": "Buang"},
        ),
        table="Kabar Pasar: Ekonomi\nbuang:\n",
    )
    text = front(site, "releases/2019/a.md")
    assert 'categories: ["Pemerintahan", "Ekonomi"]\ntags: ["Berita"]\n' in text
    assert outcome.totals.unmapped == {"Berita": 1}
    site.build()
    with pytest.raises(
        ProblemsFound, match=r"table.yaml:1: category 'Ekonmi' is not in the list.*Did you mean 'Ekonomi'"
    ):
        bring(site, table="Kabar Pasar: Ekonmi\n")


def test_the_classic_editor_of_an_old_site_is_read(site: SiteTest) -> None:
    """WXR 1.0: paragraphs by empty lines, captions, embeds and unknown shortcodes; words in brackets stay."""
    body = (
        "Baris satu\nbaris dua [sic]\n\n"
        f'[caption id="attachment_9" width="300"]<a href="{BASE}/?attachment_id=9"><img src="http://lain.example/x.jpg" alt="X"></a> Rapat[/caption]\n\n'
        '[su_note color="red"]Catatan[/su_note]\n\n[kontak-form id="5"]\n\n[embed]http://video.example/1[/embed]'
    )
    outcome = bring(site, post(1, "A", body, creator="redaksi"), head={"version": "1.0", "generator": "3.0.1"})
    text = front(site, "releases/2019/a.md")
    assert "Baris satu  \nbaris dua \\[sic\\]\n" in text
    assert '![X](http://lain.example/x.jpg "Rapat")' in text
    assert "\nCatatan\n" in text
    assert "[http://video.example/1](http://video.example/1)" in text
    assert 'authors: ["redaksi"]' in text
    assert outcome.totals.shortcodes == {"caption": 1, "embed": 1, "kontak-form": 1, "su_note": 1}
    assert {code: kind.count for code, kind in outcome.totals.lost.items()} == {"shortcode-lost": 1}
    site.build()


def test_hidden_text_and_residue_are_taken_out_by_name(site: SiteTest) -> None:
    """What a hacked site hides from readers does not come along, and is named."""
    hidden = '<div style="position:absolute; left:-9999px"><a href="http://judi.example">slot</a></div>'
    bring(site, post(1, "A", f"<p>Isi</p>{hidden}<p>WP Facebook Auto Publish Powered By : XYZScripts.com</p>"))
    assert front(site, "releases/2019/a.md").endswith("---\n\nIsi\n")
    record = json.loads((site.root / "import-report.json").read_text())["items"][0]
    assert record["removed"] == ["slot", "WP Facebook Auto Publish Powered By : XYZScripts.com"]
    assert "hacked" in messages(record["doubts"])[0]


def test_a_damaged_export_gives_what_stands_before_the_damage(site: SiteTest) -> None:
    """The line is named, the outcome is not whole, and what was read is written whole."""
    text = export([post(1, "A", "<p>a</p>"), post(2, "B", "<p>b</p>"), post(3, "C", "<p>c</p>")])
    outcome = bring(site, text=text[: text.index("<title><![CDATA[C]]>") + 9])
    assert outcome.states == {"new": 2}
    assert not outcome.whole
    assert re.search(r"export.xml:\d+: the export is damaged here", str(outcome.summary.damage[0]))
    site.build()


def test_bytes_that_are_no_text_do_not_stop_an_export(site: SiteTest) -> None:
    """Control characters go, Windows-1252 is read as such."""
    text = export([post(1, "A", "<p>harga QQ kutip WW</p>")]).encode()
    outcome = bring(site, text=text.replace(b"QQ", b"\x0b5\x80").replace(b"WW", b"\x93x\x94"))
    assert outcome.whole
    assert front(site, "releases/2019/a.md").endswith("harga 5€ kutip “x”\n")


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<rss><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"is no XML"),
        ("PK\x03\x04", r"is no XML"),
        ("<html><body>", r"is no XML|an XML file of another kind \(<html>\)"),
        ("<rss><channel><title>x</title><item><title>y</title></item></channel></rss>", r"is a feed.*import feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', r"is a feed"),
        ("<posts></posts>", r"an XML file of another kind \(<posts>\)"),
        (BOMB, r"declares a document type or entities"),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss/>', r"declares a document type or entities"),
    ],
)
def test_what_is_no_export_is_refused_in_plain_words(site: SiteTest, text: str, said: str) -> None:
    """Nothing is written."""
    with pytest.raises(ProblemsFound, match=said):
        bring(site, text=text or b" ")
    assert [path.name for path in site.root.rglob("*.md")] == []
    assert not (site.root / "import-report.md").exists()


def test_only_what_is_asked_for_comes(site: SiteTest) -> None:
    """A kind, a year, a slug or a number."""
    items = [
        post(1, "A", "<p>a</p>"),
        post(2, "B", "<p>b</p>", date="2020-01-02 08:00:00"),
        post(3, "C", "<p>c</p>", kind="page"),
    ]
    assert bring(site, *items, only=("pages",)).states == {"new": 1}
    assert bring(site, *items, only=("2020",)).states == {"new": 1}
    assert bring(site, *items, only=("a", "3")).states == {"new": 1, "same": 1}
    assert sorted(path.name for path in site.root.rglob("content/**/*.md")) == ["a.md", "b.md", "c.md"]


def test_releases_go_where_they_are_told_to(site: SiteTest) -> None:
    """`--into releases/arsip`."""
    bring(site, post(1, "A", "<p>a</p>"), into="releases/arsip")
    assert front(site, "releases/arsip/2019/a.md")


def test_several_processes_give_the_same_bytes(site: SiteTest, tmp_path: Path) -> None:
    """As one does, in the same order."""
    items = [post(number, f"Judul {number}", f"<p>SUMEDANG – isi {number} *x*</p>") for number in range(1, 80)]
    bring(site, *items)
    other = SiteTest(tmp_path / "other")
    bring(other, *items, jobs=2)
    for name in ("content", "import-report.json", "import-report.md", "import-redirects.csv", ".warta/import.jsonl"):
        for path in [site.root / name] if (site.root / name).is_file() else sorted((site.root / name).rglob("*.md")):
            assert path.read_bytes() == (other.root / path.relative_to(site.root)).read_bytes()


@pytest.mark.parametrize("name", ["con", "AUX", "nul", "com1", "index", "a%00b"])
def test_names_that_no_system_or_newsroom_can_have_are_changed(site: SiteTest, name: str) -> None:
    """The old address leads to the new name, the file can be copied anywhere, and the report is plain text."""
    bring(site, post(1, "Satu", "<p>a</p>", slug=name, link=f"{BASE}/{name}/"), post(2, "Dua", "<p>b</p>"))
    made = sorted(path.stem for path in (site.root / "content/releases/2019").iterdir())
    assert made == sorted(["dua", "satu" if "%" in name else f"{name.lower()}-1"])
    assert all(char.isprintable() or char == "\n" for char in (site.root / "import-report.md").read_text())
    assert site.build().releases == 2
