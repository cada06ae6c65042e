"""Turns the head of a log into a checkpoint that is signed, and an entry into its proof (C2SP signed-note,
tlog-checkpoint, tlog-proof), and both back into what they say.
"""

from __future__ import annotations

import base64
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

_ED25519 = b"\x01"
COSIGNING = b"\x04"
"""The kind of a key that signs heads of other logs."""
_PROOF = "c2sp.org/tlog-proof@v1"
_MOST_SIGNED = 100


class Broken(Exception):
    """The text is no checkpoint, or no proof."""


class Head(msgspec.Struct, frozen=True):
    """The head of a log: whose it is, how many entries it has, the root of its tree."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Checkpoint(msgspec.Struct, frozen=True):
    """A head with its signatures: the number of a key (4 bytes) and the signature. `others` are those of others, by
    their names.
    """

    head: Head
    signatures: tuple[tuple[bytes, bytes], ...]
    others: tuple[tuple[str, bytes, bytes], ...] = ()


class Proof(msgspec.Struct, frozen=True):
    """That an entry stands in a log: its place, the hashes up to the root, the head it leads to."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint


def key_number(name: str, key: bytes, kind: bytes = _ED25519) -> bytes:
    """The number by which notes tell keys apart."""
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def verifier_key(name: str, key: bytes, kind: bytes = _ED25519) -> str:
    """A public key as tools for notes take it."""
    return f"{name}+{key_number(name, key, kind).hex()}+{base64.b64encode(kind + key).decode()}"


def checkpoint_text(head: Head, key: bytes, signature: bytes) -> str:
    """A checkpoint, signed by the owner of a public key."""
    signed = base64.b64encode(key_number(head.origin, key) + signature).decode()
    return f"{head.text}\n\u2014 {head.origin} {signed}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """What a checkpoint says; who signed it is for others to verify. Raises Broken."""
    body, gap, lines = text.partition("\n\n")
    rows = body.split("\n")
    if not gap or len(rows) < 3 or not rows[1].isascii() or not rows[1].isdigit() or len(rows[1]) > 15:
        raise Broken
    head = Head(rows[0], int(rows[1]), _decoded(rows[2]))
    if head.text != body + "\n":
        raise Broken
    signatures, others = [], []
    for line in lines.splitlines()[:_MOST_SIGNED]:
        dash, _, rest = line.partition(" ")
        name, _, signed = rest.rpartition(" ")
        if dash == "\u2014":
            data = _decoded(signed)
            if name == head.origin:
                signatures.append((data[:4], data[4:]))
            else:
                others.append((name, data[:4], data[4:]))
    return Checkpoint(head, tuple(signatures), tuple(others))


def proof_text(entry: bytes, index: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """A proof, with the entry itself in its `extra` line."""
    rows = [_PROOF, f"extra {base64.b64encode(entry).decode()}", f"index {index}", *_rows(hashes)]
    return "\n".join(rows) + f"\n\n{checkpoint}"


def _rows(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


def read_proof(text: str) -> Proof:
    """What a proof says. Raises Broken."""
    body, gap, note = text.partition("\n\n")
    rows = body.split("\n")
    if not gap or len(rows) < 3 or rows[0] != _PROOF or not rows[1].startswith("extra "):
        raise Broken
    index = rows[2].removeprefix("index ")
    if not index.isascii() or not index.isdigit() or len(index) > 15:
        raise Broken
    hashes = tuple(_decoded(each) for each in rows[3:])
    return Proof(_decoded(rows[1].removeprefix("extra ")), int(index), hashes, read_checkpoint(note))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise Broken from None
