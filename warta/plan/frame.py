"""Turns settings and standing pages into what every page of a language shows around its own view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from warta.content.documents import Contact
from warta.dates import Moment
from warta.newsroom.addresses import FEED_FILES, WIRE_FILES, feed_of, press_files
from warta.newsroom.named import menu_of
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import ARCHIVE, HOME, REGION, anchors
from warta.newsroom.views import Anchor, Office, TwinLink
from warta.plan.machines.headers import meta_policy
from warta.settings import ThirdParty
from warta.settings.third_parties import STATISTICS, WIDGETS, among, sources

DATA_ROLE = "data"


class ThemeFacts(msgspec.Struct, frozen=True, gc=False):
    """What the plan must know of a theme.

    `assets` maps the name of a static file to its path below the output folder, `asset_digests` to the digest of its
    bytes (hexadecimal). `options` are the values of the theme's options. `templates` are the digests of all that a kind
    of page can be rendered by, `messages` those of the messages of each language.
    """

    assets: dict[str, str]
    asset_digests: dict[str, str]
    options: dict[str, str | bool | int]
    templates: dict[str, bytes] = {}
    messages: dict[str, bytes] = {}


class BarLink(msgspec.Struct, frozen=True, gc=False):
    """A link in the head of every page. `wide`: there is room for it only in a wide window.

    A place of the site (`regions`, `archive`, `search`, `corrections`) has its word as `place`, and no title.
    """

    title: str
    url: str
    wide: bool = False
    place: str = ""


class Emergency(msgspec.Struct, frozen=True, gc=False):
    """What stands above everything else on every page, and when it was written."""

    text: str
    at: Moment


class DataChrome(msgspec.Struct, frozen=True, gc=False):
    """What the head of every page of one language tells machines.

    `publisher` is government or media. `roles` maps the role of a standing page (masthead, guidelines, ...) to its
    address. `feeds` has the feeds of all releases (their format and address), `wire` and
    `press` the names of the files beside each release, by what they are, `icons` the addresses of icons by name:
    `ico`, `svg`, `apple`, `large`. `policy` is the Content-Security-Policy where the host sends none. `page` is the
    page that tells people of all this, `corrections_page` that of all corrections.
    """

    publisher: str = "government"
    roles: dict[str, str] = {}
    feeds: dict[str, str] = {}
    feed_files: dict[str, str] = {}
    wire: dict[str, str] = {}
    press: dict[str, str] = {}
    icons: dict[str, str] = {}
    manifest: str = ""
    policy: str = ""
    page: str = ""
    corrections: str = ""
    corrections_page: str = ""
    contacts: tuple[Contact, ...] = ()


class Chrome(msgspec.Struct, frozen=True, gc=False):
    """What every page of one language may show around its own view. It never depends on the set of releases, but for
    whether there is any: an edition without releases has no feeds.

    `frames` are the sites whose frames a reader may ask for, `widgets` and `statistics` who else may act on the pages.
    `short_title` is the name in the head of the pages, `long_title` says that even this takes more than a line or two.
    `bar` are the links that fit into the head, `menu` those that the settings name (the menu has the categories
    else). `alone`: no other language calls the newsroom by the same name. `logo` is the office's, small.
    """

    title: str
    tagline: str
    description: str
    notice: str
    language: str
    default_language: str
    origin: str
    base: str
    home: str
    archive: str
    regions: str
    feed: str
    categories: tuple[Anchor, ...]
    header: tuple[Anchor, ...]
    footer: tuple[Anchor, ...]
    languages: tuple[TwinLink, ...]
    timezone: str
    office: Office | None = None
    options: dict[str, str | bool | int] = {}
    assets: dict[str, str] = {}
    search: str = ""
    check: str = ""
    press_home: str = ""
    subscribe: str = ""
    data: DataChrome = DataChrome()
    frames: tuple[str, ...] = ()
    widgets: tuple[ThirdParty, ...] = ()
    statistics: tuple[ThirdParty, ...] = ()
    short_title: str = ""
    long_title: bool = False
    alert: Emergency | None = None
    bar: tuple[BarLink, ...] = ()
    menu: tuple[Anchor, ...] = ()
    alone: bool = True
    logo: str = ""


_LONG = 32  # letters of a name that stands in one or two lines
_ROOM, _WIDE_ROOM = 340, 620  # pixels for links from 64 and from 80 em, measured on the default theme
_LETTER, _BETWEEN = 8.6, 24  # pixels


def bar_of(links: Iterable[Anchor]) -> tuple[BarLink, ...]:
    """The links that fit into the head of a page, counted in letters, so that its row never breaks."""
    found, used = [], 0.0
    for link in links:
        used += _BETWEEN + _LETTER * len(link.title or link.code)
        if used < _WIDE_ROOM:
            found.append(BarLink(link.title, link.url, used > _ROOM, "" if link.title else link.code))
    return tuple(found)


def frame_of(site: Site, edition: Edition, theme: ThemeFacts, icons: Mapping[str, str]) -> Chrome:
    """The frame of an edition: none of it depends on which releases there are, so that one more changes few files."""
    addresses, language = site.addresses, edition.language
    settings = site.settings.in_language(language)
    listings = settings.listings

    def menu(name: str) -> tuple[Anchor, ...]:
        return tuple(Anchor(entry.page.title, entry.url) for entry in edition.pages if entry.page.menu == name)

    url = addresses.url
    file = feed_of(settings, HOME) if edition.first else ""
    named = menu_of(site, edition)
    alert = settings.home.alert
    titles = [site.settings.in_language(each).title for each in settings.languages]
    short = settings.short_title or settings.title
    return Chrome(
        title=settings.title,
        tagline=settings.tagline,
        description=settings.description,
        notice=settings.notice,
        language=language,
        default_language=settings.language,
        origin=settings.origin,
        base=settings.base,
        home=url(addresses.home(language)),
        archive=url(addresses.archive(language)) if ARCHIVE in listings else "",
        regions=url(addresses.terms(language, REGION)) if REGION in listings and settings.has_regions else "",
        feed=url(addresses.home(language) + file) if file else "",
        search=url(addresses.search(language)) if settings.search else "",
        check=url(addresses.check(language)) if settings.check_page else "",
        press_home=url(addresses.press(language)) if settings.press_home else "",
        subscribe=url(addresses.subscribe(language)) if settings.subscribe else "",
        categories=anchors(edition.categories),
        header=menu("header"),
        footer=menu("footer"),
        languages=tuple(
            TwinLink(each, settings.in_language(each).title, url(addresses.home(each)), each == language)
            for each in settings.languages
        ),
        timezone=settings.timezone,
        office=site.offices[site.main_office].view if site.main_office else None,
        options=theme.options,
        assets={name: url("/" + path) for name, path in theme.assets.items()},
        data=_data(site, edition, icons),
        frames=sources(settings.third_parties).frames,
        widgets=among(settings.third_parties, WIDGETS),
        statistics=among(settings.third_parties, STATISTICS),
        short_title=short,
        long_title=len(short) > _LONG,
        alert=Emergency(alert.in_language(language), alert.at) if alert else None,
        bar=bar_of(anchors(edition.categories) if named is None else named),
        menu=named or (),
        alone=titles.count(settings.title) == 1,
        logo=icons.get("mark", ""),
    )


def _data(site: Site, edition: Edition, icons: Mapping[str, str]) -> DataChrome:
    settings, addresses, language = site.settings, site.addresses, edition.language
    home, notes = addresses.home(language), addresses.corrections(language)
    formats = settings.feed_formats if HOME in settings.feeds and edition.first else ()
    notes_feed = notes + FEED_FILES[settings.feed_formats[0]] if settings.feed_formats and edition.first else ""
    return DataChrome(
        publisher=settings.publisher,
        roles={entry.page.role: entry.url for entry in edition.pages if entry.page.role},
        feeds={format_: addresses.url(home + FEED_FILES[format_]) for format_ in formats},
        feed_files={format_: FEED_FILES[format_] for format_ in settings.feed_formats},
        wire={format_: WIRE_FILES[format_] for format_ in settings.wire},
        press=press_files(settings),
        icons={name: address for name, address in icons.items() if name not in ("manifest", "mark")},
        manifest=icons.get("manifest", ""),
        policy=meta_policy(settings),
        page=data_url(site, edition),
        corrections=addresses.url(notes_feed) if notes_feed and "corrections" in settings.feeds else "",
        corrections_page=addresses.url(notes),
        contacts=site.offices[site.main_office].contacts if site.main_office else (),
    )


def data_url(site: Site, edition: Edition) -> str:
    """The page on what is offered to machines: that with the role `data` if the newsroom wrote one, else our own."""
    written = next((entry.url for entry in edition.pages if entry.page.role == DATA_ROLE), None)
    return written or site.addresses.url(site.addresses.data(edition.language))
