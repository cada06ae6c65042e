"""What a reader and a writer see in a real browser."""

from __future__ import annotations

import contextlib
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.commands.running import ROOT, Preview, warta
from tests.support import SiteTest

sync_api = pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

Serve = Callable[..., Preview]

NOW = ("--now", "2026-11-24 12:00")
SOURCE = "content/releases/banjir.md"
PAGE = "2026/11/banjir-surut/"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The Chromium of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without one these tests are skipped, but for a CI, where they must run."""
    chromium = find_chromium()
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium here, and in CI the browser tests must run (apt-get install chromium)")
        pytest.skip("there is no Chromium here (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@contextlib.contextmanager
def opened(browser: Browser, size: dict[str, int] = DESK, *, scripts: bool = True) -> Iterator[Page]:
    """A page of a browser that remembers nothing, of this size."""
    width, height = size["width"], size["height"]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    try:
        yield context.new_page()
    finally:
        context.close()


# --- a writer's browser


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    """A newsroom in the theme that comes with Warta."""
    site = SiteTest(tmp_path, theme="warta")
    return site.release("banjir", "Banjir surut", "Isi pertama.", date="2026-11-20", category="Kebencanaan")


def is_seen(page: Page, text: str, milliseconds: float) -> bool:
    """Whether an open page shows `text` within so many milliseconds, by itself."""
    try:
        page.wait_for_function(
            "text => document.body && document.body.innerText.includes(text)", arg=text, timeout=milliseconds
        )
    except sync_api.TimeoutError:
        return False
    return True


def save_and_see(page: Page, save: Callable[[int], str]) -> None:
    """`save` changes a file and says which text follows; it must be seen within a second, or so at a second try."""
    first = is_seen(page, save(1), 1000)
    assert first or is_seen(page, save(2), 1000), page.inner_text("body")


def test_a_save_is_seen_in_an_open_page_within_a_second(newsroom: SiteTest, serve: Serve, browser: Browser) -> None:
    """From the save of a release to its new words in the page that is open: no more than a second."""
    preview = serve(newsroom.root)

    def save(number: int) -> str:
        text = (newsroom.root / SOURCE).read_text(encoding="utf-8")
        newsroom.write(SOURCE, text + f"\nKalimat ke-{number}.\n")
        return f"Kalimat ke-{number}."

    with opened(browser) as page:
        page.goto(preview.url + PAGE)
        assert is_seen(page, "Isi pertama.", 5000)
        save_and_see(page, save)


def test_a_mistake_is_seen_with_file_and_line_and_its_end_too(
    newsroom: SiteTest, serve: Serve, browser: Browser
) -> None:
    """Breaking a release shows in the open page, within a second, which line of which file; mending it the release."""
    preview = serve(newsroom.root)

    def write(date: str, number: int) -> None:
        keys = ["title: Banjir surut", *["category: Kebencanaan"] * (number - 1), f"date: {date}"]
        newsroom.write(SOURCE, "---\n" + "\n".join(keys) + f"\n---\n\nIsi ke-{number} yang benar.\n")

    def break_it(number: int) -> str:
        write("kemarin", number)
        return f"{SOURCE}:{2 + number}"

    def mend_it(number: int) -> str:
        write("2026-11-20", number)
        return f"Isi ke-{number} yang benar."

    with opened(browser) as page:
        page.goto(preview.url + PAGE)
        save_and_see(page, break_it)
        assert "kemarin" in page.inner_text("body")
        assert page.inner_text("h1") == "1 problem to mend"
        save_and_see(page, mend_it)
        assert page.inner_text("h1") == "Banjir surut"
        assert page.url == preview.url + PAGE


def test_a_mistake_in_settings_or_template_is_seen_too(newsroom: SiteTest, serve: Serve, browser: Browser) -> None:
    """The home page shows the place of a mistake in config.yaml, and comes back when it is mended."""
    preview = serve(newsroom.root)
    with opened(browser) as page:
        page.goto(preview.url)
        newsroom.edit("config.yaml", "url: https://", "url: ")
        assert is_seen(page, "config.yaml:2", 5000)
        newsroom.edit("config.yaml", "url: ", "url: https://")
        assert is_seen(page, "Banjir surut", 5000)


def test_what_the_style_sheet_says_is_seen(newsroom: SiteTest, serve: Serve, browser: Browser) -> None:
    """A saved style sheet changes the open page: its address changes with its bytes, so none is stale."""
    shutil.copytree(ROOT / "themes" / "warta", newsroom.root / "themes" / "warta")
    preview = serve(newsroom.root)
    sheet = newsroom.root / "themes/warta/static/css/warta.css"
    with opened(browser) as page:
        page.goto(preview.url + PAGE)
        sheet.write_text(
            sheet.read_text(encoding="utf-8") + "\nh1 { letter-spacing: 7px !important }\n", encoding="utf-8"
        )
        page.wait_for_function(
            "() => getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'", timeout=5000
        )


# --- a reader's browser: the sample newsroom, built and served by a server that knows nothing of Warta


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
    """One address of each kind of page: home, release, listing, archive, year, month, static page."""
    year, month = release.split("/")[:2]
    return ["", release, "kategori/kebencanaan/", "arsip/", f"{year}/", f"{year}/{month}/", "redaksi/"]


def test_no_page_scrolls_sideways_on_a_phone(sample: Path, kinds: list[str], address: str, browser: Browser) -> None:
    """At a width of 360 pixels no page of the sample newsroom, of whatever kind, is wider than the screen."""
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


def test_a_preview_asks_no_other_host_and_complains_of_nothing(
    newsroom: SiteTest, serve: Serve, browser: Browser
) -> None:
    """The same is true of a preview and its stream of reloads."""
    preview = serve(newsroom.root)
    asked, said = [], []
    with opened(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(preview.url)
        newsroom.edit(SOURCE, "Banjir surut", "Banjir meluas")
        assert is_seen(page, "Banjir meluas", 5000)
        page.goto(preview.url + PAGE.replace("surut", "meluas"))
    assert said == []
    assert [url for url in asked if not url.startswith(preview.url)] == []
    assert any("/__warta/events" in url for url in asked)


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
            for link in ("kategori/kebencanaan/", "arsip/"):
                assert page.locator(f"nav a[href='/{link}']").first.is_visible()


def test_a_release_is_read_without_scripts(release: str, address: str, browser: Browser) -> None:
    """A reader without scripts goes from the home page through the archive to a release, and sees all of it."""
    with opened(browser, PHONE, scripts=False) as page:
        page.goto(address)
        page.locator("nav a[href='/arsip/']").first.click()
        for step in release.removesuffix("/").split("/"):
            path = page.url.removeprefix(address).removeprefix("arsip/") + f"{step}/"
            page.locator(f"main a[href='/{path}']").first.click(timeout=10_000)
        assert page.url == address + release
        assert page.locator("h1").inner_text() in page.title()
        assert page.locator("main table").first.is_visible()
        assert page.locator("main img").first.evaluate("image => image.naturalWidth") > 0
        assert len(page.locator("main").inner_text().split()) > 100
