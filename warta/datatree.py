"""Turns YAML or TOML text into a tree of plain texts that know their lines.

YAML's own typing (`no` is false, `0123` is 83, `9:05` is 545) never happens here: a scalar stays the text that
was written, and the schema that reads it decides what it means.
"""

from __future__ import annotations

import datetime as dt
import tomllib

import msgspec
import yaml

from warta.errors import Problem, ProblemsFound

_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_DEEPEST = 20


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """libyaml's reader, without the look-ups by which YAML would guess a type for each value."""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing depends on where a value stands."""

    def ascend_resolver(self) -> None:
        """Nothing was remembered on the way down."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        """The tag of a value that has none written."""
        return _TAGS[kind]


class Node(msgspec.Struct, frozen=True):
    """A value and the line (from 1) where it, or the key that names it, stands. None is an empty value."""

    value: str | list[Node] | dict[str, Node] | None
    line: int


def read_yaml(text: str, path: str, first_line: int = 1) -> Node:
    """The tree of one YAML document that starts on `first_line` of `path`; an empty one is an empty mapping.

    Raises ProblemsFound for broken YAML, a key written twice, anchors and aliases, tags, and deep nesting.
    """
    offset = first_line
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # an unclosed bracket or quote is best looked for where it was opened
        opened = error.context_mark if "flow" in (error.context or "") or "quoted" in (error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line = offset + (mark.line if mark else 0)
        raise ProblemsFound([Problem(path, line, _explain(error, text))]) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise ProblemsFound([Problem(path, offset, f"the YAML cannot be read: {reason}")]) from None
    except RecursionError:
        raise ProblemsFound([Problem(path, offset, "values are nested too deeply.")]) from None
    if root is None:
        return Node({}, offset)
    problems: list[Problem] = []
    node = _from_yaml(root, path, offset, problems, depth=0, seen=set())
    if problems:
        raise ProblemsFound(problems)
    return node


def _explain(error: yaml.MarkedYAMLError, text: str) -> str:
    problem = error.problem or str(error)
    hints = {
        "mapping values are not allowed": "A value that contains ': ' must stand in quotes: title: \"Rapat: hasil\".",
        "could not find expected ':'": "Each line must be 'key: value'; is a colon or a closing quote missing?",
        "found unexpected end of stream": "A quotation mark or bracket is opened and not closed.",
        "found character that cannot start any token": "Indent with spaces, not tabs; a value that starts with "
        "@, ` or % must stand in quotes.",
        "did not find expected key": "Is the indentation right, and every quotation mark closed?",
        "did not find expected ',' or": "A list in brackets needs a comma between its items and ']' at its end.",
        "found undefined alias": "A value that starts with * must stand in quotes.",
    }
    hint = next((hint for start, hint in hints.items() if start in problem), "")
    return f"the YAML cannot be read: {problem}. {hint}".rstrip()


def _from_yaml(node: yaml.Node, path: str, offset: int, problems: list[Problem], *, depth: int, seen: set[int]) -> Node:
    line = node.start_mark.line + offset
    if node.tag not in _TAGS.values():
        problems.append(Problem(path, line, f"YAML tags are not understood here (got '{node.tag}')."))
    if isinstance(node, yaml.ScalarNode):
        empty = node.value in _NULLS and not node.style
        return Node(None if empty else node.value, line)
    if depth > _DEEPEST or id(node) in seen:
        problems.append(Problem(path, line, "YAML aliases (&name, *name) and deep nesting are not understood here."))
        return Node(None, line)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        items = [_from_yaml(item, path, offset, problems, depth=depth + 1, seen=seen) for item in node.value]
        return Node(items, line)
    entries: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + offset
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            problems.append(Problem(path, key_line, "a key must be a single word."))
            continue
        if key in entries:
            message = f"'{key}' is written twice (first on line {entries[key].line}). Remove one of them."
            problems.append(Problem(path, key_line, message))
            continue
        value = _from_yaml(value_node, path, offset, problems, depth=depth + 1, seen=seen)
        entries[key] = Node(value.value, key_line)
    return Node(entries, line)


def read_toml(text: str, path: str, first_line: int = 1) -> Node:
    """The tree of TOML text that starts on `first_line` of `path`, typed values written back as text.

    TOML's parser gives no lines: values carry the line on which their key first stands alone, else the first.
    Raises ProblemsFound for broken TOML (a key written twice among them).
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = first_line + _toml_line(str(error), text) - 1
        raise ProblemsFound([Problem(path, line, f"the TOML cannot be read: {error}")]) from None
    lines: dict[str, int] = {}
    for number, row in enumerate(text.splitlines(), first_line):
        key = row.partition("=")[0].strip().strip("[]\"'")
        lines.setdefault(key, number)
    return _from_toml(data, lines, first_line)


def _toml_line(message: str, text: str) -> int:
    _, found, rest = message.rpartition("(at line ")
    number = rest.partition(",")[0]
    return int(number) if found and number.isdecimal() else text.count("\n")


def _from_toml(value: object, lines: dict[str, int], line: int) -> Node:
    if isinstance(value, dict):
        entries = {}
        for key, item in value.items():
            at = lines.get(key, line)
            entries[key] = Node(_from_toml(item, lines, at).value, at)
        return Node(entries, line)
    if isinstance(value, list):
        return Node([_from_toml(item, lines, line) for item in value], line)
    if isinstance(value, bool):
        return Node("true" if value else "false", line)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return Node(value.isoformat(), line)
    return Node(str(value), line)
