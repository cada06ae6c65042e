"""Reads of a generator's settings only what decides the addresses of its texts, and which of them it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from warta.datatree import Node, read_toml, read_yaml
from warta.errors import ProblemsFound

_HUGO = ("hugo", "config")
_PELICAN = re.compile(r"^(\w+)\s*=\s*[rub]*[\"']([^\"']*)[\"']", re.MULTILINE)


class OldSettings(msgspec.Struct, frozen=True):
    """How a site makes addresses: patterns by section, the folder and prefix of each language, what it shows early.

    Languages that are `apart` have a host each, and no prefix.
    """

    permalinks: Mapping[str, str] = {}
    languages: Mapping[str, str] = {}
    main: str = "en"
    is_prefixed: bool = False
    shows_future: bool = False
    hosts: tuple[str, ...] = ()
    apart: bool = False


def settings_of(folder: Path, kind: str) -> OldSettings:
    """The settings of a site; the generator's defaults where it has none that can be read."""
    if kind == "hugo":
        return _hugo(folder)
    if kind == "pelican":
        values: dict[str, str] = {}
        for path in sorted(folder.glob("p*conf*.py")):
            values |= dict(_PELICAN.findall(path.read_text(encoding="utf-8", errors="replace")))
        made = {
            "": values.get("ARTICLE_URL") or values.get("ARTICLE_SAVE_AS") or "{slug}.html",
            "pages": values.get("PAGE_URL") or values.get("PAGE_SAVE_AS") or "pages/{slug}.html",
        }
        return OldSettings(made, main=values.get("DEFAULT_LANG", "en"), hosts=(values.get("SITEURL", ""),))
    fields = _read(folder / "_config.yml") if kind == "jekyll" else {}
    return OldSettings({"": _text(fields, "permalink") or "date"}, hosts=(_text(fields, "url"),))


def _hugo(folder: Path) -> OldSettings:
    found: dict[str, Node] = {}
    for path in _hugo_files(folder):
        name = path.stem.partition(".")[0]
        fields = _read(path)
        found |= fields if name in _HUGO else {name: Node(fields, 1)}
    languages = _fields(found.get("languages"))
    permalinks = _patterns(found.get("permalinks"))
    for language in languages.values():
        permalinks |= _patterns(_fields(language).get("permalinks"))
    main = _text(found, "defaultcontentlanguage") or "en"
    own = [_text(_fields(node), "baseurl") for node in languages.values()]
    return OldSettings(
        permalinks,
        {name: _text(_fields(node), "contentdir") for name, node in languages.items()},
        main,
        _text(found, "defaultcontentlanguageinsubdir").casefold() == "true",
        _text(found, "buildfuture").casefold() == "true",
        (_text(found, "baseurl"), *own),
        bool(own) and all(own),
    )


def _hugo_files(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / "config" / "_default"):
        for path in sorted(place.glob("*")):
            if path.suffix in (".yaml", ".yml", ".toml") and (place != folder or path.stem in _HUGO):
                yield path


def _patterns(node: Node | None) -> dict[str, str]:
    """The patterns of a table of permalinks, which newer versions divide by kinds of pages."""
    fields = _fields(node)
    own = _fields(fields.get("page")) or fields
    return {name: each.value for name, each in own.items() if isinstance(each.value, str)}


def _read(path: Path) -> dict[str, Node]:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        node = read_toml(text, path.name) if path.suffix == ".toml" else read_yaml(text, path.name)
    except (OSError, ProblemsFound):
        return {}
    return _fields(node)


def _fields(node: Node | None) -> dict[str, Node]:
    value = node.value if node is not None else None
    return {str(key).casefold(): each for key, each in value.items()} if isinstance(value, dict) else {}


def _text(fields: Mapping[str, Node], name: str) -> str:
    value = fields[name].value if name in fields else ""
    return value.strip() if isinstance(value, str) else ""
