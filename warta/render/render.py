"""Turns a target into the bytes of its file: its inputs are looked up, and the maker of its kind is handed them with
what the kind needs besides, and nothing else.
The module is long by its tables, in which each kind of file has its maker.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from warta.content.documents import Parts
from warta.content.heads import Head
from warta.digests import Digested
from warta.extensions import NONE, Extensions
from warta.newsroom.facets import PAGE
from warta.newsroom.lists import Ref
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.pictures import VariantView
from warta.newsroom.views import Anchor, Card, Noted, ReleaseView, WireItem
from warta.plan.frame import Chrome
from warta.plan.kinds import KINDS, PAGES, WORDS
from warta.plan.machines.copies import CONTENT, FileView
from warta.plan.machines.feeds import FeedView
from warta.plan.machines.icons import IconView
from warta.plan.machines.wire import WireNewsroom
from warta.plan.pages.front import Section, arrange
from warta.plan.pages.lists import HomeView, ListingView, Span
from warta.plan.pages.standing import CorrectedRelease, CorrectionsView
from warta.plan.targets import Target
from warta.render.formats import api, feeds, hosts, sitemaps, wire
from warta.render.formats.words import Words
from warta.render.html.theme import Theme

if TYPE_CHECKING:
    from warta.render.press.pack import Pack

_MOST_KNOWN = 4_000  # facets; lists of one time show the same ones


Writes = Callable[[IO[bytes]], None]
Made = bytes | Path | Writes
"""A file: its bytes, the file to copy, or what writes it."""


class Sources(msgspec.Struct, frozen=True):
    """Where a renderer finds what digests stand for.

    `parts` gives the parts of a release by its head, `bodies` the HTML of a body by its digest, `files`
    the path of a copied file by its source, `variants` the bytes of a smaller file of the picture at a path.
    """

    parts: Callable[[Head], Parts]
    bodies: Callable[[str], str]
    files: Mapping[str, str]
    variants: Callable[[VariantView, Path], bytes]


class Renderer:
    """Renders any target of one plan; made anew in each worker."""

    def __init__(
        self, theme: Theme, frames: Mapping[str, Chrome], zone: ZoneInfo, sources: Sources, own: Extensions = NONE
    ) -> None:
        from warta.render.html.templates import make_templates, read_languages

        self.sources = sources
        self.contents = feeds.Contents(sources.bodies)
        self.texts = wire.Texts(sources.bodies)
        self._theme = theme
        self._known: dict[tuple[int, bytes], Any] = {}
        messages = read_languages(theme, tuple(frames), next(iter(frames.values())).default_language)
        self.words = {language: Words(language, messages[language], zone) for language in frames}
        self._templates = make_templates(theme, frames, messages, zone, sources.bodies, own)

    @cached_property
    def press(self) -> Pack:
        """The maker of what the press is handed, loaded for the first of it."""
        from warta.render.press.pack import Pack

        html = {language: each.render_bare for language, each in self._templates.items()}
        return Pack(self.sources.bodies, self.texts, self.file, self.sources.variants, self._theme, html)

    def render(self, target: Target) -> Made:
        """The bytes of a target's file, or the file to copy. Raises TemplateProblem, ProblemsFound."""
        if target.of is not None:
            from warta.render.formats.packing import pack

            made = self.render(target.of)
            assert not callable(made), "what is written piece by piece is packed already"
            return pack(self.value(target.inputs[0]), made.read_bytes() if isinstance(made, Path) else made)
        values = [self.value(each) for each in target.inputs]
        kind = KINDS[target.kind]
        if target.kind in PAGES:
            view = VIEWS[target.kind](*values) if target.kind in VIEWS else values[0]
            return self._templates[target.language].render(kind.template, view).encode()
        words = self.words[target.language] if WORDS in kind.needs else None
        result = MAKERS[target.kind](self, words, *values)
        return result.encode() if isinstance(result, str) else result

    def value(self, given: Digested) -> Any:
        """The value of an input."""
        return value_of(given, self._facet)

    def _facet(self, ref: Ref) -> Any:
        """A facet, each made once: a card stands in seven lists or so. Of a page there is one file."""
        if ref.facet == PAGE:
            return ref.value(self.sources.parts)
        key = ref.facet, ref.digest
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                del self._known[next(iter(self._known))]
            known = self._known[key] = ref.value(self.sources.parts)
        return known

    def asset(self, name: str) -> bytes:
        """The bytes of a static file of the theme."""
        return self._theme.assets[self._theme.facts.assets[name]]

    def file(self, source: str) -> Path:
        """A file of the content, or of a search index."""
        return Path(self.sources.files[source])


def value_of(given: Digested, facet: Callable[[Ref], Any]) -> Any:
    """The value of an input; `facet` gives that of a reference to a release."""
    if isinstance(given, Ref):
        return facet(given)
    members = getattr(given, "members", None)
    if members is not None:
        return tuple([value_of(each, facet) for each in members])
    return given.it  # type: ignore[attr-defined]


def values_of(given: Digested, parts: Callable[[Head], Parts]) -> Any:
    """The value of an input outside of a renderer; `parts` gives those of a release by the digest of its head."""
    return value_of(given, lambda ref: ref.value(parts))


def _release(
    page: ReleaseView, newer: Anchor | None, older: Anchor | None, related: tuple[Card, ...], office: OfficeEntry | None
) -> ReleaseView:
    return msgspec.structs.replace(
        page,
        newer=newer,
        older=older,
        related=related,
        office=office.view if office else None,
        contacts=page.contacts or (office.contacts if office else ()),
    )


def _listing(view: ListingView, cards: tuple[Card, ...]) -> ListingView:
    years = itertools.groupby(cards, key=lambda card: card.date.at.year)
    return msgspec.structs.replace(
        view, cards=cards, spans=tuple([Span(f"{year:04}", tuple(of)) for year, of in years])
    )


def _home(view: HomeView, cards: tuple[Card, ...], sections: tuple[Any, ...], pinned: tuple[Card, ...]) -> HomeView:
    newest = tuple([Section(title, url, shown) for (title, url), shown in sections])
    front = arrange(cards, newest, pinned, view.order)
    latest = tuple([card for card in cards if front.lead is None or card.url != front.lead.url])
    return msgspec.structs.replace(view, lead=front.lead, latest=latest, sections=newest, front=front)


def _corrections(view: CorrectionsView, notes: tuple[Noted, ...]) -> CorrectionsView:
    found = [
        CorrectedRelease(each.title, f"{each.page}#note-{place}", note.at, note.kind, note.text)
        for each in notes
        for place, note in enumerate(each.corrections, 1)
    ]
    found += [
        CorrectedRelease(each.title, each.page, each.withdrawn.at, feeds.WITHDRAWAL, each.withdrawn.reason)
        for each in notes
        if each.withdrawn
    ]
    found.sort(key=lambda note: (note.at.at, note.url), reverse=True)
    return msgspec.structs.replace(view, notes=tuple(found))


VIEWS: Mapping[str, Callable[..., Any]] = {
    "release": _release,
    "listing": _listing,
    "home": _home,
    "corrections": _corrections,
}
"""Kinds of pages whose view is put together from several inputs; the others have it as their only input."""


def _wire_view(item: WireItem, office: OfficeEntry | None, newsroom: WireNewsroom) -> wire.WireView:
    contacts = item.contacts or (office.contacts if office else ())
    return wire.WireView(item, office.view if office else None, contacts, newsroom)


def _icon(renderer: Renderer, _: None, view: IconView) -> bytes:
    from warta.render.formats.icons import icon

    own = view.origin == CONTENT
    return icon(view, renderer.file(view.source).read_bytes() if own else renderer.asset(view.source))


def _manifest(_: Renderer, __: None, view: Any) -> bytes:
    from warta.render.formats.icons import manifest

    return manifest(view)


def _picture(renderer: Renderer, _: None, view: FileView) -> bytes | Path:
    from warta.render.pictures.cleaning import publishable

    return publishable(renderer.file(view.source))


def _asset(renderer: Renderer, _: None, view: FileView) -> bytes:
    from warta.render.pictures.cleaning import without_traces

    return without_traces(renderer.asset(view.source))


def _output(_: Renderer, __: None, data: bytes) -> bytes:
    from warta.render.pictures.cleaning import without_traces

    return without_traces(bytes(data))


def _drawing(renderer: Renderer, _: None, view: FileView) -> bytes:
    from warta.render.pictures.drawings import make_harmless

    return make_harmless(renderer.file(view.source).read_bytes()).data


def _variant(renderer: Renderer, _: None, view: VariantView) -> bytes:
    return renderer.sources.variants(view, renderer.file(view.source))


def _handed(name: str) -> Make:
    """The maker of this name among those of the pack, for a release with its office, its newsroom and its files."""

    def made(renderer: Renderer, words: Words, item: WireItem, office: OfficeEntry | None, *rest: Any) -> Made:
        from warta.render.press.pack import Handed

        newsroom, *files = rest
        handed = Handed(_wire_view(item, office, newsroom.wire), newsroom, *files)
        found: Made = getattr(renderer.press, name)(handed, words)
        return found

    return made


def _mail(renderer: Renderer, words: Words, item: WireItem, office: OfficeEntry | None, *rest: Any) -> bytes:
    from warta.render.press.pack import Mailed

    newsroom, files = rest
    return renderer.press.mail(Mailed(_wire_view(item, office, newsroom.wire), newsroom, files), words)


def _week(renderer: Renderer, words: Words, newsroom: Any, week: Any, *shown: Any) -> bytes:
    return renderer.press.week(newsroom, week, (shown[0], shown[1]), words)


def _share(renderer: Renderer, words: Words, *inputs: Any) -> bytes:
    from warta.render.press.pack import Shared

    return renderer.press.share(Shared(*inputs), words)


def _feed(make: Callable[..., bytes | str]) -> Make:
    return lambda renderer, words, view, items: make(feeds.with_items(view, items), renderer.contents, words)


def _on_wire(make: Callable[..., bytes | str]) -> Make:
    return lambda renderer, words, *inputs: make(_wire_view(*inputs), renderer.texts, words)


def _wire_list(_: Renderer, __: None, view: FeedView, items: tuple[Any, ...], name: str) -> bytes:
    return wire.ninjs_list(feeds.with_items(view, items), name)


Make = Callable[..., bytes | str | Path | Writes]
"""A renderer, the words of the target's language (None, where its kind does not need them), and the values of its
inputs, to a file.
"""

MAKERS: Mapping[str, Make] = {
    "feed": _feed(feeds.rss),
    "atom": _feed(feeds.atom),
    "json-feed": _feed(feeds.json_feed),
    "ninjs": _on_wire(wire.ninjs),
    "wire-text": _on_wire(wire.wire_text),
    "wire-list": _wire_list,
    "api": lambda _, __, view: api.api(view),
    "sitemap": lambda _, __, locations: sitemaps.sitemap(locations),
    "sitemap-index": lambda _, __, locations: sitemaps.sitemap_index(locations),
    "news": lambda _, __, view: sitemaps.news(view),
    "robots": lambda _, __, sitemap: sitemaps.robots(sitemap),
    "redirect": lambda _, __, view: hosts.redirect_page(view),
    "host": lambda _, __, view: hosts.render_host(view),
    "text": lambda _, __, text: str(text),
    "prints": lambda _, __, data: bytes(data),
    "check-cards": lambda _, __, data: bytes(data),
    "output": _output,
    "icon": _icon,
    "manifest": _manifest,
    "asset": _asset,
    "media": lambda renderer, _, view: renderer.file(view.source),
    "picture": _picture,
    "drawing": _drawing,
    "variant": _variant,
    "whatsapp": _handed("whatsapp"),
    "letter": _handed("letter"),
    "kit": _handed("kit"),
    "sums": _handed("sums"),
    "mail": _mail,
    "digest": _week,
    "share": _share,
}
"""Kinds that code makes. A new format is one function, one row here and one in the table of kinds."""
