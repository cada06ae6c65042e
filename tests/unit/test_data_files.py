"""A data file becomes the values that it holds, exactly, or every problem with its line; figures are never guessed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.content.chart_figures import figures_of
from warta.content.csv_rows import Unclear, numbers_of
from warta.content.data_files import read_data
from warta.errors import ProblemsFound
from warta.render.html.data import data_of
from warta.render.html.sources import Template, data_used


def problems(name: str, text: str) -> list[str]:
    """What is said of a data file that cannot be read."""
    with pytest.raises(ProblemsFound) as found:
        read_data(f"data/{name}", text.encode())
    return [f"{each.line} {each.message.code}" for each in found.value.problems]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('abcé \\/"', max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from((None, 2)))
def test_json_is_what_the_standard_library_reads(value: object, indent: int | None) -> None:
    """Every value that JSON can hold comes out as it was written."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    assert read_data("data/x.json", text.encode()) == json.loads(text)


def test_yaml_types_nothing_that_was_not_meant() -> None:
    """Only true, false, null and plain numbers are other than text; quotes make text of these too."""
    text = "a: no\nb: 0123\nc: 9:05\nd: '5'\ne: 5\nf: -1.5\ng: true\nh: ~\ni: 2026-11-24\nj: [1, 'x']\nk: 1e3\n"
    assert read_data("data/x.yml", text.encode()) == {
        "a": "no", "b": "0123", "c": "9:05", "d": "5", "e": 5, "f": -1.5, "g": True, "h": None, "i": "2026-11-24",
        "j": [1, "x"], "k": 1000.0,
    }  # fmt: skip


def test_columns_of_figures_are_numbers() -> None:
    """A semicolon, a comma or a tab parts the cells; codes stay text, and figures that can be two numbers do too."""
    text = "nama;jumlah;kode;dua\nA;1.250,5;007;12.450\nB;;012;1.000\n"
    assert read_data("data/x.csv", text.encode()) == [
        {"nama": "A", "jumlah": 1250.5, "kode": "007", "dua": 12450},
        {"nama": "B", "jumlah": None, "kode": "012", "dua": 1000},
    ]
    assert read_data("data/x.csv", b"a,b\n1,12.450\n") == [{"a": 1, "b": "12.450"}]
    assert read_data("data/x.csv", b'\xef\xbb\xbfa\tb\r\n"x\ty"\t2\r\n\r\n') == [{"a": "x\ty", "b": 2}]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", '{"a": 1,\n"b": {"a": 2},\n"a": 3}', ["3 data-key-twice"]),
        ("x.json", "[1,\n NaN]", ["2 data-not-a-number"]),
        ("x.json", '{"a": [1,\n-Infinity]}', ["2 data-not-a-number"]),
        ("x.json", "[1,\n2", ["2 data-json"]),
        ("x.json", "", ["1 data-json"]),
        ("x.json", '{"a":\n1e999}', ["2 data-number-large"]),
        ("x.json", '["a",\n"\\u202e"]', ["2 data-sign"]),
        ("x.json", "[" * 200 + "]" * 200, ["1 data-too-deep"]),
        ("x.json", '{"a":' * 60 + "1" + "}" * 60, ["1 data-too-deep"]),
        ("x.yaml", "a: 1\nb: 2\na: 3\n", ["3 key-twice"]),
        ("x.yaml", "a: .nan\nb: [.inf, 99999999999999999999]\n", ["1 data-not-a-number", "2 data-not-a-number", "2 data-number-large"]),
        ("x.yaml", "a: &x 1\nb: *x\n", ["2 yaml-aliases"]),
        ("x.yaml", "a: [1, 2\nb: 3\n", ["1 yaml-list-unclosed"]),
        ("x.csv", "a,b\n1\n2,3,4\n", ["2 csv-ragged", "3 csv-ragged"]),
        ("x.csv", "a,b,a,\n1,2,3,4\n", ["1 csv-name-twice", "1 csv-no-name"]),
        ("x.csv", 'a,b\n"1\n2",3\n"4,5\n', ["4 csv-broken"]),
        ("x.csv", "\n\n", ["0 csv-empty"]),
    ],
)  # fmt: skip
def test_every_problem_has_its_line(name: str, text: str, said: list[str]) -> None:
    """What cannot be read is told with the line it stands on, all of a file at once."""
    found = problems(name, text)
    assert [each.split()[0] for each in found] == [each.split()[0] for each in said]
    if "unclosed" not in said[0]:
        assert sorted(found) == sorted(said)


@pytest.mark.parametrize(
    ("cells", "plain"),
    [
        (("12450", "7"), ("12450", "7")),
        (("12.450", "7,5"), ("12450", "7.5")),
        (("12,450", "7.5"), ("12450", "7.5")),
        (("1.234.567", "12.450"), ("1234567", "12450")),
        (("−5", "-0,25", ""), ("-5", "-0.25", "")),
        (("12.450", "3"), Unclear(0, "12450", "12.450")),
        (("3", "7,5", "7.5"), 1),
        (("3", "12 orang"), 1),
        (("007",), 0),
        (("1234567890123456",), 0),
    ],
)
def test_figures_are_read_as_they_were_meant(cells: tuple[str, ...], plain: object) -> None:
    """Indonesian and English figures are told apart by one another; where nothing tells, nobody guesses."""
    assert numbers_of(cells) == plain


@given(st.lists(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), min_size=1, max_size=6))
def test_figures_in_both_languages_are_one_number(numbers: list[object]) -> None:
    """Whatever is written with separators in one language is read as the same number."""
    english = [f"{each:,.2f}" for each in numbers]
    indonesian = [each.translate({44: ".", 46: ","}) for each in english]
    assert numbers_of(english) == numbers_of(indonesian) == tuple([f"{each:.2f}" for each in numbers])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Desa,Kasus\nA,12.450\n", "2 chart-unclear"),
        ("Desa;Kasus\nA;1\nB;dua\n", "3 chart-no-number"),
        ("Desa;Kasus\n;1\n", "2 chart-no-label"),
        ("Desa;Kasus\nA;\n", "0 chart-no-figures"),
        ("Desa;Kasus\n", "0 chart-too-little"),
        ("Desa\nA\n", "0 chart-too-little"),
        ("a;b;c;d;e;f\n" + "1;1;1;1;1;1\n", "0 chart-too-much"),
        ("Desa;Kasus\nA;1;2\n", "2 csv-ragged"),
        ("Desa;Kasus\n" + "A;1\n" * 20_000, "0 chart-large"),
    ],
)
def test_what_no_chart_can_be_drawn_of_is_told(text: str, said: str) -> None:
    """A file of a chart that cannot be one is told with its line."""
    with pytest.raises(ProblemsFound) as found:
        figures_of(text.encode(), "content/releases/a.csv")
    assert [f"{each.line} {each.message.code}" for each in found.value.problems] == [said]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{{ data.harga }}", {"harga"}),
        ('{% for x in data["harga-beras"] %}{% endfor %}', {"harga-beras"}),
        ("{{ site.data.page }} <p data-frame=1> {{ _('data') }} {# data #}", set()),
        ("{% for name in data %}{% endfor %}", None),
        ("{% set d = data %}", None),
        ("{{ data[name] }}", None),
        ('{{ "}}" ~ data.harga }}', {"harga"}),
        ("{{ x.data }} {{ data . harga }}", None),
        ('{% include "b.html" %}', {"isi"}),
        ("{% include page.kind %}", {"isi"}),
    ],
)
def test_what_templates_ask_for_is_found_in_their_text(text: str, used: set[str] | None) -> None:
    """The data files that a template asks for are found, also through what it includes; in doubt all of them."""
    templates = {"a.html": Template("a", text), "b.html": Template("b", "{{ data.isi }}")}
    assert data_used(["a.html"], templates) == used


def test_values_cannot_be_changed_and_hide_no_name() -> None:
    """A name such as `items` is a name like any other."""
    data = data_of({"x": b'{"items": [1], "keys": {"a": null}}'})
    assert data["x"]["items"] == (1,)
    assert not hasattr(data["x"], "items")
    assert list(data["x"]) == ["items", "keys"]
    assert "a" in data["x"]["keys"]
    with pytest.raises(TypeError):
        data["x"]["items"] = 2
