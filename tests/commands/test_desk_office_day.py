"""A day of an office in a real browser, in Indonesian: she writes, he approves, one byte voids that, and what is published is
taken back and goes on.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.commands.browsing import DESK, opened
from tests.commands.desking_office import OfficeDesk, password_of
from tests.support import SiteTest

PEOPLE = {"Ani": "writer", "Budi": "editor", "Citra": "publisher"}
BODY = "Jembatan dibuka untuk umum, Sabtu (28/11/2026)."


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    site = SiteTest(tmp_path, theme="warta").config(
        f"desk: {{second_eye: true}}\ndeploy: {{hosting: {{to: folder, path: {tmp_path / 'tayang'}}}}}\n"
    )
    return site.release("2026/lama", "Rilis lama", "Isi yang lama.", date="2026-01-20")


@pytest.fixture
def desk(newsroom: SiteTest, tmp_path: Path) -> Iterator[OfficeDesk]:
    with OfficeDesk(newsroom.root, tmp_path / "private", PEOPLE, "id") as running:
        yield running


def look(page: Page, name: str) -> None:
    """No fault of accessibility, light and dark, and nothing wider than the screen, wide and on a phone."""
    for width in (320, 1280):
        page.set_viewport_size(ViewportSize(width=width, height=900))
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, (name, scheme, found.generate_report())
    _shoot(page, name)


def _shoot(page: Page, name: str) -> None:
    """For who wants to look at the pages: into the folder that WARTA_SHOTS names."""
    folder = os.environ.get("WARTA_SHOTS")
    if not folder:
        return
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size(ViewportSize(width=1280, height=900))
    page.emulate_media(color_scheme="light")


@contextlib.contextmanager
def signed_in(desk: OfficeDesk, browser: Browser, name: str, faults: list[str]) -> Iterator[Page]:
    """Somebody's browser, in which she signed in."""
    with opened(browser, DESK) as page:
        page.on("console", lambda told: faults.append(f"{name}: {told.text}") if told.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"{name}: {error}"))
        page.goto(desk.start)
        page.fill("#nama", name)
        page.fill("#sandi", password_of(name))
        page.click("main button")
        page.wait_for_url("**/meja/")
        yield page


def write(ani: Page) -> str:
    """She writes, and sends it: the filled button says that, and nothing of publishing. The address of the form."""
    ani.click("text=Tulis rilis baru")
    ani.fill("#f-title", "Jembatan Cibening Dibuka")
    ani.fill("#f-summary", "Jembatan kini dapat dilalui.")
    ani.fill("#f-body", BODY)
    assert ani.inner_text(".bar .btn-main").strip() == "Kirim untuk disetujui …"
    ani.click(".bar .btn-main")
    ani.wait_for_url(re.compile(r"/persetujuan$"))
    look(ani, "kirim")
    ani.click("button:has-text('Kirim untuk disetujui')")
    ani.wait_for_selector("text=Menunggu persetujuan: dikirim oleh Ani")
    assert ani.locator("button:has-text('Setujui')").count() == 0
    assert "Redaktur atau penerbit yang menyetujuinya." in ani.inner_text("main")
    look(ani, "menunggu-penulis")
    return ani.url.removesuffix("/persetujuan")


def approve(page: Page, form: str) -> None:
    """Approve what waits, after reading what changed."""
    page.goto(f"{form}/persetujuan")
    page.click("button:has-text('Setujui')")
    page.wait_for_selector("text=Disetujui oleh")


def published(page: Page) -> None:
    """Wait for the end of a publication that went to the host."""
    page.wait_for_selector("main[data-state=done], main[data-state=broken]")
    steps = [step.split()[0] for step in page.locator(".steps li").all_inner_texts()]
    assert steps[:2] in (["✓", "✓"], ["✓"]), page.inner_text("main")


def live(newsroom: SiteTest) -> str:
    """All pages that readers see."""
    root = newsroom.root.parent / "tayang"
    place = root / "current" if (root / "current").exists() else root
    return "".join(file.read_text(encoding="utf-8") for file in sorted(place.rglob("*.html")))


def test_a_day_of_an_office(newsroom: SiteTest, desk: OfficeDesk, browser: Browser) -> None:  # noqa: PLR0915 - a day
    """Writer, editor and publisher; no page has a fault of accessibility in light or dark, and none logs a fault."""
    faults: list[str] = []
    with contextlib.ExitStack() as stack:
        with opened(browser, DESK) as stranger:
            stranger.goto(desk.start)
            look(stranger, "masuk")
            stranger.fill("#nama", "Ani")
            stranger.fill("#sandi", "kata sandi yang keliru")
            stranger.click("main button")
            stranger.wait_for_selector("text=Nama atau kata sandi tidak benar.")
            look(stranger, "masuk-salah")
        ani, budi, citra = (stack.enter_context(signed_in(desk, browser, name, faults)) for name in PEOPLE)
        citra.goto(f"{desk.url}/meja/terbitan")
        citra.click("button:has-text('Terbitkan situs')")
        published(citra)
        form = write(ani)
        ani.goto(f"{desk.url}/meja/terbitan")
        assert "Ini bukan wewenang Anda" in ani.inner_text("main")
        look(ani, "bukan-wewenang")

        budi.goto(f"{desk.url}/meja/")
        assert "Menunggu persetujuan" in budi.inner_text(".today")
        look(budi, "daftar-redaktur")
        budi.click(".today >> text=Jembatan Cibening Dibuka")
        budi.click("text=Ke persetujuan")
        budi.frame_locator("iframe").get_by_text("Jembatan dibuka untuk umum").first.wait_for()
        look(budi, "menunggu-redaktur")
        budi.click("summary:has-text('Kembalikan dengan catatan')")
        budi.fill("#catatan", "Sebutkan nama sungainya.")
        look(budi, "kembalikan")
        budi.click("button:has-text('Kembalikan')")
        budi.wait_for_selector("text=Dikembalikan oleh Budi")

        ani.goto(form)
        assert "Sebutkan nama sungainya." in ani.inner_text("main")
        look(ani, "formulir-dikembalikan")
        ani.fill("#f-body", f"{BODY} Jembatan melintasi Cibening.")
        ani.click(".bar .btn-main")
        ani.wait_for_url(re.compile(r"/persetujuan$"))
        ani.click("button:has-text('Kirim untuk disetujui')")
        ani.wait_for_selector("text=Menunggu persetujuan: dikirim oleh Ani")
        approve(budi, form)
        look(budi, "disetujui")

        ani.goto(form)
        ani.fill("#f-body", f"{BODY} Jembatan melintasi Cibening!")  # one byte
        ani.click(".bar button[value=simpan]")
        ani.wait_for_selector("text=Tersimpan")
        citra.goto(f"{form}/terbitkan")
        assert citra.url.endswith("/persetujuan")
        assert "persetujuannya tidak berlaku lagi" in citra.inner_text("main")
        assert citra.locator("a:has-text('Terbitkan')").count() == 0
        look(citra, "gugur")
        assert "Jembatan" not in live(newsroom)
        ani.goto(f"{form}/persetujuan")
        ani.click("button:has-text('Kirim untuk disetujui')")
        ani.wait_for_selector("text=Menunggu persetujuan: dikirim oleh Ani")
        budi.goto(f"{form}/persetujuan")
        assert "!" in budi.inner_text("ins")
        look(budi, "perbedaan")
        approve(budi, form)

        citra.goto(form)
        assert "Disetujui oleh Budi" in citra.inner_text("main")
        citra.click(".bar .btn-main")
        citra.wait_for_url("**/terbitkan")
        citra.click("main button:has-text('Terbitkan')")
        published(citra)
        assert "melintasi Cibening!" in live(newsroom)

        citra.goto(f"{desk.url}/meja/terbitan")
        citra.click("button:has-text('Kembalikan situs')")
        citra.wait_for_selector("main[data-state=done]")
        assert "Jembatan" not in live(newsroom)
        citra.goto(f"{desk.url}/meja/terbitan")
        assert "Penerbitan berhenti" in citra.inner_text("main")
        look(citra, "berhenti")
        budi.goto(f"{desk.url}/meja/terbitan")
        assert budi.locator("button:has-text('nyalakan')").count() == 0
        citra.click("button:has-text('Terbitkan lagi dan nyalakan')")
        published(citra)
        assert "melintasi Cibening!" in live(newsroom)

        citra.goto(f"{desk.url}/meja/orang")
        look(citra, "orang")
        citra.click("summary:has-text('Tambah orang')")
        citra.fill("#nama", "Dewi")
        citra.fill("#sandi-1", password_of("Citra"))
        look(citra, "tambah-orang")
        citra.click("button:has-text('Tambah orang')")
        told = citra.inner_text(".told")
        look(citra, "orang-ditambah")
        citra.click("summary:has-text('Ubah akun')")
        look(citra, "ubah-akun")
        with opened(browser, DESK) as dewi:
            dewi.goto(desk.start)
            dewi.fill("#nama", "Dewi")
            dewi.fill("#sandi", told)
            dewi.click("main button")
            dewi.wait_for_url("**/meja/sandi")
            look(dewi, "pilih-sandi")
            for field, text in (
                ("#sandi", told),
                ("#baru", "ikan pari di laut dalam"),
                ("#lagi", "ikan pari di laut dalam"),
            ):
                dewi.fill(field, text)
            dewi.click(".bar .btn-main")
            dewi.wait_for_url("**/meja/")
            dewi.click(".me summary")
            dewi.click("text=Keluar")
            dewi.wait_for_url("**/meja/masuk")
    assert [each for each in faults if "403" not in each] == []
