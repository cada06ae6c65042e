"""Turns rendered files into the output folder, so that a reader, or a kill at any moment, never meets half a site.

Files are rendered into a staging folder beside the output. Only when all are there are they put in place, each by one
rename: what is new first, then what changed (pages, lists, feeds, in this order), and last go the files that no target
claims any more. A manifest in the output names what is ours; it is written before the first file comes and after the
last one went, so what an interrupted build left is known to the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.errors import OutputError

MANIFEST = ".warta-manifest"
_HEADER = "warta-manifest 1"
_OURS = (MANIFEST, ".warta-staging")
_BLOCK = 1 << 20


class Written(msgspec.Struct, frozen=True):
    """A file as it was written: the digest of its bytes, how many they are, its time of change in nanoseconds."""

    digest: str
    size: int
    mtime: int


class Folder:
    """An output folder, and what of it is ours. Raises OutputError when it is somebody else's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = _staging_of(root)
        self.claimed = _read_manifest(root)
        self.fresh = not self.claimed and _is_empty(root)
        if not self.claimed and not self.fresh:
            stranger = next((name for name in sorted(os.listdir(root)) if not name.startswith(".")), None)  # noqa: PTH208
            if stranger is not None and not (root / MANIFEST).exists():
                raise OutputError(
                    f"{root} holds files that Warta did not write (such as '{stranger}'), "
                    "so nothing was written there. Name an empty folder with --output."
                )

    @contextlib.contextmanager
    def staging_open(self) -> Iterator[None]:
        """Make an empty staging folder, and remove at the end what was not put in place, or what a kill left."""
        try:
            with _writing(self.root):
                self.root.parent.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(self.staging, ignore_errors=True)
                self.staging.mkdir()
            yield
        finally:
            shutil.rmtree(self.staging, ignore_errors=True)

    def present(self) -> dict[str, tuple[int, int]]:
        """Size and time of change of every file in the output, by path."""
        found: dict[str, tuple[int, int]] = {}
        pending = [(str(self.root), "")]
        while pending:
            folder, prefix = pending.pop()
            try:
                entries = list(os.scandir(folder))
            except (FileNotFoundError, NotADirectoryError):
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    found[prefix + entry.name] = (facts.st_size, facts.st_mtime_ns)
        return {path: facts for path, facts in found.items() if not path.startswith(_OURS)}

    def put_in_place(self, staged: Mapping[str, Written], kept: Mapping[str, str], doomed: Iterable[str]) -> None:
        """Move staged files (in the order given) into the output and delete `doomed` claimed files.

        `kept` are the files that stay as they are, with their digests. Afterwards the manifest names staged and kept.
        """
        doomed = sorted(set(doomed))
        final = {path: written.digest for path, written in staged.items()} | dict(kept)
        with _writing(self.root):
            if self.fresh and not self.root.is_symlink() and not _holds_anything(self.root):
                self._rename_whole(final)
                return
            self.root.mkdir(parents=True, exist_ok=True)
            if staged or doomed:
                _write_manifest(self.root, final | {path: self.claimed.get(path, "") for path in doomed})
            # what nothing links to yet comes before what will link to it; a claim may be of a build that was killed
            # before the file came
            for path in sorted(staged, key=lambda path: (self.root / path).exists()):
                self._place(path, doomed)
            self._delete(doomed)
            if final != self.claimed or not (self.root / MANIFEST).exists():
                _write_manifest(self.root, final)

    def _rename_whole(self, final: Mapping[str, str]) -> None:
        _write_manifest(self.staging, final)
        with contextlib.suppress(FileNotFoundError):
            self.root.rmdir()
        self.staging.rename(self.root)

    def _place(self, path: str, doomed: list[str]) -> None:
        target = self.root / path
        if path not in self.claimed and target.exists() and not target.is_dir():
            self._adopt(path, target)
        try:
            os.replace(self.staging / path, target)  # noqa: PTH105 - Path.replace costs twice the time
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FileExistsError):
            self._make_way(target, doomed)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.staging / path, target)  # noqa: PTH105

    def _adopt(self, path: str, target: Path) -> None:
        """A file we did not write may only be replaced by the same bytes."""
        if digest_of(target) != digest_of(self.staging / path):
            raise OutputError(f"{target} was not written by Warta, and the site needs that place. Move the file away.")

    def _make_way(self, target: Path, doomed: list[str]) -> None:
        """Where a file must become a folder or a folder a file, what was ours there goes first."""
        inside = target.relative_to(self.root)
        above = [parent.as_posix() for parent in inside.parents]
        self._delete([path for path in doomed if path in above or path.startswith(inside.as_posix() + "/")])

    def _delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                (self.root / path).unlink()
            for parent in (self.root / path).parents:
                if parent == self.root:
                    break
                try:
                    parent.rmdir()
                except OSError:
                    break


def stage(staging: str, path: str, content: bytes | Path) -> Written:
    """Write bytes, or a copy of a file, to `path` below the staging folder. Raises OutputError."""
    try:
        _make_folder(staging, path.rpartition("/")[0])
        return _write(f"{staging}/{path}", content)
    except OSError as error:
        raise OutputError(f"{_unwritable(path, error)} The output folder is as it was.") from None


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below `root` and those above it; most are not there yet, and most of their parents are."""
    try:
        os.mkdir(f"{root}/{folder}")  # noqa: PTH102 - called for every file: pathlib costs 10 µs here
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folder(root, folder.rpartition("/")[0])
        _make_folder(root, folder)


def _write(target: str, content: bytes | Path) -> Written:
    if isinstance(content, bytes):
        blocks: Iterable[bytes] = (content,)
    else:
        blocks = _blocks(content)
    digest = blake2b(digest_size=16)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for block in blocks:
            digest.update(block)
            _write_all(descriptor, block)
        facts = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return Written(digest.hexdigest(), facts.st_size, facts.st_mtime_ns)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _write_all(descriptor: int, content: bytes) -> None:
    done = os.write(descriptor, content)
    while done < len(content):
        done += os.write(descriptor, content[done:])


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    digest = blake2b(digest_size=16)
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _staging_of(root: Path) -> Path:
    """Beside the output; inside it where it is a mount of its own, since files can only be renamed within one."""
    beside = root.parent / f".{root.name}.staging"
    try:
        return beside if root.stat().st_dev == root.parent.stat().st_dev else root / ".warta-staging"
    except OSError:
        return beside


def _is_empty(root: Path) -> bool:
    try:
        return not any(not name.startswith(".") for name in os.listdir(root))  # noqa: PTH208
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        raise OutputError(f"{root} is a file, not a folder. Name a folder with --output.") from None


def _holds_anything(root: Path) -> bool:
    return root.is_dir() and any(root.iterdir())


def _read_manifest(root: Path) -> dict[str, str]:
    """Digest by path of what an earlier build claimed; an unreadable line claims nothing."""
    try:
        lines = (root / MANIFEST).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if lines[0] != _HEADER:
        return {}
    rows = (line.partition(" ") for line in lines[1:])
    return {path: digest for digest, _, path in rows if path and not _leads_out(path)}


def _leads_out(path: str) -> bool:
    return path.startswith("/") or ".." in path.split("/")


def _write_manifest(root: Path, digests: Mapping[str, str]) -> None:
    rows = [f"{digests[path] or '-'} {path}" for path in sorted(digests)]
    temporary = root / f"{MANIFEST}.new"
    temporary.write_text("\n".join([_HEADER, *rows, ""]), encoding="utf-8")
    temporary.replace(root / MANIFEST)


@contextlib.contextmanager
def _writing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = _unwritable(str(error.filename or root), error)
        raise OutputError(f"{message} The next build that succeeds puts everything right.") from None


def _unwritable(path: str, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{path} cannot be written: {reason}."
