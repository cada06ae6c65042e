"""Turns targets into staged files through an executor, and failures into one report."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

if TYPE_CHECKING:
    from warta.render.render import Made, Renderer

from warta.content.documents import Parts, Release, before, parts_of
from warta.content.heads import Head
from warta.engine.broken import UNREADABLE_DOCUMENT, StoreBroken
from warta.engine.leaks import Index, Leak, find_in_file, find_leaks, readable
from warta.engine.staging import Written, stage
from warta.engine.store import Reader
from warta.engine.variants import PICTURES, Variants
from warta.errors import Problem, ProblemsFound, reason
from warta.extensions import Code, load
from warta.messages import Message, msg, with_hint
from warta.newsroom.lists import Ref, Slice
from warta.plan.frame import Chrome
from warta.plan.kinds import KINDS, PAGES
from warta.plan.machines.copies import FileView
from warta.plan.origins import in_words, place_of
from warta.plan.pages.search import INDEX
from warta.plan.targets import Target
from warta.render.html.theme import Theme
from warta.render.pictures.images import BrokenImage
from warta.work import Executor


class Rendered(msgspec.Struct, frozen=True, gc=False):
    """A staged file, and what it would give away."""

    written: Written
    leaks: tuple[Leak, ...] = ()


class Failed(msgspec.Struct, frozen=True):
    """Why a target was not rendered: a template's problem, or why the store is `broken`."""

    problem: Problem | None = None
    broken: Message | None = None


class Tools(msgspec.Struct, frozen=True):
    """What renderers are made of, in whatever process: `files` are the paths of copied files by source, `code` is that
    of the newsroom's extensions.
    """

    theme: Theme
    frames: dict[str, Chrome]
    zone: ZoneInfo
    store: Path
    files: Mapping[str, str]
    code: Code

    def renderer(self, reader: Reader) -> Renderer:
        """A renderer that reads from an open store."""
        from warta.render.render import Renderer, Sources

        variants = Variants(self.store.parent / PICTURES)
        sources = Sources(parts_reader(reader), reader.body, self.files, variants)
        return Renderer(self.theme, self.frames, self.zone, sources, load(self.code))


def parts_reader(reader: Reader) -> Callable[[Head], Parts]:
    """Gives the parts of a release by its head; the last one is at hand, since several files show it."""
    last: dict[bytes, Parts] = {}

    def parts(head: Head) -> Parts:
        found = last.get(head.digest)
        if found is None:
            last.clear()
            release = release_of(reader, head.document or head.digest)
            found = last[head.digest] = parts_of(release if head.until is None else before(release, head.until))
        return found

    return parts


def release_of(reader: Reader, digest: bytes) -> Release:
    """A release by the digest of its head. Raises StoreBroken."""
    try:
        return msgspec.json.decode(reader.document(digest), type=Release)
    except msgspec.DecodeError:
        raise StoreBroken(UNREADABLE_DOCUMENT) from None


class RenderTask:
    """Renders one target into the staging folder (None: to see that it can be); makes its environments at the first.

    `secrets` is what must not be in any file; None: nothing is hidden.
    """

    def __init__(self, tools: Tools, secrets: Index | None, staging: Path | None) -> None:
        self._given = tools
        self._secrets = secrets
        self._staging = str(staging) if staging else ""
        self._renderer: Renderer | None = None
        self._reader: Reader | None = None

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_renderer": None, "_reader": None}

    def _tools(self) -> Renderer:
        if self._renderer is None:
            self._reader = Reader(self._given.store)
            self._renderer = self._given.renderer(self._reader)
        return self._renderer

    def prepare(self, targets: Sequence[Target]) -> None:
        """Load and compile here what all workers need, by making a page of each kind for nothing."""
        renderer = self._tools()
        for target in {each.kind: each for each in targets if each.kind in PAGES}.values():
            with contextlib.suppress(Exception):  # who renders it in earnest says what is wrong
                renderer.render(target)

    def close(self) -> None:
        """Let go of the store, where this process opened it."""
        if self._reader is not None:
            self._reader.close()

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
            return Failed(Problem(place_of(target.about, target.path), 0, broken.message))
        except StoreBroken as broken:
            return Failed(broken=broken.message)
        except FileNotFoundError:
            gone = msg("gone-meanwhile", "was taken away while the site was built. Build again.")
            return Failed(Problem(place_of(target.about, target.path), 0, gone))
        except OSError as error:  # such as a folder for temporary files that is full
            unmade = msg("file-unmade", "/%(path)s cannot be made: %(reason)s", path=target.path, reason=reason(error))
            return Failed(Problem(place_of(target.about, target.path), 0, unmade))
        if self._staging and _is_changed(target, written):
            return Failed(broken=msg("store-index-changed", "a search index was changed"))
        return Rendered(written, self._leaks(target, made))

    def _leaks(self, target: Target, made: Made) -> tuple[Leak, ...]:
        if self._secrets is None or not KINDS[target.kind].searched:
            return ()
        if callable(made):
            return ()
        if isinstance(made, Path):
            return tuple(find_in_file(made, target.kind, self._secrets))
        return tuple(find_leaks(readable(made, target.kind, target.path), self._secrets))


def _is_changed(target: Target, written: Written) -> bool:
    """Whether a file of a search index is not the one that was made."""
    view = getattr(target.inputs[0], "it", None) if target.kind == "media" else None
    return isinstance(view, FileView) and view.origin == INDEX and written.digest != view.digest


def render_all(
    targets: list[Target], task: RenderTask, executor: Executor, progress: Callable[[int, int], None]
) -> dict[str, Rendered]:
    """Render targets into the staging folder, in their order.

    Raises ProblemsFound with each problem once and the pages it was met on, StoreBroken, OutputError.
    """
    rendered: dict[str, Rendered] = {}
    failed: dict[str, Problem] = {}
    by_time = sorted(targets, key=_place)
    with contextlib.closing(executor.map(task, by_time, lambda target: in_words(target.about))) as results:
        for done, (target, result) in enumerate(results, 1):
            progress(done, len(targets))
            if isinstance(result, Rendered):
                rendered[target.path] = result
            elif result.problem is None:
                assert result.broken is not None
                raise StoreBroken(result.broken)
            else:
                failed[target.path] = result.problem
    if failed:
        pages: dict[Problem, list[str]] = {}
        for target in targets:
            if target.path in failed:
                pages.setdefault(failed[target.path], []).append(target.about)
        raise ProblemsFound(_met_at(problem, met) for problem, met in pages.items())
    return {target.path: rendered[target.path] for target in targets}


def _place(target: Target) -> tuple[int, int]:
    """Where the newest release that a file shows stands. Files that show the same ones come one after the other: so
    what they have in common is made once, by one worker, and need not be held for long.
    """
    places = [each.place for each in target.inputs if isinstance(each, Ref) or (isinstance(each, Slice) and each.parts)]
    return max(places, default=(0, 0))


def _met_at(problem: Problem, pages: list[str]) -> Problem:
    """A problem with the first of the pages that it was met on, and how many more there are."""
    if problem.path == pages[0]:
        return problem
    if len(pages) == 1:
        hint = msg("met-rendering", "(while rendering %(page)s)", page=in_words(pages[0]))
    else:
        hint = msg(
            "met-rendering-more",
            "(while rendering %(page)s and %(more)s more)",
            page=in_words(pages[0]),
            more=len(pages) - 1,
        )
    return msgspec.structs.replace(problem, message=with_hint(problem.message, hint))
