"""Turns a newsroom's folder into all that a site is made from, but for the time: settings, theme, content, history."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from warta.content.history import FILE_NAME as HISTORY
from warta.content.history import GivenAddress, GivenAddresses, history_text
from warta.datatree import read_text
from warta.digests import digest_of, digest_of_bytes, joined
from warta.engine.approving import unapproved
from warta.engine.contents import ReadContent, read_content
from warta.engine.data import read_data_files
from warta.engine.workspace import Work
from warta.errors import Problem, ProblemsFound, not_utf_8, reason
from warta.messages import Message, msg
from warta.newsroom.content import Content
from warta.render.html.theme import Theme, load_theme

_LARGEST_HISTORY = 256 * 1024 * 1024  # characters: three million addresses


class Newsroom(msgspec.Struct, frozen=True, dict=True):
    """What was read of a newsroom: theme (None: with problems), content, and what was read of that.

    `digest` covers all of it and the settings, but for the address history, and for problems `apart`.
    """

    theme: Theme | None
    content: Content
    read: ReadContent
    digest: bytes
    apart: tuple[Problem, ...]

    @property
    def paths(self) -> Mapping[str, str]:
        """The paths of files by source."""
        return self.read.paths

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What must be mended before anything is built."""
        return (*self.apart, *self.content.history.problems, *self.read.own_problems)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful in theme and content."""
        from warta.plan.machines.headers import kept_out, policy_of
        from warta.render.html.inline import inline_warnings

        theme, policy = self.theme, policy_of(self.content.settings)
        every = theme.templates.items() if theme else ()
        # a mail is no page of the site, and mail programs know styles in their places alone
        pages = [each for name, each in every if name.endswith(".html") and "mail" not in name.split("/")[:-1]]
        inline = inline_warnings(pages, policy)
        return (*kept_out(self.content.settings), *inline, *self.read.warnings)

    @property
    def inputs(self) -> bytes:
        """The digest of everything but `now` that a site is made from."""
        return joined((self.digest, self.content.history.digest))

    def inputs_with(self, rows: tuple[GivenAddress, ...]) -> bytes:
        """The digest of everything, once the address history has these rows."""
        return joined((self.digest, GivenAddresses(history_text(rows)).digest))


def read_newsroom(work: Work, only: Iterable[str] | None = None) -> Newsroom:
    """Settings, theme, content and address history as they lie there now. `only` are the paths in which something
    changed since the last build of this workspace, when the caller knows.
    """
    settings, shown = work.settings, sorted(work.request.shown)
    problems: list[Problem] = []
    theme = _read_theme(work, only, problems)
    history = _read_history(work.request.site, problems)
    problems += _refused_filters(work)
    try:
        read = read_content(work, only)
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    data = read_data_files(work, read.paths, problems)
    if theme is not None and work.space.theme is not None:
        theme = theme.with_data(data)
        work.space.theme = work.space.theme[0], theme
    files_digest = digest_of(read.files)
    content = Content(settings, read.library, read.standing, read.unreadable, read.files, files_digest, history)
    parts = (
        digest_of((settings, shown)),
        work.extensions.digest,
        _digest_of_theme(theme),
        *read.library.digests.values(),
        read.standing.digest,
        digest_of(sorted(read.unreadable)),
        files_digest,
        digest_of((read.broken, read.aside)),
    )
    return Newsroom(theme, content, read, joined(parts), (*problems, *read.apart, *unapproved(work, read)))


def _read_theme(work: Work, only: Iterable[str] | None, problems: list[Problem]) -> Theme | None:
    """The theme; that of a living workspace where something changed in the content alone."""
    settings, site, space = work.settings, work.request.site, work.space
    # what an earlier build was told of, and did not come to look at, is among what this one is told
    same = work.alive and only is not None and all(Path(each).is_relative_to(site / "content") for each in space.told)
    before, space.theme = space.theme if same else None, None
    try:
        code = work.extensions.digest if work.extensions.filters else b""
        plainly = work.request.preview
        key = settings.theme, settings.theme_options, settings.languages, code, plainly
        if before is not None and before[0] == key:
            theme = before[1]
        else:
            theme = load_theme(site, settings.theme, settings.theme_options, settings.languages, code, plainly=plainly)
    except ProblemsFound as found:
        problems += found.problems
        return None
    space.theme = key, theme
    return theme


def _refused_filters(work: Work) -> list[Problem]:
    """The newsroom's own filters that would take the place of others. Extensions that cannot be loaded are told with
    the content, which they may shape.
    """
    with contextlib.suppress(ProblemsFound):
        if work.extensions.filters:
            from warta.render.html.filters import refused_filters

            return refused_filters(work.extensions)
    return []


def _digest_of_theme(theme: Theme | None) -> bytes:
    return digest_of_bytes(msgspec.msgpack.encode(theme))


def _read_history(site: Path, problems: list[Problem]) -> GivenAddresses:
    try:
        return GivenAddresses(read_text(site / HISTORY, HISTORY, _LARGEST_HISTORY))
    except FileNotFoundError:
        return GivenAddresses()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(HISTORY, 0, _unreadable(error)))
    except ProblemsFound as found:
        problems += found.problems
    return GivenAddresses()


def _unreadable(error: OSError | UnicodeDecodeError) -> Message:
    if isinstance(error, OSError):
        return msg("unreadable", "cannot be read: %(reason)s", reason=reason(error))
    return not_utf_8(error)
