"""Proves that prose in front matter reads as it was written, and that all else reads as YAML says."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from warta.content.amend import add_item
from warta.content.frontmatter import read_front, split
from warta.content.keys import PROSE, RELEASE_KEYS
from warta.content.prose import as_written
from warta.content.schema import Schema
from warta.datatree import Node
from warta.dates import find_zone
from warta.errors import ProblemsFound


def plain(node: Node) -> Any:
    """A tree without its lines."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def read(front: str) -> Any:
    return plain(read_front(front, "x.md"))


WRITTEN = [
    ("Juara #1 Panen", "Juara #1 Panen"),
    ("#BarruMaju", "#BarruMaju"),
    ("Rapat: hasil", "Rapat: hasil"),
    ("Rapat:", "Rapat:"),
    ('"Panen raya" di Barru', '"Panen raya" di Barru'),
    ("[FOTO] Panen", "[FOTO] Panen"),
    ("{a} b", "{a} b"),
    ("'Jum'at berkah'", "Jum'at berkah"),
    ("'Jum''at'", "Jum'at"),
    *((each, each) for each in ("@humas", "%50", "`x`", "*Panen*", "&Panen raya", "!Panen", "- Panen", "? apa", ",a")),
    ('"C:\\Panen"', "C:\\Panen"),
    ('"C:\\nama"', "C:\\nama"),
    ('"C:\\\\nama"', "C:\\nama"),
    ('"a\\nb \\"c\\""', 'a\nb "c"'),
    ("a\\nb", "a\\nb"),
    ("\u00a0Panen", "Panen"),
    ("Panen  # catatan", "Panen"),
    ('"Panen"  # catatan', "Panen"),
    ("Panen # 1", "Panen # 1"),
    ("# catatan", None),
    ("", None),
    ("''", ""),
    ("true", "true"),
    ("~", None),
    ("https://a.id/#x", "https://a.id/#x"),
    ("|\n  a #1: b\n  alt: c", "a #1: b\nalt: c\n"),
    (">-\n  a #1\n  b", "a #1 b"),
    ("Warga #maju\n  bersama: semua", "Warga #maju bersama: semua"),
    ("satu\n\n  dua #3", "satu\ndua #3"),
    ('"a #1\n  b"', "a #1 b"),
]


@pytest.mark.parametrize(("written", "meant"), WRITTEN)
def test_prose_reads_as_it_was_written(written: str, meant: str | None) -> None:
    """Signs that YAML takes for its own are the writer's, in the value of every key of prose, and keys go on below."""
    assert read(f"title: {written}\ndate: 2026-11-27\n") == {"title": meant, "date": "2026-11-27"}
    if "\n" not in written:
        front = f"image:\n  file: a.jpg\n  alt: {written}\ncorrections:\n- at: x\n  text: {written}\ndate: y\n"
        found = read(front)
        assert (found["image"]["alt"], found["corrections"][0]["text"], found["date"]) == (meant, meant, "y")


@pytest.mark.parametrize("front", ["title:Panen", "title : Panen", "title:\u00a0Panen", "\u00a0title: Panen"])
def test_a_gap_that_is_not_quite_a_blank_is_one(front: str) -> None:
    """A colon without a blank, with one before it, or with one that does not break."""
    assert read(front) == {"title": "Panen"}


@pytest.mark.parametrize(
    "front",
    ["category: Ekonomi #1", "image: {file: a.jpg, alt: b}", "contacts: [{name: Ani, phone: '1'}]", "slug: [a, b]"]
    + ["notes: |\n  title: x #1\n  # y\n", "category:\n  - a\n  - b #1\n", "embargo: 2026-11-27 # pagi"],
)  # fmt: skip
def test_what_is_no_prose_reads_as_yaml_says(front: str) -> None:
    """Names, times, maps in braces and blocks."""
    assert read(front) == yaml.load(front, Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [#BarruMaju, panen]", ["BarruMaju", "panen"]),
        ("tags: #BarruMaju #panen", ["BarruMaju", "panen"]),
        ("tags: #banjir, #wado  # dua", ["banjir", "wado"]),
        ("tags: panen, padi", ["panen", "padi"]),
        ("tags:\n  - #banjir\n  - C#", ["banjir", "C#"]),
        ("tags:\n- #a\n- b", ["a", "b"]),
        ("tags: [a,\n  #b]", ["a", "b"]),
        ("tag: ['#a', \"#b\"]  # dua", ["a", "b"]),
        ("tags: panen raya", ["panen raya"]),
    ],
)  # fmt: skip
def test_hashtags_are_tags(front: str, tags: list[str]) -> None:
    """Without their `#`, in a list or in one line."""
    node = read_front(f"title: a\ndate: 2026-11-27\n{front}\n", "x.md")
    document, problems, _ = Schema(find_zone("Asia/Jakarta")).read("releases/a.md", node)
    assert not problems
    assert [ref.text for ref in document.tags] == tags  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "choice"),
    [
        ('title: "Kata "Bupati" tegas"', "title: 'Kata \"Bupati\" tegas'"),
        ('title: "A", kata "B"', 'title: \'"A", kata "B"\''),
    ],
)
def test_quotation_marks_that_can_be_read_twice_are_asked(line: str, choice: str) -> None:
    """With both lines to paste, each of which is read."""
    with pytest.raises(ProblemsFound) as caught:
        read(f"date: x\n{line}\n")
    (problem,) = caught.value.problems
    assert problem.line == 2
    assert choice in str(problem.message)
    assert read(choice)["title"]


@pytest.mark.parametrize("front", ['title: "Panen', "title: x\n date: y", "title: 'Panen\ndate: y", "title: > Panen"])
def test_a_slip_is_no_prose(front: str) -> None:
    """A quotation that never closes and a key that was indented by mistake are told, not published."""
    with pytest.raises(ProblemsFound):
        read(front)


def test_every_key_says_whether_it_is_prose() -> None:
    """The set comes from the rows of the keys: every text that must not leak while it is hidden is prose or a name."""
    titles = {"title", "summary", "excerpt", "description", "dateline", "byline", "number", "notes", "sponsored"}
    assert {name for key in RELEASE_KEYS for name in key.names if PROSE[name].itself} == titles
    assert {"alt", "caption", "credit"} <= PROSE["image"].below & PROSE["gallery"].below
    assert "text" in PROSE["corrections"].below
    assert "reason" in PROSE["withdrawn"].below
    assert "name" in PROSE["contacts"].below & PROSE["terms"].below


WORDS = "Panen raya 17,8% Rp1.240 (a) di-sini Jum'at “x” a/b x: y #z # 9:05 & * \\ \" ' - [b] {c} | > ? ! @ ` ~5 5\u00a0ha".split(
    " "
)
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(lines, st.sampled_from(["plain", "double", "single", "folded", "literal", "two"]))
def test_what_yaml_reads_without_loss_is_read_the_same(text: str, style: str) -> None:
    """However it is written, a value that YAML takes whole is the same; lines and the keys below stay."""
    front = {
        "plain": f"title: {text}",
        "double": f"title: {json.dumps(text, ensure_ascii=False)}",
        "single": "title: '" + text.replace("'", "''") + "'",
        "folded": f"title: >-\n  {text}\n  {text}",
        "literal": f"title: |\n  {text}\n",
        "two": f"title: {text}\n  {text}",
    }[style] + "\ndate: 2026-11-27\n"
    safe, doubts = as_written(front, PROSE)
    assert safe.count("\n") == front.count("\n")
    try:
        expected = yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        expected = None
    quoted = style in ("double", "single", "folded", "literal")
    if quoted:
        assert not doubts
        assert read(front) == expected
    elif isinstance(expected, dict) and not doubts:
        got = read(front)
        same = got == {key: value or None for key, value in expected.items()}
        assert same or any(sign in text for sign in "#&*!\\|>[{?\"'-")
        assert got["date"] == "2026-11-27"


@given(lines.filter(str.strip))
def test_what_a_command_writes_is_read_again(text: str) -> None:
    """A correction put into a file reads as the text that was given, among prose of any kind."""
    data = f"---\ntitle: Juara #1: panen\nsummary: {text.strip(' ')}\ndate: 2026-11-27\n---\n\nIsi.\n".encode()
    try:
        before = split(data, "x.md").fields
    except ProblemsFound:
        return  # a slip that is told
    made = split(add_item(data, "x.md", "corrections", {"at": "2026-11-28", "text": text}), "x.md").fields
    assert plain(made) == plain(before) | {"corrections": [{"at": "2026-11-28", "text": text}]}
