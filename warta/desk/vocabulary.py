"""Turns a manuscript into its vocabulary: each of its words once, and which of them are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from warta.content.documents import Release
from warta.desk.manuscript import HEADING, OTHER, Manuscript

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|org|net|info|tv)\b\S*", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![^\W\d_-])[A-Z][^\W\d_]*(?:-[^\W\d_]+)*")
# before a name: a word, a comma, a bracket, an initial or a degree; a capital after one of those marks a name
_BEFORE_NAME = re.compile(r"(?:[\w,;'’)/-]|\b[A-Z][a-z]?\.|\bDrs\.)[ \n]$|\($")


class Word(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A word as first written in a text, and its line; `opens` when its capital may only open a sentence."""

    text: str
    line: int
    opens: bool = False


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of a text, each once in the order of the text; `names` have a capital inside a sentence.

    `pieces` are title, summary and paragraphs without addresses: line, text, and whether it is a title or heading.
    """

    words: tuple[str, ...]
    names: frozenset[str]
    pieces: tuple[tuple[int, str, bool], ...]

    def place(self, word: str) -> Word:
        """The first place of a word in the text."""
        pattern = re.compile(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])")
        for line, text, headed in self.pieces:
            match = pattern.search(text)
            if match:
                at = line + text.count("\n", 0, match.start()) if line else 0
                return Word(word, at, headed or word not in self.names)
        return Word(word, self.pieces[0][0] if self.pieces else 1, opens=True)


def vocabulary_of(text: Manuscript) -> Vocabulary:
    """The words of title, summary and text. Mail and web addresses are left out."""
    pieces = []
    if isinstance(text.document, Release):
        # every word of a title may have a capital, so capitals there mark no names
        pieces.append((text.line_of("title"), text.document.title, True))
        pieces.append((text.line_of("summary"), " ".join(text.document.summary.split()), False))
    pieces += [(each.line, each.text, each.kind == HEADING) for each in text.paragraphs if each.kind != OTHER]
    cleaned = tuple((line, _without_addresses(words), headed) for line, words, headed in pieces)
    prose = "\n\n".join([words for _, words, headed in cleaned if not headed])
    everything = "\n\n".join([words for _, words, _ in cleaned])
    return Vocabulary(tuple(dict.fromkeys(_WORD.findall(everything))), frozenset(_names(prose)), cleaned)


def _names(text: str) -> Iterator[str]:
    for match in _CAPITAL.finditer(text):
        start = match.start()
        if not match[0].isupper() and _BEFORE_NAME.search(text, max(start - 5, 0), start):
            yield match[0]


def _without_addresses(text: str) -> str:
    if "@" not in text and ".co" not in text and ".id" not in text and ".org" not in text and ".net" not in text:
        return text
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)
