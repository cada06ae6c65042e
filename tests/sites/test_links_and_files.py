"""Where links lead and what is published beside the pages: every internal address of a site is a file of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.support import CONFIG, NOW, SiteTest, picture

LINKING = ("href", "src", "poster", "data", "content")


def addresses(site: SiteTest) -> Iterator[tuple[str, str]]:
    """Every address that a page or feed of the output holds, with the file it stands in."""
    for path, data in site.files().items():
        if path.endswith(".html"):
            for node in LexborHTMLParser(data.decode()).css("[href], [src], [srcset], [poster], [content]"):
                values = [node.attributes.get(name) or "" for name in LINKING]
                values += [part.split()[0] for part in (node.attributes.get("srcset") or "").split(",") if part.strip()]
                yield from ((path, value) for value in values if value.startswith(("/", "http", ".")))
        elif path.endswith(".xml"):
            text = data.decode()
            found = re.findall(r"<(?:loc|link|guid[^>]*)>([^<]+)<", text)
            found += re.findall(r'(?:href|src|url)="([^"]+)"', text)
            yield from ((path, value) for value in found)
        elif path == "robots.txt":
            yield from ((path, value) for value in re.findall(r"https?://\S+", data.decode()))


def dead_links(site: SiteTest, url: str = "https://berita.example/") -> list[str]:
    """The internal addresses that no file of the output stands behind, or that do not lie below the site's own path."""
    files, base = site.files(), urlsplit(url)
    dead = []
    for path, value in addresses(site):
        full = urlsplit(urljoin(urljoin(url, path), value))
        if full.netloc != base.netloc:
            continue
        if not full.path.startswith(base.path):
            dead.append(f"{path}: {value} lies outside {base.path}")
            continue
        target = unquote(full.path.removeprefix(base.path))
        if (target + "index.html" if not target or target.endswith("/") else target) not in files:
            dead.append(f"{path}: {value}")
    return dead


def hrefs(site: SiteTest, address: str) -> list[str]:
    """Where the links and pictures of a page lead, in their order."""
    nodes = LexborHTMLParser(site.page(address)).css("a[href], img[src]")
    return [node.attributes.get("href") or node.attributes.get("src") or "" for node in nodes]


@pytest.fixture
def linked(site: SiteTest) -> SiteTest:
    """A release `a` in a folder of its own, releases `2026/b` and `c`, a page and an organization."""
    site.release("a/index", "A", date="2026-11-20").release("2026/b", "B", date="2026-10-05").release("c", "C")
    site.write("content/pages/tentang.md", "---\ntitle: Tentang\n---\n\nKami.\n")
    return site


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("a/index.md", "/2026/11/a/"),
        ("a", "/2026/11/a/"),
        ("a/", "/2026/11/a/"),
        ("./a/index.md", "/2026/11/a/"),
        ("2026/b.md", "/2026/10/b/"),
        ("2026/b", "/2026/10/b/"),
        ("../releases/2026/b.md", "/2026/10/b/"),
        ("../pages/tentang.md", "/tentang/"),
        ("2026/b.md#bab-2", "/2026/10/b/#bab-2"),
        ("2026/b.md?cetak=1", "/2026/10/b/?cetak=1"),
        ("2026/b.md?a=1&b=2#c", "/2026/10/b/?a=1&b=2#c"),
        ("/kategori/", "/kategori/"),
        ("#bab", "#bab"),
        ("https://x.example/a.md", "https://x.example/a.md"),
    ],
)
def test_a_relative_link_becomes_the_address(linked: SiteTest, written: str, address: str) -> None:
    """From one file of the content to another, with or without .md, with what follows `#` and `?`."""
    linked.edit("content/releases/c.md", "Isi siaran pers.", f"Lihat [ini]({written}).").build()
    assert address in hrefs(linked, "/2026/11/c/")


def test_links_lead_from_pages_and_folders(linked: SiteTest) -> None:
    """Each is read from where it stands."""
    linked.write(
        "content/pages/tentang.md", "---\ntitle: Tentang\n---\n\n[a](../releases/a/index.md) [b](../releases/2026/b)\n"
    )
    linked.edit("content/releases/a/index.md", "Isi siaran pers.", "[b](../2026/b.md) [t](../../pages/tentang.md)")
    linked.build()
    assert hrefs(linked, "/tentang/") == ["/2026/11/a/", "/2026/10/b/"]
    assert hrefs(linked, "/2026/11/a/")[:2] == ["/2026/10/b/", "/tentang/"]


@pytest.mark.parametrize("written", ["rapat%20desa.md", "<rapat desa.md>", "d%C3%A9sa.md", "désa.md", "de%CC%81sa.md"])
def test_percent_signs_and_letters_are_read(site: SiteTest, written: str) -> None:
    """As a browser reads them, in any Unicode form."""
    for name in ("rapat desa", "désa"):
        site.release(name, "Tujuan", slug="tujuan" if name[0] == written.strip("<")[0] else "lain")
    site.release("c", "C", body=f"[x]({written})").build()
    assert hrefs(site, "/2026/11/c/")[0] == "/2026/11/tujuan/"


def test_a_link_follows_its_target(linked: SiteTest) -> None:
    """When the other release gets another address, what links to it is written again and nothing else changes in it."""
    linked.edit("content/releases/c.md", "Isi siaran pers.", "Lihat [b](2026/b.md).").build()
    linked.edit("content/releases/2026/b.md", "date:", "slug: baru\ndate:")
    report = linked.build()
    assert str(report.reasons["2026/11/c/index.html"]).startswith("changed: page")
    assert "/2026/10/baru/" in hrefs(linked, "/2026/11/c/")
    assert "2026/10/b/index.html" in report.deleted


def test_a_link_to_a_hidden_release_waits_for_it(linked: SiteTest) -> None:
    """Its text stands without the link, with a warning that says where; at the end of the embargo the link is there."""
    end = NOW + dt.timedelta(hours=2)
    linked.edit("content/releases/2026/b.md", "date:", "embargo: 2026-11-24 14:00\ndate:")
    linked.edit("content/releases/c.md", "Isi siaran pers.", "Satu.\n\nLihat [rilis b](2026/b.md) nanti.")
    report = linked.build()
    assert [str(warning) for warning in report.warnings] == [
        "content/releases/c.md:8: the link to '2026/b.md' is left out as long as that release is not public."
    ]
    assert "Lihat <a>rilis b</a> nanti." in linked.page("/2026/11/c/")
    assert "/2026/10/b/" not in linked.page("/2026/11/c/")
    report = linked.build(now=end)
    assert report.warnings == ()
    assert 'Lihat <a href="/2026/10/b/">rilis b</a> nanti.' in linked.page("/2026/11/c/")


def test_everything_beside_an_index_is_published_with_it(site: SiteTest) -> None:
    """Pictures and files of a folder, named or not, in folders of their own too; texts and hidden files are not."""
    site.release(
        "a/index", "A", image="{file: foto.jpg, alt: Foto}", attachments="[{file: data/tabel.csv, title: Tabel}]"
    )
    for name in ("foto.jpg", "data/tabel.csv", "lain.png", ".rahasia"):
        site.write(f"content/releases/a/{name}", name if name.endswith("csv") else picture(name))
    site.build()
    beside = {path for path in site.files() if path.startswith("2026/11/a/")}
    assert beside == {f"2026/11/a/{name}" for name in ("index.html", "foto.jpg", "data/tabel.csv", "lain.png")}
    assert site.text("2026/11/a/data/tabel.csv") == "data/tabel.csv"
    page = site.page("/2026/11/a/")
    assert "/2026/11/a/data/tabel.csv'>Tabel 14<" in page
    assert "<img src='/2026/11/a/foto.jpg' alt='Foto'>" in page


def test_a_file_beside_a_release_is_published_where_it_is_named(site: SiteTest) -> None:
    """A picture in the text, a gallery and a link to a PDF come along; what nobody names stays at home."""
    site.release("a", "A", gallery="[{file: g.jpg, alt: G}]", body="![P](p.jpg) [pdf](berkas/d.pdf)")
    for name in ("g.jpg", "p.jpg", "berkas/d.pdf", "tidak.jpg"):
        site.write(f"content/releases/{name}", picture(name))
    site.build()
    assert {path for path in site.files() if path.endswith(("jpg", "pdf"))} == {
        f"2026/11/a/{name}" for name in ("g.jpg", "p.jpg", "berkas/d.pdf")
    }
    assert dead_links(site) == []


def test_an_attachment_says_its_name_and_size(site: SiteTest) -> None:
    """The name of the file where no title is written, the size as it is on disk, in the feed too."""
    site.release("a", "A", attachments="[d.pdf]").write("content/releases/d.pdf", b"x" * 1234).build()
    assert "<a href='/2026/11/a/d.pdf'>d.pdf 1234</a>" in site.page("/2026/11/a/")
    site.write("content/releases/d.pdf", b"x" * 99)
    assert set(site.build().written) == {"2026/11/a/d.pdf", "2026/11/a/index.html", "feed.xml"}


def test_a_picture_that_changed_is_copied_again(site: SiteTest) -> None:
    """And the page around it stays."""
    site.release("a", "A", body="![P](p.jpg)").write("content/releases/p.jpg", picture("satu")).build()
    site.write("content/releases/p.jpg", picture("dua"))
    assert site.build().written == ("2026/11/a/p.jpg",)
    assert (site.output / "2026/11/a/p.jpg").read_bytes() == picture("dua")


def test_a_twin_shows_the_pictures_of_its_original(site: SiteTest) -> None:
    """Each has them at its own address."""
    site.config("languages: [id, en]\n").release("a/index", "A", body="![P](p.jpg)").write(
        "content/releases/a/p.jpg", picture()
    )
    site.release(
        "a/en", "A", language="en", translation_of="index.md", image="{file: p.jpg, alt: P}", body="![P](p.jpg)"
    )
    site.build()
    assert hrefs(site, "/en/2026/11/a/").count("/en/2026/11/a/p.jpg") == 2
    assert {"2026/11/a/p.jpg", "en/2026/11/a/p.jpg"} <= site.files().keys()
    assert dead_links(site) == []


def test_static_files_are_copied_as_they_are(site: SiteTest) -> None:
    """Markdown among them too, and a picture of a release may be one of them."""
    site.write("content/static/berkas/pedoman.pdf", b"\x00pdf").write("content/static/README.md", "# x")
    site.release("a", "A", image="{file: /berkas/logo.png, alt: Logo}").write(
        "content/static/berkas/logo.png", picture()
    )
    site.build()
    files = site.files()
    assert files["berkas/pedoman.pdf"] == b"\x00pdf"
    assert files["README.md"] == b"# x"
    assert "<img src='/berkas/logo.png' alt='Logo'>" in site.page("/2026/11/a/")
    report = site.delete("content/static/README.md").build()
    assert report.deleted == ("README.md",)


def test_well_known_files_are_published(site: SiteTest) -> None:
    """RFC 8615 puts security.txt and others there; whoever makes that folder in static/ means it."""
    site.release("a", "A").write("content/static/.well-known/security.txt", "Contact: mailto:a@b.example\n").build()
    assert ".well-known/security.txt" in site.files()


@pytest.mark.parametrize("name", [".env", ".git/config", "berkas/.htpasswd", ".ssh/id_ed25519"])
def test_hidden_files_of_static_are_refused(tmp_path: Path, name: str) -> None:
    """Passwords and histories lie in such files: they are named, and nothing is published."""
    site = SiteTest(tmp_path).release("a", "A").write(f"content/static/{name}", "rahasia")
    assert len(site.problems()) == 1
    assert "is hidden, and would be published for everyone to read. Take it out of static/" in site.problems()[0]
    assert not (site.root / "output").exists()


def test_what_systems_leave_in_static_is_passed_over(tmp_path: Path) -> None:
    """Nobody meant these, and nobody need hear of them."""
    site = SiteTest(tmp_path).release("a", "A").write("content/static/.DS_Store", "x")
    site.write("content/static/.gitkeep", "").write("content/static/.htaccess", "# punya kami")
    site.config("trusted_files: [static/.htaccess]\n").build()
    assert not {".DS_Store", ".gitkeep"} & site.files().keys()
    assert ".htaccess" in site.files()


def test_addresses_of_files_are_escaped(site: SiteTest) -> None:
    """A name with blanks, quotes, percent signs and letters is a link that works."""
    name = "foto 100% 'désa' & sungai #1?.jpg"
    site.release("a", "A", image=f'{{file: "{name}", alt: Foto}}').write(f"content/releases/{name}", picture()).build()
    assert f"2026/11/a/{name}" in site.files()
    assert [href for href in hrefs(site, "/2026/11/a/") if "foto" in href] == [
        "/2026/11/a/foto%20100%25%20%27d%C3%A9sa%27%20%26%20sungai%20%231%3F.jpg"
    ]
    assert dead_links(site) == []


FULL_CONFIG = CONFIG.replace("theme: bare", "theme: warta") + (
    "languages: [id, en]\norganization: humas\ncategories: [{name: Ekonomi, names: {en: Economy}}, Budaya]\n"
    'region: "32.11"\npage_size: 2\nfeed_size: 3\n'
)


def full(root: Path, url: str) -> SiteTest:
    """A newsroom with one of everything, with the default theme."""
    site = SiteTest(root, FULL_CONFIG.replace("https://berita.example/", url), theme="warta")
    for number in range(7):
        site.release(
            f"r{number}",
            f"Rilis {number}",
            date=f"202{number // 3 + 4}-0{number + 1}-05 08:00",
            category="Ekonomi",
            tags="[satu, dua]",
            regions='["32.11.22"]',
            authors="[Ani]",
            body=f'Lihat [rilis lain](r{(number + 1) % 7}.md) dan [beranda](/).\n\n![P](p.jpg "Sungai. Foto: Humas")',
        )
    site.write("content/releases/p.jpg", picture()).write("content/static/s.txt", "x")
    site.release("x/index", "Désa", image="{file: désa.jpg, alt: D, credit: E}", attachments="[d.pdf]", slug="désa")
    site.write("content/releases/x/désa.jpg", picture()).write("content/releases/x/d.pdf", "x")
    site.release(
        "x/en", "Village", language="en", translation_of="index", category="Economy", image="{file: désa.jpg, alt: D}"
    )
    site.release("w", "Ditarik", withdrawn="{at: 2026-11-21, reason: Keliru}")
    site.release("k", "Ralat", corrections="[{at: 2026-11-22, text: Salah, url: 'https://x.example/'}]")
    site.write(
        "content/pages/tentang.md", "---\ntitle: Tentang\nrole: about\nmenu: header\n---\n\n[x](../releases/x)\n"
    )
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas\nlogo: logo.png\n---\n\nTentang [kami](../pages/tentang.md).\n",
    )
    site.write("content/organizations/logo.png", picture())
    return site


@pytest.mark.parametrize(
    "url", ["https://berita.example/", "https://berita.example/sub/", "https://berita.example/a/b"]
)
def test_every_internal_address_is_a_file(tmp_path: Path, url: str) -> None:
    """In pages, feeds and sitemaps, at the root of a host and below a path of it."""
    site = full(tmp_path, url)
    site.build()
    assert dead_links(site, url.rstrip("/") + "/") == []
    assert len(list(addresses(site))) > 500


def test_a_site_below_a_path_is_the_same_site(tmp_path: Path) -> None:
    """The same files at the same places; only the addresses in them begin with the path."""
    root, below = full(tmp_path / "a", "https://berita.example/"), full(tmp_path / "b", "https://berita.example/sub/")
    root.build()
    below.build()
    assert root.files().keys() == below.files().keys()
    for path, data in root.files().items():
        if not path.endswith((".html", ".xml", ".txt", ".json", ".htaccess", ".webmanifest")):
            assert below.files()[path] == data


def test_removing_a_release_leaves_no_dead_link(tmp_path: Path) -> None:
    """Lists, neighbours, terms and feeds forget it; a link in a text is a problem before anything is written."""
    site = full(tmp_path, "https://berita.example/")
    site.build()
    site.delete("content/releases/r3.md")
    assert [problem.partition(" (")[0] for problem in site.problems()] == [
        "content/releases/r2.md:10: there is no file 'r3.md'"
    ]
    site.edit("content/releases/r2.md", "[rilis lain](r3.md)", "rilis lain")
    site.build()
    assert dead_links(site) == []


@pytest.mark.parametrize(
    "switches",
    [
        "listings: []\nfeeds: []\n",
        "listings: [category]\nfeeds: [home]\n",
        "listings: [tag, region, archive]\nfeeds: [tag, category]\n",
        "listings: [organization, author]\nfeeds: [organization]\n",
    ],
)
def test_lists_that_are_switched_off_are_linked_from_nowhere(tmp_path: Path, switches: str) -> None:
    """Whichever lists and feeds a newsroom does without."""
    site = full(tmp_path, "https://berita.example/").config(switches)
    for path in (site.root / "content").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("[beranda](/)", "beranda"), encoding="utf-8")
    site.build()
    assert dead_links(site) == []


def test_what_trusted_html_loads_is_found_and_published(tmp_path: Path) -> None:
    """Films, sound, frames and their posters, as pictures are: below the site's path, and from beside the text."""
    site = SiteTest(tmp_path).config("trust_html: true\ntrusted_files: [static/v/]\n")
    site.edit("config.yaml", "berita.example/", "berita.example/humas/")
    for name in ("static/v/r.mp4", "static/v/p.jpg", "static/v/peta.html", "static/v/a.mp3", "releases/rapat.mp4"):
        site.write(f"content/{name}", picture() if name.endswith("jpg") else "x")
    site.release(
        "a",
        "A",
        '<video src="/v/r.mp4" poster="/v/p.jpg" controls></video>\n\n<audio><source src="/v/a.mp3"></audio>\n\n'
        '<iframe src="/v/peta.html"></iframe>\n\n<video src="rapat.mp4"></video>\n\n<iframe src="https://x.example/"></iframe>',
    ).build()
    html = site.page("/2026/11/a/")
    for expected in (
        "/humas/v/r.mp4",
        "/humas/v/p.jpg",
        "/humas/v/a.mp3",
        "/humas/v/peta.html",
        "/humas/2026/11/a/rapat.mp4",
    ):
        assert f'="{expected}"' in html
    assert 'src="https://x.example/"' in html
    assert "2026/11/a/rapat.mp4" in site.files()
    assert 'src="https://berita.example/humas/v/r.mp4"' in site.text("feed.xml").replace("&quot;", '"')
    site.edit("content/releases/a.md", "rapat.mp4", "rapta.mp4")
    (problem,) = site.problems()
    assert problem.startswith("content/releases/a.md:12: there is no file 'rapta.mp4'")
