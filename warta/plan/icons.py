"""Turns the newsroom's logo into the targets of its icons and of the web manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from warta.newsroom.model import Site
from warta.plan.data_views import IconView, ManifestView
from warta.plan.images import FileFacts
from warta.plan.names import MANIFEST_FILE
from warta.plan.present import Presenter
from warta.plan.targets import ICON, MANIFEST, Target, ThemeFacts

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


class Icons:
    """The icons of a site. A file that the newsroom has put into static/ under an icon's name takes its place."""

    def __init__(self, site: Site, theme: ThemeFacts, files: Mapping[str, FileFacts], presenter: Presenter) -> None:
        self._site = site
        self._files = files
        self._presenter = presenter
        self._source = self._logo() or self._theme_icon(theme)
        self.addresses = self._addresses(theme)

    def plan(self) -> Iterator[Target]:
        """Targets of what static/ does not hold."""
        if self._source is None:
            return
        origin, source, digest = self._source
        language, site = self._site.config.language, self._site
        about = f"content/{source}" if origin == "content" else f"the theme's static/{source}"
        for name, (size, format_, padding, ground) in _ICONS.items():
            if f"static/{name}" not in self._files:
                view = IconView(origin, source, digest, size, format_, padding, ground)
                yield Target(name, ICON, language, view, about)
        if f"static/{MANIFEST_FILE}" not in self._files:
            url = self._presenter.url
            manifest = ManifestView(
                name=site.config.title,
                description=site.config.description or site.config.tagline,
                language=language,
                start=url("/"),
                icons=(
                    (url("/icon-192.png"), 192, "any"),
                    (url("/icon-512.png"), 512, "any"),
                    (url("/icon-maskable-512.png"), 512, "maskable"),
                ),
            )
            yield Target(MANIFEST_FILE, MANIFEST, language, manifest, MANIFEST_FILE)

    def _addresses(self, theme: ThemeFacts) -> dict[str, str]:
        """Addresses from the root of the host, by what an icon is for; `svg` only where the logo is one."""
        if self._source is None:
            return {}
        url = self._presenter.url
        found = {name: url(f"/{file}") for name, file in _NAMES.items()}
        origin, source, _ = self._source
        if source.lower().endswith(".svg"):
            logo = self._office_logo()
            found["svg"] = logo if origin == "content" and logo else url(f"/{theme.assets[THEME_ICON]}")
        found["manifest"] = url(f"/{MANIFEST_FILE}")
        return found

    def _office_logo(self) -> str:
        key = self._site.main_office
        office = self._presenter.offices[key] if key else None
        return office.logo.url if office and office.logo else ""

    def _logo(self) -> tuple[str, str, str] | None:
        key = self._site.main_office
        picture = self._site.organizations[key].logo if key else None
        media = self._site.organization_links[key].files.get(picture.file.text) if key and picture else None
        return ("content", media.source, self._files[media.source].digest) if media else None

    def _theme_icon(self, theme: ThemeFacts) -> tuple[str, str, str] | None:
        digest = theme.asset_digests.get(THEME_ICON)
        return ("theme", THEME_ICON, digest) if digest else None
