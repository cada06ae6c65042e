"""Turns counts into ways through a long list: its years, the numbers of its older pages, the letters of an index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import msgspec

from warta.newsroom.lists import Cards, Part, older_pages
from warta.newsroom.views import Anchor

_LETTERED = 40  # terms from which on an index has letters to jump to
_NUMBERS = 7  # older pages that a page names: the nearest, and the first of all
_DIGITS = "0-9"


class PageNumber(msgspec.Struct, frozen=True, gc=False):
    """An older page of a list. `gap`: pages are left out between it and the one before."""

    number: int
    url: str
    gap: bool = False


class WeighedTerm(msgspec.Struct, frozen=True, gc=False):
    """A term of an index by letters. `weight` is 1 to 3, by its share of the largest count in the index; `more`: the
    count is the least that there are.
    """

    title: str
    url: str
    count: int
    weight: int
    more: bool = False


class Letter(msgspec.Struct, frozen=True, gc=False):
    """The terms of an index that begin with a letter; what begins with a digit stands together under `0-9`."""

    letter: str
    terms: tuple[WeighedTerm, ...]


def numbers(newest: int, url: Callable[[int], str]) -> tuple[PageNumber, ...]:
    """The older pages from number `newest` down to the first; of many the nearest and the first.

    None of them is newer than the page that shows them, so its bytes stay as they are when the list grows.
    """
    shown = list(range(newest, 0, -1))
    if len(shown) > _NUMBERS:
        shown = [*shown[: _NUMBERS - 1], 1]
    return tuple(
        [PageNumber(each, url(each), after - each > 1) for each, after in zip(shown, (newest, *shown), strict=False)]
    )


def at_least(count: int) -> tuple[int, bool]:
    """A count that grows, told so that a new release seldom changes the page: exactly below ten, else rounded down to
    tens, from a thousand on to hundreds. And whether there are that many or more.
    """
    if count < 10:
        return count, False
    step = 10 if count < 1000 else 100
    return count - count % step, True


def years_of(cards: Cards, size: int, url: Callable[[int], str]) -> tuple[Anchor, ...]:
    """The years of a list, the newest first, with how many releases each has, and where the first of them is shown."""
    older, _ = older_pages(cards.count, size)
    counts: dict[int, int] = {}
    for linked, part in cards.pairs:
        counts[linked.year] = counts.get(linked.year, 0) + (part.count if isinstance(part, Part) else len(part))
    found, left = [], cards.count
    for year in sorted(counts, reverse=True):
        page = -(-left // size)
        left -= counts[year]
        found.append(Anchor(str(year), f"{url(page) if page <= older else ''}#y{year}", "", counts[year]))
    return tuple(found)


def running(name: str) -> list[tuple[int, int, str]]:
    """The key by which people order names: RT 2 stands before RT 10, and letters with marks beside those without."""
    parts = re.split(r"(\d+)", _plain(name))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def lettered(terms: Sequence[Anchor]) -> tuple[Letter, ...]:
    """The terms of a long index by their first letters, each with its weight; of a short one nothing."""
    if len(terms) <= _LETTERED:
        return ()
    largest = max(term.count for term in terms)
    found: dict[str, list[WeighedTerm]] = {}
    for term in terms:
        found.setdefault(_letter(term.title), []).append(_weighed(term, largest))
    return tuple(Letter(letter, tuple(found[letter])) for letter in _in_order(found))


def _in_order(letters: Iterable[str]) -> list[str]:
    return sorted(letters, key=lambda letter: (letter != _DIGITS, letter))


def _letter(title: str) -> str:
    first = next((char for char in _plain(title) if char.isalnum()), "")
    return first.upper() if first.isalpha() else _DIGITS


def _weighed(term: Anchor, largest: int) -> WeighedTerm:
    weight = 3 if term.count > 0.75 * largest else 2 if term.count > 0.45 * largest else 1
    return WeighedTerm(term.title, term.url, term.count, weight, term.more)


def _plain(text: str) -> str:
    """Letters without their marks, all small."""
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
