"""What earlier builds found out: documents and bodies by digest, in segments, and blocks by name, in one SQLite file.

Nothing here is needed for a right build. A store that is missing, broken, read-only or of another version of Warta or
its libraries is put aside, and everything is found out again. Each thing is kept with a checksum over its name and
its
bytes, so that it is only ever taken whole and for what it is.
SQLite's ways of being broken are met in this one module, which makes it long.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from zlib import crc32

from warta.digests import digest_of_bytes
from warta.engine.broken import DAMAGED, UNREADABLE_DOCUMENT, StoreBroken, why
from warta.engine.places import Places
from warta.engine.segments import FOLDER, PLACE, SegmentReader, Writer, numbers, remove, size_of
from warta.engine.version import version
from warta.messages import Message, msg

_SCHEMA = """
create table blocks (name text primary key, digest blob, data blob, proof int);
"""
_VERSION, _GENERATION = "version", "generation"
_COLUMNS, _RECENT = ("digests", "places"), "recent places"


FAILURES = (StoreBroken, sqlite3.DatabaseError)
"""What a store raises that is damaged, or cannot be written."""


class Store:
    """An open store. One process writes; others may read at the same time with `Reader`."""

    def __init__(self, path: Path, *, temporary: bool = False) -> None:
        self.path = path
        self.temporary = temporary
        self._unsettled = False
        self._places: Places | None = None
        self._moved = False  # a text was put that is not kept yet
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            self._db.execute("pragma page_size = 16384")
            self._db.execute("pragma synchronous = off")
            self._db.execute("pragma cache_size = -8000")
        except sqlite3.Error:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file. A temporary one goes with its folder, and one that was left half filled goes too."""
        half = self._unsettled and self._db.in_transaction
        if self._unsettled and not half:
            self._settle()
        self._db.close()
        if self.temporary:
            shutil.rmtree(self.path.parent, ignore_errors=True)
        elif half:
            # it was filled without a journal, so there is no way back to the empty one it was
            _remove(self.path)

    def abandon(self) -> None:
        """Close a file that is no store, and leave it as it is."""
        self._db.close()

    def prepare(self) -> None:
        """Check that the file is of this version, and fill an empty one. Raises StoreBroken, sqlite3.DatabaseError."""
        if not self._db.execute("select count(*) from sqlite_master").fetchone()[0]:
            # no journal while it is filled for the first time: one that is killed then has no version, and is no store
            self._db.execute("pragma journal_mode = off")
            self._db.executescript(_SCHEMA)
            self._unsettled = True
        elif self.block(_VERSION) != version():
            raise StoreBroken(msg("store-other-version", "it is from another version"))
        else:
            self._db.execute("pragma journal_mode = wal")

    def begin(self) -> None:
        """Begin a transaction: what follows is kept whole or not at all."""
        self._db.execute("begin immediate")

    def commit(self) -> str:
        """Keep what was written since `begin`; the new generation of the store."""
        self._keep_places()
        generation = os.urandom(8).hex()
        self.put_block(_GENERATION, generation.encode())
        self._db.execute("commit")
        if self._unsettled:
            self._settle()
        return generation

    def rollback(self) -> None:
        """Forget what was written since `begin`."""
        self._places, self._moved = None, False
        if self._db.in_transaction:
            self._db.execute("rollback")

    def _settle(self) -> None:
        """From here on there is a journal, and the file is a store of this version."""
        self._db.execute("pragma journal_mode = wal")
        self.put_block(_VERSION, version())
        self._unsettled = False

    @property
    def generation(self) -> str:
        """What changes with every transaction: whether another process has written since."""
        return (self.block(_GENERATION) or b"").decode()

    def block(self, name: str) -> bytes | None:
        """The bytes kept under a name. Raises StoreBroken where they are not as put."""
        return _block(self._db, name)

    def digests(self, prefix: str) -> dict[str, bytes]:
        """The digest of each block whose name begins with `prefix`, without reading any."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return dict(self._db.execute("select name, digest from blocks where name >= ? and name < ?", (prefix, end)))

    def blocks(self, prefix: str) -> dict[str, bytes]:
        """The bytes of each block whose name begins with `prefix`. Raises StoreBroken where they are not as put."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = self._db.execute(
            "select name, digest, data, proof from blocks where name >= ? and name < ?", (prefix, end)
        )
        return {name: _proven(name, *row) for name, *row in rows}

    def put_block(self, name: str, data: bytes, digest: bytes = b"") -> None:
        """Keep bytes under a name, with the digest of what they are."""
        row = (name, digest, data, _proof(name, digest, data))
        self._db.execute("insert or replace into blocks values (?, ?, ?, ?)", row)

    def drop_blocks(self, names: Iterable[str]) -> None:
        """Forget blocks."""
        self._db.executemany("delete from blocks where name = ?", [(name,) for name in names])

    @property
    def texts(self) -> Path:
        """The folder of the segments in which documents and bodies lie."""
        return self.path.parent / FOLDER

    @property
    def places(self) -> Places:
        """Where documents lie, by the digest of what they were read from, and bodies, by that of their HTML."""
        if self._places is None:
            self._places = _places_in(self.block)
        return self._places

    def put_place(self, digest: bytes, place: bytes) -> None:
        """Keep where a document or a body was written."""
        self.places.put(digest, place)
        self._moved = True

    def _keep_places(self) -> None:
        if self._moved:
            if self.places.settle():
                for name, column in zip(_COLUMNS, self.places.columns, strict=True):
                    self.put_block(name, column)
            self.put_block(_RECENT, self.places.recent)
            self._moved = False

    def sweep(self) -> None:
        """Remove segments in which no text lies: a build that was killed left them."""
        used = {PLACE.unpack(place)[0] for _, place in self.places}
        for number in numbers(self.texts):
            if number not in used:
                remove(self.texts, number)

    def keep(self, texts: frozenset[bytes]) -> None:
        """Forget documents and bodies but for these, and write anew what is left where less than half is."""
        places = self.places
        places.only(texts)
        alive = sum(PLACE.unpack(place)[2] for _, place in places)
        if 2 * alive < sum(size_of(self.texts, number) for number in numbers(self.texts)):
            with closing(SegmentReader(self.texts)) as reader, closing(Writer(self.texts)) as writer:
                for digest, place in list(places):
                    text = reader.read(place)
                    if text is None:
                        raise StoreBroken(UNREADABLE_DOCUMENT)
                    places.put(digest, *writer.put(text))
        places.settle(whole=True)
        for name, column in zip(_COLUMNS, places.columns, strict=True):
            self.put_block(name, column)
        self._moved = True


class Reader:
    """Reads documents and bodies that a store has kept. Made in one process, it can be used in another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._segments = SegmentReader(path.parent / FOLDER)
        self._places: Places | None = None

    def __reduce__(self) -> tuple[type[Reader], tuple[Path]]:
        return Reader, (self._path,)

    def body(self, digest: str) -> str:
        """The HTML of a body; empty for the empty digest. Raises StoreBroken when it is not there or not that body."""
        if not digest:
            return ""
        key = bytes.fromhex(digest)
        place = self.places.get(key)
        if place is None:
            raise StoreBroken(msg("store-no-body", "a body is missing"))
        html = self._segments.read(place)
        # what is wrong here would be published, and no later build would see it
        if html is None or digest_of_bytes(html) != key:
            raise StoreBroken(msg("store-body-changed", "a body was changed"))
        return html.decode()

    def document(self, digest: bytes) -> bytes:
        """An encoded document by the digest of what it was read from. Raises StoreBroken."""
        place = self.places.get(digest)
        if place is None:
            raise StoreBroken(msg("store-no-document", "a document is missing"))
        data = self._segments.read(place)
        if data is None:
            raise StoreBroken(msg("store-document-changed", "a document was changed"))
        return data

    @property
    def places(self) -> Places:
        """Where texts lie, as it was kept when they were first asked for. Raises StoreBroken."""
        if self._places is None:
            try:
                with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as database:
                    database.execute("pragma query_only = on")
                    self._places = _places_in(partial(_block, database))
            except sqlite3.DatabaseError:
                raise StoreBroken(DAMAGED) from None
        return self._places

    def close(self) -> None:
        """Close what was opened."""
        self._segments.close()


def _places_in(block: Callable[[str], bytes | None]) -> Places:
    digests, places, recent = [block(name) or b"" for name in (*_COLUMNS, _RECENT)]
    return Places((digests, places), recent)


def _block(database: sqlite3.Connection, name: str) -> bytes | None:
    row = database.execute("select digest, data, proof from blocks where name = ?", (name,)).fetchone()
    return None if row is None else _proven(name, *row)


def open_store(folder: Path, *, fresh: bool = False) -> tuple[Store, Message | None]:
    """The store in `folder`, and a warning where there is one.

    A store that cannot be used is replaced by an empty one; where the folder cannot be written, by a temporary one
    elsewhere. `fresh` starts with an empty one.
    """
    path = folder / "store.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
        if fresh:
            _remove(path)
        try:
            return _opened(path), None
        except StoreBroken as broken:
            warning = msg(
                "memory-unusable",
                "what earlier builds remembered cannot be used (%(why)s); everything is built anew.",
                why=why(broken),
            )
            _remove(path)
            return _opened(path), warning
    except (OSError, sqlite3.Error, StoreBroken) as error:
        warning = msg(
            "memory-nowhere",
            "the folder %(folder)s/ cannot be written (%(why)s); this build remembers nothing.",
            folder=folder.name,
            why=why(error),
        )
    import tempfile  # seldom needed, and behind it much else

    return _opened(Path(tempfile.mkdtemp(prefix="warta-")) / "store.db", temporary=True), warning


def _opened(path: Path, *, temporary: bool = False) -> Store:
    store: Store | None = None
    try:
        store = Store(path, temporary=temporary)
        store.prepare()
    except (sqlite3.DatabaseError, StoreBroken) as error:
        if store is not None:
            store.abandon()
        raise (error if isinstance(error, StoreBroken) else StoreBroken(DAMAGED)) from None
    return store


def _proof(name: str, digest: bytes, data: bytes) -> int:
    return crc32(data, crc32(digest, crc32(name.encode())))


def _proven(name: str, digest: bytes, data: bytes, proof: int) -> bytes:
    """The bytes, if they are those that were put under this name and digest. Raises StoreBroken."""
    try:
        if _proof(name, digest, data) == proof:
            return data
    except TypeError:  # an empty or wrong kind of value
        pass
    raise StoreBroken(msg("store-block-changed", "%(name)s was changed", name=name))


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.rmtree(path.parent / FOLDER, ignore_errors=True)
