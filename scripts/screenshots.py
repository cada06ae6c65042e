"""Turns newsrooms into pictures of every kind of page: three widths, light and dark.

Usage: python scripts/screenshots.py [NAME ...]; by default all of scripts/newsrooms.py, into screenshots/NAME/.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.newsrooms import NEWSROOMS, ROOT, write

WIDTHS = (360, 768, 1280)


def pages(root: Path) -> dict[str, str]:
    """One address of each kind of page of a site, by a name; the richest release, and one that is withdrawn."""
    found = {"home": "/", "not-found": "/tidak-ada/"}
    releases = sorted(root.glob("20??/??/*/index.html"))
    texts = {path: path.read_text(encoding="utf-8") for path in releases}
    if texts:
        richest = max(
            texts,
            key=lambda path: sum(
                texts[path].count(f'class="{name}"') for name in ("gallery", "figure", "contacts", "corrections")
            ),
        )
        found["release"] = f"/{richest.parent.relative_to(root).as_posix()}/"
    for name, mark in (("withdrawn", 'class="withdrawn"'), ("table", "<table"), ("plain", "")):
        match = next(
            (path for path, text in texts.items() if mark and mark in text or not mark and "<picture" not in text), None
        )
        if match:
            found[name] = f"/{match.parent.relative_to(root).as_posix()}/"
    for name, pattern in (
        ("listing", "kategori/*"),
        ("index", "kategori"),
        ("tags", "tag"),
        ("corrections", "ralat"),
        ("region", "wilayah/*/*"),
        ("year", "20??"),
        ("month", "20??/??"),
        ("archive", "arsip"),
        ("search", "cari"),
        ("page", "redaksi"),
        ("english", "en"),
    ):
        match = next(iter(sorted(root.glob(f"{pattern}/index.html"), reverse=True)), None)
        if match:
            found[name] = f"/{match.parent.relative_to(root).as_posix()}/"
    return found


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site as a host does, its 404 page included."""

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there."""
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def draw(root: Path, target: Path, browser: Browser) -> None:
    """Take the pictures of a built site."""
    target.mkdir(parents=True, exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for name, address in pages(root).items():
                page.goto(f"http://127.0.0.1:{server.server_address[1]}{address}", wait_until="load")
                page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(each => each.loading = 'eager')")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=target / f"{name}-{width}-{scheme}.png", full_page=True)
                if name == "home":
                    page.locator(".menu summary").click()
                    page.screenshot(path=target / f"menu-{width}-{scheme}.png")
            page.close()
    server.shutdown()
    server.server_close()


def main() -> None:
    """Write, build and draw the newsrooms that are named."""
    names = sys.argv[1:] or list(NEWSROOMS)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in names:
            site = Path(work) / name
            write(name, site)
            command = (
                sys.executable,
                str(ROOT / "build.py"),
                "--site",
                str(site),
                "build",
                "--now",
                "2026-11-24 12:00",
            )
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            target = ROOT / "screenshots" / name
            draw(site / "output", target, browser)
            sys.stdout.write(f"{len(list(target.glob('*.png')))} pictures in {target}\n")
        browser.close()


if __name__ == "__main__":
    main()
