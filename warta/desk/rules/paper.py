"""Turns a manuscript into a note on signs that no font of letters and pictures to share has: they are lost there."""

from __future__ import annotations

from collections.abc import Iterator

from warta.content.documents import Release
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.messages import msg
from warta.render.press.signs import MISSING, is_lost

_KEYS = ("title", "summary", "dateline", "notes")


def signs_lost(text: Manuscript, house: House) -> Iterator[Note]:
    """Pictographs are left out of paper and pictures, and a letter of a script without a font becomes a box: told once
    for a release, with the line of each sign.
    """
    if not house.paper or not isinstance(text.document, Release) or (text.parts.front + text.body).isascii():
        return
    lines = {sign: line for line, row in reversed(list(_rows(text))) for sign in row if is_lost(sign)}
    if lines:
        signs = sorted(lines.items(), key=lambda each: (each[1], each[0]))
        shown = tuple(
            msg("sign-on-line", "“%(sign)s” (line %(line)s)", sign=sign, line=str(line)) for sign, line in signs
        )
        message = msg(
            "signs-lost",
            "no font of the letter and of the pictures to share has these signs, so they are left out there or become "
            "%(box)s: %(signs)s.",
            box=MISSING,
            signs=shown,
        )
        yield Note(signs[0][1], message)


def _rows(text: Manuscript) -> Iterator[tuple[int, str]]:
    for key in _KEYS:
        node = text.front.get(key)
        if node is not None and isinstance(node.value, str):
            yield node.line, node.value
    yield from enumerate(text.rows, text.first_line)
