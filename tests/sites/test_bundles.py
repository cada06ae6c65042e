"""Whose a file is: that of the nearest text around it, of whoever names it, and of nobody hidden but with a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import NOW, SiteTest, picture

LATER = "2027-01-01"
HIDDEN = {
    "embargo": {"embargo": LATER},
    "draft": {"draft": "true"},
    "ahead": {"date": LATER},
    "expired": {"expires": "2026-11-22"},
    "withdrawn": {"withdrawn": "{at: 2026-11-21, reason: Keliru}"},
}


def files(site: SiteTest) -> set[str]:
    """The pictures and letters of the output."""
    return {path for path in site.files() if path.endswith((".jpg", ".pdf"))}


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize(
    ("index", "name", "folder"),
    [
        ("index.md", "hut/lanjutan", "hut"),
        ("INDEX.MD", "hut/lanjutan", "hut"),
        ("index.md", "hut/lomba/index", "hut/lomba"),
        ("index.markdown", "hut/lomba/teks", "hut/lomba"),
        ("INDEX.MD", "hut/index.en", "hut"),
        ("index.md", "2026/rahasia", "2026"),
        ("index.markdown", "2026/a/b/index", "2026/a/b/c"),
    ],
)
def test_a_public_index_publishes_nothing_of_a_hidden_text(
    tmp_path: Path, state: str, index: str, name: str, folder: str
) -> None:
    """Beside it, in a folder of its own below, as a translation, below the index of a year; however it is written."""
    site = SiteTest(tmp_path)
    top = name.partition("/")[0]
    site.release(f"{top}/index", "Umum", body="![u](umum.jpg)").write(f"content/releases/{top}/umum.jpg", picture())
    written = site.root / f"content/releases/{top}/index.md"
    written.rename(written.with_name(index))
    up = "c/" if folder.endswith("/c") else ""
    fields = {"image": f"{{file: {up}p.jpg, alt: x}}", "attachments": f"[{up}s.pdf]", "slug": "rahasia"}
    site.release(name, "Rahasia", body=f"[x]({up}t.pdf)", **(fields | HIDDEN[state]))
    for file in ("p.jpg", "s.pdf", "t.pdf"):
        site.write(f"content/releases/{folder}/{file}", picture(file))
    assert site.build().warnings == ()
    assert files(site) == {"2026/11/umum/umum.jpg"}


def test_a_folder_with_a_text_of_its_own_is_no_part_of_the_bundle_above(site: SiteTest) -> None:
    """Though the text is public and names nothing there."""
    site.release("a/index", "A").release("a/b/teks", "B")
    for file in ("a/x.pdf", "a/c/y.pdf", "a/b/z.pdf", "a/b/d/z.pdf"):
        site.write(f"content/releases/{file}", file)
    site.build()
    assert files(site) == {"2026/11/a/x.pdf", "2026/11/a/c/y.pdf"}


def test_a_file_that_a_public_text_names_too_is_published_with_a_word(site: SiteTest) -> None:
    """The build says who is not public and has it; the time comes and the word goes."""
    site.release("umum", "Umum", image="{file: p.jpg, alt: x}").write("content/releases/p.jpg", picture())
    site.release("rahasia", "Rahasia", image="{file: p.jpg, alt: x}", embargo="2026-11-25")
    assert [str(each) for each in site.build().warnings] == [
        "content/releases/umum.md:3: 'p.jpg' is published, since it is named here; content/releases/rahasia.md, which "
        "is not public, has it too."
    ]
    assert files(site) == {"2026/11/umum/p.jpg"}
    assert site.build(now=NOW.replace(month=12)).warnings == ()


def test_a_film_that_is_cut_from_a_hidden_text_keeps_its_poster(site: SiteTest) -> None:
    """What the writer's own HTML names is the text's, though nothing of it may be left on its page."""
    site.release("a/index", "A").release("a/rahasia", "B", '<video poster="p.jpg" src=f.pdf></video>', draft="true")
    site.write("content/releases/a/p.jpg", picture()).write("content/releases/a/f.pdf", "f").build()
    assert files(site) == set()


def test_the_same_bytes_under_another_name_stay_too(site: SiteTest) -> None:
    """A copy that nobody names beside a public text; named, it is published."""
    site.release("rahasia/index", "Rahasia", draft="true").write("content/releases/rahasia/p.jpg", picture())
    site.release("a/index", "A").write("content/releases/a/salin.jpg", picture())
    assert [str(each) for each in site.build().warnings] == [
        "content/releases/a/salin.jpg: is left out: it is the same file as content/releases/rahasia/p.jpg, which belongs "
        "to content/releases/rahasia/index.md. Name it in a public text to publish it."
    ]
    assert files(site) == set()
    site.edit("content/releases/a/index.md", "date:", "attachments: [salin.jpg]\ndate:").build()
    assert files(site) == {"2026/11/a/salin.jpg"}


def test_a_copy_that_lies_in_the_output_already_is_found(site: SiteTest) -> None:
    """What was published before anybody hid it is looked at again, though nothing of it is made anew."""
    site.release("a", "A").write("content/static/lain.jpg", picture("rahasia")).build()
    site.release("b/index", "B", draft="true").write("content/releases/b/p.jpg", picture("rahasia"))
    assert site.problems() == [
        "content/releases/b/index.md: is not public, but the output would give it away: lain.jpg is the same picture "
        "or file as one of its own."
    ]


def test_an_output_of_another_newsroom_s_hand_is_searched_by_its_bytes(site: SiteTest) -> None:
    """Files that the newsroom's own extensions make are looked at as all others."""
    site.release("b/index", "B", draft="true").write("content/releases/b/s.pdf", "surat rahasia")
    code = 'from warta import Output\n\n\ndef outputs(site):\n    return [Output("x.bin", b"surat rahasia")]\n'
    site.write("extensions.py", code).config("extensions: true\n").release("a", "A")
    assert "x.bin is the same picture or file as one of its own" in site.problems()[0]


@pytest.mark.parametrize("written", ["INDEX.MD", "index.markdown"])
def test_links_find_an_index_however_it_is_written(site: SiteTest, written: str) -> None:
    """By the name of its folder."""
    site.release("a/index", "A").release("c", "C", "[a](a/)")
    (site.root / "content/releases/a/index.md").rename(site.root / f"content/releases/a/{written}")
    site.build()
    assert 'href="/2026/11/a/"' in site.page("/2026/11/c/")
