"""Proves that one process and several give the same results, and that no death or defect of a worker is a hang."""

from __future__ import annotations

import contextlib
import os
import random
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.work import (
    Executor,
    Processes,
    Serial,
    make_executor,
    start_method,
)
from warta.workers import Shares, TaskFailed, WorkerDied

METHODS = ["fork", "spawn"]
ITEMS = list(range(200))


def name(item: int) -> str:
    return f"item {item}"


def squared(item: int) -> int:
    return item * item


def with_process(item: int) -> tuple[int, int]:
    return item, os.getpid()


def large(item: int) -> bytes:
    return bytes([item % 256]) * 100_000


def same(item: bytes) -> bytes:
    return item


def uneven(item: int) -> int:
    """The first chunk takes longer than all others."""
    return sum(item for _ in range(20_000 if item < 24 else 1)) * item // (20_000 if item < 24 else 1)


def waits_at_1(item: int) -> int:
    """Long enough for another worker to run ahead."""
    return sum(range(20_000_000)) if item == 1 else item


def dies_at_77(item: int) -> int:
    if item == 77:
        os._exit(3)
    return item


def fails_at_77(item: int) -> int:
    if item == 77:
        raise ValueError("tujuh puluh tujuh")
    return item


class Counting:
    """Keeps something costly for itself, which does not travel."""

    def __init__(self) -> None:
        self.made = 0

    def __getstate__(self) -> dict[str, int]:
        return {"made": 0}

    def __call__(self, item: int) -> int:
        self.made += 1
        return item


def test_serial_runs_here_one_after_the_other() -> None:
    """In the order of the items."""
    assert list(Serial().map(squared, ITEMS, name)) == [(item, squared(item)) for item in ITEMS]
    assert {each for _, (_, each) in Serial().map(with_process, ITEMS, name)} == {os.getpid()}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_give_the_results_of_serial(method: str, jobs: int) -> None:
    """Each item once, with its own result, whoever of them was faster."""
    assert sorted(Processes(jobs, method).map(squared, ITEMS, name)) == list(Serial().map(squared, ITEMS, name))


@pytest.mark.parametrize("method", METHODS)
def test_processes_are_others_than_this(method: str) -> None:
    """As many as were asked for, and each item is worked on once."""
    found = list(Processes(2, method).map(with_process, ITEMS, name))
    assert sorted(item for item, _ in found) == ITEMS
    processes = {each for _, (_, each) in found}
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2


def test_large_results_come_through() -> None:
    """More than a pipe holds, from two workers at once."""
    assert dict(Processes(2, "fork").map(large, ITEMS, name)) == {item: large(item) for item in ITEMS}


@pytest.mark.parametrize(("count", "workers"), [(200, 1), (200, 2), (201, 3), (61, 2), (5, 4)])
@given(choices=st.randoms(use_true_random=False))
def test_every_item_is_handed_out_once(count: int, workers: int, choices: random.Random) -> None:
    """Whichever worker asks: first its own stretch in order, then what others have not come to."""
    shares = Shares(range(count), workers)
    handed: list[int] = []
    while (chunk := shares.take(choices.randrange(workers))) is not None:
        assert chunk.items[0] == chunk.start
        handed += chunk.items
    assert sorted(handed) == list(range(count))


def test_a_worker_keeps_to_its_stretch() -> None:
    """While it has one, it gets neighbours; then the end of what another has left."""
    shares = Shares(range(40), 2)
    taken = [shares.take(each) for each in (0, 1, 0, 0, 0, 1)]
    starts = [(0, 8), (20, 28), (8, 16), (16, 20), (32, 40), (28, 32)]
    assert [chunk and (chunk.start, chunk.items[-1] + 1) for chunk in taken] == starts
    assert shares.take(0) is shares.take(1) is None


@pytest.mark.parametrize("method", METHODS)
def test_a_stream_comes_in_its_order(method: str) -> None:
    """Whichever worker was faster, each item with its own result."""
    assert list(Processes(2, method).stream(uneven, iter(ITEMS), name)) == [(item, squared(item)) for item in ITEMS]


def test_a_stream_is_read_a_little_ahead() -> None:
    """Of items that do not all fit into memory few are held at a time: one that takes long holds up the reading."""
    read = 0

    def counted() -> Iterator[int]:
        nonlocal read
        for read in range(1, 5001):  # noqa: UP028 - the number is looked at
            yield read

    for item, _ in Processes(2, "fork").stream(waits_at_1, counted(), name):
        assert read - item <= 300


def test_large_items_and_results_of_a_stream_pass_one_another() -> None:
    """More than pipes hold, in both directions: nobody waits for somebody who waits."""
    items = (large(item) for item in ITEMS)
    assert list(Processes(2, "fork").stream(same, items, repr)) == [(large(item), large(item)) for item in ITEMS]


def test_a_short_stream_is_worked_on_here() -> None:
    """As few items are."""
    assert {each for _, (_, each) in Processes(4).stream(with_process, iter(ITEMS[:20]), name)} == {os.getpid()}


@pytest.mark.parametrize("method", METHODS)
def test_a_death_in_a_stream_is_an_error_that_names_the_item(method: str) -> None:
    """As is a failure."""
    with pytest.raises(WorkerDied, match=r"^a worker process died while it worked on item 77\."):
        list(Processes(2, method).stream(dies_at_77, iter(ITEMS), name))
    with pytest.raises(TaskFailed, match=r"^item 77 could not be worked on:"):
        list(Processes(2, method).stream(fails_at_77, iter(ITEMS), name))


def test_a_stream_that_nobody_waits_for_ends_its_workers() -> None:
    """Nor is more of it read."""
    results = Processes(2, "fork").stream(with_process, iter(ITEMS), name)
    _, (_, process) = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_few_items_are_not_worth_a_process() -> None:
    """They are worked on here."""
    assert {each for _, (_, each) in Processes(4, "spawn").map(with_process, ITEMS[:20], name)} == {os.getpid()}
    assert list(Processes(4).map(squared, [], name)) == []


@pytest.mark.parametrize("method", METHODS)
def test_a_task_may_keep_what_it_made(method: str) -> None:
    """It travels without that, and the one here stays as it was."""
    task = Counting()
    assert sorted(Processes(2, method).map(task, ITEMS, name)) == [(item, item) for item in ITEMS]
    assert task.made == 0


@pytest.mark.parametrize("method", METHODS)
def test_a_worker_that_dies_is_an_error_that_names_the_item(method: str) -> None:
    """And no hang: the others are ended too."""
    results = Processes(2, method).map(dies_at_77, ITEMS, name)
    with pytest.raises(WorkerDied, match=r"^a worker process died while it worked on item 77\."):
        list(results)


@pytest.mark.parametrize("method", METHODS)
def test_an_exception_is_an_error_with_its_trace(method: str) -> None:
    """The item, the words of the exception and the line that raised it."""
    with pytest.raises(TaskFailed) as caught:
        list(Processes(2, method).map(fails_at_77, ITEMS, name))
    text = str(caught.value)
    assert text.startswith("item 77 could not be worked on:\n")
    assert "ValueError: tujuh puluh tujuh" in text
    assert "in fails_at_77" in text


def test_an_exception_in_this_process_keeps_its_trace() -> None:
    """It is raised as it is."""
    with pytest.raises(ValueError, match="tujuh puluh tujuh"):
        list(Serial().map(fails_at_77, ITEMS, name))


def test_results_that_nobody_waits_for_end_their_workers() -> None:
    """Leaving in the middle leaves no process behind."""
    results = Processes(2, "fork").map(with_process, ITEMS, name)
    _, (_, process) = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


EXECUTORS = [Serial(), Processes(2, "fork"), Processes(2, "spawn")]


@pytest.mark.parametrize("executor", EXECUTORS)
def test_a_call_beside_gives_what_it_gives_alone(executor: Executor) -> None:
    """However large it is, and however often it is asked for."""
    with executor.beside(partial(large, 7)) as result:
        assert result() == result() == large(7)


def test_a_call_beside_is_made_by_a_forked_process() -> None:
    """What it does meanwhile takes no time of this one."""
    with Processes(2, "fork").beside(os.getpid) as result:
        assert result() != os.getpid()
    with Processes(2, "spawn").beside(os.getpid) as result:
        assert result() == os.getpid()


@pytest.mark.parametrize("executor", EXECUTORS)
def test_what_a_call_beside_raises_is_raised_where_its_result_is_asked_for(executor: Executor) -> None:
    """And nowhere when it is not."""
    with executor.beside(partial(fails_at_77, 77)) as result, pytest.raises(ValueError, match="tujuh puluh tujuh"):
        result()
    with executor.beside(partial(fails_at_77, 77)):
        pass


def test_a_call_whose_process_dies_is_made_here() -> None:
    """No result is lost with a process that the system ends."""
    ours = os.getpid()

    def dies_elsewhere() -> str:
        if os.getpid() != ours:
            os._exit(0)
        return "here"

    with Processes(2, "fork").beside(dies_elsewhere) as result:
        assert result() == "here"


def test_where_no_process_can_be_started_the_call_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is full only takes longer."""

    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    with Processes(2, "fork").beside(os.getpid) as result:
        assert result() == os.getpid()


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split())


def _endless() -> None:
    threading.Event().wait()


@pytest.mark.parametrize("leave", [lambda: None, lambda: fails_at_77(77)])
def test_a_call_that_nobody_waits_for_ends_with_its_with(leave: Callable[[], object]) -> None:
    """It leaves no process, whatever happens inside."""
    before = _children()
    with contextlib.suppress(ValueError), Processes(2, "fork").beside(_endless):
        assert len(_children() - before) == 1
        leave()
    assert _children() <= before


def test_the_number_of_jobs_chooses_the_executor() -> None:
    """One job is this process."""
    assert isinstance(make_executor(1), Serial)
    assert isinstance(make_executor(2), Processes)


def test_a_process_with_threads_is_not_forked() -> None:
    """A fork would copy locks that nobody opens any more."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert start_method() == "spawn"
    finally:
        done.set()
        thread.join()
