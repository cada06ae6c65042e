"""Turns connections that are open into those that may stay: few at a time, and none that asks for nothing for long."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

MOST = 100
"""How many connections are open at a time; then the oldest goes. A browser opens a handful for each of its tabs."""
PATIENCE = 10.0
"""Seconds that a request may take to arrive whole."""


class Connections:
    """The open connections of a server, each with the moment by which its request must be there."""

    def __init__(self) -> None:
        self._open: dict[socket.socket, float | None] = {}
        self._lock = threading.Lock()

    def add(self, connection: socket.socket) -> None:
        """Take note of a new one; where there are too many, the oldest goes."""
        with self._lock:
            if len(self._open) >= MOST:
                _end(next(iter(self._open)))
                del self._open[next(iter(self._open))]
            self._open[connection] = time.monotonic() + PATIENCE

    def arrived(self, connection: socket.socket) -> None:
        """Its request is there: from here on it takes as long as it takes."""
        with self._lock:
            if connection in self._open:
                self._open[connection] = None

    def remove(self, connection: socket.socket) -> None:
        """It is closed."""
        with self._lock:
            self._open.pop(connection, None)

    def end_late(self) -> None:
        """End those whose request did not come."""
        now = time.monotonic()
        with self._lock:
            for connection, deadline in list(self._open.items()):
                if deadline is not None and deadline < now:
                    _end(connection)
                    del self._open[connection]


def _end(connection: socket.socket) -> None:
    """Let the thread that reads from it see the end."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
