"""Turns the files of the content into heads by shard, pages and organizations, facts of files, and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial

import msgspec

from warta.content.astray import astray
from warta.content.documents import Organization, Page
from warta.content.files import PUBLISHED, File, rescan, scan
from warta.content.leftovers import passed_over
from warta.digests import joined
from warta.engine import keeping
from warta.engine.parsing import Other, ReadTask, Recipe
from warta.engine.reading import Changes, Known, read_files
from warta.engine.segments import growing
from warta.engine.workspace import Work
from warta.errors import Problem, ProblemsFound
from warta.extensions import FILE_NAME as EXTENSIONS
from warta.messages import msg, with_hint
from warta.newsroom.content import Standing
from warta.newsroom.pictures import FileFacts
from warta.newsroom.shards import Library

_NO_CONTENT = msg("no-content", "is not here. A newsroom keeps its releases in content/releases/.")


class ReadContent(msgspec.Struct, frozen=True, dict=True):
    """What was read of the content: heads by shard, pages and organizations, facts and paths of files, and problems.

    `others` are documents that are no releases, `broken` pictures that cannot be read, `aside` what was passed over.
    The library and the others hold what is wrong with documents. Problems `apart` are those of the tree of files.
    """

    library: Library
    others: Mapping[str, Other]
    standing: Standing
    unreadable: frozenset[str]
    files: Mapping[str, FileFacts]
    paths: Mapping[str, str]
    apart: tuple[Problem, ...]
    broken: tuple[Problem, ...]
    aside: tuple[Problem, ...]
    lenient: bool

    @cached_property
    def _of_documents(self) -> tuple[list[Problem], list[Problem]]:
        return _problems_of(self.others, self.library)

    @property
    def own_problems(self) -> tuple[Problem, ...]:
        """What must be mended in documents and pictures."""
        return (*self._of_documents[0], *(() if self.lenient else self.broken))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be mended in the content."""
        return (*self.apart, *self.own_problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful in the content."""
        return (*self._of_documents[1], *self.broken, *self.aside)


def read_content(work: Work, only: Iterable[str] | None = None) -> ReadContent:
    """The content as it lies there now; see `read_newsroom`. Raises ProblemsFound when the settings make no Markdown
    engine.
    """
    problems: list[Problem] = []
    if not (work.request.site / "content").is_dir():
        problems.append(Problem("content", 0, _NO_CONTENT))
    files, wrong = _scan(work, only)
    problems += wrong
    try:
        task, known = _reading_task(work), work.space.known
    except ProblemsFound as found_wrong:
        raise ProblemsFound([*problems, *found_wrong.problems]) from None
    gone = [source for source in (*known.documents, *known.files) if source not in files]
    work.store.begin()
    try:
        found = read_files(files, gone, task, known, work.store, work.executor, partial(work.progress, "read"))
    except BaseException as error:
        work.store.rollback()
        work.space.generation = ""  # what was read and not kept is nothing that a later build may go by
        if isinstance(error, ProblemsFound):
            raise ProblemsFound([*problems, *error.problems]) from None
        raise
    library = _library(work, found)
    _keep_read(work, found, library)
    standing, unreadable = _standing(known)
    facts = {source: each for source, (_, each) in sorted(known.files.items())}
    paths = {source: file.path for source, file in files.items()}
    return ReadContent(
        library,
        dict(known.others),
        standing,
        unreadable,
        facts,
        paths,
        tuple(problems),
        found.broken,
        (*passed_over(work.space.left), *astray(work.request.site)),
        lenient=work.settings.unknown_keys == "warn",
    )


def _reading_task(work: Work) -> ReadTask:
    today = work.request.now.astimezone(work.settings.zone).date()
    recipe, texts = Recipe.of(work.settings, work.extensions), work.store.texts
    return ReadTask(recipe, texts, growing(texts), work.extensions.code, today)


def _library(work: Work, found: Changes) -> Library:
    settings, space = work.settings, work.space
    library = space.library
    if library is None or (library.language, library.languages) != (settings.language, settings.languages):
        heads = [head for shard in library.shards.values() for head in shard.heads] if library else []
        library = space.library = Library.of(settings.language, settings.languages, heads)
    library.drop_all(found.gone)
    library.put_all(found.heads)
    return library


def _keep_read(work: Work, found: Changes, library: Library) -> None:
    space = work.space
    if found.touched or found.heads or found.gone:
        keeping.save_known(space.known, work.store)
    shards = library.digests
    if shards != space.kept_shards or found.heads or found.gone:
        keeping.save_library(library, space.kept_shards, work.store)
        space.kept_shards = shards
    space.generation = work.store.commit()


def _standing(known: Known) -> tuple[Standing, frozenset[str]]:
    """Pages and organizations, and the documents that could not be read."""
    pages, organizations, digests = [], [], []
    for source, other in sorted(known.others.items()):
        if isinstance(other.document, Page):
            pages.append(other.document)
        elif isinstance(other.document, Organization):
            organizations.append(other.document)
        digests.append(known.documents[source][2])
    unreadable = frozenset(source for source, other in known.others.items() if other.document is None)
    return Standing(joined(digests), tuple(pages), tuple(organizations)), unreadable


def _problems_of(every: Mapping[str, Other], library: Library) -> tuple[list[Problem], list[Problem]]:
    shards, others = library.shards.values(), every.values()
    failed: dict[Problem, list[str]] = {}
    for source, other in sorted(every.items()):
        for each in other.problems:
            if each.path == EXTENSIONS:
                failed.setdefault(each, []).append(f"content/{source}")
    problems = [each for shard in shards for each in shard.problems]
    problems += [each for other in others for each in other.problems if each.path != EXTENSIONS]
    problems += [_met_at(problem, documents) for problem, documents in failed.items()]
    warnings = [each for shard in shards for each in shard.warnings] + [
        each for other in others for each in other.warnings
    ]
    return problems, warnings


def _met_at(problem: Problem, documents: list[str]) -> Problem:
    """A problem with the first of the documents that it was met in, and how many more there are."""
    if len(documents) == 1:
        hint = msg("met-reading", "(while reading %(path)s)", path=documents[0])
    else:
        hint = msg(
            "met-reading-more",
            "(while reading %(path)s and %(more)s more)",
            path=documents[0],
            more=len(documents) - 1,
        )
    return msgspec.structs.replace(problem, message=with_hint(problem.message, hint))


def _scan(work: Work, only: Iterable[str] | None) -> tuple[dict[str, File], list[Problem]]:
    """The files of the content; of a living workspace only those are looked at again in which something changed."""
    space, root = work.space, work.request.site / "content"
    if work.alive and only is not None and space.files is not None:
        found = rescan(space.files, space.told.union(only), root)
        if found is not None:
            space.files, space.told = found, set()
            return found, []
    left: list[str] = []
    files, problems = scan(root, work.request.site, "content", folders=PUBLISHED, left=left)
    space.files, space.told, space.left = None if problems else files, set(), tuple(sorted(left))
    return files, problems
