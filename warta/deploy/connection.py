"""Turns connections that break into one that holds: what failed is tried again, after longer and longer pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from warta.deploy.host import Dropped, Host, Opener, Refused

T = TypeVar("T")

PAUSES = (0.5, 2.0, 5.0, 15.0)
"""Seconds before each further try."""


class Connection:
    """A host that is opened when it is first needed, and again when its connection broke."""

    def __init__(self, opener: Opener, pauses: tuple[float, ...] = PAUSES) -> None:
        self._opener = opener
        self._pauses = pauses
        self._host: Host | None = None

    def do(self, work: Callable[[Host], T]) -> T:
        """What `work` returns. Raises the last Dropped or Refused when no try succeeded, and CannotDeploy at once."""
        for pause in self._pauses:
            try:
                return work(self._opened())
            except Dropped:
                self.close()
            except Refused:
                pass
            time.sleep(pause)
        return work(self._opened())

    def _opened(self) -> Host:
        if self._host is None:
            self._host = self._opener()
        return self._host

    def close(self) -> None:
        """Let go of the connection."""
        if self._host is not None:
            self._host.close()
            self._host = None
