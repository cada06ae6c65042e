"""Turns start addresses, names and passwords into sessions, and ends them: the pages at the desk's door."""

from __future__ import annotations

import hmac
import ipaddress
import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from warta.catalogue import say
from warta.messages import Message, msg
from warta.office.accounts import CannotTrust, Refused
from warta.office.asked import answer
from warta.office.door import Session
from warta.office.office import Office
from warta.office.pages import render
from warta.office.words import WORDS

_INSIDE = re.compile(r"/meja/[0-9a-z/-]*")
_MARK_LASTS = 180 * 86_400
_WRONG = msg("sign-in-wrong", "Name or password is not right.")
_BUSY = msg("sign-in-busy", "Many want to come in at once. Try again in a moment.")
_NO_TRUST = msg("sign-in-closed", "Nobody can be let in now. Whoever looks after this computer finds the reason there.")


def session_of(office: Office, request: Request) -> Session | None:
    """Whose request this is; None: nobody's who was let in."""
    return office.door.session(request.cookies.get(cookie_of(office), ""))


def cookie_of(office: Office) -> str:
    """The name of the cookie; over HTTPS browsers take one of such a name from this very host alone."""
    return f"__Host-{office.door.cookie}" if office.is_encrypted else office.door.cookie


async def enter(office: Office, request: Request) -> Response:
    """Let in who brings a token; at the desk of an office, ask who it is."""
    if office.door.accounts is not None:
        if session_of(office, request) is not None:
            return RedirectResponse("/meja/", 303)
        return sign_in_page(office, goes=request.query_params.get("ke", ""))
    cookie = office.door.enter(request.query_params.get("kunci", ""))
    if cookie is None:
        if session_of(office, request) is not None:
            return RedirectResponse("/meja/", 303)
        return HTMLResponse(render("plain", title=say(WORDS["not_in"]), hint=say(WORDS["not_in_hint"]), goes=""), 403)
    # a page, and no redirect: a browser that came from elsewhere sends no strict cookie on its way
    made = HTMLResponse(render("plain", title=say(WORDS["entering"]), hint="", goes="/meja/"))
    _set(office, made, cookie_of(office), cookie)
    return made


async def invite(office: Office, key: str, request: Request) -> Response:
    """A start address, for a second start by the same person; an office's desk gives none."""
    given = request.headers.get("x-kunci", "").encode()
    if office.door.accounts is not None or not hmac.compare_digest(given, key.encode()):
        return PlainTextResponse("", 403)
    return PlainTextResponse(office.door.invite(request.headers.get("x-nama", "")[:60]))


def sign_in_page(office: Office, name: str = "", goes: str = "", failure: str = "", status: int = 200) -> Response:
    """The page that asks for name and password."""
    first = ""
    if office.door.accounts is not None:
        try:
            first = "" if office.door.accounts.all() else say(WORDS["no_accounts"])
        except CannotTrust as error:
            office.warn(error.message)
            failure, status = say(_NO_TRUST), 503
    made = render(
        "sign_in", site=office.settings.title, who=name, goes=_inside(goes), failure=failure, first=first,
        plain=not office.is_encrypted and not office.is_alone,
    )  # fmt: skip
    return HTMLResponse(made, status)


def _inside(path: str) -> str:
    return path if _INSIDE.fullmatch(path) else "/meja/"


async def sign_in(office: Office, request: Request) -> Response:
    """Let in who brings a name and its password, in a new session."""
    if office.door.accounts is None:
        return PlainTextResponse("", 404)
    form = await request.form(max_files=0, max_fields=20, max_part_size=4096)
    name, password, goes = (str(form.get(key, "")) for key in ("nama", "sandi", "ke"))
    return await run_in_threadpool(_sign_in, office, request, name[:200], password, goes)


def _sign_in(office: Office, request: Request, name: str, password: str, goes: str) -> Response:
    assert office.door.accounts is not None
    address, mark, known = _address(request), request.cookies.get(_mark_of(office), ""), _known(name)
    wait = office.throttle.attempt(address, known, mark)
    if wait:
        return sign_in_page(office, name, goes, say(_too_often(wait)), 429)
    try:
        account = office.door.accounts.let_in(name, password)
    except TimeoutError:
        office.throttle.came_in(address, known, mark)  # nothing was tried
        return sign_in_page(office, name, goes, say(_BUSY), 503)
    except CannotTrust as error:
        office.warn(error.message)
        return sign_in_page(office, name, goes, say(_NO_TRUST), 503)
    if account is None:
        return sign_in_page(office, name, goes, say(_WRONG), 403)
    office.throttle.came_in(address, known, mark)
    cookie = office.door.admit(account, request.cookies.get(cookie_of(office), ""))
    made = RedirectResponse("/meja/sandi" if account.fresh else _inside(goes), 303)
    _set(office, made, cookie_of(office), cookie)
    _set(office, made, _mark_of(office), office.throttle.mark(known), _MARK_LASTS)
    return made


def _too_often(seconds: float) -> Message:
    return msg(
        "sign-in-wait",
        "That was tried too often. Try again in 1 minute.",
        many="That was tried too often. Try again in %(count)s minutes.",
        count=max(1, round(seconds / 60 + 0.5)),
    )


def _known(name: str) -> str:
    return " ".join(name.casefold().split())


def _address(request: Request) -> str:
    """Who asks, as far as attempts are counted: of the newer kind of addresses the network, which is one customer's."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((host, 64), strict=False)) if found.version == 6 else host


def _mark_of(office: Office) -> str:
    return f"{cookie_of(office)}-kenal"


def _set(office: Office, made: Response, name: str, value: str, lasts: int | None = None) -> None:
    made.set_cookie(name, value, max_age=lasts, httponly=True, samesite="strict", path="/", secure=office.is_encrypted)


def leave(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """End the session."""
    office.door.leave(request.cookies.get(cookie_of(office), ""))
    if office.door.accounts is not None:
        made: Response = RedirectResponse("/meja/masuk", 303)
    else:
        made = HTMLResponse(render("plain", title=say(WORDS["not_in"]), hint="", goes=""))
    made.delete_cookie(cookie_of(office), path="/", httponly=True, samesite="strict", secure=office.is_encrypted)
    return made


def password_page(office: Office, session: Session, request: Request, failure: str = "", status: int = 200) -> Response:
    """One's own password."""
    if office.door.accounts is None:
        return RedirectResponse("/meja/", 303)
    return answer(office, session, "password", status, failure=failure, fresh=session.fresh)


def change_password(office: Office, session: Session, request: Request, form: FormData) -> Response:
    """Give oneself another password, which ends all other sessions of this person."""
    accounts = office.door.accounts
    if accounts is None:
        return RedirectResponse("/meja/", 303)
    new, again = str(form.get("baru", "")), str(form.get("lagi", ""))
    if new != again:
        return password_page(office, session, request, say(msg("password-differ", "The two are not alike.")), 422)
    if failure := confirmed(office, session, request, str(form.get("sandi", ""))):
        return password_page(office, session, request, say(failure), 403)
    if new == str(form.get("sandi", "")):
        return password_page(office, session, request, say(msg("password-same", "That is the password you had.")), 422)
    try:
        account = accounts.set_password(session.who, new)
    except Refused as wrong:
        return password_page(office, session, request, say(wrong.message), 422)
    except CannotTrust as error:
        office.warn(error.message)
        return password_page(office, session, request, say(_NO_TRUST), 503)
    cookie = office.door.admit(account, request.cookies.get(cookie_of(office), ""))
    made = RedirectResponse("/meja/", 303)
    _set(office, made, cookie_of(office), cookie)
    return made


def confirmed(office: Office, session: Session, request: Request, password: str) -> Message | None:
    """Why somebody who was let in did not prove once more who it is; None: the password is right."""
    assert office.door.accounts is not None
    address, known = _address(request), _known(session.who)
    mark = request.cookies.get(_mark_of(office), "")
    if wait := office.throttle.attempt(address, known, mark):
        return _too_often(wait)
    try:
        if office.door.accounts.let_in(session.who, password) is None:
            return msg("password-wrong", "Your password is not right.")
    except TimeoutError:
        office.throttle.came_in(address, known, mark)
        return _BUSY
    except CannotTrust as error:
        office.warn(error.message)
        return _NO_TRUST
    office.throttle.came_in(address, known, mark)
    return None
