"""Turns an output folder into its files, or into a refusal that names what must not be public at this moment.

An output says for which moments and for which state of the newsroom it holds. It goes out only when a build of now
would leave the same files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from warta.dates import moment_in
from warta.deploy.output import File, check_finished, read_output
from warta.engine.folder import PRIVATE
from warta.engine.holding import Drift, Today, look_at_output
from warta.engine.stamp import read_stamp
from warta.engine.workspace import Request
from warta.errors import OutputError
from warta.messages import Message, msg
from warta.settings import Settings
from warta.trust.record import State

_MEND = msg("build-again", "Build again (build.py build), then deploy.")


class Fresh(msgspec.Struct, frozen=True):
    """The files of an output that may go out, the sources of the texts that readers may see now and what the log is to
    say of them (None: there are no texts here), and a note for the user.
    """

    files: dict[str, File]
    readable: frozenset[str] | None = None
    note: Message | None = None
    states: tuple[State, ...] | None = None


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
        return Fresh(read_output(output, config, extra=extra), today.readable, states=today.states)

    if (request.site / "content").is_dir():
        return look_at_output(request, read, waiting=waiting)
    stamp = read_stamp(output)
    if stamp is None or not stamp.spans(request.now) or (output / PRIVATE).exists():
        drift = Drift(stamp, recorded=False, private=(output / PRIVATE).exists())
        raise OutputError(_refusal(output, drift, request.now, config.zone))
    note = msg(
        "only-time-compared",
        "the texts are not here, so only the time was compared with the one that the output was built for.",
    )
    return Fresh(read_output(output, config, extra=extra), None, note)


def read_readable(request: Request) -> frozenset[str]:
    """The sources of the releases whose text readers may see at the request's `now`."""
    return look_at_output(request, lambda today: today.readable)


def _refusal(output: Path, drift: Drift, now: dt.datetime, zone: dt.tzinfo) -> Message:
    return msgspec.structs.replace(_why(str(output), drift, now, zone), hints=(*_what(drift), _MEND))


def _why(output: str, drift: Drift, now: dt.datetime, zone: dt.tzinfo) -> Message:
    stamp = drift.stamp
    if drift.private:
        return msg(
            "output-of-drafts",
            "%(output)s is not what a build would make now: it was built with --drafts, "
            "and drafts are not for readers.",
            output=output,
        )
    if stamp is None:
        return msg(
            "output-of-no-moment",
            "%(output)s is not what a build would make now: it does not say for which moment it was built.",
            output=output,
        )
    if now < stamp.since:
        return msg(
            "output-of-later",
            "%(output)s is not what a build would make now: it was built for %(at)s.",
            output=output,
            at=moment_in(stamp.since, zone),
        )
    if stamp.until is not None and now >= stamp.until:
        return msg(
            "output-of-earlier",
            "%(output)s is not what a build would make now: it holds until %(at)s.",
            output=output,
            at=moment_in(stamp.until, zone),
        )
    return msg(
        "output-of-other-texts",
        "%(output)s is not what a build would make now: texts, theme or settings were changed since.",
        output=output,
    )


def _what(drift: Drift) -> list[Message]:
    told = []
    if drift.gone:
        told.append(
            msg("output-shows-hidden", "It would show what is not public now: %(files)s.", files=_pages(drift.gone))
        )
    if drift.changed:
        told.append(msg("output-out-of-date", "Out of date: %(files)s.", files=_pages(drift.changed)))
    return told or [msg("output-differs-unknown", "This machine cannot tell which files differ.")]


def _pages(paths: Iterable[str]) -> tuple[str, ...]:
    """The pages among the paths, which people know; all paths where none is a page."""
    every = tuple(paths)
    return tuple(path for path in every if path.endswith(".html")) or every
