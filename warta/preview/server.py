"""Turns requests of a browser on this machine into the files of a preview, and new builds into reloads."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from warta.catalogue import say
from warta.media_types import type_by_name
from warta.messages import Message, msg
from warta.preview.connections import Connections
from warta.preview.door import Door, is_of_this_machine
from warta.preview.error_page import STYLE, error_page
from warta.preview.policy import OF_OWN_PAGES, headers_of
from warta.preview.session import Session, State
from warta.render.html.locking import made_up
from warta.settings import Settings

_OWN = "/__warta/"
_HEARTBEAT = 10.0  # seconds; how a browser that went away is noticed
_PIECE = 65_536  # bytes
_UNKNOWN = HTTPStatus.UNAUTHORIZED
_REFUSED = {
    HTTPStatus.FORBIDDEN: msg(
        "preview-not-yours", "This preview answers to its own address only, and to no page of another site."
    ),
    _UNKNOWN: msg("preview-asks", "This preview holds drafts. The terminal says name and password."),
}
_ASK = {"WWW-Authenticate": 'Basic realm="Warta", charset="UTF-8"'}
_RELOAD = """(() => {
  const asked = new URL(document.currentScript.src).searchParams;
  const events = new EventSource("/__warta/events?" + asked);
  events.addEventListener("reload", () => { events.close(); location.reload(); });
  events.addEventListener("styles", ({ data, lastEventId }) => {
    for (const old of document.querySelectorAll("link[rel=stylesheet]")) {
      const at = new URL(old.href);
      if (!data.split(" ").some((path) => at.pathname.endsWith("/" + path))) continue;
      at.searchParams.set("v", lastEventId);
      const now = old.cloneNode();
      now.href = at;
      now.addEventListener("load", () => old.remove());
      old.after(now);
    }
  });
  addEventListener("pagehide", () => events.close());
})();
"""
_STYLES = ".css"
_BESIDE = (".html", ".xml", ".json", ".txt", ".gz", ".br", ".zst")
"""The endings of files that no open page shows, but for its own."""


def make_server(session: Session, host: str, port: int, settings: Callable[[], Settings | None]) -> PreviewServer:
    """A server of a preview, bound and not yet serving; `settings` gives those of the newest build that had any.

    A port that is in use is replaced by a free one. Raises OSError when the host cannot be bound.
    """
    try:
        return PreviewServer((host, port), session, settings)
    except OSError:
        return PreviewServer((host, 0), session, settings)


class PreviewServer(ThreadingHTTPServer):
    """Serves one session; each request has a thread of its own. `door` says who is let in."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], session: Session, settings: Callable[[], Settings | None]) -> None:
        self.session = session
        self.settings = settings
        self.nonce = secrets.token_urlsafe(16)
        self.connections = Connections()
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        bound, port = self.socket.getsockname()[:2]
        self.door = Door(address[0], port, "" if is_of_this_machine(bound) else made_up())

    @property
    def base(self) -> str:
        """The path the site lies under."""
        settings = self.settings()
        return settings.base if settings else ""

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread; connections whose request never comes are let go (see `service_actions`)."""
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self.connections.remove(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """What is done between requests."""
        self.connections.end_late()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is nothing to tell."""

    def start(self) -> threading.Thread:
        """Serve in a thread."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        return thread


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version = "Warta"
    sys_version = ""
    timeout = 30  # seconds that a reader may take for a piece of an answer

    def log_message(self, format: str, *args: object) -> None:
        """A preview says nothing of each request."""

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._answer_request()

    def do_GET(self) -> None:
        """Answer with a file, an error page, or a stream of reloads."""
        self._answer_request()

    def _answer_request(self) -> None:
        self.server.connections.arrived(self.connection)
        refusal = self.server.door.refusal(self.headers)
        if refusal is not None:
            self._say(refusal, _REFUSED[refusal], _ASK if refusal is _UNKNOWN else {})
            return
        path = urlsplit(self.path).path
        if path == _OWN + "events":
            self._stream()
        elif path == _OWN + "reload.js":
            self._answer(HTTPStatus.OK, "text/javascript", _RELOAD.encode())
        elif path == _OWN + "error.css":
            self._answer(HTTPStatus.OK, "text/css; charset=utf-8", STYLE.encode())
        else:
            self._page(unquote(path))

    def _page(self, path: str) -> None:
        state, base = self.server.session.state, self.server.base
        if base and not path.startswith(base + "/"):
            self._redirect(base + "/")
            return
        name = path.removeprefix(base).lstrip("/")
        if name == "" or name.endswith("/"):
            name += "index.html"
        if state.problems and (name.endswith(".html") or f"{name}/index.html" in state.claimed or "." not in name):
            html = error_page(state.problems).encode()
            self._html(HTTPStatus.INTERNAL_SERVER_ERROR, html, state, OF_OWN_PAGES)
        elif name in state.claimed:
            self._file(name, state, HTTPStatus.OK)
        elif f"{name}/index.html" in state.claimed:
            self._redirect(quote(f"{base}/{name}/"))
        elif "404.html" in state.claimed:
            self._file("404.html", state, HTTPStatus.NOT_FOUND)
        else:
            self._say(HTTPStatus.NOT_FOUND, msg("preview-nothing", "Nothing is here."))

    def _file(self, name: str, state: State, status: HTTPStatus) -> None:
        try:
            data = (state.root / name).read_bytes()
        except OSError:  # a build that runs right now took it away
            self._say(HTTPStatus.NOT_FOUND, msg("preview-no-more", "Nothing is here any more."))
            return
        kind = type_by_name(name)
        if kind.startswith("text/html"):
            self._html(status, data, state, page=name)
        else:
            self._answer(status, kind, data, self._headers())

    def _headers(self) -> Mapping[str, str]:
        events = f"http://{self.headers.get('Host', '')}{_OWN}events"
        return headers_of(self.server.settings(), self.server.nonce, events)

    def _html(
        self,
        status: HTTPStatus,
        data: bytes,
        state: State,
        headers: Mapping[str, str] | None = None,
        page: str = "",
    ) -> None:
        headers = self._headers() if headers is None else headers
        nonce = f' nonce="{self.server.nonce}"' if self.server.nonce in headers["Content-Security-Policy"] else ""
        asked = escape(urlencode({"v": state.version, "page": page}))
        script = f'<script src="{_OWN}reload.js?{asked}"{nonce} defer></script>'.encode()
        before, end, after = data.rpartition(b"</body>")
        data = before + script + end + after if end else data + script
        self._answer(status, "text/html; charset=utf-8", data, headers)

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        for name, value in OF_OWN_PAGES.items():
            self.send_header(name, value)
        self.end_headers()

    def _say(self, status: HTTPStatus, message: Message, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self._answer(status, "text/plain; charset=utf-8", f"{say(message)}\n".encode(), headers)

    def _answer(
        self, status: HTTPStatus, kind: str, data: bytes, headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in {**OF_OWN_PAGES, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            for at in range(0, len(data), _PIECE):
                self.wfile.write(data[at : at + _PIECE])

    def _stream(self) -> None:
        """Server-sent events (html.spec.whatwg.org, 9.2): what a page does about each version, until it reloads."""
        asked = parse_qs(urlsplit(self.path).query)
        seen = self.headers.get("Last-Event-ID") or asked.get("v", [""])[0]
        page = asked.get("page", [""])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        for name, value in OF_OWN_PAGES.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(OSError), self.server.session.looked_at(page):
            self.wfile.write(b": connected\n\n")
            while True:
                state = self.server.session.wait(seen, _HEARTBEAT)
                event = _event(state, seen, page)
                if state.version == seen:
                    self.wfile.write(b": still here\n\n")
                elif event is None:
                    self.wfile.write(f"event: reload\ndata: {state.version}\n\n".encode())
                    return
                else:
                    self.wfile.write(f"id: {state.version}\nevent: {event[0]}\ndata: {event[1]}\n\n".encode())
                    seen = state.version


def _event(state: State, seen: str, page: str) -> tuple[str, str] | None:
    """What an open page does about a new state, and with which files: it changes its style sheets, or goes on as it is,
    where it shows nothing else of what changed. None: it is loaded anew.
    """
    if state.since != seen or state.changed is None or not page:
        return None
    sheets = sorted(each for each in state.changed if each.endswith(_STYLES))
    if page in state.changed or not all(each.endswith((_STYLES, *_BESIDE)) for each in state.changed):
        return None
    return ("styles", " ".join(sheets)) if sheets else ("elsewhere", str(len(state.changed)))
