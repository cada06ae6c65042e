"""What an import knows besides its source: the newsroom's settings, its regions, the media at hand, where items go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from warta.config import Config
from warta.datatree import read_yaml
from warta.errors import Problem, ProblemsFound, did_you_mean
from warta.importing.conversion.media import Shelf
from warta.importing.item import Item, Place
from warta.slugs import slug

_NONE = frozenset(
    ("uncategorized", "uncategorised", "tak berkategori", "tidak berkategori", "tanpa kategori", "blog", "")
)


class Setting(msgspec.Struct, frozen=True):
    """All an item's conversion depends on besides the item.

    `base` is the old site's address, `categories` the table from its categories to ours (empty: left out).
    """

    config: Config
    shelf: Shelf = Shelf()
    base: str = ""
    categories: Mapping[str, str] = {}
    places: Mapping[str, Place] = {}
    aliases: Mapping[str, tuple[str, ...]] = {}
    addresses: Mapping[str, str] = {}

    def target(self, url: str) -> str | None:
        """The key of the item that an address of the old site was, or None."""
        key = self.addresses.get(address_key(url)) if is_ours(url, self.base) else None
        return key if key in self.places else None

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

    def list_address(self, kind: str, name: str) -> str:
        """The address here of the list of a category, tag or author of the old site; empty when there is none."""
        words = self.config.paths
        if kind == "author":
            return f"/{words.author}/{slug(name)}/" if "author" in self.config.listings else ""
        found, others = self.categories_of((name,)) if kind == "category" else ((), (name,))
        if found and "category" in self.config.listings:
            known = {each.name: each.slug for each in self.config.categories or ()}
            return f"/{words.category}/{known.get(found[0]) or slug(found[0])}/"
        return f"/{words.tag}/{slug(others[0])}/" if others and "tag" in self.config.listings else ""

    def _category(self, name: str) -> str | None:
        """The newsroom's name; empty when it says nothing, None when there is none."""
        folded = name.casefold()
        if folded in self.categories:
            return self.categories[folded]
        if folded in _NONE:
            return ""
        if self.config.categories is None:
            return name
        for each in self.config.categories:
            names = (each.name.casefold(), *(other.casefold() for other in each.names.values()))
            if folded in names or slug(name) == (each.slug or slug(each.name)):
                return each.name
        return None


def read_categories(table: Path | None, config: Config) -> dict[str, str]:
    """The table of categories in a YAML file of `old name: new name` lines (new empty: left out), by folded old name.

    Raises ProblemsFound with every new name that is not in the newsroom's list.
    """
    if table is None:
        return {}
    try:
        node = read_yaml(table.read_text(encoding="utf-8-sig"), str(table))
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(str(table), 0, f"cannot be read: {error}.")]) from None
    if not isinstance(node.value, dict):
        raise ProblemsFound([Problem(str(table), 1, "must be lines of 'old category: new category'.")])
    known = [each.name for each in config.categories or ()]
    found: dict[str, str] = {}
    problems = []
    for old, new in node.value.items():
        name = new.value if isinstance(new.value, str) else ""
        if name and config.categories is not None and name not in known:
            message = f"category '{name}' is not in the list in config.yaml.{did_you_mean(name, known)}"
            problems.append(Problem(str(table), new.line, message))
        found[old.casefold()] = name
    if problems:
        raise ProblemsFound(problems)
    return found


def address_key(url: str) -> str:
    """The same for all ways an old address is written: path without slash at its end, or `?p=12`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    query = re.search(r"(?:^|&)(?:p|page_id)=(\d+)(?:&|$)", parts.query)
    if query:
        return f"?p={query[1]}"
    path = unquote(parts.path).rstrip("/")
    return path.removesuffix("/index.php").removesuffix("/index.html").casefold()


def is_ours(url: str, base: str) -> bool:
    """Whether an address lay on the old site: relative, or on its host with or without `www.`."""
    try:
        host = (urlsplit(url.strip()).hostname or "").removeprefix("www.")
        return not host or host == (urlsplit(base).hostname or "").removeprefix("www.")
    except ValueError:
        return False


def old_addresses(item: Item) -> list[str]:
    """Every old address of an item as a path on its host (`/2019/06/judul/`, `/?p=12`)."""
    found = []
    for url in (item.origin, *item.aliases):
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("", "http", "https") and (parts.netloc or url.startswith("/")):
            path = parts.path or "/"
            if "/0000/" in path or "//" in path:  # WordPress makes such for what never was public
                continue
            found.append(path + (f"?{parts.query}" if parts.query else ""))
    return list(dict.fromkeys(found))
