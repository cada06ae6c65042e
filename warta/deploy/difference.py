"""Turns the files of an output and the manifest of a host into the steps that make the host the same as the output.

Between any two steps a reader finds a whole site: new files, to which nothing links yet, come first; then changed ones,
which may link to them; files to which nothing links any more are deleted last. In both groups of uploads assets come
before pages, pages before lists, and lists before feeds and sitemaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import msgspec

from warta.deploy.manifest import Entry
from warta.deploy.output import File
from warta.deploy.stages import ORDER
from warta.messages import Message, msg
from warta.plan.kinds import PAST

MOST_DELETES = 256
_SHARE = 10  # one in so many
_FEW = 10
GONE = Entry(0, "", unlinked=True)
"""The entry of a path where perhaps nothing is."""


class Steps(msgspec.Struct, frozen=True):
    """The steps in their order: delete `in_the_way`, upload each of `stages` (within one any order will do), delete
    `doomed`. `new` are the uploaded paths to which nothing links, `kept` counts the files that stay as they are.
    """

    in_the_way: tuple[str, ...]
    stages: tuple[tuple[File, ...], ...]
    doomed: tuple[str, ...]
    new: frozenset[str]
    kept: int

    @property
    def uploads(self) -> tuple[File, ...]:
        """Every file to upload, in order."""
        return tuple(file for stage in self.stages for file in stage)

    @property
    def deletes(self) -> tuple[str, ...]:
        """Every path to delete."""
        return self.in_the_way + self.doomed

    def __bool__(self) -> bool:
        return bool(self.stages or self.in_the_way or self.doomed)


def difference(wanted: Mapping[str, File], there: Mapping[str, Entry]) -> Steps:
    """The steps that make of a host with `there` one with `wanted`; only paths of `there` are ever deleted."""
    uploads = [file for path, file in wanted.items() if not _same(file, there.get(path))]
    new = frozenset(file.path for file in uploads if _is_new(there.get(file.path)))
    rank = {stage: place for place, stage in enumerate(ORDER)}

    def turn(file: File) -> tuple[bool, int]:
        return file.path not in new or file.stage == PAST, rank[file.stage]

    uploads.sort(key=lambda file: (turn(file), file.path))
    stages = tuple(tuple(group) for _, group in groupby(uploads, key=turn))
    gone = sorted(path for path in there if path not in wanted)
    blocking = _blocking(gone, new)
    doomed = tuple(path for path in gone if path not in blocking)
    return Steps(tuple(sorted(blocking)), stages, doomed, new, len(wanted) - len(uploads))


def _same(file: File, entry: Entry | None) -> bool:
    return entry is not None and (entry.size, entry.digest) == (file.size, file.digest)


def _is_new(entry: Entry | None) -> bool:
    return entry is None or entry.unlinked


def _blocking(gone: Iterable[str], new: Iterable[str]) -> frozenset[str]:
    """Files where a folder must be, or in a folder that must become a file: they can only go before."""
    new = frozenset(new)
    above = {parent for path in new for parent in _parents(path)}
    return frozenset(path for path in gone if path in above or any(parent in new for parent in _parents(path)))


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def intent(there: Mapping[str, Entry], steps: Steps) -> dict[str, Entry]:
    """The entries while the steps are done: each file that may be there is ours, and none that is touched is sure."""
    claims = leaving(there, steps.in_the_way)
    for file in steps.uploads:
        before = there.get(file.path, GONE)
        claims[file.path] = before.unsure(file.digest, unlinked=file.path in steps.new)
    return claims


def leaving(there: Mapping[str, Entry], paths: Iterable[str]) -> dict[str, Entry]:
    """The entries while these paths are being deleted."""
    return dict(there) | {path: there[path].unsure(unlinked=True) for path in paths}


def settled(claims: Mapping[str, Entry], wanted: Mapping[str, File]) -> dict[str, Entry]:
    """The entries once every new file is there, and what comes next may link to them."""
    return {
        path: Entry(entry.size, entry.digest) if entry.unlinked and entry.sure and path in wanted else entry
        for path, entry in claims.items()
    }


def brake(steps: Steps, there: Mapping[str, Entry], most: int | None) -> Message | None:
    """Why these deletions look like a mistake; None when they do not. `most` is the number the user allowed."""
    count, before = len(steps.deletes), len(there)
    if most is not None:
        allowed = msg(
            "deletes-not-allowed",
            "it would delete %(number)s files, and --max-deletes allows %(most)s",
            number=count,
            most=most,
        )
        return allowed if count > most else None
    if count > MOST_DELETES:
        return msg(
            "deletes-many", "it would delete %(number)s files, more than %(most)s", number=count, most=MOST_DELETES
        )
    if count > _FEW and count * _SHARE > before:
        return msg(
            "deletes-a-tenth",
            "it would delete %(number)s of %(before)s files, more than a tenth",
            number=count,
            before=before,
        )
    return None
