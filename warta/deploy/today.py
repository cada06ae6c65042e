"""Turns an output folder into its files, or into a refusal that names what must not be public at this moment.

An output says for which moments and for which state of the newsroom it holds. It goes out only when a build of now
would leave the same files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from warta.deploy.output import File, check_finished, read_output
from warta.engine.folder import PRIVATE
from warta.engine.holding import Drift, Today, look_at_output
from warta.engine.stamp import read_stamp
from warta.engine.workspace import Request
from warta.errors import OutputError, listed
from warta.settings import Settings

_MEND = "Build again (build.py build), then deploy."


class Fresh(msgspec.Struct, frozen=True):
    """The files of an output that may go out, the sources of the texts that readers may see now (None: there
    are no texts here), and a note for the user.
    """

    files: dict[str, File]
    readable: frozenset[str] | None = None
    note: str = ""


def read_fresh_output(
    request: Request, config: Settings, extra: Mapping[str, bytes], waiting: Callable[[], None] = lambda: None
) -> Fresh:
    """The files of the request's output and those of `extra`, if they may be public at its `now`.

    Where the newsroom's texts do not lie here, as on a machine that is only handed the output, the span of time alone
    decides. Raises OutputError for an output that must not go out, ProblemsFound when nothing could be built now.
    """
    output = request.output.absolute()
    check_finished(output, config)

    def read(today: Today) -> Fresh:
        if today.drift:
            raise OutputError(_refusal(output, today.drift, request.now, config.zone))
        return Fresh(read_output(output, config, extra=extra), today.readable)

    if (request.site / "content").is_dir():
        return look_at_output(request, read, waiting=waiting)
    stamp = read_stamp(output)
    if stamp is None or not stamp.spans(request.now) or (output / PRIVATE).exists():
        drift = Drift(stamp, recorded=False, private=(output / PRIVATE).exists())
        raise OutputError(_refusal(output, drift, request.now, config.zone))
    note = "the texts are not here, so only the time was compared with the one that the output was built for."
    return Fresh(read_output(output, config, extra=extra), None, note)


def read_readable(request: Request) -> frozenset[str]:
    """The sources of the releases whose text readers may see at the request's `now`."""
    return look_at_output(request, lambda today: today.readable)


def _refusal(output: Path, drift: Drift, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"{output} is not what a build would make now: {_why(drift, now, zone)}. {_what(drift)} {_MEND}"


def _why(drift: Drift, now: dt.datetime, zone: dt.tzinfo) -> str:
    stamp = drift.stamp
    if drift.private:
        return "it was built with --drafts, and drafts are not for readers"
    if stamp is None:
        return "it does not say for which moment it was built"
    if now < stamp.since:
        return f"it was built for {_shown(stamp.since, zone)}"
    if stamp.until is not None and now >= stamp.until:
        return f"it holds until {_shown(stamp.until, zone)}"
    return "texts, theme or settings were changed since"


def _what(drift: Drift) -> str:
    told = []
    if drift.gone:
        told.append(f"It would show what is not public now: {listed(drift.gone)}.")
    if drift.changed:
        told.append(f"Out of date: {listed(drift.changed)}.")
    return " ".join(told) or "This machine cannot tell which files differ."


def _shown(moment: dt.datetime, zone: dt.tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
