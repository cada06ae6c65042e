"""Turns a deploy into one that tells the past too, where the newsroom has keys, or into why it must not go on."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from warta.catalogue import say
from warta.cli.going import Held
from warta.cli.terminal import put_notice
from warta.deploy.addresses import site_of
from warta.deploy.difference import Steps
from warta.deploy.host import CannotDeploy
from warta.deploy.inspection import CHANGED, Finding
from warta.deploy.ledger import CHECKPOINT, COPY, Asked, Ledger, known_past, make_ledger, read_announcement
from warta.deploy.past_live import WrongPast, past_of
from warta.deploy.runner import Task
from warta.deploy.settings import Destination, Publishing
from warta.deploy.signer import Signer, need_library
from warta.engine.workspace import Request
from warta.messages import msg
from warta.trust.record import State
from warta.trust.wellknown import PATH, origin_of, read_announced
from warta.web import Unreachable, Web


def look_back(
    task: Task,
    settings: Publishing,
    target: Destination,
    request: Request,
    states: Sequence[State] | None,
    *,
    restore: bool,
) -> Ledger | None:
    """What the host is to tell of the past; None in a newsroom without keys. Raises Held and CannotDeploy."""
    text = read_announcement(request.site, task.wanted, PATH)
    if text is None:
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
    asked = Asked(request.site, target.name, target.url, announced, signer, request.now, at_home, restore)
    with contextlib.closing(task.connect()) as connection:
        return make_ledger(connection, asked, task.wanted, states)


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


def look_at_past(web: Web, site: Path, url: str) -> list[Finding]:
    """What is wrong with the log of a live site, where this newsroom has keys."""
    text = read_announcement(site, {}, PATH)
    announced = read_announced(text) if text is not None else None
    if announced is None or (announced.origin != origin_of(url) and not _shows(web, url, announced.origin)):
        return []
    need_library()
    try:
        past_of(web, url, announced, known_past(site))
    except CannotDeploy as bent:
        return [Finding(CHANGED, COPY, bent.message)]
    except WrongPast as wrong:
        return [Finding(CHANGED, CHECKPOINT, wrong.message)]
    return []


def _shows(web: Web, url: str, origin: str) -> bool:
    """Whether the log of this origin lies at another address, as on a host that is reached by two names."""
    try:
        answer = web.get(f"{url.rstrip('/')}/{CHECKPOINT}")
    except Unreachable:
        return False
    return answer.status == 200 and answer.body.startswith(origin.encode() + b"\n")
