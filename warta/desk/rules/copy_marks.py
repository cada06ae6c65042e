"""Turns a manuscript into notes on what was copied with it: signatures, and lines of plugins and portals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.content.documents import Release
from warta.desk.findings import Fix, Note
from warta.desk.house import House
from warta.desk.manuscript import TEXT, Manuscript

_RESIDUE = re.compile(
    r"\s*(?:categor(?:y|ies)|kategori|tags?|filed under|posted (?:in|on|by)|share this|share on|bagikan|like this|loading"
    r"|related(?: posts)?|baca (?:juga|selengkapnya)|read more|continue reading|lihat juga|artikel terkait"
    r"|the post .{3,200} appeared first on|wp facebook auto publish|powered by|sent from|dikirim dari"
    r"|forwarded message|diteruskan)\b\s*(?::.*|\.{3}.*|…|powered by.*|appeared first.*|this:?|on:?|my .*|)\s*",
    re.IGNORECASE,
)
_SURE = re.compile(r".*(?:XYZScripts\.com|WP Facebook Auto Publish|appeared first on|\[/?(?:caption|gallery|embed)\b).*", re.IGNORECASE)
_ENTITY = re.compile(r"&nbsp;|&amp;nbsp;|\u200b|\ufeff")
_SIGNATURE = re.compile(r"(?P<text>.*[.!?”\"'’])\s*[(\[](?P<name>\*{1,3}|[A-Za-z][\w.'’*-]*(?:[ /,&]+[A-Za-z][\w.'’*-]*){0,3})[)\]]\.?\s*")
_CREDIT_LINE = re.compile(
    r"\s*(?:\*\*|__)?(?:editor|penulis|reporter|pewarta|redaktur|wartawan|author|writer)(?:\s*[&/]\s*\w+)?(?:\*\*|__)?\s*:\s*"
    r"(?:\*\*|__)?\s*(?P<name>[^:]{2,60}?)\s*", re.IGNORECASE,
)  # fmt: skip


def residue(text: Manuscript, house: House) -> Iterator[Note]:
    """What portals and plugins put below a text does not belong into it."""
    for line, row in enumerate(text.rows, text.first_line):
        if row.strip() and (_RESIDUE.fullmatch(row) or _SURE.fullmatch(row)):
            shown = row.strip()[:60]
            yield Note(line, f"a line that another system left behind: '{shown}'. Take it out.", (Fix(line, line),))
        elif _ENTITY.search(row):
            fix = Fix(line, line, (_ENTITY.sub(" ", row),))
            yield Note(line, "an invisible character or '&nbsp;' that another system left behind.", (fix,))


def signature(text: Manuscript, house: House) -> Iterator[Note]:
    """Who signed belongs into `byline` or `authors`, where lists and machines find it."""
    release = text.document
    if not isinstance(release, Release):
        return
    last = _last_row(text)
    for line, row in enumerate(text.rows, text.first_line):
        credit = _CREDIT_LINE.fullmatch(row)
        match = _SIGNATURE.fullmatch(row) if line == last else None
        name = (credit or match or {"name": ""})["name"].strip(" *")
        if credit:
            yield _signed(text, release, Fix(line, line), name)
        elif match:
            yield _signed(text, release, Fix(line, line, (match["text"],)), name)


def _last_row(text: Manuscript) -> int:
    """The last line of the text itself, above what is residue or a line of credits."""
    ends = [
        line
        for line, row in enumerate(text.rows, text.first_line)
        if row.strip() and not (_RESIDUE.fullmatch(row) or _SURE.fullmatch(row) or _CREDIT_LINE.fullmatch(row))
    ]
    kinds = [each for each in text.paragraphs if each.kind == TEXT]
    return ends[-1] if ends and kinds else 0


def _signed(text: Manuscript, release: Release, change: Fix, name: str) -> Note:
    message = f"a signature in the text: '{name or '*'}'. Write it as 'byline:' or 'authors:'."
    known = release.byline or release.authors
    if not name or known:
        return Note(change.first, message, (change,))
    if ":" in name or "'" in name or '"' in name:
        return Note(change.first, message)
    if "byline" in text.front:  # there, and empty
        at = text.line_of("byline")
        return Note(change.first, message, (Fix(at, at, (f"byline: {name}",)), change))
    return Note(change.first, message, (Fix(text.fence, text.fence - 1, (f"byline: {name}",)), change))
