"""Turns the command `announce` into mails that were sent, or files of what would be, and says what came of it.

Its sentences make the module long.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
import msgspec

from warta.cli.batches import AnnounceOptions, Announcer, Batch, batches_of, persons_of
from warta.cli.building import moment_of
from warta.cli.deploying import bar
from warta.cli.terminal import ask, put
from warta.deploy.mailing.addressed import PLACE, addressed
from warta.deploy.mailing.choosing import LEAVE, Chosen
from warta.deploy.mailing.journal import LEFT, NAME, Journal, Line
from warta.deploy.mailing.lists import Person
from warta.deploy.mailing.privacy import make_private
from warta.deploy.mailing.sending import Outcome, Server, send_all
from warta.deploy.mailing.settings import Mailing, read_mailing
from warta.durable import write_whole
from warta.engine.lock import Busy, exclusive
from warta.engine.posting import Post, Posts, read_posts
from warta.engine.workspace import Request
from warta.errors import UsageError
from warta.messages import Message, msg
from warta.web import Unreachable, Web

_LOOK_BACK = dt.timedelta(days=14)
_WEEK = re.compile(r"\d{4}-w(0[1-9]|[1-4]\d|5[0-3])", re.IGNORECASE)


def run_announce(site: Path, options: AnnounceOptions) -> None:
    """Send a release, or the digest of a week, to whom it is for. Raises UsageError for what cannot be meant or is not
    public, and ProblemsFound for what is wrong in settings, lists or newsroom; then nothing was sent.
    """
    _check(options)
    mailing = read_mailing(site)
    make_private(mailing.folder)
    try:
        with exclusive(mailing.folder, patience=0):
            _announce(site, options, mailing)
    except Busy:
        raise UsageError(
            msg("announce-busy", "An announcement of this newsroom is being sent. Wait for its end.")
        ) from None


def _check(options: AnnounceOptions) -> None:
    if options.digest and (options.path or options.press):
        raise UsageError(msg("announce-both", "--digest tells of a whole week: leave out the release and --press."))
    if options.week and (not options.digest or not _WEEK.fullmatch(options.week)):
        raise UsageError(
            msg(
                "announce-week",
                "--week goes with --digest, and is a week such as 2026-w48 (got %(got)s).",
                got=options.week,
            )
        )
    if options.press is not None:
        parts = urlsplit(options.press)
        if not options.path or not options.list:
            raise UsageError(
                msg(
                    "announce-press",
                    "--press needs the release, and with --list the list of those who may read it now.",
                )
            )
        if (
            parts.scheme != "https"
            or not parts.hostname
            or not options.press.isascii()
            or re.search(r"[\s<>]", options.press)
        ):
            raise UsageError(
                msg(
                    "announce-link",
                    "--press must be the https address where the folder of preview-link lies now (got %(got)s).",
                    got=options.press,
                )
            )


def _announce(site: Path, options: AnnounceOptions, mailing: Mailing) -> None:
    config = mailing.config
    now = moment_of(options.now, config.zone)
    journal = Journal(mailing.folder / NAME)
    persons: tuple[Person, ...] = ()
    if options.path or options.digest:
        persons = persons_of(site, mailing, options)
    announcer = Announcer(site, mailing, persons, journal, options, now)
    request = Request(site, site / "output", now)
    if not options.path and not options.digest:
        read_posts(request, lambda posts: _show(posts, announcer), PLACE)
        return
    batches = read_posts(request, lambda posts: batches_of(posts, announcer), PLACE)
    if options.dry_run:
        _write(announcer, batches)
    else:
        _send(announcer, batches)


def _show(posts: Posts, announcer: Announcer) -> None:
    """What could be announced: public releases of the last days, and what changed since it was announced."""
    announced = announcer.journal.announced()
    shown = False
    for source in posts.since(announcer.now - _LOOK_BACK):
        post = posts.post(source)
        if post is None:
            continue
        command = f"build.py announce content/{post.source}"
        version, _, count = announced.get(post.url, ("", "", 0))
        if not count and not post.withdrawn:
            put(msg("announce-new", "Not announced: “%(title)s”. %(command)s", title=post.title, command=command))
        elif count and version < post.version:
            put(_changed(post, count, command))
        else:
            continue
        shown = True
    if not shown:
        put(msg("announce-nothing", "Nothing of the last two weeks waits for an announcement."))


def _changed(post: Post, count: int, command: str) -> Message:
    if post.withdrawn:
        return msg(
            "announce-withdrawn",
            "Withdrawn since it was announced to 1 person: “%(title)s”. This tells the same person: %(command)s",
            many="Withdrawn since it was announced to %(count)s people: “%(title)s”. This tells the same people: "
            "%(command)s",
            count=count,
            title=post.title,
            command=command,
        )
    return msg(
        "announce-corrected",
        "Corrected since it was announced to 1 person: “%(title)s”. This tells the same person: %(command)s",
        many="Corrected since it was announced to %(count)s people: “%(title)s”. This tells the same people: "
        "%(command)s",
        count=count,
        title=post.title,
        command=command,
    )


def _write(announcer: Announcer, batches: Sequence[Batch]) -> None:
    """Write what would be sent as files that mail programs open."""
    folder = announcer.mailing.folder / "dry-run"
    folder.mkdir(exist_ok=True, mode=0o700)
    for old in folder.glob("*.eml"):
        old.unlink()
    count = 0
    for batch in batches:
        for person in batch.chosen.due:
            count += 1
            name = re.sub(r"[^a-z0-9@.-]", "_", person.key)
            write_whole(
                folder / f"{count:05}-{name}.eml",
                addressed(batch.letter, person, announcer.mailing, announcer.now),
                0o600,
            )
        _tell(batch.chosen)
    put(
        msg(
            "announce-dry",
            "Nothing was sent. The message that would be is in %(folder)s.",
            many="Nothing was sent. The %(count)s messages that would be are in %(folder)s.",
            folder=str(folder),
            count=count,
        )
    )


def _tell(chosen: Chosen) -> None:
    """Who else there is, and why they get nothing."""
    if chosen.news:
        put(
            msg(
                "announce-news",
                "1 person got an earlier version, and is told what changed.",
                many="%(count)s people got an earlier version, and are told what changed.",
                count=len(chosen.news),
            )
        )
    if chosen.done:
        put(
            msg(
                "announce-done",
                "1 person has it already and gets nothing more.",
                many="%(count)s people have it already and get nothing more.",
                count=len(chosen.done),
            )
        )
    if chosen.refused:
        put(
            msg(
                "announce-refused-before",
                "The mail server refused these for good, so they are not tried again: %(people)s.",
                people=tuple(person.mail for person in chosen.refused),
            )
        )
    if chosen.uncertain:
        put(_uncertain(chosen.uncertain))


def _uncertain(persons: Sequence[Person]) -> Message:
    return msg(
        "announce-uncertain",
        "Nobody knows whether these got it, since the answer never came, and they are not sent it again by themselves: "
        "%(people)s. Ask them, then run the same command with --uncertain again or --uncertain leave.",
        people=tuple(person.mail for person in persons),
    )


def _send(announcer: Announcer, batches: Sequence[Batch]) -> None:
    """Send, after a question; then say what came of it. The exit code is 1 where somebody is left without."""
    for batch in batches:
        _leave(announcer, batch)
        _tell(batch.chosen)
    count = sum(len(batch.chosen.due) for batch in batches)
    if not count:
        put(msg("announce-nobody", "There is nobody to send it to now."))
        raise click.exceptions.Exit(1 if any(batch.chosen.uncertain for batch in batches) else 0)
    if not announcer.options.offline:
        _look(batches)
    question = msg("announce-ask", "Send it to 1 person?", many="Send it to %(count)s people?", count=count)
    if not announcer.options.yes and not ask(question):
        return
    messages = list(_messages(announcer, batches))
    with Server(announcer.mailing) as server, bar(msg("progress-mail", "Sending"), messages) as progress:
        outcome = send_all(
            server, announcer.journal, messages, announcer.mailing.per_minute, lambda: dt.datetime.now(dt.UTC), progress
        )
    _report(outcome, any(batch.chosen.uncertain for batch in batches))


def _leave(announcer: Announcer, batch: Batch) -> None:
    """Write down that somebody decided not to send again what nobody knows of."""
    if announcer.options.uncertain != LEAVE:
        return
    letter = batch.letter
    for person in batch.chosen.done:
        line = announcer.journal.of(letter.about, person.key)[letter.version]
        if line.step not in ("sent", LEFT):
            at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            announcer.journal.add(msgspec.structs.replace(line, at=at, step=LEFT))


def _look(batches: Sequence[Batch]) -> None:
    """Whether readers find what the messages lead to. Raises UsageError."""
    with contextlib.closing(Web()) as web:
        for url in {batch.letter.about for batch in batches if batch.letter.about.startswith("http")}:
            try:
                status = str(web.status(url)[0])
            except Unreachable:
                status = "–"
            if not status.startswith("2"):
                raise UsageError(
                    msg(
                        "announce-not-up",
                        "%(url)s is not there yet (answer: %(status)s). Build and deploy first, or add --offline.",
                        url=url,
                        status=status,
                    )
                )


def _messages(announcer: Announcer, batches: Sequence[Batch]) -> Iterator[tuple[Person, Line, Callable[[], bytes]]]:
    for batch in batches:
        letter = batch.letter
        line = Line("", letter.about, letter.version, "", "", source=letter.source)
        for person in batch.chosen.due:
            yield person, line, partial(addressed, letter, person, announcer.mailing, announcer.now)


def _report(outcome: Outcome, before: bool) -> None:  # noqa: FBT001
    put(msg("announce-sent", "Sent: 1 message.", many="Sent: %(count)s messages.", count=len(outcome.sent)))
    for persons, message in (
        (outcome.refused, msg("announce-refused", "Refused for good: %(people)s.", people="")),
        (outcome.later, msg("announce-later", "Refused for now, the same command tries again: %(people)s.", people="")),
    ):
        if persons:
            named = tuple(f"{person.mail} ({code})" for person, code in persons)
            put(msgspec.structs.replace(message, values=(("people", named),)))
    if outcome.uncertain:
        put(_uncertain(outcome.uncertain))
    if outcome.stopped is not None:
        put(
            msg(
                "announce-stopped",
                "Broken off: %(reason)s Not sent yet: %(left)s. The same command goes on where this one ended.",
                reason=outcome.stopped,
                left=outcome.left,
            ),
            err=True,
        )
    if outcome.stopped or outcome.uncertain or outcome.refused or outcome.later or before:
        raise click.exceptions.Exit(1)
