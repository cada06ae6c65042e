"""Turns a folder into the list of its files, with what the file system says of each."""

from __future__ import annotations

import contextlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import msgspec

from warta.content.leftovers import is_leftover
from warta.content.symlinks import Links
from warta.errors import Problem, meant
from warta.messages import Message, msg
from warta.signs import in_one_line, odd_in_name

FOLDERS = ("releases", "pages", "organizations")
_STATIC = "static/"
PUBLISHED = (*FOLDERS, "static")
"""The folders of content/ whose files may be published."""
# hosts look for these, so they are published though their names begin with a dot
_FOR_HOSTS = (".well-known", ".htaccess", ".nojekyll", ".domains", ".user.ini", ".nginx")
# hidden files that systems and version control leave in every folder, and nobody means to publish
_NEVER_MEANT = (".DS_Store", ".gitkeep", ".gitignore", ".gitattributes", ".directory")
FREE = ("content",)
"""The scanned folders that may be a link themselves: where a newsroom keeps its texts is its own affair."""

_TWO_FORMS = msg("two-unicode-forms", "two files have this name, in different Unicode forms. Rename one.")


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """What the file system says of a file.

    Equal stamps mean equal bytes, unless the file was written a moment ago; unequal stamps say nothing of the bytes.
    """

    size: int
    mtime: int
    ctime: int
    inode: int


class File(msgspec.Struct, frozen=True, gc=False):
    """A file: `source` is its path below the scanned folder, with `/`, in NFC; `path` is how to open it.

    `link` is the source of the file that it is a link to; empty for a file of its own.
    """

    source: str
    path: str
    stamp: Stamp
    link: str = ""


def stamp_of(facts: os.stat_result) -> Stamp:
    """The stamp in what `os.stat` says of a file (times in nanoseconds)."""
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def scan(
    root: Path, site: Path, name: str, *, folders: tuple[str, ...] = (), left: list[str] | None = None
) -> tuple[dict[str, File], list[Problem]]:
    """The files below `root` by source, in the order of their names, and the problems of the tree.

    A missing folder is empty. Hidden files and editors' leftovers are left out. Problems are: links that lead to
    anything but a file of this tree (of these `folders` of it, where some are named) that is looked at itself and is
    no text; two names that differ only in their Unicode form; hidden files in static/ that hosts do not look for.
    `name` is the folder as the user knows it, for messages, and `site` the newsroom or theme that it lies in; `left`
    is given the sources of the leftovers.
    """
    found: dict[str, File] = {}
    problems: list[Problem] = []
    links = Links(root, site, folders, is_document, _is_passed_over)
    if name not in FREE and root.is_symlink() and (reason := links.problem(root, "")):
        return {}, [Problem(name, 0, reason)]
    pending = [(str(root), "")]
    while pending:
        folder, prefix = pending.pop()
        with _entries(folder) as entries:
            for entry in entries:
                leaf = entry.name
                # few are odd, and of the others little must be asked
                odd = leaf.startswith(".") or not (leaf.isascii() and leaf.isprintable())
                if is_leftover(leaf) or (odd and _is_left_out(leaf, prefix)):
                    _note(left, prefix + leaf)
                    continue
                source = prefix + (unicodedata.normalize("NFC", leaf) if odd else leaf)
                path = f"{folder}/{leaf}"
                reason = _refusal(entry, path, source, prefix, links) if odd or entry.is_symlink() else None
                if not reason and entry.is_dir(follow_symlinks=False):
                    pending.append((path, source + "/"))
                elif not reason and source not in found:
                    _add(found, source, entry, path, links)
                else:
                    at = f"{name}/{in_one_line(source.encode('utf-8', 'replace').decode())}"
                    problems.append(Problem(at, 0, reason or _TWO_FORMS))
    return dict(sorted(found.items())), problems


def _refusal(entry: os.DirEntry[str], path: str, source: str, prefix: str, links: Links) -> Message | None:
    """Why an entry must not be looked at, which is hidden, has an odd name or is a link; None when it may be."""
    if reason := _hidden_file_problem(entry.name, prefix):
        return reason
    if not _is_text(entry.name):
        return msg("name-not-utf-8", "has a name that is not UTF-8. Rename it.")
    if sign := odd_in_name(entry.name):
        return msg(
            "sign-in-name",
            "has a name with the sign %(sign)s in it, which nobody sees and no address may hold. Rename it.",
            sign=sign,
        )
    return links.problem(Path(path), source) if entry.is_symlink() else None


def _is_passed_over(source: str) -> bool:
    """Whether a file is hidden or an editor's leftover, or lies in a folder that is."""
    return any(part.startswith(".") or is_leftover(part) for part in source.split("/"))


def rescan(known: Mapping[str, File], paths: Iterable[str], root: Path) -> dict[str, File] | None:
    """The files of an earlier scan of `root` without problems, with those at `paths` looked at again.

    None where that does not tell: a folder came or went, a file has an odd name, or some are links, which may be other
    files now. A folder that was there and is there is passed over: what changed in it is among the paths itself.
    """
    found = dict(known)
    if any(each.link for each in known.values()) or root in map(Path, paths := list(paths)):
        return None
    for path in paths:
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
        plain = (
            source.isascii() and source.isprintable() and not any(part.startswith(".") for part in source.split("/"))
        )
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


def _hidden_file_problem(name: str, prefix: str) -> Message | None:
    """Why a hidden file in static/ must not be published: such files hold passwords (.env) and histories (.git)."""
    if not name.startswith(".") or not prefix.startswith(_STATIC) or name in _FOR_HOSTS:
        return None
    return msg(
        "hidden-file",
        "is hidden, and would be published for everyone to read. Take it out of static/, or rename it; only %(names)s "
        "are published with a dot.",
        names=_FOR_HOSTS,
    )


@contextlib.contextmanager
def _entries(folder: str) -> Iterator[list[os.DirEntry[str]]]:
    """The entries of a folder, each of which is asked of the open folder where that can be: by its whole path takes
    twice the time.
    """
    with contextlib.ExitStack() as opened:
        entries: list[os.DirEntry[str]] = []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY) if os.scandir in os.supports_fd else None
            if number is not None:
                opened.callback(os.close, number)
            with os.scandir(folder if number is None else number) as listed:
                entries = cast("list[os.DirEntry[str]]", list(listed))
        yield entries


def _add(found: dict[str, File], source: str, entry: os.DirEntry[str], path: str, links: Links) -> None:
    try:
        facts = entry.stat()
        target = Path(path).resolve(strict=True) if entry.is_symlink() else None
    except OSError:
        return  # an editor deleted it since the folder was listed
    if stat.S_ISREG(facts.st_mode):
        link = links.source_of(target) if target else ""
        found[source] = File(source, str(target) if target else path, stamp_of(facts), link)


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
    put = msg("put-in-folder", "Put it in one of: %(folders)s.", folders=FOLDERS)
    if slash:
        message = msg(
            "folder-unknown",
            "lies in the folder '%(folder)s', where Warta does not look.",
            meant(folder, FOLDERS) or put,
            folder=folder,
        )
    else:
        message = msg("in-no-folder", "lies in no folder, where Warta does not look.", put)
    return Problem(f"content/{source}", 0, message)
