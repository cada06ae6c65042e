"""Turns a page of a Hugo site into its address by the pattern of its section, or by the place of its file.

Patterns are read as Hugo's permalinks.go expands them, words as its urlize writes them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from urllib.parse import quote

from warta.importing.sources.old_settings import Tree, Value, part, says_yes, word, words
from warta.importing.sources.trace import Old, address_at, path_of_site

_TOKEN = re.compile(r"\\?:(\w+)(\[[^\]]*\])?")
_SLICE = re.compile(r"\[(?:(\d+|last)|(\d*|last):(\d*|last))\]")
_KINDS = ("page", "section", "taxonomy", "term", "home")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}(?:-\d{2}-\d{2}-\d{2})?)[-_]?(.*)")
_SIGNS = frozenset("./\\_#+~-@")
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()


class HugoPage:
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

    def _value(self, token: str, cut: str) -> str | None:  # noqa: C901, PLR0912 - a row for each token
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
