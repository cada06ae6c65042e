"""Turns a text, a proof and a public key into what is proved of the text. Nobody is asked, and no host is trusted."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence

import msgspec

from warta.trust.keys import PublicKey
from warta.trust.notes import Broken, Proof, read_proof
from warta.trust.record import SAID, WITHDRAWN, Fact, Record, Version
from warta.trust.tree import root_by_proof
from warta.trust.words import sum_of, words


class Verdict(enum.Enum):
    """What is proved."""

    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    OTHER_TEXT = "other-text"
    OLDER = "older"
    OTHER_PAST = "other-past"
    OTHER_KEY = "other-key"
    BROKEN = "broken"


class Proved(msgspec.Struct, frozen=True):
    """What is proved of a text, by whose log, and what the entry says; `index` is its place in the log, `around` are
    the words before and after the body that nobody signed, `at` when words that are older were signed.
    """

    verdict: Verdict
    origin: str = ""
    fact: Fact = {}
    around: tuple[str, str] = ("", "")
    index: int = 0
    at: str = ""


def prove(text: str, proof: str, keys: Sequence[PublicKey], known: Mapping[str, Record] = {}) -> Proved:
    """What a proof and the owner of one of the keys say of a text: title and body must stand in it word for word.

    `known` are logs as somebody remembers them, by their origins: a proof that contradicts one was signed behind the
    back of the newsroom.
    """
    try:
        found = read_proof(proof)
        fact = json.loads(found.entry)
        if not isinstance(fact, dict) or not all(name in fact for name in SAID) or not isinstance(fact["words"], int):
            return Proved(Verdict.BROKEN)
    except (Broken, ValueError, KeyError, TypeError, RecursionError):
        return Proved(Verdict.BROKEN)
    head = found.checkpoint.head
    if root_by_proof(found.entry, found.index, head.size, found.hashes) != head.root:
        return Proved(Verdict.BROKEN, head.origin)
    signed = [signature for _, signature in found.checkpoint.signatures]
    if not any(key.verifies(signature, head.text.encode()) for key in keys for signature in signed):
        return Proved(Verdict.OTHER_KEY, head.origin)
    return _proved(words(text), found, fact, known.get(head.origin, ()))


def _proved(spoken: list[str], found: Proof, fact: Fact, record: Record) -> Proved:
    """What a proof that holds says of these words, beside the log as it is remembered."""
    origin = found.checkpoint.head.origin
    if found.index < len(record) and record[found.index].entry != found.entry:
        return Proved(Verdict.OTHER_PAST, origin, fact, index=found.index)
    for each in (newest(record, found.index), fact):
        if each is not None and each.get("state") == WITHDRAWN:
            return Proved(Verdict.WITHDRAWN, origin, each, index=found.index)
    around = _around(spoken, str(fact["title"]), int(fact["words"]), str(fact["text"]))
    if around is not None:
        return Proved(Verdict.HOLDS, origin, fact, around, found.index)
    older = next((was for was in _older(fact) if _body_at(spoken, was[1], was[0]) is not None), None)
    if older is not None:
        return Proved(Verdict.OLDER, origin, fact, _outside(spoken, older), found.index, older[2])
    return Proved(Verdict.OTHER_TEXT, origin, fact, index=found.index)


def newest(record: Record, index: int) -> Fact | None:
    """What a log says last of the release of an entry; None where that entry is the last one, or not in it."""
    if index >= len(record):
        return None
    id_ = record[index].fact.get("id")
    later = [fact for line in record[index + 1 :] if (fact := line.fact).get("id") == id_]
    return later[-1] if later else None


def _older(fact: Fact) -> list[Version]:
    """The words that a release had before, the newest first."""
    try:
        return msgspec.convert(fact.get("was", []), list[Version])[::-1]
    except msgspec.ValidationError:
        return []


def _outside(spoken: list[str], version: Version) -> tuple[str, str]:
    at = _body_at(spoken, version[1], version[0]) or 0
    return " ".join(spoken[:at]), " ".join(spoken[at + version[1] :])


def _body_at(spoken: list[str], count: int, total: str) -> int | None:
    """Where so many words stand that have this SHA-256."""
    if count < 1:
        return None
    return next((at for at in range(len(spoken) - count + 1) if sum_of(spoken[at : at + count]) == total), None)


def _around(found: list[str], title: str, count: int, total: str) -> tuple[str, str] | None:
    """The words before and after the body, without those of the title; None where title or body are not there."""
    titled = words(title)
    body = _body_at(found, count, total) if count else len(found) if total == sum_of([]) else None
    if body is None:
        return None
    before, after = found[:body], found[body + count :]
    for at in range(len(before) - len(titled) + 1):
        if before[at : at + len(titled)] == titled:
            return " ".join(before[:at] + before[at + len(titled) :]), " ".join(after)
    return None
