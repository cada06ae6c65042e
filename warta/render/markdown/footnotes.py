"""Turns the words that Python-Markdown puts on the way back from a footnote into those of the text's language."""

from __future__ import annotations

import re

_BACK = re.compile(r'title="Jump back to footnote ([0-9]+) in the text"')
_WORDS = {
    "id": "Kembali ke catatan kaki {} dalam teks",
    "su": "Balik deui ka catetan suku {} dina téks",
    "jv": "Bali menyang cathetan sikil {} ing teks",
    "en": "Jump back to footnote {} in the text",
}
# languages of Indonesia without words of their own here
_INDONESIAN = frozenset("ace ban bbc bjn bug ind jav mad mak min ms sas sun tet".split())


def with_words(html: str, language: str) -> str:
    """HTML of the library whose footnotes speak the language of the text; in other languages they speak English."""
    if "Jump back to" not in html:
        return html
    short = language.partition("-")[0].casefold()
    words = _WORDS.get("id" if short in _INDONESIAN else short, _WORDS["en"])
    return _BACK.sub(lambda found: f'title="{words.format(found[1])}"', html)
