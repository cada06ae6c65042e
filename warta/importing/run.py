"""Runs a whole import: turns a source into files of a newsroom, a journal, a report and a map of addresses."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from warta.importing.conversion.convert import Converted, Task
from warta.importing.conversion.lookups import OldSite
from warta.importing.conversion.media import MediaIndex
from warta.importing.conversion.settings import ConversionSettings, conversion_settings
from warta.importing.converting import Changed, convert_all
from warta.importing.digests import digest_of_bytes
from warta.importing.item import Item, Record, Summary
from warta.importing.journal import Entry, Journal
from warta.importing.planning import Plan, list_address, plan
from warta.importing.report import NAMES, NOTHING, Files, verdict, write_report
from warta.importing.settling import Met, settled
from warta.importing.sources.source import Source
from warta.importing.totals import Totals
from warta.importing.writing import DELETED, EDITED, OTHERS, Step, drop_moved, steps_of, write
from warta.messages import Message, msg
from warta.settings import Settings
from warta.work import make_executor

Progress = Callable[[int], None]


class Request(msgspec.Struct, frozen=True):
    """What is to be imported into the newsroom at `site`, and how.

    `media` holds the pictures and files of the old site, `categories` is the table of categories, `into` the folder of
    the releases below content/, `only` the words that choose items (none: all), `jobs` the number of processes (None:
    one for each processor).
    """

    site: Path
    config: Settings
    media: MediaIndex = MediaIndex()
    categories: dict[str, str] = {}
    into: str = "releases"
    only: tuple[str, ...] = ()
    dry_run: bool = False
    jobs: int | None = 1


class Outcome(msgspec.Struct, frozen=True):
    """What an import did: items by state, notices for a person, the totals of all imports so far, and a verdict."""

    states: dict[str, int]
    notices: tuple[Message, ...]
    totals: Totals
    summary: Summary
    verdict: Message
    whole: bool


def run(source: Source, request: Request, progress: Progress = lambda done: None) -> Outcome:
    """Bring the items of `source` into the newsroom and write the report; `progress` is told how many are done.

    Raises ProblemsFound when the source is not what it should be; then nothing was written.
    """
    journal = Journal(request.site)
    with contextlib.closing(journal):
        kept = {key: known.place for key, known in journal.known.items()}
        # items of earlier imports stay targets of links when only a part of the source is imported
        items = (settled(_with_own_key(item, journal), request.config) for item in source.items(texts=False))
        met = Met()
        known = (met.meet(item) for item in items if item.key in kept or _is_chosen(item, request))
        plan_ = plan((_in_folder(item, request) for item in known), request.config, request.site, kept)
        settings = conversion_settings(request.config, source.base, request.categories)
        old_site = OldSite(request.media, source.base, plan_.places, plan_.addresses)
        importer = _Importer(request, journal)
        tasks = _tasks(source, request, plan_, journal)
        with contextlib.closing(
            convert_all(tasks, settings, old_site, journal, make_executor(request.jobs))
        ) as results:
            for done, result in enumerate(results, 1):
                importer.take(result)
                progress(done)
        summary = source.summary()
        summary = msgspec.structs.replace(summary, notices=(*summary.notices, *met.notices()))
        return _finish(request, journal, importer, summary, _lists(request, settings, summary))


def _tasks(source: Source, request: Request, plan_: Plan, journal: Journal) -> Iterator[Task]:
    """A task for each chosen item; of several items with one key the first counts."""
    seen: set[str] = set()
    for each in source.items():
        item = settled(_with_own_key(each, journal), request.config)
        if item.key not in seen and _is_chosen(item, request):
            seen.add(item.key)
            aliases, original = plan_.aliases.get(item.key, ()), plan_.originals.get(item.key, "")
            yield Task(_in_folder(item, request), plan_.places[item.key], aliases, original)


def _with_own_key(item: Item, journal: Journal) -> Item:
    """`item` under another key, when the journal has its file name for another text from another folder.

    A text whose title is the same is the same: its folder was moved.
    """
    entry = journal.entry(item.key) if item.home else None
    if entry is None or entry.home in ("", item.home) or entry.record.title == item.title:
        return item
    kind, _, name = item.key.partition(" ")
    return msgspec.structs.replace(item, key=f"{kind}@{item.home} {name}")


def _in_folder(item: Item, request: Request) -> Item:
    return item if request.into == item.folder else msgspec.structs.replace(item, folder=request.into)


def _is_chosen(item: Item, request: Request) -> bool:
    return not request.only or any(_matches(item, word) for word in request.only)


def _matches(item: Item, word: str) -> bool:
    """Whether an item is meant by `releases`, `pages`, a year, a slug, or the number it had."""
    folded = word.casefold()
    if folded in ("releases", "posts", "pages"):
        return item.kind == ("page" if folded == "pages" else "release")
    return folded in (str(item.date.year), item.slug.casefold(), item.key.rpartition(" ")[2].casefold())


def _lists(request: Request, settings: ConversionSettings, summary: Summary) -> list[tuple[str, str]]:
    """Old and new addresses of lists; none when only a part is imported, whose lists may lack items."""
    if request.only:
        return []
    pairs = ((old, list_address(request.config, settings, kind, name)) for kind, old, name in summary.lists)
    return [pair for pair in pairs if pair[1]]


class _Importer:
    """Takes converted items one after the other: writes their files and journal lines, and counts them."""

    def __init__(self, request: Request, journal: Journal) -> None:
        self._request = request
        self._journal = journal
        self.states: Counter[str] = Counter()
        self.notices: list[Message] = []
        self.records: list[Record] = []

    def take(self, result: tuple[Changed, Converted] | None) -> None:
        """Write one item, unless its inputs are unchanged."""
        if result is None:
            self.states["same"] += 1
            return
        changed, converted = result
        before = self._journal.entry(changed.task.item.key)
        state = self._write(converted, before) if converted.text else "failed"
        self.states[state] += 1
        if self._request.dry_run:
            self.records.append(converted.record)
        else:
            self._journal.add(_entry_of(changed, converted, before))

    def _write(self, converted: Converted, before: Entry | None) -> str:
        site, source = self._request.site, converted.record.source
        state, steps = steps_of(site, converted, before)
        if not self._request.dry_run:
            write(site, steps)
            self._notify(state, source, steps)
            drop_moved(site, source, before)
        return state

    def _notify(self, state: str, source: str, steps: tuple[Step, ...]) -> None:
        if state == DELETED:
            self.notices.append(
                msg("deleted-here", "%(file)s was deleted here, and stays so.", file=f"content/{source}")
            )
        for step in steps:
            is_text = isinstance(step.content, str)
            here = "content/" + step.path.partition("/")[2]
            if step.state == EDITED:
                self.notices.append(_edited(here, step.path, is_text=is_text))
            elif step.state == OTHERS:
                self.notices.append(_others(here, step.path, is_text=is_text))


def _edited(here: str, path: str, *, is_text: bool) -> Message:
    if is_text:
        return msg(
            "text-edited",
            "%(here)s was edited here and has changed there: the new text is in %(path)s.",
            here=here,
            path=path,
        )
    return msg(
        "file-edited",
        "%(here)s was edited here and has changed there: the new file is in %(path)s.",
        here=here,
        path=path,
    )


def _others(here: str, path: str, *, is_text: bool) -> Message:
    if is_text:
        return msg("text-others", "%(here)s was here before: the imported text is in %(path)s.", here=here, path=path)
    return msg("file-others", "%(here)s was here before: the imported file is in %(path)s.", here=here, path=path)


def _entry_of(changed: Changed, converted: Converted, before: Entry | None) -> Entry:
    """The journal line of an item; for one that failed the files stay those that an earlier import wrote."""
    if converted.text:
        text, files = digest_of_bytes(converted.text), {name: file.digest for name, file in converted.files.items()}
    else:
        text, files = (before.text, before.files) if before else ("", {})
    return Entry(
        key=changed.task.item.key,
        place=changed.task.place,
        made_from=changed.made_from,
        text=text,
        home=changed.task.item.home,
        record=converted.record,
        answers=converted.answers,
        lookups=converted.lookups,
        files=files,
    )


def _finish(
    request: Request, journal: Journal, importer: _Importer, summary: Summary, lists: list[tuple[str, str]]
) -> Outcome:
    if request.dry_run:
        files = Files(io.StringIO(), io.BytesIO(), io.StringIO(), io.StringIO())
        totals = write_report(lambda: iter(importer.records), summary, lists, files)
    else:
        totals = _write_files(request.site, journal, summary, lists)
    states = dict(sorted(importer.states.items()))
    whole = bool(states) and not (totals.with_losses or summary.damage or summary.lost)
    said = verdict(totals, summary) if states or summary.damage or summary.lost else NOTHING
    return Outcome(states, tuple(importer.notices), totals, summary, said, whole)


def _write_files(site: Path, journal: Journal, summary: Summary, lists: list[tuple[str, str]]) -> Totals:
    parts = [site / f".{name}.part" for name in NAMES]
    with (
        parts[0].open("w", encoding="utf-8", newline="\n") as markdown,
        parts[1].open("wb") as json,
        parts[2].open("w", encoding="utf-8", newline="") as addresses,
        parts[3].open("w", encoding="utf-8", newline="") as table,
    ):
        totals = write_report(journal.records, summary, lists, Files(markdown, json, addresses, table))
    for part, name in zip(parts, NAMES, strict=True):
        part.replace(site / name)
    return totals
