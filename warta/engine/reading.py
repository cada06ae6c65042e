"""Turns the files of the content into heads, standing documents and facts of files, and reads only what changed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from warta.content.files import File, Stamp, is_document
from warta.content.heads import Head
from warta.engine.parsing import UNSETTLED, Item, Other, Read, ReadTask
from warta.engine.staging import digest_of as digest_of_file
from warta.engine.store import Store
from warta.errors import Problem
from warta.newsroom.pictures import FileFacts
from warta.work import Executor

_MANY = 100  # documents; for so many it pays to look for segments that nobody has
_SETTLED = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use counts two seconds


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
    if len(items) > _MANY:
        store.sweep()
    known.recipe = task.digest
    heads: list[Head] = []
    lost = list(gone)
    results = executor.map(task, items, lambda item: f"content/{item.source}")
    with contextlib.closing(task), contextlib.closing(results):
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


def _to_read(files: Mapping[str, File], task: ReadTask, known: Known) -> tuple[list[Item], dict[str, File]]:
    items = []
    others: dict[str, File] = {}
    anew = known.recipe != task.digest
    for source, file in files.items():
        stored = known.documents.get(source)
        if stored is not None:
            if anew or stored[0] != file.stamp:
                items.append(Item(source, file.path, stored[2]))
        elif is_document(source):
            items.append(Item(source, file.path, b""))
        else:
            others[source] = file
    return items, others


def _remember(source: str, read: Read, known: Known, store: Store) -> Head | None:
    """Take over what a worker read; the head of a release that is new or changed."""
    known.documents[source] = _settled(read.stamp, passing=read.passing), read.bytes_digest, read.digest
    for text, place in zip(read.texts, read.places, strict=True):
        store.put_place(text, place)
    if read.other:
        known.others[source] = msgspec.json.decode(read.other, type=Other)
    elif read.head:
        known.others.pop(source, None)
        return msgspec.msgpack.decode(read.head, type=Head)
    return None


def _settled(stamp: Stamp, *, passing: bool = False) -> Stamp:
    """A file changed a moment ago could change again without its stamp showing it: such a stamp is never trusted. Nor
    is that of a document whose problems are `passing`.
    """
    fresh = time.time_ns() - max(stamp.mtime, stamp.ctime) < _SETTLED
    return Stamp(stamp.size, 0, 0, 0) if fresh or passing else stamp


def _facts_of(files: Mapping[str, File], known: Known) -> tuple[list[Problem], bool]:
    """Take the facts of files that are no documents; the problems of pictures that cannot be read."""
    broken: list[Problem] = []
    touched = False
    for source, file in files.items():
        remembered = known.files.get(source)
        if remembered is not None and remembered[0] == file.stamp and remembered[1].link == file.link:
            continue
        touched = True
        from warta.engine.looking import BROKEN, BrokenImage, facts_of  # all that looks into pictures

        try:
            digest = digest_of_file(Path(file.path))
            if remembered is not None and remembered[1].digest == digest and remembered[0].mtime >= 0:
                facts = msgspec.structs.replace(remembered[1], link=file.link)
            else:
                facts = facts_of(source, file, digest)
        except FileNotFoundError:
            known.files.pop(source, None)
            continue
        except BrokenImage as error:
            broken.append(Problem(f"content/{source}", 0, error.message))
            # looked at again by the next build, which must say so too
            known.files[source] = (
                UNSETTLED,
                FileFacts(digest, file.stamp.size, link=file.link, format=BROKEN, unshown="none"),
            )
            continue
        known.files[source] = _settled(file.stamp), facts
    return broken, touched
