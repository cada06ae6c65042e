"""The page of a text that was not saved is byte for byte the one that a build makes of it once it is saved."""

from __future__ import annotations

from pathlib import Path

from tests.support import NOW, SiteTest, picture
from warta.engine.build import build
from warta.engine.live import Live
from warta.engine.workspace import Request, Workspace
from warta.newsroom.visibility import ALL_STATES


def newsroom(tmp_path: Path) -> SiteTest:
    """Releases of all states, with neighbours, relations, pictures, corrections and a translation."""
    site = SiteTest(tmp_path, theme="warta").config("languages: [id, en]\nrelated: 2\n")
    site.write("content/organizations/humas.md", "---\nname: Humas\nphone: 021 345678\n---\n\nTentang kami.\n")
    for number in range(8):
        site.release(
            f"2026/r{number}", f"Rilis {number} panen", f"Isi {number}. [Lain](r{(number + 1) % 8}.md)\n\n## Sub\n\nDua.",
            date=f"2026-0{1 + number}-05 09:00", tags="[padi, air]", category="Ekonomi", organization="humas",
        )  # fmt: skip
    site.release("2026/draf", "Masih draf", date="2026-11-20", draft="true")
    site.release("2026/embargo", "Embargo", date="2026-12-20", embargo="2026-12-24 09:00")
    site.release("2026/lewat", "Lewat", date="2026-01-20", expires="2026-02-01")
    site.release("2026/cabut", "Dicabut", date="2026-03-20", withdrawn='{at: 2026-03-21, reason: "Keliru."}')
    site.release("2026/ralat", "Diralat", date="2026-03-22", corrections='[{at: 2026-03-23, text: "Bukan dua."}]')
    site.release("2026/en", "In English", date="2026-03-22", language="en", translation_of="releases/2026/ralat.md")
    site.write(
        "content/releases/2026/foto/index.md",
        "---\ntitle: Foto\ndate: 2026-05-05\nimage: {file: a.jpg, alt: A}\n---\n\nX.\n",
    )
    return site.write("content/releases/2026/foto/a.jpg", picture("a", (900, 600)))


def test_a_page_from_memory_is_the_page_of_a_build(tmp_path: Path) -> None:
    """Of every release as it lies there; and of each with another title, text, date, tags and state, also where it was
    never saved. What is asked in between leaves no trace in the pages that follow.
    """
    site = newsroom(tmp_path)
    request = Request(site.root, site.output, NOW, ALL_STATES, jobs=1)
    space, live = Workspace(), Live()
    build(request, space=space)
    live.refresh(request, space)
    content = site.root / "content"
    sources = sorted(path.relative_to(content).as_posix() for path in (content / "releases").rglob("*.md"))
    assert len(sources) == 15
    for source in sources:
        page = live.page(source, (content / source).read_bytes())
        assert page.html == (site.output / page.path).read_bytes(), source
        assert not page.problems
    changes = [("title: ", "title: Baru "), ("2026-0", "2025-0"), ("[padi, air]", "[air]"), ("Isi", "Kata\n\nIsi")]
    for number, source in enumerate(sources[::4]):
        path = content / source
        data = path.read_bytes()
        for old, new in changes[: 1 + number % 4]:
            data = data.replace(old.encode(), new.encode(), 1)
        page = live.page(source, data)
        path.write_bytes(data)
        build(request, space=space)
        assert page.html == (site.output / page.path).read_bytes(), source
        live.refresh(request, space)
    unsaved = b"---\ntitle: Belum ada\ndate: 2026-04-09 10:00\ntags: [padi]\ndraft: true\n---\n\nIsi baru.\n"
    page = live.page("releases/2026/baru.md", unsaved)
    site.write("content/releases/2026/baru.md", unsaved)
    build(request, space=space)
    assert page.html == (site.output / page.path).read_bytes()


def test_what_is_wrong_with_a_text_is_said_beside_its_page(tmp_path: Path) -> None:
    """An unknown category is a problem and a page; a file that lies elsewhere until then is none."""
    site = newsroom(tmp_path).config("categories: [Ekonomi]\n")
    request = Request(site.root, site.output, NOW, ALL_STATES, jobs=1)
    live = Live()
    live.refresh(request, Workspace())
    head = b"---\ntitle: Baru\ndate: 2026-04-09 10:00\ndraft: true\n"
    page = live.page("releases/2026/x/index.md", head + b"category: Ekonmi\n---\n\nIsi.\n")
    assert [str(each) for each in page.problems][0].startswith("content/releases/2026/x/index.md:5: ")
    assert b"<h1" in page.html
    picture_of = head + b"image: {file: a.jpg, alt: A}\n---\n\nIsi.\n"
    assert live.page("releases/2026/x/index.md", picture_of).problems
    beside = {"releases/2026/x/a.jpg": site.root / "content/releases/2026/foto/a.jpg"}
    assert not live.page("releases/2026/x/index.md", picture_of, beside).problems
    broken = live.page("releases/2026/x/index.md", b"no front matter")
    assert broken.problems
    assert not broken.html
