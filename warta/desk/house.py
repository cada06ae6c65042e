"""Turns the settings of a newsroom into what rules ask of it: its regions, its language, its words."""

from __future__ import annotations

from functools import cached_property

import msgspec

from warta.newsroom.regions import AmbiguousRegion, RegionTable, UnknownRegion, load_regions
from warta.settings import Settings


class House(msgspec.Struct, frozen=True, dict=True):
    """What of the settings the rules can see; the table of regions is loaded in each worker that asks for it."""

    language: str
    timezone: str
    lenient: bool
    region: str | None = None
    regions: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: Settings) -> House:
        """The house of a newsroom."""
        lenient = config.unknown_keys == "warn"
        return cls(config.language, config.timezone, lenient, config.region, config.regions, config.check.words)

    @cached_property
    def table(self) -> RegionTable:
        """All regions."""
        return load_regions(self.regions, self.region)

    @cached_property
    def _found(self) -> dict[str, str | None]:
        return {}

    def region_code(self, text: str) -> str | None:
        """The code of the region that `text` names; None for none or several."""
        if text not in self._found:
            try:
                self._found[text] = self.table.find(text).code
            except (UnknownRegion, AmbiguousRegion):
                self._found[text] = None
        return self._found[text]
