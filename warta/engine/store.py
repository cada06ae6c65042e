"""What earlier builds found out, in one SQLite file: documents and bodies by digest, and blocks by name.

Nothing here is needed for a right build. A store that is missing, broken, read-only or of another version of Warta or
its libraries is put aside, and everything is found out again. Each thing is kept with a checksum over its name and its
bytes, so that it is only ever taken whole and for what it is.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from warta.engine.version import version
from warta.errors import Said, reason
from warta.messages import Message, msg

_SCHEMA = """
create table documents (number integer primary key, digest blob unique, data blob, proof int);
create table bodies (number integer primary key, digest blob unique, html blob);
create table blocks (name text primary key, digest blob, data blob, proof int);
"""
_VERSION, _GENERATION = "version", "generation"


class StoreBroken(Said):
    """The file is no store that this version can use; says why, without an end."""


FAILURES = (StoreBroken, sqlite3.DatabaseError)
"""What a store raises that is damaged, or cannot be written."""


def unreadable_document(error: Exception) -> Message:
    """Why a document that was kept cannot be taken."""
    return msg("store-document-unreadable", "a document cannot be read: %(words)s", words=str(error))


def why(failure: Exception) -> Message | str:
    """Why a store cannot be used, in a few words: ours, else those of SQLite or of the system."""
    if isinstance(failure, StoreBroken):
        return failure.message
    return reason(failure) if isinstance(failure, OSError) else str(failure)


class Store:
    """An open store. One process writes; others may read at the same time with `Reader`."""

    def __init__(self, path: Path, *, temporary: bool = False) -> None:
        self.path = path
        self.temporary = temporary
        self._unsettled = False
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            self._db.execute("pragma page_size = 16384")  # a body fits on a page
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
        generation = os.urandom(8).hex()
        self.put_block(_GENERATION, generation.encode())
        self._db.execute("commit")
        if self._unsettled:
            self._settle()
        return generation

    def rollback(self) -> None:
        """Forget what was written since `begin`."""
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
        row = self._db.execute("select digest, data, proof from blocks where name = ?", (name,)).fetchone()
        return None if row is None else _proven(name, *row)

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

    def put_document(self, digest: bytes, data: bytes) -> None:
        """Keep an encoded document by the digest of what it was read from."""
        # in the order in which they come: a table ordered by digest would be rewritten over and over
        row = (digest, data, _proof("", digest, data))
        self._db.execute("insert or ignore into documents (digest, data, proof) values (?, ?, ?)", row)

    def put_body(self, digest: str, html: bytes) -> None:
        """Keep the HTML of a body, in UTF-8."""
        self._db.execute("insert or ignore into bodies (digest, html) values (?, ?)", (bytes.fromhex(digest), html))

    def counts(self) -> tuple[int, int]:
        """How many documents and bodies are kept."""
        documents = self._db.execute("select count(*) from documents").fetchone()[0]
        return documents, self._db.execute("select count(*) from bodies").fetchone()[0]

    def keep(self, documents: frozenset[bytes], bodies: frozenset[str]) -> None:
        """Drop documents and bodies but for these."""
        rows = self._db.execute("select digest from documents").fetchall()
        self._db.executemany("delete from documents where digest = ?", [row for row in rows if row[0] not in documents])
        numbers = self._db.execute("select number, digest from bodies").fetchall()
        dead = [(number,) for number, digest in numbers if digest.hex() not in bodies]
        self._db.executemany("delete from bodies where number = ?", dead)


class Reader:
    """Reads documents and bodies from a store's file. Made in one process, it can be used in another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._bodies: dict[bytes, int] = {}
        self._documents: dict[bytes, int] = {}

    def __reduce__(self) -> tuple[type[Reader], tuple[Path]]:
        return Reader, (self._path,)

    def body(self, digest: str) -> str:
        """The HTML of a body; empty for the empty digest. Raises StoreBroken when it is not there or not that body."""
        if not digest:
            return ""
        key = bytes.fromhex(digest)
        row = self._row("select html from bodies where", key, self._bodies)
        if row is None:
            raise StoreBroken(msg("store-no-body", "a body is missing"))
        # what is wrong here would be published, and no later build would see it
        if not isinstance(row[0], bytes) or blake2b(row[0], digest_size=16).digest() != key:
            raise StoreBroken(msg("store-body-changed", "a body was changed"))
        return row[0].decode()

    def document(self, digest: bytes) -> bytes:
        """An encoded document by the digest of what it was read from. Raises StoreBroken."""
        row = self._row("select data, proof from documents where", digest, self._documents)
        if row is None:
            raise StoreBroken(msg("store-no-document", "a document is missing"))
        return _proven("", digest, row[0], row[1])

    def _row(self, query: str, digest: bytes, numbers: dict[bytes, int]) -> tuple[Any, ...] | None:
        number = numbers.get(digest)
        column, value = ("digest", digest) if number is None else ("number", number)
        try:
            row: tuple[Any, ...] | None = self._opened().execute(f"{query} {column} = ?", (value,)).fetchone()
        except sqlite3.DatabaseError as error:
            raise StoreBroken(_of_sqlite(error)) from None
        return row

    def expect_many(self) -> None:
        """Learn where all lie, which makes each found in a third of the time. Raises StoreBroken."""
        try:
            self._bodies = dict(self._opened().execute("select digest, number from bodies"))
            self._documents = dict(self._opened().execute("select digest, number from documents"))
        except sqlite3.DatabaseError as error:
            raise StoreBroken(_of_sqlite(error)) from None

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            self._db.execute("pragma query_only = on")
            self._db.execute("pragma mmap_size = 1073741824")
            self._db.execute("begin")  # to lock the file for each body took a fifth of the time
        return self._db

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._db is not None:
            self._db.close()
            self._db = None


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
        raise (error if isinstance(error, StoreBroken) else StoreBroken(_of_sqlite(error))) from None
    return store


def _of_sqlite(error: sqlite3.DatabaseError) -> Message:
    return msg("store-sqlite", "SQLite says: %(words)s", words=str(error))


def _proof(name: str, digest: bytes, data: bytes) -> int:
    return crc32(data, crc32(digest, crc32(name.encode())))


def _proven(name: str, digest: bytes, data: bytes, proof: int) -> bytes:
    """The bytes, if they are those that were put under this name and digest. Raises StoreBroken."""
    try:
        if _proof(name, digest, data) == proof:
            return data
    except TypeError:  # an empty or wrong kind of value
        pass
    if not name:
        raise StoreBroken(msg("store-document-changed", "a document was changed"))
    raise StoreBroken(msg("store-block-changed", "%(name)s was changed", name=name))


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
