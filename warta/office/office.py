"""Turns the parts of a desk into one value that its pages are given: texts, editor, publisher, door."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import functools
import logging
import secrets
from collections.abc import Callable, Collection
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from warta.approvals import ASKED, UNASKED, Standing
from warta.catalogue import say
from warta.dates import moment_in
from warta.durable import read_private, write_whole
from warta.engine.live import LivePage
from warta.errors import WartaError
from warta.messages import Message, msg
from warta.newsroom.terms import regions_of
from warta.newsroom.visibility import ALL_STATES, DRAFT, EMBARGOED, PUBLIC, state_at
from warta.office.accounts import Accounts, same_name
from warta.office.door import Door, Session
from warta.office.findings import Editor
from warta.office.index import APPROVED, RETURNED, WAITING, Row, id_of, row_of
from warta.office.keeping import Keeper
from warta.office.mirror import Mirror
from warta.office.publishing import RUNNING, Publisher
from warta.office.roles import JUDGE, PUBLISH, ROLES
from warta.office.running import Running
from warta.office.standing import said_of
from warta.office.texts import Text, Texts
from warta.office.throttle import Throttle
from warta.office.words import WORDS
from warta.settings import Settings

_LOG = logging.getLogger("warta.desk")


class Office:
    """The desk of one newsroom; with `accounts`, that of an office, where pages show what readers may see and the
    release that they are about, and no more.
    """

    def __init__(
        self,
        site: Path,
        private: Path,
        accounts: Accounts | None = None,
        warn: Callable[[Message], None] = lambda message: None,
    ) -> None:
        site = site.resolve()  # as the paths are in which changes are seen
        self.warn = warn
        self.running = Running(site, frozenset((PUBLIC,)) if accounts else ALL_STATES)
        self.keeper = Keeper(site)
        self.door = Door(private, accounts)
        self.throttle = Throttle(_key_in(private))
        self.is_encrypted, self.is_alone = False, True
        self.running.rebuild()
        self.texts = Texts(site, self.keeper, self.running.live, lambda: self.settings)
        self.mirror = Mirror(self.keeper, self.texts.settled, lambda: self.settings.desk.second_eye)
        self.keeper.told = self.mirror.poke
        self.publisher = Publisher(site, self.keeper, lambda: self.library)
        self.preview = ""
        self._editor = Editor(site, self.settings)
        self._tried: dt.datetime | None = None
        self.look_at_rule()

    def seen_by(self, session: Session) -> Office:
        """The same desk as somebody sees it, who was let in to it with others."""
        if session.alone:
            return self
        made = copy.copy(self)
        if not session.sees_all:
            made.unseen = functools.cache(partial(self._unseen_by, session.who))  # type: ignore[method-assign]
        made.texts = self.texts.seen_by(session.who, made.unseen)
        return made

    def unseen(self) -> Collection[str]:
        """The releases of which this person may not know that they exist."""
        return ()

    def _unseen_by(self, who: str) -> frozenset[str]:
        """A writer sees what readers see or saw, and what she wrote in; of the rest she does not see that it exists."""
        moment = self.running.now().timestamp()
        hidden = {DRAFT, *([EMBARGOED] if self.settings.desk.embargo == "hands" else [])}
        found = set()
        for shard in self.library.shards.values():
            if shard.plain and not (shard.moments and shard.moments[-1] > moment):
                continue  # all of it is public
            for head in shard.heads:
                if state_at(head.draft, head.opens, head.expires, moment) in hidden:
                    known = self.keeper.journal.standing(head.source).known
                    if not any(same_name(who, each) for each in known):
                        found.add(head.source)
        return frozenset(found)

    def page(self, text: Text) -> LivePage:
        """The page of a release as it would be, for this person."""
        return self.running.live.page(text.source, text.data, self.texts.beside(text), self.unseen())

    def standing(self, text: Text) -> Standing:
        """How a release stands with those who approve, as it is now, whoever changed it."""
        known = self.keeper.journal.standing(text.source)
        return known if known.newest == text.base else msgspec.structs.replace(known, newest=text.base, outside=True)

    def look_at_rule(self) -> None:
        """Write down since when approvals are asked for, with what is public then; and that they are no more."""
        said = next(
            (each.act for each in reversed(self.keeper.journal.events) if each.act in (ASKED, UNASKED)), UNASKED
        )
        asks = self.settings.desk.second_eye
        if asks and said == UNASKED:
            heads = [head for shard in self.library.shards.values() for head in shard.heads if not head.draft]
            self.keeper.accept_all(sorted(head.source for head in heads), self.texts.files_named)
        elif not asks and said == ASKED:
            self.keeper.tell(UNASKED, "")

    @property
    def settings(self) -> Settings:
        """The newsroom's settings, as they were last good."""
        return self.running.settings

    @property
    def library(self) -> Any:
        """The heads of all releases."""
        model = self.running.live.model
        assert model is not None
        return model.library

    @property
    def editor(self) -> Editor:
        """The desk editor under the settings of now."""
        if self._editor.settings != self.settings:
            self._editor = Editor(self.running.site, self.settings)
        return self._editor

    @cached_property
    def zone_name(self) -> str:
        """The name of the newsroom's zone, as people write it: WIB."""
        return f"{self.running.now():%Z}"

    def around(self, session: Session) -> dict[str, Any]:
        """What stands around every page."""
        return {
            "site": self.settings.title, "who": session.who, "word": session.word, "preview": self.preview,
            "next": partial(self._next, session), "stands": self._stand_of, "may": session.may,
            "people": not session.alone, "role": "" if session.alone else say(ROLES[session.role]),
        }  # fmt: skip

    def _next(self, session: Session, text: Text) -> str:
        """The next step of this person with a release, as the filled button says it."""
        if not session.may(PUBLISH):
            return say(WORDS["approve_to" if session.may(JUDGE) else "send_to"])
        if self.settings.desk.second_eye and not (not text.is_new and self.standing(text).is_approved):
            return say(WORDS["approve_to"])
        return say(WORDS["publish_to" if text.draft else "publish_changes"])

    def _stand_of(self, text: Text) -> dict[str, str] | None:
        """What is said above the form of how a release stands with those who approve; None: nothing."""
        if text.is_new:
            return None
        standing = self.standing(text)
        if not (
            standing.is_waiting or standing.is_returned or (standing.is_approved and (text.draft or text.proposed))
        ):
            return None
        note = standing.judged.note if standing.is_returned and standing.judged else ""
        href = f"/meja/rilis/{text.id}/persetujuan"
        return {"said": say(said_of(standing, self.settings.zone)), "note": note, "href": href}

    def rows(self) -> list[Row]:
        """All releases, for the list."""
        now, zone = self.running.now(), self.settings.zone
        proposed = {each.source for each in self.texts.proposed.values()}
        unseen = self.unseen()
        heads = (head for shard in self.library.shards.values() for head in shard.heads if head.source not in unseen)
        stands = self._stands()
        return [
            row_of(head, now, zone, self.regions, proposed=head.source in proposed, stands=stands.get(head.source, ""))
            for head in heads
        ]

    def _stands(self) -> dict[str, str]:
        """The releases that wait for approval, were given back, or are approved and not published, each with that."""
        found = {}
        changing = {each.source for each in self.texts.proposed.values()}
        for source, known in self.keeper.journal.standings.items():
            head = self.library.head(source)
            if head is None or (known.sent is None and known.judged is None):
                continue
            if known.is_approved and not head.draft and source not in changing:
                continue  # published
            text = self.texts.open(id_of(source))
            if text is None:
                continue
            standing = self.standing(text)
            if standing.is_waiting:
                found[source] = WAITING
            elif standing.is_returned:
                found[source] = RETURNED
            elif standing.is_approved and (text.draft or text.proposed):
                found[source] = APPROVED
        return found

    @property
    def regions(self) -> dict[str, str]:
        """The names of regions by code."""
        return regions_of(self.settings.regions, self.settings.region).names

    def organizations(self) -> list[tuple[str, str]]:
        """The offices of the newsroom, with their names."""
        model = self.running.live.model
        assert model is not None
        return [(key, each.organization.name) for key, each in model.site.offices.items()]

    def site_state(self) -> dict[str, str]:
        """Whether readers see what was written, in words."""
        differing = self.publisher.differing()
        if self.publisher.is_held:
            name = "live_held"
        elif differing is None:
            name = "live_never"
        else:
            name = "live_differs" if differing else "live_same"
        last, text, ahead = self.publisher.last_time(), "", ""
        if last is not None:
            text = say(msg("site-last", "Last published: %(at)s.", at=moment_in(last, self.settings.zone)))
        if self.publisher.is_held:
            ahead = say(WORDS["held_hint"])
        elif (soonest := self.next_change()) is not None:
            ahead = say(
                msg(
                    "site-next",
                    "By itself, while this computer is awake and the desk open: %(at)s.",
                    at=moment_in(soonest, self.settings.zone),
                )
            )
        return {"title": say(WORDS[name]), "text": text, "next": ahead}

    def next_change(self) -> dt.datetime | None:
        """When something appears or disappears by itself."""
        model = self.running.live.model
        now, unseen = self.running.now().timestamp(), self.unseen()
        moments = [
            at
            for shard in (model.library.shards.values() if model else ())
            for head in shard.heads
            if not head.draft and head.source not in unseen
            for at in (head.opens, head.expires)
            if at is not None and at > now
        ]
        return dt.datetime.fromtimestamp(min(moments), self.settings.zone) if moments else None

    def by_itself(self) -> None:
        """Publish when something that was public before, or was to be, changed by the clock alone since the last time.

        Nothing is published so before somebody published here, after somebody went back, or while one runs.
        """
        last, before = self.publisher.last_time(), self.publisher.last_seen()
        busy = self.publisher.last is not None and self.publisher.last.state == RUNNING
        if last is None or before is None or busy or self.publisher.is_held or self.publisher.target() is None:
            return
        now = self.running.now()
        if self._tried is not None and now - self._tried < dt.timedelta(minutes=5):
            return
        if any(last.timestamp() < at <= now.timestamp() for at in self._moments()):
            self._tried = now
            self.publisher.start(say(msg("by-the-clock", "The clock")))

    def _moments(self) -> list[float]:
        return [
            at
            for shard in self.library.shards.values()
            for head in shard.heads
            if not head.draft
            for at in (head.opens, head.expires)
            if at is not None
        ]

    def tick(self) -> None:
        """What is done every few seconds, and must end nothing."""
        with contextlib.suppress(WartaError, OSError, msgspec.MsgspecError):
            self.look_at_rule()
            self.by_itself()
        self.mirror.poke()  # what could not be committed before

    def is_public(self, source: str) -> bool:
        """Whether readers may see a release now."""
        head = self.library.head(source)
        moment = self.running.now().timestamp()
        return head is not None and state_at(head.draft, head.opens, head.expires, moment) == PUBLIC

    def address(self, text: Text) -> str:
        """The public address of a release; empty while readers do not see it."""
        if not self.is_public(text.source) or text.stored is None:
            return ""
        path = self.running.live.page(text.source, text.stored).path
        return self.settings.url.rstrip("/") + "/" + path.removesuffix("index.html") if path else ""


def _key_in(private: Path) -> bytes:
    """The key by which the marks of browsers are known again after a start; readable by its owner alone."""
    place = private / "mark.key"
    if (key := read_private(place)) is not None and len(key) == 32:
        return key
    with contextlib.suppress(OSError):
        place.unlink()
    key = secrets.token_bytes(32)
    with contextlib.suppress(OSError):
        write_whole(place, key, 0o600)
    return key
