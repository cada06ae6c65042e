"""Hands out ports of this machine that no other test and no outgoing connection takes in the meantime."""

from __future__ import annotations

import itertools
import os
import socket

_FIRST, _SHARE, _WORKERS = 20_000, 700, 16  # all below 32,768, where Linux begins to number outgoing connections
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
_next = itertools.cycle(range(_FIRST + _worker * _SHARE, _FIRST + (_worker + 1) * _SHARE))


def free_port() -> int:
    """A port nobody listens on just now, and not the one of the call before."""
    for port in itertools.islice(_next, _SHARE):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("this machine has no free port for a test")
