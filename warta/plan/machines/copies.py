"""Turns files of the content and of the theme into published files, and pictures into smaller ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from warta.digests import Value, digest_of, given
from warta.memo import Memo
from warta.newsroom.active import is_trusted, trusted_names
from warta.newsroom.addresses import STATIC, static_address
from warta.newsroom.content import Content
from warta.newsroom.linked import Linked
from warta.newsroom.pictures import Picture, VariantView, is_drawing, variants
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.origins import origin
from warta.plan.targets import Family, Target, page

CONTENT, THEME = "content", "theme"
_NO_FILES = digest_of([])
_COPIED = ("media", "picture", "drawing")


class FileView(msgspec.Struct, frozen=True, gc=False):
    """A file that is copied: below content/ by its source, a theme's static file by its name, or a file of a search
    index by its path. `digest` is of its bytes (hexadecimal).
    """

    origin: str
    source: str
    digest: str


class Beside(msgspec.Struct, frozen=True):
    """The files of a shard's releases as one input: those beside each, and the pictures that its page shows."""

    digest: bytes
    linked: Linked

    @property
    def it(self) -> Iterator[tuple[tuple[Picture, ...], tuple[Picture, ...]]]:
        """The files and the shown pictures of each release."""
        return ((row.media, row.shown) for row in self.linked.rows)


def plan_files(beside: Beside, images: Value, trusted: Value, language: Value) -> Iterator[Target]:
    """What lies beside the releases of a shard, and smaller files of the pictures that their pages show."""
    for media, shown in beside.it:
        yield from _copies(media, trusted.it, language.it)
        own = {each.path for each in media}
        yield from _variants([each for each in shown if each.path in own], images, language.it)


def plan_copies(files: Value, trusted: Value, language: Value) -> Iterator[Target]:
    """These files, as they are, or as they may be."""
    yield from _copies(files.it, trusted.it, language.it)


def plan_variants(pictures: Value, images: Value, language: Value) -> Iterator[Target]:
    """Smaller files of these pictures."""
    yield from _variants(pictures.it, images, language.it)


def plan_assets(assets: Value, digests: Value, language: Value) -> Iterator[Target]:
    """The static files of the theme."""
    for name, path in assets.it.items():
        view = given(FileView(THEME, name, digests.it[name]))
        yield page(f"/{path}", "asset", language.it, view, about=origin("theme", name))


def _copies(files: Iterable[Picture], trusted: tuple[str, ...], language: str) -> Iterator[Target]:
    for file in files:
        kind = "picture" if file.facts.format else "media"
        if is_drawing(file.source) and not is_trusted(file.source, trusted):
            kind = "drawing"
        view = given(FileView(CONTENT, file.source, file.facts.digest))
        yield page(file.path, kind, language, view, about=f"content/{file.source}")


def _variants(pictures: Iterable[Picture], images: Value, language: str) -> Iterator[Target]:
    for picture in pictures:
        for variant in variants(picture, images.it):
            view: VariantView = variant.view
            yield page(variant.path, "variant", language, given(view), about=f"content/{picture.source}")


def add_copies(families: Families, site: Site, content: Content, theme: ThemeFacts, memo: Memo) -> None:
    """The families of all files that are copied or made smaller."""
    language, images = given(site.settings.language), given(site.settings.images)
    trusted = given(trusted_names(site.settings))
    shared: dict[str, Picture] = {}
    every: list[Beside] = []
    for edition in site.editions:
        for word, shards in (("files", edition.shards), ("files unlisted", edition.unlisted)):
            for linked in shards:
                if linked.files == _NO_FILES:
                    continue
                name = f"{word} {edition.language} {linked.year}"
                inputs = (Beside(linked.files, linked), images, trusted, language)
                kinds = (*_COPIED, "variant")
                families.add(name, plan_files, *inputs, kinds=kinds, language=language.it)
                others = memo((word, edition.language, linked.year), shown_from_elsewhere, inputs[0])
                shared |= {each.path: each for each in others.it}
                every.append(inputs[0])
    for edition in site.editions:
        shared |= {each.path: each for entry in edition.pages for each in entry.answer.shown}
    shared |= {each.path: each for office in site.offices.values() for each in office.answer.files.values()}
    shared |= {each.path: each for office in site.offices.values() for each in office.answer.shown}
    # a picture of another release that its own page shows too is made smaller there
    foreign = any(not each.source.startswith(STATIC) for each in shared.values())
    own = {path for each in every for path in shown_beside(each)} if foreign else set()
    left = given([shared[path] for path in sorted(shared.keys() - own)])
    families.add("variants", plan_variants, left, images, language, kinds=("variant",), language=language.it)
    beside = {each.path: each for edition in site.editions for entry in edition.pages for each in entry.answer.media}
    beside |= {each.path: each for office in site.offices.values() for each in office.answer.media}
    static = {
        static_address(source): Picture(static_address(source), source, facts)
        for source, facts in content.files.items()
        if source.startswith(STATIC) and source not in site.belongings.withheld
    }
    copied = given([each for _, each in sorted((beside | static).items())])
    families.add("copies", plan_copies, copied, trusted, language, kinds=_COPIED, language=language.it)
    assets = (given(theme.assets), given(theme.asset_digests), language)
    families.add("assets", plan_assets, *assets, kinds=("asset",), language=language.it)


def is_copying(family: Family) -> bool:
    """Whether a family has files that are copied or made smaller."""
    return family.plan in (plan_files, plan_copies, plan_variants, plan_assets)


def shown_beside(beside: Beside) -> Iterator[str]:
    """The addresses of the pictures that pages of a shard show of those that lie beside their own release."""
    for media, shown in beside.it:
        own = {each.path for each in media}
        yield from (each.path for each in shown if each.path in own)


def shown_from_elsewhere(beside: Beside) -> Value:
    """The pictures that pages of a shard show and that do not lie beside their own release."""
    found: dict[str, Picture] = {}
    for media, shown in beside.it:
        own = {each.path for each in media}
        found |= {each.path: each for each in shown if each.path not in own}
    return given(tuple(found.values()))
