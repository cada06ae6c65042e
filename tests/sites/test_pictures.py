"""Proves that a site offers its pictures in sizes that fit, makes each only once, and names the one that is broken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support import SiteTest, picture

BIG = (1000, 600)


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    made = SiteTest(tmp_path, theme="warta")
    return (
        made.release("a", "A", body="![Sawah](p.jpg)", image="{file: q.jpg, alt: Bendung}")
        .write("content/releases/p.jpg", picture("p", BIG))
        .write("content/releases/q.jpg", picture("q", BIG))
    )


def offered(html: str) -> set[str]:
    """Every address in a `srcset` or `src` of a picture."""
    found = set(re.findall(r'<img[^>]* src="([^"]+)"', html))
    for value in re.findall(r'srcset="([^"]+)"', html):
        found |= {each.split()[0] for each in value.split(", ")}
    return found


def test_every_offered_file_is_there_and_of_the_width_it_claims(site: SiteTest) -> None:
    """Of a picture of 1,000 pixels: 400, 800 and its full width, in WebP and JPEG, for the lead and for the text."""
    import PIL.Image

    site.build()
    html = site.page("/2026/11/a/")
    assert html.count("<picture>") == 2 and html.count('width="1000" height="600"') == 2
    for value in re.findall(r'srcset="([^"]+)"', html):
        assert [each.split()[1] for each in value.split(", ")] == ["400w", "800w", "1000w"]
        for each in value.split(", "):
            address, width = each.split()
            with PIL.Image.open(site.output / address.lstrip("/")) as image:
                assert image.width == int(width.rstrip("w"))
    assert all((site.output / address.lstrip("/")).is_file() for address in offered(html))


def test_a_feed_has_one_plain_file(site: SiteTest) -> None:
    """Readers of feeds know no `<picture>`: they get a JPEG of up to 1,000 pixels, with the host."""
    site.build()
    feed = site.text("feed.xml")
    assert "srcset" not in feed and re.search(r'src="https://berita\.example/2026/11/a/p-1000\.\w+\.jpg"', feed)


def test_a_variant_is_made_once_for_all_outputs(site: SiteTest, tmp_path: Path) -> None:
    """A second output folder takes what was made for the first; a picture that is gone is forgotten."""
    site.build()
    kept = {path.name: path.stat().st_mtime_ns for path in (site.root / ".warta/pictures").iterdir()}
    assert len(kept) == 12
    first = site.files()
    shutil.rmtree(site.output)
    site.build()
    assert site.files() == first
    assert {path.name: path.stat().st_mtime_ns for path in (site.root / ".warta/pictures").iterdir()} == kept
    site.release("a", "A", body="x", image="{file: q.jpg, alt: Bendung}").delete("content/releases/p.jpg").build()
    assert len(list((site.root / ".warta/pictures").iterdir())) == 6


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"x" * 5000], ids=len)
def test_a_damaged_kept_variant_is_never_published(site: SiteTest, damage: bytes) -> None:
    """What is kept is kept with its digest: a bad disk costs the time to make the picture again."""
    site.build()
    first = site.files()
    for path in (site.root / ".warta/pictures").iterdir():
        path.write_bytes(damage)
    shutil.rmtree(site.output)
    site.build()
    assert site.files() == first


def test_a_broken_picture_is_named_and_the_site_stays(site: SiteTest) -> None:
    """Two broken ones are told at once: one that is none, and one whose end is missing."""
    site.build()
    before = site.files()
    site.write("content/releases/p.jpg", b"not a picture")
    assert site.problems() == [
        "content/releases/a.md:7: 'p.jpg' stands where a picture is expected, and is none that Warta can read. "
        "Save it as JPEG, PNG or WebP.",
        "content/releases/p.jpg: is no picture that can be read. Is it whole? Save it anew as JPEG, PNG or WebP.",
    ]
    site.write("content/releases/p.jpg", picture("r", BIG)[:-2000])
    (problem,) = site.problems()
    assert problem.startswith("content/releases/p.jpg: cannot be read. ")
    assert site.files() == before


def test_a_hidden_release_has_no_pictures_anywhere(site: SiteTest) -> None:
    """Neither the file nor a smaller one of it is in the output before its time."""
    site.release("b", "B", embargo="2027-01-01", image="{file: rahasia.jpg, alt: x}")
    site.write("content/releases/rahasia.jpg", picture("rahasia", BIG)).build()
    assert not [path for path in site.files() if "rahasia" in path]


def test_settings_choose_widths_and_format(site: SiteTest) -> None:
    """And with no widths a picture is published as it is, with its shape, so that the page does not jump."""
    site.config("images: {widths: [300], format: avif, quality: 50}\n").build()
    assert {path.rpartition(".")[2] for path in site.files() if "/p-300" in path} == {"avif", "jpg"}
    (site.root / "config.yaml").write_text(
        (site.root / "config.yaml").read_text().replace("widths: [300]", "widths: []"), encoding="utf-8"
    )
    site.build()
    assert not [path for path in site.files() if "/p-" in path]
    assert '<img alt="Sawah" src="/2026/11/a/p.jpg" width="1000" height="600" loading="lazy">' in site.page(
        "/2026/11/a/"
    )


def test_a_public_text_gives_away_no_file_of_a_hidden_release(site: SiteTest) -> None:
    """A picture and a letter beside an embargoed release, named by a public one, wait with it; a warning says so."""
    site.release("rahasia/index", "Rahasia", embargo="2027-01-01", image="{file: mundur.jpg, alt: x}")
    site.write("content/releases/rahasia/mundur.jpg", picture("mundur", BIG)).write(
        "content/releases/rahasia/sk.pdf", "sk"
    )
    site.release(
        "a", "A", body="[surat](rahasia/sk.pdf) ![foto](rahasia/mundur.jpg)", image="{file: rahasia/mundur.jpg, alt: x}"
    )
    report = site.build()
    assert (
        len([each for each in report.warnings if "is left out as long as that release is not public" in str(each)]) == 3
    )
    assert not [path for path in site.files() if "mundur" in path or "sk.pdf" in path]
    site.edit("content/releases/rahasia/index.md", "embargo: 2027-01-01", "number: 1").build()
    assert {"2026/11/a/rahasia/sk.pdf", "2026/11/a/rahasia/mundur.jpg"} <= site.files().keys()


def test_a_static_picture_of_a_hidden_release_is_warned_of(site: SiteTest) -> None:
    """What lies in static/ is public at once, whoever names it."""
    site.release("b", "B", embargo="2027-01-01", image="{file: /poster.jpg, alt: x}")
    (warning,) = site.write("content/static/poster.jpg", picture("poster")).build().warnings
    assert "content/releases/b.md: '/poster.jpg' lies in content/static/ and is public already" in str(warning)
