"""Turns a converted item into files of the newsroom, and never overwrites the work of a person."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import msgspec

from warta.importing.conversion.convert import Converted
from warta.importing.conversion.media import MediaFile
from warta.importing.digests import digest_of_bytes, digest_of_file
from warta.importing.journal import Entry

NEW, SAME, UPDATED, EDITED, DELETED, OTHERS = "new", "same", "updated", "edited", "deleted", "others"
SIDE = "import-new"


class Step(msgspec.Struct, frozen=True):
    """One file to put in place: its path below the site, its content, and the `state` of what is there.

    An item's text comes as a string, a file as it lies among the media.
    """

    path: str
    content: str | MediaFile
    state: str


def steps_of(site: Path, converted: Converted, before: Entry | None) -> tuple[str, tuple[Step, ...]]:
    """The state of an item in the newsroom at `site`, and the steps that bring it there, its text last.

    `before` is its entry in the journal. The states: `new`: nothing is there. `same`: all of it is there already.
    `updated`: what an import wrote is there and can be replaced. `edited`: someone has changed that since, and the
    import would write another now. `deleted`: someone took it away. `others`: a file is there that no import wrote.
    What may not be replaced goes into the folder import-new.
    """
    source = converted.record.source
    state = _state_of_text(site, source, converted.text, before)
    if state == DELETED:
        return state, ()
    root = SIDE if state in (EDITED, OTHERS) else "content"
    folder = Path(root, source).parent.as_posix()
    steps = [_step(site, folder, name, file, before) for name, file in converted.files.items()]
    if state != SAME:
        steps.append(Step(f"{root}/{source}", converted.text, state))
    needed = tuple(step for step in steps if step.state != SAME)
    if state == SAME and needed:  # only files beside the text are others now
        states = {step.state for step in needed}
        state = next((each for each in (EDITED, OTHERS) if states == {each}), UPDATED)
    return state, needed


def _state_of_text(site: Path, source: str, text: str, before: Entry | None) -> str:
    there = digest_of_file(site / "content" / source)
    ours = digest_of_bytes(text)
    if there == ours:
        return SAME
    if before is None or not before.text:
        return NEW if there is None else OTHERS
    if before.record.source != source and there is None:  # pictures turned a file into a folder, or back
        there = digest_of_file(site / "content" / before.record.source)
    if there is None:
        return DELETED
    if there == before.text:
        return UPDATED
    return SAME if before.text == ours else EDITED


def _step(site: Path, folder: str, name: str, file: MediaFile, before: Entry | None) -> Step:
    """The step for a file beside a text. A missing one is written again: without it the site would not build."""
    there = digest_of_file(site / folder / name)
    if there is None:
        return Step(f"{folder}/{name}", file, NEW)
    if there == file.digest:
        return Step(f"{folder}/{name}", file, SAME)
    written = before.files.get(name) if before else None
    if there == written or folder.startswith(SIDE):
        return Step(f"{folder}/{name}", file, UPDATED)
    side = f"{SIDE}/{folder.removeprefix('content/')}/{name}"
    if written == file.digest or digest_of_file(site / side) == file.digest:
        return Step(side, file, SAME)
    return Step(side, file, OTHERS if written is None else EDITED)


def write(site: Path, steps: tuple[Step, ...]) -> None:
    """Put files in place, in the order of their steps. Raises OSError; then no file is half."""
    for step in steps:
        target = site / step.path
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, step.content)


def drop_moved(site: Path, source: str, before: Entry | None) -> None:
    """Remove an import's own unchanged text from where it was, when pictures turned a file into a folder or back."""
    if before is None or before.record.source == source:
        return
    path = site / "content" / before.record.source
    if digest_of_file(path) == before.text:
        path.unlink()
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def _replace(path: Path, content: str | MediaFile) -> None:
    part = path.with_name(f".{path.name[:100]}.part")
    try:
        if isinstance(content, str):
            part.write_bytes(content.encode())
        else:
            shutil.copyfile(content.path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
