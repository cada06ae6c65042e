"""Finds the date of an article by its markup, by the lines around its title that readers saw, or by its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from warta.dates import Moment
from warta.importing.markup import Document
from warta.importing.sources.web.article import Found, stands_in
from warta.importing.sources.web.facts import Facts, tidy
from warta.importing.sources.web.naming import is_of_others, is_outside
from warta.importing.sources.web.seen_dates import by_clock_on_the_wall, read_date, seen_date
from warta.messages import Message, msg

_BEFORE, _BEHIND = 3, 12  # lines around a title in which a date may stand
_SHORT_LINE = 80
_MOST = 2000  # letters of a text in which its date is looked for
_MONTH_IN_ADDRESS = re.compile(r"/(\d{4})/(0[1-9]|1[0-2])/")
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")


class Lines(msgspec.Struct, frozen=True):
    """Lines of a page that may tell the date: what a person's selector finds, what readers saw, and the text itself."""

    chosen: list[str]
    seen: list[str]
    text: str


def lines_of(document: Document, found: Found, title: str, selector: str) -> Lines:
    """The lines of a page that may tell the date: those behind the title first, the end of the text last."""
    before: list[str] = []
    behind: list[str] = []
    inside: list[str] = []
    bodies = {node.mem_id for node in found.bodies}
    seen = False
    assert document.body is not None
    for node in document.body.traverse(include_text=True):
        text = tidy(node.text_content or "") if node.is_text_node else ""
        if not text or (node.parent is not None and node.parent.tag in ("script", "style", "noscript")):
            continue
        if stands_in(node, bodies):
            inside.append(text)
        elif not inside and not is_outside(node):
            seen = seen or text.casefold() == title.casefold()
            (behind if seen else before).append(text)
        elif inside and len(behind) < _BEHIND and not is_of_others(node) and not is_outside(node):
            behind.append(text)
    return Lines(
        chosen=[tidy(node.text() or "") for node in document.css(selector)[:1]] if selector else [],
        seen=[*_joined(behind[:_BEHIND]), *_joined(inside[:_BEFORE]), *before[-_BEFORE:], *inside[-_BEFORE:]],
        text=" ".join(inside)[:_MOST],
    )


def _joined(lines: list[str]) -> Iterable[str]:
    """Lines, and each with the one behind it: day and time may stand in elements of their own."""
    for one, two in pairwise(lines):
        yield f"{one} {two}" if len(one) < _SHORT_LINE else one
    yield from lines[-1:]


def date_of(
    facts: tuple[Facts, ...], lines: Lines, address: str, zone: ZoneInfo
) -> tuple[Moment | None, Message | None]:
    """The date and a doubt about it: by a person's selector, by markup, by what readers saw, by the address, by the
    text.
    """
    if (chosen := seen_date(lines.chosen, zone)) is not None:
        return chosen, None
    seen = seen_date(lines.seen, zone)
    told = next((each for each in (facts.date for facts in facts) if each and read_date(each, zone)), "")
    if told:
        return _of_markup(told, seen, zone)
    if seen is not None:
        return seen, None
    match = _DAY_IN_ADDRESS.search(address)
    in_address = read_date(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}", zone) if match else None
    if in_address is not None:
        return in_address, None
    in_text = seen_date([lines.text], zone)
    if in_text is None:
        return _of_month(address, zone)
    doubt = msg(
        "date-of-text", "told no date: %(date)s, the first in its text, was taken", date=f"{in_text.at:%Y-%m-%d}"
    )
    return msgspec.structs.replace(in_text, timed=False), doubt


def _of_month(address: str, zone: ZoneInfo) -> tuple[Moment | None, Message | None]:
    """The first day of the month in an address, as WordPress makes them."""
    match = _MONTH_IN_ADDRESS.search(address)
    moment = read_date(f"{match[1]}-{match[2]}-01", zone) if match else None
    if moment is None:
        return None, None
    return moment, msg(
        "web-month", "told no date: %(date)s, by the month in its address, was taken", date=f"{moment.at:%Y-%m-%d}"
    )


def _of_markup(told: str, seen: Moment | None, zone: ZoneInfo) -> tuple[Moment | None, Message | None]:
    """The date that markup tells; the one that readers saw where it is the same on the clock, in another zone."""
    if seen is None or not by_clock_on_the_wall(told, seen, zone):
        return read_date(told, zone), None
    doubt = msg(
        "web-zone",
        "told its time in another zone than readers saw: %(date)s, which they saw, was taken",
        date=f"{seen.at:%Y-%m-%d %H:%M}",
    )
    return seen, doubt
