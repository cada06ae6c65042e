"""Turns a newsroom into what must not be in its output, and an output that would give it away into problems."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from warta.content.documents import Document, Release
from warta.digests import digest_of
from warta.engine.folder import Folder
from warta.engine.leaks import Index, Leak, Secret, find_in_file, is_public, make_index, problems_of, texts_of
from warta.engine.rendering import Rendered, release_of
from warta.engine.store import Reader
from warta.errors import ProblemsFound
from warta.newsroom.pictures import VariantView
from warta.newsroom.site import Content, Site
from warta.plan.kinds import UNKNOWN
from warta.plan.machines.copies import FileView
from warta.plan.targets import Target
from warta.settings import standing_words
from warta.work import Executor

_COPIES = ("asset", "media", "picture", "drawing", "variant")


class Concealment(msgspec.Struct, frozen=True):
    """What of one site is hidden. `digest` covers all that is; `index` is what to look for, None: nothing is hidden."""

    digest: bytes
    index: Index | None
    hidden: frozenset[str]
    documents: Callable[[], Iterator[Document]]
    bodies: Callable[[str], str]

    def account(self, files: int) -> str:
        """What was looked for, and in how many files of the output."""
        if self.index is None:
            return f"leaks: nothing is hidden, so nothing was looked for ({files:,} files in the output)."
        found = self.index
        return (
            f"leaks: none in {files:,} files of the output. Hidden texts: {len(self.hidden):,} (runs of six words: "
            f"{len(found.runs):,}, addresses: {len(found.addresses):,}, pictures and files: {len(found.digests):,})."
        )

    def examine(
        self,
        targets: Iterable[Target],
        rendered: Mapping[str, Rendered],
        folder: Folder,
        lying: Iterable[str],
        executor: Executor,
    ) -> None:
        """Raise ProblemsFound where the output would give away what is hidden.

        What was rendered is looked at where it was rendered; `lying` are files to look at that lie in the folder.
        """
        if self.index is None:
            return
        leaks = _copied(targets, self.index)
        leaks |= {path: list(each.leaks) for path, each in rendered.items() if each.leaks}
        known = folder.claimed
        claims = [(path, known[path].kind if path in known else UNKNOWN) for path in sorted(lying)]
        with contextlib.closing(executor.map(partial(_look, folder.root, self.index), claims, str)) as results:
            leaks |= {path: found for (path, _), found in results if found}
        self._refuse(leaks)

    def _refuse(self, leaks: Mapping[str, list[Leak]]) -> None:
        """Raise ProblemsFound for leaks whose words stand in no public text."""
        if not leaks:
            return
        public = (each for each in self.documents() if each.source not in self.hidden and isinstance(each, Release))
        releases = sorted(public, key=lambda each: -each.date.at.timestamp())
        verdicts: dict[Leak, bool] = {}
        left: dict[str, list[Leak]] = {}
        for path, found in leaks.items():
            for leak in found:
                if leak not in verdicts:
                    verdicts[leak] = is_public(leak, (texts_of(each, self.bodies) for each in releases))
                if not verdicts[leak]:
                    left.setdefault(path, []).append(leak)
        if left:
            raise ProblemsFound(problems_of(left))


def conceal(site: Site, content: Content, reader: Reader) -> Concealment:
    """What of a site is hidden."""
    published = _published(site, content)
    digests = {
        each.source: frozenset(content.files[file].digest for file in each.files) - published for each in site.concealed
    }
    parts = [(each.source, each.digest, sorted(digests[each.source])) for each in site.concealed]
    documents = partial(all_documents, content, reader)
    hidden = frozenset(digests)
    if not parts:
        return Concealment(b"", None, hidden, documents, reader.body)
    secrets = [
        Secret(
            each.source, each.path, texts_of(_document(each.source, content, reader), reader.body), digests[each.source]
        )
        for each in site.concealed
    ]
    standing = [each for each in content.standing.documents if each.source not in hidden]
    known = [text for each in standing for text in texts_of(each, reader.body)]
    index = make_index(secrets, [*known, *(text.encode() for text in standing_words(site.settings))])
    return Concealment(digest_of(parts), index, hidden, documents, reader.body)


def _published(site: Site, content: Content) -> frozenset[str]:
    """The digests of files that are published beside what may be seen."""
    every = [each for edition in site.editions for entry in edition.pages for each in entry.answer.media]
    every += [each for office in site.offices.values() for each in office.answer.media]
    if any(each.files for each in site.concealed):
        shards = (linked for edition in site.editions for linked in edition.every)
        every += [each for linked in shards for row in linked.rows for each in row.media]
    return frozenset(each.facts.digest for each in every)


def all_documents(content: Content, reader: Reader) -> Iterator[Document]:
    """Every document that could be read, in the order of their sources. Raises StoreBroken."""
    standing = {each.source: each for each in content.standing.documents}
    for source in sorted((*content.library.where, *standing)):
        yield standing[source] if source in standing else _document(source, content, reader)


def _document(source: str, content: Content, reader: Reader) -> Document:
    head = content.library.head(source)
    if head is not None:
        return release_of(reader, head.digest)
    return next(each for each in content.standing.documents if each.source == source)


def _copied(targets: Iterable[Target], index: Index) -> dict[str, list[Leak]]:
    """Files that would be copied and are a hidden release's, byte for byte."""
    found: dict[str, list[Leak]] = {}
    for target in targets if index.digests else ():
        view = target.inputs[0].it if target.kind in _COPIES else None  # type: ignore[attr-defined]
        if isinstance(view, FileView | VariantView) and view.digest in index.digests:
            found[target.path] = [Leak(index.digests[view.digest], "the same picture or file")]
    return found


def _look(root: Path, index: Index, claim: tuple[str, str]) -> list[Leak]:
    path, kind = claim
    try:
        return find_in_file(root / path, kind, index)
    except FileNotFoundError:
        return []
