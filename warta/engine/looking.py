"""Turns a file that is no document into its facts: what it is by its bytes, its size, and what is dangerous in it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warta.content.active import why_active
from warta.content.bounds import first_bytes
from warta.content.chart_figures import LARGEST, Figures, figures_of, is_csv
from warta.content.files import File
from warta.errors import Problem, ProblemsFound
from warta.messages import Message
from warta.newsroom.pictures import UNSHOWN, FileFacts
from warta.newsroom.pictures import is_drawing as is_named_drawing
from warta.render.pictures.drawings import BrokenDrawing, make_harmless
from warta.render.pictures.images import NO_PICTURE, BrokenImage, head_of, is_named_picture, is_readable, measure
from warta.render.pictures.sniffing import BROKEN, MOVIE, format_of, is_drawing

__all__ = ["BROKEN", "BrokenImage", "facts_of"]


def facts_of(source: str, file: File, digest: str) -> FileFacts:
    """The facts of a file below content/ that is no document: its bytes say what it is. Raises BrokenImage."""
    head, size = head_of(file.path), file.stamp.size
    format_ = format_of(head)
    if not format_ and is_named_picture(source):
        raise BrokenImage(NO_PICTURE)
    danger, taken = _dangers(source, Path(file.path))
    figures, unfit = _figures(source, Path(file.path)) if is_csv(source) and not format_ else (None, ())
    facts = FileFacts(
        digest, size, format=format_, link=file.link, danger=danger, taken=taken, figures=figures, unfit=unfit
    )
    if danger:
        return msgspec.structs.replace(facts, unshown="none")
    if is_readable(format_):
        shape = measure(file.path)
        if shape is None:
            return facts
        return msgspec.structs.replace(facts, width=shape.width, height=shape.height, transparent=shape.transparent)
    if not format_ or format_ == MOVIE:
        return msgspec.structs.replace(facts, unshown="" if is_drawing(head) else "none")
    if format_ == "ICO":
        return facts
    return msgspec.structs.replace(facts, unshown=format_ if format_ in UNSHOWN else "other")


def _figures(source: str, path: Path) -> tuple[Figures | None, tuple[Problem, ...]]:
    """What a chart could be drawn of, or why none can be; nothing is wrong with the file where nobody draws one."""
    try:
        return figures_of(first_bytes(path, LARGEST), f"content/{source}"), ()
    except ProblemsFound as found:
        return None, found.problems


def _dangers(source: str, path: Path) -> tuple[Message | None, tuple[str, ...]]:
    """Why a file must not be published unasked, and what a drawing would be published without."""

    def read(size: int) -> bytes:
        with path.open("rb") as opened:
            return opened.read(size)

    danger = why_active(source, read)
    if danger or not is_named_drawing(source):
        return danger, ()
    try:
        return None, make_harmless(read(-1)).taken
    except BrokenDrawing as broken:
        return broken.message, ()
