"""Turns the files of the content into heads, standing documents and facts of files, and reads only what changed."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from warta.content.schema import Schema
    from warta.render.html.body import Converter

from warta.content.documents import Organization, Page, Release
from warta.content.files import File, Stamp, is_document, misplaced, stamp_of
from warta.content.heads import Head, head_of
from warta.dates import find_zone
from warta.digests import digest_of, digest_of_bytes, joined
from warta.engine.folder import digest_of as digest_of_file
from warta.engine.store import Store
from warta.errors import Problem, ProblemsFound
from warta.extensions import NONE, Code, Extensions, load
from warta.newsroom.pictures import FileFacts
from warta.render.pictures.images import BrokenImage, is_picture, measure
from warta.settings import Settings
from warta.work import Executor

_SETTLED = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use counts two seconds
_ENCODER = msgspec.json.Encoder()


class Recipe(msgspec.Struct, frozen=True):
    """What besides its bytes decides how a document is read and its body rendered. `code` is the digest of the
    Markdown extensions' own files, `own` that of the newsroom's extensions.py where it defines some.
    """

    timezone: str
    lenient: bool
    origin: str
    trust_html: bool
    extensions: tuple[str, ...] | None
    configs: dict[str, dict[str, object]]
    code: bytes
    own: bytes

    @classmethod
    def of(cls, settings: Settings, own: Extensions) -> Recipe:
        """The recipe of a newsroom with extensions of its own."""
        extensions = settings.markdown.extensions
        code = b""
        if names := (*(extensions or ()), *(each for each in own.markdown if isinstance(each, str))):
            from warta.render.markdown.extensions import extensions_digest

            code = extensions_digest(names)
        return cls(
            timezone=settings.timezone,
            lenient=settings.unknown_keys == "warn",
            origin=settings.origin,
            trust_html=settings.trust_html,
            extensions=extensions,
            configs=settings.markdown.configs,
            code=code,
            own=own.digest if own.markdown else b"",
        )


class Other(msgspec.Struct, frozen=True):
    """A page or an organization as read, or only the problems of a document that could not be read."""

    document: Page | Organization | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Known(msgspec.Struct):
    """What is known of the files of the content, by source.

    `documents` has the stamp of each document's file, the digest of its bytes, and that of the document; `others` the
    pages, organizations and unreadable documents; `files` the stamp and the facts of each file that is no document.
    `recipe` is the digest of how the documents were read.
    """

    recipe: bytes = b""
    documents: dict[str, tuple[Stamp, bytes, bytes]] = {}
    others: dict[str, Other] = {}
    files: dict[str, tuple[Stamp, FileFacts]] = {}


class Changes(msgspec.Struct, frozen=True):
    """What reading found: heads of releases that are new or changed, sources of those that are gone, and the problems
    of pictures that cannot be read.
    """

    heads: tuple[Head, ...]
    gone: tuple[str, ...]
    broken: tuple[Problem, ...]
    touched: bool


class _Item(msgspec.Struct, frozen=True, gc=False):
    source: str
    path: str
    digest: bytes


class _Read(msgspec.Struct, frozen=True, gc=False):
    """What a worker found: the stamp and digest of the bytes it read; nothing else when they are the known ones.

    `head` is that of a release, `other` what any other document is; both encoded, as `release` is for the store.
    """

    stamp: Stamp
    bytes_digest: bytes
    digest: bytes
    head: bytes = b""
    release: bytes = b""
    other: bytes = b""
    body: str = ""
    html: bytes = b""


class ReadTask:
    """Reads, parses and renders one document; makes its Markdown engine at the first, with what `code` defines."""

    def __init__(self, recipe: Recipe, code: Code = NONE.code) -> None:
        self._recipe = recipe
        self._code = code if recipe.own else Code()
        self.digest = digest_of(recipe)
        self._schema: Schema | None = None
        self._converter: Converter | None = None

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_schema": None, "_converter": None}

    def _tools(self) -> tuple[Schema, Converter]:
        if self._schema is None or self._converter is None:
            from warta.content.schema import Schema
            from warta.render.html.body import Converter

            recipe = self._recipe
            self._schema = Schema(find_zone(recipe.timezone), recipe.lenient)
            self._converter = Converter(
                recipe.extensions,
                recipe.configs,
                origin=recipe.origin,
                trust_html=recipe.trust_html,
                own=load(self._code),
            )
        return self._schema, self._converter

    def prepare(self, _: Sequence[_Item]) -> None:
        """Make the engine here, for all workers. Raises ProblemsFound where the settings make none."""
        self._tools()

    def digest_of(self, source: str, bytes_digest: bytes) -> bytes:
        """The digest of the document that a file of these bytes holds."""
        return joined((self.digest, digest_of_bytes(source.encode()), bytes_digest))

    def __call__(self, item: _Item) -> _Read | None:
        """None when the file is gone."""
        try:
            stamp, data = _read(item.path)
        except FileNotFoundError:
            return None
        found = digest_of_bytes(data)
        digest = self.digest_of(item.source, found)
        if digest == item.digest:
            return _Read(stamp, found, digest)
        if (wrong := misplaced(item.source)) is not None:
            return _Read(stamp, found, digest, other=_ENCODER.encode(Other(None, (wrong,))))
        return self._parsed(item.source, data, _Read(stamp, found, digest))

    def _parsed(self, source: str, data: bytes, read: _Read) -> _Read:
        from warta.content.read import read_document

        schema, converter = self._tools()
        reading = read_document(source, data, schema)
        if reading.document is None:
            other = Other(None, reading.problems, reading.warnings)
            return msgspec.structs.replace(read, other=_ENCODER.encode(other))
        try:
            body = converter.convert(reading.text, reading.first_line)
        except ProblemsFound as found:
            other = Other(None, (*reading.problems, *found.problems), reading.warnings)
            return msgspec.structs.replace(read, other=_ENCODER.encode(other))
        document = msgspec.structs.replace(reading.document, body=body.body)
        if isinstance(document, Release):
            head = head_of(document, read.digest, reading.problems, reading.warnings)
            made: dict[str, bytes] = {"head": msgspec.msgpack.encode(head), "release": _ENCODER.encode(document)}
        else:
            made = {"other": _ENCODER.encode(Other(document, reading.problems, reading.warnings))}
        return msgspec.structs.replace(read, **made, body=body.body.digest, html=body.encoded)


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


def read_files(  # noqa: PLR0913 - what reading is made of
    files: Mapping[str, File],
    gone: Iterable[str],
    task: ReadTask,
    known: Known,
    store: Store,
    executor: Executor,
    progress: Callable[[int, int], None],
) -> Changes:
    """Bring `known` and the store up to date with `files`, as they lie there now; `gone` are sources that are no more.

    What is remembered is remembered with the digest of the very bytes that were read. `progress` is told how many of
    how many documents are read. A file that is gone when it is opened is as if it had never been there. Raises
    ProblemsFound when the settings make no Markdown engine.
    """
    items, others = _to_read(files, task, known)
    known.recipe = task.digest
    heads: list[Head] = []
    lost = list(gone)
    with contextlib.closing(executor.map(task, items, lambda item: f"content/{item.source}")) as results:
        for done, (item, read) in enumerate(results, 1):
            progress(done, len(items))
            if read is None:
                lost.append(item.source)
            elif (head := _remember(item.source, read, known, store)) is not None:
                heads.append(head)
    broken, touched = _facts_of(others, known)
    dropped = [source for source in lost if known.documents.pop(source, None) is not None]
    for source in lost:
        known.others.pop(source, None)
        touched = known.files.pop(source, None) is not None or touched
    # what was a release and is none any more: its file was moved to another folder, or cannot be read now
    dropped += [item.source for item in items if item.source in known.others]
    return Changes(tuple(heads), tuple(dropped), tuple(broken), touched or bool(items) or bool(dropped))


def _to_read(files: Mapping[str, File], task: ReadTask, known: Known) -> tuple[list[_Item], dict[str, File]]:
    items = []
    others: dict[str, File] = {}
    anew = known.recipe != task.digest
    for source, file in files.items():
        stored = known.documents.get(source)
        if stored is not None:
            if anew or stored[0] != file.stamp:
                items.append(_Item(source, file.path, stored[2]))
        elif is_document(source):
            items.append(_Item(source, file.path, b""))
        else:
            others[source] = file
    return items, others


def _remember(source: str, read: _Read, known: Known, store: Store) -> Head | None:
    """Take over what a worker read; the head of a release that is new or changed."""
    known.documents[source] = _settled(read.stamp), read.bytes_digest, read.digest
    if read.body:
        store.put_body(read.body, read.html)
    if read.other:
        known.others[source] = msgspec.json.decode(read.other, type=Other)
    elif read.head:
        known.others.pop(source, None)
        store.put_document(read.digest, read.release)
        return msgspec.msgpack.decode(read.head, type=Head)
    return None


def _settled(stamp: Stamp) -> Stamp:
    """A file changed a moment ago could change again without its stamp showing it: such a stamp is never trusted."""
    fresh = time.time_ns() - max(stamp.mtime, stamp.ctime) < _SETTLED
    return Stamp(stamp.size, 0, 0, 0) if fresh else stamp


def _facts_of(files: Mapping[str, File], known: Known) -> tuple[list[Problem], bool]:
    """Take the facts of files that are no documents; the problems of pictures that cannot be read."""
    broken: list[Problem] = []
    touched = False
    for source, file in files.items():
        remembered = known.files.get(source)
        if remembered is not None and remembered[0] == file.stamp:
            continue
        touched = True
        try:
            digest = digest_of_file(Path(file.path))
            if remembered is not None and remembered[1].digest == digest and remembered[0].mtime >= 0:
                facts = remembered[1]
            else:
                facts = _facts(source, file, digest)
        except FileNotFoundError:
            known.files.pop(source, None)
            continue
        except BrokenImage as error:
            broken.append(Problem(f"content/{source}", 0, str(error)))
            # looked at again by the next build, which must say so too
            known.files[source] = _BROKEN, FileFacts(digest, file.stamp.size)
            continue
        known.files[source] = _settled(file.stamp), facts
    return broken, touched


_BROKEN = Stamp(-1, -1, -1, -1)


def _facts(source: str, file: File, digest: str) -> FileFacts:
    shape = measure(file.path) if is_picture(source) else None
    if shape is None:
        return FileFacts(digest, file.stamp.size)
    return FileFacts(digest, file.stamp.size, shape.width, shape.height, shape.transparent)
