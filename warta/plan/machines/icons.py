"""Turns the newsroom's logo into its icons and its web manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import msgspec

from warta.digests import Value, given
from warta.newsroom.addresses import MANIFEST
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.machines.copies import CONTENT, THEME
from warta.plan.origins import origin
from warta.plan.targets import Target, page

THEME_ICON = "img/icon.svg"
# size in pixels, format, empty hundredths of each side, ground: phones cut corners off icons and show no transparency
_ICONS: Mapping[str, tuple[int, str, int, str]] = {
    "favicon.ico": (48, "ico", 0, ""),
    "apple-touch-icon.png": (180, "png", 8, "#ffffff"),
    "icon-192.png": (192, "png", 0, ""),
    "icon-512.png": (512, "png", 0, ""),
    "icon-maskable-512.png": (512, "png", 14, "#ffffff"),
}
_NAMES = {"ico": "favicon.ico", "apple": "apple-touch-icon.png", "medium": "icon-192.png", "large": "icon-512.png"}


class IconView(msgspec.Struct, frozen=True, gc=False):
    """An icon made from a picture, which is named as in `FileView`. `size` in pixels; `format` is png, ico or svg.

    `padding` is how much of each side stays empty, in hundredths; `ground` a colour behind it, or empty.
    """

    origin: str
    source: str
    digest: str
    size: int
    format: str
    padding: int = 0
    ground: str = ""


class ManifestView(msgspec.Struct, frozen=True, gc=False):
    """The web manifest (w3.org/TR/appmanifest); `icons` are address (from the root), size in pixels, and purpose."""

    name: str
    description: str
    language: str
    start: str
    icons: tuple[tuple[str, int, str], ...]


class Logo(msgspec.Struct, frozen=True):
    """The picture that icons are made of, which is named as in `FileView`."""

    origin: str
    source: str
    digest: str


def find_logo(site: Site, theme: ThemeFacts) -> Logo | None:
    """The logo of the newsroom's own organization, else the icon of the theme."""
    office = site.offices.get(site.main_office or "")
    written = office.organization.logo if office else None
    file = office.answer.files.get(written.file.text) if office and written else None
    if file is not None:
        return Logo(CONTENT, file.source, file.facts.digest)
    digest = theme.asset_digests.get(THEME_ICON)
    return Logo(THEME, THEME_ICON, digest) if digest else None


def icon_urls(site: Site, theme: ThemeFacts, logo: Logo | None) -> dict[str, str]:
    """The URLs of icons by what an icon is for; `svg` only where the logo is one."""
    if logo is None:
        return {}
    url = site.addresses.url
    found = {name: url(f"/{file}") for name, file in _NAMES.items()}
    if logo.source.lower().endswith(".svg"):
        office = site.offices[site.main_office].view if site.main_office else None
        own = office.logo.url if office and office.logo else ""
        found["svg"] = own if logo.origin == CONTENT and own else url(f"/{theme.assets[THEME_ICON]}")
    found["manifest"] = url(MANIFEST)
    return found


def plan_icons(views: Value, language: Value, about: Value) -> Iterator[Target]:
    """The icons, by their names."""
    for name, view in views.it.items():
        yield page(f"/{name}", "icon", language.it, given(view), about=about.it)


def plan_manifest(view: Value, language: Value) -> Iterator[Target]:
    """The web manifest."""
    yield page(MANIFEST, "manifest", language.it, view, about=MANIFEST.lstrip("/"))


def add_icons(families: Families, site: Site, logo: Logo | None, static: Set[str]) -> None:
    """The families of the icons that static/ does not hold under their names."""
    if logo is None:
        return
    settings, url = site.settings, site.addresses.url
    language = given(settings.language)
    about = f"content/{logo.source}" if logo.origin == CONTENT else origin("theme", logo.source)
    views = {
        name: IconView(logo.origin, logo.source, logo.digest, *drawn)
        for name, drawn in _ICONS.items()
        if f"static/{name}" not in static
    }
    families.add("icons", plan_icons, given(views), language, given(about), kinds=("icon",), language=settings.language)
    if f"static{MANIFEST}" in static:
        return
    view = ManifestView(
        name=settings.title,
        description=settings.description or settings.tagline,
        language=settings.language,
        start=url("/"),
        icons=(
            (url("/icon-192.png"), 192, "any"),
            (url("/icon-512.png"), 512, "any"),
            (url("/icon-maskable-512.png"), 512, "maskable"),
        ),
    )
    families.add("manifest", plan_manifest, given(view), language, kinds=("manifest",), language=settings.language)
