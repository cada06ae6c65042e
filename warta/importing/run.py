"""Turns a source into files of a newsroom with a journal, a report and a map of addresses: the whole of an import."""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import msgspec

from warta.config import Config
from warta.importing.conversion.convert import Conversion, Converted
from warta.importing.conversion.media import Shelf
from warta.importing.conversion.setting import Setting
from warta.importing.item import Item, Record, Summary
from warta.importing.journal import Entry, Journal, Known, digest
from warta.importing.planning import plan
from warta.importing.report import JSON_NAME, MAP_NAME, MARKDOWN_NAME, Totals, verdict, write_report
from warta.importing.sources.source import Source
from warta.importing.writing import DELETED, EDITED, OTHERS, drop_moved, state_of, write

Progress = Callable[[int], None]
_AT_A_TIME = 24
_WAITING = 6


class Order(msgspec.Struct, frozen=True):
    """What is to be imported, and how. `into` is the folder of the releases below content/."""

    site: Path
    config: Config
    shelf: Shelf = Shelf()
    categories: dict[str, str] = {}
    into: str = "releases"
    only: tuple[str, ...] = ()
    dry_run: bool = False
    jobs: int = 1


class Outcome(msgspec.Struct, frozen=True):
    """What an import did: items by state, notices for a person, the totals of all imports so far, and a verdict."""

    states: dict[str, int]
    notices: tuple[str, ...]
    totals: Totals
    summary: Summary
    verdict: str
    whole: bool


def run(source: Source, order: Order, progress: Progress = lambda done: None) -> Outcome:
    """Bring the items of `source` into the newsroom and write the report.

    Raises ProblemsFound when the source is not what it should be; then nothing was written.
    """
    journal = Journal(order.site, keep=not order.dry_run)
    with contextlib.closing(journal):
        kept = {key: known.place for key, known in journal.known.items()}
        plan_ = plan(_chosen(source, order, texts=False), order.config, order.site, kept)
        setting = Setting(
            config=order.config,
            shelf=order.shelf,
            base=source.base,
            categories=order.categories,
            places=plan_.places,
            aliases=plan_.aliases,
            addresses=plan_.addresses,
        )
        importer = _Importer(order, journal, setting)
        for done, (item, made_from, converted) in enumerate(_converted(source, order, setting, journal), 1):
            importer.take(item, made_from, converted)
            progress(done)
        summary = source.summary()
        # of a part of a source nobody knows which lists there will be
        lists = [] if order.only else [(old, setting.list_address(kind, name)) for kind, old, name in summary.lists]
        return _finish(order, journal, importer, summary, [pair for pair in lists if pair[1]])


def _chosen(source: Source, order: Order, *, texts: bool = True) -> Iterator[Item]:
    """The items that are asked for, in the folder that is asked for."""
    for item in source.items(texts=texts):
        if not order.only or any(_matches(item, word) for word in order.only):
            yield item if order.into == item.folder else msgspec.structs.replace(item, folder=order.into)


def _matches(item: Item, word: str) -> bool:
    """`releases`, `pages`, a year, a slug, or the number an item had."""
    folded = word.casefold()
    if folded in ("releases", "posts", "pages"):
        return item.kind == ("page" if folded == "pages" else "release")
    return folded in (str(item.date.year), item.slug.casefold(), item.key.rpartition(" ")[2].casefold())


class _Importer:
    """Takes what items became, one after the other: writes, remembers, counts."""

    def __init__(self, order: Order, journal: Journal, setting: Setting) -> None:
        self._order = order
        self._journal = journal
        self._places = setting.places
        self.states: Counter[str] = Counter()
        self.notices: list[str] = []
        self.records: list[Record] = []

    def take(self, item: Item, made_from: str, converted: Converted | None) -> None:
        """One item; without `converted` it is the same as last time."""
        if converted is None:
            self.states["same"] += 1
            return
        record = converted.record
        known = self._journal.known.get(item.key)
        state = "failed"
        if converted.text:
            state = state_of(self._order.site, record.source, converted.text, known)
            if not self._order.dry_run:
                written = write(self._order.site, converted, state)
                self._tell(state, record.source, written)
                drop_moved(self._order.site, record.source, known)
        self.states[state] += 1
        if self._order.dry_run:
            self.records.append(record)
        else:
            self._journal.add(Entry(item.key, self._places[item.key], made_from, digest(converted.text), record))

    def _tell(self, state: str, source: str, written: str) -> None:
        if state == EDITED:
            self.notices.append(
                f"content/{source} was edited here and has changed there: the new text is in {written}."
            )
        elif state == OTHERS:
            self.notices.append(f"content/{source} was here before: the imported text is in {written}.")
        elif state == DELETED:
            self.notices.append(f"content/{source} was deleted here, and stays so.")


def _converted(
    source: Source, order: Order, setting: Setting, journal: Journal
) -> Iterator[tuple[Item, str, Converted | None]]:
    """Every item with what it became; None for what was made from the same last time."""
    frame = digest(
        msgspec.json.encode(
            (
                order.config.categories,
                order.config.timezone,
                order.config.region,
                order.config.regions,
                order.categories,
            )
        )
        + order.shelf.digest.encode()
    )
    work = ((item, _made_from(item, frame, setting)) for item in _chosen(source, order))
    seen: set[str] = set()
    fresh = (each for each in work if each[0].key not in seen and not seen.add(each[0].key))  # type: ignore[func-returns-value]
    if order.jobs > 1:
        yield from _in_processes(fresh, setting, journal.known, order.jobs)
        return
    conversion = Conversion(setting)
    for item, made_from in fresh:
        same = _is_same(journal.known, item, made_from)
        yield item, made_from, None if same else conversion.convert(item)


def _made_from(item: Item, frame: str, setting: Setting) -> str:
    place = setting.places[item.key]
    return digest(msgspec.json.encode((item, place, setting.aliases.get(item.key))) + frame.encode())


def _is_same(known: dict[str, Known], item: Item, made_from: str) -> bool:
    before = known.get(item.key)
    return before is not None and before.made_from == made_from


_conversion: Conversion | None = None


def _begin(setting: Setting) -> None:
    gc.set_threshold(50_000, 20, 20)  # trees of Markdown come and go: looking for cycles among them takes its time
    global _conversion  # noqa: PLW0603 - a process that converts does so under one setting for its whole life
    _conversion = Conversion(setting)


def _convert(items: list[Item]) -> list[Converted]:
    assert _conversion is not None
    return [_conversion.convert(item) for item in items]


def _in_processes(
    work: Iterator[tuple[Item, str]], setting: Setting, known: dict[str, Known], jobs: int
) -> Iterator[tuple[Item, str, Converted | None]]:
    """The same in several processes, a few batches ahead, so that memory does not grow with the source."""
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
    with ProcessPoolExecutor(jobs, context, _begin, (setting,)) as pool:
        waiting: deque[tuple[list[tuple[Item, str]], Future[list[Converted]]]] = deque()
        for batch in _batches(work, known):
            stale = [item for item, made_from in batch if not _is_same(known, item, made_from)]
            waiting.append((batch, pool.submit(_convert, stale)))
            if len(waiting) >= _WAITING + jobs:
                yield from _settled(*waiting.popleft(), known)
        while waiting:
            yield from _settled(*waiting.popleft(), known)


def _batches(work: Iterator[tuple[Item, str]], known: dict[str, Known]) -> Iterator[list[tuple[Item, str]]]:
    batch: list[tuple[Item, str]] = []
    for each in work:
        batch.append(each)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _settled(
    batch: list[tuple[Item, str]], future: Future[list[Converted]], known: dict[str, Known]
) -> Iterator[tuple[Item, str, Converted | None]]:
    made = iter(future.result())
    for item, made_from in batch:
        yield item, made_from, None if _is_same(known, item, made_from) else next(made)


def _finish(
    order: Order, journal: Journal, importer: _Importer, summary: Summary, lists: list[tuple[str, str]]
) -> Outcome:
    if order.dry_run:
        totals = write_report(
            lambda: iter(importer.records),
            summary,
            lists,
            markdown=io.StringIO(),
            json=io.BytesIO(),
            table=io.StringIO(),
        )
    else:
        totals = _write_files(order.site, journal, summary, lists)
    whole = not (totals.with_losses or summary.damage or summary.lost)
    states = dict(sorted(importer.states.items()))
    return Outcome(states, tuple(importer.notices), totals, summary, verdict(totals, summary), whole)


def _write_files(site: Path, journal: Journal, summary: Summary, lists: list[tuple[str, str]]) -> Totals:
    parts = [site / f".{name}.part" for name in (MARKDOWN_NAME, JSON_NAME, MAP_NAME)]
    with (
        parts[0].open("w", encoding="utf-8", newline="\n") as markdown,
        parts[1].open("wb") as json,
        parts[2].open("w", encoding="utf-8", newline="") as table,
    ):
        totals = write_report(journal.records, summary, lists, markdown=markdown, json=json, table=table)
    for part in parts:
        part.replace(site / part.name.removeprefix(".").removesuffix(".part"))
    return totals
