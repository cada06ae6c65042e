"""Turns settings and standing pages into what every page of a language shows around its own view."""

from __future__ import annotations

from collections.abc import Mapping

from warta.newsroom.model import Edition, Site
from warta.plan.data import data_path
from warta.plan.hosts import meta_policy
from warta.plan.names import FEED_FILES, WIRE_FILES, feed_file
from warta.plan.present import Presenter
from warta.plan.targets import ThemeFacts
from warta.plan.views import Anchor, Chrome, DataChrome, TwinLink


def build_chrome(
    site: Site, edition: Edition, theme: ThemeFacts, presenter: Presenter, icons: Mapping[str, str]
) -> Chrome:
    """The chrome of an edition. Nothing in it depends on which releases there are (DESIGN: one release, few files)."""
    config = site.config
    listings, root = config.listings, edition.prefix + "/"

    def menu(name: str) -> tuple[Anchor, ...]:
        pages = (entry for entry in edition.pages if entry.page.menu == name)
        return tuple(Anchor(entry.page.title, presenter.url(entry.path)) for entry in pages)

    office = site.main_office
    return Chrome(
        title=config.title,
        tagline=config.tagline,
        description=config.description,
        notice=config.notice,
        language=edition.language,
        default_language=config.language,
        origin=config.origin,
        base=config.base,
        home=presenter.url(root),
        archive=presenter.url(f"{root}{config.paths.archive}/") if "archive" in listings else "",
        regions=presenter.url(f"{root}{config.paths.region}/") if "region" in listings and config.has_regions else "",
        feed=presenter.url(root + file) if (file := feed_file(config, "home")) else "",
        search=presenter.url(f"{root}{config.paths.search}/") if config.search else "",
        categories=presenter.anchors(edition.categories),
        header=menu("header"),
        footer=menu("footer"),
        languages=tuple(
            TwinLink(each.language, config.title, presenter.url(each.prefix + "/"), each.language == edition.language)
            for each in site.editions
        ),
        timezone=config.timezone,
        office=presenter.offices[office] if office else None,
        options=theme.options,
        assets={name: presenter.url("/" + path) for name, path in theme.assets.items()},
        data=_data(site, edition, presenter, icons),
    )


def _data(site: Site, edition: Edition, presenter: Presenter, icons: Mapping[str, str]) -> DataChrome:
    config, root = site.config, edition.prefix + "/"
    formats = config.feed_formats if "home" in config.feeds else ()
    corrections = (
        f"{root}{config.paths.corrections}/{FEED_FILES[config.feed_formats[0]]}" if config.feed_formats else ""
    )
    return DataChrome(
        publisher=config.publisher,
        roles={entry.page.role: presenter.url(entry.path) for entry in edition.pages if entry.page.role},
        feeds={format_: presenter.url(root + FEED_FILES[format_]) for format_ in formats},
        feed_files={format_: FEED_FILES[format_] for format_ in config.feed_formats},
        wire={format_: WIRE_FILES[format_] for format_ in config.wire},
        icons={name: address for name, address in icons.items() if name != "manifest"},
        manifest=icons.get("manifest", ""),
        policy=meta_policy(config),
        page=presenter.url(data_path(site, edition)),
        corrections=presenter.url(corrections) if corrections and "corrections" in config.feeds else "",
        corrections_page=presenter.url(f"{root}{config.paths.corrections}/"),
        contacts=site.organizations[site.main_office].contacts if site.main_office else (),
    )
