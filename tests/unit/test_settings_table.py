"""Proves that a setting is declared once: reader, default, JSON Schema and what others see of it follow from its row."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest

from warta.datatree import read_yaml
from warta.errors import Problem, ProblemsFound
from warta.fields import Fields
from warta.newsroom.terms import lexicon_of
from warta.settings import Settings, parse_settings, standing_words
from warta.settings.kinds import FLAG, NAMES, TEXT, choice, number
from warta.settings.rows import Follows, Row, read_rows, rows_of, section, shape_of
from warta.settings.table import PUBLISHING_ROWS, ROWS

FOUR = "title: Berita\nurl: https://b.example/ruang/\nlanguage: id\ntimezone: Asia/Jakarta\n"


class Lamp(msgspec.Struct, frozen=True):
    """A mapping of settings of its own."""

    watts: Annotated[int, Row(number(1, 100), "how bright")] = 40


class Room(msgspec.Struct, frozen=True):
    """A few settings of each kind."""

    name: Annotated[str, Row(TEXT, "the `name`, see [rooms](rooms.md)")]
    door: Annotated[str, Row(TEXT, "whose name the door has", follows=Follows("shape", lambda shape: f"{shape} door"))]
    shape: Annotated[str, Row(choice("round", "square"))] = "round"
    dark: Annotated[bool | None, Row(FLAG)] = None
    guests: Annotated[tuple[str, ...], Row(NAMES)] = ()
    lamp: Annotated[Lamp, Row(section(Lamp))] = Lamp()
    chairs: Annotated[int, Row(number(0, 9))] = msgspec.field(name="seats", default=4)


def read(text: str) -> tuple[Room, list[str]]:
    """The room that `text` describes, and the problems of it."""
    problems: list[Problem] = []
    fields = Fields("room.yaml", read_yaml(text, "room.yaml"), problems, what="setting")
    room = Room(**read_rows(fields, rows_of(Room)))
    fields.close()
    return room, [str(problem) for problem in problems]


def test_a_field_with_a_row_is_all_there_is_to_a_setting() -> None:
    """Each value is read by the kind of its row, into the field that carries the row."""
    text = "name: Aula\nshape: square\ndark: ya\nguests: [Ani, Budi]\nlamp: {watts: 60}\nseats: 7\n"
    assert read(text) == (Room("Aula", "square door", "square", True, ("Ani", "Budi"), Lamp(60), 7), [])


def test_a_setting_that_is_absent_has_the_default_of_its_field() -> None:
    """A default that follows from another setting is made of that one, wherever it stands."""
    assert read("name: Aula\n") == (Room("Aula", "round door"), [])
    assert read("door: gate\nshape: square\nname: Aula\n")[0].door == "gate"


def test_a_setting_without_a_default_is_required() -> None:
    """And one that is not known is an error at its line, inside a section too."""
    assert sorted(read("shape: round\nlamp:\n  wats: 1\n")[1]) == [
        "room.yaml:1: 'name' is missing. Write 'name:' and what it is to say.",
        "room.yaml:3: unknown key of 'lamp' 'wats'. Did you mean 'watts'?",
    ]


def test_the_schema_of_a_setting_has_its_limits_and_its_words() -> None:
    """The words without the marks of Markdown; only what has no default at all is required."""
    shape = shape_of(rows_of(Room))
    properties = shape["properties"]
    assert isinstance(properties, dict)
    assert properties["name"]["description"] == "the name, see rooms"
    assert properties["shape"] == {"enum": ["round", "square"]}
    assert (properties["seats"]["minimum"], properties["seats"]["maximum"]) == (0, 9)
    assert properties["lamp"]["properties"]["watts"]["description"] == "how bright"
    assert shape["required"] == ["name"]


def test_the_defaults_of_the_settings_are_those_of_the_struct() -> None:
    """A file of four lines reads as the value made of these four and nothing else."""
    made = Settings(
        title="Berita", url="https://b.example/ruang/", language="id", timezone="Asia/Jakarta", languages=("id",)
    )
    assert parse_settings(FOUR) == made


@pytest.mark.parametrize("key", [row.key for row in (*ROWS, *PUBLISHING_ROWS)])
def test_a_setting_that_is_misspelt_is_pointed_out(key: str) -> None:
    """Every setting is known to the reader, those that are absent too."""
    with pytest.raises(ProblemsFound) as caught:
        parse_settings(f"{FOUR}{key}z: x\n")
    assert str(caught.value) == f"config.yaml:5: unknown setting '{key}z'. Did you mean '{key}'?"


def test_the_words_of_every_page_are_known() -> None:
    """They are public, so the search for leaks must not take them for a hidden release's."""
    assert standing_words(parse_settings(f"{FOUR}tagline: Kabar\ndescription: Isi\nnotice: Contoh\ntheme: biru\n")) == (
        "Berita",
        "Kabar",
        "Isi",
        "Contoh",
        "",
    )


def test_what_no_release_stands_by_is_no_change_of_where_it_stands() -> None:
    """Another title, zone, theme or feed leaves all that rows are made of as it was; another permalink does not."""

    def part(text: str) -> bytes:
        return lexicon_of(parse_settings(text), "id", {}).digest

    other = FOUR.replace("Berita", "Kabar").replace("Jakarta", "Makassar")
    assert part(f"{other}theme: biru\nfeeds: []\npage_size: 5\ncheck: {{words: [a]}}\n") == part(FOUR)
    for line in (
        "permalink: /{slug}/",
        "categories: [A]",
        "region: '32'",
        "listings: []",
        "languages: [en]",
        "paths: {tag: topik}",
    ):
        assert part(f"{FOUR}{line}\n") != part(FOUR)
