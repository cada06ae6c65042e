"""Turns the command `check` into the findings of the desk editor, in the format that was asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from warta.desk.external import ExternalLinks

from warta.cli.building import look_at_publishing, moment_of, progress_bar
from warta.cli.editing import documents_of, edit_checked
from warta.cli.overwriting import write_over
from warta.cli.terminal import ask, put, put_notice, put_sentences, put_warning
from warta.content.sample import sample_left
from warta.desk.desk import findings_of, invalid, severities
from warta.desk.findings import ERROR, OFF, WARNING, Finding
from warta.desk.fixes import diff, fixed, fixes_by_path
from warta.desk.reporters import FORMATS, text
from warta.desk.rules.table import EXTERNAL, RULES, SAMPLE, SPELLING
from warta.desk.spelling import Dictionaries, find_dictionaries
from warta.engine.checking import Checked, check
from warta.engine.moments import heads_now
from warta.engine.workspace import Report, Request
from warta.errors import ProblemsFound, UsageError, WartaError, meant
from warta.extras import install, missing
from warta.messages import Message, msg
from warta.settings import Settings, read_settings

_RULES_ARE = msg("rules-are", "The name of a rule stands behind each finding, in brackets; docs/writing.md lists all.")


class CheckOptions(msgspec.Struct, frozen=True):
    """The options of `check`, as typed; `paths` are the files and folders that are looked at, none: all."""

    paths: tuple[Path, ...] = ()
    since: str | None = None
    now: str | None = None
    jobs: int | None = None
    format: str = "text"
    only: tuple[str, ...] = ()
    strict: bool = False
    fix: bool = False
    yes: bool = False
    spelling: bool = True
    leaks: bool = False
    external: bool = False


class FindingsLeft(WartaError):
    """The desk editor found what must be mended before publishing; it has been shown."""


def run_check(site: Path, options: CheckOptions) -> None:
    """Check a newsroom and show what there is to mend. Raises FindingsLeft for errors (`strict`: warnings too)."""
    config = read_settings(site)
    levels = _levels(config, options)
    dictionaries = find_dictionaries(site) if _spells(levels) else Dictionaries()
    try:
        report, findings = _examine(site, options, levels, dictionaries)
    except ProblemsFound as found:
        if options.format == "text":
            raise
        put(FORMATS[options.format](invalid(found.problems)), nl=False)
        raise FindingsLeft from None
    _tell(report)
    findings = _asked_for(site, findings, options)
    if options.fix:
        _fix(site, findings, told_yes=options.yes)
        return
    if options.format == "text" and _spells(levels) and config.language not in dictionaries.found:
        put(msg("note", "Note: %(notice)s", notice=_no_spelling()))
    _show(findings, options)
    failing = {ERROR, WARNING} if options.strict else {ERROR}
    if any(each.severity in failing for each in findings):
        raise FindingsLeft
    if options.format == "text":
        put(
            msg(
                "no-problems",
                "No problems: %(releases)s, %(files)s to build.",
                releases=msg(
                    "public-releases", "1 public release", many="%(count)s public releases", count=report.releases
                ),
                files=msg("files", "1 file", many="%(count)s files", count=len(report.claimed)),
            )
        )


def findings_in(site: Path, options: CheckOptions) -> list[Finding]:
    """What the desk editor finds by the rules that are named. Raises ProblemsFound."""
    return _examine(site, options, _levels(read_settings(site), options), Dictionaries())[1]


def _show(findings: Sequence[Finding], options: CheckOptions) -> None:
    if options.format != "text":
        put(FORMATS[options.format](findings), nl=False)
    elif findings:
        narrowed = options.only or options.paths or options.since
        put_sentences(text(findings, most=None) if narrowed else text(findings))


def _asked_for(site: Path, findings: Sequence[Finding], options: CheckOptions) -> list[Finding]:
    """The findings in the files and folders that were named, and in releases from the day that was named on."""
    asked = [_below(site, path) for path in options.paths]
    chosen = [each for each in findings if not asked or any(_lies_in(each.path, place) for place in asked)]
    if options.since is None:
        return chosen
    at = moment_of(options.since, read_settings(site).zone)
    heads, _ = heads_now(Request(site, site / "output", at, jobs=options.jobs))
    early = {f"content/{head.source}" for head in heads if head.at < at.timestamp()}
    return [each for each in chosen if each.path not in early]


def _below(site: Path, path: Path) -> str:
    """A file or folder as findings name it. Raises UsageError where there is none in the newsroom."""
    root = site.resolve()
    for candidate in (path, site / path, site / "content" / path):
        if candidate.exists() and candidate.resolve().is_relative_to(root):
            return candidate.resolve().relative_to(root).as_posix()
    raise UsageError(msg("no-such-text", "There is no file or folder %(path)s in this newsroom.", path=str(path)))


def _lies_in(path: str, place: str) -> bool:
    return place == "." or path == place or path.startswith(f"{place}/")


def _levels(config: Settings, options: CheckOptions) -> dict[str, str]:
    for name in options.only:
        if name not in RULES:
            raise UsageError(
                msg("rule-unknown", "There is no rule '%(name)s'.", meant(name, RULES) or _RULES_ARE, name=name)
            )
    levels = severities(config, options.only)
    return levels if options.spelling else levels | {SPELLING: OFF}


def _spells(levels: Mapping[str, str]) -> bool:
    return levels.get(SPELLING, OFF) != OFF


def _examine(
    site: Path, options: CheckOptions, levels: Mapping[str, str], dictionaries: Dictionaries
) -> tuple[Report, list[Finding]]:
    """What a build would say of a newsroom, and what the desk editor says. Raises ProblemsFound."""
    findings: list[Finding] = []
    zone = read_settings(site).zone
    look_at_publishing(site)
    with progress_bar() as progress:

        def inspect(checked: Checked) -> None:
            findings[:] = edit_checked(checked, dictionaries, levels, partial(progress, "edit"))
            if levels.get(SAMPLE, OFF) != OFF:
                findings[:] = sorted([*findings, *findings_of(sample_left(site), SAMPLE, levels[SAMPLE])])
            if options.external and levels.get(EXTERNAL, OFF) != OFF:
                links = _external_links(checked, request.kept)
                findings[:] = sorted([*findings, *links.findings])
                put_notice(
                    msg(
                        "external-asked",
                        "1 external address looked at, %(asked)s of them now.",
                        many="%(count)s external addresses looked at, %(asked)s of them now.",
                        count=links.addresses,
                        asked=links.asked,
                    )
                )

        request = Request(site, site / "output", moment_of(options.now, zone), jobs=options.jobs)
        report = check(request, progress=progress, inspect=inspect, leaks=options.leaks)
    return report, findings


def _external_links(checked: Checked, folder: Path) -> ExternalLinks:
    from warta.desk.external import check_external_links  # brings urllib3

    def read(source: str) -> bytes:
        return Path(checked.planned.newsroom.paths[source]).read_bytes()

    hidden = {each.source for each in checked.planned.site.concealed}
    origin = checked.work.settings.origin
    return check_external_links(documents_of(checked), hidden, read, origin, folder, time.time())


def _tell(report: Report) -> None:
    for notice in report.notices:
        put_notice(notice)
    for warning in report.warnings:
        put_warning(warning)


def _fix(site: Path, findings: list[Finding], *, told_yes: bool) -> None:
    """Show what would be changed, and change it when that is wanted."""
    changes = {}
    for path, fixes in fixes_by_path(findings).items():
        before = (site / path).read_bytes()
        after = fixed(before, fixes)
        changes[path] = before, after
        put(diff(path, before, after), nl=False)
    if not changes:
        put(msg("nothing-to-fix", "Nothing that could be mended safely."))
        return
    count = len(changes)
    question = msg("fix-like-this", "Change 1 file like this?", many="Change %(count)s files like this?", count=count)
    if not told_yes and not (sys.stdin.isatty() and ask(question)):
        put(
            msg(
                "not-fixed",
                "Nothing was changed. With --yes 1 file would be.",
                many="Nothing was changed. With --yes %(count)s files would be.",
                count=count,
            )
        )
        return
    for path, (before, after) in changes.items():
        write_over(site / path, before, after)
    put(msg("fixed", "1 file changed.", many="%(count)s files changed.", count=count))


def _no_spelling() -> Message:
    lack = (install("spelling"),) if missing("spelling") else ()
    return msg(
        "spelling-not-read",
        "spelling was not read: it needs a library and a dictionary of the site's language (apt install hunspell-id, "
        "or id_ID.aff and id_ID.dic in the folder dictionaries/).",
        *lack,
    )
