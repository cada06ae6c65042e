"""What a reader gets in a real browser: the sample newsroom, built, and served by a server that knows nothing of Warta."""

from __future__ import annotations

import gzip
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.commands.browsing import DESK, PHONE, opened
from tests.commands.running import ROOT, warta

NOW = ("--now", "2026-11-24 12:00")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's newsroom, built at a fixed time: its output folder."""
    site = tmp_path_factory.mktemp("contoh")
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "config.yaml", site)
    done = warta(*NOW, site=site)
    assert done.returncode == 0, done.stderr
    return site / "output"


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    """Where it is served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(sample))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def pages(sample: Path) -> list[str]:
    """The addresses of its pages, below the site's own; of many in one folder, such as all tags, a few."""
    found: dict[str, list[str]] = {}
    for path in sorted(sample.rglob("*.html")):
        found.setdefault(path.parent.parent.name, []).append(path.relative_to(sample).as_posix())
    return [path.removesuffix("index.html") for each in found.values() for path in each[:4]]


@pytest.fixture(scope="module")
def release(sample: Path) -> str:
    """The address of a release with a table and a picture."""
    found = sample.glob("2*/*/*/index.html")
    texts = {path.relative_to(sample).as_posix().removesuffix("index.html"): path.read_text("utf-8") for path in found}
    return min(path for path, text in texts.items() if "<table" in text and "<figure" in text)


@pytest.fixture(scope="module")
def kinds(release: str) -> list[str]:
    """One address of each kind of page: home, release, list, index, region, archive, year, month, standing page, search."""
    year, month = release.split("/")[:2]
    return [
        "",
        release,
        "kategori/kebencanaan/",
        "kategori/",
        "wilayah/provinsi-contoh/kabupaten-sukamaju/",
        "arsip/",
        f"{year}/",
        f"{year}/{month}/",
        "redaksi/",
        "ralat/",
        "data/",
        "cari/",
        "cek/",
        "en/",
    ]


def test_no_page_scrolls_sideways_on_a_phone(sample: Path, kinds: list[str], address: str, browser: Browser) -> None:
    """At a width of 320 pixels no page of the sample newsroom, of whatever kind, is wider than the screen."""
    every = {*kinds, "404.html", *pages(sample)}
    wide = {}
    with opened(browser, PHONE) as page:
        for each in sorted(every):
            page.goto(address + each)
            width = page.evaluate("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
            if width > PHONE["width"]:
                wide[each] = width
    assert wide == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_ask_no_other_host_and_complain_of_nothing(
    kinds: list[str], address: str, browser: Browser, size: dict[str, int]
) -> None:
    """Nothing is fetched from elsewhere, nothing that is fetched is missing, and the console stays empty."""
    asked, said = [], []
    with opened(browser, size) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for each in kinds:
            page.goto(address + each)
    assert said == []
    assert len(asked) > len(kinds)
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_pages_are_whole_without_scripts(kinds: list[str], address: str, browser: Browser) -> None:
    """With JavaScript disabled each kind of page has its title, its text, and links that lead on."""
    with opened(browser, scripts=False) as page:
        for each in kinds:
            page.goto(address + each)
            assert page.title().strip()
            assert page.locator("h1").count() == 1
            assert page.locator("h1").inner_text().strip() or page.locator("h1 img").get_attribute("alt")
            main = page.locator("main")
            assert main.is_visible()
            assert len(main.inner_text().split()) > 10
            page.locator(".menu summary").click()
            for link in ("kategori/kebencanaan/", "arsip/") if each != "en/" else ("en/arsip/",):
                assert page.locator(f"nav a[href='/{link}']").first.is_visible()


def test_a_release_is_read_without_scripts(release: str, address: str, browser: Browser) -> None:
    """A reader without scripts goes from the home page through the archive to a release, and sees all of it."""
    with opened(browser, PHONE, scripts=False) as page:
        page.goto(address)
        page.locator(".menu summary").click()
        page.locator("nav a[href='/arsip/']").first.click()
        for step in release.removesuffix("/").split("/"):
            path = page.url.removeprefix(address).removeprefix("arsip/") + f"{step}/"
            page.locator(f"main a[href='/{path}']").first.click(timeout=10_000)
        assert page.url == address + release
        assert page.locator("h1").inner_text() in page.title()
        assert page.locator("main table").first.is_visible()
        assert page.locator("main img").first.evaluate("image => image.naturalWidth") > 0
        assert len(page.locator("main").inner_text().split()) > 100


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(kinds: list[str], address: str, browser: Browser, *, dark: bool) -> None:
    """The rules of WCAG 2.2 AA that a machine can check, on each kind of page, with a withdrawn and a corrected one."""
    found = {}
    with opened(browser, DESK, dark=dark) as page:
        for each in (
            *kinds,
            "404.html",
            "2025/06/sentra-tahu-tirtasari-diberi-60-hari-untuk-perbaiki-pengolahan-limbah/",
        ):
            page.goto(address + each)
            result = Axe().run(
                page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
            )
            if result.violations_count:
                found[each] = result.generate_report()
    assert found == {}


def test_every_link_is_reached_by_keyboard_and_seen(kinds: list[str], address: str, browser: Browser) -> None:
    """Tab goes through every link, button and field of each kind of page in order, and each shows that it has focus."""
    with opened(browser) as page:
        for each in kinds:
            page.goto(address + each)
            page.evaluate("() => document.activeElement && document.activeElement.blur()")
            seen: list[list[object]] = []
            for _ in range(400):
                page.keyboard.press("Tab")
                state = page.evaluate(
                    """() => {
                      const it = document.activeElement;
                      if (!it || it === document.body) return null;
                      const shown = [getComputedStyle(it), getComputedStyle(it, '::after')];
                      it.dataset.at ??= String(document.querySelectorAll('[data-at]').length);
                      return [it.dataset.at, shown.some(one => one.outlineStyle !== 'none')];
                    }"""
                )
                if state is None or state[0] in [at for at, _ in seen]:
                    break
                seen.append(state)
            dull = [at for at, outlined in seen if not outlined]
            every = "() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, .table')].filter(each => each.checkVisibility()).length"
            assert (each, dull, len(seen)) == (each, [], page.evaluate(every))


def test_text_of_double_size_still_fits(kinds: list[str], address: str, browser: Browser) -> None:
    """With letters of 200 % nothing is wider than a screen of 1,280 pixels, and nothing of a line is cut (WCAG 1.4.4)."""
    wide = {}
    with opened(browser) as page:
        for each in kinds:
            page.goto(address + each)
            page.add_style_tag(content="html { font-size: 200% !important }")
            width = page.evaluate("() => document.documentElement.scrollWidth")
            if width > DESK["width"]:
                wide[each] = width
    assert wide == {}


def test_copied_text_is_what_a_reporter_pastes(release: str, address: str, browser: Browser) -> None:
    """Title, place and date, every paragraph, table rows with tabs, source and address; no caption, no button."""
    with opened(browser) as page:
        page.goto(address + release)
        page.get_by_role("button", name="Salin teks").click()
        page.get_by_text("Tersalin").wait_for(state="attached")
        text = page.evaluate("() => navigator.clipboard.readText()")
        blocks = text.split("\n\n")
        assert blocks[0] == page.locator("h1").inner_text()
        assert re.match(r"[A-Z ]+, \d+ \w+ \d{4}", blocks[1])
        first = page.locator(".prose > p").first.inner_text()
        assert first in blocks
        assert "\t" in text and "Salin" not in text and page.locator("figcaption").first.inner_text() not in text
        source, url = blocks[-1].splitlines()
        assert source == "Sumber: Dinas Kesehatan Kabupaten Sukamaju"
        assert url == page.locator("link[rel=canonical]").get_attribute("href")
        page.get_by_role("button", name="Salin tautan").click()
        page.wait_for_function("() => navigator.clipboard.readText().then(text => text.startsWith('https://'))")


def search(page: Page, words: str) -> list[str]:
    """The titles that the search page finds."""
    page.locator("#q").fill(words)
    page.get_by_role("button", name="Cari").click()
    page.wait_for_function("() => /^Ditemukan|^Tidak ada/.test(document.getElementById('found').textContent)")
    page.wait_for_function(
        "() => /^Tidak/.test(document.getElementById('found').textContent) || document.querySelector('#results a')"
    )
    return page.locator("#results .card-title").all_inner_texts()


def test_an_inflected_word_finds_the_release(address: str, browser: Browser) -> None:
    """`pembangunannya` finds `membangun`: Indonesian stems, in a release of another year; filters narrow it."""
    with opened(browser) as page:
        page.goto(address + "cari/")
        assert any("Jembatan Cibening" in title for title in search(page, "menjembatani"))
        assert search(page, "zzqqxx") == []
        page.locator("#category").select_option(label=page.locator("#category option[value=Budaya]").inner_text())
        titles = search(page, "warga")
        assert titles and not any("Jembatan" in title for title in titles)


def test_search_can_be_linked_to_and_works_in_each_language(address: str, browser: Browser) -> None:
    """The address holds the question; the English page searches English releases."""
    with opened(browser) as page:
        page.goto(address + "en/cari/?q=water")
        page.locator("#results a").first.wait_for()
        assert (page.locator("#results a").first.get_attribute("href") or "").startswith("/en/")


def test_hidden_releases_are_in_no_index(sample: Path) -> None:
    """Not a word of a draft or an embargoed release is in any file that search loads; withdrawn ones are not either."""
    fragments = [gzip.decompress(path.read_bytes()) for path in sample.rglob("*.pf_fragment")]
    addresses = {match for each in fragments for match in re.findall(rb'"url":"([^"]+)"', each)}
    assert len(addresses) > 15
    assert all((sample / each.decode().strip("/") / "index.html").is_file() for each in addresses)
    withdrawn = [path for path in sample.glob("20*/*/*/index.html") if 'class="withdrawn"' in path.read_text("utf-8")]
    assert withdrawn
    assert not {f"/{path.parent.relative_to(sample).as_posix()}/".encode() for path in withdrawn} & addresses


def test_pages_set_no_cookie(kinds: list[str], address: str, browser: Browser) -> None:
    """Nor anything else that would be kept of a reader."""
    with opened(browser) as page:
        for each in kinds:
            page.goto(address + each)
            assert page.evaluate("() => document.cookie + localStorage.length + sessionStorage.length") == "00"
        assert page.context.cookies() == []


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_a_release_comes_in_one_round_trip(sample: Path) -> None:
    """HTML and style sheet are at most 14 kB packed together, what a connection brings first; its script at most 2 kB."""
    (sheet,) = sample.glob("assets/css/warta.*.css")
    (script,) = sample.glob("assets/js/release.*.js")
    every = list(sample.glob("20*/*/*/index.html"))
    assert every and max(map(packed, every)) + packed(sheet) <= 14_000
    assert packed(script) <= 2_000


def test_the_home_page_with_its_pictures_is_light_on_a_phone(sample: Path, address: str, browser: Browser) -> None:
    """At most 100 kB in all for what a phone loads first, packed as a host sends it; 30 of them are the two typefaces, for
    which no page waits.
    """
    asked: set[str] = set()
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    page.on("response", lambda response: asked.add(response.url))
    page.goto(address, wait_until="networkidle")
    context.close()
    files = [sample / (url.removeprefix(address) or "index.html") for url in asked]
    texts = (".html", ".css", ".js", ".svg")
    weights = {path.name: packed(path) if path.suffix in texts else path.stat().st_size for path in files}
    assert len(weights) > 3
    assert sum(size for name, size in weights.items() if name.endswith(".woff2")) <= 31_000
    assert sum(weights.values()) <= 100_000, weights
