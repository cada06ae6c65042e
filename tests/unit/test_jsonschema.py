"""The JSON Schemas and the readers know the same keys, and take the same files."""

from __future__ import annotations

import re
from pathlib import Path

import frontmatter
import jsonschema
import pytest
import yaml

from warta.content.jsonschema import SCHEMAS
from warta.content.schema import Schema
from warta.datatree import Node
from warta.dates import find_zone
from warta.errors import ProblemsFound
from warta.settings import parse_settings

ROOT = Path(__file__).parents[2]
FOLDERS = {"release": "releases", "page": "pages", "organization": "organizations"}


def faults(what: str, value: object) -> list[str]:
    """What a validator says."""
    # as editors see YAML: dates are texts in JSON's world
    data = yaml.safe_load(yaml.safe_dump(value).replace("\x00", ""))
    validator = jsonschema.Draft202012Validator(SCHEMAS[what])
    return [error.message for error in validator.iter_errors(_as_json(data))]


def _as_json(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


@pytest.mark.parametrize("what", SCHEMAS)
def test_each_schema_is_one(what: str) -> None:
    """By its own dialect."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[what])


@pytest.mark.parametrize("what", FOLDERS)
def test_the_schema_has_the_keys_that_the_reader_knows(what: str) -> None:
    """No key is missing and none is too many."""
    _, problems, _ = Schema(find_zone("Asia/Jakarta")).read(
        f"{FOLDERS[what]}/a.md", Node({"zzzzzzzz": Node("x", 2)}, 1)
    )
    text = next(str(problem) for problem in problems if "zzzzzzzz" in str(problem))
    known = re.search(r"Known are: (.*)\.", text)
    assert known is not None
    properties = SCHEMAS[what]["properties"]
    assert isinstance(properties, dict)
    assert sorted(name for name, each in properties.items() if "deprecated" not in each) == sorted(known[1].split(", "))


@pytest.mark.parametrize("what", FOLDERS)
def test_the_schema_lets_the_words_of_people_through(what: str) -> None:
    """As old names of the keys, so that an editor does not underline what a build takes; one of the two must be there."""
    name, word = ("name", "nama") if what == "organization" else ("title", "judul")
    assert faults(what, {word: "A"}) == faults(what, {name: "A"}) == []
    assert faults(what, {"bahasa" if what != "organization" else "telepon": "id"})
    assert faults("release", {"title": "A", "foto": {"berkas": "a.jpg", "keterangan foto": "B"}}) == []


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.name)
def test_the_sample_newsroom_is_valid(path: Path) -> None:
    """Everything that a build takes, the schema takes."""
    folder = path.relative_to(ROOT / "content").parts[0]
    what = next(name for name, each in FOLDERS.items() if each == folder)
    assert faults(what, frontmatter.load(str(path)).metadata) == []


def test_the_sample_settings_are_valid() -> None:
    """config.yaml of the repository."""
    assert faults("config", yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("release", {"title": "A", "sumary": "B"}),
        ("release", {"title": "A", "corrections": [{"at": "2026-11-24"}]}),
        ("release", {"title": "A", "withdrawn": {"at": "2026-11-24"}}),
        ("release", {"title": "A", "date": "24 November"}),
        ("page", {"title": "A", "role": "imprint"}),
        ("organization", {"short": "A"}),
        ("organization", {"name": "A", "terms": [{"name": "B", "until": "2026-02-25"}]}),
        ("organization", {"name": "A", "terms": [{"name": "B", "from": "yesterday"}]}),
        ("config", {"title": "A", "url": "https://a.example/", "language": "id", "listing": ["tag"]}),
        ("config", {"title": "A", "url": "https://a.example/", "language": "id", "check": {"rules": {"a": "loud"}}}),
    ],
)
def test_what_is_wrong_is_seen(what: str, value: dict[str, object]) -> None:
    """Unknown keys, missing ones and wrong values."""
    assert faults(what, value)


def test_periods_of_office_are_valid() -> None:
    """With and without an end."""
    terms = [{"name": "A", "from": "2021-02-26", "until": "2026-02-25"}, {"name": "B", "from": "2026-02-26"}]
    assert faults("organization", {"name": "A", "terms": terms}) == []


def test_the_schema_has_the_settings_that_the_reader_knows() -> None:
    """No setting is missing and none is too many, those for publishing among them. An answer names forty at most."""
    with pytest.raises(ProblemsFound) as caught:
        parse_settings("zzzzzzzz: x\n")
    known = re.search(r"'zzzzzzzz'\. Known are: (.*?)(?: and (\d+) more)?\.", str(caught.value))
    assert known is not None
    properties = SCHEMAS["config"]["properties"]
    assert isinstance(properties, dict)
    named = known[1].split(", ")
    assert set(named) <= properties.keys()
    assert len(properties) == len(named) + int(known[2] or 0)
    assert SCHEMAS["config"]["required"] == ["title", "url", "language"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("page_size", 1),
        ("page_size", 501),
        ("feeds", ["home", "kategori"]),
        ("host", "iis"),
        ("paths", {"kategori": "x"}),
        ("images", {"format": "gif"}),
        ("images", {"quality": 96}),
        ("categories", [{"slug": "a"}]),
        ("regions", [{"code": "1"}]),
    ],
)
def test_the_schema_of_the_settings_is_as_strict_as_the_reader(key: str, value: object) -> None:
    """What the reader refuses by kind, an editor underlines."""
    four = {"title": "A", "url": "https://a.example/", "language": "id", "timezone": "UTC"}
    assert faults("config", four) == []
    assert faults("config", four | {key: value})
    with pytest.raises(ProblemsFound):
        parse_settings(yaml.safe_dump(four | {key: value}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("feeds", "home"),
        ("feeds", []),
        ("images", {"widths": []}),
        ("markdown", {"extensions": ["toc"]}),
        ("deploy", {}),
    ],
)
def test_the_schema_of_the_settings_takes_what_the_reader_takes(key: str, value: object) -> None:
    """One word for a list, an empty list, and what others read."""
    four = {"title": "A", "url": "https://a.example/", "language": "id", "timezone": "UTC"}
    assert faults("config", four | {key: value}) == []
    assert parse_settings(yaml.safe_dump(four | {key: value})).title == "A"
