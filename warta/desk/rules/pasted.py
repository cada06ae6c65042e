"""Turns a manuscript into notes on what Word, PDF files and WhatsApp leave in a text that is pasted from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from warta.desk.findings import Fix, Note
from warta.desk.manuscript import Manuscript

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

_CHANGES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("marks that Word left behind", _WORD_TAGS, lambda _: ""),
    ("marks that Word left behind", _WORD_ATTRIBUTES, lambda _: ""),
    ("a field that Word left behind", _FIELD, lambda _: ""),
    ("a reference that Word could not fill in", _BROKEN_REFERENCE, lambda _: ""),
    ("letters that a PDF file joined", re.compile("[ﬀﬁﬂﬃﬄﬅﬆ]"), lambda found: _LIGATURES[found[0]]),
    ("a name and time of WhatsApp", re.compile(rf"^{_STAMP.pattern}"), lambda _: ""),
)


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
        return Note(line, f"a line of the printed page is left: '{shown}'. Take it out.", (Fix(line, line),))
    if _REMARKS.match(row):
        return Note(line, f"a remark or a struck text of Word is left, and would be published: '{shown}'.")
    if _GLYPH.search(row):
        return Note(line, f"letters of a PDF file are lost: '{shown}'. Write the words again.")
    made, what = row, ""
    for named, pattern, change in _CHANGES:
        changed = pattern.sub(change, made)
        what = what or (named if changed != made else "")
        made = changed
    if "</span>" in made and "<span" in row and "<span" not in made:
        made = made.replace("</span>", "")
    if chat and (match := re.fullmatch(r"\*([^*\s](?:[^*]*[^*\s])?)\*", made.strip())):
        made, what = f"**{match[1]}**", what or "bold type of WhatsApp, which is italic here"
    if not what:
        return None
    return Note(line, f"{what}: '{shown}'.", (Fix(line, line, (made,)),))


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
        message = f"a word is split at the end of its line: '{whole}'. Write it in one."
        if head["head"].casefold() in _OWN_HYPHEN:
            yield Note(line, message)
            continue
        joined = (row if keeps else row[:-1]) + rest["rest"] + following[rest.end() :]
        yield Note(line, message, (Fix(line, line + 1, (joined,)),))
