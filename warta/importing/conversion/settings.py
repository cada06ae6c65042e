"""Turns the settings of a newsroom and of an import into those few that the conversion of an item depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from warta.datatree import read_yaml
from warta.dates import find_zone
from warta.errors import Problem, ProblemsFound, meant, reason
from warta.messages import msg
from warta.settings import Category, MarkdownSettings, Settings
from warta.slugs import slug

_NO_CATEGORY = frozenset(
    ("uncategorized", "uncategorised", "tak berkategori", "tidak berkategori", "tanpa kategori", "blog", "")
)


class Labels(msgspec.Struct, frozen=True):
    """What becomes of words that may be categories or tags; `unmapped` are those that no list of categories has."""

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()


class ConversionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings that a conversion can see. Its digest covers every field, so a new setting belongs here.

    `base` is the address of the old site, `renamed` the table from its categories to the newsroom's (empty: left out).
    """

    timezone: str
    origin: str
    base: str = ""
    region: str | None = None
    regions: tuple[tuple[str, str], ...] = ()
    categories: tuple[Category, ...] | None = None
    renamed: Mapping[str, str] = {}
    markdown: MarkdownSettings = MarkdownSettings()
    trust_html: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the newsroom."""
        return find_zone(self.timezone)

    def categories_of(self, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The newsroom's categories for those of an item, and those that have none here and become tags."""
        found: list[str] = []
        others: list[str] = []
        for name in names:
            known = self._category(name)
            if known:
                found.append(known)
            elif known is None:
                others.append(name)
        return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(others))

    def labels_of(self, names: Iterable[str]) -> Labels:
        """The categories among words of which the source does not say whether they are categories or tags.

        Without a list of categories only those that the table names are any.
        """
        every = tuple(names)
        if self.categories is None:
            known = [name for name in every if name.casefold() in self.renamed]
            found, _ = self.categories_of(known)
            return Labels(found, tuple(each for each in every if each not in known))
        found, others = self.categories_of(every)
        return Labels(found, unmapped=others)

    def _category(self, name: str) -> str | None:
        """The newsroom's name of a category; empty for one without meaning (`Uncategorized`), None when it has none."""
        folded = name.casefold()
        if folded in self.renamed:
            return self.renamed[folded]
        if folded in _NO_CATEGORY:
            return ""
        if self.categories is None:
            return name
        for each in self.categories:
            names = (each.name.casefold(), *(other.casefold() for other in each.names.values()))
            if folded in names or slug(name) == (each.slug or slug(each.name)):
                return each.name
        return None


def conversion_settings(
    config: Settings, base: str = "", renamed: Mapping[str, str] | None = None
) -> ConversionSettings:
    """The settings for a conversion from those of a newsroom, the old site's address and a table of categories."""
    return ConversionSettings(
        timezone=config.timezone,
        origin=config.origin,
        base=base,
        region=config.region,
        regions=config.regions,
        categories=config.categories,
        renamed=renamed or {},
        markdown=config.markdown,
        trust_html=config.trust_html,
    )


def read_categories(table: Path | None, config: Settings) -> dict[str, str]:
    """The table of categories in a YAML file of `old name: new name` lines (new empty: left out), by folded old name.

    Raises ProblemsFound with every new name that is not in the newsroom's list.
    """
    if table is None:
        return {}
    try:
        node = read_yaml(table.read_text(encoding="utf-8-sig"), str(table))
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else msg("no-utf8", "It is no text in UTF-8.")
        message = msg("categories-unread", "cannot be read.", why)
        raise ProblemsFound([Problem(str(table), 0, message)]) from None
    if not isinstance(node.value, dict):
        message = msg("categories-no-lines", "must be lines of 'old category: new category'.")
        raise ProblemsFound([Problem(str(table), 1, message)])
    known = [each.name for each in config.categories or ()]
    found: dict[str, str] = {}
    problems = []
    for old, new in node.value.items():
        name = new.value if isinstance(new.value, str) else ""
        if name and config.categories is not None and name not in known:
            message = msg(
                "categories-unknown",
                "category '%(name)s' is not in the list in config.yaml.",
                meant(name, known),
                name=name,
            )
            problems.append(Problem(str(table), new.line, message))
        found[old.casefold()] = name
    if problems:
        raise ProblemsFound(problems)
    return found
