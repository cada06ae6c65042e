"""Turns the command `preview-link` into a folder of an unguessable name with one locked page in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from warta.catalogue import say
from warta.cli.building import moment_of
from warta.cli.releases import find_release
from warta.cli.terminal import put
from warta.engine.claims import MANIFEST
from warta.engine.locked import FOLDER, write_locked
from warta.engine.workspace import Request
from warta.errors import UsageError
from warta.extras import install, missing
from warta.messages import msg
from warta.render.html.locking import LEAST, made_up, settled
from warta.settings import read_settings

VARIABLE = "WARTA_PREVIEW_PASSPHRASE"
"""The environment variable of the passphrase, for scripts."""


def run_preview_link(site: Path, path: Path, into: Path | None, now: str | None, *, generate: bool) -> None:
    """Write the locked page of one hidden release, and say where it is.

    Raises UsageError for a release or folder that cannot be meant and for a passphrase that is none, ProblemsFound for
    what is wrong in the newsroom; in all cases nothing was written.
    """
    if missing("preview-link"):
        how = install("preview-link")
        raise UsageError(msg("preview-link-missing", "A preview link needs a library that is not installed.", how))
    config = read_settings(site)
    _, source = find_release(site, path)
    folder = _checked(site, into or site / FOLDER)
    request = Request(site, site / "output", moment_of(now, config.zone))
    made: list[str] = []

    def passphrase() -> str:
        made.append(_passphrase(generate=generate))
        return made[0]

    page = write_locked(request, source, folder, passphrase)
    put(msg("preview-link-made", "%(path)s  %(size)s MB", path=str(page), size=page.stat().st_size / 1_000_000))
    if generate:
        put(msg("passphrase", "Passphrase: %(words)s", words=made[0]))
    put(
        msg(
            "preview-link-next",
            "Put the folder on a host with https, and send link and passphrase by two different ways.",
        ),
        err=True,
    )


def _checked(site: Path, into: Path) -> Path:
    """The folder, where nothing else is built, kept or published from."""
    folder = into.resolve()
    for name in ("output", "content", "themes", ".warta"):
        if folder.is_relative_to((site / name).resolve()):
            raise UsageError(
                msg(
                    "into-newsroom",
                    "--into must not be inside %(name)s/ of the newsroom (got %(got)s). Name another folder.",
                    name=name,
                    got=str(into),
                )
            )
    for each in (folder, *folder.parents):
        if (each / MANIFEST).exists():
            raise UsageError(
                msg(
                    "into-built-site",
                    "--into must not be inside a built site (got %(got)s: %(site)s is one). Name another folder.",
                    got=str(into),
                    site=str(each),
                )
            )
        if each.exists() and not each.is_dir():
            raise UsageError(
                msg(
                    "into-file",
                    "--into must be a folder (got %(got)s: %(file)s is a file).",
                    got=str(into),
                    file=str(each),
                )
            )
    return folder


def _passphrase(*, generate: bool) -> str:
    """One that is made up, that of the environment, or one that is typed; never empty nor short."""
    if generate:
        return made_up()
    given = os.environ.get(VARIABLE)
    if given is None:
        if not sys.stdin.isatty():
            raise UsageError(
                msg(
                    "passphrase-unasked",
                    "There is nobody to ask for a passphrase. Set %(variable)s, or add --generate.",
                    variable=VARIABLE,
                )
            )
        question = say(msg("ask-passphrase", "Passphrase for the press"))
        given = click.prompt(question, hide_input=True, confirmation_prompt=True, err=True)
    if len(settled(given)) < LEAST:
        raise UsageError(
            msg(
                "passphrase-short",
                "A passphrase needs %(least)s characters or more (got %(got)s): words are best.",
                least=LEAST,
                got=len(settled(given)),
            )
        )
    return given
