"""Turns the bytes of a file into those that are published: a picture without position, people and camera, or any other
file as it is. The bytes decide what it is, not its name.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterable
from pathlib import Path

from warta.extras import install
from warta.messages import Message, msg
from warta.render.pictures import boxes, icon_files, recordings
from warta.render.pictures.chunks import clean_gif, clean_png, clean_webp
from warta.render.pictures.images import NO_PICTURE, BrokenImage, head_of, is_readable
from warta.render.pictures.redrawing import redraw
from warta.render.pictures.segments import clean_jpeg
from warta.render.pictures.sniffing import HEAD, MOVIE, RAW, format_of

_RAW = msg(
    "raw-traces",
    "is a camera's raw file, which says where and by whom it was taken, and cannot be cleaned of it. Save it as JPEG.",
)
_MOVIE = msg(
    "movie-traces",
    "is a recording that says where it was made. Take the position out of it, or send it without location.",
)


def publishable(path: Path) -> bytes | Path:
    """The bytes to publish of a picture or recording; the file itself where nothing needs to go. Raises BrokenImage."""
    format_ = format_of(head_of(path))
    if not format_:
        raise BrokenImage(NO_PICTURE)
    if format_ == MOVIE:
        with path.open("rb") as file:
            if recordings.says_where(file):
                raise BrokenImage(_MOVIE)
        return path
    return without_traces(path.read_bytes())


def without_traces(data: bytes) -> bytes:
    """A picture without position, people, camera and editing data, pixel for pixel; of a broken one what can be read;
    what is no picture as it is. Raises BrokenImage for one that cannot be cleaned.
    """
    format_ = format_of(data[:HEAD])
    if not format_ or format_ == MOVIE:
        return data
    if reason := why_not(format_):
        raise BrokenImage(reason)
    try:
        return _CLEANERS[format_](data)
    except boxes.NotUnderstood:
        raise BrokenImage(
            msg(
                "unknown-traces",
                "is a picture (%(format)s) built in a way that cannot be cleaned of where it was taken. Save it as "
                "JPEG.",
                format=format_,
            )
        ) from None


def why_not(format_: str) -> Message | None:
    """Why pictures of a format cannot be published; None when they can."""
    if format_ in _CLEANERS and (format_ != "HEIC" or is_readable(format_)):
        return None
    if format_ == "HEIC":
        return _heic()
    if format_ == RAW:
        return _RAW
    return msg(
        "other-traces",
        "is a picture (%(format)s) that cannot be cleaned of where it was taken. Save it as JPEG, PNG or WebP.",
        format=format_,
    )


def _as_far_as_it_goes(parts: Callable[[bytes], Iterable[bytes]]) -> Callable[[bytes], bytes]:
    def cleaned(data: bytes) -> bytes:
        found: list[bytes] = []
        with contextlib.suppress(IndexError, struct.error):
            found += parts(data)
        return b"".join(found)

    return cleaned


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": _as_far_as_it_goes(clean_jpeg),
    "PNG": _as_far_as_it_goes(clean_png),
    "GIF": _as_far_as_it_goes(clean_gif),
    "WEBP": _as_far_as_it_goes(lambda data: [clean_webp(data)]),
    "AVIF": boxes.clean_boxes,
    "HEIC": boxes.clean_boxes,
    "TIFF": redraw,
    "BMP": redraw,
    "ICO": icon_files.clean_icon,
}


def _heic() -> Message:
    return msg(
        "heic-traces",
        "is a HEIC picture, as iPhones take them, which most browsers cannot show. On the iPhone choose Settings, "
        "Camera, Formats, Most Compatible; save this one as JPEG, or let Warta convert it.",
        install("heic"),
    )
