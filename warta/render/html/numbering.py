"""Turns the attributes of lists and items into the numbers that browsers show before them."""

from __future__ import annotations

import re

_ATTRIBUTE = re.compile(r"\b(start|type|value)=[\"']?(-?\d{1,6}(?![\w-])|[aAiI](?![\w-]))")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbers:
    """The numbers of a list, one after the other, as browsers show them."""

    def __init__(self, attributes: str) -> None:
        written = dict(_ATTRIBUTE.findall(attributes))
        self._next = int(written["start"]) if written.get("start", "a").lstrip("-").isdigit() else 1
        self._type = written.get("type", "1")

    def next(self, attributes: str, *, noted: bool) -> str:
        """The number of the next item, and what stands behind it; of a footnote as its mark in the text."""
        value = dict(_ATTRIBUTE.findall(attributes)).get("value", "") if attributes else ""
        if value.lstrip("-").isdigit():
            self._next = int(value)
        number = self._next
        self._next += 1
        if noted:
            return f"[{number}]"
        return f"{_numeral(number, self._type)}."


def _numeral(number: int, kind: str) -> str:
    """A number as a list of this type shows it."""
    made = ""
    if kind in "iI" and 0 < number < 400:
        for value, sign in _ROMAN:
            made += sign * (number // value)
            number %= value
    elif kind in "aA" and number > 0:
        while number:
            number, rest = divmod(number - 1, 26)
            made = chr(ord("a") + rest) + made
    else:
        return str(number)
    return made.upper() if kind.isupper() else made
