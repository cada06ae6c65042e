"""Turns one hidden release into a folder of an unguessable name with one page in it, which opens with a passphrase."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from warta.engine.alone import render_alone
from warta.engine.workspace import Request
from warta.render.html.locking import lock

FOLDER = "previews"
"""Where such folders are made in a newsroom, unless another place is asked for."""


def write_locked(request: Request, source: str, folder: Path, passphrase: Callable[[], str]) -> Path:
    """The page that was written, in a new folder below `folder`. `passphrase` is asked once there is a page to lock.

    Raises UsageError and ProblemsFound; then nothing was written.
    """
    alone = render_alone(request, source)
    page = lock(alone.html, passphrase(), alone.language, alone.gettext)
    place = folder / _name()
    place.parent.mkdir(parents=True, exist_ok=True)
    unready = place.with_name(f".{place.name}.tmp")
    unready.mkdir()
    (unready / "index.html").write_text(page, encoding="utf-8", newline="\n")
    unready.rename(place)
    return place / "index.html"


def _name() -> str:
    """128 bits in a folder's name; a first sign that hosts or shells treat in their own way is passed over."""
    return next(name for name in iter(lambda: secrets.token_urlsafe(16), "") if name[0].isalnum())
