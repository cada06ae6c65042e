"""Turns what is public now, and what was said before, into what must be said now: the record of a newsroom's past.

A record is a text, a line an entry: a signature, a tab, canonical JSON. The signature is that of the head of the log
that ends with the entry, so a line vouches for all before it; each entry holds the signature of the one before it too.
So a host that shows entries and head shows the whole record, and all files of a log are made of a record without a key.

An entry of keys names a daily and a drawer key and is sealed by the drawer key that was named last. Which entry it
follows is part of it, so that no old one can be said again.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from warta.trust.keys import NoKey, PublicKey, SecretKey, public_of
from warta.trust.notes import Head, checkpoint_text, proof_text
from warta.trust.tree import MOST, Peaks, leaf, peaks_of, tiles

Fact = dict[str, Any]
KEY, REMOVED, WITHDRAWN = "key", "removed", "withdrawn"
_TITLE, _NOTE = 1000, 4000
_MOST_VERSIONS = 8
SAID = ("id", "url", "title", "date", "text", "words", "state", "note")
"""What each entry says of a release."""
_TYPES = {name: int if name == "words" else str for name in SAID}


Version = tuple[str, int, str]
"""The SHA-256 of the words that a release had once, their number, and when that was signed: `was` in an entry."""


class State(msgspec.Struct, frozen=True, gc=False):
    """What is public of a release: its lasting id, address, title, date; the SHA-256 of its words and their number;
    `withdrawn` or nothing, and what was said of it after it was published.
    """

    id: str
    url: str
    title: str
    date: str
    text: str
    words: int
    state: str = ""
    note: str = ""


class Line(msgspec.Struct, frozen=True, gc=False):
    """An entry of a record with the signature of the head that ends with it."""

    entry: bytes
    signature: bytes

    @property
    def fact(self) -> Fact:
        """What the entry says."""
        return msgspec.json.decode(self.entry, type=dict[str, Any])


Record = tuple[Line, ...]


class Wrong(Exception):
    """A line of a record that does not hold: its number, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def moment(at: dt.datetime) -> str:
    """A time as entries bear it: in UTC, so that they sort as texts."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def encoded(fact: Fact) -> bytes:
    """A fact as canonical JSON."""
    return json.dumps(fact, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def text_of(record: Iterable[Line]) -> str:
    """A record as a text."""
    return "".join([f"{base64.b64encode(each.signature).decode()}\t{each.entry.decode()}\n" for each in record])


def read_record(text: str) -> Record:
    """The record in a text. Of lines that two copies merged, each counts once. Raises Wrong."""
    lines: dict[Line, None] = {}
    for number, row in enumerate(text.split("\n"), 1):
        if not row:
            continue
        signature, tab, entry = row.partition("\t")
        try:
            fact = json.loads(entry)
            line = Line(entry.encode(), base64.b64decode(signature, validate=True))
        except (ValueError, NotBase64, RecursionError):
            raise Wrong(number) from None
        if not tab or not isinstance(fact, dict) or encoded(fact) != line.entry:
            raise Wrong(number)
        lines[line] = None
    return tuple(lines)


def record_of(entries: Sequence[bytes], last: bytes) -> Record:
    """The record of a log's entries; `last` is the signature of its head. Raises Wrong."""
    before: list[str] = []
    for number, entry in enumerate(entries, 1):
        try:
            before.append(msgspec.json.decode(entry, type=dict[str, Any])["before"])
        except (msgspec.DecodeError, msgspec.ValidationError, KeyError, RecursionError):
            raise Wrong(number) from None
    try:
        signatures = [base64.b64decode(each, validate=True) for each in before[1:]]
    except (ValueError, TypeError):
        raise Wrong(len(entries)) from None
    return tuple([Line(entry, signature) for entry, signature in zip(entries, [*signatures, last], strict=False)])


def news(record: Iterable[Line], now: Mapping[str, State], logged: dt.datetime) -> list[Fact]:
    """What leads from a record to what is public now, in the order of ids."""
    before: dict[str, Fact] = {}
    versions: dict[str, list[Version]] = {}
    for line in record:
        fact = line.fact
        if fact["kind"] != KEY:
            before[fact["id"]] = fact
            _versions(versions.setdefault(fact["id"], []), fact)
    found = []
    for id_ in sorted(before.keys() | now.keys()):
        state, old = now.get(id_), before.get(id_)
        new = None if state is None else _said(state)
        kind = _kind(new, old)
        if kind:
            said = new if new is not None else {name: (old or {})[name] for name in SAID}
            was = [list(each) for each in versions.get(id_, ()) if each[0] != said["text"]][-_MOST_VERSIONS:]
            older = {"was": was} if was and new and not new["state"] else {}
            found.append({**said, **older, "kind": kind, "logged": moment(logged)})
    return found


def _versions(found: list[Version], fact: Fact) -> None:
    """Put what an entry says of the words of a release behind those that it had before, where they are others."""
    version = str(fact["text"]), int(fact["words"]), str(fact["logged"])
    if fact["kind"] != REMOVED and not fact["state"] and (not found or found[-1][0] != version[0]):
        found.append(version)


def _said(state: State) -> Fact:
    """What an entry says of a release; what is very long is cut, since an entry has no more than 64 kB."""
    fact: Fact = msgspec.structs.asdict(state)
    return {**fact, "title": fact["title"][:_TITLE], "note": fact["note"][:_NOTE]}


def _kind(new: Fact | None, old: Fact | None) -> str:
    """What became of a release since its last entry; empty when nothing did."""
    if old is None:
        return "published" if new is not None else ""
    if new is None:
        return "" if old["kind"] == REMOVED else REMOVED
    if old["kind"] == REMOVED:
        return "restored"
    if new["state"] != old["state"]:
        return WITHDRAWN if new["state"] else "restored"
    if (new["title"], new["text"]) != (old["title"], old["text"]):
        return "corrected" if new["note"] != old["note"] else "edited"
    if new["note"] != old["note"]:
        return "noted"
    return "moved" if new["url"] != old["url"] else ""


def extended(record: Record, facts: Iterable[Fact], origin: str, key: SecretKey) -> Record:
    """The record with these facts behind it, signed."""
    lines = list(record)
    peaks = peaks_of([leaf(each.entry) for each in lines])
    for fact in facts:
        before = base64.b64encode(lines[-1].signature).decode() if lines else ""
        entry = encoded({**fact, "before": before})
        if len(entry) > MOST:
            raise ValueError("an entry has no more than 64 kB")
        peaks, _ = peaks.and_then(leaf(entry))
        lines.append(Line(entry, key.sign(Head(origin, peaks.size, peaks.root).text.encode())))
    return tuple(lines)


class Keys(msgspec.Struct, frozen=True):
    """The keys of a newsroom at a time: who signs daily, who may name others; `entry` is the digest of what says so,
    `witness` the line of the key that cosigns for neighbours (empty: none).
    """

    daily: PublicKey
    drawer: PublicKey
    entry: str
    witness: str = ""


def keys_fact(daily: PublicKey, drawer: PublicKey, replaces: str, logged: dt.datetime, witness: str = "") -> Fact:
    """The entry of keys, as it is before it is sealed; `replaces` is the digest of the one before it, `witness` names
    the key that cosigns for neighbours.
    """
    fact = {"kind": KEY, "daily": daily.line, "drawer": drawer.line, "replaces": replaces, "logged": moment(logged)}
    return fact | ({"witness": witness} if witness else {})


def sealed(fact: Fact, drawer: SecretKey, origin: str) -> Fact:
    """An entry of keys, sealed by a drawer key for the log of this origin."""
    return {**fact, "seal": base64.b64encode(drawer.sign(_sealing(fact, origin))).decode()}


def _sealing(fact: Fact, origin: str) -> bytes:
    bare = {name: value for name, value in fact.items() if name not in ("seal", "before")}
    return b"warta keys of " + origin.encode() + b"\n" + encoded(bare)


def digest_of_keys(fact: Fact) -> str:
    """What the next entry of keys says that it replaces."""
    return sha256(encoded({name: value for name, value in fact.items() if name != "before"})).hexdigest()


def keys_after(fact: Fact, now: Keys | None, origin: str) -> Keys | None:
    """The keys that a sealed entry names; None where the one before it does not allow that."""
    try:
        daily, drawer = public_of(str(fact["daily"])), public_of(str(fact["drawer"]))
        seal = base64.b64decode(str(fact["seal"]), validate=True)
    except (KeyError, NoKey, ValueError):
        return None
    sealer = now.drawer if now else drawer
    follows = fact.get("replaces") == (now.entry if now else "")
    if not follows or not sealer.verifies(seal, _sealing(fact, origin)):
        return None
    return Keys(daily, drawer, digest_of_keys(fact), str(fact.get("witness", "")))


def verified(record: Record, origin: str, known: tuple[int, bytes] = (0, b"")) -> Keys | None:
    """The keys that a record ends with; None for an empty one. `known` is the size and the root of a head that was
    verified before: where the record begins with it, those lines are not verified again.

    Raises Wrong for the first line that does not hold.
    """
    sure = known[0] if head_of(record[: known[0]], origin).root == known[1] else 0
    keys: Keys | None = None
    peaks = Peaks()
    before = ""
    for number, line in enumerate(record, 1):
        fact = line.fact
        if not _is_sound(fact, before) or (number > sure and encoded(fact) != line.entry):
            raise Wrong(number)
        if fact["kind"] == KEY:
            keys = keys_after(fact, keys, origin)
        if keys is None:
            raise Wrong(number)
        peaks, _ = peaks.and_then(leaf(line.entry))
        if number > sure or number == len(record):
            signed = Head(origin, peaks.size, peaks.root).text.encode()
            if not keys.daily.verifies(line.signature, signed):
                raise Wrong(number)
        before = base64.b64encode(line.signature).decode()
    return keys


def _is_sound(fact: Fact, before: str) -> bool:
    """Whether an entry says all that one says, and follows the one with the signature `before`."""
    named = {"kind": str, "logged": str} | ({} if fact.get("kind") == KEY else _TYPES)
    return fact.get("before") == before and all(isinstance(fact.get(name), kind) for name, kind in named.items())


def head_of(record: Sequence[Line], origin: str) -> Head:
    """The head of the log of a record."""
    peaks = peaks_of([leaf(each.entry) for each in record])
    return Head(origin, peaks.size, peaks.root)


def log_files(record: Record, origin: str) -> dict[str, bytes]:
    """All files below the folder of the log, the checkpoint among them. No key is needed."""
    entries = [each.entry for each in record]
    facts = [each.fact for each in record]
    logged = [fact["logged"] for fact in facts]
    sizes = [at for at in range(1, len(record)) if logged[at] != logged[at - 1]]
    files = dict(tiles(entries, sizes))
    keys = [fact for fact in facts if fact["kind"] == KEY]
    daily = public_of(keys[-1]["daily"])
    files["checkpoint"] = checkpoint_text(head_of(record, origin), daily.key, record[-1].signature).encode()
    return files


def proofs(record: Record, origin: str) -> dict[str, tuple[str, str]]:
    """The address and the proof of the last entry of each release that is not removed, by its id."""
    found: dict[str, tuple[str, str]] = {}
    peaks, daily = Peaks(), b""
    for at, line in enumerate(record):
        fact = line.fact
        peaks, path = peaks.and_then(leaf(line.entry))
        if fact["kind"] == KEY:
            daily = public_of(fact["daily"]).key
            continue
        if fact["kind"] == REMOVED:
            found.pop(fact["id"], None)
            continue
        checkpoint = checkpoint_text(Head(origin, peaks.size, peaks.root), daily, line.signature)
        found[fact["id"]] = fact["url"], proof_text(line.entry, at, path, checkpoint)
    return found
