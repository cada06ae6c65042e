"""A preview shows drafts: who is let in, what pages of other sites get, and that it lives under the policy of the host."""

from __future__ import annotations

import base64
import contextlib
import http.client
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.commands.browsing import opened
from tests.commands.running import PATIENCE, Preview
from tests.support import NOW, SiteTest
from warta.engine import reading
from warta.engine.workspace import Request
from warta.preview import connections
from warta.preview.server import PreviewServer, make_server
from warta.preview.session import Session
from warta.settings import read_settings

Serve = Callable[..., Preview]
PAGE = "/2026/11/banjir/"


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A newsroom with a draft."""
    return site.release("banjir", "Banjir", "Isi pertama.", slug="banjir").release("d", "Draf", draft="true")


@contextlib.contextmanager
def inside(site: SiteTest, host: str = "127.0.0.1") -> Iterator[PreviewServer]:
    """A preview of a newsroom in this process."""
    session = Session(Request(site.root, site.root / ".warta" / "preview", NOW))
    session.rebuild()
    settings = read_settings(site.root)
    server = make_server(session, host, 0, lambda: settings)
    server.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def sent(policy: str) -> dict[str, str]:
    """The rules of a policy."""
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


# --- the network


def test_a_preview_for_the_network_asks_for_a_password(newsroom: SiteTest, serve: Serve) -> None:
    """The terminal warns and says name and password; without them nothing is told, with them all is as ever."""
    preview = serve(newsroom.root, "--host", "0.0.0.0")
    warning = preview.err.wait_for("Warning: ")
    assert "drafts" in warning
    user, password = re.findall(r"(\w+) and (\S+)$", warning)[0]
    for path in ("/", PAGE, "/robots.txt", "/__warta/reload.js", "/__warta/events?v=0", "/tidak-ada/"):
        for wrong in (
            "",
            "Basic",
            "Basic !",
            "Bearer x",
            basic(user, "salah"),
            basic("lain", password),
            basic(user, ""),
        ):
            answer = preview.ask(path, **({"Authorization": wrong} if wrong else {}))
            assert (answer.status, "Banjir" in answer.text) == (401, False)
            assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert preview.ask(PAGE, Authorization=basic(user, password)).status == 200
    other = serve(newsroom.root, "--host", "0.0.0.0")
    assert password not in other.err.wait_for("Warning: ")


def basic(user: str, password: str) -> str:
    """Name and password as a browser sends them."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "::1"])
def test_this_machine_needs_none(newsroom: SiteTest, serve: Serve, host: str) -> None:
    """Nobody else can reach it, and nothing is warned of."""
    preview = serve(newsroom.root, "--host", host)
    connection = http.client.HTTPConnection(host, preview.port, timeout=PATIENCE)
    connection.request("GET", PAGE)
    assert connection.getresponse().status == 200
    connection.close()
    assert preview.err.now() == []


def test_a_password_lets_no_other_name_in(newsroom: SiteTest) -> None:
    """Who knows it must still ask at an address of this machine, and not from a page of another site."""
    with inside(newsroom, "0.0.0.0") as server:
        known = {"Authorization": basic("warta", server.door.password)}
        assert ask(server, PAGE, known).status == 200
        assert ask(server, PAGE, {**known, "Host": f"evil.example:{server.server_port}"}).status == 403
        assert ask(server, PAGE, {**known, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status == 403


def ask(
    server: PreviewServer, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> http.client.HTTPResponse:
    """The answer of a server in this process."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


# --- other sites


@pytest.mark.parametrize("path", ["/", PAGE, "/robots.txt", "/__warta/events?v=0", "/__warta/reload.js", "/tidak-ada/"])
@pytest.mark.parametrize(
    ("site_", "mode", "dest", "status"),
    [
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "object", 403),
        ("cross-site", "websocket", "websocket", 403),
        ("same-site", "no-cors", "image", 403),
        ("same-site", "navigate", "iframe", 403),
        ("cross-site", "", "", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-site", "navigate", "document", 200),
        ("none", "navigate", "document", 200),
        ("same-origin", "no-cors", "image", 200),
    ],
)
def test_a_page_of_another_site_gets_nothing(
    shown: PreviewServer, path: str, site_: str, mode: str, dest: str, status: int
) -> None:
    """It may lead a person here; it cannot load, frame or probe, whatever it asks for. Another port is another site."""
    headers = {"Sec-Fetch-Site": site_, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    answer = ask(shown, path, {name: value for name, value in headers.items() if value}, "HEAD")
    assert answer.status == (404 if status == 200 and path == "/tidak-ada/" else status)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """A preview that no test changes."""
    site = SiteTest(tmp_path_factory.mktemp("pintu")).release("banjir", "Banjir", slug="banjir")
    with inside(site) as server:
        yield server


@pytest.mark.parametrize("path", ["/", PAGE, "/robots.txt", "/__warta/reload.js", "/tidak-ada/", PAGE.rstrip("/")])
def test_no_other_site_can_frame_an_answer(shown: PreviewServer, path: str) -> None:
    """By the old header and by the policy, redirects and errors too."""
    for headers in ({}, {"Host": "evil.example"}):
        answer = ask(shown, path, headers)
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert sent(answer.headers["Content-Security-Policy"])["frame-ancestors"] == "'self'"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Access-Control-Allow-Origin"] is None


def test_settings_do_not_open_the_fence(newsroom: SiteTest) -> None:
    """What readers' browsers may do with the public site they may not do with drafts."""
    newsroom.config(
        "headers: {X-Frame-Options: '', cross-origin-opener-policy: unsafe-none, X-Lain: 'a', Cache-Control: public,"
        " Content-Security-Policy: \"default-src 'self'; frame-ancestors *; report-uri https://a.example/;"
        ' upgrade-insecure-requests"}\n'
    )
    with inside(newsroom) as server:
        headers = ask(server, "/").headers
    assert (headers["X-Frame-Options"], headers.get_all("Cross-Origin-Opener-Policy")) == (
        "SAMEORIGIN",
        ["same-origin"],
    )
    assert sent(headers["Content-Security-Policy"]) == {"default-src": "'self'", "frame-ancestors": "'self'"}
    assert (headers["X-Lain"], headers.get_all("Cache-Control")) == ("a", ["no-store"])


# --- the policy of the host


@pytest.mark.parametrize("host", ["apache", "nginx", "netlify", "github-pages"])
def test_pages_and_files_have_the_headers_of_the_host(newsroom: SiteTest, host: str) -> None:
    """So that what would die there dies here; a host that sends none has the policy in its pages."""
    newsroom.config(f"host: {host}\nsearch: true\n")
    from warta.plan.machines.headers import security_headers

    wanted = dict(security_headers(read_settings(newsroom.root)))
    with inside(newsroom) as server:
        for path in ("/", PAGE, "/robots.txt", "/tidak-ada/"):
            headers = ask(server, path).headers
            for name in ("Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "X-Content-Type-Options"):
                assert headers.get_all(name) == [wanted[name]], name


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "default-src 'none'; img-src 'self'",
        "script-src https://a.example; connect-src 'none'",
        "default-src https:",
    ],
)
def test_a_page_reloads_under_any_policy(newsroom: SiteTest, serve: Serve, browser: Browser, policy: str) -> None:
    """In a real browser: the preview's own script runs, and what is written into the template does not."""
    if policy:
        newsroom.config(f'headers: {{Content-Security-Policy: "{policy}"}}\n')
    newsroom.edit(
        "themes/bare/templates/release.html", "<h1>", "<script>document.title = 'JALAN'</script><h1 style='color: red'>"
    )
    preview = serve(newsroom.root)
    told: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: told.append(message.text) if "reload" in message.text else None)
        with page.expect_request("**/__warta/events?*", timeout=PATIENCE * 1000):
            page.goto(f"http://127.0.0.1:{preview.port}{PAGE}", wait_until="load")
        assert page.title() != "JALAN"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)" or (
            policy.startswith("script-src")
        )
        newsroom.edit("content/releases/banjir.md", "Isi pertama", "Isi kedua")
        page.get_by_text("Isi kedua.", exact=True).wait_for(timeout=PATIENCE * 1000)
        assert told == []


def test_the_page_of_problems_has_its_style_under_its_own_policy(
    newsroom: SiteTest, serve: Serve, browser: Browser
) -> None:
    """And it goes on by itself when they are mended."""
    newsroom.edit("content/releases/banjir.md", "date: 2026-11-20", "date: kemarin")
    preview = serve(newsroom.root)
    with opened(browser) as page:
        page.goto(f"http://127.0.0.1:{preview.port}{PAGE}", wait_until="load")
        assert page.evaluate("getComputedStyle(document.querySelector('ol')).listStyleType") == "none"
        newsroom.edit("content/releases/banjir.md", "date: kemarin", "date: 2026-11-20")
        page.get_by_text("Isi pertama.", exact=True).wait_for(timeout=PATIENCE * 1000)


# --- half requests


def test_half_requests_hold_nothing(newsroom: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many as there may be: a whole one is answered at once, and soon no thread is left of them."""
    monkeypatch.setattr(connections, "PATIENCE", 0.5)
    monkeypatch.setattr(connections, "MOST", 20)
    with inside(newsroom) as server, contextlib.ExitStack() as stack:
        before = threading.active_count()
        halves = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE))
            for _ in range(2 * connections.MOST)
        ]
        for number, half in enumerate(halves):
            with contextlib.suppress(OSError):
                half.sendall(
                    (b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 999)[number % 4]
                )
        assert ask(server, PAGE).status == 200
        end = time.monotonic() + PATIENCE
        while threading.active_count() > before and time.monotonic() < end:
            for half in halves:  # a sign now and then keeps nothing open
                with contextlib.suppress(OSError):
                    half.send(b"z")
            time.sleep(0.1)
        assert threading.active_count() <= before


def test_a_stream_of_reloads_stays(newsroom: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its request is whole: it is not among those that are late."""
    monkeypatch.setattr(connections, "PATIENCE", 0.2)
    with inside(newsroom) as server:
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as stream:
            stream.sendall(f"GET /__warta/events?v=x HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
            heard = b""
            while b"event: reload" not in heard:
                heard += stream.recv(4096)
        version = server.session.state.version
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=1.0) as stream:
            request = f"GET /__warta/events?v={version} HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n"
            stream.sendall(request.encode())
            heard = b""
            with pytest.raises(TimeoutError):
                while data := stream.recv(4096):
                    heard += data
            assert heard.endswith(b": connected\n\n")


# --- what changes elsewhere


def test_a_link_is_another_file_when_what_it_leads_to_is(newsroom: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nobody tells of the link, and its own stamp is known and trusted."""
    monkeypatch.setattr(reading, "_SETTLED", -(1 << 62))
    newsroom.write("content/static/asli.txt", "Satu.")
    (newsroom.root / "content/static/taut.txt").symlink_to("asli.txt")
    session = Session(newsroom.request())
    session.rebuild()
    newsroom.write("content/static/asli.txt", "Dua ratus.")
    session.rebuild(only=[str(newsroom.root / "content/static/asli.txt")])
    assert newsroom.files()["taut.txt"] == b"Dua ratus."


def test_what_a_link_leads_to_is_followed(newsroom: SiteTest, serve: Serve, tmp_path: Path) -> None:
    """A file that is a link shows what it leads to, as a build would, and so do files with a dot in static/."""
    newsroom.config("trusted_files: [static/.htaccess]\n").write("content/static/asli.txt", "satu")
    (newsroom.root / "content/static/taut.txt").symlink_to("asli.txt")
    newsroom.write("content/static/.well-known/x.txt", "satu").write("content/static/.htaccess", "# satu\n")
    preview = serve(newsroom.root)
    newsroom.write("content/static/asli.txt", "dua")
    preview.until("/taut.txt", lambda answer: answer.text == "dua")
    newsroom.write("content/static/.well-known/x.txt", "dua")
    preview.until("/.well-known/x.txt", lambda answer: answer.text == "dua")
    newsroom.write("content/static/.htaccess", "# dua\n")
    preview.until("/.htaccess", lambda answer: answer.text == "# dua\n")
