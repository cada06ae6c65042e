"""Proves what the search for hidden words takes for a public piece, and what a path gives away."""

from __future__ import annotations

import pytest

from warta.engine.leaks import Secret, _ends, _joins_public, find_address, find_leaks, make_index

TEXT = b"<p>Kabar dari Cibening hari ini</p><p>Air surut</p>"


@pytest.mark.parametrize(
    ("kind", "words", "there"),
    [
        ("head", "kabar dari", True),
        ("head", "dari cibening", False),
        ("head", "hari ini", False),
        ("head", "air surut", True),
        ("tail", "hari ini", True),
        ("tail", "cibening hari ini", True),
        ("tail", "kabar dari", False),
        ("tail", "air surut", True),
        ("piece", "air surut", True),
        ("piece", "kabar dari", False),
        ("piece", "hari ini", False),
        ("piece", "kabar dari cibening hari ini", True),
        ("head", "kabar", False),
        ("tail", "ini", False),
    ],
)
def test_a_part_is_public_where_a_piece_begins_ends_or_is_so(kind: str, words: str, *, there: bool) -> None:
    """By whole words, within one paragraph; one word alone is never asked for."""
    part = tuple(each.encode() for each in words.split())
    wanted = [((kind, part), ("tail", (b"lain", b"sama", b"sekali")))]
    assert _ends(TEXT, wanted) == ({(kind, part)} if there else set())


def test_a_row_is_public_where_all_of_it_but_one_word_is_of_public_pieces() -> None:
    """Two parts that are known make a row public; a longer part that is not known does not, however much is."""
    tail, head = ("tail", (b"di", b"cibening")), ("head", (b"air", b"surut", b"lagi"))
    one, long = ("piece", (b"3",)), ("head", (b"rahasia", b"besar"))
    assert _joins_public((tail, one, head), {tail, head})
    assert not _joins_public((tail, one), {tail})
    assert not _joins_public((tail, head, long), {tail, head})


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("2026/11/bendung/index.html", "releases/bendung.md"),
        ("2026/11/bendung/foto.jpg", "releases/bendung.md"),
        ("2026/11/bendung-dua/index.html", None),
        ("2026/bendung/index.html", None),
        ("2026/11/bendung/\udcff.jpg", "releases/bendung.md"),
    ],
)
def test_the_path_of_a_file_gives_its_release_away(path: str, source: str | None) -> None:
    """Whatever its name is made of, one that is no UTF-8 too; a neighbour's path does not."""
    index = make_index([Secret("releases/bendung.md", "/2026/11/bendung/", (b"Isi.",))], [])
    assert [leak.source for leak in find_address(path, index)] == ([] if source is None else [source])


def test_an_address_is_found_in_bytes_that_are_no_text() -> None:
    """As the address that ends with the hidden one, from its own beginning on."""
    index = make_index([Secret("releases/bendung.md", "/2026/11/bendung/", (b"Isi.",))], [])
    assert len(find_leaks(b'<a href="/2026/11/bendung/">\xff</a>', index)) == 1
    assert len(find_leaks(b"\xfe\xff /2026/11/bendung/ \xff", index)) == 1
