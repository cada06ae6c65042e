"""Turns the terms of a Hugo site's own taxonomies into tags, by the names that its pages of terms give them."""

from __future__ import annotations

from pathlib import Path

from warta.content.bounds import first_bytes
from warta.content.frontmatter import split
from warta.errors import ProblemsFound
from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import Tree

_OWN = ("category", "categories", "tag", "tags", "author", "authors")


class HugoTerms:
    """The taxonomies in the settings of a site, besides categories, tags and authors."""

    def __init__(self, taxonomies: Tree) -> None:
        named = (value.casefold() for value in taxonomies.values() if isinstance(value, str))
        self.keys = tuple(each for each in named if each not in _OWN)
        self._names: dict[tuple[Path, str, str], str] = {}

    def of(self, root: Path, fields: Fields) -> tuple[str, ...]:
        """The terms that the front matter of a text has in them."""
        return tuple(dict.fromkeys(self._name(root, key, term) for key in self.keys for term in fields.texts(key)))

    def _name(self, root: Path, key: str, term: str) -> str:
        """The title of a term's own page; the term itself where it has none."""
        place = (root, key, term)
        if place not in self._names:
            self._names[place] = _title(root / key / term / "_index.md") if "/" not in term and "." not in term else ""
        return self._names[place] or term


def _title(path: Path) -> str:
    try:
        value = split(first_bytes(path), path.name).fields.value if path.is_file() else {}
    except (OSError, ProblemsFound):
        return ""
    return Fields(value if isinstance(value, dict) else {}).text("title")
