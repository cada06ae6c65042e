"""Turns a decoded picture of any colour space and depth into the same colours in sRGB, as browsers show them."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_MEANING = 262  # the tag of a TIFF that says what its numbers mean (TIFF 6.0, section 4)
_TOO_DEEP = ("I", "F")


def is_too_deep(image: Image) -> bool:
    """Whether a picture's numbers have no white that is known: 32 bits, or with a point."""
    return image.mode in _TOO_DEEP


def is_transparent(image: Image) -> bool:
    """Whether one may see through a picture."""
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def is_inverted(image: Image) -> bool:
    """Whether zero is white in an opened scan of 16 bits, which Pillow reads as it stands there."""
    return image.mode.startswith("I;16") and getattr(image, "tag_v2", {}).get(_MEANING) == 0


def in_srgb(image: Image, *, inverted: bool = False) -> Image:
    """The picture in RGB, or in RGBA where one can see through it, without any metadata."""
    plain, alpha = _parts(image, inverted=inverted)
    made = _converted(plain, image.info.get("icc_profile"))
    if alpha is not None:
        made.putalpha(alpha)
    made.info = {}
    return made


def _parts(image: Image, *, inverted: bool) -> tuple[Image, Image | None]:
    """The colours alone, eight bits each, in the space in which they were written; and what one can see through."""
    if image.mode.startswith("I;16"):
        return _in_eight_bits(image, inverted=inverted)
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if is_transparent(image) else "RGB")
    elif "transparency" in image.info and image.mode in ("1", "L", "RGB"):
        alpha = image.convert("RGBA").getchannel("A")
        return image.convert("L") if image.mode == "1" else image, alpha
    elif image.mode in ("RGBa", "La"):
        image = image.convert(image.mode[:-1] + "A")
    if image.mode in ("RGBA", "LA"):
        return image.convert(image.mode[:-1]), image.getchannel("A")
    return (image.convert("L") if image.mode == "1" else image), None


def _in_eight_bits(image: Image, *, inverted: bool) -> tuple[Image, Image | None]:
    """A picture of 65,536 greys in 256 of them."""
    whole = image.convert("I")
    greys = [(value * 255 + 32767) // 65535 for value in range(65536)]
    if inverted:
        greys.reverse()
    clear = image.info.get("transparency")
    alpha = whole.point([0 if value == clear else 255 for value in range(65536)], "L") if clear is not None else None
    return whole.point(greys, "L"), alpha


def _converted(image: Image, profile: bytes | None) -> Image:
    """The picture in RGB by its own profile; by the usual meaning of its numbers where it has none that fits."""
    from PIL import ImageCms

    if image.mode == "YCbCr":
        image = image.convert("RGB")
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
    return image.convert("RGB")
