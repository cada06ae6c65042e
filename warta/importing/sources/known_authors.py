"""Turns the words by which texts of a generator name their authors into the names that its data give them."""

from __future__ import annotations

from pathlib import Path

from warta.content.bounds import first_bytes
from warta.content.frontmatter import split
from warta.errors import ProblemsFound
from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import ENDINGS, Tree, read_tree, word

_FOLDERS = ("_data", "data", "src/_data")
_STEMS = ("authors", "author", "people")
_KEYS = ("display_name", "name", "full_name", "title")
_MOST = 20_000


class KnownAuthors:
    """The authors in the data of one old site, by the words that stand for them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._tables: dict[str, str] | None = None
        self._pages: dict[str, str] = {}

    def names(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The names of authors; a word that the data do not have is a name itself."""
        return tuple(dict.fromkeys(self._name(each) for each in given))

    def _name(self, given: str) -> str:
        if " " in given or "/" in given or given in (".", ".."):
            return given
        if self._tables is None:
            self._tables = self._read_tables()
        found = self._tables.get(given.casefold())
        if found:
            return found
        if given not in self._pages:
            self._pages[given] = self._of_page(given)
        return self._pages[given] or given

    def _read_tables(self) -> dict[str, str]:
        """The names in the tables of authors, and in files that have one author each."""
        found: dict[str, str] = {}
        for place in (self._home / folder / stem for folder in _FOLDERS for stem in _STEMS):
            every: Tree = {}
            for ending in ENDINGS:
                every |= read_tree(place.with_suffix(ending)) or {}
            for path in sorted(place.glob("*"))[:_MOST]:
                if path.suffix in ENDINGS:
                    every[path.stem] = read_tree(path)
            for key, value in every.items():
                if name := _name_in(value) if isinstance(value, dict) else value if isinstance(value, str) else "":
                    found.setdefault(key.casefold(), name)
        return found

    def _of_page(self, given: str) -> str:
        """The name on an author's own page, as sites of Hugo's have it."""
        for path in (
            self._home / "content" / "authors" / given / "_index.md",
            self._home / "content" / "authors" / f"{given}.md",
            self._home / "_authors" / f"{given}.md",
        ):
            if path.is_file():
                try:
                    value = split(first_bytes(path), path.name).fields.value
                except (OSError, ProblemsFound):
                    continue
                return Fields(value if isinstance(value, dict) else {}).text(*_KEYS)
        return ""


def _name_in(tree: Tree) -> str:
    return next((found for key in _KEYS if (found := word(tree, key))), "")
