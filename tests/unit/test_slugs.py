"""Proves that every text has a slug that can stand in an address, and that slugs stay what they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.slugs import LONGEST, slug

TEXTS = st.text(max_size=200) | st.text("abcé -_.&;#'ß漢", max_size=200)


@given(TEXTS)
def test_a_slug_is_words_of_ascii(text: str) -> None:
    """Never empty, lower-case letters and digits with single hyphens between them, and not too long."""
    made = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= LONGEST


@given(TEXTS)
def test_a_slug_of_a_slug_is_the_same(text: str) -> None:
    """What `new` writes into a release is what would have been made of its title."""
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Banjir Surut di Cimalaka", "banjir-surut-di-cimalaka"),
        ("Harga Beras Rp12.500/kg", "harga-beras-rp12-500-kg"),
        ("Ma'u", "ma-u"),
        ("Basa Sunda: Wilujeng Enjing, Pamaréntah", "basa-sunda-wilujeng-enjing-pamarentah"),
        ("“Kutipan” — dan strip", "kutipan-dan-strip"),
        ("HUT RI ke-81!", "hut-ri-ke-81"),
        ("a_b", "a-b"),
    ],
)
def test_titles_become_what_people_expect(text: str, expected: str) -> None:
    """Marks and punctuation go, words stay."""
    assert slug(text) == expected


def test_a_long_title_ends_at_a_word_and_a_digest() -> None:
    """No word is cut in two, and two parts of one story are told apart."""
    one, two = (slug("panjang " * 20 + part) for part in ("satu", "dua"))
    assert re.fullmatch(r"(panjang-)+[0-9a-f]{8}", one)
    assert one != two
    assert slug("a" * LONGEST) == "a" * LONGEST


@pytest.mark.parametrize("text", ["", "...", "😀", "—"])
def test_a_text_without_letters_gets_a_digest(text: str) -> None:
    """Different ones get different slugs, the same one always the same."""
    assert re.fullmatch(r"x-[0-9a-f]{8}", slug(text))
    assert slug(text) != slug(text + "!")
