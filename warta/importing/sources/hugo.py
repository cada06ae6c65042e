"""Turns the settings of a Hugo site into the addresses and languages of its texts."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warta.importing.sources.front_fields import Fields
from warta.importing.sources.hugo_addresses import HugoPage
from warta.importing.sources.hugo_terms import HugoTerms
from warta.importing.sources.old_settings import (
    ENDINGS,
    Tree,
    folded,
    home_of,
    merged,
    part,
    read_tree,
    says_yes,
    word,
)
from warta.importing.sources.trace import Old, Root, Trace, base_of, language_of, path_of_site, twin_of

_NAMES = tuple(f"{stem}{ending}" for stem in ("hugo", "config") for ending in ENDINGS)


class _Edition(msgspec.Struct, frozen=True):
    """One language of a site: the path before its addresses, and its settings."""

    prefix: str
    settings: Tree


class Hugo:
    """A site of Hugo's."""

    def __init__(self, folder: Path) -> None:
        self.home = home_of(folder, (*_NAMES, *(f"config/_default/{name}" for name in _NAMES)), "content")
        self._unread: list[str] = []
        self._settings = self._read()
        self._languages = part(self._settings, "languages")
        self._default = word(self._settings, "defaultcontentlanguage", "en").casefold()
        if self._default not in self._languages and len(self._languages) == 1:
            self._default = next(iter(self._languages))
        self._editions = self._read_editions()
        self._terms = HugoTerms(part(self._settings, "taxonomies"))
        self.roots = tuple(self._find_roots(folder.resolve()))

    @property
    def unread(self) -> tuple[str, ...]:
        """See `Generator.unread`."""
        return tuple(self._unread)

    def _tree(self, path: Path) -> Tree:
        if not path.is_file():
            return {}
        tree = read_tree(path)
        if tree is None:
            self._unread.append(path.relative_to(self.home).as_posix())
        return folded(tree or {})

    def _read(self) -> Tree:
        """The settings of the old site, and over them those of its folders, as they were where it was public."""
        settings: Tree = {}
        for name in _NAMES:
            if tree := self._tree(self.home / name):
                settings = tree
                break
        for folder in ("_default", "production"):
            for path in sorted((self.home / "config" / folder).glob("*")):
                if path.suffix in ENDINGS:
                    settings = merged(settings, _placed(path.stem.casefold(), self._tree(path)))
        return settings

    def _read_editions(self) -> dict[str, _Edition]:
        base = path_of_site(word(self._settings, "baseurl"))
        editions: dict[str, _Edition] = {"": _Edition(base, self._settings)}
        hosts = [part(self._languages, code).get("baseurl") for code in self._languages]
        self._is_apart = bool(hosts) and all(hosts)
        in_subfolder = says_yes(self._settings, "defaultcontentlanguageinsubdir")
        for code in self._languages:
            own = merged(self._settings, part(self._languages, code))
            if self._is_apart:
                prefix = path_of_site(word(own, "baseurl"))
            else:
                prefix = base if code == self._default and not in_subfolder else f"{base}/{code}"
            editions[code] = _Edition(prefix, own)
        return editions

    def _find_roots(self, folder: Path) -> list[Root]:
        """The folders of texts, the deepest first: mounts, folders of languages, and that of all."""
        found = []
        mounts = part(self._settings, "module").get("mounts")
        for mount in mounts if isinstance(mounts, list) else ():
            row = folded(mount) if isinstance(mount, dict) else {}
            target = word(row, "target").strip("/")
            if target == "content" or target.startswith("content/"):
                language = word(row, "lang").casefold()
                found.append(Root(self.home / word(row, "source"), target[len("content/") :], language))
        own = {code: word(part(self._languages, code), "contentdir") for code in self._languages}
        found += [Root(self.home / name, "", code) for code, name in own.items() if name]
        default = self.home / (word(self._settings, "contentdir") or "content")
        if not found or (len(found) < len(self._languages) and not mounts):
            found.append(Root(default if default.is_dir() else folder))
        return sorted({each.path: each for each in reversed(found)}.values(), key=lambda each: -len(each.path.parts))

    def fields(self, root: Root, parts: tuple[str, ...], fields: Fields) -> Fields:
        """See `Generator.fields`."""
        return fields

    def trace(self, root: Root, old: Old) -> Trace:
        """See `Generator.trace`."""
        stem, language = old.stem, root.language
        before, dot, code = stem.rpartition(".")
        if dot and code.casefold() in self._languages:
            stem, language = before, code.casefold()
        if not language and len(self._languages) > 1:
            language = self._default
        edition = self._editions.get(language) or self._editions[""]
        folders = tuple(each for each in (*root.target.split("/"), *old.folders) if each)
        page = HugoPage(edition.settings, folders, stem, old)
        lower = (*folders, stem)
        written = old.fields.text("url", "permalink")
        base = edition.prefix if self._is_apart else self._editions[""].prefix
        address = page.written(written, edition.prefix, base) if written else page.address(edition.prefix)
        is_sure = not self._unread and address is not None
        address = address or page.plain(edition.prefix)
        parent = address.rstrip("/").rpartition("/")[0]
        relative = tuple(
            f"{parent}/{each}" for each in old.fields.texts("aliases") if not each.startswith(("/", "http"))
        )
        return Trace(
            address,
            is_sure,
            others=relative,
            language=language_of(old.fields) if not self._languages else language if len(self._languages) > 1 else "",
            twin=twin_of(old.fields, *lower),
            site=edition.prefix,
            base=base_of(word(edition.settings, "baseurl")),
            tags=self._terms.of(root.path, old.fields),
            keys=self._terms.keys,
        )


def _placed(stem: str, tree: Tree) -> Tree:
    """The settings in a file of a folder of settings, whose name says what they are: `permalinks.toml`."""
    if stem in ("hugo", "config"):
        return tree
    first, _, language = stem.partition(".")
    if language:
        return {"languages": {language: {first: dict(tree)}}}
    return {first: dict(tree)}
