"""Turns the settings of a Jekyll site into the addresses and languages of its texts, as Jekyll's drops make them."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from warta.dates import find_zone
from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import (
    Tree,
    Value,
    home_of,
    merged,
    node_of,
    part,
    read_tree,
    says_yes,
    word,
    words,
)
from warta.importing.sources.trace import (
    Old,
    Root,
    Trace,
    address_at,
    base_of,
    in_zone,
    language_of,
    path_of_site,
    twin_of,
)

_NAMES = ("_config.yml", "_config.yaml", "_config.toml")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_ENDED = ("date", "ordinal", "none", "weekdate")
_TOKEN = re.compile(r":([a-z_]+)")
_TAKEN = ("permalink", "category", "categories", "tags", "lang", "author", "authors", "published", "slug")
_NO_WORD = re.compile(r"[^\w.~!$&'()+,;=@]+")
_SHORT_DAYS = "Sun Mon Tue Wed Thu Fri Sat".split()
_LONG_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
_LONG_MONTHS = "January February March April May June July August September October November December".split()


class Jekyll:
    """A site of Jekyll's."""

    def __init__(self, folder: Path) -> None:
        self.home = home_of(folder, _NAMES)
        self._unread: list[str] = []
        self._settings: Tree = {}
        for name in (*_NAMES[:1], "_config.production.yml", *_NAMES[1:]):
            if (self.home / name).is_file():
                tree = read_tree(self.home / name)
                if tree is None:
                    self._unread.append(name)
                self._settings = merged(self._settings, tree or {})
        source = word(self._settings, "source")
        root = self.home / source if source else self.home
        self.roots = (Root(root if root.is_dir() else self.home),)
        collections = self._settings.get("collections")
        self._collections = collections if isinstance(collections, dict) else {}
        self.collections = frozenset(name for name in self._collections if says_yes(self._collection(name), "output"))
        self.excluded = tuple(each.strip("/") for each in words(self._settings, "exclude"))
        self._site = path_of_site(word(self._settings, "baseurl") or word(self._settings, "url"))
        host = base_of(word(self._settings, "url"))
        self._base = host.removesuffix(self._site) + self._site if host else ""
        self._zone = _zone_named(word(self._settings, "timezone"))
        languages = words(self._settings, "languages")  # of Polyglot and its kin
        self._main = word(self._settings, "default_lang") or (languages[0] if languages else "")

    @property
    def unread(self) -> tuple[str, ...]:
        """See `Generator.unread`."""
        return tuple(self._unread)

    def _collection(self, name: str) -> Tree:
        return part(self._collections, name)

    def fields(self, root: Root, parts: tuple[str, ...], fields: Fields) -> Fields:
        """See `Generator.fields`."""
        rows = self._settings.get("defaults")
        nodes = dict(fields.nodes)
        matching = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        for row in sorted(matching, key=lambda each: -len(word(part(each, "scope"), "path"))):
            if self._is_in(part(row, "scope"), parts):
                values = part(row, "values")
                for key in _TAKEN:
                    if key in values and not any(each.casefold() == key for each in nodes):
                        nodes[key] = node_of(values[key])
        return Fields(nodes)

    def _is_in(self, scope: Tree, parts: tuple[str, ...]) -> bool:
        path, kind = word(scope, "path").strip("/"), word(scope, "type")
        name = "/".join(parts)
        if kind and kind != _type_of(parts):
            return False
        if "*" in path:
            return fnmatch.fnmatchcase(name, f"{path}*")
        return not path or name == path.rpartition(".")[0] or name.startswith(f"{path}/")

    def trace(self, root: Root, old: Old) -> Trace:
        """See `Generator.trace`."""
        kind = _type_of(old.parts)
        at = in_zone(old, self._zone or dt.UTC)
        categories = self._categories(old) if kind in ("posts", "drafts") else []
        address = self._address(old, kind, at, categories)
        others: tuple[str, ...] = ()
        if self._zone is None and at.date() != old.date.date():  # it depends on where the site was built
            other = self._address(old, kind, old.date, categories)
            others = (other,) if other and other != address else ()
        language = language_of(old.fields)
        names = tuple(each for each in old.folders if not language or each.casefold() != language.casefold())
        twin = old.fields.text("permalink") or "/".join((*names, old.stem.removesuffix(f".{language}")))
        return Trace(
            address or self._plain(old),
            address is not None and not self._unread,
            others=others,
            language=language,
            twin=twin_of(old.fields, twin),
            site=self._site,
            base=self._base,
            categories=tuple(each for each in _above(old.folders) if each != language) if kind == "posts" else (),
        )

    def _categories(self, old: Old) -> list[str]:
        """Those of the folders above `_posts`, and those of the front matter."""
        above = _above(old.folders)
        own = old.fields.text("categories")
        # of a line without commas Jekyll makes a category of each word; of one behind `category` it makes one
        return [*above, *(own.split() if own and "," not in own else old.fields.texts("category", "categories"))]

    def _address(self, old: Old, kind: str, at: dt.datetime, categories: list[str]) -> str | None:
        pattern = old.fields.text("permalink") or self._pattern(kind)
        if pattern in _STYLES:
            pattern = _STYLES[pattern] if kind in ("posts", "drafts") else self._suffixed(pattern, kind)
        unknown = []

        def value(match: re.Match[str]) -> str:
            made = self._value(match[1], old, kind, at, categories)
            if made is None:
                name = next((each for each in _TOKENS if match[1].startswith(each)), "")
                made = self._value(name, old, kind, at, categories) if name else None
                made = None if made is None else made + match[1][len(name) :]
            if made is None:
                unknown.append(match[1])
            return made or ""

        made = re.sub("/+", "/", "/" + _TOKEN.sub(value, pattern))
        return None if unknown else address_at(self._site + self._edition(old), made)

    def _edition(self, old: Old) -> str:
        """The path before the addresses of a further language, where the site is built once for each."""
        language = language_of(old.fields)
        return f"/{language}" if self._main and language and language != self._main else ""

    def _pattern(self, kind: str) -> str:
        style = word(self._settings, "permalink") or "date"
        own = word(self._collection(kind), "permalink") if kind not in ("pages", "drafts") else ""
        if kind in ("posts", "drafts"):
            return own or style
        return own or self._suffixed(style, kind)

    def _suffixed(self, style: str, kind: str) -> str:
        """The pattern of a page, or of a text of a collection, as the style of posts ends."""
        start = "/:path/:basename" if kind == "pages" else "/:collection/:path"
        if style == "pretty" or (style not in _ENDED and style.endswith("/")):
            return f"{start}/"
        return f"{start}:output_ext" if style in _ENDED or style.endswith(":output_ext") else start

    def _plain(self, old: Old) -> str:
        return address_at(self._site, "/".join((*old.folders, old.stem)) + ".html")

    def _value(  # noqa: C901, PLR0912 - a row for each token
        self, token: str, old: Old, kind: str, at: dt.datetime, categories: list[str]
    ) -> str | None:
        name = old.fields.text("slug") or (old.dated[1] if old.dated else old.stem)
        if kind == "pages":
            is_index = old.stem == "index"
            if token == "path":
                return "/".join(quote(each) for each in old.folders)
            if token in ("basename", "title", "slug", "name"):
                return "" if is_index else quote(old.stem)
            if token == "output_ext":
                return "" if is_index else ".html"
            return None
        match token:
            case "categories":
                return "/".join(quote(each.lower()) for each in dict.fromkeys(categories))
            case "slugified_categories":
                return "/".join(_slugified(each, cased=False) for each in dict.fromkeys(categories))
            case "title":
                return _slugified(name, cased=True)
            case "slug":
                return _slugified(name, cased=False)
            case "output_ext":
                return ".html"
            case "collection":
                return kind
            case "path":
                inside = [each for each in old.folders if each != f"_{kind}"]
                return "/".join(quote(each) for each in (*inside, old.stem))
            case "name" | "basename":
                return _slugified(old.stem, cased=False)
            case _:
                return _date_part(token, at)


_TOKENS = (
    "slugified_categories categories collection output_ext short_year short_month long_month short_day long_day "
    "i_month i_day y_day w_year w_day year month day week hour minute second title slug basename path name"
).split()


def _date_part(token: str, at: dt.datetime) -> str | None:
    week = at.isocalendar()
    values = {
        "year": f"{at:%Y}",
        "short_year": f"{at:%y}",
        "month": f"{at:%m}",
        "i_month": str(at.month),
        "short_month": _LONG_MONTHS[at.month - 1][:3],
        "long_month": _LONG_MONTHS[at.month - 1],
        "day": f"{at:%d}",
        "i_day": str(at.day),
        "y_day": f"{at:%j}",
        "w_year": str(week.year),
        "week": f"{week.week:02}",
        "w_day": str(week.weekday),
        "short_day": _SHORT_DAYS[week.weekday % 7],
        "long_day": _LONG_DAYS[week.weekday % 7],
        "hour": f"{at:%H}",
        "minute": f"{at:%M}",
        "second": f"{at:%S}",
    }
    return values.get(token)


def _slugified(text: str, *, cased: bool) -> str:
    """A word of an address as Jekyll's `slugify` with the mode `pretty` makes it."""
    made = _NO_WORD.sub("-", unicodedata.normalize("NFC", text)).strip("-")
    return quote(made if cased else made.lower(), safe="-._~!$&'()+,;=@")


def _above(folders: tuple[str, ...]) -> list[str]:
    """The folders above `_posts`, which are categories."""
    at = next((at for at, each in enumerate(folders) if each in ("_posts", "_drafts")), len(folders))
    return [each for each in folders[:at] if not each.startswith("_")]


def _type_of(parts: tuple[str, ...]) -> str:
    """What Jekyll takes a file for: `posts`, `drafts`, the name of a collection, or `pages`."""
    for each in parts[:-1]:
        if each.startswith("_"):
            return each[1:]
    return "pages"


def _zone_named(name: Value) -> ZoneInfo | None:
    try:
        return find_zone(name) if isinstance(name, str) and name else None
    except ValueError:
        return None
