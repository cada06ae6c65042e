"""What the desk editor remembers of texts, on values alone: no newsroom is built."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import pytest
from msgspec.structs import replace

from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.dates import find_zone
from warta.desk.house import House
from warta.desk.reading import Recipe, Text, TextReading, read_texts
from warta.desk.spelling import Dictionaries, Dictionary, Speller, find_dictionaries
from warta.settings import parse_settings
from warta.work import Serial

HOUSE = House.of(parse_settings("title: H\nurl: https://h.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"))
RECIPE = Recipe(HOUSE, Dictionaries(), "1")
FAULTY = b"---\ntitle: Jalan\ndate: 2026-11-20\n---\n\nSelesai. (Abas)\n"
MENDED = FAULTY.replace(b" (Abas)", b"")


class Memory(dict[str, bytes]):
    """A cache in a dictionary."""

    def put(self, name: str, value: bytes) -> None:
        """See Cache."""
        self[name] = value


def text(path: Path, data: bytes, source: str = "releases/a.md") -> Text:
    """The document in these bytes, which `path` is to hold."""
    document, _, _ = Schema(find_zone("Asia/Jakarta")).read(source, split(data, source).fields)
    return Text(document, str(path), blake2b(data, digest_size=16).digest())


def read(texts: list[Text], recipe: Recipe, cache: Memory) -> tuple[dict[str, TextReading], int]:
    """The readings, and how many texts were read for them now."""
    seen = [0]

    def count(done: int, _: int) -> None:
        seen[0] = done

    return read_texts(texts, recipe, Serial(), cache, count), seen[0]


def rules_of(readings: dict[str, TextReading]) -> set[str]:
    """The ids of all rules that found something."""
    return {name for reading in readings.values() for name, _ in reading.notes}


def test_a_text_is_read_once(tmp_path: Path) -> None:
    """A second reading of the same text comes whole from the cache."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(FAULTY)
    first, made = read([text(path, FAULTY)], RECIPE, cache)
    assert made == 1
    assert "signature" in rules_of(first)
    assert read([text(path, FAULTY)], RECIPE, cache) == (first, 0)


def test_a_remembered_note_is_whole(tmp_path: Path) -> None:
    """Numbers, lists and hints of its message come back from the cache, so that it can be said in any language."""
    title, child = "Jalan " * 30, "Pelaku pencurian adalah Budi (15 tahun)."
    data = f"---\ntitle: {title}\ndate: 2026-11-20\n---\n\nCoffee Morning,\nCofee Pagi. {child}\n".encode()
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(data)
    first, _ = read([text(path, data)], RECIPE, cache)
    messages = {name: note.message for name, note in first["releases/a.md"].notes}
    assert dict(messages["title-long"].values)["most"] == 110
    assert str(messages["spelled-variously"]).endswith(": 'Coffee' (line 6), 'Cofee' (line 7).")
    assert messages["minor-identity"].hints
    assert read([text(path, data)], RECIPE, cache) == (first, 0)


OTHER_HOUSE: dict[str, object] = {
    "language": "en",
    "timezone": "Asia/Jayapura",
    "region": "32.12",
    "regions": (("32.77", "Lembahsari"),),
    "words": ("silokate",),
    "paper": True,
}
RECIPES = {
    "another version of Warta": Recipe(HOUSE, Dictionaries(), "2"),
    **{key: Recipe(replace(HOUSE, **{key: value}), Dictionaries(), "1") for key, value in OTHER_HOUSE.items()},
}


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_another_recipe_is_another_reading(tmp_path: Path, recipe: Recipe) -> None:
    """Readings of one version of Warta, or of one house, are not those of another."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(FAULTY)
    assert read([text(path, FAULTY)], RECIPE, cache)[1] == 1
    assert read([text(path, FAULTY)], recipe, cache)[1] == 1


def test_every_setting_of_a_house_is_tried_above() -> None:
    """A setting that rules see from now on is among those that make another reading."""
    assert OTHER_HOUSE.keys() == set(House.__struct_fields__)


def test_another_source_is_another_reading(tmp_path: Path) -> None:
    """The same bytes are another text in a file of another name or folder."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(FAULTY)
    assert read([text(path, FAULTY)], RECIPE, cache)[1] == 1
    assert read([text(path, FAULTY, "releases/b.md")], RECIPE, cache)[1] == 1
    assert read([text(path, FAULTY, "pages/b.md")], RECIPE, cache)[1] == 1


@pytest.mark.parametrize("name", ["id_ID.aff", "id_ID.dic"])
def test_another_dictionary_is_another_recipe(tmp_path: Path, name: str) -> None:
    """Each byte of both files counts, and nothing else: not where they lie, not when they were written."""
    pytest.importorskip("hunspell")
    recipes = []
    for folder, last in (("one", "x"), ("two", "x"), ("three", "y")):
        place = tmp_path / folder / "dictionaries"
        place.mkdir(parents=True)
        (place / "id_ID.aff").write_text("SET UTF-8\n# x")
        (place / "id_ID.dic").write_text("1\njalax")
        (place / name).write_text((place / name).read_text()[:-1] + last)
        os.utime(place / name, (1, 1))
        recipes.append(Recipe(HOUSE, find_dictionaries(tmp_path / folder), "1"))
    one, two, three = (recipe.key("releases/a.md", b"") for recipe in recipes)
    assert one == two != three


def test_a_file_that_changed_meanwhile_is_not_remembered(tmp_path: Path) -> None:
    """What could not be read of a file while it was changed, or gone, is read as soon as the file is back."""
    path, cache = tmp_path / "a.md", Memory()
    faulty = text(path, FAULTY)
    assert read([faulty], RECIPE, cache)[0] == {}
    path.write_bytes(MENDED)
    assert read([faulty], RECIPE, cache)[0] == {}
    path.write_bytes(FAULTY)
    assert "signature" in rules_of(read([faulty], RECIPE, cache)[0])


def test_what_no_text_needs_is_forgotten(tmp_path: Path) -> None:
    """The cache does not grow with every edit: it holds the readings of the texts there are."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(MENDED)
    read([text(path, MENDED)], RECIPE, cache)
    once = dict(cache)
    path.write_bytes(FAULTY)
    read([text(path, FAULTY)], RECIPE, cache)
    path.write_bytes(MENDED)
    read([text(path, MENDED)], RECIPE, cache)
    assert cache == once


def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path) -> None:
    """Bytes in the cache that are no readings are read past."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(FAULTY)
    first = read([text(path, FAULTY)], RECIPE, cache)
    for name in cache:
        cache[name] = cache[name][:-9]
    assert read([text(path, FAULTY)], RECIPE, cache) == first


def test_letters_that_a_dictionary_cannot_hold_are_no_defect(tmp_path: Path) -> None:
    """Of a dictionary in Latin-1, as the usual English one: a round apostrophe is no other word, a foreign letter is."""
    pytest.importorskip("hunspell")
    (tmp_path / "en_US.aff").write_text("SET ISO8859-1\nTRY don't\n")
    (tmp_path / "en_US.dic").write_text("1\ndon't\n")
    speller = Speller(Dictionaries({"en": Dictionary(str(tmp_path), "Latin-1")}), ())
    assert speller.knows("Don’t", "en")
    assert speller.knows("don’t", "en")
    assert not speller.knows("Łódźburg", "en")
    assert speller.suggestions("Łódźburg", "en") == []
    assert "don't" in speller.suggestions("donn’t", "en")


def test_a_dictionary_that_changes_in_a_running_process_is_loaded_again(tmp_path: Path) -> None:
    """A process that lives on looks words up in the dictionary as it is, not as it was."""
    pytest.importorskip("hunspell")
    (tmp_path / "id_ID.aff").write_text("SET UTF-8\n")
    (tmp_path / "id_ID.dic").write_text("1\njalan\n")
    before = Speller(Dictionaries({"id": Dictionary(str(tmp_path), "1")}), ())
    assert (before.knows("jalan", "id"), before.knows("sungai", "id")) == (True, False)
    (tmp_path / "id_ID.dic").write_text("1\nsungai\n")
    after = Speller(Dictionaries({"id": Dictionary(str(tmp_path), "2")}), ())
    assert (after.knows("jalan", "id"), after.knows("sungai", "id")) == (False, True)
