"""Proves of whole sites that no published copy of a picture says where, by whom or with what it was taken, wherever it
lies and whatever it is called; and that only a picture stands where one is expected.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import traces
from tests.support import SiteTest, picture
from warta.render.pictures.images import is_readable

PICTURES = list(traces.corpus())
ENDINGS = ("jpg", "JPG", "jfif", "jpe", "mpo", "png", "webp", "txt", "bin", "pdf", "dat")


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    return SiteTest(tmp_path, theme="warta")


def test_no_copy_of_a_picture_says_anything_wherever_it_lies(tmp_path: Path) -> None:
    """Each format beside a text, as an attachment, in static/ and in the theme's own folder, under its own name, under a
    wrong one and without an ending.
    """
    site = SiteTest(tmp_path)
    names = []
    for number, (ending, data) in enumerate(PICTURES):
        wrong = ENDINGS[number % len(ENDINGS)]
        for name in (f"foto{number}.{ending}", f"salah{number}.{wrong}", f"tanpa{number}"):
            names.append(name)
            site.write(f"content/releases/banjir/{name}", data).write(f"content/static/berkas/{name}", data)
            site.write(f"content/releases/lampiran/{name}", data)
        site.write(f"themes/bare/static/img/foto{number}.{ending}", data)
    site.release("banjir/index", "Banjir surut").release(
        "b", "B", attachments=str([f"lampiran/{name}" for name in names])
    )
    site.write("content/static/favicon.ico", traces.icon())
    site.build()
    files = site.files()
    for name in names:
        assert len([path for path in files if path.endswith(f"/{name}")]) == 3, name
    assert [path for path in files if path.startswith("assets/") and "foto0." in path]
    assert {path: found for path, data in files.items() if (found := traces.found_in(data))} == {}


def test_the_pictures_of_pages_say_nothing_either(site: SiteTest) -> None:
    """Lead, gallery, text and logo, each in all its sizes, and the icons that are made of the logo."""
    site.write("content/releases/a.jpg", traces.jpeg()).write("content/releases/b.mpo", traces.mpo())
    site.write("content/releases/c.tif", traces.tiff()).write("content/organizations/logo.png", traces.png("RGBA"))
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: logo.png\n---\n")
    site.release("a", "A", "![sawah](c.tif)", image="{file: a.jpg, alt: x}", gallery="[{file: b.mpo, alt: y}]")
    site.config("images: {widths: [16, 32]}\n").build()
    files = site.files()
    assert len([path for path in files if path.endswith((".webp", ".jpg", ".png", ".ico", ".mpo", ".tif"))]) > 12
    assert {path: found for path, data in files.items() if (found := traces.found_in(data))} == {}


def test_what_browsers_cannot_show_is_shown_in_other_files(site: SiteTest) -> None:
    """A scan as TIFF, even a small one and with no smaller files wanted: no page names it, and one may download it."""
    site.write("content/releases/c.tif", traces.tiff())
    site.release("a", "A", "![sawah](c.tif)", image="{file: c.tif, alt: x}", attachments="[c.tif]")
    for more in ("", "images: {widths: []}\n"):
        site.config(more).build()
        html = site.page("/2026/11/a/")
        assert html.count("/c.tif") == html.count('href="/2026/11/a/c.tif"') == 1
        assert "c-32." in html and "2026/11/a/c.tif" in site.files()
        assert [path for path in site.files() if path.startswith("2026/11/a/c-32.") and path.endswith(".jpg")]


def test_only_a_picture_stands_where_one_is_expected(site: SiteTest) -> None:
    """A letter, a video, a camera's raw file, and what is called a picture: each with its line."""
    site.write("content/releases/surat.pdf", b"%PDF-1.7\n").write(
        "content/releases/v.mov", traces.recording(placed=False)
    )
    site.write("content/releases/c.dng", traces.raw_photo()).write("content/static/s.txt", "teks")
    site.write("content/releases/d.psd", b"8BPS\0\1")
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: logo.png\n---\n")
    site.write("content/organizations/logo.png", b"<html></html>")
    site.release(
        "a", "A", "![x](v.mov)\n\n![y](/s.txt)\n\n![z](a.md)", image="{file: surat.pdf, alt: x}",
        gallery="[{file: c.dng, alt: y}, {file: d.psd, alt: z}]",
    )  # fmt: skip
    none = "stands where a picture is expected, and is none that Warta can read. Save it as JPEG, PNG or WebP."
    assert set(site.problems()) == {
        f"content/releases/a.md:3: 'surat.pdf' {none}",
        "content/releases/a.md:4: 'c.dng' is a camera's raw file, which browsers cannot show. Save it as JPEG.",
        "content/releases/a.md:4: 'd.psd' is a picture of a format that Warta cannot read. Save it as JPEG, PNG or WebP.",
        f"content/releases/a.md:8: 'v.mov' {none}",
        f"content/releases/a.md:10: '/s.txt' {none}",
        f"content/releases/a.md:12: 'a.md' {none}",
        f"content/organizations/humas.md:3: 'logo.png' {none}",
        "content/organizations/logo.png: is no picture that can be read. Is it whole? Save it anew as JPEG, PNG or WebP.",
    }


def test_a_drawing_is_a_picture(site: SiteTest) -> None:
    """However its file begins."""
    for number, head in enumerate(
        ("", "\ufeff", '<?xml version="1.0"?>\n<!-- a > b -->\n', "<!DOCTYPE svg [ <!ENTITY a 'b'> ]>")
    ):
        site.write(
            f"content/releases/{number}.svg", head + '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'
        )
    body = "".join(f"![x]({number}.svg)\n\n" for number in range(1, 4))
    site.release("a", "A", body, image="{file: 0.svg, alt: x}").build()


def test_an_icon_can_be_the_logo(site: SiteTest) -> None:
    """Offices have their old favicon, and nothing else."""
    site.write("content/organizations/logo.ico", traces.icon())
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: logo.ico\n---\n").release("a", "A").build()
    assert not [path for path, data in site.files().items() if traces.found_in(data)]


def test_what_cannot_be_cleaned_is_not_published(site: SiteTest) -> None:
    """Raw files, other formats and recordings with their place stop a build that would publish them, and only such."""
    refused = {"c.dng": traces.raw_photo(), "d.psd": b"8BPS\0\1", "v.mov": traces.recording(placed=True)}
    for name, data in refused.items():
        site.write(f"content/releases/{name}", data)
    site.release("a", "A").build()
    site.release("a", "A", attachments=str(list(refused)))
    found = site.problems()
    assert [each.partition(": ")[0] for each in found] == [f"content/releases/{name}" for name in sorted(refused)]
    assert "JPEG" in found[0] and "PSD" in found[1] and "where it was made" in found[2]
    assert not [path for path in site.files() if path.endswith(tuple(refused))]


def test_a_photo_of_an_iphone_is_shown_or_its_owner_told_what_to_press(site: SiteTest) -> None:
    """With pi-heif pages show it as JPEG and WebP; without it the line that names it is told."""
    site.write("content/releases/IMG_1.HEIC", traces.HEIC)
    site.release("a", "A", "![x](IMG_1.HEIC)")
    if is_readable("HEIC"):
        site.build()
        html = site.page("/2026/11/a/")
        assert ".HEIC" not in html and ".jpg" in html and ".webp" in html
        assert not [path for path, data in site.files().items() if traces.found_in(data)]
    else:
        (problem,) = site.problems()
        assert problem.startswith("content/releases/a.md:6: 'IMG_1.HEIC' is a HEIC picture, as iPhones take them")
        assert "Most Compatible" in problem and "JPEG" in problem


def test_a_broken_picture_of_an_archive_comes_out_clean_or_not_at_all(site: SiteTest) -> None:
    """A newsroom that takes over an old archive is told of broken pictures and goes on, but publishes no place."""
    site.config("unknown_keys: warn\n").release("a/index", "A").write(
        "content/releases/a/f.jpg", traces.jpeg()[:-20_000]
    )
    report = site.build()
    assert not report.warnings or "f.jpg" in str(report.warnings[0])
    assert not traces.found_in(site.files()["2026/11/a/f.jpg"])
    site.write("content/releases/a/f.jpg", b"xx" + traces.jpeg())
    assert any("content/releases/a/f.jpg: is no picture that can be read" in each for each in site.problems())


def test_kept_pictures_are_made_again_when_what_makes_them_is_another(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of kept files hold a digest of the code that makes pictures and of the libraries it uses."""
    from PIL import features

    from warta.render.pictures import images

    site.write("content/releases/p.jpg", picture("p", (900, 600))).release("a", "A", "![x](p.jpg)").build()
    kept = {path.name for path in (site.root / ".warta/pictures").iterdir()}
    version = features.version
    monkeypatch.setattr(features, "version", lambda name: "99" if name == "libjpeg_turbo" else version(name))
    images.recipe.cache_clear()
    try:
        site.release("a", "A", "![x](p.jpg) lain").build()
        site.write("content/releases/p.jpg", picture("q", (900, 600))).build()
        after = {path.name for path in (site.root / ".warta/pictures").iterdir()}
        assert after and not after & kept
    finally:
        images.recipe.cache_clear()
