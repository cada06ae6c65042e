"""Turns tables of people (CSV, as spreadsheets write it) into persons, each once, or into every problem with its line.

A table has a line of names above: `mail`, and as many as are needed of `name`, `topics`, `regions`, `language`.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from warta.deploy.mailing.settings import is_address
from warta.errors import Problem, meant, not_utf_8
from warta.messages import Message, msg
from warta.newsroom.regions import AmbiguousRegion, RegionTable, UnknownRegion

_COLUMNS = {
    "mail": ("mail", "e-mail", "email", "surel", "alamat surel"),
    "name": ("name", "nama"),
    "topics": ("topics", "topic", "topik", "kategori"),
    "regions": ("regions", "region", "wilayah", "daerah"),
    "language": ("language", "bahasa"),
}
_NAMES = {said: name for name, every in _COLUMNS.items() for said in every}
_LONGEST = 200
_LARGEST = 20_000_000


class Person(msgspec.Struct, frozen=True):
    """Somebody who asked for releases: of these topics and regions (their codes), in this language; empty: of all.

    `places` are the lines that say so.
    """

    mail: str
    name: str = ""
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    language: str = ""
    places: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> str:
        """What tells one person from another: upper and lower case is no difference between mailboxes."""
        return self.mail.casefold()

    def wants(self, topics: frozenset[str], regions: frozenset[str], language: str) -> bool:
        """Whether a release of these topics and regions is for this person."""
        return (
            self.language == language
            and (not self.topics or not self.topics.isdisjoint(topics))
            and (not self.regions or not self.regions.isdisjoint(regions))
        )


class People(msgspec.Struct, frozen=True):
    """The persons of some lists. `folded` are how many lines named somebody again."""

    persons: tuple[Person, ...]
    problems: tuple[Problem, ...]
    folded: int = 0


def read_lists(paths: Sequence[Path], names: Sequence[str], regions: RegionTable, languages: Sequence[str]) -> People:
    """The persons of all lists, in their order; `names` is what messages call each. `languages` has the main one
    first, which is that of who names none.
    """
    problems: list[Problem] = []
    found: dict[str, Person] = {}
    lines = 0
    for path, name in zip(paths, names, strict=True):
        for person in _Reader(name, regions, languages, problems).read(path):
            lines += 1
            known = found.get(person.key)
            found[person.key] = _joined(known, person, problems) if known else person
    return People(tuple(found.values()), tuple(problems), lines - len(found))


def _joined(one: Person, other: Person, problems: list[Problem]) -> Person:
    """Two lines about one person: whoever asks for everything once gets everything. Two languages are a problem."""
    if one.language != other.language:
        (path, line), (first, at) = other.places[-1], one.places[0]
        message = msg(
            "list-two-languages", "%(mail)s is listed for another language in %(place)s. Leave one of the two.",
            mail=other.mail, place=f"{first}:{at}",
        )  # fmt: skip
        problems.append(Problem(path, line, message))
    return Person(
        one.mail,
        one.name or other.name,
        one.topics | other.topics if one.topics and other.topics else frozenset(),
        one.regions | other.regions if one.regions and other.regions else frozenset(),
        one.language,
        (*one.places, *other.places),
    )


class _Reader:
    """Reads one list."""

    def __init__(self, name: str, regions: RegionTable, languages: Sequence[str], problems: list[Problem]) -> None:
        self._name = name
        self._regions = regions
        self._languages = languages
        self._problems = problems

    def read(self, path: Path) -> Iterator[Person]:
        """The persons of the list, line by line."""
        text = self._text(path)
        if text is None:
            return
        columns: list[str] = []
        for line, row in self._rows(text):
            if not columns:
                columns = self._columns(row, line)
                if not columns:
                    return
            elif person := self._person(columns, row, line):
                yield person
        if not columns:
            self._told(0, _NO_COLUMNS)

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold anything, each with the line in which it begins."""
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        line = 1
        try:
            for row in rows:
                if any(cell.strip() for cell in row):
                    yield line, row
                line = rows.line_num + 1
        except csv.Error:
            self._told(line, msg("list-row", "the row cannot be read: a quotation mark in it is not closed."))

    def _text(self, path: Path) -> str | None:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            self._told(0, msg("list-large", "is larger than %(most)s MB.", most=_LARGEST // 1_000_000))
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._told(0, not_utf_8(error))
            return None
        if "\x00" in text:
            self._told(0, msg("list-binary", "is no table in text. Save it as CSV (UTF-8)."))
            return None
        return text

    def _told(self, line: int, message: Message) -> None:
        self._problems.append(Problem(self._name, line, message))

    def _columns(self, row: Sequence[str], line: int) -> list[str]:
        """What each column is; empty where that cannot be told."""
        found = []
        for cell in row:
            said = cell.strip().casefold()
            if said and said not in _NAMES:
                hint = meant(said, _NAMES) or _NO_COLUMNS
                self._told(line, msg("list-column", "there is no column '%(got)s'.", hint, got=cell.strip()))
                return []
            found.append(_NAMES.get(said, ""))
        if "mail" not in found or len({each for each in found if each}) < len([each for each in found if each]):
            self._told(line, _NO_COLUMNS)
            return []
        return found

    def _person(self, columns: Sequence[str], row: Sequence[str], line: int) -> Person | None:
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            self._told(line, msg("list-cells", "the row has more cells than the line of names above."))
            return None
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        before = len(self._problems)
        person = Person(
            self._mail(cells.get("mail", ""), line),
            self._line(cells.get("name", ""), line),
            frozenset(each.casefold() for each in _listed(self._line(cells.get("topics", ""), line))),
            frozenset(self._codes(_listed(cells.get("regions", "")), line)),
            self._language(cells.get("language", ""), line),
            ((self._name, line),),
        )
        return person if len(self._problems) == before else None

    def _mail(self, written: str, line: int) -> str:
        user, _, domain = written.rpartition("@")
        if not domain.isascii() and domain.isprintable():
            with contextlib.suppress(UnicodeError):
                written = f"{user}@{domain.encode('idna').decode('ascii')}"
        if not is_address(written):
            message = msg(
                "list-mail", "this is no e-mail address that can be written to (got '%(got)s').", got=written[:80]
            )
            self._told(line, message)
        return written

    def _line(self, written: str, line: int) -> str:
        """One line of text: what breaks lines in a name would begin lines of its own in the head of a mail."""
        if len(written) > _LONGEST or not written.isprintable():
            message = msg("list-text", "a cell must be one line of at most %(most)s letters and signs.", most=_LONGEST)
            self._told(line, message)
        return written

    def _language(self, written: str, line: int) -> str:
        known = {each.casefold(): each for each in self._languages}
        if written and written.casefold() not in known:
            message = msg(
                "list-language", "the newsroom has no edition in language '%(got)s'. There are: %(known)s.",
                got=written, known=tuple(self._languages),
            )  # fmt: skip
            self._told(line, message)
        return known.get(written.casefold(), self._languages[0])

    def _codes(self, written: Iterable[str], line: int) -> Iterator[str]:
        for each in written:
            try:
                yield self._regions.find(each).code
            except UnknownRegion as unknown:
                hint = meant(each, unknown.suggestions)
                self._told(line, msg("list-region", "there is no region '%(got)s'.", hint, got=each))
            except AmbiguousRegion as several:
                message = msg(
                    "list-region-several", "'%(got)s' can be several regions: %(known)s. Write the code.",
                    got=each, known=tuple(f"{region.name} ({region.code})" for region in several.candidates),
                )  # fmt: skip
                self._told(line, message)


_NO_COLUMNS = msg(
    "list-columns",
    "The first line must name the columns, each once: mail, and as many as are needed of name, topics, regions, "
    "language.",
)


def _delimiter(text: str) -> str:
    """What stands between cells: the most frequent in the first line of commas, semicolons and tabs."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _listed(cell: str) -> list[str]:
    """The parts of a cell that names several."""
    for sign in ";|":
        cell = cell.replace(sign, ",")
    return [part.strip() for part in cell.split(",") if part.strip()]
