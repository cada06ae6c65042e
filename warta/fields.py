"""Turns a tree of texts into typed values, collecting every problem with its line on the way.

Each type of value has its reader here, with its own complaints, which makes this module long.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeVar

import msgspec

from warta.datatree import Node
from warta.dates import Calendar, Moment, Unclear, parse_moment
from warta.errors import Problem, known_are, meant, nearest, one_of
from warta.messages import Message, msg
from warta.wording import NO_WORDING, Wording, yes_or_no

Value = TypeVar("Value")

_ADDRESS = re.compile(r"(?:https?://|/(?!/))\S*")
_MAIL = re.compile(r"[^\s@<>:/?&=%\"'(),;\\]+@[^\s@<>:/?&=%\"'(),;\\]+")
_CALENDAR = Calendar()
_GLUED = re.compile(r"([A-Za-z_-]+):(\S.*)")
_MOST = 40  # unknown keys that are named


class Ref(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name as written, which something later must find, and the line it stands on."""

    text: str
    line: int


class Fields:
    """The keys of one mapping, each read once with the type its reader wants.

    A value of the wrong shape is a problem and reads as absent, so one run shows all of them. `close` reports the
    keys nobody asked for. Every text is NFC and stripped. With a list of `warnings`, what a foreign archive may be
    forgiven (`fault`) goes there; what is odd in any text (`doubt`) goes to `doubts`.
    """

    def __init__(  # noqa: PLR0913 - whose keys, and how they are understood
        self,
        path: str,
        node: Node,
        problems: list[Problem],
        *,
        warnings: list[Problem] | None = None,
        doubts: list[Problem] | None = None,
        what: Literal["key", "setting"] = "key",
        below: str = "",
        calendar: Calendar = _CALENDAR,
        wording: Wording = NO_WORDING,
    ) -> None:
        self.path = path
        self._wording = wording
        self.calendar = calendar
        self.line = node.line
        self._problems = problems
        self._soft = problems if warnings is None else warnings
        self._doubts = [] if doubts is None else doubts
        self._what, self._below = what, below
        self._known: list[str] = []
        self._meant: set[str] = set()
        value = node.value
        self._left = self._by_key(value) if isinstance(value, dict) else {}
        self._readable = isinstance(value, dict) or value is None
        if not self._readable:
            if below:
                message = msg(
                    "not-pairs-below",
                    "'%(key)s' must be 'key: value' lines (got %(got)s).",
                    known_are(sorted(wording.exact)) if wording.exact else None,
                    key=below,
                    got=shown(node),
                )
            else:
                message = msg("not-pairs", "must be 'key: value' lines (got %(got)s).", got=shown(node))
            self.problem(node.line, message)

    def _by_key(self, written: dict[str, Node]) -> dict[str, Node]:
        """The values by the keys that are meant; a key under two of its names is a problem."""
        if self._wording.exact.issuperset(written) or self._wording is NO_WORDING:  # as nearly always
            return dict(written)
        found: dict[str, Node] = {}
        names: dict[str, str] = {}
        for name, node in sorted(written.items(), key=lambda each: each[1].line):
            key = self._wording.key(name)
            others = [each for each in self._wording.alike.get(key, (key,)) if each in found]
            others = [each for each in others if each != names[each] or key != name]
            if not others:
                found[key], names[key] = node, name
                continue
            first, line = names[others[0]], found[others[0]].line
            message = msg(
                "key-twice-named",
                "'%(name)s' is the same key as '%(first)s' on line %(line)s: written twice. Remove one of them.",
                name=name,
                first=first,
                line=str(line),
            )
            self.problem(node.line, message)
        return found

    def problem(self, line: int, message: Message) -> None:
        """Report `message` at `line` of this file."""
        self._problems.append(Problem(self.path, line, message))

    def fault(self, line: int, message: Message) -> None:
        """Report what is a problem in this newsroom's own texts and a warning in those of a foreign archive."""
        self._soft.append(Problem(self.path, line, message))

    def doubt(self, line: int, message: Message) -> None:
        """Report what can be meant and is read, but looks like a slip."""
        self._doubts.append(Problem(self.path, line, message))

    def take(self, *names: str) -> Node | None:
        """The value of the first of `names` that is present and not empty; the names count as known."""
        self._known += names
        found = None
        for name in names:
            node = self._left.pop(name, None)
            if node is not None and node.value is not None and found is None:
                found = node
        return found

    def find(self, places: Mapping[str, Value]) -> list[Value]:
        """What stands in `places` at the keys that are here; all its keys count as known."""
        self._known += places
        return [places[key] for key in self._left if key in places]

    def has(self, name: str) -> bool:
        """Whether the key is there and not read yet."""
        return name in self._left

    def line_of(self, name: str) -> int:
        """The line of a key that is not read yet, or of the mapping itself when it is not there."""
        node = self._left.get(name)
        return node.line if node is not None else self.line

    def text(self, *names: str) -> str | None:
        """One line or block of text, NFC and stripped; None when absent or blank."""
        if self._left.keys().isdisjoint(names):  # as most keys of most files: not one call more than it needs
            self._known += names
            return None
        node = self.take(*names)
        if node is None:
            return None
        return self._as_text(node, names[0]) or None

    def ref(self, *names: str) -> Ref | None:
        """As `text`, with its line."""
        if self._left.keys().isdisjoint(names):
            self._known += names
            return None
        node = self.take(*names)
        text = "" if node is None else self._as_text(node, names[0])
        return Ref(text, node.line) if node is not None and text else None

    def address(self, name: str) -> str:
        """An address to link to: https://... or a path on this site; empty when absent."""
        line = self.line_of(name)
        text = self.text(name) or ""
        if text and not _ADDRESS.fullmatch(text):
            message = msg(
                "no-address",
                "'%(key)s' must be an address such as https://example.go.id/ or /redaksi/ (got '%(got)s').",
                key=name,
                got=text,
            )
            self.problem(line, message)
            return ""
        return text

    def mail(self, name: str) -> str:
        """One e-mail address; empty when absent. Others, a subject or a text in it would go into a letter unseen."""
        line = self.line_of(name)
        text = self.text(name) or ""
        if text and not _MAIL.fullmatch(text):
            message = msg(
                "no-mail-address",
                "'%(key)s' must be one e-mail address, such as humas@example.go.id (got '%(got)s').",
                key=name,
                got=text,
            )
            self.problem(line, message)
            return ""
        return text

    def required(self, name: str, hint: Message | None = None) -> str:
        """As `text`, but its absence is a problem (and reads as an empty text)."""
        before = len(self._problems)
        text = self.text(name)
        if text is None:
            if len(self._problems) == before:
                self.missing(name, hint)
            return ""
        return text

    def missing(self, name: str, hint: Message | None = None) -> None:
        """Report that the key `name` must be there and is not; a key that looks like it is pointed out."""
        if self._readable:
            like = self._misspelled(name)
            write = None if like or hint else msg("key-write", "Write '%(key)s:' and what it is to say.", key=name)
            message = msg("key-missing", "'%(key)s' is missing.", *like, hint, write, key=name)
            self.problem(self.line, message)

    def _misspelled(self, name: str) -> list[Message]:
        unknown = [(key, node) for key, node in self._left.items() if key not in self._known][:_MOST]
        found = {key: node for key, node in unknown if nearest(key, [name])}
        self._meant |= found.keys()  # one line says it
        return [
            msg("key-meant", "Is '%(key)s' on line %(line)s meant?", key=key, line=str(node.line))
            for key, node in found.items()
        ]

    def flag(self, name: str) -> bool:
        """One of the words for yes, or of those for no; absent is False."""
        node = self.take(name)
        if node is None:
            return False
        meant = yes_or_no(node.value) if isinstance(node.value, str) else None
        if meant is None:
            message = msg("no-flag", "'%(key)s' must be true or false (got %(got)s).", key=name, got=shown(node))
            self.problem(node.line, message)
        return bool(meant)

    def number(self, name: str, default: int, least: int = 0, most: int = 10_000) -> int:
        """A whole number from `least` to `most`."""
        node = self.take(name)
        if node is None:
            return default
        text = node.value if isinstance(node.value, str) else ""
        if text.isdecimal() and text.isascii() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        message = msg(
            "no-whole-number",
            "'%(key)s' must be a whole number from %(least)s to %(most)s (got %(got)s).",
            key=name,
            least=str(least),
            most=str(most),
            got=shown(node),
        )
        self.problem(node.line, message)
        return default

    def choice(self, name: str, options: Iterable[str], default: str | None = None) -> str | None:
        """One of `options`, as written there."""
        node = self.take(name)
        if node is None:
            return default
        every = list(options)
        text = node.value if isinstance(node.value, str) else ""
        if text in every:
            return text
        message = msg(
            "no-choice",
            "'%(key)s' must be one of %(known)s (got %(got)s).",
            meant(text, every) if text else None,
            key=name,
            known=tuple(every),
            got=shown(node),
        )
        self.problem(node.line, message)
        return default

    def moment(self, name: str, zone: dt.tzinfo, *, since: int = 0) -> Moment | None:
        """A date or time in `zone` (see `parse_moment`); one of a year before `since` is doubted."""
        node = self.take(name)
        if node is None:
            return None
        if not isinstance(node.value, str):
            message = msg(
                "no-date", "'%(key)s' must be a date such as 2026-11-24 09:05 (got %(got)s).", key=name, got=shown(node)
            )
            self.problem(node.line, message)
            return None
        try:
            found = parse_moment(node.value, zone, self.calendar)
        except Unclear as unclear:
            self.problem(node.line, unclear.answer(f"'{name}'", lambda date: f"{name}: {date}"))
            return None
        if found.at.year < since:
            message = msg(
                "date-long-ago",
                "'%(key)s' is before %(year)s (got %(got)s). Is the year right?",
                key=name,
                year=str(since),
                got=shown(node),
            )
            self.doubt(node.line, message)
        return found

    def required_moment(self, name: str, zone: dt.tzinfo, *, since: int = 0) -> Moment | None:
        """As `moment`, but its absence is a problem."""
        before = len(self._problems)
        found = self.moment(name, zone, since=since)
        if found is None and len(self._problems) == before:
            hint = msg("write-date", "Write it as %(key)s: 2026-11-24 or 2026-11-24 09:05.", key=name)
            self.missing(name, hint)
        return found

    def refs(self, *names: str) -> tuple[Ref, ...]:
        """A list of names (or one name), each with its line; all `names` are read and joined, without repeats."""
        if self._left.keys().isdisjoint(names):
            self._known += names
            return ()
        found: dict[str, Ref] = {}
        for name in names:
            node = self.take(name)
            if node is None:
                continue
            items = node.value if isinstance(node.value, list) else [node]
            for item in items:
                text = self._as_text(item, name)
                if text:
                    found.setdefault(text, Ref(text, item.line))
        return tuple(found.values())

    def texts(self, *names: str) -> tuple[str, ...]:
        """As `refs`, without the lines."""
        return tuple(ref.text for ref in self.refs(*names))

    def mapping(self, name: str, wording: Wording = NO_WORDING) -> Fields | None:
        """The nested mapping under `name`; its reader must be closed too."""
        node = self.take(name)
        return None if node is None else self.nested(node, name, wording)

    def nested(self, node: Node, name: str, wording: Wording = NO_WORDING) -> Fields:
        """A reader of `node`, a part of this file, whose keys people may call as the wording says."""
        return Fields(
            self.path,
            node,
            self._problems,
            warnings=self._soft,
            doubts=self._doubts,
            below=name,
            calendar=self.calendar,
            wording=wording,
        )

    def items(self, name: str) -> list[Node]:
        """The items under `name`: those of a list, or the one value itself."""
        node = self.take(name)
        if node is None:
            return []
        return node.value if isinstance(node.value, list) else [node]

    def pairs(self, name: str) -> Iterator[tuple[str, Node]]:
        """Key and value of each entry of the mapping under `name`, whatever its keys are."""
        node = self.take(name)
        if node is None:
            return
        if isinstance(node.value, dict):
            yield from node.value.items()
        else:
            message = msg(
                "not-pairs-below", "'%(key)s' must be 'key: value' lines (got %(got)s).", key=name, got=shown(node)
            )
            self.problem(node.line, message)

    def close(self) -> None:
        """Report every key that was not read, with the nearest that is known; of very many the number."""
        unread = [(key, node) for key, node in self._left.items() if key not in self._meant]
        if len(unread) > _MOST:
            message = msg(
                "keys-unknown-more",
                "%(count)s more key is unknown from here on.",
                many="%(count)s more keys are unknown from here on.",
                count=len(unread) - _MOST,
            )
            self.fault(unread[_MOST][1].line, message)
        for key, node in unread[:_MOST]:
            name = key if len(key) <= 40 else key[:37] + "..."
            hint = self._hint(key, node)
            if self._below:
                message = msg(
                    "key-unknown-below", "unknown key of '%(below)s' '%(key)s'.", hint, below=self._below, key=name
                )
            elif self._what == "setting":
                message = msg("setting-unknown", "unknown setting '%(key)s'.", hint, key=name)
            else:
                message = msg("key-unknown", "unknown key '%(key)s'.", hint, key=name)
            self.fault(node.line, message)

    def _hint(self, key: str, node: Node) -> Message | None:
        """What may be meant by an unknown key, or all that are known."""
        value = node.value if isinstance(node.value, str) else "..."
        if answer := self._wording.answer(key, value):
            return answer
        if node.value is None and (glued := _GLUED.fullmatch(key)):
            line = f"{glued[1]}: {glued[2]}"
            return msg("blank-behind-colon", "There must be a blank behind the colon: %(line)s", line=line)
        near = nearest(key, (*self._known, *self._wording.meant))
        if near is not None:
            return one_of([self._wording.key(near)])
        if self._soft is not self._problems:  # who wrote a foreign archive is not there to be told what is known here
            return None
        return msg("known-are", "Known are: %(known)s.", known=", ".join(dict.fromkeys(self._known)))

    def _as_text(self, node: Node, name: str) -> str:
        value = node.value
        if isinstance(value, str):
            return value if value.isascii() and value == value.strip() else clean(value)
        if value is not None:
            message = msg("no-text", "'%(key)s' must be text (got %(got)s).", key=name, got=shown(node))
            self.problem(node.line, message)
        return ""


def clean(text: str) -> str:
    """`text` in Unicode's NFC form, without white space around it."""
    return unicodedata.normalize("NFC", text).strip()


def shown(node: Node) -> Message:
    """What was written, short enough for a message."""
    if isinstance(node.value, list):
        return msg("shown-list", "a list")
    if isinstance(node.value, dict):
        return msg("shown-pairs", "'key: value' lines")
    text = node.value or ""
    return msg("shown-text", "'%(said)s'", said=text if len(text) <= 60 else text[:57] + "...")
