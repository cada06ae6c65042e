"""Turns a line of authors into their names: the degrees behind a name belong to it, whatever commas stand between.

`Ir. Hj. Siti Aminah, M.Si, dan Budi Santoso, S.Sos., M.AP.` are two people.
"""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"\s*[;|\n]\s*")
_COMMA = re.compile(r"\s*,\s*")
_LEADING_AND = re.compile(r"(?:dan|and|serta|&)\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:dan|and|serta|&)\s+", re.IGNORECASE)
_BEFORE = re.compile(r"(?:oleh|by|penulis|reporter|editor)\s*:\s*", re.IGNORECASE)
_DOTTED = re.compile(r"(?:[A-Z][A-Za-z]{0,5}\.)+(?:\(?[A-Z][A-Za-z]{0,6}\)?)?\.?(?:\s*\([A-Z]{1,3}\))?")
_SHORT = re.compile(r"[A-Z]{2,3}|[SMD][A-Z][a-z]{1,4}|[SM]\.[A-Z]\w*")
_DEGREES = frozenset(
    """spd spdi mpd mpdi msi msc mkes mhum mkom meng phd mba mph mars mmr mih mip sstp spsi sked skep skom sakt skg
    skm sik sip sth shi sei sptp apt ak ca cpa cfa cia cisa qia cgcae crmp ipm ipu ns bdn lc llm jr sr ssi ssos
    spog spa spb spjp dea dess dfm dipl esq md do rn frcp tbk inc ltd amd amk ama mtr str mmsi mikom msp mdev cfra crgp
    asean cphr chrp cht""".split()
)
_PHRASE = re.compile(r"asean\.? eng\.?|sp\.? ?[a-z]+(?:[ .]?\([a-z]+\))?", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:dinas|bagian|badan|humas|protokol|komunikasi|informatika|informasi|sekretariat|setda|diskominfo\w*|kominfo"
    r"|tim|biro|bidang|seksi|kantor|kecamatan|desa|kelurahan|pemkab|pemkot|pemda|pemerintah|pusat|unit|rsud|puskesmas"
    r"|dprd|polres|polri|kodim|koramil|tni|satpol|ppid|redaksi|pers|media|publikasi|dokumentasi|administrasi|kabupaten"
    r"|kota|provinsi|pemberdayaan|perencanaan|office|department|ministry|team|service|public|communications?)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:kepala|wakil|ketua|sekretaris|kabag|kasubag|kabid|kadis|camat|lurah|bupati|wali|plt|plh|pj|staf|pranata|juru"
    r"|head|director|senior|chief|manager|deputy|minister|researcher|officer|editor|reporter|kontributor)\b"
    r"|[\w ]+ (?:of|at) ",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'\u2019()-]*(?: [^\W\d_][\w.'\u2019()-]*){0,6}")


def names_in(line: str) -> tuple[str, ...]:
    """The names of people and offices in a line, in their order, each once."""
    found: list[str] = []
    for part in _SEPARATOR.split(_BEFORE.sub("", line.strip(), count=1)):
        found += _separated(part)
    return tuple(dict.fromkeys(filter(None, found)))


def _separated(line: str) -> list[str]:
    """The names between commas; a degree stays behind its name, and what follows an "and" is another name."""
    found: list[str] = []
    for piece in _COMMA.split(line.strip()):
        bare = _LEADING_AND.sub("", piece, count=1) if _LEADING_AND.match(piece) else piece
        if not bare:
            continue
        if found and bare == piece:
            degree, behind = _degree_of(bare)
            if degree or _is_role(bare):
                degree = degree or bare
                found[-1] = f"{found[-1]}, {degree}"
                found += _at_ands(behind) if behind else []
                continue
        found += _at_ands(bare)
    return found


def _degree_of(piece: str) -> tuple[str, str]:
    """The degree that a piece between commas is, or begins with before an "and", and the rest."""
    if is_degree(piece):
        return piece, ""
    parts = _AND.split(piece, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) > 1 and is_degree(parts[0]) else ("", "")


def is_degree(piece: str) -> bool:
    """Whether a piece between commas is a degree or title, such as `S.T.`, `M.Si`, `MM`, `Ph.D.` or `Tbk`."""
    words = piece.split()
    if not words:
        return False
    if _PHRASE.fullmatch(piece) or _is_one(piece):
        return True
    return all(_is_one(word) for word in words)


def _is_one(word: str) -> bool:
    plain = word.replace(".", "").strip("() ")
    if plain.casefold() in _DEGREES:
        return True
    if "." in word:
        return _DOTTED.fullmatch(word) is not None and not _is_initials(word)
    return _SHORT.fullmatch(word) is not None


def _is_initials(word: str) -> bool:
    """Whether a word in dots is a name cut short, such as `Muh.`, and no degree."""
    return re.fullmatch(r"[A-Z][a-z]+\.", word) is not None


def _is_role(piece: str) -> bool:
    """Whether a piece is the office of the person before it: it is written small, or begins with such a word."""
    return piece[:1].islower() or _ROLE.match(piece) is not None


def _at_ands(piece: str) -> list[str]:
    """The two names around an "and"; that in the name of an office stays in it."""
    parts = _AND.split(piece)
    if (
        len(parts) < 2
        or _OFFICE.search(piece)
        or not all(_NAME.fullmatch(part) and _is_capital(part) for part in parts)
    ):
        return [piece]
    return parts


def _is_capital(name: str) -> bool:
    return name[:1].isupper()
