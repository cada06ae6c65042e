"""Turns relative targets in documents into addresses: of other documents, and of the files beside them."""

from __future__ import annotations

import functools
import posixpath
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urlsplit

import msgspec

from warta.content.documents import Link
from warta.digests import Value, digest_of, joined
from warta.errors import Problem, did_you_mean, few
from warta.fields import Ref
from warta.newsroom.addresses import STATIC, Addresses, beside, static_address
from warta.newsroom.pictures import FileFacts, Picture, image_of
from warta.newsroom.shards import Name
from warta.newsroom.views import Image
from warta.settings import ImageSettings

_MOST_HINTS = 20  # to look for what may be meant takes long


class Places:
    """Where things are, for those who link to them. `digest` covers all that this can answer.

    `where` is the shard of each release by source, `paths` the addresses of each shard's releases (see `addresses_of`),
    `others` the addresses of other documents by source; None: not public. `files` are the facts of the other files of
    the content by source.
    """

    def __init__(
        self,
        addresses: Addresses,
        images: ImageSettings,
        files: Value,
        where: Mapping[str, Name],
        paths: Mapping[Name, Value],
        others: Mapping[str, str | None],
    ) -> None:
        own = digest_of((others, addresses, images))
        self.digest = joined([own, files.digest, *[each.digest for each in paths.values()]])
        self.addresses, self.images = addresses, images
        self.files: Mapping[str, FileFacts] = files.it
        self._where, self._paths, self._others = where, paths, others

    @functools.cached_property
    def ordered(self) -> tuple[str, ...]:
        """The sources of all files, in their order."""
        return tuple(sorted(self.files))

    def find(self, source: str) -> str | None:
        """The address of a document; None: it is not public. Raises KeyError for one that is not there."""
        name = self._where.get(source)
        if name is None:
            return self._others[source]
        seen: dict[str, str] = self._paths[name].it["seen"]
        return seen.get(source)

    def sources(self) -> Iterable[str]:
        """All documents, public or not."""
        return (*self._where, *self._others)

    @functools.cached_property
    def _owners(self) -> dict[str, str]:
        found = {path: source for each in self._paths.values() for source, path in each.it["seen"].items()}
        return found | {path: source for source, path in self._others.items() if path}

    def owner(self, path: str) -> str | None:
        """The document whose address an address lies below."""
        while path := path.rstrip("/").rpartition("/")[0]:
            if (source := self._owners.get(f"{path}/")) is not None:
                return source
        return None

    def has(self, source: str) -> bool:
        """Whether there is a document at this source, public or not."""
        try:
            self.find(source)
        except KeyError:
            return False
        return True

    def below(self, folder: str) -> tuple[str, ...]:
        """The files in a folder and the folders in it, by name."""
        start, end = (bisect_left(self.ordered, folder + after) for after in ("/", "0"))  # 0 comes next after /
        return self.ordered[start:end]

    def published(self, path: str) -> str | None:
        """The source of the file that is published at an address, if any is: of static/, or beside a document."""
        source = STATIC + path.lstrip("/")
        if source in self.files:
            return source
        owner = self.owner(path)
        if owner is None:
            return None
        found = posixpath.dirname(owner) + path[len(self.find(owner) or "") - 1 :]
        return found if is_bundle(owner) and found in self.files else None


class Asking(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a document asks of others: where the links of its body lead, and where the files are that it names."""

    source: str
    links: tuple[Link, ...] = ()
    files: tuple[Ref, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a document asked for.

    `targets` are what the links of its body lead to, in their order: a URL, a picture to show, or None (the text stands
    without the link). `files` maps the name of a file as written to the file in its place, `media` is what is
    published at the document's address, `shown` are the pictures of its body.
    """

    targets: tuple[str | Image | None, ...] = ()
    files: dict[str, Picture] = {}
    media: tuple[Picture, ...] = ()
    shown: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    digest: bytes = b""


def asks(asking: Asking) -> bool:
    """Whether a document asks for anything."""
    return bool(asking.links or asking.files or is_bundle(asking.source))


def answer(asking: Asking, path: str, places: Places) -> Answer:
    """The answer to what a document asks that is published at `path`."""
    linker = _Linker(asking.source, path, places)
    targets = tuple([linker.body_target(each) for each in asking.links])
    for ref in asking.files:
        linker.file(ref)
    if is_bundle(asking.source):
        linker.siblings()
    return linker.answer(targets)


def is_bundle(source: str) -> bool:
    """Whether a document is the index of a folder, whose other files are published with it."""
    return source.endswith("/index.md") and source.count("/") > 1


class _Linker:
    """Resolves the targets of one document and collects what it met."""

    def __init__(self, source: str, path: str, places: Places) -> None:
        self._source = source
        self._folder = posixpath.dirname(source)
        self._path = path
        self._places = places
        self._files: dict[str, Picture] = {}
        self._media: dict[str, Picture] = {}
        self._shown: dict[str, Picture] = {}
        self._taken: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def answer(self, targets: tuple[str | Image | None, ...]) -> Answer:
        parts = (targets, self._files, tuple(self._media.values()), tuple(self._shown.values()))
        notes = few(self._problems), few(self._warnings)
        return Answer(*parts, *notes, digest_of((parts, notes)))

    def body_target(self, link: Link) -> str | Image | None:
        """What a relative link or image of the body leads to; None when its text must stand without the link."""
        url = self._url(link.target, link.line)
        if url is None or not link.image:
            return url
        path = self._places.addresses.path_of(url)
        source = next((each.source for each in self._media.values() if each.path == path), None)
        source = source or self._places.published(path)
        if source is None or not self._places.files[source].width:
            return url
        picture = Picture(path, source, self._places.files[source])
        self._shown[path] = picture
        return image_of(picture, self._places.images, self._places.addresses)

    def _url(self, target: str, line: int) -> str | None:
        base = self._places.addresses.base
        if target.startswith("/"):
            return target if target.startswith(base + "/") else base + target
        parts = urlsplit(target)
        rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        source = self._resolve(unquote(parts.path))
        for candidate in (source, f"{source}.md", f"{source}/index.md"):
            if self._places.has(candidate):
                address = self._places.find(candidate)
                if address is None:
                    self._warn(target, line)
                return None if address is None else base + address + rest
        if source in self._places.files:
            if self._is_withheld(source):
                self._warn(target, line)
                return None
            return base + quote(self._publish(source).path) + rest
        self._broken(target, line, source)
        return None

    def _warn(self, target: str, line: int) -> None:
        message = f"the link to '{target}' is left out as long as that release is not public."
        self._warnings.append(Problem(f"content/{self._source}", line, message))

    def _is_withheld(self, source: str) -> bool:
        """Whether a file lies in the folder of another release that is not public."""
        folder = posixpath.dirname(source)
        while folder.count("/") > 0 and folder != self._folder and not self._folder.startswith(folder + "/"):
            index = f"{folder}/index.md"
            if self._places.has(index) and self._places.find(index) is None:
                return True
            folder = posixpath.dirname(folder)
        return False

    def file(self, ref: Ref) -> None:
        """A file named in the front matter."""
        name = unicodedata.normalize("NFC", ref.text)
        if name.startswith("/"):
            source = posixpath.normpath(STATIC + name.lstrip("/"))
            if source in self._places.files:
                self._files[ref.text] = Picture(static_address(source), source, self._places.files[source])
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

    def _publish(self, source: str) -> Picture:
        media = self._media.get(source)
        if media is None:
            path = beside(self._path, self._folder, source)
            media = self._media[source] = Picture(path, source, self._places.files[source])
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
        hint = self._near(source) if len(self._problems) < _MOST_HINTS else ""
        message = f"there is no file '{target}' (looked for content/{source}).{hint}"
        self._problems.append(Problem(f"content/{self._source}", line, message))

    def _near(self, source: str) -> str:
        """The hint to the file that may be meant."""
        folder = posixpath.dirname(source) + "/"
        others = (each for each in (*self._places.files, *self._places.sources()) if each != self._source)
        near = [each for each in others if each.startswith(folder)]
        return did_you_mean(posixpath.basename(source), [each.removeprefix(folder) for each in near])
