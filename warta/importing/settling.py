"""Turns the languages that a source names into those of the newsroom, and says once what holds for many items.

A text in a language that the newsroom does not have is a draft: it never stands among those of the main language.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from warta.importing.item import Item
from warta.messages import Message, msg
from warta.settings import Settings

_NAMES = {
    "in": "id",  # as it was written before 1989
    "jw": "jv",
    "indonesia": "id",
    "indonesian": "id",
    "bahasa": "id",
    "english": "en",
    "inggris": "en",
    "sunda": "su",
    "sundanese": "su",
    "jawa": "jv",
    "javanese": "jv",
}


def settled(item: Item, config: Settings) -> Item:
    """An item in a language of the newsroom, or one that is hidden and says which language it is in."""
    if not item.language:
        return item
    code = item.language.strip().replace("_", "-").casefold()
    code = _NAMES.get(code, code)
    found = _known(code, (config.language, *config.languages))
    if found:
        return msgspec.structs.replace(item, language="" if found == config.language else found)
    why = msg(
        "was-in-foreign-language", "is in the language '%(language)s', which config.yaml does not list", language=code
    )
    return msgspec.structs.replace(item, language="", foreign=code, hidden=item.hidden or why)


def _known(code: str, languages: tuple[str, ...]) -> str:
    """The language of the newsroom that a code means: the same, else one that only names a country besides."""
    first = code.partition("-")[0]
    first = _NAMES.get(first, first)
    exact = (each for each in languages if each.casefold() == code)
    same = (each for each in languages if each.casefold().partition("-")[0] == first)
    return next(exact, "") or next(same, "")


class Met:
    """What an import met: the languages that the newsroom does not have, and how many old addresses are guesses."""

    def __init__(self) -> None:
        self._foreign: Counter[str] = Counter()
        self._known = 0
        self._guessed = 0

    def meet(self, item: Item) -> Item:
        """Count an item."""
        if item.foreign:
            self._foreign[item.foreign] += 1
        if item.hidden is None or item.foreign:
            self._known += not item.guessed
            self._guessed += item.guessed
        return item

    def notices(self) -> tuple[Message, ...]:
        """What is to be said once."""
        found = [
            msg(
                "languages-missing",
                "%(count)s text is in '%(language)s', which the newsroom does not have: it came as a draft. Add "
                "%(language)s to 'languages' in config.yaml, and run the same command again.",
                many="%(count)s texts are in '%(language)s', which the newsroom does not have: they came as drafts. "
                "Add %(language)s to 'languages' in config.yaml, and run the same command again.",
                count=count,
                language=language,
            )
            for language, count in sorted(self._foreign.items())
        ]
        if self._guessed:
            found.append(
                msg(
                    "addresses-guessed",
                    "Old addresses: %(known)s known, %(count)s guessed. Give the sitemap of the old site, or the "
                    "folder of its pages, to --addresses.",
                    known=self._known,
                    count=self._guessed,
                )
            )
        return tuple(found)
