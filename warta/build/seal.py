"""Turns a finished build into a note by which the next one may see at once that there is nothing to do.

A site is a pure function of content, settings, theme and `now`, and depends on `now` only through moments that are
known beforehand. So when all inputs have the digests they had, no such moment has passed, and every output lies there
as it was written, the outcome is known without a model or a plan.
"""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b

import msgspec

from warta.build.reading import Inputs
from warta.build.store import Store, StoreBroken
from warta.config import Config
from warta.content.history import GivenAddress
from warta.errors import Problem
from warta.newsroom.model import Hidden
from warta.render.theme import Theme


class Seal(msgspec.Struct, frozen=True):
    """The outcome of a build: the digest of its inputs, the span of `now` in which it holds, how many files there
    are, what it would report.
    """

    inputs: str
    since: dt.datetime
    until: dt.datetime | None
    hidden: Hidden
    releases: int
    files: int
    warnings: tuple[Problem, ...]


def digest_of_inputs(
    config: Config, theme: Theme, inputs: Inputs, past: tuple[GivenAddress, ...], shown: frozenset[str]
) -> str:
    """The digest of everything but `now` that a site is made from."""
    parts = (config, theme, inputs.documents, inputs.files, past, sorted(shown))
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).hexdigest()


def find_seal(store: Store, folder: str, inputs: str, now: dt.datetime) -> Seal | None:
    """The seal of an output folder, if it is of these inputs and holds at `now`. Raises StoreBroken."""
    text = store.fact(f"seal {folder}")
    if text is None:
        return None
    try:
        seal = msgspec.json.decode(text, type=Seal)
    except (msgspec.DecodeError, TypeError):
        raise StoreBroken("a seal cannot be read") from None
    holds = seal.inputs == inputs and seal.since <= now and (seal.until is None or now < seal.until)
    return seal if holds else None


def put_seal(store: Store, folder: str, seal: Seal) -> None:
    """Remember the seal of an output folder."""
    store.set_fact(f"seal {folder}", msgspec.json.encode(seal).decode())


def break_seal(store: Store, folder: str) -> None:
    """Forget the seal of an output folder, before anything in it is changed."""
    store.drop_fact(f"seal {folder}")
