"""Turns what a file is made from into a short text for the record, and that text back into words for people.

What somebody wrote is named by its path, such as `content/releases/a.md`. What the plan makes by itself is a row of the
table below: its name, a tab, and what tells it from others of its row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from warta.messages import Message, msg

_TAB = "\t"  # no path has one

_ROWS: Mapping[str, Callable[[str], Message]] = {
    "home": lambda _: msg("made-home", "the home page"),
    "everything": lambda _: msg("made-everything", "the list of all releases"),
    "archive": lambda _: msg("made-archive", "the archive"),
    "span": lambda name: msg("made-span", "the archive of %(name)s", name=name),
    "category": lambda name: msg("made-category", "the list of category '%(name)s'", name=name),
    "tag": lambda name: msg("made-tag", "the list of tag '%(name)s'", name=name),
    "region": lambda name: msg("made-region", "the list of region '%(name)s'", name=name),
    "author": lambda name: msg("made-author", "the list of author '%(name)s'", name=name),
    "organization": lambda name: msg("made-organization", "the list of organization '%(name)s'", name=name),
    "index category": lambda _: msg("made-categories", "the index of category terms"),
    "index tag": lambda _: msg("made-tags", "the index of tag terms"),
    "index region": lambda _: msg("made-regions", "the index of region terms"),
    "index author": lambda _: msg("made-authors", "the index of author terms"),
    "index organization": lambda _: msg("made-organizations", "the index of organization terms"),
    "search": lambda _: msg("made-search", "the search page"),
    "search index": lambda name: msg("made-search-index", "the search index (%(name)s)", name=name),
    "corrections": lambda _: msg("made-corrections", "the page of corrections"),
    "check": lambda _: msg("made-check", "the page on which texts are checked"),
    "data": lambda _: msg("made-data", "the page of data for machines"),
    "feed": lambda name: msg("made-feed", "the feed of %(name)s", name=name),
    "wire": lambda name: msg("made-wire", "the wire's list of %(name)s", name=name),
    "press": lambda _: msg("made-press", "the home of the press"),
    "subscribe": lambda _: msg("made-subscribe", "the page that says how one gets releases by e-mail"),
    "digest": lambda name: msg("made-digest", "the mail of the week %(name)s", name=name),
    "api": lambda _: msg("made-api", "the index of the API"),
    "theme": lambda name: msg("made-theme", "the theme's static/%(name)s", name=name),
    "host": lambda name: msg("made-host", "the file %(name)s for the host", name=name),
    "old address": lambda name: msg("made-old-address", "the old address %(name)s", name=name),
}


def origin(row: str, name: str = "") -> str:
    """What the plan makes by itself, as the record names it."""
    return f"{row}{_TAB}{name}"


def in_words(about: str) -> Message | str:
    """What a file is made from, for people: the path of what somebody wrote, else what the plan made."""
    row, tab, name = about.partition(_TAB)
    return _ROWS[row](name) if tab else about


def place_of(about: str, path: str) -> str:
    """Where people look for what is wrong with the file at `path`: in what somebody wrote, else at that path."""
    return f"/{path}" if _TAB in about else about
