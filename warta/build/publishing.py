"""Turns a plan and what an output folder holds into what must be rendered, and what was rendered into the folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cached_property, partial

import msgspec

from warta.build.executors import Executor, Serial
from warta.build.rendering import Rendered
from warta.build.staleness import Print, Surroundings, compare, mark_of, out_of_date
from warta.build.store import Output, Store
from warta.build.writer import Folder, Written, digest_of
from warta.plan.targets import Plan, Target

_MANY = 1000  # files; fewer are looked at sooner than a process is started


class Publication(msgspec.Struct, frozen=True, dict=True):
    """One plan on its way into one folder.

    `known` are the outputs an earlier build recorded, `altered` those whose files are not as recorded (see
    `find_altered`), `prints` are those that were compared, `stale` gives the paths to render with a sentence why each.
    """

    folder: Folder
    plan: Plan
    surroundings: Surroundings
    known: dict[str, Output]
    altered: dict[str, bool]
    prints: dict[str, Print]
    stale: dict[str, str]

    @cached_property
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


class Earlier(msgspec.Struct, frozen=True):
    """What an earlier build left in a folder: the outputs it recorded, and what `find_altered` says of them."""

    folder: Folder
    known: dict[str, Output]
    altered: Callable[[], dict[str, bool]]


@contextlib.contextmanager
def look_at(folder: Folder, store: Store, executor: Executor, *, ours: bool = False) -> Iterator[Earlier]:
    """Begin to look at what an earlier build left; many files beside what else is done meanwhile.

    With `ours` that was this process, in a folder where nobody else writes: what the manifest claims is there.
    """
    known = store.outputs(str(folder.root))
    if ours:
        yield Earlier(folder, known, lambda: dict.fromkeys(known.keys() - folder.claimed.keys(), False))
        return
    look = partial(find_altered, folder, known)
    with (executor if len(known) >= _MANY else Serial()).beside(look) as altered:
        yield Earlier(folder, known, altered)


def find_altered(folder: Folder, known: Mapping[str, Output]) -> dict[str, bool]:
    """The recorded outputs that are not as recorded: whether other bytes are there now, or nothing."""
    found = {}
    present = folder.present(known)
    for path, output in known.items():
        facts = present.get(path)
        if facts is None or path not in folder.claimed:
            found[path] = False
        elif facts != (output.size, output.mtime) and digest_of(folder.root / path) != output.digest:
            found[path] = True
    return found


def prepare(plan: Plan, surroundings: Surroundings, earlier: Earlier) -> Publication:
    """Compare a plan with what the store and the folder say of the last one."""
    known = earlier.known
    prints = compare(plan, surroundings, known)
    altered = earlier.altered()
    stale = out_of_date(plan, prints, known, altered)
    return Publication(earlier.folder, plan, surroundings, known, altered, prints, stale)


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
    if path in publication.known and path not in publication.altered:
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
