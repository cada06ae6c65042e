"""A CSV file in place of a picture is a chart on its page, with its table, and the table wherever else the text stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.content.chart_figures import Figures
from warta.newsroom.views import Chart
from warta.render.html.charts import Charts
from warta.render.html.locales import Formats
from warta.settings import read_settings

TEXT = """Awal.

![Kasus <b>DBD</b> & "lain"](kasus.csv "Sampai Oktober. Sumber: Dinas Kesehatan")

Lalu ![angkanya](kasus.csv) di sini.

![Sejak 2024](tahun.csv#garis)
"""


def start(root: Path) -> SiteTest:
    """A newsroom with a release that has two charts."""
    site = SiteTest(root)
    site.edit("config.yaml", "feed_formats: [rss]\nwire: []\n", "")
    site.config("languages: [en]\n")
    site.write("content/releases/dbd/index.md", f"---\ntitle: DBD\ndate: 2026-11-20\n---\n\n{TEXT}")
    site.write("content/releases/dbd/kasus.csv", "Kecamatan;Kasus\nTirtasari;1.240\nCibening;987,5\n")
    site.write("content/releases/dbd/tahun.csv", "Tahun,Kasus\n2024,3\n2025,\n2026,5\n")
    return site


def test_pages_have_a_drawing_and_all_else_the_table(tmp_path: Path) -> None:
    """The page draws, names title and source, and keeps the table at hand; feeds and the wire have the table alone."""
    site = start(tmp_path)
    site.build()
    page = (site.output / "2026/11/dbd/index.html").read_text(encoding="utf-8")
    assert page.count('<figure class="chart">') == 2
    assert page.count("<svg width") == 2
    assert "<b>Kasus &lt;b&gt;DBD&lt;/b&gt; &amp; &quot;lain&quot;</b>" in page
    assert '<small class="credit">Sumber: Dinas Kesehatan</small>' in page
    assert '<td class="num">987,5</td>' in page
    assert ">1.240</text>" in page
    assert page.count("<details>") == 2
    assert '<a href="/2026/11/dbd/kasus.csv">angkanya</a>' in page
    assert " style=" not in page[page.index('class="chart"') :]
    text = (site.output / "2026/11/dbd/rilis.txt").read_text(encoding="utf-8")
    assert "Tirtasari\t1.240" in text
    assert "Sampai Oktober. Sumber: Dinas Kesehatan" in text
    assert "2025\t–" in text
    wire = json.loads((site.output / "2026/11/dbd/ninjs.json").read_bytes())
    for made in ((site.output / "feed.xml").read_text(encoding="utf-8"), wire["bodies"][0]["value"]):
        assert "<svg" not in made
        assert "1.240" in made
        assert "https://berita.example/2026/11/dbd/kasus.csv" in made


def test_a_changed_figure_changes_what_shows_it(tmp_path: Path) -> None:
    """An edited CSV file renders its release, and warm is cold."""
    site = start(tmp_path).remember()
    site.release("b", "Lain", date="2026-11-01")
    site.build()
    site.edit("content/releases/dbd/kasus.csv", "987,5", "990")
    written = set(site.build().written)
    assert {"2026/11/dbd/index.html", "2026/11/dbd/kasus.csv", "2026/11/dbd/rilis.txt", "feed.xml"} <= written
    assert "2026/11/b/index.html" not in written
    site.compare()


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("kasus.csv", "Kecamatan,Kasus\nTirtasari,1.240\n", "content/releases/dbd/kasus.csv:2: '1.240' in the column"),
        ("kasus.csv", "Kecamatan;Kasus\nA;1\nB;2;3\n", "content/releases/dbd/kasus.csv:3: the row has 3 cells"),
        ("kasus.csv", b"a;b\nA;\xff\n", "content/releases/dbd/kasus.csv: is not UTF-8"),
        ("kasus.csv", "a;b\n" + "".join(f"d{n};{n}\n" for n in range(41)), "content/releases/dbd/index.md:8: "),
        ("index.md", TEXT.replace("#garis", "#pie"), "content/releases/dbd/index.md:12: "),
        ("index.md", TEXT.replace("tahun.csv", "tahum.csv"), "content/releases/dbd/index.md:12: "),
    ],
)
def test_what_cannot_be_drawn_is_an_error(tmp_path: Path, name: str, data: str | bytes, place: str) -> None:
    """A mistake in the file or in the text is told with file and line."""
    site = start(tmp_path)
    head = "---\ntitle: DBD\ndate: 2026-11-20\n---\n\n" if name == "index.md" else ""
    site.write(f"content/releases/dbd/{name}", head + data if isinstance(data, str) else data)
    assert [each for each in site.problems() if each.startswith(place)]


def test_a_csv_file_that_is_no_chart_may_be_anything(tmp_path: Path) -> None:
    """Nobody complains of a file that is only handed on."""
    site = start(tmp_path)
    site.write("content/releases/dbd/catatan.csv", "a;b\n1\n")
    site.edit("content/releases/dbd/index.md", "Awal.", "[Catatan](catatan.csv)")
    assert site.build().warnings == ()
    assert (site.output / "2026/11/dbd/catatan.csv").read_text(encoding="utf-8") == "a;b\n1\n"


CASES = {
    "one row": (("A", "5"),),
    "nothing but zero": (("A", "0"), ("B", "0")),
    "below zero": (("A", "-5"), ("B", "-2.5"), ("C", "")),
    "both sides": (("A", "-5"), ("B", "12345678.25")),
    "tiny": (("A", "0.0001"), ("B", "0.0003")),
    "far from zero": (("2020", "1000"), ("2021", "1001"), ("2026", "1000.5")),
    "long labels": (("Kecamatan " * 9, "1"), ("x" * 200, "2"), ("", "3")),
    "many": tuple((str(1900 + each), str(each % 7)) for each in range(120)),
}


@pytest.mark.parametrize("line", [False, True], ids=["bars", "line"])
@pytest.mark.parametrize("rows", CASES.values(), ids=CASES)
def test_whatever_is_drawn_lies_inside(tmp_path: Path, rows: tuple[tuple[str, ...], ...], *, line: bool) -> None:
    """Of every figure the drawing is made of real numbers, none of which lies outside of it."""
    site = SiteTest(tmp_path)
    formats = Formats("id", read_settings(site.root).zone)
    chart = Chart("/a.csv", 10, line, Figures(("Desa", "Kasus"), rows))
    html = Charts(formats, str, drawn=True)(chart, "Judul", "")
    shares = [float(each) for each in re.findall(r'"(-?[\d.]+)%"', html)]
    assert all(-0.01 <= each <= 100.01 for each in shares)
    assert not re.search(r"nan|inf|\de[-+]", html)
    for points in re.findall(r'points="([^"]*)"', html):
        for point in points.split():
            x, y = map(float, point.split(","))
            assert -0.1 <= x <= 1000.1
            assert -0.1 <= y <= 220.1
