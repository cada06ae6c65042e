"""Proves that a Markdown file of any editor falls into front matter and body, and that every line keeps its number."""

from __future__ import annotations

import re
import unicodedata

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_datatree import lines, plain
from warta.content.bounds import LARGEST
from warta.content.frontmatter import _COMPOSED, decode, split
from warta.errors import ProblemsFound

FILE = "---\ntitle: Banjir surut\ndate: 2026-11-20\n---\n\nSatu.\n\nDua.\n"
NAMES = st.sampled_from(["title", "summary", "dateline", "byline", "number", "notes"])
# what YAML and a text file leave as it is; the text comes back in NFC
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff\u200b\xad\u2011"),
    max_size=40,
).map(lambda text: unicodedata.normalize("NFC", text))


def problems(data: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        _ = split(data, "x.md").fields
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_line_ends_of_any_system_are_one_text(end: str, mark: bytes) -> None:
    """A byte order mark and the line ends of Windows and old Macs leave no trace, and lines keep their numbers."""
    parts = split(mark + FILE.replace("\n", end).encode(), "x.md")
    assert plain(parts.fields) == {"title": "Banjir surut", "date": "2026-11-20"}
    assert lines(parts.fields) == {"title": 2, "date": 3}
    assert (parts.body, parts.body_line) == ("Satu.\n\nDua.\n", 6)


def test_letters_with_marks_are_composed() -> None:
    """Front matter and body typed on a Mac are the same text as typed elsewhere."""
    parts = split(unicodedata.normalize("NFD", FILE.replace("Banjir", "Désa").replace("Dua", "Édah")).encode(), "x.md")
    assert plain(parts.fields) == {"title": "Désa surut", "date": "2026-11-20"}
    assert parts.body == "Satu.\n\nÉdah.\n"


@pytest.mark.parametrize("before", range(3))
@pytest.mark.parametrize("within", range(3))
@pytest.mark.parametrize("after", range(3))
def test_blank_lines_do_not_move_what_follows(before: int, within: int, after: int) -> None:
    """Keys and body know the line an editor shows, with blank lines after the fence, between keys, before the body."""
    text = "---\n" + "\n" * before + "title: A\n" + "\n" * within + "date: x\n\n---\n" + "\n" * after + "Isi.\n"
    parts = split(text.encode(), "x.md")
    rows = text.split("\n")
    assert lines(parts.fields) == {"title": rows.index("title: A") + 1, "date": rows.index("date: x") + 1}
    assert (parts.body, parts.body_line) == ("Isi.\n", rows.index("Isi.") + 1)


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\ntitle: A\n---", "", 3),
        ("---\ntitle: A\n---\n", "", 4),
        ("---\n---\nIsi.\n", "Isi.\n", 3),
        ("---  \ntitle: A\n-----\t\nIsi.\n", "Isi.\n", 4),
        ("---\ntitle: A\n---\n    kode\n", "    kode\n", 4),
        ("---\ntitle: A\n---\nSatu.\n\n---\n\nDua.\n", "Satu.\n\n---\n\nDua.\n", 4),
        ("---\ntitle: A --- B\nurl: a---b\n---\nIsi.\n", "Isi.\n", 5),
        ("+++\ntitle = 'A'\n+++\nIsi.\n+++\n", "Isi.\n+++\n", 4),
    ],
)
def test_the_body_begins_below_the_second_fence(text: str, body: str, line: int) -> None:
    """Fences may be longer or have white space behind; rules in the body and dashes in values are no fences."""
    parts = split(text.encode(), "x.md")
    assert (parts.body, parts.body_line) == (body, line)


@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
def test_toml_is_front_matter_too(blank: str) -> None:
    """Hugo's `+++` gives the same fields, with their lines."""
    parts = split(f'+++\n{blank}title = "A"\ndraft = true\n+++\n\nIsi.\n'.encode(), "x.md")
    assert plain(parts.fields) == {"title": "A", "draft": "true"}
    assert lines(parts.fields) == {"title": 2 + len(blank), "draft": 3 + len(blank)}
    assert parts.body_line == 6 + len(blank)


@pytest.mark.parametrize("above", [b"\n", b"\n\n", b" ", "\u00a0\n".encode()])
def test_what_stands_above_the_first_line_is_told(above: bytes) -> None:
    """An empty line, or blanks that nobody sees."""
    assert problems(above + b"---\ntitle: A\n---\n") == [
        "x.md:1: blanks or empty lines stand above the first ---. Take them away; the file must begin with ---."
    ]


def test_an_error_in_front_matter_has_the_line_of_the_file() -> None:
    """Blank lines before the mistake count, in YAML and TOML."""
    assert problems(b"---\n\nslug: A: B\n---\n")[0] == (
        'x.md:3: a value with a colon in it must stand in quotes. Write: slug: "A: B"'
    )
    assert problems(b"---\na: 1\n\na: 2\n---\n") == [
        "x.md:4: 'a' is written twice (first on line 2). Remove one of them."
    ]
    assert problems(b"+++\n\na = 1\nb: 2\n+++\n")[0].startswith("x.md:4: the TOML cannot be read: ")


@pytest.mark.parametrize("text", ["", "\n", "Isi saja.\n", "# Judul\n\nIsi.\n", "--\ntitle: A\n--\n"])
def test_a_file_without_front_matter_is_a_problem(text: str) -> None:
    """The sentence shows what it must begin with."""
    assert problems(text.encode()) == [
        "x.md:1: there is no front matter. The file must begin with a line '---', then 'title: ...', 'date: ...' and "
        "'---'."
    ]


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_that_is_never_closed_is_a_problem(fence: str) -> None:
    """It is said of the line that opens it."""
    assert problems(f"{fence}\ntitle: A\n\nIsi.\n".encode()) == [
        f"x.md:1: the front matter that opens with '{fence}' is never closed. Write '{fence}' alone on a line below it."
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_is_named(encoding: str) -> None:
    """What Windows calls Unicode is refused by its name when it has its mark, and as no text when it has none."""
    mark = {"utf-16-be": b"\xfe\xff", "utf-16-le": b"\xff\xfe"}.get(encoding, b"")
    assert problems(mark + FILE.encode(encoding)) == ["x.md:1: is saved as UTF-16. Save it as UTF-8."]
    bare = problems(FILE.encode(encoding.replace("utf-16", "utf-16-le") if encoding == "utf-16" else encoding))
    assert bare == ["x.md:1: holds a control character (U+0000). Is it a binary file that was named .md?"]


def test_another_encoding_is_a_problem_on_its_line() -> None:
    """The first byte that is no UTF-8 is shown with its line."""
    assert problems(FILE.encode() + "Désa".encode("latin-1")) == [
        "x.md:9: is not UTF-8 text (byte 0xe9). Save it as UTF-8; a picture or document must not end in .md."
    ]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "is not UTF-8 text (byte 0x89)"),
        (b"%PDF-1.4\n\x00\x01", 2, "holds a control character (U+0000)"),
        (b"PK\x03\x04", 1, "holds a control character (U+0003)"),
        (FILE.encode() + b"\x1b[0m", 9, "holds a control character (U+001B)"),
        (FILE.replace("\n", "\r").encode() + b"\x1b", 9, "holds a control character (U+001B)"),
    ],
)
def test_a_binary_file_is_a_problem(data: bytes, line: int, words: str) -> None:
    """Whatever was named .md by mistake."""
    (found,) = problems(data)
    assert found.startswith(f"x.md:{line}: {words}")


def test_a_text_has_a_largest_size() -> None:
    """Five megabytes are refused before anything is read of them, four are not."""
    body = b"kata " * (5 * 1024 * 1024 // 5)
    assert problems(FILE.encode() + body) == [
        "x.md: is larger than 4 MB, the most that a text may have. Is it really Markdown?"
    ]
    assert decode(b"a" * LARGEST, "x.md") == "a" * LARGEST


def test_a_form_feed_and_a_tab_are_text() -> None:
    """They come along with texts from word processors."""
    assert split(FILE.encode() + b"\t\x0cx", "x.md").body == "Satu.\n\nDua.\n\t\x0cx"


@given(st.dictionaries(NAMES, WORDS | st.lists(WORDS, max_size=3)), st.booleans())
def test_what_a_dumper_writes_reads_back(data: dict[str, object], crlf: bool) -> None:  # noqa: FBT001
    """Front matter that YAML's own dumper writes has the same values again, whatever letters they hold."""
    text = f"---\n{yaml.safe_dump(data, allow_unicode=True)}---\n\nIsi.\n"
    parts = split((text.replace("\n", "\r\n") if crlf else text).encode(), "x.md")
    assert plain(parts.fields) == data
    assert parts.body == "Isi.\n"


@given(
    st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | st.text("-+\n\r: a\t#", max_size=60).map(str.encode)
)
def test_any_bytes_are_parts_or_a_problem(data: bytes) -> None:
    """Whatever a file holds, nothing but ProblemsFound comes of it, and the body's line is in the file."""
    try:
        parts = split(data, "x.md")
    except ProblemsFound:
        return
    text = decode(data, "x.md")
    assert 1 <= parts.body_line <= text.count("\n") + 1
    assert text.endswith(parts.body)
    first = parts.body.partition("\n")[0]
    assert text.split("\n")[parts.body_line - 1].endswith(first)


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u00ad", "\ufeff\u200b"])
def test_marks_that_nobody_sees_are_no_part_of_a_text(mark: str) -> None:
    """Before the front matter, in it and in the body; a hyphen that does not break is one, blanks that do not stay."""
    data = f"{mark}---\ntitle: Pa{mark}nen 5\u00a0ha\n---\n\nA{mark}ir e\u2011KTP.\x0bBaris.\n".encode()
    parts = split(data, "x.md")
    assert plain(parts.fields) == {"title": "Panen 5\u00a0ha"}
    assert parts.body == "Air e-KTP.\x0bBaris.\n"


# signs that compose with others, that word processors leave, that change alone, and those that text is made of
_SIGNS = st.sampled_from(
    "aeo \n\u0301\u0323\u030a\u00e9\u1ea1\u212b\u1100\u1161\u11a8\u00ad\u200b\ufeff\u2011\u2014\u201d\u00a0\u2000\u1e9b\ua9b3"
)


@given(st.text(_SIGNS, max_size=12))
@settings(max_examples=400)
def test_signs_of_word_processors_go_and_all_else_is_composed(text: str) -> None:
    """As if each sign of the text had been looked at, in whatever order they stand."""
    bare = text.removeprefix("\ufeff")  # of a file it is the byte order mark
    expected = unicodedata.normalize("NFC", re.sub("[\u00ad\u200b\ufeff]", "", bare).replace("\u2011", "-"))
    assert decode(text.encode(), "x.md") == expected


def test_signs_that_are_taken_to_be_composed_are() -> None:
    """Alone, and behind and before whatever else is not looked at: letters and one another."""
    signs = [chr(code) for code in range(0x20, 0x2100) if chr(code).isascii() or _COMPOSED.fullmatch(chr(code))]
    assert len(signs) > 700
    for sign in signs:
        assert not unicodedata.combining(sign)
        for other in signs:
            assert unicodedata.is_normalized("NFC", other + sign), (other, sign)
