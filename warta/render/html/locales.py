"""Turns dates and numbers into text as each language writes them, by the data of Unicode CLDR."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from warta.dates import ZONE_NAMES, Moment

# English as it is written in Indonesia: 24 November 2026, 09:05
_LOCALES = {"en": "en_GB"}
# a local language that CLDR does not know writes dates as Indonesian does
_FALLBACK = "id"
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


@functools.cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_LOCALES.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)


@functools.cache
def language_name(language: str) -> str:
    """What a language calls itself; its code where that is not known."""
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
        """The time in the zone; a date without time stays the date that was written."""
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

    def exact(self, written: str) -> str:
        """A number that is written plainly (`12450.50`), with all its digits: 12.450,50"""
        return str(format_decimal(Decimal(written), locale=self._locale, decimal_quantization=False))

    def filesize(self, size: int) -> str:
        """1,2 MB (of 1,000,000 bytes, as file managers and phones count)."""
        if size < 1000:
            return f"{self.number(size)} B"
        # rounded first: what is 1000 of a unit then is 1 of the next
        rounded = [(round(size / step, digits), unit) for unit, step, digits in _UNITS]
        value, unit = next((each for each in rounded if each[0] < 1000), rounded[-1])
        return f"{self.number(value)} {unit}"
