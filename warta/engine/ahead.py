"""Turns a build of very many files into one whose files that somebody looks at are made and seen before all others.

They are recorded with their bytes and as never rendered: whatever becomes of the rest, they are looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

import msgspec

from warta.digests import SIZE
from warta.engine.record import Recorded, recorded
from warta.engine.staging import Written
from warta.plan.targets import Target

_MANY = 20  # files; fewer are made in a moment


def ahead_of(targets: list[Target], opened: Set[str], families: Mapping[str, Recorded]) -> list[Target]:
    """Those of very many targets that are open somewhere, and are files that lie there already."""
    found = [each for each in targets if each.path in opened] if len(targets) > _MANY else []
    known = {path for family in families.values() for path in family.columns.paths} if found else set()
    return [each for each in found if each.path in known]


def with_ahead(families: Mapping[str, Recorded], placed: Mapping[str, Written]) -> dict[str, Recorded]:
    """The families of a record when these files of theirs have been put in place."""
    found = dict(families)
    for name, family in families.items():
        columns = family.columns
        at_all = [at for at, path in enumerate(columns.paths) if path in placed]
        if not at_all:
            continue
        prints, files, stats = bytearray(columns.fingerprints), bytearray(columns.files), list(columns.stats)
        for at in at_all:
            written = placed[columns.paths[at]]
            prints[SIZE * at : SIZE * at + SIZE] = bytes(SIZE)
            files[SIZE * at : SIZE * at + SIZE] = bytes.fromhex(written.digest)
            stats[2 * at : 2 * at + 2] = written.size, written.mtime
        changed = msgspec.structs.replace(columns, fingerprints=bytes(prints), files=bytes(files), stats=stats)
        found[name] = recorded(b"", changed)
    return found
