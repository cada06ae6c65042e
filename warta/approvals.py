"""Turns the lines of a newsroom's journal into what was approved: which bytes of a release may be public, and who has a
hand in what is not approved yet.

An approval names the digest of the bytes that were looked at, and that of the files which the text names. Another byte,
by whatever editor, is another digest, and nobody approved that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

CREATE, SAVE, PROPOSE, PUBLISH, CORRECT, WITHDRAW, UNDO, RESTORE, DROP = (
    "create save propose publish correct withdraw undo restore drop".split()
)
OUTSIDE = "outside"
SEND, APPROVE, RETURN = "send", "approve", "return"
ASKED, UNASKED, ACCEPT = "asked", "unasked", "accept"
"""That approvals are asked for from now on, or no more; and that what is public at that moment is taken as approved."""
IN_FILE = frozenset((CREATE, SAVE, PUBLISH, CORRECT, WITHDRAW, UNDO, RESTORE, OUTSIDE))
"""What puts the bytes that are named into the release's own file."""
HANDS = IN_FILE | {PROPOSE}
"""What makes a version, so that who does it has a hand in it."""
_AMENDING = frozenset((CORRECT, WITHDRAW, UNDO))


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was done. `path` is the file below content/, `digest` that of the bytes that came of it, `base`
    that of those before, `prev` the digest of the line before. `of` is the version that was published, and `files` the
    digest of the files that an approved text names.
    """

    at: dt.datetime
    who: str
    act: str
    path: str = ""
    digest: str = ""
    base: str = ""
    note: str = ""
    prev: str = ""
    of: str = ""
    files: str = ""


class Standing(msgspec.Struct, frozen=True):
    """How a release stands: the approved versions, each with the digest of its files; the newest version, and the one
    in its own file; whose hands are in what came since the last approved one; what was last sent, and said of that.
    `known` are all who ever had a hand in it.
    """

    approved: Mapping[str, str] = {}
    newest: str = ""
    lying: str = ""
    hands: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    outside: bool = False
    sent: Event | None = None
    judged: Event | None = None
    last: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether the newest version is approved."""
        return self.newest in self.approved

    @property
    def is_waiting(self) -> bool:
        """Whether the newest version was sent, and nobody said anything of it."""
        return self.sent is not None and self.sent.digest == self.newest and not self.is_approved

    @property
    def is_returned(self) -> bool:
        """Whether somebody gave the last version that was sent back, and it was not sent again."""
        return self.judged is not None and self.judged.act == RETURN and self.sent is None and not self.is_approved


def after(standing: Standing, event: Event) -> Standing:
    """How a release stands after something was done."""
    if event.act in HANDS:
        return _changed(standing, event)
    if event.act in (APPROVE, ACCEPT):
        kept = {standing.lying: standing.approved[standing.lying]} if standing.lying in standing.approved else {}
        approved = {**kept, event.digest: event.files}
        lying = event.digest if event.act == ACCEPT else standing.lying
        # changes that wait keep the hands that are in them, whatever is taken as approved of the file
        waits = event.act == ACCEPT and standing.newest not in ("", standing.lying)
        newest = standing.newest if waits else event.digest
        hands, outside = (frozenset(), False) if newest == event.digest else (standing.hands, standing.outside)
        return msgspec.structs.replace(
            standing, approved=approved, lying=lying, newest=newest, hands=hands, outside=outside, sent=None,
            judged=event, last=event.digest,
        )  # fmt: skip
    if event.act == SEND:
        return msgspec.structs.replace(standing, sent=event, judged=None)
    if event.act == RETURN:
        return msgspec.structs.replace(standing, sent=None, judged=event)
    if event.act == DROP:
        clean = standing.lying in standing.approved
        hands, outside = (frozenset(), False) if clean else (standing.hands, standing.outside)
        return msgspec.structs.replace(
            standing, newest=standing.lying, hands=hands, outside=outside, sent=None, judged=None
        )
    return standing


def _changed(standing: Standing, event: Event) -> Standing:
    approved = dict(standing.approved)
    if event.act == PUBLISH and event.of in approved:
        approved = {event.of: approved[event.of], event.digest: approved[event.of]}
    elif event.act in _AMENDING and event.base in approved:
        approved[event.digest] = approved[event.base]
    clean = event.digest in approved
    by = frozenset((event.who,)) if event.who else frozenset()
    return msgspec.structs.replace(
        standing,
        approved=approved,
        newest=event.digest,
        lying=event.digest if event.act in IN_FILE else standing.lying,
        hands=frozenset() if clean else standing.hands | by,
        known=standing.known | by,
        outside=not clean and (standing.outside or event.act == OUTSIDE),
        last=event.digest if clean else standing.last,
    )


def standings(events: Iterable[Event]) -> dict[str, Standing]:
    """How each release stands, by its file below content/."""
    found: dict[str, Standing] = {}
    for event in events:
        if event.path:
            found[event.path] = after(found.get(event.path, Standing()), event)
    return found


def files_of(data: bytes, beside: Mapping[str, str]) -> str:
    """The digest of those files beside a text that it names; `beside` are all of them, with digests of their bytes."""
    named = sorted(name for name in beside if re.search(rb"(?<![\w.-])" + re.escape(name.encode()) + rb"(?!\w)", data))
    return sha256("".join(f"{name}\0{beside[name]}\n" for name in named).encode()).hexdigest() if named else ""


def lines_of(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    """The lines of a journal in their order, each with its file and number."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
            if line:
                yield file.name, number, line


def read_line(line: bytes) -> Event | None:
    """What a line says; None: nothing that can be read."""
    try:
        return msgspec.json.decode(line, type=Event)
    except msgspec.DecodeError:
        return None


def digest_of_line(line: bytes) -> str:
    """The name of a line, by which the next one knows it."""
    return sha256(line).hexdigest()


def breaks(lines: Iterable[tuple[str, int, bytes]], first: Event | None = None) -> list[tuple[str, int]]:
    """The places whose line before them is not the one that was written; what is before the `first` is passed over."""
    found, last = [], first.prev if first else ""
    for name, number, line in lines:
        event = read_line(line)
        if event is None or event.prev != last:
            found.append((name, number))
        last = digest_of_line(line)
    return found
