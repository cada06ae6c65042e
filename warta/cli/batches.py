"""Turns what `announce` was asked for into batches: messages, each with who gets it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from warta.cli.releases import find_release
from warta.cli.terminal import put, put_notice
from warta.deploy.mailing.addressed import Letter, letter_of
from warta.deploy.mailing.choosing import Chosen, choose
from warta.deploy.mailing.journal import NAME, Journal, digest_of
from warta.deploy.mailing.lists import Person, read_lists
from warta.deploy.mailing.privacy import lists_in
from warta.deploy.mailing.settings import Mailing, read_mailing
from warta.engine.posting import Post, Posts
from warta.errors import ProblemsFound, UsageError, WartaError, meant
from warta.messages import Message, msg
from warta.newsroom.regions import load_regions
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC
from warta.plan.machines.mail import week_of

_LEAVE = "Unsubscribe"  # in the words of the theme


class AnnounceOptions(msgspec.Struct, frozen=True):
    """The options of `announce`, as typed."""

    path: Path | None = None
    digest: bool = False
    week: str | None = None
    press: str | None = None
    list: tuple[str, ...] = ()
    uncertain: str | None = None
    dry_run: bool = False
    offline: bool = False
    yes: bool = False
    now: str | None = None


class Batch(msgspec.Struct, frozen=True):
    """A message, and who gets it."""

    letter: Letter
    chosen: Chosen


class Announcer(msgspec.Struct, frozen=True):
    """What an announcement is made with."""

    site: Path
    mailing: Mailing
    persons: tuple[Person, ...]
    journal: Journal
    options: AnnounceOptions
    now: dt.datetime


def persons_of(site: Path, mailing: Mailing, options: AnnounceOptions) -> tuple[Person, ...]:
    config = mailing.config
    paths = lists_in(mailing.folder, options.list)
    regions = load_regions(config.regions, config.region)
    names = [path.relative_to(site).as_posix() if path.is_relative_to(site) else str(path) for path in paths]
    people = read_lists(paths, names, regions, config.languages)
    if people.problems:
        raise ProblemsFound(people.problems)
    if people.folded:
        put_notice(
            msg(
                "announce-folded",
                "1 line of the lists names somebody again: that is one person, who gets one message.",
                many="%(count)s lines of the lists name somebody again: each is one person, who gets one message.",
                count=people.folded,
            )
        )
    return people.persons


def batches_of(posts: Posts, announcer: Announcer) -> list[Batch]:
    """What is to be sent, and to whom. Raises UsageError for what is not public."""
    options = announcer.options
    _tell_strangers(posts, announcer.persons)
    if options.digest:
        return _of_week(posts, announcer)
    assert options.path is not None
    _, source = find_release(announcer.site, options.path)
    if options.press is not None:
        return _of_embargo(posts, announcer, source)
    post = posts.post(source)
    if post is None:
        raise UsageError(_hidden(posts, source))
    return [_of_release(posts, announcer, post)]


def _tell_strangers(posts: Posts, persons: Sequence[Person]) -> None:
    """Say which topics there are none of: a slip there means that somebody never gets anything."""
    known = posts.topics
    told: set[str] = set()
    for person in persons:
        for topic in sorted(person.topics - known - told):
            told.add(topic)
            path, line = person.places[0]
            hint = meant(topic, known)
            put_notice(
                msg(
                    "announce-topic",
                    "%(place)s: nothing has the topic '%(got)s' yet.",
                    hint,
                    place=f"{path}:{line}",
                    got=topic,
                )
            )


def _hidden(posts: Posts, source: str) -> Message:
    state, head = posts.state(source)
    path = f"content/{source}"
    if head is None:
        return msg("announce-unread", "%(path)s cannot be read. Run check.", path=path)
    if state == DRAFT:
        return msg("announce-draft", "%(path)s is a draft: nothing of it is sent.", path=path)
    if state == EMBARGOED:
        return msg(
            "announce-embargo", "%(path)s is not public yet: nothing of it is sent. --press sends its locked preview.",
            path=path,
        )  # fmt: skip
    if state == EXPIRED:
        return msg("announce-expired", "%(path)s has expired: it is sent to nobody any more.", path=path)
    return msg("announce-hidden", "%(path)s is not public: nothing of it is sent.", path=path)


def _of_release(posts: Posts, announcer: Announcer, post: Post) -> Batch:
    def wants(person: Person) -> bool:
        return not post.withdrawn and person.wants(post.topics, post.regions, post.language)

    about = (post.url, post.version)
    chosen = choose(announcer.persons, announcer.journal, about, wants, announcer.options.uncertain or "")
    return Batch(letter_of(posts.mail(post.source), about, posts.says(post.language)(_LEAVE), post.source), chosen)


def _of_week(posts: Posts, announcer: Announcer) -> list[Batch]:
    """The digest of a week: who asked for some topics alone gets those. A week that is not over is none."""
    week = (
        announcer.options.week or week_of((announcer.now - dt.timedelta(7)).astimezone(posts.settings.zone).isoformat())
    ).lower()
    if week >= week_of(announcer.now.astimezone(posts.settings.zone).isoformat()):
        raise UsageError(msg("announce-week-runs", "The week %(week)s is not over yet.", week=week))
    groups: dict[tuple[str, tuple[str, ...]], list[Person]] = {}
    for language in posts.settings.languages:
        found = [post for source in posts.week(language, week) if (post := posts.post(source))]
        for person in announcer.persons:
            if person.language == language:
                wanted = tuple(post.source for post in found if person.wants(post.topics, post.regions, language))
                if wanted:
                    groups.setdefault((language, wanted), []).append(person)
    batches = []
    for (language, sources), persons in groups.items():
        about = (f"digest {language} {week}", week)
        chosen = choose(persons, announcer.journal, about, lambda _: True, announcer.options.uncertain or "")
        batches.append(
            Batch(letter_of(posts.digest(language, week, sources), about, posts.says(language)(_LEAVE)), chosen)
        )
    if not batches:
        put(msg("announce-week-empty", "Nothing of the week %(week)s is for anybody on the lists.", week=week))
    return batches


def _of_embargo(posts: Posts, announcer: Announcer, source: str) -> list[Batch]:
    """The locked preview of a release under embargo: no word of the release is in the message."""
    state, head = posts.state(source)
    if head is None or state != EMBARGOED:
        raise UsageError(
            msg("announce-no-embargo", "content/%(source)s is not under embargo: --press is for such.", source=source)
            if state != PUBLIC
            else msg("announce-public", "content/%(source)s is public: leave out --press.", source=source)
        )
    link = announcer.options.press or ""
    batches = []
    for language in posts.settings.languages:
        persons = [person for person in announcer.persons if person.language == language]
        if not persons:
            continue
        say = posts.says(language)
        text = "\n\n".join(
            (
                say("Under embargo until %(time)s") % {"time": posts.moment(language, head.opens)} + ".",
                say("The release opens here with the passphrase that you are given by another way:"),
                link,
                posts.settings.in_language(language).title,
            )
        )
        about = (f"press {digest_of(source)}", link)
        letter = Letter(*about, say("A release under embargo for you"), language, text, "", say(_LEAVE), source=source)
        chosen = choose(persons, announcer.journal, about, lambda _: True, announcer.options.uncertain or "")
        batches.append(Batch(letter, chosen))
    return batches


def told_before(site: Path, source: str) -> Message | None:
    """That a release was announced by mail, and how the same people hear what became of it; None: it was not."""
    with contextlib.suppress(WartaError, OSError):
        announced = Journal(read_mailing(site).folder / NAME).announced()
        counts = [count for _, of, count in announced.values() if of == source]
        if counts:
            return msg(
                "announce-tell",
                "It was announced by mail to 1 person. Once it is deployed, this tells the same person: %(command)s",
                many="It was announced by mail to %(count)s people. Once it is deployed, this tells the same people: "
                "%(command)s",
                count=max(counts),
                command=f"build.py announce content/{source}",
            )
    return None
