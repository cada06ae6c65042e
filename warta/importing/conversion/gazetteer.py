"""Turns a dateline and a text into a proposal of the region they are about, with a confidence from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

import msgspec

from warta.importing.item import Proposal
from warta.messages import Message, msg
from warta.newsroom.regions import RegionTable

SURE = 0.8
"""From here on a proposed region is written into the release."""

_KINDS = {
    "provinsi": 2,
    "kabupaten": 5,
    "kab": 5,
    "pemkab": 5,
    "kota": 5,
    "pemkot": 5,
    "kecamatan": 8,
    "kec": 8,
    "distrik": 8,
    "desa": 13,
    "kelurahan": 13,
}
_MENTION = re.compile(
    r"(Provinsi|Kabupaten|Kab|Pemkab|Kota|Pemkot|Kecamatan|Kec|Distrik|Desa|Kelurahan)\b\.?\s+"
    r"([A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]+){0,3})"
)


class Gazetteer(msgspec.Struct, frozen=True, dict=True):
    """The region table by names as texts write them: `SUMEDANG`, `Sumedang` and `Kabupaten Sumedang` are one."""

    table: RegionTable

    @cached_property
    def _codes(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for code, name in self.table.names.items():
            bare = _bare(name)
            short = bare.removeprefix("administrasi ")
            for spelling in {name.casefold(), bare, short, _joined(short)}:
                found.setdefault(spelling, []).append(code)
        found.setdefault("jakarta", ["31"])
        found.setdefault("yogyakarta", ["34"])
        return {name: tuple(codes) for name, codes in found.items()}

    def is_place(self, name: str) -> bool:
        """Whether `name` is that of any region."""
        return bool(self._called(name))

    def propose(self, place: str, text: str) -> Proposal | None:
        """The region of a text whose dateline names `place` (may be empty); None when they name no region."""
        mentions = self._mentions(text)
        if place:
            named = self._named(place, mentions)
            if named is not None:
                return named
        return self._mentioned(mentions)

    def _named(self, place: str, mentions: Counter[str]) -> Proposal | None:
        codes = self._called(place)
        best = [code for code in codes if len(code) == min(map(len, codes))]
        near = [code for code in codes if self._is_near(code)]
        backed = [code for code in codes if any(each == code or each.startswith(f"{code}.") for each in mentions)]
        if len(backed) == 1:
            return self._proposal(
                backed[0],
                0.95,
                msg("by-dateline-and-text", "the dateline '%(place)s', and the text names it too", place=place),
            )
        if len(near) == 1:
            return self._proposal(
                near[0],
                0.9,
                msg(
                    "by-dateline-near", "the dateline '%(place)s', in or around the newsroom's own region", place=place
                ),
            )
        if len(codes) == 1:
            return self._proposal(
                codes[0],
                0.85,
                msg("by-dateline-only", "the dateline '%(place)s', which only this region is called", place=place),
            )
        if not codes:
            return None
        why = msg(
            "by-dateline-many",
            "the dateline '%(place)s', which %(regions)s regions are called",
            place=place,
            regions=len(codes),
        )
        return self._proposal(best[0], 0.6 if len(best) == 1 else 0.3, why)

    def _called(self, name: str) -> tuple[str, ...]:
        forms = (_plain(name), _bare(name), _joined(_bare(name)))
        return next((self._codes[form] for form in forms if form in self._codes), ())

    def _mentioned(self, mentions: Counter[str]) -> Proposal | None:
        if not mentions:
            return None
        code, count = max(mentions.items(), key=lambda pair: (pair[1], self._is_near(pair[0]), -len(pair[0])))
        share = count / sum(mentions.values())
        confidence = round(min(0.7, 0.3 + 0.1 * count) * (0.5 + share / 2), 2)
        why = msg("by-text", "the text names it", many="the text names it %(count)s times", count=count)
        return self._proposal(code, confidence, why)

    def _mentions(self, text: str) -> Counter[str]:
        """How often the text names a region with its kind (`Kecamatan Wado`), by code, where it can only be one."""
        found: Counter[str] = Counter()
        for match in _MENTION.finditer(text):
            if text[match.start() - 1 : match.start()].isalnum():
                continue  # looked at here, since a pattern that begins with a word's start is slow
            code = self._mention(match[1].casefold(), match[2].split())
            if code:
                found[code] += 1
        return found

    def _mention(self, kind: str, names: list[str]) -> str | None:
        length = _KINDS[kind]
        for count in range(len(names), 0, -1):
            codes = [
                code
                for code in self._codes.get(_plain(" ".join(names[:count])), ())
                if len(code) == length and (length != 5 or self._is_kind(code, kind))
            ]
            near = [code for code in codes if self._is_near(code)]
            if len(near) == 1 or len(codes) == 1:
                return (near or codes)[0]
        return None

    def _is_kind(self, code: str, kind: str) -> bool:
        return self.table.names[code].startswith("Kota") == kind.endswith(("kota", "kot"))

    def _is_near(self, code: str) -> bool:
        home = self.table.home
        return home is not None and (f"{code}.".startswith(f"{home}.") or f"{home}.".startswith(f"{code}."))

    def _proposal(self, code: str, confidence: float, why: Message) -> Proposal:
        return Proposal(code, self.table.names[code], confidence, why)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("\u2019", "'").split())


def _joined(bare: str) -> str:
    return bare.replace(" ", "").replace("-", "")


def _bare(name: str) -> str:
    plain = _plain(name)
    for kind in ("kabupaten ", "kab. ", "kab ", "kota ", "provinsi ", "kecamatan "):
        plain = plain.removeprefix(kind)
    return plain
