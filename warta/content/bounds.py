"""Turns a text into the answer whether it keeps the bounds of a text, or must be worked on in a process apart.

Markdown's own rules take time that grows with the square of a text and more, for texts made to that end. Whatever
they are made of, they need marks: a text of so few marks and characters that even their product is small is done in a
moment, and every newsroom's are. All others are tried apart, under `LIMITS`.
"""

from __future__ import annotations

import re
from pathlib import Path

from warta.errors import Problem
from warta.limits import MEMORY, TIME, Limits
from warta.messages import msg

LARGEST = 4 * 1024 * 1024
"""The most bytes of a text."""

LARGEST_HEAD = 256 * 1024
"""The most characters of a front matter."""

LARGEST_BODY = 16 * 1024 * 1024
"""The most bytes of the HTML of a text."""

LIMITS = Limits(seconds=10, patience=60, memory=1024 * 1024 * 1024)
"""What the work on one text may take."""

_DEEPEST = 100
_PLAIN = 8_000_000  # marks times bytes: half a second at the worst; long reports have a tenth of it
_MARKS = bytes(code for code in range(33, 127) if not chr(code).isalnum() and chr(code) != ",")
_SHORT = 16 * 1024  # bytes; in so few no run is long
_LONG_RUN = re.compile(rb"(?<!\S)\S{1000}|(?<!\s)\s{200}")
_GLOSSARY = b"*["  # a few marks put a long text in place of every word
_LONG_START = re.compile(rf"\n[ \t>*+:\d.-]{{{_DEEPEST}}}")
_START = re.compile(r"([ \t]*)((?:(?:[-+*:]|\d+\.)(?:[ \t]+|$)|>[ \t]*)*)")
_LEVEL = re.compile(r">|[^ \t>]+")
_RULE = re.compile(r"[ -]*|[ *]*")


def first_bytes(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of a file; of one that has more than it may, the first of them and one more than the most."""
    with path.open("rb") as file:
        return file.read(most + 1)


def is_plain(data: bytes, most: int = _PLAIN) -> bool:
    """Whether a text of these bytes is surely done in a moment: few marks, no endless word, no endless blank.

    `most` is what marks times bytes may come to.
    """
    size = len(data)  # what is looked for first is found soonest: this is asked of every text
    if b"*" in data and _GLOSSARY in data or (size > _SHORT and _LONG_RUN.search(data)):
        return False
    if size * size <= most:
        return True
    marks = size - len(data.translate(None, _MARKS))
    return (marks + size) // 2 * size <= most or (marks + data.count(b"  ")) * size <= most


def too_deep(text: str, path: str, first_line: int) -> Problem | None:
    """The problem with the first line of a body that begins more lists or quotations within one another than
    Markdown can be trusted with: from some depth on, what it makes depends on who called it.
    """
    text = f"\n{text}"
    for match in _LONG_START.finditer(text):
        start = match.start() + 1
        stop = text.find("\n", start)
        row = text[start : stop if stop >= 0 else len(text)].expandtabs(4)
        found = _START.match(row)
        assert found is not None  # it matches anything
        blanks, marks = found.groups()
        if marks and not _RULE.fullmatch(row) and len(blanks) // 4 + len(_LEVEL.findall(marks)) > _DEEPEST:
            line = first_line + text.count("\n", 1, start)
            message = msg(
                "nest-too-deep",
                "more than %(most)s lists or quotations stand within one another here.",
                most=str(_DEEPEST),
            )
            return Problem(path, line, message)
    return None


def given_up(path: str, why: str) -> Problem:
    """The problem with a text whose conversion took more than `LIMITS`, or ended its process."""
    if why == TIME:
        message = msg(
            "text-too-slow",
            "cannot be converted in %(seconds)s seconds. Is something repeated thousands of times, or a bracket, "
            "quotation mark or tag opened and never closed?",
            seconds=LIMITS.seconds,
        )
    elif why == MEMORY:
        message = msg(
            "text-too-much-memory",
            "cannot be converted in %(memory)s MB of memory. Is something repeated in it?",
            memory=str(LIMITS.memory // 1048576),
        )
    else:
        message = msg(
            "text-breaks-down",
            "cannot be converted: the process that tried it broke down. Divide it, to find what does this.",
        )
    return Problem(path, 0, message)
