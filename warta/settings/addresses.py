"""Turns what config.yaml says of addresses into values: words of paths, the permalink, redirects."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.fields import Fields, Ref, shown
from warta.messages import msg
from warta.settings.kinds import Kind
from warta.settings.rows import Row, section
from warta.signs import is_of_windows, is_slug

PATH_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PERMALINK_DEFAULT = "/{year}/{month}/{slug}/"
_PERMALINK_FIELDS = ("year", "month", "day", "slug")
_SAMPLE = dict(zip(_PERMALINK_FIELDS, ("2026", "11", "24", "kabar"), strict=True))
OWN = ("assets", "api", "log", "pagefind")
"""The folders at the root of the site that hold files of its own: a browser keeps those of `assets/` for ever."""
# a blank may stand in an old address; one before a slash parts two of them
_OLD = re.compile(r"/(?![/\\])(?:[^\\?#\s]| (?![/ ]|$))*")
_OLD_QUERY = re.compile(r"(?:p|page_id|attachment_id|cat)=[0-9]+")


def _path_word(fields: Fields, key: str, default: str) -> str:
    node = fields.take(key)
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    if not PATH_WORD.fullmatch(text):
        message = msg(
            "no-path-word",
            "'%(key)s' must be a lower-case word such as 'kategori' (got %(got)s).",
            key=key,
            got=shown(node),
        )
        fields.problem(node.line, message)
        return default
    return text if _is_free(fields, key, node, text) else default


def _is_free(fields: Fields, key: str, node: Node, *words: str) -> bool:
    """Whether no word of an address is one that cannot be a folder, or the first is one of the site's own."""
    for word in words:
        if is_of_windows(word):
            message = msg(
                "path-of-windows",
                "'%(key)s' must not hold '%(word)s', a name that Windows keeps for itself (got %(got)s).",
                key=key,
                word=word,
                got=shown(node),
            )
            fields.problem(node.line, message)
            return False
    if words[0] in OWN:
        message = msg(
            "path-taken",
            "'%(key)s' must not begin with '%(word)s', where the site keeps files of its own (got %(got)s).",
            key=key,
            word=words[0],
            got=shown(node),
        )
        fields.problem(node.line, message)
        return False
    return True


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
    check: Annotated[str, Row(_WORD)] = "cek"
    digest: Annotated[str, Row(_WORD)] = "ringkasan"
    press: Annotated[str, Row(_WORD)] = "pers"
    subscribe: Annotated[str, Row(_WORD)] = "langganan"


def _check_distinct(fields: Fields, words: PathWords) -> None:
    every = msgspec.structs.astuple(words)
    if len(set(every)) < len(every):
        fields.problem(fields.line, msg("paths-same", "two of the words in 'paths' are the same."))


def _permalink(fields: Fields, key: str, default: str) -> str:
    node = fields.take(key)
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    parts = text.strip("/").split("/")
    shape = re.fullmatch(r"/(([a-z0-9-]|\{(year|month|day|slug)\})+/)+", text)
    if not shape or "{slug}" not in text or not all(is_slug(part.format(**_SAMPLE)) for part in parts):
        message = msg(
            "no-permalink",
            "'%(key)s' must be a path made of %(fields)s and lower-case words, with {slug} in it, such as %(example)s "
            "(got %(got)s).",
            key=key,
            fields=tuple("{" + name + "}" for name in _PERMALINK_FIELDS),
            example=default,
            got=shown(node),
        )
        fields.problem(node.line, message)
        return default
    return text if _is_free(fields, key, node, *parts) else default


def _redirects(fields: Fields, key: str, _: Any) -> dict[str, Ref]:
    """The new address by the old one, as written, with its line."""
    found = {}
    for old, node in fields.pairs(key):
        if not (is_old_address(old) and _is_target(node)):
            message = msg(
                "no-redirect",
                "'%(key)s' must be 'old address: new address' lines, both on this site (got '%(old)s: %(new)s').",
                key=key,
                old=old,
                new=node.value if isinstance(node.value, str) else shown(node),
            )
            fields.problem(node.line, message)
        else:
            found[old] = Ref(str(node.value), node.line)
    return found


def _is_target(node: Node) -> bool:
    return isinstance(node.value, str) and is_old_address(node.value.partition("#")[0])


def is_old_address(text: str) -> bool:
    """Whether a text can be an address that a site had before: a path, percent-encoded or not, perhaps with the number
    by which WordPress finds a page (`/?p=12`).
    """
    path, asks, query = text.partition("?")
    if not _OLD.fullmatch(path) or not text.isprintable() or ".." in path.split("/"):
        return False
    return not asks or (path.endswith("/") and _OLD_QUERY.fullmatch(query) is not None)


PATHS = section(PathWords, _check_distinct)
PERMALINK = Kind(_permalink, shapes.TEXT)
REDIRECTS = Kind(_redirects, shapes.PAIRS)
