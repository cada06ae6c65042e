"""Proves that each key is read once, as its reader wants it, and that every problem of a file comes in one run."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import JAKARTA, moment
from warta.datatree import Node, read_yaml
from warta.errors import Problem
from warta.fields import Fields, Ref, clean, shown
from warta.messages import msg


class Reader:
    """The fields of a YAML text, with the problems and warnings they find."""

    def __init__(self, text: str, *, lenient: bool = False, what: Literal["key", "setting"] = "key") -> None:
        self.found: list[Problem] = []
        self.soft: list[Problem] = []
        self.fields = Fields("x", read_yaml(text, "x"), self.found, warnings=self.soft if lenient else None, what=what)

    @property
    def problems(self) -> list[str]:
        return [str(problem) for problem in self.found]

    @property
    def warnings(self) -> list[str]:
        return [str(problem) for problem in self.soft]


def test_text_is_normal_and_without_space_around() -> None:
    """Letters with marks are one character each, whatever the keyboard made of them."""
    decomposed = unicodedata.normalize("NFD", "Désa Ciherang")
    assert Reader(f'title: "  {decomposed}  "').fields.text("title") == "Désa Ciherang"


@given(st.text())
def test_clean_is_idempotent(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("line", ["", "title:", 'title: ""', "title: '  '", "title: ~"])
def test_an_absent_and_a_blank_text_are_the_same(line: str) -> None:
    """Both read as None, and as a problem where the text must be there."""
    assert Reader(line).fields.text("title") is None
    reader = Reader(line)
    assert reader.fields.required("title", msg("write-one", "Write one.")) == ""
    assert reader.problems == ["x:1: 'title' is missing. Write one."]


def test_the_first_of_several_names_that_has_a_value_counts() -> None:
    """Foreign spellings of one key are read as one; none of them is unknown afterwards."""
    reader = Reader("summary:\nexcerpt: dua\ndescription: tiga\n")
    assert reader.fields.text("summary", "excerpt", "description") == "dua"
    reader.fields.close()
    assert reader.problems == []


def test_a_missing_key_points_at_one_that_looks_like_it() -> None:
    """A slip of the finger is shown where it is."""
    reader = Reader("dato: 2026-11-20\ntitle: A\n")
    reader.fields.text("title")
    reader.fields.required_moment("date", JAKARTA)
    assert reader.problems == [
        "x:1: 'date' is missing. Is 'dato' on line 1 meant? Write it as date: 2026-11-24 or 2026-11-24 09:05."
    ]


@pytest.mark.parametrize("word", ["true", "True", "yes", "on", "ya", "YA", "iya", "benar", "y", "1"])
def test_words_for_true(word: str) -> None:
    """English and Indonesian words turn a flag on, in any case."""
    reader = Reader(f"draft: {word}")
    assert reader.fields.flag("draft")
    assert reader.problems == []


@pytest.mark.parametrize(
    "line",
    ["", "draft:", "draft: false", "draft: No", "draft: off", "draft: tidak", "draft: tdk", "draft: gak", "draft: 0"],
)
def test_words_for_false(line: str) -> None:
    """Absent is off."""
    reader = Reader(line)
    assert not reader.fields.flag("draft")
    assert reader.problems == []


@pytest.mark.parametrize(
    ("value", "got"),
    [("mungkin", "'mungkin'"), ("2", "'2'"), ("[true]", "a list"), ("{a: b}", "'key: value' lines"), ('""', "''")],
)
def test_any_other_word_is_no_flag(value: str, got: str) -> None:
    """A flag that is neither is a problem, not a guess."""
    reader = Reader(f"a: b\ndraft: {value}")
    reader.fields.flag("draft")
    assert reader.problems == [f"x:2: 'draft' must be true or false (got {got})."]


@given(st.integers(0, 10_000))
def test_every_number_in_its_bounds_is_read(number: int) -> None:
    """Whole numbers come back, leading zeros or not."""
    for text in (str(number), f"0{number}"):
        reader = Reader(f"order: {text}")
        assert reader.fields.number("order", 7) == number
        assert reader.problems == []


@pytest.mark.parametrize("value", ["-1", "10001", "1.5", "satu", "1e3", "0x1", "9" * 400, "٣", "½", "1_000", "[1]"])
def test_any_other_number_is_a_problem(value: str) -> None:
    """What is no whole number between the bounds reads as the default."""
    reader = Reader(f"order: {value}")
    assert reader.fields.number("order", 7) == 7
    (problem,) = reader.problems
    assert problem.startswith("x:1: 'order' must be a whole number from 0 to 10000 (got ")


def test_a_choice_is_one_of_its_words() -> None:
    """Any other word is a problem with the nearest one, and reads as the default."""
    assert Reader("kind: b").fields.choice("kind", ("a", "b")) == "b"
    assert Reader("").fields.choice("kind", ("a", "b"), "a") == "a"
    reader = Reader("kind: clarificaton")
    assert reader.fields.choice("kind", ("correction", "clarification"), "correction") == "correction"
    assert reader.problems == [
        "x:1: 'kind' must be one of correction, clarification (got 'clarificaton'). Did you mean 'clarification'?"
    ]
    empty = Reader('kind: ""')
    empty.fields.choice("kind", ("a", "b"))
    assert empty.problems == ["x:1: 'kind' must be one of a, b (got '')."]


def test_a_moment_is_read_in_the_zone() -> None:
    """Absent is None; a list is no date; a date that does not exist says so."""
    assert Reader("").fields.moment("date", JAKARTA) is None
    assert Reader("date: 2026-11-24 09:05").fields.moment("date", JAKARTA) == moment("2026-11-24 09:05")
    reader = Reader("date: [2026]\nembargo: 2026-02-30\nexpires: segera\n")
    assert [reader.fields.moment(key, JAKARTA) for key in ("date", "embargo", "expires")] == [None] * 3
    assert reader.problems == [
        "x:1: 'date' must be a date such as 2026-11-24 09:05 (got a list).",
        "x:2: 'embargo' is not a day that exists: February 2026 has 28 days (got '2026-02-30').",
        "x:3: 'expires' must be a date such as 2026-11-24 or 2026-11-24 09:05 (got 'segera').",
    ]


def test_a_moment_that_must_be_there_is_one_problem_whether_absent_or_wrong() -> None:
    """A wrong date is not reported as missing too."""
    reader = Reader("date: besok")
    assert reader.fields.required_moment("date", JAKARTA) is None
    assert len(reader.problems) == 1


def test_refs_join_all_names_and_know_their_lines() -> None:
    """One name or a list, under one key or several, each name once, blanks left out."""
    reader = Reader("category: A\ncategories:\n  - B\n  - A\n  -\n  - ' '\n")
    assert reader.fields.refs("category", "categories") == (Ref("A", 1), Ref("B", 3))
    assert Reader("").fields.refs("category") == ()
    assert Reader("authors: Ani").fields.texts("author", "authors") == ("Ani",)


def test_a_ref_that_is_no_text_is_a_problem_on_its_own_line() -> None:
    """The item is pointed at, not the list."""
    reader = Reader("tags:\n  - satu\n  - [dua]\n  - x: y\n")
    assert reader.fields.refs("tags") == (Ref("satu", 2),)
    assert reader.problems == [
        "x:3: 'tags' must be text (got a list).",
        "x:4: 'tags' must be text (got 'key: value' lines).",
    ]


def test_items_are_those_of_a_list_or_the_one_value() -> None:
    """A single map or text is a list of one."""
    assert [item.value for item in Reader("files: [a, b]").fields.items("files")] == ["a", "b"]
    assert [item.value for item in Reader("files: a").fields.items("files")] == ["a"]
    assert Reader("files:").fields.items("files") == []


def test_pairs_are_the_lines_of_a_map_and_of_nothing_else() -> None:
    """A list where a map should stand is a problem."""
    assert [(key, node.value) for key, node in Reader("names: {id: A, en: B}").fields.pairs("names")] == [
        ("id", "A"),
        ("en", "B"),
    ]
    assert list(Reader("").fields.pairs("names")) == []
    reader = Reader("names: [A]")
    assert list(reader.fields.pairs("names")) == []
    assert reader.problems == ["x:1: 'names' must be 'key: value' lines (got a list)."]


def test_unknown_keys_are_named_with_the_nearest_known() -> None:
    """Without a near one all known keys are listed."""
    reader = Reader("titel: A\nwarna: merah\n")
    reader.fields.text("title")
    reader.fields.flag("draft")
    reader.fields.close()
    assert reader.problems == [
        "x:1: unknown key 'titel'. Did you mean 'title'?",
        "x:2: unknown key 'warna'. Known are: title, draft.",
    ]


def test_however_many_keys_are_known_all_are_named() -> None:
    """A list that is cut may lack just the one that was meant."""
    reader = Reader("zzzzzz: A\n")
    names = [f"kunci{number}" for number in range(200)]
    for name in names:
        reader.fields.text(name)
    reader.fields.close()
    assert reader.problems == [f"x:1: unknown key 'zzzzzz'. Known are: {', '.join(names)}."]


def test_an_archive_may_hold_unknown_keys() -> None:
    """With a list of warnings they go there; problems stay problems."""
    reader = Reader("layout: post\ndraft: mungkin\n", lenient=True)
    reader.fields.flag("draft")
    reader.fields.close()
    assert reader.warnings == ["x:1: unknown key 'layout'."]
    assert len(reader.problems) == 1


def test_a_key_without_end_is_cut() -> None:
    """A line that was no key at all does not fill the screen."""
    reader = Reader(f"{'a' * 90}: b\n", lenient=True)
    reader.fields.close()
    assert reader.warnings == [f"x:1: unknown key '{'a' * 37}...'."]


def test_a_part_of_a_file_has_its_own_known_keys() -> None:
    """What is unknown in a part is said of the part."""
    reader = Reader("image:\n  fil: x.jpg\n")
    part = reader.fields.mapping("image")
    assert part is not None
    assert part.required("file") == ""
    part.close()
    assert reader.problems == [
        "x:1: 'file' is missing. Is 'fil' on line 2 meant?",
    ]


@pytest.mark.parametrize("value", ["x.jpg", "[x.jpg]"])
def test_a_part_of_the_wrong_shape_is_one_problem(value: str) -> None:
    """What is no map is not also reported for every key it lacks."""
    reader = Reader(f"image: {value}")
    part = reader.fields.mapping("image")
    assert part is not None
    assert (part.required("file"), part.flag("decorative")) == ("", False)
    part.close()
    (problem,) = reader.problems
    assert problem.startswith("x:1: 'image' must be 'key: value' lines (got ")


def test_a_key_can_be_asked_for_before_it_is_read() -> None:
    """`has` and `line_of` look without taking."""
    fields = Reader("a: 1\n\nb: 2\n").fields
    assert (fields.has("b"), fields.line_of("b"), fields.line_of("c")) == (True, 3, 1)
    assert fields.text("b") == "2"
    assert not fields.has("b")


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda fields: fields.text("k"), "'k' must be text (got a list)."),
        (lambda fields: fields.number("k", 1), "'k' must be a whole number from 0 to 10000 (got a list)."),
        (lambda fields: fields.choice("k", ("a",)), "'k' must be one of a (got a list)."),
        (lambda fields: fields.required("k"), "'k' must be text (got a list)."),
    ],
)
def test_a_list_where_one_value_should_stand_is_a_problem(read: Callable[[Fields], object], message: str) -> None:
    """Whatever the reader wants, it is told once and in the same words."""
    reader = Reader("k: [a]")
    read(reader.fields)
    assert reader.problems == [f"x:1: {message}"]


def test_long_values_are_cut_in_messages() -> None:
    """A message stays readable whatever was written."""
    assert str(shown(Node("a" * 100, 1))) == f"'{'a' * 57}...'"
    assert str(shown(Node("a" * 60, 1))) == f"'{'a' * 60}'"
    assert str(shown(Node(None, 1))) == "''"
