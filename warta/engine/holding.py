"""Turns an output folder and the newsroom as it lies there now into what of the folder is not what it should be now.

A build that was made for another moment, or before the texts were changed, may show what must not be public today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from warta.engine.folder import PRIVATE, Folder
from warta.engine.inputs import read_newsroom
from warta.engine.planning import compare_plan, make_plan
from warta.engine.stamp import Stamp, read_stamp
from warta.engine.workspace import Report, Request, Work, run
from warta.newsroom.public import Site, public_site
from warta.newsroom.visibility import Hidden
from warta.trust.record import State

Result = TypeVar("Result")


class Drift(msgspec.Struct, frozen=True):
    """How an output folder differs from what a build at the request's `now` would leave.

    `gone` are files that no such build would leave, `changed` those that it would leave otherwise, both by path; of
    them nothing is known beyond `gone` where this machine has no `record` of the folder. `stamp` is what the folder
    says that it holds for, `private` that it shows what is not for readers.
    """

    stamp: Stamp | None
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    recorded: bool = True
    private: bool = False

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed or self.private or not self.recorded)


class Today(msgspec.Struct, frozen=True):
    """A newsroom at the request's `now`: how the output folder differs, and the sources of the texts that readers may
    see: public releases that were not withdrawn, and pages.
    """

    drift: Drift
    readable: frozenset[str]
    states: tuple[State, ...]


def look_at_output(
    request: Request, then: Callable[[Today], Result], *, waiting: Callable[[], None] = lambda: None
) -> Result:
    """What `then` makes of the newsroom at the request's `now`, while no build can change its output.
    `waiting` is told when a build must end first.

    Raises ProblemsFound when nothing could be built now.
    """
    found: list[Result] = []

    def stages(work: Work) -> Report:
        found[:] = [then(_today_of(work))]
        return Report((), 0, (), {}, Hidden(), (), (), 0, {})

    run(request, stages, lambda stage, done, total: None, None, waiting=waiting)
    return found[0]


def _today_of(work: Work) -> Today:
    folder = Folder(work.request.output.absolute())
    stamp = read_stamp(folder.root)
    private = (folder.root / PRIVATE).exists()
    newsroom = read_newsroom(work)
    planned = make_plan(work, newsroom)
    readable = _readable(public_site(planned.site).it)
    states = tuple(each.state_at(planned.site.settings.origin) for each in planned.printed)
    if stamp is not None and stamp.holds(newsroom.inputs, work.request.now):
        return Today(Drift(stamp, private=private), readable, states)
    record = work.record(str(folder.root))
    compared = compare_plan(work, planned, record, {})
    gone = tuple(sorted(folder.claimed.keys() - compared.paths))
    recorded = {path: file.digest for path, file in record.files()}
    if recorded != {path: claim.digest for path, claim in folder.claimed.items()}:
        return Today(Drift(stamp, gone, (), recorded=False, private=private), readable, states)
    changed = tuple(sorted(target.path for target in compared.targets))
    return Today(Drift(stamp, gone, changed, private=private), readable, states)


def _readable(site: Site) -> frozenset[str]:
    releases = [each.source for each in site.releases if not each.withdrawn]
    return frozenset((*releases, *[each.source for each in site.pages]))
