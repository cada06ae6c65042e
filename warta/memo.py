"""Finds the results of pure functions again by the name of the function and the digests of its inputs.

A function that is remembered is called with digested values and nothing else, so what is not among its inputs cannot
change its result. A slot (a function, and the name of the thing it is asked for, such as a shard) holds the last
result. Slots decide how long something takes, never what comes of it: a result counts only while its key is that of
the inputs given now. An empty memo gives the same results, later; so a memo may be handed to a function beside its
inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from warta.digests import Digested, digest_of_bytes, joined

Function = Callable[..., Any]
Slot = tuple[Function, object]


def key_of(function: Function, inputs: Iterable[Digested]) -> bytes:
    """The key of a call. The version of the code is not in it: a store of another version is not read at all."""
    return joined((_digest_of_name(function), *[each.digest for each in inputs]))


@lru_cache(maxsize=1000)
def _digest_of_name(function: Function) -> bytes:
    return digest_of_bytes(f"{function.__module__}.{function.__qualname__}".encode())


class Memo:
    """The last result of each remembered function for each thing, with the key it was made by.

    `made` counts the calls that were really made, for tests and measurements. `changed` names the slots with another
    result than at the beginning, which are to be kept for later processes.
    """

    digest = b""

    def __init__(self, slots: dict[Slot, tuple[bytes, Any]] | None = None) -> None:
        self.slots: dict[Slot, tuple[bytes, Any]] = slots or {}
        self.changed: set[Slot] = set()
        self.used: set[Slot] = set()
        self.made = 0

    def __call__(self, name: object, function: Function, *inputs: Any) -> Any:
        """`function(*inputs)`, made now or before."""
        key, slot = key_of(function, inputs), (function, name)
        self.used.add(slot)
        found = self.slots.get(slot)
        if found is not None and found[0] == key:
            return found[1]
        result = self.earlier(slot, key)
        if result is None:
            self.made += 1
            result = function(*inputs)
            self.changed.add(slot)
        self.slots[slot] = key, result
        return result

    def earlier(self, slot: Slot, key: bytes) -> Any:
        """The result that another process left for this key; None: there is none."""
        return None

    def each(self, name: object, function: Function, items: Iterable[Digested], *common: Any) -> list[Any]:
        """`[function(item, *common) for item in items]`, each made now or at the last call for this name."""
        key, slot = key_of(function, common), (function, name)
        self.used.add(slot)
        known, table = self.slots.get(slot, (b"", {}))
        if known != key:
            table = {}
        now: dict[bytes, Any] = {}
        results = []
        for item in items:
            digest = item.digest
            made = table.get(digest)
            if made is None:
                self.made += 1
                made = function(item, *common)
            now[digest] = made
            results.append(made)
        self.slots[slot] = key, now
        return results

    def forget_unused(self) -> None:
        """Let go of the slots that nobody asked for since the last call of this: their things are gone."""
        for slot in self.slots.keys() - self.used:
            del self.slots[slot]
            self.changed.add(slot)
        self.used.clear()
