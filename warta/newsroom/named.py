"""Turns the names that settings of the front page and the menu hold into releases and links, or into problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from warta.digests import Group, group
from warta.errors import Problem, known_are, meant
from warta.messages import msg
from warta.newsroom.addresses import Addresses
from warta.newsroom.content import Content
from warta.newsroom.facets import CARD
from warta.newsroom.lists import EVERYTHING, Ref
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import ARCHIVE, REGION
from warta.newsroom.views import Anchor
from warta.settings import Settings
from warta.settings.front import PLACES

_CONFIG = "config.yaml"


def strangers(content: Content) -> Iterator[Problem]:
    """What `home` and `menu` name, and the newsroom does not have."""
    settings = content.settings
    categories = [each.name for each in settings.categories or ()]
    for ref in settings.home.pinned:
        if _source(ref.text) not in content.library.where and _source(ref.text) not in content.unreadable:
            near = meant(_source(ref.text), content.library.where)
            hint = near or msg("pinned-path", "Write its path below content/, such as releases/2026/banjir.md.")
            message = msg("pinned-unknown", "'pinned' names no release (got '%(got)s').", hint, got=ref.text)
            yield Problem(_CONFIG, ref.line, message)
    folded = {name.casefold() for name in categories}
    for ref in settings.home.sections if settings.categories is not None else ():
        if ref.text.casefold() not in folded:
            hint = meant(ref.text, categories) or known_are(categories)
            message = msg("section-unknown", "'sections' names no category (got '%(got)s').", hint, got=ref.text)
            yield Problem(_CONFIG, ref.line, message)
    known = [*categories, *PLACES, *_stems(content)]
    for entry in settings.menu or ():
        if not entry.url and entry.name.casefold() not in {each.casefold() for each in known}:
            hint = meant(entry.name, known) or known_are(known)
            message = msg(
                "menu-unknown",
                "'menu' names no category, no page and no place of the site (got '%(got)s').",
                hint,
                got=entry.name,
            )
            yield Problem(_CONFIG, entry.line, message)


def _source(written: str) -> str:
    return written.removeprefix("./").removeprefix("content/")


def _stems(content: Content) -> list[str]:
    return [_stem(each.source) for each in content.standing.pages]


def _stem(source: str) -> str:
    return source.removeprefix("pages/").removesuffix(".md").removesuffix("/index")


def pinned_in(site: Site, edition: Edition) -> Group:
    """The first pinned release that an edition lists, in its own words, as a card; nothing where it lists none."""
    everything = edition.lists.get(EVERYTHING)
    shards = [linked for linked, _ in everything.pairs] if everything else []
    for ref in site.settings.home.pinned:
        source = _source(ref.text)
        paths = {source, *_translations(site, source, edition.language)}
        for linked in shards:
            for each in paths & linked.positions.keys():
                return group([Ref(CARD, linked, linked.positions[each])])
    return group([])


def _translations(site: Site, source: str, language: str) -> Iterable[str]:
    """The sources, in a language, of what says the same as the release of this source."""
    for edition in site.editions:
        for linked in edition.shards:
            if source in linked.positions:
                twins = {each.path for each in linked.rows[linked.positions[source]].twins if each.language == language}
                yield from _at(site, language, twins)


def _at(site: Site, language: str, paths: set[str]) -> Iterator[str]:
    edition = next(each for each in site.editions if each.language == language)
    if paths:
        yield from (row.head.source for linked in edition.shards for row in linked.rows if row.where.path in paths)


def sections_of(settings: Settings, keys: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The keys of the categories that the front page shows, in their order; `names` are their names by key.

    Those of a controlled list go by the name in the settings, whatever they are called in the language shown.
    """
    every = list(keys)
    wanted = [ref.text.casefold() for ref in settings.home.sections]
    if not wanted:
        return every
    by_name = {names[key].casefold(): key for key in every}
    return [by_name[name] for name in wanted if name in by_name]


def menu_of(site: Site, edition: Edition) -> tuple[Anchor, ...] | None:
    """The links of the menu as the settings name them; None where they name none.

    A place of the site has its word as `code` and no title: the theme says it in the language of the page.
    """
    settings, addresses = site.settings, site.addresses
    if settings.menu is None:
        return None
    links: dict[str, Anchor] = {
        **_places(settings, addresses, edition.language),
        **{name.casefold(): link for name, link in _pages(site, edition.language)},
    }
    for category, term in zip(settings.categories or (), edition.categories, strict=False):
        if term.url:
            links[category.name.casefold()] = term.anchor()
    found = []
    for entry in settings.menu:
        link = Anchor(entry.name, _own(entry.url, settings)) if entry.url else links.get(entry.name.casefold())
        if link is not None:
            found.append(link)
    return tuple(found)


def _own(url: str, settings: Settings) -> str:
    return settings.base + url if url.startswith("/") else url


def _places(settings: Settings, addresses: Addresses, language: str) -> dict[str, Anchor]:
    listings, url = settings.listings, addresses.url
    there = {
        "regions": url(addresses.terms(language, REGION)) if REGION in listings and settings.has_regions else "",
        "archive": url(addresses.archive(language)) if ARCHIVE in listings else "",
        "search": url(addresses.search(language)) if settings.search else "",
        "corrections": url(addresses.corrections(language)),
        "press": url(addresses.press(language)) if settings.press_home else "",
        "subscribe": url(addresses.subscribe(language)) if settings.subscribe else "",
    }
    return {place: Anchor("", address, place) for place, address in there.items() if address}


def _pages(site: Site, language: str) -> Iterator[tuple[str, Anchor]]:
    for edition in site.editions:
        for entry in edition.pages:
            name = _stem(entry.page.source)
            if entry.language == language:
                yield name, Anchor(entry.page.title, entry.url)
            for twin in entry.twins:
                if twin.language == language and entry.language != language:
                    yield name, Anchor(twin.title, twin.url)
