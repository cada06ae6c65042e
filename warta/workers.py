"""Turns chunks of items into results in worker processes, and the death or failure of a worker into an error.

A supply gives the chunks. `Shares` cuts up a list that all workers have from the start, so that only the numbers of
items are sent to them; `Flow` reads items one after the other, and the items themselves are sent.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

from warta.errors import WartaError
from warta.messages import Message, msg

_CHUNKS = range(8, 33)  # the least and the most items handed out at a time
_FLOWING = 24  # items handed out at a time, where they travel themselves


class WorkerDied(WartaError):
    """A worker process ended in the middle of an item."""


class TaskFailed(WartaError):
    """A task raised something it should have returned as a problem: a defect, with its trace."""


class Chunk(NamedTuple):
    """Items to be handed out together, and the number of the first of them."""

    start: int
    items: Sequence[Any]


class Supply(Protocol):
    """Gives chunks to workers, up to `depth` at once to each; `common` are the items that all have from the start."""

    depth: int
    common: Sequence[Any]

    def take(self, worker: int) -> Chunk | None:
        """The next chunk for a worker; None: there is none, or none yet."""
        ...

    def done(self, chunk: Chunk) -> None:
        """Hear that the results of a chunk are here."""
        ...


class Shares:
    """Gives each worker a stretch of the items, and what another has left when its own is done."""

    depth = 2  # so that none waits

    def __init__(self, items: Sequence[Any], workers: int) -> None:
        self.common = items
        bounds = [len(items) * each // workers for each in range(workers + 1)]
        self._left = [range(start, stop) for start, stop in pairwise(bounds)]
        self._chunk = min(max(len(items) // (8 * workers), _CHUNKS[0]), _CHUNKS[-1])

    def take(self, worker: int) -> Chunk | None:
        """See Supply."""
        own = self._left[worker]
        if own:
            self._left[worker] = own[self._chunk :]
            return self._of(own.start, own[: self._chunk].stop)
        richest = max(range(len(self._left)), key=lambda each: len(self._left[each]))
        other = self._left[richest]
        if not other:
            return None
        self._left[richest] = other[: -self._chunk]
        return self._of(other[-self._chunk :].start, other.stop)

    def _of(self, start: int, stop: int) -> Chunk:
        return Chunk(start, self.common[start:stop])

    def done(self, chunk: Chunk) -> None:
        """See Supply."""


class Flow:
    """Gives items as they come, and reads no more than so many beyond the oldest chunk that is not done."""

    depth = 1  # while a worker sends results it takes no chunk: two sides that both send could wait for ever
    common: Sequence[Any] = ()

    def __init__(self, items: Iterable[Any], workers: int) -> None:
        self._items = iter(items)
        self._most = 4 * workers * _FLOWING
        self._next = 0
        self._open: set[int] = set()

    def take(self, worker: int) -> Chunk | None:
        """See Supply."""
        if self._next - min(self._open, default=self._next) >= self._most:
            return None
        chunk = Chunk(self._next, list(islice(self._items, _FLOWING)))
        if not chunk.items:
            return None
        self._next += len(chunk.items)
        self._open.add(chunk.start)
        return chunk

    def done(self, chunk: Chunk) -> None:
        """See Supply."""
        self._open.discard(chunk.start)


def work_through(
    task: Callable[[Any], Any], supply: Supply, jobs: int, method: str, name: Callable[[Any], Message | str]
) -> Generator[tuple[Chunk, list[Any]], None, None]:
    """The chunks of a supply with their results, as they come, from `jobs` processes started by `method`.

    Raises WorkerDied with the name of the item a worker died on, and what a task raises: a WartaError as it is,
    anything else as TaskFailed.
    """
    import multiprocessing

    context: Any = multiprocessing.get_context(method)
    at = context.RawArray("q", jobs)
    workers: dict[Connection, _Worker] = {}
    try:
        for number in range(jobs):
            ours, theirs = context.Pipe()
            # a forked worker holds our ends too: while it does, it would never see that we are gone
            inherited = (*workers, ours) if method == "fork" else ()
            arguments = (task, supply.common, theirs, at, number, inherited)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            workers[ours] = _Worker(process, number)
        yield from _Crew(workers, supply, at, name).results()
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


def in_order(made: Iterable[tuple[Chunk, list[Any]]]) -> Iterator[tuple[Chunk, list[Any]]]:
    """The same chunks with their results by their numbers; what comes too early is held."""
    early: dict[int, tuple[Chunk, list[Any]]] = {}
    due = 0
    for chunk, results in made:
        early[chunk.start] = chunk, results
        while due in early:
            yield early[due]
            due += len(early.pop(due)[1])


class _Worker:
    """A process, its number, and the chunks it holds; their results come in the same order."""

    def __init__(self, process: Any, number: int) -> None:
        self.process = process
        self.number = number
        self.chunks: deque[Chunk] = deque()


class _Crew:
    """Workers with a supply: hands its chunks out to them, and takes in their results."""

    def __init__(
        self, workers: dict[Connection, _Worker], supply: Supply, at: Any, name: Callable[[Any], Message | str]
    ) -> None:
        self._workers, self._supply, self._at, self._name = workers, supply, at, name

    def results(self) -> Generator[tuple[Chunk, list[Any]], None, None]:
        """The chunks with their results, as they come."""
        from multiprocessing.connection import wait

        self._hand_out()
        while any(worker.chunks for worker in self._workers.values()):
            ready: list[Any] = wait(list(self._workers))
            for connection in ready:
                chunk, results = self._received(connection)
                self._supply.done(chunk)
                self._hand_out()
                yield chunk, results

    def _hand_out(self) -> None:
        for depth in range(1, self._supply.depth + 1):
            for connection, worker in self._workers.items():
                if len(worker.chunks) < depth:
                    self._hand_to(connection, worker)

    def _hand_to(self, connection: Connection, worker: _Worker) -> None:
        chunk = self._supply.take(worker.number)
        if chunk is None:
            return
        worker.chunks.append(chunk)
        stop = chunk.start + len(chunk.items)
        try:
            connection.send((chunk.start, stop, None if self._supply.common else chunk.items))
        except OSError:  # the worker has died, and its end is closed
            raise self._lost(worker) from None

    def _received(self, connection: Connection) -> tuple[Chunk, list[Any]]:
        worker = self._workers[connection]
        try:
            results, failure = connection.recv()
        except (EOFError, OSError):
            raise self._lost(worker) from None
        chunk = worker.chunks.popleft()
        if failure is not None:
            raise failure.error(self._name(chunk.items[len(results)]))
        return chunk, results

    def _lost(self, worker: _Worker) -> WorkerDied:
        chunk = worker.chunks[0]
        place = max(self._at[worker.number] - chunk.start, 0)
        item = chunk.items[place] if place < len(chunk.items) else chunk.items[0]
        message = msg(
            "worker-died",
            "a worker process died while it worked on %(item)s. Was there too little memory?",
            item=self._name(item),
        )
        return WorkerDied(message)


class _Failure:
    """An exception on its way from a worker; what is meant for the user arrives as what it was."""

    def __init__(self, error: Exception) -> None:
        self._kind = type(error)
        self._args = error.args
        self._state = dict(vars(error))
        self._trace = "" if isinstance(error, WartaError) else traceback.format_exc()
        if self._trace:  # whatever it holds need not be able to travel
            self._kind, self._args, self._state = TaskFailed, (), {}

    def error(self, item: Message | str) -> Exception:
        """The exception to raise here for one that came with `item`."""
        if self._trace:
            message = msg("task-failed", "%(item)s could not be worked on:\n%(trace)s", item=item, trace=self._trace)
            return TaskFailed(message)
        # not by calling the class, whose parameters need not be the arguments of the exception
        error = self._kind.__new__(self._kind, *self._args)
        vars(error).update(self._state)
        return error


def _work(
    task: Callable[[Any], Any],
    common: Sequence[Any],
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
            given = connection.recv()
        except (EOFError, OSError):
            return
        if given is None:
            return
        start, stop, sent = given
        results: list[Any] = []
        failure: _Failure | None = None
        try:
            for position in range(start, stop):
                at[number] = position
                results.append(task(sent[position - start] if sent else common[position]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it instead of waiting
            failure = _Failure(error)
        try:
            connection.send((results, failure))
        except OSError:
            return
