"""Turns an organization's `terms` into its periods of office, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from warta import shapes
from warta.content.documents import OfficeTerm
from warta.content.kinds import Kind, Origin
from warta.content.prose import Prose
from warta.dates import Moment, end_of, moment_in
from warta.fields import Fields
from warta.messages import day, msg


class _Written(msgspec.Struct, frozen=True, gc=False):
    """A term, with the line on which it says when it began."""

    term: OfficeTerm
    line: int


def _read_terms(fields: Fields, names: tuple[str, ...], origin: Origin) -> tuple[OfficeTerm, ...]:
    """The periods of office, the first one first; one that ends before it begins and two that overlap are problems."""
    rows = (_read(fields.nested(node, names[0]), origin.zone) for node in fields.items(names[0]))
    found = sorted((row for row in rows if row is not None), key=lambda row: row.term.since.at)
    for earlier, later in pairwise(found):
        _check_order(fields, earlier.term, later)
    return tuple(row.term for row in found)


def _read(row: Fields, zone: dt.tzinfo) -> _Written | None:
    name = " ".join(row.required("name").split())
    line = row.line_of("from")
    since = row.required_moment("from", zone)
    last_line = row.line_of("until")
    last = row.moment("until", zone)
    row.close()
    until = end_of(last)
    if since and last and until and until.at <= since.at:
        message = msg(
            "term-ends-early",
            "'until' must be after 'from', which is %(since)s (got '%(got)s'). Did you mean them the other way round?",
            since=day(since.at) if not since.timed else moment_in(since.at, zone),
            got=_written(last),
        )
        row.problem(last_line, message)
        return None
    return _Written(OfficeTerm(name, since, until), line) if name and since else None


def _check_order(fields: Fields, earlier: OfficeTerm, later: _Written) -> None:
    since = later.term.since
    if earlier.until is not None and earlier.until.at <= since.at:
        return
    # a bare date in `until` is the last day: a term that begins on a day follows one that ends the day before
    end = since if since.timed else Moment(since.at - dt.timedelta(days=1), timed=False)
    after = end_of(end)
    hint = msg("term-until", "Write 'until: %(end)s' there, if it ended then.", end=_written(end))
    if after is None or after.at <= earlier.since.at:
        hint = msg("term-other-start", "One of the two must begin at another time.")
    message = msg(
        "terms-overlap",
        "term '%(later)s' begins before term '%(earlier)s' has ended (got '%(got)s').",
        hint,
        later=later.term.name,
        earlier=earlier.name,
        got=_written(since),
    )
    fields.problem(later.line, message)


def _written(moment: Moment) -> str:
    return moment.at.strftime("%Y-%m-%d %H:%M") if moment.timed else moment.at.date().isoformat()


TERMS = Kind(
    _read_terms,
    shapes.list_of(
        shapes.mapping({"name": shapes.TEXT, "from": shapes.MOMENT, "until": shapes.MOMENT}, "name", "from")
    ),
    prose=Prose(below=frozenset(("name",))),
)


def terms_texts(terms: Iterable[OfficeTerm]) -> Iterable[str]:
    """The words of periods of office: their names."""
    return (term.name for term in terms)
