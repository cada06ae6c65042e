"""Turns `import check` into a comparison, and its outcome into a table, lines, a file and an exit code."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from warta.catalogue import say
from warta.cli.importing import check_packages
from warta.cli.terminal import put
from warta.messages import Message, msg

if TYPE_CHECKING:
    from warta.importing.checking.texts import Difference, OldSite, Outcome, Row

TABLE = "import-check.csv"
_KINDS = (
    "public",
    "text",
    "words",
    "picture",
    "document",
    "link",
    "address",
    "address-astray",
    "picture-away",
    "document-away",
)
"""The kinds of differences, the gravest first."""
_WIDTH = 12
_PATH = click.Path(path_type=Path)
_COLUMNS = (
    msg("check-old", "there"),
    msg("check-same", "same"),
    msg("check-different", "different"),
    msg("check-missing", "missing"),
)
_ROWS = {
    "texts": msg("check-row-texts", "texts"),
    "words": msg("check-row-words", "words"),
    "pictures": msg("check-row-pictures", "pictures"),
    "links": msg("check-row-links", "links"),
    "documents": msg("check-row-documents", "documents"),
    "addresses": msg("check-row-addresses", "old addresses"),
}
_CELLS = (
    msg("check-cell-text", "text"),
    msg("check-cell-title", "title"),
    msg("check-cell-kind", "kind"),
    msg("check-cell-lost", "lost"),
    msg("check-cell-words", "in words"),
)


@click.group()
@click.option("--output", type=_PATH, default=None, metavar="DIR", help="The built newsroom. Default: output/.")
@click.pass_context
def check(context: click.Context, /, output: Path | None) -> None:
    """Compare the built newsroom with the old site, and say what was lost.

    Nothing that an import noted is looked at: the source is read again in another way, and so are the pages in output/.
    """
    context.obj = (context.obj, output)


@check.command()
@click.argument("export", type=_PATH)
@click.pass_obj
def wordpress(places: tuple[Path, Path | None], /, export: Path) -> None:
    """Compare with a WordPress EXPORT."""

    def open_old() -> OldSite:
        from warta.importing.checking.exports import Export

        return Export(export)

    _run(places, open_old)


@check.command(name="site")
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option(
    "--from",
    "kind",
    required=True,
    type=click.Choice(("jekyll", "hugo", "eleventy", "pelican", "web")),
    help="The generator whose folder it is; 'web' for the pages themselves.",
)
@click.pass_obj
def generator(places: tuple[Path, Path | None], /, folder: Path, kind: str) -> None:
    """Compare with the folder of a generator, or with a folder of the old site's pages."""

    def open_old() -> OldSite:
        if kind == "web":
            from warta.importing.checking.old_pages import OldPages

            return OldPages(folder)
        from warta.importing.checking.old_folders import OldFolder

        return OldFolder(folder, kind)

    _run(places, open_old)


@check.command()
@click.argument("file", type=_PATH)
@click.pass_obj
def feed(places: tuple[Path, Path | None], /, file: Path) -> None:
    """Compare with a feed that was saved as a FILE."""

    def open_old() -> OldSite:
        from warta.importing.checking.feeds import OldFeed

        return OldFeed(file)

    _run(places, open_old)


def _run(places: tuple[Path, Path | None], open_old: Callable[[], OldSite]) -> None:
    check_packages()
    from warta.importing.checking.compare import compare
    from warta.importing.checking.newsroom import Newsroom
    from warta.settings import read_settings

    site, output = places
    newsroom = Newsroom(site, output or site / "output", read_settings(site).base)
    outcome = compare(open_old(), newsroom)
    _show(outcome)
    _write(site / TABLE, outcome)
    if not outcome.is_whole:
        sys.exit(1)


def _show(outcome: Outcome) -> None:
    rows = [["", *(say(each) for each in _COLUMNS)], *(_cells(name, outcome.rows[key]) for key, name in _ROWS.items())]
    width = max(len(row[0]) for row in rows)
    for name, *cells in rows:
        put(f"{name:<{width}}" + "".join(f"{cell:>{_WIDTH}}" for cell in cells))
    put(
        msg(
            "check-hidden",
            "Not public in the source: %(hidden)s; public here of these: %(shown)s.",
            hidden=outcome.hidden,
            shown=outcome.shown,
        )
    )
    for kind in dict.fromkeys(each.kind for each in sorted(outcome.differences, key=_gravity)):
        of_kind = [each for each in outcome.differences if each.kind == kind]
        put(
            msg(
                "check-kind",
                "%(count)s time: %(said)s (%(name)s)",
                many="%(count)s times, such as: %(said)s (%(name)s)",
                count=len(of_kind),
                said=of_kind[0].said,
                name=of_kind[0].name,
            )
        )
    put(_verdict(outcome))


def _cells(name: Message, row: Row) -> list[str]:
    """The cells of a row of the table, in words."""
    said = msg(
        "check-row",
        "%(name)s | %(old)s | %(same)s | %(different)s | %(missing)s",
        name=name,
        old=row.old,
        same=row.same,
        different=row.different,
        missing=row.missing,
    )
    return say(said).split(" | ")


def _gravity(difference: Difference) -> int:
    return _KINDS.index(difference.kind)


def _verdict(outcome: Outcome) -> Message:
    if not outcome.rows["texts"].old:
        return msg("check-nothing", "The source holds no public text: look whether the right file or folder was named.")
    if outcome.is_whole and not outcome.differences:
        return msg("check-whole", "Nothing was lost.")
    if outcome.is_whole:
        return msg("check-whole-but", "Nothing was lost. Each difference stands in %(file)s.", file=TABLE)
    return msg("check-lost", "Something was lost, or shown too early. Each difference stands in %(file)s.", file=TABLE)


def _write(path: Path, outcome: Outcome) -> None:
    """Write all differences, a line each, as a spreadsheet opens them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(map(say, _CELLS))
        for each in sorted(outcome.differences, key=_gravity):
            lost = say(msg("yes", "yes")) if each.is_lost else say(msg("no", "no"))
            table.writerow(map(_cell, (each.name, each.title, each.kind, lost, say(each.said))))


def _cell(text: str) -> str:
    """A text that a spreadsheet shows, and does not work out."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
