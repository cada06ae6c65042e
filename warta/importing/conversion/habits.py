"""Cuts datelines and signatures out of the blocks of a text, whether it is HTML or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from warta.importing.conversion.notes import is_note
from warta.importing.conversion.press import Dateline, find_dateline, find_signature
from warta.importing.conversion.tree import Tree, cut_end, cut_start
from warta.importing.head_lines import head_line
from warta.importing.markup import Node
from warta.messages import Message

IsPlace = Callable[[str], bool]
"""Whether a name is that of a region."""

_MOST_SIGNATURES = 3
_ANY_ZONE = ZoneInfo("UTC")  # whether a line has a date depends on no zone
_MARKS = frozenset("#!<>-*+|=~`:{[0123456789")


class Habits(msgspec.Struct, frozen=True):
    """The dateline and signatures that were cut out of a text.

    `bylines` are those who signed, `stars` signatures that name nobody, `moved` the words that datelines and bylines
    stood in, `doubt` says what only looked like a dateline.
    """

    dateline: Dateline | None = None
    bylines: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    doubt: Message | None = None
    moved: tuple[str, ...] = ()


def habits_of_page(tree: Tree, is_place: IsPlace) -> Habits:
    """Cut dateline and signatures out of the first and last paragraphs of a page, and give them."""
    bylines: list[str] = []
    stars: list[str] = []
    moved: list[str] = []
    for _ in range(_MOST_SIGNATURES):
        last = next((block for block in reversed(tree.blocks()) if block.tag != "hr" and not is_note(block)), None)
        if last is None or last.tag != "p" or last.css_first("img") is not None:
            break
        text = _raw_text(last)
        signature = find_signature(text)
        if signature is None or (signature.length >= len(text) and len(tree.blocks()) == 1):
            break
        cut_end(last, signature.length)
        (moved if signature.who else stars).append(signature.written)
        if signature.who:
            bylines.insert(0, signature.who)
    first = next((block for block in tree.blocks() if _may_begin(block)), None)
    dateline, doubt = (None, None) if first is None else find_dateline(_raw_text(first), is_place)
    if dateline and first is not None:
        moved.append(_raw_text(first)[: dateline.length])
        cut_start(first, dateline.length)
    return Habits(dateline, tuple(bylines), tuple(stars), doubt, tuple(moved))


def _may_begin(block: Node) -> bool:
    """Whether a block may be that with which a text begins, and not a line that says who wrote it, and when."""
    return block.tag == "p" and block.css_first("img") is None and head_line(_raw_text(block), _ANY_ZONE) is None


def habits_of_markdown(parts: list[str], is_place: IsPlace) -> Habits:
    """Cut dateline and signature out of the first and last of the blocks of Markdown in `parts`, and give them."""
    bylines: list[str] = []
    moved: list[str] = []
    stars: list[str] = []
    plain = [at for at, part in enumerate(parts) if part.strip() and part.lstrip()[0] not in _MARKS]
    text = next((at for at in plain if head_line(parts[at], _ANY_ZONE) is None), None)
    if plain and plain[-1] == len(parts) - 1:
        signature = find_signature(parts[-1])
        if signature is not None and (len(parts) > 1 or signature.length < len(parts[-1])):
            parts[-1] = parts[-1][: len(parts[-1]) - signature.length]
            (moved if signature.who else stars).append(signature.written)
            bylines += [signature.who] if signature.who else []
    dateline, doubt = find_dateline(parts[text], is_place) if text is not None else (None, None)
    if dateline is not None and text is not None:
        moved.append(parts[text][: dateline.length])
        parts[text] = parts[text][dateline.length :]
    return Habits(dateline, tuple(bylines), tuple(stars), doubt, tuple(moved))


def _raw_text(block: Node) -> str:
    return block.text() or ""
