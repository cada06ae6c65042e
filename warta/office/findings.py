"""Turns a text that is being written into what the desk editor finds in it, at its place, with the change to click."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from warta.catalogue import say
from warta.content.amend import front_of
from warta.content.documents import Body, Release
from warta.content.fieldsets import FIELDS
from warta.content.frontmatter import split
from warta.content.keys import RELEASE_WORDING
from warta.desk.desk import edit, severities
from warta.desk.findings import ERROR, OFF, Finding, Fix
from warta.desk.fixes import fixed
from warta.desk.house import House
from warta.desk.manuscript import read_manuscript
from warta.desk.newsroom import Newsroom
from warta.desk.reading import read_text
from warta.desk.rules.table import RULES
from warta.desk.spelling import Dictionaries, Speller, find_dictionaries
from warta.errors import Problem, ProblemsFound
from warta.messages import Message, msg
from warta.office.form import KEY_OF
from warta.settings import Settings

_ABOUT = {
    "summary": "summary",
    "dateline": "dateline",
    "region": "regions",
    "text": "body",
    "credit": "image",
    "alt": "image",
}
"""The fields that rules are about which find that something is missing."""


class Choice(msgspec.Struct, frozen=True):
    """A change to click: its words, and the lines of the body (from 0) that it puts in place of others."""

    label: str
    first: int
    last: int
    lines: tuple[str, ...]


class Found(msgspec.Struct, frozen=True):
    """What was found: `field` is the input it stands at, `line` the line of the body (from 0; -1: of none), `quote` the
    words it is about. An `error` keeps the text from being saved.
    """

    message: str
    field: str
    line: int = -1
    quote: str = ""
    rule: str = ""
    error: bool = False
    choices: tuple[Choice, ...] = ()


class Editor:
    """Reads texts under the settings of a newsroom; its dictionaries are looked for once."""

    def __init__(self, site: Path, settings: Settings) -> None:
        self.settings = settings
        self._house = House.of(settings)
        try:
            self._levels = severities(settings)
        except ProblemsFound:
            self._levels = {name: rule.severity for name, rule in RULES.items()}
        self._levels = {name: OFF if RULES[name].on_newsroom else level for name, level in self._levels.items()}
        self._dictionaries: Dictionaries = find_dictionaries(site)
        self._speller = Speller(self._dictionaries, self._house.words)

    def read(self, data: bytes, release: Release | None, problems: Iterable[Problem]) -> list[Found]:
        """What is to mend in a text, errors first. `problems` are those for which it cannot be saved."""
        place = _Place(data)
        found = [place.found(say(each.message), each.line, error=True) for each in problems]
        if release is None:
            return found
        document = msgspec.structs.replace(release, body=Body())
        reading = read_text(read_manuscript(document, data), self._house, self._speller)
        newsroom = Newsroom(self.settings, (document,), (), {}, None, {}, frozenset(), lambda digest: "")
        rest = edit(newsroom, {release.source: reading}, self._dictionaries, self._levels)
        rest = [each for each in rest if not (each.severity == ERROR and found and each.line == 0)]
        return found + [place.of(each) for each in rest]


class _Place:
    """Says of the lines of a file where they stand in its form."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            parts = split(data, "x")
            self._first = parts.body_line
            self._rows = parts.body.strip("\n").split("\n")
            self._keys = _lines_of(data)
        except ProblemsFound:
            self._first, self._rows, self._keys = 1 << 30, [], {}

    def found(self, message: str, line: int, *, error: bool = False) -> Found:
        at = line - self._first
        if at >= 0:
            return Found(message, "body", min(at, len(self._rows) - 1), error=error)
        field = next((name for start, name in sorted(self._keys.items(), reverse=True) if start <= line), "")
        return Found(message, field, error=error)

    def of(self, finding: Finding) -> Found:
        found = self.found(say(finding.message), finding.line, error=False)
        if (about := finding.rule.partition("-")[0]) in _ABOUT and finding.rule.endswith("-missing"):
            found = msgspec.structs.replace(found, field=_ABOUT[about])
        quote = _quote(finding.message)
        choices = list(self._choices(found.line, finding.message, quote))
        if finding.fixes and (safe := self._safe(finding.fixes)):
            choices.insert(0, safe)
        return msgspec.structs.replace(found, quote=quote, rule=finding.rule, choices=tuple(choices[:4]))

    def _choices(self, line: int, message: Message, quote: str) -> Iterable[Choice]:
        """What may be meant instead of words, which somebody has to choose."""
        if line < 0 or not quote or quote not in self._rows[line]:
            return
        row, values = self._rows[line], dict(message.values)
        if message.code == "weekday-wrong":
            right = str(values["right"])
            made = re.sub(r"^\w+(?:['’]\w+)?", right, quote)
            yield Choice(
                say(msg("choice-change", "Change to %(words)s", words=right)),
                line,
                line,
                (row.replace(quote, made, 1),),
            )
        if message.code == "word-unknown":
            for word in _named_in(message):
                made = word.capitalize() if quote[:1].isupper() else word
                label = say(msg("choice-change", "Change to %(words)s", words=made))
                yield Choice(label, line, line, (re.sub(rf"\b{re.escape(quote)}\b", made, row),))

    def _safe(self, fixes: tuple[Fix, ...]) -> Choice | None:
        """What can be mended safely, where it lies in the body alone."""
        if any(fix.first < self._first for fix in fixes):
            return None
        try:
            after = split(fixed(self._data, [fixes]), "x").body.strip("\n").split("\n")
        except ProblemsFound:
            return None
        label = say(msg("choice-mend", "Mend it"))
        return Choice(label, 0, len(self._rows) - 1, tuple(after))


def _lines_of(data: bytes) -> dict[int, str]:
    """The fields of a form by the line on which their key begins."""
    fields = split(data, "x").fields.value
    fields = fields if isinstance(fields, dict) else {}
    names = {key: field.name for field in FIELDS for key in RELEASE_WORDING.alike.get(KEY_OF[field.name], ())}
    return {node.line: names.get(RELEASE_WORDING.key(name), "") for name, node in fields.items()}


def _quote(message: Message) -> str:
    values: Mapping[str, object] = dict(message.values)
    return str(values.get("words") or values.get("word") or "")


def _named_in(message: Message) -> list[str]:
    """The words that a message proposes."""
    found: list[str] = []
    for hint in message.hints:
        for _, value in hint.values:
            for each in value if isinstance(value, tuple) else (value,):
                text = say(each) if isinstance(each, Message) else str(each)
                found += re.findall(r"'([^']+)'", text) or ([text] if text.isalpha() else [])
    return found[:3]


def with_choice(body: str, choice: Choice) -> str:
    """A body with a change made."""
    rows = body.split("\n")
    rows[choice.first : choice.last + 1] = choice.lines
    return "\n".join(rows)


def keys_of(data: bytes) -> set[str]:
    """The keys of a text as they are written."""
    return set(front_of(data, "x"))
