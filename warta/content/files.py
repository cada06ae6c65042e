"""Turns a folder into the list of its files, with what the file system says of each."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from warta.content.leftovers import is_leftover
from warta.errors import Problem, did_you_mean, listed

FOLDERS = ("releases", "pages", "organizations")
_STATIC = "static/"
# hosts look for these, so they are published though their names begin with a dot
_FOR_HOSTS = (".well-known", ".htaccess", ".nojekyll", ".domains", ".user.ini", ".nginx")
# hidden files that systems and version control leave in every folder, and nobody means to publish
_NEVER_MEANT = (".DS_Store", ".gitkeep", ".gitignore", ".gitattributes", ".directory")


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """What the file system says of a file.

    Equal stamps mean equal bytes, unless the file was written a moment ago; unequal stamps say nothing of the bytes.
    """

    size: int
    mtime: int
    ctime: int
    inode: int


class File(msgspec.Struct, frozen=True, gc=False):
    """A file: `source` is its path below the scanned folder, with `/`, in NFC; `path` is how to open it."""

    source: str
    path: str
    stamp: Stamp


def stamp_of(facts: os.stat_result) -> Stamp:
    """The stamp in what `os.stat` says of a file (times in nanoseconds)."""
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def scan(root: Path, site: Path, name: str, *, left: list[str] | None = None) -> tuple[dict[str, File], list[Problem]]:
    """The files below `root` by source, in the order of their names, and the problems of the tree.

    A missing folder is empty. Hidden files and editors' leftovers are left out. Problems are: links that lead out of
    the folder `site`, to a folder or nowhere; two names that differ only in their Unicode form; hidden files in
    static/ that hosts do not look for. `name` is the folder as the user knows it, for messages; `left` is given the
    sources of the leftovers.
    """
    found: dict[str, File] = {}
    problems: list[Problem] = []
    pending = [(str(root), "")]
    while pending:
        folder, prefix = pending.pop()
        for entry in _entries(folder):
            leaf = entry.name
            odd = leaf.startswith(".") or not leaf.isascii()  # few are, and of the others little must be asked
            if is_leftover(leaf) or (odd and _is_left_out(leaf, prefix)):
                _note(left, prefix + leaf)
                continue
            source = prefix + (unicodedata.normalize("NFC", leaf) if odd else leaf)
            reason = ""
            if odd or entry.is_symlink():
                reason = _hidden_file_problem(leaf, prefix) or _entry_problem(entry, site)
            if reason:
                shown = source.encode("utf-8", "replace").decode()
                problems.append(Problem(f"{name}/{shown}", 0, reason))
            elif entry.is_dir(follow_symlinks=False):
                pending.append((entry.path, source + "/"))
            elif source in found:
                problems.append(
                    Problem(f"{name}/{source}", 0, "two files have this name, in different Unicode forms. Rename one.")
                )
            else:
                _add(found, source, entry)
    return dict(sorted(found.items())), problems


def rescan(known: Mapping[str, File], paths: Iterable[str], root: Path) -> dict[str, File] | None:
    """The files of an earlier scan of `root` without problems, with those at `paths` looked at again.

    None where that does not tell: a folder came or went, a file has an odd name, or is a link. A folder that was there
    and is there is passed over: what changed in it is among the paths itself.
    """
    found = dict(known)
    for path in paths:
        if Path(path) == root:
            return None
        if not Path(path).is_relative_to(root):
            continue
        source = Path(path).relative_to(root).as_posix()
        is_folder = any(each.startswith(source + "/") for each in known)
        try:
            facts = os.lstat(path)
        except FileNotFoundError:
            if is_folder:
                return None
            found.pop(source, None)
            continue
        if is_folder and stat.S_ISDIR(facts.st_mode):
            continue
        plain = source.isascii() and not any(part.startswith(".") for part in source.split("/"))
        if not stat.S_ISREG(facts.st_mode) or not plain or any(map(is_leftover, source.split("/"))):
            return None
        found[source] = File(source, path, stamp_of(facts))
    return dict(sorted(found.items()))


def _note(left: list[str] | None, source: str) -> None:
    if left is not None and is_leftover(source.rpartition("/")[2]):
        left.append(source.encode("utf-8", "replace").decode())


def _is_left_out(name: str, prefix: str) -> bool:
    """Whether a file is hidden and not looked at; those in static/ are, since they may be meant to be published."""
    return name.startswith(".") and (not prefix.startswith(_STATIC) or name in _NEVER_MEANT)


def _hidden_file_problem(name: str, prefix: str) -> str:
    """Why a hidden file in static/ must not be published: such files hold passwords (.env) and histories (.git)."""
    if not name.startswith(".") or not prefix.startswith(_STATIC) or name in _FOR_HOSTS:
        return ""
    return (
        f"is hidden, and would be published for everyone to read. Take it out of static/, or rename it; only "
        f"{listed(_FOR_HOSTS)} are published with a dot."
    )


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _add(found: dict[str, File], source: str, entry: os.DirEntry[str]) -> None:
    try:
        facts = entry.stat()
    except FileNotFoundError:
        return  # an editor deleted it since the folder was listed
    if stat.S_ISREG(facts.st_mode):
        found[source] = File(source, entry.path, stamp_of(facts))


def _entry_problem(entry: os.DirEntry[str], site: Path) -> str:
    if not entry.name.isascii() and not _is_text(entry.name):
        return "has a name that is not UTF-8. Rename it."
    if not entry.is_symlink():
        return ""
    try:
        target = Path(entry.path).resolve(strict=True)
    except FileNotFoundError:
        return "is a link to a file that does not exist."
    except (OSError, RuntimeError):
        return "is a link that leads back to itself."
    if not target.is_relative_to(site.resolve()):
        return f"is a link that leads out of this newsroom (to {target.name}). Copy the file here instead."
    if target.is_dir():
        return "is a link to a folder. Warta does not follow those; put the files here instead."
    return ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_document(source: str) -> bool:
    """Whether a file below content/ is one that is read, not copied: Markdown outside static/."""
    return source.casefold().endswith((".md", ".markdown")) and not source.startswith("static/")


def misplaced(source: str) -> Problem | None:
    """The problem with a Markdown file that lies in no folder Warta reads."""
    folder, slash, _ = source.partition("/")
    if slash and folder in FOLDERS:
        return None
    place = f"the folder '{folder}'" if slash else "no folder"
    hint = (did_you_mean(folder, FOLDERS) if slash else "") or f" Put it in one of: {listed(FOLDERS)}."
    return Problem(f"content/{source}", 0, f"lies in {place}, where Warta does not look.{hint}")
