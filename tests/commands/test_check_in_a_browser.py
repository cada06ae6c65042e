"""The check page in a real browser: by keyboard, with files, on a phone, and without a word to anybody else."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.commands.browsing import DESK, PHONE, opened
from tests.support import CONFIG, SiteTest

TITLE = "Jembatan Cibening dibuka untuk umum"
BODY = (
    "Bupati meresmikan jembatan sepanjang 120 meter itu pada Selasa pagi bersama warga dari tiga desa. "
    "Pembangunan menelan biaya Rp4,2 miliar dari anggaran daerah dan tidak memakai pinjaman. "
    "Kendaraan dengan berat lebih dari delapan ton belum boleh melintas sampai uji beban selesai bulan depan."
)
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FALSE = "<w:p><w:r><w:t>Uang bantuan dibagikan malam ini.</w:t></w:r></w:p>"
ADDRESS = "https://berita.example/2026/11/jembatan-cibening-dibuka-untuk-umum/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a newsroom with one release, and sums of a file beside it, is served."""
    site = SiteTest(
        tmp_path_factory.mktemp("cek"), CONFIG.replace("wire: []", "wire: [text]\ncheck_page: true"), theme="warta"
    )
    site.release("jembatan", TITLE, BODY).build()
    sums = f"{sha256(picture()).hexdigest()}  foto.jpg\n# {sha256(picture(b'kit')).hexdigest()}  x/foto/foto.jpg\n"
    (site.output / "2026/11/jembatan-cibening-dibuka-untuk-umum/SHA256SUMS").write_text(sums, encoding="ascii")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.output))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def picture(more: bytes = b"gambar") -> bytes:
    """A file that is no text."""
    return b"\xff\xd8\xff\xe0 " + more


def document(text: str, parts: str = "", **others: str) -> bytes:
    """A Word file with a paragraph for each line; `parts` stands behind them, `others` are more parts of the file."""
    out = io.BytesIO()
    rows = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{rows}{parts}</w:body></w:document>")
        for name, inner in others.items():
            archive.writestr(f"word/{name}", f"<w:hdr {space}>{inner}</w:hdr>")
    return out.getvalue()


def verdict(page: Page) -> str:
    """What the page says, once it says something."""
    shown = page.locator("#verdict section:not([data-of=wait])")
    shown.wait_for(timeout=10_000)
    return shown.get_attribute("data-of") or ""


def test_a_text_is_checked_by_keyboard_and_asks_no_other_host(address: str, browser: Browser) -> None:
    """What is said is in a status that readers of screens hear; the console stays empty; axe finds nothing."""
    asked: list[str] = []
    said: list[str] = []
    with opened(browser, PHONE) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address + "cek/")
        page.get_by_label("Teks, atau alamat siaran pers").focus()
        page.keyboard.insert_text(f"{TITLE}\n{BODY}".replace("120", "210"))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert verdict(page) == "changed"
        assert page.get_by_role("status").get_by_role("heading").inner_text() == "Ada kata yang diubah"
        assert page.locator("#verdict td mark strong").all_inner_texts() == ["210 ", "120 "]
        result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []


def test_files_are_read_in_the_browser(address: str, browser: Browser, tmp_path: Path) -> None:
    """Texts and Word files by all words that they show, wherever those lie; others by the sums that lie beside the release whose address is known."""
    whole = f"{TITLE}\n{BODY}"
    files = {
        "a.txt": (f"{TITLE}\n\n{BODY}".encode(), "whole"),
        "b.docx": (document(f"{TITLE}\n{BODY}"), "whole"),
        "c.docx": (document(f"{TITLE}\n{BODY}".replace("tidak memakai", "memakai")), "changed"),
        "d.docx": (b"PK no archive", "unreadable"),
        "d1.docx": (document(whole, **{"header1.xml": FALSE}), "around"),
        "d2.docx": (document(whole, **{"lain.bin": FALSE}), "around"),
        "d3.docx": (
            document(whole, FALSE.replace("w:t>", "x:t>").replace("<x:t", f'<x:t xmlns:x="{SPACE}"')),
            "around",
        ),
        "d4.docx": (
            document(whole, FALSE.replace("w:r>", "m:r>").replace("w:t>", "m:t>").replace("<w:p", '<w:p xmlns:m="m"')),
            "around",
        ),
        "d5.docx": (document(whole, '<w:altChunk r:id="r1" xmlns:r="r"/>'), "unreadable"),
        "d6.docx": (document(whole, '<w:p><w:r><w:sym w:font="Wingdings" w:char="F04E"/></w:r></w:p>'), "around"),
        "d7.docx": (
            document(whole, **{"numbering.xml": '<w:lvl><w:lvlText w:val="Uang dibagikan %1."/></w:lvl>'}),
            "around",
        ),
        "d8.docx": (document(whole, '<v:textpath xmlns:v="v" string="BATAL"/>'), "around"),
        "d9.docx": (document(whole, '<w:ddList><w:listEntry w:val="Dibatalkan"/></w:ddList>'), "around"),
        "d10.docx": (document(whole, **{"chart1.xml": "<c:v xmlns:c='c'>Dibatalkan</c:v>"}), "around"),
        "d11.docx": (document(whole, **{"numbering.xml": '<w:lvl><w:lvlText w:val="%1.%2)"/></w:lvl>'}), "whole"),
        "e.pdf": (f"%PDF-1.7 ({ADDRESS})".encode(), "other-bytes"),
        "f.jpg": (picture(), "picture"),
    }
    with opened(browser, DESK) as page:
        page.goto(address + "cek/")
        for name, (data, expected) in files.items():
            (tmp_path / name).write_bytes(data)
            page.locator("#check-file").set_input_files(tmp_path / name)
            page.locator(f"#verdict [data-of={expected}]").wait_for(timeout=10_000)
        (tmp_path / "g.jpg").write_bytes(picture(b"kit"))
        page.locator("#check-text").fill(ADDRESS)
        page.locator("#check-file").set_input_files([])
        for name, expected in (("f.jpg", "same"), ("e.pdf", "other-bytes"), ("g.jpg", "same")):
            page.locator("#check-file").set_input_files(tmp_path / name)
            page.locator(f"#verdict [data-of={expected}]").wait_for(timeout=10_000)


def test_a_page_that_cannot_load_its_index_says_so(address: str, browser: Browser) -> None:
    """And never that a text was not found."""
    with opened(browser) as page:
        page.route("**/indeks.json", lambda route: route.abort())
        page.goto(address + "cek/")
        page.locator("#check-text").fill(BODY)
        page.get_by_role("button", name="Periksa").click()
        assert verdict(page) == "failed"


def test_without_scripts_the_page_says_what_it_needs(address: str, browser: Browser) -> None:
    """There is no form that does nothing."""
    with opened(browser, scripts=False) as page:
        page.goto(address + "cek/")
        assert "Pemeriksaan memerlukan JavaScript." in page.locator("main").inner_text()
        assert not page.locator("#check-text").is_visible()
