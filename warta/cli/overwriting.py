"""Turns changed bytes into the file of a person that they were read from, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from warta.errors import WartaError
from warta.messages import msg


class ChangedMeanwhile(WartaError):
    """A file was changed by somebody else while a change of ours was prepared."""


def write_over(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of `before` by one rename, with the file's own rights. Raises ChangedMeanwhile."""
    if path.read_bytes() != before:
        raise ChangedMeanwhile(
            msg("changed-meanwhile", "%(path)s was changed meanwhile, and is left as it is. Try again.", path=str(path))
        )
    target = path.resolve()
    new = target.with_name(f".{target.name}.tmp")
    new.write_bytes(after)
    new.chmod(target.stat().st_mode & 0o777)
    os.replace(new, target)  # noqa: PTH105
