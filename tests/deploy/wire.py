"""A wire between a client and a server on loopback, which breaks where a test says so."""

from __future__ import annotations

import contextlib
import socket
import threading


class Wire:
    """Carries connections to a port. `cuts` are numbers of bytes sent by clients in all: at each, the connection that
    brings it there is cut in the middle, and `dark` further ones find nobody.
    """

    def __init__(self, port: int, cuts: list[int], dark: int = 0) -> None:
        self._port = port
        self._cuts = sorted(cuts)
        self._dark_for = dark
        self._dark = 0
        self._sent = 0
        self._turn = threading.Lock()
        self.struck = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._open: set[socket.socket] = set()
        self._ended = False

    def __enter__(self) -> Wire:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._threads[0].join()
        self._listener.close()
        for each in list(self._open):
            _cut(each)
        for thread in self._threads:
            thread.join()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while not self._ended:
            client, _ = self._listener.accept()
            with self._turn:
                dark = self._dark > 0
                self._dark -= dark
            self._open.add(client)
            if dark or self._ended:
                _cut(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._port), 10)
            except OSError:
                _cut(client)
                continue
            server.settimeout(None)
            self._open.add(server)
            for source, target, counted in ((client, server, True), (server, client, False)):
                thread = threading.Thread(target=self._carry, args=(source, target, counted))
                self._threads.append(thread)
                thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:  # noqa: FBT001
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                allowed = self._allowed(len(data)) if counted else len(data)
                target.sendall(data[:allowed])
                if allowed < len(data):
                    break
        _cut(source)
        _cut(target)

    def _allowed(self, size: int) -> int:
        """How many of these bytes come through."""
        with self._turn:
            before, self._sent = self._sent, self._sent + size
            if not self._cuts or self._sent <= self._cuts[0]:
                return size
            allowed = max(self._cuts.pop(0) - before, 0)
            self._sent = before + allowed
            self.struck += 1
            self._dark = self._dark_for
            return allowed


def _cut(end: socket.socket) -> None:
    """Both ends hear of it; the socket is closed when no thread reads from it any more."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
