"""What a preview shows, and to whom."""

from __future__ import annotations

import http.client
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.commands.previewing import FIXED, PAGE, SECRET, Serve, fill
from tests.commands.running import Preview
from tests.support import SiteTest
from warta.engine.folder import Folder
from warta.plan.kinds import media_type


@pytest.fixture(scope="module")
def site_shown(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The newsroom of `fill`, which no test of this part changes."""
    return fill(SiteTest(tmp_path_factory.mktemp("pratinjau")))


@pytest.fixture(scope="module")
def preview(site_shown: SiteTest) -> Iterator[Preview]:
    """A preview of it."""
    with Preview(site_shown.root, *FIXED) as running:
        yield running


def test_pages_are_served_and_listen_for_reloads(preview: Preview) -> None:
    """The address that was printed, and a release's, are pages with the script that reloads them."""
    assert preview.url == f"http://127.0.0.1:{preview.port}/"
    for path, text in (("/", "Banjir surut"), (PAGE, "Isi pertama."), ("/index.html", "Banjir surut")):
        answer = preview.ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert text in answer.text
        assert re.search(r'<script src="/__warta/reload\.js\?v=[^"]+" defer></script></body>', answer.text)
    script = preview.ask("/__warta/reload.js")
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript")


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(preview: Preview) -> None:
    """`/x` is answered by a redirect to `/x/`, within the preview."""
    answer = preview.ask(PAGE.rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)
    assert preview.ask("//2026/11/banjir-surut").headers["Location"] == PAGE


@pytest.mark.parametrize("path", ["/tidak-ada/", "/tidak-ada", "/tidak/ada.jpg", "/2026/11/banjir-surut/x"])
def test_what_is_not_there_is_the_sites_own_page_404(preview: Preview, path: str) -> None:
    """An address of nothing shows the site's 404.html with that status."""
    answer = preview.ask(path)
    assert answer.status == 404
    assert "<h1>404</h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/2026/10/panen-raya/padi.jpg", "image/jpeg"),
        ("/2026/10/panen-raya/data.csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_have_their_type_and_are_never_kept_by_the_browser(preview: Preview, path: str, kind: str) -> None:
    """Each file is sent with the type of its name, and no cache may hold it."""
    answer = preview.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_every_file_has_the_type_that_hosts_send_it_with(preview: Preview) -> None:
    """What a kind of file is sent as is said once, for deploys and for the preview."""
    claims = Folder(_root(preview)).claimed
    assert {"home", "release", "feed", "sitemap", "robots", "asset", "picture"} <= {
        each.kind for each in claims.values()
    }
    for path, claim in claims.items():
        answer = preview.ask(f"/{quote(path)}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, media_type(claim.kind, path)), path


def test_the_style_sheet_is_served_as_one(preview: Preview) -> None:
    """A theme's static file has the address the theme asked for."""
    folder = preview.ask("/sitemap.xml")
    assert folder.status == 200
    style = next(iter((_root(preview) / "assets/css").glob("warta.css")))
    assert preview.ask(f"/assets/css/{style.name}").headers["Content-Type"] == "text/css; charset=utf-8"


def _root(preview: Preview) -> Path:
    """The folder a preview builds into."""
    words = preview.process.args
    assert isinstance(words, list)
    return Path(words[words.index("--site") + 1]) / ".warta" / "preview"


@pytest.mark.parametrize(
    "path",
    [
        "/config.yaml",
        "/../config.yaml",
        "/../../config.yaml",
        "/%2e%2e/%2e%2e/config.yaml",
        "/..%2f..%2fconfig.yaml",
        "/..%5c..%5cconfig.yaml",
        "/2026/../../../config.yaml",
        "/%252e%252e/config.yaml",
        "/content/releases/banjir.md",
        "/2026/11/banjir-surut/index.md",
        "/2026/10/panen-raya/index.md",
        "/.catatan.md.bak",
        "/.warta-manifest",
        "/.warta/store.db",
        "/2026/",
        "/assets/",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/etc/passwd",
        "/%00",
        "/%ff%fe",
        "/file:///etc/passwd",
    ],
)
def test_nothing_outside_what_the_build_claims_is_served(preview: Preview, path: str) -> None:
    """Whatever is asked for, only files of the site are given: no source, setting, memory, folder or file elsewhere."""
    answer = preview.ask(path)
    if path == "/2026/":  # is a page of the site: the archive of the year
        assert answer.status == 200
    else:
        assert answer.status == 404
    assert SECRET not in answer.text
    assert "root:" not in answer.text


def test_an_absolute_path_of_a_source_is_nothing(preview: Preview, site_shown: SiteTest) -> None:
    """The full path of a file on this machine is no address."""
    for path in (site_shown.root / "config.yaml", _root(preview) / ".warta-manifest"):
        assert preview.ask(str(path)).status == 404
        assert preview.ask(f"http://127.0.0.1:{preview.port}{path}").status == 404


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_files_and_links_that_were_put_beside_the_pages_are_not_served(preview: Preview, site_shown: SiteTest) -> None:
    """What lies in the preview's folder without being of the site, a link that leads out among it, stays unseen."""
    root = _root(preview)
    (root / "pengaturan.html").symlink_to(site_shown.root / "config.yaml")
    (root / "sumber").symlink_to(site_shown.root / "content")
    (root / "sisa.html").write_text(SECRET)
    for path in ("/pengaturan.html", "/sumber/releases/banjir.md", "/sisa.html", "/sumber/"):
        answer = preview.ask(path)
        assert answer.status == 404
        assert SECRET not in answer.text


def test_a_question_after_the_address_changes_nothing(preview: Preview) -> None:
    """`/?utm_source=x` is the home page, and `#` never comes."""
    assert preview.ask("/?utm_source=x").status == 200
    assert preview.ask(PAGE + "?a=/../b").status == 200


@pytest.mark.parametrize("path", ["/", PAGE, "/tidak-ada/", "/robots.txt", PAGE.rstrip("/")])
def test_head_is_get_without_a_body(preview: Preview, path: str) -> None:
    """HEAD has the status and headers of GET."""
    head, get = preview.ask(path, "HEAD"), preview.ask(path)
    assert (head.status, head.body) == (get.status, b"")
    for answer in (head, get):
        answer.headers.pop("Date")
    assert head.headers == get.headers


def test_head_of_the_event_stream_ends(preview: Preview) -> None:
    """HEAD never opens a stream that waits for a save."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=5)
    try:
        connection.request("HEAD", f"/__warta/events?v={preview.version}")
        response = connection.getresponse()
        assert response.status == 200
        assert response.fp is None or response.fp.read() == b""
    finally:
        connection.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_a_preview_is_only_looked_at(preview: Preview, method: str) -> None:
    """Every method that is not GET or HEAD is refused."""
    assert preview.ask("/", method).status in (405, 501)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "evil@127.0.0.1:{port}",
        "10.0.0.1:{port}",
        "[::2]:{port}",
        ":{port}",
        "",
    ],
)
def test_another_host_than_this_machine_is_refused(preview: Preview, host: str) -> None:
    """A page elsewhere that points its own name here (DNS rebinding) reads nothing: neither pages nor events."""
    for path in ("/", PAGE, "/robots.txt", "/__warta/events?v=0", "/tidak-ada/"):
        answer = preview.ask(path, Host=host.format(port=preview.port))
        assert answer.status == 403
        assert "Banjir" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}"])
def test_this_machine_is_trusted_by_each_of_its_names(preview: Preview, host: str) -> None:
    """The loopback addresses and localhost, with the preview's port, are its own."""
    assert preview.ask("/", Host=host.format(port=preview.port)).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:{port}",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "null",
        "",
    ],
)
def test_another_origin_is_refused(preview: Preview, origin: str) -> None:
    """A script of another site gets nothing, not even the stream of reloads."""
    for path in ("/", "/__warta/events?v=0", "/__warta/reload.js"):
        assert preview.ask(path, Origin=origin.format(port=preview.port)).status == 403


def test_the_own_origin_is_trusted(preview: Preview) -> None:
    """What the preview's own pages ask for is given, and no other site is ever told that it may read."""
    answer = preview.ask("/", Origin=f"http://127.0.0.1:{preview.port}")
    assert answer.status == 200
    assert not [name for name in answer.headers if name.casefold().startswith("access-control")]


def test_drafts_and_embargoed_releases_are_shown_with_their_state(preview: Preview) -> None:
    """The pages are there, marked, and lists mark them too; the terminal says that a site would hide them."""
    assert " draft " in preview.ask("/2026/11/masih-draf/").text
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text
    assert " public " in preview.ask(PAGE).text
    home = preview.ask("/").text
    assert re.search(r"Masih draf</a>[^<]* draft</article>", home)
    assert re.search(r"Upah minimum</a>[^<]* embargoed</article>", home)


def test_the_default_theme_marks_them_visibly(tmp_path: Path, serve: Serve) -> None:
    """With the theme that comes with Warta a mark in the page's language stands on each and in the lists."""
    site = fill(SiteTest(tmp_path, theme="warta"))
    preview = serve(site.root, *FIXED)
    assert re.search(r'class="state">\s*DRAF\b', preview.ask("/2026/11/masih-draf/").text)
    assert re.search(r'class="state">\s*EMBARGO\b', preview.ask("/2026/11/upah-minimum/").text)
    assert 'class="state"' not in preview.ask(PAGE).text
    assert {">Draf<", ">Embargo<"} <= set(re.findall(r">(?:Draf|Embargo)<", preview.ask("/").text))


def test_a_preview_never_writes_into_the_output(preview: Preview, site_shown: SiteTest) -> None:
    """output/ is not made, and nothing of the newsroom is changed."""
    assert preview.ask("/").status == 200
    assert not site_shown.output.exists()
    assert {path.name for path in site_shown.root.iterdir()} == {"config.yaml", "content", "themes", ".warta"}


def test_only_this_machine_can_look(preview: Preview) -> None:
    """Without --host nothing listens on the machine's other addresses."""
    with socket.socket() as other, pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        other.settimeout(5)
        other.connect(("127.0.0.2", preview.port))
