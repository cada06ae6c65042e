"""Turns a path in the folder of an import into the answer whether it leads out of the folder."""

from __future__ import annotations

from pathlib import Path


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a file below a folder is a link to something outside of it: nobody gave that away to be published."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())
