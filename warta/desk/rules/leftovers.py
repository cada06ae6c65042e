"""Turns a manuscript into notes on leftovers of copying: signatures, and lines of plugins and news portals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.content.documents import Release
from warta.desk.findings import Fix, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.desk.rules.pasted import pasted
from warta.messages import msg

_RESIDUE = re.compile(
    r"\s*(?:(?:categor(?:y|ies)|kategori|tags?|filed under|posted (?:in|on|by)|bagikan|loading"
    r"|baca (?:juga|selengkapnya)|read more|lihat juga|artikel terkait|related(?: posts)?)\s*(?::.*|\.\.\.|…)"
    r"|share (?:this|on)\b.{0,40}|like this\b.{0,20}|related posts|artikel terkait"
    r"|powered by\s*:?\s*(?:wordpress|\S+\.\w+)\b.{0,40}"
    r"|sent from my\b.{0,40}"
    r"|dikirim dari .{0,40}|the post .{3,200} appeared first on\b.*|forwarded message\b.{0,40})\s*",
    re.IGNORECASE,
)
_SURE = (
    "xyzscripts.com",
    "wp facebook auto publish",
    "appeared first on",
    "[caption",
    "[/caption",
    "[gallery",
    "[embed",
)
_LONGEST = 120  # characters; a longer row counts as residue only in a text with one of the sure marks
_ENTITY = re.compile(r"&nbsp;|&amp;nbsp;")
_SIGNATURE = re.compile(
    r"(?P<text>.*[.!?”\"'’])\s*[(\[](?P<name>\*{1,3}|[A-Za-z][\w.'’*-]*(?:[ /,&]+[A-Za-z][\w.'’*-]*){0,3})[)\]]\.?\s*"
)
_CREDIT_LINE = re.compile(
    r"\s*(?:\*\*|__)?(?:editor|penulis|reporter|pewarta|redaktur|wartawan|author|writer)(?:\s*[&/]\s*\w+)?(?:\*\*|__)?\s*:\s*"
    r"(?:\*\*|__)?\s*(?P<name>[^:]{2,60}?)\s*", re.IGNORECASE,
)  # fmt: skip


def residue(text: Manuscript, house: House) -> Iterator[Note]:
    """Lines that news portals and plugins put below a text do not belong in it."""
    marks = tuple(mark for mark in _SURE if mark in text.body_folded)
    for line, row in enumerate(text.rows, text.first_line):
        if row and _is_residue(row, marks):
            shown = row.strip()[:60]
            message = msg("residue", "a line that another system left behind: '%(shown)s'. Take it out.", shown=shown)
            yield Note(line, message, (Fix(line, line),))
        elif "&" in row and _ENTITY.search(row):
            fix = Fix(line, line, (_ENTITY.sub(" ", row),))
            yield Note(line, msg("residue-blank", "'&nbsp;' that another system left behind."), (fix,))
    yield from pasted(text)


def _is_residue(row: str, marks: tuple[str, ...] = _SURE) -> bool:
    """Whether a row is residue; `marks` are the sure marks that occur in its text."""
    if marks and any(mark in row.lower() for mark in marks):
        return True
    return (len(row) <= _LONGEST or bool(marks)) and bool(_RESIDUE.fullmatch(row))


def signature(text: Manuscript, house: House) -> Iterator[Note]:
    """The name of the writer belongs in `byline` or `authors`, where lists and machines find it."""
    release = text.document
    if not isinstance(release, Release):
        return
    for line, row in enumerate(text.rows, text.first_line) if ":" in text.body else ():
        if 0 < len(row) < 120 and ":" in row and (credit := _CREDIT_LINE.fullmatch(row)):
            yield _signed(text, release, Fix(line, line), credit["name"].strip(" *"))
    last = _last_row(text)
    row = text.rows[last - text.first_line] if last else ""
    match = _SIGNATURE.fullmatch(row) if row.rstrip(" .").endswith((")", "]")) else None
    if match:
        yield _signed(text, release, Fix(last, last, (match["text"],)), match["name"].strip(" *"))


def _last_row(text: Manuscript) -> int:
    """The last line of the text itself, above residue and credit lines; 0 when there is none."""
    for at in range(len(text.rows) - 1, -1, -1):
        row = text.rows[at]
        if row.strip() and not (_is_residue(row) or _CREDIT_LINE.fullmatch(row)):
            return text.first_line + at
    return 0


def _signed(text: Manuscript, release: Release, change: Fix, name: str) -> Note:
    message = msg(
        "signature",
        "a signature in the text: '%(name)s'. Write it as 'byline:' or 'authors:'.",
        name=name or "*",
    )
    known = release.byline or release.authors
    if not name or known:
        return Note(change.first, message, (change,))
    if ":" in name or "'" in name or '"' in name:
        return Note(change.first, message)
    if "byline" in text.front:  # there, and empty
        at = text.line_of("byline")
        return Note(change.first, message, (Fix(at, at, (f"byline: {name}",)), change))
    return Note(change.first, message, (Fix(text.fence, text.fence - 1, (f"byline: {name}",)), change))
