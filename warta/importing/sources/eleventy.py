"""Turns the data of an Eleventy site into the addresses and languages of its texts.

What is written out is read: the data of folders, and templates of addresses whose filters are Eleventy's own. Programs
are searched for values between quotation marks, and are not run; where one makes an address, the address is a guess.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path

import msgspec

from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import Tree, home_of, merged, node_of, part, read_tree
from warta.importing.sources.trace import Old, Root, Trace, address_at, in_zone, language_of, path_of_site, twin_of
from warta.slugs import plain_slug

_NAMES = (
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
)
_DATA = (".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs", ".js")
_LARGEST = 1 << 20
_TAKEN = ("permalink", "lang", "locale", "language", "date", "author", "authors", "draft", "translationKey", "category")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.+)")
_OUTPUT = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_FILTER = re.compile(r"\s*(\w+)\s*(?:[:(]\s*[\"']([^\"']*)[\"']\s*\)?)?\s*")
_GLOBAL = re.compile(r"addGlobalData\(\s*[\"']permalink[\"']\s*,\s*(?:[\"'`]([^\"'`$]+)[\"'`])?")
_SHORTENED = re.compile(r"([a-zA-Z\d]+)['\u2019]([ts])(?=\s|$)")
_NO_SLUG = re.compile(r"[^\w\s$*+~.()'\"!:@-]+", re.ASCII)


class Eleventy:
    """A site of Eleventy's."""

    def __init__(self, folder: Path) -> None:
        self.home = home_of(folder, _NAMES)
        code = next((_text(self.home / name) for name in _NAMES if (self.home / name).is_file()), "")
        source = _quoted(code, "input") or ""
        root = self.home / source
        if not code and not source:
            root = folder.resolve()
        self._root = root if source and root.is_dir() else self.home if code else folder.resolve()
        self.roots = (Root(self._root),)
        self._site = path_of_site(_quoted(code, "pathPrefix") or "")
        made = _GLOBAL.search(code)
        self._everywhere: Tree = {}
        self._by_code = {"permalink"} if made and made[1] is None else set()
        if made and made[1]:
            self._everywhere = {"permalink": made[1]}
        self._folders: dict[tuple[str, ...], _Data] = {}
        self.unread: tuple[str, ...] = ()

    def fields(self, root: Root, parts: tuple[str, ...], fields: Fields) -> Fields:
        """See `Generator.fields`."""
        data = self._data(parts)
        nodes = dict(fields.nodes)
        for key in _TAKEN:
            if key in data.tree and not fields.has(key):
                nodes[key] = node_of(data.tree[key])
        return Fields(nodes)

    def _data(self, parts: tuple[str, ...]) -> _Data:
        """What the folders above a text say of it, and what stands beside it under its own name."""
        found = self._folder(parts[:-1])
        own = _data_in(self._root.joinpath(*parts[:-1]), parts[-1])
        return _Data(merged(found.tree, own.tree), found.code | own.code)

    def _folder(self, parts: tuple[str, ...]) -> _Data:
        if parts not in self._folders:
            above = self._folder(parts[:-1]) if parts else _Data(self._everywhere, frozenset(self._by_code))
            path = self._root.joinpath(*parts)
            own = _data_in(path, path.name)
            decided = frozenset(own.tree) - own.code
            self._folders[parts] = _Data(merged(above.tree, own.tree), (above.code - decided) | own.code)
        return self._folders[parts]

    def trace(self, root: Root, old: Old) -> Trace:
        """See `Generator.trace`."""
        slug = _file_slug(old)
        permalink = old.fields.text("permalink")
        permalink = "" if permalink == "false" else permalink  # it had no page
        own = self._data(old.parts).code
        made = self._filled(permalink, old, slug) if permalink else None
        is_sure = made is not None or (not permalink and "permalink" not in own)
        path = _without_index(made) if made is not None else _plain(old)
        language = language_of(old.fields)
        where = tuple(each for each in old.folders if not language or each.casefold() != language.casefold())
        return Trace(
            address_at(self._site, "/" + path.lstrip("/")),
            is_sure,
            language=language,
            twin=twin_of(old.fields, *where, slug.removesuffix(f".{language}")),
            site=self._site,
        )

    def _filled(self, pattern: str, old: Old, slug: str) -> str | None:
        """A template of an address with its values; None where it needs more than values and known filters."""
        if "{%" in pattern or "${" in pattern:
            return None
        unknown = []

        def value(match: re.Match[str]) -> str:
            made = _value(match[1], old, slug)
            if made is None:
                unknown.append(match[1])
            return made or ""

        made = _OUTPUT.sub(value, pattern)
        return None if unknown else made


class _Data(msgspec.Struct, frozen=True):
    """What data says of texts: the values that are written out, and the keys that a program makes."""

    tree: Tree = {}
    code: frozenset[str] = frozenset()


def _data_in(folder: Path, name: str) -> _Data:
    """The data in a folder that bears a name."""
    tree: Tree = {}
    code: frozenset[str] = frozenset()
    for ending in _DATA:
        path = folder / f"{name}{ending}"
        if not name or not path.is_file():
            continue
        if ending.endswith("json"):
            found = read_tree(path) or {}
            tree = merged(tree, merged(found, part(found, "eleventyComputed")))
        elif ending != ".js" or ".11tydata" in path.name:
            text = _text(path)
            for key in ("permalink", "lang", "locale"):
                quoted = _quoted(text, key)
                if quoted is not None:
                    tree = merged(tree, {key: quoted})
                elif re.search(rf"\b{key}\b", text):
                    code |= {key}
                    tree.pop(key, None)
    return _Data(tree, code)


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST)
    except OSError:
        return ""


def _quoted(code: str, key: str) -> str | None:
    """The text that stands in quotation marks behind a key of a program; None where there is no such."""
    match = re.search(rf"""(?<![\w.])["']?{key}["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`|(false))""", code)
    if match is None:
        return None
    found = next(each for each in match.groups() if each is not None)
    return None if "${" in found else found


def _file_slug(old: Old) -> str:
    """The word of a file as Eleventy makes it: its name without date, or that of its folder."""
    name = old.folders[-1] if old.stem == "index" and old.folders else old.stem
    match = _DATED.fullmatch(name)
    return match[1] if match else "" if name == "index" else name


def _plain(old: Old) -> str:
    """The path of a text that has no address of its own."""
    is_twice = old.stem == "index" or (bool(old.folders) and old.folders[-1] == old.stem)
    return "".join(f"{each}/" for each in (old.folders if is_twice else old.parts))


def _without_index(path: str) -> str:
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _value(expression: str, old: Old, slug: str) -> str | None:
    """The value of a name, sent through its filters; None for one that is not known."""
    name, *filters = expression.split("|")
    value = _named(name.strip(), old, slug)
    at = in_zone(old, dt.UTC) if name.strip() in ("page.date", "date") else None
    for each in filters:
        match = _FILTER.fullmatch(each)
        if match is None or value is None:
            return None
        value, at = _filtered(value, match[1], match[2] or "", at), None
    return value


def _named(name: str, old: Old, slug: str) -> str | None:
    match name:
        case "page.fileSlug":
            return slug
        case "page.filePathStem":
            if old.stem == "index":
                return "/" + "/".join(old.parts)
            return "/" + "/".join((*old.folders, slug))
        case "title":
            return old.title
        case "page.date" | "date":
            return f"{in_zone(old, dt.UTC)}"
        case "page.lang":
            return language_of(old.fields) or None
        case _:
            quoted = re.fullmatch(r"[\"']([^\"']*)[\"']", name)
            return quoted[1] if quoted else (old.fields.text(name) or None) if name.isidentifier() else None


def _filtered(value: str, name: str, argument: str, at: dt.datetime | None) -> str | None:
    match name:
        case "slugify":
            return plain_slug(_SHORTENED.sub(r"\1\2", value).replace("&", " and "))
        case "slug":
            ascii_ = unicodedata.normalize("NFKD", value.replace("&", "and")).encode("ascii", "ignore").decode()
            return re.sub(r"[-\s]+", "-", _NO_SLUG.sub("", ascii_).strip()).lower()
        case "date" if at is not None and "%" in argument:
            return at.strftime(argument)
        case "downcase" | "lower":
            return value.lower()
        case "strip" | "trim" | "escape" | "safe" | "url":
            return value.strip()
        case _:
            return None
