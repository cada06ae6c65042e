"""A local HTTP server that stands in for services, and checks requests as the real ones document them."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Services:
    """A WebSub hub, IndexNow, a Graph API, Telegram's bots and Mastodon. `heard` has what each took; `down` refuse."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.down: set[str] = set()
        services = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, answer = services.answer(self.path, self.headers.get("Content-Type", ""), body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Services:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """What the service at a path says."""
        for pattern, service in (
            (r"/hub", self._hub),
            (r"/indexnow", self._indexnow),
            (r"/graph/v\d+\.\d+/(\d+)/feed", self._graph),
            (r"/bot(\d+:[\w-]+)/sendMessage", self._telegram),
            (r"/api/v1/statuses", self._mastodon),
        ):
            if re.fullmatch(pattern, urlsplit(path).path):
                if service.__name__ in self.down:
                    return 503, {"error": {"message": "try later"}}
                return service(kind, body)
        return 404, {}

    def _form(self, kind: str, body: bytes) -> dict[str, str]:
        assert kind.startswith("application/x-www-form-urlencoded"), kind
        return {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}

    def _hub(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        form = self._form(kind, body)
        if form.get("hub.mode") != "publish" or not form.get("hub.url", "").startswith("https://"):
            return 400, {}
        self.heard.append(("hub", form["hub.url"]))
        return 204, {}

    def _indexnow(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        value = json.loads(body)
        if not kind.startswith("application/json") or set(value) != {"host", "key", "keyLocation", "urlList"}:
            return 400, {}
        foreign = [url for url in value["urlList"] if urlsplit(url).netloc != value["host"]]
        if (
            foreign
            or len(value["urlList"]) > 10_000
            or value["keyLocation"] != f"https://{value['host']}/{value['key']}.txt"
        ):
            return 422, {}
        self.heard.append(("indexnow", value["urlList"]))
        return 202, {}

    def _graph(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        form = self._form(kind, body)
        if form.get("access_token") != "EAAG-rahasia":
            return 400, {"error": {"message": "Invalid OAuth access token.", "type": "OAuthException", "code": 190}}
        self.heard.append(("facebook", (form["message"], form["link"])))
        return 200, {"id": "1_2"}

    def _telegram(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        value = json.loads(body)
        if not value.get("chat_id") or not 0 < len(value.get("text", "")) <= 4096:
            return 400, {"ok": False, "description": "Bad Request"}
        self.heard.append(("telegram", value["text"]))
        return 200, {"ok": True, "result": {"message_id": 1}}

    def _mastodon(self, kind: str, body: bytes) -> tuple[int, dict[str, Any]]:
        value = json.loads(body)
        if not 0 < len(value.get("status", "")) <= 500:
            return 422, {}
        self.heard.append(("mastodon", value["status"]))
        return 200, {"id": "1", "account": {"username": "humas"}}
