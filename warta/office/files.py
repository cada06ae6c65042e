"""Turns addresses into the files that pages beside forms show: never a page, never a script, never a path of anybody's.

Files of the preview are found in the list of what a build claimed; files of a release in the listing of its folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warta.media_types import type_by_name
from warta.office.door import Session
from warta.office.guard import FILE
from warta.office.office import Office

_SHOWN = ("image/", "font/", "text/css", "audio/", "video/")
_PAGE = re.compile(r"/meja/rilis/([0-9a-z]+)(?:/halaman)?")
_VARIANT = re.compile(r"(.+?)(?:[.-][0-9a-f]{6,}|-\d+)*\.(?:jpe?g|png|webp|avif)", re.IGNORECASE)


def shown_file(office: Office, session: Session, request: Request) -> Response:
    """A style, font or picture of the preview."""
    state = office.running.session.state
    path = unquote(urlsplit(request.url.path).path).lstrip("/")
    base = office.settings.base.strip("/")
    path = path.removeprefix(f"{base}/") if base else path
    type_ = type_by_name(path)
    if not type_.startswith(_SHOWN):
        raise HTTPException(404)
    if path in state.claimed:
        return _answer(state.root / path, type_)
    waiting = _waiting(office, request, path)
    if waiting is None:
        raise HTTPException(404)
    return _answer(waiting, type_by_name(waiting.name))


def _waiting(office: Office, request: Request, path: str) -> Path | None:
    """A file that waits or lies beside the release whose page asks: its page names it where it will be."""
    asked = _PAGE.fullmatch(urlsplit(request.headers.get("referer", "")).path)
    match = _VARIANT.fullmatch(path.rpartition("/")[2])
    if asked is None or match is None:
        return None
    text = office.texts.open(asked[1])
    if text is None:
        return None
    files = [each for each in office.texts.beside(text).values() if office.keeper.holds(each)]
    return next((each for each in files if each.stem == match[1] or each.name == path.rpartition("/")[2]), None)


def own_file(office: Office, session: Session, request: Request) -> Response:
    """A picture that lies beside a release."""
    text = office.texts.open(request.path_params["id"])
    file = office.texts.file(text, request.path_params["name"]) if text is not None else None
    type_ = type_by_name(file.name) if file is not None else ""
    if file is None or not type_.startswith("image/"):
        raise HTTPException(404)
    return _answer(file, type_)


def _answer(file: Path, type_: str) -> Response:
    try:
        data = file.read_bytes()
    except OSError:
        raise HTTPException(404) from None
    return Response(data, headers={"content-type": type_, "content-security-policy": FILE, "cache-control": "no-cache"})
