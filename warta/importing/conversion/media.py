"""Turns addresses of pictures and files on the old site into local files, and those into names beside a release."""

from __future__ import annotations

import csv
import functools
import json
import os
import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.importing.endings import path_of
from warta.importing.folders import leads_out
from warta.messages import Message, msg
from warta.render.pictures import images
from warta.render.pictures.cleaning import publishable, why_not
from warta.render.pictures.sniffing import MOVIE, format_of
from warta.slugs import slug

_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
_PUBLISHED = ("static", "assets", "public", "content", "src")
_SCALED = re.compile(r"(?=\.\w+$)")


class MediaFile(msgspec.Struct, frozen=True, gc=False):
    """A local file with the digest of its bytes, which is empty when they cannot be read."""

    path: Path
    digest: str


class MediaIndex(msgspec.Struct, frozen=True):
    """The local files of an import, by path as addresses of the old site write it (or by whole address)."""

    files: Mapping[str, Path] = {}

    def find(self, url: str) -> Path | None:
        """The file behind an old address: the original of a resized picture where there is one, else that one."""
        for each in _spellings(url):
            parts = each.split("/")
            for start in range(len(parts)):
                path = self.files.get("/".join(parts[start:]))
                if path is not None:
                    return path
        return None


def index_media(place: Path | None, own: Mapping[str, Path] = MappingProxyType({})) -> MediaIndex:
    """The media in a folder (a copy of wp-content/uploads, or of more), or those a table of addresses names.

    `own` are files that a source has itself; those of the place count before them.

    A table is a JSON object, or CSV or TSV lines, of address and file; files are relative to the table. Raises
    ProblemsFound when there is no such place, or it is no table, with every file that is missing.
    """
    if place is None:
        return MediaIndex(dict(own))
    if place.is_dir():
        return MediaIndex({**own, **_walk(place)})
    if not place.is_file():
        message = msg("media-missing", "is neither a folder of media nor a table of addresses.")
        raise ProblemsFound([Problem(str(place), 0, message)])
    found: dict[str, Path] = {}
    problems = []
    for line, (url, name) in enumerate(_rows(place), 1):
        path = place.parent / name
        if path.is_file():
            found[path_of(url)] = path
        else:
            message = msg("media-no-file", "there is no file '%(name)s'.", name=name)
            problems.append(Problem(str(place), line, message))
    if problems:
        raise ProblemsFound(problems)
    return MediaIndex({**own, **found})


def _walk(folder: Path) -> dict[str, Path]:
    """Files by their path in the folder; what other generators publish from a folder of its own, without that too."""
    found: dict[str, Path] = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".") and each != "node_modules"]
        for name in names:
            path = Path(root) / name
            if leads_out(path, folder):
                continue  # a link to what was never given: it counts as missing
            known = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            found[known] = path
            first, _, rest = known.partition("/")
            if first in _PUBLISHED:
                found.setdefault(rest, path)
    return found


def _rows(table: Path) -> list[tuple[str, str]]:
    try:
        text = table.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):
            return [(str(url), str(name)) for url, name in json.loads(text).items()]
        tabs = "\t" in text.partition("\n")[0]
        rows = csv.reader(text.splitlines(), delimiter="\t" if tabs else ",")
        return [(row[0], row[1]) for row in rows if len(row) >= 2]
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        message = msg("media-no-table", "is no table of addresses and files: %(words)s.", words=str(error))
        raise ProblemsFound([Problem(str(table), 0, message)]) from None


def _spellings(url: str) -> list[str]:
    plain = path_of(url)
    whole = _SIZE.sub("", plain)
    return list(dict.fromkeys((whole, _SCALED.sub("-scaled", whole), plain)))


@functools.lru_cache(maxsize=10_000)
def _broken(file: MediaFile) -> Message | None:
    """Why a file cannot be used, such as a picture that was cut short and would stop the build; None when it can."""
    if not file.digest:
        return msg("media-unread", "cannot be read.")
    format_ = format_of(images.head_of(file.path))
    if not format_ and not images.is_named_picture(file.path.name):
        return None
    try:
        if not format_:
            return images.NO_PICTURE
        if format_ == MOVIE:
            publishable(file.path)
        elif reason := why_not(format_):
            return reason
        elif images.is_readable(format_) and images.measure(file.path) is not None:
            images.resize(file.path, 16, 16, "JPEG", 50)
    except images.BrokenImage as broken:
        return broken.message
    return None


class TakenFiles:
    """The files beside one release, each under a name of its own, found by `find` from an old address.

    `names` holds them by name, `refused` the reason for each address whose file cannot be used.
    """

    def __init__(self, find: Callable[[str], MediaFile | None]) -> None:
        self._find = find
        self.names: dict[str, MediaFile] = {}
        self.refused: dict[str, Message] = {}

    def take(self, *urls: str) -> str | None:
        """The name of the file behind the first of these addresses that there is a file for; None when none has."""
        for url in urls:
            file = self._find(url) if url else None
            if file is None:
                continue
            if not (reason := _broken(file)):
                return self._name(file)
            self.refused[url] = reason
        return None

    def no_picture(self, url: str) -> Message:
        """Why there is no picture for an address, for a person."""
        if reason := self.refused.get(url):
            return msg("picture-broken", "picture cannot be used: %(url)s: %(words)s", url=url, words=reason)
        return msg("picture-missing", "picture not among the media: %(url)s", url=url)

    def no_lead(self, url: str) -> Message:
        """Why there is no lead picture for an address, for a person."""
        if reason := self.refused.get(url):
            return msg("lead-broken", "lead picture cannot be used: %(url)s: %(words)s", url=url, words=reason)
        return msg("lead-missing", "lead picture not among the media: %(url)s", url=url)

    def no_file(self, url: str) -> Message:
        """Why there is no file for an address, for a person."""
        if reason := self.refused.get(url):
            return msg("file-broken", "file cannot be used: %(url)s: %(words)s", url=url, words=reason)
        return msg("media-file-missing", "file not among the media: %(url)s", url=url)

    def _name(self, file: MediaFile) -> str:
        stem, suffix = posixpath.splitext(unicodedata.normalize("NFC", file.path.name))
        base = slug(stem)
        name, number = f"{base}{suffix.casefold()}", 2
        while self.names.get(name, file) != file or name == "index.md":
            name, number = f"{base}-{number}{suffix.casefold()}", number + 1
        self.names[name] = file
        return name
