"""Newsrooms come out of text files, other generators and feeds as they come out of WordPress."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.reading import messages
from tests.importing.test_wordpress import picture
from tests.support import SiteTest
from warta.errors import ProblemsFound
from warta.importing.conversion.media import index_media
from warta.importing.run import Outcome, Request, run
from warta.importing.sources.feed import Feed
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.source import Source
from warta.importing.sources.text_files import TextFiles
from warta.settings import read_settings

ARTICLE = """Warga Wado Panen Raya

WADO, sukamajunews.com — Warga panen padi, Jumat (21/6/2019), di “sawah” desa.

Hasilnya 5 * 3 ton,” ujarnya. (Abas)

Categories: Ekonomi, Pertanian

WP Facebook Auto Publish Powered By : XYZScripts.com
"""


def bring(site: SiteTest, source: Source, media: Path | None = None) -> Outcome:
    """Import a source."""
    return run(source, Request(site.root, read_settings(site.root), index_media(media)))


def texts(site: SiteTest) -> dict[str, str]:
    """The Markdown files of the newsroom by path."""
    root = site.root / "content"
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.md"))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_article_in_plain_text_is_read_in_its_encoding(site: SiteTest, tmp_path: Path, encoding: str) -> None:
    """Title, dateline, categories, signature and residue; the day of the event stays in the text and dates it."""
    (tmp_path / "a.txt").write_bytes(ARTICLE.encode(encoding))
    outcome = bring(site, TextFiles(tmp_path / "a.txt", read_settings(site.root).zone))
    assert texts(site) == {
        "releases/2019/warga-wado-panen-raya.md": (
            '---\ntitle: "Warga Wado Panen Raya"\ndate: 2019-06-21\nslug: "warga-wado-panen-raya"\n'
            'categories: ["Ekonomi", "Pertanian"]\n'
            'regions: ["32.11.01"]  # Wado: 85%, dari titimangsa “WADO”, nama yang hanya dipakai wilayah ini\n'
            'dateline: "WADO, sukamajunews.com"\nbyline: "Abas"\n---\n\n'
            "Warga panen padi, Jumat (21/6/2019), di “sawah” desa.\n\nHasilnya 5 \\* 3 ton,” ujarnya.\n"
        )
    }
    assert outcome.whole
    site.build()


def test_a_mail_is_read_as_one(site: SiteTest, tmp_path: Path) -> None:
    """Its subject is the title, its date the date; what is no text is named."""
    mail = (
        "From: humas@x.example\nSubject: =?utf-8?q?Rapat_=E2=80=9Cbesar=E2=80=9D?=\nDate: Fri, 21 Jun 2019 02:05:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nIsi =E2=80=9Ckutip=E2=80=9D\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_text(mail)
    (tmp_path / "in" / "b.txt").write_bytes(b"%PDF-1.4")
    outcome = bring(site, TextFiles(tmp_path / "in", read_settings(site.root).zone))
    (text,) = texts(site).values()
    assert 'title: "Rapat “besar”"\ndate: 2019-06-21 09:05\n' in text
    assert text.endswith("\n\nIsi “kutip”\n")
    assert tuple(map(str, outcome.summary.lost)) == (
        "b.txt is no text, as PDF and Word files are none: save it as .txt.",
    )


JEKYLL = {
    "_config.yml": "permalink: pretty\n",
    "_posts/2019-06-21-panen.md": '---\nlayout: post\ntitle: "Panen: raya"\ncategories: berita\nimage: /assets/img/padi.jpg\n---\n'
    "SUMEDANG – Lihat ![padi](/assets/img/padi.jpg) dan [rapat]({% post_url 2019-06-22-rapat %}).\n{: .besar}\n\n"
    "{% highlight python %}\nx = 1\n{% endhighlight %}\n\n{% include iklan.html %}\n",
    "_posts/2019-06-22-rapat.md": "---\ntitle: Rapat\n---\n[awal]({{ site.baseurl }}/berita/2019/06/21/panen/) [luar](http://x.example/a)\n",
    "_drafts/nanti.md": "---\ntitle: Nanti\n---\nx\n",
    "profil.md": "---\ntitle: Profil\npermalink: /tentang/profil/\n---\nKami\n",
    "assets/img/padi.jpg": "x",
    "README.md": "no front matter",
}
HUGO = {
    "content/post/panen/index.md": '+++\ntitle = "Panen"\ndate = 2019-06-21T09:05:00+07:00\ntags = ["padi"]\naliases = ["/lama/panen/"]\n+++\n'
    '{{< figure src="padi.jpg" caption="Panen. Foto: Humas" alt="Padi" >}}\n\n[rapat]({{< ref "rapat.md" >}}) {{< youtube abc >}} {{< aneh 1 >}}\n',
    "content/post/panen/padi.jpg": "x",
    "content/post/rapat.md": "---\ntitle: Rapat\ndate: 2019-06-22\ndraft: true\n---\nisi\n",
    "content/post/_index.md": "---\ntitle: Daftar\n---\n",
}
ELEVENTY = {
    "posts/panen.md": "---\ntitle: Panen\ndate: 2019-06-21\ntags: [posts, padi]\nhero: /img/padi.jpg\n---\n![x]({{ '/img/padi.jpg' | url }}) {{ tim }}\n",
    "img/padi.jpg": "x",
}
PELICAN = {
    "content/panen.md": "Title: Panen\nDate: 2019-06-21 09:05\nCategory: Ekonomi\nSummary:\n    Padi\n\tkuning\n"
    "Tags: padi,\n    sawah\n    kering\n\n"
    "![padi]({static}/images/padi.jpg) [profil]({filename}/pages/profil.md)\n",
    "content/pages/profil.md": "Title: Profil\n\nKami\n",
    "content/lama.rst": "Lama\n####\n",
    "content/images/padi.jpg": "x",
}


def folder(root: Path, files: dict[str, str]) -> Path:
    """Write the folder of a generator."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture() if name.endswith(".jpg") else text.encode())
    return root


@pytest.mark.parametrize(
    ("kind", "files", "expected", "lost", "address"),
    [
        (
            "jekyll",
            JEKYLL,
            [
                "Lihat ![padi](padi.jpg) dan [rapat](../rapat).",
                "```python\nx = 1\n```",
                "[awal](panen) [luar](http://x.example/a)",
            ],
            1,
            '"/berita/2019/06/21/panen/"',
        ),
        (
            "hugo",
            HUGO,
            ['![Padi](padi.jpg "Panen. Foto: Humas")', "[rapat](../rapat) [https://www.youtube.com/watch?v=abc]"],
            1,
            '"/post/panen/", "/lama/panen/"',
        ),
        ("eleventy", ELEVENTY, ["![x](padi.jpg)"], 1, '"/posts/panen/"'),
        (
            "pelican",
            PELICAN,
            [
                'summary: "Padi kuning"',
                'tags: ["padi", "sawah", "kering"]',
                "---\n\n![padi](padi.jpg) [profil](../../../pages/profil)",
            ],
            0,
            '"/panen.html"',
        ),
    ],
)
def test_the_folder_of_another_generator_comes_with_its_links(  # noqa: PLR0913 - one of each generator
    site: SiteTest, tmp_path: Path, kind: str, files: dict[str, str], expected: list[str], lost: int, address: str
) -> None:
    """Front matter, tags, pictures, links and old addresses; tags only the generator knows are named; the site builds."""
    root = folder(tmp_path / kind, files)
    outcome = bring(site, SiteFolder(root, kind, read_settings(site.root).zone), media=root)
    written = texts(site)
    every = "\n".join(written.values())
    for each in expected:
        assert each in every
    assert address in every
    assert sum(kind.count for kind in outcome.totals.lost.values()) == lost
    assert outcome.totals.words_in == outcome.totals.words_out
    assert (site.root / "content/releases/2019/panen/padi.jpg").exists()
    site.build()
    assert "Nanti" not in every or "draft: true" in written["releases/2000/nanti.md"]


def test_press_habits_are_found_in_markdown_too(site: SiteTest, tmp_path: Path) -> None:
    """Dateline, signature and residue of a text that is Markdown already."""
    root = folder(
        tmp_path / "x",
        {
            "a.md": "---\ntitle: A\ndate: 2019-06-21\n---\nSUMEDANG – Isi *miring*.[^1]\n\n[^1]: Catatan kaki.\n\nSelesai. (Abas)\n\nShare this:\n"
        },
    )
    bring(site, SiteFolder(root, "eleventy", read_settings(site.root).zone))
    text = texts(site)["releases/2019/a.md"]
    assert 'dateline: "SUMEDANG"\nbyline: "Abas"\n' in text
    assert text.endswith("\n\nIsi *miring*.[^1]\n\n[^1]: Catatan kaki.\n\nSelesai.\n")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Humas</title><link>https://lama.example</link><item><title>Panen &amp; raya</title><link>https://lama.example/2019/06/21/panen/</link>
<guid>https://lama.example/?p=1</guid><pubDate>Fri, 21 Jun 2019 02:05:00 +0000</pubDate><category>Ekonomi</category>
<description>Ringkas</description><content:encoded><![CDATA[<p>SUMEDANG – Isi <b>tebal</b> <iframe src="https://www.youtube.com/embed/q"></iframe></p>
<p>The post Panen appeared first on Humas.</p>]]></content:encoded></item>
<item><title>Potongan</title><link>https://lama.example/2</link><description>Awal saja [&amp;#8230;]</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><link href="https://lama.example/"/><entry><id>tag:x,1</id><title>Satu</title>
<link href="https://lama.example/satu.html"/><updated>2019-06-21T02:05:00Z</updated><content type="html">&lt;p&gt;Isi&lt;/p&gt;</content></entry></feed>"""


@contextlib.contextmanager
def served(data: bytes, status: int = 200) -> Iterator[str]:
    """A feed on a server of this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/feed/"
        finally:
            server.shutdown()
            thread.join()


def test_a_feed_comes_from_the_web(site: SiteTest) -> None:
    """With its full texts; an entry that holds a part is doubted."""
    zone = read_settings(site.root).zone
    with served(RSS.encode()) as address:
        outcome = bring(site, Feed(address, zone))
    text = texts(site)["releases/2019/panen.md"]
    assert 'title: "Panen & raya"\ndate: 2019-06-21 09:05\n' in text
    assert 'aliases: ["/2019/06/21/panen/", "/?p=1"]' in text
    assert text.endswith("Isi **tebal**\n\n[https://www.youtube.com/watch?v=q](https://www.youtube.com/watch?v=q)\n")
    records = {
        record["title"]: record for record in json.loads((site.root / "import-report.json").read_text())["items"]
    }
    assert any("only its beginning" in doubt for doubt in messages(records["Potongan"]["doubts"]))
    assert outcome.whole
    with served(b"", 404) as address, pytest.raises(ProblemsFound, match="the server says 404"):
        Feed(address, zone)


def test_an_atom_feed_comes_from_a_file(site: SiteTest, tmp_path: Path) -> None:
    """By its id, so that a second run brings nothing twice."""
    zone = read_settings(site.root).zone
    (tmp_path / "atom.xml").write_text(ATOM)
    assert bring(site, Feed(str(tmp_path / "atom.xml"), zone)).states == {"new": 1}
    assert bring(site, Feed(str(tmp_path / "atom.xml"), zone)).states == {"same": 1}
    assert 'aliases: ["/satu.html"]' in texts(site)["releases/2019/satu.md"]
    for bad in ("no feed", '<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>'):
        (tmp_path / "bad.xml").write_text(bad)
        with pytest.raises(ProblemsFound, match=r"is no RSS or Atom feed|declares entities"):
            Feed(str(tmp_path / "bad.xml"), zone)


def test_links_out_of_a_folder_bring_nothing_in(site: SiteTest, tmp_path: Path) -> None:
    """A text or a file that is a link to elsewhere on this machine is not published, and the report says so."""
    old, vault = tmp_path / "hugo", tmp_path / "vault"
    (old / "content/posts").mkdir(parents=True)
    (old / "static/f").mkdir(parents=True)
    vault.mkdir()
    (vault / "memo.md").write_text("---\ntitle: Memo\ndate: 2026-11-03\n---\nRahasia.\n", encoding="utf-8")
    (vault / "secrets.yaml").write_text("password: hunter2", encoding="utf-8")
    (old / "content/posts/memo.md").symlink_to(vault / "memo.md")
    (old / "static/f/laporan.pdf").symlink_to(vault / "secrets.yaml")
    (old / "content/posts/e.md").write_text(
        "---\ntitle: Laporan\ndate: 2026-11-02\n---\nLihat [pdf](/f/laporan.pdf).\n", encoding="utf-8"
    )
    bring(site, SiteFolder(old, "hugo", read_settings(site.root).zone), old)
    every = b"".join(path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file())
    assert b"Laporan" in every and b"hunter2" not in every and b"Rahasia" not in every


@pytest.mark.parametrize(
    "lines", ["publishDate: 2999-01-01", "expiryDate: 2020-01-01", "draft: on"], ids=["planned", "expired", "draft"]
)
def test_what_another_generator_hides_stays_hidden(site: SiteTest, tmp_path: Path, lines: str) -> None:
    """A planned, an expired and a draft text come in as drafts, with the reason beside them."""
    (tmp_path / "a.md").write_text(f"---\ntitle: A\ndate: 2019-11-01\n{lines}\n---\nIsi.\n", encoding="utf-8")
    bring(site, SiteFolder(tmp_path, "hugo", read_settings(site.root).zone))
    (text,) = texts(site).values()
    assert "draft: true  # " in text
