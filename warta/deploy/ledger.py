"""Turns what is public now and the record of a host's past into a longer record, and that into files for the host.

A build knows nothing of the past. A deploy reads it from the host, sees whether it goes together with what is known
here, and puts what must be said behind it. Until the head of the log is up, all of it is nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from warta.deploy.clock import Told, ahead_of, times_for
from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.output import File
from warta.deploy.past_files import Site, past_files, write_whole
from warta.deploy.quarrels import COPY, damaged, edited, lost_copy, refusal
from warta.deploy.signer import Signer, need_library
from warta.errors import reason
from warta.messages import Message, msg
from warta.trust.agreement import Disagreement, Quarrel, Remembered, agreed
from warta.trust.cosigning import Cosigned
from warta.trust.reading import Damaged, Foreign, read_log
from warta.trust.record import (
    KEY,
    Fact,
    Keys,
    Record,
    State,
    Wrong,
    digest_of_keys,
    extended,
    head_of,
    keys_after,
    news,
    read_record,
    text_of,
    verified,
)
from warta.trust.wellknown import LOG, Announced

CHECKPOINT = f"{LOG}checkpoint"


class Ledger(msgspec.Struct, frozen=True):
    """The record that a deploy leaves, its files for the host by path, what the host showed of it before (None: it had
    none), and where this machine keeps what it remembers.
    """

    record: Record
    origin: str
    files: dict[str, File]
    seen: bytes | None
    copy: Path
    memory: Path

    def remember(self) -> Message | None:
        """Keep the copy and the head, once the host shows them; a sentence where that cannot be."""
        try:
            text = text_of(self.record).encode()
            if not self.copy.is_file() or self.copy.read_bytes() != text:
                write_whole(self.copy, text)
            remembered = Remembered.of(head_of(self.record, self.origin))
            write_whole(self.memory, msgspec.json.encode(remembered))
        except OSError as error:
            return msg(
                "log-unkept",
                "%(file)s cannot be written: what was published is not remembered here.",
                reason(error),
                file=COPY,
            )
        return None


class Asked(msgspec.Struct, frozen=True):
    """What a deploy asks of the past: the newsroom's folder, the name and address of the target, the keys, who signs,
    the time; `at_home` says that the target is where readers find the site, `restore` that our copy is to be put back.
    `seen` are our heads as neighbours saw them, `told` gives the time by other clocks when something must be signed,
    `sure` says that a person vouches for ours.
    """

    site: Path
    target: str
    url: str
    announced: Announced
    signer: Signer
    now: dt.datetime
    at_home: bool
    restore: bool = False
    seen: Mapping[str, Cosigned] = {}
    told: Callable[[], Told] = Told
    sure: bool = False


def make_ledger(connection: Connection, asked: Asked, wanted: Mapping[str, File], states: Sequence[State]) -> Ledger:
    """The record after a deploy of the `wanted` files, which show these `states`. Raises CannotDeploy."""
    need_library()
    origin = asked.announced.origin
    memory = asked.site / ".warta" / "deploy" / f"{asked.target}.log.json"
    remembered = _largest(_remembered(memory), asked)
    here = _copy(asked.site / COPY, origin, remembered)
    seen = connection.do(lambda host: host.read(CHECKPOINT))
    if asked.restore:
        before = _restored(connection, seen, here, remembered, asked)
    else:
        there = None if seen is None else _read(connection, seen, here, asked)
        before = _agreed(here, there, remembered, asked)
    _witnessed(before, asked)
    keys = _verified(before, here, remembered, asked)
    record = _extended(before, keys, asked, states)
    made = past_files(record, asked.announced, asked.signer, Site(asked.site, asked.url), wanted) if record else {}
    return Ledger(record, origin, made, seen, asked.site / COPY, memory)


def _largest(remembered: Remembered, asked: Asked) -> Remembered:
    """What was put or seen by this machine, or by a neighbour who shows more, on the site that readers find."""
    seen = [Remembered.of(each.head) for each in asked.seen.values()] if asked.at_home else []
    return max((remembered, *seen), key=lambda each: each.size)


def _restored(connection: Connection, seen: bytes | None, here: Record, remembered: Remembered, asked: Asked) -> Record:
    """Our copy, to be put back over what a host shows, unless that is signed and tells more, or something else."""
    if len(here) < remembered.size:
        raise CannotDeploy(lost_copy(remembered.size))
    there: Record = ()
    with contextlib.suppress(CannotDeploy, Wrong):  # what does not hold together is not worth keeping
        found = _read(connection, seen, here, asked) if seen is not None else ()
        verified(found, asked.announced.origin)
        there = found
    return _agreed(here, there, Remembered(), msgspec.structs.replace(asked, at_home=False))


def _remembered(memory: Path) -> Remembered:
    try:
        found = msgspec.json.decode(memory.read_bytes(), type=Remembered)
        return found if found.head else Remembered()
    except (OSError, msgspec.DecodeError, ValueError):
        return Remembered()


def _copy(path: Path, origin: str, remembered: Remembered) -> Record:
    """The record in log.tsv. Raises CannotDeploy for one that was changed by hand."""
    try:
        record = read_record(path.read_text(encoding="utf-8"))
        verified(record, origin, remembered.head)
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise CannotDeploy(edited(1)) from None
    except Wrong as wrong:
        raise CannotDeploy(edited(wrong.number)) from None
    return record


def _read(connection: Connection, seen: bytes, here: Record, asked: Asked) -> Record:
    """The record that a host shows. Raises CannotDeploy for one that does not hold together."""
    try:
        return read_log(
            lambda path: connection.do(lambda host: host.read(LOG + path)), seen, here, asked.announced.origin
        )
    except Foreign as foreign:
        raise CannotDeploy(
            msg(
                "log-foreign",
                "%(url)s shows the log of another newsroom (%(origin)s). Nothing was deployed. "
                "Mend the address or the path of the target.",
                url=asked.url,
                origin=foreign.origin,
            )
        ) from None
    except Damaged:
        raise CannotDeploy(damaged(asked.url)) from None


def _agreed(here: Record, there: Record | None, remembered: Remembered, asked: Asked) -> Record:
    try:
        return agreed(here, there, remembered, at_home=asked.at_home, origin=asked.announced.origin)
    except Disagreement as found:
        raise CannotDeploy(refusal(found, len(there or ()), asked.url, asked.seen if asked.at_home else {})) from None


def _witnessed(record: Record, asked: Asked) -> None:
    """Raise CannotDeploy where a record is not what every neighbour saw of it."""
    for each in asked.seen.values():
        size = each.head.size
        if size <= len(record) and head_of(record[:size], asked.announced.origin) != each.head:
            found = Disagreement(Quarrel.REWRITTEN, size)
            raise CannotDeploy(refusal(found, len(record), asked.url, asked.seen))


def _verified(record: Record, here: Record, remembered: Remembered, asked: Asked) -> Keys | None:
    """The keys that a record ends with. Raises CannotDeploy for a line that nobody of this newsroom signed."""
    known = max(remembered.head, (len(here), head_of(here, asked.announced.origin).root), key=lambda head: head[0])
    try:
        return verified(record, asked.announced.origin, known)
    except Wrong as wrong:
        raise CannotDeploy(
            msg(
                "log-unsigned",
                "entry %(number)s of the log at %(url)s is not signed by this newsroom's key of that time. "
                "Nothing was deployed. Find out who wrote it; then 'trust restore' puts our copy back.",
                number=str(wrong.number),
                url=asked.url,
            )
        ) from None


def _extended(before: Record, keys: Keys | None, asked: Asked, states: Sequence[State]) -> Record:
    """The record with what must be said now behind it. Where nothing must be said no key is asked for."""
    announced = asked.announced
    facts: list[Fact] = []
    if keys is None or keys.entry != digest_of_keys(announced.fact):
        if keys_after(announced.fact, keys, announced.origin) is None:
            raise CannotDeploy(
                msg(
                    "log-other-keys",
                    "the log at %(url)s is signed with other keys than this newsroom announces. Nothing was deployed. "
                    "Take .well-known/warta-keys.txt from version control, or run 'trust rotate' with the drawer key.",
                    url=asked.url,
                )
            )
        if keys_ahead := ahead_of(announced.fact, asked.now):
            raise CannotDeploy(keys_ahead)
        facts.append({**announced.fact})
    facts += news(before, {each.id: each for each in states}, asked.now)
    if not facts:
        return before
    times = times_for(before, asked.now, asked.told(), sure=asked.sure)
    said = [fact if fact["kind"] == KEY else {**fact, **times} for fact in facts]
    return extended(before, said, announced.origin, asked.signer.key)


def read_announcement(site: Path, wanted: Mapping[str, File], path: str) -> str | None:
    """The text of the file of public keys: that of the newsroom, else the one to be deployed; None without keys.

    Raises OutputError.
    """
    written = site / "content" / "static" / path
    if written.is_file():
        return written.read_text(encoding="utf-8", errors="replace")
    if (site / "content").is_dir() or path not in wanted:
        return None
    return wanted[path].read().decode("utf-8", "replace")


def known_past(site: Path) -> Record:
    """The copy of the record in a newsroom; empty where there is none. Raises CannotDeploy for one that was bent."""
    try:
        return read_record((site / COPY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (Wrong, UnicodeDecodeError) as error:
        raise CannotDeploy(
            msg(
                "log-copy-bent",
                "%(file)s: line %(number)s is not as it was written: the file was edited or badly merged, so nobody "
                "can compare with it. Take it from version control again.",
                file=COPY,
                number=str(error.number if isinstance(error, Wrong) else 1),
            )
        ) from None
