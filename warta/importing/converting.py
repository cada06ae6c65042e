"""Turns tasks into converted items through an executor, and skips those whose inputs are unchanged.

The journal holds the digests of all inputs of a conversion: of the program, the settings and the task, which it is
given, and of the answers to its lookups. Where both digests are equal, so is the result.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence

import msgspec

from warta.aside import Aside, GaveUp
from warta.content.bounds import LIMITS, given_up, is_plain
from warta.importing.conversion.convert import Conversion, Converted, Task, lost_item
from warta.importing.conversion.lookups import OldSite
from warta.importing.conversion.settings import ConversionSettings
from warta.importing.digests import digest_of, digest_of_program
from warta.importing.journal import Journal
from warta.messages import msg
from warta.work import Executor


class Changed(msgspec.Struct, frozen=True):
    """A task that must be worked on, and the digest of program, settings and task."""

    task: Task
    made_from: str


def convert_all(
    tasks: Iterable[Task], settings: ConversionSettings, old_site: OldSite, journal: Journal, executor: Executor
) -> Generator[tuple[Changed, Converted] | None, None, None]:
    """The tasks with their converted items, in their order; None for one whose inputs are unchanged."""
    given = digest_of((digest_of_program(), settings))
    every = (_changed(task, digest_of((given, task)), old_site, journal) for task in tasks)
    task = _Convert(settings, old_site)
    with contextlib.closing(task), contextlib.closing(executor.stream(task, every, _name)) as results:
        for changed, converted in results:
            yield None if changed is None or converted is None else (changed, converted)


def _changed(task: Task, made_from: str, old_site: OldSite, journal: Journal) -> Changed | None:
    known = journal.known.get(task.item.key)
    if known is not None and known.made_from == made_from:
        entry = journal.entry(task.item.key)
        if entry is not None and old_site.digest_of(entry.lookups) == known.answers:
            return None
    return Changed(task, made_from)


def _name(changed: Changed | None) -> str:
    return changed.task.item.key if changed else ""


class _Convert:
    """Converts one task (None: nothing is to be done), in whatever process; makes its conversion at the first."""

    def __init__(self, settings: ConversionSettings, old_site: OldSite) -> None:
        self._settings, self._old_site = settings, old_site
        self._conversion: Conversion | None = None
        self._aside: Aside | None = None

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_conversion": None, "_aside": None}

    def prepare(self, items: Sequence[Changed | None]) -> None:
        """Make the conversion here, for all workers."""
        self._conversion = Conversion(self._settings, self._old_site)

    def close(self) -> None:
        """End the process in which items were tried apart, where this one started it."""
        if self._aside is not None:
            self._aside.close()

    def __call__(self, changed: Changed | None) -> Converted | None:
        if changed is None:
            return None
        item = changed.task.item
        if is_plain(item.text.encode("utf-8", "replace")):
            return self.convert(changed)
        if self._aside is None:
            self._aside = Aside(_Apart(self), LIMITS)
        try:
            made: Converted = self._aside(changed)
        except GaveUp as gave_up:
            words = given_up("its text", gave_up.why).message
            return lost_item(item, msg("text-given-up", "its text was not read: %(words)s", words=words))
        return made

    def convert(self, changed: Changed) -> Converted:
        """What the item of a task becomes, in this process."""
        if self._conversion is None:
            self._conversion = Conversion(self._settings, self._old_site)
        return self._conversion.convert(changed.task)


class _Apart:
    """A task that converts one item in its own process."""

    def __init__(self, task: _Convert) -> None:
        self._task = task

    def __call__(self, changed: Changed) -> Converted:
        return self._task.convert(changed)
