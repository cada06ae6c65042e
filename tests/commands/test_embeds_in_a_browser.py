"""What readers of an embed meet in a real browser, under the policy of the host: nothing is asked of others before a click."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.commands.browsing import DESK, PHONE, opened
from tests.support import SiteTest, picture
from warta.plan.machines.headers import security_headers
from warta.settings import parse_settings

NAMED = """third_parties:
  - youtube
  - gpr
  - matomo: {url: https://statistik.example/, site: 3}
"""
PAGE = "2026/11/sidang/"
FILM = "https://www.youtube-nocookie.com/embed/abcdefghijk"
NEWS = "https://widget.komdigi.go.id/data/covid-19/gpr.xml"
BODY = """Sidang dibuka.

[Sidang *paripurna*](https://youtu.be/abcdefghijk)
![Anggota dewan di ruang sidang](foto.jpg "Foto: Humas")

https://vimeo.com/123456789

https://vt.tiktok.com/ZSabc1234/
"""
ITEMS = """<rss><channel><item><title>Harga &lt;b&gt;beras&lt;/b&gt; turun</title><link>https://a.example/1</link>
<category_title>ARTIKEL</category_title></item><item><title>Jahat</title><link>javascript:alert(1)</link></item></channel></rss>"""


class Site:
    """A served newsroom, and what a page of it asks of others and says."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self.said: list[str] = []

    def open(self, page: Page, path: str) -> None:
        """Open a page; requests to others are noted and answered here."""
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.route(lambda url: not url.startswith(self.address), self._answer)
        page.goto(self.address + path)
        page.wait_for_load_state("networkidle")

    def _answer(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        kind = {"xml": "text/xml", "js": "text/javascript"}.get(url.rpartition(".")[2], "text/html")
        body = {NEWS: ITEMS, "https://statistik.example/matomo.js": "window.counted = window._paq.length"}.get(
            url, "<p>Film</p>"
        )
        route.fulfill(status=200, content_type=kind, body=body, headers={"Access-Control-Allow-Origin": "*"})


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A newsroom in the theme that comes with Warta, with a film in a release."""
    site = SiteTest(tmp_path, theme="warta").write("content/releases/a/foto.jpg", picture("foto", (320, 180)))
    return site.release("a/index", "Sidang", BODY)


@pytest.fixture
def served(site: SiteTest) -> Iterator[Site]:
    """The newsroom with everybody that `NAMED` names, built and sent with the headers of its host."""
    yield from _served(site.config(NAMED))


def _served(site: SiteTest) -> Iterator[Site]:
    site.build()
    headers = dict(security_headers(parse_settings(site.text_of("config.yaml"))))
    del headers["Strict-Transport-Security"]

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads this."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site.output))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()


def test_a_click_loads_the_frame_and_nothing_does_before(served: Site, browser: Browser) -> None:
    """By the keyboard too; only embeds whose service may act have a button, and the frame is fenced in."""
    with opened(browser) as page:
        served.open(page, PAGE)
        assert [url for url in served.asked if "statistik" not in url] == []
        buttons = page.get_by_role("button", name="Tampilkan di sini")
        assert buttons.count() == 1
        assert buttons.first.text_content() == "Tampilkan di sini: Sidang paripurna"
        assert page.locator(".embed a").count() == 3
        buttons.first.focus()
        page.keyboard.press("Enter")
        frame = page.locator(".embed iframe")
        frame.wait_for()
        page.frame_locator(".embed iframe").get_by_text("Film").wait_for()
        assert [url for url in served.asked if "statistik" not in url] == [FILM]
        assert frame.get_attribute("title") == "YouTube: Sidang paripurna"
        assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
        assert "allow-top-navigation" not in (frame.get_attribute("sandbox") or "allow-top-navigation")
        assert frame.evaluate("node => node === document.activeElement")
        assert page.locator(".embed").first.locator("img, .embed-ask").count() == 0
    assert served.said == []


def test_the_policy_keeps_out_whom_nobody_named(served: Site, browser: Browser) -> None:
    """A frame or a script of another site is never asked for, whoever puts it into the page."""
    with opened(browser) as page:
        served.open(page, PAGE)
        refused = page.evaluate(
            """() => new Promise((done) => {
                const refused = [];
                document.addEventListener("securitypolicyviolation", (event) => {
                    if (refused.push(event.effectiveDirective) === 2) done(refused.sort());
                });
                for (const [tag, src] of [["iframe", "https://player.vimeo.com/1"], ["script", "https://jahat.example/x.js"]])
                    document.body.append(Object.assign(document.createElement(tag), { src }));
            })"""
        )
    assert refused == ["frame-src", "script-src-elem"]
    assert not [url for url in served.asked if "vimeo" in url or "jahat" in url]


def test_without_script_or_permission_an_embed_is_a_link(site: SiteTest, browser: Browser) -> None:
    """A card that leads to the film; nothing is asked of anybody."""
    for served in _served(site):
        with opened(browser, PHONE, scripts=False) as page:
            served.open(page, PAGE)
            page.locator(".embed").first.click(position={"x": 20, "y": 20})
            page.wait_for_url("https://youtu.be/abcdefghijk")
        assert served.asked == ["https://youtu.be/abcdefghijk"]
        served.asked.clear()
        with opened(browser) as page:
            served.open(page, PAGE)
            assert page.locator(".embed").count() == 3 and page.locator(".embed button, iframe").count() == 0
        assert (served.asked, served.said) == ([], [])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_embed_is_legible_and_named_for_everybody(served: Site, browser: Browser, *, dark: bool) -> None:
    """axe finds nothing, before and after the click; nothing is wider than a phone; on paper the address stands there."""
    with opened(browser, PHONE if dark else DESK, dark=dark) as page:
        served.open(page, PAGE)
        assert Axe().run(page).response["violations"] == []
        page.get_by_role("button", name="Tampilkan di sini").click()
        page.frame_locator(".embed iframe").get_by_text("Film").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        assert page.locator(".embed figcaption").first.inner_text().split("\n") == [
            "YouTube",
            "Sidang paripurna",
            "https://youtu.be/abcdefghijk",
            "Foto: Humas",
        ]
        assert not page.locator(".embed iframe").is_visible()


def test_news_and_statistics_are_let_in(served: Site, browser: Browser) -> None:
    """News of the government come as text, whatever they hold; Matomo is told what it must know before it runs."""
    with opened(browser) as page:
        served.open(page, "")
        assert page.locator(".gpr li").all_inner_texts() == ["ARTIKEL\nHarga <b>beras</b> turun"]
        assert page.locator(".gpr li a").get_attribute("href") == "https://a.example/1"
        assert page.evaluate("window.counted") == 5
    assert sorted(served.asked) == ["https://statistik.example/matomo.js", NEWS]
    assert served.said == []
