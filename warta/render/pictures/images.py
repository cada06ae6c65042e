"""Turns picture files into smaller variants for pages: upright, in sRGB, in formats that browsers can show.

Pillow is imported when the first picture is looked at (for icons: `formats/icons.py`).
"""

from __future__ import annotations

import contextlib
import functools
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
"""Pillow's name of each format that variants are written in, and the ending of its files."""
LARGEST = 80_000_000  # pixels that are decoded whole; a JPEG can be decoded at an eighth of its size
LARGEST_JPEG = 320_000_000
_ENDINGS = frozenset((".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"))
_READ = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
_GPS = 0x8825
_ORIENTATION = 0x0112
# ImageDescription, Artist, Copyright (Exif 2.32, table 4)
_KEPT = (0x010E, 0x013B, 0x8298)
# by-line, credit and copyright notice (IPTC-IIM 4.2, data sets 2:80, 2:110, 2:116)
_IPTC_ARTIST, _IPTC_COPYRIGHT = ((2, 80), (2, 110)), ((2, 116),)


class BrokenImage(Exception):
    """The file is no picture that can be read; the text says why, in sentences for a person."""


class Dimensions(msgspec.Struct, frozen=True, gc=False):
    """A picture's size in pixels as it is shown (turned as its camera says), and whether it can be transparent."""

    width: int
    height: int
    transparent: bool = False


def is_picture(name: str) -> bool:
    """Whether a file of this name is a picture made of pixels, by its ending."""
    return name[name.rfind(".") :].casefold() in _ENDINGS if "." in name else False


def measure(path: str | Path) -> Dimensions | None:
    """The dimensions of a picture, from its head alone; None for an animated picture, which is published as it is.

    Raises BrokenImage for a file that is no picture, or has more pixels than can be decoded here.
    """
    with _opened(path) as image:
        if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
            return None
        width, height = image.size
        most = LARGEST_JPEG if image.format in ("JPEG", "MPO") else LARGEST
        if width * height > most:
            raise BrokenImage(
                f"has {width * height // 1_000_000} million pixels; at most {most // 1_000_000} can be read."
            )
        exif = image.getexif()
        if exif.get_ifd(_GPS) and image.format not in ("JPEG", "MPO", "PNG", "WEBP"):
            raise BrokenImage(
                "says where it was taken, which can only be removed from JPEG, PNG and WebP. Save it as one."
            )
        turned = exif.get(_ORIENTATION, 1) in (5, 6, 7, 8)
        transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        return Dimensions(*((height, width) if turned else (width, height)), transparent)


def load_formats() -> None:
    """Load what Pillow needs for the formats that are read and written here; by itself it loads those of forty more."""
    import PIL.AvifImagePlugin
    import PIL.IcoImagePlugin
    import PIL.TiffImagePlugin
    import PIL.WebPImagePlugin  # noqa: F401 - each registers its format


def library_version() -> str:
    """Pillow's version: another one may make other bytes of the same picture."""
    import PIL

    return PIL.__version__


@contextlib.contextmanager
def _opened(source: str | Path | io.BytesIO) -> Iterator[Image]:
    import PIL.Image

    load_formats()
    PIL.Image.MAX_IMAGE_PIXELS = LARGEST_JPEG
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, which is not kept
            with PIL.Image.open(source, formats=_READ) as image:
                yield image
    except PIL.UnidentifiedImageError:
        raise BrokenImage("is no picture that can be read. Is it whole?") from None
    except PIL.Image.DecompressionBombError:
        raise BrokenImage("has more pixels than any camera makes.") from None
    except (FileNotFoundError, BrokenImage):
        raise
    except Exception as error:  # noqa: BLE001 - a broken file makes decoders raise anything
        raise BrokenImage(f"cannot be read ({error}). Is it whole?") from None


def resize(path: str | Path, width: int, height: int, format_: str, quality: int) -> bytes:
    """A picture of at most `width` by `height` pixels in a format of FORMATS, upright, in sRGB, without its metadata.

    Of the metadata only description, author and copyright stay. Raises BrokenImage.
    """
    base, exif = _base(str(path), width)
    import PIL.Image

    made = base if base.size == (width, height) else base.resize((width, height), PIL.Image.Resampling.LANCZOS)
    if format_ == "JPEG" and made.mode != "RGB":
        made = _on_white(made)
    out = io.BytesIO()
    settings: dict[str, object] = {"exif": exif} if exif else {}
    if format_ == "PNG":
        settings |= {"optimize": True}
    else:
        settings |= {"quality": quality}
    if format_ == "JPEG":
        settings |= {"optimize": True, "progressive": True}
    if format_ == "WEBP":
        settings |= {"method": 4}
    if format_ == "AVIF":
        settings |= {"speed": 7}
    made.save(out, format_, **settings)
    return out.getvalue()


def _on_white(image: Image) -> Image:
    import PIL.Image

    ground = PIL.Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A") if "A" in image.mode else None)
    return ground


def _base(path: str, width: int) -> tuple[Image, bytes]:
    """The picture, decoded small where its format allows, and the metadata to keep."""
    step = next((step for step in (800, 1600, 3200) if width <= step), width)
    return _decoded(path, Path(path).stat().st_mtime_ns, step)


@functools.lru_cache(maxsize=2)
def _decoded(path: str, _: int, width: int) -> tuple[Image, bytes]:
    import PIL.ImageOps

    with _opened(path) as image:
        image.draft(
            "RGB", (width, width)
        )  # JPEG alone: half, a quarter or an eighth, never smaller than the size asked for
        exif = _kept_exif(image)
        upright = PIL.ImageOps.exif_transpose(image)
        made = _in_srgb(upright)
        factor = made.width // (2 * width)
        return (made.reduce(factor) if factor > 1 else made), exif


def _in_srgb(image: Image) -> Image:
    """The picture in sRGB, in a mode (RGB or RGBA) that every format can be written from."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if profile and image.mode in ("RGB", "CMYK"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                converted.info.pop("icc_profile", None)
                return converted
    made = image.convert("RGBA" if transparent else "RGB")
    made.info.pop("icc_profile", None)
    return made


def _kept_exif(image: Image) -> bytes:
    """Description, author and copyright as Exif, also where only IPTC has them; empty without any."""
    from PIL import IptcImagePlugin
    from PIL.JpegImagePlugin import JpegImageFile

    before = image.getexif()
    kept = {tag: before[tag] for tag in _KEPT if before.get(tag)}
    iptc = IptcImagePlugin.getiptcinfo(image) if isinstance(image, JpegImageFile) else None
    for tag, names in ((_KEPT[1], _IPTC_ARTIST), (_KEPT[2], _IPTC_COPYRIGHT)):
        texts = [value for name in names if isinstance(value := (iptc or {}).get(name), bytes)]
        if texts and tag not in kept:
            kept[tag] = ", ".join(text.decode("utf-8", "replace") for text in texts)
    return _exif(kept)


def _exif(tags: dict[int, object]) -> bytes:
    import PIL.Image

    if not tags:
        return b""
    made: Exif = PIL.Image.Exif()
    for tag, value in tags.items():
        made[tag] = value
    return made.tobytes()


def exif_without_traces(data: bytes) -> bytes:
    """An Exif block (from `Exif\\0\\0` on) with orientation, description, author and copyright alone."""
    import PIL.Image

    before = PIL.Image.Exif()
    try:
        before.load(data)
        return _exif({tag: before[tag] for tag in (_ORIENTATION, *_KEPT) if before.get(tag)})
    except Exception:  # noqa: BLE001 - a block that nobody can read is left out
        return b""
