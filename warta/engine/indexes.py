"""Turns what readers can search into the files of search indexes; an index that would be the same is not made again."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from warta.digests import Group, digest_of, joined
from warta.engine.staging import digest_of as digest_of_file
from warta.newsroom.addresses import SEARCH_INDEX
from warta.newsroom.views import Searched
from warta.plan.pages.search import STANDING
from warta.render.html.plaintext import searched
from warta.render.search import Text, remove, version, write_index

_FILES = "files"


class IndexFile(msgspec.Struct, frozen=True):
    """A file of an index: where it lies, and the digest of its bytes."""

    place: str
    digest: str


def make_indexes(
    indexes: Mapping[str, Group],
    values: Callable[[Group], tuple[Searched, ...]],
    bodies: Callable[[str], str],
    folder: Path,
) -> dict[str, IndexFile]:
    """The files of all indexes by their path below the output folder.

    `values` gives what an index holds. An index is made only when something in it changed; what is made is kept in
    `folder`, each by the digest of what it holds. Raises SearchMissing.
    """
    edition = version()
    found: dict[str, IndexFile] = {}
    kept = set()
    for name, each in indexes.items():
        key = joined((digest_of((edition, name)), each.digest)).hex()
        kept.add(key)
        files = _files(folder / key)
        if files is None:
            _make(values(each), bodies, folder / key, whole=name == STANDING)
            files = _files(folder / key) or {}
        prefix = f"{SEARCH_INDEX.lstrip('/')}{name}/" if name else SEARCH_INDEX.lstrip("/")
        found |= {prefix + path: IndexFile(f"{folder}/{key}/{path}", digest) for path, digest in files.items()}
    _forget(folder, kept)
    return found


def _make(records: Iterable[Searched], bodies: Callable[[str], str], place: Path, *, whole: bool) -> None:
    """An index in its place, whole or not at all."""
    half = place.with_name(f"{place.name}.{os.getpid()}")
    remove(half)
    write_index(_texts(records, bodies), half, whole=whole)
    names = sorted(path.relative_to(half).as_posix() for path in half.rglob("*") if path.is_file())
    digests = {name: digest_of_file(half / name) for name in names}
    (half / _FILES).write_bytes(msgspec.json.encode(digests))
    remove(place)
    half.rename(place)


def _texts(records: Iterable[Searched], bodies: Callable[[str], str]) -> Iterator[Text]:
    for record in records:
        text = searched(bodies(record.body))
        meta = {"title": record.title, "date": record.date, "category": ", ".join(record.categories)}
        filters = {"category": list(record.categories), "region": list(record.regions)}
        lead = "" if text.startswith(record.lead) else f"{record.lead} "  # a first paragraph is in the text already
        content = f"{record.title}. {lead}{text}"
        yield Text(record.url, record.language, content, meta, {name: each for name, each in filters.items() if each})


def _files(place: Path) -> dict[str, str] | None:
    """The digests of an index's files; None when it is not there, or not as it was made."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        digests = msgspec.json.decode((place / _FILES).read_bytes(), type=dict[str, str])
        if all(os.path.isfile(f"{place}/{name}") for name in digests):  # noqa: PTH113 - a Path for each costs ten times more
            return digests
    return None


def _forget(folder: Path, kept: set[str]) -> None:
    """Drop the indexes of other times, but for the few newest: a preview and a build take turns."""
    with contextlib.suppress(OSError):
        others = [path for path in folder.iterdir() if path.name not in kept]
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[: -3 * len(kept) or None]:
            remove(path)
