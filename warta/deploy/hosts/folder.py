"""Makes a folder of this machine, such as a web server's or one on a mounted disk, a host.

With `switch` the site lies in `current`, a link to `releases/<digest>`. A deploy works in `releases/.next`, at first a
copy of hard links, and shows it to readers by replacing the link; the newest releases stay, to go back to.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from warta.deploy.host import CannotDeploy, Dropped, Host, Refused
from warta.deploy.hosts import beneath
from warta.deploy.output import File
from warta.errors import reason
from warta.messages import msg

KEPT = 3
_RELEASE = re.compile(r"[0-9a-f]{32}(-\d+)?")
_NEXT = "releases/.next"


class FolderPlace(msgspec.Struct, frozen=True):
    """`path` is the folder of the site, or with `switch` the one that holds `current` and `releases`."""

    path: Path
    switch: bool = True
    connections: int = 1
    batch: int = 1

    def open(self) -> Host:
        """See `host.Place`."""
        return FolderHost(self.path, switch=self.switch)


class FolderHost:
    """See `host.Host`."""

    def __init__(self, base: Path, *, switch: bool) -> None:
        self._base = base
        self._switch = switch
        self._releases = base / "releases"
        self._next = base / _NEXT
        self._current = base / "current"
        self._link = base / ".current.warta-up"
        with _translated_errors():
            if not base.parent.is_dir():
                raise CannotDeploy(
                    msg(
                        "target-folder-missing",
                        "%(folder)s is not there. Make it, or mend 'path' of this target.",
                        folder=str(base.parent),
                    )
                )
            if switch and self._current.exists() and not self._current.is_symlink():
                raise CannotDeploy(
                    msg(
                        "current-no-link",
                        "%(path)s is no link, so it cannot be switched. Move it away first.",
                        path=str(self._current),
                    )
                )
            if switch and self._releases.is_symlink():
                raise CannotDeploy(
                    msg(
                        "releases-a-link",
                        "%(path)s is a link to another folder. Move it away first.",
                        path=str(self._releases),
                    )
                )

    @property
    def _root(self) -> str:
        """The folder of the site, below the base; empty where it is the base."""
        if not self._switch:
            return ""
        return _NEXT if _is_folder(self._next) else self._shown(self._link) or self._shown(self._current) or "current"

    def _shown(self, link: Path) -> str:
        """The release that a link leads to; empty where it is none, or leads to nothing. Raises CannotDeploy for one
        that leads elsewhere.
        """
        if not link.is_symlink():
            return ""
        leads_to = Path(os.path.normpath(self._base / link.readlink()))
        if leads_to.parent != Path(os.path.normpath(self._releases)) or not _RELEASE.fullmatch(leads_to.name):
            raise CannotDeploy(
                msg(
                    "link-leads-elsewhere",
                    "%(link)s leads to %(place)s, and no deploy made it so. Move the link away.",
                    link=str(link),
                    place=str(leads_to),
                )
            )
        return f"releases/{leads_to.name}" if _is_folder(leads_to) else ""

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}".lstrip("/")

    def begin(self) -> None:
        """With `switch`: make the folder to work in, or go on in the one an interrupted deploy left."""
        if not self._switch or _is_folder(self._next):
            return
        with _translated_errors():
            if self._shown(self._link):
                self._link.replace(self._current)
            copy = self._releases / ".copy"
            for each in (copy, self._next):
                if each.is_symlink():
                    each.unlink()
            shutil.rmtree(copy, ignore_errors=True)
            self._releases.mkdir(exist_ok=True)
            if current := self._shown(self._current):
                shutil.copytree(self._base / current, copy, copy_function=os.link, symlinks=True)
            else:
                copy.mkdir()
            copy.rename(self._next)

    def unfinished(self) -> bool:
        """Whether a folder waits to be switched to."""
        return self._switch and (_is_folder(self._next) or bool(self._shown(self._link)))

    def finish(self, name: str) -> None:
        """With `switch`: make the worked-in folder the current one. A kill at any line leaves what `begin` mends."""
        if not self._switch:
            return
        with _translated_errors():
            if _is_folder(self._next):
                free = (name, *(f"{name}-{number}" for number in range(1, 1000)))
                release = next(self._releases / each for each in free if not os.path.lexists(self._releases / each))
                self._link.unlink(missing_ok=True)
                self._link.symlink_to(f"releases/{release.name}")
                self._next.rename(release)
                os.utime(release)
            if self._shown(self._link):
                self._link.replace(self._current)
            self._forget()

    def _forget(self) -> None:
        """Delete all but the current and the newest releases; what does not look like one of ours stays."""
        ours = [each for each in self._releases.iterdir() if _RELEASE.fullmatch(each.name) and _is_folder(each)]
        current = self._current.resolve().name
        ours.sort(key=lambda each: (each.name == current, each.stat().st_mtime_ns))
        for old in ours[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        with _translated_errors():
            return beneath.read(self._base, self._at(path))

    def put(self, files: Sequence[File]) -> None:
        """Each file is written by a temporary name and renamed, so that a hard link's other names keep their bytes."""
        for file in files:
            data = file.read()
            with _translated_errors():
                self._base.mkdir(exist_ok=True)
                beneath.replace(self._base, self._at(file.path), data)

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        root = self._root
        with _translated_errors():
            for path in paths:
                beneath.delete(self._base, self._at(path), keep=root)

    def sweep(self, folders: Iterable[str]) -> None:
        """See `host.Host`."""
        with _translated_errors():
            beneath.sweep(self._base, "")
            for folder in folders:
                beneath.sweep(self._base, self._at(folder).rstrip("/"))

    def names(self) -> list[str]:
        """See `host.Host`."""
        root = self._base / self._root
        with _translated_errors():
            entries = sorted(root.iterdir()) if root.is_dir() else []
            return [f"{each.name}/" if each.is_dir() else each.name for each in entries]

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        with _translated_errors():
            return beneath.read(self._base, name)

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        with _translated_errors():
            self._base.mkdir(exist_ok=True)
            beneath.replace(self._base, name, data)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`."""
        with _translated_errors():
            self._base.mkdir(exist_ok=True)
            return beneath.create(self._base, name, data)

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with _translated_errors():
            (self._base / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held."""


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    """Raise the errors of `host.py` in the place of the system's."""
    try:
        yield
    except OSError as error:
        if error.filename:
            message = msg("folder-refused-at", "%(path)s: %(why)s", path=str(error.filename), why=reason(error))
        else:
            message = msg("folder-refused", "the folder: %(why)s", why=reason(error))
        if error.errno in (errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN):
            raise Dropped(message) from None
        raise Refused(message) from None
