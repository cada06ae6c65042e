"""Turns requests to other servers into their answers, politely; the one module that knows urllib3.

Connections are kept open and shared, a further try waits a little longer each time, and nothing waits for ever.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping

import msgspec
import urllib3

from warta.errors import WartaError, known_reason
from warta.messages import Message, msg

_TIMEOUT = 30.0  # seconds


class Unreachable(WartaError):
    """No answer came."""


class Answer(msgspec.Struct, frozen=True):
    """A server's answer. Names of headers are lower-case; redirects are not followed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, without what follows it."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Web:
    """Connections to servers, kept open; threads may share it."""

    def __init__(self, connections: int = 8, timeout: float = _TIMEOUT) -> None:
        retries = urllib3.Retry(total=2, redirect=False, status=0, backoff_factor=0.3, raise_on_redirect=False)
        self._pool = urllib3.PoolManager(
            maxsize=connections, block=True, retries=retries, timeout=urllib3.Timeout(total=timeout)
        )

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address as it is now, past every cache on the way. Raises Unreachable."""
        fresh = {"Cache-Control": "no-cache", "Accept-Encoding": "identity", "User-Agent": "Warta", **(headers or {})}
        answer = self._ask("GET", url, headers=fresh, decode_content=False)
        if answer.headers.get("content-encoding") == "gzip" and not url.endswith(".gz"):  # though it was not asked for
            try:
                return msgspec.structs.replace(answer, body=gzip.decompress(answer.body))
            except (OSError, EOFError, zlib.error):
                return answer
        return answer

    def status(self, url: str) -> tuple[int, str]:
        """The status of an address and the address it redirects to (empty: none), without fetching a body.

        Servers that do not know HEAD are asked by GET. Raises Unreachable.
        """
        answer = self._ask("HEAD", url, headers={"User-Agent": "Warta"}, retries=False)
        if answer.status >= 400:
            answer = self._ask("GET", url, headers={"User-Agent": "Warta"}, retries=False, preload_content=False)
        return answer.status, answer.headers.get("location", "")

    def post_form(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Send a form (application/x-www-form-urlencoded). Raises Unreachable."""
        return self._ask("POST", url, fields=dict(fields), encode_multipart=False)

    def post_json(self, url: str, value: object) -> Answer:
        """Send a value as JSON. Raises Unreachable."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return self._ask("POST", url, body=msgspec.json.encode(value), headers=headers)

    def _ask(self, method: str, url: str, **more: object) -> Answer:
        try:
            response = self._pool.request(method, url, redirect=False, **more)  # type: ignore[arg-type]
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            host = url.partition("://")[2].partition("/")[0]
            raise Unreachable(_silent(host, getattr(error, "reason", None) or error)) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        if more.get("preload_content", True):
            return Answer(response.status, headers, response.data)
        response.close()
        return Answer(response.status, headers, b"")

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()


def _silent(host: str, why: Exception) -> Message:
    if isinstance(why, urllib3.exceptions.TimeoutError) and not isinstance(why, urllib3.exceptions.NewConnectionError):
        why = TimeoutError()
    if known := known_reason(why):
        return msg("host-silent-since", "%(host)s does not answer: %(why)s", host=host, why=known)
    return msg("host-silent", "%(host)s does not answer as a server should.", host=host)
