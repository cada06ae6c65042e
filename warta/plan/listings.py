"""Turns listings into targets: front pages, older pages that never change once full, home, and the indexes of terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from warta.newsroom.listings import HOME as HOME_LISTING
from warta.newsroom.listings import Slice, page_path, paginate
from warta.newsroom.model import Edition, Entry, Listing, Site
from warta.newsroom.terms import AUTHOR, CATEGORY, ORGANIZATION, REGION, TAG
from warta.plan.names import feed_file
from warta.plan.pages import index_file
from warta.plan.present import Presenter
from warta.plan.targets import HOME, INDEX, LISTING, Target
from warta.plan.views import Anchor, HomeView, IndexView, ListingView, Section

_SECTION_SIZE = 4


def plan_listing(
    site: Site, edition: Edition, listing: Listing, counts: Mapping[str, int], presenter: Presenter
) -> Iterator[Target]:
    """The pages of a term's listing. `counts` says by code how many releases a region has."""
    term = listing.term
    breadcrumb = presenter.anchors(listing.ancestors)
    children = tuple(
        Anchor(child.name, presenter.url(child.path), child.code, counts.get(child.key, 0))
        for child in listing.children
    )
    office = presenter.offices[term.key] if term.kind == ORGANIZATION else None
    file = feed_file(site.config, term.kind)
    feed = presenter.url(term.path + file) if file else None
    about = f"the list of {term.kind} '{term.name}'"

    def page(path: str, slice_: Slice, newer: str | None, older: str | None) -> ListingView:
        front = slice_.number is None
        return ListingView(
            title=term.name,
            url=presenter.url(path),
            language=edition.language,
            kind=term.kind,
            cards=presenter.cards(slice_.entries),
            number=slice_.number,
            description=term.description if front else "",
            code=term.code,
            front=presenter.url(term.path),
            newer=newer,
            older=older,
            feed=feed,
            breadcrumb=breadcrumb,
            children=children if front else (),
            office=office if front else None,
        )

    for slice_, newer, older in listing_pages(site, term.path, listing.entries, presenter):
        path = page_path(term.path, site.config.paths.page, slice_.number)
        shown = (term, feed, breadcrumb, children if slice_.number is None else (), newer, older)
        mark = presenter.mark((*shown, slice_.number), slice_.entries)
        make = partial(page, path, slice_, newer, older)
        yield Target(index_file(path), LISTING, edition.language, make, about, mark)


def count_regions(edition: Edition) -> dict[str, int]:
    """By code, how many releases each region of an edition has."""
    return {each.term.key: len(each.entries) for each in edition.listings if each.term.kind == REGION}


def listing_pages(
    site: Site, path: str, entries: tuple[Entry, ...], presenter: Presenter
) -> Iterator[tuple[Slice, str | None, str | None]]:
    """Each page with the addresses of the newer and the older page beside it."""
    slices = paginate(entries, site.config.page_size)
    urls = [presenter.url(page_path(path, site.config.paths.page, each.number)) for each in slices]
    for place, each in enumerate(slices):
        newer = urls[place - 1] if place else None
        older = urls[place + 1] if place + 1 < len(urls) else None
        yield each, newer, older


def plan_home(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    """The home page of an edition and the older pages of all its releases."""
    root = edition.prefix + "/"
    file = feed_file(site.config, HOME_LISTING)
    feed = presenter.url(root + file) if file else None

    def page(path: str, slice_: Slice, newer: str | None, older: str | None) -> ListingView:
        return ListingView(
            title="",
            url=presenter.url(path),
            language=edition.language,
            kind=HOME_LISTING,
            cards=presenter.cards(slice_.entries),
            number=slice_.number,
            front=presenter.url(root),
            newer=newer,
            older=older,
            feed=feed,
        )

    for slice_, newer, older in listing_pages(site, root, edition.stream, presenter):
        path = page_path(root, site.config.paths.page, slice_.number)
        if slice_.number is None:
            cards = presenter.cards(slice_.entries)
            view = HomeView(
                url=presenter.url(root),
                language=edition.language,
                lead=cards[0] if cards else None,
                latest=cards[1:],
                sections=_sections(site, edition, presenter),
                older=older,
                feed=feed,
            )
            yield Target(index_file(root), HOME, edition.language, view, "the home page")
            continue
        mark = presenter.mark((feed, newer, older, slice_.number), slice_.entries)
        make = partial(page, path, slice_, newer, older)
        yield Target(index_file(path), LISTING, edition.language, make, "the list of all releases", mark)


def _sections(site: Site, edition: Edition, presenter: Presenter) -> tuple[Section, ...]:
    """A block for each category that has releases, in the order of the settings, else by name."""
    if CATEGORY not in site.config.listings:
        return ()
    by_key = {each.term.key: each for each in edition.listings if each.term.kind == CATEGORY and each.entries}
    keys = [term.key for term in edition.categories] or sorted(by_key)
    return tuple(
        Section(listing.term.name, presenter.url(listing.term.path), presenter.cards(listing.entries[:_SECTION_SIZE]))
        for key in keys
        if (listing := by_key.get(key)) is not None
    )


def plan_indexes(site: Site, edition: Edition, presenter: Presenter) -> Iterator[Target]:
    """A page for each kind of term, with all its terms."""
    words = site.config.paths
    kinds = {
        CATEGORY: words.category,
        REGION: words.region,
        TAG: words.tag,
        ORGANIZATION: words.organization,
        AUTHOR: words.author,
    }
    for kind, word in kinds.items():
        if kind not in site.config.listings:
            continue
        listings = [each for each in edition.listings if each.term.kind == kind]
        if not listings and not (kind == REGION and site.config.has_regions):
            continue
        if kind == CATEGORY and edition.categories:
            order = {term.key: place for place, term in enumerate(edition.categories)}
            listings.sort(key=lambda each: order[each.term.key])
        elif kind != REGION:
            listings.sort(key=lambda each: (each.term.name.casefold(), each.term.key))
        path = f"{edition.prefix}/{word}/"
        terms = tuple(
            Anchor(each.term.name, presenter.url(each.term.path), each.term.code, len(each.entries))
            for each in listings
        )
        view = IndexView(presenter.url(path), edition.language, kind, terms)
        yield Target(index_file(path), INDEX, edition.language, view, f"the index of {kind} terms")
