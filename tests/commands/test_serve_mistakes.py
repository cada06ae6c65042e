"""A mistake is shown with its place, and mending it brings the page back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from tests.commands.previewing import FIXED, PAGE, SOURCE, Serve, fill, shows
from tests.commands.running import Preview
from tests.support import SiteTest

type_of_mistake = pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        (SOURCE, "date: 2026-11-20", "date: kemarin", f"{SOURCE}:3"),
        (SOURCE, "category: Kebencanaan", "kategorri: Kebencanaan", f"{SOURCE}:4"),
        (SOURCE, "title: Banjir surut", "titel: Banjir", f"{SOURCE}:2"),
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


def test_the_terminal_says_that_a_mistake_is_mended(previewed: SiteTest, serve: Serve) -> None:
    """Who watches the terminal hears of the end of a mistake too, also when the files are those of before."""
    preview = serve(previewed.root)
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    said = len(preview.out.now())
    previewed.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi pertama"))
    assert preview.interrupt() in (0, 130)
    preview.close_pipes()
    assert len(preview.out.now()) > said


def test_a_page_of_mistakes_escapes_what_was_written(previewed: SiteTest, serve: Serve) -> None:
    """What a writer typed is shown as text, never as HTML."""
    preview = serve(previewed.root)
    previewed.edit(SOURCE, "date: 2026-11-20", "date: <script>alert(1)</script>")
    answer = preview.until(PAGE, lambda answer: answer.status == 500)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_pictures_and_styles_stay_while_a_mistake_is_shown(previewed: SiteTest, serve: Serve) -> None:
    """Files that are no pages are those of the last good build."""
    preview = serve(previewed.root)
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    assert preview.ask("/2026/10/panen-raya/padi.jpg").status == 200
    assert preview.ask("/2026/10/panen-raya").status == 500


def test_a_preview_may_begin_with_a_mistake(previewed: SiteTest, serve: Serve) -> None:
    """Started on a broken newsroom it shows what is broken, and the pages as soon as that is mended."""
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview = serve(previewed.root)
    assert f"{SOURCE}:3" in preview.ask("/").text
    assert preview.ask("/").status == 500
    previewed.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(PAGE, shows("Isi pertama"))


def test_a_preview_may_begin_without_readable_settings(previewed: SiteTest, serve: Serve) -> None:
    """Broken settings at the start are a mistake like any other."""
    previewed.edit("config.yaml", "url: https://berita.example/", "url: https://berita.example/sub/ x")
    preview = serve(previewed.root)
    assert "config.yaml:2" in preview.ask("/").text
    previewed.edit("config.yaml", "/sub/ x", "/sub/")
    preview.until("/sub" + PAGE, shows("Isi pertama"))


def test_settings_that_are_removed_and_written_again(previewed: SiteTest, serve: Serve) -> None:
    """Without config.yaml the page says so; with it the site is back."""
    preview = serve(previewed.root)
    data = (previewed.root / "config.yaml").read_bytes()
    previewed.delete("config.yaml")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "config.yaml" in answer.text
    previewed.write("config.yaml", data)
    preview.until("/", shows("Banjir surut"))


def test_a_theme_that_is_removed_and_made_again(previewed: SiteTest, serve: Serve) -> None:
    """Without its theme the page says which is missing; with it the site is back, and the theme is watched on."""
    preview = serve(previewed.root)
    keep = previewed.root.parent / "simpanan"
    shutil.copytree(previewed.root / "themes", keep)
    shutil.rmtree(previewed.root / "themes")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "config.yaml" in answer.text
    assert "bare" in answer.text
    shutil.copytree(keep, previewed.root / "themes")
    preview.until("/", shows("Banjir surut"))
    previewed.edit("themes/bare/templates/home.html", "<body>", "<body class=baru>")
    preview.until("/", shows("<body class=baru>"))


def test_a_binary_file_is_shown_as_what_it_is(previewed: SiteTest, serve: Serve) -> None:
    """A picture named .md does not end the preview."""
    preview = serve(previewed.root)
    previewed.write("content/releases/foto.md", b"\x89PNG\r\n\x1a\n\x00\xff")
    answer = preview.until("/", lambda answer: answer.status == 500)
    assert "content/releases/foto.md:1" in answer.text
    previewed.delete("content/releases/foto.md")
    preview.until("/", shows("Banjir surut"))
