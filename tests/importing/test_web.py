"""Releases come out of a mirrored copy of an old website: what readers saw of each, once, and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commands.running import warta
from tests.importing import mirrors
from tests.importing.mirrors import BASE, HOST, TEXT, WORDS, json_ld, mirror, page, yoast
from tests.importing.test_sources import texts
from tests.support import SiteTest
from warta.content.frontmatter import split
from warta.importing.conversion.media import index_media
from warta.importing.run import Outcome, Request, run
from warta.importing.sources.web.mirror import File, address_of, link_target
from warta.importing.sources.web.page import Select
from warta.importing.sources.web.website import Website
from warta.settings import read_settings

ALL = Select()


def bring(
    site: SiteTest, root: Path, files: Mapping[str, str | bytes], select: Select = ALL, host: str = HOST
) -> Outcome:
    """Import a mirror."""
    config = read_settings(site.root)
    source = Website(mirror(root / "mirror", files, host), config.zone, select)
    outcome = run(source, Request(site.root, config, index_media(None, source.files)))
    return outcome


def one(site: SiteTest, root: Path, html: str | bytes, select: Select = ALL) -> tuple[dict[str, str], str]:
    """What the one page of a mirror becomes: the lines of its head by key, and its body."""
    assert bring(site, root, {"berita/jembatan/index.html": html}, select).states == {"new": 1}
    (text,) = texts(site).values()
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    assert split(text.encode(), "x.md").body.strip() == body.strip()
    return dict(line.partition(": ")[::2] for line in head.splitlines()), body.strip()


def told(outcome: Outcome) -> set[str]:
    """What was passed over."""
    return set(map(str, outcome.summary.left_out))


def redirects(site: SiteTest) -> dict[str, str]:
    """New addresses by old ones."""
    rows = list(csv.reader((site.root / "import-redirects.csv").read_text(encoding="utf-8").splitlines()))
    return {row[0]: row[1] for row in rows[1:]}


def test_a_classic_theme_of_wordpress_with_linked_data(site: SiteTest, tmp_path: Path) -> None:
    """Each article once, under its canonical address, with captions, full pictures, documents and terms; not its buttons."""
    outcome = bring(site, tmp_path, mirrors.classic())
    assert (outcome.states, outcome.whole) == ({"new": 2}, True)
    assert told(outcome) == {
        "6 pages that list others (categories, tags, search, archives)",
        "3 other views of texts that came (print, AMP, comments)",
        "2 feeds and files of data",
        "1 page around a single picture or file",
        "1 front page",
    }
    text = texts(site)["releases/2019/jembatan/index.md"]
    for line in (
        'title: "Jembatan “gantung” diresmikan"\ndate: 2019-06-21 10:32\n',
        'categories: ["Pembangunan"]\ntags: ["jembatan", "desa"]\n',
        'authors: ["Humas"]\naliases: ["/2019/06/21/jembatan/", "/?p=12", "/2019/06/21/jembatan/amp/"]\n',
        '![Jembatan](jembatan.jpg "Jembatan gantung. Foto: Humas")\n\nUnduh [rencana](rencana.pdf), baca juga [rapat itu](../rapat).',
        WORDS,
    ):
        assert line in text
    assert "Bagikan" not in text and "Mantap" not in text and "Terkait" not in text
    assert outcome.totals.removed == {"Bagikan ini: Twitter": 1, "Terkait": 1}
    assert outcome.totals.words_in == outcome.totals.words_out + outcome.totals.words_removed
    leads = redirects(site)
    assert leads["/2019/06/21/jembatan/"] == leads["/?p=12"] == "/2019/06/jembatan/"
    assert leads["/category/pembangunan/"] == "/kategori/pembangunan/"
    assert bring(site, tmp_path, {}).states == {"same": 2}
    assert site.build().releases == 2


def test_a_block_theme_without_metadata(site: SiteTest, tmp_path: Path) -> None:
    """Classes of microformats are enough; parts of a long article are joined, pictures that load late come."""
    outcome = bring(site, tmp_path, mirrors.blocks())
    assert outcome.states == {"new": 2}
    assert site.build().releases == 2
    assert texts(site)["releases/2019/panjang.md"].endswith("1998.\n\nBagian kedua.\n")
    assert (
        'gallery:\n  - file: "a.jpg"\n    alt: "A"\n    caption: "Satu"\n    credit: "Foto: Humas"\n'
        in texts(site)["releases/2019/jembatan/index.md"]
    )
    assert redirects(site)["/panjang/2/"] == "/2019/06/panjang/"


def test_joomla_with_microdata(site: SiteTest, tmp_path: Path) -> None:
    """Addresses that ask a program are told apart; the view for print is none, the date of a change is not the date."""
    outcome = bring(site, tmp_path, mirrors.joomla())
    assert outcome.states == {"new": 2}
    assert site.build().releases == 2
    text = texts(site)["releases/2019/jembatan-diresmikan/index.md"]
    assert 'date: 2019-06-21 10:32\nslug: "jembatan-diresmikan"\ncategories: ["Berita"]\n' in text
    assert 'authors: ["Bagian Humas"]' in text
    assert text.endswith("Nomor 1.\n\n![Foto](foto.jpg)\n")
    assert redirects(site)["/index.php?option=com_content&view=article&id=2"] == "/2019/06/rapat-kerja/"


def test_a_site_by_hand_with_open_graph_alone(site: SiteTest, tmp_path: Path) -> None:
    """The text is found by its length with the parts beside it, the date as readers saw it; links lead to the right ones."""
    outcome = bring(site, tmp_path, mirrors.by_hand())
    assert outcome.states == {"new": 2}
    assert site.build().releases == 2
    assert told(outcome) == {f"1 page on which nothing marks an article (such as {HOST}/kontak.php.html)"}
    text = texts(site)["releases/2019/bibit-padi-dibagikan.md"]
    assert 'title: "Bibit padi dibagikan"\ndate: 2019-06-21 10:32\n' in text
    assert text.count("kelompok tani") == 4
    assert text.endswith("[Baca rapat](rapat-kerja-camat)\n")
    assert "[Baca bibit](bibit-padi-dibagikan)" in texts(site)["releases/2019/rapat-kerja-camat.md"]
    assert list(outcome.totals.doubts) == ["web-guessed"]


def test_blogger(site: SiteTest, tmp_path: Path) -> None:
    """Labels are tags, the picture is the large one, the view for phones is none."""
    outcome = bring(site, tmp_path, mirrors.blogger())
    assert outcome.states == {"new": 1}
    text = texts(site)["releases/2019/jembatan/index.md"]
    assert 'date: 2019-06-21 10:32\nslug: "jembatan"\ntags: ["desa"]\n' in text
    assert 'authors: ["Humas Desa"]\naliases: ["/2019/06/jembatan.html"]' in text
    assert text.endswith('![](foto.jpg "Keterangan foto")\n')


def test_tables_with_a_selector(site: SiteTest, tmp_path: Path) -> None:
    """Windows-1252 that says it is UTF-8, names for Windows; title and date stand in the text and leave it."""
    outcome = bring(site, tmp_path, mirrors.tables(), Select("td.isi", "td.isi b"))
    assert outcome.states == {"new": 2}
    text = texts(site)["releases/2019/jembatan-diresmikan.md"]
    assert 'title: "Jembatan diresmikan"\ndate: 2019-06-21 10:32\n' in text
    body = text.partition("\n---\n")[2].strip()
    assert body.startswith("Bupati meresmikan jembatan.") and body.endswith("Warga senang – “sekali”.")
    assert "Lihat [jembatan](jembatan-diresmikan)" in texts(site)["releases/2019/rapat-kerja.md"]


@pytest.mark.parametrize(
    ("kind", "date"),
    [
        ("Jumat, 21 Juni 2019 | 10:32 WIB", "2019-06-21 10:32"),
        ("Diterbitkan: Jum’at, 21 Juni 2019 pukul 10.32 WIB", "2019-06-21 10:32"),
        ("Oleh Admin - 21/06/2019 10:32", "2019-06-21 10:32"),
        ("Posted on June 21, 2019 by admin", "2019-06-21"),
        ("Kamis, 21 Juni 2019", "2019-06-21"),
        ("Diperbarui: 28 Juni 2019</p><p>Terbit: 21 Juni 2019", "2019-06-21"),
        ("21 Jun 2019, 12.32 WITA", "2019-06-21 11:32"),
    ],
)
def test_dates_as_readers_saw_them(site: SiteTest, tmp_path: Path, kind: str, date: str) -> None:
    """Neither the clock above all pages nor the dates of other articles."""
    html = page("Jembatan", f'<div class="x"><h2>Jembatan</h2><p>{kind}</p><div class="isi">{TEXT}</div></div>')
    assert one(site, tmp_path, html, Select(".isi"))[0]["date"] == date


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        (yoast("x", "Jembatan"), {"title": '"Jembatan"', "date": "2019-06-21 10:32"}),
        (json_ld({"@type": ["NewsArticle"], "headline": "Jembatan &#8211; baru", "datePublished": "2019-06-21T10:32:00+07:00"}), {"title": '"Jembatan – baru"'}),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan",\n"datePublished":"2019-06-21 10:32:00",}</script>', {"date": "2019-06-21 10:32"}),
        ('<script type="application/ld+json"><!-- [{"@type":"BreadcrumbList"},{"@type":"http://schema.org/PressRelease","headline":"Jembatan","datePublished":"2019-06-21","author":["Ani",{"name":"Budi"}]}] --></script>', {"date": "2019-06-21", "authors": '["Ani", "Budi"]'}),
        (json_ld({"@type": "NewsArticle", "headline": "Jembatan", "url": f"{BASE}/berita/jembatan/", "datePublished": "2019-06-21"}, {"@type": "NewsArticle", "headline": "Lain", "url": f"{BASE}/lain/", "datePublished": "2018-01-01"}), {"date": "2019-06-21"}),
        ('<meta property="og:type" content="article"><meta property="og:title" content="Jembatan"><meta property="article:published_time" content="2019-06-21T03:32:00Z"><meta property="article:tag" content="desa">', {"date": "2019-06-21 10:32", "tags": '["desa"]'}),
    ],
)  # fmt: skip
def test_ways_of_metadata(site: SiteTest, tmp_path: Path, head: str, lines: dict[str, str]) -> None:
    """Lists, graphs, references, comments and commas that are too many, several articles, Open Graph."""
    found, body = one(
        site, tmp_path, page("Jembatan", f'<article><div class="post-content">{TEXT}</div></article>', head)
    )
    assert lines.items() <= found.items()
    assert WORDS in body


def test_a_time_in_another_zone_than_readers_saw(site: SiteTest, tmp_path: Path) -> None:
    """A plugin that writes local time as if it were UTC is not believed."""
    head = json_ld({"@type": "NewsArticle", "headline": "Jembatan", "datePublished": "2019-06-21T10:32:00+00:00"})
    body = f'<article><h2>Jembatan</h2><p>Jumat, 21 Juni 2019 10:32 WIB</p><div class="isi">{TEXT}</div></article>'
    assert one(site, tmp_path, page("Jembatan", body, head))[0]["date"] == "2019-06-21 10:32"


@pytest.mark.parametrize(
    "more",
    [
        '<form class="post-password-form"><input type="password"></form>',
        "<p>Silakan login untuk membaca selengkapnya.</p>",
        "<p>This content is for members only.</p>",
        '<div class="pmpro_content_message">x</div>',
    ],
)
def test_what_showed_only_its_beginning_is_a_draft(site: SiteTest, tmp_path: Path, more: str) -> None:
    """Whoever saw it was asked to log in."""
    html = page(
        "Jembatan",
        f'<article class="hentry"><h1 class="entry-title">Jembatan</h1><div class="entry-content"><p>Awal 2019.</p>{more}</div></article>',
    )
    head = one(site, tmp_path, html.replace("<h1 class", "<time class=published datetime=2019-06-21></time><h1 class"))[
        0
    ]
    assert head["draft"].startswith("true")


def test_a_text_about_members_is_public(site: SiteTest, tmp_path: Path) -> None:
    """A login in the frame of the site says nothing."""
    body = f'<form id="login"><input type="password"></form><article class="hentry"><h1 class="entry-title">Anggota DPRD</h1><time class="published" datetime="2019-06-21"></time><div class="entry-content">{TEXT}</div></article>'
    assert "draft" not in one(site, tmp_path, page("Anggota DPRD", body))[0]


def test_words_in_the_article_are_all_there_or_named(site: SiteTest, tmp_path: Path) -> None:
    """Asides, quotes, captions and boxes with names like those of buttons stay when they are most of the text."""
    body = (
        '<article class="hentry"><h1 class="entry-title">Jembatan</h1><time class="published" datetime="2019-06-21"></time><div class="entry-content">'
        '<div class="widget-text"><p>Satu dua tiga empat lima enam tujuh delapan sembilan sepuluh.</p></div><aside>Kotak info</aside><blockquote>Kutipan</blockquote>'
        '<div class="share-buttons">Bagikan</div><p class="bantuan-sosial">Bantuan</p><noscript>tanpa</noscript></div></article>'
    )
    assert bring(site, tmp_path, {"a/index.html": page("Jembatan", body)}).whole
    ((_, text),) = texts(site).items()
    for words in ("sepuluh", "Kotak info", "Kutipan", "Bantuan"):
        assert words in text
    assert "Bagikan" in (site.root / "import-table.csv").read_text()


SENTENCES = "Bupati meresmikan jembatan gantung di desa pada hari Jumat bersama warga dan camat. " * 2


@pytest.mark.parametrize(
    "body",
    [
        '<div class="bagian teks">{0} satu</div><p>antara</p><div class="bagian teks">{0} dua</div>',
        '<div class="a"><div class="bagian">{0} satu</div></div><img src="x.jpg"><div class="b"><div class="bagian">{0} dua</div></div>',
        "<div>" + "".join(f"<div><div>{{0}} {each}</div></div>" for each in ("satu", "dua", "tiga", "empat", "lima")) + "</div>",
        '<div class="l-sidebar-fixed"><div><p>{0} satu</p><p>{0} dua</p></div></div>',
        '<div class="isi-utama">{0} satu<br><br>{0} dua</div>',
    ],
)  # fmt: skip
def test_a_text_found_by_its_length_is_whole(site: SiteTest, tmp_path: Path, body: str) -> None:
    """In sections beside one another or apart, in boxes within boxes, in a box with the name of a sidebar."""
    head = '<meta property="og:type" content="article"><meta property="article:published_time" content="2019-06-21">'
    _, text = one(site, tmp_path, page("Jembatan", f"<div><h2>Jembatan</h2>{body.format(SENTENCES)}</div>", head))
    assert "satu" in text and "dua" in text
    assert "Populer" not in text and "Hak cipta" not in text


def test_a_gallery_of_the_classic_editor(site: SiteTest, tmp_path: Path) -> None:
    """Its pictures with their captions are the gallery of the release; the large picture comes for the small one."""
    items = "".join(
        f'<dl class="gallery-item"><dt class="gallery-icon"><a href="/wp-content/uploads/{each}.jpg"><img src="/wp-content/uploads/{each}-150x150.jpg"></a></dt>'
        f'<dd class="wp-caption-text gallery-caption">Foto {each}</dd></dl>'
        for each in "ab"
    )
    body = f'<article class="hentry"><h1 class="entry-title">Galeri</h1><time class="published" datetime="2019-06-21"></time><div class="entry-content"><p>Isi.</p><div class="gallery">{items}</div></div></article>'
    pictures = {f"wp-content/uploads/{each}.jpg": "picture" for each in ("a", "b")}
    assert bring(site, tmp_path, {"galeri/index.html": page("Galeri", body), **pictures}).whole
    text = texts(site)["releases/2019/galeri/index.md"]
    assert [line.strip() for line in text.splitlines() if "file:" in line or "caption:" in line] == [
        '- file: "a.jpg"', 'caption: "Foto a"', '- file: "b.jpg"', 'caption: "Foto b"',
    ]  # fmt: skip


def test_pages_with_one_canonical_address_and_other_texts_all_come(site: SiteTest, tmp_path: Path) -> None:
    """A careless theme costs no text."""
    files = {
        f"{each}/index.html": page(each, f'<article class="hentry"><h1 class="entry-title">Berita {each} panjang</h1><time class="published" datetime="2019-06-21"></time><div class="entry-content">{TEXT}{each}</div></article>', f'<link rel="canonical" href="{BASE}/berita/">')
        for each in ("satu", "dua", "tiga")
    }  # fmt: skip
    assert bring(site, tmp_path, files).states == {"new": 3}


def test_a_text_without_a_date_comes_as_a_page(site: SiteTest, tmp_path: Path) -> None:
    """As the pages of an office do, with a doubt."""
    html = page(
        "Profil",
        '<article class="hentry"><h1 class="entry-title">Profil</h1><div class="entry-content"><p>Kami melayani.</p></div></article>',
        classes="page",
    )
    outcome = bring(site, tmp_path, {"profil/index.html": html})
    assert list(texts(site)) == ["pages/profil.md"]
    assert list(outcome.totals.doubts) == ["web-no-date"]


def test_a_mirror_without_folders_of_hosts(site: SiteTest, tmp_path: Path) -> None:
    """As `wget -nH` leaves it: the address of the site is that of its pages."""
    assert bring(site, tmp_path, mirrors.classic(), host="").states == {"new": 2}
    assert redirects(site)["/2019/06/21/jembatan/"] == "/2019/06/jembatan/"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("index.html", "/"),
        ("2019/judul/index.html", "/2019/judul/"),
        ("index.html?p=12.html", "/?p=12"),
        ("index.html@p=12.html", "/?p=12"),
        ("index.php?id=3&x=1.html", "/index.php?id=3&x=1"),
        ("berita.php.html", "/berita.php"),
        ("berita.php@id=3", "/berita.php?id=3"),
        ("judul.html", "/judul.html"),
        ("foto@2x.png", "/foto@2x.png"),
        ("a b/ü.html", "/a%20b/%C3%BC.html"),
        ("judul.html.1", "/judul.html"),
    ],
)
def test_addresses_of_files(name: str, address: str) -> None:
    """What a mirroring program writes, back as it was."""
    assert address_of(name) == address


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/x/", f"{BASE}/x/"),
        ("../rapat/index.html", f"{BASE}/2019/rapat/"),
        ("../../index.html%3Fp=12.html", f"{BASE}/?p=12"),
        ("../../index.html@p=12.html#a", f"{BASE}/?p=12#a"),
        ("?id=2", f"{BASE}/2019/judul/?id=2"),
        ("foto.jpg", f"{BASE}/2019/judul/foto.jpg"),
        ("../../../cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("../../../../../a.jpg", f"{BASE}/a.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("https://lain.example/?a=b", "https://lain.example/?a=b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#atas", "#atas"),
        ("http://[x", "http://[x"),
    ],
)  # fmt: skip
def test_links_of_pages(href: str, address: str) -> None:
    """Converted to files or not."""
    file = File(
        Path("m") / HOST / "2019/judul/index.html", f"{HOST}/2019/judul/index.html", HOST, "2019/judul/index.html"
    )
    assert link_target(href, file, BASE) == address


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "site", "nicht", "--from", "web"], "nicht: is no folder. Name the one that holds the copy"),
        (["import", "site", ".", "--from", "web", "--select", "p[["], "p[[: is no selector."),
        (["import", "site", ".", "--from", "hugo", "--select", "p"], "--select is for --from web"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(site: SiteTest, words: list[str], said: str) -> None:
    """And nothing is written."""
    done = warta(*words, cwd=site.root)
    assert done.returncode
    assert said in done.stderr and "Traceback" not in done.stderr


def test_the_command_speaks_of_a_mirror(site: SiteTest, tmp_path: Path) -> None:
    """In Indonesian; nothing found is no success, and says what to try."""
    mirror(tmp_path / "m", {"kontak.html": page("Kontak", "<p>x</p>")})
    done = warta("--lang", "id", "import", "site", str(tmp_path / "m"), "--from", "web", "--dry-run", site=site.root)
    assert done.returncode == 1
    assert "halaman" in done.stdout
