"""Turns what a row of `keys` declares into the reader of a front matter key and the JSON Schema of its value.

A kind says how a value is read and what an editor may let through. This module has the kinds that many keys share; a
value with rules of its own has its kind in the module of its reader (`values`, `media`, `notices`, `tenure`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from warta import shapes
from warta.content.prose import NONE as NOT_PROSE
from warta.content.prose import Prose
from warta.dates import FIRST_YEAR, Moment, end_of
from warta.fields import Fields, Ref
from warta.shapes import Shape

_NOT_WRITTEN = -1
AS_WRITTEN = Prose(itself=True)


class Origin(msgspec.Struct, frozen=True, gc=False):
    """What decides how a value is read besides the value: the file's path below content/, and the site's time zone."""

    source: str
    zone: dt.tzinfo


Read = Callable[[Fields, tuple[str, ...], Origin], object]
"""Takes the keys that may hold a value from the fields, and returns the value; None leaves the document's default."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of value: how it is read, and the JSON Schema of what may be written.

    With `always` it is read when its key is not there, too: a date may stand in the file's name, a slug in the title.
    `prose` says where its lines are taken as they were written.
    """

    read: Read
    shape: Shape
    always: bool = False
    prose: Prose = NOT_PROSE


class NotSecret(msgspec.Struct, frozen=True):
    """Says that the words under a key do not give a hidden document away, and why."""

    why: str


Secret = Callable[[Any], Iterable[str]] | NotSecret
"""How the texts that must not leak are taken from the value of a field, or why there are none."""


class Spelling(msgspec.Struct, frozen=True):
    """What an editor shows of a key that means the same as another, and is written in another way."""

    words: str
    shape: Shape


class Key(msgspec.Struct, frozen=True):
    """The declaration of a key of front matter.

    `names` are the keys it is read from: Warta's own, and those of Jekyll, Hugo and Pelican. `field` is that of the
    document. `words` is a sentence for editors and the documentation, which prints `more` after it. `secret` has no
    default: each key must say whether its words would give a hidden document away. A key that is `required` is read
    when it is not there, too, so that its absence is reported. `said` is what people call it besides, where that
    can mean no other key; upper case, blanks and hyphens make no difference.
    """

    names: tuple[str, ...]
    field: str
    kind: Kind
    words: str
    secret: Secret
    more: str = ""
    required: bool = False
    spellings: Mapping[str, Spelling] = {}
    said: tuple[str, ...] = ()


def one_line(text: str) -> str:
    """The text with single blanks for line ends and runs of blanks."""
    return " ".join(text.split()) if "\n" in text or "  " in text else text


def _read_line(fields: Fields, names: tuple[str, ...], _: Origin) -> str | None:
    text = fields.text(*names)
    return text if text is None else one_line(text)


def _read_whole_number(fields: Fields, names: tuple[str, ...], _: Origin) -> int | None:
    number = fields.number(names[0], _NOT_WRITTEN)
    return None if number == _NOT_WRITTEN else number


def choice(*options: str) -> Kind:
    """One of these words."""
    # an empty value is one that is not written
    return Kind(lambda fields, names, _: fields.choice(names[0], options), {"enum": [*options, None]})


TEXT = Kind(lambda fields, names, _: fields.text(*names), shapes.TEXT, prose=AS_WRITTEN)
LINE = Kind(_read_line, shapes.TEXT, prose=AS_WRITTEN)
REQUIRED_LINE = Kind(lambda fields, names, _: one_line(fields.required(names[0])), shapes.TEXT, prose=AS_WRITTEN)
NAME = Kind(lambda fields, names, _: fields.ref(*names), shapes.TEXT)
"""A name that something else has, with its line: of a file, a language, an organization."""
NAMES = Kind(lambda fields, names, _: fields.refs(*names), shapes.NAMES)
TEXTS = Kind(lambda fields, names, _: fields.texts(*names), shapes.NAMES)
ADDRESS = Kind(lambda fields, names, _: fields.address(names[0]), shapes.TEXT)
MAIL = Kind(lambda fields, names, _: fields.mail(names[0]), shapes.TEXT)
"""One e-mail address."""
FLAG = Kind(lambda fields, names, _: fields.flag(names[0]), shapes.FLAG)
WHOLE_NUMBER = Kind(_read_whole_number, shapes.NUMBER)


def _read_moment(fields: Fields, names: tuple[str, ...], origin: Origin) -> Moment | None:
    return fields.moment(names[0], origin.zone, since=FIRST_YEAR)


MOMENT = Kind(_read_moment, shapes.MOMENT)
LAST_MOMENT = Kind(lambda fields, names, origin: end_of(_read_moment(fields, names, origin)), shapes.MOMENT)
"""The end of a time: of a bare date, the end of its day."""


def text_itself(text: str) -> tuple[str, ...]:
    """What must not leak of a text: all of it."""
    return (text,)


def each_text(texts: Iterable[str]) -> Iterable[str]:
    """What must not leak of a list of texts: each of them."""
    return texts


def each_name(refs: Iterable[Ref]) -> Iterable[str]:
    """What must not leak of a list of names: each of them."""
    return (ref.text for ref in refs)
