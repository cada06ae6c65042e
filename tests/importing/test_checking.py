"""Proves that `import check` finds what a newsroom lost of its old site, and finds nothing where nothing was lost."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.running import warta
from tests.importing.exports import BASE, attachment, export, post
from tests.importing.test_sources import folder
from tests.support import CONFIG, NOW, SiteTest
from warta.engine.build import build
from warta.importing.checking.compare import compare, unmatched
from warta.importing.checking.exports import Export
from warta.importing.checking.feeds import OldFeed
from warta.importing.checking.newsroom import Newsroom
from warta.importing.checking.old_folders import OldFolder
from warta.importing.checking.old_pages import OldPages
from warta.importing.checking.seen import name_key
from warta.importing.checking.texts import OldSite, Outcome
from warta.importing.conversion.media import index_media
from warta.importing.run import Request, run
from warta.importing.sources.feed import Feed
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.source import Source
from warta.importing.sources.wordpress import WordPress
from warta.settings import read_settings

UPLOADS = f"{BASE}/wp-content/uploads/2019/06"
ITEMS = (
    post(
        1,
        "Panen raya",
        "<!-- wp:paragraph --><p>SUMEDANG, media.com \u2014 Warga memanen <b>p</b>adi, katanya \u201clancar\u201d. "
        f'<a href="{BASE}/2019/06/22/rapat/">Rapat</a>, <a href="https://data.example/a?b=1">data</a>, '
        f'<a href="{UPLOADS}/laporan.pdf">laporan</a></p><!-- /wp:paragraph -->'
        f'<figure class="wp-block-image"><img src="{UPLOADS}/padi-300x200.jpg" alt="Padi">'
        "<figcaption>Padi menguning</figcaption></figure>",
        meta={"_thumbnail_id": "20"},
        link=f"{BASE}/2019/06/21/panen-raya/",
    ),
    post(2, "Rapat", f"Isi rapat\n\n[caption id=x]<img src='{UPLOADS}/rapat.jpg' /> Suasana[/caption] [2019]",
         date="2019-06-22 10:00:00"),
    post(3, "Rencana", "<p>Yang belum boleh dibaca siapa pun sebelum Senin.</p>", status="draft", link=f"{BASE}/?p=3"),
    post(4, "Profil", "<p>Kami.</p>", kind="page", link=f"{BASE}/profil/"),
    attachment(20, f"{UPLOADS}/utama.jpg"),
)  # fmt: skip
HUGO = {
    "config.toml": "[permalinks]\npost = '/:year/:slug/'\n",
    "content/post/panen.md": "---\ntitle: Panen\ndate: 2019-06-21\nslug: panen-raya\nurl: /lama/panen/\n---\n"
    "Warga *memanen* padi[^1] di [desa](https://desa.example/).\n\n[^1]: Seribu ton.\n\n![Padi](/img/padi.jpg)\n",
    "content/post/rapat.md": "+++\ntitle = 'Rapat'\ndate = 2019-06-22\ndraft = true\n+++\nBelum boleh dibaca siapa pun.\n",
    "static/img/padi.jpg": "x",
}
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://lama.example/"/><entry><title>Panen &amp; padi</title>
<id>1</id><link href="https://lama.example/panen.html"/><updated>2019-06-21T09:00:00Z</updated>
<content type="html">&lt;p&gt;Warga memanen padi.&lt;/p&gt;</content></entry></feed>"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export, and the newsroom that was made of it and built."""
    root = tmp_path_factory.mktemp("moved")
    (root / "export.xml").write_text(export(ITEMS))
    uploads = folder(root / "uploads", {f"2019/06/{name}.jpg": "x" for name in ("padi", "utama", "rapat")})
    (uploads / "2019/06/laporan.pdf").write_bytes(b"%PDF-1.4\n")
    site = SiteTest(root, theme="warta")
    imported(site, root, uploads)
    return root


def imported(site: SiteTest, root: Path, uploads: Path) -> None:
    """Bring the export in a folder into a newsroom, and build that."""
    config = read_settings(site.root)
    assert run(WordPress(root / "export.xml", config.zone), Request(site.root, config, index_media(uploads))).whole
    site.build()


def checked(root: Path, old: OldSite | None = None) -> Outcome:
    """What the newsroom in a folder comes to against the export beside it, or another old site."""
    return compare(old or Export(root / "export.xml"), Newsroom(root / "site", root / "site/output"))


def test_all_that_came_is_found(moved: Path) -> None:
    """Words in other marks, resized pictures, links into the site, documents and every old address are the same."""
    outcome = checked(moved)
    assert [str(each.said) for each in outcome.differences] == []
    assert outcome.is_whole
    counts = {name: (row.old, row.same + row.different, row.missing) for name, row in outcome.rows.items()}
    words = counts.pop("words")
    assert words[0] == words[1] > 20
    assert counts == {
        "texts": (3, 3, 0),
        "pictures": (3, 3, 0),
        "links": (2, 2, 0),
        "documents": (1, 1, 0),
        "addresses": (7, 7, 0),
    }
    assert (outcome.hidden, outcome.shown) == (1, 0)


@pytest.mark.parametrize(
    "more", ["host: nginx", "host: netlify", "host: github-pages", "url: https://berita.example/humas/"]
)
def test_redirects_are_followed_as_each_host_does(moved: Path, tmp_path: Path, more: str) -> None:
    """In the settings of nginx and `_redirects`, by pages, and in a newsroom that lies below its host's root."""
    site = SiteTest(tmp_path, CONFIG.replace("url: https://berita.example/\n", "") + f"{more}\n", theme="warta")
    if "url:" not in more:
        site.config("url: https://berita.example/\n")
    imported(site, moved, moved / "uploads")
    newsroom = Newsroom(site.root, site.output, read_settings(site.root).base)
    told = [str(each.said) for each in compare(Export(moved / "export.xml"), newsroom).differences]
    by_rules = "nginx" in more or "url" in more
    assert told == ([] if by_rules else [f"old address leads nowhere: /?p={each}" for each in (1, 2, 4)] + ["old address leads nowhere: /?page_id=4"])  # fmt: skip


PANEN = "output/2019/06/panen-raya/index.html"


def replaced(path: str, old: str, new: str) -> Callable[[SiteTest], object]:
    """A fault: a text in a file is another."""
    return lambda site: site.edit(path, old, new)


def published(site: SiteTest) -> None:
    """A fault: a draft becomes public."""
    (draft,) = site.root.rglob("rencana*.md")
    site.edit(draft.relative_to(site.root).as_posix(), "draft: true", "draft: false")
    site.build()


def hidden(site: SiteTest) -> None:
    """A fault: a public text becomes a draft."""
    (text,) = site.root.rglob("profil*.md")
    site.edit(text.relative_to(site.root).as_posix(), "title:", "draft: true\ntitle:")
    site.build()


def unpictured(site: SiteTest) -> None:
    """A fault: the files of a picture are gone."""
    for path in (site.output / "2019/06/rapat").glob("rapat*"):
        path.unlink()
    for path in (site.output / "assets").rglob("rapat*"):
        path.unlink()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (replaced(PANEN, "memanen", "menanam"), {"words": "1 word missing: memanen"}),
        (replaced(PANEN, "Padi menguning", ""), {"words": "2 words missing: padi menguning"}),
        (replaced(PANEN, 'href="https://data.example/a?b=1"', ""), {"link": "link missing: https://data.example/a?b=1"}),
        (replaced(PANEN, 'href="/2019/06/rapat/"', 'href="/"'), {"link": f"link missing: {BASE}/2019/06/22/rapat/"}),
        (replaced(PANEN, "laporan.pdf", "lain.pdf"), {"document": f"document missing: {UPLOADS}/laporan.pdf"}),
        (lambda site: site.delete("output/2019/06/panen-raya/laporan.pdf"), {"document": "document is not here: "}),
        (replaced(PANEN, "padi", "lain"), {"picture": f"picture missing: {UPLOADS}/padi-300x200.jpg"}),
        (unpictured, {"picture": "picture is not here: "}),
        (replaced("output/.htaccess", "/2019/06/22/rapat", "/x"), {"address": "old address leads nowhere: /2019/06/22/rapat/", "link": "link missing: "}),
        (replaced("output/.htaccess", "^p=2$", "^p=9$"), {"address": "old address leads nowhere: /?p=2"}),
        (replaced("output/.htaccess", '"/2019/06/rapat/"', '"/profil/"'), {"address-astray": "old address /2019/06/22/rapat/ leads to /profil/", "link": "link missing: "}),
        (published, {"public": "was not public, and is: /2019/"}),
        (hidden, {"text": "was public, and is a draft here", "address": "old address leads nowhere: /profil/"}),
    ],
)  # fmt: skip
def test_each_loss_is_told(
    moved: Path, tmp_path: Path, fault: Callable[[SiteTest], object], said: dict[str, str]
) -> None:
    """One word, link, document, picture or address less, or a text more: it stands in the outcome, and is a loss."""
    shutil.copytree(moved, tmp_path / "moved")
    site = SiteTest.__new__(SiteTest)
    site.root = tmp_path / "moved" / "site"
    site.output = site.root / "output"
    fault(site)
    outcome = checked(tmp_path / "moved")
    found: dict[str, str] = {}
    for each in outcome.differences:
        found.setdefault(each.kind, str(each.said))
    assert found.keys() == said.keys()
    assert all(found[kind].startswith(words) for kind, words in said.items()), found
    assert not outcome.is_whole


def test_the_command_says_it_in_her_language(moved: Path) -> None:
    """A table, the differences by kinds, a file with each, and an exit code."""
    site, old = moved / "site", str(moved / "export.xml")
    done = warta("import", "check", "wordpress", old, site=site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Nothing was lost."
    (moved / "other.xml").write_text(export((*ITEMS, post(9, "Lain", "<p>x</p>"), post(10, "Lain lagi", "<p>x</p>"))))
    done = warta("--lang", "id", "import", "check", "wordpress", str(moved / "other.xml"), site=site)
    assert done.returncode == 1
    assert "tidak punya halaman di sini" in done.stdout
    assert "alamat lama" in done.stdout
    rows = list(csv.reader((site / "import-check.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[1:3] for row in rows[1:]] == [["Lain", "text"], ["Lain lagi", "text"], *[["Lain", "address"]] * 2, *[["Lain lagi", "address"]] * 2]  # fmt: skip
    done = warta("import", "check", "--output", "nowhere", "wordpress", old, site=site)
    assert done.returncode == 1
    assert "holds no built newsroom" in done.stderr


@pytest.mark.parametrize("kind", ["hugo", "feed", "web"])
def test_other_sources_are_read_as_plainly(tmp_path: Path, kind: str) -> None:
    """A generator's folder, a saved feed, the old pages themselves: all well, and a lost word is told."""
    site = SiteTest(tmp_path, theme="warta")
    config = read_settings(site.root)
    root = folder(tmp_path / "old", HUGO)
    (root / "feed.xml").write_text(FEED)
    source: Source = (
        Feed(str(root / "feed.xml"), config.zone) if kind == "feed" else SiteFolder(root, "hugo", config.zone)
    )
    run(source, Request(site.root, config, index_media(root)))
    build(site.request(now=NOW))
    if kind == "web":  # what was built is an old site, too
        shutil.copytree(site.output, tmp_path / "pages")
    old: OldSite = OldFeed(root / "feed.xml") if kind == "feed" else OldFolder(root, "hugo")
    if kind == "web":
        old = OldPages(tmp_path / "pages")
    outcome = checked(tmp_path, old)
    assert [(each.name, str(each.said)) for each in outcome.differences] == []
    assert outcome.is_whole
    (page,) = [each for each in site.output.glob("2019/*/*/index.html") if "memanen" in each.read_text()]
    page.write_text(page.read_text().replace("memanen", "menanam"))
    outcome = checked(tmp_path, old)
    assert [str(each.said) for each in outcome.differences] == ["1 word missing: memanen"]


@pytest.mark.parametrize(
    ("old", "here", "missing"),
    [
        ("satu duatiga empat", "satu dua tiga empat", ""),
        ("satu dua tiga empat", "satu duatiga empat", ""),
        ("duatiga duatiga", "dua tiga duatiga", ""),
        ("duatiga duatiga", "dua tiga", "duatiga"),
        ("satu dua", "satu", "dua"),
        ("dua", "duatiga", "dua"),
    ],
)
def test_a_blank_between_words_is_no_loss(old: str, here: str, missing: str) -> None:
    """Two words that became one, or one that became two, are there; a part alone is not the whole."""
    assert unmatched(Counter(old.split()), Counter(here.split())) == Counter(missing.split())


@pytest.mark.parametrize(
    ("old", "here"),
    [
        ("/f/Mod%C3%A8le%20surat.docx", "/2019/06/x/modele-surat.docx"),
        ("/wp/foto_1-300x200.jpg", "foto-1.jpg"),
        ("a/foto-scaled.jpg?w=3", "/foto.webp"),
    ],
)
def test_a_file_is_known_by_its_name(old: str, here: str) -> None:
    """Whatever size, ending, folder or accents it has on either site."""
    assert name_key(old) == name_key(here) != name_key("/lain.jpg")


def test_an_old_site_without_texts_is_not_whole(moved: Path, tmp_path: Path) -> None:
    """Nothing compared is nothing proven."""
    (tmp_path / "leer.xml").write_text(export(()))
    assert not checked(moved, Export(tmp_path / "leer.xml")).is_whole


def test_a_site_of_hugo_with_a_host_for_each_language_is_compared_by_its_own_addresses(
    site: SiteTest, tmp_path: Path
) -> None:
    """Without the languages' prefixes, without signs that Hugo leaves out, and with links that stay on the old site."""
    files = {
        "config.toml": "defaultContentLanguageInSubdir = true\n"
        + "".join(
            f"[languages.{code}]\nbaseURL = 'https://{code}.lama.example/'\ncontentDir = 'content/{code}'\n"
            for code in ("id", "en")
        )
        + "[permalinks]\nblog = '/:year/:filename'\n",
        "content/id/blog/‘satu’:\u00a0a – b?.md": "---\ntitle: Satu\ndate: 2019-06-21\n---\n[x](/layanan/) Isi.\n",
        "content/en/Blog Lama/two & three.md": "---\ntitle: Two\ndate: 2019-06-21\n---\n[x](/service/) Text.\n",
    }
    old = folder(tmp_path / "old", files)
    site.config("languages: [id, en]\n")
    config = read_settings(site.root)
    run(SiteFolder(old, "hugo", config.zone), Request(site.root, config))
    site.build()
    outcome = compare(OldFolder(old, "hugo"), Newsroom(site.root, site.output))
    assert [str(each.said) for each in outcome.differences] == []
    assert (outcome.rows["addresses"].same, outcome.rows["links"].same) == (2, 2)
    for address in ("/2019/satu-a-b/", "/blog-lama/two-three/"):
        assert Newsroom(site.root, site.output).leads_to(address)
