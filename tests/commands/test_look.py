"""The look of the default theme in a real browser: grids that close, pages that stay where they are, paper."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.commands.browsing import DESK, PHONE, opened
from tests.support import SiteTest, fast_folder, picture

SIZES = (1, 2, 3, 5, 18, 64)
WIDE = {"width": 2560, "height": 1300}
CATEGORIES = [
    f"Kategori {number} dengan nama panjang" if number % 5 == 0 else f"Kategori {number}" for number in range(16)
]
LONG = "Pemerintah kabupaten bersama sembilan belas organisasi menandatangani nota kesepahaman pengelolaan sampah"
TITLES = ("Banjir surut", "Puskesmas buka sampai malam", LONG)
STORY = " ".join(["Warga dan petugas membersihkan sungai bersama sejak pagi hari itu."] * 26)
TABLE = "| Kecamatan | Rumah | Jiwa |\n|---|--:|--:|\n| Cibening | 12 | 48 |\n| Tirtasari | 8 | 31 |\n"


_RICH = """---
title: Gambar dan grafik
date: 2026-01-05
category: Kategori 1
image: {file: a.jpg, alt: Sungai}
gallery: [{file: b.jpg, alt: Jembatan, caption: Jembatan dibuka}, {file: c.jpg, alt: Pasar}]
---

Isi.

![Kasus menurut kecamatan](kasus.csv "Sumber: Dinas Kesehatan")

![Kasus sejak 2019](tahun.csv#garis)
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Newsrooms of each size, with pictures in two of three releases and without any, served from one folder."""
    with fast_folder() as folder, ThreadPoolExecutor(1) as elsewhere:  # the browser's loop runs in this thread
        elsewhere.submit(_write, folder).result()
        handler = functools.partial(_Quiet, directory=str(folder / "served"))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            yield f"http://127.0.0.1:{server.server_address[1]}/"
            server.shutdown()
            thread.join()


def _write(folder: Path) -> None:
    for pictured in (True, False):
        site = SiteTest(folder / f"{pictured}", theme="warta").config(f"categories: {CATEGORIES}\nlanguages: [en]\n")
        site.config("home: {alert: {text: Sungai meluap., at: 2026-11-24 06:10}}\n")
        site.write("content/static/foto.jpg", picture("a", (600, 400)))
        done = 0
        for size in SIZES:
            for number in range(done, size):
                image = {"image": "{file: /foto.jpg, alt: Sungai}"} if pictured and number % 3 != 1 else {}
                site.release(
                    f"r{number}", f"{TITLES[number % 3]} {number}", f"{STORY}\n\n{TABLE}", summary="Ringkasan. " * 9,
                    date=f"2026-{11 - number % 11:02d}-{1 + number % 20:02d}", category=CATEGORIES[number * 7 % 16],
                    contacts="[{name: Ani, phone: '0261'}]", **image,
                )  # fmt: skip
            done = size
            if pictured and size == 5:
                site.write("content/releases/banyak/index.md", _RICH)
                for name in ("a", "b", "c"):
                    site.write(f"content/releases/banyak/{name}.jpg", picture(name, (900, 600)))
                site.write("content/releases/banyak/kasus.csv", "Kecamatan;Laki-laki;Perempuan\n" + "".join(
                    f"{'Kecamatan dengan nama yang panjang sekali' if number == 2 else f'Desa {number}'};{number * 311};{number - 2}\n"
                    for number in range(4)
                ))  # fmt: skip
                site.write("content/releases/banyak/tahun.csv", "Tahun,Kasus\n2019,120\n2020,\n2021,95\n2026,1240\n")
            base = f"{'foto' if pictured else 'teks'}-{size}"
            path = site.root / "config.yaml"
            text = re.sub(r"url: .*", f"url: https://berita.example/{base}/", path.read_text("utf-8"))
            path.write_text(text, encoding="utf-8")
            site.build(output=folder / "served" / base)


HOMES = [f"{kind}-{size}/" for kind in ("foto", "teks") for size in SIZES]
# of each grid: rows whose cells do not reach from one edge to the other, as one sees them
UNCLOSED = """() => [...document.querySelectorAll('.next, .blocks')].filter(grid => {
  const rows = new Map(), edge = grid.getBoundingClientRect();
  for (const cell of grid.children) {
    const box = cell.getBoundingClientRect();
    if (box.width > 1) rows.set(Math.round(box.top), [...(rows.get(Math.round(box.top)) || []), box]);
  }
  return [...rows.values()].some(cells => Math.min(...cells.map(box => box.left)) - edge.left > 2
    || edge.right - Math.max(...cells.map(box => box.right)) > 2);
}).map(grid => grid.className)"""


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_front_pages_tell_each_release_once_and_close_their_grids(address: str, browser: Browser, width: int) -> None:
    """With 1, 2, 3, 5, 18 and 64 releases, with pictures and without: no release twice, no empty cell, nothing wider
    than the window.
    """
    with opened(browser, {"width": width, "height": 900}) as page:
        for home in HOMES:
            page.goto(address + home)
            links = page.eval_on_selector_all(
                ".lead-title a, .card-title a, .topic-last", "every => every.map(each => each.getAttribute('href'))"
            )
            assert len(links) == len(set(links)) >= min(int(home.strip("/").rpartition("-")[2]), 5), home
            assert page.evaluate(UNCLOSED) == [], home
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width, home


def _kinds(page: Page, address: str) -> list[str]:
    """One address of each kind of page."""
    page.goto(f"{address}foto-64/")
    release = page.locator(".lead-title a").get_attribute("href") or ""
    below = ("kategori/", "kategori/kategori-1/", "arsip/", "2026/", "2026/11/", "ralat/", "data/", "404.html")
    return [f"{address}foto-64/", f"{address}{release.lstrip('/')}", *(f"{address}foto-64/{each}" for each in below)]


def test_pages_stay_where_they_are(address: str, browser: Browser) -> None:
    """Nothing moves while a page loads: its layout shift is 0 on each kind of page, on the first visit and the second."""
    moved = {}
    with opened(browser, {"width": 390, "height": 800}) as page:
        page.add_init_script(
            "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(each => window.shifts += each.value))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        every = _kinds(page, address)
        for each in (*every, *every):
            page.goto(each)
            page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            if (shifts := page.evaluate("() => window.shifts")) > 0:
                moved[each] = shifts
    assert moved == {}


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_with_the_menu_open(
    address: str, browser: Browser, size: dict[str, int], *, dark: bool
) -> None:
    """On a narrow and on a very wide window, with the emergency above: home, release and list, the menu open."""
    found = {}
    with opened(browser, size, dark=dark) as page:
        for each in _kinds(page, address)[:4]:
            page.goto(each)
            page.locator(".menu summary").click()
            assert page.locator(".menu-links a").first.is_visible()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]
            result = Axe().run(
                page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
            )
            if result.violations_count:
                found[each] = result.generate_report()
    assert found == {}


def test_the_menu_works_by_keyboard_and_without_scripts(address: str, browser: Browser) -> None:
    """Enter opens and closes it where no script runs; where one does, Escape closes it and gives the focus back."""
    with opened(browser, DESK, scripts=False) as page:
        page.goto(f"{address}foto-5/")
        summary = page.locator(".menu summary")
        summary.focus()
        page.keyboard.press("Enter")
        assert page.get_by_role("link", name="Ralat").first.is_visible()
        page.keyboard.press("Enter")
        assert not page.locator(".menu-panel").is_visible()
    with opened(browser, DESK) as page:
        page.goto(f"{address}foto-5/")
        page.locator(".menu summary").press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert not page.locator(".menu-panel").is_visible()
        assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"


def test_a_story_with_table_and_picture_prints_on_one_page(address: str, browser: Browser) -> None:
    """260 words, a table, a picture and whom to call, on A4."""
    assert len(STORY.split()) >= 260
    with opened(browser, DESK) as page:
        page.goto(f"{address}foto-64/")
        page.goto(
            f"{address}{(page.locator('.has-image .card-title a').first.get_attribute('href') or '').lstrip('/')}"
        )
        assert page.locator(".figure img").count() == page.locator("table").count() == 1
        paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_charts_are_read_at_every_width(address: str, browser: Browser, size: dict[str, int], *, dark: bool) -> None:
    """Words in a chart keep their size and their place inside of it and do not lie on one another; the table opens by
    keyboard, and axe finds nothing then.
    """
    with opened(browser, size, dark=dark) as page:
        page.goto(f"{address}foto-5/2026/01/gambar-dan-grafik/")
        boxes = page.evaluate(_WORDS)
        assert len(boxes) == 2
        for chart in boxes:
            assert all(word["font"] >= 13 for word in chart["words"])
            assert all(
                chart["left"] - 1 <= word["left"] and word["right"] <= chart["right"] + 1 for word in chart["words"]
            )
            assert chart["over"] == []
        summary = page.locator(".chart summary").first
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator(".chart table").first.is_visible()
        result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert result.violations_count == 0, result.generate_report()


_WORDS = """() => [...document.querySelectorAll('.chart > svg')].map(chart => {
  const edge = chart.getBoundingClientRect();
  const words = [...chart.querySelectorAll('text:not(.tick)')].map(word => {
    const box = word.getBoundingClientRect();
    return {left: box.left, right: box.right, top: box.top, bottom: box.bottom, text: word.textContent,
      font: parseFloat(getComputedStyle(word).fontSize)};
  });
  const over = words.flatMap((one, at) => words.slice(at + 1).filter(two => one.left < two.right && two.left < one.right
    && one.top < two.bottom - 4 && two.top < one.bottom - 4).map(two => one.text + ' / ' + two.text));
  return {left: edge.left, right: edge.right, words, over};
})"""


def test_pictures_are_gone_through_with_keys(address: str, browser: Browser) -> None:
    """Enter opens a picture, arrows go on and around, Escape goes back to the picture that was seen last; without a
    script each picture is a link to itself.
    """
    release = f"{address}foto-5/2026/01/gambar-dan-grafik/"
    with opened(browser, PHONE) as page:
        page.goto(release)
        page.locator(".gallery .figure a").first.press("Enter")
        count = page.locator(".viewer-count")
        assert count.inner_text() == "Gambar 2 dari 3"
        assert page.locator(".viewer-caption").inner_text() == "Jembatan dibuka"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert count.inner_text() == "Gambar 1 dari 3"
        page.get_by_role("button", name="Gambar sebelumnya").click()
        assert count.inner_text() == "Gambar 3 dari 3"
        assert Axe().run(page).violations_count == 0
        page.keyboard.press("Escape")
        assert not page.locator(".viewer").is_visible()
        assert str(page.evaluate("() => document.activeElement.href")).endswith("/c.jpg")
    with opened(browser, PHONE, scripts=False) as page:
        page.goto(release)
        page.locator(".gallery .figure a").first.click()
        assert page.url.endswith("/b.jpg")


def test_months_of_the_archive_are_links(address: str, browser: Browser) -> None:
    """Each bar leads to the releases of its month, is told by name and number, and is wide enough for a thumb."""
    with opened(browser, PHONE) as page:
        page.goto(f"{address}foto-64/arsip/")
        bars = page.locator(".month-bars a")
        assert bars.count() == 11
        assert "2026" in (bars.first.get_attribute("title") or "")
        boxes = [box for at in range(bars.count()) if (box := bars.nth(at).bounding_box())]
        assert all(box["width"] >= 23 and box["height"] >= 40 for box in boxes)
        bars.last.click()
        assert page.url.endswith("/2026/11/")
