"""Turns documents and files into answers to where they are: their addresses, the files of a folder."""

from __future__ import annotations

import copy
import functools
import posixpath
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from warta.content.documents import Link
from warta.digests import Value, digest_of, joined
from warta.fields import Ref
from warta.newsroom.addresses import STATIC, Addresses
from warta.newsroom.pictures import FileFacts
from warta.newsroom.shards import Name
from warta.settings import ImageSettings

_INDEXES = ("index.md", "index.markdown")


class Asking(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a document asks of others: where the links of its body lead, and where the files are that it names.

    The first `pictures` of the files are shown as pictures. `mentions` are targets in HTML of the writer's own. A
    document is `hidden`, or `closed`: a release that was withdrawn, of whose files those in `keep` stay.
    """

    source: str
    links: tuple[Link, ...] = ()
    files: tuple[Ref, ...] = ()
    pictures: int = 0
    mentions: tuple[str, ...] = ()
    hidden: bool = False
    closed: bool = False
    keep: tuple[Ref, ...] = ()


class Belongings(msgspec.Struct, frozen=True):
    """The files that belong to documents which are hidden, or were withdrawn (see `belongings`). `digest` covers it.

    `owners` has the document of each of them by the file's source. `withheld` must not be published; `copies` are
    those among them that belong to nobody hidden, but are links to such a file or the same bytes, each with that file.
    `named` are the files of these bytes that a public text names.
    """

    digest: bytes = b""
    owners: dict[str, str] = {}
    withheld: frozenset[str] = frozenset()
    copies: dict[str, str] = {}
    named: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


NOTHING_HIDDEN = Belongings()


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
        self.addresses, self.images, self.belongings = addresses, images, NOTHING_HIDDEN
        self.files: Mapping[str, FileFacts] = files.it
        self._where, self._paths, self._others = where, paths, others

    def knowing(self, belongings: Belongings) -> Places:
        """The same places, with what belongs to hidden documents."""
        if belongings is NOTHING_HIDDEN:
            return self
        found = copy.copy(self)
        found.belongings, found.digest = belongings, joined((self.digest, belongings.digest))
        return found

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

    def is_open(self, source: str) -> bool:
        """Whether readers see a document's text: it is neither hidden nor withdrawn."""
        name = self._where.get(source)
        if name is not None and source in self._paths[name].it["closed"]:
            return False
        return self.find(source) is not None

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
        return source in self._where or source in self._others

    @functools.cached_property
    def _indexes(self) -> dict[str, tuple[str, ...]]:
        """The folders that have documents of their own, each with its indexes."""
        found: dict[str, tuple[str, ...]] = {}
        for source in self.sources():
            folder = source.rpartition("/")[0]
            known = found.setdefault(folder, ())
            if is_bundle(source):
                found[folder] = (*known, source)
        return found

    def indexes(self, folder: str) -> tuple[str, ...]:
        """The indexes in a folder."""
        return self._indexes.get(folder, ())

    def home(self, file: str) -> tuple[str, ...]:
        """The indexes of the bundle that a file is in: those of the nearest folder around it that has documents."""
        folder = file.rpartition("/")[0]
        while folder:
            if folder in self._indexes:
                return self._indexes[folder]
            folder = folder.rpartition("/")[0]
        return ()

    def bundle(self, index: str) -> Iterator[str]:
        """The files of a bundle: those in its folder, and in the folders in it that have no documents of their own."""
        folder = index.rpartition("/")[0]
        start, end = (bisect_left(self.ordered, folder + after) for after in ("/", "0"))  # 0 comes next after /
        for file in self.ordered[start:end]:
            if file.rpartition("/")[0] == folder or index in self.home(file):
                yield file

    def held_by(self, file: str, asker: str) -> str | None:
        """The hidden or withdrawn index in whose bundle a file lies, for who asks from outside of its folder."""
        file = self.files[file].link or file
        if file in self.belongings.keep:
            return None
        for index in self.home(file):
            inside = asker.startswith(index.rpartition("/")[0] + "/")
            if not inside and not self.is_open(index):
                return index
        return None

    def published(self, path: str) -> str | None:
        """The source of the file that is published at an address, if any is: of static/, or beside a document."""
        source = STATIC + path.lstrip("/")
        if source in self.files:
            return None if source in self.belongings.withheld else source
        owner = self.owner(path)
        if owner is None or not is_bundle(owner):
            return None
        found = posixpath.dirname(owner) + path[len(self.find(owner) or "") - 1 :]
        if found not in self.files or found in self.belongings.withheld or owner not in self.home(found):
            return None
        return found if self.is_open(owner) or found in self.belongings.keep else None

    def file_named(self, source: str, name: str) -> str:
        """The source of the file that front matter means by a name; there need be none."""
        name = unicodedata.normalize("NFC", name)
        if name.startswith("/"):
            return posixpath.normpath(STATIC + name.lstrip("/"))
        return resolve(source, name)

    def files_named(self, asking: Asking, among: Mapping[str, object] | None = None) -> Iterator[str]:
        """The files that a document names in its front matter, by links relative to it, or in HTML of its own.

        With `among`, which has the last parts of their paths, only such are looked for; those that it names by their
        address on the site then count too.
        """
        for ref in asking.files:
            if among is None or posixpath.basename(unicodedata.normalize("NFC", ref.text)) in among:
                yield self.file_named(asking.source, ref.text)
        for target in (*[each.target for each in asking.links], *asking.mentions):
            path = _path_of(target)
            if among is not None and posixpath.basename(path) not in among:
                continue
            if not path.startswith("/"):
                yield resolve(asking.source, path)
            elif among is not None:
                found = self.published(path.removeprefix(self.addresses.base))
                if found:
                    yield found


def is_bundle(source: str) -> bool:
    """Whether a document is the index of a folder, whose other files are published with it."""
    return source.count("/") > 1 and source.rpartition("/")[2].casefold() in _INDEXES


def resolve(source: str, written: str) -> str:
    """What a path means that is written in a document."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), unicodedata.normalize("NFC", written)))


def _path_of(target: str) -> str:
    try:
        return unicodedata.normalize("NFC", unquote(urlsplit(target).path))
    except ValueError:  # no address at all
        return ""
