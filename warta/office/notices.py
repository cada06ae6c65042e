"""Turns what the press rules ask for into notices that readers see: corrections, withdrawals, and their taking back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warta.approvals import CORRECT, UNDO, WITHDRAW
from warta.catalogue import say
from warta.content.amend import add_item, set_key, take_last
from warta.errors import ProblemsFound
from warta.messages import msg
from warta.office.asked import answer, own_text, said_of
from warta.office.door import Session
from warta.office.form import plain
from warta.office.keeping import Moved
from warta.office.office import Office
from warta.office.texts import Invalid, NotApproved, Text
from warta.office.words import WORDS

_KINDS = {"typo": "typo", "correction": "correction", "right-of-reply": "reply", "clarification": "clarification"}


def _kinds() -> list[tuple[str, str, str]]:
    return [(value, say(WORDS[f"kind_{name}"]), say(WORDS[f"kind_{name}_hint"])) for value, name in _KINDS.items()]


def correct_page(
    office: Office, session: Session, request: Request, kind: str = "correction", typed: str = "", failure: str = ""
) -> Response:
    """What was wrong, and what readers are told."""
    text = own_text(office, request)
    status = 422 if failure else 200
    return answer(
        office, session, "correct", status, text=text, kinds=_kinds(), kind=kind, typed=typed, failure=failure
    )


def correct(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Add a correction to a release that readers saw, and publish it."""
    text = own_text(office, request)
    kind, said = str(form.get("jenis", "")), " ".join(plain(str(form.get("kalimat", ""))).split())
    if kind == "typo":
        return RedirectResponse(f"/meja/rilis/{text.id}#f-body", 303)
    if kind not in _KINDS or not said:
        return correct_page(office, session, request, kind if kind in _KINDS else "correction", said, _needed())
    item = {"at": f"{office.running.now():%Y-%m-%d %H:%M}", "kind": kind, "text": said}
    return _amend(office, session, text, lambda data, name: add_item(data, name, "corrections", item), CORRECT, said,
                  lambda why: correct_page(office, session, request, kind, said, why))  # fmt: skip


def _needed() -> str:
    return say(msg("readers-need-words", "Readers must be able to see what it says: write a sentence."))


def withdraw_page(office: Office, session: Session, request: Request, typed: str = "", failure: str = "") -> Response:
    """Why, what goes, and what stays."""
    text = own_text(office, request)
    return answer(office, session, "withdraw", 422 if failure else 200, text=text, typed=typed, failure=failure)


def withdraw(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Withdraw a release, with a reason, and publish that."""
    text = own_text(office, request)
    assert text.release is not None
    said = " ".join(plain(str(form.get("alasan", ""))).split())
    if not said:
        return withdraw_page(office, session, request, said, _needed())
    if text.release.withdrawn:
        return RedirectResponse(f"/meja/rilis/{text.id}", 303)
    item = {"at": f"{office.running.now():%Y-%m-%d %H:%M}", "reason": said}
    return _amend(office, session, text, lambda data, name: set_key(data, name, ("withdrawn",), item), WITHDRAW, said,
                  lambda why: withdraw_page(office, session, request, said, why))  # fmt: skip


def undo_page(office: Office, session: Session, request: Request, failure: str = "") -> Response:
    """What is taken back."""
    text = own_text(office, request)
    assert text.release is not None
    release = text.release
    if not (release.withdrawn or release.corrections):
        raise HTTPException(404)
    said = release.withdrawn.reason if release.withdrawn else release.corrections[-1].text
    name = "undo_withdrawal" if release.withdrawn else "undo_correction"
    return answer(office, session, "undo", 422 if failure else 200, text=text, title=say(WORDS[name]), said=said,
                  failure=failure)  # fmt: skip


def undo(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Take back the withdrawal, else the newest correction, and publish that."""
    text = own_text(office, request)
    assert text.release is not None
    withdrawn = text.release.withdrawn is not None

    def change(data: bytes, name: str) -> bytes:
        return set_key(data, name, ("withdrawn",), None) if withdrawn else take_last(data, name, "corrections")

    back: Callable[[str], Response] = lambda why: undo_page(office, session, request, why)  # noqa: E731
    return _amend(office, session, text, change, UNDO, "", back)


def _amend(  # noqa: PLR0913 - a change, how it is written down, and what is shown when it cannot be made
    office: Office, session: Session, text: Text, change: Callable[[bytes, str], bytes], act: str, note: str,
    failed: Callable[[str], Response],
) -> Response:  # fmt: skip
    if office.publisher.is_held:
        return failed(say(WORDS["held_first"]))
    try:
        done = office.texts.amended(text.id, change, act, session.who, note)
    except (Invalid, ProblemsFound) as wrong:
        return failed(said_of(wrong))
    except Moved:
        return failed(say(msg("publish-moved", "The release was changed meanwhile. Look at it again.")))
    except NotApproved:
        return failed(say(WORDS["not_approved"]))
    except OSError:
        return failed(say(WORDS["disk"]))
    run = office.publisher.start(session.who, text.id, undo=partial(office.texts.put_back, text, done, session.who))
    return RedirectResponse(f"/meja/terbitan/{run.number}", 303)
