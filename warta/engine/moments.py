"""Turns a newsroom into what is known of its releases at a moment, from its texts alone, without theme and plan."""

from __future__ import annotations

from collections.abc import Callable

from warta.content.heads import Head
from warta.engine.contents import ReadContent, read_content
from warta.engine.workspace import Report, Request, Work, run
from warta.errors import ProblemsFound
from warta.newsroom.visibility import Due, Hidden, due


def due_changes(request: Request) -> list[Due]:
    """What changes by itself after the request's `now`, soonest first. Raises ProblemsFound for texts that cannot
    be read.
    """
    found: list[Due] = []

    def look(content: ReadContent) -> None:
        if content.problems:
            raise ProblemsFound(content.problems)
        moment = request.now.timestamp()
        ahead = [shard for shard in content.library.shards.values() if shard.moments[-1:] > (moment,)]
        found[:] = due((head for shard in ahead for head in shard.heads), request.now)

    _look(request, look)
    return found


def heads_now(request: Request) -> tuple[list[Head], int]:
    """The heads of all releases that can be read, hidden ones too, and how many files of the content cannot."""
    found: list[Head] = []
    unreadable: set[str] = set()

    def look(content: ReadContent) -> None:
        unreadable.clear()
        unreadable.update(problem.path for problem in content.problems)
        every = (head for shard in content.library.shards.values() for head in shard.heads)
        # of a text with a problem there may be a head with a date that nobody wrote
        found[:] = [head for head in every if f"content/{head.source}" not in unreadable]

    _look(request, look)
    return found, len(unreadable)


def _look(request: Request, look: Callable[[ReadContent], None]) -> None:
    """Look at the content as it lies there now, once more when what is remembered is damaged."""

    def stages(work: Work) -> Report:
        look(read_content(work))
        return Report((), 0, (), {}, Hidden(), (), (), 0, {})

    run(request, stages, lambda stage, done, total: None, None)
