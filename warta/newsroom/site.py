"""Turns documents and settings into a site: who is visible, where each stands, what lists it, what links where."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from warta.content.documents import UNREADABLE, Document, Organization, Page, Release
from warta.errors import Problem, ProblemsFound, did_you_mean, listed
from warta.fields import Ref
from warta.newsroom.links import NOTHING, STATIC, Places, link
from warta.newsroom.listings import build_listings
from warta.newsroom.model import Concealed, Edition, Entry, Hidden, Linked, PageEntry, Site, Term
from warta.newsroom.regions import BadRegionRow, RegionTable, load_regions
from warta.newsroom.tenure import past_terms, published_under
from warta.newsroom.terms import Vocabulary
from warta.newsroom.twins import find_twins
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC, due, visibility
from warta.settings import Settings
from warta.slugs import slug

ALL_STATES = frozenset((PUBLIC, DRAFT, EMBARGOED, EXPIRED))


def build_site(  # noqa: PLR0913 - all that a site is a function of
    documents: Sequence[Document],
    files: Iterable[str],
    config: Settings,
    *,
    now: dt.datetime,
    shown: frozenset[str] = frozenset((PUBLIC,)),
    unreadable: frozenset[str] = frozenset(),
    before: Site | None = None,
) -> Site:
    """The newsroom as of `now` (aware). `files` are the other files of the content, by source.

    `unreadable` are documents that have problems of their own already: links to them are no further problem.
    Of an earlier site `before` an entry that is the same is used again, so that it can be told at a glance. Only
    releases in one of the `shown` states (see `visibility`) are in the site; a preview shows more than what is public.
    A source among the `shown` is in it whatever its state.
    Raises ProblemsFound with everything that does not fit together, hidden releases included.
    """
    return _Builder(documents, files, config, now, shown, unreadable).site(before)


class _Builder:
    """The working state of one `build_site`."""

    def __init__(
        self,
        documents: Sequence[Document],
        files: Iterable[str],
        config: Settings,
        now: dt.datetime,
        shown: frozenset[str],
        unreadable: frozenset[str],
    ) -> None:
        self.config = config
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.releases = sorted(
            (each for each in documents if isinstance(each, Release)),
            # aware times of several zones compare slowly
            key=lambda each: (each.date.at.timestamp(), each.source),
        )
        self.pages = sorted(
            (each for each in documents if isinstance(each, Page)), key=lambda each: (each.order, each.source)
        )
        self.organizations = {each.id: each for each in documents if isinstance(each, Organization)}
        for source in unreadable:
            if source.startswith("organizations/"):
                key = PurePosixPath(source).stem
                self.organizations[key] = Organization(source=source, id=key, name=key)
        self.now = now
        self.past_terms = past_terms(self.organizations, now) if config.show_terms else {}
        self.states = {each.source: visibility(each, now) for each in self.releases}
        hidden = {each.source for each in self.releases if shown.isdisjoint((self.states[each.source], each.source))}
        if DRAFT not in shown:
            hidden |= {each.source for each in self.pages if each.draft}
        self.hidden = frozenset(hidden)
        self.languages = {each.source: self._language(each.language, each.source) for each in self._translatable()}
        self.prefixes = {
            language: "" if language == config.language else f"/{language.casefold()}" for language in config.languages
        }
        self.paths = {each.source: self._release_path(each) for each in self.releases}
        self.paths |= {each.source: self._page_path(each) for each in self.pages}
        addresses = {source: None if source in self.hidden else path for source, path in self.paths.items()}
        self.places = Places.of(addresses | dict.fromkeys(unreadable), files, config.base)
        public = frozenset(source for source, path in self.places.documents.items() if path is not None)
        self.twins, problems = find_twins(self._translatable(), self.languages, self.paths, public, unreadable)
        self.problems += problems
        self.media: dict[str, str] = {}
        self.hidden_files: dict[str, tuple[str, ...]] = {}

    def _translatable(self) -> list[Release | Page]:
        return [*self.releases, *self.pages]

    def _language(self, ref: Ref | None, source: str) -> str:
        if ref is None or ref.text in self.config.languages:
            return ref.text if ref else self.config.language
        hint = did_you_mean(ref.text, self.config.languages) or f" Known are: {listed(self.config.languages)}."
        message = f"language '{ref.text}' is not among the languages in config.yaml.{hint}"
        self.problems.append(Problem(f"content/{source}", ref.line, message))
        return self.config.language

    def _release_path(self, release: Release) -> str:
        at = release.date.at
        path = _dated(self.config.permalink, at.year, at.month, at.day)
        return self.prefixes[self.languages[release.source]] + path.replace("{slug}", release.slug.text)

    def _page_path(self, page: Page) -> str:
        return f"{self.prefixes[self.languages[page.source]]}/{page.slug.text}/"

    def site(self, before: Site | None) -> Site:
        grounds = self._grounds()
        self.before = before.by_source() if before else {}
        self.settled = before is not None and before.grounds == grounds
        regions = self._regions()
        if regions is not None:
            self._check_organization()
            self._check_addresses()
            editions = tuple(self._edition(language, regions) for language in self.config.languages)
            offices = f"/{self.config.paths.organization}"
            linked = {key: self._link(each, f"{offices}/{slug(key)}/") for key, each in self.organizations.items()}
        if self.problems or regions is None:
            raise ProblemsFound(dict.fromkeys(self.problems))
        return Site(
            config=self.config,
            editions=editions,
            organizations=self.organizations,
            organization_links=linked,
            media=dict(sorted(self.media.items())),
            hidden=self._hidden(),
            concealed=self._concealed(),
            grounds=grounds,
            warnings=tuple(sorted(set(self.warnings))),
        )

    def _grounds(self) -> tuple[object, ...]:
        """What an entry depends on besides its release and links. Names count: the first writing of one is shown."""
        names = [(each.tags, each.authors, each.categories) for each in self.releases]
        places = (self.states, self.languages, self.paths, self.twins, self.hidden)
        return self.config, self.organizations, self.past_terms, places, names

    def _hidden(self) -> Hidden:
        counts = Counter(self.states.values())
        changes = due([each for each in self.releases if self.states[each.source] != PUBLIC or each.expires], self.now)
        soonest = tuple(each for each in changes if each.at == changes[0].at)
        return Hidden(counts[DRAFT], counts[EMBARGOED], counts[EXPIRED], soonest)

    def _concealed(self) -> tuple[Concealed, ...]:
        return tuple(
            Concealed(source, self.paths[source], self.hidden_files.get(source, ())) for source in sorted(self.hidden)
        )

    def _regions(self) -> RegionTable | None:
        try:
            table = load_regions(self.config.regions, self.config.region)
            if self.config.region is not None and table.get(self.config.region) is None:
                self.problems.append(
                    Problem("config.yaml", 0, f"'region' must be a region's code (got '{self.config.region}').")
                )
            return table
        except BadRegionRow as error:
            self.problems.append(Problem("config.yaml", 0, f"'regions': {error}"))
            return None

    def _check_organization(self) -> None:
        name = self.config.organization
        if name is not None and name not in self.organizations:
            hint = did_you_mean(name, self.organizations) or " Each needs a file in content/organizations/."
            self.problems.append(Problem("config.yaml", 0, f"there is no organization '{name}'.{hint}"))

    def _check_addresses(self) -> None:
        """Two documents on one address are a problem even while one of them is hidden: it would only come up later."""
        if len({path.casefold() for path in self.paths.values()}) == len(self.paths):
            return  # as nearly always
        taken: dict[str, str] = {}
        for document in self._translatable():
            if not document.title or (isinstance(document, Release) and document.date == UNREADABLE):
                continue
            folded = self.paths[document.source].casefold()
            other = taken.setdefault(folded, document.source)
            if other != document.source:
                line = document.slug.line or document.title_line
                path = self.paths[document.source]
                message = f"has the same address as content/{other} ({path}). Give one of them another 'slug'."
                self.problems.append(Problem(f"content/{document.source}", line, message))

    def _edition(self, language: str, regions: RegionTable) -> Edition:
        prefix = self.prefixes[language]
        vocabulary = Vocabulary(self.config, regions, self.organizations, language, prefix)
        ours = [each for each in self.releases if self.languages[each.source] == language]
        # names of free terms are written as the oldest visible release writes them, so hidden ones come last
        visible = [self._entry(each, vocabulary) for each in ours if each.source not in self.hidden]
        for release in ours:
            if release.source in self.hidden:
                self._entry(release, vocabulary)
        visible.reverse()
        entries = tuple(entry for entry in visible if entry.listed)
        stream = self._with_untranslated(entries, vocabulary, language)
        return Edition(
            language=language,
            prefix=prefix,
            entries=entries,
            stream=stream,
            unlisted=tuple(entry for entry in visible if not entry.listed),
            pages=tuple(
                self._page(each)
                for each in self.pages
                if self.languages[each.source] == language and each.source not in self.hidden
            ),
            listings=build_listings(stream, vocabulary, prefix),
            categories=vocabulary.categories,
        )

    def _with_untranslated(
        self, entries: tuple[Entry, ...], vocabulary: Vocabulary, language: str
    ) -> tuple[Entry, ...]:
        """The entries, and what readers of `language` would miss: main-language releases without a twin in it."""
        main = self.config.language
        if self.config.untranslated == "hide" or language == main:
            return entries
        guests = [
            self._entry(each, vocabulary, guest=True)
            for each in self.releases
            if self.languages[each.source] == main
            and each.source not in self.hidden
            and each.withdrawn is None
            and language not in {twin.language for twin in self.twins.get(each.source, ())}
        ]
        return tuple(sorted((*entries, *guests), key=_age, reverse=True))

    def _entry(self, release: Release, vocabulary: Vocabulary, *, guest: bool = False) -> Entry:
        source = release.source
        path = self.paths[source]
        linked = self._link(release, path)
        known = None if guest else self.before.get(source)
        if self.settled and known is not None and known.release is release and known.is_linked(linked):
            return known
        where = f"content/{source}"
        categories = _once([vocabulary.category(ref, where, self.problems) for ref in release.categories])
        regions = _once([vocabulary.region(ref, where, self.problems) for ref in release.regions])
        organization = vocabulary.organization(release, where, self.problems)
        entry = Entry(
            release=release,
            state=self.states[source],
            language=self.languages[source],
            path=path,
            categories=categories,
            tags=_once([vocabulary.tag(ref.text) for ref in release.tags]),
            regions=regions,
            region_tree=vocabulary.region_tree(regions),
            authors=_once([vocabulary.author(name) for name in release.authors]),
            organization=organization,
            office=vocabulary.office(organization) if organization else None,
            targets=linked.targets,
            files=linked.files,
            twins=self.twins.get(source, ()),
            published_under=published_under(release, organization, self.past_terms) if self.past_terms else "",
        )
        return known if known is not None and known == entry else entry

    def _page(self, page: Page) -> PageEntry:
        path = self.paths[page.source]
        return PageEntry(
            page, self.languages[page.source], path, self._link(page, path).targets, self.twins.get(page.source, ())
        )

    def _link(self, document: Document, path: str) -> Linked:
        linked = link(document, path, self.places)
        if linked is NOTHING:
            return linked
        if self.config.unknown_keys == "warn":
            self.warnings += linked.problems
        else:
            self.problems += linked.problems
        if document.source not in self.hidden:
            self.media |= {media.path: media.source for media in linked.media}
            self.warnings += linked.warnings
        else:
            self.hidden_files[document.source] = tuple(media.source for media in linked.media)
            self.warnings += _public_already(document, linked)
        return linked


@functools.lru_cache(maxsize=10_000)
def _dated(permalink: str, year: int, month: int, day: int) -> str:
    """The permalink of a day, with `{slug}` left in it."""
    return permalink.format(year=f"{year:04d}", month=f"{month:02d}", day=f"{day:02d}", slug="{slug}")


def _age(entry: Entry) -> tuple[dt.datetime, str]:
    return entry.release.date.at, entry.release.source


def _public_already(document: Document, linked: Linked) -> list[Problem]:
    """Warnings of pictures that lie in static/, which is published as it is whoever names it."""
    return [
        Problem(
            f"content/{document.source}",
            0,
            f"'{name}' lies in content/static/ and is public already, though this release is not. "
            "Put it beside the release.",
        )
        for name, media in linked.files.items()
        if media.source.startswith(STATIC)
    ]


def _once(terms: list[Term | None]) -> tuple[Term, ...]:
    """The terms that were found, each once."""
    if not terms:
        return ()
    if len(terms) == 1:
        return (terms[0],) if terms[0] is not None else ()
    return tuple({term.key: term for term in terms if term is not None}.values())
