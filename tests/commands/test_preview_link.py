"""`preview-link` locks one hidden release into a page that says nothing without its passphrase, and all with it."""

from __future__ import annotations

import base64
import http.server
import re
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from playwright.sync_api import Browser, Page

from tests.commands.browsing import DESK, PHONE, opened
from tests.commands.running import command, environment, run, warta
from tests.support import CONFIG, SiteTest, picture

NOW = ("--now", "2026-11-24 12:00")
PASSPHRASE = "bendungan mekar pagi – é"
RELEASE = "content/releases/waduk.md"
OTHERS = ("Rahasia gempa", "Rancangan pasar", "Nanti sekali", "Halaman rahasia", "Tetangga lama draf")


def newsroom(root: Path, language: str = "id") -> SiteTest:
    """Public releases, one under embargo with pictures and a file, and others that are hidden, before and after it."""
    site = SiteTest(root, CONFIG.replace("language: id", f"language: {language}"), theme="warta")
    site.release("lama", "Jalan desa selesai", date="2026-11-01", tags="[Umum, Waduk]")
    site.release("baru", "Panen raya dimulai", date="2026-11-23", tags="[Umum, Waduk]")
    site.release(
        "waduk",
        "Waduk Cimanggu diresmikan",
        "Bupati meresmikan bendungan.\n\n![Denah](denah-istimewa.png)\n\n[Gempa](gempa.md) dan [panen](baru.md).",
        date="2026-11-20",
        embargo="2026-12-01 09:00",
        tags="[Umum, Waduk, Jarang]",
        image="{file: foto-istimewa.jpg, alt: Bendungan penuh air}",
        attachments="[{file: lampiran-istimewa.pdf, title: Lembar fakta}]",
    )
    site.release("gempa", OTHERS[0], date="2026-11-20 01:00", embargo="2026-12-02", tags="[Umum, Waduk]")
    site.release("pasar", OTHERS[1], date="2026-11-19", draft="true", tags="[Umum, Waduk]")
    site.release("nanti", OTHERS[2], date="2026-12-24", tags="[Umum, Waduk]")
    site.release("sudah", OTHERS[4], date="2026-11-21", draft="true", tags="[Umum, Waduk]")
    site.release("habis", "Habis masa", date="2026-10-01", expires="2026-10-02")
    site.write("content/pages/rahasia.md", f"---\ntitle: {OTHERS[3]}\ndraft: true\n---\n\nIsi.\n")
    site.write("content/releases/foto-istimewa.jpg", picture("foto", (900, 600)))
    site.write("content/releases/denah-istimewa.png", picture("denah", (300, 200), "PNG"))
    return site.write("content/releases/lampiran-istimewa.pdf", b"%PDF-1.4 lembar fakta")


def preview_link(site: SiteTest, *words: str, passphrase: str | None = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    """The command, with the passphrase in its environment."""
    named = {} if passphrase is None else {"WARTA_PREVIEW_PASSPHRASE": passphrase}
    return run(command("preview-link", *NOW, *words, site=site.root), env=environment(**named))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The newsroom, with its built site, and one preview in previews/."""
    site = newsroom(tmp_path_factory.mktemp("pers"))
    built = warta(*NOW, site=site.root)
    assert built.returncode == 0, built.stderr
    done = preview_link(site, RELEASE)
    assert done.returncode == 0, done.stderr
    assert PASSPHRASE not in done.stdout + done.stderr
    return site


@pytest.fixture(scope="module")
def folder(site: SiteTest) -> Path:
    """The folder of the preview."""
    (folder,) = (site.root / "previews").iterdir()
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the preview is served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def unlocked(folder: Path, passphrase: str = PASSPHRASE) -> str:
    """The page as another program than the browser and the command opens it."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/json" id="lock">(.*?)</script>', text)
    lock = msgspec.json.decode(found)
    assert lock.keys() == {"iterations", "salt", "nonce", "sealed"}
    assert lock["iterations"] >= 600_000
    salt, nonce, sealed = (base64.b64decode(lock[name]) for name in ("salt", "nonce", "sealed"))
    assert (len(salt), len(nonce)) == (16, 12)
    key = PBKDF2HMAC(SHA256(), 32, salt, lock["iterations"]).derive(passphrase.encode())
    return AESGCM(key).decrypt(nonce, sealed, None).decode()


def enter(page: Page, passphrase: str, button: str = "Buka") -> None:
    """Type the passphrase and open."""
    page.get_by_label(re.compile("^(Frasa sandi|Passphrase)$")).fill(passphrase)
    page.get_by_role("button", name=button).click()


def test_nothing_of_the_release_is_in_clear(folder: Path) -> None:
    """One file, of an unguessable folder, in which no word, address, or file name of the release stands."""
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    assert re.fullmatch(r"[A-Za-z0-9][\w-]{20,}", folder.name)
    whole = (folder / "index.html").read_text(encoding="utf-8").casefold()
    # what is left out is random letters, in which `/air` may stand; that it is nothing else, `unlocked` shows
    clear, sealed = re.subn(r'"(salt|nonce|sealed)":"[a-z0-9+/=]+"', "", whole)
    assert sealed == 3
    told = "waduk cimanggu diresmikan bupati meresmikan bendungan denah istimewa penuh air lampiran lembar fakta jarang"
    assert [word for word in told.split() if re.search(rf"\b{word}", clear)] == []
    assert [word for word in ("ruang berita", "berita.example", "2026") if word in clear] == []
    assert 'name="robots" content="noindex' in clear


def test_the_page_shows_this_release_and_no_other_hidden_one(site: SiteTest, folder: Path) -> None:
    """Public neighbours and related releases, but no title and no address of a draft or another embargo."""
    page = unlocked(folder)
    assert "Waduk Cimanggu diresmikan" in page and "Bupati meresmikan bendungan." in page
    assert "Panen raya dimulai" in page and "Jalan desa selesai" in page
    assert [title for title in OTHERS if title in page] == []
    assert [
        slug for slug in ("rahasia-gempa", "rancangan-pasar", "nanti-sekali", "tetangga-lama") if slug in page
    ] == []
    with pytest.raises(InvalidTag):
        unlocked(folder, PASSPHRASE + "x")


def test_links_lead_to_what_is_public_and_files_come_along(site: SiteTest, folder: Path) -> None:
    """Each link of the page is whole and stands in the built site; pictures, style sheet and attachment are inside."""
    page = unlocked(folder)
    links = re.findall(r'<a [^>]*href="([^"]*)"', page)
    own = [link.removeprefix("https://berita.example/") for link in links if link.startswith("https://berita.example/")]
    files = [site.output / (f"{path}index.html" if path.endswith("/") or not path else path) for path in own]
    assert files and [path for path in files if not path.is_file()] == []
    assert [
        link for link in links if not re.match(r"https://|#|data:(?:application/pdf|image/jpeg);|mailto:|tel:", link)
    ] == []
    assert "jarang/" not in page and "Jarang" in page
    assert base64.b64encode(b"%PDF-1.4 lembar fakta").decode() in page
    assert "wa.me" not in page and "waduk-cimanggu-diresmikan/" not in "".join(links)
    assert 'download="lampiran-istimewa.pdf"' in page
    assert re.findall(r"<(?:script|link)\b|srcset=", page) == []
    assert all(each.startswith("data:image/") for each in re.findall(r'<img [^>]*src="([^"]*)"', page))


def test_a_preview_changes_nothing_of_what_is_published(site: SiteTest) -> None:
    """The next build writes nothing, and finds nothing hidden in the output."""
    assert "0 files written" in warta(*NOW, site=site.root).stdout
    assert warta("check", "--leaks", "--no-spelling", *NOW, site=site.root).returncode == 0


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, DESK], ids=["phone", "desk"])
def test_the_right_passphrase_shows_the_release(address: str, browser: Browser, size: dict[str, int]) -> None:
    """With its pictures and the theme's look, in the same document; nothing is fetched and nothing complains."""
    asked: list[str] = []
    said: list[str] = []
    with opened(browser, size) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        assert "Waduk" not in page.content()
        enter(page, f"  {PASSPHRASE}\n".replace("é", "e\u0301"))
        page.get_by_role("heading", name="Waduk Cimanggu diresmikan").wait_for()
        assert page.title() == "Waduk Cimanggu diresmikan – Ruang Berita"
        assert page.url == address
        page.wait_for_function("() => [...document.images].every(each => each.complete || each.loading === 'lazy')")
        assert page.locator(".figure img").first.evaluate("image => image.naturalWidth") > 300
        assert page.get_by_alt_text("Denah").evaluate("image => image.naturalWidth") > 100
        assert page.get_by_text("EMBARGO").is_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") == size["width"]
        assert page.locator("main").evaluate("it => getComputedStyle(it).maxWidth") != "none"
    assert (said, [url for url in asked if not url.startswith("data:")]) == ([], [address])


def test_a_wrong_passphrase_is_told_and_can_be_mended(address: str, browser: Browser) -> None:
    """An alert says so, the field keeps the focus, and the right one opens it then."""
    with opened(browser) as page:
        page.goto(address)
        enter(page, "bukan ini frasanya")
        page.get_by_role("alert").filter(has_text="Frasa sandi ini tidak dapat membukanya.").wait_for()
        assert page.evaluate("() => document.activeElement.id") == "passphrase"
        assert "Waduk" not in page.content()
        page.keyboard.insert_text(PASSPHRASE)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Waduk Cimanggu diresmikan").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_reading_page_is_accessible_and_fits(address: str, browser: Browser, *, dark: bool) -> None:
    """axe finds nothing, with the alert shown too, and it is never wider than the screen."""
    with opened(browser, PHONE, dark=dark) as page:
        page.goto(address)
        enter(page, "bukan ini frasanya")
        page.get_by_role("alert").filter(has_text="Frasa").wait_for()
        result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]


def test_it_says_what_it_needs(address: str, browser: Browser) -> None:
    """Where the browser has no crypto.subtle, or no scripts, the page says why it does not open."""
    with opened(browser) as page:
        page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
        page.goto(address)
        assert "https://" in page.get_by_role("alert").inner_text()
        assert not page.get_by_role("button").is_visible()
    with opened(browser, scripts=False) as page:
        page.goto(address)
        assert page.get_by_text("Halaman ini memerlukan JavaScript.").is_visible()
        assert not page.get_by_role("button").is_visible()


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Preview for the press"), ("su", "Pratinjau pikeun pérs"), ("jv", "Pratinjau kanggo pèrs")],
)
def test_the_reading_page_speaks_the_language_of_the_site(tmp_path: Path, language: str, title: str) -> None:
    """Each language of the theme has its own words for all of it, and a made-up passphrase opens it."""
    site = newsroom(tmp_path, language)
    done = preview_link(site, "releases/waduk.md", "--generate", "--into", str(tmp_path / "sini"), passphrase=None)
    assert done.returncode == 0, done.stderr
    (passphrase,) = re.findall(r"^Passphrase: ([a-z2-9-]{24})$", done.stdout, re.MULTILINE)
    (folder,) = (tmp_path / "sini").iterdir()
    assert "Waduk Cimanggu" in unlocked(folder, passphrase)
    clear = (folder / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in clear and f"<h1>{title}</h1>" in clear
    assert passphrase not in clear
    if language != "en":
        assert [word for word in ("This page", "What is here", "Opening") if word in clear] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["content/releases/lama.md"], "content/releases/lama.md is public already: give out its address."),
        (["content/releases/habis.md"], "content/releases/habis.md has expired."),
        (["content/releases/wadukk.md"], "Did you mean 'releases/waduk.md'?"),
        (["content/pages/rahasia.md"], "content/pages/rahasia.md is no release"),
        ([RELEASE, "--into", "output/pers"], "--into must not be inside output/"),
        ([RELEASE, "--into", "content"], "--into must not be inside content/"),
        ([RELEASE, "--into", "lain/pers"], "--into must not be inside a built site"),
        ([RELEASE, "--into", "config.yaml/x"], "is a file"),
    ],
)
def test_what_cannot_be_meant_is_refused(site: SiteTest, words: list[str], said: str) -> None:
    """With a sentence and exit code 2, and nothing is written anywhere."""
    site.write("lain/.warta-manifest", "")
    before = sorted(site.root.glob("[!.]*/**"))
    rest = [str(site.root / each) if words[at - 1] == "--into" else each for at, each in enumerate(words)]
    done = preview_link(site, *rest)
    assert done.returncode == 2 and said in done.stderr, done.stderr
    assert sorted(site.root.glob("[!.]*/**")) == before


def test_a_passphrase_must_be_one(site: SiteTest) -> None:
    """A short one is refused, none at all too where nobody can be asked."""
    assert "needs 12 characters or more (got 5)" in preview_link(site, RELEASE, passphrase=" lima5 ").stderr
    assert "Set WARTA_PREVIEW_PASSPHRASE, or add --generate." in preview_link(site, RELEASE, passphrase=None).stderr
    assert len(list((site.root / "previews").iterdir())) == 1
