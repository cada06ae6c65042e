"""Turns the command `verify` into what is proved of a text, in a sentence or as JSON; the exit code tells it too."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import msgspec

from warta.cli.terminal import put
from warta.deploy.host import CannotDeploy
from warta.deploy.ledger import known_past
from warta.deploy.past_files import PROOF
from warta.deploy.settings import read_publishing
from warta.deploy.signer import need_library
from warta.deploy.witnessing import Kept
from warta.errors import ProblemsFound, UsageError, reason
from warta.messages import Message, msg
from warta.newsroom.addresses import WIRE_FILES
from warta.settings import FILE_NAME
from warta.trust.cosigning import Cosigned
from warta.trust.keys import NoKey, PublicKey, public_of
from warta.trust.proving import Proved, Verdict, newest, prove
from warta.trust.record import Record, head_of
from warta.trust.wellknown import PATH, origin_of, read_announced
from warta.web import Unreachable, Web

_MOST, _SECONDS = 10_000_000, 60.0


def run_verify(site: Path, what: str, proof: Path | None, key: str | None, format: str) -> None:
    """Say what is proved of a text; the exit code is 0 where it holds, 1 where not, 3 where it was withdrawn."""
    need_library()
    keys = _keys(site, key)
    text, proved_by = _read(what, proof)
    remembered = _remembered(site)
    found = prove(text, proved_by, keys, {origin: each.record for origin, each in remembered.items()})
    memory = remembered.get(found.origin, _Memory())
    seen = {url: f"{at:%Y-%m-%d %H:%M} UTC" for url, at in memory.seen(found).items()}
    if format == "json":
        told = {
            "verdict": found.verdict.value,
            "origin": found.origin,
            "keys": [each.line for each in keys],
            "entry": found.fact,
            "older": found.at,
            "seen": seen,
        }
        put(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        put(SENTENCES[found.verdict](found))
        for each in filter(None, found.around):
            put(msg("verify-around", "Not signed: %(words)s", words=each))
        if found.verdict in (Verdict.HOLDS, Verdict.OLDER):
            _show_memory(found, memory, seen)
    if found.verdict is not Verdict.HOLDS:
        raise click.exceptions.Exit(3 if found.verdict is Verdict.WITHDRAWN else 1)


class _Memory(msgspec.Struct, frozen=True):
    """A log as this newsroom remembers it, and our own as neighbours saw it."""

    record: Record = ()
    witnesses: dict[str, Cosigned] = {}

    def seen(self, found: Proved) -> dict[str, dt.datetime]:
        """The neighbours that saw the entry of a proof, and when they saw a head of the log above it."""
        record, origin = self.record, found.origin
        if found.verdict not in (Verdict.HOLDS, Verdict.OLDER, Verdict.WITHDRAWN) or found.index >= len(record):
            return {}
        every = {url: each for url, each in self.witnesses.items() if found.index < each.head.size <= len(record)}
        return {url: each.at for url, each in every.items() if head_of(record[: each.head.size], origin) == each.head}


def _remembered(site: Path) -> dict[str, _Memory]:
    """The logs that this newsroom remembers, its own and those of neighbours, by their origins. Nobody is asked."""
    if not (site / FILE_NAME).is_file():
        return {}
    try:
        settings = read_publishing(site)
        own = known_past(site)
    except (CannotDeploy, ProblemsFound):
        return {}
    kept = Kept.of(site)
    seen = {each.url: note for each in settings.neighbours if (note := kept.seen(each)) is not None}
    found = {each.origin: _Memory(kept.record(each)) for each in settings.neighbours}
    return found | {origin_of(settings.config.url): _Memory(own, seen)}


def _show_memory(found: Proved, memory: _Memory, seen: Mapping[str, str]) -> None:
    """What is remembered of a release beyond its proof: that it was changed later, and who saw the entry."""
    if later := newest(memory.record, found.index):
        put(
            msg(
                "verify-later",
                "It was changed later: the log that is remembered here has an entry of %(logged)s for it.",
                logged=str(later["logged"]),
            )
        )
    for url, at in seen.items():
        put(msg("verify-seen", "The witness %(url)s saw it in the log by %(at)s.", url=url, at=at))


def _keys(site: Path, given: str | None) -> tuple[PublicKey, ...]:
    """The keys that were given, as letters or in a file; else those of the newsroom. Raises UsageError."""
    if given is None:
        public = site / "content" / "static" / PATH
        announced = read_announced(public.read_text(encoding="utf-8")) if public.is_file() else None
        if announced is None:
            raise UsageError(
                msg("verify-no-key", "Whose text is it? Name the public key of the newsroom, 56 letters: --key RW...")
            )
        return announced.dailies
    lines = [given]
    with contextlib.suppress(OSError, UnicodeDecodeError, ValueError):
        text = Path(given).read_text(encoding="utf-8")
        if announced := read_announced(text):
            return announced.dailies
        lines = text.splitlines()
    found = []
    for line in lines:
        with contextlib.suppress(NoKey):
            found.append(public_of(line))
    if not found:
        raise UsageError(
            msg(
                "verify-odd-key",
                "--key must be 56 letters that begin with RW, or a file with them (got %(got)s).",
                got=given,
            )
        )
    return tuple(found)


def _read(what: str, proof: Path | None) -> tuple[str, str]:
    """The text and its proof. Raises UsageError."""
    if what.startswith(("http://", "https://")):
        return _fetched(what)
    if what == "-" and proof is None:
        raise UsageError(msg("verify-no-proof", "A text from a pipe needs its proof: --proof FILE"))
    try:
        text = sys.stdin.buffer.read() if what == "-" else Path(what).read_bytes()
        beside = proof or Path(what + PROOF)
        return text.decode("utf-8-sig", "replace"), beside.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError as error:
        raise UsageError(
            msg(
                "verify-not-there",
                "%(file)s is not there. The proof lies beside the text on the site, as rilis.txt%(end)s.",
                file=str(error.filename),
                end=PROOF,
            )
        ) from None
    except OSError as error:
        name = str(error.filename)
        raise UsageError(msg("verify-unread", "%(file)s cannot be read.", reason(error), file=name)) from None


def _fetched(url: str) -> tuple[str, str]:
    address = url if url.endswith(WIRE_FILES["text"]) else url.rstrip("/") + "/" + WIRE_FILES["text"]
    found = []
    with contextlib.closing(Web()) as web:
        for each in (address, address + PROOF):
            try:
                answer = web.get_within(each, _MOST, time.monotonic() + _SECONDS)
            except Unreachable as error:
                raise UsageError(error.message) from None
            if answer.status != 200:
                raise UsageError(msg("verify-not-online", "%(url)s is not there.", url=each))
            found.append(answer.body.decode("utf-8", "replace"))
    return found[0], found[1]


def _holds(found: Proved) -> Message:
    return msg(
        "verify-holds",
        "It holds: %(origin)s published '%(title)s' in these words, signed on %(logged)s.",
        origin=found.origin.removesuffix("/log"),
        title=str(found.fact["title"]),
        logged=str(found.fact["logged"]),
    )


def _withdrawn(found: Proved) -> Message:
    return msg(
        "verify-withdrawn",
        "%(origin)s withdrew '%(title)s', signed on %(logged)s: %(reason)s",
        origin=found.origin.removesuffix("/log"),
        title=str(found.fact["title"]),
        logged=str(found.fact["logged"]),
        reason=str(found.fact["note"]),
    )


SENTENCES: Mapping[Verdict, Callable[[Proved], Message]] = {
    Verdict.HOLDS: _holds,
    Verdict.WITHDRAWN: _withdrawn,
    Verdict.OTHER_TEXT: lambda found: msg(
        "verify-other-text",
        "It does not hold: the proof is real, and the text is not what was published as '%(title)s'.",
        title=str(found.fact["title"]),
    ),
    Verdict.OLDER: lambda found: msg(
        "verify-older",
        "It is an older version: %(origin)s published '%(title)s' in these words on %(at)s, and changed them by "
        "%(logged)s.",
        origin=found.origin.removesuffix("/log"),
        title=str(found.fact["title"]),
        at=found.at,
        logged=str(found.fact["logged"]),
    ),
    Verdict.OTHER_PAST: lambda found: msg(
        "verify-other-past",
        "It does not hold: the key is real, and the log of %(origin)s that is remembered here has another entry at "
        "that place. Somebody signed with the key behind the back of the newsroom, or its past was changed.",
        origin=found.origin,
    ),
    Verdict.OTHER_KEY: lambda found: msg(
        "verify-other-key",
        "It does not hold: the proof of %(origin)s was not signed with this key.",
        origin=found.origin,
    ),
    Verdict.BROKEN: lambda found: msg("verify-broken", "It does not hold: the proof is damaged or made up."),
}
"""What people are told of each outcome."""
