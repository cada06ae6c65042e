"""Turns two deploys to one host at the same time into one deploy, and a refusal that names the other.

The lock is a note on the host that says who took it and when that deploy was last seen alive. Its holder renews it
while it works, so an old lock is that of a deploy that died.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import socket
import time
from collections.abc import Iterator

import msgspec

from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.messages import msg

NAME = "warta-deploy.lock"
STALE = dt.timedelta(minutes=15)


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock: an unguessable word, the machine, its process, and when it was last seen alive (UTC)."""

    token: str
    machine: str
    process: int
    seen: dt.datetime


class Lock:
    """A lock that is held."""

    def __init__(self, connection: Connection, holder: Holder) -> None:
        self._connection = connection
        self._holder = holder

    def renew(self) -> None:
        """Say that the holder is alive. Raises CannotDeploy when somebody else took the lock."""
        there = _read(self._connection)
        if there is None or there.token != self._holder.token:
            raise CannotDeploy(
                msg("lock-taken-over", "another deploy took over this host. Wait for it, then deploy again.")
            )
        self._holder = msgspec.structs.replace(self._holder, seen=_now())
        data = msgspec.json.encode(self._holder)
        self._connection.do(lambda host: host.write_note(NAME, data))

    def release(self) -> None:
        """Let others deploy."""
        there = _read(self._connection)
        if there is not None and there.token == self._holder.token:
            self._connection.do(lambda host: host.drop_note(NAME))


@contextlib.contextmanager
def locked(connection: Connection) -> Iterator[Lock]:
    """Hold the lock of a host. Raises CannotDeploy when another deploy holds it and shows signs of life."""
    holder = Holder(secrets.token_hex(8), socket.gethostname(), os.getpid(), _now())
    data = msgspec.json.encode(holder)
    if not connection.do(lambda host: host.claim_note(NAME, data)):
        other = _read(connection) or _read_again(connection)
        if other is not None and other.token != holder.token:  # ours, when the answer to a first try was lost
            _refuse_if_alive(other)
        connection.do(lambda host: host.write_note(NAME, data))
    there = _read(connection)
    if there is None or there.token != holder.token:
        raise CannotDeploy(
            msg(
                "lock-same-moment",
                "another deploy to this host began at the same moment. Wait for it, then deploy again.",
            )
        )
    lock = Lock(connection, holder)
    try:
        yield lock
    finally:
        with contextlib.suppress(Exception):  # what went wrong before is what the user must hear; locks grow old
            lock.release()


def _refuse_if_alive(other: Holder) -> None:
    age = abs(_now() - other.seen)  # a clock that is ahead must not hold the host until it is right
    if age > STALE or (other.machine == socket.gethostname() and not _is_running(other.process)):
        return
    minutes = max(int((STALE - age).total_seconds() // 60) + 1, 1)
    raise CannotDeploy(
        msg(
            "lock-held",
            "a deploy from %(machine)s is under way (seen %(seconds)s s ago). Wait for it. "
            "If it died, its lock ends by itself in %(minutes)s min.",
            machine=other.machine,
            seconds=int(age.total_seconds()),
            minutes=minutes,
        )
    )


def _read(connection: Connection) -> Holder | None:
    data = connection.do(lambda host: host.read_note(NAME))
    try:
        return msgspec.json.decode(data, type=Holder) if data else None
    except (RecursionError, msgspec.DecodeError):
        return None


def _read_again(connection: Connection) -> Holder | None:
    """On some hosts a lock is taken a moment before its text is there."""
    time.sleep(2)
    return _read(connection)


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # asking would end it there; the lock grows old by itself
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
