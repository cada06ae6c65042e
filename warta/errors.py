"""Turns what went wrong into problems with place, message and hint, and into errors with the exit code of the run."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence

import msgspec

from warta.messages import Message, msg


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to mend: the file as the user knows it, its line (from 1; 0 when the whole file is meant)."""

    path: str
    line: int
    message: Message

    @property
    def place(self) -> str:
        """`content/releases/banjir.md:4`"""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def few(problems: Sequence[Problem], most: int = 50) -> tuple[Problem, ...]:
    """The problems of one file; of very many the first, and how many more there are."""
    if len(problems) <= most:
        return tuple(problems)
    more = msg(
        "problems-not-shown",
        "holds 1 more problem, which is not shown.",
        many="holds %(count)s more problems, which are not shown.",
        count=len(problems) - most,
    )
    return (*problems[:most], Problem(problems[0].path, 0, more))


class Said(Exception):
    """Why something cannot be done, in a sentence for people, for whoever knows of which file to say it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


SHOWN = Message("shown", "")
"""The message of an error that has been shown already, in the form that was asked for."""


class WartaError(Exception):
    """Anything Warta stops for. Its message is meant for the user, as text it is English; `exit_code` is the process's.

    Without a message it has been shown already.
    """

    exit_code = 1

    def __init__(self, message: Message = SHOWN) -> None:
        super().__init__(message)
        self.message = message


class ProblemsFound(WartaError):
    """Content, configuration or theme hold problems; all those of the run are in `problems`, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        said = "\n".join(str(problem) for problem in self.problems)
        super().__init__(Message("problems-found", said.replace("%", "%%")))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # for who finds them in another process


class UsageError(WartaError):
    """The command cannot mean what was typed (exit code 2)."""

    exit_code = 2


class OutputError(WartaError):
    """The output folder cannot be written, or is not ours to write."""


def not_utf_8(error: UnicodeDecodeError) -> Message:
    """That a file is no text in UTF-8, with the place of the first byte that shows it."""
    return msg("byte-no-utf-8", "is not UTF-8 text (byte %(place)s cannot be read).", place=str(error.start + 1))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most likely meant by `word`, or None when none is near."""
    from difflib import get_close_matches  # only when there is something to tell

    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def meant(word: str, known: Iterable[str]) -> Message | None:
    """The hint for a message about `word`; None when nothing known is near it."""
    match = nearest(word, known)
    return one_of([match]) if match else None


def one_of(words: Sequence[str]) -> Message | None:
    """The hint that one of these words may be meant: up to three of them are told."""
    match words:
        case [only]:
            return msg("meant", "Did you mean '%(word)s'?", word=only)
        case [first, second]:
            return msg("meant-of-two", "Did you mean '%(first)s' or '%(second)s'?", first=first, second=second)
        case [first, second, third, *_]:
            return msg(
                "meant-of-three",
                "Did you mean '%(first)s', '%(second)s' or '%(third)s'?",
                first=first,
                second=second,
                third=third,
            )
    return None


def known_are(names: Iterable[str]) -> Message:
    """The hint which names there are."""
    return msg("known-are", "Known are: %(known)s.", known=tuple(names))


def listed(words: Iterable[str], *, most: int = 8) -> str:
    """The words in one line, quoted by nothing, cut after `most` with the number left out."""
    every = list(words)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


_REASONS = {
    errno.ENOENT: msg("not-there", "There is no such file or folder."),
    errno.ENOTDIR: msg("no-folder-above", "A part of the path is a file, not a folder."),
    errno.EISDIR: msg("is-a-folder", "It is a folder, not a file."),
    errno.EEXIST: msg("is-there", "It is there already."),
    errno.EACCES: msg("no-right", "This account may not do that there."),
    errno.EPERM: msg("no-right", "This account may not do that there."),
    errno.ENOSPC: msg("disk-full", "The disk is full."),
    errno.EDQUOT: msg("quota-full", "The room that this account may use on the disk is full."),
    errno.EROFS: msg("disk-read-only", "The disk can only be read."),
    errno.EBUSY: msg("in-use", "Another program is using it."),
    errno.ENAMETOOLONG: msg("name-too-long", "The name is too long."),
    errno.ELOOP: msg("links-in-a-circle", "Its links lead in a circle."),
    errno.EMFILE: msg("too-many-open", "Too many files are open at once."),
    errno.ENFILE: msg("too-many-open", "Too many files are open at once."),
    errno.EIO: msg("disk-error", "The disk reports an error."),
    errno.EADDRINUSE: msg("port-in-use", "Another program serves there already."),
    errno.EADDRNOTAVAIL: msg("not-our-address", "This machine does not have that address."),
    errno.ECONNREFUSED: msg("connection-refused", "Nobody answers there."),
    errno.ECONNRESET: msg("connection-reset", "The other side broke off."),
    errno.EPIPE: msg("connection-reset", "The other side broke off."),
    errno.ETIMEDOUT: msg("timed-out", "No answer came in time."),
    errno.ENETUNREACH: msg("no-way-there", "There is no way there from this network."),
    errno.EHOSTUNREACH: msg("no-way-there", "There is no way there from this network."),
}


def reason(error: OSError) -> Message:
    """A sentence for what the system says of a file or a connection; its own words where no sentence is known."""
    if isinstance(error, TimeoutError):
        return _REASONS[errno.ETIMEDOUT]
    known = _REASONS.get(error.errno or 0)
    return known or msg("system-says", "The system says: %(words)s", words=error.strerror or str(error))
