"""Turns the settings of a Pelican site into the addresses and languages of its texts.

The settings are a program, of which only assignments of plain values are read, and none is run.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
import unicodedata
from pathlib import Path

from warta.importing.sources.front_fields import Fields
from warta.importing.sources.old_settings import home_of, node_of
from warta.importing.sources.trace import Old, Root, Trace, address_at, base_of, language_of, path_of_site, twin_of

_NAMES = ("pelicanconf.py", "pelican.conf.py")
_LIVE = "publishconf.py"
_DEFAULTS: dict[str, object] = {
    "PATH": "content",
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
    "PAGE_PATHS": ["pages"],
    "SLUGIFY_SOURCE": "title",
    "USE_FOLDER_AS_CATEGORY": True,
    "DEFAULT_CATEGORY": "misc",
    "DEFAULT_LANG": "en",
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    "SITEURL": "",
    "SLUGIFY_USE_UNICODE": False,
    "SLUGIFY_PRESERVE_CASE": False,
}
_FIELD = re.compile(r"\{(\w+)(?:\.slug)?(?::([^{}]*))?\}")
_RULES = ((r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"))
_RISKY = re.compile(r"[)\]][*+{]|\\\d|\(\?[^P:a-z]")  # repeated groups can take for ever
_LONGEST = 200


class Pelican:
    """A site of Pelican's."""

    def __init__(self, folder: Path) -> None:
        self.home = home_of(folder, _NAMES)
        self._code: set[str] = set()
        self._unread: list[str] = []
        self._values = dict(_DEFAULTS)
        for name in (*_NAMES, _LIVE):
            if (self.home / name).is_file():
                self._learn(self.home / name)
        path = self.home / self._text("PATH")
        self.roots = (Root(path if path.is_dir() else folder.resolve()),)

    @property
    def unread(self) -> tuple[str, ...]:
        """See `Generator.unread`."""
        return tuple(self._unread)

    def _learn(self, path: Path) -> None:
        """Take the plain values that a file of settings assigns; of others remember their names."""
        try:
            body = ast.parse(path.read_text(encoding="utf-8-sig")).body
        except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
            self._unread.append(path.name)
            return
        for each in body:
            targets = each.targets if isinstance(each, ast.Assign) else []
            if isinstance(each, ast.AnnAssign):
                targets = [each.target]
            names = [target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper()]
            value = getattr(each, "value", None)
            for name in names:
                try:
                    self._values[name] = _literal(value, self._values)
                    self._code.discard(name)
                except (ValueError, TypeError, SyntaxError, RecursionError):
                    self._values[name] = _DEFAULTS.get(name)
                    self._code.add(name)

    def _text(self, name: str) -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) else str(_DEFAULTS.get(name, ""))

    def fields(self, root: Root, parts: tuple[str, ...], fields: Fields) -> Fields:
        """See `Generator.fields`."""
        nodes = dict(fields.nodes)
        match = _safely(self._text("FILENAME_METADATA"), parts[-1])
        named = {key.casefold(): value for key, value in (match.groupdict() if match else {}).items() if value}
        path = self._values.get("PATH_METADATA")
        match = _safely(path, "/".join(parts) + ".md") if isinstance(path, str) and path else None
        named |= {key.casefold(): value for key, value in (match.groupdict() if match else {}).items() if value}
        default = self._values.get("DEFAULT_METADATA")
        if isinstance(default, dict):
            named = {str(key).casefold(): str(value) for key, value in default.items()} | named
        author = self._values.get("AUTHOR")
        if isinstance(author, str) and not (fields.has("author") or fields.has("authors")):
            named.setdefault("author", author)
        day = self._values.get("DEFAULT_DATE")
        if isinstance(day, (tuple, list)) and not self._is_page(parts):
            named.setdefault("date", "-".join(f"{each:02}" for each in day[:3] if isinstance(each, int)))
        for key, value in named.items():
            if key in ("author", "date", "slug", "category", "lang", "tags", "title", "status"):
                present = any(each.casefold() == key for each in nodes)
                if not present:
                    nodes[key] = node_of(value)
        return Fields(nodes)

    def _is_page(self, parts: tuple[str, ...]) -> bool:
        paths = self._values.get("PAGE_PATHS")
        name = "/".join(parts)
        known = [each for each in paths if isinstance(each, str)] if isinstance(paths, (list, tuple)) else ["pages"]
        return any(name.startswith(f"{each.strip('/')}/") for each in known if each.strip("/"))

    def trace(self, root: Root, old: Old) -> Trace:
        """See `Generator.trace`."""
        is_page = self._is_page(old.parts)
        written = old.fields.text("url") or old.fields.text("save_as")
        slug_, category = self._slug(old), self._category(old)
        language = language_of(old.fields)
        default = self._text("DEFAULT_LANG")
        kind = "PAGE" if is_page else "ARTICLE"
        name = f"{kind}_URL" if not language or language.casefold() == default.casefold() else f"{kind}_LANG_URL"
        values = {
            "slug": slug_,
            "lang": language or default,
            "category": self._slugified(category),
            "author": self._slugified(next(iter(old.fields.people("author", "authors")), "")),
        }
        made = _filled(written or self._text(name), values, old.date)
        is_sure = made is not None and not self._unread and (bool(written) or name not in self._code)
        return Trace(
            address_at(path_of_site(self._text("SITEURL")), "/" + _without_index(made or f"{slug_}.html")),
            is_sure,
            language=language,
            twin=twin_of(old.fields, kind, slug_),
            site=path_of_site(self._text("SITEURL")),
            base=base_of(self._text("SITEURL")),
            categories=(category,) if not is_page and category != self._text("DEFAULT_CATEGORY") else (),
        )

    def _slug(self, old: Old) -> str:
        if slug_ := old.fields.text("slug"):
            return slug_
        source = self._values.get("SLUGIFY_SOURCE")
        return self._slugified(old.stem if source == "basename" else old.title)

    def _slugified(self, text: str) -> str:
        """A word of an address as Pelican's `slugify` makes it."""
        if self._values.get("SLUGIFY_USE_UNICODE") is True:
            made = unicodedata.normalize("NFKC", text)
        else:
            made = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        rules = self._values.get("SLUG_REGEX_SUBSTITUTIONS")
        for rule in rules if isinstance(rules, (list, tuple)) else _RULES:
            if isinstance(rule, (list, tuple)) and len(rule) >= 2 and all(isinstance(each, str) for each in rule[:2]):
                made = _replaced(rule[0], rule[1], made)
        return made if self._values.get("SLUGIFY_PRESERVE_CASE") is True else made.lower()

    def _category(self, old: Old) -> str:
        if written := old.fields.text("category"):
            return written
        if self._values.get("USE_FOLDER_AS_CATEGORY") and old.folders:
            return old.folders[-1]
        return self._text("DEFAULT_CATEGORY")


def _literal(node: ast.expr | None, known: dict[str, object]) -> object:
    """The plain value that is written, or that another setting has. Raises ValueError for all else."""
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        one, other = _literal(node.left, known), _literal(node.right, known)
        if isinstance(one, str) and isinstance(other, str) and len(one) + len(other) <= _LONGEST:
            return one + other
        raise ValueError("no text")
    if node is None:
        raise ValueError("nothing")
    return ast.literal_eval(node)


def _filled(pattern: str, values: dict[str, str], at: dt.datetime) -> str | None:
    """A pattern of Python's with its fields filled in; None where it has others."""
    unknown = []

    def value(match: re.Match[str]) -> str:
        name, form = match[1], match[2] or ""
        if name == "date":
            return at.strftime(form) if form else f"{at}"
        if name not in values or form:
            unknown.append(name)
        return values.get(name, "")

    made = _FIELD.sub(value, pattern)
    return None if unknown or "{" in made or "}" in made else made


def _without_index(path: str) -> str:
    return path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path


def _safely(pattern: object, text: str) -> re.Match[str] | None:
    """The match of a pattern of the old site, unless it is one that could take for ever."""
    if not isinstance(pattern, str) or _RISKY.search(pattern) or len(text) > _LONGEST:
        return None
    try:
        return re.match(pattern, text)
    except re.error:
        return None


def _replaced(pattern: str, by: str, text: str) -> str:
    own = (pattern, by) in _RULES or not _RISKY.search(pattern)
    try:
        return re.sub(pattern, by, text) if own and len(text) <= 10 * _LONGEST else text
    except (re.error, IndexError):
        return text
