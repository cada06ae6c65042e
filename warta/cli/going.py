"""Turns what lies here, an output or a deploy that was kept, into what a host is to have, or into a refusal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from warta.cli.terminal import put
from warta.deploy.kept import Deployed, Kept, hidden_since
from warta.deploy.output import File
from warta.deploy.runner import Task, held_by, look
from warta.deploy.settings import Destination, Publishing
from warta.deploy.state import Copy
from warta.deploy.today import read_fresh_output, read_readable
from warta.engine.workspace import Request
from warta.errors import OutputError, WartaError, listed


class Held(WartaError):
    """The brake stopped a deploy, or somebody who went back to an earlier one."""


Readable = frozenset[str] | None
"""The sources of all texts that readers may see now, where that is known."""


def go_forward(
    settings: Publishing, target: Destination, request: Request, kept: Kept, *, adopt: bool
) -> tuple[Task, Readable]:
    """What is to be deployed of the output. Raises OutputError where the output must not be."""
    extra = settings.announce.extra if settings.announce else {}
    fresh = read_fresh_output(request, settings.config, extra, lambda: put("Waiting for a build to end ...", err=True))
    if fresh.note:
        put(f"Note: {fresh.note}", err=True)
    return _task_of(request.site, target, fresh.files, adopt=adopt), fresh.readable


def go_back(
    settings: Publishing, target: Destination, request: Request, kept: Kept, *, adopt: bool
) -> tuple[Task, Readable]:
    """The deploy before the one that is there. Raises Held where it would show what is not public now."""
    state, _ = look(_task_of(request.site, target, {}, adopt=True))
    earlier = kept.before(state.manifest.files, held_by(state))
    readable = read_readable(request)
    zone = settings.config.zone
    if earlier.readable is None:
        raise Held(f"the deploy of {_shown(earlier.at, zone)} does not say what it shows, so nothing goes back to it.")
    if hidden := hidden_since(earlier, readable):
        raise Held(
            f"the deploy of {_shown(earlier.at, zone)} shows what is not public now: {_named(hidden)}. "
            "Mend the texts instead, then build and deploy."
        )
    put(f"Back to the deploy of {_shown(earlier.at, zone)}.")
    return _task_of(request.site, target, kept.files(earlier), adopt=adopt, held=earlier.name), readable


def _named(sources: list[str]) -> str:
    return listed([f"content/{source}" for source in sources], most=5)


def held_line(held: Deployed | None, readable: Readable, zone: dt.tzinfo) -> str:
    """Why a deploy waits, with what is wrong about it meanwhile."""
    since = f" of {_shown(held.at, zone)}" if held is not None else ""
    hidden = hidden_since(held, readable) if held is not None and readable is not None else []
    shows = f" It shows what is not public any more: {_named(hidden)}." if hidden else ""
    return f"nothing was deployed: somebody went back to the deploy{since}.{shows} To deploy again: deploy --on."


def _shown(moment: dt.datetime, zone: dt.tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def keep(kept: Kept, task: Task, readable: Readable, now: dt.datetime, most: int) -> None:
    """Keep what was deployed; that it cannot be kept fails nothing."""
    try:
        kept.keep(task.wanted, readable, now, most)
    except (OSError, OutputError) as error:
        put(f"Note: this deploy is not kept to go back to: {error}", err=True)


def _task_of(site: Path, target: Destination, files: dict[str, File], *, adopt: bool, held: str = "") -> Task:
    return Task(target.place, target.url, files, copy_of(site, target.name), target.signing_key, held=held, adopt=adopt)


def copy_of(site: Path, name: str) -> Copy:
    """This machine's copy of a target's manifest."""
    return Copy(site / ".warta" / "deploy" / f"{name}.json.gz")
