"""Turns the parts of a desk into one value that its pages are given: texts, editor, publisher, door."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from warta.catalogue import say
from warta.dates import moment_in
from warta.errors import WartaError
from warta.messages import msg
from warta.newsroom.terms import regions_of
from warta.newsroom.visibility import PUBLIC, state_at
from warta.office.door import Door, Session
from warta.office.findings import Editor
from warta.office.index import Row, row_of
from warta.office.keeping import Keeper
from warta.office.mirror import Mirror
from warta.office.publishing import RUNNING, Publisher
from warta.office.running import Running
from warta.office.texts import Text, Texts
from warta.office.words import WORDS
from warta.settings import Settings

_LOG = logging.getLogger("warta.desk")


class Office:
    """The desk of one newsroom."""

    def __init__(self, site: Path, private: Path) -> None:
        site = site.resolve()  # as the paths are in which changes are seen
        self.running = Running(site)
        self.keeper = Keeper(site)
        self.door = Door(private)
        self.running.rebuild()
        self.texts = Texts(site, self.keeper, self.running.live, lambda: self.settings)
        self.mirror = Mirror(self.keeper, self.texts.settled)
        self.keeper.told = self.mirror.poke
        self.publisher = Publisher(site, self.keeper, lambda: self.library)
        self.preview = ""
        self._editor = Editor(site, self.settings)
        self._tried: dt.datetime | None = None

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

    def around(self, session: Session) -> dict[str, str]:
        """What stands around every page."""
        return {"site": self.settings.title, "who": session.who, "word": session.word, "preview": self.preview}

    def rows(self) -> list[Row]:
        """All releases, for the list."""
        now, zone = self.running.now(), self.settings.zone
        proposed = {each.source for each in self.texts.proposed.values()}
        heads = (head for shard in self.library.shards.values() for head in shard.heads)
        return [row_of(head, now, zone, self.regions, proposed=head.source in proposed) for head in heads]

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
        now = self.running.now().timestamp()
        moments = [
            at
            for shard in (model.library.shards.values() if model else ())
            for head in shard.heads
            if not head.draft
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
