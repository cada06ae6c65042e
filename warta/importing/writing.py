"""Turns converted items into files of the newsroom, and never writes over what a person wrote."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from warta.importing.conversion.convert import Converted
from warta.importing.journal import Known, digest

NEW, SAME, UPDATED, EDITED, DELETED, OTHERS = "new", "same", "updated", "edited", "deleted", "others"
SIDE = "import-new"


def state_of(site: Path, source: str, text: str, known: Known | None) -> str:
    """What writing `text` to `source` (below content/) would mean now.

    `new`: nothing is there. `same`: it is there already. `updated`: our own text is there and can be replaced.
    `edited`: someone has changed our text since, and ours would be another now. `deleted`: someone took it away.
    `others`: a file is there that is none of ours.
    """
    there = _digest_of(site / "content" / source)
    ours = digest(text)
    if there == ours:
        return SAME
    if known is None:
        return NEW if there is None else OTHERS
    if known.source != source and there is None:  # pictures turned a file into a folder, or back
        there = _digest_of(site / "content" / known.source)
        if there == known.text:
            return NEW
    if there is None:
        return DELETED
    if there == known.text:
        return UPDATED
    return SAME if known.text == ours else EDITED


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(site: Path, converted: Converted, state: str) -> str:
    """Put an item's files in place, its text last; what may not be written over goes beside. Gives the path written.

    Raises OSError; then no file is half.
    """
    source = converted.record.source
    if state in (SAME, DELETED):
        return ""
    root = site / (SIDE if state in (EDITED, OTHERS) else "content")
    target = root / source
    target.parent.mkdir(parents=True, exist_ok=True)
    for name, origin in converted.files.items():
        beside = target.parent / name
        if not beside.exists() or beside.stat().st_size != origin.stat().st_size:
            _replace(beside, origin)
    _replace(target, converted.text.encode())
    return target.relative_to(site).as_posix()


def drop_moved(site: Path, source: str, known: Known | None) -> None:
    """Remove our own unchanged text from where it was, when pictures turned a file into a folder or back."""
    if known is None or known.source == source:
        return
    path = site / "content" / known.source
    if _digest_of(path) == known.text:
        path.unlink()
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def _replace(path: Path, content: bytes | Path) -> None:
    part = path.with_name(f".{path.name[:100]}.part")
    try:
        if isinstance(content, bytes):
            part.write_bytes(content)
        else:
            shutil.copyfile(content, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
