"""Turns the numbers that Word works out for paragraphs into lists where HTML counts alike, else into words of the text.

HTML counts 1, 2, 3 and begins anew behind every paragraph; what Word shows as `a.`, `II.`, `3)` or goes on behind a
paragraph is written out, as a reader of the document saw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

import msgspec

from warta.importing.sources.word.package import Package, W

_PLAIN = re.compile(r"%\d\.")
_NUMBER = re.compile(r"%(\d)")
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)
_LETTERS = 26
_DEEPEST = 9


class _Level(msgspec.Struct, frozen=True):
    start: int = 1
    form: str = "decimal"
    text: str = "%1."


class _Place(msgspec.Struct, frozen=True):
    """The list and the level that a paragraph is in."""

    number: str
    level: int


class _Item(msgspec.Struct):
    """A paragraph of a list, with the number that Word shows before it (empty for a bullet)."""

    paragraph: Element
    place: _Place
    label: str
    value: int
    plain: bool


def write_numbers(package: Package) -> None:
    """Write out the numbers of paragraphs that HTML would count otherwise, and say of others what they are in."""
    document = package.tree("document")
    if document is None:
        return
    counting = _Counting(package)
    for parent in document.iter():
        run: list[_Item] = []
        for child in parent:
            item = counting.item(child) if child.tag == f"{W}p" else None
            if item is None:
                _settle(run)
                run = []
            else:
                run.append(item)
        _settle(run)


def _settle(run: list[_Item]) -> None:
    """Leave a row of paragraphs as a list, or write out its numbers."""
    if not run:
        return
    as_list = all(item.plain for item in run) and _counts_alike(run)
    for item in run:
        properties = item.paragraph.find(f"{W}pPr")
        if properties is None:
            properties = Element(f"{W}pPr")
            item.paragraph.insert(0, properties)
        for old in properties.findall(f"{W}numPr"):
            properties.remove(old)
        number = SubElement(properties, f"{W}numPr")
        is_bullet = not item.label
        SubElement(number, f"{W}ilvl").set(f"{W}val", str(item.place.level if as_list or is_bullet else 0))
        SubElement(number, f"{W}numId").set(f"{W}val", item.place.number if as_list or is_bullet else "0")
        if not as_list and not is_bullet:
            text = Element(f"{W}r")
            SubElement(text, f"{W}t").text = f"{item.label} "
            item.paragraph.insert(list(item.paragraph).index(properties) + 1, text)


def _counts_alike(run: list[_Item]) -> bool:
    """Whether HTML, which begins each list with 1, comes to the same numbers."""
    counts: dict[int, int] = {}
    for item in run:
        level = item.place.level
        counts = {each: count for each, count in counts.items() if each <= level}
        counts[level] = counts.get(level, 0) + 1
        if item.label and counts[level] != item.value:
            return False
    return True


class _Counting:
    """Counts as Word does, through a whole document."""

    def __init__(self, package: Package) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self._styles = dict(_styles(package.tree("styles")))
        self._headings = frozenset(name for name in self._styles if name.casefold().startswith(("heading", "judul")))
        numbering = package.tree("numbering")
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = {_int(each.get(f"{W}ilvl"), 0): _level(each) for each in abstract.iter(f"{W}lvl")}
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in numbering.iter(f"{W}num"):
            name = number.get(f"{W}numId", "")
            self._lists[name] = _val(number, "abstractNumId")
            for change in number.iter(f"{W}lvlOverride"):
                at = _int(change.get(f"{W}ilvl"), 0)
                if (start := _val(change, "startOverride")) != "":
                    self._starts.setdefault(name, {})[at] = _int(start, 1)

    def item(self, paragraph: Element) -> _Item | None:
        """The item that a paragraph is; None for one without a number."""
        place = self._place(paragraph)
        abstract = self._lists.get(place.number, "") if place else ""
        level = self._levels.get(abstract, {}).get(place.level) if place else None
        if place is None or level is None or not _has_content(paragraph):
            return None
        if level.form in ("bullet", "none") and not _NUMBER.search(level.text):
            plain = level.form == "bullet"
            return _Item(paragraph, place, "" if plain else level.text, 0, plain) if plain or level.text else None
        value = self._next(place, abstract, level)
        counts, levels = self._counts[abstract], self._levels[abstract]
        label = _NUMBER.sub(lambda found: _shown(int(found[1]) - 1, counts, levels), level.text)
        plain = level.form == "decimal" and _PLAIN.fullmatch(level.text) is not None
        style = _val(paragraph.find(f"{W}pPr"), "pStyle")
        return _Item(paragraph, place, label, value, plain and style not in self._headings)

    def _place(self, paragraph: Element) -> _Place | None:
        properties = paragraph.find(f"{W}pPr")
        style = _val(properties, "pStyle")
        by_style = self._styles.get(style)
        own = properties.find(f"{W}numPr") if properties is not None else None
        number = _val(own, "numId") or (by_style.number if by_style else "")
        level = _int(_val(own, "ilvl"), by_style.level if by_style else 0)
        return _Place(number, min(level, _DEEPEST)) if number not in ("", "0") else None

    def _next(self, place: _Place, abstract: str, level: _Level) -> int:
        counts = self._counts.setdefault(abstract, {})
        if place.number not in self._begun:
            self._begun.add(place.number)
            for at in self._starts.get(place.number, {}):
                counts.pop(at, None)
        first = self._starts.get(place.number, {}).get(place.level, level.start)
        counts[place.level] = counts[place.level] + 1 if place.level in counts else first
        for deeper in [each for each in counts if each > place.level]:
            del counts[deeper]
        return counts[place.level]


def _styles(styles: Element | None) -> Iterator[tuple[str, _Place]]:
    """The lists that styles put their paragraphs in; every style is given."""
    if styles is None:
        return
    for style in styles.iter(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr")
        yield style.get(f"{W}styleId", ""), _Place(_val(number, "numId"), _int(_val(number, "ilvl"), 0))


def _level(element: Element) -> _Level:
    return _Level(_int(_val(element, "start"), 1), _val(element, "numFmt") or "decimal", _val(element, "lvlText"))


def _has_content(paragraph: Element) -> bool:
    return any(each.tag in (f"{W}t", f"{W}drawing", f"{W}pict") for each in paragraph.iter())


def _shown(at: int, counts: dict[int, int], levels: dict[int, _Level]) -> str:
    level = levels.get(at, _Level())
    return _written(counts.get(at, level.start), level.form)


def _written(value: int, form: str) -> str:
    """A number as a form of Word's writes it."""
    if form in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman, rest = "", value
        for worth, sign in _ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman.lower() if form == "lowerRoman" else roman
    return f"{value:02d}" if form == "decimalZero" else str(value)


def _val(element: Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
