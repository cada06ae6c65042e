"""Turns a newsroom into what changes by itself, from its texts alone, without theme and plan."""

from __future__ import annotations

from warta.engine.inputs import read_content
from warta.engine.workspace import Report, Request, Work, run
from warta.errors import ProblemsFound
from warta.newsroom.visibility import Due, Hidden, due


def due_changes(request: Request) -> list[Due]:
    """What changes by itself after the request's `now`, soonest first. Raises ProblemsFound for texts that cannot
    be read.
    """
    found: list[Due] = []

    def stages(work: Work) -> Report:
        content = read_content(work)
        if content.problems:
            raise ProblemsFound(content.problems)
        moment = request.now.timestamp()
        ahead = [shard for shard in content.library.shards.values() if shard.moments[-1:] > (moment,)]
        found[:] = due((head for shard in ahead for head in shard.heads), request.now)
        return Report((), 0, (), {}, Hidden(), (), (), 0, frozenset())

    run(request, stages, lambda stage, done, total: None, None)
    return found
