"""Data files shape the pages whose templates ask for them and no others; their mistakes stop a build with file and line."""

from __future__ import annotations

from pathlib import Path

from tests.support import SiteTest
from warta.engine.checking import check
from warta.errors import ProblemsFound


def start(root: Path) -> SiteTest:
    """A newsroom whose home page shows prices, and whose years show what data there is."""
    site = SiteTest(root)
    site.release("a", "Rilis", date="2026-11-20")
    for name, shown in (
        ("home", "{% for row in data.harga %}[{{ row.nama }} {{ row.rupiah|number }}]{% endfor %}"),
        ("year", "{% for name in data %}({{ name }}){% endfor %}"),
        ("archive", '{{ data["jam-buka"].senin }}'),
    ):
        path = f"themes/bare/templates/{name}.html"
        site.write(path, (site.root / path).read_text(encoding="utf-8") + shown)
    site.write("content/data/harga.csv", "nama;rupiah\nBeras;14500\nCabai;62000\n")
    site.write("content/data/jam-buka.yaml", "senin: 07.30\n")
    return site


def test_what_changed_is_rendered_and_nothing_else(tmp_path: Path) -> None:
    """A changed value renders the pages that ask for it; a remark renders none; warm is cold after each."""
    site = start(tmp_path).remember()
    site.compare()
    home = (site.output / "index.html").read_text(encoding="utf-8")
    assert "[Beras 14.500][Cabai 62.000]" in home
    assert "(harga)(jam-buka)" in (site.output / "2026/index.html").read_text(encoding="utf-8")
    assert "07.30" in (site.output / "arsip/index.html").read_text(encoding="utf-8")
    assert not list(site.output.rglob("harga*"))
    for edit, written in (
        (("harga.csv", "14500", "15000"), {"index.html"}),
        (("jam-buka.yaml", "07.30", "08.00"), {"arsip/index.html"}),
        (("jam-buka.yaml", "senin:", "# remark\nsenin:"), set()),
    ):
        name, old, new = edit
        site.edit(f"content/data/{name}", old, new)
        pages = {path for path in site.build().written if path.endswith(".html")}
        assert pages - {"2026/index.html"} == written, edit
        site.compare()
    site.write("content/data/baru.json", "[1]")
    assert set(site.build().written) == {"2026/index.html"}
    site.compare()
    site.delete("content/data/baru.json")
    site.remember(again=False).compare()


def test_mistakes_are_told_all_at_once_and_the_output_stands(tmp_path: Path) -> None:
    """Each mistake has its file and line, with those of releases; a check tells the same; what was published stays."""
    site = start(tmp_path)
    site.build()
    before = site.files()
    site.write("content/data/harga.csv", "nama;rupiah\nBeras\n")
    site.write("content/data/jam-buka.json", "{}")
    site.write("content/data/lain.yaml", "a: 1\na: 2\n")
    site.write("content/data/rusak.json", "[NaN]")
    site.write("content/data/besar.json", b" " * (1 << 20) + b"[]")
    site.write("content/releases/b.md", "---\ndate: 2026-11-20\n---\n")
    problems = site.problems()
    for start_ in (
        "content/data/harga.csv:2: the row has 1 cells",
        "content/data/jam-buka.yaml: has the name of content/data/jam-buka.json",
        "content/data/lain.yaml:2: 'a' is written twice",
        "content/data/rusak.json:1: NaN",
        "content/data/besar.json: is larger than 1 MB",
        "content/releases/b.md",
    ):
        assert any(each.startswith(start_) for each in problems), (start_, problems)
    assert site.files() == before
    try:
        check(site.request())
    except ProblemsFound as found:
        assert [str(each) for each in found.problems] == problems
    else:
        raise AssertionError("a check sees no problem")


def test_a_name_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A template that asks for data that is not there is told where, and what it may have meant."""
    site = start(tmp_path)
    site.edit("themes/bare/templates/home.html", "data.harga", "data.hargaa")
    assert any("home.html" in each and "Did you mean 'harga'" in each for each in site.problems())
    site.edit("themes/bare/templates/home.html", "data.hargaa", "data.harga")
    site.edit("themes/bare/templates/home.html", "row.nama", "row.namaa")
    assert any("the data has no 'namaa'" in each and "'nama'" in each for each in site.problems())
