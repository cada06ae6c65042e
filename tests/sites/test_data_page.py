"""People find what machines are offered, and whom to tell of holes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.sites.test_formats import EVERYTHING
from tests.support import NOW, SiteTest, picture

SECURITY = ".well-known/security.txt"


@pytest.mark.parametrize(
    "language, heading",
    [("id", "Data dan umpan"), ("en", "Data and feeds"), ("su", "Data jeung asupan"), ("jv", "Data lan umpan")],
)
def test_the_page_speaks_the_sites_languages(tmp_path: Path, language: str, heading: str) -> None:
    """In each, its links lead to files that are there, and every page's foot leads to it."""
    site = SiteTest(tmp_path, EVERYTHING, theme="warta").config("languages: [en, su, jv]\n")
    site.release("a", "A", tags="[x]", language=language).build()
    prefix = "" if language == "id" else f"/{language}"
    html = site.page(f"{prefix}/data/")
    assert [each.text() for each in LexborHTMLParser(html).css("h1")] == [heading]
    files = site.files()
    links = re.findall(r'<li><a href="/([^"]+)"|· <a href="/([^"]+)"', html)
    for link in (one or other for one, other in links):
        assert link in files or f"{link}index.html" in files, link
    assert f'href="{prefix}/data/"' in site.page(f"{prefix}/2026/11/a/")


def test_a_newsrooms_own_page_takes_its_place(site: SiteTest) -> None:
    """A standing page with the role `data`, wherever it is."""
    site.write("content/pages/terbuka.md", "---\ntitle: Data terbuka\nrole: data\n---\n\nIsi.\n").build()
    assert "data/index.html" not in site.files()
    assert "Data terbuka" in site.page("/data-terbuka/")


def test_only_what_is_offered_is_named(tmp_path: Path) -> None:
    """What the settings switch off is not on the page."""
    site = SiteTest(tmp_path, EVERYTHING, theme="warta").config("feed_formats: [atom]\nwire: []\n")
    site.release("a", "A").build()
    html = site.page("/data/")
    assert "atom.xml" in html
    assert not [name for name in ("feed.xml", "feed.json", "ninjs", "rilis.txt") if name in html]


def test_security_txt_says_whom_to_tell(site: SiteTest) -> None:
    """RFC 9116: contact, an end within a year, languages, its own address; it changes twice a year and is renewed then."""
    site.config("security_contact: csirt@kab.example\nlanguages: [en]\n").release("a", "A").build()
    assert site.text(SECURITY) == (
        "Contact: mailto:csirt@kab.example\nExpires: 2027-07-01T00:00:00Z\nPreferred-Languages: id, en\n"
        f"Canonical: https://berita.example/{SECURITY}\n"
    )
    site.build(now=NOW.replace(day=30))
    assert site.build(now=NOW.replace(month=12, day=31)).written == ()
    assert site.build(now=NOW.replace(year=2027, month=1, day=2)).written == (SECURITY,)
    assert "Expires: 2028-01-01T00:00:00Z" in site.text(SECURITY)


def test_the_office_is_told_where_nothing_else_is_said(site: SiteTest) -> None:
    """Its e-mail address; without one there is no file, since it would say nothing."""
    site.build()
    assert SECURITY not in site.files()
    site.write("content/organizations/humas.md", "---\nname: Humas\nemail: a@b.example\n---\n\nX.\n").build()
    assert "Contact: mailto:a@b.example\n" in site.text(SECURITY)


@pytest.mark.parametrize(
    "setting, message",
    [
        ("security_contact: siapa", "'security_contact' must be an e-mail address or begin with https:// (got 'siapa')."),
        ("security_contact: 'https://a b'", "'security_contact' must be an e-mail address or begin with https:// (got 'https://a b')."),
        ("host: apach", "'host' must be one of apache, nginx, github-pages, gitlab-pages, netlify, cloudflare-pages, s3 (got 'apach'). Did you mean 'apache'?"),
        ("wire: [ninj]", "'wire' has no kind 'ninj'. Did you mean 'ninjs'?"),
        ("feed_formats: rs", "'feed_formats' has no kind 'rs'. Did you mean 'rss'?"),
        ("publisher: pers", "'publisher' must be one of government, media (got 'pers')."),
        ("hub: /x", "'hub' must be the whole address of a WebSub hub, with https:// (got '/x')."),
        ("headers: {'X Y': a}", "'headers' must be 'Name: value' lines of plain letters and signs (got 'X Y')."),
        ("precompress: mungkin", "'precompress' must be true or false (got 'mungkin')."),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(tmp_path: Path, setting: str, message: str) -> None:
    """With their line and what would be right."""
    config = EVERYTHING + setting + "\n"
    site = SiteTest(tmp_path, config)
    assert site.problems() == [f"config.yaml:{len(config.splitlines())}: {message}"]


def test_headers_can_be_changed(site: SiteTest) -> None:
    """Other values, further headers, and none."""
    site.config("host: netlify\nheaders: {x-frame-options: DENY, Permissions-Policy: '', X-Kab: a}\n").build()
    headers = site.text("_headers")
    assert "X-Frame-Options: DENY" in headers
    assert "X-Kab: a" in headers
    assert "Permissions-Policy" not in headers


def test_only_names_with_a_digest_are_kept_for_ever(site: SiteTest) -> None:
    """Where a file of the newsroom's own lies in assets/, the host is told the names of the theme's instead."""
    site.config("host: netlify\n").build()
    assert "/assets/*\n  Cache-Control: public, max-age=31536000, immutable" in site.text("_headers")
    site.write("content/static/assets/logo.css", "p { margin: 0 }").build()
    headers = site.text("_headers")
    assert "/assets/*" not in headers
    assert "/assets/logo.css" not in headers
    kept = [path for path in site.files() if path.startswith("assets/css/")]
    assert kept
    assert all(f"/{path}\n  Cache-Control" in headers for path in kept)


@pytest.mark.parametrize("host", ["github-pages", "gitlab-pages", "s3"])
def test_hosts_without_headers_have_the_policy_in_the_page(tmp_path: Path, host: str) -> None:
    """But for what a page cannot say of itself."""
    site = SiteTest(tmp_path, EVERYTHING, theme="warta").config(f"host: {host}\n").release("a", "A")
    site.build()
    assert '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;' in site.page("/2026/11/a/")
    assert "frame-ancestors" not in site.page("/2026/11/a/")


@pytest.mark.parametrize(
    "host, files",
    [
        ("apache", {".htaccess"}),
        ("nginx", {".nginx/http.conf", ".nginx/server.conf"}),
        ("github-pages", {".nojekyll", "CNAME"}),
        ("gitlab-pages", {"_redirects"}),
        ("netlify", {"_redirects", "_headers"}),
        ("cloudflare-pages", {"_redirects", "_headers"}),
        ("s3", set()),
    ],
)
def test_each_host_gets_its_files(site: SiteTest, host: str, files: set[str]) -> None:
    """And none of another's."""
    site.config(f"host: {host}\nprecompress: false\n").release("a", "A", aliases="/lama/").build()
    every = {".htaccess", ".nginx/http.conf", ".nginx/server.conf", ".nojekyll", "CNAME", "_redirects", "_headers"}
    assert every & site.files().keys() == files


def test_a_file_of_ones_own_takes_the_place_of_a_hosts(site: SiteTest) -> None:
    """What lies in static/ is published as it is."""
    site.config("trusted_files: [static/.htaccess]\n").write("content/static/.htaccess", "# punya kami\n").build()
    assert site.text(".htaccess") == "# punya kami\n"


def test_compressed_twins_are_the_same_text(site: SiteTest) -> None:
    """Of every text, in both encodings, made anew with it; of nothing else."""
    import gzip

    import brotli

    site.config("host: gitlab-pages\n").write("content/static/foto.jpg", picture()).release("a", "A").build()
    files = site.files()
    for path in [path for path in files if path.endswith((".html", ".xml", ".txt", ".css"))]:
        assert gzip.decompress(files[f"{path}.gz"]) == brotli.decompress(files[f"{path}.br"]) == files[path]
    assert "foto.jpg.gz" not in files
    site.edit("themes/bare/templates/release.html", "<h1>", "<h1 id=x>")
    assert {"2026/11/a/index.html.gz", "2026/11/a/index.html.br"} <= set(site.build().written)
