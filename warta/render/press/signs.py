"""Turns text into the text that the bundled fonts can show.

PDF/UA refuses a sign that no font has, and a picture would show an empty box without a word. Pictographs and what
nobody sees are left out; a letter or figure of a script that has no font here becomes □, so that its place is seen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
"""The folder of the fonts."""
MISSING = "□"
_UNSEEN = frozenset("\u200b\u2060\ufeff\xad\ufe0e\ufe0f\u200e\u200f")
_PLAIN = re.compile(r"[\n -~\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026]*")
_JAVANESE = re.compile("[\ua980-\ua9df]")
_LOOSE = re.compile("(?<![\ua980-\ua9df])[\u200c\u200d]|[\u200c\u200d](?![\ua980-\ua9df])")
_LONG = re.compile(r"\S{31,}")


@cache
def signs_of() -> dict[str, frozenset[int]]:
    """The characters that each font has, by the name of its file."""
    found = {}
    for line in (FONTS / "signs.txt").read_text(encoding="ascii").splitlines():
        name, _, *stretches = line.split()
        spans = [[int(end, 16) for end in each.split("-")] for each in stretches]
        found[name] = frozenset(code for first, last in spans for code in range(first, last + 1))
    return found


@cache
def known() -> frozenset[int]:
    """The characters that any of the fonts has."""
    return frozenset().union(*signs_of().values())


def shown(text: str) -> str:
    """A text as the fonts can show it."""
    if _PLAIN.fullmatch(text):
        return text
    kept = "".join(map(_shown, _LOOSE.sub("", unicodedata.normalize("NFC", text))))
    return kept if text.count("  ") else re.sub(" {2,}", " ", kept)  # where a sign between two blanks was left out


@cache
def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _UNSEEN or (category in ("Cc", "Cs", "Co", "Cn", "Cf") and sign not in "\n\u200c\u200d"):
        return ""
    if ord(sign) in known() or sign == "\n":
        return sign
    if sign in "\u200c\u200d":
        return ""
    if category == "Zs":
        return " "
    return "" if category in ("So", "Sk") else MISSING


def is_lost(sign: str) -> bool:
    """Whether a sign that people see is left out, or becomes a box."""
    return (
        not _PLAIN.fullmatch(sign)
        and sign not in _UNSEEN
        and sign not in "\u200c\u200d"
        and unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zs")
        and _shown(unicodedata.normalize("NFC", sign)[0]) in ("", MISSING)
    )


def all_shown(value: Any) -> Any:
    """Plain values (texts, lists, maps) with all their texts as the fonts can show them."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list | tuple):
        return [all_shown(each) for each in value]
    if isinstance(value, dict):
        return {key: all_shown(each) for key, each in value.items()}
    return value


def breakable(text: str) -> str:
    """A text in which a word that no line can hold may break after each twelfth letter (at a sign nobody sees)."""
    return _LONG.sub(lambda word: re.sub(r"(.{12})(?=.)", "\\1\u200b", word[0]), text)


def is_tall(text: str) -> bool:
    """Whether a text has Javanese letters, whose lines need more room."""
    return _JAVANESE.search(text) is not None
