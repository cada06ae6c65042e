"""A day of a press office in a real browser, in Indonesian: from an empty folder to a release that was published,
corrected and withdrawn, and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.commands.browsing import DESK, PHONE, opened
from tests.commands.desking import Desk
from tests.commands.running import command, environment, run
from tests.support import picture

ADDRESS = "https://humas.example.go.id/"


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A newsroom as `init` makes it, with a folder for a host."""
    site = tmp_path / "ruang-berita"
    words = ("init", str(site), "--yes", "--name", "Bagian Humas", "--region", "32.11", "--url", ADDRESS)
    done = run(command(*words), cwd=tmp_path, env=environment(WARTA_LANG="id"))
    assert done.returncode == 0, done.stderr
    with (site / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(f"\ndeploy:\n  hosting:\n    to: folder\n    path: {tmp_path / 'tayang'}\n")
    return site


@pytest.fixture
def desk(newsroom: Path, tmp_path: Path) -> Iterator[Desk]:
    with Desk(newsroom, tmp_path / "private", "id") as running:
        yield running


def live(newsroom: Path, path: str) -> str:
    """What readers get at an address of the host."""
    root = newsroom.parent / "tayang"
    place = root / "current" if (root / "current").exists() else root
    file = place / path / "index.html"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def look(page: Page, seen: list[str]) -> None:
    """No fault of accessibility in this page, and nothing that is wider than the screen."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), page.url
    seen.append(page.url)


def published(page: Page) -> None:
    """Wait for the end of a publication: what is on the host cannot be read at an address that nobody has."""
    page.wait_for_selector("main[data-state=done], main[data-state=broken]")
    steps = page.locator(".steps li")
    assert [step.split()[0] for step in steps.all_inner_texts()][:2] == ["✓", "✓"], page.inner_text("main")


def frame_says(page: Page, text: str) -> None:
    """Wait until the page beside the form says something."""
    page.wait_for_function(
        "text => document.querySelector('#halaman').contentDocument?.body?.innerText.includes(text)", arg=text
    )


def begin(page: Page) -> None:
    """She writes, mends a mistake by a click, and finds her typing again after a reload."""
    page.click("text=Tulis rilis baru")
    page.fill("#f-title", "Jalan Cimalaka Selesai Diperlebar")
    page.fill("#f-body", "Jalan dibuka untuk umum, Kamis (27/11/2026).\n\nBus berangkat pukul 05.45 WIB.")
    frame_says(page, "Jalan Cimalaka Selesai Diperlebar")
    page.click("text=Ganti menjadi Jumat")
    frame_says(page, "Jumat (27/11/2026)")
    assert page.input_value("#f-body").startswith("Jalan dibuka untuk umum, Jumat (27/11/2026).")
    page.wait_for_function("() => document.querySelector('#tersimpan').textContent.startsWith('Ketikan tersimpan')")
    page.reload()
    assert page.input_value("#f-title") == "Jalan Cimalaka Selesai Diperlebar"


def add_photo(page: Page) -> None:
    """A photo with its words, which saves the release."""
    page.fill("#f-summary", "Ruas kini selebar tujuh meter.")
    page.click("summary:has-text('Foto dan lampiran')")
    page.fill("[name='image.alt']", "Jalan yang baru diaspal pada sore hari")
    page.fill("[name='image.credit']", "Humas Sumedang")
    photo = {"name": "IMG 001.jpg", "mimeType": "image/jpeg", "buffer": picture("x", (900, 600))}
    page.set_input_files("#f-image", photo)  # type: ignore[arg-type]
    page.wait_for_url(re.compile(r"/meja/rilis/[0-9a-f]{16}$"))


def publish(page: Page, seen: list[str]) -> None:
    """From the form to the end of the publication."""
    page.click(".bar button[value=terbitkan]")
    page.wait_for_url("**/terbitkan")
    look(page, seen)
    page.click("main button:has-text('Terbitkan')")
    published(page)
    look(page, seen)


def change_public_text(page: Page, form: str, file: Path, seen: list[str]) -> None:
    """What is saved of a public release waits, and is shown in words before it is published."""
    page.goto(form)
    page.fill("#f-body", "Jalan dibuka untuk umum, Jumat (27/11/2026).\n\nBus berangkat pukul 05.30 WIB.")
    page.click(".bar button[value=simpan]")
    page.wait_for_selector("text=Perubahan ini belum terbit.")
    assert "05.45" in file.read_text(encoding="utf-8")
    look(page, seen)
    page.click(".bar button[value=terbitkan]")
    page.wait_for_url("**/terbitkan")
    assert page.inner_text("ins").strip() == "05.30"
    page.click("main button:has-text('Terbitkan')")
    published(page)


def correct(page: Page, form: str, seen: list[str]) -> None:
    """Without words for readers it is refused."""
    page.goto(f"{form}/ralat")
    look(page, seen)
    page.click("main button:has-text('Ralat dan terbitkan')")
    assert "tulislah satu kalimat" in page.inner_text("[role=alert]")
    page.fill("#kalimat", "Bus pertama berangkat pukul 05.30, bukan 05.45.")
    page.click("main button:has-text('Ralat dan terbitkan')")
    published(page)


def withdraw(page: Page, form: str, seen: list[str]) -> None:
    page.goto(f"{form}/cabut")
    look(page, seen)
    page.fill("#alasan", "Data dasarnya keliru.")
    page.click("main button:has-text('Cabut dan terbitkan')")
    published(page)


def take_back(page: Page, form: str, seen: list[str]) -> None:
    page.goto(f"{form}/batalkan")
    look(page, seen)
    page.click("main button:has-text('Batalkan pencabutan')")
    published(page)


def look_back(page: Page, desk: Desk, form: str, seen: list[str]) -> None:
    """The history names each step; the site is brought back to the publication before."""
    page.goto(f"{form}/riwayat")
    steps = page.locator(".log b").all_inner_texts()
    assert [step.casefold() for step in steps] == [
        "dibatalkan", "dicabut", "diralat", "diterbitkan", "perubahan disimpan, belum terbit", "diterbitkan", "dibuat",
    ]  # fmt: skip
    look(page, seen)
    page.goto(f"{desk.url}/meja/terbitan")
    look(page, seen)
    page.click("main button:has-text('Kembalikan situs')")
    page.wait_for_selector("main[data-state=done]")
    page.goto(f"{desk.url}/meja/?keadaan=live")
    assert "Situs dikembalikan" in page.inner_text("main")
    look(page, seen)


def test_a_day(newsroom: Path, desk: Desk, browser: Browser) -> None:  # noqa: PLR0915 - a day has many hours
    """She writes with a photo, sees the page beside it, publishes; changes, corrects, withdraws, takes that back, and goes
    back. Nothing is logged as a fault, and no page has a fault of accessibility, nor on a phone in the dark.
    """
    seen: list[str] = []
    faults: list[str] = []
    folder = newsroom / "content/releases/2026/jalan-cimalaka-selesai-diperlebar"
    with opened(browser, DESK) as page:
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(desk.start)
        page.wait_for_url("**/meja/")
        look(page, seen)
        begin(page)
        add_photo(page)
        form = page.url
        assert "draft: true" in (folder / "index.md").read_text(encoding="utf-8")
        look(page, seen)
        publish(page, seen)
        text = (folder / "index.md").read_text(encoding="utf-8")
        dated = re.search(r"date: (\d{4})-(\d\d)", text)
        assert dated
        assert "draft" not in text
        place = f"{dated[1]}/{dated[2]}/{folder.name}"
        assert "Ruas kini selebar tujuh meter." in live(newsroom, place)
        assert "<img" in live(newsroom, place)
        change_public_text(page, form, folder / "index.md", seen)
        assert "05.30" in live(newsroom, place)
        correct(page, form, seen)
        assert "Bus pertama berangkat pukul 05.30, bukan 05.45." in live(newsroom, place)
        withdraw(page, form, seen)
        assert "Data dasarnya keliru." in live(newsroom, place)
        assert "Bus berangkat" not in live(newsroom, place)
        take_back(page, form, seen)
        assert "Bus berangkat" in live(newsroom, place)
        look_back(page, desk, form, seen)
        assert "Data dasarnya keliru." in live(newsroom, place)
    assert [fault for fault in faults if "422" not in fault] == []
    on_a_phone(newsroom, browser, list(dict.fromkeys(seen))[:3])
    assert not (newsroom.parent / "tayang" / "desk").exists()


def on_a_phone(newsroom: Path, browser: Browser, urls: list[str]) -> None:
    second = Desk(newsroom, newsroom.parent / "private", "id")
    second.close()
    with opened(browser, PHONE, dark=True) as phone:
        phone.goto(second.start)
        phone.wait_for_url("**/meja/")
        for url in urls:
            phone.goto(url)
            look(phone, [])


def test_a_browser_without_script_does_all_of_it_too(newsroom: Path, desk: Desk, browser: Browser) -> None:
    """Write, mend by a click, save, publish; and a lost server loses no typing of a browser with scripts."""
    with opened(browser, scripts=False) as page:
        page.goto(desk.start)
        page.wait_for_url("**/meja/")
        page.goto(f"{desk.url}/meja/rilis/baru")
        page.fill("#f-title", "Tanpa naskah program")
        page.fill("#f-body", "Dibuka Kamis (27/11/2026).")
        page.click(".bar button[value=simpan]")
        page.wait_for_url(re.compile(r"/meja/rilis/[0-9a-f]{16}$"))
        page.click("text=Ganti menjadi Jumat")
        assert page.input_value("#f-body") == "Dibuka Jumat (27/11/2026)."
        page.click(".bar button[value=terbitkan]")
        page.wait_for_url("**/terbitkan")
        page.click("main button:has-text('Terbitkan')")
        page.wait_for_selector("text=Sedang menerbitkan")
    text = (newsroom / "content/releases/2026/tanpa-naskah-program/index.md").read_text(encoding="utf-8")
    assert "Jumat" in text
    assert "draft" not in text


def test_typing_outlives_a_desk_that_is_killed(newsroom: Path, tmp_path: Path, browser: Browser) -> None:
    """The page says that nothing answers; opened again, the typing is there."""
    desk = Desk(newsroom, tmp_path / "private", "id")
    try:
        with opened(browser) as page:
            page.goto(desk.start)
            page.wait_for_url("**/meja/")
            page.goto(f"{desk.url}/meja/rilis/baru")
            page.fill("#f-title", "Yang sudah sampai di meja")
            page.wait_for_function(
                "() => document.querySelector('#tersimpan').textContent.startsWith('Ketikan tersimpan')"
            )
            desk.kill()
            page.fill("#f-body", "Yang belum sampai.")
            page.wait_for_selector(".bar.lost")
            assert "disimpan di peramban ini" in page.inner_text("#tersimpan")
            assert "Yang belum sampai." in page.evaluate("JSON.stringify(localStorage)")
    finally:
        desk.close()
    with Desk(newsroom, tmp_path / "private", "id") as again, opened(browser) as page:
        page.goto(again.start)
        page.wait_for_url("**/meja/")
        page.click("text=Yang sudah sampai di meja")
        assert page.input_value("#f-title") == "Yang sudah sampai di meja"
