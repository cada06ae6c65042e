"""Turns requests of a browser on this machine into the files of a preview, and new builds into reloads."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

from warta.media_types import type_by_name
from warta.preview.error_page import error_page
from warta.preview.session import Session, State

_OWN = "/__warta/"
_HEARTBEAT = 10.0  # seconds; how a browser that went away is noticed
_RELOAD = """(() => {
  const seen = new URL(document.currentScript.src).searchParams.get("v");
  const events = new EventSource("/__warta/events?v=" + encodeURIComponent(seen));
  events.addEventListener("reload", () => { events.close(); location.reload(); });
  addEventListener("pagehide", () => events.close());
})();
"""


def make_server(session: Session, host: str, port: int, base: Callable[[], str]) -> PreviewServer:
    """A server of a preview, bound and not yet serving; `base` gives the path the site lies under.

    A port that is in use is replaced by a free one. Raises OSError when the host cannot be bound.
    """
    try:
        return PreviewServer((host, port), session, base)
    except OSError:
        return PreviewServer((host, 0), session, base)


class PreviewServer(ThreadingHTTPServer):
    """Serves one session; each request has a thread of its own."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], session: Session, base: Callable[[], str]) -> None:
        self.session = session
        self.base = base
        self.host = address[0]
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

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

    def log_message(self, format: str, *args: object) -> None:
        """A preview says nothing of each request."""

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._answer_request()

    def do_GET(self) -> None:
        """Answer with a file, an error page, or a stream of reloads."""
        self._answer_request()

    def _answer_request(self) -> None:
        if not self._is_trusted():
            self._answer(
                HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"This preview answers to its own address only.\n"
            )
            return
        path = urlsplit(self.path).path
        if path == _OWN + "events":
            self._stream()
        elif path == _OWN + "reload.js":
            self._answer(HTTPStatus.OK, "text/javascript", _RELOAD.encode())
        else:
            self._page(unquote(path))

    def _is_trusted(self) -> bool:
        """Host and Origin must be ours, so that no page elsewhere can read drafts through the writer's browser."""
        port = self.server.server_address[1]
        origin = self.headers.get("Origin")
        host = self.headers.get("Host", "")
        if origin is not None and origin != f"http://{host}":
            return False
        name, _, number = host.rpartition(":") if not host.endswith("]") else (host, "", "80")
        if not number.isdecimal() or int(number) != port:
            return False
        name = name.strip("[]").casefold()
        return name in ("localhost", "127.0.0.1", "::1", self.server.host.casefold()) or self._is_open_to(name)

    def _is_open_to(self, name: str) -> bool:
        """Served to the network on purpose: any address of this machine will do, but no name."""
        if self.server.host not in ("0.0.0.0", "::"):
            return False
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(name)
            return True
        return False

    def _page(self, path: str) -> None:
        state, base = self.server.session.state, self.server.base()
        if base and not path.startswith(base + "/"):
            self._redirect(base + "/")
            return
        name = path.removeprefix(base).lstrip("/")
        if name == "" or name.endswith("/"):
            name += "index.html"
        if state.problems and (name.endswith(".html") or f"{name}/index.html" in state.claimed or "." not in name):
            html = error_page(state.problems).encode()
            self._html(HTTPStatus.INTERNAL_SERVER_ERROR, html, state)
        elif name in state.claimed:
            self._file(name, state, HTTPStatus.OK)
        elif f"{name}/index.html" in state.claimed:
            self._redirect(quote(f"{base}/{name}/"))
        elif "404.html" in state.claimed:
            self._file("404.html", state, HTTPStatus.NOT_FOUND)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"Nothing is here.\n")

    def _file(self, name: str, state: State, status: HTTPStatus) -> None:
        try:
            data = (state.root / name).read_bytes()
        except OSError:  # a build that runs right now took it away
            self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"Nothing is here any more.\n")
            return
        kind = type_by_name(name)
        if kind.startswith("text/html"):
            self._html(status, data, state)
        else:
            self._answer(status, kind, data)

    def _html(self, status: HTTPStatus, data: bytes, state: State) -> None:
        script = f'<script src="{_OWN}reload.js?v={state.version}" defer></script>'.encode()
        before, end, after = data.rpartition(b"</body>")
        data = before + script + end + after if end else data + script
        self._answer(status, "text/html; charset=utf-8", data)

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self) -> None:
        """Server-sent events (html.spec.whatwg.org, 9.2): one `reload` as soon as there is another version."""
        seen = unquote(urlsplit(self.path).query.removeprefix("v="))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(OSError):
            self.wfile.write(b": connected\n\n")
            while (version := self.server.session.wait(seen, _HEARTBEAT)) == seen:
                self.wfile.write(b": still here\n\n")
            self.wfile.write(f"event: reload\ndata: {version}\n\n".encode())
