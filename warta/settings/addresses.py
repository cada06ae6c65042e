"""Turns what config.yaml says of addresses into values: words of paths, the permalink, redirects."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.fields import Fields, Ref, shown
from warta.settings.kinds import Kind
from warta.settings.rows import Row, section

PATH_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PERMALINK_DEFAULT = "/{year}/{month}/{slug}/"
_PERMALINK_FIELDS = ("year", "month", "day", "slug")


def _path_word(fields: Fields, key: str, default: str) -> str:
    node = fields.take(key)
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    if PATH_WORD.fullmatch(text):
        return text
    fields.problem(node.line, f"'{key}' must be a lower-case word such as 'kategori' (got {shown(node)}).")
    return default


_WORD = Kind(_path_word, shapes.TEXT)


LISTINGS = ("category", "region", "tag", "organization", "author", "archive")
"""The kinds of lists; each has its word in `PathWords`."""


class PathWords(msgspec.Struct, frozen=True):
    """The words that addresses are made of."""

    category: Annotated[str, Row(_WORD)] = "kategori"
    region: Annotated[str, Row(_WORD)] = "wilayah"
    tag: Annotated[str, Row(_WORD)] = "tag"
    organization: Annotated[str, Row(_WORD)] = "instansi"
    author: Annotated[str, Row(_WORD)] = "penulis"
    archive: Annotated[str, Row(_WORD)] = "arsip"
    corrections: Annotated[str, Row(_WORD)] = "ralat"
    data: Annotated[str, Row(_WORD)] = "data"
    page: Annotated[str, Row(_WORD)] = "hal"
    search: Annotated[str, Row(_WORD)] = "cari"


def _check_distinct(fields: Fields, words: PathWords) -> None:
    every = msgspec.structs.astuple(words)
    if len(set(every)) < len(every):
        fields.problem(fields.line, "two of the words in 'paths' are the same.")


def _permalink(fields: Fields, key: str, default: str) -> str:
    node = fields.take(key)
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    parts = text.strip("/").split("/")
    shape = re.fullmatch(r"/(([a-z0-9-]|\{(year|month|day|slug)\})+/)+", text)
    if not shape or ".." in parts or "{slug}" not in text:
        fields.problem(
            node.line,
            f"'{key}' must be a path made of {', '.join('{' + name + '}' for name in _PERMALINK_FIELDS)} and "
            f"lower-case words, with {{slug}} in it, such as {default} (got {shown(node)}).",
        )
        return default
    return text


def _redirects(fields: Fields, key: str, _: Any) -> dict[str, Ref]:
    """The new address by the old one, as written, with its line."""
    found = {}
    for old, node in fields.pairs(key):
        if not (_is_address(old) and _is_target(node)):
            message = f"'{key}' must be 'old address: new address' lines, both on this site (got '{old}: "
            fields.problem(node.line, f"{message}{shown(node).strip(chr(39))}').")
        else:
            found[old] = Ref(str(node.value), node.line)
    return found


def _is_target(node: Node) -> bool:
    return isinstance(node.value, str) and _is_address(node.value)


def _is_address(text: str) -> bool:
    return text.startswith("/") and not text.startswith("//") and not any(char.isspace() for char in text)


PATHS = section(PathWords, _check_distinct)
PERMALINK = Kind(_permalink, shapes.TEXT)
REDIRECTS = Kind(_redirects, shapes.PAIRS)
