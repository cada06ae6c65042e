"""Turns a text, a proof and a public key into what is proved of the text. Nobody is asked, and no host is trusted."""

from __future__ import annotations

import enum
import json

import msgspec

from warta.trust.keys import PublicKey
from warta.trust.notes import Broken, read_proof
from warta.trust.record import WITHDRAWN, Fact
from warta.trust.tree import root_by_proof
from warta.trust.words import sum_of, words


class Verdict(enum.Enum):
    """What is proved."""

    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    OTHER_TEXT = "other-text"
    OTHER_KEY = "other-key"
    BROKEN = "broken"


class Proved(msgspec.Struct, frozen=True):
    """What is proved of a text, by whose log, and what the entry says."""

    verdict: Verdict
    origin: str = ""
    fact: Fact = {}


def prove(text: str, proof: str, key: PublicKey) -> Proved:
    """What a proof and the owner of a key say of a text: title and body must stand in it word for word."""
    try:
        found = read_proof(proof)
        fact = json.loads(found.entry)
        title, count, total, state = str(fact["title"]), int(fact["words"]), str(fact["text"]), str(fact["state"])
    except (Broken, ValueError, KeyError, TypeError, RecursionError):
        return Proved(Verdict.BROKEN)
    head = found.checkpoint.head
    if root_by_proof(found.entry, found.index, head.size, found.hashes) != head.root:
        return Proved(Verdict.BROKEN, head.origin)
    if not any(key.verifies(signature, head.text.encode()) for _, signature in found.checkpoint.signatures):
        return Proved(Verdict.OTHER_KEY, head.origin)
    if state == WITHDRAWN:
        return Proved(Verdict.WITHDRAWN, head.origin, fact)
    return Proved(Verdict.HOLDS if _holds(text, title, count, total) else Verdict.OTHER_TEXT, head.origin, fact)


def _holds(text: str, title: str, count: int, total: str) -> bool:
    found = words(text)
    titled = f" {' '.join(words(title))} " in f" {' '.join(found)} "
    starts = range(len(found) - count + 1)
    return titled and any(sum_of(found[at : at + count]) == total for at in starts)
