"""Turns TIFF and BMP files into new files of the same pixels: the parts of such a file may lie anywhere in it, and what
is not known to be a part of the picture is not taken over.

Their pixels are packed without loss; 16 bits for each of three colours, which Pillow does not know, become 8.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from warta.render.pictures.colours import is_inverted
from warta.render.pictures.credits import texts_of
from warta.render.pictures.images import opened
from warta.render.pictures.profiles import plain_profile

if TYPE_CHECKING:
    from PIL.Image import Image


def redraw(data: bytes) -> bytes:
    """A new file of the same format, upright, with its colour profile. Raises BrokenImage."""
    with opened(io.BytesIO(data)) as image:
        format_, texts = image.format, texts_of(image.getexif())
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(_frame(image))
        out = io.BytesIO()
        if format_ == "BMP":
            frames[0].save(out, "BMP")
        else:
            settings: dict[str, object] = {"save_all": True, "append_images": frames[1:], "tiffinfo": texts}
            frames[0].save(out, "TIFF", **(frames[0].encoderinfo | settings))
        return out.getvalue()


def _frame(image: Image) -> Image:
    """One picture of a file, with nothing but what shapes its colours and its size on paper."""
    image.load()
    made = image.copy()  # forgets the tags of the file
    if is_inverted(image):
        made = made.point(lambda value: value * -1 + 65535)
    profile = plain_profile(image.info.get("icc_profile") or b"")
    made.info = {"icc_profile": profile} if profile else {}
    made.encoderinfo = {"compression": "group4" if made.mode == "1" else "tiff_adobe_deflate"}
    if dpi := image.info.get("dpi"):
        made.encoderinfo["dpi"] = dpi
    return made
