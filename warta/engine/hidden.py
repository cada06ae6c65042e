"""Turns a newsroom into what must not be in its output, and an output that would give it away into problems."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from warta.content.documents import Document, Release
from warta.digests import digest_of
from warta.engine.claims import Claim
from warta.engine.folder import Folder
from warta.engine.leaks import (
    SAME_FILE,
    Index,
    Leak,
    Secret,
    find_address,
    find_in_file,
    is_public,
    make_index,
    problems_of,
    texts_of,
    told_by,
)
from warta.engine.rendering import Rendered, release_of
from warta.engine.store import Reader
from warta.errors import ProblemsFound
from warta.messages import Message, msg
from warta.newsroom.content import Content
from warta.newsroom.pictures import VariantView
from warta.newsroom.site import Concealed, Site
from warta.plan.kinds import UNKNOWN
from warta.plan.machines.copies import FileView
from warta.plan.targets import Target
from warta.settings import standing_words
from warta.work import Executor

_COPIES = ("asset", "media", "picture", "drawing", "variant")
_UNCLAIMED = Claim("", UNKNOWN)


class Concealment(msgspec.Struct, frozen=True):
    """What of one site is hidden. `digest` covers all that is; `index` is what to look for, None: nothing is hidden."""

    digest: bytes
    index: Index | None
    hidden: frozenset[str]
    documents: Callable[[], Iterator[Document]]
    bodies: Callable[[str], str]

    def account(self, files: int) -> Message:
        """What was looked for, and in how many files of the output."""
        if self.index is None:
            return msg(
                "leaks-not-looked-for",
                "leaks: nothing is hidden, so nothing was looked for (%(files)s files in the output).",
                files=files,
            )
        return msg(
            "leaks-none",
            "leaks: none in %(files)s files of the output. Hidden texts: %(texts)s (runs of six words: %(runs)s, "
            "addresses: %(addresses)s, pictures and files: %(digests)s).",
            files=files,
            texts=len(self.hidden),
            runs=len(self.index.runs),
            addresses=len(self.index.addresses),
            digests=len(self.index.digests),
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
        known = folder.claimed
        claims = [(path, known.get(path, _UNCLAIMED)) for path in sorted(lying)]
        leaks: dict[str, list[Leak]] = {}
        for path, found in _copied(targets, self.index):
            leaks.setdefault(path, []).append(found)
        for path, each in rendered.items():
            leaks.setdefault(path, []).extend([*each.leaks, *self._same(each.written.digest)])
        with contextlib.closing(executor.map(partial(_look, folder.root, self.index), claims, str)) as results:
            for (path, claim), words in results:
                leaks.setdefault(path, []).extend([*words, *self._same(claim.digest)])
        self._refuse({path: list(dict.fromkeys(found)) for path, found in leaks.items() if found})

    def _same(self, digest: str) -> list[Leak]:
        """What bytes give away by being a hidden file's."""
        source = self.index.digests.get(digest) if self.index else None
        return [Leak(source, SAME_FILE)] if source else []

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
                    verdicts[leak] = is_public(leak, (told_by(each, self.bodies) for each in releases))
                if not verdicts[leak]:
                    left.setdefault(path, []).append(leak)
        if left:
            raise ProblemsFound(problems_of(left))


def conceal(site: Site, content: Content, reader: Reader) -> Concealment:
    """What of a site is hidden.

    The files are those that belong to what is hidden, whatever is planned; bytes that a public text names are no
    secret, nor is an empty file.
    """
    public = {content.files[file].digest for file in site.belongings.named}
    files = {each.source: [content.files[file] for file in each.files] for each in site.concealed}
    digests = {
        source: frozenset(facts.digest for facts in found if facts.size) - public for source, found in files.items()
    }
    parts = [(each.source, each.digest, sorted(digests[each.source])) for each in site.concealed]
    documents = partial(all_documents, content, reader)
    hidden = frozenset(each.source for each in site.concealed if each.whole)
    if not parts:
        return Concealment(b"", None, hidden, documents, reader.body)

    def texts(concealed: Concealed) -> tuple[bytes, ...]:
        return texts_of(_document(concealed.source, content, reader), reader.body) if concealed.whole else ()

    secrets = [Secret(each.source, each.path, texts(each), digests[each.source]) for each in site.concealed]
    standing = [each for each in content.standing.documents if each.source not in hidden]
    known = [text for each in standing for text in told_by(each, reader.body)]
    index = make_index(secrets, [*known, *(text.encode() for text in standing_words(site.settings))])
    return Concealment(digest_of(parts), index, hidden, documents, reader.body)


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


def _copied(targets: Iterable[Target], index: Index) -> Iterator[tuple[str, Leak]]:
    """Files that would be copied, or made smaller, and are a hidden document's byte for byte."""
    for target in targets if index.digests else ():
        view = target.inputs[0].it if target.kind in _COPIES else None  # type: ignore[attr-defined]
        if isinstance(view, FileView | VariantView) and view.digest in index.digests:
            yield target.path, Leak(index.digests[view.digest], SAME_FILE)


def _look(root: Path, index: Index, claim: tuple[str, Claim]) -> list[Leak]:
    """What a file of the output gives away by its address or its words."""
    path, known = claim
    found = find_address(path, index)
    with contextlib.suppress(FileNotFoundError):
        found += find_in_file(root / path, known.kind, index)
    return found
