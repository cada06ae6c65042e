"""Turns the place of an output folder into the reason why no site may be written there."""

from __future__ import annotations

from pathlib import Path

from warta.errors import OutputError

_INPUTS = ("content", "themes", ".warta", ".git")
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
    if inside:
        reason = f"it lies in {inside}/, which the site is made from"
    elif newsroom.is_relative_to(place):
        reason = "the newsroom itself lies in it"
    elif home.is_relative_to(place):
        reason = "it is the folder of all your own files, or lies above it"
    elif ".git" in place.parts:
        reason = "it lies in a folder of Git"
    else:
        return
    raise OutputError(f"the site cannot be written to {output}: {reason}. Name an empty folder with --output.")
