"""Turns a version of a release into one that somebody answers for: sent, given back with a note, or approved."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warta.approvals import APPROVE, RETURN, SEND, Standing
from warta.catalogue import say
from warta.messages import Message, msg
from warta.office import forms
from warta.office.accounts import same_name
from warta.office.asked import answer, saved_text
from warta.office.differences import differences
from warta.office.door import Session
from warta.office.form import plain
from warta.office.office import Office
from warta.office.roles import JUDGE, PUBLISH
from warta.office.standing import said_of
from warta.office.texts import Text
from warta.office.words import WORDS

_LONGEST_NOTE = 2000


def approval_page(
    office: Office, session: Session, request: Request, failure: str = "", typed: str = "", status: int = 200
) -> Response:
    """Where a release stands, what changed since the last approved version, and what this person may say of it."""
    text = saved_text(office, request)
    standing = office.standing(text)
    before = office.keeper.versions.get(standing.last) if standing.last else None
    changes, details = differences(office, text, before, text.data) if before is not None else ([], [])
    same = standing.last == text.base
    return answer(
        office, session, "approval", status, text=text, base=text.base, failure=failure, typed=typed,
        said=say(said_of(standing, office.settings.zone)),
        note=standing.judged.note if standing.is_returned and standing.judged else "",
        hands=sorted(standing.hands), outside=standing.outside, changes=[] if same else changes,
        details=[] if same else details, first=before is None, can=_may(office, session, text, standing),
        why=say(why) if (why := _why_not(office, session, standing)) and standing.is_waiting else "",
        found=office.editor.read(text.data, text.release, text.problems),
    )  # fmt: skip


def _may(office: Office, session: Session, text: Text, standing: Standing) -> dict[str, bool]:
    """What may be done on this page by this person now."""
    new = text.draft or text.proposed or not standing.is_approved
    return {
        "send": new and not standing.is_waiting and not standing.is_approved,
        "judge": standing.is_waiting and _why_not(office, session, standing) is None,
        "give_back": standing.is_waiting and session.may(JUDGE),
        "publish": session.may(PUBLISH) and (text.draft or text.proposed)
        and (standing.is_approved or not office.settings.desk.second_eye),
    }  # fmt: skip


def _why_not(office: Office, session: Session, standing: Standing) -> Message | None:
    """Why this person cannot approve the newest version; None: they can."""
    if not session.may(JUDGE):
        return msg("approve-no-right", "An editor or a publisher approves it.")
    if session.alone:
        return msg("approve-alone", "Approvals are given where people sign in: 'warta desk --office'.")
    if any(same_name(session.who, each) for each in standing.hands):
        return msg("approve-own-hand", "You have a hand in this version, so somebody else approves it.")
    return None


def version_page(office: Office, session: Session, request: Request) -> Response:
    """The page as readers would see it, of the very version that is looked at, without anybody's typing."""
    return forms.page_of(office, saved_text(office, request))


def _looked_at(office: Office, request: Request, form: FormData) -> tuple[Text, Standing, str]:
    """The release, how it stands, and why what was looked at is not what is there now."""
    text = saved_text(office, request)
    moved = form.get("versi") != text.base
    why = say(msg("publish-moved", "The release was changed meanwhile. Look at it again.")) if moved else ""
    return text, office.standing(text), why


def send(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Send the newest version for approval."""
    text, standing, moved = _looked_at(office, request, form)
    if moved:
        return approval_page(office, session, request, moved, status=409)
    if not standing.is_waiting and not standing.is_approved:
        if not text.proposed:
            office.keeper.notice(text.source)
        office.keeper.judge(SEND, session.who, text.source, text.data)
    return _back(text)


def approve(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Approve the very bytes that were looked at, and the files that they name."""
    with office.texts.still():
        text, standing, moved = _looked_at(office, request, form)
        why = _why_not(office, session, standing)
        if moved or not standing.is_waiting:
            return approval_page(office, session, request, moved or say(WORDS["not_waiting"]), status=409)
        if why is not None:
            return approval_page(office, session, request, say(why), status=403)
        office.keeper.judge(APPROVE, session.who, text.source, text.data, files=office.texts.files_of(text))
    return _back(text)


def give_back(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Give a version back to who wrote it, with a note."""
    note = " ".join(plain(str(form.get("catatan", ""))).split())[:_LONGEST_NOTE]
    with office.texts.still():
        text, standing, moved = _looked_at(office, request, form)
        if moved or not standing.is_waiting:
            return approval_page(office, session, request, moved or say(WORDS["not_waiting"]), note, 409)
        if not note:
            needed = say(msg("return-needs-note", "Say what is to be changed, so that the writer knows."))
            return approval_page(office, session, request, needed, note, 422)
        office.keeper.judge(RETURN, session.who, text.source, text.data, note)
    return _back(text)


def drop_changes(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Discard changes that nobody published; a writer discards none in which somebody else has a hand."""
    text = saved_text(office, request)
    if not session.sees_all and not all(same_name(session.who, each) for each in office.standing(text).hands):
        return approval_page(office, session, request, say(WORDS["no_right_hint"]), status=403)
    return forms.drop_changes(office, session, request, form)


def _back(text: Text) -> Response:
    return RedirectResponse(f"/meja/rilis/{text.id}/persetujuan", 303)
