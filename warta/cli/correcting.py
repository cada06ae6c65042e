"""Turns the commands `correct` and `withdraw` into a few more lines in a release's front matter."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable
from pathlib import Path

import click

from warta.cli.building import moment_of
from warta.cli.overwriting import write_over
from warta.content.amend import add_item, add_mapping
from warta.content.documents import Release
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.dates import Calendar
from warta.errors import ProblemsFound, UsageError, did_you_mean
from warta.fields import clean
from warta.settings import Settings, read_settings


def run_correct(site: Path, path: Path, text: str, *, kind: str, url: str, at: str | None) -> None:
    """Add a correction to a release. Raises UsageError for a path or text that cannot be meant, ProblemsFound."""
    config = read_settings(site)
    item = {"at": _at(config, at), "kind": kind, "text": _said(text, "--text")}
    if url:
        item["url"] = clean(url)
    _amend(site, config, path, lambda data, name: add_item(data, name, "corrections", item))


def run_withdraw(site: Path, path: Path, reason: str, at: str | None) -> None:
    """Withdraw a release. Raises UsageError, also for one that is withdrawn already, and ProblemsFound."""
    config = read_settings(site)
    item = {"at": _at(config, at), "reason": _said(reason, "--reason")}
    _amend(site, config, path, lambda data, name: add_mapping(data, name, "withdrawn", item), withdraws=True)


def _at(config: Settings, at: str | None) -> str:
    """The time in the site's zone, to the minute, as front matter has it."""
    moment = moment_of(at, config.zone) if at else dt.datetime.now(config.zone)
    return f"{moment.astimezone(config.zone):%Y-%m-%d %H:%M}"


def _said(text: str, option: str) -> str:
    said = clean(text)
    if not said:
        raise UsageError(f"{option} is empty. Readers must be able to see what it says.")
    return said


def _amend(
    site: Path, config: Settings, path: Path, change: Callable[[bytes, str], bytes], *, withdraws: bool = False
) -> None:
    file, source = find_release(site, path)
    name = f"content/{source}"
    before = file.read_bytes()
    calendar = Calendar(dt.datetime.now(config.zone).date(), config.dates == "day-first")
    schema = Schema(config.zone, config.unknown_keys == "warn", calendar)
    reading = read_document(source, before, schema)
    if reading.problems or not isinstance(reading.document, Release):
        raise ProblemsFound(reading.problems)
    if withdraws and reading.document.withdrawn:
        raise UsageError(f"{name} is withdrawn already.")
    after = change(before, name)
    again = read_document(source, after, schema)
    if again.problems:
        raise ProblemsFound(again.problems)
    write_over(file, before, after)
    old, new = (each.decode().splitlines() for each in (before, after))
    click.echo("\n".join([name, *(row for row in difflib.ndiff(old, new) if row.startswith(("+ ", "- ")))]))


def find_release(site: Path, path: Path) -> tuple[Path, str]:
    """The file that is meant, and its source below content/. Raises UsageError, with what may be meant."""
    content = (site / "content").resolve()
    for candidate in (path, site / path, site / "content" / path):
        for file in (candidate, candidate / "index.md"):
            if file.is_file() and file.resolve().is_relative_to(content / "releases"):
                return file, file.resolve().relative_to(content).as_posix()
    raise UsageError(_not_found(site, content, path))


def _not_found(site: Path, content: Path, path: Path) -> str:
    """That there is no such release, and which may be meant."""
    for candidate in (path, site / path, content / path):
        if candidate.is_file() and candidate.resolve().is_relative_to(content):
            name = f"content/{candidate.resolve().relative_to(content).as_posix()}"
            return f"{name} is no release: those lie in content/releases/."
    known = [file.relative_to(content).as_posix() for file in sorted((content / "releases").rglob("*.md"))]
    same = [each for each in known if each.rpartition("/")[2] == path.name]
    name = path.as_posix().removeprefix("./").removeprefix("content/")
    near = f" Did you mean '{same[0]}'?" if same else did_you_mean(name, known)
    return f"There is no release {path}.{near} Name its file, such as content/releases/2026/banjir.md."
