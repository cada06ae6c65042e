"""Turns YAML or TOML text into a tree of plain texts that know their lines.

YAML's own typing (`no` is false, `0123` is 83, `9:05` is 545) never happens here: a scalar stays the text that
was written, and the schema that reads it decides what it means.
YAML and TOML, their libraries' complaints and the plainest lines, which are read without a library, make this module
long.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import msgspec
import yaml

from warta.errors import Problem, ProblemsFound
from warta.messages import Message, msg
from warta.signs import odd_sign

_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_DEEPEST = 20
_KEY = re.compile(r"[\w\"'.\s\[-]*")
_MANY_INDICATORS = re.compile(r"(?:[-?:][ \t]+){100}")
_BRACKETS = re.compile(r"[\[\]{}]")
_ODD_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_NO_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
_QUOTED = r"""("[^"\\]*"|'[^']*')"""
_WORDS = r"[^\W_][\w.&/+-]*(?: [\w.&/+-]+)*"
_PLAIN_ITEM = re.compile(f"({_WORDS})|{_QUOTED}")
_ITEMS = f" ?(?:{_WORDS}|{_QUOTED.replace('(', '(?:', 1)}) ?"
_BARE = r"[^\W_][^\s:#]*(?:(?: |:(?! ))[^\s:#]+)*"
_COMMA = r"(?:(?<!\d),|,(?!\d))"  # 17,8 may be one number
_REMARK = "(?:  +# .*)?"
_PLAIN_ROW = re.compile(
    rf"([A-Za-z][A-Za-z0-9_-]*):"
    rf"(?: (?:({_BARE})|{_QUOTED}|\[({_ITEMS}(?:{_COMMA}{_ITEMS})*)\]){_REMARK})?"
)


_TOO_DEEP = msg("nested-too-deeply", "values are nested too deeply.")

LARGEST = 1024 * 1024
"""The most characters of a file of settings."""


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """libyaml's reader, without the look-ups by which YAML would guess a type for each value."""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing depends on where a value stands."""

    def ascend_resolver(self) -> None:
        """Nothing was remembered on the way down."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        """The tag of a value that has none written."""
        return _TAGS[kind]


class Node(msgspec.Struct, frozen=True, gc=False):
    """A value and the line (from 1) where it, or the key that names it, stands. None is an empty value.

    `quoted`: whether it is an item of a list and stands in quotes.
    """

    value: str | list[Node] | dict[str, Node] | None
    line: int
    quoted: bool = False


def read_text(path: Path, name: str, most: int = LARGEST) -> str:
    """The text of a settings file, of which no more is read than it may have. Raises ProblemsFound for a larger one,
    and what opening and decoding a file raises.
    """
    with path.open(encoding="utf-8-sig") as file:
        text = file.read(most + 1)
    if len(text) > most:
        message = msg("file-too-large", "is larger than %(most)s MB, the most that it may have.", most=most // 1048576)
        raise ProblemsFound([Problem(name, 0, message)])
    return text


def read_yaml(text: str, path: str, first_line: int = 1) -> Node:
    """The tree of one YAML document that starts on `first_line` of `path`; an empty one is an empty mapping.

    Raises ProblemsFound for broken YAML, a key written twice, anchors and aliases, tags, and deep nesting.
    """
    return read_plain(text, first_line) or compose_yaml(text, path, first_line)


def compose_yaml(text: str, path: str, first_line: int = 1) -> Node:
    """What `read_yaml` gives, by libyaml alone."""
    offset = first_line
    if _is_deep(text):
        raise ProblemsFound([Problem(path, offset, _TOO_DEEP)])
    # libyaml ends a line at these, which no editor does; to YAML they are blanks like any other in a value
    marked = text.translate(_NO_LINE_ENDS) if _ODD_LINE_ENDS.search(text) else text
    try:
        root = yaml.compose(marked, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ProblemsFound([_slip(marked, path, offset, error) or _broken(text, path, offset, error)]) from None
    except yaml.YAMLError as error:
        line = offset + text.count("\n", 0, getattr(error, "position", 0))
        raise ProblemsFound([Problem(path, line, _UNREADABLE)]) from None
    except RecursionError:
        raise ProblemsFound([Problem(path, offset, _TOO_DEEP)]) from None
    if root is None:
        return Node({}, offset)
    if isinstance(root, yaml.ScalarNode) and (slip := _slip(marked, path, offset)) is not None:
        raise ProblemsFound([slip])
    tree = _Tree(path, offset)
    node = tree.node(root, depth=0)
    if tree.problems:
        raise ProblemsFound(tree.problems)
    return node


def _broken(text: str, path: str, offset: int, error: yaml.MarkedYAMLError) -> Problem:
    """What libyaml says, where no slip is found that makes it so."""
    # an unclosed bracket or quote is best looked for where it was opened
    context = error.context or ""
    opened = error.context_mark if any(word in context for word in ("flow", "quoted", "simple key")) else None
    mark = opened or error.problem_mark or error.context_mark
    last = text.rstrip().count("\n")
    return Problem(path, offset + (min(mark.line, last) if mark else 0), _explain(error))


def _slip(text: str, path: str, offset: int, error: yaml.MarkedYAMLError | None = None) -> Problem | None:
    """The slip that keeps the text from being read, as far as it can be told."""
    from warta.yaml_slips import find_slip  # most front matter has none

    context = error.context_mark if error else None
    found = find_slip(text, _reached(error) if error else 0, context.line if context else 0, _reach)
    return Problem(path, found.at + offset, found.words) if found else None


def _reach(text: str) -> int | None:
    """How many lines of a text libyaml reads before it stops; None when it reads a mapping to the end."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return _reached(error)
    except (yaml.YAMLError, RecursionError):
        return 0
    return None if root is None or isinstance(root, yaml.MappingNode) else 0


def _reached(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line if mark else 0


def read_plain(text: str, first_line: int) -> Node | None:
    """What `read_yaml` gives for text that holds nothing but the plainest lines: a word, a colon and a value of one
    line (bare, quoted without escapes, or a list of bare or quoted words in brackets), and perhaps a remark behind two
    blanks. None for any other text.

    Most front matter is so, and libyaml takes six times as long for it.
    """
    entries: dict[str, Node] = {}
    start = 0
    for line, row in enumerate(text.split("\n"), first_line):
        if not row:
            continue
        match = _PLAIN_ROW.fullmatch(row)
        if match is None or not row.isprintable():
            return None
        key, bare, quoted, items = match.groups()
        if key in entries:
            return None
        value: str | list[Node] | None
        if items is not None:
            value = [_plain_item(item, line) for item in _PLAIN_ITEM.finditer(items)]
        elif bare is not None:
            value = None if bare in _NULLS else bare
        else:
            value = quoted if quoted is None else quoted[1:-1]
        entries[key] = Node(value, line)
        start = start or line
    return Node(entries, start) if entries else None


def _plain_item(item: re.Match[str], line: int) -> Node:
    bare, quoted = item.groups()
    return Node(quoted[1:-1], line, quoted=True) if bare is None else Node(None if bare in _NULLS else bare, line)


def _is_deep(text: str) -> bool:
    """Whether values are nested so deeply that libyaml's composer, which calls itself, could run out of stack."""
    if _MANY_INDICATORS.search(text):
        return True
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = deepest = 0
    for char in _BRACKETS.findall(text):
        depth = depth + 1 if char in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest > 4 * _DEEPEST


_EXPLAINED = {
    "mapping values are not allowed": msg(
        "yaml-mapping",
        "the YAML cannot be read: the line has a second ': ' or is indented too far. A value that contains ':"
        ' \' must stand in quotes: title: "Rapat: hasil".',
    ),
    "could not find expected ':'": msg(
        "yaml-no-colon",
        "the YAML cannot be read: a line is no 'key: value'. Is a colon or a closing quotation mark missing?",
    ),
    "found unexpected end of stream": msg(
        "yaml-unclosed",
        "the YAML cannot be read: a quotation mark or bracket is opened and not closed.",
    ),
    "found character that cannot start any token": msg(
        "yaml-odd-start",
        "the YAML cannot be read: a character stands where none may. Indent with spaces, not tabs; a value "
        "that starts with @, ` or %% must stand in quotes.",
    ),
    "did not find expected node content": msg(
        "yaml-no-value",
        "the YAML cannot be read: a value is missing. Is a bracket or quotation mark opened and not closed?",
    ),
    "did not find expected key": msg(
        "yaml-no-key",
        "the YAML cannot be read: the line belongs to nothing. Is the indentation right, and every quotation "
        "mark closed?",
    ),
    "did not find expected ',' or": msg(
        "yaml-list-open",
        "the YAML cannot be read: a list in brackets is not closed, or lacks a comma: it needs a comma "
        "between its items and ']' at its end.",
    ),
    "found a tab character": msg(
        "yaml-tab",
        "the YAML cannot be read: a tab stands in the indentation. Indent with spaces, not tabs.",
    ),
    "expected alphabetic or numeric": msg(
        "yaml-star",
        "the YAML cannot be read: a value that starts with * must stand in quotes; so must one with &.",
    ),
    "found undefined alias": msg(
        "yaml-alias",
        "the YAML cannot be read: a value that starts with * must stand in quotes.",
    ),
}
"""What libyaml says, as its words begin, and the same for people."""


def _explain(error: yaml.MarkedYAMLError) -> Message:
    problem = error.problem or str(error)
    return next((message for start, message in _EXPLAINED.items() if start in problem), _UNREADABLE)


_UNREADABLE = msg(
    "yaml-unreadable",
    "the YAML cannot be read: look at quotation marks, colons and the blanks before them.",
)
"""For what no sentence of ours is known."""


class _Tree:
    """Turns libyaml's nodes into ours, and remembers what is wrong."""

    def __init__(self, path: str, offset: int) -> None:
        self._path = path
        self._offset = offset
        self._seen: set[int] = set()
        self.problems: list[Problem] = []

    def node(self, node: yaml.Node, depth: int, named_at: int | None = None) -> Node:
        """A value; `named_at` is the line of the key or bullet it stands behind, where that is known."""
        line = node.start_mark.line + self._offset
        if node.tag not in _TAGS.values():
            message = msg("yaml-tags", "YAML tags are not understood here (got '%(got)s').", got=node.tag)
            self._problem(line, message)
        if depth > _DEEPEST or id(node) in self._seen:
            at = line if named_at is None else named_at
            message = msg("yaml-aliases", "YAML aliases (&name, *name) and deep nesting are not understood here.")
            self._problem(at, message)
            return Node(None, line)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            self._check(node.value, line)
            empty = node.value in _NULLS and not node.style
            return Node(None if empty else node.value, line)
        if isinstance(node, yaml.SequenceNode):
            return Node([self._item(item, depth + 1) for item in node.value], line)
        return Node(self._entries(node, depth), line)

    def _item(self, node: yaml.Node, depth: int) -> Node:
        found = self.node(node, depth)
        is_quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        return Node(found.value, found.line, quoted=True) if is_quoted else found

    def _entries(self, node: yaml.Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + self._offset
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self._problem(line, msg("key-no-word", "a key must be a single word."))
            elif odd_sign(key):
                self._check(key, line)
            elif key in entries:
                message = msg(
                    "key-twice",
                    "'%(key)s' is written twice (first on line %(line)s). Remove one of them.",
                    key=key,
                    line=str(entries[key].line),
                )
                self._problem(line, message)
            else:
                entries[key] = Node(self.node(value_node, depth + 1, line).value, line)
        return entries

    def _check(self, text: str, line: int) -> None:
        """Complain of signs that only an escape such as "\\e" can have brought in, or that nobody sees."""
        if sign := odd_sign(text):
            self._problem(line, _odd(sign))

    def _problem(self, line: int, message: Message) -> None:
        self.problems.append(Problem(self._path, line, message))


def _odd(sign: str) -> Message:
    return msg(
        "sign-in-value",
        "a value holds the sign %(sign)s, which no text may hold: programs and terminals obey it. Take it out.",
        sign=sign,
    )


def read_toml(text: str, path: str, first_line: int = 1) -> Node:
    """The tree of TOML text that starts on `first_line` of `path`, typed values written back as text.

    TOML's parser gives no lines: values carry the line on which their key first stands alone, else the first.
    Raises ProblemsFound for broken TOML (a key written twice among them).
    """
    import tomllib  # few newsrooms write any

    if line := _deep_key(text):
        message = msg(
            "toml-key-long", "the TOML cannot be read: a key has more than %(most)s parts.", most=str(_DEEPEST)
        )
        raise ProblemsFound([Problem(path, first_line + line - 1, message)])
    try:
        data = tomllib.loads(text)
        node, odd = _toml_node(data, text, first_line)
    except tomllib.TOMLDecodeError as error:
        line = first_line + _toml_line(str(error), text) - 1
        message = msg(
            "toml-unreadable",
            "the TOML cannot be read: look at quotation marks, brackets and signs of equality.",
        )
        raise ProblemsFound([Problem(path, line, message)]) from None
    except (RecursionError, ValueError):
        message = msg(
            "toml-too-deep", "the TOML cannot be read: values are nested too deeply, or a number is too long."
        )
        raise ProblemsFound([Problem(path, first_line, message)]) from None
    if odd:
        raise ProblemsFound([Problem(path, line, _odd(sign)) for line, sign in odd])
    return node


def _deep_key(text: str) -> int:
    """The line of a key of so many parts that TOML's parser, whose time grows with their square, is not given it."""
    for line, row in enumerate(text.split("\n"), 1):
        key, assigned, _ = row.partition("=")
        if key.count(".") >= _DEEPEST and (assigned or row.startswith("[")) and _KEY.fullmatch(key.rstrip("] \t")):
            return line
    return 0


def _toml_node(data: dict[str, object], text: str, first_line: int) -> tuple[Node, list[tuple[int, str]]]:
    """The tree, and the signs in it that no text may hold, with their lines."""
    lines: dict[str, int] = {}
    for number, row in enumerate(text.splitlines(), first_line):
        key = row.partition("=")[0].strip().strip("[]\"'")
        lines.setdefault(key, number)
    odd: list[tuple[int, str]] = []
    return _from_toml(data, lines, first_line, odd), odd


def _toml_line(message: str, text: str) -> int:
    _, found, rest = message.rpartition("(at line ")
    number = rest.partition(",")[0]
    return int(number) if found and number.isdecimal() else text.rstrip().count("\n") + 1


def _toml_item(value: object, lines: dict[str, int], line: int, odd: list[tuple[int, str]]) -> Node:
    found = _from_toml(value, lines, line, odd)
    return Node(found.value, line, quoted=True) if isinstance(value, str) else found


def _from_toml(value: object, lines: dict[str, int], line: int, odd: list[tuple[int, str]]) -> Node:
    if isinstance(value, dict):
        entries = {}
        for key, item in value.items():
            at = lines.get(key, line)
            if sign := odd_sign(key):
                odd.append((at, sign))
            entries[key] = Node(_from_toml(item, lines, at, odd).value, at)
        return Node(entries, line)
    if isinstance(value, list):
        return Node([_toml_item(item, lines, line, odd) for item in value], line)
    if isinstance(value, str) and (sign := odd_sign(value)):
        odd.append((line, sign))
    if isinstance(value, bool):
        return Node("true" if value else "false", line)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return Node(value.isoformat(), line)
    return Node(str(value), line)
