"""Turns the manifest in an output folder into what of the folder is ours, each file with digest and kind, and back.

After a first line with the number of the format a manifest has a line for each file: `digest kind path`. Format 1 had
no kinds, and is still read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from warta.plan.kinds import KINDS, UNKNOWN

MANIFEST = ".warta-manifest"
_HEADER, _BEFORE_KINDS = "warta-manifest 2", "warta-manifest 1"
_NONE = "-"


class Claim(msgspec.Struct, frozen=True, gc=False):
    """A file that is ours: the digest of its bytes (empty: what is there is not known), the kind of what it holds."""

    digest: str
    kind: str


def read_manifest(root: Path) -> bytes:
    """The bytes of the manifest in an output folder; none where there is no manifest that can be read."""
    try:
        return (root / MANIFEST).read_bytes()
    except OSError:
        return b""


def claims_in(manifest: bytes) -> dict[str, Claim]:
    """What an earlier build claimed, by path; an unreadable line claims nothing.

    Of a file that was claimed before manifests had kinds, or as of a kind that is none, the kind is unknown.
    """
    text = manifest.decode("utf-8", "surrogateescape")
    header, *lines = text.split("\n")
    if header not in (_HEADER, _BEFORE_KINDS):
        return {}
    kinds = {name: name for name in KINDS}  # one string for all files of a kind
    rows = [line.split(" ", 2 if header == _HEADER else 1) for line in lines]
    odd = any(each in text for each in ("\\", "..", " /"))
    if header == _HEADER:
        claims = {row[2]: Claim(row[0], kinds.get(row[1], UNKNOWN)) for row in rows if len(row) == 3}
    else:
        claims = {row[1]: Claim(row[0], UNKNOWN) for row in rows if len(row) == 2}
    if odd:
        claims = {_unescaped(path): claim for path, claim in claims.items()}
        claims = {path: claim for path, claim in claims.items() if not _leads_out(path)}
    claims.pop("", None)
    return claims


def _escaped(path: str) -> str:
    """A path as it stands in the manifest: on one line."""
    return path.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def _leads_out(path: str) -> bool:
    return path.startswith("/") or (".." in path and ".." in path.split("/"))


def claims_text(claims: Mapping[str, Claim]) -> bytes:
    """The manifest that claims these files."""
    paths = sorted(claims)
    joined = "\n".join(paths)
    plain = "\\" not in joined and joined.count("\n") < len(paths)  # as nearly always
    names = paths if plain else map(_escaped, paths)
    rows = [
        f"{claim.digest or _NONE} {claim.kind or _NONE} {name}"
        for claim, name in zip(map(claims.__getitem__, paths), names, strict=True)
    ]
    return "\n".join([_HEADER, *rows, ""]).encode("utf-8", "surrogateescape")
