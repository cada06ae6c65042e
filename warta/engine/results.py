"""Turns results of remembered functions into what is kept of them between processes, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from warta.content.data_files import DataFile, data_file
from warta.digests import Kept
from warta.engine.paths import collisions
from warta.errors import Problem
from warta.memo import Function
from warta.newsroom import lists, related, rows, survey
from warta.newsroom.history import History, live_history
from warta.newsroom.linked import Linked
from warta.newsroom.links import Answer
from warta.newsroom.pictures import Picture
from warta.newsroom.twins import Twins
from warta.plan.machines import copies, redirects, sitemaps
from warta.plan.pages import lists as pages
from warta.plan.pages import releases

_encode = msgspec.msgpack.Encoder().encode

_PAIRS = dict[str, tuple[tuple[float, str], ...]]
RESULTS: Mapping[Function, Any] = {
    survey.survey: survey.Survey,
    survey.shared_addresses: tuple[tuple[str, str, str], ...],
    survey.twins_of: Twins,
    live_history: History,
    rows.link_shard: Linked,
    rows.mixed: Linked,
    pages.blocks_of: tuple[tuple[bytes, tuple[int, int, int]], ...],
    sitemaps.year_files: tuple[tuple[str, str], ...],
    redirects.find_redirects: redirects.Redirects,
    collisions: tuple[Problem, ...],
    data_file: DataFile,
}
"""The remembered functions whose results are kept, each with the type of its result."""

VALUES: Mapping[Function, Any] = {
    survey.addresses_of: dict[str, dict[str, str]],
    survey.first_spellings: dict[str, str],
    survey.other_spellings: dict[str, str],
    survey.answers_of: dict[str, Answer],
    lists.index: lists.Index,
    related.newest_of_terms: _PAIRS,
    related.relate: tuple[tuple[str, ...], ...],
    releases.related_elsewhere: tuple[str, ...],
    copies.shown_from_elsewhere: tuple[Picture, ...],
}
"""Those whose results are small values with a digest, each with the type of what is in it."""


class Result(msgspec.Struct, frozen=True, array_like=True):
    """A result as it is kept: the digest of its value, if it bears one, and the encoded value."""

    digest: bytes
    raw: bytes


def is_kept(function: Function) -> bool:
    """Whether the results of a function are kept."""
    return function in RESULTS or function in VALUES


def kept_of(function: Function, result: Any) -> bytes:
    """What is kept of a result."""
    if function in VALUES:
        raw = result.raw if isinstance(result, Kept) else _encode(result.it)
        return _encode(Result(result.digest, raw))
    return _encode(Result(b"", _encode(result.encoded() if isinstance(result, Linked) else result)))


def result_of(function: Function, data: bytes) -> Any:
    """The result of what was kept. Raises msgspec.DecodeError and msgspec.ValidationError."""
    kept = msgspec.msgpack.decode(data, type=Result)
    if function in VALUES:
        return Kept(kept.digest, kept.raw, VALUES[function])
    return msgspec.msgpack.decode(kept.raw, type=RESULTS[function])
