"""Turns bytes into the signature files of minisign, and such a file into whether it holds.

Signed is always the BLAKE2b of a file (minisign's `ED`), never the bytes themselves: those could be the head of a log.
"""

from __future__ import annotations

import base64
import hashlib
from binascii import Error as NotBase64

from warta.trust.keys import PublicKey, SecretKey

_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "


def minisig(data: bytes, key: SecretKey, comment: str) -> str:
    """The signature file of these bytes; `comment` is signed with them."""
    signature = key.sign(hashlib.blake2b(data).digest())
    both = key.sign(signature + comment.encode())
    first = base64.b64encode(b"ED" + key.number + signature).decode()
    about = f"{_UNTRUSTED}signature of key {key.public.name}"
    return f"{about}\n{first}\n{_TRUSTED}{comment}\n{base64.b64encode(both).decode()}\n"


def comment_of(data: bytes, signature_file: str, key: PublicKey) -> str | None:
    """The signed comment of a signature file that holds for these bytes; None for one that does not."""
    rows = signature_file.splitlines()
    if len(rows) < 4 or not rows[2].startswith(_TRUSTED):
        return None
    comment = rows[2].removeprefix(_TRUSTED)
    try:
        first, both = base64.b64decode(rows[1], validate=True), base64.b64decode(rows[3], validate=True)
    except (NotBase64, ValueError):
        return None
    if first[:2] != b"ED" or first[2:10] != key.number:
        return None
    holds = key.verifies(first[10:], hashlib.blake2b(data).digest()) and key.verifies(
        both, first[10:] + comment.encode()
    )
    return comment if holds else None
