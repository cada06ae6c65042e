"""Turns a plan and what an output folder holds into what must be rendered, and what was rendered into the folder."""

from __future__ import annotations

from collections.abc import Mapping, Set

import msgspec

from warta.build.rendering import Rendered
from warta.build.staleness import Print, Surroundings, compare, mark_of, out_of_date
from warta.build.store import Output, Store
from warta.build.writer import Folder, Written, digest_of
from warta.plan.targets import Plan, Target


class Publication(msgspec.Struct, frozen=True):
    """One plan on its way into one folder.

    `known` are the outputs an earlier build recorded, `intact` says of those still there whether the bytes are the
    recorded ones, `prints` are those that were compared, `stale` gives the paths to render with a sentence why each.
    """

    folder: Folder
    plan: Plan
    surroundings: Surroundings
    known: dict[str, Output]
    intact: dict[str, bool]
    prints: dict[str, Print]
    stale: dict[str, str]

    @property
    def paths(self) -> frozenset[str]:
        """Every planned path."""
        return frozenset(target.path for target in self.plan.targets)

    @property
    def targets(self) -> list[Target]:
        """What must be rendered, in the order of the plan."""
        return [target for target in self.plan.targets if target.path in self.stale]


class Outcome(msgspec.Struct, frozen=True):
    """The paths whose bytes changed, and those that were deleted."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]


def prepare(plan: Plan, surroundings: Surroundings, folder: Folder, store: Store) -> Publication:
    """Compare a plan with what the store and the folder say of the last one."""
    known = store.outputs(str(folder.root))
    prints = compare(plan, surroundings, known)
    intact = find_intact(folder, known)
    stale = out_of_date(plan, prints, known, intact)
    return Publication(folder, plan, surroundings, known, intact, prints, stale)


def find_intact(folder: Folder, known: Mapping[str, Output]) -> dict[str, bool]:
    """For each recorded output that is still there: whether its bytes are those recorded."""
    found = {}
    present = folder.present(known)
    for path, output in known.items():
        facts = present.get(path)
        if facts is not None and path in folder.claimed:
            same = facts == (output.size, output.mtime)
            found[path] = same or digest_of(folder.root / path) == output.digest
    return found


def publish(
    publication: Publication, rendered: Mapping[str, Rendered], store: Store, *, private: bool = False
) -> Outcome:
    """Put in place what differs from what is there, delete what nothing claims any more, then remember it.

    `private`: the site shows what is not for readers, and its folder says so.
    """
    folder, known = publication.folder, publication.known
    staged = {path: each.written for path, each in rendered.items()}
    equal = {path for path, written in staged.items() if _is_there(publication, path, written)}
    changed = {path: written for path, written in staged.items() if path not in equal}
    planned = publication.paths
    doomed = sorted(path for path in folder.claimed if path not in planned)
    kept = {path: staged[path].digest if path in equal else known[path].digest for path in planned - changed.keys()}
    with folder.marked(private=private):
        folder.put_in_place(changed, kept, doomed)
    _record(publication, rendered, equal, store)
    return Outcome(tuple(changed), tuple(doomed))


def _is_there(publication: Publication, path: str, written: Written) -> bool:
    """Whether the output holds these bytes already, by an earlier build's doing."""
    folder = publication.folder
    if path not in folder.claimed:
        return False
    if publication.intact.get(path):
        return publication.known[path].digest == written.digest
    try:
        return digest_of(folder.root / path) == written.digest
    except OSError:
        return False


def _record(publication: Publication, rendered: Mapping[str, Rendered], equal: Set[str], store: Store) -> None:
    """What is in place, and nothing before it is. Those in `equal` are the files that lay there already."""
    root, planned = publication.folder.root, publication.paths
    rows = []
    for target in publication.plan.targets:
        path, each = target.path, rendered.get(target.path)
        if each is not None:
            written = each.written
            size, mtime = written.size, written.mtime
            if path in equal:
                facts = (root / path).stat()
                size, mtime = facts.st_size, facts.st_mtime_ns
            mark = mark_of(target, publication.surroundings)
            rows.append((path, Output(each.print.key, each.print.parts, mark, written.digest, size, mtime)))
        elif path in publication.prints and target.mark:
            mark = mark_of(target, publication.surroundings)
            rows.append((path, msgspec.structs.replace(publication.known[path], mark=mark)))
    store.begin()
    store.put_outputs(str(root), rows)
    store.forget_outputs(str(root), [path for path in publication.known if path not in planned])
    store.commit()
