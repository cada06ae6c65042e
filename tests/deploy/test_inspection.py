"""Proves that a look at the live site finds what somebody did to it, through a real web server."""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.servers import nginx
from tests.deploy.world import newsroom, release_path, task
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.inspection import Finding, inspect, readable, sample, verify
from warta.deploy.manifest import Entry, Manifest, digest_of_bytes
from warta.deploy.runner import deploy, look
from warta.deploy.tampering import find_tampering, foreign_names
from warta.web import Web


class Live:
    """A site that was deployed and is being served."""

    def __init__(self, root: Path, url: str, manifest: Manifest) -> None:
        self.root = root
        self.url = url
        self.manifest = manifest
        self.web = Web()

    def guard(self, trusted: Manifest | None = None) -> list[str]:
        """The findings, as they are printed."""
        return [str(each) for each in find_tampering(self.web, self.url, trusted, None)]

    def verify(self) -> list[Finding]:
        """The findings after a deploy of everything."""
        return verify(self.web, self.url, self.manifest, None, lambda done, total: None)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A site behind nginx."""
    files = newsroom(range(1, 5), more={"404.html": "tidak ada", ".htaccess": "Options -Indexes", "foto é.jpg": "x"})
    work = task(tmp_path, files, FolderPlace(tmp_path / "www", switch=False))
    manifest = deploy(work, look(work)[0])
    with nginx(tmp_path / "nginx", tmp_path / "www") as url:
        site = Live(tmp_path / "www", url, manifest)
        yield site
        site.web.close()


def test_a_site_as_it_was_deployed_has_no_findings(live: Live) -> None:
    """Neither after the deploy nor on any other day."""
    assert live.verify() == []
    assert live.guard() == []
    assert live.guard(live.manifest) == []


def test_what_was_changed_is_missing_or_was_put_there_is_found(live: Live) -> None:
    """With the words by which break-ins are known."""
    (live.root / "index.html").write_text("<h1>SLOT GACOR maxwin</h1>")
    shutil.rmtree((live.root / release_path(2)).parent)
    (live.root / "slot").mkdir()
    (live.root / "slot" / "index.html").write_text("situs slot")
    (live.root / "shell.php").write_text("<?php")
    (live.root / "assets" / "site.0123456789.css").rename(live.root / "assets" / "x.css")
    assert live.guard() == [
        "changed: index.html (it speaks of slot gacor, maxwin)",
        "foreign: shell.php (it answers, and no deploy put it there)",
        "foreign: slot/ (it speaks of situs slot)",
        f"missing: {release_path(2)} (the server answers 404)",
        "missing: assets/site.0123456789.css (the server answers 404)",
    ]


def test_a_manifest_that_was_changed_too_does_not_help(live: Live, tmp_path: Path) -> None:
    """The copy that was kept elsewhere is believed, not the one on the site."""
    files = newsroom(range(1, 5), more={"index.html": "judi online"})
    work = task(tmp_path, files, FolderPlace(tmp_path / "www", switch=False))
    deploy(work, look(work)[0])
    assert live.guard() == []  # they are as one another
    found = live.guard(live.manifest)
    assert "changed: warta-deploy.json.gz (it is not the one that was deployed from here)" in found
    assert "changed: index.html (it speaks of judi online)" in found


def test_names_on_the_host_that_no_deploy_put_there_are_foreign(live: Live) -> None:
    """Those that no link leads to, too."""
    names = ["index.html", "2026/", "warta-deploy.json.gz", "tmp.php", "cgi-bin/"]
    assert [each.path for each in foreign_names(names, live.manifest)] == ["cgi-bin/", "tmp.php"]


def test_a_server_that_is_set_up_wrongly_is_found(live: Live) -> None:
    """Types that browsers take for something else."""
    with Served({"/": (200, "application/octet-stream", (live.root / "index.html").read_bytes())}) as url:
        found = verify(
            live.web, url, Manifest(url, {"index.html": live.manifest.files["index.html"]}), None, lambda a, b: None
        )
    assert "header: index.html (Content-Type is application/octet-stream, not text/html)" in [
        str(each) for each in found
    ]


def test_a_page_that_is_another_to_search_engines_is_found(live: Live) -> None:
    """Readers who type the address see nothing of it: so it is asked for as from Google too."""
    home = (live.root / "index.html").read_bytes()
    with Served({"/": (200, "text/html", home)}, to_google=b"slot gacor") as url:
        manifest = Manifest(url, {"index.html": live.manifest.files["index.html"]})
        found = [str(each) for each in find_tampering(live.web, url, manifest, None)]
    assert "changed: index.html (to Google it shows something else)" in found


def test_a_server_that_packs_what_it_sends_is_read(live: Live) -> None:
    """Asked or not, what readers unpack is what counts; and a packed twin is looked at as it lies there."""
    home = (live.root / "index.html").read_bytes()
    twin = gzip.compress(home)
    entries = {
        "index.html": live.manifest.files["index.html"],
        "index.html.gz": Entry(len(twin), digest_of_bytes(twin)),
    }
    answers = {"/": (200, "text/html", twin), "/index.html.gz": (200, "text/html", twin)}
    with Served(answers, encoding="gzip") as url:
        found = [str(each) for each in inspect(live.web, url, entries)]
    assert found == []


def test_a_host_that_does_not_answer_is_one_finding(tmp_path: Path) -> None:
    """And not one for each file."""
    web = Web(timeout=2)
    found = find_tampering(web, "http://127.0.0.1:9/", None, None)
    assert [each.kind for each in found] == ["unreachable"]


def test_a_sample_has_what_was_asked_for_and_is_the_same_each_time() -> None:
    """And never what servers keep to themselves, nor what nobody is sure of."""
    files = {f"f{number}": Entry(1, "00") for number in range(500)}
    files |= {".htaccess": Entry(1, "00"), ".well-known/security.txt": Entry(1, "00"), "unsure": Entry(-1, "")}
    files |= {".nginx/http.conf": Entry(1, "00"), ".nginx/server.conf.gz": Entry(1, "00"), "_headers": Entry(1, "00")}
    assert not [path for path in readable(files) if "nginx" in path or path == "_headers"]
    chosen = sample(files, ["f499", ".htaccess", "unsure", ".well-known/security.txt"])
    assert {"f499", ".well-known/security.txt"} <= set(chosen)
    assert not {".htaccess", "unsure"} & set(chosen)
    assert 40 <= len(chosen) <= 42
    assert chosen == sample(files, ["f499", ".htaccess", "unsure", ".well-known/security.txt"])


class Served:
    """A web server that says what a test wants; anything else is 404."""

    def __init__(
        self, answers: dict[str, tuple[int, str, bytes]], *, to_google: bytes = b"", encoding: str = ""
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = answers.get(self.path, (404, "text/html", b"tidak ada"))
                if to_google and "google" in self.headers.get("Referer", ""):
                    body = to_google
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if encoding:
                    self.send_header("Content-Encoding", encoding)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
