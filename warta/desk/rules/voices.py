"""Turns a manuscript into notes on quotations: who says it, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import HEADING, ITEM, QUOTE, TEXT, Manuscript, Paragraph

_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)(?:[”\"]|$)")
_SHORTEST = 7  # words; a shorter quotation is a term, a slogan, a name
_SPEECH = re.compile(
    r"\b(?:kata|ujar|tutur|ucap|ungkap|tandas|tegas|jelas|terang|papar|sebut|imbuh|tambah|sambung|lanjut|pungkas|beber"
    r"|cetus|tukas|timpal|urai|aku|seru|imbau|pesan|harap|pinta|klaim|kilah)(?:nya)?\b"
    r"|\b(?:meng|men|mem|me)(?:ata|gata|ata|ungkap|jelas|tegas|terang|papar|sebut|utara|ambah|yampai|yata|imbau|gingat"
    r"|inta|harap|gaku|gucap|gimbau|untut|yebut|nambah|ambah)\w*\b|\bmenurut\b|\bberkata\b|\bber(?:pesan|harap|janji|tutur|ujar)\b"
    r"|\b(?:dikatakan|dituturkan|disampaikan|ditegaskan|dijelaskan|diungkapkan|diucapkan|demikian)\b"
    r"|\b(?:said|says|told|added|explained|stated|according to|noted|stressed|asked|urged|announced|wrote)\b"
    r"|\b(?:saur|ceuk|saurna|ceuk|nyarios|ngandika|ngendika|ngendikan|jare|pangandikane)\w*\b",
    re.IGNORECASE,
)


def quote_speaker(text: Manuscript, house: House) -> Iterator[Note]:
    """Who says a quotation must be named in its paragraph or the one beside it."""
    said = [each for each in text.paragraphs if each.kind != HEADING]
    for place, paragraph in enumerate(said):
        if paragraph.kind not in (TEXT, QUOTE):
            continue
        beside = [each for each in said[max(place - 1, 0) : place + 2] if each.kind != ITEM]
        if any(_SPEECH.search(_outside(each)) for each in beside):
            continue
        for match in _QUOTED.finditer(paragraph.text):
            if len(match["words"].split()) >= _SHORTEST:
                shown = " ".join(match["words"].split()[:5])
                message = f"nobody is named who says “{shown} …”. Name the speaker in this paragraph."
                yield Note(paragraph.line_at(match.start()), message)
                break


def _outside(paragraph: Paragraph) -> str:
    return _QUOTED.sub(" ", paragraph.text)


def quote_open(text: Manuscript, house: House) -> Iterator[Note]:
    """A quotation mark that opens must close in its paragraph, or the quotation must go on in the next."""
    for place, paragraph in enumerate(text.paragraphs):
        words = paragraph.text
        straight = words.count('"') % 2
        curly = words.count("“") - words.count("”")
        following = text.paragraphs[place + 1].text if place + 1 < len(text.paragraphs) else ""
        goes_on = following.lstrip().startswith(("“", '"')) and words.rfind("“") == 0
        if (straight or curly > 0) and not goes_on:
            at = words.rfind("“") if curly > 0 else words.rfind('"')
            shown = " ".join(words[at:].split()[:5])
            yield Note(paragraph.line_at(at), f"a quotation mark is opened and not closed: {shown} …")
        elif curly < 0:
            yield Note(paragraph.line_at(words.find("”")), "a quotation mark is closed that was not opened.")
