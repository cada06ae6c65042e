"""Turns the pictures of a content into the variants that pages offer of them, and into the targets that make those."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec

from warta.newsroom.model import Site
from warta.plan.targets import VARIANT, Target
from warta.plan.views import VariantView
from warta.settings import ImageSettings

_TYPES = {"avif": ("AVIF", "avif", "image/avif"), "webp": ("WEBP", "webp", "image/webp")}
STATIC = "static/"
_LIGHT = 60_000  # bytes of a small picture that nothing is gained from
_PLAIN = {False: ("JPEG", "jpg", "image/jpeg"), True: ("PNG", "png", "image/png")}


class FileFacts(msgspec.Struct, frozen=True, gc=False):
    """What the plan must know of a file that is copied: the digest of its bytes, how many they are, and its pixels.

    `width` and `height` are 0 for all that is no picture made of pixels, or one that moves.
    """

    digest: str
    size: int
    width: int = 0
    height: int = 0
    transparent: bool = False


class Variant(msgspec.Struct, frozen=True, gc=False):
    """A smaller file of a picture: its path below the site's root, what is in it, and how it is made."""

    path: str
    type: str
    view: VariantView


def variants(path: str, source: str, facts: FileFacts, settings: ImageSettings) -> tuple[Variant, ...]:
    """The variants of the picture published at `path` (which begins with a slash), those that weigh least first.

    Each is as wide as the settings say, never wider than the picture. Their names hold a digest of the picture and of
    how they are made, so that a browser may keep them for ever.
    """
    if not facts.width or not settings.widths or (facts.width <= settings.widths[0] and facts.size <= _LIGHT):
        return ()
    widths = [width for width in settings.widths if width < facts.width]
    if len(widths) < len(settings.widths):
        widths.append(facts.width)
    formats = [_TYPES[settings.format]] if settings.format in _TYPES else []
    stem, _ = posixpath.splitext(path)
    found = []
    for format_, ending, type_ in (*formats, _PLAIN[facts.transparent]):
        for width in widths:
            height = max(1, round(facts.height * width / facts.width))
            view = VariantView(source, facts.digest, width, height, format_, settings.quality)
            name = f"{stem}-{width}.{facts.digest[:6]}{settings.quality:02d}.{ending}"
            found.append(Variant(name, type_, view))
    return tuple(found)


def published(site: Site, files: Iterable[str]) -> dict[str, str]:
    """The sources of all files of the content that are published, by the path each has below the site's root."""
    static = {f"/{source.removeprefix(STATIC)}": source for source in files if source.startswith(STATIC)}
    return site.media | static


def plan_variants(site: Site, files: Mapping[str, FileFacts]) -> Iterator[Target]:
    """A target for each variant of each picture that a page shows."""
    sources = published(site, files)
    for path in sorted(_shown(site)):
        source = sources.get(path)
        if source is None:
            continue
        for variant in variants(path, source, files[source], site.config.images):
            yield Target(variant.path.lstrip("/"), VARIANT, site.config.language, variant.view, f"content/{source}")


def _shown(site: Site) -> set[str]:
    """The addresses of all pictures that releases, pages and offices show."""
    base = len(site.config.base)
    found: set[str] = set()
    for edition in site.editions:
        for entry in (*edition.entries, *edition.unlisted):
            release = entry.release
            if entry.files:
                pictures = (release.image, *release.gallery) if release.image else release.gallery
                found.update(
                    entry.files[picture.file.text].path for picture in pictures if picture.file.text in entry.files
                )
            if entry.targets:
                shown = (link.image for link in release.body.links)
                found.update(_paths(shown, entry.targets, base))
        for page in edition.pages:
            found.update(_paths((link.image for link in page.page.body.links), page.targets, base))
    for linked in site.organization_links.values():
        found.update(media.path for media in linked.files.values())
    return found


def _paths(shown: Iterable[bool], targets: Iterable[str | None], base: int) -> Iterator[str]:
    for image, target in zip(shown, targets, strict=False):
        if image and target is not None:
            yield unquote(target[base:])


def srcset(found: Iterable[Variant], base: str) -> str:
    """The value of a `srcset` attribute: addresses with their widths in pixels."""
    return ", ".join(f"{base}{quote(each.path)} {each.view.width}w" for each in found)
