"""Turns the command `preview-link` into a folder of an unguessable name with one locked page in it."""

from __future__ import annotations

import importlib.util
import os
import secrets
import sys
from pathlib import Path

import click

from warta.cli.building import moment_of
from warta.cli.releases import find_release
from warta.cli.terminal import put
from warta.engine.alone import render_alone
from warta.engine.claims import MANIFEST
from warta.engine.workspace import Request
from warta.errors import UsageError
from warta.render.html.locking import LEAST, lock, made_up, settled
from warta.settings import read_settings

VARIABLE = "WARTA_PREVIEW_PASSPHRASE"
"""The environment variable of the passphrase, for scripts."""

_MISSING = (
    "A preview link needs one more package: python -m pip install 'warta[preview-link]' (in a checkout: "
    "'.[preview-link]')."
)


def run_preview_link(site: Path, path: Path, into: Path | None, now: str | None, *, generate: bool) -> None:
    """Write the locked page of one hidden release, and say where it is.

    Raises UsageError for a release or folder that cannot be meant and for a passphrase that is none, ProblemsFound for
    what is wrong in the newsroom; in all cases nothing was written.
    """
    if importlib.util.find_spec("cryptography") is None:
        raise UsageError(_MISSING)
    config = read_settings(site)
    _, source = find_release(site, path)
    folder = _checked(site, into or site / "previews")
    request = Request(site, site / "output", moment_of(now, config.zone))
    alone = render_alone(request, source)
    passphrase = _passphrase(generate=generate)
    made = lock(alone.html, passphrase, alone.language, alone.gettext)
    place = folder / _name()
    _write(place, made)
    put(f"{place / 'index.html'}  {len(made) / 1_000_000:.1f} MB")
    if generate:
        put(f"Passphrase: {passphrase}")
    put("Put the folder on a host with https, and send link and passphrase by two different ways.", err=True)


def _checked(site: Path, into: Path) -> Path:
    """The folder, where nothing else is built, kept or published from."""
    folder = into.resolve()
    for name in ("output", "content", "themes", ".warta"):
        if folder.is_relative_to((site / name).resolve()):
            raise UsageError(f"--into must not be inside {name}/ of the newsroom (got {into}). Name another folder.")
    for each in (folder, *folder.parents):
        if (each / MANIFEST).exists():
            raise UsageError(
                f"--into must not be inside a built site (got {into}: {each} is one). Name another folder."
            )
        if each.exists() and not each.is_dir():
            raise UsageError(f"--into must be a folder (got {into}: {each} is a file).")
    return folder


def _passphrase(*, generate: bool) -> str:
    """One that is made up, that of the environment, or one that is typed; never empty nor short."""
    if generate:
        return made_up()
    given = os.environ.get(VARIABLE)
    if given is None:
        if not sys.stdin.isatty():
            raise UsageError(f"There is nobody to ask for a passphrase. Set {VARIABLE}, or add --generate.")
        given = click.prompt("Passphrase for the press", hide_input=True, confirmation_prompt=True, err=True)
    if len(settled(given)) < LEAST:
        raise UsageError(f"A passphrase needs {LEAST} characters or more (got {len(settled(given))}): words are best.")
    return given


def _name() -> str:
    """128 bits in a folder's name; a first sign that hosts or shells treat in their own way is passed over."""
    return next(name for name in iter(lambda: secrets.token_urlsafe(16), "") if name[0].isalnum())


def _write(place: Path, page: str) -> None:
    """The folder with its page, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unready = place.with_name(f".{place.name}.tmp")
    unready.mkdir()
    (unready / "index.html").write_text(page, encoding="utf-8", newline="\n")
    unready.rename(place)
