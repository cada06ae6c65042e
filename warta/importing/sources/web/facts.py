"""Holds what the markup of a page says of its article: the values of all ways of saying it have this one form."""

from __future__ import annotations

import html as htmllib

import msgspec


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of markup says of an article. Dates are as written; empty is what it does not say.

    `says_article` is whether it says that there is an article at all, `says_list` that the page lists several;
    `free` is False where it says that not everyone could read it.
    """

    says_article: bool = False
    says_list: bool = False
    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    body: str = ""
    address: str = ""
    summary: str = ""
    free: bool = True


def first(every: tuple[Facts, ...], name: str) -> str:
    """The first value that is not empty."""
    return next((value for facts in every if (value := getattr(facts, name))), "")


def first_of(every: tuple[Facts, ...], name: str) -> tuple[str, ...]:
    """The first list of values that is not empty."""
    return next((value for facts in every if (value := getattr(facts, name))), ())


def tidy(text: str) -> str:
    """A value on one line, without entities that were left in it."""
    return " ".join(htmllib.unescape(text).split())


def names_in(texts: list[str]) -> tuple[str, ...]:
    """Names each once, in their order; addresses are none."""
    tidied = (tidy(text) for text in texts)
    return tuple(dict.fromkeys(text for text in tidied if text and "@" not in text and "://" not in text))
