"""Turns a text and two changes of it into one text, and says where both changed the same sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

import msgspec

_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?]+[\"'”’)]*(?=\s|$)|[.!?]+|\n|$)[ \t]*")
_WORD = re.compile(r"\s+|\S+")


class Merged(msgspec.Struct, frozen=True):
    """One text of two; where both changed one sentence mine stands, and `clashes` has (mine, theirs)."""

    text: str
    clashes: tuple[tuple[str, str], ...] = ()


def merge(base: str, mine: str, theirs: str) -> Merged:
    """What only one side changed is taken from it, what both changed alike once."""
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    out: list[str] = []
    clashes: list[tuple[str, str]] = []
    for ours, others, before in _chunks(*map(_sentences, (base, mine, theirs))):
        if ours == others or others == before:
            out.append(ours)
        elif ours == before:
            out.append(others)
        else:
            out.append(ours)
            clashes.append((ours.strip(), others.strip()))
    return Merged("".join(out), tuple(clashes))


def _sentences(text: str) -> list[str]:
    return [each for each in _SENTENCE.findall(text) if each]


def _chunks(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[str, str, str]]:
    """The three texts in pieces that belong together."""
    changes = [(i, j, 0, m, n) for i, j, m, n in _changes(base, mine)]
    changes += [(i, j, 1, m, n) for i, j, m, n in _changes(base, theirs)]
    changes.sort()
    at, place = 0, 0
    while place < len(changes):
        first, last = changes[place][0], changes[place][1]
        group = [changes[place]]
        place += 1
        while place < len(changes) and (changes[place][0] < last or changes[place][0] == first):
            group.append(changes[place])
            last = max(last, changes[place][1])
            place += 1
        same = "".join(base[at:first])
        yield same, same, same
        sides = [_side(base, first, last, [each for each in group if each[2] == which], text)
                 for which, text in ((0, mine), (1, theirs))]  # fmt: skip
        yield sides[0], sides[1], "".join(base[first:last])
        at = last
    same = "".join(base[at:])
    yield same, same, same


def _changes(base: list[str], text: list[str]) -> list[tuple[int, int, int, int]]:
    steps = difflib.SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [(a, b, c, d) for tag, a, b, c, d in steps if tag != "equal"]


def _side(
    base: list[str], first: int, last: int, changes: Sequence[tuple[int, int, int, int, int]], text: list[str]
) -> str:
    made, at = [], first
    for begin, end, _, start, stop in changes:
        made += base[at:begin] + text[start:stop]
        at = end
    return "".join(made + base[at:last])


def words_changed(before: str, after: str) -> list[tuple[str, str]]:
    """What changed in words: pieces that are the `same`, were taken `out`, or put `in`."""
    old, new = before.split("\n\n"), after.split("\n\n")
    pieces: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "\n\n".join(old[a:b]), "\n\n".join(new[c:d])
        gap = "\n\n" if pieces else ""
        if tag == "equal":
            pieces.append(("same", gap + was))
        else:
            pieces += _in_words(gap + was if was else "", gap + now if now else "")
    return pieces


def _in_words(was: str, now: str) -> Iterator[tuple[str, str]]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        if a < b:
            yield "out", "".join(old[a:b])
        if c < d:
            yield "in", "".join(new[c:d])
