"""Who writes a theme sees a saved style sheet in the open page at once, and the open page before all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.commands.browsing import opened
from tests.support import SiteTest
from warta.engine.build import build
from warta.engine.workspace import Request, Workspace
from warta.errors import ProblemsFound
from warta.newsroom.visibility import PUBLIC
from warta.preview.server import PreviewServer, make_server
from warta.preview.session import Session
from warta.settings import read_settings

pytestmark = pytest.mark.browser
SHEET = "themes/pantai/static/css/pantai.css"
RELEASES = 30


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A newsroom of thirty releases with a child theme that has a sheet and a template of its own."""
    site = SiteTest(tmp_path, theme="pantai")
    site.write("themes/pantai/theme.yaml", "name: Pantai\n").write(SHEET, "h1 { color: rgb(1, 2, 3); }\n")
    link = '<link rel="stylesheet" href="{{ asset("css/pantai.css") }}">'
    site.write(
        "themes/pantai/templates/base.html",
        '{% extends "warta/base.html" %}{% block styles %}{{ super() }}' + link + "{% endblock %}",
    )
    site.write("themes/pantai/templates/release.html", '{% extends "warta/release.html" %}')
    for number in range(RELEASES):
        site.release(f"r{number}", f"Rilis {number}", date=f"2026-10-{number + 1:02d}")
    return site


def request_of(site: SiteTest, **changes: object) -> Request:
    """What a preview builds."""
    return site.request(preview=True, shown=frozenset((PUBLIC,)), **changes)


@pytest.fixture
def preview(site: SiteTest) -> Iterator[tuple[Session, PreviewServer]]:
    """A preview that is served."""
    session = Session(request_of(site), Workspace())
    assert not session.rebuild().problems
    server = make_server(session, "127.0.0.1", 0, lambda: read_settings(site.root))
    server.start()
    yield session, server
    server.shutdown()
    server.server_close()


def look(page: Page, server: PreviewServer, path: str) -> None:
    """Open a page, and mark it, so that it is seen whether it was loaded anew."""
    page.goto(f"http://127.0.0.1:{server.door.port}{path}")
    page.evaluate("document.body.dataset.before = 'yes'")


def test_a_sheet_is_changed_in_the_open_page_and_no_page_is_made(
    site: SiteTest, preview: tuple[Session, PreviewServer], browser: Browser
) -> None:
    """The colour changes, the page is not loaded anew, and the sheet is the one file of the build; twice in a row."""
    session, server = preview
    with opened(browser) as page:
        look(page, server, "/2026/10/rilis-3/")
        for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)"):
            site.write(SHEET, f"h1 {{ color: {colour}; }}\n")
            state = session.rebuild(only=[str(site.root / SHEET)])
            assert state.report is not None
            assert state.report.written == ("assets/css/pantai.css",)
            expect(page.locator("h1")).to_have_css("color", colour)
            expect(page.locator("link[href*=pantai]")).to_have_count(1)
            assert page.evaluate("document.body.dataset.before") == "yes"


def test_a_page_is_loaded_anew_for_what_it_shows_alone(
    site: SiteTest, preview: tuple[Session, PreviewServer], browser: Browser
) -> None:
    """Another release's text leaves the open page alone; its own text does not."""
    session, server = preview
    with opened(browser) as page:
        look(page, server, "/2026/10/rilis-3/")
        site.edit("content/releases/r20.md", "Isi siaran pers.", "Isi lain.")
        before = session.rebuild().version
        assert page.evaluate("document.body.dataset.before") == "yes"
        site.edit("content/releases/r3.md", "Isi siaran pers.", "Isi baru.")
        assert session.rebuild().version != before
        page.locator(".prose", has_text="Isi baru.").wait_for()
        assert page.evaluate("document.body.dataset.before") is None


def test_what_is_open_is_made_first(site: SiteTest) -> None:
    """Of very many pages the open one is in place and told of first; then all are as a clean build leaves them."""
    space, told = Workspace(), []
    first = "2026/10/rilis-3/index.html"
    build(request_of(site), space=space)
    template = "themes/pantai/templates/release.html"
    more = '{% extends "warta/release.html" %}{% block after %}<p>Baru</p>{% endblock %}'
    site.write(template, more)
    report = build(
        request_of(site, open=frozenset((first, "nowhere/index.html"))),
        space=space,
        placed=lambda report: told.append((report.written, "Baru" in site.text(first), "Baru" in site.text("2026/10/rilis-4/index.html"))),
    )  # fmt: skip
    assert told[0] == ((first,), True, False)
    assert first not in report.written
    assert len(report.written) >= RELEASES - 1
    assert site.files() == site.clean(preview=True)
    build(request_of(site))
    assert site.files() == site.clean(preview=True)


def test_what_was_made_first_is_made_anew_when_the_rest_fails(site: SiteTest) -> None:
    """A template that fails on another page than the open one leaves nothing behind once it is taken back."""
    space = Workspace()
    first = "2026/10/rilis-3/index.html"
    build(request_of(site), space=space)
    before = site.files()
    template = "themes/pantai/templates/release.html"
    good = (site.root / template).read_text(encoding="utf-8")
    fails = "{% if page.title == 'Rilis 4' %}{{ page.nothing }}{% endif %}<p>Baru</p>"
    site.write(template, good + "{% block after %}" + fails + "{% endblock %}")
    with pytest.raises(ProblemsFound):
        build(request_of(site, open=frozenset((first,))), space=space)
    assert "Baru" in site.text(first)
    site.write(template, good)
    build(request_of(site), space=space)
    assert site.files() == before
    site.write(template, good + "{% block after %}" + fails + "{% endblock %}")
    with pytest.raises(ProblemsFound):
        build(request_of(site, open=frozenset((first,))), space=space)
    site.write(template, good)
    build(request_of(site))
    assert site.files() == before
