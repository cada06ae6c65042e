"""Proves what becomes of characters that no bundled font has, and that the table of those they have is right."""

from __future__ import annotations

from scripts.cut_fonts import table_of
from warta.render.press.lettering import BOLD, SERIF, Box, fitted, width
from warta.render.press.signs import FONTS, breakable, shown


def test_the_table_of_characters_is_that_of_the_fonts() -> None:
    """With a digest of each font, so that another font makes papers and pictures anew. Each font has its licence."""
    assert (FONTS / "signs.txt").read_text(encoding="ascii") == table_of(FONTS)
    assert {path.name for path in FONTS.glob("OFL-*.txt")} == {
        "OFL-Noto.txt",
        "OFL-WartaSans.txt",
        "OFL-WartaSerif.txt",
    }


def test_what_no_font_has_is_left_out_or_leaves_a_box() -> None:
    """Pictographs with their joiners go, with the blank that is too many; letters leave □; the rest stays as it is."""
    assert shown("Siaga 😀 banjir 👨‍👩‍👧 besok") == "Siaga banjir besok"
    assert shown("你好 ya") == "□□ ya"
    assert shown("CO₂ 10⁶ ≤ → ½ № Ωж “é” ꦱꦶꦪ") == "CO₂ 10⁶ ≤ → ½ № Ωж “é” ꦱꦶꦪ"
    assert shown("ke\u200brja\u2060sa\xadma \x07 e\u0301") == "kerjasama é"


def test_a_word_that_no_line_holds_may_break() -> None:
    """Words of usual length stay as they are."""
    assert breakable("Kata biasa") == "Kata biasa"
    assert breakable("k" * 36) == "\u200b".join(["k" * 12] * 3)


def test_titles_of_any_length_fit_into_their_box() -> None:
    """From a word to 400 letters, with and without blanks: no line is wider than the box, and not too many are there."""
    box = Box(600, 400, 92, 27)
    for text in ("Banjir", "Panen raya padi di Wado naik " * 2, "Panjang sekali " * 27, "Kata" * 100):
        made = fitted(text, box, SERIF)
        assert made.height <= 400 and len(made.lines) <= 8
        assert all(width(line, SERIF) * made.size <= 601 for line in made.lines)
    assert fitted("Banjir", box, SERIF).size == 92
    assert fitted("kata " * 500, box, BOLD).lines[-1].endswith("…")
