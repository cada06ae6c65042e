"""Proves that the smaller files of a picture show its colours: of any depth, in any space, by its own profile.

The pixels of the files are decoded and compared with colours that were reckoned by hand, or by the profile alone.
"""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageCms
import pytest

from tests.traces import photo
from warta.plan.machines.icons import IconView
from warta.render.formats.icons import icon
from warta.render.pictures.cleaning import without_traces
from warta.render.pictures.images import BrokenImage, measure, resize

SIZE = (64, 48)
Pixel = tuple[int, ...]


def swapped() -> bytes:
    """A profile by which red is green and green is red, so that nobody can miss whether it was used."""
    srgb = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"tmp.").replace(b"gXYZ", b"rXYZ").replace(b"tmp.", b"gXYZ")


def grey_profile(gamma: float = 1.0) -> bytes:
    """A profile of greys (ICC.1:2022, 8.3.4) whose numbers grow with the light: half of it is no middle grey."""
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 2) + b"g\0" + bytes(78),
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061),
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)),
    }
    body, rows = b"", b""
    for name, data in tags.items():
        rows += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = bytes(4) + b"    \2\x10\0\0mntrGRAYXYZ " + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">iii", 63190, 65536, 54061)
    made = head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + rows + body
    return struct.pack(">I", len(made)) + made[4:]


def shown(path: Path, format_: str = "PNG") -> Pixel:
    """The colour in the middle of a smaller file, which has no profile: browsers take it for sRGB."""
    image = PIL.Image.open(io.BytesIO(resize(path, 32, 24, format_, 95)))
    assert "icc_profile" not in image.info
    pixel = image.convert("RGBA" if format_ == "PNG" and image.mode == "RGBA" else "RGB").getpixel((16, 12))
    assert isinstance(pixel, tuple)
    return pixel


def near(found: Pixel, expected: Pixel, by: int = 2) -> bool:
    return len(found) == len(expected) and max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= by


def saved(path: Path, mode: str, colour: object, **settings: object) -> Path:
    PIL.Image.new(mode, SIZE, colour).save(path, **settings)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("value", [0, 0x0101, 0x4000, 0x8000, 0xC000, 0xFFFF])
@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_sixteen_bits_of_grey_are_the_same_grey_in_eight(tmp_path: Path, name: str, value: int) -> None:
    """Half of 65,535 is a middle grey, not white."""
    path = saved(tmp_path / name, "I;16", value)
    for format_ in ("PNG", "JPEG", "WEBP", "AVIF"):
        assert near(shown(path, format_), (round(value / 257),) * 3, 3)


@pytest.mark.parametrize(("order", "white_is_zero"), [("<", False), ("<", True), (">", False)])
def test_a_scan_of_sixteen_bits_is_read_as_it_says(tmp_path: Path, order: str, white_is_zero: bool) -> None:  # noqa: FBT001
    """The most significant byte first or last, and zero for black or for white (TIFF 6.0, section 4)."""
    pixels = struct.pack(order + "H", 0x4000) * (SIZE[0] * SIZE[1])
    tags = {256: SIZE[0], 257: SIZE[1], 258: 16, 259: 1, 262: 0 if white_is_zero else 1, 273: 8}
    tags |= {277: 1, 278: SIZE[1], 279: len(pixels)}
    data = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(pixels)) + pixels
    data += struct.pack(order + "H", len(tags))
    for tag, value in tags.items():
        data += struct.pack(order + "HHII", tag, 4, 1, value)
    path = tmp_path / "a.tif"
    grey = 191 if white_is_zero else 64
    for each in (data + bytes(4), without_traces(data + bytes(4))):
        path.write_bytes(each)
        assert near(shown(path), (grey,) * 3)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGB", (200, 30, 40), (30, 200, 40)),
        ("RGBA", (200, 30, 40, 128), (30, 200, 40, 128)),
        ("P", (200, 30, 40), (30, 200, 40)),
    ],
)
@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.avif", "a.tif", "a.jpg"])
def test_a_profile_is_used_whatever_the_picture_is_made_of(
    tmp_path: Path, name: str, mode: str, colour: Pixel, expected: Pixel
) -> None:
    """Red is green by this profile: also in a palette and where one can see through."""
    image = PIL.Image.new("RGB" if mode == "P" else mode, SIZE, colour)
    if mode == "P" and name.endswith((".png", ".tif")):
        image = image.quantize(4)
    if name.endswith(".jpg"):
        image = image.convert("RGB")
    settings: dict[str, Any] = {} if name.endswith((".png", ".tif")) else {"quality": 95}
    image.save(tmp_path / name, icc_profile=swapped(), **settings)
    assert near(shown(tmp_path / name), expected[: len(image.getbands()) if mode == "RGBA" else 3], 8)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_greys_have_profiles_too(tmp_path: Path, mode: str) -> None:
    """Half of the light is 188 of 255 in sRGB (IEC 61966-2-1)."""
    colour: object = {"L": 128, "LA": (128, 200), "I;16": 0x8080}[mode]
    path = saved(tmp_path / "a.png", mode, colour, icc_profile=grey_profile())
    assert near(shown(path), (188, 188, 188, 200) if mode == "LA" else (188, 188, 188), 3)
    saved(tmp_path / "a.tif", "L", 128, icc_profile=grey_profile())
    assert near(shown(tmp_path / "a.tif"), (188, 188, 188), 3)


def test_sixteen_bits_of_colour_with_a_profile(tmp_path: Path) -> None:
    """A PNG as editing programs export it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" + struct.pack(">HHH", 200 * 257, 30 * 257, 40 * 257) * SIZE[0]
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *SIZE, 16, 2, 0, 0, 0))
    data += chunk(b"iCCP", b"x\0\0" + zlib.compress(swapped())) + chunk(b"IDAT", zlib.compress(row * SIZE[1]))
    (tmp_path / "a.png").write_bytes(data + chunk(b"IEND", b""))
    assert near(shown(tmp_path / "a.png"), (30, 200, 40), 6)


def test_colours_of_print_and_of_the_eye(tmp_path: Path) -> None:
    """CMYK without a profile by its usual meaning; Lab by its own: 53, 80, 67 is the red of screens."""
    saved(tmp_path / "a.jpg", "CMYK", (0, 255, 255, 0), quality=95)
    assert near(shown(tmp_path / "a.jpg"), (255, 0, 0), 6)
    lab = PIL.Image.merge("LAB", [PIL.Image.new("L", SIZE, value) for value in (136, 208, 195)])
    lab.save(tmp_path / "a.tif")
    assert near(shown(tmp_path / "a.tif"), (255, 0, 0), 12)


def test_a_grey_that_means_nothing_to_be_seen_stays_so(tmp_path: Path) -> None:
    """One grey of a PNG of 16 bits can be the one that one sees through."""
    image = PIL.Image.new("I;16", SIZE, 0x8000)
    image.save(tmp_path / "a.png", transparency=0x8000)
    assert shown(tmp_path / "a.png")[3:] == (0,)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_a_depth_without_a_white_is_refused(tmp_path: Path, mode: str) -> None:
    """Rather than published white or black."""
    saved(tmp_path / "a.tif", mode, 1)
    with pytest.raises(BrokenImage, match="32 bits"):
        measure(tmp_path / "a.tif")


def test_a_profile_that_is_none_is_passed_over(tmp_path: Path) -> None:
    """The usual meaning of the numbers is the best guess, and it is that of browsers."""
    saved(tmp_path / "a.png", "RGB", (200, 30, 40), icc_profile=b"no profile" * 30)
    assert near(shown(tmp_path / "a.png"), (200, 30, 40))


def test_icons_have_the_colours_of_the_logo_and_stand_upright() -> None:
    """The logo's profile and its turn count for icons as they do for pages."""
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    image = PIL.Image.new("RGB", (64, 64), (200, 30, 40))
    image.paste((10, 20, 30), (0, 0, 64, 16))
    out = io.BytesIO()
    image.save(out, "PNG", icc_profile=swapped(), exif=exif)
    made = PIL.Image.open(io.BytesIO(icon(IconView("content", "a.png", "", 64, "png"), out.getvalue())))
    left, right = made.convert("RGB").getpixel((10, 60)), made.convert("RGB").getpixel((60, 60))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert near(left, (30, 200, 40)) and near(right, (20, 10, 30))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_format_is_turned_as_it_says(tmp_path: Path, format_: str, orientation: int) -> None:
    """The size that is measured is that of the pixels that come out, and the bright corner is where it belongs."""
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    image = PIL.Image.new("RGB", (64, 32), "black")
    image.paste((255, 255, 255), (0, 0, 16, 8))
    path = tmp_path / "a"
    image.save(path, format_, exif=exif)
    size = measure(path)
    assert size is not None and (size.width, size.height) == ((32, 64) if orientation >= 5 else (64, 32))
    small = PIL.Image.open(io.BytesIO(resize(path, size.width, size.height, "PNG", 90))).convert("L")
    data, width = small.tobytes(), small.width
    corners = [
        data[y * width + x] for x, y in ((2, 2), (-3 % width, 2), (-3 % width, small.height - 3), (2, small.height - 3))
    ]
    bright = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]
    assert [each > 200 for each in corners] == [place == bright for place in range(4)]
    clean = PIL.Image.open(io.BytesIO(without_traces(path.read_bytes())))
    assert measured(clean) == (size.width, size.height)


def measured(image: PIL.Image.Image) -> tuple[int, int]:
    """The size of an opened picture as it is shown."""
    turned = image.format != "TIFF" and image.getexif().get(0x0112, 1) >= 5
    return (image.height, image.width) if turned else image.size


def test_the_helper_writes_what_it_says() -> None:
    """The plain pictures of these tests are pictures."""
    assert PIL.Image.open(io.BytesIO(photo("PNG"))).size == (48, 32)
