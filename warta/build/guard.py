"""Turns a newsroom into what must not be in its output, and a build that would give it away into problems."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.build.executors import Executor
from warta.build.leaks import Index, Leak, Secret, find_in_file, is_public, make_index, problems_of, texts_of
from warta.build.publishing import Publication
from warta.build.reading import Content, Inputs
from warta.build.rendering import Rendered
from warta.build.store import BodyReader, Store
from warta.build.writer import Folder
from warta.content.documents import Document, Release
from warta.errors import ProblemsFound
from warta.newsroom.model import Site
from warta.plan.targets import ASSET, MEDIA, PICTURE, VARIANT, Target
from warta.plan.views import FileView, VariantView

_COPIES = (ASSET, MEDIA, PICTURE, VARIANT)


class Guard:
    """Knows what of one site is hidden. `digest` is of all that is; equal digests, equal index but for public texts."""

    def __init__(self, site: Site, content: Content, inputs: Inputs, bodies: BodyReader) -> None:
        self._hidden = {each.source: each for each in site.concealed}
        self._documents = content.documents
        self._bodies = bodies
        self._standing = (site.config.title, site.config.tagline, site.config.description, site.config.notice)
        public = {inputs.files[source].digest for source in site.media.values()}
        self._digests = {
            source: frozenset(inputs.files[file].digest for file in each.files) - public
            for source, each in self._hidden.items()
        }
        parts = [(source, inputs.documents[source], sorted(self._digests[source])) for source in sorted(self._hidden)]
        self.digest = blake2b(msgspec.msgpack.encode(parts), digest_size=16).hexdigest() if parts else ""
        self.index = self._index() if parts else None

    def close(self) -> None:
        """Let go of the store."""
        self._bodies.close()

    def _index(self) -> Index:
        by_source = {each.source: each for each in self._documents}
        secrets = [
            Secret(source, each.path, texts_of(by_source[source], self._bodies), self._digests[source])
            for source, each in self._hidden.items()
        ]
        standing = [each for each in self._public() if not isinstance(each, Release)]
        known = [text for each in standing for text in texts_of(each, self._bodies)]
        return make_index(secrets, [*known, *(text.encode() for text in self._standing)])

    def _public(self) -> Iterator[Document]:
        return (each for each in self._documents if each.source not in self._hidden)

    def _of_media(self, targets: Iterable[Target]) -> dict[str, list[Leak]]:
        """Files that would be copied and are a hidden release's, byte for byte."""
        if self.index is None or not self.index.digests:
            return {}
        found: dict[str, list[Leak]] = {}
        for target in targets:
            view = target.view if target.kind in _COPIES else None
            if isinstance(view, FileView | VariantView) and view.digest in self.index.digests:
                found[target.path] = [Leak(self.index.digests[view.digest], "the same picture or file")]
        return found

    def doubtful(self, publication: Publication, store: Store) -> frozenset[str]:
        """The files that stay as they are and were never looked at for this: all, when other things are hidden now."""
        if store.fact(f"hidden {publication.folder.root}") == self.digest:
            return frozenset()
        return publication.paths - publication.stale.keys()

    def remember(self, store: Store, folder: Folder) -> None:
        """Note what was hidden when the output folder was written."""
        store.set_fact(f"hidden {folder.root}", self.digest)

    def account(self, files: int) -> str:
        """What was looked for, and in how many files of the output."""
        if self.index is None:
            return f"leaks: nothing is hidden, so nothing was looked for ({files:,} files in the output)."
        found = self.index
        return (
            f"leaks: none in {files:,} files of the output. Hidden texts: {len(self._hidden):,} (runs of six words: "
            f"{len(found.runs):,}, addresses: {len(found.addresses):,}, pictures and files: {len(found.digests):,})."
        )

    def examine(
        self, publication: Publication, rendered: Mapping[str, Rendered], executor: Executor, lying: Iterable[str]
    ) -> None:
        """Raise ProblemsFound where the output would give away what is hidden.

        What was rendered is looked at where it was rendered; `lying` are files to look at that lie in the folder.
        """
        if self.index is None:
            return
        leaks = self._of_media(publication.plan.targets)
        leaks |= {path: list(each.leaks) for path, each in rendered.items() if each.leaks}
        leaks |= _find_in_files(publication.folder.root, sorted(lying), self.index, executor)
        self._refuse(leaks)

    def _refuse(self, leaks: Mapping[str, list[Leak]]) -> None:
        """Raise ProblemsFound for leaks whose words stand in no public text."""
        if not leaks:
            return
        releases = sorted((each for each in self._public() if isinstance(each, Release)), key=_newest_first)
        verdicts: dict[Leak, bool] = {}
        left: dict[str, list[Leak]] = {}
        for path, found in leaks.items():
            for leak in found:
                if leak not in verdicts:
                    verdicts[leak] = is_public(leak, (texts_of(each, self._bodies) for each in releases))
                if not verdicts[leak]:
                    left.setdefault(path, []).append(leak)
        if left:
            raise ProblemsFound(problems_of(left))


def _newest_first(release: Release) -> float:
    return -release.date.at.timestamp()


def _find_in_files(root: Path, paths: list[str], index: Index, executor: Executor) -> dict[str, list[Leak]]:
    """What files that lie in an output folder already give away, by path."""
    task = partial(_look, root, index)
    with contextlib.closing(executor.map(task, paths, str)) as results:
        return {path: leaks for path, leaks in results if leaks}


def _look(root: Path, index: Index, path: str) -> list[Leak]:
    try:
        return find_in_file(root / path, index)
    except FileNotFoundError:
        return []
