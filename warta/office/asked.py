"""Turns a request into the release that it is about, and values into the page that answers it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from warta.catalogue import say
from warta.errors import ProblemsFound
from warta.office.door import Session
from warta.office.office import Office
from warta.office.pages import render
from warta.office.texts import Invalid, Text
from warta.office.words import WORDS


def saved_text(office: Office, request: Request) -> Text:
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new or text.release is None:
        raise HTTPException(404)
    return text


def own_text(office: Office, request: Request) -> Text:
    """A release as its own file has it, without the changes that wait to be published."""
    text = saved_text(office, request)
    assert text.stored is not None
    release = office.running.live.read(text.source, text.stored).release
    if release is None:
        raise HTTPException(404)
    return msgspec.structs.replace(text, data=text.stored, release=release, proposed=False)


def answer(office: Office, session: Session, name: str, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(render(name, around=office.around(session), **values), status)


def said_of(wrong: Invalid | ProblemsFound) -> str:
    return " ".join(say(each.message) for each in wrong.problems) or say(WORDS["failed"])
