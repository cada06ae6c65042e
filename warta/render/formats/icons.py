"""Turns the newsroom's logo into icons, and their list into a web manifest. Imports Pillow, and resvg for SVG."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.messages import msg
from warta.plan.machines.icons import IconView, ManifestView
from warta.render.pictures.drawings import BrokenDrawing, make_harmless
from warta.render.pictures.images import load_formats, upright_in_srgb
from warta.settings import FILE_NAME as CONFIG

if TYPE_CHECKING:
    from PIL.Image import Image

_ICO_SIZES = [(16, 16), (32, 32), (48, 48)]
_MOST_PIXELS = 60_000_000


def icon(view: IconView, data: bytes) -> bytes:
    """The icon made of a picture's bytes. Raises ProblemsFound for a picture that cannot be read."""
    room = view.size - 2 * (view.size * view.padding // 100)
    try:
        if view.source.lower().endswith(".svg"):
            data = rasterised(make_harmless(data).data, room)
            if view.format == "png" and not view.ground and _shape(data) == (view.size, view.size):
                return data
        else:
            load_formats()
        return _encoded(_placed(fitted(data, room), view), view.format)
    except (OSError, ValueError, SyntaxError, OverflowError, BrokenDrawing):
        raise ProblemsFound([_unfit(view)]) from None


def _unfit(view: IconView) -> Problem:
    if view.origin == "content":
        message = msg(
            "logo-unfit",
            "is the logo, and no picture that icons can be made of. Use a PNG, JPEG, WebP or SVG file.",
        )
        return Problem(f"content/{view.source}", 0, message)
    message = msg(
        "logo-of-theme-unfit",
        "the theme's static/%(name)s is the logo, and no picture that icons can be made of. Use a PNG, JPEG, WebP or "
        "SVG file.",
        name=view.source,
    )
    return Problem(CONFIG, 0, message)


def _shape(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, which stand in its first chunk (PNG 1.2, 11.2.2)."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def fitted(data: bytes, room: int) -> Image:
    """The picture, with its longer side as long as `room`."""
    from PIL import IcoImagePlugin, Image  # noqa: F401 - it registers its format

    with Image.open(io.BytesIO(data)) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError(f"it has {opened.width} times {opened.height} pixels")
        image = upright_in_srgb(opened).convert("RGBA")
    scale = room / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image


def rasterised(data: bytes, room: int) -> bytes:
    """An SVG as a PNG whose longer side is `room` pixels. It must not depend on the fonts of this machine."""
    import resvg_py

    try:
        text = data.decode("utf-8-sig")
        return bytes(resvg_py.svg_to_bytes(svg_string=text, width=room, skip_system_fonts=True))
    except BaseException as error:  # the library panics at what it cannot read
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise ValueError(str(error)) from None


def _placed(image: Image, view: IconView) -> Image:
    """The picture in the middle of a square."""
    from PIL import Image

    square = Image.new("RGBA", (view.size, view.size), view.ground or (0, 0, 0, 0))
    square.alpha_composite(image, ((view.size - image.width) // 2, (view.size - image.height) // 2))
    return square


def _encoded(image: Image, format_: str) -> bytes:
    buffer = io.BytesIO()
    if format_ == "ico":
        image.save(buffer, "ICO", sizes=_ICO_SIZES)
    else:
        image.save(buffer, "PNG")
    return buffer.getvalue()


def manifest(view: ManifestView) -> bytes:
    """The web manifest, by which the site can be put on a phone's home screen."""
    fields = {
        "name": view.name,
        "short_name": view.name if len(view.name) <= 12 else view.name.split()[0],
        "description": view.description,
        "lang": view.language,
        "start_url": view.start,
        "scope": view.start,
        "display": "browser",
        "background_color": "#ffffff",
        "icons": [
            {"src": url, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for url, size, purpose in view.icons
        ],
    }
    return msgspec.json.format(msgspec.json.encode({name: value for name, value in fields.items() if value}), indent=1)
