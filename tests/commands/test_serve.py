"""What a preview shows, to whom, and what it survives."""

from __future__ import annotations

import ctypes
import datetime as dt
import errno
import http.client
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.commands.running import PATIENCE, Answer, Events, Preview, warta
from tests.ports import free_port
from tests.support import CONFIG, SiteTest, picture
from warta.engine.folder import Folder
from warta.plan.kinds import media_type
from warta.preview.watch import Watcher

Serve = Callable[..., Preview]

PAGE = "/2026/11/banjir-surut/"
SOURCE = "content/releases/banjir.md"
SECRET = "kata-yang-tidak-boleh-keluar"
SOON = "/2026/11/segera-terbit/"
FIXED = ("--now", "2026-11-24 12:00")


def fill(site: SiteTest) -> SiteTest:
    """A newsroom with a public release, a picture, a table of numbers, a draft and an embargoed release."""
    site.config(f"# {SECRET}\n").write("content/releases/catatan.md.bak", SECRET)
    site.release("banjir", "Banjir surut", f"Isi pertama. <!-- {SECRET} -->", date="2026-11-20", category="Kebencanaan")
    site.release("panen/index", "Panen raya", "![Padi](padi.jpg) dan [data](data.csv).", date="2026-10-02")
    site.write("content/releases/panen/padi.jpg", picture("padi")).write("content/releases/panen/data.csv", "a,b\n")
    site.release("draf", "Masih draf", draft="true")
    site.release("upah", "Upah minimum", embargo="2027-01-01 09:00")
    return site


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """The newsroom of `fill`, for a test of its own."""
    return fill(site)


def shows(text: str, status: int = 200) -> Callable[[Answer], bool]:
    """Whether an answer has this text and status."""
    return lambda answer: answer.status == status and text in answer.text


def is_gone(answer: Answer) -> bool:
    """Whether an answer is that nothing is there."""
    return answer.status == 404


# --- what is served: one preview for all of these


@pytest.fixture(scope="module")
def site_shown(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The newsroom of `fill`, which no test of this part changes."""
    return fill(SiteTest(tmp_path_factory.mktemp("pratinjau")))


@pytest.fixture(scope="module")
def preview(site_shown: SiteTest) -> Iterator[Preview]:
    """A preview of it."""
    with Preview(site_shown.root, *FIXED) as running:
        yield running


def test_pages_are_served_and_listen_for_reloads(preview: Preview) -> None:
    """The address that was printed, and a release's, are pages with the script that reloads them."""
    assert preview.url == f"http://127.0.0.1:{preview.port}/"
    for path, text in (("/", "Banjir surut"), (PAGE, "Isi pertama."), ("/index.html", "Banjir surut")):
        answer = preview.ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert text in answer.text
        assert re.search(r'<script src="/__warta/reload\.js\?v=[^"]+" defer></script></body>', answer.text)
    script = preview.ask("/__warta/reload.js")
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript")


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(preview: Preview) -> None:
    """`/x` is answered by a redirect to `/x/`, within the preview."""
    answer = preview.ask(PAGE.rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)
    assert preview.ask("//2026/11/banjir-surut").headers["Location"] == PAGE


@pytest.mark.parametrize("path", ["/tidak-ada/", "/tidak-ada", "/tidak/ada.jpg", "/2026/11/banjir-surut/x"])
def test_what_is_not_there_is_the_sites_own_page_404(preview: Preview, path: str) -> None:
    """An address of nothing shows the site's 404.html with that status."""
    answer = preview.ask(path)
    assert answer.status == 404
    assert "<h1>404</h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/2026/10/panen-raya/padi.jpg", "image/jpeg"),
        ("/2026/10/panen-raya/data.csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_have_their_type_and_are_never_kept_by_the_browser(preview: Preview, path: str, kind: str) -> None:
    """Each file is sent with the type of its name, and no cache may hold it."""
    answer = preview.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_every_file_has_the_type_that_hosts_send_it_with(preview: Preview) -> None:
    """What a kind of file is sent as is said once, for deploys and for the preview."""
    claims = Folder(_root(preview)).claimed
    assert {"home", "release", "feed", "sitemap", "robots", "asset", "picture"} <= {
        each.kind for each in claims.values()
    }
    for path, claim in claims.items():
        answer = preview.ask(f"/{quote(path)}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, media_type(claim.kind, path)), path


def test_the_style_sheet_is_served_as_one(preview: Preview) -> None:
    """A theme's static file has the address the theme asked for."""
    folder = preview.ask("/sitemap.xml")
    assert folder.status == 200
    style = next(iter((_root(preview) / "assets/css").glob("warta.*.css")))
    assert preview.ask(f"/assets/css/{style.name}").headers["Content-Type"] == "text/css; charset=utf-8"


def _root(preview: Preview) -> Path:
    """The folder a preview builds into."""
    words = preview.process.args
    assert isinstance(words, list)
    return Path(words[words.index("--site") + 1]) / ".warta" / "preview"


@pytest.mark.parametrize(
    "path",
    [
        "/config.yaml",
        "/../config.yaml",
        "/../../config.yaml",
        "/%2e%2e/%2e%2e/config.yaml",
        "/..%2f..%2fconfig.yaml",
        "/..%5c..%5cconfig.yaml",
        "/2026/../../../config.yaml",
        "/%252e%252e/config.yaml",
        "/content/releases/banjir.md",
        "/2026/11/banjir-surut/index.md",
        "/2026/10/panen-raya/index.md",
        "/catatan.md.bak",
        "/.warta-manifest",
        "/.warta/store.db",
        "/2026/",
        "/assets/",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/etc/passwd",
        "/%00",
        "/%ff%fe",
        "/file:///etc/passwd",
    ],
)
def test_nothing_outside_what_the_build_claims_is_served(preview: Preview, path: str) -> None:
    """Whatever is asked for, only files of the site are given: no source, setting, memory, folder or file elsewhere."""
    answer = preview.ask(path)
    if path == "/2026/":  # is a page of the site: the archive of the year
        assert answer.status == 200
    else:
        assert answer.status == 404
    assert SECRET not in answer.text
    assert "root:" not in answer.text


def test_an_absolute_path_of_a_source_is_nothing(preview: Preview, site_shown: SiteTest) -> None:
    """The full path of a file on this machine is no address."""
    for path in (site_shown.root / "config.yaml", _root(preview) / ".warta-manifest"):
        assert preview.ask(str(path)).status == 404
        assert preview.ask(f"http://127.0.0.1:{preview.port}{path}").status == 404


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_files_and_links_that_were_put_beside_the_pages_are_not_served(preview: Preview, site_shown: SiteTest) -> None:
    """What lies in the preview's folder without being of the site, a link that leads out among it, stays unseen."""
    root = _root(preview)
    (root / "pengaturan.html").symlink_to(site_shown.root / "config.yaml")
    (root / "sumber").symlink_to(site_shown.root / "content")
    (root / "sisa.html").write_text(SECRET)
    for path in ("/pengaturan.html", "/sumber/releases/banjir.md", "/sisa.html", "/sumber/"):
        answer = preview.ask(path)
        assert answer.status == 404
        assert SECRET not in answer.text


def test_a_question_after_the_address_changes_nothing(preview: Preview) -> None:
    """`/?utm_source=x` is the home page, and `#` never comes."""
    assert preview.ask("/?utm_source=x").status == 200
    assert preview.ask(PAGE + "?a=/../b").status == 200


@pytest.mark.parametrize("path", ["/", PAGE, "/tidak-ada/", "/robots.txt", PAGE.rstrip("/")])
def test_head_is_get_without_a_body(preview: Preview, path: str) -> None:
    """HEAD has the status and headers of GET."""
    head, get = preview.ask(path, "HEAD"), preview.ask(path)
    assert (head.status, head.body) == (get.status, b"")
    for answer in (head, get):
        answer.headers.pop("Date")
    assert head.headers == get.headers


def test_head_of_the_event_stream_ends(preview: Preview) -> None:
    """HEAD never opens a stream that waits for a save."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=5)
    try:
        connection.request("HEAD", f"/__warta/events?v={preview.version}")
        response = connection.getresponse()
        assert response.status == 200
        assert response.fp is None or response.fp.read() == b""
    finally:
        connection.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_a_preview_is_only_looked_at(preview: Preview, method: str) -> None:
    """Every method that is not GET or HEAD is refused."""
    assert preview.ask("/", method).status in (405, 501)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "evil@127.0.0.1:{port}",
        "10.0.0.1:{port}",
        "[::2]:{port}",
        ":{port}",
        "",
    ],
)
def test_another_host_than_this_machine_is_refused(preview: Preview, host: str) -> None:
    """A page elsewhere that points its own name here (DNS rebinding) reads nothing: neither pages nor events."""
    for path in ("/", PAGE, "/robots.txt", "/__warta/events?v=0", "/tidak-ada/"):
        answer = preview.ask(path, Host=host.format(port=preview.port))
        assert answer.status == 403
        assert "Banjir" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}"])
def test_this_machine_is_trusted_by_each_of_its_names(preview: Preview, host: str) -> None:
    """The loopback addresses and localhost, with the preview's port, are its own."""
    assert preview.ask("/", Host=host.format(port=preview.port)).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:{port}",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "null",
        "",
    ],
)
def test_another_origin_is_refused(preview: Preview, origin: str) -> None:
    """A script of another site gets nothing, not even the stream of reloads."""
    for path in ("/", "/__warta/events?v=0", "/__warta/reload.js"):
        assert preview.ask(path, Origin=origin.format(port=preview.port)).status == 403


def test_the_own_origin_is_trusted(preview: Preview) -> None:
    """What the preview's own pages ask for is given, and no other site is ever told that it may read."""
    answer = preview.ask("/", Origin=f"http://127.0.0.1:{preview.port}")
    assert answer.status == 200
    assert not [name for name in answer.headers if name.casefold().startswith("access-control")]


def test_drafts_and_embargoed_releases_are_shown_with_their_state(preview: Preview) -> None:
    """The pages are there, marked, and lists mark them too; the terminal says that a site would hide them."""
    assert " draft " in preview.ask("/2026/11/masih-draf/").text
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text
    assert " public " in preview.ask(PAGE).text
    home = preview.ask("/").text
    assert re.search(r"Masih draf</a>[^<]* draft</article>", home)
    assert re.search(r"Upah minimum</a>[^<]* embargoed</article>", home)


def test_the_default_theme_marks_them_visibly(tmp_path: Path, serve: Serve) -> None:
    """With the theme that comes with Warta a mark in the page's language stands on each and in the lists."""
    site = fill(SiteTest(tmp_path, theme="warta"))
    preview = serve(site.root, *FIXED)
    assert re.search(r'class="state">\s*DRAF\b', preview.ask("/2026/11/masih-draf/").text)
    assert re.search(r'class="state">\s*EMBARGO\b', preview.ask("/2026/11/upah-minimum/").text)
    assert 'class="state"' not in preview.ask(PAGE).text
    assert {">Draf<", ">Embargo<"} <= set(re.findall(r">(?:Draf|Embargo)<", preview.ask("/").text))


def test_a_preview_never_writes_into_the_output(preview: Preview, site_shown: SiteTest) -> None:
    """output/ is not made, and nothing of the newsroom is changed."""
    assert preview.ask("/").status == 200
    assert not site_shown.output.exists()
    assert {path.name for path in site_shown.root.iterdir()} == {"config.yaml", "content", "themes", ".warta"}


# --- saving


def test_a_save_is_one_reload_and_the_new_page(newsroom: SiteTest, serve: Serve) -> None:
    """The stream is one of events, says `reload` once after a save, and the page is the new one."""
    preview = serve(newsroom.root)
    with preview.events() as events:
        assert "text/event-stream" in events.head
        newsroom.edit(SOURCE, "Isi pertama", "Isi kedua")
        assert events.reload()
    assert "Isi kedua." in preview.ask(PAGE).text
    assert preview.out.wait_for(" changed in ")
    with preview.events() as events:
        assert not events.reload(1.0)


def test_a_page_that_missed_a_save_is_told_at_once(newsroom: SiteTest, serve: Serve) -> None:
    """A stream opened with an old version does not wait for the next save."""
    preview = serve(newsroom.root)
    old = preview.version
    newsroom.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))
    with Events(preview.port, old) as events:
        assert events.reload()


def test_saving_all_is_one_rebuild_and_one_reload(newsroom: SiteTest, serve: Serve) -> None:
    """Thirty files saved together are on the site after one reload, with no other after it."""
    for number in range(30):
        newsroom.release(f"seri{number:02d}", f"Seri {number:02d}", "Tahap 0 selesai.")
    preview = serve(newsroom.root)
    for attempt in range(5):
        texts = {
            path: path.read_text(encoding="utf-8").replace(f"Tahap {attempt} ", f"Tahap {attempt + 1} ").encode()
            for path in (newsroom.root / "content/releases").glob("seri*.md")
        }
        told = len(preview.out.now())
        with preview.events() as events:
            started = time.monotonic()
            for path, data in texts.items():
                path.write_bytes(data)
            together = time.monotonic() - started < 0.04  # else this machine was busy, and it was no save-all
            assert events.reload()
        if not together:
            preview.until("/2026/11/seri-29/", shows(f"Tahap {attempt + 1} "))
            continue
        for number in range(30):
            assert f"Tahap {attempt + 1} " in preview.ask(f"/2026/11/seri-{number:02d}/").text
        with preview.events() as events:
            assert not events.reload(1.5)
        assert len([line for line in preview.out.now()[told:] if "changed in" in line]) == 1
        return
    pytest.skip("this machine is too busy to save thirty files at once")


def test_a_file_saved_as_it_was_is_no_reload(newsroom: SiteTest, serve: Serve) -> None:
    """Saving without a change, and what editors write beside, reload nothing; the next true save does."""
    preview = serve(newsroom.root)
    data = (newsroom.root / SOURCE).read_bytes()
    with preview.events() as events:
        newsroom.write(SOURCE, data)
        newsroom.write("content/releases/.banjir.md.swp", "x").write("content/releases/banjir.md~", "---\nrusak: [")
        assert not events.reload(1.0)
        newsroom.edit(SOURCE, "Isi pertama", "Isi kedua")
        assert events.reload()


@pytest.mark.parametrize("way", ["replaced", "moved away and written", "removed and written"])
def test_every_editors_way_of_saving_is_seen(newsroom: SiteTest, serve: Serve, way: str) -> None:
    """A file that is replaced, or vanishes for a moment, is a save like any other; the page never stays an error."""
    preview = serve(newsroom.root)
    path = newsroom.root / SOURCE
    text = path.read_text(encoding="utf-8")
    for number in range(3):
        data = text.replace("Isi pertama", f"Isi ke-{number}")
        if way == "replaced":
            newsroom.write("content/releases/.banjir.md.new", data)
            (path.parent / ".banjir.md.new").replace(path)
        elif way == "moved away and written":
            path.rename(path.with_suffix(".md~"))
            path.write_text(data, encoding="utf-8")
            path.with_suffix(".md~").unlink()
        else:
            path.unlink()
            path.write_text(data, encoding="utf-8")
        preview.until(PAGE, shows(f"Isi ke-{number}"))
    assert preview.err.now() == []


def test_a_release_that_goes_and_comes_back(newsroom: SiteTest, serve: Serve) -> None:
    """Removed, its page is gone and so is its line on the home page; written again, both are back."""
    preview = serve(newsroom.root)
    data = (newsroom.root / SOURCE).read_bytes()
    newsroom.delete(SOURCE)
    preview.until(PAGE, is_gone)
    assert "Banjir surut" not in preview.ask("/").text
    newsroom.write(SOURCE, data)
    preview.until(PAGE, shows("Isi pertama"))
    assert "Banjir surut" in preview.ask("/").text


def test_new_folders_and_pictures_are_watched(newsroom: SiteTest, serve: Serve) -> None:
    """A release in a folder made while the preview runs is shown, and so is each later change in that folder."""
    preview = serve(newsroom.root)
    newsroom.release("2026/baru/index", "Kabar baru", "![Foto](foto.jpg)")
    newsroom.write("content/releases/2026/baru/foto.jpg", picture("satu"))
    preview.until("/2026/11/kabar-baru/", shows("Kabar baru"))
    assert preview.ask("/2026/11/kabar-baru/foto.jpg").body == picture("satu")
    newsroom.write("content/releases/2026/baru/foto.jpg", picture("dua"))
    preview.until("/2026/11/kabar-baru/foto.jpg", lambda answer: answer.body == picture("dua"))


def test_content_that_is_removed_and_made_again(newsroom: SiteTest, serve: Serve) -> None:
    """The whole folder content/ may go and come back: what is in it then is shown, and watched on."""
    preview = serve(newsroom.root)
    keep = newsroom.root.parent / "simpanan"
    shutil.copytree(newsroom.root / "content", keep)
    shutil.rmtree(newsroom.root / "content")
    preview.until(PAGE, lambda answer: answer.status != 200)
    shutil.copytree(keep, newsroom.root / "content")
    preview.until(PAGE, shows("Isi pertama"))
    newsroom.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


def test_content_that_is_exchanged_in_one_moment(newsroom: SiteTest, serve: Serve) -> None:
    """Another folder put in the place of content/ (a checkout of another branch) is shown, and watched on."""
    preview = serve(newsroom.root)
    other = newsroom.root.parent / "cabang"
    shutil.copytree(newsroom.root / "content", other)
    changed = (other / "releases/banjir.md").read_text(encoding="utf-8").replace("Isi pertama", "Isi cabang")
    (other / "releases/banjir.md").write_text(changed, encoding="utf-8")
    (newsroom.root / "content").rename(newsroom.root.parent / "lama")
    other.rename(newsroom.root / "content")
    preview.until(PAGE, shows("Isi cabang"))
    newsroom.edit(SOURCE, "Isi cabang", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


@pytest.mark.parametrize("name", ["content", "content/releases"])
def test_a_folder_that_is_written_anew_in_one_moment(newsroom: SiteTest, serve: Serve, name: str) -> None:
    """A folder removed and written again at once (a copy from elsewhere) is shown, and watched on."""
    preview = serve(newsroom.root)
    data = {path: path.read_bytes() for path in (newsroom.root / "content").rglob("*") if path.is_file()}
    changed = newsroom.root / SOURCE
    data[changed] = data[changed].replace(b"Isi pertama", b"Isi salinan")
    shutil.rmtree(newsroom.root / name)
    for path, each in data.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each)
    preview.until(PAGE, shows("Isi salinan"))
    newsroom.edit(SOURCE, "Isi salinan", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


def test_a_theme_is_watched_too(newsroom: SiteTest, serve: Serve) -> None:
    """A template and a style sheet that are saved are seen at once."""
    preview = serve(newsroom.root)
    newsroom.edit("themes/bare/templates/release.html", "<h1>", "<h1 class=judul>")
    preview.until(PAGE, shows("<h1 class=judul>Banjir surut"))
    with preview.events() as events:
        newsroom.edit("themes/bare/static/css/warta.css", "margin: 0", "margin: 1px")
        assert events.reload()


def test_a_newsrooms_own_code_is_watched_too(newsroom: SiteTest, serve: Serve) -> None:
    """What it makes is shown as soon as it is saved, and a mistake in it with its line."""
    code = 'FILTERS = {"call": lambda text: "Halo " + text}\n'
    newsroom.config("extensions: true\n").write("extensions.py", code)
    newsroom.edit("themes/bare/templates/release.html", "<h1>{{ page.title }}", "<h1>{{ page.title|call }}")
    preview = serve(newsroom.root)
    preview.until(PAGE, shows("<h1>Halo Banjir surut"))
    newsroom.edit("extensions.py", "Halo", "Hai")
    preview.until(PAGE, shows("<h1>Hai Banjir surut"))
    newsroom.write("extensions.py", "\n1 / 0\n")
    preview.until(PAGE, shows("extensions.py:2", 500))


def test_a_folder_of_themes_made_later_is_watched(tmp_path: Path, serve: Serve) -> None:
    """A newsroom without themes/ gets one while the preview runs: it is used once the settings name it, and watched."""
    site = fill(SiteTest(tmp_path))
    themes = (site.root / "themes").rename(tmp_path / "simpanan")
    site.edit("config.yaml", "theme: bare", "theme: warta")
    preview = serve(site.root)
    shutil.copytree(themes, site.root / "themes")
    site.edit("config.yaml", "theme: warta", "theme: bare")
    preview.until(PAGE, lambda answer: answer.status == 200 and "<h1>Banjir surut</h1><p>" in answer.text)
    site.edit("themes/bare/templates/release.html", "<h1>", "<h1 class=judul>")
    preview.until(PAGE, shows("<h1 class=judul>Banjir surut"))


def test_a_build_beside_a_running_preview(newsroom: SiteTest, serve: Serve) -> None:
    """`build.py` may run while `serve` does: the site has no draft, the preview keeps them, neither disturbs the other."""
    preview = serve(newsroom.root)
    done = warta(*FIXED, site=newsroom.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026/11/masih-draf/index.html" not in newsroom.files()
    assert preview.ask("/2026/11/masih-draf/").status == 200
    before = newsroom.files()
    newsroom.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))
    assert newsroom.files() == before


# --- mistakes

type_of_mistake = pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        (SOURCE, "date: 2026-11-20", "date: kemarin", f"{SOURCE}:3"),
        (SOURCE, "category: Kebencanaan", "kategori: Kebencanaan", f"{SOURCE}:4"),
        (SOURCE, "title: Banjir surut", "title: [Banjir", f"{SOURCE}:2"),
        (SOURCE, "Isi pertama.", "Lihat [ini](hilang.md).", f"{SOURCE}:7"),
        ("themes/bare/templates/release.html", "{{ page.title }}", "{{ page.titel }}", "release.html:2"),
        ("themes/bare/templates/release.html", "{{ page.title }}", "{{ page.title }", "release.html:2"),
        ("themes/bare/templates/release.html", "<h1>", "{% include 'hilang.html' %}<h1>", "release.html:2"),
        ("themes/bare/templates/release.html", "<h1>", "{% include 'release.html' %}<h1>", "release.html:2"),
        ("themes/bare/theme.yaml", "name: bare", "name: [bare", "themes/bare/theme.yaml:1"),
        ("themes/bare/theme.yaml", "name: bare", "parent: bare", "themes/bare/theme.yaml"),
        ("config.yaml", "url: https://berita.example/", "url: berita", "config.yaml:2"),
        ("config.yaml", "title: Ruang Berita", "title: [Ruang", "config.yaml:1"),
        ("config.yaml", "theme: bare", "theme: bara", "config.yaml"),
        ("config.yaml", "timezone: Asia/Jakarta", "timezone: Asia/Jakrta", "config.yaml:4"),
    ],
    ids=lambda value: re.sub(r"\W+", " ", value),
)


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SiteTest, Preview]]:
    """One preview in which many mistakes are made and mended, one after the other."""
    site = fill(SiteTest(tmp_path_factory.mktemp("keliru")))
    with Preview(site.root, *FIXED) as preview:
        yield site, preview


@type_of_mistake
def test_a_mistake_is_shown_with_its_place_and_mending_it_recovers(
    mended: tuple[SiteTest, Preview], path: str, old: str, new: str, place: str
) -> None:
    """Every page shows the mistake with file and line, as the terminal does; the next save brings the pages back."""
    site, preview = mended
    told = len(preview.err.now())
    site.edit(path, old, new)
    try:
        answer = preview.until(PAGE, lambda answer: answer.status == 500)
        assert re.search(rf"<code>[\w/.-]*{re.escape(place)}</code>", answer.text), answer.text
        assert preview.ask("/").status == 500
        assert preview.err.wait_for(place, after=told)
        assert "mended" in preview.err.wait_for("preview", after=told)
    finally:
        site.edit(path, new, old)
        preview.until(PAGE, shows("Isi pertama"))
    assert preview.ask("/").status == 200


def test_the_terminal_says_that_a_mistake_is_mended(newsroom: SiteTest, serve: Serve) -> None:
    """Who watches the terminal hears of the end of a mistake too, also when the files are those of before."""
    preview = serve(newsroom.root)
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    said = len(preview.out.now())
    newsroom.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi pertama"))
    assert preview.interrupt() in (0, 130)
    preview.close_pipes()
    assert len(preview.out.now()) > said


def test_a_page_of_mistakes_escapes_what_was_written(newsroom: SiteTest, serve: Serve) -> None:
    """What a writer typed is shown as text, never as HTML."""
    preview = serve(newsroom.root)
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: <script>alert(1)</script>")
    answer = preview.until(PAGE, lambda answer: answer.status == 500)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_pictures_and_styles_stay_while_a_mistake_is_shown(newsroom: SiteTest, serve: Serve) -> None:
    """Files that are no pages are those of the last good build."""
    preview = serve(newsroom.root)
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    assert preview.ask("/2026/10/panen-raya/padi.jpg").status == 200
    assert preview.ask("/2026/10/panen-raya").status == 500


def test_a_preview_may_begin_with_a_mistake(newsroom: SiteTest, serve: Serve) -> None:
    """Started on a broken newsroom it shows what is broken, and the pages as soon as that is mended."""
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview = serve(newsroom.root)
    assert f"{SOURCE}:3" in preview.ask("/").text
    assert preview.ask("/").status == 500
    newsroom.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi pertama"))


def test_a_preview_may_begin_without_readable_settings(newsroom: SiteTest, serve: Serve) -> None:
    """Broken settings at the start are a mistake like any other."""
    newsroom.edit("config.yaml", "url: https://berita.example/", "url: https://berita.example/sub/ x")
    preview = serve(newsroom.root)
    assert "config.yaml:2" in preview.ask("/").text
    newsroom.edit("config.yaml", "/sub/ x", "/sub/")
    preview.until("/sub" + PAGE, shows("Isi pertama"))


def test_settings_that_are_removed_and_written_again(newsroom: SiteTest, serve: Serve) -> None:
    """Without config.yaml the page says so; with it the site is back."""
    preview = serve(newsroom.root)
    data = (newsroom.root / "config.yaml").read_bytes()
    newsroom.delete("config.yaml")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "config.yaml" in answer.text
    newsroom.write("config.yaml", data)
    preview.until("/", shows("Banjir surut"))


def test_a_theme_that_is_removed_and_made_again(newsroom: SiteTest, serve: Serve) -> None:
    """Without its theme the page says which is missing; with it the site is back, and the theme is watched on."""
    preview = serve(newsroom.root)
    keep = newsroom.root.parent / "simpanan"
    shutil.copytree(newsroom.root / "themes", keep)
    shutil.rmtree(newsroom.root / "themes")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "config.yaml" in answer.text
    assert "bare" in answer.text
    shutil.copytree(keep, newsroom.root / "themes")
    preview.until("/", shows("Banjir surut"))
    newsroom.edit("themes/bare/templates/home.html", "<body>", "<body class=baru>")
    preview.until("/", shows("<body class=baru>"))


def test_a_binary_file_is_shown_as_what_it_is(newsroom: SiteTest, serve: Serve) -> None:
    """A picture named .md does not end the preview."""
    preview = serve(newsroom.root)
    newsroom.write("content/releases/foto.md", b"\x89PNG\r\n\x1a\n\x00\xff")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "content/releases/foto.md:1" in answer.text
    newsroom.delete("content/releases/foto.md")
    preview.until("/", shows("Banjir surut"))


# --- time


def soon(seconds: float) -> str:
    """A time so many seconds from now, as front matter has it."""
    return f"{dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}Z"


def write_embargoed(site: SiteTest, preview: Preview) -> float:
    """Write a release whose embargo ends in seconds, wait until it is shown as embargoed, and return the end."""
    for seconds in (3, 8, 20):  # the longer ones for a machine so busy that the embargo ends before the build does
        end = time.monotonic() + seconds
        site.release("segera", "Segera terbit", date="2026-11-20", embargo=soon(seconds))
        answer = preview.until(SOON, lambda answer: answer.status == 200)
        if " embargoed " in answer.text:
            return end
    raise AssertionError(answer.text)


def test_an_embargo_that_ends_lifts_by_itself(newsroom: SiteTest, serve: Serve) -> None:
    """A release whose embargo ends while the preview runs becomes public in an open page, without any save."""
    preview = serve(newsroom.root)
    write_embargoed(newsroom, preview)
    preview.until(SOON, shows(" public "))


def test_a_mistake_while_an_embargo_ends_is_not_told_again_and_again(newsroom: SiteTest, serve: Serve) -> None:
    """A newsroom with a mistake in it, past the end of an embargo, waits for a save instead of building on and on."""
    preview = serve(newsroom.root)
    end = write_embargoed(newsroom, preview)
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    reloads = 0
    while (left := end + 3 - time.monotonic()) > 0:
        with preview.events() as events:
            reloads += events.reload(left)
    assert reloads <= 1
    newsroom.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(SOON, shows(" public "))


def test_at_a_fixed_time_nothing_lifts_by_itself(newsroom: SiteTest, serve: Serve) -> None:
    """With --now the preview is of that moment for as long as it runs."""
    preview = serve(newsroom.root, "--now", "2027-01-01 08:59:59")
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text
    with preview.events() as events:
        assert not events.reload(1.6)
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text


# --- addresses, polling and the end


def test_a_site_under_a_path_is_previewed_there(tmp_path: Path, serve: Serve) -> None:
    """`url: https://x.example/sub/` is served below /sub/; other addresses lead there, and reloads work."""
    site = fill(SiteTest(tmp_path, CONFIG.replace("https://berita.example/", "https://x.example/sub/")))
    preview = serve(site.root)
    assert preview.url.endswith(f":{preview.port}/sub/")
    assert f'href="/sub{PAGE}"' in preview.ask("/sub/").text
    assert "Isi pertama" in preview.ask(f"/sub{PAGE}").text
    for path in ("/", "/sub", PAGE, "/subur/"):
        answer = preview.ask(path)
        assert (answer.status, answer.headers["Location"]) == (302, "/sub/")
    answer = preview.ask(f"/sub{PAGE}".rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, f"/sub{PAGE}")
    assert preview.ask("/sub/tidak-ada/").status == 404
    site.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(f"/sub{PAGE}", shows("Isi kedua"))


def test_the_path_of_the_site_may_change_while_it_is_previewed(newsroom: SiteTest, serve: Serve) -> None:
    """A new `url:` moves the preview with it."""
    preview = serve(newsroom.root)
    newsroom.edit("config.yaml", "https://berita.example/", "https://berita.example/pers/")
    preview.until(f"/pers{PAGE}", shows("Isi pertama"))
    assert preview.ask(PAGE).headers["Location"] == "/pers/"


def test_a_port_in_use_is_replaced_and_that_is_said(newsroom: SiteTest, serve: Serve) -> None:
    """Where another program has the port, a free one is taken, and the terminal says why it is not the one asked for."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = serve(newsroom.root, "--port", str(port))
        assert preview.port != port
        assert preview.ask("/").status == 200
        said = "\n".join([*preview.out.now(), *preview.err.now()])
        assert str(port) in said
        assert "in use" in said


def test_a_port_that_is_free_is_used(newsroom: SiteTest, serve: Serve) -> None:
    """--port is the port."""
    port = free_port()
    assert serve(newsroom.root, "--port", str(port)).port == port


def test_only_this_machine_can_look(preview: Preview) -> None:
    """Without --host nothing listens on the machine's other addresses."""
    with socket.socket() as other, pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        other.settimeout(5)
        other.connect(("127.0.0.2", preview.port))


def test_the_other_loopback_address_can_be_served_on(newsroom: SiteTest, serve: Serve) -> None:
    """`--host ::1` serves on IPv6, and prints an address that a browser understands."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    preview = serve(newsroom.root, "--host", "::1")
    assert preview.url == f"http://[::1]:{preview.port}/"
    connection = http.client.HTTPConnection("::1", preview.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def test_a_host_that_is_not_ours_is_one_sentence(newsroom: SiteTest) -> None:
    """An address of another machine cannot be served on: exit code 1, and no trace."""
    done = warta("serve", "--host", "192.0.2.1", "--port", "0", site=newsroom.root)
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_preview_that_polls_sees_saves_too(newsroom: SiteTest, serve: Serve) -> None:
    """With --poll edits, new files and mistakes are seen without the system telling of them."""
    preview = serve(newsroom.root, "--poll")
    newsroom.edit(SOURCE, "Isi pertama", "Isi yang kedua")
    preview.until(PAGE, shows("Isi yang kedua"))
    newsroom.release("baru", "Kabar baru")
    preview.until("/2026/11/kabar-baru/", shows("Kabar baru"))
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    assert f"{SOURCE}:3" in preview.until(PAGE, lambda answer: answer.status == 500).text
    newsroom.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi yang kedua"))


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is a thing of Linux")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EMFILE], ids=errno.errorcode.get)
@pytest.mark.parametrize("room", [(), (".",), (".", "content", "themes")], ids=["none", "one folder", "no subfolder"])
def test_where_the_system_can_watch_no_more_the_preview_polls_and_says_so(
    newsroom: SiteTest, monkeypatch: pytest.MonkeyPatch, room: tuple[str, ...], code: int
) -> None:
    """The room for watches may end at once or deep in the archive: no folder is left that nobody looks at."""
    from watchdog.observers import inotify_c

    newsroom.release("2026/lama/index", "Kabar lama")
    add_watch = inotify_c.inotify_add_watch
    watched = {os.fsencode(newsroom.root / name) for name in room}

    def add_watch_while_there_is_room(descriptor: int, path: bytes, mask: int) -> int:
        if path in watched:
            return int(add_watch(descriptor, path, mask))
        ctypes.set_errno(code)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_watch_while_there_is_room)
    watcher = Watcher(newsroom.root)
    try:
        assert "every second" in str(watcher.notice)
        assert "room" in str(watcher.notice)
        newsroom.edit("content/releases/2026/lama/index.md", "Isi siaran", "Isi baru")
        assert any(path.endswith("lama/index.md") for path in next(watcher.changes(lambda: PATIENCE)))
    finally:
        watcher.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file of a folder is told of")
def test_folders_that_take_each_others_names_are_looked_at_whole(newsroom: SiteTest) -> None:
    """The files of a folder that is moved on at once are not all told of."""
    newsroom.release("m1/a", "Satu").release("m2/b", "Dua").remember().build()
    watcher = Watcher(newsroom.root)
    try:
        folder = newsroom.root / "content/releases"
        (folder / "m1").rename(folder / "t")
        (folder / "m2").rename(folder / "m1")
        (folder / "t").rename(folder / "m2")
        assert str(newsroom.root.resolve() / "content") in next(watcher.changes(lambda: PATIENCE))
    finally:
        watcher.stop()


def test_hidden_files_that_are_published_are_watched(newsroom: SiteTest) -> None:
    """Such as static/.htaccess; others with a dot are not."""
    newsroom.write("content/static/.htaccess", "a").write("content/releases/.a.md.swp", "a")
    watcher = Watcher(newsroom.root)
    try:
        newsroom.write("content/releases/.a.md.swp", "b").write("content/static/.htaccess", "b")
        told = next(watcher.changes(lambda: PATIENCE))
    finally:
        watcher.stop()
    assert any(path.endswith(".htaccess") for path in told)
    assert not any(path.endswith(".swp") for path in told)


@pytest.mark.parametrize("options", [(), ("--poll",)], ids=["told", "polling"])
def test_ctrl_c_ends_a_preview_at_once(newsroom: SiteTest, serve: Serve, options: tuple[str, ...]) -> None:
    """Within two seconds, with a browser connected, without a trace, and the port is free again."""
    preview = serve(newsroom.root, *options)
    with preview.events():
        started = time.monotonic()
        code = preview.interrupt()
        assert time.monotonic() - started < 2
    assert code in (0, 130)
    preview.close_pipes()
    assert "Traceback" not in "\n".join([*preview.out.now(), *preview.err.now()])
    with socket.create_server(("127.0.0.1", preview.port)):
        pass


def test_ctrl_c_while_a_mistake_is_shown(newsroom: SiteTest, serve: Serve) -> None:
    """A preview that shows a mistake ends like any other."""
    newsroom.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview = serve(newsroom.root)
    assert preview.interrupt() in (0, 130)
    preview.close_pipes()
    assert "Traceback" not in "\n".join(preview.err.now())
