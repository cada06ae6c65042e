"""Keeps between processes what the memo, the library and the records of output folders hold, in blocks of the store.

A block that nobody asks for is not decoded, and mostly not even read: a process in which one release changed looks
into one shard. Which results are kept, and of what type they are, is one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from warta.content.files import Stamp
from warta.digests import Kept, digest_of_bytes
from warta.engine.parsing import Other
from warta.engine.reading import Known
from warta.engine.record import Outcome, Record, Recorded
from warta.engine.store import UNREADABLE_DOCUMENT, Store, StoreBroken
from warta.memo import Function, Memo, Slot
from warta.messages import msg
from warta.newsroom import lists, related, rows, survey
from warta.newsroom.history import History, live_history
from warta.newsroom.linked import Linked
from warta.newsroom.links import Answer
from warta.newsroom.pictures import FileFacts, Picture
from warta.newsroom.shards import Library, Name, Shard
from warta.newsroom.twins import Twins
from warta.plan.machines import copies, redirects, sitemaps
from warta.plan.pages import lists as pages
from warta.plan.pages import releases

_PAIRS = dict[str, tuple[tuple[float, str], ...]]
RESULTS: Mapping[Function, Any] = {
    survey.survey: survey.Survey,
    survey.shared_addresses: tuple[tuple[str, str, str], ...],
    survey.twins_of: Twins,
    live_history: History,
    rows.link_shard: Linked,
    rows.mixed: Linked,
    pages.blocks_of: tuple[tuple[bytes, tuple[int, int, int]], ...],
    sitemaps.year_files: tuple[tuple[str, str], ...],
    redirects.find_redirects: redirects.Redirects,
}
"""The remembered functions whose results are kept, each with the type of its result."""

VALUES: Mapping[Function, Any] = {
    survey.addresses_of: dict[str, dict[str, str]],
    survey.first_spellings: dict[str, str],
    survey.other_spellings: dict[str, str],
    survey.answers_of: dict[str, Answer],
    lists.index: lists.Index,
    related.newest_of_terms: _PAIRS,
    related.relate: tuple[tuple[str, ...], ...],
    releases.related_elsewhere: tuple[str, ...],
    copies.shown_from_elsewhere: tuple[Picture, ...],
}
"""Those whose results are small values with a digest, each with the type of what is in it."""

_encode = msgspec.msgpack.Encoder().encode


class Result(msgspec.Struct, frozen=True, array_like=True):
    """A result as it is kept: the digest of its value, if it bears one, and the encoded value."""

    digest: bytes
    raw: bytes


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
        function = slot[0]
        name = _name_of(slot)
        if self._store is None or self._kept.get(name) != key:
            return None
        data = self._store.block(name)
        if data is None:
            return None
        try:
            kept = msgspec.msgpack.decode(data, type=Result)
            if function in VALUES:
                return Kept(kept.digest, kept.raw, VALUES[function])
            return msgspec.msgpack.decode(kept.raw, type=RESULTS[function])
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise StoreBroken(msg("store-result-unreadable", "a result cannot be read")) from None

    def save(self, store: Store) -> None:
        """Keep what was made since the last call of this, and forget what nobody asked for."""
        self.forget_unused()
        gone = [_name_of(slot) for slot in self.changed if slot not in self.slots and _is_kept(slot)]
        for slot in self.changed:
            if slot in self.slots and _is_kept(slot):
                key, result = self.slots[slot]
                store.put_block(_name_of(slot), _encode(_kept_of(slot[0], result)), key)
                self._kept[_name_of(slot)] = key
        used = {_name_of(slot) for slot in self.slots}
        stale = [name for name in self._kept if name not in used]
        store.drop_blocks([*gone, *stale])
        for name in (*gone, *stale):
            self._kept.pop(name, None)
        self.changed.clear()


def _is_kept(slot: Slot) -> bool:
    return slot[0] in RESULTS or slot[0] in VALUES


def _name_of(slot: Slot) -> str:
    function, name = slot
    return f"memo {function.__module__}.{function.__qualname__} {name}"


def _kept_of(function: Function, result: Any) -> Result:
    if function in VALUES:
        return Result(result.digest, result.raw if isinstance(result, Kept) else _encode(result.it))
    if isinstance(result, Linked):
        result = result.encoded()
    return Result(b"", _encode(result))


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


class _Where(msgspec.Struct, array_like=True):
    language: str
    languages: tuple[str, ...]
    names: list[Name]
    sources: dict[str, int]


def load_library(store: Store) -> Library | None:
    """The library as it was kept. Raises StoreBroken."""
    data = store.block("library")
    if data is None:
        return None
    where = _decoded(data, _Where)
    shards = []
    for name in where.names:
        block = store.block(f"shard {name[0]} {name[1]}")
        if block is None:
            raise StoreBroken(msg("store-no-shard", "a shard is missing"))
        shards.append(_decoded(block, Shard))
    sources = {source: where.names[at] for source, at in where.sources.items()}
    return Library(where.language, where.languages, shards, sources)


def save_library(library: Library, before: Mapping[Name, bytes], store: Store) -> None:
    """Keep the library. `before` are the digests of the shards that are kept already."""
    numbers = {name: number for number, name in enumerate(library.shards)}
    sources = {source: numbers[name] for source, name in library.where.items()}
    store.put_block("library", _encode(_Where(library.language, library.languages, list(numbers), sources)))
    for name, shard in library.shards.items():
        if before.get(name) != shard.digest:
            store.put_block(f"shard {name[0]} {name[1]}", _encode(shard.encoded()), shard.digest)
    store.drop_blocks([f"shard {name[0]} {name[1]}" for name in before if name not in library.shards])


def _folder(root: str) -> str:
    return digest_of_bytes(root.encode()).hex()


def load_record(root: str, store: Store) -> Record:
    """What is known of an output folder. Raises StoreBroken."""
    head = store.block(f"record {_folder(root)}")
    if head is None:
        return Record({})
    try:
        hidden, outcome = msgspec.json.decode(head, type=tuple[bytes, Outcome | None])
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(msg("store-record-unreadable", "the record of an output folder cannot be read")) from None
    prefix = f"family {_folder(root)} "
    families = {}
    for name in store.digests(prefix):
        data = store.block(name)
        if data is not None:
            families[name.removeprefix(prefix)] = _decoded(data, Recorded)
    return Record(families, hidden, outcome)


def save_record(root: str, record: Record, before: Mapping[str, Recorded], store: Store) -> None:
    """Keep what is known of an output folder. `before` are the families that are kept already."""
    store.put_block(f"record {_folder(root)}", msgspec.json.encode((record.hidden, record.outcome)))
    prefix = f"family {_folder(root)} "
    for name, family in record.families.items():
        if before.get(name) is not family:
            store.put_block(prefix + name, _encode(family))
    store.drop_blocks([prefix + name for name in before if name not in record.families])


def drop_outcome(root: str, record: Record, store: Store) -> None:
    """Forget that there is nothing to do, before anything in the folder is changed."""
    store.put_block(f"record {_folder(root)}", msgspec.json.encode((record.hidden, None)))


def _decoded(data: bytes, type_: Callable[..., Any]) -> Any:
    try:
        return msgspec.msgpack.decode(data, type=type_)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise StoreBroken(msg("store-block-unreadable", "a block cannot be read")) from None
