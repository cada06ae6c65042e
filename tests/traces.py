"""Makes pictures that tell everything: each format with every kind of metadata it can hold, each value a word of its own.

A word that may stay begins with KEPT, any other with PLANTED; position and serial numbers stand there as numbers too.
`found_in` looks for what was planted in the bytes of any file, also where it is packed or written in another way.
"""

from __future__ import annotations

import base64
import io
import itertools
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import PIL.Image
import PIL.ImageCms

KEPT, PLANTED = b"boleh", b"jejak"
LATITUDE, LONGITUDE = (6, 51, 3077), (107, 55, 4391)  # degrees, minutes, hundredths of seconds
_NUMBERS = itertools.count(1000)
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
JPEG_EXIF, JPEG_XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"

# properties of XMP Specification Part 2, IPTC Photo Metadata 2023.2, PLUS 2.0, Exif 2.32 for XMP, and of makers
PROPERTIES = {
    "http://purl.org/dc/elements/1.1/": "contributor coverage date format identifier language publisher relation source subject title type",
    "http://ns.adobe.com/xap/1.0/": "BaseURL CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Nickname Rating Thumbnails Author",
    "http://ns.adobe.com/xap/1.0/rights/": "Certificate Owner",
    "http://ns.adobe.com/xap/1.0/mm/": "DerivedFrom DocumentID History Ingredients InstanceID ManagedFrom OriginalDocumentID Pantry",
    "http://ns.adobe.com/photoshop/1.0/": "AuthorsPosition CaptionWriter Category City Country DateCreated Headline Instructions Source State SupplementalCategories TransmissionReference Urgency History DocumentAncestors TextLayers",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "AltTextAccessibility CountryCode CreatorContactInfo ExtDescrAccessibility IntellectualGenre Location Scene SubjectCode",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "AboutCvTerm AddlModelInfo ArtworkOrObject Contributor ControlledVocabularyTerm DigImageGUID DigitalSourceType EmbdEncRightsExpr Event EventIdentifier Genre ImageRegion LinkedEncRightsExpr LocationCreated LocationShown MaxAvailHeight MaxAvailWidth ModelAge OrganisationInImageCode OrganisationInImageName PersonHeard PersonInImage PersonInImageWDetails ProductInImage RegistryId PersonId Creator",
    "http://ns.useplus.org/ldf/xmp/1.0/": "ImageCreator CopyrightOwner ImageSupplier ImageSupplierImageID MinorModelAgeDisclosure ModelReleaseID ModelReleaseStatus PropertyReleaseID PropertyReleaseStatus EndUser Licensee MediaConstraints RegionConstraints OtherConstraints CustomData1 DataMining",
    "http://ns.adobe.com/exif/1.0/": "GPSLatitude GPSLongitude GPSAltitude GPSTimeStamp GPSAreaInformation GPSProcessingMethod UserComment MakerNote ImageUniqueID RelatedSoundFile DateTimeOriginal",
    "http://cipa.jp/exif/1.0/": "BodySerialNumber CameraOwnerName LensMake LensModel LensSerialNumber Photographer",
    "http://ns.adobe.com/tiff/1.0/": "Make Model Software Artist DateTime ImageDescription Copyright",
    "http://ns.adobe.com/exif/1.0/aux/": "ImageNumber Lens LensID OwnerName SerialNumber Firmware",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "CameraProfile RawFileName LensProfileName LookName",
    "http://www.metadataworkinggroup.com/schemas/regions/": "Regions RegionInfo",
    "http://ns.microsoft.com/photo/1.0/": "CameraSerialNumber LensModel LastKeywordXMP DateAcquired",
    "http://ns.microsoft.com/photo/1.2/": "RegionInfo",
    "http://ns.google.com/photos/1.0/panorama/": "CaptureSoftware StitchingSoftware PoseHeadingDegrees",
    "http://ns.google.com/photos/1.0/camera/": "MicroVideo SpecialTypeID hdrp_makernote shot_log_data",
    "http://ns.google.com/photos/1.0/image/": "Data Mime",
    "http://www.dji.com/drone-dji/1.0/": "GpsLatitude GpsLongitude RelativeAltitude SerialNumber",
    "http://www.digikam.org/ns/1.0/": "TagsList CaptionsAuthorNames PicasawebGPhotoId",
    "http://ns.acdsee.com/iptc/1.0/": "people caption author",
    "http://creativecommons.org/ns#": "attributionName attributionURL morePermissions jurisdiction",
    "http://example.org/unknown/": "anything",
}  # fmt: skip
_KEPT_PROPERTIES = (
    '<dc:description xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>'
    '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>'
    '<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="id">{}</rdf:li></rdf:Alt></dc:rights>'
    '<p:Credit xmlns:p="http://ns.adobe.com/photoshop/1.0/">{}</p:Credit>'
    '<r:WebStatement xmlns:r="http://ns.adobe.com/xap/1.0/rights/">https://{}.example/</r:WebStatement>'
    '<r:UsageTerms xmlns:r="http://ns.adobe.com/xap/1.0/rights/"><rdf:Alt><rdf:li xml:lang="id">{}</rdf:li></rdf:Alt></r:UsageTerms>'
    '<l:Licensor xmlns:l="http://ns.useplus.org/ldf/xmp/1.0/"><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<l:LicensorURL>https://{}.example/</l:LicensorURL><l:LicensorCity>%s</l:LicensorCity>"
    "<l:LicensorTelephone1>%s</l:LicensorTelephone1></rdf:li></rdf:Seq></l:Licensor>"
)


def planted() -> bytes:
    """A word that must not be published."""
    return PLANTED + b"%d" % next(_NUMBERS)


def kept() -> bytes:
    """A word that may stay."""
    return KEPT + b"%d" % next(_NUMBERS)


def xmp(part: int = 0, parts: int = 1) -> bytes:
    """A packet with every property of PROPERTIES, as attribute, text, list, language alternative and structure; or one
    of several packets that have them together.
    """
    rows, attributes = [], []
    for number, (space, names) in enumerate(PROPERTIES.items()):
        attributes.append(f' xmlns:n{number}="{space}"')
        if number % parts != part:
            continue
        for name in names.split():
            full = f"n{number}:{name}"
            rows += [
                f"<{full}>{planted().decode()}</{full}>",
                f"<{full}><rdf:Bag><rdf:li>{planted().decode()}</rdf:li></rdf:Bag></{full}>",
                f'<{full}><rdf:Alt><rdf:li xml:lang="x-{planted().decode()}">{planted().decode()}</rdf:li></rdf:Alt></{full}>',
                f'<{full} rdf:parseType="Resource"><n0:City>{planted().decode()}</n0:City>'
                f'<n4:Credit rdf:parseType="Resource"><n4:Credit>{planted().decode()}</n4:Credit></n4:Credit></{full}>',
                f'<{full}><rdf:Description n0:{name}="{planted().decode()}" n4:Credit="{planted().decode()}"/></{full}>',
            ]
            attributes.append(f' n{number}:{name}="{planted().decode()}"')
    stay = _KEPT_PROPERTIES.format(*[kept().decode() for _ in range(7)]) % (planted().decode(), planted().decode())
    return (
        f'<?xpacket begin="" id="{planted().decode()}"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="{planted().decode()}">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="{planted().decode()}"{"".join(attributes)}>'
        f"{''.join(rows)}{stay}</rdf:Description></rdf:RDF><!-- {planted().decode()} --></x:xmpmeta>"
        f'<?xpacket end="w"?>'
    ).encode()


def iptc() -> bytes:
    """Every data set of every record of IPTC-IIM; by-line, credit, notice and caption are those that may stay."""
    stay = {(2, 80), (2, 110), (2, 116), (2, 120)}
    made = b"\x1c\x01\x5a\0\x03\x1b%G"
    for name in itertools.product(range(1, 10), range(256)):
        if name != (1, 90):
            word = kept() if name in stay else planted()
            made += b"\x1c" + bytes(name) + struct.pack(">H", len(word)) + word
    return made


def photoshop() -> bytes:
    """Resources of Photoshop: IPTC, Exif, XMP, a thumbnail, captions, addresses, and unknown ones."""
    contents = {
        0x0404: iptc(),
        0x0422: exif(short=True)[6:],
        0x0423: exif(short=True)[6:],
        0x0424: planted(),
        0x040C: bytes(28) + photo(),
    }
    contents |= {number: planted() for number in (0x03F0, 0x040A, 0x040B, 0x0425, 0x0BB7, 0x0FA0)}
    made = b"Photoshop 3.0\0"
    for number, content in contents.items():
        name = planted()
        made += b"8BIM" + struct.pack(">H", number) + bytes([len(name)]) + name + b"\0" * ((len(name) + 1) % 2)
        made += struct.pack(">I", len(content)) + content + b"\0" * (len(content) % 2)
    return made


def _rationals(order: str, values: Sequence[int]) -> bytes:
    return struct.pack(order + "6I", values[0], 1, values[1], 1, values[2], 100)


def _directory(
    entries: dict[int, tuple[int, int, bytes]], at: int, order: str, following: bytes = b"", *, last: bool = True
) -> bytes:
    """A directory of a TIFF that lies at `at`: tags with type, count and bytes. `following` stands after it."""
    start = at + 2 + 12 * len(entries) + 4
    rows, more = b"", b""
    for tag, (kind, count, value) in sorted(entries.items()):
        rows += struct.pack(order + "HHI", tag, kind, count)
        if len(value) <= 4:
            rows += value.ljust(4, b"\0")
        else:
            rows += struct.pack(order + "I", start + len(more))
            more += value + b"\0" * (len(value) % 2)
    after = struct.pack(order + "I", 0 if last else start + len(more))
    return struct.pack(order + "H", len(entries)) + rows + after + more + following


def _word(word: bytes) -> tuple[int, int, bytes]:
    return 2, len(word) + 1, word + b"\0"


STAYING_TAGS = (0x010E, 0x013B, 0x8298)


def _tags(order: str, at: int, tags: Iterable[int], below: Iterable[int]) -> bytes:
    """A directory with a word for each tag, and below it those of Exif, position and interoperability."""
    tags = set(tags)
    entries = {tag: _word(kept() if tag in STAYING_TAGS else planted()) for tag in tags}
    exif_tags = {tag: _word(planted()) for tag in below}
    exif_tags[0x927C] = (7, 40, planted().ljust(40, b"\0"))
    exif_tags[0x9286] = (7, 40, (b"UNICODE\0" + planted().decode().encode("utf-16-le")).ljust(40, b"\0"))
    position = {tag: _word(planted()) for tag in range(32)}
    position |= {1: _word(b"S"), 2: (5, 3, _rationals(order, LATITUDE)), 3: _word(b"E")}
    position[4] = (5, 3, _rationals(order, LONGITUDE))
    entries |= {tag: (4, 1, bytes(4)) for tag in (0x8825, 0x8769)}
    size = len(_directory(entries, at, order))
    first = _directory(position, at + size, order)
    entries[0x8825] = (4, 1, struct.pack(order + "I", at + size))
    entries[0x8769] = (4, 1, struct.pack(order + "I", at + size + len(first)))
    return _directory(entries, at, order, first + _directory(exif_tags, at + size + len(first), order))


def exif(order: str = "<", orientation: int = 1, *, short: bool = False) -> bytes:
    """An Exif block with a word in every tag of Exif 2.32, in some of makers, and a small picture with an own one."""
    head = b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08"
    tags = [
        *range(0x010D, 0x0112),
        0x0131,
        0x0132,
        0x013B,
        0x013C,
        0x8298,
        *range(0x9C9B, 0x9CA0),
        0xC614,
        0xC62F,
        0xFE00,
    ]
    below = [*range(0x8290, 0x8300), *range(0x9000, 0x9300), *range(0xA000, 0xA600)]
    below.remove(0xA005)  # a directory, where readers look for one
    body = _tags(order, 8, tags, below[-800:-700] if short else below)
    if orientation != 1:
        entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
        old = body.find(struct.pack(order + "HH", 0x0111, 2))
        body = body[:old] + entry + body[old + 12 :]
    return JPEG_EXIF + head + body + planted()


def photo(format_: str = "JPEG", mode: str = "RGB", **settings: Any) -> bytes:
    """A plain picture of 48 by 32 pixels with some shape."""
    image = PIL.Image.effect_mandelbrot((48, 32), (-2, -1.5, 1, 1.5), 30).convert(mode)
    out = io.BytesIO()
    image.save(out, format_, **settings)
    return out.getvalue()


def profile() -> bytes:
    """The profile of a screen, which names it, its maker and its number."""
    srgb = bytearray(PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes())
    srgb[48:56] = PLANTED + b"100"
    count = struct.unpack_from(">I", srgb, 128)[0]
    rows = [list(struct.unpack_from(">4sII", srgb, 132 + 12 * each)) for each in range(count)]
    data = {bytes(name): bytes(srgb[start : start + length]) for name, start, length in rows}
    data |= {
        name: b"text\0\0\0\0" + planted() for name in (b"cprt", b"dmnd", b"dmdd", b"mmod", b"meta", b"vcgt", b"targ")
    }
    data[b"desc"] = (
        b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", 18, 28) + planted().decode().encode("utf-16-be")
    )
    body, table, at = b"", b"", 132 + 12 * len(data)
    for name, content in data.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    made = bytes(srgb[:128]) + struct.pack(">I", len(data)) + table + body
    return struct.pack(">I", len(made)) + made[4:]


def jpeg(mode: str = "RGB", orientation: int = 1) -> bytes:
    """Every segment for applications, comments, small pictures in the head, and a second picture behind the end."""
    plain = photo(mode=mode)
    body = plain[20 if plain[6:10] == b"JFIF" else 2 :]
    segments = [(0xE0, b"JFIF\0\1\2\0\0\1\0\1\2\2" + planted().ljust(12, b"x")), (0xE0, b"JFXX\0\x10" + photo())]
    segments += [(0xE1, exif(orientation=orientation)), (0xE1, planted())]
    segments += [(0xE1, JPEG_XMP + xmp(part, 5)) for part in range(5)]
    segments += [(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + planted()), (0xED, photoshop()), (0xED, planted())]
    segments += [(0xE2, b"ICC_PROFILE\0\1\1" + profile()), (0xE2, b"FPXR\0" + planted())]
    segments += [(marker, planted()) for marker in (*range(0xE3, 0xED), 0xEE, 0xEF, 0xFE)]
    made = b"".join(bytes((0xFF, marker)) + struct.pack(">H", len(each) + 2) + each for marker, each in segments)
    return b"\xff\xd8" + made + body + planted() + b"\xff\xd8" + made[:5000] + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(mode: str = "RGB") -> bytes:
    """Every kind of text, unknown chunks, Exif, a named palette, the time, and words behind the end."""
    plain = photo("PNG", mode=mode)
    keywords = (
        b"Title",
        b"Software",
        b"Source",
        b"Comment",
        b"Creation Time",
        b"Disclaimer",
        b"Warning",
        b"Location",
        b"GPS",
    )
    texts = [(word, planted()) for word in (*keywords, b"Raw profile type exif", b"Raw profile type iptc", planted())]
    texts += [(word, kept()) for word in (b"Author", b"Description", b"Copyright")]
    rows = [_chunk(b"tEXt", word + b"\0" + text) for word, text in texts]
    rows += [_chunk(b"zTXt", word + b"\0\0" + zlib.compress(text)) for word, text in texts]
    rows += [_chunk(b"iTXt", word + b"\0\1\0id\0\0" + zlib.compress(text)) for word, text in texts]
    rows += [
        _chunk(b"iTXt", b"XML:com.adobe.xmp\0" + flag + b"\0\0\0" + packet)
        for flag, packet in ((b"\0", xmp()), (b"\1", zlib.compress(xmp())))
    ]
    rows += [
        _chunk(kind, planted())
        for kind in (b"eXif", b"zxIf", b"prVt", b"caBX", b"iDOT", b"vpAg", b"orNT", b"gIFx", b"dSIG", b"oFFs")
    ]
    rows += [
        _chunk(b"eXIf", exif(">")[6:]),
        _chunk(b"tIME", b"\x07\xea\1\1\1\1\1"),
        _chunk(b"sPLT", planted() + b"\0\x08"),
    ]
    rows.append(_chunk(b"iCCP", planted() + b"\0\0" + zlib.compress(profile())))
    return plain[:33] + b"".join(rows) + plain[33:] + planted()


def webp(*, moving: bool = False) -> bytes:
    """Exif, XMP, a profile, unknown chunks (in a frame, too) and words behind the end."""
    more: dict[str, Any] = (
        {"save_all": True, "append_images": [PIL.Image.new("RGB", (48, 32), "red")]} if moving else {}
    )
    plain = photo("WEBP", exif=exif(), xmp=xmp(), icc_profile=profile(), **more)
    at = plain.find(b"ANMF")
    body = plain[12:]
    if moving:
        word = planted()
        inner = b"junk" + struct.pack("<I", len(word)) + word + b"\0" * (len(word) % 2)
        length = struct.unpack_from("<I", plain, at + 4)[0]
        end = at + 8 + length
        body = plain[12 : at + 4] + struct.pack("<I", length + len(inner)) + plain[at + 8 : end] + inner + plain[end:]
    word = planted()
    body += b"note" + struct.pack("<I", len(word)) + word + b"\0" * (len(word) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body + planted()


def gif() -> bytes:
    """Comments, plain text, XMP as Adobe writes it, other applications' data, and words behind the end."""
    frames = [PIL.Image.new("L", (48, 32), shade) for shade in (0, 200)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=planted())
    plain = out.getvalue()
    at = plain.index(b"\x21\xff\x0bNETSCAPE")
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    word = planted()
    more = b"\x21\xff\x0bXMP DataXMP" + xmp() + trailer + b"\x21\xfe" + bytes([len(word)]) + word + b"\0"
    more += b"\x21\xff\x0bICCRGBG1012" + bytes([len(word)]) + planted() + b"\0"
    more += b"\x21\x01\x0c" + bytes(12) + bytes([len(word)]) + planted() + b"\0"
    return plain[:at] + more + plain[at:] + planted()


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def in_boxes(plain: bytes) -> bytes:
    """An AVIF or HEIC file with boxes of other programs behind it."""
    more = _box(b"uuid", bytes(16) + planted()) + _box(b"free", planted()) + _box(b"mpvd", planted() + photo())
    return plain + more + _box(b"udta", planted())


HEIC = base64.b85decode(
    b"0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<00069ZDn*}000000000XXk=`10000000000aA{+700000000000000000000MrmwsV*mgE07O"
    b"6l0{{U400002D*yoi00000003tI0ssI200NQ#0RR9100000vH$}B00003L;wK*00000001%o003fXX>Mi!000000{{R36=`l}WdZ;I000310"
    b"BCk&F#rGn02OI&W@Q2Z00963002dJX=VTb001g!Zf0cy000310{{SRX>DZyVQ_G4X=7n@X>V>Xa%5&Jcx`L|000004sdC7Z2$lO00031008`"
    b"HaB^?}007)+aAR)(004Dpc4I>U18@KU0FVFx0000U@BsY%`1k+-4+CHT0RR|40Sp2E{{wIU00RJ!0009300RIXx&lC90096gLID8-Z~y=U0F"
    b"VFx0{{R603M(qfd!W8uA1iHA)vs3000bt00093gkk^z00u+>!E?ch0000JV{dG7ZewhC0096E00w{n000zeb8uw<00000002M$002M$001as"
    b"Y+-N!001BW00031000;O00061|Nr0s00092|Nqzk00062000nhX?SS>000032nYxO000<iaBX1#00000000310R@2q0|kTt001aya%E-!000"
    b"00000hSWOHKx0ssL30RR914r63<V*mpH0RRC200C2NWMOmw003hs0k0Dwd1=7)CnENLY+RrI4^n@X_jF(XA1*%pq$dBO#A<Q9_$z)+2+71K="
    b"eq&I_3YbRv|C+fSF(VUG56-i>*S*Mbj@Jp6>tez1x8kfhL_dTB;3C5;`~0aR_WIeAK(B000u>PX=VTbO-%qQ0000800RLJ00IC200#g705Sn"
    b"P00IC200#g706K^z00aO400961073u&003%bYGG?K003fdY-MOM000040096300002Qvd(}00IC7000030001Z00RI500002MF0Q*00aO900"
    b"0030001x0000000006000010000p00001000aH0001F0001M000010000t00001000pu0001FJa{^IZE$U6bYUQPZES9HI(R)IVPtP&Wjbzi"
    b"I&EciVJ{*tK0F~UEox<IVQVujEj|"
)  # fmt: skip
"""A HEIC picture of 32 by 24 pixels, yellow on the left and blue on the right, with Exif data, a position and XMP."""


def avif(mode: str = "RGB") -> bytes:
    """Exif and XMP as items, a profile, and boxes of other programs."""
    return in_boxes(photo("AVIF", mode=mode, exif=exif(), xmp=xmp(), icc_profile=profile()))


def tiff(order: str = "<") -> bytes:
    """A word in most tags of TIFF, Exif, position, XMP, IPTC, resources of Photoshop, two pages, and words between."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    pixels = bytes(range(0, 256, 1)) * 4
    between = planted()
    pixels_at = 8 + len(between)
    at = pixels_at + len(pixels) + len(pixels) % 2
    at += at % 2
    shape = {0x100: 32, 0x101: 32, 0x102: 8, 0x103: 1, 0x106: 1, 0x111: pixels_at, 0x115: 1, 0x116: 32, 0x117: 1024}
    numbers = {tag: (4, 1, struct.pack(order + "I", value)) for tag, value in shape.items()}
    blocks = {
        700: xmp(),
        33723: iptc(),
        34377: photoshop()[14:],
        37724: planted(),
        50341: planted(),
        0xC65A: planted(),
        34675: profile(),
    }
    words = (0x010D, 0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298, 0x9C9B, 0xC4A5, 0xFDE8)
    entries = numbers | {tag: (7, len(block), block) for tag, block in blocks.items()}
    entries |= {tag: _word(kept() if tag in STAYING_TAGS else planted()) for tag in words}
    position = {
        1: _word(b"S"),
        2: (5, 3, _rationals(order, LATITUDE)),
        4: (5, 3, _rationals(order, LONGITUDE)),
        0x1B: _word(planted()),
    }
    entries[0x8825] = (4, 1, b"\0\0\0\0")
    size = len(_directory(entries, at, order))
    entries[0x8825] = (4, 1, struct.pack(order + "I", at + size))
    first = _directory(entries, at, order, _directory(position, at + size, order))
    whole = head + struct.pack(order + "I", at) + between + pixels
    return whole.ljust(at, b"\0") + first + planted()


def bmp() -> bytes:
    """Words between the head and the pixels, and behind them."""
    plain = photo("BMP")
    start = struct.unpack_from("<I", plain, 10)[0]
    word = planted()
    return plain[:10] + struct.pack("<I", start + len(word)) + plain[14:start] + word + plain[start:] + planted()


def icon() -> bytes:
    """An icon of two pictures that describe themselves, with words between them."""
    pictures = [png(), png("RGBA")]
    rows, body = b"", planted()
    at = 6 + 16 * 2 + len(body)
    for each in pictures:
        rows += struct.pack("<BBBBHHII", 48, 32, 0, 0, 1, 32, len(each), at)
        body += each
        at += len(each)
    return struct.pack("<HHH", 0, 1, 2) + rows + body


def mpo() -> bytes:
    """Two pictures in one file, each with its own Exif data, as phones write them."""
    first = PIL.Image.effect_mandelbrot((48, 32), (-2, -1.5, 1, 1.5), 30)
    second = first.rotate(180)
    second.encoderinfo = {"exif": exif(), "comment": planted()}
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second], exif=exif())
    return out.getvalue()


def corpus() -> Iterator[tuple[str, bytes]]:
    """Every format with the ending that it often has."""
    yield from (("jpg", jpeg()), ("jpeg", jpeg("CMYK")), ("jfif", jpeg("L")), ("mpo", mpo()))
    yield from (("png", png()), ("png", png("RGBA")), ("png", png("P")), ("png", png("I;16")))
    yield from (("webp", webp()), ("webp", webp(moving=True)), ("gif", gif()))
    yield from (("avif", avif()), ("avif", avif("RGBA")), ("tif", tiff()), ("tiff", tiff(">")))
    yield from (("bmp", bmp()), ("ico", icon()))


def raw_photo(order: str = "<") -> bytes:
    """A camera's raw file: a TIFF that begins with a small picture and names others below it."""
    head = b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08"
    shape = {0xFE: 1, 0x100: 8, 0x101: 8, 0x14A: 400}
    entries = {tag: (4, 1, struct.pack(order + "I", value)) for tag, value in shape.items()}
    return head + _directory(entries | {0x0110: _word(planted())}, 8, order) + bytes(400)


def recording(*, placed: bool) -> bytes:
    """A video as phones write them, with or without the place it was made at; its pictures stand before."""
    place = _box(b"udta", _box(b"\xa9xyz", b"\0\x12\x15\xc7-06.8585+107.9219/")) if placed else b""
    moov = _box(b"moov", _box(b"mvhd", bytes(100)) + place)
    return _box(b"ftyp", b"qt  \0\0\0\0qt  ") + _box(b"mdat", b"\xa9xyz" + bytes(5000)) + moov


def found_in(data: bytes) -> list[bytes]:
    """What was planted of a file, in its bytes or in a packed part of them, as text, as UTF-16 or as numbers."""
    return sorted({each for part in _parts(data) for each in _found(part)})


def words_in(data: bytes) -> set[bytes]:
    """The words that may stay, as they stand in a file."""
    return {each for part in _parts(data) for each in re.findall(KEPT + rb"\d+", part)}


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :], 1_000_000)
        except zlib.error:
            continue


def _found(data: bytes) -> Iterator[bytes]:
    wide = PLANTED.decode()
    yield from re.findall(PLANTED + rb"\d*", data)
    yield from (
        each for each in (wide.encode("utf-16-le"), wide.encode("utf-16-be"), PLANTED.hex().encode()) if each in data
    )
    for order in "<>":
        yield from (each for each in (_rationals(order, LATITUDE), _rationals(order, LONGITUDE)) if each in data)
