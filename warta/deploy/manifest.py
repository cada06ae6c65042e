"""Turns an output folder, or what lies on a host, into a manifest: which files there are, with size and digest."""

from __future__ import annotations

import gzip
import hmac
import re
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.build.writer import MANIFEST, PRIVATE, Folder, digest_of
from warta.deploy.kinds import ASSET, kind_of
from warta.errors import OutputError, WartaError, listed
from warta.settings import Settings

NAME = "warta-deploy.json.gz"
"""The manifest's own name on every host. It is public: it names nothing that is not."""

_LARGEST = 256 * 1024 * 1024  # bytes: a million files
_VERSION = 1
_SITEMAP_LINE = re.compile(r"^Sitemap:\s*(\S+)/sitemap\.xml\s*$", re.MULTILINE | re.IGNORECASE)


class Unreadable(WartaError):
    """What lies on the host as our manifest is none."""


class File(msgspec.Struct, frozen=True, gc=False):
    """A file to be published: path below the site's root, size in bytes, digest (BLAKE2b, 16 bytes, hexadecimal),
    kind (see `kinds.ORDER`), and its bytes or where they lie.
    """

    path: str
    size: int
    digest: str
    kind: str
    content: Path | bytes

    def read(self) -> bytes:
        """Its bytes. Raises OutputError when they are not those that were planned."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            data = self.content.read_bytes()
        except OSError:
            data = b""
        if digest_of_bytes(data) != self.digest:
            raise OutputError(
                f"{self.content} was changed while it was being deployed. Build again, then deploy again; "
                "what is on the host so far does no harm."
            )
        return data


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """What a deploy left at a path: size and digest. An empty digest: a deploy began to write (or delete) there, and it
    is not known that it ended; if anything is there, its digest is one of `maybe`. `loose`: nothing that readers see
    links there yet, or any more.
    """

    size: int
    digest: str
    loose: bool = False
    maybe: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether these bytes are known to be there."""
        return self.digest != ""

    @property
    def possible(self) -> tuple[str, ...]:
        """The digests that what is there may have."""
        return (self.digest,) if self.digest else self.maybe

    def doubted(self, *more: str, loose: bool = False) -> Entry:
        """The claim while it is being replaced by what has one of the digests `more`, or deleted."""
        return Entry(0 if loose else self.size, "", loose, tuple(dict.fromkeys((*self.possible, *more))))


class Manifest(msgspec.Struct, frozen=True):
    """The claims on a host: the address of the site, and by path what lies there. `format` is the version of this,
    `seal` what only who knows a secret can have made of the rest.
    """

    site: str
    files: dict[str, Entry]
    format: int = _VERSION
    seal: str = ""

    @property
    def digest(self) -> str:
        """Names this state of the site."""
        return digest_of_bytes(encode(self))

    def sealed(self, secret: str) -> Manifest:
        """The same with the seal that belongs to it (HMAC-SHA-256); without a secret, none."""
        bare = msgspec.structs.replace(self, seal="")
        return msgspec.structs.replace(bare, seal=_seal(bare, secret)) if secret else bare

    def has_seal(self, secret: str) -> bool:
        """Whether the seal was made with this secret."""
        return hmac.compare_digest(self.seal, self.sealed(secret).seal)


def _seal(manifest: Manifest, secret: str) -> str:
    return hmac.digest(secret.encode(), gzip.decompress(encode(manifest)), "sha256").hex()


def digest_of_bytes(data: bytes) -> str:
    """The digest by which manifests tell contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


def encode(manifest: Manifest) -> bytes:
    """A manifest as the file that lies on the host: the same bytes for the same claims."""
    ordered = msgspec.structs.replace(manifest, files={path: manifest.files[path] for path in sorted(manifest.files)})
    return gzip.compress(msgspec.json.encode(ordered), mtime=0)


def _unpacked(data: bytes) -> bytes:
    """Raises Unreadable for what would fill the memory."""
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(data, _LARGEST)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise Unreadable(f"{NAME} on the host cannot be read.")
    return text


def decode(data: bytes) -> Manifest:
    """The manifest in a file, unpacked or, since some servers unpack it, not. Raises Unreadable."""
    try:
        text = _unpacked(data) if data[:2] == b"\x1f\x8b" else data
        manifest = msgspec.json.decode(text, type=Manifest)
    except (OSError, EOFError, zlib.error, ValueError, msgspec.DecodeError):
        raise Unreadable(f"{NAME} on the host cannot be read.") from None
    if manifest.format != _VERSION:
        raise Unreadable(f"{NAME} on the host is of another version of Warta.")
    wrong = [path for path in manifest.files if not _is_plain(path)]
    if wrong:
        raise Unreadable(f"{NAME} on the host names what no file of a site is called ({wrong[0][:60]!r}).")
    return manifest


def _is_plain(path: str) -> bool:
    """Whether a path is one that a build could have written: below the site, in one spelling, for any file system."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or len(part.encode()) > 255 or not part.isprintable() for part in parts)


def read_output(output: Path, config: Settings, *, extra: Mapping[str, bytes] | None = None) -> dict[str, File]:
    """The files of a finished build by path, and those of `extra`, made here.

    Raises OutputError for a folder that was never built, was half built, shows drafts, or is another site's.
    """
    folder = Folder(output) if (output / MANIFEST).is_file() else None
    if folder is None or not folder.claimed:
        raise OutputError(f"{output} holds no finished build. Build first: build.py build, then deploy.")
    if folder.staging.exists():
        raise OutputError(f"a build into {output} is under way or was interrupted. Build again, then deploy.")
    if (output / PRIVATE).exists():
        raise OutputError(f"{output} was built with --drafts, and drafts are not for readers. Build again without it.")
    _check_site(output, config)
    files = {path: _look(output, path, digest, config.permalink) for path, digest in sorted(folder.claimed.items())}
    broken = [path for path, file in files.items() if file is None]
    if broken:
        raise OutputError(
            f"{output} is not as the build left it ({len(broken)} files, such as {listed(broken, most=3)}). "
            "Build again, then deploy."
        )
    made = (File(path, len(data), digest_of_bytes(data), ASSET, data) for path, data in (extra or {}).items())
    return {path: file for path, file in files.items() if file} | {file.path: file for file in made}


def _look(output: Path, path: str, digest: str, permalink: str) -> File | None:
    place = output / path
    try:
        if digest_of(place) != digest:
            return None
        return File(path, place.stat().st_size, digest, kind_of(path, permalink), place)
    except OSError:
        return None


def _check_site(output: Path, config: Settings) -> None:
    try:
        text = (output / "robots.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    built_for = _SITEMAP_LINE.findall(text)
    if built_for and site_of(config.url) not in (site_of(each) for each in built_for):
        raise OutputError(
            f"{output} was built for {built_for[0]}/, and config.yaml says {config.url}. Build again, then deploy."
        )


def site_of(url: str) -> str:
    """An address without scheme and last slash: by these two a site stays the same."""
    return url.partition("://")[2].rstrip("/").casefold()


def total(files: Iterable[File]) -> int:
    """How many bytes they are together."""
    return sum(file.size for file in files)
