"""The value of a sentence that people will read: its English words with gaps, and the values that fill them.

A message is put into words at the very end, by the process that shows it (`warta.catalogue`): until then it crosses
processes, is kept by builds, and sorts the same whatever language its reader has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import total_ordering
from typing import Union

import msgspec

Value = Union[str, int, float, "Message", tuple[Union[str, int, float, "Message"], ...]]
"""What fills a gap. Numbers are grouped as people write them: give a line, a port or a year as text. A list is cut
after eight, and divided by semicolons where names in it hold commas."""

_LISTED = 8


@total_ordering
class Message(msgspec.Struct, frozen=True):
    """A sentence, or a few: made by `msg`.

    `code` is for programs, and is that of one `text`. `text` is the English, with gaps as `%(name)s`, and the id of its
    translation. `hints` are whole sentences that follow. `many` is the English for a `count` that is not 1.
    As text a message is English.
    """

    code: str
    text: str
    values: tuple[tuple[str, Value], ...] = ()
    hints: tuple[Message, ...] = ()
    many: str = ""

    def __str__(self) -> str:
        return in_words(self, _english, written)

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)


def msg(code: str, text: str, *hints: Message | None, many: str = "", **values: Value) -> Message:
    """The message `text` (English, one or two whole sentences, `%(name)s` for each of the values), with the hints that
    are there.

    Code and texts are literals, which `make words` collects for translators.
    """
    return Message(code, text, tuple(sorted(values.items())), tuple([hint for hint in hints if hint]), many)


def with_hint(message: Message | str, hint: Message) -> Message:
    """The message with one more hint behind those that it has."""
    if isinstance(message, str):
        return Message("as-it-stands", message.replace("%", "%%"), hints=(hint,))
    return msgspec.structs.replace(message, hints=(*message.hints, hint))


def filled(message: Message, **values: Value) -> Message:
    """The message with these values in place of those that it was made with."""
    return msgspec.structs.replace(message, values=tuple(sorted({**dict(message.values), **values}.items())))


PASTED = frozenset(("command", "line", "lines", "one", "other"))
"""The gaps whose values are typed or pasted as they stand."""


def in_words(
    message: Message,
    translate: Callable[[str, str, int], str],
    number: Callable[[float], str],
    whole: Callable[[str], str] = str,
) -> str:
    """The message in a language: `translate` takes the English for one and for many (or nothing) and the count, and
    gives the text to fill in; `number` writes a number; `whole` makes of what will be pasted what is not divided.
    """

    def word(value: Value) -> str:
        if isinstance(value, Message):
            return in_words(value, translate, number, whole)
        if isinstance(value, tuple):
            more = [msg("list-cut", "and %(count)s more", count=len(value) - _LISTED)] if len(value) > _LISTED else []
            named = any(isinstance(each, str) and ", " in each for each in value[:_LISTED])
            said = ("; " if named else ", ").join([word(each) for each in value[:_LISTED]])
            return " ".join([said, *map(word, more)])
        return value if isinstance(value, str) else number(value)

    values = dict(message.values)
    count = values.get("count", 0)
    text = translate(message.text, message.many, count if isinstance(count, int) else 0)
    filled_in = {name: word(value) for name, value in values.items()}
    said = text % {name: whole(text) if name in PASTED else text for name, text in filled_in.items()}
    return " ".join([said, *[in_words(hint, translate, number, whole) for hint in message.hints]])


def _english(text: str, many: str, count: int) -> str:
    return many if many and count != 1 else text


def written(value: float) -> str:
    """A number as English writes it: 12,450 and 1.94."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


WEEKDAY_NAMES = (
    msg("monday", "Monday"),
    msg("tuesday", "Tuesday"),
    msg("wednesday", "Wednesday"),
    msg("thursday", "Thursday"),
    msg("friday", "Friday"),
    msg("saturday", "Saturday"),
    msg("sunday", "Sunday"),
)
MONTH_NAMES = (
    msg("january", "January"),
    msg("february", "February"),
    msg("march", "March"),
    msg("april", "April"),
    msg("may", "May"),
    msg("june", "June"),
    msg("july", "July"),
    msg("august", "August"),
    msg("september", "September"),
    msg("october", "October"),
    msg("november", "November"),
    msg("december", "December"),
)


def day(at: dt.date) -> Message:
    """Friday, 27 November 2026"""
    weekday, month = WEEKDAY_NAMES[at.weekday()], MONTH_NAMES[at.month - 1]
    return msg(
        "day",
        "%(weekday)s, %(day)s %(month)s %(year)s",
        weekday=weekday,
        day=str(at.day),
        month=month,
        year=str(at.year),
    )


def moment(at: dt.datetime, zone: str) -> Message:
    """Friday, 27 November 2026, 09:05 WITA: of a time in its own zone, with that zone's name."""
    hour, minute = f"{at:%H}", f"{at:%M}"
    return msg("moment", "%(day)s, %(hour)s:%(minute)s %(zone)s", day=day(at), hour=hour, minute=minute, zone=zone)
