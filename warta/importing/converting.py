"""Turns tasks into converted items, in one process or several, and skips those whose inputs are unchanged.

The journal holds the digests of all inputs of a conversion: of the program, the settings and the task, which it is
given, and of the answers to its lookups. Where both digests are equal, so is the result.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import msgspec

from warta.importing.conversion.convert import Conversion, Converted, Task
from warta.importing.conversion.lookups import OldSite
from warta.importing.conversion.settings import ConversionSettings
from warta.importing.digests import digest_of, digest_of_program
from warta.importing.journal import Journal

_AT_A_TIME = 24
_WAITING = 6


class Result(msgspec.Struct, frozen=True):
    """A task, the digest of program, settings and task, and the converted item; None where its inputs are unchanged."""

    task: Task
    made_from: str
    converted: Converted | None


class _Work(msgspec.Struct, frozen=True):
    task: Task
    made_from: str
    unchanged: bool


def convert_all(
    tasks: Iterable[Task], settings: ConversionSettings, old_site: OldSite, journal: Journal, jobs: int
) -> Iterator[Result]:
    """The results of `tasks`, in their order, made by `jobs` processes."""
    given = digest_of((digest_of_program(), settings))
    work = (_work_of(task, digest_of((given, task)), old_site, journal) for task in tasks)
    if jobs > 1:
        yield from _in_processes(work, settings, old_site, jobs)
        return
    conversion = Conversion(settings, old_site)
    for each in work:
        yield Result(each.task, each.made_from, None if each.unchanged else conversion.convert(each.task))


def _work_of(task: Task, made_from: str, old_site: OldSite, journal: Journal) -> _Work:
    known = journal.known.get(task.item.key)
    if known is None or known.made_from != made_from:
        return _Work(task, made_from, unchanged=False)
    entry = journal.entry(task.item.key)
    same = entry is not None and old_site.digest_of(entry.lookups) == known.answers
    return _Work(task, made_from, unchanged=same)


_conversion: Conversion | None = None


def _begin(settings: ConversionSettings, old_site: OldSite) -> None:
    gc.set_threshold(50_000, 20, 20)  # trees of Markdown come and go: looking for cycles among them takes its time
    global _conversion  # noqa: PLW0603 - a process that converts does so under the same settings for its whole life
    _conversion = Conversion(settings, old_site)


def _convert(tasks: list[Task]) -> list[Converted]:
    assert _conversion is not None
    return [_conversion.convert(task) for task in tasks]


def _in_processes(
    work: Iterable[_Work], settings: ConversionSettings, old_site: OldSite, jobs: int
) -> Iterator[Result]:
    """The same in several processes, a few batches ahead, so that memory does not grow with the source."""
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    with ProcessPoolExecutor(jobs, context, _begin, (settings, old_site)) as pool:
        waiting: deque[tuple[list[_Work], Future[list[Converted]]]] = deque()
        for batch in _batches(work):
            waiting.append((batch, pool.submit(_convert, [each.task for each in batch if not each.unchanged])))
            if len(waiting) >= _WAITING + jobs:
                yield from _settled(*waiting.popleft())
        while waiting:
            yield from _settled(*waiting.popleft())


def _batches(work: Iterable[_Work]) -> Iterator[list[_Work]]:
    batch: list[_Work] = []
    for each in work:
        batch.append(each)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _settled(batch: list[_Work], future: Future[list[Converted]]) -> Iterator[Result]:
    made = iter(future.result())
    for each in batch:
        yield Result(each.task, each.made_from, None if each.unchanged else next(made))
