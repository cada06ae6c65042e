"""Turns a newsroom as it lies there now into mails that may be sent: of what readers may see, and of nothing else.

The site is linked and planned as a build does it, so that one rule says what is public; each mail is looked through for
words of what is hidden, as every file of an output is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from warta.content.heads import Head
from warta.dates import Moment
from warta.digests import Digested, Value, given
from warta.engine.folder import Folder
from warta.engine.hidden import Concealment, conceal
from warta.engine.inputs import read_newsroom
from warta.engine.leaks import find_leaks, readable
from warta.engine.planning import Planned, make_plan
from warta.engine.rendering import Rendered, Tools
from warta.engine.stages import reach
from warta.engine.staging import Written
from warta.engine.store import Reader
from warta.engine.workspace import Request, Work
from warta.newsroom.facets import CARD, WIRE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import Ref
from warta.newsroom.site import Edition
from warta.newsroom.terms import CATEGORY, TAG
from warta.newsroom.views import WireItem
from warta.newsroom.visibility import PUBLIC, state_at
from warta.plan.machines.icons import find_logo, icon_urls
from warta.plan.machines.mail import MailNewsroom, digest_of_week, mail_of, newsroom_of, noted_of, week_of
from warta.plan.targets import Target

if TYPE_CHECKING:
    from warta.render.render import Renderer

Result = TypeVar("Result")


class Post(msgspec.Struct, frozen=True):
    """A release that may be mailed: what identifies it and its version, and what decides on who gets it.

    `version` rises with each correction and with a withdrawal. `topics` are its categories, in all languages, and its
    tags; `regions` the codes of its regions and of all above them.
    """

    source: str
    url: str
    title: str
    language: str
    version: str
    opened: dt.datetime
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    withdrawn: bool = False


class Posts:
    """The mails of one newsroom at one moment, each made when it is asked for.

    `unsubscribe` is the address that a mail gives for leaving its list.
    """

    def __init__(self, work: Work, planned: Planned, reader: Reader, unsubscribe: str) -> None:
        self._work = work
        self._planned = planned
        self._site = planned.site
        self._reader = reader
        self._unsubscribe = unsubscribe
        self.settings = work.settings

    @cached_property
    def _where(self) -> dict[str, tuple[Edition, Linked, int]]:
        return {
            source: (edition, linked, at)
            for edition in self._site.editions
            for linked in edition.every
            for source, at in linked.positions.items()
        }

    def state(self, source: str) -> tuple[str, Head | None]:
        """What may be seen of a release: one of the states, and its head, where it can be read."""
        head = self._planned.newsroom.content.library.head(source)
        moment = self._work.request.now.timestamp()
        return (state_at(head.draft, head.opens, head.expires, moment) if head else PUBLIC), head

    def post(self, source: str) -> Post | None:
        """A public release, or one that was withdrawn; None: it is not public."""
        if source not in self._where:
            return None
        _, linked, at = self._where[source]
        item: WireItem = self._renderer.value(Ref(WIRE, linked, at))
        return Post(
            source=source,
            url=item.url,
            title=item.title,
            language=item.language,
            version=f"{item.version:03}",
            opened=item.opened.at,
            topics=frozenset(self._topics((*item.categories, *item.tags))),
            regions=frozenset(code for code, _ in item.places if code),
            withdrawn=item.withdrawn is not None,
        )

    def _topics(self, names: Iterable[str]) -> Iterator[str]:
        spoken = [{each.name, *each.names.values()} for each in self.settings.categories or ()]
        for name in names:
            yield name.casefold()
            for group in spoken:
                if name in group:
                    yield from (each.casefold() for each in group)

    def says(self, language: str) -> Callable[[str], str]:
        """The words of the theme in a language."""
        return self._renderer.words[language].gettext

    def moment(self, language: str, at: float) -> str:
        """A moment, in seconds of the epoch, as a language writes it."""
        return self._renderer.words[language].formats.datetime(
            Moment(dt.datetime.fromtimestamp(at, self.settings.zone))
        )

    def since(self, moment: dt.datetime) -> list[str]:
        """The sources of releases that are dated, or were changed, since a moment; the newest first."""
        found = [
            (max(date, changed), source)
            for edition in self._site.editions
            for linked in edition.every
            for source, (date, _), (changed, _) in zip(linked.positions, linked.dates, linked.changed, strict=True)
            if max(date, changed) >= moment.timestamp()
        ]
        return [source for _, source in sorted(found, reverse=True)]

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that there is: categories in all languages, and tags of public releases."""
        lists = [listed for edition in self._site.editions for listed in edition.lists.values()]
        shown = [each.term.name for each in lists if each.term.kind in (CATEGORY, TAG)]
        return frozenset(self._topics([*shown, *[each.name for each in self.settings.categories or ()]]))

    def mail(self, source: str) -> bytes:
        """The mail of a release. Raises ProblemsFound."""
        edition, linked, at = self._where[source]
        pictures = (self.settings.images, self._site.addresses)
        offices: dict[str, Digested] = dict(self._site.offices)
        return self._made(mail_of(linked, at, offices, self._newsroom(edition), pictures))

    def week(self, language: str, week: str) -> list[str]:
        """The sources of the releases of a week, the oldest first."""
        return [source for source, _, _ in self._of_week(language, week)]

    def digest(self, language: str, week: str, sources: Iterable[str]) -> bytes:
        """The mail of a week, with these of its releases. Raises ProblemsFound."""
        wanted = frozenset(sources)
        edition = self._edition(language)
        cards = [Ref(CARD, linked, at) for source, linked, at in self._of_week(language, week) if source in wanted]
        notes = [ref for key, ref in noted_of(edition).items() if key.startswith(f"{week} ")]
        about = (cards, notes)
        return self._made(digest_of_week(week, language, self._newsroom(edition), about, self._site.addresses))

    def _of_week(self, language: str, week: str) -> Iterator[tuple[str, Linked, int]]:
        for linked in self._edition(language).shards:
            for source, at in linked.positions.items():
                if week_of(linked.dates[at][1]) == week:
                    yield source, linked, at

    def _edition(self, language: str) -> Edition:
        return next(each for each in self._site.editions if each.language == language)

    def _newsroom(self, edition: Edition) -> Value:
        facts = self._planned.theme.facts
        icons = icon_urls(self._site, facts, find_logo(self._site, facts))
        found = newsroom_of(self._site, edition, facts, icons.get("apple", ""))
        said: MailNewsroom = msgspec.structs.replace(found.it, unsubscribe=self._unsubscribe)
        return given(said)

    def _made(self, target: Target) -> bytes:
        """The bytes of a mail that gives nothing away."""
        data = self._renderer.render(target)
        assert isinstance(data, bytes)
        if self._hidden.index is not None:
            leaks = tuple(find_leaks(readable(data, target.kind, target.path), self._hidden.index))
            rendered = {target.path: Rendered(Written("", 0, 0), leaks)}
            self._hidden.examine((), rendered, Folder(self._work.request.output.absolute()), (), self._work.executor)
        return data

    @cached_property
    def _hidden(self) -> Concealment:
        return conceal(self._site, self._planned.newsroom.content, self._reader)

    @cached_property
    def _renderer(self) -> Renderer:
        planned, work = self._planned, self._work
        code = work.extensions.code
        tools = Tools(planned.theme, planned.plan.frames, work.settings.zone, work.store.path, planned.paths, code)
        return tools.renderer(self._reader)


def read_posts(request: Request, use: Callable[[Posts], Result], unsubscribe: str = "") -> Result:
    """What `use` makes of the mails of a newsroom. Raises ProblemsFound for a newsroom that cannot be built."""

    def stage(work: Work) -> Result:
        planned = make_plan(work, read_newsroom(work))
        with work.reader() as reader:
            return use(Posts(work, planned, reader, unsubscribe))

    return reach(request, stage)
