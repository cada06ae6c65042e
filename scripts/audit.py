"""Turns the sample newsroom into the verdicts of Lighthouse and the Nu Html Checker; fails below their best.

Usage: python scripts/audit.py. It needs npm, Java and Chromium; what it installs goes into .audit/ and stays there.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".audit"
PACKAGES = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
_PACKED = (".html", ".css", ".js", ".svg", ".xml", ".json")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site as a well-kept host does: texts packed, and everything but pages kept by browsers."""

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""

    def do_GET(self) -> None:
        """One file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _PACKED:
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        lasting = path.suffix != ".html"
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache")
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Audit, print, and end with 1 when something is below its best."""
    for tool in ("npm", "java"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is not installed here, and the audit needs it.")
    TOOLS.mkdir(exist_ok=True)
    if not (TOOLS / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(TOOLS), *PACKAGES], check=True)
    with tempfile.TemporaryDirectory(prefix="warta-audit-") as folder:
        output = Path(folder) / "output"
        command = [sys.executable, str(ROOT / "build.py"), "--output", str(output), "--now", "2026-11-24 12:00"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        good = check_html(output)
        good &= check_pages(output, Path(folder))
    sys.exit(0 if good else 1)


def check_html(output: Path) -> bool:
    """Whether the Nu Html Checker finds no error in any page and style sheet."""
    jar = str(TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar")
    pages = [str(path) for path in sorted(output.rglob("*.html"))]
    sheets = [str(path) for path in sorted(output.glob("assets/css/*.css"))]
    html = subprocess.run(["java", "-jar", jar, "--errors-only", *pages], capture_output=True, text=True, check=False)
    css = subprocess.run(["java", "-jar", jar, "--css", *sheets], capture_output=True, text=True, check=False)
    errors = [line for line in (html.stderr + css.stderr).splitlines() if "error" in line]
    print(f"Nu Html Checker: {len(pages)} pages, {len(sheets)} style sheets, {len(errors)} errors")  # noqa: T201
    print("\n".join(errors[:20]))  # noqa: T201
    return html.returncode == 0 and css.returncode == 0


def check_pages(output: Path, work: Path) -> bool:
    """Whether Lighthouse gives 100 for home, a listing and a release; the best of some runs: machines are shared."""
    release = min(path for path in output.glob("20*/*/*/index.html") if b"gallery" in path.read_bytes())
    addresses = ["", "kategori/ekonomi/", release.parent.relative_to(output).as_posix() + "/"]
    handler = functools.partial(Handler, directory=str(output))
    good = True
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for address in addresses:
            url = f"http://127.0.0.1:{server.server_address[1]}/{address}"
            best = dict.fromkeys(CATEGORIES, 0)
            for _ in range(RUNS):
                scores = lighthouse(url, work / "report.json")
                best = {name: max(best[name], scores[name]) for name in CATEGORIES}
                if min(best.values()) == 100:
                    break
            print(f"Lighthouse /{address}: {', '.join(f'{name} {score}' for name, score in best.items())}")  # noqa: T201
            good &= min(best.values()) == 100
        server.shutdown()
    return good


def lighthouse(url: str, report: Path) -> dict[str, int]:
    """The scores of one run in its phone profile."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium")
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [
        str(TOOLS / "node_modules/.bin/lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        flags,
    ]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True)
    categories = json.loads(report.read_bytes())["categories"]
    return {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES}


if __name__ == "__main__":
    main()
