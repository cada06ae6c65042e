"""No name that a system keeps, hides or takes for an option becomes an address, and what clashes is told of both sides."""

from __future__ import annotations

import pytest

from tests.support import SiteTest


@pytest.mark.parametrize("slug", ["assets", "api", "pagefind", "Assets"])
def test_a_page_does_not_lie_among_the_sites_own_files(site: SiteTest, slug: str) -> None:
    """A browser would keep a page below assets/ for ever."""
    site.write("content/pages/a.md", f"---\ntitle: A\nslug: {slug}\n---\n\nIsi.\n")
    assert site.problems() == [
        f"content/pages/a.md:3: has an address where the site keeps files of its own (/{slug}/). "
        "Give it another 'slug'."
    ]


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ("permalink: /con/{slug}/", "con"),
        ("permalink: /rilis/aux/{slug}/", "aux"),
        ("permalink: /assets/{slug}/", "assets"),
        ("permalink: /-rf/{slug}/", "-rf"),
        ("paths: {category: nul}", "nul"),
        ("paths: {tag: assets}", "assets"),
        ("url: https://a.example/hu mas/", "hu mas"),
        ("url: https://a.example/a$b/", "a$b"),
        ("url: https://a.example/con/", "con"),
        ("url: https://a.example/%22x/", "%22x"),
        ("categories: [{name: Uang, slug: com1}]", "com1"),
    ],
)
def test_a_setting_makes_no_such_address(site: SiteTest, setting: str, word: str) -> None:
    """With its line, before anything is read."""
    if setting.startswith("url"):
        site.edit("config.yaml", "url: https://berita.example/\n", "")
    line = site.config(f"{setting}\n").text_of("config.yaml").count("\n")
    (problem,) = site.release("a", "A").problems()
    assert problem.startswith(f"config.yaml:{line}: ")
    assert word in problem


@pytest.mark.parametrize(
    "name", ["CON", "nul.pdf", "aux.tar.gz", "akhir.", "lpt1.docx", "a/con/b.pdf", "x\\y.pdf", "akhir "]
)
def test_a_file_that_not_every_system_can_have_is_named(site: SiteTest, name: str) -> None:
    """In static/ and beside a text."""
    site.write(f"content/static/{name}", "x")
    (problem,) = site.problems()
    assert problem.startswith(f"content/static/{name}: would be written to /{name}. '")
    site.delete(f"content/static/{name}").release("b/index", "B", slug="b").write(f"content/releases/b/{name}", "x")
    (problem,) = site.problems()
    assert f"would be written to /2026/11/b/{name}. '" in problem


@pytest.mark.parametrize("name", ["Con", "AUX", "nul", "COM1", "Prn"])
def test_a_tag_or_title_that_windows_keeps_has_another_address(site: SiteTest, name: str) -> None:
    """A word that people may well write is no mistake."""
    site.release("a", name, tags=f"[{name}]", category=name, authors=f"[{name}]")
    site.write(f"content/organizations/{name}x.md", f"---\nname: {name}\n---\n").build()
    files = site.files()
    for folder in ("2026/11", "tag", "kategori", "penulis"):
        assert f"{folder}/x-{name.lower()}/index.html" in files
    assert not [path for path in files if name.lower() in path.lower().split("/")]


@pytest.mark.parametrize(
    ("slug", "other"),
    [
        ("feed.xml", "feed.xml"),
        ("arsip", "arsip/index.html"),
        ("2026", "2026/index.html"),
        ("sitemap.xml", "sitemap.xml"),
    ],
)
def test_what_clashes_is_told_with_its_line_and_the_other_side(site: SiteTest, slug: str, other: str) -> None:
    """The document is what a person can change."""
    site.release("b", "B")
    site.write("content/pages/a.md", f"---\ntitle: A\nslug: '{slug}'\n---\n\nIsi.\n")
    problems = site.problems()
    assert [each for each in problems if each.startswith(f"content/pages/a.md:3: would be written to /{other}")]
    assert all("is written too" in each for each in problems)
