"""Turns titles and names into the words of an address, in which the figures of the text stay apart.

python-slugify takes a comma between digits for English thousands and drops it (17,8 becomes 178), makes 106 of 10⁶, and
drops signs that change what is said. So what it would join or drop is spelled out before it sees the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from hashlib import blake2b

from warta.signs import is_of_windows

LONGEST = 100
_PLAIN = re.compile(r"[A-Za-z0-9 -]*")
_SIGNS = {
    "id": {"%": "persen", "‰": "permil", "°": "derajat", "-": "minus", "+": "plus", "±": "kurang lebih"},
    "en": {"%": "percent", "‰": "per mille", "°": "degrees", "-": "minus", "+": "plus", "±": "about"},
}
"""The words for signs, of the languages that differ; those of all others are Indonesian."""
_MINUS = re.compile(r"(?<![\w)])(?<!\d )(?<!\b[hH] )(?:[-−]|–(?=\d+(?:[.,]\d+)? ?[°%]))(?=\d)")
_UNIT = re.compile(r"(?<![a-z])([kcdm]?m)([²³])(?!\w)", re.IGNORECASE)
_SUPERSCRIPT_MINUS = re.compile(r"[⁻₋](?=[⁰¹²³⁴-⁹₀-₉])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘ʼ`](?=[^\W\d_])")
_NO_CENTS = re.compile(r"(?<=\d),(?:-{1,2}|[–—])(?!\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w×\u00ad\u200b-\u200f\u2060\ufeff]+(?=\d)")
_DEGREES = re.compile(r"(?<=\d)\s?°|°(?=[CF]\b)")
_SHARP = re.compile(r"(?<=\b[A-Za-z])#(?!\w)")
_PLUS_BEFORE = re.compile(r"(?<=\w) ?\+ ?(?=\d)")
_PLUSES = re.compile(r"(?<=\w)\+{1,2}(?![\w+])")


@functools.lru_cache(maxsize=20_000)
def slug(text: str, language: str = "id") -> str:
    """Lower-case ASCII words with hyphens, at most 100 characters, never empty, nor a name that Windows keeps.

    Digits that are apart stay apart, and a sign that changes the meaning becomes a word of the text's language.
    """
    return plain_slug(text if _is_plain(text) else _spelled(text, language), text)


def former_slug(text: str, language: str = "id") -> str:
    """The slug that a text had before its figures stayed apart, where it was another one; else empty."""
    if text.replace(" ", "").isalnum() and text.isascii() or _is_plain(text):
        return ""
    former = plain_slug(text)
    return "" if former == slug(text, language) else former


def _is_plain(text: str) -> bool:
    """Whether nothing of the text is spelled out; so are most titles."""
    return _PLAIN.fullmatch(text) is not None and ("-" not in text or not _MINUS.search(text))


def plain_slug(text: str, whole: str = "") -> str:
    """The slug of `text` with nothing spelled out.

    A text that is too long is cut at a word and gets a digest of the `whole`, so that parts 1 and 2 of a story with a
    long title differ; one without letters is its digest.
    """
    if _PLAIN.fullmatch(text):  # what the library makes of most titles, in a tenth of its time
        made = "-".join(text.lower().replace("-", " ").split())
    else:
        made = _slugify(text)
    if is_of_windows(made):
        return f"x-{made}"
    if made and len(made) <= LONGEST:
        return made
    digest = blake2b((whole or text).encode(), digest_size=4).hexdigest()
    return f"{_slugify(made, LONGEST - 9)}-{digest}" if made else f"x-{digest}"


def _slugify(text: str, longest: int = 0) -> str:
    from slugify import slugify  # it loads tables of every script, and most runs meet no new text

    return slugify(text, max_length=longest, word_boundary=True, save_order=True)


def _spelled(text: str, language: str) -> str:
    """The text with words for signs, and a hyphen wherever two numbers would become one."""
    signs = _SIGNS.get(language.partition("-")[0].lower(), _SIGNS["id"])
    text = _MINUS.sub(f" {signs['-']} ", text)
    text = _PLUS_BEFORE.sub(f" {signs['+']} ", text)
    text = _UNIT.sub(lambda found: found[1] + str(unicodedata.digit(found[2])), text)  # m² is no power of a number
    text = _SUPERSCRIPT_MINUS.sub(f" {signs['-']} ", text)
    if not text.isascii():
        text = _figures_apart(text)
    text = _NO_CENTS.sub(" ", text)
    text = _BETWEEN_DIGITS.sub("-", text)
    text = _DEGREES.sub(f" {signs['°']} ", text)
    text = re.sub("[%‰±]", lambda found: f" {signs[found[0]]} ", text)
    text = _SHARP.sub(" sharp", text)
    text = _PLUSES.sub(lambda found: f" {signs['+']}" * len(found[0]), text)
    return _APOSTROPHE.sub("", text)


def _figures_apart(text: str) -> str:
    """The text with its fractions and raised or circled figures as plain ones, apart from the digits beside them."""
    made: list[str] = []
    for char in text:
        if char.isascii() or char.isdecimal() or unicodedata.numeric(char, None) is None:
            made.append(char)
            continue
        spelled = unicodedata.normalize("NFKC", char).replace("\u2044", "-")
        raised = unicodedata.digit(char, None) is not None
        before = made[-1] if made else ""
        if before[-1:].isdigit() and not (raised and before[:1] == "\u200b"):
            made.append("-")
        # a run of raised figures is one number: an invisible mark tells its members from plain digits
        made.append(f"\u200b{spelled}" if raised else f"{spelled} ")
    return "".join(made).replace("\u200b", "")
