"""Turns the sites of neighbours into what they show now: their logs, and how far they saw ours.

A neighbour may be down, slow, broken into or malicious: whatever it answers is bounded in bytes and time, and what it
shows counts only as far as it is signed. No answer of it stops a deploy of ours, but a head that we signed ourselves.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Mapping, Sequence

import msgspec

from warta.deploy.neighbours import Neighbour
from warta.deploy.past_live import MOST_FILE
from warta.messages import Message, msg
from warta.trust.agreement import Disagreement, Quarrel, Remembered, agreed
from warta.trust.cosigning import Cosigned, cosigned_path, read_cosigned, read_witness
from warta.trust.keys import PublicKey
from warta.trust.reading import Damaged, Foreign, Read, read_log
from warta.trust.record import KEY, Record, Wrong, head_of, verified
from warta.trust.wellknown import LOG
from warta.web import Unreachable, Web

_SECONDS = 30.0
_MOST_ALL = 100_000_000


class Memory(msgspec.Struct, frozen=True):
    """What is known of a neighbour's log already: the record as it was read, and the head that was cosigned."""

    record: Record = ()
    head: Remembered = Remembered()


class Visit(msgspec.Struct, frozen=True):
    """What a neighbour shows: its record, which goes on from what was known (empty: it has none, or `trouble` says what
    is wrong with it), our head as it saw it, and the time by its clock.
    """

    neighbour: Neighbour
    record: Record = ()
    trouble: Message | None = None
    cosigned: Cosigned | None = None
    told: dt.datetime | None = None


class Refusal(Exception):
    """A log that is not cosigned; says why, in a sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def visit_all(
    neighbours: Sequence[Neighbour], known: Mapping[str, Memory], origin: str, seconds: float = _SECONDS
) -> list[Visit]:
    """What each neighbour shows now, of whom this much is `known`, within so many `seconds`; `origin` is that of our
    own log.
    """
    found: dict[str, Visit] = {}
    until = time.monotonic() + seconds

    def visit(neighbour: Neighbour) -> None:
        with contextlib.closing(Web()) as web:
            found[neighbour.url] = _visit(_Site(web, neighbour, until), known.get(neighbour.url, Memory()), origin)

    # a server can keep a thread for ever, by a letter at a time: such a thread is left behind
    threads = [threading.Thread(target=visit, args=(each,), daemon=True) for each in neighbours]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until + 2 - time.monotonic()))
    late = msg("neighbour-late", "It takes too long to answer.")
    return [found.get(each.url, Visit(each, trouble=late)) for each in neighbours]


class _Site:
    """The files of a neighbour, so many bytes of them at most."""

    def __init__(self, web: Web, neighbour: Neighbour, until: float) -> None:
        self._web, self.neighbour, self._until = web, neighbour, until
        self._left = _MOST_ALL
        self.told: dt.datetime | None = None

    def read(self, path: str) -> bytes | None:
        """A file; None where there is none. Raises Refusal where no good answer comes."""
        try:
            most = min(self._left, MOST_FILE)
            answer = self._web.get_within(self.neighbour.address(path), most, self._until)
        except Unreachable as error:
            raise Refusal(error.message) from None
        self._left -= len(answer.body)
        self.told = answer.told or self.told
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise Refusal(msg("neighbour-status", "It answers %(status)s.", status=str(answer.status)))
        return answer.body


def _visit(site: _Site, known: Memory, origin: str) -> Visit:
    neighbour = site.neighbour
    try:
        record = log_of(neighbour, lambda path: site.read(LOG + path), known)
    except Refusal as refusal:
        return Visit(neighbour, known.record, refusal.message, told=site.told)
    cosigned = None
    with contextlib.suppress(Refusal):
        keys = verified(record, neighbour.origin, (len(record), head_of(record, neighbour.origin).root))
        witness = read_witness(keys.witness, neighbour.origin) if keys else None
        cosigned = read_cosigned(site.read(cosigned_path(origin)), origin, witness)
    return Visit(neighbour, record, None, cosigned, site.told)


def log_of(neighbour: Neighbour, read: Read, known: Memory) -> Record:
    """The record that a neighbour shows, if it is signed by it and goes on from what is known. Raises Refusal."""
    origin = neighbour.origin
    checkpoint = read("checkpoint")
    try:
        there = None if checkpoint is None else read_log(read, checkpoint, known.record, origin)
        record = agreed(known.record, there, known.head, at_home=True, origin=origin)
        verified(record, origin, (len(known.record), head_of(known.record, origin).root))
    except Foreign as foreign:
        why = msg("neighbour-foreign", "It shows the log of %(origin)s.", origin=foreign.origin[:200])
        raise Refusal(why) from None
    except Damaged:
        why = msg("neighbour-damaged", "The entries of its log are not those that its head was signed for.")
        raise Refusal(why) from None
    except Wrong as wrong:
        why = msg(
            "neighbour-unsigned",
            "Entry %(number)s of its log is not signed with its key of that time.",
            number=str(wrong.number),
        )
        raise Refusal(why) from None
    except Disagreement as quarrel:
        raise Refusal(_other_than_before(quarrel, len(there or ()))) from None
    if not record:
        raise Refusal(msg("neighbour-without", "It has no log yet."))
    if not _names(record, neighbour.key):
        raise Refusal(
            msg("neighbour-other-keys", "Its log is signed with other keys than the one that stands in 'witness'.")
        )
    return record


def _names(record: Record, key: PublicKey) -> bool:
    named = [fact for line in record if (fact := line.fact)["kind"] == KEY]
    return any(key.line in (fact["daily"], fact["drawer"]) for fact in named)


def _other_than_before(found: Disagreement, there: int) -> Message:
    if found.quarrel is Quarrel.GONE:
        return msg("neighbour-gone", "Its log had %(number)s entries, and there is none any more.", number=found.number)
    if found.quarrel is Quarrel.OLD:
        return msg(
            "neighbour-old",
            "Its log shrank: %(there)s entries, and %(number)s were there.",
            there=there,
            number=found.number,
        )
    return msg(
        "neighbour-split",
        "Its log tells another past than before, from entry %(number)s on.",
        number=found.number,
    )
