"""Turns words into lines that fit into a box, and lines into pixels, with the bundled fonts. Uses Pillow.

A line is drawn in stretches, each with the first font that has its characters. Words are measured once, at one size:
the width of a line grows with its type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from warta.render.press.signs import FONTS, is_tall, signs_of

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, Layout

_OTHERS = ("WartaSigns-Regular", "WartaMath-Regular", "WartaShapes-Regular", "WartaJavanese-Bold")
SERIF = ("WartaSerif-Bold", "WartaSerifExt-Bold", *_OTHERS)
BOLD = ("WartaSans-Bold", "WartaSansExt-Bold", *_OTHERS)
PLAIN = ("WartaSans-Regular", "WartaSansExt-Regular", *_OTHERS)
_MEASURED = 100  # pixels: the size at which words are measured
_SLACK = 1.01  # type of another size is not wider by more
_SMALLER = 0.95
_TRIES = 3
_TALL = 1.6

Family = tuple[str, ...]


class Fitted(msgspec.Struct, frozen=True):
    """Lines with the size of their type, and how far they stand apart, both in pixels."""

    lines: tuple[str, ...]
    size: float
    lead: float

    @property
    def height(self) -> float:
        """How high all lines are."""
        return len(self.lines) * self.lead


class Box(msgspec.Struct, frozen=True):
    """Room for words, and how they may be set in it: sizes of type, most lines, their distance for a size of one."""

    width: float
    height: float
    largest: float
    smallest: float
    most: int = 8
    lead: float = 1.12


def fitted(text: str, box: Box, family: Family) -> Fitted:
    """The words in the largest type in which they fit; in the smallest what fits of them, with an ellipsis."""
    lead = _TALL if is_tall(text) else box.lead
    size, tries = box.largest, 0
    while True:
        lines = _even(text.split(), box.width / size, family)
        fits = len(lines) * size * lead <= box.height and len(lines) <= box.most
        tries += fits
        # a single short word on the last line is given a few smaller sizes to find company
        if (fits and (tries > _TRIES or not _is_lonely(lines, family))) or size <= box.smallest:
            break
        size = max(box.smallest, size * _SMALLER)
    allowed = min(box.most, max(1, int(box.height / (size * lead))))
    if len(lines) > allowed:
        lines = [*lines[: allowed - 1], _cut(lines[allowed - 1], box.width / size, family)]
    return Fitted(tuple(lines), size, size * lead)


def _is_lonely(lines: list[str], family: Family) -> bool:
    last = lines[-1]
    return len(lines) > 2 and " " not in last and width(last, family) < max(width(each, family) for each in lines) / 2


def _cut(line: str, room: float, family: Family) -> str:
    while line and width(f"{line}…", family) > room:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line.rstrip(",;:–— ") + "…"


def _even(words: list[str], room: float, family: Family) -> list[str]:
    """Lines of about one length: the narrowest room that takes no line more."""
    best = _lines(words, room, family)
    low, high = room * 0.55, room
    for _ in range(7):
        middle = (low + high) / 2
        trial = _lines(words, middle, family)
        if len(trial) == len(best):
            best, high = trial, middle
        else:
            low = middle
    return best


def _lines(words: list[str], room: float, family: Family) -> list[str]:
    """Words in lines of at most `room` (for type of one pixel); a word that is wider is cut."""
    lines, used = [""], 0.0
    space = width(" ", family)
    for whole in words:
        for word in _pieces(whole, room, family):
            wide = width(word, family)
            if lines[-1] and used + space + wide > room:
                lines.append(word)
                used = wide
            else:
                used += (space if lines[-1] else 0) + wide
                lines[-1] = f"{lines[-1]} {word}".lstrip()
    return [line for line in lines if line]


def _pieces(word: str, room: float, family: Family) -> Iterator[str]:
    while width(word, family) > room and len(word) > 1:
        keep = next((count for count in range(len(word) - 1, 1, -1) if width(word[:count], family) <= room), 1)
        yield word[:keep]
        word = word[keep:]
    yield word


@lru_cache(maxsize=20_000)
def width(text: str, family: Family) -> float:
    """How wide words are in type of one pixel."""
    return _SLACK * sum(_font(name, _MEASURED).getlength(part) for name, part in _stretches(text, family)) / _MEASURED


@lru_cache(maxsize=5_000)
def _stretches(text: str, family: Family) -> tuple[tuple[str, str], ...]:
    """Parts of a line, each with the font that has its characters."""
    found: list[tuple[str, str]] = []
    signs = signs_of()
    for char in text:
        code = ord(char)
        name = next((each for each in family if code in signs[f"{each}.ttf"]), family[0])
        if found and (found[-1][0] == name or (char == " " and code in signs[f"{found[-1][0]}.ttf"])):
            found[-1] = found[-1][0], found[-1][1] + char
        else:
            found.append((name, char))
    return tuple(found)


@lru_cache(maxsize=500)
def _font(name: str, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / f"{name}.ttf", size, layout_engine=_engine())


@cache
def _engine() -> Layout:
    """Raqm, which puts the signs of Javanese in their places; it comes with Pillow."""
    from PIL import ImageFont, features

    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


def draw(on: ImageDraw, at: tuple[float, float], words: Fitted, family: Family, colour: str) -> None:
    """Draw lines whose upper left corner is `at`."""
    left, top = at
    for number, line in enumerate(words.lines):
        x = left
        baseline = top + number * words.lead + words.size * 0.92
        for name, part in _stretches(line, family):
            font = _font(name, round(words.size, 1))
            on.text((x, baseline), part, fill=colour, font=font, anchor="ls")
            x += font.getlength(part)
