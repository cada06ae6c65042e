"""What a plan is made of: targets, each one file of the output with all that it is made of, in families."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from warta.digests import Digested, digest_of_bytes, given, joined
from warta.memo import key_of
from warta.newsroom.addresses import PACKED, file_of
from warta.plan.kinds import KINDS, is_packed

Needs = Mapping[tuple[str, str], Mapping[str, bytes]]
"""The digest of each need of a kind of file, by kind and language."""


class Target(msgspec.Struct, frozen=True, gc=False):
    """One file: its path below the output folder, its kind, its language, and the values it is made of.

    The values are in the order of the kind's `inputs`. `about` is what the file is made from, as a user knows it, for
    messages. `of` is the target whose file this is in a compressed form.
    """

    path: str
    kind: str
    language: str
    inputs: tuple[Digested, ...]
    about: str
    of: Target | None = None

    @property
    def digests(self) -> list[bytes]:
        """The digests of its inputs."""
        every = (*self.inputs, *self.of.inputs) if self.of else self.inputs
        return [each.digest for each in every]

    @property
    def page(self) -> str:
        """The kind of the file; of a compressed form, the kind of the file that it stands for."""
        return self.of.kind if self.of else self.kind

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its inputs."""
        names = KINDS[self.kind].inputs
        return (*names, *KINDS[self.of.kind].inputs) if self.of else names


def fingerprint(target: Target) -> tuple[bytes, bytes]:
    """The fingerprint of a target, and four bytes of each input's digest. Equal fingerprints and needs, equal files."""
    digests = target.digests
    named = _digest_of_name(f"{target.kind} {target.page} {target.language}")
    return joined((named, *digests)), b"".join([each[:4] for each in digests])


@lru_cache(maxsize=1000)
def _digest_of_name(name: str) -> bytes:
    return digest_of_bytes(name.encode())


class Family(msgspec.Struct, frozen=True, dict=True):
    """Files that one function plans from the same inputs.

    `kinds` are those of its files, each with its language; `needs` are the digests of what those need besides.
    `encodings` are those in which each text among the files has a compressed twin.
    """

    name: str
    plan: Callable[..., Iterable[Target]]
    inputs: tuple[Any, ...]
    needs: dict[str, bytes]
    encodings: tuple[str, ...] = ()

    @cached_property
    def key(self) -> bytes:
        """Equal keys, equal files."""
        return joined((key_of(self.plan, self.inputs), given(self.encodings).digest, *self.needs.values()))

    def targets(self) -> list[Target]:
        """The files, in detail."""
        made = list(self.plan(*self.inputs))
        for encoding in self.encodings:
            made += [
                Target(each.path + PACKED[encoding], "packed", each.language, (given(encoding),), each.about, each)
                for each in made
                if each.of is None and is_packed(each.kind, each.path)
            ]
        return made


def page(path: str, kind: str, language: str, *inputs: Digested, about: str) -> Target:
    """The target of what stands at an address."""
    return Target(file_of(path), kind, language, inputs, about)
