"""Turns the facts of a picture file into the smaller files that pages offer of it, and into what pages say of it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

import msgspec

from warta.content.chart_figures import Figures
from warta.errors import Problem
from warta.extras import install
from warta.messages import Message, msg
from warta.newsroom.addresses import Addresses
from warta.newsroom.views import Image, Source
from warta.settings import ImageSettings

_TYPES = {"avif": ("AVIF", "avif", "image/avif"), "webp": ("WEBP", "webp", "image/webp")}
_PLAIN = {False: ("JPEG", "jpg", "image/jpeg"), True: ("PNG", "png", "image/png")}
_LIGHT = 60_000  # bytes of a small picture that nothing is gained from
_WIDEST = 4000  # pixels of the largest file of a picture that browsers cannot show themselves
_MIDDLE = 1000  # pixels: what a browser without srcset gets, and portals that show a link
_SHARED = 1200  # pixels that a large preview of a link takes at least
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".jpe": "image/jpeg",
    ".mpo": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


class FileFacts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What is known of a file that is copied: the digest of its bytes (hexadecimal), how many they are, its pixels.

    `width` and `height` are 0 for all that is no picture made of pixels, or one that moves. `format` is that of a
    picture made of pixels, by its bytes; `unshown` why the file cannot stand where a picture is expected: a key of
    UNSHOWN, empty when it can. `link` is the source of the file that it is a link to; empty for a file of its own.
    `danger` says why it must not be published unasked (see `content/active.py`), `taken` what a drawing is published
    without. A CSV file has `figures`, or what is `unfit` in it for a chart.
    """

    digest: str
    size: int
    width: int = 0
    height: int = 0
    transparent: bool = False
    format: str = ""
    unshown: str = ""
    link: str = ""
    danger: Message | None = None
    taken: tuple[str, ...] = ()
    figures: Figures | None = None
    unfit: tuple[Problem, ...] = ()


UNSHOWN: Mapping[str, Callable[[str], Message]] = {
    "none": lambda name: msg(
        "picture-none",
        "'%(name)s' stands where a picture is expected, and is none that Warta can read. Save it as JPEG, PNG or WebP.",
        name=name,
    ),
    "HEIC": lambda name: msg(
        "picture-heic",
        "'%(name)s' is a HEIC picture, as iPhones take them, which most browsers cannot show. On the iPhone choose "
        "Settings, Camera, Formats, Most Compatible; save this one as JPEG, or let Warta convert it.",
        install("heic"),
        name=name,
    ),
    "raw": lambda name: msg(
        "picture-raw", "'%(name)s' is a camera's raw file, which browsers cannot show. Save it as JPEG.", name=name
    ),
    "other": lambda name: msg(
        "picture-other",
        "'%(name)s' is a picture of a format that Warta cannot read. Save it as JPEG, PNG or WebP.",
        name=name,
    ),
}
"""What is said of a file of this name that cannot be shown."""
_DOWNLOADS = ("TIFF", "HEIC")  # formats that most browsers cannot show: pages show smaller files of them alone


class VariantView(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A smaller file of a picture of the content: of the bytes of `digest`, in a `format` that Pillow knows."""

    source: str
    digest: str
    width: int
    height: int
    format: str
    quality: int


class Variant(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A smaller file of a picture: its address, its media type, and how it is made."""

    path: str
    type: str
    view: VariantView


class Picture(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of the content in its place: its address, its source and its facts."""

    path: str
    source: str
    facts: FileFacts


def is_drawing(source: str) -> bool:
    """Whether a file is drawn by lines, as SVG, by its name."""
    return source.lower().endswith(".svg")


def variants(picture: Picture, settings: ImageSettings) -> tuple[Variant, ...]:
    """The smaller files of a picture, those that weigh least first.

    Each is as wide as the settings say, never wider than the picture. Their names hold a digest of the picture and of
    how they are made, so that a browser may keep them for ever.
    """
    facts = picture.facts
    shown = facts.format not in _DOWNLOADS
    if not facts.width or (shown and _suffices(facts, settings)):
        return ()
    widths = [width for width in settings.widths if width < facts.width]
    if len(widths) < len(settings.widths):
        widths.append(facts.width)
    elif not shown:
        widths = sorted({*widths, min(facts.width, _WIDEST)})
    formats = [_TYPES[settings.format]] if settings.format in _TYPES else []
    stem, _ = posixpath.splitext(picture.path)
    found = []
    for format_, ending, type_ in (*formats, _PLAIN[facts.transparent]):
        for width in widths:
            height = max(1, round(facts.height * width / facts.width))
            view = VariantView(picture.source, facts.digest, width, height, format_, settings.quality)
            name = f"{stem}-{width}.{facts.digest[:6]}{settings.quality:02d}.{ending}"
            found.append(Variant(name, type_, view))
    return tuple(found)


def _suffices(facts: FileFacts, settings: ImageSettings) -> bool:
    """Whether pages show a picture as it is: no smaller files are wanted, or nothing would be gained from them."""
    return not settings.widths or (facts.width <= settings.widths[0] and facts.size <= _LIGHT)


def image_of(picture: Picture, settings: ImageSettings, addresses: Addresses) -> Image:
    """A picture file with its smaller ones as pages show it, without the words that belong to a place."""
    url = addresses.url(quote(picture.path))
    facts = picture.facts
    found = variants(picture, settings)
    if not found:
        return Image(url, width=facts.width, height=facts.height, src=url)
    plain = [each for each in found if each.type == found[-1].type]
    others = [each for each in found if each.type != found[-1].type]
    middle = max((each for each in plain if each.view.width <= _MIDDLE), key=_width, default=plain[0])
    return Image(
        addresses.url(quote(plain[-1].path)) if facts.format in _DOWNLOADS else url,
        width=facts.width,
        height=facts.height,
        src=addresses.url(quote(middle.path)),
        srcset=srcset(plain, addresses.base),
        sources=(Source(others[0].type, srcset(others, addresses.base)),) if others else (),
    )


def _width(variant: Variant) -> int:
    return variant.view.width


def srcset(found: Iterable[Variant], base: str) -> str:
    """The value of a `srcset` attribute: addresses with their widths in pixels."""
    return ", ".join(f"{base}{quote(each.path)} {each.view.width}w" for each in found)


def shared_address(image: Image) -> str:
    """The address, from the root of the host, of what previews and feeds show: not large, so that WhatsApp takes it.

    This and `full_address` are the one place that decides which of a picture's files machines get.
    """
    return image.src or image.url


def full_address(image: Image) -> str:
    """The address, from the root of the host, of the picture in full size: for search engines, agencies, archives."""
    return image.url


class Preview(msgspec.Struct, frozen=True, gc=False):
    """The file of a picture that is shown where a page is shared, and its size in pixels (0 where it is not known)."""

    address: str
    width: int
    height: int


def preview_of(image: Image) -> Preview:
    """The file for large previews: of those that all portals read the smallest that is wide enough, else the widest."""
    files = [each.rpartition(" ") for each in image.srcset.split(", ") if each]
    widths = {int(width.removesuffix("w")): address for address, _, width in files}
    if not widths:
        return Preview(image.src or image.url, image.width, image.height)
    width = min((each for each in widths if each >= _SHARED), default=max(widths))
    return Preview(widths[width], width, max(1, round(image.height * width / image.width)) if image.width else 0)


def media_type(address: str) -> str:
    """The media type of a picture by its ending; empty for one that is not known."""
    return MEDIA_TYPES.get(posixpath.splitext(address)[1].lower(), "")
