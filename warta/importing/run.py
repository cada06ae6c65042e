"""Turns a source into files of a newsroom with a journal, a report and a map of addresses: the whole of an import."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from warta.config import Config
from warta.importing.conversion.convert import Converted, Task
from warta.importing.conversion.lookups import OldSite
from warta.importing.conversion.media import Shelf
from warta.importing.conversion.setting import Setting, setting_of
from warta.importing.converting import Result, convert_all
from warta.importing.digests import digest_of_bytes
from warta.importing.item import Item, Record, Summary
from warta.importing.journal import Entry, Journal
from warta.importing.planning import Plan, list_address, plan
from warta.importing.report import JSON_NAME, MAP_NAME, MARKDOWN_NAME, Totals, verdict, write_report
from warta.importing.sources.source import Source
from warta.importing.writing import DELETED, EDITED, OTHERS, Step, drop_moved, steps_of, write

Progress = Callable[[int], None]


class Order(msgspec.Struct, frozen=True):
    """What is to be imported into the newsroom at `site`, and how.

    `shelf` holds the media at hand, `categories` is the table of categories, `into` the folder of the releases below
    content/, `only` the words that choose items (all, when there are none), `jobs` the number of processes.
    """

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
    """Bring the items of `source` into the newsroom and write the report; `progress` is told how many are done.

    Raises ProblemsFound when the source is not what it should be; then nothing was written.
    """
    journal = Journal(order.site)
    with contextlib.closing(journal):
        kept = {key: known.place for key, known in journal.known.items()}
        # what came before stays a target of links when only a part of the source is asked for
        known = (item for item in source.items(texts=False) if item.key in kept or _is_chosen(item, order))
        plan_ = plan((_in_folder(item, order) for item in known), order.config, order.site, kept)
        setting = setting_of(order.config, source.base, order.categories)
        old_site = OldSite(order.shelf, source.base, plan_.places, plan_.addresses)
        importer = _Importer(order, journal)
        results = convert_all(_tasks(source, order, plan_), setting, old_site, journal, order.jobs)
        for done, result in enumerate(results, 1):
            importer.take(result)
            progress(done)
        summary = source.summary()
        return _finish(order, journal, importer, summary, _lists(order, setting, summary))


def _tasks(source: Source, order: Order, plan_: Plan) -> Iterator[Task]:
    """A task for each item that is asked for, for the first of those with one key."""
    seen: set[str] = set()
    for item in source.items():
        if item.key not in seen and _is_chosen(item, order):
            seen.add(item.key)
            yield Task(_in_folder(item, order), plan_.places[item.key], plan_.aliases.get(item.key, ()))


def _in_folder(item: Item, order: Order) -> Item:
    return item if order.into == item.folder else msgspec.structs.replace(item, folder=order.into)


def _is_chosen(item: Item, order: Order) -> bool:
    return not order.only or any(_matches(item, word) for word in order.only)


def _matches(item: Item, word: str) -> bool:
    """Whether an item is meant by `releases`, `pages`, a year, a slug, or the number it had."""
    folded = word.casefold()
    if folded in ("releases", "posts", "pages"):
        return item.kind == ("page" if folded == "pages" else "release")
    return folded in (str(item.date.year), item.slug.casefold(), item.key.rpartition(" ")[2].casefold())


def _lists(order: Order, setting: Setting, summary: Summary) -> list[tuple[str, str]]:
    """Old and new addresses of lists; of a part of a source nobody knows which lists there will be."""
    if order.only:
        return []
    pairs = ((old, list_address(order.config, setting, kind, name)) for kind, old, name in summary.lists)
    return [pair for pair in pairs if pair[1]]


class _Importer:
    """Takes what items became, one after the other: writes, remembers, counts."""

    def __init__(self, order: Order, journal: Journal) -> None:
        self._order = order
        self._journal = journal
        self.states: Counter[str] = Counter()
        self.notices: list[str] = []
        self.records: list[Record] = []

    def take(self, result: Result) -> None:
        """Put one item in its place, unless it is remembered as it is."""
        converted, task = result.converted, result.task
        if converted is None:
            self.states["same"] += 1
            return
        state = self._write(task, converted) if converted.text else "failed"
        self.states[state] += 1
        if self._order.dry_run:
            self.records.append(converted.record)
            return
        self._journal.add(
            Entry(
                key=task.item.key,
                place=task.place,
                made_from=result.made_from,
                text=digest_of_bytes(converted.text),
                record=converted.record,
                answers=converted.answers,
                lookups=converted.lookups,
                files={name: file.digest for name, file in converted.files.items()},
            )
        )

    def _write(self, task: Task, converted: Converted) -> str:
        site, source = self._order.site, converted.record.source
        before = self._journal.entry(task.item.key)
        state, steps = steps_of(site, converted, before)
        if not self._order.dry_run:
            write(site, steps)
            self._tell(state, source, steps)
            drop_moved(site, source, before)
        return state

    def _tell(self, state: str, source: str, steps: tuple[Step, ...]) -> None:
        if state == DELETED:
            self.notices.append(f"content/{source} was deleted here, and stays so.")
        for step in steps:
            is_text = isinstance(step.content, str)
            here = "content/" + step.path.partition("/")[2]
            if step.state == EDITED:
                what = "text" if is_text else "file"
                self.notices.append(f"{here} was edited here and has changed there: the new {what} is in {step.path}.")
            elif step.state == OTHERS:
                what = "text" if is_text else "file"
                self.notices.append(f"{here} was here before: the imported {what} is in {step.path}.")


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
