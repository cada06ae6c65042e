"""Turns persons and the journal into who gets a message now, and who does not, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from warta.deploy.mailing.journal import BEGUN, LATER, LEFT, REFUSED, SENT, Journal, Line
from warta.deploy.mailing.lists import Person

AGAIN, LEAVE = "again", "leave"
"""What somebody decided on messages of which nobody knows whether they were taken."""


class Chosen(msgspec.Struct, frozen=True):
    """Who gets a message: `first` for the first time, `news` since they got an earlier version of what it says. Of the
    others `done` got it, `refused` cannot be written to, of the `uncertain` nobody knows.
    """

    first: tuple[Person, ...] = ()
    news: tuple[Person, ...] = ()
    done: tuple[Person, ...] = ()
    refused: tuple[Person, ...] = ()
    uncertain: tuple[Person, ...] = ()

    @property
    def due(self) -> tuple[Person, ...]:
        """Who gets the message."""
        return (*self.first, *self.news)


def choose(
    persons: Iterable[Person],
    journal: Journal,
    about: tuple[str, str],
    wants: Callable[[Person], bool],
    decided: str = "",
) -> Chosen:
    """Who gets version `about[1]` of `about[0]`. Whoever got an earlier version gets this one too, whatever it is about
    now; all others, if they want it.
    """
    found: dict[str, list[Person]] = {name: [] for name in Chosen.__struct_fields__}
    for person in persons:
        place = _place(journal.of(about[0], person.key), about[1], decided) or ("first" if wants(person) else "")
        if place:
            found[place].append(person)
    return Chosen(**{name: tuple(each) for name, each in found.items()})


def _place(lines: dict[str, Line], version: str, decided: str) -> str:
    """Where somebody belongs by what became of earlier messages; empty: there was none."""
    now = lines.get(version)
    step = now.step if now else ""
    if step == BEGUN and not decided:
        return "uncertain"
    if step in (SENT, LEFT) or (step == BEGUN and decided == LEAVE):
        return "done"
    before = [line.step for each, line in lines.items() if each != version]
    if step == REFUSED or (before and before[-1] == REFUSED and not step):
        return "refused"
    if any(each in (SENT, BEGUN, LEFT) for each in before):
        return "news"
    return "first" if step in (BEGUN, LATER) else ""
