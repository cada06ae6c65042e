"""Turns the log that a live site shows into the record of its past, or into the sentence on what is wrong with it."""

from __future__ import annotations

import time

from warta.messages import Message, msg
from warta.trust.reading import Damaged, Foreign, read_log
from warta.trust.record import Record, Wrong, log_files, verified
from warta.trust.wellknown import LOG, Announced
from warta.web import Unreachable, Web

MOST_FILE = 17_000_000  # a full bundle has 16.8 MB at most
_MOST_ALL, _SECONDS = 2_000_000_000, 3600.0  # who broke into a host may answer without end


class WrongPast(Exception):
    """What a site shows of its past does not hold; says why, without the address."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def past_of(web: Web, base: str, announced: Announced, known: Record, *, whole: bool = False) -> Record:
    """The record at the address `base`, which must be signed by this newsroom and go on from what is `known`; `whole`
    looks at the tiles too. Raises WrongPast.
    """
    live = _Live(web, base)
    checkpoint = live.read("checkpoint")
    if checkpoint is None:
        raise WrongPast(msg("past-gone", "no log is there any more"))
    record = _read(live, checkpoint, announced, () if whole else known)
    _compare(record, known)
    if whole:
        for path, data in log_files(record, announced.origin).items():
            if ".p/" not in path and live.read(path) != data:
                raise WrongPast(msg("past-tile", "%(path)s is not what follows from the entries", path=path))
    return record


class _Live:
    def __init__(self, web: Web, base: str) -> None:
        self._web = web
        self._base = base.rstrip("/") + "/" + LOG
        self._left, self._until = _MOST_ALL, time.monotonic() + _SECONDS

    def read(self, path: str) -> bytes | None:
        """A file of the log; None where there is none. Raises WrongPast where nobody answers."""
        try:
            answer = self._web.get_within(self._base + path, min(self._left, MOST_FILE), self._until)
        except Unreachable as error:
            raise WrongPast(error.message) from None
        self._left -= len(answer.body)
        return answer.body if answer.status == 200 else None


def _read(live: _Live, checkpoint: bytes, announced: Announced, known: Record) -> Record:
    try:
        record = read_log(live.read, checkpoint, known, announced.origin)
        keys = verified(record, announced.origin)
    except Foreign as foreign:
        raise WrongPast(msg("past-foreign", "it is the log of %(origin)s", origin=foreign.origin)) from None
    except Damaged:
        raise WrongPast(msg("past-damaged", "its entries are not those that its head was signed for")) from None
    except Wrong as wrong:
        raise WrongPast(
            msg(
                "past-unsigned",
                "its entry %(number)s is not signed by this newsroom's key of that time",
                number=str(wrong.number),
            )
        ) from None
    if keys is None or keys.drawer != announced.drawer:
        raise WrongPast(msg("past-other-keys", "it is signed with other keys than this newsroom's"))
    return record


def _compare(record: Record, known: Record) -> None:
    shared = min(len(record), len(known))
    if record[:shared] != known[:shared]:
        raise WrongPast(msg("past-other", "it tells another past than the one that is known here"))
    if len(record) < len(known):
        raise WrongPast(
            msg(
                "past-old",
                "it is an old one: %(there)s entries, and %(number)s were there; somebody put back an old copy",
                there=len(record),
                number=len(known),
            )
        )
