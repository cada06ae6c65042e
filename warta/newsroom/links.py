"""Turns relative targets in documents into addresses: of other documents, and of the files beside them."""

from __future__ import annotations

import posixpath
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urlsplit

import msgspec

from warta.content.documents import Document, Organization, Page, Release
from warta.errors import Problem, did_you_mean
from warta.fields import Ref
from warta.newsroom.model import Linked, Media

STATIC = "static/"


class Places(msgspec.Struct, frozen=True):
    """Where things are: documents by source with their address (None: not public), other files also in their order."""

    documents: Mapping[str, str | None]
    files: frozenset[str]
    base: str
    ordered: tuple[str, ...]

    @classmethod
    def of(cls, documents: Mapping[str, str | None], files: Iterable[str], base: str) -> Places:
        """The places of a newsroom."""
        ordered = tuple(sorted(files))
        return cls(documents, frozenset(ordered), base, ordered)

    def below(self, folder: str) -> tuple[str, ...]:
        """The files in a folder and the folders in it, by name."""
        start, end = (bisect_left(self.ordered, folder + after) for after in ("/", "0"))  # 0 comes next after /
        return self.ordered[start:end]


def link(document: Document, path: str, places: Places) -> Linked:
    """Resolve every target of a document that is published at `path` (with slashes at both ends)."""
    if not (document.body.links or _has_files(document) or _is_bundle(document.source)):
        return NOTHING
    linker = _Linker(document.source, path, places)
    targets = tuple(linker.body_target(each.target, each.line) for each in document.body.links)
    for ref in _files(document):
        linker.file(ref)
    if _is_bundle(document.source):
        linker.siblings()
    return linker.linked(targets)


NOTHING = Linked()


def _has_files(document: Document) -> bool:
    if isinstance(document, Release):
        return bool(document.image or document.gallery or document.attachments)
    return isinstance(document, Organization) and document.logo is not None


def _files(document: Document) -> list[Ref]:
    if isinstance(document, Page):
        return []
    if isinstance(document, Organization):
        return [document.logo.file] if document.logo else []
    pictures = [document.image, *document.gallery] if document.image else [*document.gallery]
    return [picture.file for picture in pictures if picture] + [each.file for each in document.attachments]


def _is_bundle(source: str) -> bool:
    return source.endswith("/index.md") and source.count("/") > 1


class _Linker:
    """Resolves the targets of one document and remembers what it met."""

    def __init__(self, source: str, path: str, places: Places) -> None:
        self._source = source
        self._folder = posixpath.dirname(source)
        self._path = path
        self._places = places
        self._files: dict[str, Media] = {}
        self._media: dict[str, Media] = {}
        self._taken: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def linked(self, targets: tuple[str | None, ...]) -> Linked:
        media = tuple(self._media.values())
        return Linked(targets, self._files, media, tuple(self._problems), tuple(self._warnings))

    def body_target(self, target: str, line: int) -> str | None:
        """The address of a relative link or image of the body; None when its text must stand without the link."""
        if target.startswith("/"):
            return target if target.startswith(self._places.base + "/") else self._places.base + target
        parts = urlsplit(target)
        rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        source = self._resolve(unquote(parts.path))
        for candidate in (source, f"{source}.md", f"{source}/index.md"):
            if candidate in self._places.documents:
                return self._document(candidate, target, line, rest)
        if source in self._places.files:
            if self._is_withheld(source):
                self._warn(target, line)
                return None
            return self._places.base + quote(self._publish(source).path) + rest
        self._broken(target, line, source)
        return None

    def _document(self, source: str, target: str, line: int, rest: str) -> str | None:
        address = self._places.documents[source]
        if address is None:
            self._warn(target, line)
            return None
        return self._places.base + address + rest

    def _warn(self, target: str, line: int) -> None:
        message = f"the link to '{target}' is left out as long as that release is not public."
        self._warnings.append(Problem(f"content/{self._source}", line, message))

    def _is_withheld(self, source: str) -> bool:
        """Whether a file lies in the folder of another release that is not public."""
        folder = posixpath.dirname(source)
        while folder.count("/") > 0 and folder != self._folder and not self._folder.startswith(folder + "/"):
            if self._places.documents.get(f"{folder}/index.md", "") is None:
                return True
            folder = posixpath.dirname(folder)
        return False

    def file(self, ref: Ref) -> None:
        """A file named in the front matter."""
        name = unicodedata.normalize("NFC", ref.text)
        if name.startswith("/"):
            source = posixpath.normpath(STATIC + name.lstrip("/"))
            if source in self._places.files:
                self._files[ref.text] = Media(source, "/" + source.removeprefix(STATIC))
                return
        else:
            source = self._resolve(name)
            if source in self._places.files and self._is_withheld(source):
                self._warn(ref.text, ref.line)
                return
            if source in self._places.files:
                self._files[ref.text] = self._publish(source)
                return
        self._broken(ref.text, ref.line, source)

    def siblings(self) -> None:
        """All files beside an index.md are published with it."""
        for source in self._places.below(self._folder):
            if not source.endswith(".md"):
                self._publish(source)

    def _resolve(self, written: str) -> str:
        joined = posixpath.join(self._folder, unicodedata.normalize("NFC", written))
        return posixpath.normpath(joined)

    def _publish(self, source: str) -> Media:
        name = source.removeprefix(self._folder + "/")
        if name == source:
            name = posixpath.basename(source)
        media = self._media.setdefault(source, Media(source, self._path + name))
        other = self._taken.setdefault(media.path.casefold(), source)
        if other != source:
            message = f"content/{source} and content/{other} would both be published as {media.path}. Rename one."
            self._problems.append(Problem(f"content/{self._source}", 0, message))
        return media

    def _broken(self, target: str, line: int, source: str) -> None:
        if "{{" in target or "{%" in target:
            message = (
                f"the link is made by another generator's template tag, which Warta does not read (got '{target}')."
            )
            self._problems.append(Problem(f"content/{self._source}", line, message))
            return
        folder = posixpath.dirname(source) + "/"
        others = (each for each in (*self._places.files, *self._places.documents) if each != self._source)
        near = [each for each in others if each.startswith(folder)]
        hint = did_you_mean(posixpath.basename(source), [each.removeprefix(folder) for each in near])
        message = f"there is no file '{target}' (looked for content/{source}).{hint}"
        self._problems.append(Problem(f"content/{self._source}", line, message))
