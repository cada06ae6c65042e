"""Turns failed attempts to come in into a wait: for the address they come from, and for the account they try.

Nobody is locked out for ever, and a colleague not even for a while: where she came in before, her browser bears a mark,
and what strangers try with her name does not count there. Time is that of the process, which no change of the clock
moves.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from hashlib import sha256

SPAN = 900.0
"""Seconds for which a failed attempt counts."""
BY_ADDRESS, BY_ACCOUNT, BY_MARK = 20, 10, 10
"""So many failed attempts may be made in that time."""
_MOST = 20_000


class Throttle:
    """Counts attempts that failed. `clock` gives seconds that only grow."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.monotonic) -> None:
        self._key, self._clock = key, clock
        self._lock = threading.Lock()
        self._failed: dict[str, deque[float]] = {}

    def attempt(self, address: str, account: str, mark: str) -> float:
        """Count an attempt before it is looked at; the seconds for which it must wait unseen (0: it is looked at)."""
        with self._lock:
            now = self._clock()
            buckets = self._buckets(address, account, mark)
            wait = max(self._wait(name, most, now) for name, most in buckets)
            if wait <= 0:
                for name, _ in buckets:
                    self._failed.setdefault(name, deque()).append(now)
                self._forget(now)
            return max(wait, 0.0)

    def came_in(self, address: str, account: str, mark: str) -> None:
        """An attempt was none that failed: the account's count begins anew, the address's is one less."""
        with self._lock:
            for name, _ in self._buckets(address, account, mark):
                if name.startswith("address "):
                    if self._failed.get(name):
                        self._failed[name].pop()
                else:
                    self._failed.pop(name, None)

    def mark(self, account: str) -> str:
        """The mark of a browser in which somebody came in."""
        number = secrets.token_urlsafe(12)
        return f"{number}.{self._sign(number, account)}"

    def _sign(self, number: str, account: str) -> str:
        return hmac.new(self._key, f"{number} {account}".encode("utf-8", "surrogatepass"), sha256).hexdigest()

    def _buckets(self, address: str, account: str, mark: str) -> list[tuple[str, int]]:
        number, _, signed = mark.partition(".")
        if hmac.compare_digest(signed.encode("utf-8", "replace"), self._sign(number, account).encode()):
            return [(f"mark {number}", BY_MARK)]
        name = sha256(account.encode("utf-8", "surrogatepass")).hexdigest()
        return [(f"address {address}", BY_ADDRESS), (f"account {name}", BY_ACCOUNT)]

    def _wait(self, name: str, most: int, now: float) -> float:
        failed = self._failed.get(name, deque())
        while failed and failed[0] <= now - SPAN:
            failed.popleft()
        return failed[0] + SPAN - now if len(failed) >= most else 0.0

    def _forget(self, now: float) -> None:
        if len(self._failed) > _MOST:
            self._failed = {name: each for name, each in self._failed.items() if each and each[-1] > now - SPAN}
