"""Turns rendered files into the output folder, so that a reader, or a kill at any moment, never meets half a site.

Files are rendered into a staging folder beside the output. Only when all are there are they put in place, each by one
rename: what is new first, then what changed (pages, lists, feeds, in this order), and last go the files that no target
claims any more. A manifest in the output names what is ours, each file with the digest of its bytes and its kind; it is
written before the first file comes and after the last one went, so what an interrupted build left is known to the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from warta.digests import digest_of_bytes
from warta.engine.claims import MANIFEST, Claim, claims_in, claims_text, read_manifest
from warta.engine.staging import AS_IT_WAS, digest_of, unwritable
from warta.errors import OutputError
from warta.messages import msg
from warta.plan.kinds import UNKNOWN

PRIVATE = ".warta-drafts"


class Folder:
    """An output folder, and what of it is ours. Raises OutputError when it is somebody else's.

    `known` are the claims of a manifest with a digest, for who has read them before.
    """

    def __init__(self, root: Path, known: tuple[bytes, dict[str, Claim]] | None = None) -> None:
        self.root = root
        self.staging = _staging_of(root)
        self._manifest = read_manifest(root)
        self._digest: bytes | None = None
        if known is not None and known[0] == self.manifest:
            vars(self)["claimed"] = known[1]
        self._final: dict[str, Claim] | None = None
        if not self._manifest and not _is_empty(root) and not (root / MANIFEST).exists():
            stranger = next((name for name in sorted(os.listdir(root)) if not name.startswith(".")), None)  # noqa: PTH208
            if stranger is not None:
                message = msg(
                    "output-of-others",
                    "%(folder)s holds files that Warta did not write (such as '%(file)s'), so nothing was written "
                    "there. Name an empty folder with --output.",
                    folder=str(root),
                    file=stranger,
                )
                raise OutputError(message)

    @cached_property
    def claimed(self) -> dict[str, Claim]:
        """The files that are ours, by path, when the folder was first looked at, or settled."""
        return claims_in(self._manifest)

    @property
    def manifest(self) -> bytes:
        """The digest of the manifest; equal ones claim equal files."""
        if self._digest is None:
            self._digest = digest_of_bytes(self._manifest)
        return self._digest

    @contextlib.contextmanager
    def staging_open(self) -> Iterator[None]:
        """Make an empty staging folder, and remove at the end what was not put in place, or what a kill left."""
        try:
            with self._writing():
                self.root.parent.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(self.staging, ignore_errors=True)
                self.staging.mkdir()
            yield
        finally:
            shutil.rmtree(self.staging, ignore_errors=True)

    def tidy(self) -> None:
        """Remove the staging folder that a build left which was killed."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def put_in_place(self, staged: Mapping[str, Claim], kept: Mapping[str, Claim], doomed: Iterable[str]) -> None:
        """Move staged files (in the order given) into the output and delete `doomed` claimed files.

        `kept` are the files that stay as they are. The manifest then names all of these; that it has the digests of
        staged and kept is for `settle`, which readers need not wait for.
        Raises OutputError; where something of others is in the way, before anything was changed.
        """
        doomed = sorted(set(doomed))
        final = dict(staged) | dict(kept)
        with self._writing():
            if not self.claimed and not self.root.is_symlink() and not _holds_anything(self.root):
                self._rename_whole(final)
                self._final = final
                return
            present = self._look(staged, frozenset(doomed))
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.claimed.keys() >= staged.keys():
                self._claim(final | {path: self.claimed.get(path, Claim("", UNKNOWN)) for path in doomed})
            # what nothing links to yet comes before what will link to it; a claim may be of a build that was killed
            # before the file came
            for path in sorted(staged, key=present.__contains__):
                self._place(path, doomed)
            self._delete(doomed)
        self._final = final

    def settle(self) -> None:
        """Let the manifest name what is in place now, and nothing else. Raises OutputError."""
        final, self._final = self._final, None
        if final is not None:
            with self._writing():
                if final != self.claimed or not (self.root / MANIFEST).exists():
                    self._claim(final)
            vars(self)["claimed"] = final

    @contextlib.contextmanager
    def marked(self, *, private: bool) -> Iterator[None]:
        """Leave word in the output that it shows what is not for readers, before it does and until it does not."""
        if private:
            with self._writing():
                self.root.mkdir(parents=True, exist_ok=True)
                (self.root / PRIVATE).touch()
        yield
        if not private:
            with self._writing():
                (self.root / PRIVATE).unlink(missing_ok=True)

    def note(self, name: str, data: bytes) -> None:
        """Put a file that is no part of the site in place, whole: it too is written in the staging folder first, so a
        kill leaves nothing of it in the output. Raises OSError.
        """
        self.staging.mkdir(exist_ok=True)
        (self.staging / name).write_bytes(data)
        os.replace(self.staging / name, self.root / name)  # noqa: PTH105

    def _claim(self, claims: Mapping[str, Claim]) -> None:
        self._manifest, self._digest = claims_text(claims), None
        self.note(MANIFEST, self._manifest)

    def _rename_whole(self, final: Mapping[str, Claim]) -> None:
        self._manifest, self._digest = claims_text(final), None
        (self.staging / MANIFEST).write_bytes(self._manifest)
        with contextlib.suppress(FileNotFoundError):
            self.root.rmdir()
        self.staging.rename(self.root)

    def _look(self, staged: Iterable[str], doomed: frozenset[str]) -> set[str]:
        """The staged paths at which a file is already. Raises OutputError where something of others is in the way."""
        present = set()
        for path in staged:
            try:
                facts = os.lstat(f"{self.root}/{path}")
            except FileNotFoundError:
                continue
            except NotADirectoryError:
                self._check_above(path, doomed)
                continue
            if stat.S_ISDIR(facts.st_mode):
                self._check_inside(path, doomed)
                continue
            if path not in self.claimed:
                self._check_same(path)
            present.add(path)
        return present

    def _check_above(self, path: str, doomed: frozenset[str]) -> None:
        """A file where a folder must be can only go when it is ours."""
        for parent in reversed(Path(path).parents):
            place = self.root / parent
            if not place.is_dir():
                if parent.as_posix() not in doomed:
                    raise self._in_the_way(place)
                return

    def _check_inside(self, path: str, doomed: frozenset[str]) -> None:
        """A folder where a file must be can only go when all in it is ours."""
        for folder, folders, files in os.walk(self.root / path):
            links = [name for name in folders if os.path.islink(f"{folder}/{name}")]  # noqa: PTH114
            for name in (*files, *links):
                place = Path(folder, name)
                if place.relative_to(self.root).as_posix() not in doomed:
                    raise self._in_the_way(self.root / path, name)

    def _check_same(self, path: str) -> None:
        """A file we did not write may only be replaced by the same bytes."""
        with contextlib.suppress(FileNotFoundError):  # a link to nothing is no file of these bytes
            if digest_of(self.root / path) == digest_of(self.staging / path):
                return
        raise self._in_the_way(self.root / path)

    def _in_the_way(self, place: Path, inside: str = "") -> OutputError:
        if not place.is_dir():
            return OutputError(
                msg(
                    "file-in-the-way",
                    "%(path)s was not written by Warta, and the site needs that place. Move the file away.",
                    AS_IT_WAS,
                    path=str(place),
                )
            )
        if not inside:
            return OutputError(
                msg(
                    "folder-in-the-way",
                    "%(path)s was not written by Warta, and the site needs that place. Move the folder away.",
                    AS_IT_WAS,
                    path=str(place),
                )
            )
        return OutputError(
            msg(
                "full-folder-in-the-way",
                "%(path)s was not written by Warta, and the site needs that place. It holds %(file)s. Move the folder "
                "away.",
                AS_IT_WAS,
                path=str(place),
                file=inside,
            )
        )

    def _place(self, path: str, doomed: list[str]) -> None:
        target = self.root / path
        try:
            os.replace(self.staging / path, target)  # noqa: PTH105 - Path.replace costs twice the time
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FileExistsError):
            self._make_way(target, doomed)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.staging / path, target)  # noqa: PTH105

    def _make_way(self, target: Path, doomed: list[str]) -> None:
        """Where a file must become a folder or a folder a file, what was ours there goes first."""
        inside = target.relative_to(self.root)
        above = [parent.as_posix() for parent in inside.parents]
        self._delete([path for path in doomed if path in above or path.startswith(inside.as_posix() + "/")])
        for folder, _, _ in os.walk(target, topdown=False):  # folders without a file in them are nobody's
            with contextlib.suppress(OSError):
                os.rmdir(folder)  # noqa: PTH106

    def _delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            _unlink(self.root / path)
            for parent in (self.root / path).parents:
                if parent == self.root:
                    break
                try:
                    parent.rmdir()
                except OSError:
                    break

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn an OSError into a sentence that names the place in the output, where the user can look."""
        try:
            yield
        except OSError as error:
            place = str(error.filename2 or error.filename or self.root).replace(str(self.staging), str(self.root))
            puts_right = msg("next-build-mends", "The next build that succeeds puts everything right.")
            raise OutputError(unwritable(place, error, puts_right)) from None


def _unlink(path: Path) -> None:
    """Delete a file. Where none is, or a folder took its place, there is nothing to delete."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (IsADirectoryError, PermissionError):
        if not path.is_dir() or path.is_symlink():
            raise


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
        message = msg(
            "output-is-a-file", "%(path)s is a file, not a folder. Name a folder with --output.", path=str(root)
        )
        raise OutputError(message) from None


def _holds_anything(root: Path) -> bool:
    return root.is_dir() and any(root.iterdir())
