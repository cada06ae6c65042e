"""Turns paths below a folder of this machine into files read, written and deleted, never by way of a link.

Whoever can write there may have planted one, to have us write elsewhere with our own rights. Each folder of a path is
opened from the one above it, so none can be changed for a link in between; where the system cannot do that (Windows),
each is looked at first.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from warta.deploy.host import Refused, is_temporary, link_in_the_way, temporary_name

_BY_NUMBER = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_GONE = (FileNotFoundError, NotADirectoryError)


class _Folder(msgspec.Struct, frozen=True):
    """A folder by its path, and by the number under which it is open (None: where the system knows no such thing)."""

    path: Path
    number: int | None

    def at(self, name: str) -> str:
        """What names a file in it, together with the number."""
        return name if self.number is not None else str(self.path / name)

    def facts(self, name: str) -> os.stat_result:
        """Of a name in it, and not of what a link by that name leads to."""
        return os.stat(self.at(name), dir_fd=self.number, follow_symlinks=False)


def read(base: Path, path: str) -> bytes | None:
    """The bytes of a file; None when none is there, or a link."""
    folder, _, name = path.rpartition("/")
    try:
        with _opened(base, folder) as above:
            if not stat.S_ISREG(above.facts(name).st_mode):
                return None
            number = os.open(above.at(name), os.O_RDONLY | _NOFOLLOW | _BINARY, dir_fd=above.number)
    except (*_GONE, Refused):
        return None
    with os.fdopen(number, "rb") as file:
        return file.read()


def replace(base: Path, path: str, data: bytes) -> None:
    """Write a file under another name and rename it. Raises Refused for a link in the way."""
    folder, _, name = path.rpartition("/")
    with _opened(base, folder, make=True) as above:
        temporary = temporary_name(name)
        _create(above, temporary, data)
        try:
            os.replace(above.at(temporary), above.at(name), src_dir_fd=above.number, dst_dir_fd=above.number)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(above.at(temporary), dir_fd=above.number)
            raise


def create(base: Path, name: str, data: bytes) -> bool:
    """Write a file if nothing is there by this name, and say whether that was so."""
    with _opened(base, "") as above:
        try:
            _create(above, name, data)
        except FileExistsError:
            return False
    return True


def _create(folder: _Folder, name: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _BINARY
    number = os.open(folder.at(name), flags, 0o666, dir_fd=folder.number)
    with os.fdopen(number, "wb") as file:
        file.write(data)


def delete(base: Path, path: str, *, keep: str = "") -> None:
    """Delete a file or a link, and the folders below `keep` that became empty by it. Raises Refused for a link in the
    way.
    """
    folder, _, name = path.rpartition("/")
    try:
        with _opened(base, folder) as above:
            os.unlink(above.at(name), dir_fd=above.number)
    except _GONE:
        pass
    while folder and folder != keep:
        above_it, _, name = folder.rpartition("/")
        try:
            with _opened(base, above_it) as above:
                os.rmdir(above.at(name), dir_fd=above.number)
        except (OSError, Refused):
            return
        folder = above_it


def sweep(base: Path, folder: str) -> None:
    """Delete what was written into a folder under a temporary name, and not renamed."""
    with contextlib.suppress(*_GONE, Refused), _opened(base, folder) as found:
        for name in os.listdir(found.path if found.number is None else found.number):  # noqa: PTH208
            if is_temporary(name):
                with contextlib.suppress(OSError):
                    os.unlink(found.at(name), dir_fd=found.number)


@contextlib.contextmanager
def _opened(base: Path, path: str, *, make: bool = False) -> Iterator[_Folder]:
    """The folder at a path below `base`, which is made where `make` says so. Raises Refused for a link in the way."""
    here = _Folder(base, os.open(base, os.O_RDONLY | os.O_DIRECTORY) if _BY_NUMBER else None)
    try:
        for name in path.split("/") if path else ():
            below = _step(here, name, make=make)
            _close(here)
            here = below
        yield here
    finally:
        _close(here)


def _close(folder: _Folder) -> None:
    if folder.number is not None:
        os.close(folder.number)


def _step(above: _Folder, name: str, *, make: bool) -> _Folder:
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(above.at(name), dir_fd=above.number)
    place = above.path / name
    if above.number is None:
        if stat.S_ISLNK(above.facts(name).st_mode):
            raise link_in_the_way(str(place))
        return _Folder(place, None)
    try:
        flags = os.O_RDONLY | os.O_DIRECTORY | _NOFOLLOW
        return _Folder(place, os.open(name, flags, dir_fd=above.number))
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR) and stat.S_ISLNK(above.facts(name).st_mode):
            raise link_in_the_way(str(place)) from None
        raise
