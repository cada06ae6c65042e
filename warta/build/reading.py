"""Turns the files of the content into documents, from memory where the bytes are those of last time."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from warta.content.schema import Schema
    from warta.render.html.body import Converter

from warta.build.executors import Executor
from warta.build.store import Store, StoreBroken
from warta.build.writer import digest_of
from warta.settings import Settings
from warta.content.documents import Document
from warta.content.files import File, Stamp, is_document, misplaced, stamp_of
from warta.dates import find_zone
from warta.errors import Problem
from warta.plan.images import FileFacts
from warta.render.pictures.images import BrokenImage, is_picture, measure

_FEW = 20  # documents that one process reads
_MANY = 1000  # documents; fewer are decoded sooner than a process is started
_SETTLED = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use counts two seconds


class Recipe(msgspec.Struct, frozen=True):
    """What of the settings decides how a document is read and its body rendered."""

    timezone: str
    lenient: bool
    origin: str
    trust_html: bool
    extensions: tuple[str, ...] | None
    configs: dict[str, dict[str, object]]

    @classmethod
    def of(cls, config: Settings) -> Recipe:
        """The recipe of a newsroom."""
        return cls(
            timezone=config.timezone,
            lenient=config.unknown_keys == "warn",
            origin=config.origin,
            trust_html=config.trust_html,
            extensions=config.markdown.extensions,
            configs=config.markdown.configs,
        )


class Kept(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A reading as the store keeps it."""

    document: Document | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


Readings = dict[str, tuple[bytes, Kept]]
"""Readings by source, each with the digest of the bytes that were read."""

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Kept)


class Inputs(msgspec.Struct, frozen=True):
    """What the content is made of: the digest of each document by source, facts of other files, paths of all.

    `broken` are the problems of pictures that cannot be read, and are published as they are or not at all.
    """

    documents: dict[str, bytes]
    files: dict[str, FileFacts]
    paths: dict[str, str]
    broken: tuple[Problem, ...] = ()


class Content(msgspec.Struct, frozen=True):
    """The documents that could be read, the sources of the others, and what is wrong or doubtful in all of them."""

    documents: tuple[Document, ...]
    unreadable: frozenset[str]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class _Item(msgspec.Struct, frozen=True, gc=False):
    source: str
    path: str
    known: bytes


class _Result(msgspec.Struct, frozen=True, gc=False):
    """What a worker found: the stamp and digest of the bytes it read; no blob when they are the known ones."""

    stamp: Stamp
    digest: bytes
    blob: bytes = b""
    body_digest: str = ""
    html: bytes = b""


class ReadTask:
    """Reads, parses and renders one document; makes its Markdown engine at the first."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._schema: Schema | None = None
        self._converter: Converter | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"_recipe": self._recipe, "_schema": None, "_converter": None}

    def _tools(self) -> tuple[Schema, Converter]:
        if self._schema is None or self._converter is None:
            from warta.content.schema import Schema
            from warta.render.html.body import Converter

            recipe = self._recipe
            self._schema = Schema(find_zone(recipe.timezone), recipe.lenient)
            self._converter = Converter(
                recipe.extensions, recipe.configs, origin=recipe.origin, trust_html=recipe.trust_html
            )
        return self._schema, self._converter

    def prepare(self, _: Sequence[_Item]) -> None:
        """Make the engine here, for all workers. Raises ProblemsFound where the settings make none."""
        self._tools()

    def __call__(self, item: _Item) -> _Result | None:
        """None when the file is gone."""
        try:
            stamp, data = _read(item.path)
        except FileNotFoundError:
            return None
        digest = blake2b(data, digest_size=16).digest()
        if digest == item.known:
            return _Result(stamp, digest)
        from warta.content.read import read_document

        schema, converter = self._tools()
        reading = read_document(item.source, data, schema)
        if reading.document is None:
            kept = Kept(None, reading.problems, reading.warnings)
            return _Result(stamp, digest, _ENCODER.encode(kept))
        body = converter.convert(reading.text, reading.first_line)
        document = msgspec.structs.replace(reading.document, body=body.body)
        kept = Kept(document, reading.problems, reading.warnings)
        return _Result(stamp, digest, _ENCODER.encode(kept), body.body.digest, body.encoded)


def _read(path: str) -> tuple[Stamp, bytes]:
    """A file's bytes and its stamp when they were read, in few system calls: this is done for every file."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        facts = os.fstat(descriptor)
        data = os.read(descriptor, facts.st_size + 1)
        if len(data) != facts.st_size:  # it grew or shrank while it was opened
            while more := os.read(descriptor, 1 << 20):
                data += more
    finally:
        os.close(descriptor)
    return stamp_of(facts), data


def read_content(
    files: Mapping[str, File],
    recipe: Recipe,
    store: Store,
    executor: Executor,
    progress: Callable[[int, int], None],
    readings: Readings,
) -> Inputs:
    """Bring the store up to date with `files`: every document read, every other file's digest taken.

    What is remembered is remembered with the digest of the very bytes that were read. `progress` is told how many of
    how many documents are read. While a few are read, the others may be decoded into `readings`. A
    file that is gone when it is opened is as if it had never been there. Raises ProblemsFound when the settings make no
    Markdown engine.
    """
    known = store.documents()
    documents: dict[str, bytes] = {}
    items = []
    others: dict[str, File] = {}
    for source, file in files.items():
        if not is_document(source):
            others[source] = file
            continue
        stored = known.get(source)
        if stored is not None and stored[0] == file.stamp:
            documents[source] = stored[1]
        else:
            items.append(_Item(source, file.path, stored[1] if stored else b""))
    store.begin()
    with _read_all(items, recipe, executor, documents, partial(_decode, store=store, readings=readings)) as results:
        for done, (item, result) in enumerate(results, 1):
            progress(done, len(items))
            if result is not None:
                documents[item.source] = result.digest
                _remember(item.source, result, store)
    store.forget_documents([source for source in known if source not in documents])
    copied, broken = _copied(others, store)
    store.commit()
    paths = {source: file.path for source, file in files.items()}
    return Inputs(dict(sorted(documents.items())), copied, paths, tuple(broken))


@contextlib.contextmanager
def _read_all(
    items: Sequence[_Item],
    recipe: Recipe,
    executor: Executor,
    same: Mapping[str, bytes],
    decode: Callable[[Mapping[str, bytes]], None],
) -> Iterator[Iterable[tuple[_Item, _Result | None]]]:
    """The items with their results; when they are few beside many that are the `same`, those are decoded meanwhile."""
    task = ReadTask(recipe)
    if 0 < len(items) < _FEW and len(same) >= _MANY:
        with executor.beside(lambda: [task(item) for item in items]) as results:
            decode(same)
            yield zip(items, results(), strict=True)
    else:
        with contextlib.closing(executor.map(task, items, lambda item: f"content/{item.source}")) as each:
            yield each


def _remember(source: str, result: _Result, store: Store) -> None:
    stamp = _settled(result.stamp)
    if not result.blob:
        store.put_stamp(source, stamp)
        return
    if result.body_digest:
        store.put_body(result.body_digest, result.html)
    store.put_document(source, stamp, result.digest, result.blob)


def load_content(inputs: Inputs, store: Store, readings: Readings) -> Content:
    """The documents of the inputs, as remembered, in the order of their sources. Raises StoreBroken.

    `readings` are those decoded before, each with the digest of its bytes; those decoded now are added.
    """
    _decode(inputs.documents, store, readings)
    try:
        kept = {source: readings[source][1] for source in inputs.documents}
    except KeyError as error:
        raise StoreBroken(f"a document is missing: {error}") from None
    wrong = {source: problem for source in kept if (problem := misplaced(source)) is not None}
    for source in wrong:
        del kept[source]
    return Content(
        documents=tuple(each.document for each in kept.values() if each.document is not None),
        unreadable=frozenset(source for source, each in kept.items() if each.document is None) | wrong.keys(),
        problems=tuple(problem for each in kept.values() for problem in each.problems) + tuple(wrong.values()),
        warnings=tuple(warning for each in kept.values() for warning in each.warnings) + inputs.broken,
    )


def _decode(documents: Mapping[str, bytes], store: Store, readings: Readings) -> None:
    """Add to the readings those remembered of documents of these digests. Raises StoreBroken."""
    missing = {source: digest for source, digest in documents.items() if _unlike(readings.get(source), digest)}
    try:
        for source, blob in store.blobs(missing):
            readings[source] = missing[source], _DECODER.decode(blob)
    except msgspec.DecodeError as error:
        raise StoreBroken(f"a document cannot be read: {error}") from None


def _unlike(reading: tuple[bytes, Kept] | None, digest: bytes) -> bool:
    return reading is None or reading[0] != digest


def _settled(stamp: Stamp) -> Stamp:
    """A file changed a moment ago could change again without its stamp showing it: such a stamp is never trusted."""
    fresh = time.time_ns() - max(stamp.mtime, stamp.ctime) < _SETTLED
    return Stamp(stamp.size, 0, 0, 0) if fresh else stamp


def _copied(files: Mapping[str, File], store: Store) -> tuple[dict[str, FileFacts], list[Problem]]:
    """The facts of files that are no documents, and the problems of pictures that cannot be read."""
    known = store.files()
    found: dict[str, FileFacts] = {}
    broken: list[Problem] = []
    for source, file in files.items():
        remembered = known.get(source)
        if remembered is not None and remembered[0] == file.stamp:
            found[source] = remembered[1]
            continue
        try:
            digest = digest_of(Path(file.path))
            if remembered is not None and remembered[1].digest == digest:
                facts = remembered[1]
            else:
                facts = _facts(source, file, digest)
        except FileNotFoundError:
            continue
        except BrokenImage as error:
            broken.append(Problem(f"content/{source}", 0, str(error)))
            found[source] = FileFacts(digest, file.stamp.size)
            continue
        store.put_file(source, _settled(file.stamp), facts)
        found[source] = facts
    return found, broken


def _facts(source: str, file: File, digest: str) -> FileFacts:
    shape = measure(file.path) if is_picture(source) else None
    if shape is None:
        return FileFacts(digest, file.stamp.size)
    return FileFacts(digest, file.stamp.size, shape.width, shape.height, shape.transparent)
