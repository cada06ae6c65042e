"""Turns a manuscript into its words, and into notes on those that are spelled in several ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from warta.content.documents import Release
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import HEADING, OTHER, Manuscript

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|org|net|info|tv)\b\S*", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![^\W\d_-])[A-Z][^\W\d_]*(?:-[^\W\d_]+)*")
# before a name: a word, a comma, a bracket, an initial or a degree; a capital there says that it is one
_BEFORE_NAME = re.compile(r"(?:[\w,;'’)/-]|\b[A-Z][a-z]?\.|\bDrs\.)[ \n]$|\($")
_DOUBLED = re.compile(r"(\w)\1")
_PAIRS = tuple(letter * 2 for letter in "abcdefghijklmnopqrstuvwxyzéèêë")
_SHORTEST = 5


class Word(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A word as first written in a text, and its line; `opens` when a capital there says nothing."""

    text: str
    line: int
    opens: bool = False


class Words(msgspec.Struct, frozen=True):
    """The words of a text, each once in the order in which they come, and those with a capital inside sentences."""

    words: tuple[str, ...]
    names: frozenset[str]
    pieces: tuple[tuple[int, str, bool], ...]

    def place(self, word: str) -> Word:
        """Where a word of the text stands first."""
        pattern = re.compile(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])")
        for line, text, headed in self.pieces:
            match = pattern.search(text)
            if match:
                at = line + text.count("\n", 0, match.start()) if line else 0
                return Word(word, at, headed or word not in self.names)
        return Word(word, self.pieces[0][0] if self.pieces else 1, opens=True)


def words_of(text: Manuscript) -> Words:
    """The words of title, summary and text; addresses are none."""
    pieces = []
    if isinstance(text.document, Release):
        # titles are written in capitals, word by word: those say nothing of what is a name
        pieces.append((text.line_of("title"), text.document.title, True))
        pieces.append((text.line_of("summary"), " ".join(text.document.summary.split()), False))
    pieces += [(each.line, each.text, each.kind == HEADING) for each in text.paragraphs if each.kind != OTHER]
    cleaned = tuple((line, _without_addresses(words), headed) for line, words, headed in pieces)
    prose = "\n\n".join([words for _, words, headed in cleaned if not headed])
    everything = "\n\n".join([words for _, words, _ in cleaned])
    return Words(tuple(dict.fromkeys(_WORD.findall(everything))), frozenset(_names(prose)), cleaned)


def _names(text: str) -> Iterator[str]:
    for match in _CAPITAL.finditer(text):
        start = match.start()
        if not match[0].isupper() and _BEFORE_NAME.search(text, max(start - 5, 0), start):
            yield match[0]


def _without_addresses(text: str) -> str:
    if "@" not in text and ".co" not in text and ".id" not in text and ".org" not in text and ".net" not in text:
        return text
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)


def spelled_variously(text: Manuscript, house: House) -> Iterator[Note]:
    """One word should be spelled in one way: `Coffee`, `Cofee` and `Coffe` differ in doubled letters alone."""
    if not _may_vary(text.folded):
        return
    words = words_of(text)
    folded = {word.casefold(): word for word in reversed(words.words) if len(word) >= _SHORTEST}
    groups: dict[str, list[str]] = {}
    for word in folded:
        if _DOUBLED.search(word):
            groups.setdefault(_DOUBLED.sub(r"\1", word), []).append(word)
    for bare, doubled in groups.items():
        spellings = [*doubled, bare] if bare in folded else doubled
        if len(spellings) > 1:
            first, *others = sorted((words.place(folded[each]) for each in spellings), key=lambda word: word.line)
            shown = " and ".join(f"'{word.text}' (line {word.line})" for word in others)
            message = f"one word is spelled in several ways: '{first.text}' (line {first.line}), {shown}."
            yield Note(others[0].line, message)


def _may_vary(folded: str) -> bool:
    """Whether two words of a text differ in doubled letters alone: a look that is cheap, and says yes too often."""
    once = " ".join(set(folded.split()))
    doubled = {_around(once, at) for pair in _PAIRS if pair in once for at in _places(once, pair)}
    bare = Counter([_DOUBLED.sub(r"\1", word) for word in doubled if len(word) >= _SHORTEST])
    return any(count > 1 or word in folded for word, count in bare.items())


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _around(text: str, place: int) -> str:
    """The letters around a place of a text."""
    start = place
    while start and text[start - 1].isalnum():
        start -= 1
    end = place
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]
