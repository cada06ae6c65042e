"""Turns the settings of a newsroom into its house style: the language, time zone, regions and words that rules see."""

from __future__ import annotations

from functools import cached_property

import msgspec

from warta.newsroom.regions import AmbiguousRegion, RegionTable, UnknownRegion, as_dateline, load_regions
from warta.settings import Settings


class House(msgspec.Struct, frozen=True, dict=True):
    """The settings that a reading of one text depends on, and no others: rules see no setting that is not here.

    `timezone` is the zone of written dates; `region` is the newsroom's own, `regions` are rows (code, name) added to
    the table of regions, `words` are added to the dictionaries. `paper`: releases become letters or pictures.
    """

    language: str
    timezone: str
    region: str | None = None
    regions: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    paper: bool = False

    @classmethod
    def of(cls, config: Settings) -> House:
        """The house style of a newsroom."""
        paper = not {"pdf", "kit", "link", "stories"}.isdisjoint(config.press)
        return cls(config.language, config.timezone, config.region, config.regions, config.check.words, paper)

    @cached_property
    def table(self) -> RegionTable:
        """All regions; loaded by each worker when a rule first asks for it."""
        return load_regions(self.regions, self.region)

    @property
    def place(self) -> str:
        """The newsroom's own place as a dateline has it; empty when it has no region."""
        home = self.table.get(self.region) if self.region else None
        return as_dateline(home.name) if home else ""

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
