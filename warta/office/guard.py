"""Turns requests into answers that nobody else can ask for, frame or fill: the checks before and the headers after."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warta.catalogue import say
from warta.messages import msg
from warta.office.door import Place, is_ours

LARGEST_REQUEST = 30 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of the desk's own pages."""
SHOWN = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The policy of a page of the newsroom beside its form: nothing in it runs."""
FILE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
"""The policy of a file that a page shows, were it opened by itself."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_REFUSED = msg("desk-not-yours", "This desk answers to its own address only, and to no page of another site.")
_MOST_READ = 20 * LARGEST_REQUEST


class TooLarge(HTTPException):
    """A request goes on for too long."""

    def __init__(self) -> None:
        super().__init__(413)


class Guard:
    """Stands before the desk. `place` is where it is reached; `entrance` is the path where people come in. With a
    `proxy`, an address, nobody but that is answered, and the last address of its X-Forwarded-For is who asks; no other
    header of a proxy is believed.
    """

    def __init__(self, app: ASGIApp, place: Place, entrance: str, proxy: str = "") -> None:
        self._app, self._place, self._entrance, self._proxy = app, place, entrance, proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answered = _with_headers(send)
        if refusal := self._refusal(scope):
            await refusal(scope, receive, answered)
            return
        if self._proxy:
            scope = {**scope, "client": (_told_address(Headers(scope=scope), self._proxy), 0)}
        await self._app(scope, _counted(receive), answered)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        changing = scope["method"] not in ("GET", "HEAD")
        came_by = (scope.get("client") or ("", 0))[0]
        if self._proxy and came_by != self._proxy:
            return PlainTextResponse(say(_REFUSED), 403)
        if not is_ours(headers, self._place, entering=scope["path"] == self._entrance, changing=changing):
            return PlainTextResponse(say(_REFUSED), 403)
        return None


def _told_address(headers: Headers, proxy: str) -> str:
    """The address that the proxy itself added, the last one; what stands before it was sent by whoever asks."""
    last = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return proxy


async def _read_off(receive: Receive) -> None:
    """Let a browser send what is too large, up to a bound: it shows no answer before it could send all."""
    seen = 0
    while seen <= _MOST_READ:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def _with_headers(send: Send) -> Send:
    async def answered(message: Message) -> None:
        if message["type"] == "http.response.start":
            made = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                made.setdefault(name, value)
            made.setdefault("content-security-policy", POLICY)
            if "frame-ancestors 'none'" in made["content-security-policy"]:
                made["x-frame-options"] = "DENY"
        await send(message)

    return answered


def _counted(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_REQUEST:
            if message.get("more_body"):
                await _read_off(receive)
            raise TooLarge
        return message

    return counted
