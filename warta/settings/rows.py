"""Turns the fields of a struct, each annotated with a row, into the reader and the JSON Schema of its settings.

A setting is declared once, as one field: `page_size: Annotated[int, Row(number(2, 500), "releases on a page")] = 20`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from warta.fields import Fields
from warta.settings.kinds import REQUIRED, Kind
from warta.shapes import Shape, described, mapping

Section = TypeVar("Section", bound=msgspec.Struct)


class Follows(msgspec.Struct, frozen=True):
    """A default that is made of the value of another setting. What is made may be REQUIRED."""

    name: str
    make: Callable[[Any], object]


class Row(msgspec.Struct, frozen=True):
    """One setting. Its name, its key in the file and its default are those of the field that it annotates.

    `words` say to people what it means, `absent` what holds without it where its default does not show that.
    The words of a setting `on_every_page` are public, whatever else is hidden. `said` are words that people write for
    it; they are answered with the key, for settings are copied from documentation.
    """

    kind: Kind
    words: str = ""
    absent: str = ""
    follows: Follows | None = None
    on_every_page: bool = False
    said: tuple[str, ...] = ()
    name: str = ""
    key: str = ""
    default: Any = REQUIRED


def rows_of(struct: type[msgspec.Struct]) -> tuple[Row, ...]:
    """The rows of all fields of `struct`, in its order."""
    return tuple(_row(field) for field in msgspec.structs.fields(struct))


def _row(field: msgspec.structs.FieldInfo) -> Row:
    row: Row = field.type.__metadata__[0]
    return msgspec.structs.replace(row, name=field.name, key=field.encode_name, default=_default(field))


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        return REQUIRED
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def read_rows(fields: Fields, rows: tuple[Row, ...]) -> dict[str, Any]:
    """The value of each row by its name; problems are reported to `fields`."""
    by_name = {row.name: row for row in rows}
    found: dict[str, Any] = {}

    def value(row: Row) -> Any:
        if row.name not in found:
            default = row.follows.make(value(by_name[row.follows.name])) if row.follows else row.default
            found[row.name] = row.kind.read(fields, row.key, default)
        return found[row.name]

    for row in rows:
        value(row)
    return found


def shape_of(rows: tuple[Row, ...]) -> Shape:
    """The JSON Schema of a mapping with these settings."""
    keys = {row.key: described(row.kind.shape, _plain(row.words)) if row.words else row.kind.shape for row in rows}
    return mapping(keys, *(row.key for row in rows if row.default is REQUIRED and row.follows is None))


def _plain(words: str) -> str:
    """`words` without the marks of Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("`", "")


def section(struct: type[Section], check: Callable[[Fields, Section], None] | None = None) -> Kind:
    """The kind of a setting that is a mapping of settings of its own: those of `struct`.

    `check` reports what is wrong with them together.
    """
    rows = rows_of(struct)

    def read(fields: Fields, key: str, default: Any) -> object:
        inner = fields.mapping(key)
        if inner is None:
            return default
        made = struct(**read_rows(inner, rows))
        inner.close()
        if check is not None:
            check(inner, made)
        return made

    return Kind(read, shape_of(rows))
