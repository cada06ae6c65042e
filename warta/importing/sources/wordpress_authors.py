"""Turns what plugins for several authors keep in a WordPress export into the names of a post's authors.

Co-Authors Plus and PublishPress Authors keep them in the taxonomy `author`, with guests as posts of their own;
Molongui keeps them in the post's meta; Byline has a taxonomy of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from warta.importing.sources.people import names_in
from warta.importing.sources.wxr import Post
from warta.messages import Message, msg
from warta.slugs import plain_slug

GUEST_TYPES = ("guest-author", "guest_author", "molongui_guestauthor")
"""Types of posts that are an author, and no text."""

_CAP = "cap-"
_ONE_WORD = re.compile(r"[a-z0-9._@-]+")


class Authors:
    """The authors of one export: users by login and number, guests by word and number."""

    def __init__(self) -> None:
        self._logins: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._numbers: Mapping[str, str] = {}
        self._guests: dict[str, str] = {}

    def begin(self, logins: Mapping[str, str], numbers: Mapping[str, str]) -> None:
        """Take the users in the head of the export."""
        self._logins, self._numbers = dict(logins), numbers
        self._words = {plain_slug(login): name for login, name in logins.items()}
        self._words |= {login.casefold(): name for login, name in logins.items()}

    def learn(self, post: Post, name: str) -> None:
        """Take the guest author that a post is; `name` is its title."""
        known = post.meta.get("cap-display_name", "").strip() or name
        words = (post.get("wp:post_name"), post.meta.get("cap-user_login", ""), post.get("wp:post_id"))
        for each in words:
            if each and known:
                self._guests.setdefault(each.removeprefix(_CAP).casefold(), known)

    def names(self, post: Post) -> tuple[tuple[str, ...], tuple[Message, ...]]:
        """The names of a post's authors in their order, and a doubt for each that is known by a login only."""
        found: list[str] = []
        doubts: list[Message] = []
        for term in post.terms:
            if term.domain not in ("author", "byline"):
                continue
            word = term.nicename.removeprefix(_CAP)
            name = self._known(word) or self._known(term.name) or term.name
            if term.domain == "author" and name == term.name and _ONE_WORD.fullmatch(name):
                doubts.append(msg("author-login", "has an author of whom only the login is known: %(name)s", name=name))
            found.append(name)
        found += self._of_molongui(post)
        if not found:
            login = post.get("dc:creator")
            found = [self._logins.get(login, "") or login]
        names = (each for line in found for each in (names_in(line) if "," in line else (line,)))
        return tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in names)))), tuple(doubts)

    def pages(self, post: Post) -> Iterator[tuple[str, str]]:
        """The words of the old pages of a post's authors, each with the author's name."""
        if login := post.get("dc:creator"):
            yield login, self._logins.get(login, "") or login
        for term in post.terms:
            if term.domain == "author" and (word := term.nicename.removeprefix(_CAP)):
                yield word, self._known(word) or self._known(term.name) or term.name

    def _known(self, word: str) -> str:
        """The name behind the word of an author's address, or behind a login."""
        folded = word.casefold()
        return self._guests.get(folded) or self._words.get(folded, "")

    def _of_molongui(self, post: Post) -> list[str]:
        found = []
        for value in post.repeated("_molongui_author"):
            kind, _, number = value.partition("-")
            name = self._numbers.get(number, "") if kind == "user" else self._guests.get(number, "")
            if name:
                found.append(name)
        return found
