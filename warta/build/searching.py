"""Turns the records of a site into the files of its search indexes, from memory where an index would be the same."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.build.writer import digest_of
from warta.plan.search import FOLDER, STANDING, Record
from warta.render.html.text import plain_text
from warta.render.search import Text, remove, version, write_index

_FILES = "files"


class IndexFile(msgspec.Struct, frozen=True):
    """A file of an index: where it lies, and the digest of its bytes."""

    place: Path
    digest: str


def index(
    records: Mapping[str, tuple[Record, ...]], bodies: Callable[[str], str], folder: Path
) -> dict[str, IndexFile]:
    """The files of all indexes by their path below the output folder.

    An index is made only when a record or a text in it changed; what is made is kept in `folder`, each by the digest
    of its records. Raises SearchMissing.
    """
    edition = version()
    found: dict[str, IndexFile] = {}
    kept = set()
    for name, each in records.items():
        key = blake2b(msgspec.msgpack.encode((edition, name, each)), digest_size=16).hexdigest()
        kept.add(key)
        files = _files(folder / key)
        if files is None:
            _make(each, bodies, folder / key, whole=name == STANDING)
            files = _files(folder / key) or {}
        prefix = f"{FOLDER}/{name}/" if name else f"{FOLDER}/"
        found |= {prefix + path: IndexFile(folder / key / path, digest) for path, digest in files.items()}
    _forget(folder, kept)
    return found


def _make(records: Iterable[Record], bodies: Callable[[str], str], place: Path, *, whole: bool) -> None:
    """An index in its place, whole or not at all."""
    half = place.with_name(f"{place.name}.{os.getpid()}")
    remove(half)
    write_index(_texts(records, bodies), half, whole=whole)
    names = sorted(path.relative_to(half).as_posix() for path in half.rglob("*") if path.is_file())
    digests = {name: digest_of(half / name) for name in names}
    (half / _FILES).write_bytes(msgspec.json.encode(digests))
    remove(place)
    half.rename(place)


def _texts(records: Iterable[Record], bodies: Callable[[str], str]) -> Iterator[Text]:
    for record in records:
        text = " ".join(plain_text(bodies(record.body)).split())
        meta = {"title": record.title, "date": record.date, "category": ", ".join(record.categories)}
        filters = {"category": list(record.categories), "region": list(record.regions)}
        lead = "" if text.startswith(record.lead) else f"{record.lead} "  # a first paragraph is in the text already
        content = f"{record.title}. {lead}{text}"
        yield Text(record.url, record.language, content, meta, {name: each for name, each in filters.items() if each})


def _files(place: Path) -> dict[str, str] | None:
    """The digests of an index's files; None when it is not there, or not as it was made."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        digests = msgspec.json.decode((place / _FILES).read_bytes(), type=dict[str, str])
        if all((place / name).is_file() for name in digests):
            return digests
    return None


def _forget(folder: Path, kept: set[str]) -> None:
    """Drop the indexes of other times, but for the few newest: a preview and a build take turns."""
    with contextlib.suppress(OSError):
        others = [path for path in folder.iterdir() if path.name not in kept]
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[: -3 * len(kept) or None]:
            remove(path)
