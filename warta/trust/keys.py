"""Turns passphrases and random bytes into Ed25519 keys in the files of minisign, and such files back into keys.

The format is minisign's own, so that a newsroom signs and verifies with Debian's `minisign` where Warta is gone. A
line in base64 follows a comment. Public: `Ed`, 8 bytes of number, 32 of key. Secret: `Ed`, `Sc` (or two zeros: not
encrypted), `B2`, 32 bytes of salt, two limits, then number, seed, key and a checksum, hidden by scrypt. The limits
stand in the file: ours ask for 64 MiB and a fifth of a second, where minisign's own ask for 1 GiB, too much for a timer
on a small server.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
from binascii import Error as NotBase64

import msgspec

_OPERATIONS, _MEMORY = 2_097_152, 67_108_864
_MOST_MEMORY = 2 << 30
_HEAD = struct.Struct("<2s2s2s32sQQ")
_HIDDEN = 104
SIZE = 32


class NoKey(Exception):
    """The text is no key file, or another kind of one."""


class WrongPassphrase(Exception):
    """The passphrase does not open the key."""


class PublicKey(msgspec.Struct, frozen=True):
    """A public key with the number by which minisign tells keys apart."""

    number: bytes
    key: bytes

    @property
    def line(self) -> str:
        """The 56 letters of a letterhead, and what stands behind `minisign -P`."""
        return base64.b64encode(b"Ed" + self.number + self.key).decode()

    @property
    def name(self) -> str:
        """The number as minisign writes it."""
        return self.number[::-1].hex().upper()

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether the owner of the key signed these bytes."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


class SecretKey(msgspec.Struct, frozen=True):
    """A key that signs."""

    number: bytes
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key by which others verify."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return PublicKey(self.number, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes, always the same one."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)

    @property
    def witness(self) -> SecretKey:
        """The key that cosigns the heads of neighbours: one of its own, that needs no file and no passphrase more."""
        seed = hashlib.sha256(b"warta witness\n" + self.seed).digest()
        return SecretKey(seed[:8], hashlib.sha256(seed).digest())


def new_key() -> SecretKey:
    """A key that nobody had before."""
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(SIZE))


def public_of(line: str) -> PublicKey:
    """The key in a line of 56 letters. Raises NoKey."""
    data = _decoded(line.strip())
    if len(data) != 10 + SIZE or data[:2] != b"Ed":
        raise NoKey
    return PublicKey(data[2:10], data[10:])


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (NotBase64, ValueError):
        raise NoKey from None


def key_file(key: SecretKey, passphrase: str) -> str:
    """The file of a secret key, locked by a passphrase."""
    pair = key.seed + key.public.key
    salt = secrets.token_bytes(32)
    clear = key.number + pair + _checksum(key.number, pair)
    hidden = _crossed(clear, _stream(passphrase, salt, _OPERATIONS, _MEMORY))
    head = _HEAD.pack(b"Ed", b"Sc", b"B2", salt, _OPERATIONS, _MEMORY)
    return f"untrusted comment: Warta secret key {key.public.name}\n{base64.b64encode(head + hidden).decode()}\n"


def is_locked(text: str) -> bool:
    """Whether a key file asks for a passphrase. Raises NoKey."""
    return _parts(text)[0] == b"Sc"


def open_key(text: str, passphrase: str) -> SecretKey:
    """The key in a file; of one that is not locked whatever the passphrase. Raises NoKey and WrongPassphrase."""
    kind, salt, (operations, memory), hidden = _parts(text)
    if kind == b"Sc":
        if memory > _MOST_MEMORY:
            raise NoKey
        hidden = _crossed(hidden, _stream(passphrase, salt, operations, memory))
    number, pair, checksum = hidden[:8], hidden[8:72], hidden[72:]
    if kind == b"Sc" and checksum != _checksum(number, pair):
        raise WrongPassphrase
    return SecretKey(number, pair[:SIZE])


def _parts(text: str) -> tuple[bytes, bytes, tuple[int, int], bytes]:
    lines = text.splitlines()
    data = _decoded(lines[1].strip()) if len(lines) > 1 else b""
    if len(data) != _HEAD.size + _HIDDEN:
        raise NoKey
    algorithm, kind, checksum, salt, operations, memory = _HEAD.unpack(data[: _HEAD.size])
    if algorithm != b"Ed" or checksum != b"B2" or kind not in (b"Sc", b"\0\0"):
        raise NoKey
    return kind, salt, (operations, memory), data[_HEAD.size :]


def _checksum(number: bytes, pair: bytes) -> bytes:
    return hashlib.blake2b(b"Ed" + number + pair, digest_size=32).digest()


def _crossed(one: bytes, other: bytes) -> bytes:
    return bytes([a ^ b for a, b in zip(one, other, strict=True)])


def _stream(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """What hides a key: scrypt, with N, r and p as libsodium makes them of the two limits."""
    operations, r = max(operations, 32768), 8
    if operations < memory // 32:
        exponent, p = _exponent(operations // (r * 4)), 1
    else:
        exponent = _exponent(memory // (r * 128))
        p = min(operations // 4 // (1 << exponent), 0x3FFFFFFF) // r
    n, p = 1 << exponent, max(p, 1)
    room = 128 * r * (n + p + 2) + (1 << 20)
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=room, dklen=_HIDDEN)


def _exponent(most: int) -> int:
    return next(each for each in range(1, 63) if 1 << each > most / 2)
