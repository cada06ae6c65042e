"""Turns the asterisks of a text into the question which of them are meant as they stand: `3*4`, `Rp5.000*) per kg`.

Newspapers mark notes with asterisks, and people multiply with them. A run of them between two figures is itself; so is
one that can only end emphasis (behind a word, before white space or a sign) where none was begun.
"""

from __future__ import annotations

import re

from markdown.util import ETX, STX

_RUN = re.compile(r"\*+")
_FARTHEST = 2000  # characters: emphasis that begins farther away than that is not looked for


def has_literal_stars(text: str) -> bool:
    """Whether any asterisk of a text stands for itself alone."""
    begun: list[int] = []
    return any(_is_literal(text, run, begun) for run in _RUN.finditer(text))


def is_literal_run(text: str, run: re.Match[str]) -> bool:
    """Whether a run of asterisks in a text stands for itself."""
    begun: list[int] = []
    literal = False
    for each in _RUN.finditer(text, max(0, run.start() - _FARTHEST), run.end()):
        literal = _is_literal(text, each, begun)
    return literal


def _is_literal(text: str, run: re.Match[str], begun: list[int]) -> bool:
    """As `is_literal_run`, where `begun` are the lengths of runs before it that begin emphasis; kept up to date."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    length = run.end() - run.start()
    if before.isdigit() and after.isdigit() and (length == 1 or not begun):
        return True
    begins, ends = _faces(after, before), _faces(before, after)
    if ends and _end(length, begun):
        return False
    if begins:
        begun.append(length)
    return ends and not begins


def _end(length: int, begun: list[int]) -> bool:
    """Whether a run of this length ends emphasis that was begun, which is taken away from `begun`."""
    for at in range(len(begun) - 1, -1, -1):
        if begun[at] == length or 3 in (begun[at], length):
            left = begun[at] - length
            del begun[at:]
            if left > 0:
                begun.append(left)
            return left >= 0 or _end(-left, begun)
    return False


def _faces(near: str, far: str) -> bool:
    """Whether a run clings to the text at one side, by the rule of CommonMark ("left-flanking")."""
    if not near or near.isspace():
        return False
    return not _is_sign(near) or not far or far.isspace() or _is_sign(far)


def _is_sign(char: str) -> bool:
    # the library's own placeholders stand for links, code and elements, all of which begin and end with a sign
    return char in (STX, ETX) or (not char.isalnum() and char.isprintable())
