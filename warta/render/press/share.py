"""Turns a release into a picture to share: photo or colour, title, place and date, arms, name of the office.

The ground is drawn once from a template of the theme and remembered; photo and words are put on it by Pillow.
"""

from __future__ import annotations

import io
from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING

import msgspec

from warta.plan.machines.press import FEED, LINK, STORY
from warta.render.formats.icons import fitted as fitted_picture
from warta.render.formats.icons import rasterised
from warta.render.press.lettering import BOLD, PLAIN, SERIF, Box, Fitted, draw, fitted, width
from warta.render.press.signs import shown

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw as Pen

TEMPLATE = "press/share.svg"
_ALERT, _WHITE, _QUIET = "#9c1f1f", "#ffffff", "#dfe6e2"
_QUALITIES = (86, 80, 74, 66, 58, 50)
_FULL = 74  # from this quality on colours are as fine as light


class Shape(msgspec.Struct, frozen=True):
    """A shape in pixels: its size, margins, the photo (left, top, right, bottom), sizes of type, and at most so many
    bytes. `top` and `bottom` are what an app may cover.
    """

    size: tuple[int, int]
    photo: tuple[int, int, int, int]
    pad: int
    top: int
    bottom: int
    title: tuple[int, int]  # largest, without and with a photo
    smallest: int
    small: int
    mark: int
    step: int
    most: int
    bytes: int


SHAPES = {
    LINK: Shape((1200, 630), (700, 0, 1200, 630), 64, 64, 64, (92, 60), 27, 25, 60, 20, 8, 300_000),
    FEED: Shape((1080, 1350), (0, 0, 1080, 702), 72, 72, 72, (132, 76), 38, 34, 84, 24, 10, 900_000),
    STORY: Shape((1080, 1920), (0, 0, 1080, 902), 72, 250, 340, (132, 84), 38, 34, 84, 24, 10, 900_000),
}


class Poster(msgspec.Struct, frozen=True):
    """What is said: title, line of place and date, a word such as Correction, office, host."""

    title: str
    meta: str
    mark: str
    office: str
    host: str


def share(
    poster: Poster, shape: str, ground: tuple[str, str], logo: tuple[str, bytes] | None, photo: Image | None
) -> bytes:
    """The picture as JPEG. `ground` is the template and the accent; the photo fills its part of the shape already."""
    form = SHAPES[shape]
    image = _ground(*ground, shape, photo is not None, logo).copy()
    if photo is not None:
        image.paste(photo, form.photo[:2])
    _Words(form, image, photo is not None, logo is not None).all(poster)
    return _jpeg(image, form.bytes)


def cropped(photo: Image, shape: str, focus: tuple[float, float]) -> Image:
    """The part of a photo around its focal point (parts of its width and height) that fills its place in a shape."""
    from PIL.Image import Resampling

    left, top, right, bottom = SHAPES[shape].photo
    wide, high = right - left, bottom - top
    scale = max(wide / photo.width, high / photo.height)
    part = wide / scale, high / scale
    x = min(max(focus[0] * photo.width - part[0] / 2, 0), photo.width - part[0])
    y = min(max(focus[1] * photo.height - part[1] / 2, 0), photo.height - part[1])
    box = (x, y, x + part[0], y + part[1])
    upright = photo if photo.mode == "RGB" else photo.convert("RGB")
    # made smaller, half the pixels are looked at for the same sharpness
    by = Resampling.HAMMING if scale < 1 else Resampling.BICUBIC
    return upright.resize((wide, high), by, box=box)


@lru_cache(maxsize=24)
def _ground(template: str, accent: str, shape: str, with_photo: bool, logo: tuple[str, bytes] | None) -> Image:  # noqa: FBT001
    """The ground of a shape with the arms of the office."""
    from PIL import Image, ImageDraw

    form = SHAPES[shape]
    upright = form.photo[2] == form.size[0] and form.photo[0] == 0
    words = {
        "width": form.size[0],
        "height": form.size[1],
        "accent": accent,
        "band": form.photo[3] if with_photo and upright else 0,
        "step": form.step,
        "half": form.step / 2,
    }
    drawn = rasterised(Template(template).safe_substitute(words).encode(), form.size[0])
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    if image.size != form.size:
        image = image.resize(form.size)
    if logo is not None:
        edge = form.size[1] - form.bottom
        disc = Image.new("L", (4 * form.mark, 4 * form.mark))
        ImageDraw.Draw(disc).ellipse((0, 0, 4 * form.mark - 1, 4 * form.mark - 1), fill=255)
        image.paste(_WHITE, (form.pad, edge - form.mark), disc.resize((form.mark, form.mark), Image.Resampling.LANCZOS))
        room = form.mark - 14
        arms = fitted_picture(rasterised(logo[1], room) if logo[0] == "svg" else logo[1], room)
        at = form.pad + (form.mark - arms.width) // 2, edge - form.mark + (form.mark - arms.height) // 2
        image.paste(arms, at, arms)
    return image


class _Words:
    """Puts words on a picture, from its foot up and from its head down; the title has what is left between."""

    def __init__(self, form: Shape, image: Image, with_photo: bool, with_logo: bool) -> None:  # noqa: FBT001
        from PIL import ImageDraw

        self._form = form
        self._draw: Pen = ImageDraw.Draw(image)
        self._photo = with_photo
        self._logo = with_logo
        upright = form.photo[0] == 0
        right = form.photo[0] - 44 if with_photo and not upright else form.size[0] - form.pad
        self._room = right - form.pad
        self._top = form.photo[3] + 56 if with_photo and upright else form.top + 20
        self._foot = form.size[1] - form.bottom

    def all(self, poster: Poster) -> None:
        foot = self._office(shown(poster.office), poster.host)
        top: float = self._top
        if poster.mark:
            top += self._mark(shown(poster.mark).upper(), top)
        if poster.meta:
            small = self._form.small
            line = fitted(shown(poster.meta), Box(self._room, small * 1.6, small, small * 0.75, 1), BOLD)
            draw(self._draw, (self._form.pad, top), line, BOLD, _QUIET)
            top += small + 22
        self._title(shown(poster.title), top, foot - self._form.small)

    def _office(self, name: str, host: str) -> float:
        """The name and the host beside the arms; where they begin."""
        form = self._form
        left = form.pad + (form.mark + 22 if self._logo else 0)
        room = form.pad + self._room - left
        lines = fitted(name, Box(room, form.small * 2.6, form.small, form.small * 0.72, 2, 1.15), BOLD)
        below = fitted(host, Box(room, form.small * 1.5, form.small * 0.8, form.small * 0.5, 1), PLAIN)
        height = lines.height + below.height
        top = self._foot - max(height, (form.mark + height) / 2)
        draw(self._draw, (left, top), lines, BOLD, _WHITE)
        draw(self._draw, (left, top + lines.height), below, PLAIN, _QUIET)
        return min(top, self._foot - (form.mark if self._logo else 0))

    def _mark(self, word: str, top: float) -> float:
        """A word in a white box; how much it takes."""
        form = self._form
        size = form.small + 4
        wide, high = width(word, BOLD) * size + 32, size * 1.6
        self._draw.rounded_rectangle((form.pad, top, form.pad + wide, top + high), 4, fill=_WHITE)
        draw(self._draw, (form.pad + 16, top + size * 0.24), Fitted((word,), size, size), BOLD, _ALERT)
        return high + 22

    def _title(self, title: str, top: float, foot: float) -> None:
        form = self._form
        box = Box(self._room, foot - top, form.title[self._photo], form.smallest, form.most)
        words = fitted(title, box, SERIF)
        left_over = max(0.0, foot - top - words.height)
        down = 0.42 if not self._photo else 0.25 if form.photo[0] else 0
        draw(self._draw, (form.pad, top + left_over * down), words, SERIF, _WHITE)


def _jpeg(image: Image, most: int) -> bytes:
    """The picture in the best quality that stays below so many bytes."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=0 if quality >= _FULL else 2)
        if out.tell() <= most:
            break
    return out.getvalue()
