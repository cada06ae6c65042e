"""Turns one release that is not public into its page: beside the public ones, and no other hidden one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from warta.build.pictures import Variants
from warta.build.pipeline import Checked, Request, check
from warta.build.rendering import PICTURES
from warta.build.store import BodyReader
from warta.content.documents import Release
from warta.errors import UsageError
from warta.newsroom.visibility import DRAFT, EMBARGOED, PUBLIC, visibility
from warta.plan.pages import index_file
from warta.plan.targets import Target
from warta.render.html.alone import Surrounds, stand_alone


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
        release = next(each for each in checked.documents if isinstance(each, Release) and each.source == source)
        state = visibility(release, request.now)
        if state not in (DRAFT, EMBARGOED):
            why = "is public already: give out its address" if state == PUBLIC else "has expired"
            raise UsageError(f"content/{source} {why}. A preview link is for drafts and releases under embargo.")

    found: list[Alone] = []
    public = check(request, inspect=is_hidden).claimed
    one = msgspec.structs.replace(request, shown=frozenset((PUBLIC, source)))
    check(one, inspect=lambda checked: found.append(_render(checked, source, public)))
    return found[0]


def _render(checked: Checked, source: str, public: frozenset[str]) -> Alone:
    from warta.render.render import Renderer

    config = checked.config
    targets = {target.path: target for target in checked.plan.targets}
    entry = checked.site.by_source()[source]
    variants = Variants(checked.store.path.parent / PICTURES)
    with contextlib.closing(BodyReader(checked.store.path)) as bodies:
        renderer = Renderer(checked.theme, checked.plan.chromes, config.zone, bodies, checked.inputs.paths, variants)

        def made(target: Target) -> bytes:
            done = renderer.render(target)
            return done.read_bytes() if isinstance(done, Path) else done

        def read(path: str) -> bytes | None:
            target = targets.get(path)
            return made(target) if target is not None else None

        page = made(targets[index_file(entry.path)]).decode()
        around = Surrounds(config.url.rstrip("/") + entry.path, config.url, read, public)
        html = stand_alone(page, around)
    return Alone(html, config.language, renderer.words[config.language].gettext)
