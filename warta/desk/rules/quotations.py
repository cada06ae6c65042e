"""Turns a manuscript into notes on quotations: their speakers and their quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import HEADING, ITEM, QUOTE, TEXT, Manuscript
from warta.messages import msg

_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)(?:[”\"]|$)")
_SHORTEST = 6  # gaps between words; a shorter quotation is a term, a slogan, a name
_BASES = """kata ujar tutur ucap ungkap tandas tegas jelas terang papar sebut imbuh tambah sambung lanjut pungkas beber
    cetus tukas timpal urai aku seru imbau pesan harap pinta klaim kilah saur ceuk""".split()
_SPEECH = frozenset(_BASES) | {f"{base}nya" for base in _BASES} | frozenset(
    """menurut menurutnya berkata mengatakan mengatakannya mengungkapkan menjelaskan menegaskan menerangkan memaparkan
    menyebut menyebutkan mengutarakan menambahkan menyampaikan menyatakan mengimbau mengingatkan meminta mengharapkan
    berharap berpesan berjanji mengaku mengakui mengucapkan menuturkan bertutur berujar menandaskan membeberkan
    menguraikan menjawab bertanya mengajak menyerukan mengklaim menulis melanjutkan menanggapi dikatakan dituturkan
    disampaikan ditegaskan dijelaskan diungkapkan diucapkan dipaparkan disebutkan ditambahkan demikian begitu
    said says say told tells added adds explained stated noted stressed asked urged announced wrote according
    saurna ceukna nyarios ngandika ngendika ngendikan jare pangandikane""".split()
)  # fmt: skip
_SPOKEN_WORD = re.compile(r"[a-z]+")


def quote_speaker(text: Manuscript, house: House) -> Iterator[Note]:
    """The speaker of a quotation must be named in its paragraph or the one before or after it."""
    said = [each for each in text.paragraphs if each.kind != HEADING]
    for place, paragraph in enumerate(said):
        if paragraph.kind not in (TEXT, QUOTE) or not ("“" in paragraph.text or '"' in paragraph.text):
            continue
        long = next(
            (match for match in _QUOTED.finditer(paragraph.text) if match["words"].count(" ") >= _SHORTEST), None
        )
        if long is None or any(_speaks(each.text) for each in said[max(place - 1, 0) : place + 2] if each.kind != ITEM):
            continue
        shown = " ".join(long["words"].split()[:5])
        message = msg(
            "quote-speaker", "nobody is named who says “%(shown)s …”. Name the speaker in this paragraph.", shown=shown
        )
        yield Note(paragraph.line_at(long.start()), message)


@lru_cache(maxsize=16)  # a paragraph is asked about with each of its two neighbours
def _speaks(words: str) -> bool:
    """Whether a paragraph has a verb of speech outside its quotations."""
    outside = _QUOTED.sub(" ", words).lower()
    return not _SPEECH.isdisjoint(_SPOKEN_WORD.findall(outside))


def quote_open(text: Manuscript, house: House) -> Iterator[Note]:
    """A quotation mark that opens must close in its paragraph, or the quotation must go on in the next."""
    for place, paragraph in enumerate(text.paragraphs):
        words = paragraph.text
        if not ("“" in words or '"' in words or "”" in words):
            continue
        straight = words.count('"') % 2
        curly = words.count("“") - words.count("”")
        following = text.paragraphs[place + 1].text if place + 1 < len(text.paragraphs) else ""
        goes_on = following.lstrip().startswith(("“", '"')) and words.rfind("“") == 0
        if (straight or curly > 0) and not goes_on:
            at = words.rfind("“") if curly > 0 else words.rfind('"')
            shown = " ".join(words[at:].split()[:5])
            message = msg("quote-open", "a quotation mark is opened and not closed: %(shown)s …", shown=shown)
            yield Note(paragraph.line_at(at), message)
        elif curly < 0:
            message = msg("quote-closed", "a quotation mark is closed that was not opened.")
            yield Note(paragraph.line_at(words.find("”")), message)
