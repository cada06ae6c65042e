"""What a build works with: settings, the store, an executor, and what is known of content and output folder.

A workspace may live on from build to build of one process: then nothing is loaded again, unless another process has
written to the store meanwhile. An empty workspace gives the same site, later.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from warta.content.files import File
from warta.engine import keeping
from warta.engine.broken import StoreBroken, unwritable, why
from warta.engine.claims import Claim
from warta.engine.lock import exclusive
from warta.engine.reading import Known
from warta.engine.record import Record, Recorded
from warta.engine.store import FAILURES, Reader, Store, open_store
from warta.errors import Problem, ProblemsFound
from warta.extensions import NONE, Extensions, load, read_code
from warta.memo import Memo
from warta.messages import Message, msg
from warta.newsroom.shards import Library, Name
from warta.newsroom.visibility import PUBLIC, Hidden
from warta.settings import Settings, read_settings
from warta.work import Executor, make_executor

if TYPE_CHECKING:
    from warta.render.html.theme import Theme

INDEXES = "search"
"""The folder, beside the store, of the search indexes that were made."""

CHECKED = "checked"
"""The name of the folder that a check records as its output; it has no files."""

Progress = Callable[[str, int, int], None]
"""Told a stage (`read`, `render`), how many are done, and of how many."""


class Request(msgspec.Struct, frozen=True):
    """What is to be built: the newsroom's folder, the output, `now` (aware), and which states of releases are shown.

    A source among the `shown` is that release alone, whatever its state.
    `approved`: where the settings ask for a second pair of eyes, what readers would see must be approved.
    `work` is the folder of what builds remember (default: `.warta` in the newsroom's). `clean` forgets it first.
    `record` adds new addresses to addresses.tsv: for builds that are published. `url` takes the place of the settings'
    address of the site. A `preview` is looked at on this machine alone: its static files have no digests in their
    names, so that a style sheet that is saved changes no page; `open` are the files that somebody looks at, which are
    shown first when very many are to be made.
    """

    site: Path
    output: Path
    now: dt.datetime
    shown: frozenset[str] = frozenset((PUBLIC,))
    jobs: int | None = None
    work: Path | None = None
    clean: bool = False
    record: bool = False
    url: str | None = None
    approved: bool = True
    preview: bool = False
    open: frozenset[str] = frozenset()

    @property
    def kept(self) -> Path:
        """The folder of what builds remember."""
        return self.work or self.site / ".warta"


class Report(msgspec.Struct, frozen=True, dict=True):
    """What a build did. `reasons` says of each rendered path why; `written` are those whose bytes really changed;
    `families` are all files of the site.
    """

    written: tuple[str, ...]
    kept: int
    deleted: tuple[str, ...]
    reasons: dict[str, Message]
    hidden: Hidden
    warnings: tuple[Problem, ...]
    notices: tuple[Message, ...]
    releases: int
    families: Mapping[str, Recorded]

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The paths of all files of the site."""
        return frozenset(path for family in self.families.values() for path in family.columns.paths)


class Workspace:
    """What builds of one process hand on. Values in it are changed by `engine.build` alone."""

    def __init__(self) -> None:
        self.generation = ""
        self.known = Known()
        self.library: Library | None = None
        self.kept_shards: dict[Name, bytes] = {}
        self.memo: keeping.KeptMemo | None = None
        self.records: dict[str, Record] = {}
        self.files: dict[str, File] | None = None
        self.left: tuple[str, ...] = ()  # what programs left among the files, by source
        self.theme: tuple[object, Theme] | None = None  # with all but its files that it depends on
        self.claims: dict[str, tuple[bytes, dict[str, Claim]]] = {}  # of an output folder, with the manifest's digest
        self.told: set[str] = set()  # paths that builds were told of, and have not looked at yet

    def attach(self, store: Store | None) -> None:
        """Read what is kept from this store from now on; None: from none."""
        for each in (self.memo, self.library):
            if isinstance(each, keeping.KeptMemo | keeping.KeptLibrary):
                each.attach(store)

    def forget(self) -> None:
        """Be as empty as a new one."""
        vars(self).update(vars(Workspace()))


class Work(msgspec.Struct, frozen=True, dict=True):
    """An open workspace for one request. `alive` says that it lived on since an earlier build of this process."""

    request: Request
    settings: Settings
    store: Store
    executor: Executor
    space: Workspace
    alive: bool
    notice: Message | None
    progress: Progress

    @property
    def memo(self) -> Memo:
        """Results of remembered functions."""
        assert self.space.memo is not None
        return self.space.memo

    @cached_property
    def extensions(self) -> Extensions:
        """What the newsroom's extensions.py defines now, where the settings ask for it. Raises ProblemsFound."""
        return load(read_code(self.request.site)) if self.settings.extensions else NONE

    def record(self, root: str) -> Record:
        """What is known of an output folder. Raises StoreBroken."""
        known = self.space.records.get(root)
        if known is None:
            known = self.space.records[root] = keeping.load_record(root, self.store)
        return known

    @contextlib.contextmanager
    def reader(self) -> Iterator[Reader]:
        """A reader of documents and bodies."""
        reader = Reader(self.store.path)
        try:
            yield reader
        finally:
            reader.close()


def run(
    request: Request,
    stages: Callable[[Work], Report],
    progress: Progress,
    space: Workspace | None,
    *,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Run the stages of a build alone in the folder of what builds remember, and once more from nothing when what is
    remembered turns out to be damaged. `waiting` is told when another build must end first.
    """
    space = space if space is not None else Workspace()
    with exclusive(request.kept, waiting=waiting):
        try:
            return _run(request, stages, progress, space, fresh=request.clean)
        except FAILURES as broken:
            notice = msg(
                "memory-damaged",
                "what earlier builds remembered is damaged (%(why)s); everything was built anew.",
                why=why(broken),
            )
        space.forget()
        try:
            report = _run(request, stages, progress, space, fresh=True)
        except FAILURES as error:
            raise unwritable(request.kept, error) from None
        return msgspec.structs.replace(report, notices=(notice, *report.notices))


def _run(
    request: Request, stages: Callable[[Work], Report], progress: Progress, space: Workspace, *, fresh: bool
) -> Report:
    settings = read_settings(request.site)
    if request.url is not None:
        settings = msgspec.structs.replace(settings, url=request.url)
    if fresh:
        from warta.engine.variants import PICTURES  # which asks for all that makes pictures

        for name in (PICTURES, INDEXES):
            shutil.rmtree(request.kept / name, ignore_errors=True)
    store, notice = open_store(request.kept, fresh=fresh)
    with contextlib.closing(store):
        alive = bool(space.generation) and space.generation == store.generation and not fresh
        if not alive:
            space.forget()
            _load(store, space)
        space.attach(store)
        try:
            return stages(Work(request, settings, store, make_executor(request.jobs), space, alive, notice, progress))
        except ProblemsFound:
            raise  # nothing was begun that is not kept
        except BaseException:
            space.generation = ""  # what was begun and not kept is nothing that a later build may go by
            raise
        finally:
            space.attach(None)


def _load(store: Store, space: Workspace) -> None:
    space.memo = keeping.KeptMemo(store)
    space.known = keeping.load_known(store)
    space.library = keeping.load_library(store)
    if space.library is None and space.known.documents.keys() - space.known.others.keys():
        raise StoreBroken(msg("store-no-library", "the library is missing"))
    if space.library is not None:
        space.kept_shards = space.library.digests
