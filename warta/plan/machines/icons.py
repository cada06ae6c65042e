"""Turns the newsroom's logo into its icons and its web manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import msgspec

from warta.digests import Value, given
from warta.newsroom.active import is_trusted, trusted_names
from warta.newsroom.addresses import MANIFEST
from warta.newsroom.pictures import is_drawing
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.machines.copies import CONTENT, THEME, FileView
from warta.plan.origins import origin
from warta.plan.targets import Target, page
from warta.settings import Settings

THEME_ICON = "img/icon.svg"
# size in pixels, format, empty hundredths of each side, ground: phones cut corners off icons and show no transparency
_ICONS: Mapping[str, tuple[int, str, int, str]] = {
    "favicon.ico": (48, "ico", 0, ""),
    "apple-touch-icon.png": (180, "png", 8, "#ffffff"),
    "icon-192.png": (192, "png", 0, ""),
    "icon-512.png": (512, "png", 0, ""),
    "icon-maskable-512.png": (512, "png", 14, "#ffffff"),
}
_MARK = 96  # pixels: twice what the head of a page shows
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


def mark_path(logo: Logo) -> str:
    """Where the logo lies that the head of every page shows: its name changes with its bytes."""
    return f"/assets/logo.{logo.digest[:10]}.{'svg' if is_drawing(logo.source) else 'png'}"


def icon_urls(site: Site, theme: ThemeFacts, logo: Logo | None) -> dict[str, str]:
    """The URLs of icons by what each is for: `svg` only where the logo is one, `mark` where it is the office's."""
    if logo is None:
        return {}
    url = site.addresses.url
    found = {name: url(f"/{file}") for name, file in _NAMES.items()}
    if logo.origin == CONTENT:
        found["mark"] = url(mark_path(logo))
    if is_drawing(logo.source):
        found["svg"] = found.get("mark") or url(f"/{theme.assets[THEME_ICON]}")
    found["manifest"] = url(MANIFEST)
    return found


def _mark(logo: Logo, settings: Settings) -> tuple[str, FileView | IconView]:
    """The kind of the logo in the head, and what it is made of: a drawing as it is, of any other a small picture."""
    if not is_drawing(logo.source):
        return "icon", IconView(logo.origin, logo.source, logo.digest, _MARK, "png")
    trusted = is_trusted(logo.source, trusted_names(settings))
    return "media" if trusted else "drawing", FileView(CONTENT, logo.source, logo.digest)


def plan_icons(views: Value, language: Value, about: Value) -> Iterator[Target]:
    """The icons, by their names."""
    for name, view in views.it.items():
        yield page(f"/{name}", "icon", language.it, given(view), about=about.it)


def plan_mark(path: Value, kind: Value, view: Value, language: Value) -> Iterator[Target]:
    """The logo in the head of every page."""
    yield page(path.it, kind.it, language.it, view, about=f"content/{view.it.source}")


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
    if logo.origin == CONTENT:
        kind, mark = _mark(logo, settings)
        inputs = (given(mark_path(logo)), given(kind), given(mark), language)
        families.add("mark", plan_mark, *inputs, kinds=(kind,), language=settings.language)
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
