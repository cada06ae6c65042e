"""Turns a web address into its parts, as the readers of services look at them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Address(NamedTuple):
    """A web address: its host in small letters, the steps of its path, its query, what stands behind `#`."""

    host: str
    steps: tuple[str, ...]
    query: dict[str, str]
    fragment: str

    def step_after(self, *names: str) -> str:
        """The step behind the first that has one of these names; empty where there is none."""
        for name, step in zip(self.steps, self.steps[1:], strict=False):
            if name in names:
                return step
        return ""


class Found(NamedTuple):
    """What an address leads to: its plain form, the address of its frame (empty: it has none that can be told), and a
    title, where the address holds one.
    """

    url: str
    frame: str = ""
    shape: str = ""
    title: str = ""


def address_of(written: str) -> Address | None:
    """The parts of an address; None for what is no web address, or has a user, a port or odd signs in it."""
    if written.startswith("//"):
        written = f"https:{written}"
    try:
        parts = urlsplit(written)
        plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and parts.port is None
    except ValueError:
        return None
    if not plain or not written.isprintable() or re.search(r"[\s<>\"'\\]", written):
        return None
    steps = tuple([unquote(step) for step in parts.path.split("/") if step])
    return Address((parts.hostname or "").rstrip("."), steps, dict(parse_qsl(parts.query)), parts.fragment)
