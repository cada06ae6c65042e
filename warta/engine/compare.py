"""Turns the families of a plan, and the record of an output folder, into what must be rendered, each with a reason.

Where a family's key is equal nothing else of it is looked at; where it is not, its targets are planned and compared
one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from warta.digests import SIZE
from warta.engine.record import KIND_AT, Columns, Recorded, recorded
from warta.messages import Message, msg
from warta.plan.kinds import INPUT_WORDS
from warta.plan.targets import Family, Target, fingerprint

_NOTHING = Columns({}, [], [], b"", [], b"", [], b"")
_NEW = msg("why-new", "new")
_ALTERED = msg("why-altered", "the file was changed by something else")
_MISSING = msg("why-missing", "the file is missing")


class Changes(msgspec.Struct, frozen=True):
    """What a plan changes: targets to render with a reason each, and the families as they are to be recorded.

    Of files that are to be rendered the record is filled in when they are written; `touched` names the families that
    have some.
    """

    stale: list[tuple[Target, Message]]
    families: dict[str, Recorded]
    touched: frozenset[str]

    def with_more(self, other: Changes) -> Changes:
        """These changes and those of other families."""
        return Changes([*self.stale, *other.stale], self.families | other.families, self.touched | other.touched)


def compare(families: Iterable[Family], before: Mapping[str, Recorded], altered: Mapping[str, bool]) -> Changes:
    """What must be rendered. `altered` says of paths whose files are not as recorded whether they hold other bytes.

    Pure: reads nothing, forgets nothing.
    """
    stale: list[tuple[Target, Message]] = []
    after: dict[str, Recorded] = {}
    touched = set()
    for family in families:
        known = before.get(family.name)
        same = known is not None and known.key == family.key
        if same and known is not None and (not altered or altered.keys().isdisjoint(known.columns.paths)):
            after[family.name] = known
        else:
            count = len(stale)
            after[family.name] = _compare(family, known.columns if known else _NOTHING, altered, stale)
            if len(stale) > count:
                touched.add(family.name)
    return Changes(stale, after, frozenset(touched))


def _compare(
    family: Family, before: Columns, altered: Mapping[str, bool], stale: list[tuple[Target, Message]]
) -> Recorded:
    places = {path: at for at, path in enumerate(before.paths)}
    moved = [name for name, digest in family.needs.items() if before.needs.get(name) != digest]
    paths, about, prints, parts, files = [], [], [], [], []
    stats: list[int] = []
    kinds = bytearray()
    for target in family.targets():
        print_, part = fingerprint(target)
        at = places.get(target.path)
        paths.append(target.path)
        about.append(target.about)
        prints.append(print_)
        parts.append(part)
        kinds.append(KIND_AT[target.page])
        reason = _NEW if at is None else _reason(target, (print_, part), (before, at), moved)
        if reason is None and target.path in altered:
            reason = _ALTERED if altered[target.path] else _MISSING
        if reason is not None:
            stale.append((target, reason))
        known = at is not None and not reason
        files.append(before.files[SIZE * at : SIZE * at + SIZE] if known and at is not None else bytes(SIZE))
        stats += before.stats[2 * at : 2 * at + 2] if known and at is not None else (0, 0)
    columns = Columns(family.needs, paths, about, b"".join(prints), parts, b"".join(files), stats, bytes(kinds))
    return recorded(family.key, columns)


def _reason(target: Target, now: tuple[bytes, bytes], before: tuple[Columns, int], moved: list[str]) -> Message | None:
    """Why a file must be rendered again; None when it need not be."""
    columns, at = before
    prefix = f"{target.page} "
    names = [name.removeprefix(prefix) for name in moved if name.startswith(prefix)]
    if columns.fingerprint(at) != now[0]:
        part = columns.parts[at]
        same_kind = len(part) == len(now[1])
        changed = [
            name
            for place, name in enumerate(target.names)
            if part[4 * place : 4 * place + 4] != now[1][4 * place : 4 * place + 4]
        ]
        names = [*names, *changed] if same_kind and changed else ["kind"]
    return _changed(tuple(names)) if names else None


@lru_cache(maxsize=200)
def _changed(names: tuple[str, ...]) -> Message:
    """One value for all files of which the same has changed: there may be very many."""
    words = tuple(dict.fromkeys(INPUT_WORDS.get(name, name) for name in names))
    return msg("why-changed", "changed: %(names)s", names=words)
