"""Turns shards of heads, standing pages and organizations into the site: all there is to publish as of one `now`.

Each step is a pure function of digested values, found again by the digests of its inputs. A shard is given exactly
what it asks of others, as one digested value: how free names were first written, where links lead, its translations.
An edit elsewhere that leaves the answers as they were stops there. The module is long, for here alone the steps stand
in their order, each with all it is given; what a step does stands in a module of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from warta.content.documents import Organization, Page
from warta.digests import Value, digest_of, given, group, joined
from warta.errors import Problem
from warta.fields import Ref
from warta.memo import Memo
from warta.messages import msg
from warta.newsroom import offices
from warta.newsroom.active import Dangers, cleanings, dangers, needless, refusals, trusted_names
from warta.newsroom.addresses import STATIC, Addresses
from warta.newsroom.belongings import alike, belongings, named_among, owned_by
from warta.newsroom.content import Content, Sources
from warta.newsroom.history import History, live_history
from warta.newsroom.linked import Linked, linked_of
from warta.newsroom.links import Answer, answer, left_out
from warta.newsroom.lists import Listed, index
from warta.newsroom.named import strangers
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.places import NOTHING_HIDDEN, Asking, Belongings, Places
from warta.newsroom.regions import BadRegionRow
from warta.newsroom.related import relations, skeleton_of
from warta.newsroom.rows import (
    GUESTS,
    HIDDEN,
    LISTED,
    UNLISTED,
    Context,
    context_of,
    language_problem,
    link_shard,
    mixed,
)
from warta.newsroom.shards import Divided, Name, Shard, divide, passed, undivided
from warta.newsroom.site import Concealed, Edition, PageEntry, Site
from warta.newsroom.slips import slips
from warta.newsroom.survey import (
    Survey,
    addresses_among_own,
    addresses_of,
    answers_of,
    first_spellings,
    other_spellings,
    shared_addresses,
    survey,
    twins_of,
    without,
)
from warta.newsroom.tenure import past_terms, terms_until
from warta.newsroom.terms import Lexicon, lexicon_of, no_organization, regions_of
from warta.newsroom.twins import Translatable, Twins, find_original
from warta.newsroom.unnamed import named_files, unnamed
from warta.newsroom.visibility import DRAFT, Hidden, due

UNDATED = "1970-01-01T00:00:00+00:00"
"""The date of a release whose date could not be read; it has problems of its own."""


def link(content: Content, now: dt.datetime, shown: frozenset[str], memo: Memo) -> Site:
    """The site as of `now` (aware).

    `shown` are the states of releases that are seen, and sources that are seen whatever their state: a preview shows
    more than what is public. What does not fit together is in the site's problems, that of hidden releases included.
    """
    return _Linking(content, now, shown, memo).site()


_NOTHING = given({})


class _Linking:
    """The working state of one `link`: what each step hands to the next."""

    def __init__(self, content: Content, now: dt.datetime, shown: frozenset[str], memo: Memo) -> None:
        self.content, self.settings, self.library = content, content.settings, content.library
        self.now, self.memo = now, memo
        self.addresses = Addresses.of(content.settings)
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        moment = now.timestamp()
        states = Value(digest_of(sorted(shown)), shown)
        self.divided: dict[Name, Divided] = {
            name: undivided(shard)
            if shard.plain and passed(shard, moment) == len(shard.moments)
            else memo(name, divide, shard, given(passed(shard, moment)), states)
            for name, shard in self.library.shards.items()
        }
        self.shows_drafts = DRAFT in shown
        self.surveys: dict[Name, Survey] = {name: memo(name, survey, each) for name, each in self.divided.items()}
        self.kept = {name: self._kept(name, each.former) for name, each in self.surveys.items()}
        named = given(self.addresses)
        self.paths: dict[Name, Value] = {
            name: memo(name, addresses_of, each, named, given(name[0]), self.kept[name])
            for name, each in self.divided.items()
        }
        self.pages = sorted(content.standing.pages, key=lambda each: (each.order, each.source))
        self.page_languages = {each.source: self._language(each) for each in self.pages}
        self.page_paths = {each.source: self._page_path(each) for each in self.pages}
        self.hidden_pages = frozenset(each.source for each in self.pages if each.draft and not self.shows_drafts)
        self.organizations = offices.by_key(content.standing.organizations, content.unreadable)
        self.places = self._places()

    def _language(self, page: Page) -> str:
        if page.language is None or page.language.text in self.settings.languages:
            return page.language.text if page.language else self.settings.language
        self.problems.append(language_problem(page.source, page.language, self.settings.languages))
        return self.settings.language

    def _kept(self, name: Name, former: Mapping[str, tuple[str, str]]) -> Value:
        """The slugs of releases that were given out under the slug their title had before: they stay where they are."""
        if not former:  # as in most years
            return _NOTHING
        addresses = {source: self.addresses.release(name[0], *each) for source, each in former.items()}
        return given({source: former[source][1] for source, each in addresses.items() if self._was_given(each, source)})

    def _page_path(self, page: Page) -> str:
        language = self.page_languages[page.source]
        former = self.addresses.page(language, page.former) if page.former else ""
        return former if self._was_given(former, page.source) else self.addresses.page(language, page.slug.text)

    def _was_given(self, address: str, source: str) -> bool:
        """Whether an address was given out as that of a document, which may have had another file then."""
        before = self._given_out.get(address)
        return before is not None and (before == source or before not in self.content.sources)

    @cached_property
    def _given_out(self) -> dict[str, str]:
        """The source at each address that was given out."""
        return {row.address: row.source for row in self.content.history.it}

    def _places(self) -> Places:
        pages = {source: None if source in self.hidden_pages else path for source, path in self.page_paths.items()}
        others = pages | dict.fromkeys(self.content.unreadable)
        files = Value(self.content.files_digest, self.content.files)
        return Places(self.addresses, self.settings.images, files, self.library.where, self.paths, others)

    def site(self) -> Site:
        """All steps in their order."""
        regions = self._check_regions()
        self._check_organization()
        self._check_editions()
        self.problems += strangers(self.content)
        self._check_addresses()
        self.belongings = self._belongings()
        self.places = self.places.knowing(self.belongings)
        self.answers = {name: self._answers(name) for name in self.surveys}
        page_answers = {each.source: self._answer_page(each) for each in self.pages}
        self.twins = self._twins()
        self.history = self._history()
        self.past = self._past()
        editions = tuple(self._edition(each, page_answers) for each in self.settings.languages) if regions else ()
        lists = editions[0].lists if editions else {}
        entries = {key: self._office(key, each, lists) for key, each in self.organizations.items()}
        concealed = self._conceal(regions)
        doubted_until = self._doubt_dates()
        self._check_files(page_answers, entries)
        self.warnings += [each for edition in editions for linked in edition.every for each in linked.warnings]
        self.problems += [each for edition in editions for linked in edition.every for each in linked.problems]
        return Site(
            settings=self.settings,
            addresses=self.addresses,
            editions=editions,
            offices=entries,
            main_office=offices.main_office(self.settings, self.organizations),
            history=self.history,
            hidden=self._hidden(),
            concealed=concealed,
            aliases=self._aliases(),
            former_lists=self._former_lists(),
            until=min(filter(None, (self._until(), doubted_until)), default=None),
            belongings=self.belongings,
            problems=tuple(dict.fromkeys(self.problems)),
            warnings=tuple(sorted(set(self.warnings))),
        )

    def _check_regions(self) -> bool:
        region = self.settings.region
        try:
            table = regions_of(self.settings.regions, region)
        except BadRegionRow as error:
            self.problems.append(Problem("config.yaml", 0, error.message))
            return False
        if region is not None and table.get(region) is None:
            message = msg(
                "region-no-code", "'region' must be a region's code, such as 32.11 (got '%(got)s').", got=region
            )
            self.problems.append(Problem("config.yaml", 0, message))
        return True

    def _check_organization(self) -> None:
        name = self.settings.organization
        if name is not None and name not in self.organizations:
            self.problems.append(Problem("config.yaml", 0, no_organization(name, self.organizations)))

    def _check_editions(self) -> None:
        for language in self.settings.editions:
            if language not in self.settings.languages:
                message = msg(
                    "edition-no-language",
                    "'editions' has words in '%(language)s', which is not among the languages.",
                    language=language,
                )
                self.problems.append(Problem("config.yaml", 0, message))

    def _check_addresses(self) -> None:
        """Two documents on one address are a problem even while one of them is hidden: it would only come up later."""
        pages = given(self.page_paths)
        for one, other, path in self.memo("", shared_addresses, group([*self.paths.values(), pages])):
            first, line = self._slug(one)
            second, _ = self._slug(other)
            if first and second:
                message = msg(
                    "address-shared",
                    "has the same address as %(other)s (%(address)s). Give one of them another 'slug'.",
                    other=f"content/{other}",
                    address=path,
                )
                self.problems.append(Problem(f"content/{one}", line, message))
        for source, path in self.memo("", addresses_among_own, group([*self.paths.values(), pages])):
            written, line = self._slug(source)
            if written:
                message = msg(
                    "address-of-site",
                    "has an address where the site keeps files of its own (%(address)s). Give it another 'slug'.",
                    address=path,
                )
                self.problems.append(Problem(f"content/{source}", line, message))

    def _slug(self, source: str) -> tuple[bool, int]:
        """Whether a document has an address at all, and the line that decides on it."""
        head = self.library.head(source)
        if head is not None:
            return bool(head.title) and head.date != UNDATED, head.slug.line or head.title_line
        page = next(each for each in self.pages if each.source == source)
        return bool(page.title), page.slug.line or page.title_line

    def _belongings(self) -> Belongings:
        """The files of what is hidden or was withdrawn, and which of those a public text names."""
        apart = [each for asked in self.surveys.values() for each in asked.apart]
        pages = [self._asking(each) for each in self.pages]
        apart += [each for each in pages if each.hidden]
        owners = owned_by(apart, self.places)
        keep = [self.places.file_named(each.source, ref.text) for each in apart for ref in each.keep]
        if not owners and not keep:
            return NOTHING_HIDDEN
        like = alike(owners, self.places)
        wanted, standing = given(like), given([*pages, *map(offices.asking_of, self.organizations.values())])
        askings = [(name, Value(each.asks_digest, each.asking)) for name, each in self.surveys.items() if each.asking]
        found = [self.memo(name, named_among, asking, wanted, self.places) for name, asking in askings]
        found.append(self.memo("standing", named_among, standing, wanted, self.places))
        return belongings(owners, like, [file for each in found for file in each.it], keep, self.places)

    def _asking(self, page: Page) -> Asking:
        hidden = page.source in self.hidden_pages
        return Asking(page.source, page.body.links, mentions=page.body.mentions, hidden=hidden)

    def _answers(self, name: Name) -> Value:
        asked = self.surveys[name]
        if not asked.asking:
            return _NOTHING
        asking = Value(asked.asks_digest, asked.asking)
        found: Value = self.memo(name, answers_of, asking, self.paths[name], self.places)
        return found

    def _answer_page(self, page: Page) -> Answer:
        found = answer(self._asking(page), self.page_paths[page.source], self.places)
        self._note(found, hidden=page.source in self.hidden_pages)
        return found

    def _note(self, found: Answer, *, hidden: bool = False) -> None:
        """Take over what is wrong or doubtful in the links of a document."""
        if self.settings.unknown_keys == "warn":
            self.warnings += found.problems
        else:
            self.problems += found.problems
        self.warnings += () if hidden else found.warnings

    def _office(self, key: str, organization: Organization, lists: Mapping[str, Listed]) -> OfficeEntry:
        entry = offices.enter(key, organization, self.settings, self.places, lists)
        self._note(entry.answer)
        return entry

    def _twins(self) -> Twins:
        """The translations of all documents; most newsrooms have few."""
        refs = {source: ref for each in self.surveys.values() for source, ref in each.translations.items()}
        refs |= {each.source: each.translation_of for each in self.pages if each.translation_of is not None}
        if not refs:
            return Twins({})
        originals: dict[str, str] = {}
        for source, ref in sorted(refs.items()):
            found = find_original(source, ref, self.places.has, self.places.sources)
            if isinstance(found, Problem):
                self.problems.append(found)
                found = source
            originals[source] = found
        wanted = {*originals, *originals.values()}
        documents = [each for source in sorted(wanted) if (each := self._translatable(source)) is not None]
        twins: Twins = self.memo("", twins_of, given(tuple(documents)), given(originals))
        self.problems += twins.problems
        return twins

    def _translatable(self, source: str) -> Translatable | None:
        head = self.library.head(source)
        if head is not None:
            name = self.library.where[source]
            paths = self.paths[name].it
            path = paths["seen"].get(source) or paths["hidden"][source]
            ref, public = head.translation_of, source in paths["seen"]
            url = self.addresses.url(path)
            return Translatable(source, name[0], head.title, head.title_line, path, url, public, ref)
        page = next((each for each in self.pages if each.source == source), None)
        if page is None:
            return None
        path, language = self.page_paths[source], self.page_languages[source]
        public = source not in self.hidden_pages
        url = self.addresses.url(path)
        return Translatable(source, language, page.title, page.title_line, path, url, public, page.translation_of)

    def _history(self) -> History:
        pages = given({source: path for source, path in self.page_paths.items() if source not in self.hidden_pages})
        content = self.content
        given_out = content.history
        every = group([*self.paths.values(), pages])
        standing = [each.source for each in content.standing.documents]
        sources = Sources(joined((every.digest, digest_of(sorted((*standing, *content.unreadable))))), content)
        found: History = self.memo("", live_history, given_out, sources, every)
        return found

    def _past(self) -> Value:
        return given(past_terms(self.organizations, self.now) if self.settings.show_terms else {})

    def _edition(self, language: str, page_answers: Mapping[str, Answer]) -> Edition:
        names = {key: each.name for key, each in self.organizations.items()}
        lexicon = lexicon_of(self.settings, language, names)
        years = [name for name in self.divided if name[0] == language]
        spelled = self.memo(language, first_spellings, group([self.surveys[name] for name in years]))
        shards, unlisted = [], []
        for name in years:
            context = self._context(name, LISTED, spelled)
            shards.append(self._linked(self.divided[name].listed, context, lexicon))
            if self.divided[name].unlisted.count:
                unlisted.append(
                    self._linked(self.divided[name].unlisted, self._context(name, UNLISTED, spelled), lexicon)
                )
        shards = [each for each in shards if each.count]
        stream = [
            (each, self.memo((language, each.year), index, each, lexicon))
            for each in self._stream(language, shards, lexicon, spelled)
        ]
        most = given(self.settings.related)
        related = relations(group([skeleton_of(each) for each in shards]), language, most, self.memo)
        pages = tuple(
            PageEntry(
                each,
                language,
                self.page_paths[each.source],
                self.addresses.url(self.page_paths[each.source]),
                page_answers[each.source],
                self.twins.of.get(each.source, ()),
            )
            for each in self.pages
            if self.page_languages[each.source] == language and each.source not in self.hidden_pages
        )
        return Edition(language, lexicon, tuple(shards), tuple(unlisted), tuple(stream), tuple(related), pages)

    def _context(self, name: Name, kind: str, spelled: Value) -> Context:
        own = self.surveys[name].spellings
        others = self.memo((kind, *name), other_spellings, spelled, given(own))
        where = self.library.where
        twins = {source: each for source, each in self.twins.of.items() if where.get(source) == name}
        moved = {source: each for source, each in self.history.moved.items() if where.get(source) == name}
        return context_of(
            kind,
            name[0],
            self.divided[name].states,
            others,
            self.answers[name],
            given(twins),
            given(moved),
            self.past,
            self.kept[name],
        )

    def _linked(self, shard: Shard, context: Context, lexicon: Lexicon) -> Linked:
        name = lexicon.language, context.kind, *shard.name
        found: Linked = self.memo(name, link_shard, shard, context, lexicon, self.memo)
        return found

    def _stream(self, language: str, shards: list[Linked], lexicon: Lexicon, spelled: Value) -> list[Linked]:
        """The shards of an edition, and what its readers would miss: main-language releases without a twin in it."""
        main = self.settings.language
        if self.settings.untranslated == "hide" or language == main:
            return shards
        found = {each.year: each for each in shards}
        translated = {
            source for source, twins in self.twins.of.items() if any(each.language == language for each in twins)
        }
        for name, divided in self.divided.items():
            if name[0] != main:
                continue
            theirs = given(sorted(source for source in translated if self.library.where.get(source) == name))
            shard = self.memo((language, *name), without, divided.listed, theirs)
            guests = self._linked(shard, self._context(name, GUESTS, spelled), lexicon)
            if guests.count:
                own = found.get(guests.year) or linked_of([], (language, guests.year))
                found[guests.year] = self.memo((language, GUESTS, guests.year), mixed, own, guests)
        return [found[year] for year in sorted(found)]

    def _conceal(self, regions: bool) -> tuple[Concealed, ...]:  # noqa: FBT001
        """What is hidden; what is wrong with it is found too."""
        found = []
        names = {key: each.name for key, each in self.organizations.items()}
        for name, divided in self.divided.items():
            if not divided.hidden.count or not regions:
                continue
            lexicon = lexicon_of(self.settings, name[0], names)
            linked = self._linked(divided.hidden, self._context(name, HIDDEN, given({})), lexicon)
            self.problems += linked.problems
            self.warnings += linked.warnings
            found += [(row.head.source, row.where.path, row.head.digest) for row in linked.rows]
        for page in self.pages:
            if page.source in self.hidden_pages:
                found.append((page.source, self.page_paths[page.source], digest_of(page)))
        files: dict[str, list[str]] = {}
        for file, owner in self.belongings.owners.items():
            files.setdefault(owner, []).append(file)
        whole = {
            source: Concealed(source, path, digest, tuple(files.get(source, ()))) for source, path, digest in found
        }
        parts = {source: Concealed(source, "", b"", tuple(each), whole=False) for source, each in files.items()}
        static = [file for file in self.belongings.withheld if file.startswith(STATIC)]
        self.warnings += [left_out(file, self.places) for file in static]
        return tuple(each for _, each in sorted((parts | whole).items()))

    def _check_files(self, page_answers: Mapping[str, Answer], entries: Mapping[str, OfficeEntry]) -> None:
        """Files that could act are refused where they would be published, be it later; others may be forgotten."""
        content = self.content
        files, trusted = Value(content.files_digest, content.files), given(trusted_names(self.settings))
        others = {**page_answers, **{each.organization.source: each.answer for each in entries.values()}}
        answers = group([*self.answers.values(), Value(digest_of([each.digest for each in others.values()]), others)])
        named: Value = self.memo("", named_files, answers)
        found: Dangers = self.memo("", dangers, files, trusted)
        self.problems += refusals(found, named.it)
        self.warnings += [*cleanings(found, named.it), *needless(self.settings, content.files)]
        if not content.unreadable:
            self.warnings += self.memo("", unnamed, files, named, self.belongings)

    def _hidden(self) -> Hidden:
        every = self.divided.values()
        moment = self.now.timestamp()
        ahead = [shard for shard in self.library.shards.values() if shard.moments[-1:] > (moment,)]
        soonest = min((shard.moments[passed(shard, moment)] for shard in ahead), default=None)
        heads = [head for shard in ahead if shard.moments[passed(shard, moment)] == soonest for head in shard.heads]
        changes = [each for each in due(heads, self.now) if each.at.timestamp() == soonest]
        return Hidden(
            sum(each.drafts for each in every),
            sum(each.embargoed for each in every),
            sum(each.expired for each in every),
            tuple(changes),
        )

    def _doubt_dates(self) -> dt.datetime | None:
        """Warn of dates that look like slips; when the first of them no longer does."""
        moment = self.now.timestamp()
        ahead = [(name, shard) for name, shard in self.library.shards.items() if shard.moments[-1:] > (moment,)]
        found = [slip for name, shard in ahead for slip in self.memo(name, slips, shard) if slip.until > moment]
        self.warnings += [slip.problem for slip in found]
        soonest = min((slip.until for slip in found), default=None)
        return None if soonest is None else dt.datetime.fromtimestamp(soonest, self.now.tzinfo)

    def _aliases(self) -> tuple[tuple[Ref, str, str], ...]:
        """Each alias with the source and the address of its document, those of the newest releases first."""
        found = [
            (ref, source, self.paths[name].it["seen"][source])
            for name in sorted(self.surveys, key=lambda name: -name[1])
            for source, refs in reversed(self.surveys[name].aliases)
            for ref in refs
        ]
        pages = (each for each in self.pages if each.source not in self.hidden_pages)
        return (*found, *((ref, each.source, self.page_paths[each.source]) for each in pages for ref in each.aliases))

    def _former_lists(self) -> tuple[tuple[str, str], ...]:
        """The addresses that lists of free names had before their figures stayed apart, with those of today."""
        keys = sorted({key for each in self.surveys.values() for key in each.former_keys})
        term = self.addresses.term
        return tuple(
            (term(language, kind, former), term(language, kind, key))
            for language in (self.settings.languages if keys else ())
            for kind, former, key in keys
        )

    def _until(self) -> dt.datetime | None:
        soonest = self._hidden().next_change
        ends = terms_until(self.organizations, self.now) if self.settings.show_terms else None
        return min(filter(None, (soonest, ends)), default=None)
