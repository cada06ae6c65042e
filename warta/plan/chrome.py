"""Turns settings and standing pages into what every page of a language shows around its own view."""

from __future__ import annotations

from warta.newsroom.model import Edition, Site
from warta.plan.present import Presenter
from warta.plan.targets import ThemeFacts
from warta.plan.views import Anchor, Chrome, TwinLink


def build_chrome(site: Site, edition: Edition, theme: ThemeFacts, presenter: Presenter) -> Chrome:
    """The chrome of an edition. Nothing in it depends on which releases there are (DESIGN: one release, few files)."""
    config = site.config
    listings, root = config.listings, edition.prefix + "/"

    def menu(name: str) -> tuple[Anchor, ...]:
        pages = (entry for entry in edition.pages if entry.page.menu == name)
        return tuple(Anchor(entry.page.title, presenter.url(entry.path)) for entry in pages)

    office = config.organization or (next(iter(site.organizations)) if len(site.organizations) == 1 else None)
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
        feed=presenter.url(root + "feed.xml") if "home" in config.feeds else "",
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
    )
