"""Turns the head of a neighbour's log into a cosignature, that it was seen and only ever grew, and a note with one back
into who saw what, and when (C2SP tlog-cosignature, Ed25519).
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import struct

import msgspec

from warta.trust.keys import PublicKey, SecretKey
from warta.trust.notes import COSIGNING, Broken, Head, key_number, read_checkpoint, verifier_key

FOLDER = "saksi/"
"""Where a newsroom shows what it saw of others, on its own site."""
_TIME = struct.Struct(">Q")
_LATEST = 253_402_300_799  # the end of the year 9999


class Witness(msgspec.Struct, frozen=True):
    """Who cosigns: a name, which is an address without scheme, and a public key."""

    name: str
    key: bytes

    @property
    def line(self) -> str:
        """The key as tools for notes take it."""
        return verifier_key(self.name, self.key, COSIGNING)


class Cosigned(msgspec.Struct, frozen=True):
    """A head that a witness saw: the largest one of that log, at this time. `signed` are the signatures of the log."""

    head: Head
    signed: tuple[bytes, ...]
    at: dt.datetime

    def signed_by(self, key: PublicKey) -> bool:
        """Whether the owner of a log's key signed the head too."""
        return any(key.verifies(each, self.head.text.encode()) for each in self.signed)


def witness_of(origin: str, key: bytes) -> Witness:
    """The witness that the newsroom with this log is."""
    return Witness(f"{origin.removesuffix('/log')}/{FOLDER.rstrip('/')}", key)


def read_witness(line: str, origin: str) -> Witness | None:
    """The witness of a newsroom, from the line that its keys name it by; None where it is no such line."""
    try:
        name = witness_of(origin, b"").name
        data = base64.b64decode(line.removeprefix(f"{name}+").partition("+")[2], validate=True)
    except ValueError:
        return None
    found = witness_of(origin, data[1:])
    return found if len(data) == 33 and found.line == line else None


def cosigned_path(origin: str) -> str:
    """Where the cosigned head of a log lies on the site of a witness."""
    return FOLDER + re.sub("[^A-Za-z0-9.-]", "_", origin)


def cosigned_text(checkpoint: str, name: str, key: SecretKey, at: dt.datetime) -> str:
    """A checkpoint with the signatures that it has, and one more: that it was seen at this time. Raises Broken."""
    time = int(at.timestamp())
    signature = key.sign(_message(time, read_checkpoint(checkpoint).head))
    number = key_number(name, key.public.key, COSIGNING)
    line = base64.b64encode(number + _TIME.pack(time) + signature).decode()
    return f"{checkpoint.rstrip(chr(10))}\n\u2014 {name} {line}\n"


def _message(time: int, head: Head) -> bytes:
    return f"cosignature/v1\ntime {time}\n{head.text}".encode()


def read_cosigned(data: bytes | None, origin: str, witness: Witness | None) -> Cosigned | None:
    """The head of the log of this origin that the witness saw; None where it is no such note, or nobody's."""
    try:
        found = read_checkpoint((data or b"").decode())
    except (Broken, UnicodeDecodeError):
        return None
    if found.head.origin != origin or witness is None:
        return None
    key, wanted = PublicKey(b"", witness.key), key_number(witness.name, witness.key, COSIGNING)
    for name, number, signature in found.others:
        if (name, number) != (witness.name, wanted) or len(signature) != _TIME.size + 64:
            continue
        (time,) = _TIME.unpack_from(signature)
        if time <= _LATEST and key.verifies(signature[_TIME.size :], _message(time, found.head)):
            at = dt.datetime.fromtimestamp(time, dt.UTC)
            return Cosigned(found.head, tuple([each for _, each in found.signatures]), at)
    return None
