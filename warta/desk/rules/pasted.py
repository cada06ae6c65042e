"""Turns a manuscript into notes on what Word, PDF files and WhatsApp leave in a text that is pasted from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from warta.desk.findings import Fix, Note
from warta.desk.manuscript import Manuscript
from warta.messages import Message, msg

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_STAMP = re.compile(
    r"\[\d{1,2}/\d{1,2}(?:/\d{2,4})?,? \d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?: ?[AaPp][Mm])?\] [^:\[\]]{1,40}: ?"
)
_WORD_TAGS = re.compile(
    r"</?(?:o|w|v|m|st1):[^<>]*>|<!--\[if [^\]]*\]>.*?<!\[endif\]-->|&lt;!--\[if .*?endif\]--&gt;"
    r"|</?font\b[^<>]*>|<span\s+lang=[^<>]*>|<!\[if [^\]]*\]>|<!\[endif\]>",
    re.IGNORECASE,
)
_WORD_ATTRIBUTES = re.compile(
    r"(?<=[\w\"'])\s+(?:class=(?:\"Mso[^\"]*\"|'Mso[^']*'|Mso\w*)"
    r"|style=(?:\"[^\"]*mso-[^\"]*\"|'[^']*mso-[^']*'))(?=[^<>]*>)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\{ ?(?:HYPERLINK|REF|PAGEREF|SEQ|TOC|PAGE|MERGEFIELD)\b[^{}]*\} ?")
_BROKEN_REFERENCE = re.compile(
    r" ?(?:Error! (?:Reference source|Bookmark) not (?:found|defined)\.?"
    r"|Kesalahan! (?:Sumber referensi|Penanda) tidak (?:ditemukan|ditentukan)\.?)"
)
_WHOLE_ROW = re.compile(
    r"\s*(?:(?:Halaman|Page) \d+ (?:dari|of) \d+|.*\S ?\.{5,} ?\d+|.*\b_Toc\d{5,}.*)\s*", re.IGNORECASE
)
_LONGEST = 200  # characters of a printed line
_REMARKS = re.compile(
    r"\s*(?:(?:Commented|Comment|Komentar|Dikomentari) \[[A-Za-z]+\d+\]:|(?:Deleted|Dihapus): ?"
    r"|\[Text ?box\]|\[Kotak teks\])"
)
_GLYPH = re.compile(r"\(cid:\d+\)")
_SPLIT = re.compile(r"(?P<head>[^\W\d_]{2,})-")
_REST = re.compile(r"(?P<rest>[a-zé]+)")
_OWN_HYPHEN = frozenset("antar anti ekstra ke mikro multi non pasca pra pro se sub supra tri ultra".split())


def _marks(shown: str) -> Message:
    return msg("pasted-marks", "marks that Word left behind: '%(shown)s'.", shown=shown)


def _field(shown: str) -> Message:
    return msg("pasted-field", "a field that Word left behind: '%(shown)s'.", shown=shown)


def _reference(shown: str) -> Message:
    return msg("pasted-reference", "a reference that Word could not fill in: '%(shown)s'.", shown=shown)


def _letters(shown: str) -> Message:
    return msg("pasted-letters", "letters that a PDF file joined: '%(shown)s'.", shown=shown)


def _stamp(shown: str) -> Message:
    return msg("pasted-stamp", "a name and time of WhatsApp: '%(shown)s'.", shown=shown)


def _bold(shown: str) -> Message:
    return msg("pasted-bold", "bold type of WhatsApp, which is italic here: '%(shown)s'.", shown=shown)


_CHANGES: tuple[tuple[Callable[[str], Message], re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_marks, _WORD_TAGS, lambda _: ""),
    (_marks, _WORD_ATTRIBUTES, lambda _: ""),
    (_field, _FIELD, lambda _: ""),
    (_reference, _BROKEN_REFERENCE, lambda _: ""),
    (_letters, re.compile("[ﬀﬁﬂﬃﬄﬅﬆ]"), lambda found: _LIGATURES[found[0]]),
    (_stamp, re.compile(rf"^{_STAMP.pattern}"), lambda _: ""),
)
"""What is found in a row: what is said of it, its pattern, and what is written in its place."""


def pasted(text: Manuscript) -> Iterator[Note]:
    """What was pasted along, with fixes where it is sure what is meant."""
    chat = any(_STAMP.match(row) for row in text.rows) if "[" in text.body else False
    for line, row in enumerate(text.rows, text.first_line):
        if row and (note := _of_row(line, row, chat=chat)) is not None:
            yield note
    yield from _split_words(text)


def _of_row(line: int, row: str, *, chat: bool) -> Note | None:
    shown = " ".join(row.split())[:60]
    if len(row) < _LONGEST and _WHOLE_ROW.fullmatch(row):
        message = msg("pasted-page", "a line of the printed page is left: '%(shown)s'. Take it out.", shown=shown)
        return Note(line, message, (Fix(line, line),))
    if _REMARKS.match(row):
        message = msg(
            "pasted-remark",
            "a remark or a struck text of Word is left, and would be published: '%(shown)s'.",
            shown=shown,
        )
        return Note(line, message)
    if _GLYPH.search(row):
        message = msg(
            "pasted-letters-lost", "letters of a PDF file are lost: '%(shown)s'. Write the words again.", shown=shown
        )
        return Note(line, message)
    made = row
    says: Callable[[str], Message] | None = None
    for named, pattern, change in _CHANGES:
        changed = pattern.sub(change, made)
        says = says or (named if changed != made else None)
        made = changed
    if "</span>" in made and "<span" in row and "<span" not in made:
        made = made.replace("</span>", "")
    if chat and (match := re.fullmatch(r"\*([^*\s](?:[^*]*[^*\s])?)\*", made.strip())):
        made, says = f"**{match[1]}**", says or _bold
    return Note(line, says(shown), (Fix(line, line, (made,)),)) if says else None


def _split_words(text: Manuscript) -> Iterator[Note]:
    """Words that a PDF file split at the end of a line."""
    for line, (row, following) in enumerate(zip(text.rows, text.rows[1:], strict=False), text.first_line):
        if not row.endswith("-") or row[:1] in "-|" or not (rest := _REST.match(following)):
            continue
        head = _SPLIT.search(row, max(0, row.rfind(" ")))
        if head is None or head.end() != len(row):
            continue
        whole = f"{head['head']}-{rest['rest']}"
        keeps = head["head"].casefold() in _OWN_HYPHEN or head["head"].casefold() == rest["rest"]
        message = msg(
            "pasted-split", "a word is split at the end of its line: '%(word)s'. Write it in one.", word=whole
        )
        if head["head"].casefold() in _OWN_HYPHEN:
            yield Note(line, message)
            continue
        joined = (row if keeps else row[:-1]) + rest["rest"] + following[rest.end() :]
        yield Note(line, message, (Fix(line, line + 1, (joined,)),))
