"""Turns a manuscript into its words, and into notes on those that are spelled in several ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

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
_LETTERS = re.compile(r"[^\W_]+")
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
    doubled = set(chain.from_iterable(map(_doubled, set(folded.split()))))
    bare = Counter([_single(word) for word in doubled])
    return any(count > 1 or word in folded for word, count in bare.items())


# texts share most of their words
@lru_cache(maxsize=100_000)
def _doubled(word: str) -> tuple[str, ...]:
    """The runs of letters with a doubled one in what stands between two blanks."""
    if not _DOUBLED.search(word):
        return ()
    return tuple(run for run in _LETTERS.findall(word) if len(run) >= _SHORTEST and _DOUBLED.search(run))


@lru_cache(maxsize=100_000)
def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
