"""Turns what went wrong into sentences a press officer can act on, with the exit code of the run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to mend: the file as the user knows it, its line (from 1; 0 when the whole file is meant)."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


def few(problems: Sequence[Problem], most: int = 50) -> tuple[Problem, ...]:
    """The problems of one file; of very many the first, and how many more there are."""
    if len(problems) <= most:
        return tuple(problems)
    more = f"holds {len(problems) - most} more problems, which are not shown."
    return (*problems[:most], Problem(problems[0].path, 0, more))


def met_at(problem: Problem, doing: str, places: Sequence[str]) -> Problem:
    """A problem with the first of the places that it was met at while doing something, and how many more there are."""
    if problem.path == places[0]:
        return problem
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return Problem(problem.path, problem.line, f"{problem.message} (while {doing} {places[0]}{more})")


class WartaError(Exception):
    """Anything Warta stops for. Its text is meant for the user; `exit_code` is the process's."""

    exit_code = 1


class ProblemsFound(WartaError):
    """Content, configuration or theme hold problems; all those of the run are in `problems`, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # for who finds them in another process


class UsageError(WartaError):
    """The command cannot mean what was typed (exit code 2)."""

    exit_code = 2


class OutputError(WartaError):
    """The output folder cannot be written, or is not ours to write."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most likely meant by `word`, or None when none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence to append to a message, with a space before it; empty when nothing known is near `word`."""
    match = nearest(word, known)
    return f" Did you mean '{match}'?" if match else ""


def listed(words: Iterable[str], *, most: int = 8) -> str:
    """The words in one line, quoted by nothing, cut after `most` with the number left out."""
    every = list(words)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
