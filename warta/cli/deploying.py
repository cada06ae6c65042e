"""Turns the commands `deploy` and `guard` into changed hosts and findings, and these into text for a person.

The module is long by what people are told and asked.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sized
from pathlib import Path

import click
import msgspec

from warta.catalogue import say
from warta.cli.building import moment_of
from warta.cli.going import Held, copy_of, go_back, go_forward, held_line, keep
from warta.cli.past import Manner, look_at_past, look_back, refuse_to_forget, remember, with_past
from warta.cli.terminal import ask, put, put_notice, put_sentences
from warta.content.sample import sample_left
from warta.deploy.addresses import site_of
from warta.deploy.announcing.announcer import announce, report_lines
from warta.deploy.connection import Connection
from warta.deploy.difference import Steps, brake
from warta.deploy.inspection import Finding, verify
from warta.deploy.kept import Kept
from warta.deploy.manifest import Manifest
from warta.deploy.neighbours import Neighbour
from warta.deploy.output import total
from warta.deploy.runner import Progress, Task, deploy, held_by, look
from warta.deploy.settings import Destination, Publishing, read_publishing
from warta.deploy.stages import ORDER
from warta.deploy.state import State, foreign_line, unproven_line
from warta.deploy.tampering import find_tampering, foreign_names
from warta.engine.workspace import Request
from warta.errors import ProblemsFound, UsageError
from warta.messages import Message, msg
from warta.plan.kinds import ASSETS, FEEDS, HOME, LISTS, PAST, RELEASES, SITEMAPS
from warta.settings import FILE_NAME
from warta.web import Web

_LISTED = 12


class DeployOptions(msgspec.Struct, frozen=True):
    """The options of `deploy`, as typed."""

    target: str | None = None
    output: Path | None = None
    dry_run: bool = False
    yes: bool = False
    max_deletes: int | None = None
    verify: bool = False
    verify_all: bool = False
    adopt: bool = False
    back: bool = False
    on: bool = False
    restore: bool = False
    clock_is_right: bool = False


def run_deploy(site: Path, options: DeployOptions) -> None:
    """Bring a host up to what the output folder holds, or back to an earlier deploy."""
    settings, target = _destination(site, options)
    request = Request(site, options.output or site / "output", moment_of(None, settings.config.zone))
    kept = Kept(site / ".warta" / "deploy" / "kept" / target.name, target.url)
    started = time.perf_counter()
    task, shown = (go_back if options.back else go_forward)(settings, target, request, kept, adopt=options.adopt)
    manner = Manner(options.restore, options.clock_is_right)
    past = look_back(task, settings, target, request, shown.states, manner)
    task = with_past(task, past)
    state, steps = look(task)
    refuse_to_forget(past, steps)
    _show_plan(target, state, steps)
    if options.dry_run:
        _show_files(state, steps)
        return
    if held_by(state) and not options.on and not options.back:
        raise Held(held_line(kept.named(held_by(state)), shown.readable, settings.config.zone))
    manifest = state.manifest
    if steps or state.unfinished or held_by(state) != task.held:
        _may_go_on(state, steps, options)
        with bar(msg("progress-upload", "Uploading"), steps.uploads) as progress:
            manifest = deploy(task, state, progress)
        seconds = time.perf_counter() - started
        put(msg("deployed", "Done in %(seconds)s s: %(url)s", seconds=seconds, url=target.url))
    remember(past)
    if not options.back:
        keep(kept, task, shown, request.now, target.keep)
        _announce(settings, target, task)
    _verify(target, manifest, options, steps)
    if state.unproven:  # what should be gone is there, and somebody must hear of it
        raise Held(unproven_line(state))


def _destination(site: Path, options: DeployOptions) -> tuple[Publishing, Destination]:
    """The settings and the target, if they can be meant. Raises UsageError or ProblemsFound."""
    if options.back and options.on:
        raise UsageError(msg("back-and-on", "--back and --on exclude each other."))
    settings = read_publishing(site)
    if left := sample_left(site):
        raise ProblemsFound(left)
    return settings, settings.target(options.target)


def _verify(target: Destination, manifest: Manifest, options: DeployOptions, steps: Steps) -> None:
    """Fetch what was deployed, where that is asked for."""
    if not options.verify and not options.verify_all:
        return
    changed = None if options.verify_all else [file.path for file in steps.uploads]
    with contextlib.closing(Web()) as web, bar(msg("progress-verify", "Verifying"), manifest.files) as progress:
        _show_findings(verify(web, target.url, manifest, changed, progress), target.url)


def _announce(settings: Publishing, target: Destination, task: Task) -> None:
    """Announce new releases, after the files are up. A failure is shown, and fails nothing."""
    if settings.announce is None or settings.announce.target != target.name:
        return
    now = moment_of(None, settings.config.zone)
    with contextlib.closing(task.connect()) as connection:
        announced = announce(connection, task.wanted, settings.announce, target.url, now)
    for sentence in report_lines(announced):
        put(sentence)


def _show_findings(found: list[Finding], url: str) -> None:
    """Findings end the command with exit code 1."""
    if found:
        put_sentences(findings_text(found, url) + "\n")
        raise click.exceptions.Exit(1)
    put(msg("verified", "Verified: readers get what was deployed to %(url)s", url=url))


def run_guard(site: Path, url: str, target: str | None, sample: int | None) -> None:
    """Look at a live site, and show in a few lines what is not as it was deployed; then the exit code is 1."""
    trusted, names = None, []
    neighbours: tuple[Neighbour, ...] = ()
    if (site / FILE_NAME).exists():
        settings = read_publishing(site)
        neighbours = settings.neighbours
        copies = [copy_of(site, each.name).read(url) for each in settings.targets.values() if _is_at(each, url)]
        trusted = next((copy for copy in copies if copy is not None), None)
        if target is not None:
            with contextlib.closing(Connection(settings.target(target).place.open)) as connection:
                names = connection.do(lambda host: host.names())
    elif target is not None:
        raise UsageError(
            msg(
                "guard-target",
                "--target needs the newsroom: name its folder with --site (%(site)s is none).",
                site=str(site),
            )
        )
    with contextlib.closing(Web()) as web, bar(msg("progress-look", "Looking"), range(1000)) as progress:
        found = find_tampering(web, url, trusted, sample, progress) + look_at_past(web, site, url, neighbours)
    manifest = trusted or Manifest(url, {})
    found += foreign_names(names, manifest) if trusted else []
    if trusted is None:
        put_notice(
            msg("guard-no-copy", "no copy of what was deployed is here, so the site's own manifest was trusted.")
        )
    if found:
        put_sentences(findings_text(found, url) + "\n")
        raise click.exceptions.Exit(1)
    put(msg("guard-well", "%(url)s: everything is as it was deployed.", url=url))


def _is_at(target: Destination, url: str) -> bool:
    return site_of(target.url) == site_of(url)


def findings_text(found: list[Finding], url: str) -> str:
    """Findings as a short text for a mail or a chat."""
    lines = [f"- {say(finding.message)}" for finding in found[:_LISTED]]
    head = msg(
        "not-as-deployed",
        "%(url)s is not as it was deployed (1 finding):",
        many="%(url)s is not as it was deployed (%(count)s findings):",
        url=url,
        count=len(found),
    )
    return "\n".join([say(head), *lines, *_cut(len(found), "- ")])


def _cut(count: int, before: str) -> list[str]:
    """The last line of a list that shows the first of so many; none where it shows all."""
    left = msg("list-cut-here", "... and %(number)s more", number=count - _LISTED)
    return [before + say(left)] if count > _LISTED else []


def _show_plan(target: Destination, state: State, steps: Steps) -> None:
    if state.notice:
        put_notice(state.notice)
    if not steps and state.unfinished:
        put(
            msg(
                "deploy-to-show",
                "%(target)s: everything is up, and only has to be shown to readers.",
                target=target.name,
            )
        )
    elif not steps:
        put(
            msg(
                "deploy-up-to-date",
                "%(target)s is up to date: 1 file.",
                many="%(target)s is up to date: %(count)s files.",
                target=target.name,
                count=steps.kept,
            )
        )
    else:
        put(msg("deploy-plan", "%(target)s: %(steps)s.", target=target.name, steps=summary(steps)))


def summary(steps: Steps) -> tuple[Message, ...]:
    """upload 3 files (12 kB: 1 release page, 2 lists and pages); delete 1 file; keep 10,412"""
    parts = []
    uploads = steps.uploads
    if uploads:
        counts = Counter(file.stage for file in uploads)
        parts.append(
            msg(
                "plan-upload",
                "upload 1 file (%(size)s: %(stages)s)",
                many="upload %(count)s files (%(size)s: %(stages)s)",
                count=len(uploads),
                size=bytes_in_words(total(uploads)),
                stages=tuple(_STAGES[stage](counts[stage]) for stage in ORDER if counts[stage]),
            )
        )
    if steps.deletes:
        parts.append(msg("plan-delete", "delete 1 file", many="delete %(count)s files", count=len(steps.deletes)))
    return (*parts, msg("plan-keep", "keep %(number)s", number=steps.kept))


_STAGES: dict[str, Callable[[int], Message]] = {
    ASSETS: lambda count: msg("stage-assets", "1 asset", many="%(count)s assets", count=count),
    RELEASES: lambda count: msg("stage-releases", "1 release page", many="%(count)s release pages", count=count),
    LISTS: lambda count: msg("stage-lists", "1 list or page", many="%(count)s lists and pages", count=count),
    HOME: lambda count: msg("stage-home", "1 home page", many="%(count)s home pages", count=count),
    FEEDS: lambda count: msg("stage-feeds", "1 feed", many="%(count)s feeds", count=count),
    SITEMAPS: lambda count: msg("stage-sitemaps", "1 sitemap", many="%(count)s sitemaps", count=count),
    PAST: lambda count: msg("stage-past", "1 head of the log", many="%(count)s heads of the log", count=count),
}


def bytes_in_words(size: int) -> Message:
    """812 B, 4.10 MB"""
    number, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if number < 1000:
            break
        number, unit = number / 1000, larger
    exact = unit != "B" and number < 10
    return msg("size", "%(number)s %(unit)s", number=number if exact else round(number), unit=unit)


_NEW, _CHANGED = msg("file-new", "new"), msg("file-changed", "changed")
_DELETE, _STAYS = msg("file-delete", "delete"), msg("file-stays", "stays")


def _show_file(word: Message, path: Message | str) -> None:
    put(f"  {say(word):<7}  {say(path)}")


def _show_files(state: State, steps: Steps) -> None:
    """The first uploads, and every deletion, by name; nothing was done."""
    for file in steps.uploads[:_LISTED]:
        _show_file(_NEW if file.path in steps.new else _CHANGED, file.path)
    for line in _cut(len(steps.uploads), "  "):
        put(line)
    _show_deletions(steps)
    for path in sorted(state.unproven):
        _show_file(_STAYS, msg("file-unproven", "%(path)s (not known to be ours)", path=path))
    put(msg("dry-run", "Nothing was changed (--dry-run)."))


def _show_deletions(steps: Steps) -> None:
    for path in steps.deletes:
        _show_file(_DELETE, path)


def _may_go_on(state: State, steps: Steps, options: DeployOptions) -> None:
    """Ask the person, or hold when nobody can be asked. Raises Held or UsageError."""
    held = brake(steps, state.claims, options.max_deletes)
    if held or options.adopt:
        _show_deletions(steps)
    if held:
        raise Held(
            msg(
                "deploy-braked",
                "nothing was deployed: %(why)s. If that is meant, say --max-deletes %(number)s.",
                why=held,
                number=str(len(steps.deletes)),
            )
        )
    warning = foreign_line(state)
    if options.yes:
        if warning:
            put_notice(warning)
        return
    if warning:
        put(warning)
    if not sys.stdin.isatty():
        raise UsageError(msg("deploy-unasked", "Nobody is here to be asked. Say --yes to deploy without a question."))
    if not ask(msg("go-on", "Go on?")):
        raise click.Abort


@contextlib.contextmanager
def bar(word: Message, work: Sized) -> Iterator[Progress]:
    """A progress bar on a terminal; else nothing."""
    if not sys.stderr.isatty() or len(work) < 2:
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn(say(word)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
