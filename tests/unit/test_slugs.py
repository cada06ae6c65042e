"""Proves that every text has a slug that can stand in an address, and that slugs stay what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.slugs import LONGEST, former_slug, plain_slug, slug

FIGURES = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "figures.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("! ")
]
"""Titles with the slugs that they have in Indonesian and in English."""
MARKS = " .,:;/-–—−!?()[]'\"’‘“”*_%‰°±=<>|~^$€£&@\u00a0\u2009\u202f\u2044⚽…·•§"
WORDS = [" ", " ha, ", " persen ", "% ", ",- ", "°C ", " ton/", "kg ", "x", "–"]
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
        ("Ma'u", "mau"),
        ("Basa Sunda: Wilujeng Enjing, Pamaréntah", "basa-sunda-wilujeng-enjing-pamarentah"),
        ("“Kutipan” — dan strip", "kutipan-dan-strip"),
        ("HUT RI ke-81!", "hut-ri-ke-81"),
        ("a_b", "a-b"),
    ],
)
def test_titles_become_what_people_expect(text: str, expected: str) -> None:
    """Marks and punctuation go, words stay."""
    assert slug(text) == expected


@pytest.mark.parametrize(("text", "indonesian", "english"), FIGURES, ids=[row[0] for row in FIGURES])
def test_the_figures_of_a_title_are_those_of_its_address(text: str, indonesian: str, english: str) -> None:
    """What is apart stays apart, and a sign that changes the meaning is a word of the title's language."""
    assert slug(text) == slug(text, "su") == indonesian
    assert slug(text, "en") == slug(text, "en-GB") == english


@given(st.lists(st.from_regex(r"[0-9]{1,6}", fullmatch=True), min_size=1, max_size=6), st.data())
def test_no_two_figures_become_one_and_none_is_lost(figures: list[str], data: st.DataObject) -> None:
    """Whatever stands between them: marks, blanks, signs, words."""
    between = st.text(MARKS, min_size=1, max_size=3) | st.sampled_from(WORDS)
    title = "".join([f"{figure}{data.draw(between)}" for figure in figures])
    assert re.findall(r"[0-9]+", slug(title)[:LONGEST]) == figures


@given(st.text(st.characters(codec="ascii", exclude_characters=",%#+'`-&"), max_size=60))
def test_a_title_without_such_signs_keeps_the_address_it_always_had(text: str) -> None:
    """Addresses that were given out are those of today."""
    assert slug(text) == plain_slug(text)
    assert former_slug(text) == ""


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("17,8 Persen", "178-persen"),
        ("Jum'at Berkah", "jum-at-berkah"),
        ("C++", "c"),
        ("Banjir Surut", ""),
        ("3:2", ""),
    ],
)
def test_the_address_that_a_title_had_before_is_known(text: str, former: str) -> None:
    """So that it can be kept or led on; empty where it is the same."""
    assert former_slug(text) == former


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
