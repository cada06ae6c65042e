"""Files that are not published, and what a build says of them: nothing is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SiteTest

LEFTOVERS = [
    "~$laporan.docx", "#index.md#", "index.md~", "index.md.save", "index.md.rej", "index.md.orig", "index.md.bak", "foto.jpg.part",
    "foto.jpg.crdownload", "foto.jpg.download", "a.tmp", "A.BAK", "index (conflicted copy).md", "index (konflik) conflicted copy.md",
    "index.sync-conflict-20261101.md", "~WRL0001.tmp",
]  # fmt: skip
QUIET = [".~lock.laporan.docx#", "._foto.jpg", ".index.md.swp", "Thumbs.db", "desktop.ini", ".DS_Store", ".#index.md"]


def warnings(site: SiteTest) -> list[str]:
    return [str(each) for each in site.build().warnings]


@pytest.mark.parametrize("place", ["releases/a", "static", "organizations"])
@pytest.mark.parametrize("name", [*LEFTOVERS, *QUIET])
def test_what_programs_leave_is_published_nowhere(tmp_path: Path, name: str, place: str) -> None:
    """Beside a text, in static/, wherever; what can be seen is named, in one line."""
    site = SiteTest(tmp_path).write("content/releases/a/index.md", "---\ntitle: A\ndate: 2026-11-20\n---\n\nIsi.\n")
    site.write(f"content/{place}/{name}", "isi")
    said = warnings(site)
    assert not [path for path in site.files() if path.endswith(name)]
    expected = f"content: passed over what editors, office programs or downloads left: {place}/{name}. "
    assert said == ([] if name in QUIET else [f"{expected}Delete it, or rename what is meant to be published."])


def test_leftovers_are_named_in_every_build(tmp_path: Path) -> None:
    """Whether anything else changed or not; and no more once they are gone."""
    site = SiteTest(tmp_path).release("a", "A").remember()
    assert warnings(site) == []
    site.write("content/releases/x.md.bak", "x")
    assert len(warnings(site)) == len(warnings(site)) == 1
    assert warnings(site.delete("content/releases/x.md.bak")) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "rilis.docx",
            "holds text that Warta does not read: rilis.docx. Copy the words into a text whose name ends in .md",
        ),
        ("rilis.odt", "holds text that Warta does not read: rilis.odt. Copy the words into"),
        ("rilis.txt", "holds a text whose name does not end in .md: rilis.txt. Rename it if it is a release"),
        ("rilis.md.txt", "holds a text whose name does not end in .md: rilis.md.txt. Rename it"),
        ("data.pdf", "holds what no text names, and what is not published: data.pdf. Name it in a text"),
        ("foto.jpg.tidak", "holds what no text names, and what is not published: foto.jpg.tidak."),
    ],
)
def test_a_file_that_no_text_names_is_told(tmp_path: Path, name: str, said: str) -> None:
    """With what to do about it."""
    (warning,) = warnings(SiteTest(tmp_path).release("a", "A").write(f"content/releases/{name}", "isi"))
    assert warning.startswith(f"content/releases: {said}")


def test_files_that_texts_name_or_own_are_not_told(tmp_path: Path) -> None:
    """Public or hidden, in front matter, in the body, beside an index.md, of a page, of an organization."""
    site = SiteTest(tmp_path).release("a", "A", "[x](badan.pdf)", attachments="muka.pdf")
    site.release("b", "B", embargo="2026-12-01 09:00", attachments="nanti.pdf").release(
        "c", "C", draft="true", attachments="d.pdf"
    )
    site.release("w", "W", withdrawn="{at: 2026-11-21, reason: Salah}", attachments="w.pdf")
    site.write("content/releases/m/index.md", "---\ntitle: M\ndate: 2026-11-20\n---\n").write(
        "content/releases/m/x/z.pdf", "x"
    )
    site.write("content/pages/p.md", "---\ntitle: P\n---\n\n[x](p.pdf)\n")
    site.write("content/organizations/o.md", "---\nname: O\n---\n\n[x](o.pdf)\n")
    for name in (
        "releases/badan",
        "releases/muka",
        "releases/nanti",
        "releases/d",
        "releases/w",
        "pages/p",
        "organizations/o",
    ):
        site.write(f"content/{name}.pdf", "x")
    site.write("content/static/bebas.pdf", "x")
    assert warnings(site) == []


def test_many_files_are_one_line_a_folder(tmp_path: Path) -> None:
    """An archive of photos is no flood."""
    site = SiteTest(tmp_path).release("a", "A")
    for number in range(20):
        site.write(f"content/releases/foto-{number:02}.bin", "x")
    (warning,) = warnings(site)
    assert "foto-00.bin" in warning
    assert "and 12 more" in warning


@pytest.mark.parametrize(
    ("path", "place"), [("panen.md", "panen.md"), ("panen.docx", "panen.docx"), ("releases/a.md", "releases")]
)
def test_a_text_beside_config_yaml_is_told(tmp_path: Path, path: str, place: str) -> None:
    """README.md and the like are a project's own."""
    site = SiteTest(tmp_path).release("a", "A").write("README.md", "x").write("SECURITY.md", "x")
    assert warnings(site) == []
    (warning,) = warnings(site.write(path, "x"))
    assert warning.startswith(f"{place}: lies beside con")
    assert "content/releases" in warning
