"""Turns requests of people who were let in into pages of the desk: the routes, and who may ask."""

from __future__ import annotations

import functools
import hmac
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from warta.catalogue import say
from warta.office import files, forms, history, lists, notices, press, publication
from warta.office.door import Session, is_word
from warta.office.office import Office
from warta.office.pages import STATIC, render, static
from warta.office.uploads import MOST_FILES
from warta.office.words import WORDS

ENTRANCE = "/meja/masuk"
"""The path at which a start address comes in."""
_MOST_FIELDS = 1500
_LARGEST_FIELD = 4 * 1024 * 1024 + 1024

Page = Callable[[Office, Session, Request], Response]
Action = Callable[[Office, Session, Request, FormData], Response]


def make_app(office: Office, key: str) -> Starlette:
    """The desk's pages. `key` is known to this person's programs alone: with it a second start asks for an address."""
    routes = [
        Route("/", _to_desk),
        Route("/meja", _to_desk),
        Route(ENTRANCE, functools.partial(_enter, office), methods=["GET"]),
        Route("/meja/undang", functools.partial(_invite, office, key), methods=["POST"]),
        Route("/meja/aset/{name}", _asset),
        Route("/meja/keluar", _action(office, _leave), methods=["POST"]),
        *[Route(path, _page(office, page)) for path, page in _PAGES.items()],
        *[Route(path, _action(office, action), methods=["POST"]) for path, action in _ACTIONS.items()],
        Route("/{path:path}", _page(office, files.shown_file)),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _failed, Exception: _broken})


_PAGES: dict[str, Page] = {
    "/meja/": lists.page,
    "/meja/rilis/baru": forms.begin,
    "/meja/rilis/{id}": forms.page,
    "/meja/rilis/{id}/halaman": forms.shown,
    "/meja/rilis/{id}/berkas/{name}": files.own_file,
    "/meja/rilis/{id}/terbitkan": publication.publish_page,
    "/meja/rilis/{id}/ralat": notices.correct_page,
    "/meja/rilis/{id}/cabut": notices.withdraw_page,
    "/meja/rilis/{id}/batalkan": notices.undo_page,
    "/meja/rilis/{id}/pers": press.press_page,
    "/meja/rilis/{id}/pers/{name}": press.press_file,
    "/meja/rilis/{id}/riwayat": history.history_page,
    "/meja/rilis/{id}/riwayat/{number:int}": history.history_page,
    "/meja/terbitan": publication.runs_page,
    "/meja/terbitan/{number:int}": publication.run_page,
    "/meja/wilayah": lists.regions,
}
_ACTIONS: dict[str, Action] = {
    "/meja/rilis/{id}": forms.save,
    "/meja/rilis/{id}/ketikan": forms.keep_typing,
    "/meja/rilis/{id}/buang": forms.drop_typing,
    "/meja/rilis/{id}/buang-perubahan": forms.drop_changes,
    "/meja/rilis/{id}/pratinjau": forms.preview,
    "/meja/rilis/{id}/terjemahan": forms.translate,
    "/meja/rilis/{id}/terbitkan": publication.publish,
    "/meja/rilis/{id}/ralat": notices.correct,
    "/meja/rilis/{id}/cabut": notices.withdraw,
    "/meja/rilis/{id}/batalkan": notices.undo,
    "/meja/rilis/{id}/pers": press.lock_page,
    "/meja/rilis/{id}/riwayat/{number:int}": history.restore,
    "/meja/terbitan": publication.publish_site,
    "/meja/terbitan/kembali": publication.bring_back,
    "/meja/tempel": forms.paste,
}


async def _to_desk(request: Request) -> Response:
    return RedirectResponse("/meja/", 303)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), headers={"content-type": STATIC[name], "cache-control": "no-cache"})


async def _enter(office: Office, request: Request) -> Response:
    cookie = office.door.enter(request.query_params.get("kunci", ""))
    if cookie is None:
        if _session(office, request) is not None:
            return RedirectResponse("/meja/", 303)
        return HTMLResponse(render("plain", title=say(WORDS["not_in"]), hint=say(WORDS["not_in_hint"]), goes=""), 403)
    # a page, and no redirect: a browser that came from elsewhere sends no strict cookie on its way
    answer = HTMLResponse(render("plain", title=say(WORDS["entering"]), hint="", goes="/meja/"))
    answer.set_cookie(office.door.cookie, cookie, httponly=True, samesite="strict", path="/")
    return answer


async def _invite(office: Office, key: str, request: Request) -> Response:
    if not hmac.compare_digest(request.headers.get("x-kunci", "").encode(), key.encode()):
        return PlainTextResponse("", 403)
    return PlainTextResponse(office.door.invite(request.headers.get("x-nama", "")[:60]))


def _leave(office: Office, session: Session, request: Request, form: FormData) -> Response:
    office.door.leave(request.cookies.get(office.door.cookie, ""))
    answer = HTMLResponse(render("plain", title=say(WORDS["not_in"]), hint="", goes=""))
    answer.delete_cookie(office.door.cookie, path="/", httponly=True, samesite="strict")
    return answer


def _session(office: Office, request: Request) -> Session | None:
    return office.door.session(request.cookies.get(office.door.cookie, ""))


def _page(office: Office, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A route that shows something to who was let in."""

    async def answer(request: Request) -> Response:
        session = _session(office, request)
        if session is None:
            made = render("plain", title=say(WORDS["not_in"]), hint=say(WORDS["not_in_hint"]), goes="")
            return HTMLResponse(made, 401)
        return await run_in_threadpool(page, office, session, request)

    return answer


def _action(office: Office, action: Action) -> Callable[[Request], Awaitable[Response]]:
    """A route that changes something, for who was let in and sends the word of our own forms.

    Who is not let in any more gets back what they wrote, to send it again.
    """

    async def answer(request: Request) -> Response:
        session = _session(office, request)
        try:
            form = await request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD)
        except HTTPException:
            return await _failed(request, HTTPException(413))
        async with _closing(form):
            if session is None or not is_word(session, str(form.get("kata", ""))):
                return _sent_back(request, session, form)
            return await run_in_threadpool(action, office, session, request, form)

    return answer


class _closing:
    """Lets go of uploaded files in the end."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        await self._form.close()


def _sent_back(request: Request, session: Session | None, form: FormData) -> Response:
    """The page for who sends a form without being let in, or from before: nothing is done, and nothing lost."""
    if "application/json" in request.headers.get("accept", "") or request.url.path.endswith(("/ketikan", "/pratinjau")):
        return JSONResponse({}, 401)
    name = "ended" if session is None else "confirm"
    fields = [(key, value) for key, value in form.multi_items() if isinstance(value, str) and key != "kata"]
    made = render(
        "plain", title=say(WORDS[name]), hint=say(WORDS[f"{name}_hint"]), goes="", fields=fields,
        action=request.url.path, word=session.word if session else "",
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
