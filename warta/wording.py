"""Turns keys, and words for yes and no, as people write them into what is meant, or into an answer where one word can
mean several keys.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

import msgspec

from warta.messages import Message, filled

YES = ("true", "yes", "on", "ya", "y", "iya", "benar", "aktif", "1")
NO = ("false", "no", "off", "tidak", "tdk", "n", "bukan", "enggak", "nggak", "gak", "nonaktif", "0")
VALUE = "%(value)s"
"""Stands in an answer for what was written behind the key."""
_BETWEEN = re.compile(r"[\s_-]+")


@functools.lru_cache(maxsize=2_000)
def folded(key: str) -> str:
    """A key without the differences that mean nothing: upper case, and blanks or hyphens for the underscore."""
    return _BETWEEN.sub("_", key.strip().casefold())


class Wording(msgspec.Struct, frozen=True):
    """The keys of a mapping and what else people call them.

    `exact` are the keys as the documentation writes them, `words` the key by each word of people, `meant` the same and
    the exact keys by folded names, `alike` all exact names of a key, and `answers` what to say to words that can mean
    several keys, by folded names. In an answer `VALUE` is what was written behind the key.
    """

    exact: frozenset[str] = frozenset()
    words: Mapping[str, str] = {}
    meant: Mapping[str, str] = {}
    alike: Mapping[str, tuple[str, ...]] = {}
    answers: Mapping[str, Message] = {}

    def key(self, written: str) -> str:
        """The key that is meant; an unknown one is itself."""
        return written if written in self.exact else self.meant.get(folded(written), written)

    def answer(self, written: str, value: str) -> Message | None:
        """What to say to a word that can mean several keys; None for any other."""
        answer = self.answers.get(folded(written))
        if answer is None:
            return None
        return filled(answer, value=value) if "value" in dict(answer.values) else answer


def wording(
    keys: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], answers: Mapping[str, Message] | None = None
) -> Wording:
    """The wording of keys, each with its exact names, whose first is its own, and with the words of people for it."""
    rows = tuple(keys)
    exact = frozenset(name for names, _ in rows for name in names)
    words = {word: names[0] for names, each in rows for word in each}
    meant = {folded(word): key for word, key in words.items()} | {folded(name): name for name in exact}
    alike = {name: names for names, _ in rows for name in names}
    return Wording(exact, words, meant, alike, {folded(word): said for word, said in (answers or {}).items()})


def yes_or_no(text: str) -> bool | None:
    """What a word for yes or for no means; None for any other."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None


NO_WORDING = Wording()
