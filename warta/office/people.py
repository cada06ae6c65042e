"""Turns what a publisher asks for into accounts: people who come, change their role, lose their password, and go."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from warta.catalogue import say
from warta.errors import Said
from warta.messages import Message, msg
from warta.office.accounts import Accounts, CannotTrust, Refused, made_up, same_name
from warta.office.asked import answer
from warta.office.door import Session
from warta.office.entering import confirmed
from warta.office.journal import PERSON
from warta.office.office import Office
from warta.office.roles import ROLE_HINTS, ROLES, WRITER
from warta.office.words import WORDS

_ALONE = msg("people-alone", "This desk is opened for one person. Accounts count at 'warta desk --office'.")


def people_page(  # noqa: PLR0913 - what was typed, and what came of it
    office: Office, session: Session, request: Request, failure: str = "", typed: str = "", told: str = "",
    done: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """Who may come in, and as what."""
    accounts = office.door.accounts
    people = []
    if accounts is None:
        failure = say(_ALONE)
    else:
        try:
            people = [
                {"name": each.name, "role": each.role, "on": each.on, "you": same_name(each.name, session.who)}
                for each in accounts.all()
            ]
        except CannotTrust as error:
            office.warn(error.message)
            failure, status = say(WORDS["failed"]), 503
    return answer(
        office, session, "people", status, people=people, failure=failure, typed=typed, told=told, done=done,
        roles=[(key, say(name), say(ROLE_HINTS[key])) for key, name in ROLES.items()], first=WRITER,
        open=accounts is not None,
    )  # fmt: skip


def change_people(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Make an account, or change one; the publisher proves once more who asks."""
    accounts, name = office.door.accounts, str(form.get("nama", ""))
    if accounts is None:
        return people_page(office, session, request, status=422)
    if why := confirmed(office, session, request, str(form.get("sandi", ""))):
        return people_page(office, session, request, say(why), name, status=403)
    try:
        what, role = str(form.get("apa", "")), str(form.get("peran", ""))
        done, told = _change(accounts, session, what, name, role)
        office.keeper.tell(
            PERSON, session.who, note=" ".join(filter(None, (what, name, role if what != "sandi" else "")))
        )
    except Said as wrong:
        return people_page(office, session, request, say(wrong.message), name, status=422)
    except CannotTrust as error:
        office.warn(error.message)
        return people_page(office, session, request, say(WORDS["failed"]), name, status=503)
    return people_page(office, session, request, told=told, done=say(done))


def _change(accounts: Accounts, session: Session, what: str, name: str, role: str) -> tuple[Message, str]:
    """What was done, and a new password to hand on where there is one. Raises Refused, CannotTrust, OSError."""
    if what in ("sandi", "peran", "mati") and same_name(name, session.who):
        raise Refused(msg("people-yourself", "Nobody changes the own account here: another publisher does."))
    if what == "baru":
        password = made_up()
        made = accounts.add(name, role, password, fresh=True)
        return msg("people-added", "%(name)s can come in with this password, and chooses another at once:",
                   name=made.name), password  # fmt: skip
    if what == "sandi":
        password = made_up()
        accounts.set_password(name, password, fresh=True)
        return msg("people-reset", "%(name)s can come in with this password, and chooses another at once:",
                   name=name), password  # fmt: skip
    if what == "peran":
        made = accounts.set_role(name, role)
        return msg("people-role", "%(name)s is now: %(role)s.", name=made.name, role=ROLES[made.role]), ""
    if what in ("mati", "hidup"):
        accounts.switch(name, on=what == "hidup")
        if what == "hidup":
            return msg("people-on", "%(name)s may come in again.", name=name), ""
        return msg("people-off", "%(name)s may not come in any more.", name=name), ""
    raise Refused(WORDS["failed"])
