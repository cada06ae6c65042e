"""Turns a text that lies nowhere yet into its page, as a build would make it if the text were saved.

A newsroom is read and linked once, and again when something in it was saved. For a text only what it changes is linked
anew, by the same functions as in a build, whose results for all else are found again.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from warta.content.documents import Parts, Release, parts_of
from warta.content.files import File, stamp_of
from warta.content.heads import Head
from warta.digests import digest_of, digest_of_bytes
from warta.engine.inputs import Newsroom, read_newsroom
from warta.engine.looking import facts_of
from warta.engine.parsing import Made, Other, ReadTask, Recipe
from warta.engine.rendering import parts_reader
from warta.engine.segments import FOLDER as TEXTS
from warta.engine.staging import digest_of as digest_of_file
from warta.engine.store import Reader
from warta.engine.variants import PICTURES, Variants
from warta.engine.workspace import Report, Request, Work, Workspace, run
from warta.errors import Problem, ProblemsFound
from warta.extensions import Extensions, load
from warta.memo import Memo
from warta.newsroom.addresses import Addresses
from warta.newsroom.link import link
from warta.newsroom.linked import Linked
from warta.newsroom.pictures import FileFacts
from warta.newsroom.shards import Library
from warta.newsroom.site import Edition, Site
from warta.newsroom.visibility import Hidden
from warta.plan.families import Families
from warta.plan.frame import Chrome
from warta.plan.pages.releases import add_releases
from warta.plan.plan import plan_site
from warta.plan.targets import Needs, Target
from warta.render.html.theme import Theme
from warta.render.render import Renderer, Sources
from warta.settings import Settings


class LivePage(msgspec.Struct, frozen=True):
    """The page of a text, its path below the site, and what is wrong with it. Without a page the problems say why."""

    html: bytes
    path: str
    release: Release | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class Model(msgspec.Struct, frozen=True):
    """A newsroom as it was read and linked last, and all that renders a page of it."""

    settings: Settings
    extensions: Extensions
    newsroom: Newsroom
    site: Site
    theme: Theme
    frames: dict[str, Chrome]
    needs: Needs
    now: dt.datetime
    shown: frozenset[str]
    slots: dict[object, tuple[bytes, object]]
    store: Path

    @property
    def library(self) -> Library:
        """The heads of all releases."""
        return self.newsroom.content.library


class Live:
    """Gives the pages of texts beside a newsroom. Any thread may ask; one at a time is answered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Model | None = None
        self._memo = Memo()
        self._renderer: Renderer | None = None
        self._task: ReadTask | None = None
        self._reader = Reader(Path())
        self._bodies: dict[str, str] = {}
        self._parts: dict[bytes, Parts] = {}

    @property
    def model(self) -> Model | None:
        """The newsroom as it was read last; None: it could not be."""
        return self._model

    def refresh(self, request: Request, space: Workspace) -> None:
        """Read and link the newsroom as it lies there now, in the workspace of its builds. Raises ProblemsFound for
        settings or a theme of which no page can be made.
        """
        found: list[Model] = []

        def stage(work: Work) -> Report:
            found.append(_model(work))
            return Report((), 0, (), {}, Hidden(), (), (), 0, {})

        run(request, stage, lambda stage, done, total: None, space)
        model = found[0]
        with self._lock:
            self._take(model)

    def _take(self, model: Model) -> None:
        before, self._model = self._model, model
        self._reader.close()
        self._reader = Reader(model.store)
        self._memo = Memo(dict(model.slots))  # type: ignore[arg-type]
        recipe = Recipe.of(model.settings, model.extensions)
        if (
            before is None
            or recipe != Recipe.of(before.settings, before.extensions)
            or before.now.date() != model.now.date()
        ):
            today = model.now.astimezone(model.settings.zone).date()
            self._task = ReadTask(recipe, model.store.parent / TEXTS, code=model.extensions.code, today=today)
        if self._renderer is None or before is None or (before.theme, before.frames) != (model.theme, model.frames):
            self._renderer = None
        else:
            self._renderer.sources = self._sources(model)

    def put(self, source: str, data: bytes) -> None:
        """Let a text that was just saved be known, until all is read anew."""
        with self._lock:
            head, _ = self._read(source, data)
            model = self._model
            if head is not None and model is not None:
                library = _with(model.library, head)
                content = msgspec.structs.replace(model.newsroom.content, library=library)
                self._model = msgspec.structs.replace(
                    model, newsroom=msgspec.structs.replace(model.newsroom, content=content)
                )

    def page(self, source: str, data: bytes, beside: Mapping[str, Path] = {}, unseen: Collection[str] = ()) -> LivePage:
        """The page that the text `data` would have at `source` below content/. `beside` are files that lie elsewhere
        until then, by the sources that they will have; releases that are `unseen` are as if they were not there.
        """
        with self._lock:
            try:
                return self._page(source, data, beside, unseen, drawn=True)
            finally:
                self._bodies.clear()
                self._parts.clear()

    def linked(
        self, source: str, data: bytes, beside: Mapping[str, Path] = {}, unseen: Collection[str] = ()
    ) -> LivePage:
        """What `page` says of a text beside all others, without its page."""
        with self._lock:
            return self._page(source, data, beside, unseen, drawn=False)

    def read(self, source: str, data: bytes) -> LivePage:
        """What is said of a text by itself."""
        with self._lock:
            head, made = self._read(source, data)
            other = msgspec.json.decode(made.other, type=Other) if made.other else None
            if head is None:
                assert other is not None
                return LivePage(b"", "", None, other.problems, other.warnings)
            release = msgspec.json.decode(made.texts[made.digest], type=Release)
            return LivePage(b"", "", release, head.problems, head.warnings)

    def _read(self, source: str, data: bytes) -> tuple[Head | None, Made]:
        assert self._task is not None
        made = self._task.held(source, data, self._task.digest_of(source, digest_of_bytes(data)))
        return (msgspec.msgpack.decode(made.head, type=Head) if made.head else None), made

    def _page(
        self, source: str, data: bytes, beside: Mapping[str, Path], unseen: Collection[str], *, drawn: bool
    ) -> LivePage:
        model = self._model
        assert model is not None
        head, made = self._read(source, data)
        if head is None:
            other = msgspec.json.decode(made.other, type=Other)
            return LivePage(b"", "", None, other.problems, other.warnings)
        release = msgspec.json.decode(made.texts[made.digest], type=Release)
        self._bodies |= {key.hex(): html.decode() for key, html in made.texts.items() if key != made.digest}
        self._parts[head.digest] = parts_of(release)
        content = msgspec.structs.replace(model.newsroom.content, library=_with(model.library, head, unseen))
        if fresh := {name: path for name, path in beside.items() if name not in content.files}:
            files = {**content.files, **{name: _facts(name, path) for name, path in fresh.items()}}
            content = msgspec.structs.replace(content, files=files, files_digest=digest_of(files))
        site = link(content, model.now, frozenset((*model.shown, source)), self._memo)
        problems, warnings = _about(source, head, site, model.site)
        found = _find(site, source)
        if found is None or not drawn:
            return LivePage(b"", "", release, problems, warnings)
        edition, linked = found
        target = self._target(site, edition, linked, source)
        try:
            page = self._render(model, target)
        except ProblemsFound as wrong:
            return LivePage(b"", target.path, release, (*problems, *wrong.problems), warnings)
        return LivePage(page, target.path, release, problems, warnings)

    def _target(self, site: Site, edition: Edition, linked: Linked, source: str) -> Target:
        assert self._model is not None
        families = Families(self._model.needs, ())
        add_releases(families, site, edition, self._memo)
        kind = "unlisted" if any(linked is each for each in edition.unlisted) else "releases"
        name = f"{kind} {edition.language} {linked.year}"
        family = next(each for each in families.all if each.name == name)
        return next(each for each in family.targets() if each.about == f"content/{source}")

    def _render(self, model: Model, target: Target) -> bytes:
        if self._renderer is None:
            zone = model.settings.zone
            self._renderer = Renderer(model.theme, model.frames, zone, self._sources(model), model.extensions)
        made = self._renderer.render(target)
        assert isinstance(made, bytes)
        return made

    def _sources(self, model: Model) -> Sources:
        def parts(head: Head) -> Parts:
            return self._parts.get(head.digest) or parts_reader(self._reader)(head)

        def body(digest: str) -> str:
            return self._bodies[digest] if digest in self._bodies else self._reader.body(digest)

        return Sources(parts, body, model.newsroom.paths, Variants(model.store.parent / PICTURES))


def _model(work: Work) -> Model:
    newsroom = read_newsroom(work, ())
    if newsroom.theme is None:
        raise ProblemsFound(newsroom.apart)
    request, memo = work.request, work.memo
    site = link(newsroom.content, request.now, request.shown, memo)
    if not site.editions:
        raise ProblemsFound(site.problems)
    plan = plan_site(site, newsroom.content, newsroom.theme.facts, {}, request.now, memo)
    slots: dict[object, tuple[bytes, object]] = dict(memo.slots)  # type: ignore[arg-type]
    return Model(
        work.settings, load(work.extensions.code), newsroom, site, newsroom.theme, plan.frames, plan.needs,
        request.now, request.shown, slots, work.store.path,
    )  # fmt: skip


def _about(source: str, head: Head, site: Site, before: Site) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What is wrong and what is doubtful in one text, by itself and beside all others."""
    where, known = f"content/{source}", set(before.problems)
    problems = dict.fromkeys((*head.problems, *[each for each in site.problems if each.path == where]))
    others = [each for each in site.problems if each.path != where and each not in known]
    warnings = dict.fromkeys((*head.warnings, *[each for each in site.warnings if each.path == where]))
    return (*problems, *others), tuple(warnings)


def _facts(source: str, path: Path) -> FileFacts:
    return facts_of(source, File(source, str(path), stamp_of(path.stat())), digest_of_file(path))


def _with(library: Library, head: Head, unseen: Collection[str] = ()) -> Library:
    """A library with this release as it is now, and without those that are unseen; the other one stays as it was."""
    made = Library(library.language, library.languages, library.shards.values(), dict(library.where))
    made.drop_all(each for each in unseen if each != head.source)
    made.put(head)
    return made


def _find(site: Site, source: str) -> tuple[Edition, Linked] | None:
    """The edition and the shard in which a release has its page."""
    for edition in site.editions:
        for linked in (*edition.shards, *edition.unlisted):
            at = linked.positions.get(source)
            if at is not None and linked.rows[at].where.language == edition.language:
                return edition, linked
    return None


def address_of(settings: Settings, head: Head) -> str:
    """The path at which a release has its page, unless it was given out under another slug before."""
    language = head.language.text if head.language else settings.language
    return Addresses.of(settings).release(language, head.date, head.slug.text)
