"""A place whose connections break, refuse and die where a test says so, around a real one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from warta.deploy.host import Dropped, Host, Place, Refused
from warta.deploy.output import File
from warta.messages import msg


class Killed(BaseException):
    """The process is no more."""


class Faults:
    """Counts what is done to a host; the numbers in `plan` go wrong. `then` is called after everything that is done."""

    def __init__(self, plan: dict[int, str], then: Callable[[], None] = lambda: None) -> None:
        self.plan = plan
        self.count = 0
        self.then = then
        self.log: list[str] = []
        self.dead = False
        self._turn = threading.Lock()

    def step(self, what: str, work: Callable[[], Any]) -> Any:
        """Do one thing, or do it half, or not at all."""
        with self._turn:
            if self.dead:
                raise Killed
            self.count += 1
            fault = self.plan.get(self.count, "")
            self.log.append(f"{what}{f' ({fault})' if fault else ''}")
            if fault == "killed before":
                self.dead = True
                raise Killed
            if fault == "dropped before":
                raise Dropped(msg("broke", "the connection broke."))
            if fault == "refused":
                raise Refused(msg("no-room", "no room."))
            result = work()
            self.then()
            if fault == "killed after":
                self.dead = True
                raise Killed
            if fault == "dropped after":
                raise Dropped(msg("answer-lost", "the answer was lost."))
            return result


class FaultyPlace(msgspec.Struct, frozen=True):
    """See `host.Place`."""

    place: Place
    faults: Faults
    connections: int = 1
    batch: int = 1

    def open(self) -> Host:
        """See `host.Place`."""
        return FaultyHost(self.place.open(), self.faults)


class FaultyHost:
    """See `host.Host`."""

    def __init__(self, host: Host, faults: Faults) -> None:
        self._host = host
        self._faults = faults

    def begin(self) -> None:
        self._faults.step("begin", self._host.begin)

    def unfinished(self) -> bool:
        return self._host.unfinished()

    def finish(self, name: str) -> None:
        self._faults.step("finish", lambda: self._host.finish(name))

    def read(self, path: str) -> bytes | None:
        found: bytes | None = self._faults.step(f"read {path}", lambda: self._host.read(path))
        return found

    def put(self, files: Sequence[File]) -> None:
        for file in files:
            self._faults.step(f"put {file.path}", lambda file=file: self._host.put([file]))  # type: ignore[misc]

    def delete(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._faults.step(f"delete {path}", lambda path=path: self._host.delete([path]))  # type: ignore[misc]

    def sweep(self, folders: Iterable[str]) -> None:
        self._faults.step("sweep", lambda: self._host.sweep(folders))

    def names(self) -> list[str]:
        return self._host.names()

    def read_note(self, name: str) -> bytes | None:
        found: bytes | None = self._faults.step("read note", lambda: self._host.read_note(name))
        return found

    def write_note(self, name: str, data: bytes) -> None:
        self._faults.step("write note", lambda: self._host.write_note(name, data))

    def claim_note(self, name: str, data: bytes) -> bool:
        done: bool = self._faults.step("claim note", lambda: self._host.claim_note(name, data))
        return done

    def drop_note(self, name: str) -> None:
        self._faults.step("drop note", lambda: self._host.drop_note(name))

    def close(self) -> None:
        self._host.close()
