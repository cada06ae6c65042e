"""Turns documents into readings: what the desk editor finds in each text by itself.

A reading is remembered by a digest of everything that it depends on (see `Recipe.key`), so that a text is read again
when anything in that digest has changed, and only then.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b
from typing import Protocol

import msgspec

from warta.aside import Aside, GaveUp
from warta.content.bounds import LARGEST, LIMITS, given_up, is_plain
from warta.content.documents import Body, Document, Organization
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript, read_manuscript
from warta.desk.rules.table import INVALID, RULES
from warta.desk.spelling import Dictionaries, Speller, Unknown
from warta.desk.vocabulary import vocabulary_of
from warta.work import Executor

_PLACE = re.compile(r"\]\((#[^)\s]+)\)")


class Text(msgspec.Struct, frozen=True):
    """A document, the path of its file, and the digest of the bytes that the document was read from."""

    document: Document
    path: str
    digest: bytes


class TextReading(msgspec.Struct, frozen=True, gc=False):
    """What was read in one text: notes by rule, links to places in itself (`#...`) with lines, unknown words.

    `lasting`: whether the text alone decides it, and not that there was too little time or memory.
    """

    notes: tuple[tuple[str, Note], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    unknown: Unknown = Unknown()
    language: str = ""
    lasting: bool = True


class Recipe(msgspec.Struct, frozen=True, dict=True):
    """What a reading depends on besides its text: settings, dictionaries, and the version of Warta's own code."""

    house: House
    dictionaries: Dictionaries
    version: str

    @cached_property
    def _digest(self) -> str:
        parts = self.house, self.dictionaries.digests, self.version
        return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()

    def key(self, source: str, digest: bytes) -> str:
        """The name of a reading: a digest of its bytes, their source and the recipe.

        A text's source is among them since a date and the kind of the document are read from the name of its file.
        """
        return blake2b(f"{self._digest} {digest.hex()} {source}".encode(), digest_size=16).hexdigest()


class Cache(Protocol):
    """Bytes that are kept from one check to the next, by name."""

    def get(self, name: str) -> bytes | None:
        """The bytes last put under a name."""
        ...

    def put(self, name: str, value: bytes) -> None:
        """Keep bytes under a name, in place of those that were there."""
        ...


class ReadingTask:
    """Reads one text; loads dictionaries and regions at the first that needs them."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._house = recipe.house
        self._speller = Speller(recipe.dictionaries, recipe.house.words)
        self._aside: Aside | None = None

    def __reduce__(self) -> tuple[type[ReadingTask], tuple[Recipe]]:
        return type(self), (self._recipe,)

    def close(self) -> None:
        """End the process in which texts were tried apart, where this one started it."""
        if self._aside is not None:
            self._aside.close()

    def __call__(self, text: Text) -> TextReading | None:
        """The reading; None when the file is gone, or has changed since its document was read.

        Of a text that takes too much time or memory, the reading says that alone.
        """
        try:
            with open(text.path, "rb") as file:  # noqa: PTH123 - a Path costs as much as a rule
                data = file.read(LARGEST)
        except FileNotFoundError:
            return None
        if blake2b(data, digest_size=16).digest() != text.digest:
            return None
        if is_plain(data):
            return self.read(text, data)
        if self._aside is None:
            self._aside = Aside(_Apart(self), LIMITS)
        try:
            reading: TextReading = self._aside((text, data))
        except GaveUp as gave_up:
            problem = given_up(f"content/{text.document.source}", gave_up.why)
            return TextReading(((INVALID, Note(0, problem.message)),), lasting=False)
        return reading

    def read(self, text: Text, data: bytes) -> TextReading:
        """The reading of a text from its bytes."""
        # what Markdown made of a body depends on settings that are not in the recipe, so rules do not see it
        document = msgspec.structs.replace(text.document, body=Body())
        return read_text(read_manuscript(document, data), self._house, self._speller)


class _Apart:
    """A task that reads one text from its bytes."""

    def __init__(self, task: ReadingTask) -> None:
        self._task = task

    def __call__(self, item: tuple[Text, bytes]) -> TextReading:
        return self._task.read(*item)


def read_text(text: Manuscript, house: House, speller: Speller) -> TextReading:
    """What the rules that look at one text say of it."""
    document = text.document
    if isinstance(document, Organization):
        return TextReading()
    notes = [(name, note) for name, rule in RULES.items() if rule.on_text for note in rule.on_text(text, house)]
    places = [
        (match[1], line)
        for line, row in enumerate(text.rows, text.first_line)
        if "](#" in row
        for match in _PLACE.finditer(row)
    ]
    language = document.language.text if document.language else house.language
    unknown = speller.unknown(vocabulary_of(text), language) if speller.reads(language) else Unknown()
    return TextReading(tuple(notes), tuple(places), unknown, language)


def read_texts(
    texts: Iterable[Text], recipe: Recipe, executor: Executor, cache: Cache, progress: Callable[[int, int], None]
) -> dict[str, TextReading]:
    """The reading of every text by the source of its document: remembered ones from the cache, the others made now.

    A text whose file is gone or has changed meanwhile has none, and nothing is remembered of it.
    """
    # two names, so that a check without spelling does not forget the readings of one with it
    name = f"desk readings {'with' if recipe.dictionaries.ready else 'without'} spelling"
    by_source = {text.document.source: text for text in sorted(texts, key=lambda text: text.document.source)}
    keys = {source: recipe.key(source, text.digest) for source, text in by_source.items()}
    remembered = _decoded(cache.get(name))
    known = dict(remembered)
    missing = [text for source, text in by_source.items() if keys[source] not in known]
    task = ReadingTask(recipe)
    results = executor.map(task, missing, lambda text: f"content/{text.document.source}")
    with contextlib.closing(task), contextlib.closing(results):
        for done, (text, reading) in enumerate(results, 1):
            progress(done, len(missing))
            if reading is not None:
                known[keys[text.document.source]] = reading
    readings = {source: known[key] for source, key in keys.items() if key in known}
    kept = {keys[source]: reading for source, reading in readings.items() if reading.lasting}
    if kept.keys() != remembered.keys():
        cache.put(name, msgspec.json.encode(kept))
    return readings


def _decoded(block: bytes | None) -> dict[str, TextReading]:
    """Remembered readings by their keys; none from bytes that are no such readings."""
    if block is None:
        return {}
    try:
        return msgspec.json.decode(block, type=dict[str, TextReading])
    except msgspec.DecodeError:
        return {}
