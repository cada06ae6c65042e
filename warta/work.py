"""Turns a task and its items into results, in this process or in several, each item with its result as it comes.

An executor is anything with `map`, whose results are closed when no more are wanted, so that no worker goes on, and
with `beside`, for one call whose result is wanted later. A task is a picklable callable that takes one item; it may
keep costly things it made for itself (a Markdown engine, a template environment) and must not depend on which items it
saw before. One with a `prepare` is given the items before workers are forked, so that they share what it makes for
itself instead of making it each.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

from warta.errors import WartaError

Item = TypeVar("Item")
Result = TypeVar("Result")

_SMALL = 60
_CHUNKS = range(8, 33)  # the least and the most items handed out at a time


class Executor(Protocol):
    """Runs a task over items."""

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """Each item with its result, in any order; `name` says what an item is, for messages."""
        ...

    def beside(self, call: Callable[[], Result]) -> AbstractContextManager[Callable[[], Result]]:
        """Begin a call that changes nothing, beside what is done here where that is possible.

        Inside, what it gives can be asked for, more than once; it raises what the call raises.
        """
        ...


class WorkerDied(WartaError):
    """A worker process ended in the middle of an item."""


class TaskFailed(WartaError):
    """A task raised something it should have returned as a problem: a defect, with its trace."""


class Serial:
    """Runs everything here, one after the other."""

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor."""
        return ((item, task(item)) for item in items)

    def beside(self, call: Callable[[], Result]) -> AbstractContextManager[Callable[[], Result]]:
        """See Executor. The call is made when its result is asked for."""
        return contextlib.nullcontext(cache(call))


class Processes:
    """Runs chunks of items in `jobs` worker processes, started for each `map`.

    Each has a stretch of the items, so that what neighbours have in common is made by one of them. With `fork` the
    workers see task and items as they are here, and only numbers travel to them; with `spawn` both are pickled. Few
    items are run here: starting workers would take longer.
    """

    def __init__(self, jobs: int, method: str | None = None) -> None:
        self._jobs = jobs
        self._method = method or start_method()

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor. Raises WorkerDied with the name of the item a worker died on, and what a task raises: a
        WartaError as it is, anything else as TaskFailed.
        """
        if len(items) < _SMALL:
            return ((item, task(item)) for item in items)
        return self._map(task, items, name)

    @contextlib.contextmanager
    def beside(self, call: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
        """See Executor. Where processes cannot be forked, or the one that was came to no result, it is made here."""
        if self._method != "fork":
            yield cache(call)
            return
        ours, theirs = os.pipe()
        try:
            worker = os.fork()
        except OSError:  # no room for another process
            os.close(ours)
            os.close(theirs)
            yield cache(call)
            return
        if not worker:
            _answer(call, theirs)
        os.close(theirs)
        with open(ours, "rb") as answer:  # noqa: PTH123

            @cache
            def result() -> Result:
                try:
                    found: Result = pickle.load(answer)
                except (EOFError, pickle.UnpicklingError):
                    return call()
                return found

            try:
                yield result
            finally:
                answer.close()  # a worker that is not done yet finds nobody to tell, and ends
                os.kill(worker, signal.SIGTERM)
                os.waitpid(worker, 0)

    def _map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], str]
    ) -> Generator[tuple[Item, Result], None, None]:
        import multiprocessing

        context: Any = multiprocessing.get_context(self._method)
        if self._method == "fork":
            prepare = getattr(task, "prepare", None)
            if prepare is not None:
                prepare(items)
            gc.freeze()  # what is here already is not looked through again in every worker, nor copied for it
        jobs = min(self._jobs, len(items) // (_SMALL // 2))
        at = context.RawArray("q", jobs)
        workers: dict[Connection, _Worker] = {}
        try:
            for number in range(jobs):
                ours, theirs = context.Pipe()
                # a forked worker holds our ends too: while it does, it would never see that we are gone
                inherited = (*workers, ours) if self._method == "fork" else ()
                arguments = (task, items, theirs, at, number, inherited)
                process = context.Process(target=_work, args=arguments, daemon=True)
                process.start()
                theirs.close()
                workers[ours] = _Worker(process, number)
            yield from _Crew(workers, items, at, name).results()
            for connection in workers:
                with contextlib.suppress(OSError):  # all results are here: who died now, died for nothing
                    connection.send(None)
            for worker in workers.values():
                worker.process.join()
        finally:
            for connection, worker in workers.items():
                connection.close()
                if worker.process.is_alive():
                    worker.process.terminate()
                    worker.process.join()


class _Worker:
    def __init__(self, process: Any, number: int) -> None:
        self.process = process
        self.number = number


class Shares:
    """What of `count` items is left to hand out: a stretch for each of the workers."""

    def __init__(self, count: int, workers: int) -> None:
        bounds = [count * each // workers for each in range(workers + 1)]
        self._left = [range(start, stop) for start, stop in pairwise(bounds)]
        self._chunk = min(max(count // (8 * workers), _CHUNKS[0]), _CHUNKS[-1])

    def take(self, worker: int) -> tuple[int, int] | None:
        """Where a worker's next chunk starts and ends, in another's stretch when its own is done. None: all is done."""
        own = self._left[worker]
        if own:
            self._left[worker] = own[self._chunk :]
            return own.start, own[: self._chunk].stop
        richest = max(range(len(self._left)), key=lambda each: len(self._left[each]))
        other = self._left[richest]
        if not other:
            return None
        self._left[richest] = other[: -self._chunk]
        return other[-self._chunk :].start, other.stop


class _Crew:
    """Workers at items: hands out chunks, two to a worker so that none waits, and takes in what they made."""

    def __init__(
        self, workers: dict[Connection, _Worker], items: Sequence[Any], at: Any, name: Callable[[Any], str]
    ) -> None:
        self._workers, self._items, self._at, self._name = workers, items, at, name
        self._shares = Shares(len(items), len(workers))

    def results(self) -> Generator[tuple[Any, Any], None, None]:
        """The items with their results, as they come."""
        from multiprocessing.connection import wait

        for connection in list(self._workers) * 2:
            self._hand_out(connection)
        due = len(self._items)
        while due:
            ready: list[Any] = wait(list(self._workers))
            for connection in ready:
                start, results = self._received(connection)
                self._hand_out(connection)
                due -= len(results)
                yield from zip(self._items[start : start + len(results)], results, strict=True)

    def _hand_out(self, connection: Connection) -> None:
        chunk = self._shares.take(self._workers[connection].number)
        try:
            if chunk is not None:
                connection.send(chunk)
        except OSError:  # its end is closed, because it is no more
            raise self._lost(connection) from None

    def _received(self, connection: Connection) -> tuple[int, list[Any]]:
        try:
            start, results, failure = connection.recv()
        except (EOFError, OSError):
            raise self._lost(connection) from None
        if failure is not None:
            raise failure.error(self._name(self._items[start + len(results)]))
        return start, results

    def _lost(self, connection: Connection) -> WorkerDied:
        item = self._items[self._at[self._workers[connection].number]]
        return WorkerDied(f"a worker process died while it worked on {self._name(item)}. Was there too little memory?")


class _Failure:
    """An exception on its way from a worker; what is meant for the user arrives as what it was."""

    def __init__(self, error: Exception) -> None:
        self._kind = type(error)
        self._args = error.args
        self._state = dict(vars(error))
        self._trace = "" if isinstance(error, WartaError) else traceback.format_exc()
        if self._trace:  # whatever it holds need not be able to travel
            self._kind, self._args, self._state = TaskFailed, (), {}

    def error(self, item: str) -> Exception:
        """The exception to raise here for one that came with `item`."""
        if self._trace:
            return TaskFailed(f"{item} could not be worked on:\n{self._trace}")
        # not by calling the class, whose parameters need not be the arguments of the exception
        error = self._kind.__new__(self._kind, *self._args)
        vars(error).update(self._state)
        return error


def _answer(call: Callable[[], object], pipe: int) -> NoReturn:
    """The life of a process for one call: its result, or nothing, then the end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process; the parent answers it
        with open(pipe, "wb") as answer:
            pickle.dump(call(), answer)
    finally:
        os._exit(0)


def _work(
    task: Callable[[Any], Any],
    items: Sequence[Any],
    connection: Connection,
    at: Any,
    number: int,
    inherited: tuple[Connection, ...],
) -> None:
    """The life of a worker: chunks in, results out, until it is told to end or the other end is gone."""
    for each in inherited:
        each.close()
    gc.set_threshold(200_000, 20, 50)  # here everything is let go of again, and there are several of us
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process; the parent answers it
    while True:
        try:
            chunk = connection.recv()
        except (EOFError, OSError):
            return
        if chunk is None:
            return
        start, stop = chunk
        results: list[Any] = []
        failure: _Failure | None = None
        try:
            for position in range(start, stop):
                at[number] = position
                results.append(task(items[position]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it instead of waiting
            failure = _Failure(error)
        try:
            connection.send((start, results, failure))
        except OSError:
            return


def start_method() -> str:
    """`fork` where it is safe: on Linux, in a process without other threads."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def make_executor(jobs: int | None) -> Executor:
    """The executor for `jobs` processes; None: as many as there are processors to use."""
    count = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    return Serial() if count == 1 else Processes(count)
