"""Turns a text, a proof and a public key into what is proved of the text. Nobody is asked, and no host is trusted."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence

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
    """What is proved of a text, by whose log, and what the entry says; `around` are the words before and after the body
    that nobody signed.
    """

    verdict: Verdict
    origin: str = ""
    fact: Fact = {}
    around: tuple[str, str] = ("", "")


def prove(text: str, proof: str, keys: Sequence[PublicKey]) -> Proved:
    """What a proof and the owner of one of the keys say of a text: title and body must stand in it word for word."""
    try:
        found = read_proof(proof)
        fact = json.loads(found.entry)
        title, count, total, state = str(fact["title"]), int(fact["words"]), str(fact["text"]), str(fact["state"])
    except (Broken, ValueError, KeyError, TypeError, RecursionError):
        return Proved(Verdict.BROKEN)
    head = found.checkpoint.head
    if root_by_proof(found.entry, found.index, head.size, found.hashes) != head.root:
        return Proved(Verdict.BROKEN, head.origin)
    signed = [signature for _, signature in found.checkpoint.signatures]
    if not any(key.verifies(signature, head.text.encode()) for key in keys for signature in signed):
        return Proved(Verdict.OTHER_KEY, head.origin)
    if state == WITHDRAWN:
        return Proved(Verdict.WITHDRAWN, head.origin, fact)
    around = _around(text, title, count, total)
    if around is None:
        return Proved(Verdict.OTHER_TEXT, head.origin, fact)
    return Proved(Verdict.HOLDS, head.origin, fact, around)


def _around(text: str, title: str, count: int, total: str) -> tuple[str, str] | None:
    """The words before and after the body, without those of the title; None where title or body are not there."""
    found, titled = words(text), words(title)
    body = next((at for at in range(len(found) - count + 1) if sum_of(found[at : at + count]) == total), None)
    if body is None:
        return None
    before, after = found[:body], found[body + count :]
    for at in range(len(before) - len(titled) + 1):
        if before[at : at + len(titled)] == titled:
            return " ".join(before[:at] + before[at + len(titled) :]), " ".join(after)
    return None
