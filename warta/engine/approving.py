"""Turns what was read of a newsroom that asks for a second pair of eyes into a problem for each text that readers would
see though nobody approved its bytes.

The journal of the newsroom's desk says what was approved. It is read anew each time, with the very bytes that are
built.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from warta.approvals import ASKED, Event, Standing, breaks, files_of, lines_of, read_line, standings
from warta.content.heads import Head
from warta.digests import digest_of_bytes
from warta.engine.contents import ReadContent
from warta.engine.workspace import Work
from warta.errors import Problem
from warta.messages import msg
from warta.newsroom.visibility import PUBLIC

JOURNAL = "desk/journal"
"""Where the journal lies in a newsroom."""
_NO_JOURNAL = msg(
    "approvals-no-journal",
    "is not here, or does not say since when approvals are asked for, and the settings say 'second_eye: true'. Open "
    "the newsroom desk once, and let version control keep this folder.",
)
_BROKEN = msg(
    "approvals-broken",
    "was changed by somebody, so that it proves no approval. Take it from version control or a copy again.",
)
_MOVING = msg("approvals-moving", "was changed while it was being read. Run this once more.")
_UNAPPROVED = msg(
    "unapproved",
    "would be public as it lies here, and nobody approved these words. Send it for approval at the newsroom desk.",
)
_OTHER_FILES = msg(
    "unapproved-files",
    "names a photo or a file that is not the one that was approved. Send it for approval at the newsroom desk.",
)


def unapproved(work: Work, read: ReadContent) -> tuple[Problem, ...]:
    """A problem for each release that is public, or becomes so by itself, and that nobody approved as it lies there."""
    request = work.request
    if not work.settings.desk.second_eye or not request.approved or request.shown != frozenset((PUBLIC,)):
        return ()
    lines = list(lines_of(request.site / JOURNAL))
    events = [read_line(line) for *_, line in lines]
    began = max((at for at, each in enumerate(events) if each is not None and each.act == ASKED), default=None)
    if began is None:
        return (Problem(JOURNAL, 0, _NO_JOURNAL),)
    if broken := breaks(lines[began:], events[began]):
        return tuple(Problem(f"{JOURNAL}/{name}", number, _BROKEN) for name, number in broken[:1])
    return tuple(_unapproved(work, read, [each for each in events if each is not None]))


def _unapproved(work: Work, read: ReadContent, events: list[Event]) -> Iterator[Problem]:
    found, moment = standings(events), work.request.now.timestamp()
    beside: dict[str, dict[str, str]] = {}
    for source, facts in read.files.items():
        folder, _, name = source.rpartition("/")
        beside.setdefault(folder, {})[name] = facts.digest
    for head in _shown(read, moment):
        standing = found.get(head.source, Standing())
        try:
            data = Path(read.paths[head.source]).read_bytes()
        except (OSError, KeyError):
            data = b""
        known = work.space.known.documents.get(head.source)
        if known is None or digest_of_bytes(data) != known[1]:
            yield Problem(f"content/{head.source}", 0, _MOVING)
            continue
        files = standing.approved.get(sha256(data).hexdigest())
        if files is None:
            yield Problem(f"content/{head.source}", 0, _UNAPPROVED)
        elif files != files_of(data, beside.get(head.source.rpartition("/")[0], {})):
            yield Problem(f"content/{head.source}", 0, _OTHER_FILES)


def _shown(read: ReadContent, moment: float) -> Iterator[Head]:
    for shard in read.library.shards.values():
        for head in shard.heads:
            if not head.draft and (head.expires is None or head.expires > moment):
                yield head
