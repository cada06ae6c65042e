"""Turns a deployed site into word of what is new on it, and keeps the journal on the host that says to whom it went.

A release is taken off the journal before it is sent, and put back when it was not taken: so a kill can lose an
announcement, and nothing can make two.
"""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from collections.abc import Mapping

import msgspec

from warta.deploy.announcing.channels import Channel, NotSent, channel_of
from warta.deploy.announcing.news import Item, Journal, News, read_news, update
from warta.deploy.announcing.settings import Announce
from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.lock import locked
from warta.deploy.manifest import File
from warta.deploy.web import Web
from warta.errors import WartaError, listed

NAME = "warta-announced.json.gz"


class Told(msgspec.Struct, frozen=True):
    """What was sent, by channel (`telegram: 2`), and what was not, with why."""

    sent: dict[str, int]
    failed: dict[str, str]
    first: bool = False


def announce(line: Connection, files: Mapping[str, File], settings: Announce, base: str, now: dt.datetime) -> Told:
    """Announce what became public in `files` since the last time. Never raises for a channel's sake, nor for the
    host's: an announcement that fails is no failed deploy.
    """
    try:
        news = read_news(files, base)
        with locked(line):
            return _announce(line, news, settings, base, now)
    except WartaError as error:
        return Told({}, {"announcements": str(error).rstrip(".")})


def _announce(line: Connection, news: News, settings: Announce, base: str, now: dt.datetime) -> Told:
    before = _read(line)
    journal = update(before, news, settings, now)
    sent: dict[str, int] = {}
    failed: dict[str, str] = {}
    web = Web()
    for name in journal.pending:
        channel = channel_of(name, settings, base, web)
        journal = _Telling(line, journal, channel).all(sent, failed)
    web.close()
    if journal != before:
        _write(line, journal)
    return Told(sent, failed, first=before is None)


class _Telling:
    """One channel being told what waits for it."""

    def __init__(self, line: Connection, journal: Journal, channel: Channel) -> None:
        self._line = line
        self._journal = journal
        self._channel = channel

    def all(self, sent: dict[str, int], failed: dict[str, str]) -> Journal:
        """Send what waits, until one thing is not taken; the journal afterwards."""
        name = self._channel.name
        waiting = self._journal.pending[name]
        while waiting:
            some, rest = waiting[: self._channel.at_once], waiting[self._channel.at_once :]
            self._leave(rest)
            _write(self._line, self._journal)
            try:
                self._channel.send(some)
            except NotSent as error:
                failed[name] = str(error)
                self._leave(waiting)
                break
            sent[name] = sent.get(name, 0) + len(some)
            waiting = rest
        return self._journal

    def _leave(self, waiting: tuple[Item, ...]) -> None:
        pending = {**self._journal.pending, self._channel.name: waiting}
        kept = {name: items for name, items in pending.items() if items}
        self._journal = msgspec.structs.replace(self._journal, pending=kept)


def _read(line: Connection) -> Journal | None:
    data = line.do(lambda host: host.read_note(NAME))
    if data is None:
        return None
    try:
        return msgspec.json.decode(gzip.decompress(data), type=Journal)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError):
        raise CannotDeploy(
            f"{NAME} on the host cannot be read, so nobody knows what was announced. Delete it there; then what is "
            "public now counts as announced."
        ) from None


def _write(line: Connection, journal: Journal) -> None:
    data = gzip.compress(msgspec.json.encode(journal), mtime=0)
    line.do(lambda host: host.write_note(NAME, data))


def in_words(told: Told) -> list[str]:
    """What to say of it, a line each."""
    lines = []
    if told.first:
        lines.append("Announcements begin now: what is public already counts as announced.")
    if told.sent:
        lines.append(f"Announced: {listed(f'{name} {count}' for name, count in told.sent.items())}.")
    lines += [
        f"Not announced on {name}: {reason}. The next deploy tries again." for name, reason in told.failed.items()
    ]
    return lines
