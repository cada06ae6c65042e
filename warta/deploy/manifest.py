"""Turns what deploys left on a host into its manifest, a file of the site, and the file into a manifest again.

A manifest names every file that is ours on the host, with size and digest, so that a deploy need not list or read them.
"""

from __future__ import annotations

import gzip
import hmac
import zlib
from hashlib import blake2b

import msgspec

from warta.errors import WartaError
from warta.messages import Message, msg

NAME = "warta-deploy.json.gz"
"""The manifest's own name on every host. It is public: it names nothing that is not."""

_LARGEST = 256 * 1024 * 1024  # bytes: a million files
_VERSION = 1


class Unreadable(WartaError):
    """The file on the host by the manifest's name is no manifest of ours; its message has no full stop."""


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """What a deploy left at a path: size and digest.

    An empty digest says that a deploy began to write (or delete) there, and it is not known that it ended; if anything
    is there, its digest is one of `candidates`. `unlinked` says that nothing readers see links there yet, or any more.
    """

    size: int
    digest: str
    unlinked: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether these bytes are known to be there."""
        return self.digest != ""

    @property
    def possible(self) -> tuple[str, ...]:
        """The digests that the file there may have."""
        return (self.digest,) if self.digest else self.candidates

    def unsure(self, *more: str, unlinked: bool = False) -> Entry:
        """The entry while the file is being deleted, or replaced by one with one of the digests `more`."""
        return Entry(0 if unlinked else self.size, "", unlinked, tuple(dict.fromkeys((*self.possible, *more))))


class Manifest(msgspec.Struct, frozen=True):
    """The address of the site, and by path what deploys left there.

    `format` is the version of this layout. `signature` is one that only the holder of the target's signing key can have
    made of the rest; the file and the settings call it the seal. `held` names the earlier deploy that somebody went
    back to, and that stays until somebody says otherwise.
    """

    site: str
    files: dict[str, Entry]
    format: int = _VERSION
    signature: str = msgspec.field(default="", name="seal")
    held: str | msgspec.UnsetType = msgspec.UNSET

    @property
    def digest(self) -> str:
        """Names this state of the site."""
        return digest_of_bytes(encode(self))

    def signed(self, key: str) -> Manifest:
        """The manifest with its signature (HMAC-SHA-256); without a key, with none."""
        bare = msgspec.structs.replace(self, signature="")
        return msgspec.structs.replace(bare, signature=_signature(bare, key)) if key else bare

    def is_signed_with(self, key: str) -> bool:
        """Whether the signature was made with this key."""
        return hmac.compare_digest(self.signature.encode(), self.signed(key).signature.encode())


def _signature(manifest: Manifest, key: str) -> str:
    return hmac.digest(key.encode(), gzip.decompress(encode(manifest)), "sha256").hex()


def digest_of_bytes(data: bytes) -> str:
    """The digest by which manifests tell contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


def encode(manifest: Manifest) -> bytes:
    """A manifest as the file that lies on the host: the same bytes for the same claims."""
    ordered = msgspec.structs.replace(manifest, files={path: manifest.files[path] for path in sorted(manifest.files)})
    return gzip.compress(msgspec.json.encode(ordered), mtime=0)


def _unpacked(data: bytes) -> bytes:
    """Raises Unreadable for a file that unpacks to more than any site needs."""
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(data, _LARGEST)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise Unreadable(_unread())
    return text


def _unread() -> Message:
    return msg("manifest-unread", "%(name)s on the host cannot be read", name=NAME)


def decode(data: bytes) -> Manifest:
    """The manifest in a file, unpacked or, since some servers unpack it, not. Raises Unreadable."""
    try:
        text = _unpacked(data) if data[:2] == b"\x1f\x8b" else data
        manifest = msgspec.json.decode(text, type=Manifest)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, msgspec.DecodeError):
        raise Unreadable(_unread()) from None
    if manifest.format != _VERSION:
        raise Unreadable(msg("manifest-version", "%(name)s on the host is of another version of Warta", name=NAME))
    wrong = [path for path in manifest.files if not _is_plain(path)]
    if wrong:
        raise Unreadable(
            msg(
                "manifest-names",
                "%(name)s on the host names what no file of a site is called (%(path)s)",
                name=NAME,
                path=repr(wrong[0][:60]),
            )
        )
    return manifest


def _is_plain(path: str) -> bool:
    """Whether a path is one that a build could have written: below the site, in one spelling, for any file system."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or len(part.encode()) > 255 or not part.isprintable() for part in parts)
