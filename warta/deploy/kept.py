"""Turns the files of a deploy into a copy that is kept on this machine, to go back to on any kind of host.

The bytes are hard links to those of the output where the system allows it, each once for all deploys. A build replaces
files and never writes into one, so a kept one stays as it is; whoever reads it compares its digest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from warta.deploy.addresses import site_of
from warta.deploy.host import CannotDeploy
from warta.deploy.manifest import Entry, digest_of_bytes
from warta.deploy.output import File
from warta.engine.staging import digest_of
from warta.messages import msg
from warta.trust.record import State

_BLOBS = "files"


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of a kept deploy."""

    size: int
    digest: str
    kind: str


class Shown(msgspec.Struct, frozen=True):
    """What readers see of a deploy: the sources of all whose text is there, and what the log says (None: not known)."""

    readable: frozenset[str] | None = None
    states: tuple[State, ...] | None = None


class Deployed(msgspec.Struct, frozen=True):
    """A deploy: the site's address, when it was, its files, the sources of all whose text readers saw, and what the
    log says of those (None: not known).
    """

    site: str
    at: dt.datetime
    files: dict[str, Row]
    readable: frozenset[str] | None
    states: tuple[State, ...] | None = None

    @property
    def name(self) -> str:
        """Names these files."""
        return _name_of({path: (row.size, row.digest) for path, row in self.files.items()})


def name_of(entries: Mapping[str, Entry]) -> str:
    """The name of the deploy that left these entries; empty where not all of them are sure."""
    if not all(entry.sure for entry in entries.values()):
        return ""
    return _name_of({path: (entry.size, entry.digest) for path, entry in entries.items()})


def _name_of(files: Mapping[str, tuple[int, str]]) -> str:
    return digest_of_bytes(msgspec.json.encode(sorted(files.items())))


class Kept:
    """The kept deploys to one target, in a folder of this machine."""

    def __init__(self, folder: Path, site: str) -> None:
        self._folder = folder
        self._site = site

    def all(self) -> list[Deployed]:
        """The kept deploys of this site, the oldest first."""
        return [each for _, each in self._listed() if site_of(each.site) == site_of(self._site)]

    def _listed(self) -> Iterator[tuple[Path, Deployed]]:
        for path in sorted(self._folder.glob("[0-9]*.json")):
            with contextlib.suppress(OSError, msgspec.DecodeError):
                yield path, msgspec.json.decode(path.read_bytes(), type=Deployed)

    def keep(self, deployed: Mapping[str, File], shown: Shown, at: dt.datetime, most: int) -> None:
        """Keep the files of a deploy, and let go of all but the `most` newest. Raises OSError."""
        if most == 0:
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        rows = {path: Row(file.size, file.digest, file.kind) for path, file in deployed.items()}
        readable = shown.readable
        new = Deployed(self._site, at, rows, readable, shown.states)
        listed_ones = list(self._listed())
        if not listed_ones or listed_ones[-1][1].name != new.name or listed_ones[-1][1].readable != readable:
            blobs = self._folder / _BLOBS
            blobs.mkdir(parents=True, exist_ok=True)
            there = {blob.name for blob in blobs.iterdir()}
            for file in deployed.values():
                if file.digest not in there:
                    _lay_down(file, blobs / file.digest)
                    there.add(file.digest)
            number = int(listed_ones[-1][0].stem) + 1 if listed_ones else 1
            path = self._folder / f"{number:08d}.json"
            temporary = path.with_suffix(".new")
            temporary.write_bytes(msgspec.json.encode(new))
            temporary.replace(path)
            listed_ones.append((path, new))
        self._forget(listed_ones, most)

    def _forget(self, listed_ones: list[tuple[Path, Deployed]], most: int) -> None:
        if len(listed_ones) <= most:
            return
        for path, _ in listed_ones[:-most]:
            path.unlink(missing_ok=True)
        used = {row.digest for _, each in listed_ones[-most:] for row in each.files.values()}
        for blob in (self._folder / _BLOBS).iterdir():
            if blob.name not in used:
                blob.unlink(missing_ok=True)

    def before(self, entries: Mapping[str, Entry], held: str) -> Deployed:
        """The deploy before the one that left these entries; of one that goes back and did not end, its own aim.

        Raises CannotDeploy when none is kept here.
        """
        kept = self.all()
        names = [each.name for each in kept]
        now = name_of(entries)
        if held in names and now != held:
            return kept[names.index(held)]
        end = len(names) - 1 - names[::-1].index(now) if now in names else len(names)
        earlier = [each for each in kept[:end] if each.name != now]
        if not earlier:
            raise CannotDeploy(
                msg("no-earlier-deploy", "no earlier deploy is kept on this machine, so there is none to go back to.")
            )
        return earlier[-1]

    def named(self, name: str) -> Deployed | None:
        """The kept deploy by this name."""
        return next((each for each in self.all() if each.name == name), None)

    def files(self, deployed: Deployed) -> dict[str, File]:
        """The files of a kept deploy. Raises CannotDeploy when some are not here any more."""
        blobs = self._folder / _BLOBS
        found = {
            path: File(path, row.size, row.digest, row.kind, blobs / row.digest) for path, row in deployed.files.items()
        }
        lost = [path for path, file in found.items() if not _is_whole(blobs / file.digest)]
        if lost:
            raise CannotDeploy(
                msg(
                    "kept-not-whole",
                    "what was kept of that deploy is not whole any more: %(files)s.",
                    files=tuple(lost),
                )
            )
        return found


def hidden_since(deployed: Deployed, readable: frozenset[str]) -> list[str]:
    """The sources of what readers would see again, and must not see now."""
    return sorted((deployed.readable or frozenset()) - readable)


def _is_whole(blob: Path) -> bool:
    try:
        return digest_of(blob) == blob.name
    except OSError:
        return False


def _lay_down(file: File, place: Path) -> None:
    temporary = place.with_name(f"{place.name}.new")
    temporary.unlink(missing_ok=True)
    if isinstance(file.content, Path):
        try:
            os.link(file.content, temporary)
        except OSError:  # another disk, or one without hard links
            temporary.write_bytes(file.read())
    else:
        temporary.write_bytes(file.content)
    temporary.replace(place)
