"""Turns lists into pages: home, front pages, older pages that never change once full, and the indexes of terms.

The module is long, since the pages of a list are cut in one way for all lists, and each kind of list is a few lines
beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from warta.dates import Moment
from warta.digests import Digested, Group, Value, given, group
from warta.memo import Memo
from warta.newsroom.addresses import Addresses, feed_of
from warta.newsroom.facets import CARD
from warta.newsroom.lists import EVERYTHING, Block, Cards, Listed, cards_of, newest, older_pages
from warta.newsroom.named import pinned_in, sections_of
from warta.newsroom.site import Edition, Site
from warta.newsroom.terms import AUTHOR, CATEGORY, HOME, LISTED, ORGANIZATION, REGION, TAG, Term, anchors
from warta.newsroom.views import Anchor, Card, Office, TwinLink
from warta.plan.families import Families
from warta.plan.machines.api import offers_feed
from warta.plan.origins import origin
from warta.plan.pages.front import Front, Section
from warta.plan.pages.jumps import Letter, PageNumber, at_least, lettered, numbers, running, years_of
from warta.plan.targets import Target, page
from warta.settings import Settings

BLOCK = 64
"""How many older pages of a list are planned together."""
_SECTION = 9  # releases of a category that the home page chooses from: those of its block may stand above already


class Span(msgspec.Struct, frozen=True, gc=False):
    """The releases of one year on a page of a list."""

    year: str
    cards: tuple[Card, ...]


class ListingView(msgspec.Struct, frozen=True, gc=False):
    """A page of a list, newest first. `number` is None on the front page, else counted from the oldest page.

    `kind` is home, category, region, tag, organization, author or month; `month` is set for a month alone.
    `title` is the term's name, empty for home and month. `newer` and `older` are the addresses of the pages beside it,
    `front` that of the front page. `children` are the terms below (regions), with counts. `twins` are the same list in
    all languages that have it, on the front page alone. `spans` are the cards by year.

    `pages` are older pages by their numbers, which never change. `total` is how many releases the list has, `years` how
    many of each year, with where they begin: on the front page alone, so that a new release rewrites no older page.
    """

    title: str
    url: str
    language: str
    kind: str
    cards: tuple[Card, ...] = ()
    number: int | None = None
    description: str = ""
    code: str = ""
    front: str = ""
    newer: str | None = None
    older: str | None = None
    feed: str | None = None
    month: Moment | None = None
    breadcrumb: tuple[Anchor, ...] = ()
    children: tuple[Anchor, ...] = ()
    office: Office | None = None
    twins: tuple[TwinLink, ...] = ()
    spans: tuple[Span, ...] = ()
    pages: tuple[PageNumber, ...] = ()
    total: int = 0
    years: tuple[Anchor, ...] = ()


class HomeView(msgspec.Struct, frozen=True, gc=False):
    """The home page: the lead story, the newest releases after it, and the newest of each category.

    `front` is what stands where so that no release is told twice, `order` are its parts from top to bottom, of
    `latest`, `sections`, `topics` and `more`; one that is not named is not shown.
    """

    url: str
    language: str
    lead: Card | None = None
    latest: tuple[Card, ...] = ()
    sections: tuple[Section, ...] = ()
    older: str | None = None
    feed: str | None = None
    front: Front = Front()
    order: tuple[str, ...] = ()


class IndexView(msgspec.Struct, frozen=True, gc=False):
    """All terms of one kind, with counts; regions in the order of their codes, the others by name, as people count.

    `letters` are the same terms by their first letter, where a long index has them.
    """

    url: str
    language: str
    kind: str
    terms: tuple[Anchor, ...]
    twins: tuple[TwinLink, ...] = ()
    letters: tuple[Letter, ...] = ()


def plan_front(view: Value, path: Value, cards: Cards, size: Value, addresses: Value, about: Value) -> Iterator[Target]:
    """The front page of a list, which holds what no older page does; `view` says all but its cards."""
    count, shown = older_pages(cards.count, size.it)
    older = addresses.it.url(addresses.it.list_page(path.it, count)) if count else None
    seen = msgspec.structs.replace(
        view.it,
        older=older,
        total=cards.count,
        years=years_of(cards, size.it, lambda number: addresses.it.url(addresses.it.list_page(path.it, number))),
        pages=numbers(count, lambda number: addresses.it.url(addresses.it.list_page(path.it, number))),
    )
    slice_ = cards.cut(cards.count - shown, cards.count)
    yield page(path.it, "listing", view.it.language, given(seen), slice_, about=about.it)


def plan_older(  # noqa: PLR0913 - what a block of pages is made of
    view: Value, path: Value, block: Block, span: Value, size: Value, addresses: Value, about: Value
) -> Iterator[Target]:
    """A block of older pages of a list. `span`: first and last number, and the newest page if it ends with that."""
    first, last, newest_page = span.it
    url, at = addresses.it.url, addresses.it.list_page

    def address_of(number: int) -> str:
        return str(url(at(path.it, number)))

    for number in range(first, last + 1):
        newer = path.it if number == newest_page else at(path.it, number + 1)
        address = at(path.it, number)
        seen = msgspec.structs.replace(
            view.it,
            url=url(address),
            number=number,
            newer=url(newer),
            older=url(at(path.it, number - 1)) if number > 1 else None,
            pages=numbers(number - 1, address_of),
        )
        cards = block.cut(size.it * (number - first), size.it * (number - first + 1))
        yield page(address, "listing", view.it.language, given(seen), cards, about=about.it)


def plan_home(  # noqa: PLR0913 - what a home page is made of
    view: Value, path: Value, cards: Cards, sections: Group, pinned: Group, size: Value, addresses: Value
) -> Iterator[Target]:
    """The home page: what no older page of all releases holds, the newest of each category, and what is pinned."""
    count, shown = older_pages(cards.count, size.it)
    older = addresses.it.url(addresses.it.list_page(path.it, count)) if count else None
    seen = given(msgspec.structs.replace(view.it, older=older))
    slice_ = cards.cut(cards.count - shown, cards.count)
    blocks = group([group((each.members[0], each.members[1].all())) for each in sections.members])
    yield page(path.it, "home", view.it.language, seen, slice_, blocks, pinned, about=origin("home"))


def plan_view(view: Value, kind: Value, path: Value, about: Value) -> Iterator[Target]:
    """A page that is made of its view alone."""
    yield page(path.it, kind.it, view.it.language, view, about=about.it)


def blocks_of(cards: Cards, size: Value) -> tuple[tuple[bytes, tuple[int, int, int]], ...]:
    """The older pages of a list in blocks: the digest of each, its first and last number, and the newest page there is
    where it ends with it. Only digests: the list may have other rows with the same cards when this is asked for again.
    """
    older, _ = older_pages(cards.count, size.it)
    found = []
    for first in range(1, older + 1, BLOCK):
        last = min(first + BLOCK - 1, older)
        digest = cards.cut(size.it * (first - 1), size.it * last).digest
        found.append((digest, (first, last, older if last == older else 0)))
    return tuple(found)


class ListSettings(msgspec.Struct, frozen=True):
    """What of the settings pages of lists are made of."""

    size: Value
    addresses: Value

    @classmethod
    def of(cls, site: Site) -> ListSettings:
        """Those of a newsroom."""
        return cls(given(site.settings.page_size), given(site.addresses))


def add_lists(families: Families, site: Site, edition: Edition, memo: Memo) -> None:
    """The families of all lists of an edition but the archive, of its home page, and of the indexes of terms."""
    lists, made = edition.lists, ListSettings.of(site)
    for path, listed in sorted(lists.items()):
        kind = listed.term.kind
        if path != EVERYTHING and kind in LISTED and kind in site.settings.listings:
            view = _view(site, edition, listed.term, lists)
            about = origin(kind, listed.term.name)
            add_list(families, (edition.language, path), view, cards_of(listed), made, memo, about=about)
    _add_home(families, site, edition, lists, made, memo)
    _add_indexes(families, site, edition, lists)


def add_list(  # noqa: PLR0913 - what a list is made of
    families: Families,
    name: tuple[str, str],
    view: ListingView,
    cards: Cards,
    made: ListSettings,
    memo: Memo,
    *,
    about: str,
) -> None:
    """The families of one list: its front page, and its older pages in blocks."""
    language, path = name
    common = (made.size, made.addresses, given(about))
    inputs = (given(view), given(path), cards, *common)
    families.add(f"list {language} {path}", plan_front, *inputs, kinds=("listing",), language=language)
    add_older(families, name, view, cards, made, memo, about=about)


def add_older(  # noqa: PLR0913 - what a list is made of
    families: Families,
    name: tuple[str, str],
    view: ListingView,
    cards: Cards,
    made: ListSettings,
    memo: Memo,
    *,
    about: str,
) -> None:
    """The families of the older pages of a list."""
    language, path = name
    older = msgspec.structs.replace(view, description="", children=(), office=None, twins=())
    common = (made.size, made.addresses, given(about))
    for number, (digest, span) in enumerate(memo((language, path), blocks_of, cards, made.size)):
        block = Block(digest, cards, made.size.it * (span[0] - 1))
        inputs = (given(older), given(path), block, given(span), *common)
        families.add(f"list {language} {path} {number}", plan_older, *inputs, kinds=("listing",), language=language)


def _view(site: Site, edition: Edition, term: Term, lists: Mapping[str, Listed]) -> ListingView:
    addresses: Addresses = site.addresses
    file = feed_of(site.settings, term.kind) if edition.first else ""
    fed = term.path if offers_feed(site, term) else addresses.home(edition.language)
    return ListingView(
        title=term.name,
        url=addresses.url(term.path),
        language=edition.language,
        kind=term.kind,
        description=term.description,
        code=term.code,
        front=addresses.url(term.path),
        feed=addresses.url(fed + file) if file else None,
        breadcrumb=anchors(edition.lexicon.known.ancestors(term)),
        children=_children(term, lists) if term.kind == REGION else (),
        office=site.offices[term.key].view if term.kind == ORGANIZATION else None,
        twins=list_twins(site, edition, term.path) if _is_one_in_all(term, edition) else (),
    )


def _is_one_in_all(term: Term, edition: Edition) -> bool:
    """Whether a term of this address is the same in every language; free words that look alike are not."""
    return term.kind in (REGION, ORGANIZATION, AUTHOR) or (term.kind == CATEGORY and bool(edition.categories))


def list_twins(site: Site, edition: Edition, path: str) -> tuple[TwinLink, ...]:
    """The list at an address of an edition in all languages that have it; nothing for one that stands alone."""
    prefix = site.addresses.prefix
    rest = path[len(prefix(edition.language)) :]
    return twins_at(
        site, edition, {each.language: rest for each in site.editions if prefix(each.language) + rest in each.lists}
    )


def twins_at(site: Site, edition: Edition, rests: Mapping[str, str]) -> tuple[TwinLink, ...]:
    """A page of an edition in several languages: the address in each, without what addresses of it begin with."""
    addresses, settings = site.addresses, site.settings
    if len(rests) < 2:
        return ()
    return tuple(
        TwinLink(
            each,
            settings.in_language(each).title,
            addresses.url(addresses.prefix(each) + rest),
            each == edition.language,
        )
        for each, rest in rests.items()
    )


def _children(term: Term, lists: Mapping[str, Listed]) -> tuple[Anchor, ...]:
    """The regions one level below a region, in the order of their codes, with how many releases each has."""
    below = [each for each in lists.values() if each.term.kind == REGION and each.term.parent == term.key]
    below.sort(key=lambda each: each.term.key)
    return tuple(Anchor(each.term.name, each.term.url, each.term.code, each.count) for each in below)


def _add_home(
    families: Families, site: Site, edition: Edition, lists: Mapping[str, Listed], made: ListSettings, memo: Memo
) -> None:
    settings, addresses, language = site.settings, site.addresses, edition.language
    root = addresses.home(language)
    file = feed_of(settings, HOME) if edition.first else ""
    feed = addresses.url(root + file) if file else None
    cards = cards_of(lists.get(EVERYTHING, NOTHING_LISTED))
    view = ListingView("", addresses.url(root), language, HOME, front=addresses.url(root), feed=feed)
    add_older(families, (language, root), view, cards, made, memo, about=origin("everything"))
    home = HomeView(addresses.url(root), language, feed=feed, order=settings.home.order)
    sections = group(_sections(settings, edition, lists))
    inputs = (given(home), given(root), cards, sections, pinned_in(site, edition), made.size, made.addresses)
    families.add(f"home {language}", plan_home, *inputs, kinds=("home",), language=language)


NOTHING_LISTED = Listed(Term(HOME, "", "", "", ""))


def _sections(settings: Settings, edition: Edition, lists: Mapping[str, Listed]) -> list[Digested]:
    """The newest of each category that has releases and is shown, in the order of the settings, else by name."""
    if CATEGORY not in settings.listings:
        return []
    by_key = {each.term.key: each for each in lists.values() if each.term.kind == CATEGORY and each.count}
    keys = [term.key for term in edition.categories] or sorted(by_key)
    written = dict(zip(keys, [each.name for each in settings.categories or ()], strict=False))
    names = {key: written.get(key) or by_key[key].term.name for key in keys if key in written or key in by_key}
    found = [by_key[key] for key in sections_of(settings, keys, names) if key in by_key]
    return [group((given((each.term.name, each.term.url)), newest(each, _SECTION, CARD))) for each in found]


def _add_indexes(families: Families, site: Site, edition: Edition, lists: Mapping[str, Listed]) -> None:
    """A page for each kind of term, with all its terms."""
    language, addresses = edition.language, site.addresses
    for kind in LISTED:
        if kind not in site.settings.listings:
            continue
        found = [each for each in lists.values() if each.term.kind == kind]
        if not _has_index(site, lists, kind):
            continue
        if kind == CATEGORY and edition.categories:
            order = {term.key: place for place, term in enumerate(edition.categories)}
            found.sort(key=lambda each: order[each.term.key])
        elif kind == REGION:
            found.sort(key=lambda each: each.term.key)
        else:
            found.sort(key=lambda each: (running(each.term.name), each.term.key))
        path = addresses.terms(language, kind)
        terms = tuple(Anchor(each.term.name, each.term.url, each.term.code, *at_least(each.count)) for each in found)
        rest = addresses.terms(site.settings.language, kind)
        twins = twins_at(
            site, edition, {each.language: rest for each in site.editions if _has_index(site, each.lists, kind)}
        )
        view = given(
            IndexView(addresses.url(path), language, kind, terms, twins, lettered(terms) if kind == TAG else ())
        )
        inputs = (view, given("index"), given(path), given(origin(f"index {kind}")))
        families.add(f"index {language} {kind}", plan_view, *inputs, kinds=("index",), language=language)


def _has_index(site: Site, lists: Mapping[str, Listed], kind: str) -> bool:
    """Whether an edition with these lists has an index of all terms of a kind."""
    return any(each.term.kind == kind for each in lists.values()) or (kind == REGION and site.settings.has_regions)
