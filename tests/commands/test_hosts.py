"""What the files for a host promise, real servers keep: Apache and nginx from Debian's packages, on loopback."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from playwright.sync_api import Browser

from tests.commands.browsing import opened
from tests.commands.running import PATIENCE
from tests.ports import free_port
from tests.sites.test_formats import EVERYTHING
from tests.support import LOGO, SiteTest, picture

SHELL = b"#!/bin/sh\necho 'Content-Type: text/plain'\necho\necho RUNS\n"
PROGRAMS = {"apache": "apache2", "nginx": "nginx"}
MODULES = "authz_core authz_host mime dir alias rewrite headers filter deflate autoindex cgid setenvif".split()


ODD_HEADER = 'a"b $uri ${host} \\ \\" 100%s %{UNIQUE_ID}e; {x} #'
LONG = f"/{'x' * 180}/{'y' * 180}/{'z' * 180}/"
FORMER = [
    '/2026/11/a"b/',
    "/2026/11/a$1b/",
    "/2026/11/${PATH}/",
    "/2026/11/a|b^c`d<e>/",
    "/2026/11/{x};#y/",
    "/2026/11/~a'b*/",
    "/2026/11/ukuran 50%/",
    "/2026/11/-rf/",
    "/2026/11/CON/",
    "/2026/11/pisah\u2028baris/",
]
"""Addresses that slugs could make once, and that are in a newsroom's history."""


_RANDOM = random.Random(7)
_SIGNS = "'\"$()[]{}|^`%;:,+*<>~!@&=#é日 aN1_-"
HARD = tuple(f"/acak-{n}/{''.join(_RANDOM.choices(_SIGNS, k=_RANDOM.randint(1, 12)))}x/" for n in range(300))
"""Addresses with every sign that means something to a server's own settings."""


class Server(msgspec.Struct):
    """A running server of one site."""

    name: str
    site: SiteTest
    port: int

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer to one request, redirects not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read()


def newsroom(root: Path, host: str, url: str) -> SiteTest:
    """A newsroom with old addresses of every kind, and what somebody dropped into its output."""
    site = SiteTest(root, EVERYTHING.replace("https://berita.example/", url), theme="warta")
    site.config(
        f'host: {host}\nprecompress: true\nsearch: true\nlanguages: [en]\nregion: "32.11"\nredirects: {{/rubrik: /tag/satu/, /unduh/: "/Data%20$1%20100%25s.txt", "/rubrik lama/": "/tag/satu/"}}\n'
        f"headers: {{X-Aneh: '{ODD_HEADER}'}}\n"
    )
    site.write("content/static/Data $1 100%s.txt", "DATA")
    site.write("addresses.tsv", "".join(f"{old}\treleases/a.md\n" for old in (*FORMER, *HARD)))
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: l.svg\nemail: a@b.example\n---\n\nTentang.\n")
    site.write("content/organizations/l.svg", LOGO).write("content/static/foto.jpg", picture(size=(500, 320)))
    site.write("content/static/laporan.20261124.pdf", b"%PDF-1.4")
    site.write("content/pages/redaksi.md", "---\ntitle: Redaksi\nrole: masthead\n---\n\nNama.\n")
    site.release(
        "a", "Banjir surut", "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n- [x] catatan[^1]\n\n[^1]: Kaki.",
        slug="a", tags="[satu]", category="Bencana", regions='["32.11.01"]', image="{file: /foto.jpg, alt: x}",
        aliases=f"[/lama/, /2019/06/tanpa-garis, /lama.html, /warta/café/, /caf%C3%A9/du%20nord, /arsip lama/x, {LONG}, '/?p=12', '/?page_id=3', '/?cat=12', '/situs lama/?p=12', '/situs/(a+b)/?page_id=7', '/a+b(c).html']",
    )  # fmt: skip
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's loop runs in this thread, and the search makes one too
        elsewhere.submit(site.build).result()
    for name in ("shell.php", "x/shell.PHP7", "x/shell.phtml", "foto.php.jpg", "assets/cgi.pl"):
        path = site.output / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(SHELL)
        path.chmod(0o755)
    return site


def apache_config(site: SiteTest, work: Path, port: int, base: str) -> str:
    """As a hoster would have it: everything may be set in .htaccess, and programs run."""
    alias = f"Alias {base} {site.output}\n" if base else ""
    loads = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in ("mpm_event", *MODULES)
    )
    return (
        f"{loads}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {work}/pid\nErrorLog {work}/errors\n"
        f"ScriptSock {work}/cgid\nTypesConfig /etc/mime.types\nDocumentRoot {work if base else site.output}\n{alias}"
        f"AddHandler cgi-script .php .phtml .php7 .pl\nDirectoryIndex disabled\n"
        f"<Directory />\nRequire all granted\nOptions +ExecCGI +Indexes +FollowSymLinks\nAllowOverride All\n</Directory>\n"
    )


def nginx_config(site: SiteTest, work: Path, port: int, base: str) -> str:
    """As docs/hosts.md says."""
    root = f"root {site.output};" if not base else f"location {base}/ {{ alias {site.output}/; }}"
    folders = "".join(
        f"{kind}_temp_path {work}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"pid {work}/pid;\nerror_log {work}/errors;\ndaemon off;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}"
        f"include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\ninclude {site.output}/.nginx/http.conf;\n"
        f"server {{\nlisten 127.0.0.1:{port};\n{root}\ninclude {site.output}/.nginx/server.conf;\n}}\n}}\n"
    )


@contextlib.contextmanager
def serving(name: str, url: str = "https://berita.example/", base: str = "") -> Iterator[Server]:
    """A server of a newsroom, ended with the test.

    A server lets go of root's rights and must still reach the files: so they lie where everybody may look.
    """
    with tempfile.TemporaryDirectory(prefix="warta-hosts-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        with _serving(name, root, url, base) as server:
            yield server


@contextlib.contextmanager
def _serving(name: str, root: Path, url: str, base: str) -> Iterator[Server]:
    program = shutil.which(PROGRAMS[name], path=os.environ["PATH"] + ":/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(
                f"there is no {name} here, and in CI these tests must run (apt-get install apache2-bin nginx-light)"
            )
        pytest.skip(f"there is no {name} here (apt-get install apache2-bin nginx-light)")
    site = newsroom(root, name, url)
    port = free_port()
    work = root / "server"
    work.mkdir(mode=0o777)
    work.chmod(0o777)
    config = work / "server.conf"
    if name == "apache":
        text, words = apache_config(site, work, port, base), [program, "-f", str(config), "-D", "FOREGROUND"]
    else:
        text, words = nginx_config(site, work, port, base), [program, "-c", str(config), "-e", f"{work}/errors"]
    config.write_text(text, encoding="utf-8")
    with (work / "said").open("wb") as said:
        process = subprocess.Popen(words, cwd=work, env={**os.environ, "APACHE_RUN_DIR": str(work)}, stderr=said)
    try:
        _wait_for(port, process, work)
        yield Server(name, site, port)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes], work: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            said = [path.read_text(encoding="utf-8") for path in (work / "said", work / "errors") if path.exists()]
            raise AssertionError(f"the server did not start: {said}")
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module", params=["apache", "nginx"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Each of the servers with the whole newsroom."""
    with serving(request.param) as running:
        yield running


@pytest.mark.parametrize(
    "old",
    [
        "/lama/",
        "/lama",
        "/2019/06/tanpa-garis",
        "/2019/06/tanpa-garis/",
        "/lama.html",
        "/warta/caf%C3%A9/",
        "/?p=12",
        "/?page_id=3",
        "/?cat=12",
        "/situs%20lama/?p=12",
        "/situs/(a+b)/?page_id=7",
        "/a+b(c).html",
        "/caf%C3%A9/du%20nord",
        "/arsip%20lama/x",
        LONG,
        *(quote(old) for old in FORMER if "\u2028" not in old),
    ],
)
def test_an_old_address_answers_301_to_a_page_that_answers_200(server: Server, old: str) -> None:
    """Once, and not over a second step."""
    answer, _ = server.get(old)
    assert answer.status == 301
    new = (
        str(answer.headers["Location"]).removeprefix(f"http://127.0.0.1:{server.port}").removeprefix("http://localhost")
    )
    assert new == "/2026/11/a/"
    assert server.get(new)[0].status == 200


@pytest.mark.parametrize(
    "near",
    [
        "/lama/x",
        "/xlama/",
        "/lamaX",
        "/lama.htmlx",
        "/a+b(c)xhtml",
        "/?p=123",
        "/?page_id=12",
        "/?id=3",
        "/situs%20lama/?p=123",
        "/situs%20lama/?page_id=12",
    ],
)
def test_an_address_that_only_looks_like_an_old_one_is_left_alone(server: Server, near: str) -> None:
    """Old addresses are compared whole, and their signs mean themselves."""
    assert server.get(near)[0].status == (200 if near.startswith("/?") else 404)


def test_any_address_of_the_past_is_led_on(server: Server) -> None:
    """Whatever signs it holds, it is found as it was, and nothing else is."""
    for old in HARD:
        answer, _ = server.get(quote(old))
        assert (answer.status, str(answer.headers["Location"]).endswith("/2026/11/a/")) == (301, True), old
        assert server.get(quote(old[:-2]) + "Y/")[0].status == 404, old


def test_what_settings_lead_on_is_found(server: Server) -> None:
    """Blanks, percent signs and dollars in the old and the new address mean themselves."""
    for old, text in (("/unduh/", b"DATA"), ("/rubrik%20lama/", b"satu"), ("/rubrik", b"satu")):
        answer, _ = server.get(old)
        assert answer.status == 301
        new = "/" + str(answer.headers["Location"]).partition("://")[2].partition("/")[2]
        new = new if "://" in str(answer.headers["Location"]) else str(answer.headers["Location"])
        found, body = server.get(new)
        assert found.status == 200, new
        assert text in body


def test_a_header_of_the_settings_is_sent_as_it_is_written(server: Server) -> None:
    """No sign of it means anything to a server."""
    assert server.get("/")[0].headers["X-Aneh"] == ODD_HEADER


def test_an_address_of_the_past_that_cannot_be_written_is_left_out_with_a_word(tmp_path: Path) -> None:
    """It is in nobody's file, and the build says so with its line."""
    site = newsroom(tmp_path, "apache", "https://berita.example/")
    with ThreadPoolExecutor(1) as elsewhere:
        warnings = elsewhere.submit(site.build, clean=True).result().warnings
    assert [(each.path, each.line) for each in warnings] == [("addresses.tsv", len(FORMER))]


def test_a_missing_page_gives_the_sites_own_with_404(server: Server) -> None:
    """The words of the site in the language of the address, the status for machines."""
    for path, page in (("/tidak/ada/", "404.html"), ("/en/none/", "en/404.html"), ("/endless/", "404.html")):
        answer, body = server.get(path)
        assert answer.status == 404
        assert body == server.site.files()[page]


@pytest.mark.parametrize("path", ["/", "/2026/11/a/", "/feed.xml", "/tidak/ada/", "/lama/", "/assets/"])
def test_every_answer_has_the_security_headers(server: Server, path: str) -> None:
    """Pages, files, errors and redirects too."""
    headers = server.get(path)[0].headers
    assert str(headers["Content-Security-Policy"]).startswith("default-src 'none'; script-src 'self' 'wasm")
    assert "'unsafe" not in str(headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert len(headers.get_all("Content-Security-Policy") or []) == 1


@pytest.mark.parametrize(
    "path", ["/shell.php", "/shell.php/x", "/x/shell.PHP7", "/x/shell.phtml", "/assets/cgi.pl", "/baru.php"]
)
def test_a_dropped_program_is_refused(server: Server, path: str) -> None:
    """Whether it is there or not; what stands in it is not shown either."""
    answer, body = server.get(path)
    assert answer.status == 403
    assert b"RUNS" not in body


def test_a_program_in_disguise_does_not_run(server: Server) -> None:
    """Apache runs foto.php.jpg where a hoster lets it; here it is a file."""
    body = server.get("/foto.php.jpg")[1]
    assert not body.startswith(b"RUNS")


@pytest.mark.parametrize(
    "path",
    [
        ".warta-manifest",
        ".warta-built",
        ".warta-drafts",
        ".warta-up-0123456789abcdef",
        "2026/.warta-up-0123456789abcdef",
        "warta-deploy.lock",
        "warta-deploy.lock.d/x",
        ".git/config",
        ".env",
    ],
)
def test_what_warta_notes_beside_a_site_is_for_no_reader(server: Server, path: str) -> None:
    """Nor what has no place on a host at all."""
    place = server.site.output / path
    place.parent.mkdir(exist_ok=True)
    if not place.exists():
        place.write_text("rahasia")
    answer, _ = server.get(f"/{path}")
    assert answer.status in (403, 404)


@pytest.mark.parametrize("folder", ["/assets/", "/assets/css/", "/x/"])
def test_folders_are_not_listed(server: Server, folder: str) -> None:
    """A folder without a page of its own is nobody's business."""
    answer, body = server.get(folder)
    assert answer.status == 403
    assert b"warta" not in body.lower() or b"Index of" not in body


@pytest.mark.parametrize(
    "path, type_",
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/site.webmanifest", "application/manifest+json"),
        ("/api/index.json", "application/json"),
        ("/2026/11/a/rilis.txt", "text/plain; charset=utf-8"),
        ("/icon-192.png", "image/png"),
    ],
)
def test_files_have_their_types(server: Server, path: str, type_: str) -> None:
    """And texts say that they are UTF-8."""
    answer, _ = server.get(path)
    assert answer.status == 200
    found = str(answer.headers["Content-Type"]).lower()
    assert found == type_ or found.startswith(f"{type_};"), found


def test_feeds_are_xml_that_browsers_show(server: Server) -> None:
    """Not a download."""
    answer, _ = server.get("/feed.xml")
    assert str(answer.headers["Content-Type"]).partition(";")[0] in ("application/xml", "text/xml")


def test_what_never_changes_is_kept_and_all_else_is_asked_for(server: Server) -> None:
    """Names of a theme's files, of smaller pictures and of pieces of the search hold their digest, and nobody asks for
    them twice; all others, a day in the name or not, are asked for again, and answered with 304 when they are the same.
    """
    lasting = re.compile(r"assets/.*\.[0-9a-f]{10}\.\w+|.*foto-\d+\.[0-9a-f]{8}\.\w+|.*\.pf_(fragment|index|meta)")
    kinds: dict[str, bool] = {}
    for path in server.site.files():
        if not path.startswith(".") and not path.endswith(".gz") and "." in path.rpartition("/")[2]:
            kept = "immutable" in str(server.get("/" + quote(path))[0].headers["Cache-Control"])
            assert kept == bool(lasting.fullmatch(path)), path
            kinds[path.rpartition(".")[2]] = kept or kinds.get(path.rpartition(".")[2], False)
    assert {ending for ending, kept in kinds.items() if kept} >= {"css", "js", "woff2", "webp", "pf_fragment"}
    assert kinds["html"] is kinds["pdf"] is False
    page, _ = server.get("/2026/11/a/")
    assert page.headers["Cache-Control"] == "no-cache"
    again, _ = server.get("/2026/11/a/", If_None_Match=str(page.headers["ETag"]))
    assert again.status == 304


def test_pages_come_compressed(server: Server) -> None:
    """Whoever takes gzip gets it, and the same page."""
    plain = server.get("/2026/11/a/")[1]
    answer, body = server.get("/2026/11/a/", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain
    if server.name == "nginx":
        assert body == server.site.files()["2026/11/a/index.html.gz"]
    script, body = server.get("/pagefind/pagefind.js", Accept_Encoding="gzip")
    assert script.headers["Content-Encoding"] == "gzip" and gzip.decompress(body)


def test_a_server_starts_without_a_warning(server: Server) -> None:
    """Neither of the files for it, nor of what they say twice; Apache's word on `${host}` is on a header of this test."""
    work = server.site.root.parent / "server"
    said = "".join(path.read_text(encoding="utf-8") for path in (work / "said", work / "errors") if path.exists())
    assert not [line for line in said.splitlines() if "warn]" in line and "AH00111" not in line]


def test_a_browser_reports_no_violation_of_the_policy(server: Server, browser: Browser) -> None:
    """On a page of every kind, feeds too: everything the theme needs may be loaded, and nothing fails."""
    pages = ("/", "/2026/11/a/", "/kategori/bencana/", "/tag/", "/arsip/", "/2026/", "/2026/11/", "/redaksi/", "/data/",
             "/en/", "/wilayah/", "/tidak/ada/", "/feed.xml", "/atom.xml")  # fmt: skip
    told: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: told.append(f"{request.url}: {request.failure}"))
        # what is still on its way when the next page is called is no failure
        left = "net::ERR_ABORTED"
        for path in pages:
            page.goto(f"http://127.0.0.1:{server.port}{path}")
        assert [text for text in told if "404" not in text and left not in text] == []
        assert page.evaluate("document.styleSheets.length") > 0, "the feed has no style"
        page.goto(f"http://127.0.0.1:{server.port}/cari/?q=banjir")
        page.locator("#results a").first.wait_for()
        assert [text for text in told if "404" not in text and left not in text] == []


@pytest.mark.parametrize("name", ["apache", "nginx"])
def test_a_site_below_a_path_keeps_its_promises(name: str) -> None:
    """Old addresses, the page for missing ones and the cache lie below it as well."""
    with serving(name, "https://kab.example/humas/", "/humas") as server:
        answer, _ = server.get("/humas/lama/")
        assert (answer.status, str(answer.headers["Location"]).endswith("/humas/2026/11/a/")) == (301, True)
        assert server.get("/humas/2026/11/a/")[0].status == 200
        missing, body = server.get("/humas/tidak/ada/")
        assert (missing.status, body) == (404, server.site.files()["404.html"])
        assert server.get("/humas/shell.php")[0].status == 403
        style = next(path for path in server.site.files() if path.startswith("assets/css/warta."))
        assert "immutable" in str(server.get("/humas/" + style)[0].headers["Cache-Control"])
