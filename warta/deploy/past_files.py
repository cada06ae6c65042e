"""Turns a record of the past into the files that lie beside those of an output: the log, proofs, signatures of sums."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from warta.deploy.manifest import digest_of_bytes
from warta.deploy.output import File
from warta.deploy.signer import Signer
from warta.newsroom.addresses import WIRE_FILES
from warta.plan.kinds import UNKNOWN
from warta.trust.minisign import comment_of, minisig
from warta.trust.record import Record, log_files, proofs
from warta.trust.wellknown import LOG, Announced

PROOF = ".tlog-proof"
SUMS, SIGNED_SUMS = "SHA256SUMS", "SHA256SUMS.minisig"


class Site(msgspec.Struct, frozen=True):
    """The folder of a newsroom, where signatures are kept, and the address under which readers find the site."""

    folder: Path
    url: str


def past_files(
    record: Record, announced: Announced, signer: Signer, site: Site, wanted: Mapping[str, File]
) -> dict[str, File]:
    """The files of the past beside the `wanted` ones. Where all signatures were made before no key is asked for."""
    origin = announced.origin
    made = {LOG + path: data for path, data in log_files(record, origin).items()}
    base = urlsplit(site.url).path.rstrip("/")
    for url, proof in proofs(record, origin).values():
        path = unquote(urlsplit(url).path).removeprefix(base).lstrip("/") + WIRE_FILES["text"]
        if path in wanted:
            made[path + PROOF] = proof.encode()
    made |= _signed_sums(announced, signer, site.folder, wanted)
    return made_files(made)


def made_files(made: Mapping[str, bytes]) -> dict[str, File]:
    """Files that a deploy makes, and no build."""
    return {path: File(path, len(data), digest_of_bytes(data), UNKNOWN, data) for path, data in made.items()}


def _signed_sums(announced: Announced, signer: Signer, site: Path, wanted: Mapping[str, File]) -> dict[str, bytes]:
    """A signature beside each list of sums. Those made before are taken from this machine, since they never change."""
    sums = [path for path in wanted if path.rpartition("/")[2] == SUMS]
    folder = site / ".warta" / "deploy" / "signatures"
    made: dict[str, bytes] = {}
    for path in sums:
        data = wanted[path].read()
        comment = f"{announced.origin.removesuffix('log')}{path}"
        kept = folder / digest_of_bytes(data + comment.encode() + announced.daily.key)
        signature = _kept(kept)
        if comment_of(data, signature, announced.daily) != comment:
            signature = minisig(data, signer.key, comment)
            with contextlib.suppress(OSError):
                write_whole(kept, signature.encode())
        made[path.removesuffix(SUMS) + SIGNED_SUMS] = signature.encode()
    return made


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(data)
    os.replace(new, path)  # noqa: PTH105
