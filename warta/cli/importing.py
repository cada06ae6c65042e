"""Turns the commands of `import` into imports, and their outcomes into words and exit codes.

The module is long by what people are told of each kind of import.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from warta.catalogue import say
from warta.cli.options import jobs_in_range
from warta.cli.terminal import put, put_again
from warta.errors import UsageError
from warta.messages import Message, msg

if TYPE_CHECKING:
    from warta.importing.run import Outcome
    from warta.importing.sources.source import Source
    from warta.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST = 30


class ImportOptions(msgspec.Struct, frozen=True):
    """The options all imports have, as typed."""

    media: Path | None = None
    into: str = "releases"
    categories: Path | None = None
    only: tuple[str, ...] = ()
    addresses: Path | None = None
    dry_run: bool = False
    jobs: int | None = None


def _options(command: _Command) -> _Command:
    """The options all imports have."""
    path = click.Path(path_type=Path)
    for option in reversed(
        (
            click.option(
                "--media",
                type=path,
                metavar="DIR|TABLE",
                help="A copy of the old pictures and files (wp-content/uploads), or a table of addresses and files.",
            ),
            click.option(
                "--into",
                default="releases",
                show_default=True,
                metavar="DIR",
                help="The folder in content/ for the releases: releases, or one in it.",
            ),
            click.option(
                "--categories",
                type=path,
                metavar="FILE",
                help="A YAML file of 'old category: new category' lines; an empty new one is left out.",
            ),
            click.option(
                "--only",
                multiple=True,
                metavar="WHAT",
                help="Only posts, pages, a year (2019), a slug or a number. May be given several times.",
            ),
            click.option(
                "--addresses",
                type=path,
                metavar="SITEMAP|DIR",
                help="The old addresses: a sitemap.xml, or the folder of the old pages (public/, _site/).",
            ),
            click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing."),
            click.option(
                "--jobs",
                type=int,
                metavar="N",
                callback=jobs_in_range,
                help="How many processes to use. Default: one for each processor.",
            ),
        )
    ):
        command = option(command)
    return command


@click.group(name="import")
def importing() -> None:
    """Bring in a newsroom from WordPress, texts or elsewhere.

    What is there already is never written over. import-report.md says what came, and what to look at.
    """


@importing.command()
@click.argument("export", type=click.Path(path_type=Path))
@_options
@click.pass_obj
def wordpress(site: Path, /, export: Path, **options: Any) -> None:
    """Posts and pages of a WordPress EXPORT (.xml of Tools > Export)."""

    def open_source(config: Settings) -> Source:
        from warta.importing.sources.wordpress import WordPress

        return WordPress(export, config.zone)

    _run(site, open_source, ImportOptions(**options))


@importing.command()
@click.argument("place", metavar="FILE|DIR", type=click.Path(path_type=Path))
@_options
@click.pass_obj
def text(site: Path, /, place: Path, **options: Any) -> None:
    """Articles in plain text, as they were mailed or copied from a page."""

    def open_source(config: Settings) -> Source:
        from warta.importing.sources.text_files import TextFiles

        return TextFiles(place, config.zone)

    _run(site, open_source, ImportOptions(**options))


@importing.command(name="site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "kind",
    required=True,
    type=click.Choice(("jekyll", "hugo", "eleventy", "pelican", "web")),
    help="The generator whose folder it is; web for a copy of the pages of any site (wget -m).",
)
@click.option("--select", default="", metavar="CSS", help="For web: where a page has the text, as in '.entry-content'.")
@click.option("--select-title", default="", metavar="CSS", help="For web: where it has the title.")
@click.option("--select-date", default="", metavar="CSS", help="For web: where it has the date.")
@_options
@click.pass_obj
def generator(site: Path, /, folder: Path, kind: str, **options: Any) -> None:
    """The Markdown folders of another generator, or a copy of any site."""
    selectors = tuple(options.pop(name) for name in ("select", "select_title", "select_date"))

    def open_source(config: Settings) -> Source:
        if kind == "web":
            from warta.importing.sources.web.page import Select
            from warta.importing.sources.web.website import Website

            return Website(folder, config.zone, Select(*selectors))
        from warta.importing.sources.generators import SiteFolder

        return SiteFolder(folder, kind, config.zone)

    if any(selectors) and kind != "web":
        raise UsageError(
            msg("import-select", "--select is for --from web; a generator's folder says itself what is a text.")
        )
    if options["media"] is None and folder.is_dir() and kind != "web":
        options["media"] = folder
    _run(site, open_source, ImportOptions(**options))


@importing.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_options
@click.pass_obj
def word(site: Path, /, files: tuple[Path, ...], **options: Any) -> None:
    """Releases in Word files (.docx), each as a draft."""
    import tempfile  # no other command needs it

    check_packages("word")
    with tempfile.TemporaryDirectory() as scratch:

        def open_source(config: Settings) -> Source:
            from warta.importing.sources.word.word_files import WordFiles

            return WordFiles(files, config.zone, Path(scratch))

        _run(site, open_source, ImportOptions(**options))


@importing.command()
@click.argument("place", metavar="URL|FILE")
@_options
@click.pass_obj
def feed(site: Path, /, place: str, **options: Any) -> None:
    """The entries of an RSS or Atom feed that holds their full text."""

    def open_source(config: Settings) -> Source:
        from warta.importing.sources.feed import Feed

        return Feed(place, config.zone)

    _run(site, open_source, ImportOptions(**options))


def _run(site: Path, open_source: Callable[[Settings], Source], options: ImportOptions) -> None:
    check_packages()
    from warta.importing.conversion.media import index_media
    from warta.importing.conversion.settings import read_categories
    from warta.importing.run import Request, run
    from warta.importing.sources.source import WithFiles
    from warta.settings import read_settings

    started = time.perf_counter()
    config = read_settings(site)
    source = open_source(config)
    request = Request(
        site=site,
        config=config,
        media=index_media(options.media, source.files if isinstance(source, WithFiles) else {}),
        categories=read_categories(options.categories, config),
        into=_folder(options.into),
        only=options.only,
        dry_run=options.dry_run,
        jobs=options.jobs,
    )
    outcome = run(_with_addresses(source, options.addresses), request, _progress())
    _show(outcome, time.perf_counter() - started, dry_run=options.dry_run)
    if not outcome.whole:
        sys.exit(1)


def _with_addresses(source: Source, place: Path | None) -> Source:
    """A source whose texts have the addresses at `place`, where one is named."""
    if place is None:
        return source
    from warta.importing.sources.matched import Matched
    from warta.importing.sources.published import published

    return Matched(source, published(place), place.name or str(place))


def check_packages(*more: str) -> None:
    """Raise UsageError when a library of the extra `import` is missing, or of one of `more`."""
    from warta.extras import install, missing

    for extra in ("import", *more):
        if missing(extra):
            raise UsageError(
                msg("import-packages", "Importing needs libraries that are not installed.", install(extra))
            )


def _folder(typed: str) -> str:
    """The folder below content/ for releases."""
    parts = [part for part in typed.replace("\\", "/").removeprefix("content/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or typed.startswith("/") or parts[0] != "releases":
        raise UsageError(
            msg(
                "import-into",
                "--into must be 'releases' or a folder in it, such as releases/arsip (got '%(typed)s').",
                typed=typed,
            )
        )
    return "/".join(parts)


def _progress() -> Callable[[int], None]:
    """A number that grows on a terminal; else nothing."""
    if not sys.stderr.isatty():
        return lambda done: None

    def show(done: int) -> None:
        if done % 100 == 0:
            put_again(say(msg("import-progress", "%(done)s items", done=done)))

    return show


def _state(state: str, count: int) -> Message:
    """How many items came to one end."""
    match state:
        case "new":
            return msg("state-new", "%(count)s new", count=count)
        case "updated":
            return msg("state-updated", "%(count)s renewed", count=count)
        case "same":
            return msg("state-same", "%(count)s as before", count=count)
        case "edited":
            return msg("state-edited", "%(count)s edited here since, kept", count=count)
        case "deleted":
            return msg("state-deleted", "%(count)s deleted here since, left so", count=count)
        case "others":
            return msg("state-others", "%(count)s kept, since another file was there", count=count)
        case _:
            return msg("state-failed", "%(count)s could not be written", count=count)


def _show(outcome: Outcome, seconds: float, *, dry_run: bool) -> None:
    from warta.importing.report import told
    from warta.importing.totals import kinds_of

    for notice in (*outcome.summary.notices, *outcome.notices)[:_MOST]:
        put(msg("import-note", "Note: %(notice)s", notice=notice), err=True)
    if len(outcome.notices) > _MOST:
        put(msg("import-notes-more", "... and %(count)s more.", count=len(outcome.notices) - _MOST), err=True)
    for kind in kinds_of((*outcome.summary.damage, *outcome.summary.lost)).values():
        put(msg("import-warning", "Warning: %(warning)s", warning=told(kind)), err=True)
    total = sum(outcome.states.values())
    states = tuple(_state(state, count) for state, count in outcome.states.items() if count)
    took = round(seconds, 1)
    if states:
        put(
            msg(
                "import-items",
                "%(count)s item: %(states)s in %(seconds)s s.",
                many="%(count)s items: %(states)s in %(seconds)s s.",
                count=total,
                states=states,
                seconds=took,
            )
        )
    totals = outcome.totals
    put(
        msg(
            "import-words",
            "%(words_in)s words in, %(words_out)s out, %(removed)s taken out by name.",
            words_in=totals.words_in,
            words_out=totals.words_out,
            removed=totals.words_removed,
        )
    )
    for left_out in outcome.summary.left_out:
        put(msg("import-left-out", "Left out: %(what)s.", what=left_out))
    put(outcome.verdict)
    if dry_run:
        put(msg("import-dry", "Nothing was written."))
    else:
        put(msg("import-read-on", "Read import-report.md: it says what came, what did not, and what to do."))
