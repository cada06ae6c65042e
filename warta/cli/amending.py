"""Turns the commands `correct`, `withdraw`, `undo` and `publish` into changes of a release's front matter.

Each is shown before it is made; on a terminal it is asked for, in a script it is made as it was typed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from warta.cli.building import moment_of
from warta.cli.overwriting import write_over
from warta.cli.releases import find_release
from warta.cli.terminal import ask, put
from warta.content.amend import add_item, set_key, take_last
from warta.content.documents import Release
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.dates import Calendar, moment_in
from warta.errors import ProblemsFound, UsageError, WartaError
from warta.fields import clean
from warta.messages import Message, msg
from warta.newsroom.visibility import opens
from warta.settings import Settings, read_settings

_LATE = dt.timedelta(days=1)
_NEXT = msg("seen-next", "Readers see this with the next build and deploy.")
Change = Callable[[bytes, str], bytes]
"""Takes the bytes of a release and its path as the user knows it, and gives its new bytes."""


class _Text(msgspec.Struct, frozen=True):
    """A release that is to change: its file, path as the user knows it, bytes, and what they say."""

    file: Path
    name: str
    source: str
    data: bytes
    release: Release
    schema: Schema

    @classmethod
    def of(cls, site: Path, config: Settings, path: Path) -> _Text:
        """The release that is meant. Raises UsageError, ProblemsFound."""
        file, source = find_release(site, path)
        data = file.read_bytes()
        calendar = Calendar(dt.datetime.now(config.zone).date(), config.dates == "day-first")
        schema = Schema(config.zone, config.unknown_keys == "warn", calendar)
        return cls(file, f"content/{source}", source, data, _read(source, data, schema), schema)

    def changed(self, change: Change) -> bytes:
        """The bytes after a change, proven to be a release that can be read. Raises ProblemsFound."""
        after = change(self.data, self.name)
        _read(self.source, after, self.schema)
        return after


def _read(source: str, data: bytes, schema: Schema) -> Release:
    reading = read_document(source, data, schema)
    if reading.problems or not isinstance(reading.document, Release):
        raise ProblemsFound(reading.problems)
    return reading.document


class Correction(msgspec.Struct, frozen=True):
    """A correction as typed."""

    text: str
    kind: str
    url: str
    at: str | None


def run_correct(site: Path, path: Path, typed: Correction, *, yes: bool) -> None:
    """Add a correction to a release. Raises UsageError for a path or text that cannot be meant, ProblemsFound."""
    config = read_settings(site)
    item = {"at": _at(config, typed.at), "kind": typed.kind, "text": _said(typed.text, "--text")}
    if typed.url:
        item["url"] = clean(typed.url)
    it = _Text.of(site, config, path)
    _write(it, it.changed(lambda data, name: add_item(data, name, "corrections", item)), yes=yes)
    put(_NEXT)
    _tell_others(site, it.source)


def run_withdraw(site: Path, path: Path, reason: str, at: str | None, *, yes: bool) -> None:
    """Withdraw a release. Raises UsageError, also for one that is withdrawn already, and ProblemsFound."""
    config = read_settings(site)
    item = {"at": _at(config, at), "reason": _said(reason, "--reason")}
    it = _Text.of(site, config, path)
    if it.release.withdrawn:
        raise UsageError(msg("withdrawn-already", "%(name)s is withdrawn already.", name=it.name))
    _write(it, it.changed(lambda data, name: set_key(data, name, ("withdrawn",), item)), yes=yes)
    put(_NEXT)
    _tell_others(site, it.source)


def _tell_others(site: Path, source: str) -> None:
    """Say who got the release by mail, and how they hear of this."""
    from warta.cli.batches import told_before  # most newsrooms send none

    if told := told_before(site, source):
        put(told)


def run_undo(site: Path, path: Path, *, yes: bool) -> None:
    """Take back the withdrawal of a release, or its newest correction when it is not withdrawn.

    Raises UsageError when it has neither, and ProblemsFound.
    """
    it = _Text.of(site, read_settings(site), path)
    if it.release.withdrawn:
        after = it.changed(lambda data, name: set_key(data, name, ("withdrawn",), None))
    elif it.release.corrections:
        after = it.changed(lambda data, name: take_last(data, name, "corrections"))
    else:
        raise UsageError(
            msg("nothing-to-undo", "%(name)s has no correction and is not withdrawn: nothing to undo.", name=it.name)
        )
    _write(it, after, yes=yes)
    put(msg("undone", "Readers who saw it may remember it: say in the text what changed, where it matters."))
    put(_NEXT)


def run_publish(site: Path, path: Path, at: str | None, *, yes: bool) -> None:
    """Make a draft public, with a new date when one is given. Raises UsageError for one that is no draft."""
    config = read_settings(site)
    it = _Text.of(site, config, path)
    if not it.release.draft and at is None:
        raise UsageError(msg("no-draft", "%(name)s is no draft: nothing to publish.", name=it.name))

    def change(data: bytes, name: str) -> bytes:
        data = set_key(data, name, ("draft",), None)
        return data if at is None else set_key(data, name, ("date",), _at(config, at))

    after = it.changed(change)
    _write(it, after, yes=yes)
    put(_when_public(_read(it.source, after, it.schema), config))


def _when_public(release: Release, config: Settings) -> Message:
    now, at = dt.datetime.now(config.zone), opens(release)
    shown = moment_in(at, config.zone)
    if at > now:
        return msg("public-later", "It is public from %(at)s on, once the site is built and deployed then.", at=shown)
    late = msg("dated-earlier", "Its date is %(at)s; `publish --at now` dates it now.", at=shown)
    return msg("public-next", "It is public with the next build and deploy.", late if now - at > _LATE else None)


def _at(config: Settings, at: str | None) -> str:
    """The time in the site's zone, to the minute, as front matter has it."""
    when = moment_of(at, config.zone) if at and at != "now" else dt.datetime.now(config.zone)
    return f"{when.astimezone(config.zone):%Y-%m-%d %H:%M}"


def _said(text: str, option: str) -> str:
    said = clean(text)
    if not said:
        raise UsageError(
            msg("option-empty", "%(option)s is empty. Readers must be able to see what it says.", option=option)
        )
    return said


def _write(it: _Text, after: bytes, *, yes: bool) -> None:
    """Show the change, and make it when nobody on a terminal says no."""
    old, new = (each.decode("utf-8-sig").splitlines() for each in (it.data, after))
    put("\n".join([it.name, *(row for row in difflib.ndiff(old, new) if row.startswith(("+ ", "- ")))]))
    if not yes and sys.stdin.isatty() and not ask(msg("change-like-this", "Write it like this?")):
        raise WartaError(msg("left-as-it-was", "%(name)s is as it was.", name=it.name))
    write_over(it.file, it.data, after)
