"""Links of the file system publish what is published where it lies, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SiteTest, picture


def link(site: SiteTest, path: str, target: str) -> SiteTest:
    """Make a link in the newsroom."""
    place = site.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
    return site


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A release in a folder, and what must not come out."""
    site.release("a/index", "A").release("rahasia", "Rahasia", draft="true")
    site.write(".env", "KUNCI=1").write(".git/config", "[core]").write("catatan.txt", "x")
    site.write("content/.sunting/x.pdf", "x").write("content/releases/a/.kunci.pdf", "x")
    site.write("content/releases/a/foto.jpg~", "x").write("content/berkas/x.pdf", "x")
    return site.write("content/releases/bebas/x.pdf", "isi").write("content/static/s.pdf", "s")


WRONG = [
    ("../../.git/config", ".git/config"),
    ("../../.env", ".env"),
    ("../../config.yaml", "config.yaml"),
    ("../../catatan.txt", "catatan.txt"),
    ("../.sunting/x.pdf", "content/.sunting/x.pdf"),
    ("../releases/a/.kunci.pdf", "content/releases/a/.kunci.pdf"),
    ("../releases/a/foto.jpg~", "content/releases/a/foto.jpg~"),
    ("../berkas/x.pdf", "content/berkas/x.pdf"),
    ("../releases/rahasia.md", "content/releases/rahasia.md"),
    ("../releases/a/index.md", "content/releases/a/index.md"),
]


@pytest.mark.parametrize("place", ["content/static/x.pdf", "content/releases/x.txt", "content/pages/x.jpg"])
@pytest.mark.parametrize(("target", "shown"), WRONG)
def test_a_link_to_what_is_not_published_is_refused(newsroom: SiteTest, place: str, target: str, shown: str) -> None:
    """Of version control, secrets, settings, hidden files, editors' leftovers, texts under another ending."""
    (problem,) = link(newsroom, place, target).problems()
    assert problem.startswith(f"{place}: is a link to {shown}")
    assert not newsroom.output.exists()


def test_a_chain_of_links_is_followed_to_its_end(newsroom: SiteTest) -> None:
    """Through names that look harmless, and through a folder."""
    link(newsroom, "content/static/satu.pdf", "dua.pdf")
    link(newsroom, "content/static/dua.pdf", "../../jalan/.env")
    link(newsroom, "jalan", ".")
    assert [each.partition(".")[0] for each in newsroom.problems()] == ["content/static/dua", "content/static/satu"]


@pytest.mark.parametrize(
    ("place", "target", "why"),
    [
        ("content/static/x", "../../.git", "is a link to a folder"),
        ("content/static/x", "..", "is a link to a folder"),
        ("content/releases/b", "a", "is a link to a folder"),
        ("content/static/x", "/etc", "leads out of this newsroom (to etc)"),
        ("content/static/x", "/etc/hostname", "leads out of this newsroom (to hostname)"),
        ("content/static/x", "x", "leads back to itself"),
        ("content/static/x", "tidak-ada", "does not exist"),
        ("content/releases/b.md", "../static/s.pdf", "is a link to content/static/s.pdf"),
    ],
)
def test_other_links_are_refused(newsroom: SiteTest, place: str, target: str, why: str) -> None:
    """To folders, out of the newsroom, in a circle, to nowhere; and a text that is a link."""
    (problem,) = link(newsroom, place, target).problems()
    assert problem.startswith(f"{place}: ")
    assert why in problem


def test_a_static_folder_that_is_a_link_is_refused(newsroom: SiteTest) -> None:
    """That of content/, and that of a theme, whichever file it would publish."""
    (newsroom.root / "content/static/s.pdf").unlink()
    (newsroom.root / "content/static").rmdir()
    link(newsroom, "content/static", "../.git")
    for path in sorted((newsroom.root / "themes/bare/static").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (newsroom.root / "themes/bare/static").rmdir()
    link(newsroom, "themes/bare/static", "../../.git")
    assert [each.partition(":")[0] for each in newsroom.problems()] == ["content/static", "themes/bare/static"]


@pytest.mark.parametrize(
    "target", ["../theme.yaml", "../templates/home.html", "../../../.env", "../../../content/static/s.pdf"]
)
def test_a_theme_s_links_stay_in_its_static_folder(newsroom: SiteTest, target: str) -> None:
    """Settings, templates and what lies around it are not published as its files."""
    (problem,) = link(newsroom, "themes/bare/static/x.css", target).problems()
    assert problem.startswith("themes/bare/static/x.css: is a link ")


def test_a_link_to_a_published_file_is_the_file(newsroom: SiteTest) -> None:
    """In static/, beside a text and named by one; when what it leads to changes, so does what is published."""
    link(newsroom, "content/static/y.pdf", "../releases/bebas/x.pdf")
    link(newsroom, "content/releases/a/z.pdf", "../../static/s.pdf")
    newsroom.remember().build()
    assert newsroom.files()["y.pdf"] == b"isi"
    assert newsroom.files()["2026/11/a/z.pdf"] == b"s"
    changed = newsroom.root / "content/releases/bebas/x.pdf"
    changed.write_bytes(b"isi baru")
    newsroom.compare()
    assert newsroom.files()["y.pdf"] == b"isi baru"


def test_a_link_to_a_file_of_a_hidden_release_is_left_out(tmp_path: Path) -> None:
    """In static/, beside a public text and named by it: with a word for each, and until the release is public."""
    site = SiteTest(tmp_path).release("b/index", "B", embargo="2026-11-25", image="{file: p.jpg, alt: x}")
    site.write("content/releases/b/p.jpg", picture()).release("a/index", "A", attachments="[z.jpg]")
    for place in ("content/static/y.jpg", "content/releases/a/x.jpg", "content/releases/a/z.jpg"):
        link(site, place, "../releases/b/p.jpg" if "static" in place else "../b/p.jpg")
    said = [str(each) for each in site.build().warnings]
    for place in ("content/static/y.jpg", "content/releases/a/x.jpg"):
        assert (
            f"{place}: is left out: it is a link to content/releases/b/p.jpg, which belongs to "
            "content/releases/b/index.md." in said
        )
    assert not [path for path in site.files() if path.endswith(".jpg")]
    site.edit("content/releases/b/index.md", "embargo: 2026-11-25", "number: 1").build()
    assert {path for path in site.files() if path.endswith(".jpg")} == {
        "y.jpg",
        "2026/11/a/x.jpg",
        "2026/11/a/z.jpg",
        "2026/11/b/p.jpg",
    }
