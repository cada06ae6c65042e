"""Turns a manuscript into notes on what its front matter lacks or contradicts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import lru_cache

from warta.content.documents import Picture, Release
from warta.content.frontmatter import read_front
from warta.content.keys import PROSE
from warta.content.prose import remarks
from warta.dates import INDONESIAN_ZONES
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import TEXT, Manuscript
from warta.messages import msg
from warta.newsroom.visibility import opens

LONGEST_TITLE = 110
_REGENCY = len("99.01")
_FARTHEST = dt.timedelta(days=31)
_PLACE = r"(?:[A-Z][A-Z'’]+(?:[ -][A-Z'’]+){0,3}|[A-Z][a-z'’]+(?:[ -][A-Z][a-z'’]+){0,2})"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?P<medium>(?:,\s*|\.|\s+)\(?[\w.]+\)?)?\.?\s*"
    r"(?P<mark>[—–‐:]|-(?=\s)|\s-)\s*",
)
_WEEKDAYS = {
    "id": ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_DAY_NAMES = {name: number for names in _WEEKDAYS.values() for number, name in enumerate(names)} | {
    "jum'at": 4, "jum’at": 4, "ahad": 6, "salasa": 1, "rebo": 2, "kemis": 3, "jumaah": 4, "saptu": 5, "minggon": 6,
}  # fmt: skip
_MONTHS = {
    name: number
    for names in (
        "januari februari maret april mei juni juli agustus september oktober november desember",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_DATED = re.compile(
    # begins with a plain set of characters, which `re` finds much faster than anything else
    r"(?P<day>[0-9](?<!\d\d)\d?)(?:(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)"
    r"|\s+(?P<word>[A-Za-z]+)\s+(?P<year2>\d{4})(?!\d))"
)
_WEEKDAY = re.compile(rf"\b({'|'.join(sorted(_DAY_NAMES, key=len, reverse=True))}),?\s*(\(?)$", re.IGNORECASE)


def summary_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A release should say in a sentence or two what it is about."""
    if isinstance(text.document, Release) and not text.document.summary:
        yield Note(
            text.line_of("title"),
            msg(
                "summary-missing",
                "there is no summary. Write 'summary:' with one or two sentences for lists and feeds.",
            ),
        )


def hash_remark(text: Manuscript, house: House) -> Iterator[Note]:
    """What stands behind ` #` must be clear: a remark is not published, a hashtag is."""
    if " #" not in text.parts.front or text.parts.read is not read_front:
        return
    for row, key, value, rest, shown in remarks(text.parts.front, PROSE):
        line = text.parts.front_line + row
        if shown:
            message = msg(
                "remark-shown", "'%(rest)s' is published. If it is a remark, put two blanks before '#'.", rest=rest
            )
        else:
            quoted = json.dumps(f"{value} {rest}", ensure_ascii=False)
            message = msg(
                "remark-not-shown",
                "what follows ' #' is not published: '%(rest)s'. If it belongs there, write %(line)s",
                rest=rest,
                line=f"{key}: {quoted}",
            )
        yield Note(line, message)


def text_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A release must have a text, if only a picture."""
    if isinstance(text.document, Release) and not text.document.withdrawn and not text.body.strip():
        message = msg("text-missing", "there is no text below the front matter. Write it, or take the file away.")
        yield Note(text.line_of("title"), message)


def never_public(text: Manuscript, house: House) -> Iterator[Note]:
    """A release must not expire before it is published."""
    release = text.document
    if isinstance(release, Release) and release.expires and release.expires.at <= opens(release):
        begins = "date" if release.embargo is None or release.embargo.at <= release.date.at else "embargo"
        message = msg(
            "never-public",
            "'expires' is not after '%(begins)s', so that it is never public. Mend one of them.",
            begins=begins,
        )
        yield Note(text.line_of("expires"), message)


def dateline_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A release should name the place where it was written."""
    release = text.document
    if isinstance(release, Release) and not release.dateline and not dateline_of(text):
        if house.place:
            message = msg(
                "dateline-missing-at-home",
                "there is no dateline. Write 'dateline: %(place)s' (the place it comes from).",
                place=house.place,
            )
        else:
            message = msg("dateline-missing", "there is no dateline. Write dateline: and the place.")
        yield Note(text.line_of("title"), message)


def region_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A release without a region is in the list and feed of none."""
    if isinstance(text.document, Release) and not text.document.regions:
        if house.region:
            message = msg(
                "region-missing-at-home",
                "there is no region. Write 'regions: [\"%(region)s\"]' (a code or a name).",
                region=house.region,
            )
        else:
            message = msg("region-missing", "there is no region. Write regions: and a code or a name.")
        yield Note(text.line_of("title"), message)


def credit_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A picture without a credit cannot be printed by others."""
    release = text.document
    if not isinstance(release, Release):
        return
    for picture in (release.image, *release.gallery):
        if isinstance(picture, Picture) and not picture.credit:
            message = msg(
                "credit-missing",
                "the picture '%(file)s' has no credit. Write 'credit:' with who took it.",
                file=picture.file.text,
            )
            yield Note(picture.file.line, message)


_IMAGE = re.compile(r"!\[(\s*)\]\(")


def alt_missing(text: Manuscript, house: House) -> Iterator[Note]:
    """A picture in the text needs words for those who cannot see it."""
    for line, row in enumerate(text.rows, text.first_line) if "![" in text.body else ():
        if _IMAGE.search(row):
            message = msg(
                "alt-missing", "a picture has no text for those who cannot see it. Write it between ![ and ]."
            )
            yield Note(line, message)


def title_long(text: Manuscript, house: House) -> Iterator[Note]:
    """Search engines and messengers cut long titles."""
    title = getattr(text.document, "title", "")
    if len(title) > LONGEST_TITLE:
        message = msg(
            "title-long",
            "the title has %(length)s characters; beyond %(most)s others cut it.",
            length=len(title),
            most=LONGEST_TITLE,
        )
        yield Note(text.line_of("title"), message)


def dateline_of(text: Manuscript) -> tuple[str, int] | None:
    """The place that the first paragraph begins with, and its line: `SUMEDANG, eljabar.com —` and the like."""
    first = next((each for each in text.paragraphs if each.kind == TEXT), None)
    match = _DATELINE.match(first.text) if first else None
    if match is None or first is None or match["place"].casefold() in _DAY_NAMES or match["place"] in INDONESIAN_ZONES:
        return None
    # "Bupati - dan wakilnya": a hyphen or colon behind a word in small letters is more often not a dateline's
    sure = match["place"].isupper() or match["medium"] or match["mark"] in "—–‐"
    return (match["place"], first.line) if sure else None


def dateline_region(text: Manuscript, house: House) -> Iterator[Note]:
    """Dateline and regions should agree: one lies in the other, or both lie in one regency."""
    release = text.document
    if not isinstance(release, Release) or not release.regions:
        return
    found = (release.dateline, text.line_of("dateline")) if release.dateline else dateline_of(text)
    code = house.region_code(found[0]) if found else None
    codes = [each for each in (house.region_code(ref.text) for ref in release.regions) if each]
    # a district is not compared: many villages have the same name, and the table of regions has no villages
    if found is None or code is None or len(code) > _REGENCY or len(codes) < len(release.regions):
        return
    if not any(_related(code, each) for each in codes):
        message = msg(
            "dateline-region",
            "the dateline names %(place)s, the regions are %(regions)s. Which is right? Add the region, or mend one.",
            place=house.table.names[code],
            regions=tuple(house.table.names[each] for each in codes),
        )
        yield Note(found[1], message)


def _related(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (long + ".").startswith(short + ".") or one[:5] == other[:5]


@lru_cache(maxsize=2)  # two rules ask about every text
def _is_dated(words: str) -> bool:
    return _DATED.search(words) is not None


def _dates(text: Manuscript) -> Iterator[tuple[int, str, str, dt.date | None]]:
    """Line, weekday as written, words and date of each `Jumat (21/6/2019)` or `Jumat, 21 Juni 2019`."""
    for paragraph in text.paragraphs if _is_dated(text.text) else ():
        for match in _DATED.finditer(paragraph.text):
            day = _WEEKDAY.search(paragraph.text, max(match.start() - 14, 0), match.start())
            month = int(match["month"]) if match["month"] else _MONTHS.get(match["word"].casefold(), 0)
            if day is None or (match["word"] and not month):
                continue
            year = int(match["year"] or match["year2"])
            try:
                date = dt.date(year + 2000 if year < 100 else year, month, int(match["day"]))
            except ValueError:
                date = None
            words = " ".join(paragraph.text[day.start() : match.end()].split()) + (")" if day[2] else "")
            yield paragraph.line_at(match.start()), day[1], words, date


def weekday_wrong(text: Manuscript, house: House) -> Iterator[Note]:
    """A weekday must fit its date."""
    for line, name, words, date in _dates(text):
        if date is None:
            yield Note(line, msg("no-such-day", "there is no such day: '%(words)s'.", words=words))
        elif date.weekday() != _DAY_NAMES[name.casefold()]:
            language = "en" if name.casefold() in _WEEKDAYS["en"] else "id"
            right = _WEEKDAYS[language][date.weekday()].capitalize()
            message = msg(
                "weekday-wrong",
                "'%(words)s': that day was a %(right)s. Mend the weekday or the date.",
                words=words,
                right=right,
            )
            yield Note(line, message)


def date_mismatch(text: Manuscript, house: House) -> Iterator[Note]:
    """The first date of the text should be near the date of the front matter."""
    release = text.document
    if not isinstance(release, Release):
        return
    first = next(((line, words, date) for line, _, words, date in _dates(text) if date), None)
    if first and abs(first[2] - release.date.at.date()) > _FARTHEST:
        message = msg(
            "date-mismatch",
            "the text says '%(words)s', the front matter 'date: %(date)s'. Which is right?",
            words=first[1],
            date=release.date.at.date().isoformat(),
        )
        yield Note(first[0], message)
