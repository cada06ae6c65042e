"""Turns the habits of Indonesian newsrooms in a text into data: where it begins with a dateline, how it is signed.

The patterns are those seen on regional sites: `SUMEDANG, media.com —`, `BANDUNG.media.co-`, `JATINANGOR, (KAPOL).-`,
`MEDIA.COM –`, `MEDIA.CO BOLMONG —`, `Bogor, Kominfo -`; `(Abas)`, `(gir/jpnn)`, `(*)`, `Editor: ...`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from warta.messages import Message, msg

_DASH = "[-\u2010-\u2015\u2212]"
_DOMAIN = r"(?i:(?:[a-z0-9-]+\.)+(?:com|net|org|id|co|info|news|tv|go|web|online|site|xyz|asia)\b(?:\.[a-z]{2}\b)?)"
_NAME = r"[A-Z][\w'\u2019.-]*(?: [A-Z][\w'\u2019-]*){0,3}"
_HOST = r"(?-i:[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,12})"  # under any top, written small: behind a place alone
_MEDIUM = rf"(?:{_DOMAIN}|{_HOST}(?![\w.])|\([^()\n]{{2,40}}\)|[A-Z][\w.'&-]*(?: [\w.'&][\w.'&-]*){{0,3}})"
_END = rf"\s*(?P<end>(?:[.,]?\s*{_DASH}{{1,3}}|:)(?=\s|[\"'\u201c\u2018A-Z(]))\s*"
_PLACE = rf"(?P<place>{_NAME}?)"
_SHAPES = tuple(
    re.compile(shape + _END)
    for shape in (
        r"(?P<place>[A-Z]{3,})\.(?P<medium>(?-i:[a-z0-9-]+)\.(?:com|co|id|net)\b(?:\.id\b)?)",  # no blank between
        rf"(?P<medium>{_DOMAIN})[,.]? (?P<place>{_NAME})",  # medium before the place
        rf"(?P<medium>{_DOMAIN})(?P<place>)",  # medium alone
        rf"(?P<place>[A-Z][A-Z'\u2019-]*(?: [A-Z'\u2019-]+){{0,3}})\s*[.,]\s*(?P<medium>{_MEDIUM})",
        rf"(?P<place>{_NAME})\s*,\s*(?P<medium>{_MEDIUM})",
        rf"(?P<place>{_NAME})\s+(?P<medium>\([^()\n]{{2,40}}\))",
        rf"(?P<place>{_NAME})\s*{_DASH}\s*(?P<medium>{_DOMAIN})(?=\s)(?P<open>)",
        rf"(?P<place>{_NAME})(?P<medium>)",
    )
)
_NO_END = re.compile(rf"(?P<place>{_NAME})\s*{_DASH}\s*(?P<medium>{_DOMAIN})\s+(?=[A-Z\"\u201c])")
_LONGEST = 90

_BRACKET = re.compile(r"(?P<before>(?:^|[.!?\u2026\"'\u201d\u2019])\s*)(?P<sign>\([\w .,/&*'\u2019-]{1,48}\))[.\s]*$")
_LABEL = re.compile(
    r"(?:editor|penulis|reporter|redaktur|pewarta|wartawan|kontributor|fotografer|laporan|penyunting|sumber|rilis"
    r"|tim peliput)"
    r"(?:\s*(?:&|dan|/)\s*(?:editor|penulis|reporter|redaktur|pewarta|wartawan|fotografer))?\s*:\s*(?P<who>[^:\n.]{2,60})\.?",
    re.IGNORECASE,
)
_STARS = re.compile(r"\(\*+\)")
_NOT_SIGNED = frozenset(
    "bersambung habis tamat selesai lihat grafis lihat foto lihat tabel video foto ralat sic red".split()
) - {"red"}


class Dateline(msgspec.Struct, frozen=True, gc=False):
    """How a text begins: `length` characters to cut, the `written` form without the mark behind it, and its parts."""

    length: int
    written: str
    place: str
    medium: str


class Signature(msgspec.Struct, frozen=True, gc=False):
    """How a text ends: `length` characters to cut from its end, who signed (empty for `(*)`), and the written form."""

    length: int
    who: str
    written: str


def find_dateline(text: str, is_place: Callable[[str], bool]) -> tuple[Dateline | None, Message | None]:
    """The dateline that `text` begins with, or None; and a doubt, when it only looks as if there were one.

    `is_place` says whether a name is that of a region: without a medium beside it, only such a name is a dateline.
    """
    start = len(text) - len(text.lstrip())
    head = text[start : start + _LONGEST]
    for shape in (*_SHAPES, _NO_END):
        match = shape.match(head)
        if match is None:
            continue
        place, medium = match["place"].strip(), match["medium"].strip("() ")
        if not _believable(place, medium, match, is_place):
            continue
        end = match.start("end") if "end" in shape.groupindex else match.end("medium")
        if start + match.end() >= len(text.rstrip()):
            break
        return Dateline(start + match.end(), head[:end].rstrip(" ."), place, medium), None
    match = _SHAPES[-1].match(head)
    if match and match["place"].isupper() and match["end"] != ":" and len(match["place"]) > 3:
        doubt = msg(
            "maybe-dateline",
            "begins with '%(words)s', which may be a dateline, but names no known place",
            words=match[0].strip(),
        )
        return None, doubt
    return None, None


def _believable(place: str, medium: str, match: re.Match[str], is_place: Callable[[str], bool]) -> bool:
    if place and is_place(place):
        return True
    domain = bool(re.fullmatch(_DOMAIN, medium))
    if not place:
        return domain
    if place.isupper() and re.fullmatch(_HOST, medium):
        return True
    return domain and (place.isupper() or match.start("medium") < match.start("place"))


def find_signature(text: str) -> Signature | None:
    """The signature that `text`, a text's last paragraph, ends with or is; None when it has none."""
    stripped = text.rstrip()
    label = _LABEL.fullmatch(stripped.strip())
    if label:
        return Signature(len(text), stripped.strip(), stripped.strip())
    bracket = _BRACKET.search(stripped[-70:])
    if bracket is None:
        return None
    sign = bracket["sign"]
    inside = sign.strip("()").strip()
    alone = len(stripped.strip()) == len(sign)
    if inside.casefold() in _NOT_SIGNED or any(char.isdigit() for char in inside):
        return None
    if not alone and bracket["before"].strip() == "" and len(stripped) > 70:
        return None
    length = len(text) - (len(stripped[:-70]) + bracket.start("sign"))
    return Signature(length, "" if _STARS.fullmatch(sign) else inside, sign)
