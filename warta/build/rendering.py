"""Turns targets into staged files through an executor, and failures into one report."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

if TYPE_CHECKING:
    from warta.render.render import Renderer

from warta.build.executors import Executor
from warta.build.leaks import Index, Leak, find_in_file, find_leaks
from warta.build.pictures import Variants
from warta.build.staleness import Print, Surroundings, print_of
from warta.build.store import BodyReader, StoreBroken
from warta.build.writer import Written, stage
from warta.errors import Problem, ProblemsFound
from warta.plan.search import FOLDER
from warta.plan.targets import Target
from warta.plan.views import Chrome, FileView
from warta.render.html.contract import PAGES
from warta.render.html.theme import Theme
from warta.render.pictures.images import BrokenImage

PICTURES = "pictures"
"""The folder, beside the store, of the pictures that were made smaller."""


class Rendered(msgspec.Struct, frozen=True, gc=False):
    """A staged file, its print, and what it would give away."""

    written: Written
    print: Print
    leaks: tuple[Leak, ...] = ()


class Failed(msgspec.Struct, frozen=True):
    """Why a target was not rendered: a template's problem, or (`broken`) a store that lacks a body."""

    problem: Problem
    broken: bool = False


class RenderTask:
    """Renders one target into the staging folder (None: to see that it can be); makes its environments at the first."""

    def __init__(
        self,
        theme: Theme,
        chromes: Mapping[str, Chrome],
        zone: ZoneInfo,
        sources: tuple[Path, Mapping[str, str]],
        surroundings: Surroundings,
        staging: Path | None,
    ) -> None:
        self._parts = (theme, chromes, zone, sources)
        self._surroundings = surroundings
        self._staging = str(staging) if staging else ""
        self._secrets: Index | None = None
        self._renderer: Renderer | None = None
        self._bodies: BodyReader | None = None

    def guarded(self, secrets: Index | None) -> RenderTask:
        """This task, which now looks for `secrets` in what it renders."""
        self._secrets = secrets
        return self

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_renderer": None, "_bodies": None}

    def _tools(self) -> Renderer:
        if self._renderer is None:
            from warta.render.render import Renderer

            theme, chromes, zone, (store, paths) = self._parts
            self._bodies = BodyReader(store)
            variants = Variants(store.parent / PICTURES)
            self._renderer = Renderer(theme, chromes, zone, self._bodies, paths, variants)
        return self._renderer

    def prepare(self, targets: Sequence[Target]) -> None:
        """Load and compile here what all workers need, by making a page of each kind for nothing."""
        renderer = self._tools()
        assert self._bodies is not None
        self._bodies.expect_many()
        for target in {each.kind: each for each in targets if each.kind in PAGES}.values():
            with contextlib.suppress(Exception):  # who renders it in earnest says what is wrong
                renderer.render(target)
        self.close()  # a connection must not be in two processes

    def close(self) -> None:
        """Let go of the store, where this process opened it."""
        if self._bodies is not None:
            self._bodies.close()

    def __call__(self, target: Target) -> Rendered | Failed:
        """What was written, or why nothing was."""
        from warta.render.html.templates import TemplateProblem

        try:
            made = self._tools().render(target)
            written = stage(self._staging, target.path, made) if self._staging else Written("", 0, 0)
        except TemplateProblem as failed:
            return Failed(failed.problem)
        except ProblemsFound as found:
            return Failed(found.problems[0])
        except BrokenImage as broken:
            return Failed(Problem(target.about, 0, str(broken)))
        except StoreBroken as broken:
            return Failed(Problem("", 0, str(broken)), broken=True)
        except FileNotFoundError:
            return Failed(Problem(target.about, 0, "was taken away while the site was built. Build again."))
        view = target.view
        if self._staging and isinstance(view, FileView) and view.origin == FOLDER and written.digest != view.digest:
            return Failed(Problem("", 0, "a search index was changed"), broken=True)
        return Rendered(written, print_of(target, self._surroundings), self._leaks(made))

    def _leaks(self, made: bytes | Path) -> tuple[Leak, ...]:
        if self._secrets is None:
            return ()
        return tuple(find_in_file(made, self._secrets) if isinstance(made, Path) else find_leaks(made, self._secrets))


def render_all(
    targets: list[Target], task: RenderTask, executor: Executor, progress: Callable[[int, int], None]
) -> dict[str, Rendered]:
    """Render targets into the staging folder, in their order.

    Raises ProblemsFound with each problem once and the pages it was met on, StoreBroken, OutputError.
    """
    rendered: dict[str, Rendered] = {}
    failed: dict[Problem, list[str]] = {}
    with contextlib.closing(executor.map(task, targets, lambda target: target.about)) as results:
        for done, (target, result) in enumerate(results, 1):
            progress(done, len(targets))
            if isinstance(result, Rendered):
                rendered[target.path] = result
            elif result.broken:
                raise StoreBroken(result.problem.message)
            else:
                failed.setdefault(result.problem, []).append(target.about)
    if failed:
        raise ProblemsFound(_with_pages(problem, pages) for problem, pages in failed.items())
    return {target.path: rendered[target.path] for target in targets}


def _with_pages(problem: Problem, pages: list[str]) -> Problem:
    if problem.path == pages[0]:
        return problem
    more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    return Problem(problem.path, problem.line, f"{problem.message} (while rendering {pages[0]}{more})")
