"""Turns visits to neighbours into cosigned heads on our own site, and what was seen into what is remembered of it.

The heads that we cosigned lie on our site, so a machine without memory knows them too; the entries lie on this machine,
byte for byte as the neighbour's own log.tsv: who lost that file finds it at a neighbour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from warta.deploy.host import CannotDeploy
from warta.deploy.neighbours import Neighbour
from warta.deploy.past_files import write_whole
from warta.deploy.visiting import Memory, Visit
from warta.messages import Message, msg
from warta.trust.agreement import Remembered
from warta.trust.cosigning import (
    Cosigned,
    Witness,
    cosigned_path,
    cosigned_text,
    read_cosigned,
    read_witness,
)
from warta.trust.keys import PublicKey, SecretKey, public_of
from warta.trust.notes import checkpoint_text
from warta.trust.record import KEY, Record, Wrong, head_of, read_record, text_of

Read = Callable[[str], bytes | None]
"""A path of our site to the bytes that lie there; None where there are none."""


class Kept(msgspec.Struct, frozen=True):
    """Where this machine keeps what it saw of neighbours, and what they saw of us."""

    folder: Path

    @classmethod
    def of(cls, site: Path) -> Kept:
        """Those of a newsroom."""
        return cls(site / ".warta" / "deploy" / "neighbours")

    def record(self, neighbour: Neighbour) -> Record:
        """The log of a neighbour as it was seen last."""
        try:
            return read_record(self._file(neighbour, "tsv").read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, Wrong):
            return ()

    def seen(self, neighbour: Neighbour) -> Cosigned | None:
        """Our head as a neighbour had seen it last."""
        try:
            return msgspec.json.decode(self._file(neighbour, "json").read_bytes(), type=Cosigned)
        except (OSError, msgspec.DecodeError):
            return None

    def keep(self, visit: Visit) -> None:
        """Remember a visit that went well. Raises OSError."""
        if visit.trouble is None and visit.record != self.record(visit.neighbour):
            write_whole(self._file(visit.neighbour, "tsv"), text_of(visit.record).encode())
        if visit.cosigned is not None and visit.cosigned != self.seen(visit.neighbour):
            write_whole(self._file(visit.neighbour, "json"), msgspec.json.encode(visit.cosigned))

    def _file(self, neighbour: Neighbour, end: str) -> Path:
        return self.folder / f"{cosigned_path(neighbour.origin).rpartition('/')[2]}.{end}"


def memories(neighbours: Sequence[Neighbour], kept: Kept, read: Read, own: Sequence[Witness]) -> dict[str, Memory]:
    """What is known of each neighbour by this machine, and by notes on our site that one of our `own` keys signed."""
    found = {}
    for each in neighbours:
        data = read(cosigned_path(each.origin))
        notes = filter(None, (read_cosigned(data, each.origin, witness) for witness in own))
        head = next((Remembered.of(note.head) for note in notes), Remembered())
        found[each.url] = Memory(kept.record(each), head)
    return found


def witnesses_in(record: Record, announced: str, origin: str) -> list[Witness]:
    """The keys that this newsroom cosigns with, the newest first: the announced one, and those of its own log."""
    named = [fact for line in reversed(record) if (fact := line.fact)["kind"] == KEY]
    lines = dict.fromkeys([announced, *[str(fact.get("witness", "")) for fact in named]])
    return [found for line in lines if (found := read_witness(line, origin))]


def cosigned_files(
    visits: Sequence[Visit], read: Read, own: Sequence[Witness], key: Callable[[], SecretKey], now: dt.datetime
) -> tuple[dict[str, bytes], list[Message]]:
    """The notes for our site, and what is to be told. `own` are our witnesses, the one that signs first (none: the keys
    do not name one). A head that was cosigned before is not signed again; where a neighbour's log is refused, or nobody
    answers, the note of before stays. `key` gives the daily key when something must be signed.
    """
    files: dict[str, bytes] = {}
    told: list[Message] = []
    for visit in visits:
        origin = visit.neighbour.origin
        path = cosigned_path(origin)
        before = read(path)
        notes = list(filter(None, (read_cosigned(before, origin, witness) for witness in own)))
        if notes and before is not None:
            files[path] = before
        if visit.trouble is not None:
            told.append(_not_cosigned(visit.neighbour, visit.trouble))
            continue
        if not own:
            told.append(_not_cosigned(visit.neighbour, _WITHOUT))
            continue
        if notes and notes[0].head == head_of(visit.record, origin) and read_cosigned(before, origin, own[0]):
            continue
        try:
            secret = key().witness
        except CannotDeploy as locked:
            told.append(_not_cosigned(visit.neighbour, locked.message))
            continue
        files[path] = _note(visit, own[0], secret, now).encode()
    return files, told


_WITHOUT = msg("witness-without", "Our keys name none for that yet: 'trust rotate' makes one.")


def _not_cosigned(neighbour: Neighbour, why: Message) -> Message:
    return msg("not-cosigned", "The log of %(url)s was not cosigned.", why, url=neighbour.url)


def _note(visit: Visit, own: Witness, secret: SecretKey, now: dt.datetime) -> str:
    record, origin = visit.record, visit.neighbour.origin
    daily = [public_of(fact["daily"]) for line in record if (fact := line.fact)["kind"] == KEY][-1]
    checkpoint = checkpoint_text(head_of(record, origin), daily.key, record[-1].signature)
    return cosigned_text(checkpoint, own.name, secret, now)


def seen_of_us(visits: Sequence[Visit], keys: Sequence[PublicKey]) -> dict[str, Cosigned]:
    """Our heads as neighbours saw them, by their addresses. What none of our keys signed says nothing against us."""
    found = {visit.neighbour.url: visit.cosigned for visit in visits if visit.cosigned is not None}
    return {url: each for url, each in found.items() if any(each.signed_by(key) for key in keys)}


def parted(record: Record, origin: str, seen: Mapping[str, Cosigned]) -> list[Message]:
    """Where a record is not what neighbours saw of it, in clauses."""
    found = []
    for url, each in seen.items():
        at = f"{each.at:%Y-%m-%d %H:%M} UTC"
        if each.head.size > len(record):
            found.append(
                msg(
                    "seen-more",
                    "it is an old one: %(there)s entries, and the witness %(url)s saw %(number)s on %(at)s",
                    there=len(record),
                    url=url,
                    number=each.head.size,
                    at=at,
                )
            )
        elif head_of(record[: each.head.size], origin) != each.head:
            found.append(
                msg(
                    "seen-other",
                    "it tells another past than the one that the witness %(url)s saw on %(at)s",
                    url=url,
                    at=at,
                )
            )
    return found
