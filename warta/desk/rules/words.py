"""Turns a manuscript into its words, and into notes on those that are spelled in several ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from warta.content.documents import Release
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import HEADING, OTHER, Manuscript

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*(?![\w.]*\.(?:com|co|id|org|net)\b)")
_ADDRESS = re.compile(r"\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|org|net|info|tv)\b\S*", re.IGNORECASE)
_DOUBLED = re.compile(r"(\w)\1")
_ENDS = (".", "!", "?", ":", "“", '"', "(", "—", "–")
_SHORTEST = 5


class Word(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A word as written and its line; `opens` when it begins a sentence, where a capital says nothing."""

    text: str
    line: int
    opens: bool = False


def words_of(text: Manuscript) -> list[Word]:
    """The words of title, summary and text in their order; addresses are none."""
    found = []
    document = text.document
    if isinstance(document, Release):
        # titles are written in capitals, word by word: those say nothing of what is a name
        found += [Word(each.text, each.line, opens=True) for each in _words(document.title, text.line_of("title"))]
        found += _words(document.summary, text.line_of("summary"))
    for paragraph in text.paragraphs:
        if paragraph.kind != OTHER:
            heading = paragraph.kind == HEADING
            found += [
                Word(each.text, each.line, opens=each.opens or heading)
                for each in _words(paragraph.text, paragraph.line)
            ]
    return found


def _words(text: str, line: int) -> Iterator[Word]:
    if "." in text or "@" in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    at = 0
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        line += between.count("\n")
        opens = at == 0 or between.rstrip().endswith(_ENDS) or any(end in between for end in _ENDS)
        at = match.end()
        yield Word(match[0], line, opens)


def spelled_variously(text: Manuscript, house: House) -> Iterator[Note]:
    """One word should be spelled in one way: `Coffee`, `Cofee` and `Coffe` differ in doubled letters alone."""
    groups: dict[str, dict[str, Word]] = {}
    for word in words_of(text):
        folded = word.text.casefold()
        if len(folded) >= _SHORTEST:
            groups.setdefault(_DOUBLED.sub(r"\1", folded), {}).setdefault(folded, word)
    for spellings in groups.values():
        if len(spellings) > 1:
            first, *others = spellings.values()
            shown = " and ".join(f"'{word.text}' (line {word.line})" for word in others)
            yield Note(others[0].line, f"one word is spelled in several ways: '{first.text}' (line {first.line}), {shown}.")
