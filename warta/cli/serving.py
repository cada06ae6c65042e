"""Turns the command `serve` into a preview that builds, serves, watches and reloads until it is interrupted."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from warta.cli.building import moment_of, progress_bar
from warta.cli.opening import show_in_browser
from warta.cli.report import put_hidden
from warta.cli.terminal import put, put_problem, put_warning
from warta.engine.whereto import PREVIEW
from warta.engine.workspace import Request
from warta.errors import ProblemsFound, WartaError, reason
from warta.messages import msg
from warta.newsroom.visibility import DRAFT, EMBARGOED, EXPIRED, PUBLIC
from warta.preview.door import USER
from warta.preview.server import PreviewServer, make_server
from warta.preview.session import Session, State
from warta.preview.watch import Watcher
from warta.settings import Settings, read_settings

_ALL = frozenset((PUBLIC, DRAFT, EMBARGOED, EXPIRED))


class CannotServe(WartaError):
    """The address cannot be served on."""


def run_serve(site: Path, host: str, port: int, now: str | None, *, in_browser: bool, poll: bool) -> None:
    """Preview a newsroom until Ctrl+C."""
    clock = _Clock(site, now)
    session = Session(_request(site, clock))
    _first_build(session, clock)
    try:
        server = make_server(session, host, port, lambda: clock.config)
    except OSError as error:
        raise CannotServe(msg("cannot-serve", "cannot serve on %(host)s.", reason(error), host=host)) from None
    watcher = Watcher(site, poll=poll)
    server.start()
    try:  # from here on an interrupt must end the server too
        address = _say_where(server, port, clock)
        if watcher.notice:
            put(watcher.notice)
        if in_browser:
            show_in_browser(address)
        for changed in watcher.changes(lambda: clock.patience(session.state)):
            started, before = time.perf_counter(), session.state
            # where the clock alone moves, all is looked at again: a watcher may have missed something
            state = session.rebuild(_request(site, clock), only=changed or None)
            if state.problems and state.problems == before.problems:
                continue
            if before.problems and not state.problems:
                put(msg("mended", "Mended."))
            _tell(state, clock, time.perf_counter() - started)
    finally:
        server.shutdown()
        watcher.stop()


def _say_where(server: PreviewServer, asked: int, clock: _Clock) -> str:
    """Say at which address the preview is, and who is let in; the address."""
    host, port = server.door.host, server.door.port
    if asked not in (0, port):
        put(
            msg(
                "port-taken",
                "Port %(port)s is in use by another program, so the preview has another one.",
                port=str(asked),
            )
        )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{clock.config.base if clock.config else ''}/"
    put(msg("preview", "Preview: %(address)s  (Ctrl+C ends it)", address=address))
    if server.door.password:
        warning = msg(
            "preview-open-to-all",
            "Warning: everyone in the network can reach this preview, with all drafts and what is under embargo. "
            "The browser asks for a name and a password: %(name)s and %(password)s",
            name=USER,
            password=server.door.password,
        )
        put(warning, err=True)
    return address


def _first_build(session: Session, clock: _Clock) -> None:
    """It comes before any thread, so that it may use several processes the fast way."""
    with progress_bar() as progress:
        state = session.rebuild(progress=progress)
    _tell(state, clock, 0.0)


def _request(site: Path, clock: _Clock) -> Request:
    return Request(site, site / PREVIEW, clock.now(), _ALL, preview=True)


class _Clock:
    """The `now` of each build of a preview, and how long the newest is good for."""

    def __init__(self, site: Path, fixed: str | None) -> None:
        self._site = site
        self._fixed = fixed
        self.config: Settings | None = None

    def now(self) -> dt.datetime:
        """The time of a build; settings that cannot be read are that build's problem, not ours."""
        try:
            self.config = read_settings(self._site)
        except ProblemsFound:
            return moment_of(self._fixed, dt.UTC)
        return moment_of(self._fixed, self.config.zone)

    def patience(self, state: State) -> float | None:
        """Seconds until a release appears or disappears by itself; None when none will."""
        if state.problems:
            return None  # what is broken waits for a save, whatever the hour
        if self._fixed or state.report is None or state.report.hidden.next_change is None:
            return None
        left = state.report.hidden.next_change - dt.datetime.now(dt.UTC)
        return min(max(left.total_seconds() + 0.5, 0.5), 3600.0)


def _tell(state: State, clock: _Clock, seconds: float) -> None:
    if state.problems:
        for problem in state.problems[:20]:
            put_problem(problem)
        put(msg("preview-shows-this", "The preview shows this until it is mended."), err=True)
        return
    if state.report is None:
        return
    for warning in state.report.warnings[:20]:
        put_warning(warning)
    changed = len(state.report.written) + len(state.report.deleted)
    if seconds and changed:
        put(
            msg(
                "preview-changed",
                "%(clock)s  1 file changed in %(seconds)s s",
                many="%(clock)s  %(count)s files changed in %(seconds)s s",
                clock=time.strftime("%H:%M:%S"),
                count=changed,
                seconds=seconds,
            )
        )
    elif not seconds and clock.config:
        put_hidden(state.report, clock.config.zone)
