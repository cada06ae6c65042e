"""Turns a release's file into its public address, and opens that in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from warta.cli.building import moment_of
from warta.cli.releases import find_release
from warta.cli.terminal import put
from warta.engine.stages import link
from warta.engine.workspace import Request
from warta.errors import UsageError
from warta.messages import msg
from warta.settings import read_settings


def run_open(site: Path, path: Path | None, *, only_print: bool) -> None:
    """Print the address of a release, or of the site, and open it. Raises UsageError for a release that is not public
    now, and ProblemsFound for a newsroom that cannot be built.
    """
    settings = read_settings(site)
    address = f"{settings.url.rstrip('/')}/"
    if path is not None:
        _, source = find_release(site, path)
        releases = link(Request(site, site / "output", moment_of(None, settings.zone))).releases
        found = next((each.url for each in releases if each.source == source), None)
        if found is None:
            raise UsageError(
                msg("not-public-yet", "content/%(source)s is not public now. `serve` shows it.", source=source)
            )
        address = found
    put(address)
    if not only_print:
        show_in_browser(address)


def show_in_browser(address: str) -> None:
    """Open an address that was printed in the browser, or say that there is none."""
    if not webbrowser.open(address):
        put(msg("no-browser", "No browser could be opened here: copy the address."), err=True)
