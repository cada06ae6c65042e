"""Turns the settings files of another generator into trees of plain texts; nothing of the old site is ever run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from warta.datatree import Node, read_text, read_toml, read_yaml
from warta.errors import ProblemsFound

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Tree: TypeAlias = "dict[str, Value]"
ENDINGS = (".toml", ".yaml", ".yml", ".json")
_CLIMB = 4
_DEEPEST = 50


def home_of(folder: Path, names: Iterable[str], below: str = "") -> Path:
    """The folder whose settings hold for `folder`: itself, or one above it that has a file of these names.

    `below` is the folder of the one above in which `folder` must lie, where any other may have such a file.
    """
    known = tuple(names)
    whole = folder.resolve()
    for each in (whole, *whole.parents[:_CLIMB]):
        if each != whole and not whole.is_relative_to(each / below):
            continue
        if any((each / name).is_file() for name in known):
            return each
    return whole


def read_tree(path: Path) -> Tree | None:
    """The settings in a file of YAML, TOML or JSON; None where there are none that can be read."""
    try:
        text = read_text(path, path.name)
        if path.suffix == ".json":
            value = _of_json(json.loads(text))
        else:
            value = plain((read_toml if path.suffix == ".toml" else read_yaml)(text, path.name))
    except (OSError, ValueError, RecursionError, ProblemsFound):
        return None
    return value if isinstance(value, dict) else None


def _of_json(value: object, depth: int = 0) -> Value:
    """JSON as the same tree of texts that YAML gives."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, Mapping):
        return {str(key): _of_json(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_of_json(each, depth + 1) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def plain(node: Node) -> Value:
    """A node without its lines."""
    if isinstance(node.value, dict):
        return {key: plain(each) for key, each in node.value.items()}
    if isinstance(node.value, list):
        return [plain(each) for each in node.value]
    return node.value


def node_of(value: Value) -> Node:
    """A value as front matter would have it."""
    if isinstance(value, dict):
        return Node({key: node_of(each) for key, each in value.items()}, 0)
    if isinstance(value, list):
        return Node([node_of(each) for each in value], 0)
    return Node(value, 0)


def merged(one: Tree, other: Tree) -> Tree:
    """Both trees; where they differ the other comes first."""
    found = dict(one)
    for key, value in other.items():
        before = found.get(key)
        found[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return found


def folded(tree: Tree) -> Tree:
    """A tree whose keys are in lower case."""
    return {key.casefold(): folded(value) if isinstance(value, dict) else value for key, value in tree.items()}


def part(tree: Tree, *keys: str) -> Tree:
    """The branch behind keys; empty where there is none."""
    value: Value = tree
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def word(tree: Tree, key: str, default: str = "") -> str:
    """The text behind a key."""
    value = tree.get(key)
    return value.strip() if isinstance(value, str) else default


def words(tree: Tree, key: str) -> tuple[str, ...]:
    """The texts behind a key: of a list, or the one."""
    value = tree.get(key)
    every = value if isinstance(value, list) else [value]
    return tuple(each.strip() for each in every if isinstance(each, str) and each.strip())


def says_yes(tree: Tree, key: str, default: str = "false") -> bool:
    """Whether the text behind a key is a yes."""
    return word(tree, key, default).casefold() == "true"
