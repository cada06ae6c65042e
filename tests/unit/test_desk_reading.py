"""What the desk editor remembers of texts, on values alone: no newsroom is built."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import pytest

from warta.build.executors import Serial
from warta.config import parse_config
from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.dates import find_zone
from warta.desk.house import House
from warta.desk.reading import Recipe, Text, TextReading, read_texts
from warta.desk.spelling import Dictionaries, Dictionary, Speller

HOUSE = House.of(parse_config("title: H\nurl: https://h.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"))
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


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(HOUSE, Dictionaries(), "2"),
        Recipe(House("id", "Asia/Jakarta", words=("silokate",)), Dictionaries(), "1"),
    ],
    ids=["another version of Warta", "other settings"],
)
def test_another_recipe_is_another_reading(tmp_path: Path, recipe: Recipe) -> None:
    """Readings of one version of Warta, or of one house, are not those of another."""
    path, cache = tmp_path / "a.md", Memory()
    path.write_bytes(FAULTY)
    assert read([text(path, FAULTY)], RECIPE, cache)[1] == 1
    assert read([text(path, FAULTY)], recipe, cache)[1] == 1


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
