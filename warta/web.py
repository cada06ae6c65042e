"""Turns requests to other servers into their answers, politely; the one module that knows urllib3.

Connections are kept open and shared, a further try waits a little longer each time, and nothing waits for ever.
"""

from __future__ import annotations

import datetime as dt
import gzip
import time
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import msgspec
import urllib3

from warta.errors import WartaError, known_reason
from warta.messages import Message, msg

_TIMEOUT = 30.0  # seconds
_STRANGERS_TIMEOUT = 8.0  # seconds, for each step of an answer


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

    @property
    def told(self) -> dt.datetime | None:
        """The time by the server's clock when it answered; None where it does not say."""
        age = self.headers.get("age", "0")
        try:
            at = parsedate_to_datetime(self.headers["date"])
            return at.astimezone(dt.UTC) + dt.timedelta(seconds=int(age) if age.isdecimal() and len(age) < 9 else 0)
        except (KeyError, ValueError, OverflowError):
            return None


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

    def get_within(self, url: str, most: int, until: float) -> Answer:
        """Fetch an address of a server that may mean ill: once, as it is now, no more than `most` bytes, and nothing
        after the moment `until` (of time.monotonic). Raises Unreachable.
        """
        host = url.partition("://")[2].partition("/")[0]
        left = until - time.monotonic()
        if left <= 0:
            raise Unreachable(_late(host))
        headers = {"Cache-Control": "no-cache", "Accept-Encoding": "identity", "User-Agent": "Warta"}
        timeout = urllib3.Timeout(total=min(left, _STRANGERS_TIMEOUT))
        found = bytearray()
        try:
            response = self._pool.request(
                "GET", url, redirect=False, headers=headers, retries=False, timeout=timeout,
                preload_content=False, decode_content=False,
            )  # fmt: skip
            try:
                while part := response.read1(65536):
                    found += part
                    if len(found) > most:
                        raise Unreachable(msg("host-huge", "%(host)s answers with more than it should.", host=host))
                    if time.monotonic() > until:
                        raise Unreachable(_late(host))
            finally:
                response.close()
        except (urllib3.exceptions.HTTPError, ValueError, OSError) as error:
            raise Unreachable(_silent(host, getattr(error, "reason", None) or error)) from None
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, bytes(found))

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


def _late(host: str) -> Message:
    return msg("host-late", "%(host)s takes too long to answer.", host=host)


def _silent(host: str, why: Exception) -> Message:
    if isinstance(why, urllib3.exceptions.TimeoutError) and not isinstance(why, urllib3.exceptions.NewConnectionError):
        why = TimeoutError()
    if known := known_reason(why):
        return msg("host-silent-since", "%(host)s does not answer: %(why)s", host=host, why=known)
    return msg("host-silent", "%(host)s does not answer as a server should.", host=host)
