"""Turns YAML that cannot be read into the slip of a hand that made it so: its line, what it is, and the line to write.

Each kind of slip proposes lines in place of the one it is found in. A proposal is taken when with it the text can be
read, or can be read further than before: so the line that is shown is known to help.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from warta.messages import Message, msg

_KEY = r"[\"']?[^\W\d][\w -]*?[\"']?"
_ROW = re.compile(rf"(?P<indent> *)(?P<dash>- )?(?P<key>{_KEY}) *:[ \u00a0\u3000]+(?P<value>\S.*?)\s*")
_NO_BLANK = re.compile(rf"(?P<head> *(?:- )?(?P<key>{_KEY}) ?):(?P<value>[^\s/:].*)")
_OTHER_MARK = re.compile(r"(?P<head> *(?:- )?(?P<key>[A-Za-z_]+))(?P<mark> *[=,：;]| )[ \u00a0]*(?P<value>\S.*)")
_CONTINUED = re.compile(rf" *(?:- )?{_KEY}: *[^\s\"'\[{{|>].*")
_ODD_BLANK = re.compile("[\u00a0\u2000-\u200b\u202f\u3000\ufeff]")
_FOLDED = re.compile(rf"(?P<head> *(?:- )?{_KEY}: *)[>|][+-]? +(?P<value>\S.*)")
_LONGEST_TEXT, _LONGEST_LINE = 20_000, 200
_NEAR = 20
"""How many lines before those that libyaml names are looked through."""

_TAB = msg("slip-tab", "a tab stands where blanks must. Indent with two blanks.")
_TAB_BEFORE = msg("slip-tab-before", "a tab stands before the key.")
_ODD_BLANK_SAID = msg("slip-odd-blank", "a blank of Word or of a web page stands there, which only looks like one.")
_NO_BLANK_SAID = msg("slip-no-blank", "there must be a blank behind the colon.")
_QUOTE_IN_LIST = msg("slip-quote-in-list", "a quotation mark in the list is not closed.")
_REMARK = msg("slip-remark", "a # with a blank before it cuts the line off there. Put the value in quotes.")
_FOLDED_SAID = msg("slip-folded", "no word may stand on the line of > or |.")
_QUOTE_OPEN = msg("slip-quote-open", "a quotation mark is opened and not closed.")
_QUOTE_INSIDE = msg("slip-quote-inside", "a quotation mark stands inside of quotation marks and ends the value there.")
_BEHIND_QUOTE = msg(
    "slip-behind-quote", "words stand behind the closing quotation mark. Put the whole value in quotes."
)
_BEHIND_BRACKET = msg("slip-behind-bracket", "words stand behind the closing bracket. Put the whole value in quotes.")
_COLON = msg("slip-colon", "a value with a colon in it must stand in quotes.")
_ITEM = msg("slip-item", "the line is an item of a list, and a key must stand there.")
_BRACKETS = (
    (
        "[",
        "]",
        msg("slip-list-open", "a list in brackets is not closed."),
        msg("slip-list-closed-twice", "a list in brackets is closed twice."),
    ),
    (
        "{",
        "}",
        msg("slip-mapping-open", "a mapping in braces is not closed."),
        msg("slip-mapping-closed-twice", "a mapping in braces is closed twice."),
    ),
)
_BLANKS_BEFORE = msg("slip-blanks-before", "blanks stand before the key.")


class Slip(msgspec.Struct, frozen=True):
    """A slip: how many lines of the text stand before it, what it is and what to write, and that line itself."""

    at: int
    words: Message
    line: str


Propose = Callable[[str], Iterator[tuple[Message, str]]]
"""Proposes lines instead of one, each with what is wrong with it."""
Reach = Callable[[str], int | None]
"""How many lines of a text can be read; None: all of it."""


def find_slip(text: str, reached: int, opened: int, reach: Reach) -> Slip | None:
    """The slip that keeps YAML from being read; `reached` is how many lines of it can be, and `opened` the line where
    what could not be ended begins.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    rows = text.split("\n")
    last = min(reached, len(rows) - 1)
    near = dict.fromkeys([opened, last, *range(last - 1, max(last - _NEAR, -1), -1), last + 1])
    for whole in (True, False):
        for at in near:
            if not 0 <= at < len(rows) or len(rows[at]) > _LONGEST_LINE:
                continue
            for words, line in _proposals(rows, at):
                after = reach("\n".join([*rows[:at], line, *rows[at + 1 :]]))
                if after is None or (not whole and after > max(reached, at)):
                    write = msg("write-line", "Write: %(line)s", line=line.strip())
                    return Slip(at, msgspec.structs.replace(words, hints=(write,)), line.strip())
    return None


def _proposals(rows: list[str], at: int) -> Iterator[tuple[Message, str]]:
    row = rows[at]
    for propose in _KINDS:
        yield from propose(row)
    yield from _by_neighbour(rows, at)


def _tab(row: str) -> Iterator[tuple[Message, str]]:
    if "\t" in row:
        yield _TAB, row.replace("\t", "  ")
        yield _TAB_BEFORE, row.lstrip("\t ")


def _odd_blank(row: str) -> Iterator[tuple[Message, str]]:
    if _ODD_BLANK.search(row):
        yield _ODD_BLANK_SAID, _ODD_BLANK.sub(" ", row)


def _no_blank(row: str) -> Iterator[tuple[Message, str]]:
    if match := _NO_BLANK.fullmatch(row):
        head, value = match["head"], match["value"]
        yield _NO_BLANK_SAID, f"{head}: {value}"
        yield _NO_BLANK_SAID, f"{head}: {_quoted(value)}"


def _open_list(row: str) -> Iterator[tuple[Message, str]]:
    for opened, closed, unclosed, twice in _BRACKETS:
        if row.count(opened) > row.count(closed):
            yield unclosed, f"{row.rstrip()}{closed}"
        elif row.count(opened) < row.count(closed) and row.rstrip().endswith(closed):
            yield twice, row.rstrip()[:-1]
    if ("[" in row or "{" in row) and (match := re.search(r"([\"'])(?=[^\"']*$)", row)):
        yield _QUOTE_IN_LIST, re.sub(r"\s*([\]}]*)\s*$", rf"{match[1]}\1", row, count=1)
        for closed in "]}":
            yield _QUOTE_IN_LIST, f"{row.rstrip()}{match[1]}{closed}"


def _remark(row: str) -> Iterator[tuple[Message, str]]:
    if match := re.search(r"([{,]\s*[\w ]+: )([^,{}\[\]\"']*?#[^,}\]\"']*)(?=[,}])", row):
        line = f"{row[: match.start(2)]}{_quoted(match[2].strip())}{row[match.end(2) :]}"
        yield _REMARK, line


def _folded(row: str) -> Iterator[tuple[Message, str]]:
    if match := _FOLDED.fullmatch(row):
        yield _FOLDED_SAID, f"{match['head']}{match['value']}"


def _quotes(row: str) -> Iterator[tuple[Message, str]]:
    match = _ROW.fullmatch(row)
    if match is None:
        return
    head, value = row[: match.start("value")], match["value"]
    mark = value[0]
    if mark in "\"'" and mark not in value[1:]:
        yield _QUOTE_OPEN, f"{head}{value}{mark}"
        yield _QUOTE_OPEN, f"{head}{value.rstrip('.,')}{mark}"
    if mark in "\"'" and len(value) > 1 and value[-1] == mark:
        yield _QUOTE_INSIDE, head + _quoted(value[1:-1])
    elif mark in "\"'":
        yield _BEHIND_QUOTE, head + _quoted(value)
    elif mark in "[{" and value[-1] not in "]}" and ("]" in value or "}" in value):
        yield _BEHIND_BRACKET, head + _quoted(value)
    elif mark in "@`%&*!?|>#-":
        words = msg("slip-mark", "a value that begins with %(mark)s must stand in quotes.", mark=mark)
        yield words, head + _quoted(value)
    elif ": " in value or value.endswith(":"):
        yield _COLON, head + _quoted(value)


def _invisible(row: str) -> Iterator[tuple[Message, str]]:
    for char in row:
        if not char.isprintable() and char != "\t":
            words = msg(
                "slip-invisible",
                "an invisible character (%(sign)s) stands there. Type the line again.",
                sign=f"U+{ord(char):04X}",
            )
            yield words, "".join(each for each in row if each.isprintable())
            return


_KINDS: tuple[Propose, ...] = (
    _invisible, _tab, _no_blank, _odd_blank, _folded, _remark, _open_list, _quotes,
)  # fmt: skip


def _by_neighbour(rows: list[str], at: int) -> Iterator[tuple[Message, str]]:
    """What is wrong with a line only beside those above and below: how far it is indented, and a key it lacks."""
    row, above = rows[at], [each for each in rows[:at] if each.strip()]
    bare = row.lstrip(" ")
    if not bare:
        return
    item = re.fullmatch(r"- +(\S.*)", row)
    if item and not above:
        yield _ITEM, f"title: {item[1]}"
    yield from _other_mark(row, above)
    yield from _indented(row, bare, [*rows[max(at - 4, 0) : at], *rows[at + 1 : at + 3]])


def _other_mark(row: str, above: list[str]) -> Iterator[tuple[Message, str]]:
    match = _OTHER_MARK.fullmatch(row)
    if match is None or ": " in match["value"]:
        return
    key, line = match["key"], f"{match['head']}: {match['value']}"
    if above and not match["mark"].strip() and _CONTINUED.fullmatch(above[-1]):
        words = msg(
            "slip-no-key",
            "the line has no key. If it goes on with the one above, begin it with two blanks. If '%(key)s' is a key, "
            "it needs a colon.",
            key=key,
        )
    else:
        words = msg("slip-no-colon", "behind '%(key)s' there must be a colon and a blank.", key=key)
    yield words, line


def _indented(row: str, bare: str, beside: list[str]) -> Iterator[tuple[Message, str]]:
    """The line as far in as the lines beside it, the nearest place first; a key at the very beginning stays there."""
    now = len(row) - len(bare)
    if not now and not bare.startswith("- "):
        return
    places = {0}
    for each in filter(str.strip, beside):
        place = len(each) - len(each.lstrip(" "))
        places |= {place, place + 2} if each.lstrip(" ").startswith("- ") else {place}
    for place in sorted(places - {now}, key=lambda place: (abs(place - now), -place)):
        words = _BLANKS_BEFORE
        if place:
            words = msg(
                "slip-indent", "the line must begin with %(place)s blanks, as those beside it.", place=str(place)
            )
        yield words, " " * place + bare


def _quoted(value: str) -> str:
    """A value in quotation marks that do not stand in it."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
