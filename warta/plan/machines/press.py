"""Turns the rows of a shard into the files that the press is handed beside each release.

A release that was withdrawn has none: they go when it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from warta.digests import NOTHING, Value, given
from warta.newsroom.addresses import PRESS_FILES, WIRE_FILES, Addresses
from warta.newsroom.facets import POSTER, WIRE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import Ref
from warta.newsroom.pictures import Picture, VariantView, image_of, is_drawing, variants
from warta.newsroom.placed import Row
from warta.newsroom.site import Edition, Site
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.machines.wire import WireNewsroom
from warta.plan.pages.releases import Named, named
from warta.plan.targets import Target, page
from warta.settings import ImageSettings

LINK, FEED, STORY = "link", "feed", "story"
"""The shapes of pictures to share: for links, for feeds of pictures, for stories that fill a phone."""
_SHAPES = {"link": (LINK,), "stories": (FEED, STORY)}
_WIDEST, _HIGHEST = 1600, 2000  # pixels of a picture on paper
_FILLED = (1080, 902)  # pixels of the largest photo in a picture to share
_MOST_PIXELS = 24_000_000


class PressFile(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of a release: its whole address, the one that its body names it by, its source, digest and size in bytes.

    Of a picture also its format, its pixels, and the smaller file of it that is printed; `drawn`: it is an SVG.
    """

    url: str
    shown: str
    source: str
    digest: str
    size: int
    format: str = ""
    width: int = 0
    height: int = 0
    printed: VariantView | None = None
    drawn: bool = False


class PressNewsroom(msgspec.Struct, frozen=True, gc=False):
    """What papers and pictures say of the newsroom: as on the wire, with the options of the theme, and which files are
    made (`made`, of PRESS and of the wire's).
    """

    wire: WireNewsroom
    options: dict[str, str | bool | int]
    made: tuple[str, ...]


def plan_press(
    linked: Linked, offices: Named, newsroom: Value, images: Value, addresses: Value, wanted: Value
) -> Iterator[Target]:
    """The files of a shard's releases."""
    office = offices.by_name()
    known = {key: given(file_of_logo(each, images.it, addresses.it)) for key, each in office.items()}
    for at, row in enumerate(linked.rows):
        key = row.more.office.key if row.more.office else ""
        of = office[key] if key else NOTHING
        about = f"content/{row.head.source}"
        item = (Ref(WIRE, linked, at), of, newsroom)
        path, language = row.where.path, row.where.language
        if "whatsapp" in wanted.it:
            yield page(path + PRESS_FILES["whatsapp"], "whatsapp", language, *item, about=about)
        files = given((files_of(row, images.it, addresses.it), known[key].it if key else None))
        if "pdf" in wanted.it:
            yield page(path + PRESS_FILES["pdf"], "letter", language, *item, files, about=about)
        if "kit" in wanted.it:
            yield page(path + PRESS_FILES["kit"], "kit", language, *item, files, about=about)
            yield page(path + PRESS_FILES["sums"], "sums", language, *item, files, about=about)
        shapes = [shape for word, some in _SHAPES.items() if word in wanted.it for shape in some]
        cover = given((_cover(row, images.it, addresses.it), known[key].it if key else None)) if shapes else NOTHING
        for shape in shapes:
            inputs = (Ref(POSTER, linked, at), of, newsroom, cover, given(shape))
            yield page(path + PRESS_FILES[shape], "share", language, *inputs, about=about)


def files_of(row: Row, images: ImageSettings, addresses: Addresses) -> tuple[PressFile, ...]:
    """The files that belong to a release or that its page shows, each once."""
    every = {each.path: each for each in (*row.shown, *row.media)}
    return tuple([_file(each, images, addresses) for each in every.values()])


def _cover(row: Row, images: ImageSettings, addresses: Addresses) -> PressFile | None:
    """The lead picture, with a smaller file of it that fills any shape: of a panorama more than is printed."""
    path = row.cover.path if row.cover else ""
    picture = next((each for each in row.shown if each.path == path), None)
    if picture is None:
        return None
    file, facts = _file(picture, images, addresses), picture.facts
    view = file.printed
    if view is None or (view.width >= _FILLED[0] and view.height >= _FILLED[1]):
        return file
    scale = min(1.0, max(_FILLED[0] / facts.width, _FILLED[1] / facts.height))
    scale = min(scale, (_MOST_PIXELS / (facts.width * facts.height)) ** 0.5)
    size = (max(1, round(facts.width * scale)), max(1, round(facts.height * scale)))
    if size[0] <= view.width:
        return file
    return msgspec.structs.replace(file, printed=VariantView(picture.source, facts.digest, *size, "JPEG", 82))


def file_of_logo(office: object, images: ImageSettings, addresses: Addresses) -> PressFile | None:
    """The logo of an office."""
    organization, answer = office.organization, office.answer  # type: ignore[attr-defined]
    found = answer.files.get(organization.logo.file.text) if organization.logo else None
    return _file(found, images, addresses) if found else None


def _file(picture: Picture, images: ImageSettings, addresses: Addresses) -> PressFile:
    facts = picture.facts
    url = addresses.absolute(quote(picture.path))
    if not facts.width and not is_drawing(picture.source):
        return PressFile(url, url, picture.source, facts.digest, facts.size)
    image = image_of(picture, images, addresses)
    return PressFile(
        url,
        addresses.origin + image.src,
        picture.source,
        facts.digest,
        facts.size,
        facts.format,
        facts.width,
        facts.height,
        _printed(picture, images) if facts.width else None,
        is_drawing(picture.source),
    )


def _printed(picture: Picture, images: ImageSettings) -> VariantView:
    """What is printed of a picture: a file that pages have of it, if one is large enough, else one of its own."""
    facts = picture.facts
    found = [each.view for each in variants(picture, images) if each.view.format in ("JPEG", "PNG")]
    fitting = [view for view in found if view.width <= _WIDEST and view.height <= _HIGHEST]
    largest = max(fitting, key=lambda view: view.width, default=None)
    if largest and largest.width >= min(1200, facts.width):
        return largest
    scale = min(1.0, _WIDEST / facts.width, _HIGHEST / facts.height)
    size = (max(1, round(facts.width * scale)), max(1, round(facts.height * scale)))
    return VariantView(picture.source, facts.digest, *size, "PNG" if facts.transparent else "JPEG", 82)


def add_press(families: Families, site: Site, edition: Edition, theme: ThemeFacts) -> None:
    """The families of what the press is handed of an edition's releases: one for each year."""
    language = edition.language
    settings = site.settings.in_language(language)
    if not settings.press:
        return
    wire = WireNewsroom(settings.title, settings.origin, text_file=WIRE_FILES["text"])
    newsroom = given(PressNewsroom(wire, theme.options, (*settings.press, *settings.wire)))
    inputs = (named(dict(site.offices)), newsroom, given(settings.images), given(site.addresses), given(settings.press))
    kinds = {"whatsapp": ("whatsapp",), "pdf": ("letter",), "kit": ("kit", "sums")}
    made = dict.fromkeys(kind for word in settings.press if word != "mail" for kind in kinds.get(word, ("share",)))
    for linked in edition.shards:
        name = f"press {language} {linked.year}"
        families.add(name, plan_press, linked, *inputs, kinds=tuple(made), language=language)
