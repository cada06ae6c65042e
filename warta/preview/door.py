"""Turns what a browser says of a request into whether a preview answers it.

Drafts and embargoed releases are behind this door. So only the preview's own address is answered, by which no name that
points here is of use to a page elsewhere; pages of other sites get nothing but what a person follows a link to; and who
asks over the network must know the password.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import ipaddress
from email.message import Message
from http import HTTPStatus

import msgspec

USER = "warta"
_OWN_SITES = ("same-origin", "none")
_EVERYWHERE = ("0.0.0.0", "::")


class Door(msgspec.Struct, frozen=True):
    """Who is let in to a preview that is served on `host` and `port`. Without a `password` nobody is asked for one."""

    host: str
    port: int
    password: str = ""

    def refusal(self, headers: Message) -> HTTPStatus | None:
        """Why a request with these headers is not answered; None: it is."""
        if not (self._is_ours(headers) and _is_no_other_sites(headers)):
            return HTTPStatus.FORBIDDEN
        if self.password and not self._knows(headers.get("Authorization", "")):
            return HTTPStatus.UNAUTHORIZED
        return None

    def _is_ours(self, headers: Message) -> bool:
        """Host and Origin must be ours, so that no page elsewhere can read drafts through the writer's browser."""
        origin, host = headers.get("Origin"), headers.get("Host", "")
        if origin is not None and origin != f"http://{host}":
            return False
        name, _, number = host.rpartition(":") if not host.endswith("]") else (host, "", "80")
        if not (number.isascii() and number.isdecimal()) or int(number) != self.port:
            return False
        name = name.strip("[]").casefold()
        return name in ("localhost", "127.0.0.1", "::1", self.host.casefold()) or self._is_open_to(name)

    def _is_open_to(self, name: str) -> bool:
        """Served to the network on purpose: any address of this machine will do, but no name."""
        if self.host not in _EVERYWHERE:
            return False
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(name)
            return True
        return False

    def _knows(self, authorization: str) -> bool:
        """Whether the password is given as browsers do (RFC 7617)."""
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True) if scheme.casefold() == "basic" else b""
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(given, f"{USER}:{self.password}".encode())


def _is_no_other_sites(headers: Message) -> bool:
    """Whether no page of another site asks (W3C Fetch Metadata): it may lead here, and not load, embed or probe."""
    if headers.get("Sec-Fetch-Site", "none") in _OWN_SITES:
        return True
    return headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"


def is_of_this_machine(address: str) -> bool:
    """Whether nobody but this machine can reach an address that is served on."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
