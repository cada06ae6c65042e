"""Turns the place of an output folder into the reason why no site may be written there."""

from __future__ import annotations

from pathlib import Path

from warta.errors import OutputError
from warta.messages import msg

_INPUTS = ("content", "themes", "desk", ".warta", ".git")
PREVIEW = Path(".warta/preview")
"""Where in a newsroom the site of its preview lies: among what builds remember, which no other site may."""


def check_place(output: Path, site: Path) -> None:
    """Raise OutputError where an output would lie among what it is made from, or hold it, or hold everything else.

    What a path leads to counts: a link into content/ is in content/.
    """
    place, newsroom = output.resolve(), site.resolve()
    if place == (newsroom / PREVIEW).resolve():
        return
    home = Path("~").expanduser().resolve()
    inside = next((name for name in _INPUTS if place.is_relative_to((newsroom / name).resolve())), "")
    another = msg("name-another-output", "Name an empty folder with --output.")
    if inside:
        raise OutputError(
            msg(
                "output-among-inputs",
                "the site cannot be written to %(output)s: it lies in %(folder)s/, which the site is made from.",
                another,
                output=str(output),
                folder=inside,
            )
        )
    if newsroom.is_relative_to(place):
        raise OutputError(
            msg(
                "output-above-newsroom",
                "the site cannot be written to %(output)s: the newsroom itself lies in it.",
                another,
                output=str(output),
            )
        )
    if home.is_relative_to(place):
        raise OutputError(
            msg(
                "output-above-home",
                "the site cannot be written to %(output)s: it is the folder of all your own files, or lies above it.",
                another,
                output=str(output),
            )
        )
    if ".git" in place.parts:
        raise OutputError(
            msg(
                "output-in-git",
                "the site cannot be written to %(output)s: it lies in a folder of Git.",
                another,
                output=str(output),
            )
        )
