"""Proves that links to other sites are asked for politely, that answers are kept, and that none is more than a note."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from tests.commands.running import warta
from tests.support import SiteTest
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.desk.external import check_external_links


class Outside:
    """A server of another site. `asked` are method and path of each request, `most` how many it had at one time."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.most = self._now = 0
        self._lock = threading.Lock()
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                outside.answer(self)

            do_GET = do_HEAD

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append((request.command, request.path))
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)  # long enough that requests at the same time would be seen
        status = {"/hilang": 404, "/pindah": 301, "/sebentar": 302, "/tutup": 403, "/putar": 302, "/rusak": 301}.get(
            request.path, 200
        )
        if request.path == "/tanpa-head" and request.command == "HEAD":
            status = 405
        with self._lock:
            self._now -= 1
        request.send_response(status)
        if 300 < status < 400:
            request.send_header("Location", {"/putar": "/putar", "/rusak": "http://[x"}.get(request.path, "/baru"))
        request.send_header("Content-Length", "0")
        request.end_headers()


@pytest.fixture
def outside() -> Iterator[Outside]:
    """The server, for as long as the test."""
    outside = Outside()
    thread = threading.Thread(target=outside.server.serve_forever, args=(0.05,))
    thread.start()
    yield outside
    outside.server.shutdown()
    thread.join()
    outside.server.server_close()


def check(site: SiteTest, *options: str) -> list[tuple[int, str]]:
    """Line and message of each external link that is found; the check must not fail for them."""
    words = (
        "check",
        "--external",
        "--strict",
        "--only",
        "link-external",
        "--no-spelling",
        "--format",
        "json",
        *options,
    )
    done = warta(*words, cwd=site.root)
    assert done.returncode == 0, done.stderr
    found = msgspec.json.decode(done.stdout)
    findings = found["findings"] if isinstance(found, dict) else found
    assert {(each["rule"], each["severity"]) for each in findings} <= {("link-external", "note")}
    return [(each["line"], each["message"]) for each in findings]


def test_what_leads_nowhere_or_on_is_a_note(tmp_path: Path, outside: Outside) -> None:
    """404, endless redirects, a host that is not there, what has moved for good; not what is well or only elsewhere now."""
    names = ["baik", "hilang", "pindah", "sebentar", "tanpa-head", "tutup", "putar"]
    rows = [f"[{name}]({outside.url}/{name})." for name in names]
    site = SiteTest(tmp_path).release("a", "A", "\n".join([*rows, "<http://127.0.0.1:9/mati>"]))
    first = next(
        n for n, row in enumerate((site.root / "content/releases/a.md").read_text().split("\n"), 1) if "/baik" in row
    )
    found = dict(check(site))
    assert sorted(line - first for line in found) == [1, 2, 5, 6, 7]
    assert found[first + 1] == f"the link to {outside.url}/hilang does not lead to a page: the server answers 404."
    assert found[first + 2] == f"the link to {outside.url}/pindah leads on to {outside.url}/baru for good. Write that."
    assert "answers 403, perhaps only to machines; look by hand." in found[first + 5]
    assert "it leads on and on." in found[first + 6]
    assert "127.0.0.1:9 does not answer" in found[first + 7]
    assert ("HEAD", "/baik") in outside.asked and ("GET", "/baik") not in outside.asked
    assert ("GET", "/tanpa-head") in outside.asked


def test_a_host_is_asked_one_thing_at_a_time_and_not_again(tmp_path: Path, outside: Outside) -> None:
    """Whoever publishes for many must not become a burden; answers are kept, bad ones for a day, good ones for a week."""
    site = SiteTest(tmp_path).release(
        "a", "A", "\n".join(f"{outside.url}/{n}" for n in range(12)) + f" {outside.url}/hilang"
    )
    first = check(site)
    assert (len(outside.asked), outside.most) == (14, 1)
    assert check(site) == first
    assert len(outside.asked) == 14
    cache = site.root / ".warta" / "external-links.json"
    kept = msgspec.json.decode(cache.read_bytes())
    cache.write_bytes(msgspec.json.encode({url: {**each, "at": each["at"] - 2 * 86_400} for url, each in kept.items()}))
    assert check(site) == first
    assert outside.asked[14:] == [("HEAD", "/hilang"), ("GET", "/hilang")]
    cache.write_bytes(b"{")
    assert check(site) == first


def test_nothing_is_asked_for_what_is_hidden_nor_unasked(tmp_path: Path, outside: Outside) -> None:
    """A server must not learn of a release before its time; and without --external the network is left alone."""
    site = SiteTest(tmp_path).release("a", "A", f"{outside.url}/rahasia", embargo="2099-01-01 09:00")
    site.release("b", "B", f"{outside.url}/umum")
    warta("check", "--no-spelling", cwd=site.root)
    assert outside.asked == []
    check(site)
    assert outside.asked == [("HEAD", "/umum")]


def test_what_is_no_address_stops_no_check(tmp_path: Path, outside: Outside) -> None:
    """Neither in a text nor in the answer of a server."""
    site = SiteTest(tmp_path).release("a", "A", f"http://[contoh {outside.url}/rusak http://[")
    assert [message for _, message in check(site)] == [
        f"the link to {outside.url}/rusak does not lead to a page: it leads on to no address (http://[x)."
    ]


def test_a_page_is_asked_for_once_whatever_place_in_it_is_meant(tmp_path: Path, outside: Outside) -> None:
    """And a line that names it twice has one note."""
    site = SiteTest(tmp_path).release("a", "A", f"{outside.url}/hilang#satu {outside.url}/hilang#dua.")
    assert len(check(site)) == 1
    assert outside.asked == [("HEAD", "/hilang"), ("GET", "/hilang")]


@pytest.mark.parametrize(("cut", "asked"), [(0, 0), (1, 1)])
def test_only_the_sites_own_host_is_not_asked(tmp_path: Path, outside: Outside, cut: int, asked: int) -> None:
    """Another whose address begins with the site's own is another."""
    data = f"---\ntitle: A\ndate: 2026-11-20\n---\n\n{outside.url}/umum\n".encode()
    document = read_document("releases/a.md", data, Schema(dt.UTC)).document
    assert document is not None
    origin = outside.url[: len(outside.url) - cut]
    found = check_external_links([document], set(), lambda source: data, origin, tmp_path, 0.0)
    assert (found.addresses, found.asked, len(outside.asked)) == (asked, asked, asked)
