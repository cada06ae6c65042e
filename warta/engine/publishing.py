"""Turns staged files into the output folder, and what was put in place into the record of the folder."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from warta.digests import SIZE
from warta.engine.claims import Claim
from warta.engine.compare import Changes
from warta.engine.folder import Folder
from warta.engine.record import Record, Recorded, recorded
from warta.engine.rendering import Rendered
from warta.engine.staging import Written, digest_of


class Published(msgspec.Struct, frozen=True):
    """The paths whose bytes changed, those that were deleted, and the families as they are in the folder now."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    families: dict[str, Recorded]


def publish(
    folder: Folder,
    changes: Changes,
    rendered: Mapping[str, Rendered],
    altered: Mapping[str, bool],
    record: Record,
    *,
    private: bool,
) -> Published:
    """Put in place what differs from what is there, and delete what nothing claims any more.

    `altered` are the recorded files that are not as recorded. `private`: the site shows what is not for readers, and
    its folder says so.
    """
    staged = {path: each.written for path, each in rendered.items()}
    before = [record.families[name] for name in changes.touched if name in record.families] if staged else []
    known = {path: claim.digest for family in before for path, claim in family.claims.items() if path in staged}
    equal = {path for path, written in staged.items() if _is_there(folder, path, written, known, altered)}
    changed = {path: written for path, written in staged.items() if path not in equal}
    families = _filled(folder, changes, staged, equal)
    claims: dict[str, Claim] = {}
    for family in families.values():
        claims.update(family.claims)
    kept = {path: claim for path, claim in claims.items() if path not in changed}
    doomed = sorted(path for path in folder.claimed if path not in claims)
    with folder.marked(private=private):
        if changed or doomed or kept != folder.claimed:
            folder.put_in_place({path: claims[path] for path in changed}, kept, doomed)
    return Published(tuple(changed), tuple(doomed), families)


def _is_there(
    folder: Folder, path: str, written: Written, known: Mapping[str, str], altered: Mapping[str, bool]
) -> bool:
    """Whether the output holds these bytes already, by an earlier build's doing."""
    if path not in folder.claimed:
        return False
    if path in known and path not in altered:
        return known[path] == written.digest
    try:
        return digest_of(folder.root / path) == written.digest
    except OSError:
        return False


def _filled(folder: Folder, changes: Changes, staged: Mapping[str, Written], equal: set[str]) -> dict[str, Recorded]:
    """The families with what was written; of files that lay there already, with their time of change."""
    families = dict(changes.families)
    for name in changes.touched:
        family = families[name]
        columns = family.columns
        files, stats = bytearray(columns.files), list(columns.stats)
        for at, path in enumerate(columns.paths):
            written = staged.get(path)
            if written is None:
                continue
            files[SIZE * at : SIZE * at + SIZE] = bytes.fromhex(written.digest)
            stats[2 * at : 2 * at + 2] = written.size, written.mtime
            if path in equal:
                facts = (folder.root / path).stat()
                stats[2 * at : 2 * at + 2] = facts.st_size, facts.st_mtime_ns
        families[name] = recorded(family.key, msgspec.structs.replace(columns, files=bytes(files), stats=stats))
    return families
