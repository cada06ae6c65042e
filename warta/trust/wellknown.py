"""Turns the keys of a newsroom into the file that tells everybody of them, and the file back into the keys."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import msgspec

from warta.trust.keys import NoKey, PublicKey, public_of
from warta.trust.notes import verifier_key
from warta.trust.record import Fact, encoded

PATH = ".well-known/warta-keys.txt"
"""Where the file lies on the site."""
LOG = "log/"
"""The folder of the log on the site."""


class Announced(msgspec.Struct, frozen=True):
    """The keys as the file tells of them: whose log they sign, the sealed entry that names them, and the daily keys
    before, newest first, which signed the proofs of their time.
    """

    origin: str
    fact: Fact
    earlier: tuple[str, ...] = ()

    @property
    def daily(self) -> PublicKey:
        """The key that signs what is published."""
        return public_of(str(self.fact["daily"]))

    @property
    def dailies(self) -> tuple[PublicKey, ...]:
        """The daily key and those before it. Raises NoKey."""
        return (self.daily, *map(public_of, self.earlier))

    @property
    def drawer(self) -> PublicKey:
        """The key that names others."""
        return public_of(str(self.fact["drawer"]))

    @property
    def witness(self) -> str:
        """The line of the key that cosigns for neighbours; empty where there is none."""
        return str(self.fact.get("witness", ""))

    @property
    def text(self) -> str:
        """The file."""
        return (
            f"# Public keys of {self.origin.removesuffix('/log')}. Verify a file that has a signature beside it:\n"
            f"# minisign -Vm SHA256SUMS -P {self.daily.line}\n"
            f"origin: {self.origin}\n"
            f"minisign: {self.daily.line}\n"
            f"drawer: {self.drawer.line}\n"
            + "".join([f"earlier: {each}\n" for each in self.earlier])
            + (f"witness: {self.witness}\n" if self.witness else "")
            + f"vkey: {verifier_key(self.origin, self.daily.key)}\n"
            f"entry: {encoded(self.fact).decode()}\n"
        )


def origin_of(url: str) -> str:
    """The name of the log of the site at an address: host and path, without scheme."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") + "/log"


def read_announced(text: str) -> Announced | None:
    """The keys in such a file; None where it does not hold together."""
    pairs = [row.split(": ", 1) for row in text.splitlines() if ": " in row and not row.startswith("#")]
    rows = dict(pairs)
    try:
        fact = json.loads(rows["entry"])
        found = Announced(rows["origin"], fact, tuple(value for name, value in pairs if name == "earlier"))
        whole = found.daily.line == rows["minisign"] and found.drawer.line == rows["drawer"] and bool(found.dailies)
    except (KeyError, TypeError, ValueError, NoKey, RecursionError):
        return None
    return found if whole else None
