"""Proves that YAML and TOML become the texts that were written, each with its line, and never anything else."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from warta.datatree import Node, compose_yaml, read_plain, read_toml, read_yaml
from warta.errors import ProblemsFound

# what YAML itself and its line breaks do not change, and what a text file may hold
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"))
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


SLIPS = [
    ("title:Panen\ndate: x\n", 1, "there must be a blank behind the colon", "title: Panen"),
    (
        "date: x\ntitle:\xa0Panen\nsummary: x\n",
        2,
        "a blank of Word or of a web page stands there, which only looks like one",
        "title: Panen",
    ),
    ("title: A\nhal: Rapat: hasil\n", 2, "a value with a colon in it must stand in quotes", 'hal: "Rapat: hasil"'),
    (
        'title: "Panen raya" di Barru\ndate: x\n',
        1,
        "words stand behind the closing quotation mark. Put the whole value in quotes",
        "title: '\"Panen raya\" di Barru'",
    ),
    (
        "title: [FOTO] Panen\ndate: x\n",
        1,
        "words stand behind the closing bracket. Put the whole value in quotes",
        'title: "[FOTO] Panen"',
    ),
    (
        "title: 'Jum'at berkah'\ndate: x\n",
        1,
        "a quotation mark stands inside of quotation marks and ends the value there",
        'title: "Jum\'at berkah"',
    ),
    (
        'title: "Kata "Bupati" tegas"\ndate: x\n',
        1,
        "a quotation mark stands inside of quotation marks and ends the value there",
        "title: 'Kata \"Bupati\" tegas'",
    ),
    (
        'summary: "A", kata Bupati\ndate: x\n',
        1,
        "words stand behind the closing quotation mark. Put the whole value in quotes",
        "summary: '\"A\", kata Bupati'",
    ),
    ("- Panen\ndate: x\n", 1, "the line is an item of a list, and a key must stand there", "title: Panen"),
    ("title: - Panen\ndate: x\n", 1, "a value that begins with - must stand in quotes", 'title: "- Panen"'),
    ('title: A\nsummary: "Banjir\ndate: x\n\n', 2, "a quotation mark is opened and not closed", 'summary: "Banjir"'),
    ("title: A\nsummary: 'Jum\n\ndate: x\ntags: y\n", 2, "a quotation mark is opened and not closed", "summary: 'Jum'"),
    ("title: A\ntags: [satu, dua\ndate: x\nslug: y\n", 2, "a list in brackets is not closed", "tags: [satu, dua]"),
    ('title: A\ntags: [a, "b]\ndate: x\n', 2, "a quotation mark in the list is not closed", 'tags: [a, "b"]'),
    ("title: A\nimage: {file: a.jpg\ndate: x\n", 2, "a mapping in braces is not closed", "image: {file: a.jpg}"),
    (
        "title: A\nimage: {file: a.jpg, alt: Stan #3}\n",
        2,
        "a # with a blank before it cuts the line off there. Put the value in quotes",
        'image: {file: a.jpg, alt: "Stan #3"}',
    ),
    ("title: A\ntags: [\n", 2, "a list in brackets is not closed", "tags: []"),
    ("title: A\ntags: [a, b]]\n", 2, "a list in brackets is closed twice", "tags: [a, b]"),
    ("title: @humas\n", 1, "a value that begins with @ must stand in quotes", 'title: "@humas"'),
    ("title: A\nnumber: %5\n", 2, "a value that begins with % must stand in quotes", 'number: "%5"'),
    ("title: `x`\n", 1, "a value that begins with ` must stand in quotes", 'title: "`x`"'),
    ("title: *A*\n", 1, "a value that begins with * must stand in quotes", 'title: "*A*"'),
    ("title: > Panen\n", 1, "no word may stand on the line of > or |", "title: Panen"),
    ("title: | Panen\n", 1, "no word may stand on the line of > or |", "title: Panen"),
    ("title: ? apa\n", 1, "a value that begins with ? must stand in quotes", 'title: "? apa"'),
    ("title: A\nimage:\n\tfile: x\n", 3, "a tab stands where blanks must. Indent with two blanks", "file: x"),
    ("title: A\nimage:\n  file: x\n\talt: y\n", 4, "a tab stands where blanks must. Indent with two blanks", "alt: y"),
    (" title: x\ndate: y\n", 1, "blanks stand before the key", "title: x"),
    ("title: A\n  date: x\n", 2, "blanks stand before the key", "date: x"),
    ("image:\n  file: x\n alt: y\n", 3, "the line must begin with 2 blanks, as those beside it", "alt: y"),
    ("tags:\n - a\n- b\n", 3, "the line must begin with 1 blanks, as those beside it", "- b"),
    ("gallery:\n- file: a.jpg\n   alt: x\n", 3, "the line must begin with 2 blanks, as those beside it", "alt: x"),
    ("contacts:\n  - name: Ani\n   phone: 1\n", 3, "the line must begin with 4 blanks, as those beside it", "phone: 1"),
    (
        "title: Panen raya\nmembawa berkah\ndate: x\n",
        2,
        "the line has no key. If it goes on with the one above, begin it with two blanks. If 'membawa' is a key, it "
        "needs a colon",
        "membawa: berkah",
    ),
    ("title Panen\ndate: x\n", 1, "behind 'title' there must be a colon and a blank", "title: Panen"),
    ("title, x\ndate: y\n", 1, "behind 'title' there must be a colon and a blank", "title: x"),
    ("title = x\ndate: y\n", 1, "behind 'title' there must be a colon and a blank", "title: x"),
    ("title： x\ndate: y\n", 1, "behind 'title' there must be a colon and a blank", "title: x"),
    ("title Panen\n", 1, "behind 'title' there must be a colon and a blank", "title: Panen"),
]
"""Slips of the hand: the text, the line of the slip, what is said of it, and the line to write instead."""


def plain(node: Node) -> object:
    """What a node holds, without lines."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value


def entries(node: Node) -> dict[str, Node]:
    assert isinstance(node.value, dict)
    return node.value


def lines(node: Node) -> dict[str, int]:
    """The line of every key of a mapping."""
    return {key: item.line for key, item in entries(node).items()}


def problems(text: str, *, toml: bool = False) -> list[str]:
    """What is wrong with a text whose first line is the first of the file `x`."""
    with pytest.raises(ProblemsFound) as caught:
        (read_toml if toml else read_yaml)(text, "x")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "0123", "0x1F", "1_000", "9:05", "190:20:30", "1e3", ".inf", "2026-11-24", "2026-11-24 09:05"]
    + ["True", "=", "<<", "1.10", "+62812", "NaN", "32.10"],
)
def test_a_value_stays_the_text_that_was_written(written: str) -> None:
    """Nothing is read as a truth value, an octal number, a count of seconds or a date."""
    assert plain(read_yaml(f"key: {written}", "x")) == {"key": written}
    assert plain(read_yaml(f"{written}: value", "x")) == {written: "value"}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "  # remark"])
def test_an_empty_value_is_none(written: str) -> None:
    """What YAML calls null is a key without a value."""
    assert plain(read_yaml(f"key: {written}", "x")) == {"key": None}


@pytest.mark.parametrize("written", ["'null'", '"~"', "|\n  null"])
def test_a_null_in_quotes_or_a_block_is_text(written: str) -> None:
    """Somebody who is called Null keeps the name."""
    assert plain(read_yaml(f"key: {written}", "x")) == {"key": written.strip("'\"| \n")}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    """A front matter without keys has no keys, and that is for its reader to complain of."""
    assert plain(read_yaml(text, "x")) in ({}, None)


@given(st.dictionaries(WORDS, TREES, max_size=6))
@example({"title": "no", "number": "0123", "list": ["9:05", "", "- x", "a: b", " led by a space"]})
def test_what_a_dumper_writes_reads_back(data: dict[str, object]) -> None:
    """Any tree of texts that YAML's own dumper writes is read as the same tree."""
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    assert plain(read_yaml(written, "x")) == data


def test_every_key_and_item_knows_its_line() -> None:
    """A key has the line it stands on, also below a block of text, and an item of a list has its own."""
    text = "title: A\nsummary: |\n  satu\n  dua\n\ntags:\n  - x\n\n  - y\n"
    text += "image:\n  # remark\n  file: z\n  alt: >\n    w\nend:\n"
    tree = entries(read_yaml(text, "x", first_line=5))
    assert lines(Node(tree, 0)) == {"title": 5, "summary": 6, "tags": 10, "image": 14, "end": 19}
    tags, image = tree["tags"], tree["image"]
    assert isinstance(tags.value, list)
    assert [item.line for item in tags.value] == [11, 13]
    assert lines(image) == {"file": 16, "alt": 17}


@pytest.mark.parametrize("character", ["\u0085", "\u2028", "\u2029"])
def test_a_line_is_what_an_editor_calls_a_line(character: str) -> None:
    """Separators that came along with pasted text count as no line break, as in every editor."""
    assert lines(read_yaml(f'title: "a{character}b"\ndate: x\n', "x")) == {"title": 1, "date": 2}


def test_a_key_written_twice_is_a_problem_on_its_second_line() -> None:
    """Every repeated key is reported, with the line of the first, at any depth."""
    assert problems("a: 1\nb:\n  c: 1\n  c: 2\na: 3\na: 4\n") == [
        "x:4: 'c' is written twice (first on line 3). Remove one of them.",
        "x:5: 'a' is written twice (first on line 1). Remove one of them.",
        "x:6: 'a' is written twice (first on line 1). Remove one of them.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x [1]\nb: *x\n", 2),
        ("a: &x {y: z}\nb:\n  <<: *x\n", 3),
        ("a: &x\n  b: *x\n", 2),
        ("a: &x satu\nb: *x\n", 2),
    ],
)
def test_an_alias_is_a_problem(text: str, line: int) -> None:
    """Anchors that are used again are refused, whatever they stand for: they can blow a small file up."""
    assert problems(text) == [
        f"x:{line}: YAML aliases (&name, *name) and deep nesting are not understood here.",
    ]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/object:os.system x", "tag:yaml.org,2002:python/object:os.system"),
        ("a: !!bool yes", "tag:yaml.org,2002:bool"),
        ("a: !env SECRET", "!env"),
        ("a: !!set {x}", "tag:yaml.org,2002:set"),
    ],
)
def test_a_tag_is_a_problem(text: str, tag: str) -> None:
    """No value is anything but text, list or mapping."""
    assert f"x:1: YAML tags are not understood here (got '{tag}')." in problems(text)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_a_problem(opening: str) -> None:
    """Fifty levels are refused, five are not."""
    closing = {"[": "]", "{a: ": "}", "- ": ""}[opening]

    def nested(depth: int) -> str:
        return f"key:\n  {opening * depth}x{closing * depth}\n"

    read_yaml(nested(5), "x")
    assert problems(nested(50)) == [
        "x:2: YAML aliases (&name, *name) and deep nesting are not understood here.",
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_without_end_is_a_problem_and_no_crash(opening: str) -> None:
    """A file of nothing but brackets ends in a sentence; the process it is read in lives on."""
    code = (
        "from warta.datatree import read_yaml\nfrom warta.errors import ProblemsFound\n"
        f"try:\n    read_yaml('key:\\n  ' + {opening!r} * 200_000, 'x')\n"
        "except ProblemsFound as found:\n    print(len(found.problems))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: A\ntags: [\nsatu,\ndua\ndate: x\n", 2, "']' at its end"),
        ("title: A\n- x\n", 2, "Is the indentation right"),
        ("title: A\nnote: a\x07b\n", 2, "look at quotation marks"),
    ],
)
def test_broken_yaml_is_a_problem_where_it_breaks(text: str, line: int, words: str) -> None:
    """Where no one line can be told that mends it: the line to look at, and a hint in words."""
    (found,) = problems(text)
    assert found.startswith(f"x:{line}: the YAML cannot be read: ")
    assert words in found


@pytest.mark.parametrize(("text", "line", "words", "instead"), SLIPS, ids=[row[3] for row in SLIPS])
def test_a_slip_is_told_with_the_line_that_mends_it(text: str, line: int, words: str, instead: str) -> None:
    """At its own line; and with that line in its place the text is read."""
    assert problems(text) == [f"x:{line}: {words}. Write: {instead}"]
    rows = text.split("\n")
    before = rows[line - 1]
    place = int(found[1]) if (found := re.search(r"begin with (\d) blanks", words)) else 0
    place = place or (
        2 if "tab" in words else len(before) - len(before.lstrip(" ")) if "before the key" not in words else 0
    )
    rows[line - 1] = " " * place + instead
    read_yaml("\n".join(rows), "x")


@given(st.text("ab: '\"[]{}#-,\n\t|>&*!%@=", max_size=60))
def test_any_text_is_a_tree_or_a_problem_of_one_of_its_lines(text: str) -> None:
    """Looking for a slip raises nothing, and never changes what is read."""
    try:
        read_yaml(text, "x")
    except ProblemsFound as found:
        assert all(1 <= each.line <= text.count("\n") + 1 for each in found.problems)


def test_a_key_that_is_no_word_is_a_problem() -> None:
    """A list or mapping cannot be a key."""
    assert problems("? [a]\n: b\n? {c: d}\n: e\n") == [
        "x:1: a key must be a single word.",
        "x:3: a key must be a single word.",
    ]


@given(st.text(max_size=60) | st.text("[]{}:-&*!|>'\"%@` \n\tab#?,", max_size=40))
def test_any_text_is_a_tree_or_a_problem(text: str) -> None:
    """Whatever is written where YAML should stand, nothing but ProblemsFound comes of it."""
    for read in (read_yaml, read_toml):
        try:
            read(text, "x")
        except ProblemsFound as found:
            assert all(problem.line >= 1 and problem.path == "x" for problem in found.problems)


def test_toml_gives_the_same_tree_as_yaml() -> None:
    """Typed values of TOML are written back as text, so that one schema reads both."""
    toml = (
        'title = "Banjir"\ndate = 2026-11-24T09:05:00+07:00\nday = 2026-11-24\ndraft = true\nlive = false\n'
        'order = 12\ntags = ["a", "b"]\n[image]\nfile = "x.jpg"\n'
        '[[contacts]]\nname = "Ani"\n[[contacts]]\nname = "Budi"\n'
    )
    assert plain(read_toml(toml, "x")) == {
        "title": "Banjir",
        "date": "2026-11-24T09:05:00+07:00",
        "day": "2026-11-24",
        "draft": "true",
        "live": "false",
        "order": "12",
        "tags": ["a", "b"],
        "image": {"file": "x.jpg"},
        "contacts": [{"name": "Ani"}, {"name": "Budi"}],
    }


def test_toml_keys_know_their_lines() -> None:
    """Keys and tables carry the line on which they stand."""
    tree = read_toml('\ntitle = "A"\n"slug" = "b"\n\n[image]\nfile = "x"\n', "x", first_line=1)
    assert lines(tree) == {"title": 2, "slug": 3, "image": 5}
    assert lines(entries(tree)["image"]) == {"file": 6}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title = "A"\ntitle = "B"\nx = 1\n', 2),
        ('title = "A"\ndate: 2026\nx = 1\n', 2),
        ('title = "A\nx = 1\n', 1),
        ('a = 1\ntags = ["x"\nx = 1\n', 3),
        ("a = 1\nnumber = 0123\nx = 1\n", 2),
    ],
)
def test_broken_toml_is_a_problem_where_it_breaks(text: str, line: int) -> None:
    """The line is that of the parser."""
    (found,) = problems(text, toml=True)
    assert found.startswith(f"x:{line}: the TOML cannot be read: ")


@pytest.mark.parametrize("value", ["[" * 5_000, "[" * 5_000 + "]" * 5_000, "9" * 5_000, "{a = " * 5_000])
def test_endless_toml_is_a_problem(value: str) -> None:
    """Nesting or digits without end are a sentence, not a trace."""
    (found,) = problems(f"key = {value}\n", toml=True)
    assert found.startswith("x:1: ")


ROWS = st.lists(
    st.one_of(
        st.from_regex(
            r"[a-z_]{1,4}:[ ]?[-\[\]a-zA-Z0-9:# ,\"'.~|>&*!%@`{}\u00e9\u201c\u0085\u00a0\t\\]{0,14}", fullmatch=True
        ),
        st.sampled_from(
            ["judul: Rapat: hasil", "tags: [a, b]", 'x: "a"', "x: 'b'", "x: null", 'y: [null, "null"]', "", "z:", "- a"]
            + [
                "b: 9:05",
                "c: a #b",
                "d: a#b",
                "i: a  # b",
                'j: "a"   # b: "c" [d]',
                "k: [a, 'b']  # c",
                "l:  # c",
                "m: [a]  #b",
                "e: [ a b , 'c' ]",
                "f: a:",
                "g: []",
                "h: é ü",
                "  lanjutan",
                "---",
                "...",
            ]
        ),
    ),
    max_size=5,
)


@given(ROWS)
def test_the_short_way_reads_what_libyaml_reads(rows: list[str]) -> None:
    """Text that is read without libyaml gives the same values on the same lines, and what is broken is left to it."""
    text = "\n".join(rows)
    found = read_plain(text, 3)
    if found is not None:
        assert found == compose_yaml(text, "x", 3)


@pytest.mark.parametrize(
    "text",
    ['title: "Bupati: \'hadir\'"\ndate: 2026-11-24 09:05\ntags: [air bersih, "jalan"]\nimage:', "\nregions: ['32.11']"]
    + ["draft: true  # was private", "regions: ['32.11']  # Kabupaten: 90%, by 'X'\ntitle: \"A\"  # b"],
)
def test_plain_front_matter_is_read_the_short_way(text: str) -> None:
    """What most releases have is read without libyaml: otherwise the test above would say nothing."""
    assert read_plain(text, 2) == compose_yaml(text, "x", 2) is not None
