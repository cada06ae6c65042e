"""Turns messages, dates and numbers into a language's own words, from .po files and CLDR."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from warta.dates import ZONE_NAMES, Moment
from warta.errors import Problem, ProblemsFound, listed
from warta.render.html.message_files import MessageFile

# English as this field writes it: 24 November 2026, 09:05
_LOCALES = {"en": "en_GB"}
# local languages CLDR does not know are written as Indonesian is
_FALLBACK = "id"
_GAP = re.compile(r"%\((\w+)\)")
_UNITS = (("kB", 1000, 0), ("MB", 1000**2, 1), ("GB", 1000**3, 1))
_NAMES = {
    "ace": "Bahsa Acèh",
    "ban": "Basa Bali",
    "bjn": "Bahasa Banjar",
    "bug": "Basa Ugi",
    "mad": "Bhâsa Madhurâ",
    "min": "Baso Minangkabau",
    "jv": "Basa Jawa",
    "su": "Basa Sunda",
    "id": "Bahasa Indonesia",
    "en": "English",
}


class Messages:
    """The messages of one language. One that is not translated is itself."""

    def __init__(self, texts: Mapping[str, str | tuple[str, ...]]) -> None:
        self._texts = texts

    def gettext(self, message: str) -> str:
        """The message in this language."""
        text = self._texts.get(message)
        return text if isinstance(text, str) and text else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The message for this count in this language.

        Indonesian and its neighbours have one form, English two; languages with more are not offered yet.
        """
        texts = self._texts.get(one)
        if not isinstance(texts, tuple):
            texts = (one, many)
        return texts[0] if count == 1 else texts[min(1, len(texts) - 1)]


def read_messages(files: Iterable[MessageFile]) -> Messages:
    """The messages of .po files; earlier files win, where they translate at all.

    Raises ProblemsFound for a file that is no .po file, and for translations that cannot be filled in.
    """
    texts: dict[str, str | tuple[str, ...]] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            catalog = read_po(io.BytesIO(file.data), abort_invalid=True)
        # an encoding that nobody knows is a LookupError
        except (PoFileError, ValueError, LookupError) as error:
            line = getattr(error, "lineno", None) or 0
            problems.append(Problem(file.path, line, f"is not a message file: {error}"))
            continue
        for message in catalog:
            _add(message, file.path, texts, problems)
    if problems:
        raise ProblemsFound(problems)
    return Messages(texts)


def _add(message: Message, path: str, texts: dict[str, str | tuple[str, ...]], problems: list[Problem]) -> None:
    """Keep a translation unless it is empty or doubtful, or there is one already."""
    ids, forms = _tuple(message.id), _tuple(message.string)
    if message.fuzzy or not all(ids) or not forms or not all(forms):
        return
    wrong = next((form for form in forms if not _can_be_filled(form, ids)), None)
    if wrong is not None:
        problems.append(Problem(path, message.lineno or 0, _gap_sentence(wrong, ids)))
        return
    texts.setdefault(ids[0], forms[0] if isinstance(message.id, str) else forms)


def _tuple(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _can_be_filled(translation: str, ids: Iterable[str]) -> bool:
    """Whether what the template puts into the message can be put into its translation."""
    gaps = {gap for each in ids for gap in _GAP.findall(each)}
    if not gaps:
        return True  # nothing is put in, and `%` is a sign like others
    try:
        translation % dict.fromkeys(gaps, 0)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _gap_sentence(translation: str, ids: tuple[str, ...]) -> str:
    gaps = sorted({f"%({gap})" for each in ids for gap in _GAP.findall(each)})
    return (
        f"the translation '{translation}' of '{ids[0]}' cannot be filled in: its gaps must be those of the message "
        f"({listed(gaps)}, each with its letter), and other percent signs are written %%."
    )


@functools.cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_LOCALES.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)


@functools.cache
def language_name(language: str) -> str:
    """What a language calls itself; its code when nobody here knows."""
    if language in _NAMES:
        return _NAMES[language]
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language


class Formats:
    """Dates and numbers as one language writes them, times in one zone."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self._locale = _locale(language)
        self._zone = zone
        # the usual pattern needs no interpreter; the library's takes 20 µs for each date
        plain = self._locale.date_formats["long"].pattern == "d MMMM y"
        self._months = self._locale.months["format"]["wide"] if plain else None
        self.date = functools.lru_cache(maxsize=50_000)(self._date)
        self.datetime = functools.lru_cache(maxsize=50_000)(self._datetime)
        self.number = functools.lru_cache(maxsize=10_000)(self._number)

    def _local(self, moment: Moment) -> dt.datetime:
        """A bare date stays the date that was written."""
        return moment.at.astimezone(self._zone) if moment.timed else moment.at

    def _date(self, moment: Moment) -> str:
        """24 November 2026"""
        local = self._local(moment)
        if self._months:
            return f"{local.day} {self._months[local.month]} {local.year}"
        return str(format_date(local, "long", locale=self._locale))

    def _datetime(self, moment: Moment) -> str:
        """24 November 2026, 09.05 WIB; a bare date without time."""
        if not moment.timed:
            return self.date(moment)
        local = self._local(moment)
        time = format_time(local, "short", tzinfo=self._zone, locale=self._locale)
        return f"{self.date(moment)}, {time} {self._zone_name(local)}"

    def _zone_name(self, local: dt.datetime) -> str:
        return ZONE_NAMES.get(self._zone.key) or str(get_timezone_name(local, "short", locale=self._locale))

    def day(self, moment: Moment) -> str:
        """Selasa, 24 November 2026"""
        weekday = format_date(self._local(moment), "EEEE", locale=self._locale)
        return f"{weekday}, {self.date(moment)}"

    def month(self, moment: Moment) -> str:
        """November 2026"""
        return str(format_date(self._local(moment), "MMMM y", locale=self._locale))

    def month_name(self, moment: Moment) -> str:
        """November"""
        return str(format_date(self._local(moment), "LLLL", locale=self._locale))

    def _number(self, number: int | float) -> str:
        """12.450"""
        return str(format_decimal(number, locale=self._locale))

    def filesize(self, size: int) -> str:
        """1,2 MB (of 1,000,000 bytes, as file managers and phones count)."""
        if size < 1000:
            return f"{self.number(size)} B"
        # rounded first: what is 1000 of a unit then is 1 of the next
        rounded = [(round(size / step, digits), unit) for unit, step, digits in _UNITS]
        value, unit = next((each for each in rounded if each[0] < 1000), rounded[-1])
        return f"{self.number(value)} {unit}"


def iso(moment: Moment) -> str:
    """2026-11-24T09:05:00+07:00, or 2026-11-24 for a bare date."""
    return moment.at.isoformat(timespec="seconds") if moment.timed else moment.at.date().isoformat()
