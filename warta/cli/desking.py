"""Turns the command `desk` into a newsroom desk in the browser, until it is interrupted."""

from __future__ import annotations

import contextlib
import getpass
from pathlib import Path

from warta.cli.opening import show_in_browser
from warta.cli.terminal import put
from warta.errors import UsageError
from warta.extras import install, missing
from warta.messages import msg


def run_desk(site: Path, port: int, *, in_browser: bool) -> None:
    """Open the desk of a newsroom. Raises UsageError where a library is missing."""
    if missing("desk"):
        raise UsageError(msg("desk-missing", "The desk needs libraries that are not installed.", install("desk")))
    from warta.office.serving import serve  # brings a web server

    def opened(address: str, leading: Path) -> None:
        put(msg("desk-open", "Newsroom desk: %(address)s", address=address))
        put(msg("desk-open-once", "This address lets one person in, once, within ten minutes. Ctrl+C ends the desk."))
        if in_browser:
            show_in_browser(leading.as_uri())

    serve(site, port, _name(), opened)


def _name() -> str:
    """Who works at this computer, as its account is named."""
    with contextlib.suppress(Exception):  # systems without accounts
        return getpass.getuser()
    return "meja"
