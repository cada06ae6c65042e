"""Turns values into digests of 16 bytes, so that equal values can be told without comparing them.

A value that a remembered function may see bears its `digest`, which covers the whole value. The digest is taken over
JSON, in which a moment keeps its offset from UTC. A dictionary is in its own order, which whoever goes through it sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import blake2b
from typing import Any, Protocol

import msgspec

SIZE = 16
"""The number of bytes of a digest."""

_ENCODER = msgspec.json.Encoder()


class Digested(Protocol):
    """A frozen value with the digest of all that it holds."""

    @property
    def digest(self) -> bytes:
        """The digest of the whole value."""
        ...


def digest_of(value: object) -> bytes:
    """The digest of a plain frozen value: texts, numbers, moments, tuples, mappings and structs of these."""
    return blake2b(_ENCODER.encode(value), digest_size=SIZE).digest()


def digest_of_bytes(data: bytes) -> bytes:
    """The digest of bytes, such as those of a file."""
    return blake2b(data, digest_size=SIZE).digest()


def joined(digests: Iterable[bytes]) -> bytes:
    """The digest of a sequence of digests. All are of one length, so no two sequences join alike."""
    return blake2b(b"".join(digests), digest_size=SIZE).digest()


class Value(msgspec.Struct, frozen=True):
    """A small value as an input of a remembered function."""

    digest: bytes
    it: Any


class Kept(msgspec.Struct, frozen=True, dict=True):
    """A value of an earlier process: its digest is known, and it stays encoded until somebody looks at it."""

    digest: bytes
    raw: bytes
    type: Any

    @cached_property
    def it(self) -> Any:
        """The decoded value."""
        return msgspec.msgpack.decode(self.raw, type=self.type)


class Group(msgspec.Struct, frozen=True):
    """Several digested values as one input, in their order."""

    digest: bytes
    members: tuple[Any, ...]


def given(value: object) -> Value:
    """A small value with its digest."""
    return Value(digest_of(value), value)


def group(members: Iterable[Digested]) -> Group:
    """Several digested values as one input, in this order."""
    every = tuple(members)
    return Group(joined([each.digest for each in every]), every)


NOTHING = given(None)
"""The input that says that something is not there."""
