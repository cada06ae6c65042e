"""Turns listings into feeds: one view for each listing, and a target for each format in which it is offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warta.dates import Moment
from warta.newsroom.model import Edition, Entry, Listing, Site
from warta.plan.data_views import ApiList, FeedItem, FeedView
from warta.plan.names import FEED_FILES
from warta.plan.present import Presenter, summary, updated
from warta.plan.targets import ATOM, FEED, JSON_FEED, Target, ThemeFacts
from warta.plan.views import CorrectionNote, Image
from warta.plan.wire import plan_wire_list
from warta.settings import Settings

KINDS = {"rss": FEED, "atom": ATOM, "json": JSON_FEED}
STYLESHEET = "css/feed.css"
WITHDRAWAL = "withdrawal"


class Feeds:
    """Makes the feeds of one site, each item once."""

    def __init__(self, site: Site, presenter: Presenter, theme: ThemeFacts, icon: str) -> None:
        self._site = site
        self._presenter = presenter
        self._items: dict[str, FeedItem] = {}
        self._icon = presenter.origin + icon if icon else ""
        style = theme.assets.get(STYLESHEET)
        self._stylesheet = presenter.url(f"/{style}") if style else ""

    def plan(self, edition: Edition, listing: Listing | None) -> Iterator[Target]:
        """The feeds of a listing, or of all releases."""
        entries = edition.stream if listing is None else listing.entries
        path = edition.prefix + "/" if listing is None else listing.term.path
        title = self._site.config.title if listing is None else f"{listing.term.name} – {self._site.config.title}"
        items = tuple([self._item(entry) for entry in entries[: self._site.config.feed_size]])
        view = self._view(edition, title, path, path, items)
        yield from self._targets(path, edition.language, view)
        if "ninjs" in self._site.config.wire:
            yield plan_wire_list(path, view, title if listing is None else listing.term.name)

    def plan_corrections(self, edition: Edition) -> Iterator[Target]:
        """The feeds of what was corrected or withdrawn after publication (Pedoman Pemberitaan Media Siber 4d, 5b)."""
        path = f"{edition.prefix}/{self._site.config.paths.corrections}/"
        notes = sorted(
            (note for entry in (*edition.entries, *edition.unlisted) for note in self._notes(entry)),
            key=lambda item: (item.date.at, item.id),
            reverse=True,
        )
        items = tuple(notes[: self._site.config.feed_size])
        view = self._view(edition, self._site.config.title, path, path, items, note=True)
        yield from self._targets(path, edition.language, view)

    def _view(
        self, edition: Edition, title: str, folder: str, page: str, items: tuple[FeedItem, ...], *, note: bool = False
    ) -> FeedView:
        config, presenter = self._site.config, self._presenter
        return FeedView(
            title=title,
            folder=presenter.absolute(folder),
            page=presenter.absolute(page),
            description=config.description or config.tagline or config.title,
            language=edition.language,
            items=items,
            author=config.title,
            hub=config.hub,
            stylesheet=self._stylesheet,
            icon=self._icon,
            note=note,
        )

    def _targets(self, path: str, language: str, view: FeedView) -> Iterator[Target]:
        for format_ in self._site.config.feed_formats:
            name = FEED_FILES[format_]
            yield Target(f"{path.lstrip('/')}{name}", KINDS[format_], language, view, f"the feed of {path}")

    def _item(self, entry: Entry) -> FeedItem:
        release = entry.release
        item = self._items.get(release.source)
        if item is None:
            presenter = self._presenter
            item = self._items[release.source] = FeedItem(
                id=presenter.identity(entry),
                title=release.title,
                url=presenter.absolute(entry.path),
                date=release.date,
                language=entry.language,
                summary=summary(entry),
                updated=updated(entry),
                body=presenter.absolute_body(presenter.body(release, entry.targets)),
                authors=_authors(entry),
                categories=tuple([term.name for term in (*entry.categories, *entry.regions, *entry.tags)]),
                image=self._image(entry),
                corrections=tuple(
                    CorrectionNote(each.at, each.kind, each.text, each.url) for each in release.corrections
                ),
                sponsored=release.sponsored,
                unverified=release.unverified,
                twins=tuple((twin.language, presenter.absolute(twin.path)) for twin in entry.twins),
            )
        return item

    def _image(self, entry: Entry) -> Image | None:
        image = self._presenter.image(entry.release.image, entry.files)
        return None if image is None else self._presenter.shared(image)

    def _notes(self, entry: Entry) -> Iterator[FeedItem]:
        release = entry.release
        for place, each in enumerate(release.corrections, 1):
            yield self._note(entry, each.kind, each.at, each.text, f"#note-{place}")
        if release.withdrawn:
            yield self._note(entry, WITHDRAWAL, release.withdrawn.at, release.withdrawn.reason, "")

    def _note(self, entry: Entry, kind: str, at: Moment, text: str, anchor: str) -> FeedItem:
        return FeedItem(
            id=f"{self._presenter.identity(entry)}#{kind}-{at.at:%Y%m%dT%H%M%S%z}",
            title=entry.release.title,
            url=self._presenter.absolute(entry.path) + anchor,
            date=at,
            language=entry.language,
            text=text,
            note=kind,
            authors=_authors(entry),
            categories=tuple(term.name for term in entry.categories),
        )


def _authors(entry: Entry) -> tuple[str, ...]:
    """Who wrote it, else who signed, else the office."""
    release = entry.release
    signed: Iterable[str] = (release.byline, entry.organization.name if entry.organization else "")
    return release.authors or tuple(filter(None, signed))[:1]


def has_feed(config: Settings, listing: Listing) -> bool:
    """Whether a listing is offered as a feed."""
    return listing.term.kind in config.feeds and listing.term.kind in config.listings


def list_lists(site: Site, presenter: Presenter) -> tuple[ApiList, ...]:
    """Every listing that is offered as a feed, with home first."""
    found = []
    for edition in site.editions:
        if "home" in site.config.feeds:
            url = presenter.absolute(edition.prefix + "/")
            found.append(ApiList("home", edition.language, site.config.title, url))
        for listing in edition.listings:
            if has_feed(site.config, listing):
                term = listing.term
                found.append(ApiList(term.kind, edition.language, term.name, presenter.absolute(term.path), term.code))
    return tuple(found)
