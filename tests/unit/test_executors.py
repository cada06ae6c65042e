"""Proves that one process and several give the same results, and that no death or defect of a worker is a hang."""

from __future__ import annotations

import contextlib
import os
import random
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.work import (
    Executor,
    Processes,
    Serial,
    Shares,
    TaskFailed,
    WorkerDied,
    make_executor,
    start_method,
)

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
    shares = Shares(count, workers)
    handed: list[int] = []
    while (chunk := shares.take(choices.randrange(workers))) is not None:
        handed += range(*chunk)
    assert sorted(handed) == list(range(count))


def test_a_worker_keeps_to_its_stretch() -> None:
    """While it has one, it gets neighbours; then the end of what another has left."""
    shares = Shares(40, 2)
    assert [shares.take(0), shares.take(1), shares.take(0)] == [(0, 8), (20, 28), (8, 16)]
    assert [shares.take(0), shares.take(0), shares.take(1)] == [(16, 20), (32, 40), (28, 32)]
    assert shares.take(0) is shares.take(1) is None


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
