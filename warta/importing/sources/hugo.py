"""Turns the settings of a Hugo site into the addresses and languages of its texts.

Patterns are read as Hugo's permalinks.go expands them, words as its urlize writes them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

import msgspec

from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import (
    ENDINGS,
    Tree,
    Value,
    folded,
    home_of,
    merged,
    part,
    read_tree,
    says_yes,
    word,
    words,
)
from warta.importing.sources.trace import Old, Root, Trace, address_at, language_of, path_of_site, twin_of

_NAMES = tuple(f"{stem}{ending}" for stem in ("hugo", "config") for ending in ENDINGS)
_TOKEN = re.compile(r"\\?:(\w+)(\[[^\]]*\])?")
_SLICE = re.compile(r"\[(?:(\d+|last)|(\d*|last):(\d*|last))\]")
_KINDS = ("page", "section", "taxonomy", "term", "home")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}(?:-\d{2}-\d{2}-\d{2})?)[-_]?(.*)")
_SIGNS = frozenset("./\\_#+~-@")
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()


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
        for code in self._languages:
            if name := word(part(self._languages, code), "contentdir"):
                found.append(Root(self.home / name, "", code))
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
        page = _Page(edition.settings, folders, stem, old)
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
        )


def _placed(stem: str, tree: Tree) -> Tree:
    """The settings in a file of a folder of settings, whose name says what they are: `permalinks.toml`."""
    if stem in ("hugo", "config"):
        return tree
    first, _, language = stem.partition(".")
    if language:
        return {"languages": {language: {first: dict(tree)}}}
    return {first: dict(tree)}


class _Page:
    """A page while its address is made."""

    def __init__(self, settings: Tree, folders: tuple[str, ...], stem: str, old: Old) -> None:
        self._settings = settings
        self._folders = folders
        self._old = old
        is_bundle = stem == "index" and bool(folders)
        self._name = folders[-1] if is_bundle else stem
        self._sections = folders[:-1] if is_bundle else folders
        self._slug = old.fields.text("slug")
        handlers = words(part(settings, "frontmatter"), "date")
        self._date = old.date
        if ":filename" in handlers and (match := _DATED.fullmatch(self._name)):
            self._slug = self._slug or match[2]
            if handlers[0] == ":filename" or not old.fields.has("date"):
                self._date = _date_of(match[1]) or old.date

    def address(self, prefix: str) -> str | None:
        """Its address by the pattern of its section; None where that cannot be expanded."""
        pattern = self._pattern()
        if not pattern:
            return self.plain(prefix)
        made = self._expanded(pattern)
        return None if made is None else address_at(prefix, self._ended(made))

    def plain(self, prefix: str) -> str:
        """Its address by the place of its file."""
        name = self._urlized(self._slug or self._name)
        where = [self._urlized(each) for each in self._sections]
        return address_at(prefix, self._ended("/".join(each for each in (*where, name) if each)))

    def written(self, url: str, prefix: str, base: str) -> str | None:
        """An address that front matter gives whole; one that begins with a slash has no language before it."""
        if "://" in url:
            return path_of_site(url) + "/"
        made = self._expanded(url) if _TOKEN.search(url) else url
        if made is None:
            return None
        last = made.rstrip("/").rpartition("/")[2]
        ended = made if made.endswith("/") or re.search(r"\.\w{2,5}$", last) else f"{made}/"
        return address_at(base if url.startswith("/") else prefix, ended)

    def _section(self) -> str:
        return self._sections[0] if self._sections else ""

    def _pattern(self) -> str:
        table = part(self._settings, "permalinks")
        own = part(table, "page")
        section = self._section().casefold()
        for rows in (own, table):
            for key in (section, "/") if not section else (section,):
                value = rows.get(key)
                if isinstance(value, str):
                    return value
                if rows is table and isinstance(value, dict) and key not in _KINDS and "page" in value:
                    return word(value, "page")
        return ""

    def _ended(self, path: str) -> str:
        """A path as Hugo writes it: with a slash behind it, or as the file it is."""
        if re.search(r"\.html?$", path):
            return path
        ugly: Value = self._settings.get("uglyurls")
        if isinstance(ugly, dict):
            ugly = ugly.get(self._section().casefold())
        path = path.rstrip("/")
        return f"{path}.html" if ugly == "true" and path.strip("/") else f"{path}/"

    def _expanded(self, pattern: str) -> str | None:
        unknown = []

        def value(match: re.Match[str]) -> str:
            if match[0].startswith("\\"):
                return match[0][1:]
            made = self._value(match[1], match[2] or "")
            if made is None:
                unknown.append(match[0])
            return made or ""

        made = _TOKEN.sub(value, pattern)
        return None if unknown else re.sub("/+", "/", made)

    def _value(self, token: str, cut: str) -> str | None:  # noqa: C901, PLR0911, PLR0912 - a row for each token
        at = self._date
        match token:
            case "year" | "month" | "day" | "yearday":
                return {"year": f"{at:%Y}", "month": f"{at:%m}", "day": f"{at:%d}", "yearday": f"{at:%j}".lstrip("0")}[
                    token
                ]
            case "monthname":
                return _MONTHS[at.month - 1]
            case "weekday":
                return f"{at:%w}"
            case "weekdayname":
                return _DAYS[int(f"{at:%w}")]
            case "section":
                return self._urlized(self._section())
            case "sections":
                kept = _sliced([self._urlized(each) for each in self._sections], cut)
                return None if kept is None else "/".join(kept)
            case "title":
                return self._urlized(self._old.title)
            case "slug":
                return self._urlized(self._slug or self._old.title)
            case "slugorfilename" | "slugorcontentbasename":
                return self._urlized(self._slug or self._name)
            case "filename" | "contentbasename":
                return self._urlized(self._name)
            case _:
                return _by_layout(token, at)

    def _urlized(self, text: str) -> str:
        kept = _sanitized(text)
        if says_yes(self._settings, "removepathaccents"):
            kept = "".join(sign for sign in unicodedata.normalize("NFD", kept) if not unicodedata.combining(sign))
        return kept if says_yes(self._settings, "disablepathtolower") else kept.lower()


def _sanitized(text: str) -> str:
    """A text as Hugo writes it in a path: letters, figures and some signs; blanks between them become one hyphen."""
    made: list[str] = []
    is_blank = False
    for sign in text:
        if sign != " " and (sign in _SIGNS or unicodedata.category(sign)[0] in "LM" or sign.isdecimal()):
            if is_blank and sign != "-" and made and made[-1] != "-":
                made.append("-")
            is_blank = False
            made.append(sign)
        elif made and made[-1] != "-" and sign.isspace():
            is_blank = True
    return quote("".join(made), safe="/\\_+~-@.", encoding="utf-8") if "#" in made else "".join(made)


def _sliced(sections: list[str], cut: str) -> list[str] | None:
    """Those of the sections that `[1:]`, `[0]` or `[last]` means."""
    if not cut:
        return sections
    match = _SLICE.fullmatch(cut)
    if match is None:
        return None
    last = len(sections) - 1

    def number(text: str) -> int:
        return last if text == "last" else int(text)

    if match[1]:
        at = number(match[1])
        return sections[at : at + 1] if at >= 0 else []
    start = number(match[2]) if match[2] else 0
    end = number(match[3]) if match[3] else len(sections)
    return sections[start:end]


def _by_layout(token: str, at: dt.datetime) -> str | None:
    """A date by a layout of Go's, such as `06` or `Jan`."""
    forms = {"2006": "%Y", "06": "%y", "01": "%m", "02": "%d", "15": "%H", "04": "%M", "05": "%S", "Jan": "%b"}
    if token in forms:
        return _MONTHS[at.month - 1][:3] if token == "Jan" else at.strftime(forms[token])
    return {"1": str(at.month), "2": str(at.day)}.get(token)


def _date_of(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text[:10], "%Y-%m-%d")  # noqa: DTZ007 - a wall's
    except ValueError:
        return None
