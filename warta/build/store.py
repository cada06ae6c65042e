"""What earlier builds found out, in one SQLite file: documents and bodies by the bytes they came from, keys of outputs.

Nothing here is needed for a right build. A store that is missing, broken, read-only or from another version of Warta,
its libraries or the settings is put aside, and everything is found out again.
"""

from __future__ import annotations

import functools
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from warta.content.files import Stamp
from warta.plan.images import FileFacts

_SCHEMA = """
create table documents (source text primary key, size int, mtime int, ctime int, inode int, digest blob, blob blob,
    proof int) without rowid;
create table bodies (number integer primary key, digest blob unique, html blob);
create table files (source text primary key, size int, mtime int, ctime int, inode int, digest text, bytes int,
    width int, height int, transparent int) without rowid;
create table outputs (folder text, path text, key blob, parts blob, mark blob, digest text, size int, mtime int,
    primary key (folder, path)) without rowid;
create table facts (name text primary key, value text) without rowid;
"""
# the libraries whose version can change a byte of what is stored or written
_FEW = 200  # documents that are looked up one by one sooner than all are gone through
_LIBRARIES = ("markdown", "nh3", "selectolax", "jinja2", "babel", "python-slugify", "pyyaml", "msgspec", "pillow")


class Output(msgspec.Struct, frozen=True, gc=False):
    """A file as an earlier build wrote it: key, short digests of the key's parts, mark (see Target), its own digest."""

    key: bytes
    parts: bytes
    mark: bytes
    digest: str
    size: int
    mtime: int


class Rows(msgspec.Struct, frozen=True):
    """What a store held of documents and of the outputs of each folder, when its `pulse` was this one."""

    pulse: str
    documents: dict[str, tuple[Stamp, bytes]]
    outputs: dict[str, dict[str, Output]]


class StoreBroken(Exception):
    """The file is no store that this version can use."""


class Store:
    """An open store. One process writes; others may read bodies at the same time with `BodyReader`."""

    def __init__(self, path: Path, *, temporary: bool = False) -> None:
        self.path = path
        self.temporary = temporary
        self._unsettled = ""
        self._documents: dict[str, tuple[Stamp, bytes]] | None = None
        self._outputs: dict[str, dict[str, Output]] = {}
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
        half = bool(self._unsettled) and self._db.in_transaction
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

    def prepare(self, version: str, settings: str) -> None:
        """Check that the file belongs to `version`, and fill an empty one. Documents read with other settings go.

        Raises StoreBroken or sqlite3.DatabaseError.
        """
        if not self._db.execute("select count(*) from sqlite_master").fetchone()[0]:
            # no journal while it is filled for the first time: one that is killed then has no version, and is no store
            self._db.execute("pragma journal_mode = off")
            self._db.executescript(_SCHEMA)
            self._unsettled = version
        elif self.fact("version") != version:
            raise StoreBroken("it is from another version")
        else:
            self._db.execute("pragma journal_mode = wal")
        if self.fact("settings") != settings:
            self._db.execute("delete from documents")
            self.drop_fact("pulse")
            self.set_fact("settings", settings)

    def begin(self) -> None:
        """Begin a transaction: what follows is kept whole or not at all."""
        self._db.execute("begin immediate")
        self.set_fact("pulse", os.urandom(8).hex())

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        self._db.execute("commit")
        if self._unsettled:
            self._settle()

    def _settle(self) -> None:
        """From here on there is a journal, and the file is a store of this version."""
        self._db.execute("pragma journal_mode = wal")
        self.set_fact("version", self._unsettled)
        self._unsettled = ""

    def recall(self, rows: Rows | None) -> bool:
        """Take the rows that this process knows for those of the file, unless another has written since."""
        if rows is None or rows.pulse != self.fact("pulse"):
            return False
        self._documents, self._outputs = rows.documents, rows.outputs
        return True

    def rows(self) -> Rows | None:
        """What the file holds now, for `recall`; None where it was filled only now."""
        pulse = self.fact("pulse")
        return Rows(pulse, self._documents, self._outputs) if pulse and self._documents else None

    def fact(self, name: str) -> str | None:
        """A remembered text."""
        row = self._db.execute("select value from facts where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Remember a text."""
        self._db.execute("insert or replace into facts values (?, ?)", (name, value))

    def drop_fact(self, name: str) -> None:
        """Forget a text."""
        self._db.execute("delete from facts where name = ?", (name,))

    def documents(self) -> dict[str, tuple[Stamp, bytes]]:
        """Stamp and digest of all remembered documents, by source."""
        if self._documents is None:
            rows = self._db.execute("select source, size, mtime, ctime, inode, digest from documents")
            found = {row[0]: (Stamp(*row[1:5]), row[5]) for row in rows}
            self._documents = found or None  # what fills an empty store need not be held here too
            return found
        return self._documents

    def blobs(self, wanted: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """The encoded readings of the remembered documents of these sources and digests, with their sources.

        Raises StoreBroken where one is not as put, or of another digest.
        """
        query, few = "select source, digest, blob, proof from documents", len(wanted) <= _FEW
        rows = (
            (row for source in wanted for row in self._db.execute(f"{query} where source = ?", (source,)))
            if few
            else self._db.execute(query)
        )
        try:
            for source, digest, blob, proof in rows:
                if source in wanted:
                    if digest != wanted[source] or _proof(digest, blob) != proof:
                        raise StoreBroken("a document was changed")
                    yield source, blob
        except (TypeError, ValueError):  # an empty or wrong kind of value, which has no digest
            raise StoreBroken("a document was changed") from None

    def put_document(self, source: str, stamp: Stamp, digest: bytes, blob: bytes) -> None:
        """Remember a document: the encoded reading of bytes of this digest, in a file of this stamp."""
        row = (source, stamp.size, stamp.mtime, stamp.ctime, stamp.inode, digest, blob, _proof(digest, blob))
        self._db.execute("insert or replace into documents values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        if self._documents is not None:
            self._documents[source] = stamp, digest

    def put_stamp(self, source: str, stamp: Stamp) -> None:
        """Remember that a document's file has this stamp now, and the bytes it had."""
        row = (stamp.size, stamp.mtime, stamp.ctime, stamp.inode, source)
        self._db.execute("update documents set size = ?, mtime = ?, ctime = ?, inode = ? where source = ?", row)
        if self._documents is not None:
            self._documents[source] = stamp, self._documents[source][1]

    def forget_documents(self, sources: Iterable[str]) -> None:
        """Forget documents whose file is gone."""
        for source in sources:
            self._db.execute("delete from documents where source = ?", (source,))
            if self._documents is not None:
                self._documents.pop(source, None)

    def files(self) -> dict[str, tuple[Stamp, FileFacts]]:
        """The remembered facts of all copied files by source."""
        rows = self._db.execute("select * from files")
        return {row[0]: (Stamp(*row[1:5]), FileFacts(row[5], row[6], row[7], row[8], bool(row[9]))) for row in rows}

    def put_file(self, source: str, stamp: Stamp, facts: FileFacts) -> None:
        """Remember the facts of a file."""
        row = (source, *msgspec.structs.astuple(stamp), *msgspec.structs.astuple(facts))
        self._db.execute("insert or replace into files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def put_body(self, digest: str, html: bytes) -> None:
        """Keep the HTML of a body, in UTF-8."""
        # in the order in which they come: a table ordered by digest would be rewritten over and over
        self._db.execute("insert or ignore into bodies (digest, html) values (?, ?)", (bytes.fromhex(digest), html))

    def keep_bodies(self, digests: frozenset[str]) -> None:
        """Drop bodies that no document has any more, once they are more than a tenth."""
        known = self._db.execute("select count(*) from bodies").fetchone()[0]
        if known - len(digests) < max(20, known // 10):
            return
        rows = self._db.execute("select number, digest from bodies").fetchall()
        dead = [(number,) for number, digest in rows if digest.hex() not in digests]
        self.begin()
        self._db.executemany("delete from bodies where number = ?", dead)
        self.commit()

    def outputs(self, folder: str) -> dict[str, Output]:
        """All files written to an output folder, by path."""
        if folder not in self._outputs:
            rows = self._db.execute(
                "select path, key, parts, mark, digest, size, mtime from outputs where folder = ?", (folder,)
            )
            found = {row[0]: Output(*row[1:]) for row in rows}
            if not found:
                return found
            self._outputs[folder] = found
        return self._outputs[folder]

    def put_outputs(self, folder: str, outputs: Iterable[tuple[str, Output]]) -> None:
        """Remember files that were put in place."""
        rows = list(outputs)
        encoded = ((folder, path, *msgspec.structs.astuple(each)) for path, each in rows)
        self._db.executemany("insert or replace into outputs values (?, ?, ?, ?, ?, ?, ?, ?)", encoded)
        if folder in self._outputs:
            self._outputs[folder].update(rows)

    def forget_outputs(self, folder: str, paths: Iterable[str]) -> None:
        """Forget files that were deleted."""
        for path in paths:
            self._db.execute("delete from outputs where folder = ? and path = ?", (folder, path))
            self._outputs.get(folder, {}).pop(path, None)


class BodyReader:
    """Reads bodies from a store's file, which it opens at the first: made in one process, it can be used in another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._places: dict[bytes, int] = {}

    def __reduce__(self) -> tuple[type[BodyReader], tuple[Path]]:
        return BodyReader, (self._path,)

    def __call__(self, digest: str) -> str:
        """The HTML of a body; empty for the empty digest. Raises StoreBroken when it is not there or not that body."""
        if not digest:
            return ""
        key = bytes.fromhex(digest)
        place = self._places.get(key)
        try:
            row = (
                self._opened().execute("select html from bodies where digest = ?", (key,)).fetchone()
                if place is None
                else self._opened().execute("select html from bodies where number = ?", (place,)).fetchone()
            )
        except sqlite3.DatabaseError as error:
            raise StoreBroken(str(error)) from None
        if row is None:
            raise StoreBroken("a body is missing")
        # what is wrong here would be published, and no later build would see it
        if not isinstance(row[0], bytes) or blake2b(row[0], digest_size=16).digest() != key:
            raise StoreBroken("a body was changed")
        return row[0].decode()

    def expect_many(self) -> None:
        """Learn where all bodies lie, which makes each found in a third of the time. Raises StoreBroken."""
        try:
            self._places = dict(self._opened().execute("select digest, number from bodies"))
        except sqlite3.DatabaseError as error:
            raise StoreBroken(str(error)) from None

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


def open_store(folder: Path, settings: bytes, *, fresh: bool = False) -> tuple[Store, str]:
    """The store in `folder`, and a warning (or an empty text).

    `settings` is what of the configuration decides how documents are read. A store that cannot be used is replaced by
    an empty one; where the folder cannot be written, by a temporary one elsewhere. `fresh` starts with an empty one.
    """
    path = folder / "store.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
        if fresh:
            _remove(path)
        try:
            return _opened(path, settings), ""
        except StoreBroken as broken:
            warning = f"what earlier builds remembered cannot be used ({broken}); everything is built anew."
            _remove(path)
            return _opened(path, settings), warning
    except (OSError, sqlite3.Error, StoreBroken) as error:
        warning = f"the folder {folder.name}/ cannot be written ({error}); this build remembers nothing."
    return _opened(Path(tempfile.mkdtemp(prefix="warta-")) / "store.db", settings, temporary=True), warning


def _opened(path: Path, settings: bytes, *, temporary: bool = False) -> Store:
    store: Store | None = None
    try:
        store = Store(path, temporary=temporary)
        store.prepare(_version(), blake2b(settings, digest_size=16).hexdigest())
    except (sqlite3.DatabaseError, StoreBroken) as error:
        if store is not None:
            store.abandon()
        raise StoreBroken(str(error)) from None
    return store


def _proof(digest: bytes, blob: bytes) -> int:
    """What a blob is kept with, so that it is only ever taken whole and for the reading of the bytes it came from."""
    return crc32(blob, crc32(digest))


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)


@functools.cache
def _version() -> str:
    """A digest of what shapes a byte besides content, theme and settings: Warta's code, Python, the libraries."""
    digest = blake2b(digest_size=16)
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    digest.update(repr(sys.version_info[:3]).encode())
    digest.update(repr(_installed()).encode())
    return digest.hexdigest()


def _installed() -> list[str]:
    """Each of the libraries with its version, as the folder in which pip notes it is called.

    Where there is none, as importlib.metadata says, which takes ten times as long for all of them.
    """
    found: dict[str, str] = {}
    for place in filter(os.path.isdir, sys.path):
        for name in os.listdir(place):  # noqa: PTH208 - names are all that is wanted
            if name.endswith(".dist-info"):
                found.setdefault(name.partition("-")[0].lower().replace("_", "-"), name)
    return [found.get(library) or _asked(library) for library in _LIBRARIES]


def _asked(library: str) -> str:
    import importlib.metadata

    return f"{library}-{importlib.metadata.version(library)}"
