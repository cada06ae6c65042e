"""What a writer sees in a real browser while a preview runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.commands.browsing import opened, sync_api
from tests.commands.running import ROOT, Preview
from tests.support import SiteTest

Serve = Callable[..., Preview]

SOURCE = "content/releases/banjir.md"
PAGE = "2026/11/banjir-surut/"


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
    """`save` changes a file and says which text follows; it must be seen without anybody's doing."""
    assert is_seen(page, save(1), 15_000), page.inner_text("body")


def test_a_save_is_seen_in_an_open_page_by_itself(newsroom: SiteTest, serve: Serve, browser: Browser) -> None:
    """The new words of a release appear in the page that is open; how soon is measured in bench/."""
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
    """Breaking a release shows in the open page which line of which file; mending it the release."""
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
