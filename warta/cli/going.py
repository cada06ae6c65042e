"""Turns what lies here, an output or a deploy that was kept, into what a host is to have, or into a refusal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from warta.cli.terminal import put, put_notice
from warta.dates import moment_in
from warta.deploy.kept import Deployed, Kept, Shown, hidden_since
from warta.deploy.output import File
from warta.deploy.past_files import PROOF, SIGNED_SUMS
from warta.deploy.runner import Task, held_by, look
from warta.deploy.settings import Destination, Publishing
from warta.deploy.state import Copy
from warta.deploy.today import read_fresh_output, read_readable
from warta.engine.workspace import Request
from warta.errors import OutputError, WartaError, reason
from warta.messages import Message, msg
from warta.trust.wellknown import LOG


class Held(WartaError):
    """The brake stopped a deploy, or somebody who went back to an earlier one."""


Readable = frozenset[str] | None
"""The sources of all texts that readers may see now, where that is known."""


def go_forward(
    settings: Publishing, target: Destination, request: Request, kept: Kept, *, adopt: bool
) -> tuple[Task, Shown]:
    """What is to be deployed of the output. Raises OutputError where the output must not be."""
    extra = settings.announce.extra if settings.announce else {}
    waits = msg("waiting-for-build", "Waiting for a build to end ...")
    fresh = read_fresh_output(request, settings.config, extra, lambda: put(waits, err=True))
    if fresh.note:
        put_notice(fresh.note)
    return _task_of(request.site, target, fresh.files, adopt=adopt), Shown(fresh.readable, fresh.states)


def go_back(
    settings: Publishing, target: Destination, request: Request, kept: Kept, *, adopt: bool
) -> tuple[Task, Shown]:
    """The deploy before the one that is there. Raises Held where it would show what is not public now."""
    state, _ = look(_task_of(request.site, target, {}, adopt=True))
    earlier = kept.before(state.manifest.files, held_by(state))
    readable = read_readable(request)
    at = moment_in(earlier.at, settings.config.zone)
    if earlier.readable is None:
        raise Held(
            msg("back-unknown", "the deploy of %(at)s does not say what it shows, so nothing goes back to it.", at=at)
        )
    if hidden := hidden_since(earlier, readable):
        raise Held(
            msg(
                "back-hidden",
                "the deploy of %(at)s shows what is not public now: %(texts)s. "
                "Mend the texts instead, then build and deploy.",
                at=at,
                texts=_named(hidden),
            )
        )
    put(msg("back-to", "Back to the deploy of %(at)s.", at=at))
    files = {path: file for path, file in kept.files(earlier).items() if not _is_past(path)}
    task = _task_of(request.site, target, files, adopt=adopt, held=earlier.name)
    return task, Shown(readable, earlier.states)


def _is_past(path: str) -> bool:
    """Whether a deploy makes a file of the past, and not of an output."""
    return path.startswith(LOG) or path.endswith((PROOF, SIGNED_SUMS))


def _named(sources: list[str]) -> tuple[str, ...]:
    return tuple(f"content/{source}" for source in sources)


def held_line(held: Deployed | None, readable: Readable, zone: ZoneInfo) -> Message:
    """Why a deploy waits, with what is wrong about it meanwhile."""
    again = msg("went-on", "To deploy again: deploy --on.")
    if held is None:
        return msg("went-back", "nothing was deployed: somebody went back to an earlier deploy.", again)
    hidden = hidden_since(held, readable) if readable is not None else []
    shows = msg("went-back-shows", "It shows what is not public any more: %(texts)s.", texts=_named(hidden))
    return msg(
        "went-back-to",
        "nothing was deployed: somebody went back to the deploy of %(at)s.",
        shows if hidden else None,
        again,
        at=moment_in(held.at, zone),
    )


def keep(kept: Kept, task: Task, shown: Shown, now: dt.datetime, most: int) -> None:
    """Keep what was deployed; that it cannot be kept fails nothing."""
    try:
        kept.keep(task.wanted, shown, now, most)
    except (OSError, OutputError) as error:
        why = error.message if isinstance(error, OutputError) else reason(error)
        put_notice(msg("deploy-not-kept", "this deploy is not kept to go back to: %(why)s", why=why))


def _task_of(site: Path, target: Destination, files: dict[str, File], *, adopt: bool, held: str = "") -> Task:
    return Task(target.place, target.url, files, copy_of(site, target.name), target.signing_key, held=held, adopt=adopt)


def copy_of(site: Path, name: str) -> Copy:
    """This machine's copy of a target's manifest."""
    return Copy(site / ".warta" / "deploy" / f"{name}.json.gz")
