"""Mirrored copies of old websites, as `wget -m` leaves them, of the kinds that offices have; made in a test.

Each is a mapping of file names to what stands in them, with what misleads: dates of today, related articles, comments,
buttons, copies of pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import PIL.Image

HOST = "humas.sukamaju.example"
BASE = f"https://{HOST}"
TEXT = (
    "<p>SUMEDANG, sukamajunews.com — Bupati meresmikan jembatan gantung di Desa Cibening, Jumat (21/6/2019).</p>"
    "<p>Jembatan itu menghubungkan <strong>dua kampung</strong> yang terpisah sungai sejak tahun 1998.</p>"
)
WORDS = "menghubungkan **dua kampung** yang terpisah"


def mirror(root: Path, files: Mapping[str, str | bytes], host: str = HOST) -> Path:
    """Write a mirror, and give its folder. A picture is written where a name asks for one."""
    for name, content in files.items():
        path = root / host / name if host else root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content == "picture":
            PIL.Image.new("RGB", (40, 30), "teal").save(path, "JPEG")
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def page(title: str, body: str, head: str = "", classes: str = "", charset: str = "utf-8") -> str:
    """A page with a menu, a clock, and a list of other articles beside its text."""
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="{charset}"><title>{title} - Humas Sukamaju</title>{head}</head>'
        f'<body class="{classes}"><header class="site-header"><div class="topbar">Sabtu, 28 November 2026</div>'
        '<h1 class="site-title"><a href="/">Humas Sukamaju</a></h1><nav><ul><li><a href="/">Beranda</a></li></ul></nav></header>'
        f'{body}<aside class="sidebar"><h3>Berita Populer</h3><ul><li><a href="/lain/">Berita lain yang panjang judulnya</a> '
        "20 Juni 2019</li></ul></aside><footer>Hak cipta 2026 Humas Sukamaju</footer></body></html>"
    )


def json_ld(*things: Mapping[str, object]) -> str:
    """A script with things of schema.org in one graph."""
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": things})}</script>'


def yoast(name: str, title: str, **more: object) -> str:
    """The head that Yoast gives a post."""
    address = f"{BASE}/{name}/"
    return f'<link rel="canonical" href="{address}" /><meta property="og:type" content="article" />' + json_ld(
        {
            "@type": "Article",
            "@id": f"{address}#article",
            "isPartOf": {"@id": address},
            "author": {"name": "Humas", "@id": f"{BASE}/#/schema/person/1"},
            "headline": title,
            "datePublished": "2019-06-21T03:32:00+00:00",
            "dateModified": "2020-01-02T03:32:00+00:00",
            "mainEntityOfPage": {"@id": address},
            "image": {"@id": f"{address}#primaryimage"},
            "articleSection": ["Pembangunan"],
            "keywords": ["jembatan", "desa"],
            **more,
        },
        {"@type": "WebPage", "@id": address, "url": address},
        {"@type": "BreadcrumbList", "@id": f"{address}#breadcrumb"},
        {"@type": "Person", "@id": f"{BASE}/#/schema/person/1", "name": "Humas Sukamaju"},
    )


CLASSIC_TEXT = (
    f'<div class="entry-content">{TEXT}'
    '<div class="wp-caption alignleft"><a href="/wp-content/uploads/2019/06/jembatan.jpg">'
    '<img src="/wp-content/uploads/2019/06/jembatan-300x200.jpg" alt="Jembatan"></a>'
    '<p class="wp-caption-text">Jembatan gantung. Foto: Humas</p></div>'
    '<p>Unduh <a href="../../../../wp-content/uploads/2019/06/rencana.pdf">rencana</a>, baca juga '
    '<a href="../rapat/index.html">rapat itu</a>.</p>'
    '<div class="sharedaddy sd-sharing-enabled"><h3>Bagikan ini:</h3><ul><li>Twitter</li></ul></div>'
    '<div id="jp-relatedposts" class="jp-relatedposts"><h3>Terkait</h3></div></div>'
)


def classic_post(name: str, title: str, content: str = CLASSIC_TEXT, **more: object) -> str:
    """A post of a classic theme of WordPress."""
    return page(
        title,
        f'<div id="content"><article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>'
        '<div class="entry-meta"><time class="entry-date published" datetime="2019-06-21T10:32:00+07:00">21 Juni 2019</time>'
        '<span class="author vcard">admin</span></div></header>'
        f'{content}<footer class="entry-meta">Kategori <a href="../../../../category/pembangunan/index.html" rel="category tag">Pembangunan</a></footer>'
        '</article><nav class="post-navigation"><a rel="prev" href="../rapat/index.html">Rapat</a></nav>'
        '<div id="comments" class="comments-area"><ol class="comment-list"><li class="comment">Mantap pak <time datetime="2026-01-01">2026</time></li></ol></div></div>',
        yoast(name, title, **more),
        "post-template-default single single-post postid-12",
    )


def classic() -> dict[str, str | bytes]:
    """A classic theme of WordPress, with Yoast."""
    name, title = "2019/06/21/jembatan", "Jembatan “gantung” diresmikan"
    post = classic_post(name, title)
    other = classic_post(
        "2019/06/21/rapat", "Rapat kerja", f'<div class="entry-content">{TEXT.replace("jembatan", "rapat")}</div>'
    )
    teasers = "".join(
        f'<article class="hentry"><h2 class="entry-title"><a href="/x{each}/">X{each}</a></h2></article>'
        for each in "ab"
    )
    return {
        "index.html": page("Beranda", teasers, classes="home blog"),
        f"{name}/index.html": post,
        f"{name}/index.html?replytocom=7.html": post,
        f"{name}/amp/index.html": page(
            title,
            f'<article class="amp-wp-article"><div class="amp-wp-article-content">{TEXT}</div></article>',
            yoast(name, title),
        ),
        f"{name}/feed/index.html": "<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>",
        f"{name}/jembatan-2/index.html": page(
            "jembatan-2", '<div class="entry-content"><img src="x.jpg"></div>', classes="attachment single-attachment"
        ),
        "index.html?p=12.html": post,
        "2019/06/21/rapat/index.html": other,
        "category/pembangunan/index.html": page("Pembangunan", teasers, classes="archive category"),
        "tag/desa/index.html": page("desa", teasers, classes="archive tag"),
        "page/2/index.html": page("Beranda", teasers, classes="home blog paged"),
        "2019/06/index.html": page("Juni 2019", teasers, classes="archive date"),
        "index.html?s=jembatan.html": page("Cari", teasers, classes="search search-results"),
        "author/admin/index.html": page("admin", teasers, classes="archive author"),
        "wp-json/index.html": '{"name":"Humas"}',
        "robots.txt": "User-agent: *",
        "wp-content/uploads/2019/06/jembatan.jpg": "picture",
        "wp-content/uploads/2019/06/jembatan-300x200.jpg": "picture",
        "wp-content/uploads/2019/06/rencana.pdf": b"%PDF-1.4\n%%EOF",
    }


def blocks() -> dict[str, str | bytes]:
    """A block theme of WordPress without any metadata but the classes of microformats."""

    def post(title: str, content: str) -> str:
        return page(
            title,
            f'<main class="wp-block-group post hentry"><h1 class="wp-block-post-title entry-title">{title}</h1>'
            '<div class="wp-block-post-date"><time datetime="2019-06-21T10:32:00+07:00">21 Juni 2019</time></div>'
            f'<div class="entry-content wp-block-post-content">{content}</div></main>'
            '<ul class="wp-block-post-template"><li class="wp-block-post post hentry"><h2 class="entry-title"><a href="/lain/">Lain</a></h2></li></ul>',
            classes="single single-post",
        )

    gallery = (
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="data:image/gif;base64,R0lGOD" data-src="/wp-content/uploads/a.jpg" '
        'alt="A"><figcaption>Satu. Foto: Humas</figcaption></figure></figure>'
    )
    lists = "".join(
        f'<li class="post hentry"><h2 class="entry-title">{each}</h2><div class="entry-content">{TEXT}</div></li>'
        for each in "ab"
    )
    return {
        "jembatan/index.html": post("Jembatan diresmikan", TEXT + gallery),
        "panjang/index.html": post("Laporan panjang", TEXT),
        "panjang/2/index.html": post("Laporan panjang", "<p>Bagian kedua.</p>"),
        "index.html": page("Beranda", lists),
        "berita/index.html": page("Berita", f"<ul>{lists}</ul>"),
        "wp-content/uploads/a.jpg": "picture",
    }


def joomla() -> dict[str, str | bytes]:
    """Joomla with microdata; the address asks a program."""

    def article(number: int, title: str) -> str:
        return page(
            title,
            '<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">'
            f'<h2 itemprop="headline">{title}</h2></div><div class="icons"><ul class="dropdown-menu"><li>Cetak</li></ul></div>'
            '<dl class="article-info"><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Ditulis oleh '
            '<span itemprop="name">Bagian Humas</span></dd><dd>Kategori: <a itemprop="genre" href="/k">Berita</a></dd>'
            '<dd><time datetime="2019-06-21T03:32:00+00:00" itemprop="datePublished">Diterbitkan: 21 Juni 2019</time></dd>'
            '<dd><time datetime="2020-06-21T03:32:00+00:00" itemprop="dateModified">Diperbarui: 21 Juni 2020</time></dd></dl>'
            f'<div itemprop="articleBody">{TEXT}<p>Nomor {number}.</p><img src="images/foto.jpg" alt="Foto"></div>'
            '<ul class="pager pagenav"><li><a href="x">Berikutnya</a></li></ul></div>',
        )

    listed = "".join(
        f'<div itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><h2 itemprop="name">{each}</h2>{TEXT}</div>'
        for each in "ab"
    )
    first = article(1, "Jembatan diresmikan")
    return {
        "index.php?option=com_content&view=article&id=1.html": first,
        "index.php?option=com_content&view=article&id=1&print=1&tmpl=component.html": first,
        "index.php?option=com_content&view=article&id=2.html": article(2, "Rapat kerja"),
        "index.php?option=com_content&view=category&id=8.html": page("Berita", f'<div class="blog">{listed}</div>'),
        "images/foto.jpg": "picture",
    }


def by_hand() -> dict[str, str | bytes]:
    """A site in PHP written by hand, with Open Graph alone; it gives all its pages the canonical address of its front."""

    def news(number: int, title: str, more: str = "") -> str:
        head = (
            f'<link rel="canonical" href="{BASE}/"><meta property="og:type" content="article"><meta property="og:title" content="{title} | Humas Sukamaju">'
            '<meta property="og:site_name" content="Humas Sukamaju">'
        )
        text = f"Pemerintah kabupaten membagikan bibit padi kepada {number} kelompok tani di balai desa, dan bupati hadir bersama camat serta warga setempat. "
        return page(
            title,
            f'<div class="row"><div class="col-md-8"><h3>{title}</h3><span class="tgl">Jumat, 21 Juni 2019 | 10:32 WIB</span>'
            f'<div class="teks"><div>{text * 3}</div><div>{text}{more}</div></div><div class="share-box">Bagikan: <a href="#">WA</a></div></div></div>',
            head,
        )

    return {
        "berita.php?id=1.html": news(1, "Bibit padi dibagikan", '<a href="berita.php%3Fid=2.html">Baca rapat</a>'),
        "berita.php?id=2.html": news(
            2, "Rapat kerja camat", '<a href="http://humas.sukamaju.example/berita.php?id=1">Baca bibit</a>'
        ),
        "kontak.php.html": page("Kontak", "<form>Nama <input></form>"),
    }


def blogger() -> dict[str, str | bytes]:
    """Blogger: microdata and microformats, views for phones."""

    def post(name: str, title: str) -> str:
        return page(
            title,
            '<h2 class="date-header"><span>Jumat, 21 Juni 2019</span></h2>'
            '<div class="post hentry uncustomized-post-template" itemprop="blogPost" itemscope itemtype="http://schema.org/BlogPosting">'
            f'<h3 class="post-title entry-title" itemprop="name">{title}</h3>'
            f'<div class="post-body entry-content" itemprop="description articleBody">{TEXT}'
            '<table class="tr-caption-container"><tbody><tr><td><a href="https://1.bp.blogspot.com/-x/s1600/foto.jpg"><img src="https://1.bp.blogspot.com/-x/s320/foto.jpg"></a></td></tr>'
            '<tr><td class="tr-caption">Keterangan foto</td></tr></tbody></table></div>'
            '<div class="post-footer"><span class="post-author vcard"><span class="fn" itemprop="author"><span itemprop="name">Humas Desa</span></span></span>'
            '<abbr class="published" itemprop="datePublished" title="2019-06-21T10:32:00+07:00">10.32</abbr>'
            '<span class="post-labels">Label: <a href="/search/label/desa" rel="tag">desa</a></span></div></div>'
            '<div class="comments" id="comments"><div class="comment hentry"><div class="entry-content">Keren</div></div></div>',
            f'<link rel="canonical" href="http://{HOST}/2019/06/{name}.html">',
        )

    return {
        "2019/06/jembatan.html": post("jembatan", "Jembatan desa"),
        "2019/06/jembatan.html?m=1.html": post("jembatan", "Jembatan desa"),
        "2019/06/index.html": page("Juni", '<div class="post hentry">x</div>'),
        "search/label/desa.html": page("desa", '<div class="post hentry">x</div>'),
        "../1.bp.blogspot.com/-x/s1600/foto.jpg": "picture",
    }


def tables() -> dict[str, str | bytes]:
    """An old site laid out by tables, in Windows-1252 though it says UTF-8; its names are those for Windows."""

    def news(title: str, date: str, text: str) -> bytes:
        html = (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Pemkab Sukamaju</title></head><body>'
            "<table><tr><td>Sabtu, 28 November 2026</td></tr><tr><td class=menu><a href=/>Beranda</a></td>"
            f"<td class=isi><b>{title}</b><br><small>{date}</small><br><br>{text}<br><br>Warga senang – “sekali”.</td></tr></table></body></html>"
        )
        return html.encode("cp1252")

    return {
        "detail.asp@id=7.html": news(
            "Jembatan diresmikan",
            "Jumat, 21 Juni 2019 - 10:32 WIB",
            "Bupati meresmikan jembatan. <table><tr><td>Panjang</td><td>20 m</td></tr></table>",
        ),
        "detail.asp@id=8.html": news(
            "Rapat kerja", "Jum'at, 21 Juni 2019", 'Camat berkumpul. Lihat <a href="detail.asp@id=7.html">jembatan</a>.'
        ),
        "default.asp.html": b"<html><body><table><tr><td class=menu>Beranda</td></tr></table></body></html>",
    }
