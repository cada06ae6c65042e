"""Turns the commands of `import` into imports, and their outcomes into words and exit codes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from warta.cli.terminal import put, put_again
from warta.errors import UsageError

if TYPE_CHECKING:
    from warta.importing.run import Outcome
    from warta.importing.sources.source import Source
    from warta.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
_NEEDED = {
    "html_to_markdown": "html-to-markdown",
    "defusedxml": "defusedxml",
    "charset_normalizer": "charset-normalizer",
    "feedparser": "feedparser",
}
_MOST = 30


class ImportOptions(msgspec.Struct, frozen=True):
    """The options all imports have, as typed."""

    media: Path | None = None
    into: str = "releases"
    categories: Path | None = None
    only: tuple[str, ...] = ()
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
            click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing."),
            click.option(
                "--jobs",
                type=click.IntRange(1, 64),
                metavar="N",
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
    type=click.Choice(("jekyll", "hugo", "eleventy", "pelican")),
    help="The generator whose folder it is.",
)
@_options
@click.pass_obj
def generator(site: Path, /, folder: Path, kind: str, **options: Any) -> None:
    """The Markdown folders of another generator."""

    def open_source(config: Settings) -> Source:
        from warta.importing.sources.generators import SiteFolder

        return SiteFolder(folder, kind, config.zone)

    if options["media"] is None and folder.is_dir():
        options["media"] = folder
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
    _check_packages()
    from warta.importing.conversion.media import index_media
    from warta.importing.conversion.settings import read_categories
    from warta.importing.run import Request, run
    from warta.settings import read_settings

    started = time.perf_counter()
    config = read_settings(site)
    request = Request(
        site=site,
        config=config,
        media=index_media(options.media),
        categories=read_categories(options.categories, config),
        into=_folder(options.into),
        only=options.only,
        dry_run=options.dry_run,
        jobs=options.jobs,
    )
    outcome = run(open_source(config), request, _progress())
    _show(outcome, time.perf_counter() - started, dry_run=options.dry_run)
    if not outcome.whole:
        sys.exit(1)


def _check_packages() -> None:
    import importlib.util

    missing = [package for name, package in _NEEDED.items() if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"Importing needs packages that building does not: {', '.join(missing)}. "
            "Install them with: python -m pip install 'warta[import]' (in a checkout: '.[import]')."
        )


def _folder(typed: str) -> str:
    """The folder below content/ for releases."""
    parts = [part for part in typed.replace("\\", "/").removeprefix("content/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or typed.startswith("/") or parts[0] != "releases":
        raise UsageError(f"--into must be 'releases' or a folder in it, such as releases/arsip (got '{typed}').")
    return "/".join(parts)


def _progress() -> Callable[[int], None]:
    """A number that grows on a terminal; else nothing."""
    if not sys.stderr.isatty():
        return lambda done: None

    def show(done: int) -> None:
        if done % 100 == 0:
            put_again(f"{done:,} items")

    return show


_WORDS = {
    "new": "new",
    "updated": "renewed",
    "same": "as before",
    "edited": "edited here since, kept",
    "deleted": "deleted here since, left so",
    "others": "kept, since another file was there",
    "failed": "could not be written",
}


def _show(outcome: Outcome, seconds: float, *, dry_run: bool) -> None:
    for notice in outcome.notices[:_MOST]:
        put(f"Note: {notice}", err=True)
    if len(outcome.notices) > _MOST:
        put(f"... and {len(outcome.notices) - _MOST} more.", err=True)
    for text in (*outcome.summary.damage, *outcome.summary.lost):
        put(f"Warning: {text}", err=True)
    total = sum(outcome.states.values())
    parts = [f"{count:,} {_WORDS[state]}" for state, count in outcome.states.items() if count]
    put(f"{total:,} item{'' if total == 1 else 's'}{': ' + ', '.join(parts) if parts else ''} in {seconds:.1f} s.")
    totals = outcome.totals
    put(f"{totals.words_in:,} words in, {totals.words_out:,} out, {totals.words_removed:,} taken out by name.")
    for name, count in outcome.summary.left_out.items():
        put(f"Left out: {count:,} {name}.")
    put(outcome.verdict)
    put("Nothing was written." if dry_run else "Read import-report.md; what to look at stands first.")
