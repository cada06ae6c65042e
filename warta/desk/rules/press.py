"""Turns a manuscript into notes on what press codes ask: labels on paid content, and protection of children."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.content.documents import Release
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.messages import msg

_PAID = re.compile(
    r"\b(?:advertorial|pariwara|berita iklan|artikel sponsor|konten berbayar|paid post|sponsored (?:post|content))\b"
    r"|[(\[](?:adv|iklan|ads)[)\]]", re.IGNORECASE,
)  # fmt: skip
_PAID_HINTS = ("advertorial", "pariwara", "iklan", "sponsor", "berbayar", "paid post", "(adv", "[adv", "(ads", "[ads")
_HARM = """korban pelaku tersangka terdakwa saksi perundung cabul pelecehan kekerasan aniaya narkoba pencurian
    tawuran bunuh perkosa bullying assault abus victim suspect""".split()
_NAME = r"[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){0,3}"
_OF_AGE = re.compile(
    rf"(?P<name>{_NAME})\s*(?:\((?P<age>\d{{1,2}})(?:\s*(?:tahun|thn|th))?\)"
    r"|,?\s*(?P<age2>\d{1,2})\s*(?:tahun|years? old)\b)"
)
_AGED = re.compile(rf"\b(?P<age>\d{{1,2}})[- ](?:tahun|year-old)[ ,]+(?:bernama |berinisial )?(?P<name>{_NAME})")
_CHILDREN = "anak siswa siswi pelajar murid santri bocah remaja balita bayi student pupil child girl boy".split()
_CHILD = re.compile(rf"\b(?:{'|'.join(_CHILDREN)})\b(?: \w+){{0,3}}(?: bernama| named|,) (?P<name>{_NAME})")
_AGE = re.compile(r"[0-9(](?:(?<=\()[0-9]{1,2}\b|(?<!\()[ -]?(?:tahun|thn|th\b|year))")
_GROWN_UP = 18
_ADVICE = msg("minor-advice", "Leave out whatever identifies a child: name, face, family, school, address.")


def advertorial_label(text: Manuscript, house: House) -> Iterator[Note]:
    """Paid content must be labelled."""
    release = text.document
    if not isinstance(release, Release) or release.sponsored:
        return
    named = (*release.categories, *release.tags)
    paid = next((ref for ref in named if ref.text.casefold() in ("advertorial", "pariwara", "iklan", "adv")), None)
    line = paid.line if paid else 0
    if not line and _PAID.search(release.title):
        line = text.line_of("title")
    if not line and any(hint in text.folded for hint in _PAID_HINTS):
        rows = enumerate(text.rows, text.first_line)
        line = next((at for at, row in rows if _PAID.search(row)), 0)
    if line:
        message = msg(
            "advertorial-label",
            "it seems to be paid for, and has no label. Write 'sponsored: Advertorial' into the front matter.",
        )
        yield Note(line, message)


def minor_identity(text: Manuscript, house: House) -> Iterator[Note]:
    """A child in a report of violence or crime must not be recognisable."""
    if not _is_of_harm(text.folded):
        return
    if not (_AGE.search(text.text) or any(_CHILD.match(text.text, at) for at in _children(text.text))):
        return
    for paragraph in text.paragraphs:
        words = paragraph.text
        ages = (_OF_AGE, _AGED) if _AGE.search(words) else ()
        found = [match for pattern in ages for match in pattern.finditer(words) if _is_young(match)]
        found += _CHILD.finditer(words) if _is_of_harm(words.lower()) else ()
        for match in found[:1]:
            named = " ".join(match[0].split())
            message = msg("minor-identity", "a child seems to be named: '%(words)s'.", _ADVICE, words=named)
            yield Note(paragraph.line_at(match.start()), message)


def _children(words: str) -> Iterator[int]:
    """The places of words for a child: a search for each word is much faster than one pattern for all."""
    for word in _CHILDREN:
        at = words.find(word)
        while at >= 0:
            yield at
            at = words.find(word, at + 1)


def _is_of_harm(folded: str) -> bool:
    return any(word in folded for word in _HARM)


def _is_young(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return int(groups["age"] or groups.get("age2") or 99) < _GROWN_UP
