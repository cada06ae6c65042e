"""Defines what every host must be able to do, whatever its protocol, and the three errors by which it may fail."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from warta.deploy.output import File
from warta.errors import WartaError, known_reason
from warta.messages import Message, msg

_TEMPORARY = re.compile(r"\.warta-up-[0-9a-f]{16}")


class Dropped(WartaError):
    """The connection broke or never came about: worth another try, with a new one."""


class Refused(WartaError):
    """The host said no to one thing (no right, no room): worth another try, then the end."""


class CannotDeploy(WartaError):
    """Nothing that trying again would mend: a wrong password, a wrong key, a folder that is not there."""


class Host(Protocol):
    """One connection to a place where a site lies. Each method raises Dropped, Refused or CannotDeploy.

    Paths are below the site's root, with `/`. Notes are small files of Warta's own next to the site's. Nothing is
    written, read or deleted by way of a link that somebody else put there.
    """

    def begin(self) -> None:
        """Get ready to be written to. Called once in a deploy, before the first `put`."""

    def unfinished(self) -> bool:
        """Whether a deploy put everything in its place but for the last step, `finish`."""

    def finish(self, name: str) -> None:
        """Show readers what was put, where it is not shown already; `name` is the digest of the state."""

    def read(self, path: str) -> bytes | None:
        """The bytes at a path as the last deploy left them; None when nothing is there."""

    def put(self, files: Sequence[File]) -> None:
        """Write files, each so that a reader sees the old bytes or the new ones and nothing between."""

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files, and folders that became empty by it. What is not there needs no deleting."""

    def sweep(self, folders: Iterable[str]) -> None:
        """Delete what interrupted uploads left in these folders, and at the root of notes, under temporary names."""

    def names(self) -> list[str]:
        """What lies at the site's root, by whomever; a folder's name ends with `/`."""

    def read_note(self, name: str) -> bytes | None:
        """A note; None when it is not there."""

    def write_note(self, name: str, data: bytes) -> None:
        """Write a note, over the one that is there."""

    def claim_note(self, name: str, data: bytes) -> bool:
        """Write a note if there is none by this name, and say whether that was so."""

    def drop_note(self, name: str) -> None:
        """Delete a note that may be there."""

    def close(self) -> None:
        """Let go of the connection; never raises."""


class Place(Protocol):
    """The place a target leads to: it opens connections, and says how many at once and how many files in one `put` are
    good.
    """

    @property
    def connections(self) -> int:
        """How many connections may work at the same time."""

    @property
    def batch(self) -> int:
        """How many files one `put` should be given."""

    def open(self) -> Host:
        """A connection. Raises Dropped or CannotDeploy."""


Opener = Callable[[], Host]


def temporary_name(path: str) -> str:
    """The name under which a file is uploaded before it is renamed: one nobody can guess, to plant a link there."""
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}.warta-up-{secrets.token_hex(8)}"


def is_temporary(name: str) -> bool:
    """Whether a name is such a one."""
    return _TEMPORARY.fullmatch(name) is not None


def host_says(host: str, error: Exception, about: str = "") -> Message:
    """What a host or the way to it said of an attempt (perhaps about one path), in its own words or in none."""
    words, why = str(error), known_reason(error)
    if why and about:
        return msg("host-why-of", "%(host)s: %(path)s: %(why)s", host=host, path=about, why=why)
    if why:
        return msg("host-why", "%(host)s: %(why)s", host=host, why=why)
    if not words and about:
        return msg("host-broke-at", "%(host)s: %(path)s: the connection broke.", host=host, path=about)
    if not words:
        return msg("host-broke", "%(host)s: the connection broke.", host=host)
    if about:
        return msg("host-says-of", "%(host)s: %(path)s: %(words)s.", host=host, path=about, words=words)
    return msg("host-says", "%(host)s: %(words)s.", host=host, words=words)


def link_in_the_way(folder: str) -> Refused:
    """What to do where a folder of the site would be written to or deleted from by way of a link."""
    return Refused(
        msg(
            "link-in-the-way",
            "%(folder)s is a link to another folder, and the site needs a folder there. Move the link away.",
            folder=folder,
        )
    )
