"""Proves that no position, no person and no camera is left in a picture of any format, that what belongs to it stays,
and that not one pixel changes.

Every picture here holds a word of its own in each place that a format, Exif, XMP or IPTC has for words; the words are
looked for in the bytes themselves, and by Pillow's own reader.
"""

from __future__ import annotations

import io
import string
import struct
import zlib
from pathlib import Path

import PIL.Image
import PIL.ImageCms
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces
from warta.render.pictures import boxes
from warta.render.pictures.cleaning import publishable, without_traces
from warta.render.pictures.credits import STAYING, exif_credits, photoshop_credits, xmp_credits
from warta.render.pictures.images import BrokenImage, is_readable, measure, resize
from warta.render.pictures.profiles import plain_profile
from warta.render.pictures.sniffing import format_of

CORPUS = list(traces.corpus())
each_picture = pytest.mark.parametrize(
    ("ending", "data"), CORPUS, ids=[f"{n}-{ending}" for n, (ending, _) in enumerate(CORPUS)]
)
words = st.text(string.ascii_letters, min_size=4, max_size=12).map(lambda text: traces.PLANTED + text.encode())


def opened(data: bytes) -> PIL.Image.Image:
    image = PIL.Image.open(io.BytesIO(data))
    image.load()
    return image


def in_srgb(image: PIL.Image.Image) -> bytes:
    """The pixels by the picture's own profile, in the eyes of Pillow."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image.tobytes()
    source = PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile))
    made = PIL.ImageCms.profileToProfile(image, source, PIL.ImageCms.createProfile("sRGB"))
    assert made is not None
    return made.tobytes()


@each_picture
def test_nothing_planted_is_left(ending: str, data: bytes) -> None:
    """Of thousands of words and numbers in each file not one comes out, and what comes out is clean for good."""
    assert traces.found_in(data)
    clean = without_traces(data)
    assert traces.found_in(clean) == []
    assert without_traces(clean) == clean


@each_picture
def test_every_pixel_and_its_colour_stay(ending: str, data: bytes) -> None:
    """The numbers of the pixels are the same, and the profile by which they are read gives the same colours."""
    before, after = opened(data), opened(without_traces(data))
    assert (before.mode, before.size, before.tobytes()) == (after.mode, after.size, after.tobytes())
    assert in_srgb(before) == in_srgb(after)
    assert getattr(before, "n_frames", 1) == getattr(after, "n_frames", 1) or before.format == "MPO"


@each_picture
def test_a_reader_finds_only_what_may_stay(ending: str, data: bytes) -> None:
    """Pillow reads description, author, copyright and how the picture is turned, and nothing else that describes."""
    image = opened(without_traces(data))
    structure = set(range(0xFE, 0x10E)) | set(range(0x111, 0x131)) | {0x152, 0x153, 0x8773, 317}  # of a TIFF
    tags = set(image.getexif())
    assert tags - (structure if image.format == "TIFF" else set()) <= {*STAYING, 0x0112}
    assert not image.getexif().get_ifd(0x8825) and not image.getexif().get_ifd(0x8769)


@pytest.mark.parametrize(
    ("data", "least"), [(traces.jpeg(), 14), (traces.png(), 10), (traces.webp(), 10), (traces.tiff(), 3)], ids=range(4)
)
def test_what_belongs_to_a_picture_stays(data: bytes, least: int) -> None:
    """Description, creator, credit, copyright and licence, wherever the format has them."""
    assert len(traces.words_in(without_traces(data))) >= least


@each_picture
def test_smaller_files_hold_nothing_either(tmp_path: Path, ending: str, data: bytes) -> None:
    """In each format in which they are written, whatever the picture was."""
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    if ending == "ico" or measure(path) is None:
        return
    for format_ in ("JPEG", "PNG", "WEBP", "AVIF"):
        made = resize(path, 16, 12, format_, 70)
        assert traces.found_in(made) == []
        assert not opened(made).info.keys() & {"comment", "icc_profile", "xmp", "photoshop", "XML:com.adobe.xmp"}


def test_heic_is_cleaned_item_by_item() -> None:
    """Exif and XMP are items of the file like its pixels, and the boxes of other programs lie beside them."""
    data = traces.in_boxes(traces.HEIC)
    clean = boxes.clean_boxes(data)
    assert len(traces.found_in(data)) > 4 and traces.found_in(clean) == []
    assert boxes.clean_boxes(clean) == clean and format_of(clean) == "HEIC"


def test_a_file_whose_picture_is_none_is_refused() -> None:
    """What is shown must be a picture: an item of words may not stand in its place."""
    with pytest.raises(boxes.NotUnderstood):
        boxes.clean_boxes(traces.HEIC.replace(b"hvc1", b"mime"))


def test_heic_is_read_where_its_library_is_and_refused_with_the_way_out_where_it_is_not(tmp_path: Path) -> None:
    """With pi-heif it is shown with its colours; without, its owner is told what to press."""
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(traces.HEIC)
    if is_readable("HEIC"):
        assert traces.found_in(without_traces(traces.HEIC)) == []
        left, right = (opened(resize(path, 32, 24, "PNG", 70)).getpixel(at) for at in ((5, 12), (27, 12)))
        assert isinstance(left, tuple) and isinstance(right, tuple)
        assert max(abs(a - b) for a, b in zip((*left, *right), (220, 180, 40, 30, 90, 160), strict=True)) < 12
    else:
        with pytest.raises(BrokenImage, match=r"iPhone.*Most Compatible.*JPEG"):
            without_traces(traces.HEIC)


REFUSED = {
    "raw little": traces.raw_photo("<"),
    "raw big": traces.raw_photo(">"),
    "Canon": b"II*\0\x10\0\0\0CR\2\0",
    "Canon 3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    "Fuji": b"FUJIFILMCCD-RAW 0201",
    "Panasonic": b"IIU\0\x18\0\0\0",
    "Olympus": b"IIRO\x08\0\0\0",
    "Photoshop": b"8BPS\0\1",
    "JPEG XL": b"\xff\x0a\0\0",
    "JPEG XL box": b"\0\0\0\x0cJXL \r\n\x87\n",
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "moving AVIF": b"\0\0\0\x14ftypavis\0\0\0\0avif\0\0\0\x08moov",
    "broken AVIF": b"\0\0\0\x14ftypavif\0\0\0\0avif\0\0\0\x08meta",
    "broken TIFF": b"II*\0\x08\0\0\0\0\0",
    "recording": traces.recording(placed=True),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_cleaned_is_refused(tmp_path: Path, data: bytes) -> None:
    """In a sentence that says what to do; nothing of it is handed out."""
    (tmp_path / "a.jpg").write_bytes(data)
    with pytest.raises(BrokenImage, match=r"Save it|Take the position|whole"):
        publishable(tmp_path / "a.jpg")


def test_a_recording_without_a_place_is_published(tmp_path: Path) -> None:
    """Its pictures may hold any bytes; only the boxes that describe it count."""
    path = tmp_path / "a.mov"
    path.write_bytes(traces.recording(placed=False))
    assert publishable(path) == path


@pytest.mark.parametrize(
    "text", [b"BMKG,2026,hujan", b"RIFFAT\n", b"II. Pasal dua", b"%PDF-1.7", b"GIFT", b"", b"<svg/>"]
)
def test_what_is_no_picture_stays_as_it_is(text: bytes) -> None:
    """Also where its first letters are those of a format."""
    assert format_of(text) == "" and without_traces(text * 3) == text * 3


@given(st.integers(0xE0, 0xFE), words)
def test_no_segment_of_a_jpeg_carries_a_word(marker: int, word: bytes) -> None:
    """Whatever segment an application puts it into, before the picture or behind it."""
    plain = traces.photo()
    segment = bytes((0xFF, marker)) + struct.pack(">H", len(word) + 2) + word
    assert traces.PLANTED not in without_traces(plain[:2] + segment + plain[2:] + segment)


@given(st.lists(st.sampled_from(string.ascii_letters), min_size=4, max_size=4), words, st.sampled_from(("png", "webp")))
def test_no_chunk_carries_a_word(letters: list[str], word: bytes, container: str) -> None:
    """Whatever it is called."""
    kind = "".join(letters).encode()
    if container == "png":
        plain = traces.photo("PNG")
        chunk = struct.pack(">I", len(word)) + kind + word + struct.pack(">I", zlib.crc32(kind + word))
        data = plain[:33] + chunk + plain[33:]
    else:
        plain = traces.photo("WEBP")
        data = plain + kind + struct.pack("<I", len(word)) + word + b"\0" * (len(word) % 2)
        data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    assert traces.PLANTED not in without_traces(data)


@given(st.integers(1, 0xFFFF), st.sampled_from((1, 2, 7)), words, st.sampled_from("<>"))
def test_no_tag_carries_a_word(tag: int, kind: int, word: bytes, order: str) -> None:
    """Of all 65,535 numbers that a tag can have, three hold texts that stay, and only as texts."""
    head = b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08"
    entry = struct.pack(order + "HHHII", 1, tag, kind, len(word), 26)
    block = traces.JPEG_EXIF + head + entry + bytes(4) + word
    assert (traces.PLANTED in exif_credits(block)) <= (tag in STAYING)


@given(st.integers(0, 9), st.integers(0, 255), words)
def test_no_data_set_carries_a_word(record: int, number: int, word: bytes) -> None:
    """Of IPTC's data sets, four stay."""
    row = b"\x1c" + bytes((record, number)) + struct.pack(">H", len(word)) + word
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(row)) + row
    stays = record == 2 and number in (80, 110, 116, 120)
    assert (traces.PLANTED in photoshop_credits(block)) == stays


@given(st.sampled_from(tuple(traces.PROPERTIES)), st.text(string.ascii_letters, min_size=3), words, st.booleans())
def test_no_property_carries_a_word(space: str, name: str, word: bytes, attribute: bool) -> None:  # noqa: FBT001
    """Whatever name a property has in a space that is known, but for those that stay."""
    kept = {"description", "creator", "rights", "Credit", "WebStatement", "UsageTerms", "Marked", "license"}
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    body = f' n:{name}="{word.decode()}"/>' if attribute else f"><n:{name}>{word.decode()}</n:{name}></r:Description>"
    packet = f'<r:RDF xmlns:r="{rdf}" xmlns:n="{space}"><r:Description{body}</r:RDF>'.encode()
    assert (traces.PLANTED in xmp_credits(packet)) <= (name in kept)


def test_a_packet_that_could_unfold_is_not_read() -> None:
    """XML can name texts and repeat them a billion times."""
    assert xmp_credits(b'<!DOCTYPE x [<!ENTITY a "b">]>' + traces.xmp()) == b""


def test_a_profile_gives_the_same_colours_and_no_name() -> None:
    """That of a screen says of which screen it is."""
    profile = traces.profile()
    plain = plain_profile(profile)
    assert traces.found_in(profile) and not traces.found_in(plain)
    assert PIL.ImageCms.getProfileDescription(PIL.ImageCms.ImageCmsProfile(io.BytesIO(plain))).strip() == "RGB"
    assert plain_profile(b"no profile at all") == b"" and plain_profile(bytes(500)) == b""


@pytest.mark.slow
@given(st.sampled_from(CORPUS), st.integers(0), st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_is_cut_or_refused(picture: tuple[str, bytes], at: int, noise: bytes) -> None:
    """Foreign bytes anywhere in any format never come out as another error."""
    data = picture[1]
    at %= min(len(data), 3000)
    try:
        assert isinstance(without_traces(data[:at] + noise + data[at:]), bytes)
    except BrokenImage as broken:
        assert str(broken)
