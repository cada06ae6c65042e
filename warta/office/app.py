"""Turns requests of people who were let in into pages of the desk: the routes, and who may ask."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from warta.catalogue import say
from warta.office import (
    approving,
    entering,
    files,
    forms,
    history,
    lists,
    notices,
    people,
    press,
    publication,
)  # fmt: skip
from warta.office.door import Session, is_word
from warta.office.office import Office
from warta.office.pages import STATIC, render, static
from warta.office.roles import JUDGE, OWN, PEOPLE, PUBLISH, WATCH, WRITE
from warta.office.uploads import MOST_FILES
from warta.office.words import WORDS

ENTRANCE = "/meja/masuk"
"""The path at which people come in."""
_MOST_FIELDS = 1500
_LARGEST_FIELD = 4 * 1024 * 1024 + 1024

Page = Callable[[Office, Session, Request], Response]
Action = Callable[[Office, Session, Request, FormData], Response]

AT_THE_DOOR = frozenset(
    (
        ("GET", "/"),
        ("GET", "/meja"),
        ("GET", ENTRANCE),
        ("POST", ENTRANCE),
        ("POST", "/meja/undang"),
        ("GET", "/meja/aset/{name}"),
    )
)
"""The routes that ask nobody who they are: they show nothing of the newsroom but its name."""

PAGES: dict[str, tuple[str, Page]] = {
    "/meja/": (WRITE, lists.page),
    "/meja/rilis/baru": (WRITE, forms.begin),
    "/meja/rilis/{id}": (WRITE, forms.page),
    "/meja/rilis/{id}/halaman": (WRITE, forms.shown),
    "/meja/rilis/{id}/berkas/{name}": (WRITE, files.own_file),
    "/meja/rilis/{id}/terbitkan": (WRITE, publication.publish_page),
    "/meja/rilis/{id}/persetujuan": (WRITE, approving.approval_page),
    "/meja/rilis/{id}/versi": (WRITE, approving.version_page),
    "/meja/rilis/{id}/ralat": (PUBLISH, notices.correct_page),
    "/meja/rilis/{id}/cabut": (PUBLISH, notices.withdraw_page),
    "/meja/rilis/{id}/batalkan": (PUBLISH, notices.undo_page),
    "/meja/rilis/{id}/pers": (WRITE, press.press_page),
    "/meja/rilis/{id}/pers/{name}": (WRITE, press.press_file),
    "/meja/rilis/{id}/riwayat": (WRITE, history.history_page),
    "/meja/rilis/{id}/riwayat/{number:int}": (WRITE, history.history_page),
    "/meja/terbitan": (WATCH, publication.runs_page),
    "/meja/terbitan/{number:int}": (WATCH, publication.run_page),
    "/meja/wilayah": (WRITE, lists.regions),
    "/meja/orang": (PEOPLE, people.people_page),
    "/meja/sandi": (OWN, entering.password_page),
    "/{path:path}": (WRITE, files.shown_file),
}
"""Each page with the right that it needs."""
ACTIONS: dict[str, tuple[str, Action]] = {
    "/meja/keluar": (OWN, entering.leave),
    "/meja/sandi": (OWN, entering.change_password),
    "/meja/rilis/{id}": (WRITE, forms.save),
    "/meja/rilis/{id}/ketikan": (WRITE, forms.keep_typing),
    "/meja/rilis/{id}/buang": (WRITE, forms.drop_typing),
    "/meja/rilis/{id}/buang-perubahan": (WRITE, approving.drop_changes),
    "/meja/rilis/{id}/pratinjau": (WRITE, forms.preview),
    "/meja/rilis/{id}/terjemahan": (WRITE, forms.translate),
    "/meja/rilis/{id}/pers": (PUBLISH, press.lock_page),
    "/meja/rilis/{id}/kirim": (WRITE, approving.send),
    "/meja/rilis/{id}/setujui": (JUDGE, approving.approve),
    "/meja/rilis/{id}/kembalikan": (JUDGE, approving.give_back),
    "/meja/rilis/{id}/terbitkan": (PUBLISH, publication.publish),
    "/meja/rilis/{id}/ralat": (PUBLISH, notices.correct),
    "/meja/rilis/{id}/cabut": (PUBLISH, notices.withdraw),
    "/meja/rilis/{id}/batalkan": (PUBLISH, notices.undo),
    "/meja/rilis/{id}/riwayat/{number:int}": (WRITE, history.restore),
    "/meja/terbitan": (PUBLISH, publication.publish_site),
    "/meja/terbitan/kembali": (PUBLISH, publication.bring_back),
    "/meja/tempel": (WRITE, forms.paste),
    "/meja/orang": (PEOPLE, people.change_people),
}
"""Each act with the right that it needs."""
_FRESH = frozenset(("/meja/sandi", "/meja/keluar"))
"""Where somebody may go who has to choose a password first."""


def make_app(office: Office, key: str) -> Starlette:
    """The desk's pages. `key` is known to this person's programs alone: with it a second start asks for an address."""
    pages = dict(PAGES)
    last = pages.pop("/{path:path}")
    routes = [
        Route("/", _to_desk),
        Route("/meja", _to_desk),
        Route(ENTRANCE, functools.partial(entering.enter, office), methods=["GET"]),
        Route(ENTRANCE, functools.partial(entering.sign_in, office), methods=["POST"]),
        Route("/meja/undang", functools.partial(entering.invite, office, key), methods=["POST"]),
        Route("/meja/aset/{name}", _asset),
        *[Route(path, _page(office, *row), methods=["GET"]) for path, row in pages.items()],
        *[Route(path, _action(office, *row), methods=["POST"]) for path, row in ACTIONS.items()],
        Route("/{path:path}", _page(office, *last), methods=["GET"]),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _failed, Exception: _broken})


async def _to_desk(request: Request) -> Response:
    return RedirectResponse("/meja/", 303)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), headers={"content-type": STATIC[name], "cache-control": "no-cache"})


def _page(office: Office, right: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A route that shows something to who was let in and has the right to see it."""

    async def answer(request: Request) -> Response:
        session = await run_in_threadpool(entering.session_of, office, request)
        if session is None:
            if office.door.accounts is not None:
                return await run_in_threadpool(entering.sign_in_page, office, "", request.url.path, "", 401)
            made = render("plain", title=say(WORDS["not_in"]), hint=say(WORDS["not_in_hint"]), goes="")
            return HTMLResponse(made, 401)
        if (refused := _refused(request, session, right)) is not None:
            return refused
        return await run_in_threadpool(page, office.seen_by(session), session, request)

    return answer


def _refused(request: Request, session: Session, right: str) -> Response | None:
    """The answer to who was let in and may not do this; None: they may."""
    if session.fresh and request.url.path not in _FRESH:
        return RedirectResponse("/meja/sandi", 303)
    if not session.may(right):
        made = render(
            "plain", title=say(WORDS["no_right"]), hint=say(WORDS["no_right_hint"]), goes="/meja/", waits=True
        )
        return HTMLResponse(made, 403)
    return None


def _action(office: Office, right: str, action: Action) -> Callable[[Request], Awaitable[Response]]:
    """A route that changes something, for who was let in, has the right, and sends the word of our own forms.

    Who is not let in any more gets back what they wrote, to send it again.
    """

    async def answer(request: Request) -> Response:
        session = await run_in_threadpool(entering.session_of, office, request)
        if session is not None and (refused := _refused(request, session, right)) is not None:
            return refused
        try:
            form = await request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD)
        except HTTPException:
            return await _failed(request, HTTPException(413))
        async with _closing(form):
            if session is None or not is_word(session, str(form.get("kata", ""))):
                return _sent_back(office, request, session, form)
            return await run_in_threadpool(action, office.seen_by(session), session, request, form)

    return answer


class _closing:
    """Lets go of uploaded files in the end."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        await self._form.close()


def _sent_back(office: Office, request: Request, session: Session | None, form: FormData) -> Response:
    """The page for who sends a form without being let in, or from before: nothing is done, and nothing lost."""
    if "application/json" in request.headers.get("accept", "") or request.url.path.endswith(("/ketikan", "/pratinjau")):
        return JSONResponse({}, 401)
    name = "confirm" if session is not None else "ended" if office.door.accounts is None else "signed_out"
    # a password is never shown again, and must be typed for the page that is seen
    hidden = ("kata", "sandi", "baru", "lagi")
    fields = [(key, value) for key, value in form.multi_items() if isinstance(value, str) and key not in hidden]
    made = render(
        "plain", title=say(WORDS[name]), hint=say(WORDS[f"{name}_hint"]), goes="", fields=fields,
        action=request.url.path, word=session.word if session else "",
        entrance=ENTRANCE if name == "signed_out" else "",
    )  # fmt: skip
    return HTMLResponse(made, 401 if session is None else 403)


async def _failed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    name = "gone" if status == 404 else "failed"
    hint = say(WORDS[hints[status]]) if status in (hints := {404: "gone_hint", 413: "too_large"}) else ""
    return HTMLResponse(render("plain", title=say(WORDS[name]), hint=hint, goes=""), status)


async def _broken(request: Request, error: Exception) -> Response:
    hint = say(WORDS["disk"]) if isinstance(error, OSError) else ""
    return HTMLResponse(render("plain", title=say(WORDS["failed"]), hint=hint, goes=""), 507 if hint else 500)
