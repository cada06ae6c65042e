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
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from warta.deploy.host import CannotDeploy, Dropped, Host, Refused, temporary_name
from warta.deploy.output import File

KEPT = 3
_RELEASE = re.compile(r"[0-9a-f]{32}(-\d+)?")
_GONE = (FileNotFoundError, NotADirectoryError)


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
        self._next = self._releases / ".next"
        self._current = base / "current"
        self._link = base / ".current.warta-up"
        with _translated_errors():
            if not base.parent.is_dir():
                raise CannotDeploy(f"{base.parent} is not there. Make it, or mend 'path' of this target.")
            if switch and self._current.exists() and not self._current.is_symlink():
                raise CannotDeploy(f"{self._current} is no link, so it cannot be switched. Move it away first.")

    @property
    def _root(self) -> Path:
        if not self._switch:
            return self._base
        if self._next.is_dir():
            return self._next
        return self._link if self._link.is_dir() else self._current

    def begin(self) -> None:
        """With `switch`: make the folder to work in, or go on in the one an interrupted deploy left."""
        if not self._switch or self._next.is_dir():
            return
        with _translated_errors():
            if self._link.is_dir():
                self._link.replace(self._current)
            copy = self._releases / ".copy"
            shutil.rmtree(copy, ignore_errors=True)
            self._releases.mkdir(exist_ok=True)
            if self._current.is_dir():
                shutil.copytree(self._current, copy, copy_function=os.link, symlinks=True)
            else:
                copy.mkdir()
            copy.rename(self._next)

    def unfinished(self) -> bool:
        """Whether a folder waits to be switched to."""
        return self._switch and (self._next.is_dir() or self._link.is_dir())

    def finish(self, name: str) -> None:
        """With `switch`: make the worked-in folder the current one. A kill at any line leaves what `begin` mends."""
        if not self._switch:
            return
        with _translated_errors():
            if self._next.is_dir():
                free = (name, *(f"{name}-{number}" for number in range(1, 1000)))
                release = next(self._releases / each for each in free if not (self._releases / each).exists())
                self._link.unlink(missing_ok=True)
                self._link.symlink_to(f"releases/{release.name}")
                self._next.rename(release)
                os.utime(release)
            if self._link.is_dir():
                self._link.replace(self._current)
            self._forget()

    def _forget(self) -> None:
        """Delete all but the current and the newest releases; what does not look like one of ours stays."""
        ours = [each for each in self._releases.iterdir() if _RELEASE.fullmatch(each.name)]
        current = self._current.resolve().name
        ours.sort(key=lambda each: (each.name == current, each.stat().st_mtime_ns))
        for old in ours[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        return _read(self._root / path)

    def put(self, files: Sequence[File]) -> None:
        """Each file is written by a temporary name and renamed, so that a hard link's other names keep their bytes."""
        for file in files:
            data = file.read()
            with _translated_errors():
                _check_links(self._root, file.path)
                _replace(self._root / file.path, self._root / temporary_name(file.path), data)

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        root = self._root
        with _translated_errors():
            for path in paths:
                _check_links(root, path)
                with contextlib.suppress(*_GONE):
                    (root / path).unlink()
                for parent in (root / path).parents:
                    if parent == root:
                        break
                    try:
                        parent.rmdir()
                    except OSError:
                        break

    def names(self) -> list[str]:
        """See `host.Host`."""
        root = self._root
        with _translated_errors():
            entries = sorted(root.iterdir()) if root.is_dir() else []
            return [f"{each.name}/" if each.is_dir() else each.name for each in entries]

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        return _read(self._base / name)

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        with _translated_errors():
            _replace(self._base / name, self._base / temporary_name(name), data)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`."""
        with _translated_errors():
            try:
                self._base.mkdir(exist_ok=True)
                with (self._base / name).open("xb") as file:
                    file.write(data)
            except FileExistsError:
                return False
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with _translated_errors():
            (self._base / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held."""


def _read(path: Path) -> bytes | None:
    with _translated_errors():
        try:
            return path.read_bytes()
        except _GONE:
            return None


def _check_links(root: Path, path: str) -> None:
    """Nothing is written or deleted through a link: what lies behind it is not the site's. Raises Refused."""
    for parent in (root / path).parents:
        if parent == root:
            return
        if parent.is_symlink():
            raise Refused(
                f"{parent} is a link to another folder, and the site needs a folder there. Move the link away."
            )


def _replace(place: Path, temporary: Path, data: bytes) -> None:
    try:
        temporary.write_bytes(data)
    except FileNotFoundError:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
    temporary.replace(place)


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    """Raise the errors of `host.py` in the place of the system's."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename or 'the folder'}: {error.strerror or error}."
        if error.errno in (errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN):
            raise Dropped(message) from None
        raise Refused(message) from None
