"""Turns files of the content into what the desk editor reads in each by itself: notes, links, unknown words.

What was read of a file is remembered by the digest of its bytes, so that only changed texts are read again.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from hashlib import blake2b

import msgspec

from warta.build.pipeline import Checked
from warta.content.documents import Document, Organization
from warta.desk.findings import Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript, read_manuscript
from warta.desk.rules.table import RULES
from warta.desk.rules.words import words_of
from warta.desk.spelling import Dictionaries, Speller, Unknown

_PLACE = re.compile(r"\]\((#[^)\s]+)\)")


class TextReading(msgspec.Struct, frozen=True, gc=False):
    """What was read in one text: notes by rule, links to places in itself (`#...`) with lines, unknown words."""

    notes: tuple[tuple[str, Note], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    unknown: Unknown = Unknown()
    language: str = ""


class _Remembered(msgspec.Struct, frozen=True):
    recipe: str
    texts: dict[str, TextReading]


class _Item(msgspec.Struct, frozen=True):
    document: Document
    path: str
    digest: bytes


class ReadingTask:
    """Reads one text; loads dictionaries and regions at the first that needs them."""

    def __init__(self, house: House, dictionaries: Dictionaries) -> None:
        self._house = house
        self._speller = Speller(dictionaries, house.words)

    def __call__(self, item: _Item) -> TextReading:
        """What was read; nothing of a file that is gone."""
        try:
            with open(item.path, "rb") as file:  # noqa: PTH123 - a Path costs as much as a rule
                data = file.read()
        except FileNotFoundError:
            return TextReading()
        if blake2b(data, digest_size=16).digest() != item.digest:  # changed meanwhile: the next check sees it
            return TextReading()
        return read_text(read_manuscript(item.document, data), self._house, self._speller)


def read_text(text: Manuscript, house: House, speller: Speller) -> TextReading:
    """What the rules that look at one text say of it."""
    document = text.document
    if isinstance(document, Organization):
        return TextReading()
    notes = [(name, note) for name, rule in RULES.items() if rule.reads for note in rule.reads(text, house)]
    places = [
        (match[1], line)
        for line, row in enumerate(text.rows, text.first_line)
        if "](#" in row
        for match in _PLACE.finditer(row)
    ]
    language = document.language.text if document.language else house.language
    unknown = speller.unknown(words_of(text), language) if speller.reads(language) else Unknown()
    return TextReading(tuple(notes), tuple(places), unknown, language)


def read_texts(
    checked: Checked, dictionaries: Dictionaries, progress: Callable[[int, int], None]
) -> dict[str, TextReading]:
    """What was read in every document, by source."""
    house = House.of(checked.config)
    recipe = blake2b(msgspec.json.encode((house, dictionaries)), digest_size=16).hexdigest()
    # apart, so that a check without spelling does not forget what one with it has read
    name = f"desk {'with' if dictionaries.ready else 'without'} spelling"
    known = _remembered(checked, name, recipe)
    digests = {source: digest.hex() for source, digest in checked.inputs.documents.items()}
    # rules see the name of the file nowhere but in paths, which are put to their notes later
    missing = {digest: source for source, digest in digests.items() if digest not in known}
    documents = {document.source: document for document in checked.documents}
    items = [
        _Item(documents[source], checked.inputs.paths[source], checked.inputs.documents[source])
        for source in sorted(missing.values())
        if source in documents
    ]
    task = ReadingTask(house, dictionaries)
    with contextlib.closing(
        checked.executor.map(task, items, lambda item: f"content/{item.document.source}")
    ) as results:
        for done, (item, reading) in enumerate(results, 1):
            progress(done, len(items))
            known[digests[item.document.source]] = reading
    if items or len(known) > len(set(digests.values())):
        kept = {digest: known[digest] for digest in sorted(set(digests.values())) if digest in known}
        checked.store.set_fact(name, msgspec.json.encode(_Remembered(recipe, kept)).decode())
    return {source: known[digest] for source, digest in digests.items() if digest in known}


def _remembered(checked: Checked, name: str, recipe: str) -> dict[str, TextReading]:
    text = checked.store.fact(name)
    if text is None:
        return {}
    try:
        found = msgspec.json.decode(text, type=_Remembered)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
    return dict(found.texts) if found.recipe == recipe else {}
