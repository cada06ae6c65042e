"""Words and prints: what a check compares, the same in Python and in the script of the page, and where prints lie."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from pathlib import Path
from statistics import mean

import pytest

from tests.checking import words_and_prints
from warta.trust.prints import (
    LONG_SPAN,
    Traces,
    card_bits,
    name_of,
    number_of,
    packed,
    print_bits,
    prints,
    shards,
    stretches,
)
from warta.trust.words import words

SAMPLE = Path(__file__).resolve().parents[2] / "content"
WRITTEN = """Harga “beras” Rp1.500 naik 28% — bukan 2,8%! Jum'at (24/11/2026) -5 derajat ~dicabut~ benar? 1️⃣2️⃣ ＡＢＣ ﬁ Straße
İSTANBUL ΟΔΟΣ Σ ǅ e\u0301 n\u0303 \u202eterbalik\u202c \u200bnol\u00ad lebar\u0085baris\x1clagi 5\u2212 \u22125 (-7) a\x00b 10⁶ CO₂ ½ ٣٤ x\u2028y"""


NO_LETTERS = ["MODIFIER LETTER APOSTROPHE", "SQUARED PLUS", "SQUARED KEY", "VERTICAL TILDE"]
"""Signs that are called letters, or sound like them, and are none."""


def random_texts(count: int) -> list[str]:
    """Texts of every character that both sides know: one assigned since has no case and no form here."""
    chooser = random.Random(12)
    known = [
        chr(each)
        for each in range(sys.maxunicode + 1)
        if not 0xD800 <= each <= 0xDFFF and unicodedata.category(chr(each)) != "Cn"
    ]
    common = [each for each in map(chr, range(0x3000)) if unicodedata.category(each) != "Cn"]
    every = []
    for _ in range(count):
        pool = chooser.choice([known, common, common[:600]])
        signs = chooser.choices([*pool, *" \n \t"], weights=[1] * len(pool) + [len(pool) / 12] * 4, k=120)
        every.append("".join(signs))
    return every


def test_the_script_makes_the_same_words_and_prints_to_the_bit(tmp_path: Path) -> None:
    """Of the sample's texts, of difficult ones, and of random characters."""
    sample = [path.read_text("utf-8") for path in sorted(SAMPLE.rglob("*.md"))]
    texts = [WRITTEN, *sample, *random_texts(250)]
    for text, found in zip(texts, words_and_prints(tmp_path, texts), strict=True):
        made = words(text)
        assert found[0] == made, text
        assert set(found[1]) == prints(made), text
        assert set(found[2]) == prints(made, LONG_SPAN), text


@pytest.mark.parametrize(
    "one, other",
    [
        ("1.500", "1,500"),
        ("28%", "28"),
        ("-5", "5"),
        ("benar", "benar?"),
        ("dicabut", "~dicabut~"),
        ("terbalik", "\u202eterbalik"),
        ("naik", "nаik"),
        ("24/11", "24 11"),
        ("28", "28 %"),
        ("28", "28\u2030"),
        ("H-1", "H+1"),
        ("120", "120\u20ac"),
        ("5", ">5"),
        ("5", "\u22645"),
        ("2\u00f73", "2\u00d73"),
        ("3-1", "\u200f3\u200f-\u200f1\u200f"),
        ("Rp5", "Rp-5"),
        ("*5*", "*-5*"),
        ("5", "\u27965"),
        ("5", "\u20125"),
        ("5", "5\u2776"),
        ("5", "5\u3007"),
        ("x", "x \U0001f171\U0001f170\U0001f183\U0001f170\U0001f17b"),
        ("x", "x \U0001f1e7\u200b\U0001f1e6\u200b\U0001f1f9"),
        ("x", "x \U0001f193"),
        ("5", "5 \U0001f51f"),
        ("boleh", "\u274c boleh"),
        ("boleh", "\U0001f6ab boleh"),
    ],
)
def test_what_can_turn_a_meaning_is_another_word(one: str, other: str) -> None:
    """Separators, signs of arithmetic and money, doubt, struck words, the writing direction, a foreign letter, and
    pictures that are read as letters or figures.
    """
    assert words(one) != words(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("“Kami hadir,” kata Sri.", '"Kami hadir" kata sri'),
        ("*Tebal* dan _miring_", "tebal dan miring"),
        ("Jum’at", "Jum'at"),
        ("ke\u00adpastian", "kepastian"),
        ("ＡＢＣ", "abc"),
        ("👍 baik", "baik"),
        ("a\u00a0b\r\nc", "a b c"),
    ],
)
def test_how_a_text_is_laid_out_is_no_part_of_its_words(one: str, other: str) -> None:
    """Quotation marks, emphasis, hyphens that cannot be seen, wide letters, pictures in the text, blanks."""
    assert words(one) == words(other)


def test_no_letter_and_no_figure_is_nothing() -> None:
    """Of all that Unicode calls one, or shows one in a frame: otherwise words could be written that nobody compares."""
    named = re.compile("(?:CIRCLED|SQUARED|REGIONAL INDICATOR).* (?:LETTER|DIGIT|NUMBER) |SQUARED [A-Z0-9]{2,4}$")
    unseen = [
        sign
        for sign in map(chr, range(0xE0000))
        if unicodedata.category(sign)[0] in "LN" or named.search(unicodedata.name(sign, ""))
        if not 0xD800 <= ord(sign) <= 0xDFFF and not words(sign)
    ]
    assert [unicodedata.name(each) for each in unseen] == NO_LETTERS


def test_a_fragment_has_the_prints_of_its_part() -> None:
    """Wherever it was cut."""
    every = words(" ".join(f"kata{each}" for each in range(400)))
    for start in range(0, 300, 37):
        part = every[start : start + 60]
        assert prints(part) <= prints(every)


def simulated(count: int, chooser: random.Random, first: int = 0) -> list[Traces]:
    """Releases that share some boilerplate, each with some forty prints of its own."""
    shared = [chooser.getrandbits(32) for _ in range(6)]
    return [
        Traces(f"rilis-{each}", packed({chooser.getrandbits(32) for _ in range(chooser.randint(25, 65))} | set(shared)))
        for each in range(first, first + count)
    ]


def digests_of(releases: list[Traces], known: dict[tuple[str, int, int], dict[str, int]]) -> dict[str, object]:
    """A digest of each file of the index; stretches that are as they were are not made again."""
    made: dict[str, object] = {}
    bits: dict[str, int] = {}
    for name, part in stretches(len(releases)).items():
        bits[name] = print_bits(releases[part])
        key = name, part.start, part.stop
        if key not in known:
            known[key] = {f"{name}/{file}": hash(data) for file, data in shards(releases[part]).items()}
        made |= known[key]
    cards = card_bits(len(releases))
    files: dict[str, list[str]] = {}
    for each in releases:
        files.setdefault(f"kartu/{name_of(each.number >> (24 - cards), cards)}", []).append(each.id)
    return made | files | {"indeks": (bits, cards)}


def test_every_print_of_a_release_is_found_in_the_file_that_its_first_bits_name() -> None:
    """Except those that many releases share."""
    chooser = random.Random(3)
    releases = simulated(200, chooser)
    shared = set.intersection(*[set(each.prints) for each in releases])
    assert len(shared) == 6
    for part in stretches(len(releases)).values():
        bits, files = print_bits(releases[part]), shards(releases[part])
        for each in releases[part]:
            for value in set(each.prints) - shared:
                rows = files[name_of(value >> (32 - bits) if bits else 0, bits)]
                row = ((value << bits & 0xFFFFFFFF) >> 8).to_bytes(3, "big") + number_of(each.id).to_bytes(3, "big")
                assert row in [rows[at : at + 6] for at in range(0, len(rows), 6)]


@pytest.mark.parametrize("size, count, most", [(0, 100, 6), (1000, 40, 12), (3000, 130, 25)])
def test_a_new_release_changes_few_files_counted_over_many(size: int, count: int, most: int) -> None:
    """From the first one on, and where the thousandth moves all before it into the oldest stretch."""
    chooser = random.Random(size)
    releases = simulated(size, chooser)
    known: dict[tuple[str, int, int], dict[str, int]] = {}
    before = digests_of(releases, known)
    changed = []
    for step in range(size, size + count):
        releases += simulated(1, chooser, step)
        after = digests_of(releases, known)
        changed.append(sum(after.get(name) != before.get(name) for name in after.keys() | before.keys()))
        before = after
    assert mean(changed) <= most
    assert sorted(changed)[count // 2] <= 3
