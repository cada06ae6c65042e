"""Turns a deploy into one that tells the past too, where the newsroom has keys, or into why it must not go on; and
looks at neighbours, who remember that past.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from warta.catalogue import say
from warta.cli.going import Held
from warta.cli.terminal import put_notice
from warta.deploy.addresses import site_of
from warta.deploy.clock import Told
from warta.deploy.difference import Steps
from warta.deploy.host import CannotDeploy
from warta.deploy.inspection import CHANGED, Finding
from warta.deploy.ledger import CHECKPOINT, Asked, Ledger, known_past, make_ledger, read_announcement
from warta.deploy.neighbours import Neighbour
from warta.deploy.past_files import made_files
from warta.deploy.past_live import WrongPast, past_of
from warta.deploy.quarrels import COPY
from warta.deploy.runner import Task
from warta.deploy.settings import Destination, Publishing
from warta.deploy.signer import Signer, need_library
from warta.deploy.visiting import Visit, visit_all
from warta.deploy.witnessing import Kept, Read, cosigned_files, memories, parted, seen_of_us, witnesses_in
from warta.engine.workspace import Request
from warta.errors import reason
from warta.messages import msg
from warta.trust.cosigning import Cosigned, Witness
from warta.trust.record import Record, State
from warta.trust.wellknown import PATH, Announced, origin_of, read_announced
from warta.web import Unreachable, Web

_MOST_TOLD, _TOLD_WITHIN = 100_000, 10.0


class Manner(msgspec.Struct, frozen=True):
    """How to look back: whether our copy is to be put back, and whether a person vouches for this computer's clock."""

    restore: bool = False
    sure: bool = False


def look_back(
    task: Task,
    settings: Publishing,
    target: Destination,
    request: Request,
    states: Sequence[State] | None,
    manner: Manner,
) -> Ledger | None:
    """What the host is to tell of the past; None in a newsroom without keys. Raises Held and CannotDeploy."""
    text = read_announcement(request.site, task.wanted, PATH)
    if text is None:
        if settings.neighbours:
            put_notice(msg("witness-no-keys", "'witness' needs keys of this newsroom. Make them: trust init"))
        return None
    announced = read_announced(text)
    origin = origin_of(settings.config.url)
    if announced is None or announced.origin != origin:
        raise Held(
            msg(
                "keys-file-wrong",
                "content/static/%(file)s is not the file of public keys of %(origin)s as 'trust init' wrote it. "
                "Nothing was deployed. Take it from version control again.",
                file=PATH,
                origin=origin,
            )
        )
    if states is None or not settings.config.check_page:
        raise Held(
            msg(
                "log-without-texts",
                "the log cannot be kept: it needs the texts of the newsroom here, and 'check_page: true' in the "
                "settings. Nothing was deployed.",
            )
        )
    signer = Signer(request.site, origin, announced.daily, _typed)
    at_home = site_of(target.url) == site_of(settings.config.url)
    with contextlib.closing(task.connect()) as connection:

        def read(path: str) -> bytes | None:
            return connection.do(lambda host: host.read(path))

        neighbours = settings.neighbours if at_home else ()
        own = witnesses_in(_unbent_past(request.site), announced.witness, origin) if neighbours else []
        visits = _visits(neighbours, Kept.of(request.site), read, own, origin)
        asked = Asked(
            request.site, target.name, target.url, announced, signer, request.now, at_home, manner.restore,
            seen_of_us(visits, announced.dailies), lambda: _times(target.url, visits), manner.sure,
        )  # fmt: skip
        ledger = make_ledger(connection, asked, task.wanted, states)
        files, told = cosigned_files(visits, read, own, lambda: signer.key, request.now)
    for notice in told:
        put_notice(notice)
    return msgspec.structs.replace(ledger, files=ledger.files | made_files(files))


def _unbent_past(site: Path) -> Record:
    with contextlib.suppress(CannotDeploy):  # what is wrong with it is said where it is compared
        return known_past(site)
    return ()


def _visits(
    neighbours: Sequence[Neighbour], kept: Kept, read: Read, own: Sequence[Witness], origin: str
) -> list[Visit]:
    """What neighbours show. What was seen is remembered before it is cosigned."""
    if not neighbours:
        return []
    visits = visit_all(neighbours, memories(neighbours, kept, read, own), origin)
    for visit in visits:
        try:
            kept.keep(visit)
        except OSError as error:
            put_notice(
                msg(
                    "visit-unkept",
                    "what was seen of %(url)s cannot be remembered on this machine.",
                    reason(error),
                    url=visit.neighbour.url,
                )
            )
    return visits


def _times(url: str, visits: Sequence[Visit]) -> Told:
    """The times by the clocks of the site's own server and of the neighbours', of those that tell."""
    site = None
    with contextlib.closing(Web()) as web, contextlib.suppress(Unreachable):
        until = time.monotonic() + _TOLD_WITHIN
        site = web.get_within(f"{url.rstrip('/')}/{CHECKPOINT}", _MOST_TOLD, until).told
    return Told(site, tuple([visit.told for visit in visits if visit.told]))


def _typed(path: Path) -> str | None:
    """The passphrase that a person types, where there is one."""
    if not sys.stdin.isatty():
        return None
    question = say(msg("ask-key-passphrase", "Passphrase of the key in %(file)s", file=str(path)))
    typed: str = click.prompt(question, hide_input=True, err=True)
    return typed


def with_past(task: Task, past: Ledger | None) -> Task:
    """The deploy with the files of the past, which holds only while the host shows the head that they follow."""
    if past is None:
        return task
    seen = {CHECKPOINT: past.seen}
    return msgspec.structs.replace(task, wanted=task.wanted | past.files, seen=seen)


def remember(past: Ledger | None) -> None:
    """Keep what the host tells of the past now; that it cannot be kept fails nothing, and is said."""
    if past and (notice := past.remember()):
        put_notice(notice)


def refuse_to_forget(past: Ledger | None, steps: Steps) -> None:
    """Raise Held where a deploy would take away a log, since the newsroom has lost the file of its keys."""
    if past is None and CHECKPOINT in steps.deletes:
        raise Held(
            msg(
                "log-would-go",
                "the host has a log, and this newsroom has no content/static/%(file)s any more. Nothing was deployed. "
                "Take the file from version control again.",
                file=PATH,
            )
        )


def look_at_past(web: Web, site: Path, url: str, neighbours: Sequence[Neighbour] = ()) -> list[Finding]:
    """What is wrong with the log of a live site, where this newsroom has keys; and beside what neighbours saw of it."""
    text = read_announcement(site, {}, PATH)
    announced = read_announced(text) if text is not None else None
    if announced is None or (announced.origin != origin_of(url) and not _shows(web, url, announced.origin)):
        return []
    need_library()
    try:
        record = past_of(web, url, announced, known_past(site))
    except CannotDeploy as bent:
        return [Finding(CHANGED, COPY, bent.message)]
    except WrongPast as wrong:
        return [Finding(CHANGED, CHECKPOINT, wrong.message)]
    seen = seen_by(site, neighbours, announced)
    return [Finding(CHANGED, CHECKPOINT, each) for each in parted(record, announced.origin, seen)]


def seen_by(site: Path, neighbours: Sequence[Neighbour], announced: Announced) -> dict[str, Cosigned]:
    """Our heads as neighbours saw them; of those who cannot be asked, as they had when they were asked last."""
    kept = Kept.of(site)
    visits = _visits(neighbours, kept, lambda _: None, (), announced.origin)
    for visit in visits:
        if visit.trouble:
            put_notice(
                msg(
                    "neighbour-trouble",
                    "What the witness %(url)s sees of our log cannot be known now.",
                    visit.trouble,
                    url=visit.neighbour.url,
                )
            )
    before = {each.url: seen for each in neighbours if (seen := kept.seen(each)) is not None}
    return before | seen_of_us(visits, announced.dailies)


def _shows(web: Web, url: str, origin: str) -> bool:
    """Whether the log of this origin lies at another address, as on a host that is reached by two names."""
    try:
        answer = web.get(f"{url.rstrip('/')}/{CHECKPOINT}")
    except Unreachable:
        return False
    return answer.status == 200 and answer.body.startswith(origin.encode() + b"\n")
