"""Proves that pictures lose what betrays their maker and keep what belongs to them, and that no file breaks the reader."""

from __future__ import annotations

import contextlib
import io
import struct
from pathlib import Path

import msgspec
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import picture
from tests.unit.values import settings
from warta.newsroom.addresses import Addresses
from warta.newsroom.pictures import FileFacts, Picture, full_address, image_of, shared_address, srcset, variants
from warta.newsroom.views import Source
from warta.render.pictures.cleaning import without_traces
from warta.render.pictures.images import BrokenImage, Dimensions, measure, resize
from warta.settings import ImageSettings

ORIENTATION, ARTIST, COPYRIGHT, MAKE, GPS = 0x0112, 0x013B, 0x8298, 0x010F, 0x8825
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="6,51.5S"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Humas Sukamaju">'
    b'<xmpRights:WebStatement xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">https://x.example/</xmpRights:WebStatement>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def photo(format_: str, orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture as a camera writes it: with its place, its maker and its author."""
    image = PIL.Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 30).convert("RGB")
    exif = PIL.Image.Exif()
    exif[ORIENTATION], exif[ARTIST], exif[COPYRIGHT], exif[MAKE] = orientation, "Rina S.", "CC BY 4.0", "Kamera X"
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 51.0, 30.0), 3: "E", 4: (107.0, 55.0, 0.0)})
    out = io.BytesIO()
    more = {"xmp": XMP} if format_ in ("JPEG", "WEBP") else {}
    image.save(out, format_, exif=exif, **more)
    return out.getvalue()


def opened(data: bytes) -> PIL.Image.Image:
    image = PIL.Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_an_original_keeps_its_pixels_and_credit_and_loses_its_traces(format_: str) -> None:
    """Not one pixel changes; how it is turned, its author and its rights stay; place and camera are in no byte."""
    data = photo(format_, orientation=6)
    assert b"Kamera X" in data
    clean = without_traces(data)
    assert opened(clean).tobytes() == opened(data).tobytes()
    exif = opened(clean).getexif()
    assert (exif[ORIENTATION], exif[ARTIST], exif[COPYRIGHT]) == (6, "Rina S.", "CC BY 4.0")
    assert MAKE not in exif and not exif.get_ifd(GPS)
    assert b"Kamera X" not in clean and b"GPSLatitude" not in clean
    assert without_traces(clean) == clean


def test_rights_in_xmp_stay() -> None:
    """Credit and web statement, by which search engines show a licence, survive; the place beside them does not."""
    clean = without_traces(photo("JPEG"))
    assert b"Humas Sukamaju" in clean and b"https://x.example/" in clean and b"6,51.5S" not in clean


def test_what_a_camera_hangs_behind_a_picture_goes() -> None:
    """A second picture behind the first, as phones write them, carries its own place: it is cut off."""
    data = photo("JPEG")
    assert without_traces(data + photo("JPEG")) == without_traces(data)


@given(st.binary(max_size=400), st.sampled_from((b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP")))
def test_broken_bytes_never_break_the_reader(noise: bytes, head: bytes) -> None:
    """Whatever stands in a file, it comes back, is cut or is refused in a sentence; nothing else is raised."""
    with contextlib.suppress(BrokenImage):
        assert isinstance(without_traces(head + noise), bytes)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_photo_never_breaks_the_reader(at: int, noise: bytes) -> None:
    """A photo with foreign bytes anywhere in it."""
    data = photo("JPEG")
    with contextlib.suppress(BrokenImage):
        assert isinstance(without_traces(data[: at % len(data)] + noise + data[at % len(data) :]), bytes)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_is_measured_and_made_smaller_upright(tmp_path: Path, orientation: int) -> None:
    """Width and height are those a reader sees, for each of the eight ways a camera can be held (Exif 2.32, 0x0112)."""
    path = tmp_path / "a.jpg"
    path.write_bytes(photo("JPEG", orientation))
    shape = Dimensions(40, 60) if orientation >= 5 else Dimensions(60, 40)
    assert measure(path) == shape
    small = opened(resize(path, shape.width // 2, shape.height // 2, "JPEG", 80))
    assert small.size == (shape.width // 2, shape.height // 2)
    assert small.getexif().get(ORIENTATION, 1) == 1 and not small.getexif().get_ifd(GPS)
    assert small.getexif()[ARTIST] == "Rina S."


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_any_kind_of_picture_can_be_made_smaller(tmp_path: Path, mode: str, format_: str) -> None:
    """Drawings, scans, pictures for print and those one can see through, in each format that is offered."""
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    PIL.Image.new(mode, (64, 32)).save(path)
    assert opened(resize(path, 32, 16, format_, 70)).size == (32, 16)


def test_what_one_can_see_through_is_white_where_it_cannot_be(tmp_path: Path) -> None:
    """JPEG has no transparency: the ground is white, not black."""
    path = tmp_path / "a.png"
    PIL.Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(path)
    assert measure(path) == Dimensions(8, 8, transparent=True)
    assert opened(resize(path, 8, 8, "JPEG", 90)).convert("RGB").getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"x", b"\xff\xd8\xff", photo("PNG")[:40], b"<svg/>"], ids=range(5))
def test_what_is_no_picture_says_so(tmp_path: Path, data: bytes) -> None:
    """A sentence, never a traceback."""
    (tmp_path / "a.jpg").write_bytes(data)
    with pytest.raises(BrokenImage, match="whole"):
        measure(tmp_path / "a.jpg")


def test_a_cut_photo_is_refused_when_it_is_decoded(tmp_path: Path) -> None:
    """Its head is right, the rest of it missing."""
    (tmp_path / "a.jpg").write_bytes(photo("JPEG", size=(400, 400))[:-3000])
    with pytest.raises(BrokenImage, match="whole"):
        resize(tmp_path / "a.jpg", 100, 100, "WEBP", 70)


def test_a_decompression_bomb_is_refused_by_its_head(tmp_path: Path) -> None:
    """A hundred bytes that claim to be 900 million pixels are never decoded."""
    head = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    data = photo("PNG")
    (tmp_path / "a.png").write_bytes(data[:16] + head + data[29:])
    with pytest.raises(BrokenImage, match="pixels|whole"):
        measure(tmp_path / "a.png")


def test_a_picture_that_moves_is_left_alone(tmp_path: Path) -> None:
    """Smaller files of it would stand still."""
    frames = [PIL.Image.new("L", (9, 9), shade) for shade in (0, 200)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert measure(tmp_path / "a.gif") is None


@given(
    st.integers(1, 6000),
    st.integers(1, 6000),
    st.sets(st.integers(16, 3000), max_size=4),
    st.sampled_from(("RGB", "RGBA")),
)
def test_variants_are_never_wider_than_the_picture_and_keep_its_shape(
    width: int, height: int, widths: set[int], mode: str
) -> None:
    """Each format has the same widths, in order; heights follow; every name is another one."""
    facts = FileFacts("ab" * 16, 2_000_000, width, height, mode == "RGBA")
    found = variants(Picture("/2026/11/a/foto.jpg", "x", facts), ImageSettings(tuple(sorted(widths))))
    views = [each.view for each in found]
    assert all(view.width <= width and abs(view.height - height * view.width / width) <= 1 for view in views)
    by_format = [
        [view.width for view in views if view.format == name] for name in dict.fromkeys(v.format for v in views)
    ]
    assert all(each == sorted(set(each)) == by_format[0] for each in by_format)
    assert len({each.path for each in found}) == len(found)
    assert bool(found) == bool(widths)


def test_a_small_light_picture_has_no_variants() -> None:
    """Nothing would be gained."""
    assert variants(Picture("/a.png", "a.png", FileFacts("ab" * 16, 900, 300, 200)), ImageSettings()) == ()


def photo_of(width: int, height: int, *, transparent: bool = False) -> Picture:
    """A heavy picture in its place."""
    return Picture(
        "/2026/11/a/foto é.jpg", "releases/a/foto é.jpg", FileFacts("ab" * 16, 2_000_000, width, height, transparent)
    )


ADDRESSES = msgspec.structs.replace(Addresses.of(settings()), base="/ruang")


def test_a_page_offers_a_picture_in_each_width_and_format() -> None:
    """The light format first, for browsers that know it; all addresses below the path of the site, and quoted."""
    made = ImageSettings((400, 800, 1600))
    found = image_of(photo_of(3000, 2000), made, ADDRESSES)
    stem = "/ruang/2026/11/a/foto%20%C3%A9"
    assert found.url == f"{stem}.jpg"
    assert (found.width, found.height) == (3000, 2000)
    quality = f"{made.quality:02d}"
    assert found.src == f"{stem}-800.ababab{quality}.jpg"
    assert found.srcset == ", ".join(f"{stem}-{width}.ababab{quality}.jpg {width}w" for width in (400, 800, 1600))
    light = ", ".join(f"{stem}-{width}.ababab{quality}.webp {width}w" for width in (400, 800, 1600))
    assert found.sources == (Source("image/webp", light),)
    assert (shared_address(found), full_address(found)) == (found.src, found.url)


def test_a_picture_one_can_see_through_stays_so() -> None:
    """PNG where others have JPEG."""
    found = image_of(photo_of(3000, 2000, transparent=True), ImageSettings((400, 800)), ADDRESSES)
    assert found.src.endswith(".png") and ".jpg" not in found.srcset


@given(st.integers(1, 4000), st.sets(st.integers(16, 3000), min_size=1, max_size=4))
def test_what_a_page_offers_is_what_is_made(width: int, widths: set[int]) -> None:
    """Every address in src, srcset and sources is one of the smaller files, and each of these is offered."""
    shown, made = photo_of(width, 900), ImageSettings(tuple(sorted(widths)))
    found, image = variants(shown, made), image_of(shown, made, ADDRESSES)
    files = {srcset([each], ADDRESSES.base) for each in found}
    offered = [*image.srcset.split(", "), *(each for source in image.sources for each in source.srcset.split(", "))]
    assert set(offered) == files
    assert image.src in {each.split(" ")[0] for each in image.srcset.split(", ")}
    assert len(offered) == len(found)


def test_a_picture_that_is_shown_as_it_is_has_one_address() -> None:
    """A drawing without pixels, a picture that moves, or a newsroom that wants no smaller files."""
    for facts, made in (
        (FileFacts("ab" * 16, 9), ImageSettings()),
        (FileFacts("ab" * 16, 90_000, 9, 9), ImageSettings(())),
    ):
        found = image_of(Picture("/a.svg", "a.svg", facts), made, ADDRESSES)
        assert (found.src, found.srcset, found.sources) == ("/ruang/a.svg", "", ())
        assert shared_address(found) == full_address(found) == "/ruang/a.svg"


def test_the_name_of_a_smaller_file_is_another_with_other_bytes_or_another_quality() -> None:
    """So that browsers may keep it for ever."""
    facts = FileFacts("ab" * 16, 2_000_000, 3000, 2000)
    others = msgspec.structs.replace(facts, digest="cd" * 16)
    made = ImageSettings((400,))
    sharper = msgspec.structs.replace(made, quality=made.quality + 1)
    found = [
        {each.path for each in variants(Picture("/a.jpg", "a.jpg", which), how)}
        for which, how in ((facts, made), (others, made), (facts, sharper))
    ]
    assert len(set[str]().union(*found)) == sum(len(each) for each in found)


def test_the_helper_makes_real_pictures(tmp_path: Path) -> None:
    """What the tests of whole sites publish can be read."""
    (tmp_path / "a.jpg").write_bytes(picture("x"))
    assert measure(tmp_path / "a.jpg") == Dimensions(48, 32)
