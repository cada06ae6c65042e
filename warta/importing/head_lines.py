"""Turns the lines around a text, such as `By Admin | June 21, 2019` or `Kategori: Ekonomi`, into who wrote it, when,
and where it was filed.

A line is such a line only when all of its parts are understood; else it is text.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import msgspec

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
_WORDS_DATE = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_ENGLISH_DATE = re.compile(r"([A-Za-z]{3,9})\s+(\d{1,2}),\s+(\d{4})")
_NUMBERS_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b(?=\s*(?:WIB|WITA|WIT)?\s*$)")
_WHEN = re.compile(
    r"(?:(?:senin|selasa|rabu|kamis|jum[\u2019'`]?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s*[,/]?\s+)?"
    r"(?:\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\s+\d{1,2},\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
    r"(?:[\s,|@-]+(?:(?:pukul|jam|at)\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*(?:WIB|WITA|WIT|am|pm))?)?",
    re.IGNORECASE,
)
_BEFORE_WHEN = re.compile(
    r"(?:(?:posted|published|updated|last updated|diposting|diposkan|dipublikasikan|diterbitkan|diunggah|dibuat|ditulis"
    r"|terbit|rilis|tanggal|date|hari)(?:\s+(?:on|pada|tanggal|hari))*|on|pada|tanggal)?\s*[:,]?\s*",
    re.IGNORECASE,
)
_WORD = r"[A-Z][\w.'\u2019-]*,?"
_NAME = rf"(?P<name>{_WORD}(?:\s+(?:(?:dan|and|&|of|di|bin|van|al)\s+)?{_WORD}){{0,7}}|[a-z][\w.-]{{2,29}})"
_WHO = re.compile(
    r"(?:(?i:by|oleh|(?:posted|published|written)\s+by|(?:ditulis|diposting|diposkan|dipublikasikan|diterbitkan|diunggah"
    r"|dibuat|rilis)\s+oleh|penulis|author|reporter|pewarta|wartawan|kontributor|editor|redaktur|laporan))"
    rf"(?:\s*:\s*|\s+){_NAME}"
)
_WHO_ALONE = re.compile(r"admin(?:istrator)?|redaksi|humas|super\s?user|webmaster", re.IGNORECASE)
_NO_NAME = re.compile(r"(?i:oleh|by)\s+(?:karena|sebab|the|a|an|itu|para|siapa)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:(?:dibaca|dilihat|views?|hits|pembaca|komentar|comments?)\s*:?\s*[\d.,]+(?:\s*(?:kali|x|views?))?"
    r"|(?:[\d.,]+|no|tidak ada|belum ada)\s*(?:kali dibaca|kali dilihat|views?|hits|komentar|comments?|menit(?: baca)?"
    r"|min(?:utes)?(?: read)?)"
    r"|leave a (?:comment|reply)|tinggalkan (?:komentar|balasan))",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[|\u2022\u00b7\u2022]\s*|\s+[-\u2013\u2014/]\s+")
_TERMS = re.compile(
    r"(categor(?:y|ies)|kategori|rubrik|filed under|tags?|label|topik|tagged(?: with)?)\s*:\s*(.+)", re.IGNORECASE
)
_FILED = re.compile(
    r"(?:Posted in|Filed under|Ditulis dalam|Diposting di|Diposkan (?:di|pada)|Dikirim(?:kan)? di)"
    r"\s+(?P<where>.{2,80}?)"
    r"(?:\s*[|\u2022,]?\s*(?:Tagged(?: with)?|Ditandai|Tag)\s*:?\s+(?P<tags>.{2,120}?))?"
    r"(?:\s*[|\u2022]\s*(?:Leave a (?:comment|reply)|Tinggalkan (?:komentar|balasan)|\d+ (?:comments?|komentar)))?"
)
_TAGGED = re.compile(r"(?:Tagged(?: with)?|Ditandai)\s+(?P<tags>.{2,120})")
_TAGS = ("tag", "label", "topik")
_LONGEST = 160


class HeadLine(msgspec.Struct, frozen=True):
    """What a line around a text says: who wrote it, its moment and whether an hour stands there, where it is filed."""

    authors: tuple[str, ...] = ()
    date: tuple[dt.datetime, bool] | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def label_line(line: str) -> HeadLine | None:
    """A line that says where a text was filed; None for any other."""
    line = line.strip()
    if len(line) > _LONGEST + 40:
        return None
    if match := _TERMS.fullmatch(line):
        names = _names(match[2])
        return HeadLine(tags=names) if match[1].casefold().startswith(_TAGS) else HeadLine(categories=names)
    if not line.endswith((".", "?", "!")) and (match := _FILED.fullmatch(line)):
        return HeadLine(categories=_names(match["where"]), tags=_names(match["tags"] or ""))
    if not line.endswith((".", "?", "!")) and (match := _TAGGED.fullmatch(line)):
        return HeadLine(tags=_names(match["tags"]))
    return None


def head_line(line: str, zone: ZoneInfo) -> HeadLine | None:
    """A line that says who wrote a text, or when; None for any other."""
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return None
    parts = [_part(each, zone) for each in _parts(line)]
    said = [each for each in parts if each is not None]
    if len(said) < len(parts) or not any(each.authors or each.date for each in said):
        return None
    return HeadLine(
        tuple(name for each in said for name in each.authors),
        next((each.date for each in said if each.date), None),
        tuple(name for each in said for name in each.categories),
        tuple(name for each in said for name in each.tags),
    )


def _part(part: str, zone: ZoneInfo) -> HeadLine | None:
    """What a part of such a line says; None when it is not understood."""
    if _COUNTED.fullmatch(part):
        return HeadLine()
    if label := label_line(part):
        return label
    when = _WHEN.search(part)
    date = find_date(when[0], zone) if when else None
    rest = _without(part, when) if when else part
    who = _who(rest)
    if (when and date is None) or (rest and not who):
        return None
    return HeadLine((who,) if who else (), date)


def _parts(line: str) -> list[str]:
    """The parts of a line between its bars and dashes; a date keeps its hour."""
    if _WHEN.fullmatch(line):
        return [line]
    return [part.strip() for part in _APART.split(line) if part.strip()]


def _without(part: str, when: re.Match[str]) -> str:
    """A part of a line without its date and the words that belong to that."""
    before, behind = part[: when.start()].strip(" ,:"), part[when.end() :].strip(" ,:")
    if before and _BEFORE_WHEN.fullmatch(before):
        before = ""
    else:
        before = re.sub(r"[\s,]+(?:on|pada|tanggal)$", "", before, flags=re.IGNORECASE)
    return f"{before} {behind}".strip()


def _who(text: str) -> str:
    if _NO_NAME.match(text):
        return ""
    match = _WHO.fullmatch(text)
    if match is not None:
        return match["name"].strip(" ,")
    return text if _WHO_ALONE.fullmatch(text) else ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[,;|]|\s+(?:and|dan)\s+(?=[A-Z])", text) if name.strip())


def find_date(text: str, zone: ZoneInfo) -> tuple[dt.datetime, bool] | None:
    """The first date in a text (`21 Juni 2019`, `21/6/2019`, `2019-06-21`) and whether an hour stands behind it."""
    for pattern in (_ISO_DATE, _WORDS_DATE, _ENGLISH_DATE, _NUMBERS_DATE):
        for match in pattern.finditer(text):
            day = _day(pattern, match)
            if day is None:
                continue
            time = _TIME.search(text[match.end() :].split("\n")[0].rstrip())
            hour, minute = (int(time[1]), int(time[2])) if time else (0, 0)
            return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone), time is not None
    return None


def _day(pattern: re.Pattern[str], match: re.Match[str]) -> dt.date | None:
    first, second, third = match.groups()
    if pattern is _ISO_DATE:
        year, month, day = int(first), int(second), int(third)
    elif pattern is _NUMBERS_DATE:
        day, month, year = int(first), int(second), int(third)
    else:
        name, number = (second, first) if pattern is _WORDS_DATE else (first, second)
        day, month, year = int(number), _MONTHS.get(name.casefold(), 0), int(third)
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
