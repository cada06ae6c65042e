"""Turns the families of a site into all its paths as one input, and those that no system could hold into problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from warta.digests import joined
from warta.engine.record import Recorded, named_files
from warta.errors import Problem
from warta.plan.plan import colliding, misfits


class AllPaths(msgspec.Struct, frozen=True):
    """The paths of all files of a plan as one input, looked at only when somebody asks."""

    digest: bytes
    families: Mapping[str, Recorded]

    @property
    def it(self) -> AllPaths:
        """The value of this input: all of it."""
        return self

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.named())

    def named(self) -> Iterator[tuple[str, str]]:
        """Each path with what its file is made from."""
        return named_files(self.families.values())


class OwnPaths(msgspec.Struct, frozen=True):
    """The paths of the files of one family."""

    digest: bytes
    family: Recorded


def paths_of(families: Mapping[str, Recorded]) -> AllPaths:
    """All paths of these families."""
    return AllPaths(joined([families[name].paths_digest for name in sorted(families)]), families)


def collisions(paths: AllPaths) -> tuple[Problem, ...]:
    """The problems of files that would be one file."""
    return tuple(colliding(paths.named()))


def misfits_of(family: OwnPaths) -> tuple[Problem, ...]:
    """The problems of files of a family that not every system can have."""
    return tuple(misfits(named_files([family.family])))
