"""Turns the facts of a CSV file into the chart that a text shows of it, or into what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from warta.content.documents import Link
from warta.errors import Problem
from warta.messages import msg
from warta.newsroom.pictures import FileFacts
from warta.newsroom.views import Chart

FORMS = {"batang": False, "bar": False, "garis": True, "line": True}
"""What may stand behind the name of a CSV file, and whether its chart is a line."""

_MOST_BARS = 40


class Drawn(msgspec.Struct, frozen=True):
    """Where a chart stands: the source of the text, its link to the file, and what it asks for behind `#`."""

    source: str
    link: Link
    form: str


def chart_of(drawn: Drawn, address: str, facts: FileFacts) -> tuple[Chart | None, list[Problem]]:
    """The chart of a file at this address, and what is wrong in the text and, with its line, in the file."""
    problems = [*_misused(drawn, facts), *facts.unfit]
    if facts.figures is None:
        return None, problems
    return Chart(address, facts.size, FORMS.get(drawn.form, False), facts.figures), problems


def _misused(drawn: Drawn, facts: FileFacts) -> Iterator[Problem]:
    place, target = (f"content/{drawn.source}", drawn.link.line), drawn.link.target
    if drawn.form and drawn.form not in FORMS:
        message = msg(
            "chart-form",
            "'%(target)s' asks for a chart that Warta does not draw. Behind # stands one of %(forms)s.",
            target=target,
            forms=tuple(FORMS),
        )
        yield Problem(*place, message)
    elif facts.figures and not FORMS.get(drawn.form) and len(facts.figures.rows) > _MOST_BARS:
        message = msg(
            "chart-bars",
            "'%(target)s' has %(rows)s rows, and a chart of bars has at most %(most)s. Write #garis behind the name of "
            "the file for a line.",
            target=target,
            rows=str(len(facts.figures.rows)),
            most=str(_MOST_BARS),
        )
        yield Problem(*place, message)
