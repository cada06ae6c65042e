"""Turns a manuscript into notes on words that it spells in several ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.desk.vocabulary import vocabulary_of
from warta.messages import msg

_DOUBLED = re.compile(r"(\w)\1")
_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST = 5  # letters; shorter words differ in doubled letters and are different words


def spelled_variously(text: Manuscript, house: House) -> Iterator[Note]:
    """One word should be spelled in one way: `Coffee`, `Cofee` and `Coffe` differ in doubled letters alone."""
    if not _may_vary(text.folded):
        return
    vocabulary = vocabulary_of(text)
    folded = {word.casefold(): word for word in reversed(vocabulary.words) if len(word) >= _SHORTEST}
    groups: dict[str, list[str]] = {}
    for word in folded:
        if _DOUBLED.search(word):
            groups.setdefault(_DOUBLED.sub(r"\1", word), []).append(word)
    for bare, doubled in groups.items():
        spellings = [*doubled, bare] if bare in folded else doubled
        if len(spellings) > 1:
            placed = sorted((vocabulary.place(folded[each]) for each in spellings), key=lambda word: word.line)
            shown = [
                msg("word-on-line", "'%(word)s' (line %(line)s)", word=word.text, line=str(word.line))
                for word in placed
            ]
            message = msg(
                "spelled-variously", "one word is spelled in several ways: %(spellings)s.", spellings=tuple(shown)
            )
            yield Note(placed[1].line, message)


def _may_vary(folded: str) -> bool:
    """Whether two words of a text may differ in doubled letters alone: a cheap test with false alarms, no misses."""
    doubled = set(chain.from_iterable(map(_doubled, set(folded.split()))))
    bare = Counter([_single(word) for word in doubled])
    return any(count > 1 or word in folded for word, count in bare.items())


# texts share most of their words
@lru_cache(maxsize=100_000)
def _doubled(word: str) -> tuple[str, ...]:
    """The runs of letters with a doubled letter, in a piece of text without blanks."""
    if not _DOUBLED.search(word):
        return ()
    return tuple(run for run in _LETTERS.findall(word) if len(run) >= _SHORTEST and _DOUBLED.search(run))


@lru_cache(maxsize=100_000)
def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
