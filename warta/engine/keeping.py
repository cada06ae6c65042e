"""Keeps between processes what the memo, the library and the records of output folders hold, in blocks of the store.

A block that nobody asks for is not decoded, and mostly not even read: a process in which one release changed looks
into one shard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from warta.content.files import Stamp
from warta.digests import digest_of_bytes
from warta.engine.broken import UNREADABLE_DOCUMENT, StoreBroken
from warta.engine.parsing import Other
from warta.engine.reading import Known
from warta.engine.record import Outcome, Record, Recorded
from warta.engine.store import Store
from warta.memo import Memo, Slot
from warta.messages import msg
from warta.newsroom.pictures import FileFacts
from warta.newsroom.shards import Library, Name, Shard

_encode = msgspec.msgpack.Encoder().encode


class KeptMemo(Memo):
    """A memo that finds results of earlier processes in the store when it is first asked for them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._kept = store.digests("memo ")
        self._store: Store | None = store

    def attach(self, store: Store | None) -> None:
        """Read from this store from now on; None: from none."""
        self._store = store

    def earlier(self, slot: Slot, key: bytes) -> Any:
        """The result of an earlier process for this key; None where there is none."""
        name = _name_of(slot)
        if self._store is None or self._kept.get(name) != key:
            return None
        data = self._store.block(name)
        if data is None:
            return None
        from warta.engine.results import result_of  # all that results are of

        try:
            return result_of(slot[0], data)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise StoreBroken(msg("store-result-unreadable", "a result cannot be read")) from None

    def save(self, store: Store) -> None:
        """Keep what was made since the last call of this, and forget what nobody asked for."""
        from warta.engine.results import is_kept, kept_of

        self.forget_unused()
        gone = [_name_of(slot) for slot in self.changed if slot not in self.slots and is_kept(slot[0])]
        for slot in self.changed:
            if slot in self.slots and is_kept(slot[0]):
                key, result = self.slots[slot]
                store.put_block(_name_of(slot), kept_of(slot[0], result), key)
                self._kept[_name_of(slot)] = key
        used = {_name_of(slot) for slot in self.slots}
        stale = [name for name in self._kept if name not in used]
        store.drop_blocks([*gone, *stale])
        for name in (*gone, *stale):
            self._kept.pop(name, None)
        self.changed.clear()


def _name_of(slot: Slot) -> str:
    function, name = slot
    return f"memo {function.__module__}.{function.__qualname__} {name}"


class _Files(msgspec.Struct, array_like=True):
    recipe: bytes
    documents: dict[str, tuple[Stamp, bytes, bytes]]
    files: dict[str, tuple[Stamp, FileFacts]]


def load_known(store: Store) -> Known:
    """What is known of the files of the content. Raises StoreBroken."""
    files, others = store.block("files"), store.block("others")
    if files is None or others is None:
        return Known()
    found = _decoded(files, _Files)
    try:
        return Known(found.recipe, found.documents, msgspec.json.decode(others, type=dict[str, Other]), found.files)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(UNREADABLE_DOCUMENT) from None


def save_known(known: Known, store: Store) -> None:
    """Keep what is known of the files of the content."""
    store.put_block("files", _encode(_Files(known.recipe, known.documents, known.files)))
    store.put_block("others", msgspec.json.encode(known.others))


class _About(msgspec.Struct, array_like=True):
    language: str
    languages: tuple[str, ...]
    names: list[Name]


class KeptLibrary(Library):
    """A library that finds what an earlier process kept in the store, when it is first asked for more than digests."""

    def __init__(self, language: str, languages: tuple[str, ...], names: Iterable[Name], store: Store) -> None:
        self.language, self.languages = language, languages
        kept = store.digests("shard ")
        self._kept = {name: kept.get(_shard(name), b"") for name in names}
        self._store: Store | None = store

    def attach(self, store: Store | None) -> None:
        """Read from this store from now on; None: from none."""
        self._store = store

    @property
    def digests(self) -> dict[Name, bytes]:
        """See Library."""
        return super().digests if "shards" in vars(self) else self._kept

    @cached_property
    def shards(self) -> dict[Name, Shard]:  # type: ignore[override]
        """See Library. Raises StoreBroken."""
        return {name: _decoded(self._block(_shard(name)), Shard) for name in self._kept}

    @cached_property
    def where(self) -> dict[str, Name]:  # type: ignore[override]
        """See Library. Raises StoreBroken."""
        names = tuple(self._kept)
        sources: dict[str, int] = _decoded(self._block("sources"), dict[str, int])
        return {source: names[at] for source, at in sources.items()}

    def _block(self, name: str) -> bytes:
        assert self._store is not None
        block = self._store.block(name)
        if block is None:
            raise StoreBroken(msg("store-no-shard", "a shard is missing"))
        return block


def _shard(name: Name) -> str:
    return f"shard {name[0]} {name[1]}"


def load_library(store: Store) -> KeptLibrary | None:
    """The library as it was kept. Raises StoreBroken."""
    data = store.block("library")
    if data is None:
        return None
    about = _decoded(data, _About)
    return KeptLibrary(about.language, about.languages, about.names, store)


def save_library(library: Library, before: Mapping[Name, bytes], store: Store) -> None:
    """Keep the library. `before` are the digests of the shards that are kept already."""
    numbers = {name: number for number, name in enumerate(library.shards)}
    store.put_block("library", _encode(_About(library.language, library.languages, list(numbers))))
    store.put_block("sources", _encode({source: numbers[name] for source, name in library.where.items()}))
    for name, shard in library.shards.items():
        if before.get(name) != shard.digest:
            store.put_block(_shard(name), _encode(shard.encoded()), shard.digest)
    store.drop_blocks([_shard(name) for name in before if name not in library.shards])


def _folder(root: str) -> str:
    return digest_of_bytes(root.encode()).hex()


def load_record(root: str, store: Store) -> Record:
    """What is known of an output folder. Raises StoreBroken."""
    head = store.block(f"record {_folder(root)}")
    if head is None:
        return Record({})
    try:
        hidden, outcome, manifest = msgspec.json.decode(head, type=tuple[bytes, Outcome | None, bytes])
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(msg("store-record-unreadable", "the record of an output folder cannot be read")) from None
    prefix = f"family {_folder(root)} "
    found = store.blocks(prefix).items()
    families = {name.removeprefix(prefix): _decoded(data, Recorded) for name, data in found}
    return Record(families, hidden, outcome, manifest)


def save_record(root: str, record: Record, before: Mapping[str, Recorded], store: Store) -> None:
    """Keep what is known of an output folder. `before` are the families that are kept already."""
    store.put_block(f"record {_folder(root)}", msgspec.json.encode((record.hidden, record.outcome, record.manifest)))
    prefix = f"family {_folder(root)} "
    for name, family in record.families.items():
        if before.get(name) is not family:
            store.put_block(prefix + name, _encode(family))
    store.drop_blocks([prefix + name for name in before if name not in record.families])


def drop_outcome(root: str, record: Record, store: Store) -> None:
    """Forget that there is nothing to do, before anything in the folder is changed."""
    store.put_block(f"record {_folder(root)}", msgspec.json.encode((record.hidden, None, b"")))


def _decoded(data: bytes, type_: Callable[..., Any]) -> Any:
    try:
        return msgspec.msgpack.decode(data, type=type_)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(msg("store-block-unreadable", "a block cannot be read")) from None
