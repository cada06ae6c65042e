"""Turns messages into words of the language in which Warta speaks to its user, by gettext's catalogues.

The language is one for the process, as that of a terminal is: the command line chooses it once, before it says a word.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from warta.messages import Message, in_words, written

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = (INDONESIAN, ENGLISH)
"""The languages that are complete; the first is that of a newsroom which asks for none."""

DOMAIN = "warta"
LOCALES = Path(__file__).parent / "locale"

_OF_INDONESIA = frozenset("id in ace ban bbc bjn bug gor jv mad mak min nij sas su".split())
_SETTING = re.compile(r"""^(messages|language)\s*:\s*["']?([A-Za-z]{2,3})\b""", re.MULTILINE)


class Words:
    """The words of one language: the catalogue's, and how a number is written."""

    def __init__(self, language: str, locales: Path = LOCALES) -> None:
        self.language = language
        self._texts: gettext.NullTranslations = gettext.NullTranslations()
        if language != ENGLISH:
            self._texts = gettext.translation(DOMAIN, locales, [language])

    def of(self, message: Message | str, whole: Callable[[str], str] = str) -> str:
        """The message in this language, see `in_words`; where the catalogue lacks it, English."""
        return in_words(message, self._translate, self._number, whole) if isinstance(message, Message) else message

    def _translate(self, text: str, many: str, count: int) -> str:
        return self._texts.ngettext(text, many, count) if many else self._texts.gettext(text)

    def _number(self, value: float) -> str:
        text = written(value)
        return text if self.language == ENGLISH else text.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")
_words = Words(ENGLISH)


def speak(language: str, locales: Path = LOCALES) -> None:
    """From now on this process, and click in it, speaks this language, by the catalogues in a folder."""
    global _words  # noqa: PLW0603 - the language of a process, like its locale
    _words = Words(language, locales)
    os.environ["LANGUAGE"] = language  # click asks gettext at each sentence, and gettext asks this
    gettext.bindtextdomain(DOMAIN, locales)
    gettext.textdomain(DOMAIN)


def spoken() -> str:
    """The language that this process speaks."""
    return _words.language


def say(message: Message | str, whole: Callable[[str], str] = str) -> str:
    """The message in the language of this process; `whole` makes of what will be pasted what is not divided."""
    return _words.of(message, whole)


def language_of(asked: str | None, environ: Mapping[str, str], config: str) -> str:
    """The language to speak: the one asked for, else that of WARTA_LANG, else Indonesian where the system's
    settings name a language of Indonesia, else what the text of config.yaml names (`messages`, or its first
    `language`), else Indonesian.

    An English LANG does not count: images, servers and Windows come with it without anybody's choice.
    """
    for wanted in (asked, environ.get("WARTA_LANG")):
        if wanted and wanted in LANGUAGES:
            return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if system := environ.get(name):
            if re.split(r"[.@]", system)[0].split("_")[0].casefold() in _OF_INDONESIA:
                return INDONESIAN
            break
    named = dict(reversed(_SETTING.findall(config)))
    wanted = named.get("messages") or named.get("language") or INDONESIAN
    return ENGLISH if wanted == ENGLISH else INDONESIAN
