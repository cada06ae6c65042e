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
    assert sorted(properties) == sorted(known[1].split(", "))


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


def test_a_setting_of_the_schema_is_one_of_the_reader() -> None:
    """Each key of the settings' schema is known to the reader: it complains of values, not of keys."""
    properties = SCHEMAS["config"]["properties"]
    assert isinstance(properties, dict)
    with pytest.raises(ProblemsFound) as caught:
        parse_settings("".join(f"{key}: {{zz: [1]}}\n" for key in properties))
    assert [str(each) for each in caught.value.problems if "unknown setting" in str(each)] == []
