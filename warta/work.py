"""Turns a task and its items into results, in this process or in several, each item with its result as it comes.

An executor has `map` and `stream`, whose results the caller closes when it wants no more of them, so that no worker
goes on; and `beside`, for one call whose result is wanted later. A task is a picklable callable that takes one
item; it may keep costly things it made for itself (a Markdown engine, a template environment) and must not depend on
which items it saw before. If a task has a method `prepare`, that is given items before workers are forked: so the
workers share what it made, and need not make it each for itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from itertools import chain, islice
from typing import NoReturn, Protocol, TypeVar

from warta.messages import Message
from warta.workers import Flow, Shares, in_order, work_through

Item = TypeVar("Item")
Result = TypeVar("Result")

_SMALL = 60


class Executor(Protocol):
    """Runs a task over items."""

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """Each item with its result, in any order; `name` says what an item is, for messages."""
        ...

    def stream(
        self, task: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """Each item with its result, in their order, of items that are too many to be held: a few are, at a time."""
        ...

    def beside(self, call: Callable[[], Result]) -> AbstractContextManager[Callable[[], Result]]:
        """Begin a call that changes nothing, beside what is done here where that is possible.

        Inside, what it gives can be asked for, more than once; it raises what the call raises.
        """
        ...


class Serial:
    """Runs everything here, one after the other."""

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor."""
        return ((item, task(item)) for item in items)

    def stream(
        self, task: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor."""
        return ((item, task(item)) for item in items)

    def beside(self, call: Callable[[], Result]) -> AbstractContextManager[Callable[[], Result]]:
        """See Executor. The call is made when its result is asked for."""
        return contextlib.nullcontext(cache(call))


class Processes:
    """Runs chunks of items in `jobs` worker processes, started for each `map` and `stream`.

    For `map` each has a stretch of the items, so that what neighbours have in common is made by one of them. With
    `fork` the workers see task and items as they are here, and only numbers travel to them; with `spawn`, and of a
    stream, they are pickled. Few items are run here: starting workers would take longer.
    """

    def __init__(self, jobs: int, method: str | None = None) -> None:
        self._jobs = jobs
        self._method = method or start_method()

    def map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor. Raises WorkerDied with the name of the item a worker died on, and what a task raises: a
        WartaError as it is, anything else as TaskFailed.
        """
        if len(items) < _SMALL:
            return Serial().map(task, items, name)
        return self._map(task, items, name)

    def _map(
        self, task: Callable[[Item], Result], items: Sequence[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        self._prepare(task, items)
        jobs = min(self._jobs, len(items) // (_SMALL // 2))
        with contextlib.closing(work_through(task, Shares(items, jobs), jobs, self._method, name)) as made:
            for chunk, results in made:
                yield from zip(chunk.items, results, strict=True)

    def stream(
        self, task: Callable[[Item], Result], items: Iterable[Item], name: Callable[[Item], Message | str]
    ) -> Generator[tuple[Item, Result], None, None]:
        """See Executor. Raises as `map` does; the first items are what a task's `prepare` is given."""
        rest = iter(items)
        first = list(islice(rest, _SMALL))
        if len(first) < _SMALL:
            yield from Serial().stream(task, first, name)
            return
        self._prepare(task, first)
        supply = Flow(chain(first, rest), self._jobs)
        with contextlib.closing(work_through(task, supply, self._jobs, self._method, name)) as made:
            for chunk, results in in_order(made):
                yield from zip(chunk.items, results, strict=True)

    def _prepare(self, task: Callable[[Item], Result], items: Sequence[Item]) -> None:
        """Make before a fork what workers then have in common."""
        if self._method != "fork":
            return
        prepare = getattr(task, "prepare", None)
        if prepare is not None:
            prepare(items)
        gc.freeze()  # what is here already is not looked through again in every worker, nor copied for it

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


def _answer(call: Callable[[], object], pipe: int) -> NoReturn:
    """The life of a process for one call: its result, or nothing, then the end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process; the parent answers it
        with open(pipe, "wb") as answer:
            pickle.dump(call(), answer)
    finally:
        os._exit(0)


_THREADED = frozenset(("typst",))
"""Libraries that start threads when they are used: a process that is forked then waits for them for ever."""


def start_method() -> str:
    """`fork` where it is safe: on Linux, in a process without other threads, also such as Python does not see."""
    alone = threading.active_count() == 1 and _THREADED.isdisjoint(sys.modules)
    return "fork" if sys.platform == "linux" and alone else "spawn"


def make_executor(jobs: int | None) -> Executor:
    """The executor for `jobs` processes; None: as many as there are processors to use."""
    count = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    return Serial() if count == 1 else Processes(count)
