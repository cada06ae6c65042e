"""Proves that a changed key or body changes its own bytes and no other, in front matter however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warta.content.amend import front_of, set_body, set_key, written_key
from warta.content.frontmatter import split
from warta.errors import ProblemsFound

ENTRIES = {
    "title": [
        "title: Jalan diperbaiki",
        "judul: 'Rapat ''besar'''  # as decided",
        'title: "Satu \\"dua\\""',
        "title: Rapat: hasil #1  # remark",
        "Title: >-\n  Panen raya di\n  tiga desa",
        "title:   Jum\u2019at   ",
        "title: Panen\n  raya # 1 di\n  desa",
    ],
    "date": ["date: 2026-11-20 09:05 WITA", "date: 2026-11-20   # day", "tanggal: '2026-11-20'"],
    "summary": ["summary:", 'summary: ""  # one or two', "summary: |\n  Satu.\n  Dua.\n", "ringkasan: a & b: c"],
    "tags": [
        "tags: [jalan,  aspal, '007']  # three",
        "tags:\n# above\n- jalan\n  # between\n- aspal # behind\n",
        "tags: jalan, aspal",
        "tags: [#satu, dua]",
        "tags: []",
        "tags:\n    - 'jalan'\n    - aspal",
    ],
    "regions": ['regions: ["32.10", "99.01"]', "wilayah: [\n  '32.11',  # here\n  Wado\n  ]", 'region: "32.11"'],
    "image": [
        "image:\n  file: a.jpg  # the file\n  alt: Jembatan: sore\n\n  credit: 'Humas'",
        "image: {file: a.jpg, alt: Jembatan}  # in braces",
        "image: a.jpg",
        "gambar:\n    file: a.jpg\n    caption: >\n      Dua\n      kata",
    ],
    "number": ["number: 0123", "# number: 5", "nomor:  480/117  "],
    "lain": ["lain: {a: [1, 2], b: x}", "lain:\n  - a: 1\n    b: 2\n  - c", "# a remark\n\n"],
}
VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        ["Baru", "0123", "no", "a: b #c", '"kutip"', "'satu'", "2026-11-28 10:00", "é \u2014 “x”", "-", "~"]
    ),
    st.text("abc :#'\"\\-[]{},&*|>%@`éö.0", min_size=1, max_size=30).map(str.strip).filter(bool),
)
LISTS = st.lists(
    st.sampled_from(["jalan", "aspal", "007", "32.10", "baru: satu", "x #y"]), min_size=1, max_size=4, unique=True
)
KEYS = [
    ("title",),
    ("date",),
    ("summary",),
    ("tags",),
    ("regions",),
    ("image", "alt"),
    ("image", "credit"),
    ("number",),
    ("notes",),
]
BODY = "\n\nIsi   teks.\u00a0 \n\nDua.\ncafe\u0301  \n\n\n"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    rows = [draw(st.sampled_from(each)) for name, each in ENTRIES.items() if name == "title" or draw(st.booleans())]
    rows = draw(st.permutations(rows))
    text = "---\n" + "\n".join(rows) + "\n---" + draw(st.sampled_from([BODY, "\n", "\nSatu.", ""]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)).encode()


@given(files(), st.sampled_from(KEYS), VALUES, LISTS)
@settings(max_examples=250)
def test_a_key_is_set_and_nothing_else_changes(
    data: bytes, keys: tuple[str, ...], value: str | None, items: list[str]
) -> None:
    """The value reads as it was given, every line that belongs to another key stays, and so does the body; to set it
    again changes nothing.
    """
    try:
        before = front_of(data, "content/releases/x.md")
    except ProblemsFound:
        return
    wanted = items if keys in (("tags",), ("regions",)) and value is not None else value
    after = set_key(data, "content/releases/x.md", keys, wanted)
    front = front_of(after, "content/releases/x.md")
    name = written_key(before, "content/releases/x.md", keys[0])
    below = front.get(name)
    assert (below.get(keys[1]) if isinstance(below, dict) else None if keys[1:] else below) == wanted
    assert {key: each for key, each in front.items() if key != name} == {
        key: each for key, each in before.items() if key != name
    }
    assert split(after, "x").body == split(data, "x").body
    assert data.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in data) == (b"\r\n" in after)
    end = b"\r\n" if b"\r\n" in data else b"\n"
    lines, kept = data.split(end), after.split(end)
    while lines and kept and lines[0] == kept[0]:
        del lines[0], kept[0]
    while lines and kept and lines[-1] == kept[-1]:
        del lines[-1], kept[-1]
    # what is left of the old file is the entry itself: a few lines that are all about this key
    assert len(lines) <= 6
    assert set_key(after, "content/releases/x.md", keys, wanted) == after


@given(
    files(),
    st.lists(st.sampled_from(["", "Isi   teks.\u00a0 ", "Dua.", "Baru.", "caf\u00e9  ", "# x", "---"]), max_size=6),
)
def test_a_body_is_set_and_lines_that_stay_keep_their_bytes(data: bytes, rows: list[str]) -> None:
    """It reads as it was given, and the front matter is byte for byte as it was."""
    try:
        parts = split(data, "x")
    except ProblemsFound:
        return
    text = "\n".join(rows).strip("\n")
    after = set_body(data, "x", text)
    assert split(after, "x").body.strip("\n").rstrip() == text.rstrip() or not text.strip()
    fence = data[: len(data) - len(data.split(b"---", 2)[2])] if data.count(b"---") >= 2 else data
    assert after.startswith(fence)
    assert set_body(data, "x", parts.body) == data
    if "caf\u00e9  " in rows and BODY.encode() in data:
        assert "cafe\u0301  ".encode() in after


def test_only_the_letters_of_the_value_change() -> None:
    """Quotes stay quotes, a remark stays behind its value, a list keeps the lines of what stays in it."""
    data = (
        b"---\ntitle: 'Satu'   # as decided\nsummary: >-\n  Dua ruas\n  jalan.\ntags:\n# roads\n- jalan  # 1\n- aspal\n"
        b"regions: [ \"32.10\",'32.11' ]\ncaption: x\n---\n\nIsi.\n"
    )
    for keys, value, old, new in (
        (("title",), "Dua", b"'Satu'", b"'Dua'"),
        (("summary",), "Dua ruas lain.", b"  Dua ruas\n  jalan.", b"  Dua ruas\n  lain."),
        (("tags",), ["jalan", "batu", "aspal"], b"- aspal", b'- "batu"\n- aspal'),
        (("regions",), ["32.10"], b"[ \"32.10\",'32.11' ]", b'["32.10"]'),
        (("number",), "0123", b"caption: x\n", b'caption: x\nnumber: "0123"\n'),
    ):
        place = b'regions: [ "32.10",\'32.11\' ]\nnumber: "0123"\ncaption: x\n'
        expected = data.replace(old, new)
        made = set_key(data, "content/releases/x.md", keys, value)
        assert made == expected or (keys == ("number",) and place in made)


@pytest.mark.parametrize("data", [b"+++\ntitle = 'a'\n+++\n\nIsi.\n", b"---\ntitle: a\r\nnumber: 1\n---\n\nIsi.\n"])
def test_what_cannot_be_kept_whole_is_refused(data: bytes) -> None:
    """Front matter in TOML, and line ends of two kinds, are left to their writer."""
    with pytest.raises(ProblemsFound):
        set_key(data, "x.md", ("number",), "2")
