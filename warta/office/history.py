"""Turns the journal of a release into its history: steps in words, and the way back to any of them."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warta.approvals import RESTORE, Event
from warta.catalogue import say
from warta.dates import moment_in
from warta.errors import ProblemsFound
from warta.office.asked import answer
from warta.office.differences import differences
from warta.office.door import Session
from warta.office.keeping import Moved
from warta.office.office import Office
from warta.office.texts import Invalid
from warta.office.words import ACTS, WORDS


def history_page(office: Office, session: Session, request: Request) -> Response:
    """What was done to a release, and what each step changed in words."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    events = [each for each in office.keeper.journal.of(text.source) if each.digest]
    steps = [_step(office, number, each) for number, each in enumerate(events, 1)]
    number = request.path_params.get("number", len(steps))
    if not 0 < number <= len(steps):
        if "number" in request.path_params:
            raise HTTPException(404)
        return answer(office, session, "history", text=text, steps=[], chosen=None)
    event = events[number - 1]
    data, before = office.keeper.versions.get(event.digest), office.keeper.versions.get(event.base)
    changes, details = differences(office, text, before or b"", data) if data is not None else ([], [])
    return answer(
        office, session, "history", text=text, steps=list(reversed(steps)), chosen=steps[number - 1], changes=changes,
        details=details, first=before is None, may_restore=data is not None and data != text.data,
    )  # fmt: skip


def _step(office: Office, number: int, event: Event) -> dict[str, Any]:
    who = event.who or say(WORDS["nobody"])
    when = moment_in(event.at, office.settings.zone)
    return {"number": number, "words": ACTS.get(event.act, ACTS["save"]), "who": who, "when": when, "note": event.note}


def restore(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make an earlier version the newest."""
    text = office.texts.open(request.path_params["id"])
    if text is None or text.is_new:
        raise HTTPException(404)
    events = [each for each in office.keeper.journal.of(text.source) if each.digest]
    number = request.path_params["number"]
    if not 0 < number <= len(events):
        raise HTTPException(404)
    try:
        office.texts.restore(text.id, events[number - 1].digest, RESTORE, session.who)
    except (KeyError, Invalid, ProblemsFound, Moved):
        raise HTTPException(409) from None
    office.texts.drop_typing(text.id)
    return RedirectResponse(f"/meja/rilis/{text.id}", 303)
