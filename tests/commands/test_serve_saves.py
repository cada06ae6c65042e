"""Each save comes to the open page, once, however an editor saves and whatever is moved."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests.commands.previewing import FIXED, PAGE, SOURCE, Serve, fill, is_gone, shows
from tests.commands.running import Events, warta
from tests.support import SiteTest, picture


def test_a_save_is_one_reload_and_the_new_page(previewed: SiteTest, serve: Serve) -> None:
    """The stream is one of events, says `reload` once after a save, and the page is the new one."""
    preview = serve(previewed.root)
    with preview.events() as events:
        assert "text/event-stream" in events.head
        previewed.edit(SOURCE, "Isi pertama", "Isi kedua")
        assert events.reload()
    assert "Isi kedua." in preview.ask(PAGE).text
    assert preview.out.wait_for(" changed in ")
    with preview.events() as events:
        assert not events.reload(1.0)


def test_a_page_that_missed_a_save_is_told_at_once(previewed: SiteTest, serve: Serve) -> None:
    """A stream opened with an old version does not wait for the next save."""
    preview = serve(previewed.root)
    old = preview.version
    previewed.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))
    with Events(preview.port, old) as events:
        assert events.reload()


def test_saving_all_is_one_rebuild_and_one_reload(previewed: SiteTest, serve: Serve) -> None:
    """Thirty files saved together are on the site after one reload, with no other after it."""
    for number in range(30):
        previewed.release(f"seri{number:02d}", f"Seri {number:02d}", "Tahap 0 selesai.")
    preview = serve(previewed.root)
    for attempt in range(5):
        texts = {
            path: path.read_text(encoding="utf-8").replace(f"Tahap {attempt} ", f"Tahap {attempt + 1} ").encode()
            for path in (previewed.root / "content/releases").glob("seri*.md")
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


def test_a_file_saved_as_it_was_is_no_reload(previewed: SiteTest, serve: Serve) -> None:
    """Saving without a change, and what editors write beside, reload nothing; the next true save does."""
    preview = serve(previewed.root)
    data = (previewed.root / SOURCE).read_bytes()
    with preview.events() as events:
        previewed.write(SOURCE, data)
        previewed.write("content/releases/.banjir.md.swp", "x").write("content/releases/banjir.md~", "---\nrusak: [")
        assert not events.reload(1.0)
        previewed.edit(SOURCE, "Isi pertama", "Isi kedua")
        assert events.reload()


@pytest.mark.parametrize("way", ["replaced", "moved away and written", "removed and written"])
def test_every_editors_way_of_saving_is_seen(previewed: SiteTest, serve: Serve, way: str) -> None:
    """A file that is replaced, or vanishes for a moment, is a save like any other; the page never stays an error."""
    preview = serve(previewed.root)
    path = previewed.root / SOURCE
    text = path.read_text(encoding="utf-8")
    for number in range(3):
        data = text.replace("Isi pertama", f"Isi ke-{number}")
        if way == "replaced":
            previewed.write("content/releases/.banjir.md.new", data)
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


def test_a_release_that_goes_and_comes_back(previewed: SiteTest, serve: Serve) -> None:
    """Removed, its page is gone and so is its line on the home page; written again, both are back."""
    preview = serve(previewed.root)
    data = (previewed.root / SOURCE).read_bytes()
    previewed.delete(SOURCE)
    preview.until(PAGE, is_gone)
    assert "Banjir surut" not in preview.ask("/").text
    previewed.write(SOURCE, data)
    preview.until(PAGE, shows("Isi pertama"))
    assert "Banjir surut" in preview.ask("/").text


def test_new_folders_and_pictures_are_watched(previewed: SiteTest, serve: Serve) -> None:
    """A release in a folder made while the preview runs is shown, and so is each later change in that folder."""
    preview = serve(previewed.root)
    previewed.release("2026/baru/index", "Kabar baru", "![Foto](foto.jpg)")
    previewed.write("content/releases/2026/baru/foto.jpg", picture("satu"))
    preview.until("/2026/11/kabar-baru/", shows("Kabar baru"))
    assert preview.ask("/2026/11/kabar-baru/foto.jpg").body == picture("satu")
    previewed.write("content/releases/2026/baru/foto.jpg", picture("dua"))
    preview.until("/2026/11/kabar-baru/foto.jpg", lambda answer: answer.body == picture("dua"))


def test_content_that_is_removed_and_made_again(previewed: SiteTest, serve: Serve) -> None:
    """The whole folder content/ may go and come back: what is in it then is shown, and watched on."""
    preview = serve(previewed.root)
    keep = previewed.root.parent / "simpanan"
    shutil.copytree(previewed.root / "content", keep)
    shutil.rmtree(previewed.root / "content")
    preview.until(PAGE, lambda answer: answer.status != 200)
    shutil.copytree(keep, previewed.root / "content")
    preview.until(PAGE, shows("Isi pertama"))
    previewed.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


def test_content_that_is_exchanged_in_one_moment(previewed: SiteTest, serve: Serve) -> None:
    """Another folder put in the place of content/ (a checkout of another branch) is shown, and watched on."""
    preview = serve(previewed.root)
    other = previewed.root.parent / "cabang"
    shutil.copytree(previewed.root / "content", other)
    changed = (other / "releases/banjir.md").read_text(encoding="utf-8").replace("Isi pertama", "Isi cabang")
    (other / "releases/banjir.md").write_text(changed, encoding="utf-8")
    (previewed.root / "content").rename(previewed.root.parent / "lama")
    other.rename(previewed.root / "content")
    preview.until(PAGE, shows("Isi cabang"))
    previewed.edit(SOURCE, "Isi cabang", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


@pytest.mark.parametrize("name", ["content", "content/releases"])
def test_a_folder_that_is_written_anew_in_one_moment(previewed: SiteTest, serve: Serve, name: str) -> None:
    """A folder removed and written again at once (a copy from elsewhere) is shown, and watched on."""
    preview = serve(previewed.root)
    data = {path: path.read_bytes() for path in (previewed.root / "content").rglob("*") if path.is_file()}
    changed = previewed.root / SOURCE
    data[changed] = data[changed].replace(b"Isi pertama", b"Isi salinan")
    shutil.rmtree(previewed.root / name)
    for path, each in data.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each)
    preview.until(PAGE, shows("Isi salinan"))
    previewed.edit(SOURCE, "Isi salinan", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))


def test_a_theme_is_watched_too(previewed: SiteTest, serve: Serve) -> None:
    """A template and a style sheet that are saved are seen at once."""
    preview = serve(previewed.root)
    previewed.edit("themes/bare/templates/release.html", "<h1>", "<h1 class=judul>")
    preview.until(PAGE, shows("<h1 class=judul>Banjir surut"))
    with preview.events() as events:
        previewed.edit("themes/bare/static/css/warta.css", "margin: 0", "margin: 1px")
        assert events.reload()


def test_a_newsrooms_own_code_is_watched_too(previewed: SiteTest, serve: Serve) -> None:
    """What it makes is shown as soon as it is saved, and a mistake in it with its line."""
    code = 'FILTERS = {"call": lambda text: "Halo " + text}\n'
    previewed.config("extensions: true\n").write("extensions.py", code)
    previewed.edit("themes/bare/templates/release.html", "<h1>{{ page.title }}", "<h1>{{ page.title|call }}")
    preview = serve(previewed.root)
    preview.until(PAGE, shows("<h1>Halo Banjir surut"))
    previewed.edit("extensions.py", "Halo", "Hai")
    preview.until(PAGE, shows("<h1>Hai Banjir surut"))
    previewed.write("extensions.py", "\n1 / 0\n")
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


def test_a_build_beside_a_running_preview(previewed: SiteTest, serve: Serve) -> None:
    """`build.py` may run while `serve` does: the site has no draft, the preview keeps them, neither disturbs the other."""
    preview = serve(previewed.root)
    done = warta(*FIXED, site=previewed.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026/11/masih-draf/index.html" not in previewed.files()
    assert preview.ask("/2026/11/masih-draf/").status == 200
    before = previewed.files()
    previewed.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(PAGE, shows("Isi kedua"))
    assert previewed.files() == before
