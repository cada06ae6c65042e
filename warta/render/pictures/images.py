"""Turns picture files into smaller variants for pages: upright, in sRGB, in formats that browsers can show.

Pillow is imported when the first picture is looked at, and pi-heif, where it is installed, with it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
import warnings
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from warta.errors import Said
from warta.messages import msg
from warta.render.pictures import colours
from warta.render.pictures.credits import ORIENTATION, exif_of
from warta.render.pictures.sniffing import HEAD

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
"""Pillow's name of each format that variants are written in, and the ending of its files."""
LARGEST = 80_000_000  # pixels that are decoded whole; a JPEG can be decoded at an eighth of its size
LARGEST_JPEG = 320_000_000
_HEIF = "pi_heif"
_READ = {each: each for each in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")} | {"HEIC": "HEIF"}
"""Pillow's name of each format that is read."""
_ENDINGS = tuple(f".{each}" for each in "jpg jpeg jpe jfif mpo png webp avif gif tif tiff bmp heic heif".split())
NO_PICTURE = msg("no-picture", "is no picture that can be read. Is it whole? Save it anew as JPEG, PNG or WebP.")
_MOVING = ("GIF", "PNG", "WEBP", "AVIF")


class BrokenImage(Said):
    """The file is no picture that can be read; says why, after the file's name."""


class Dimensions(msgspec.Struct, frozen=True, gc=False):
    """A picture's size in pixels as it is shown (turned as its camera says), and whether it can be transparent."""

    width: int
    height: int
    transparent: bool = False


def is_readable(format_: str) -> bool:
    """Whether pictures of a format can be decoded here: HEIC can where pi-heif is installed."""
    return format_ in _READ and (format_ != "HEIC" or _has_heif())


@functools.cache
def _has_heif() -> bool:
    return importlib.util.find_spec(_HEIF) is not None


def is_named_picture(name: str) -> bool:
    """Whether a file has the name of a picture made of pixels, whatever it is."""
    return name.casefold().endswith(_ENDINGS)


def measure(path: str | Path) -> Dimensions | None:
    """The dimensions of a picture, from its head alone; None for an animated picture, which is published as it is.

    Raises BrokenImage for a file that is no picture, or has more pixels than can be decoded here.
    """
    with opened(path) as image:
        if image.format in _MOVING and getattr(image, "n_frames", 1) > 1:
            return None
        width, height = image.size
        most = LARGEST_JPEG if image.format in ("JPEG", "MPO") else LARGEST
        if width * height > most:
            raise BrokenImage(
                msg(
                    "picture-too-large",
                    "has %(pixels)s million pixels; at most %(most)s can be read.",
                    pixels=width * height // 1_000_000,
                    most=most // 1_000_000,
                )
            )
        if colours.is_too_deep(image):
            raise BrokenImage(
                msg(
                    "picture-too-deep",
                    "has 32 bits a colour, of which nobody can tell what is white. Save it with 8 or 16.",
                )
            )
        # Pillow gives the size of a turned TIFF as it is shown
        turned = image.format != "TIFF" and image.getexif().get(ORIENTATION, 1) in (5, 6, 7, 8)
        return Dimensions(*((height, width) if turned else (width, height)), colours.is_transparent(image))


@functools.cache
def load_formats() -> None:
    """Load what Pillow needs for the formats that are read and written here; by itself it loads those of forty more."""
    import PIL.AvifImagePlugin
    import PIL.IcoImagePlugin
    import PIL.TiffImagePlugin
    import PIL.WebPImagePlugin  # noqa: F401 - each registers its format

    if _has_heif():
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)


@functools.cache
def recipe() -> str:
    """A digest of all that decides which bytes come of a picture: this package's code, and the libraries it decodes and
    encodes with.
    """
    import PIL
    from PIL import features

    digest = blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    parts = ("jpg", "zlib", "libtiff", "webp", "avif", "littlecms2", "libjpeg_turbo", "mozjpeg", "zlib_ng")
    versions = [PIL.__version__, *(str(features.version(each)) for each in parts)]
    if _has_heif():
        import pi_heif

        versions += [pi_heif.__version__, str(pi_heif.libheif_info())]
    digest.update(repr(versions).encode())
    return digest.hexdigest()


@contextlib.contextmanager
def opened(source: str | Path | io.BytesIO) -> Iterator[Image]:
    """A picture, whose pixels are decoded when they are asked for. Raises BrokenImage, also for what is done inside."""
    import PIL.Image

    load_formats()
    PIL.Image.MAX_IMAGE_PIXELS = LARGEST_JPEG
    read = [name for format_, name in _READ.items() if is_readable(format_)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, which is not kept
            with PIL.Image.open(source, formats=read) as image:
                yield image
    except PIL.UnidentifiedImageError:
        raise BrokenImage(NO_PICTURE) from None
    except PIL.Image.DecompressionBombError:
        raise BrokenImage(msg("picture-bomb", "has more pixels than any camera makes.")) from None
    except (FileNotFoundError, BrokenImage):
        raise
    except Exception:  # noqa: BLE001 - a broken file makes decoders raise anything
        raise BrokenImage(msg("picture-unreadable", "cannot be read. Is it whole? Save it anew as JPEG.")) from None


def head_of(path: str | Path) -> bytes:
    """The first bytes of a file, by which its format is known."""
    with Path(path).open("rb") as file:
        return file.read(HEAD)


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
    with opened(path) as image:
        # JPEG alone: half, a quarter or an eighth, never smaller than the size asked for
        image.draft("RGB", (width, width))
        exif = exif_of(image)
        made = upright_in_srgb(image)
        factor = made.width // (2 * width)
        return (made.reduce(factor) if factor > 1 else made), exif


def upright_in_srgb(image: Image) -> Image:
    """The pixels of an opened picture as they are shown, in RGB or RGBA, without any metadata."""
    import PIL.ImageOps

    inverted = colours.is_inverted(image)  # a turned copy does not know any more
    return colours.in_srgb(PIL.ImageOps.exif_transpose(image), inverted=inverted)
