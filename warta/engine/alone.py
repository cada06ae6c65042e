"""Turns one release that is not public into its page, as if it were public and no other hidden one were."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import msgspec

from warta.engine.checking import Checked, check
from warta.engine.rendering import Tools
from warta.engine.workspace import Request
from warta.errors import UsageError
from warta.messages import msg
from warta.newsroom.addresses import file_of
from warta.newsroom.visibility import DRAFT, EMBARGOED, PUBLIC, state_at
from warta.plan.targets import Target
from warta.render.html.alone import Surrounds, stand_alone

_PURPOSE = msg("purpose-of-links", "A preview link is for drafts and releases under embargo.")


class Alone(msgspec.Struct, frozen=True):
    """A page that stands alone, and the site's language with its words."""

    html: str
    language: str
    gettext: Callable[[str], str]


def render_alone(request: Request, source: str) -> Alone:
    """The page of the release at `source`, with what it shows inside.

    Raises UsageError for a release that is neither a draft nor under embargo at the request's `now`, and ProblemsFound
    with every problem of the newsroom, also where the page would give away what else is hidden.
    """

    def is_hidden(checked: Checked) -> None:
        head = checked.planned.newsroom.content.library.head(source)
        assert head is not None
        state = state_at(head.draft, head.opens, head.expires, request.now.timestamp())
        if state in (DRAFT, EMBARGOED):
            return
        if state == PUBLIC:
            why = msg(
                "is-public", "%(path)s is public already: give out its address.", _PURPOSE, path=f"content/{source}"
            )
        else:
            why = msg("has-expired", "%(path)s has expired.", _PURPOSE, path=f"content/{source}")
        raise UsageError(why)

    found: list[Alone] = []
    public = check(request, inspect=is_hidden).claimed
    one = msgspec.structs.replace(request, shown=frozenset((PUBLIC, source)))
    check(one, inspect=lambda checked: found.append(_render(checked, source, public)))
    return found[0]


def _render(checked: Checked, source: str, public: frozenset[str]) -> Alone:
    work, planned = checked.work, checked.planned
    settings = work.settings
    path = next(
        row.where.path
        for edition in planned.site.editions
        for linked in edition.every
        for row in linked.rows
        if row.head.source == source
    )
    code = work.extensions.code
    tools = Tools(planned.theme, planned.plan.frames, settings.zone, work.store.path, planned.paths, code)
    renderer = tools.renderer(checked.reader)
    targets: dict[str, Target] = {each.path: each for family in planned.plan.families for each in family.targets()}

    def made(target: Target) -> bytes:
        done = renderer.render(target)
        if callable(done):
            done(written := io.BytesIO())
            return written.getvalue()
        return done.read_bytes() if isinstance(done, Path) else done

    def read(file: str) -> bytes | None:
        target = targets.get(file)
        return made(target) if target is not None else None

    page = made(targets[file_of(path)]).decode()
    around = Surrounds(settings.url.rstrip("/") + path, settings.url, read, public)
    return Alone(stand_alone(page, around), settings.language, renderer.words[settings.language].gettext)
