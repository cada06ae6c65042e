"""Turns a deployed site into announcements of its new releases, with a journal on the host of what was announced.

A release is taken off the journal's waiting list before it is sent, and put back when the channel did not take it: so
a kill can lose an announcement, and nothing can make two.
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
from warta.deploy.output import File
from warta.errors import WartaError
from warta.messages import Message, msg
from warta.web import Web

NAME = "warta-announced.json.gz"
ALL = "announcements"
"""Stands for every channel."""
_EVERY = msg("every-channel", "announcements")


class Announced(msgspec.Struct, frozen=True):
    """How many announcements were sent by channel (`telegram: 2`), and why others were not.

    `first` says that there was no journal yet.
    """

    sent: dict[str, int]
    failed: dict[str, Message | str]
    first: bool = False


def announce(
    connection: Connection, files: Mapping[str, File], settings: Announce, base: str, now: dt.datetime
) -> Announced:
    """Announce what became public in `files` since the last time. Raises nothing for a channel or host that fails: an
    announcement that fails is no failed deploy.
    """
    try:
        news = read_news(files, base)
        with locked(connection):
            return _announce(connection, news, settings, base, now)
    except WartaError as error:
        return Announced({}, {ALL: error.message})


def _announce(connection: Connection, news: News, settings: Announce, base: str, now: dt.datetime) -> Announced:
    before = _read(connection)
    journal = update(before, news, settings, now)
    sent: dict[str, int] = {}
    failed: dict[str, Message | str] = {}
    web = Web()
    for name in journal.pending:
        channel = channel_of(name, settings, base, web)
        journal = _Sending(connection, journal, channel).all(sent, failed)
    web.close()
    if journal != before:
        _write(connection, journal)
    return Announced(sent, failed, first=before is None)


class _Sending:
    """The sending of all that waits for one channel."""

    def __init__(self, connection: Connection, journal: Journal, channel: Channel) -> None:
        self._connection = connection
        self._journal = journal
        self._channel = channel

    def all(self, sent: dict[str, int], failed: dict[str, Message | str]) -> Journal:
        """Send what waits, until the channel does not take something; the journal afterwards."""
        name = self._channel.name
        waiting = self._journal.pending[name]
        while waiting:
            some, rest = waiting[: self._channel.at_once], waiting[self._channel.at_once :]
            self._leave(rest)
            _write(self._connection, self._journal)
            try:
                self._channel.send(some)
            except NotSent as error:
                failed[name] = error.message
                self._leave(waiting)
                break
            sent[name] = sent.get(name, 0) + len(some)
            waiting = rest
        return self._journal

    def _leave(self, waiting: tuple[Item, ...]) -> None:
        pending = {**self._journal.pending, self._channel.name: waiting}
        kept = {name: items for name, items in pending.items() if items}
        self._journal = msgspec.structs.replace(self._journal, pending=kept)


def _read(connection: Connection) -> Journal | None:
    data = connection.do(lambda host: host.read_note(NAME))
    if data is None:
        return None
    try:
        return msgspec.json.decode(gzip.decompress(data), type=Journal)
    except (OSError, EOFError, zlib.error, RecursionError, msgspec.DecodeError):
        raise CannotDeploy(
            msg(
                "journal-unread",
                "%(name)s on the host cannot be read, so nobody knows what was announced. Delete it there; then what "
                "is public now counts as announced.",
                name=NAME,
            )
        ) from None


def _write(connection: Connection, journal: Journal) -> None:
    data = gzip.compress(msgspec.json.encode(journal), mtime=0)
    connection.do(lambda host: host.write_note(NAME, data))


def report_lines(announced: Announced) -> list[Message]:
    """The lines of a report for the terminal."""
    lines = []
    if announced.first:
        lines.append(msg("announce-begins", "Announcements begin now: what is public already counts as announced."))
    if announced.sent:
        counted = tuple(
            msg("announced-on", "%(channel)s %(number)s", channel=name, number=count)
            for name, count in announced.sent.items()
        )
        lines.append(msg("announced", "Announced: %(channels)s.", channels=counted))
    lines += [
        msg(
            "not-announced",
            "Not announced on %(channel)s: %(why)s The next deploy tries again.",
            channel=_EVERY if name == ALL else name,
            why=why,
        )
        for name, why in announced.failed.items()
    ]
    return lines
