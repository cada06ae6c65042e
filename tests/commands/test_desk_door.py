"""The desk lets in whom it should and nobody else, and nothing that is sent to it reaches a file that it should not."""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import PIL.Image
import pytest

from tests.commands.desking import Desk, version_of, word_of
from tests.commands.running import everything_in
from tests.support import SiteTest, picture
from warta.office.index import id_of

EVIL = "<script>alert(1)</script>\"'><img src=https://x.example/y.png onerror=alert(1)>{{7*7}}"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest(tmp_path_factory.mktemp("desk"), theme="warta")
    site.release("2026/terbit", "Sudah terbit", "Isi yang terbit.", date="2026-01-20")
    site.release("2026/draf", "Masih draf", "Isi draf.", date="2026-01-21", draft="true")
    return site.release("2026/jahat", f"'{EVIL.replace(chr(39), chr(39) * 2)}'", EVIL, date="2026-01-22", draft="true")


@pytest.fixture(scope="module")
def desk(newsroom: SiteTest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(newsroom.root, tmp_path_factory.mktemp("private")) as running:
        yield running


@pytest.fixture(scope="module")
def her(desk: Desk) -> Iterator[httpx.Client]:
    with contextlib.closing(desk.enter()) as client:
        yield client


DRAFT = f"/meja/rilis/{id_of('releases/2026/draf.md')}"
EVIL_ONE = f"/meja/rilis/{id_of('releases/2026/jahat.md')}"


def test_a_start_address_lets_one_person_in_once(desk: Desk, her: httpx.Client) -> None:
    """Who follows it again is not let in, nor is anybody without a cookie, on any page; the cookie is for this desk."""
    with desk.client() as other:
        assert other.get(desk.start).status_code == 403
        for path in (
            "/meja/",
            DRAFT,
            f"{DRAFT}/halaman",
            "/meja/terbitan",
            "/meja/wilayah?cari=sumedang",
            "/css/warta.css",
        ):
            answer = other.get(path)
            assert answer.status_code == 401
            assert "Masih draf" not in answer.text
        assert other.post(DRAFT, data={"title": "X"}).status_code == 401
        other.cookies.set(next(iter(her.cookies)), "A" * 43)
        assert other.get("/meja/").status_code == 401
    assert her.get("/meja/").status_code == 200
    cookie = her.cookies.jar
    assert all(each.path == "/" and each.has_nonstandard_attr("HttpOnly") for each in cookie)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1.evil.example:80"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_no_page_of_another_site_can_ask(her: httpx.Client, headers: dict[str, str]) -> None:
    """By another name, from another origin or another port of this machine nothing is answered, cookie or not."""
    assert her.get("/meja/", headers=headers).status_code == 403
    assert her.post(DRAFT, data={"kata": word_of(her.get("/meja/"))}, headers=headers).status_code == 403


def test_the_preview_of_the_site_has_an_origin_of_its_own(desk: Desk, her: httpx.Client) -> None:
    """It is on another port, whose pages the desk does not answer."""
    page = her.get("/meja/").text
    address = page.partition('target="_blank"')[0].rpartition('href="')[2].partition('"')[0]
    assert address.startswith("http://127.0.0.1:")
    assert not address.startswith(desk.url + "/")
    answer = httpx.get(address, trust_env=False)
    assert "Masih draf" in answer.text
    assert her.get("/meja/", headers={"origin": address.rstrip("/")}).status_code == 403


def test_nothing_changes_without_the_word_of_our_own_forms(newsroom: SiteTest, her: httpx.Client) -> None:
    """A form without it comes back with what was written and a word to confirm, and no file changes; no address that is
    only looked at changes any either.
    """
    before = everything_in(newsroom.root / "content")
    answer = her.post(DRAFT, data={"title": "Baru <b>", "kata": "x"})
    assert answer.status_code == 403
    assert "Baru &lt;b&gt;" in answer.text
    for path in (
        "",
        "/ketikan",
        "/terbitkan",
        "/ralat",
        "/cabut",
        "/batalkan",
        "/buang",
        "/buang-perubahan",
        "/riwayat/1",
    ):
        assert her.post(DRAFT + path, data={"title": "X"}).status_code in (401, 403)
    for path in ("/meja/tempel", "/meja/terbitan", "/meja/terbitan/kembali", "/meja/keluar", "/meja/undang"):
        assert her.post(path, data={"x": "y"}).status_code in (401, 403)
    for path in ("/ketikan", "/buang", "/buang-perubahan", "/pratinjau"):
        assert her.get(DRAFT + path).status_code in (404, 405)
    assert everything_in(newsroom.root / "content") == before


def test_every_answer_forbids_what_a_page_does_not_need(her: httpx.Client) -> None:
    """A policy that lets nothing run but the desk's own script, no framing, no guessing of types, nothing kept."""
    for path in ("/meja/", DRAFT, "/meja/terbitan", "/meja/aset/meja.js", "/meja/nichts"):
        headers = her.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers
    shown = her.get(f"{DRAFT}/halaman")
    assert "script-src" not in shown.headers["content-security-policy"]
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "<script" not in shown.text
    assert "no-store" in her.get("/meja/").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/../config.yaml",
        "/%2e%2e/config.yaml",
        "/..%2f..%2fconfig.yaml",
        "/config.yaml",
        "//etc/passwd",
        "/.warta-manifest",
        "/.htaccess",
        "/index.html",
        "/meja/aset/../app.py",
        "/meja/aset/..%2fapp.py",
        "/meja/rilis/..",
        "/meja/rilis/..%2f..%2fconfig/berkas/x.jpg",
        f"{DRAFT}/berkas/..%2f..%2f..%2fconfig.yaml",
        f"{DRAFT}/berkas/draf.md",
        f"{DRAFT}/berkas/%00.jpg",
        "/meja/terbitan/99999999999999999999",
        f"{DRAFT}/riwayat/0",
        "/meja/rilis/releases%2f2026%2fdraf.md",
    ],
)
def test_no_address_reaches_a_file_that_is_not_meant(her: httpx.Client, path: str) -> None:
    """Whatever stands in an address, only styles, fonts and pictures of the preview and of a release are given out."""
    answer = her.send(her.build_request("GET", httpx.URL(her.base_url, raw_path=path.encode())))
    assert answer.status_code in (303, 401, 403, 404), answer.text[:300]
    assert "timezone" not in answer.text
    assert "root:" not in answer.text


def test_what_people_write_is_never_more_than_words(her: httpx.Client) -> None:
    """A title and a text of scripts stand in list, form, findings, page, publication and history as letters."""
    word = word_of(her.get(EVIL_ONE))
    pages = [
        her.get(path)
        for path in ("/meja/", EVIL_ONE, f"{EVIL_ONE}/halaman", f"{EVIL_ONE}/terbitkan", f"{EVIL_ONE}/riwayat")
    ]
    typed = {
        "kata": word,
        "title": EVIL,
        "body": EVIL,
        "tags": EVIL,
        "dateline": EVIL,
        "versi": EVIL,
        "image.alt": EVIL,
    }
    pages.append(her.post(EVIL_ONE, data=typed | {"date.day": EVIL}))
    pages.append(her.get(f"/meja/?cari={EVIL}&keadaan={EVIL}&hal={EVIL}"))
    for page in pages:
        assert page.status_code in (200, 409, 422), page.text
        assert "<script>alert" not in page.text
        assert "onerror=alert(1)>" not in page.text.replace("&gt;", "")
        assert ">49<" not in page.text
    answer = her.post(f"{EVIL_ONE}/pratinjau", data=typed).json()
    assert "<script>alert" not in answer["found"]
    assert not re.search(r"<img[^>]*\sonerror\s*=", answer["html"])
    pasted = her.post("/meja/tempel", data={"kata": word, "html": f"<p>Satu</p>{EVIL}<p onclick='x'>Dua</p>"}).json()[
        "text"
    ]
    assert "<script" not in pasted
    assert "onclick" not in pasted


def docx(more: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        if more:
            archive.writestr(more, b"\0" * (600 * 1024 * 1024) if more == "word/media/bom" else b"x")
    return out.getvalue()


def test_uploads_are_taken_by_what_they_hold(newsroom: SiteTest, her: httpx.Client) -> None:
    """Whatever they are called: no drawing, page, program, archive or bomb comes in, and no name leaves its folder. A
    photo is turned, made smaller, and freed of the place where it was taken.
    """
    place = newsroom.root / "content/releases/2026"
    for name, data in (
        ("foto.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("foto.jpg", b"<html><script>alert(1)</script>"),
        ("foto.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("surat.docx", docx("word/vbaProject.bin")),
        ("berkas.pdf", docx()[:20]),
        ("isi.zip", b"PK\x03\x04" + b"\0" * 40),
        ("program.exe", b"MZ" + b"\0" * 200),
        ("kosong.jpg", b""),
    ):
        page = her.get(DRAFT)
        sent = {"kata": word_of(page), "versi": version_of(page), "image.alt": "Jalan"}
        answer = her.post(DRAFT, data=sent, files={"berkas.image": (name, data, "image/jpeg")})
        assert answer.status_code == 422, (name, answer.status_code)
        assert sorted(each.name for each in place.iterdir()) == ["draf.md", "jahat.md", "terbit.md"]
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (6.0, 51.0, 0.0)
    out = io.BytesIO()
    PIL.Image.open(io.BytesIO(picture("x", (3000, 2000)))).save(out, "JPEG", exif=exif)
    page = her.get(DRAFT)
    sent = {"kata": word_of(page), "versi": version_of(page), "image.alt": "Jalan", "image.credit": "Humas"}
    name = "../../../../tmp/Foto <b>Jalan</b>.HEIC"
    answer = her.post(DRAFT, data=sent, files={"berkas.image": (name, out.getvalue(), "text/html")})
    assert answer.status_code == 303, answer.text
    made = [each for each in place.iterdir() if each.suffix == ".jpg"]
    assert len(made) == 1
    with PIL.Image.open(made[0]) as image:
        assert image.size == (1600, 2400)
        assert not image.getexif()
    assert f'file: "{made[0].name}"' in (place / "draf.md").read_text(encoding="utf-8")
    shown = her.get(f"{DRAFT}/berkas/{made[0].name}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert "sandbox" in shown.headers["content-security-policy"]


def test_what_is_too_much_is_refused(her: httpx.Client) -> None:
    """Requests, fields and files have bounds, and the desk answers on."""
    word = word_of(her.get(DRAFT))
    head = {"content-type": "application/x-www-form-urlencoded"}
    assert her.post(DRAFT, content=b"x=" + b"a" * (31 * 1024 * 1024), headers=head).status_code == 413
    many = "&".join([f"kata={word}", *[f"a{at}=1" for at in range(3000)]]).encode()
    assert her.post(DRAFT, content=many, headers=head).status_code == 413
    assert her.post("/meja/tempel", data={"kata": word, "html": "<b>" * 3_000}).status_code in (200, 422)
    answer = her.post(DRAFT, content=iter([b"x=", *[b"a" * 2**20] * 31]), headers=head)
    assert answer.status_code == 413
    assert "larger than the desk takes" in answer.text
    page = her.get(DRAFT)
    sent = {"kata": word_of(page), "versi": version_of(page), "body": "Naskah yang panjang."}
    answer = her.post(DRAFT, data=sent, files={"berkas.image": ("besar.jpg", bytes(26 * 2**20), "image/jpeg")})
    assert answer.status_code == 422
    assert "is larger than 25 MB" in answer.text
    assert "Naskah yang panjang." in answer.text
    assert her.get("/meja/").status_code == 200


def test_secrets_lie_outside_of_the_newsroom(newsroom: SiteTest, desk: Desk, her: httpx.Client) -> None:
    """Sessions and the address that leads in are its owner's alone; a newsroom that is copied gives nobody away. The
    public site holds nothing of the desk, and who leaves is not let in any more.
    """
    cookie = next(iter(her.cookies.values()))
    for path in newsroom.root.rglob("*"):
        if path.is_file():
            assert cookie.encode() not in path.read_bytes()
    private = [Path(f"/proc/{desk.process.pid}/environ").read_bytes()] if os.name == "posix" else []
    assert all(cookie.encode() not in each for each in private)
    newsroom.build()
    assert not [
        each for each in newsroom.output.rglob("*") if b"/meja/" in (each.read_bytes() if each.is_file() else b"")
    ]
    with contextlib.closing(desk_again(desk, newsroom)) as second:
        word = word_of(second.get("/meja/"))
        second.post("/meja/keluar", data={"kata": word})
        assert second.get("/meja/").status_code == 401


def desk_again(desk: Desk, newsroom: SiteTest) -> httpx.Client:
    """A second start opens the desk that runs, at a new address."""
    environ = Path(f"/proc/{desk.process.pid}/environ").read_bytes().split(b"\0")
    private = next(each for each in environ if each.startswith(b"XDG_CONFIG_HOME=")).decode().partition("=")[2]
    files = [each for each in Path(private).rglob("*") if each.is_file()]
    assert files
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in files)
    began = time.monotonic()
    second = Desk(newsroom.root, Path(private))
    second.close()
    assert second.url == desk.url
    assert time.monotonic() - began < 15
    client = desk.client()
    assert client.get(second.start).status_code == 200
    return client
