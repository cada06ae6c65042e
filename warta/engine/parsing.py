"""Turns a file of the content into what is remembered of it: head, document and body, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from warta.aside import Aside
    from warta.content.schema import Schema
    from warta.render.html.body import Converter

from warta.content.bounds import LARGEST, LIMITS, given_up, is_plain, too_deep
from warta.content.documents import Document, Organization, Page, Release
from warta.content.files import Stamp, misplaced, stamp_of
from warta.content.heads import head_of
from warta.dates import Calendar, find_zone
from warta.digests import digest_of, digest_of_bytes, joined
from warta.engine.segments import Writer
from warta.errors import Problem, ProblemsFound
from warta.extensions import NONE, Code, Extensions, load
from warta.settings import Settings

_ENCODER = msgspec.json.Encoder()

UNSETTLED = Stamp(-1, -1, -1, -1)
"""The stamp of a file that is looked at again by the next build, whatever the file system says of it."""


class Recipe(msgspec.Struct, frozen=True):
    """What besides its bytes decides how a document is read and its body rendered. `code` is the digest of the
    Markdown extensions' own files, `own` that of the newsroom's extensions.py where it defines some.
    """

    timezone: str
    day_first: bool
    language: str
    lenient: bool
    origin: str
    trust_html: bool
    classes: tuple[str, ...]
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
            language=settings.language,
            day_first=settings.dates == "day-first",
            lenient=settings.unknown_keys == "warn",
            origin=settings.origin,
            trust_html=settings.trust_html,
            classes=settings.markdown.classes,
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


class Item(msgspec.Struct, frozen=True, gc=False):
    """A file to read: its path below content/, where it lies, and the digest under which it is known (or none)."""

    source: str
    path: str
    digest: bytes


class Read(msgspec.Struct, frozen=True, gc=False):
    """What a worker found: the stamp and digest of the bytes it read; nothing else when they are the known ones.

    `head` is that of a release, `other` what any other document is; both encoded. `texts` are the digests of what was
    written into a segment, the release and the body, and `places` where. `passing`: it has problems, whose answers may
    name a day that is counted from today.
    """

    stamp: Stamp
    bytes_digest: bytes
    digest: bytes
    head: bytes = b""
    other: bytes = b""
    texts: Sequence[bytes] = ()
    places: Sequence[bytes] = ()
    passing: bool = False


class Made(msgspec.Struct, frozen=True, gc=False):
    """What the bytes of a document hold: see Read. `texts` are encoded release and HTML of the body, by digest."""

    digest: bytes
    head: bytes = b""
    other: bytes = b""
    texts: dict[bytes, bytes] = {}
    passing: bool = False


class ReadTask:
    """Reads, parses and renders one document; makes its Markdown engine at the first, with what `code` defines.

    The release and the HTML go into a segment in the folder `texts`: in this process into the one to `grow`.

    `today` is named in answers to dates such as "besok". What has problems is known by a digest that covers it, and is
    read anew by each build, so that none is told of a day that has passed.
    """

    def __init__(
        self,
        recipe: Recipe,
        texts: Path,
        grow: int | None = None,
        code: Code = NONE.code,
        today: dt.date | None = None,
    ) -> None:
        self._recipe = recipe
        self._today = today
        self._code = code if recipe.own else Code()
        self.digest = digest_of(recipe)
        self._schema: Schema | None = None
        self._converter: Converter | None = None
        self._aside: Aside | None = None
        self._texts = texts
        self._writer = Writer(texts, grow)

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_schema": None, "_converter": None, "_aside": None, "_writer": Writer(self._texts)}

    def close(self) -> None:
        """Close the segment, and end the process in which texts were tried apart, where this one started it."""
        self._writer.close()
        if self._aside is not None:
            self._aside.close()

    def _tools(self) -> tuple[Schema, Converter]:
        if self._schema is None or self._converter is None:
            from warta.content.schema import Schema
            from warta.render.html.body import Converter

            recipe = self._recipe
            self._schema = Schema(
                find_zone(recipe.timezone), recipe.lenient, Calendar(self._today, recipe.day_first), recipe.language
            )
            self._converter = Converter(
                recipe.extensions,
                recipe.configs,
                origin=recipe.origin,
                trust_html=recipe.trust_html,
                classes=recipe.classes,
                own=load(self._code),
            )
        return self._schema, self._converter

    def prepare(self, _: Sequence[Item]) -> None:
        """Make the engine here, for all workers, each of which writes into a segment of its own. Raises ProblemsFound
        where the settings make no engine.
        """
        self._writer = Writer(self._texts)
        self._tools()

    def digest_of(self, source: str, bytes_digest: bytes) -> bytes:
        """The digest of the document that a file of these bytes holds."""
        return joined((self.digest, digest_of_bytes(source.encode()), bytes_digest))

    def __call__(self, item: Item) -> Read | None:
        """None when the file is gone. Raises CannotRemember."""
        try:
            stamp, data = _read(item.path)
        except FileNotFoundError:
            return None
        found = digest_of_bytes(data)
        digest = self.digest_of(item.source, found)
        if digest == item.digest:
            return Read(stamp, found, digest)
        if (wrong := misplaced(item.source)) is not None:
            return Read(stamp, found, digest, other=_ENCODER.encode(Other(None, (wrong,))))
        apart = not is_plain(data) and len(data) <= LARGEST
        made = self._tried(item.source, data, digest) if apart else self.parsed(item.source, data, digest)
        places = self._writer.put(*made.texts.values()) if made.texts else ()
        stamp = stamp if made.digest else UNSETTLED
        return Read(stamp, found, made.digest, made.head, made.other, [*made.texts], places, made.passing)

    def _tried(self, source: str, data: bytes, digest: bytes) -> Made:
        """What `parsed` gives, by a process apart. That there was too little time or memory is told and not remembered,
        so it has no digest: it is nothing that the text alone decides.
        """
        from warta.aside import Aside, GaveUp  # most texts need no other process

        if self._aside is None:
            self._aside = Aside(_Apart(self), LIMITS)
        try:
            made: Made = self._aside((source, data, digest))
        except GaveUp as gave_up:
            other = Other(None, (given_up(f"content/{source}", gave_up.why),))
            return Made(b"", other=_ENCODER.encode(other))
        return made

    def parsed(self, source: str, data: bytes, digest: bytes) -> Made:
        """What the bytes of a document hold, which `digest` stands for."""
        from warta.content.read import read_document

        schema, converter = self._tools()
        reading = read_document(source, data, schema)
        passing = bool(reading.problems)
        if passing:
            digest = joined((digest, digest_of_bytes(str(self._today).encode())))
        if reading.document is None:
            other = Other(None, reading.problems, reading.warnings)
            return Made(digest, other=_ENCODER.encode(other), passing=passing)
        try:
            if (deep := too_deep(reading.text, f"content/{source}", reading.first_line)) is not None:
                raise ProblemsFound([deep])
            language = self._language(reading.document)
            body = converter.convert(reading.text, reading.first_line, f"content/{source}", language)
        except ProblemsFound as found:
            other = Other(None, (*reading.problems, *found.problems), reading.warnings)
            return Made(digest, other=_ENCODER.encode(other), passing=passing)
        document = msgspec.structs.replace(reading.document, body=body.body)
        notes = tuple([Problem(f"content/{source}", line, message) for line, message in body.notes])
        warnings = (*reading.warnings, *notes)
        texts = {bytes.fromhex(body.body.digest): body.encoded} if body.body.digest else {}
        if not isinstance(document, Release):
            other = Other(document, reading.problems, warnings)
            return Made(digest, other=_ENCODER.encode(other), texts=texts, passing=passing)
        texts[digest] = _ENCODER.encode(document)
        head = head_of(document, digest, reading.problems, warnings)
        return Made(digest, msgspec.msgpack.encode(head), texts=texts, passing=passing)

    def _language(self, document: Document) -> str:
        language = None if isinstance(document, Organization) else document.language
        return language.text if language else self._recipe.language


class _Apart:
    """A task that reads one document from its bytes."""

    def __init__(self, task: ReadTask) -> None:
        self._task = task

    def __call__(self, item: tuple[str, bytes, bytes]) -> Made:
        return self._task.parsed(*item)


def _read(path: str) -> tuple[Stamp, bytes]:
    """A file's bytes and its stamp when they were read, in few system calls: this is done for every file. Of one that
    is too large the first bytes, which show that.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        facts = os.fstat(descriptor)
        data = os.read(descriptor, min(facts.st_size, LARGEST) + 1)
        if len(data) != facts.st_size:  # it grew or shrank while it was opened
            while len(data) <= LARGEST and (more := os.read(descriptor, 1 << 20)):
                data += more
            data = data[: LARGEST + 1]
    finally:
        os.close(descriptor)
    return stamp_of(facts), data
