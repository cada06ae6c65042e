"""Each key of front matter is declared once, and its row says all there is to say of it."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
import pytest

from tests.unit.values import JAKARTA, moment
from warta.content.documents import Document, Organization, Page, Release
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key, NotSecret
from warta.content.schema import Schema
from warta.content.secrecy import secret_texts
from warta.datatree import Node
from warta.dates import Moment
from warta.fields import Ref

KINDS: dict[type[Document], tuple[Key, ...]] = {
    Release: RELEASE_KEYS,
    Page: PAGE_KEYS,
    Organization: ORGANIZATION_KEYS,
}
NOT_WRITTEN = {"source", "id", "title_line", "body", "former"}
HARMLESS_PARTS = {
    "Picture.file",  # files are looked for by their bytes
    "Attachment.file",
    "Picture.licence",  # a name that many works share
    "Correction.kind",
    "Correction.url",  # an address of something else
}
SAMPLES: dict[object, object] = {float: 50.0, bool: True, int: 1, Moment: moment("2026-11-24")}


def filled(kind: Any, name: str) -> Any:
    """A value of a type, with a text of its own in every place that can hold one: the name of the place."""
    if kind is str:
        return name
    if kind is Ref:
        return Ref(name, 1)
    if kind in SAMPLES:
        return SAMPLES[kind]
    if get_origin(kind) is tuple:
        return (filled(get_args(kind)[0], name),)
    if get_origin(kind) is dict:
        return {"en": filled(get_args(kind)[1], name)}
    if isinstance(kind, types.UnionType):
        return filled(get_args(kind)[0], name)
    fields = msgspec.structs.fields(kind)
    return kind(**{each.name: filled(each.type, f"{kind.__name__}.{each.name}") for each in fields})


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))


def maps_in(shape: object) -> Iterator[dict[str, dict[str, object]]]:
    """The properties of each map in a JSON Schema."""
    if isinstance(shape, dict):
        if "properties" in shape:
            yield shape["properties"]
        for each in shape.values():
            yield from maps_in(each)
    elif isinstance(shape, list):
        for each in shape:
            yield from maps_in(each)


NESTED = [
    pytest.param(folder, key, id=f"{folder}-{key.field}")
    for folder, keys in (("releases", RELEASE_KEYS), ("pages", PAGE_KEYS), ("organizations", ORGANIZATION_KEYS))
    for key in keys
    if any(maps_in(key.kind.shape))
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_document_is_declared_by_one_key(kind: type[Document]) -> None:
    """No field is forgotten, and no key is read into two."""
    declared = [key.field for key in KINDS[kind]]
    names = [name for key in KINDS[kind] for name in key.names]
    assert sorted(declared) == sorted(set(kind.__struct_fields__) - NOT_WRITTEN)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_words_for_people(kind: type[Document]) -> None:
    """Editors show them, and the documentation prints them; a key without secrets says why."""
    assert [key.names for key in KINDS[kind] if not key.words.endswith(".")] == []
    assert [key.names for key in KINDS[kind] if isinstance(key.secret, NotSecret) and not key.secret.why] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_a_hidden_document_is_secret_or_known_to_be_harmless(kind: type[Document]) -> None:
    """A text that is added to a document, or to a part of it, is looked for in the output unless someone decides."""
    document = filled(kind, "")
    found = set(secret_texts(document))
    for key in KINDS[kind]:
        texts = set(texts_in(getattr(document, key.field)))
        expected = set() if isinstance(key.secret, NotSecret) else texts - HARMLESS_PARTS
        assert texts & found == expected, key.names
        assert isinstance(key.secret, NotSecret) or expected, key.names


def test_what_is_empty_is_no_secret() -> None:
    """A run of words is looked for; nothing is not."""
    bare = Release(source="releases/a.md", title="A", date=moment("2026-11-24"), slug=Ref("a", 1))
    assert secret_texts(bare) == ("A",)


@pytest.mark.parametrize(("folder", "key"), NESTED)
def test_the_schema_of_a_map_has_the_keys_that_its_reader_knows(folder: str, key: Key) -> None:
    """Editors offer what a build takes."""
    node = Node({key.names[0]: Node({"zzzzzzzz": Node("x", 2)}, 2)}, 1)
    _, problems, _ = Schema(JAKARTA).read(f"{folder}/a.md", node)
    known = next(filter(None, (re.search(r"'zzzzzzzz'. Known are: (.*)\.", str(problem)) for problem in problems)))
    shapes = next(maps_in(key.kind.shape))
    assert sorted(name for name, shape in shapes.items() if "deprecated" not in shape) == sorted(known[1].split(", "))
