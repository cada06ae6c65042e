"""Turns bytes of files into commits of the git repository that a folder belongs to, by the program `git`.

A commit is put together in an index of its own and nothing is checked out, so that what somebody staged, and the files
themselves, stay as they are. Nothing that the repository's own settings name is run: no hook, no filter, no signature,
no watcher, and nothing is fetched.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from warta.errors import Said
from warta.messages import Message, msg

_SECONDS = 30.0
_QUIET = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false",
    "-c", "protocol.allow=never", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "i18n.commitEncoding=UTF-8",
)  # fmt: skip
_KEPT = frozenset(
    "GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM GIT_EXEC_PATH GIT_CEILING_DIRECTORIES".split()
)
"""What of git's variables goes on: all others may lead to another repository, or write logs."""
_UNDER_WAY = "rebase-merge rebase-apply MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG".split()
_EMPTY = ("100644", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
"""What the index has of a file that is only intended to be added."""
_NO_NAME = re.compile(r"[<>\x00-\x1f\x7f]")
_MOST_COMMITS = 200


class NotNow(Said):
    """Why nothing is committed now, and what helps."""


class Author(msgspec.Struct, frozen=True):
    """Who made a change, and when."""

    name: str
    at: dt.datetime


class Commit(msgspec.Struct, frozen=True):
    """A commit of a file: who made it, when, with which words, and the bytes that the file has in it."""

    who: str
    at: dt.datetime
    words: str
    data: bytes


class Repository:
    """The repository whose files lie below `top`."""

    def __init__(self, top: Path, program: str) -> None:
        self.top, self._program = top, program

    # running git

    def _run(self, *words: str, data: bytes = b"", index: str = "", **more: str) -> tuple[int, bytes, str]:
        environment = {name: text for name, text in os.environ.items() if name[:4] != "GIT_" or name in _KEPT}
        environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", **more}
        environment |= ({} if words[0] == "check-ignore" else {"GIT_LITERAL_PATHSPECS": "1"}) | (
            {"GIT_INDEX_FILE": index} if index else {}
        )
        try:
            done = subprocess.run(
                [self._program, *_QUIET, *words], cwd=self.top, input=data, capture_output=True, timeout=_SECONDS,
                env=environment, check=False, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotNow(msg("git-no-end", "git came to no end.")) from None
        except OSError as error:
            raise NotNow(_says(str(error))) from None
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def _git(self, *words: str, data: bytes = b"", index: str = "", **more: str) -> str:
        code, out, error = self._run(*words, data=data, index=index, **more)
        if code:
            raise NotNow(_reason(error, self.top))
        return out.decode("utf-8", "surrogateescape").rstrip("\n")

    def _asked(self, *words: str) -> str:
        """What git answers; empty where its answer is no."""
        code, out, _ = self._run(*words)
        return "" if code else out.decode("utf-8", "surrogateescape").rstrip("\n")

    # what there is

    @cached_property
    def _folder(self) -> Path:
        return Path(self._git("rev-parse", "--absolute-git-dir"))

    @cached_property
    def _nothing(self) -> str:
        """What stands for no object at all."""
        return "0" * (64 if self._asked("rev-parse", "--show-object-format") == "sha256" else 40)

    def holds(self, path: str) -> bool:
        """Whether the newest commit has a file or a folder."""
        return not self._run("cat-file", "-e", f"HEAD:{path}")[0]

    def newest(self, path: str) -> bytes | None:
        """A file as the newest commit has it."""
        code, data, _ = self._run("cat-file", "blob", f"HEAD:{path}")
        return None if code else data

    def names(self, folder: str) -> list[str]:
        """The names in a folder of the newest commit."""
        return [name for name in self._asked("ls-tree", "-z", "--name-only", f"HEAD:{folder}").split("\0") if name]

    def _branch(self) -> str:
        """The branch that a commit would go to. Raises NotNow while something is under way, or on none."""
        if any((self._folder / name).exists() for name in _UNDER_WAY):
            raise NotNow(
                msg(
                    "git-under-way",
                    "A rebase, merge or other step is under way in the git repository. Finish it, or end it.",
                )
            )
        if not (branch := self._asked("symbolic-ref", "--quiet", "HEAD")):
            raise NotNow(msg("git-detached", "The git repository is on no branch. Go to one, such as: git switch main"))
        return branch

    def _entries(self, *words: str) -> dict[str, tuple[str, str]]:
        """Mode and blob of files, as `ls-tree` and `ls-files --stage` print them; of a conflict nothing that fits."""
        found: dict[str, tuple[str, str]] = {}
        for line in self._git(*words).split("\0"):
            about, tab, path = line.partition("\t")
            if tab:
                parts = about.split()
                blob = parts[2] if parts[1] == "blob" else parts[1]
                found[path] = (parts[0], blob) if parts[-1] in ("0", parts[2]) else ("", "")
        return found

    # committing

    def commit(self, files: Mapping[str, bytes | None], author: Author, words: str) -> tuple[str, ...]:
        """Commit what files become (None: they go), and nothing else; what was left out because a filter stores it.
        Files that git ignores are passed over, and without any change there is a commit only of no files at all.
        Raises NotNow; then nothing was done.
        """
        branch, head = self._branch(), self._asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        paths = sorted(files)
        known = self._entries("ls-tree", "-z", "--full-tree", "HEAD", "--", *paths) if head and paths else {}
        filtered = self._filtered(paths)
        taken = set(paths) - set(filtered) - self._ignored(path for path in paths if path not in known)
        changes = {path: self._entry(path, files[path], known.get(path)) for path in sorted(taken)}
        changes = {path: entry for path, entry in changes.items() if entry != known.get(path)}
        if changes or not files:
            made = self._made(changes, head, author, words)
            self._move(branch, made, head, changes, known)
        return filtered

    def _entry(self, path: str, data: bytes | None, known: tuple[str, str] | None) -> tuple[str, str] | None:
        if data is None:
            return None
        blob = self._git("hash-object", "-w", "--stdin", "--path", path, data=data)
        return (known[0] if known and known[0] in ("100644", "100755") else "100644"), blob

    def _filtered(self, paths: list[str]) -> tuple[str, ...]:
        """The files whose bytes git would give to a program before it stores them."""
        if not paths:
            return ()
        words = self._git("check-attr", "-z", "--stdin", "filter", data="\0".join(paths).encode()).split("\0")
        pairs = list(zip(words[0::3], words[2::3], strict=False))
        stored = {value for _, value in pairs if value not in ("unspecified", "unset", "set")}
        run = {
            value
            for value in stored
            if any(self._asked("config", f"filter.{value}.{how}") for how in ("clean", "process"))
        }
        return tuple(path for path, value in pairs if value in run)

    def _ignored(self, paths: Iterable[str]) -> set[str]:
        asked = "\0".join(paths).encode()
        code, out, error = self._run("check-ignore", "-z", "--stdin", data=asked) if asked else (1, b"", "")
        if code > 1:
            raise NotNow(_reason(error, self.top))
        return set(out.decode("utf-8", "surrogateescape").split("\0"))

    def _made(self, changes: Mapping[str, tuple[str, str] | None], head: str, author: Author, words: str) -> str:
        """A commit on top of `head` that no branch has yet."""
        with tempfile.TemporaryDirectory() as folder:
            index = str(Path(folder) / "index")
            self._git("read-tree", *([head] if head else ["--empty"]), index=index)
            self._git("update-index", "-z", "--index-info", data=self._lines(changes), index=index)
            tree = self._git("write-tree", index=index)
        return self._git(
            "commit-tree",
            tree,
            *(["-p", head] if head else []),
            "-F",
            "-",
            data=f"{words}\n".encode(),
            **self._people(author),
        )

    def _people(self, author: Author) -> dict[str, str]:
        """Author and committer. Git's own settings name who works with the account of this computer; of others they
        know no address.
        """
        named, address = self._asked("config", "user.name").strip(), self._asked("config", "user.email").strip()
        who = _NO_NAME.sub("", author.name).strip(" .,:;\"'\\") or "meja"
        theirs = bool(named) and who in (named, _account())
        name, mail = (named, address) if theirs else (who, "")
        return {
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": f"@{int(author.at.timestamp())} {author.at:%z}",
            "GIT_COMMITTER_NAME": named or name, "GIT_COMMITTER_EMAIL": address if named else mail,
        }  # fmt: skip

    def _move(
        self, branch: str, made: str, head: str, changes: Mapping[str, tuple[str, str] | None],
        known: Mapping[str, tuple[str, str]],
    ) -> None:  # fmt: skip
        """Let the branch have a commit. The index follows first, where nobody staged something else of these files:
        else it would take back what is committed.
        """
        staged = self._entries("ls-files", "-z", "--stage", "--full-name", "--", *changes) if changes else {}
        ours = {
            path: entry
            for path, entry in changes.items()
            if staged.get(path) == known.get(path) or (path not in known and staged.get(path) == _EMPTY)
        }
        before = {path: staged.get(path) for path in ours}
        if ours:
            self._git("update-index", "-z", "--index-info", data=self._lines(ours))
        try:
            self._git("update-ref", "-m", "commit: meja redaksi", branch, made, head or self._nothing)
        except NotNow:
            with contextlib.suppress(NotNow):
                self._git("update-index", "-z", "--index-info", data=self._lines(before))
            raise

    def _lines(self, entries: Mapping[str, tuple[str, str] | None]) -> bytes:
        """Entries of an index, as `update-index --index-info` reads them."""
        whole = {path: entry or ("0", self._nothing) for path, entry in entries.items()}
        lines = [f"{mode} {blob}\t{path}\0" for path, (mode, blob) in whole.items()]
        return "".join(lines).encode("utf-8", "surrogateescape")

    # history

    def history(self, path: str) -> list[Commit]:
        """The commits that changed a file and left it there, the oldest first (of very many the newest). Raises
        NotNow.
        """
        words = (
            "log",
            f"--max-count={_MOST_COMMITS}",
            "--no-textconv",
            "--no-ext-diff",
            "--format=%H%x00%an%x00%at%x00%s%x00",
        )
        parts = self._git(*words, "HEAD", "--", path).split("\0") if self.holds("") else []
        rows = [[each.lstrip("\n") for each in parts[at : at + 4]] for at in range(0, len(parts) - 3, 4)]
        found = [(row, self._run("cat-file", "blob", f"{row[0]}:{path}")) for row in reversed(rows)]
        return [
            Commit(row[1], dt.datetime.fromtimestamp(int(row[2]), dt.UTC), row[3], data)
            for row, (code, data, _) in found
            if not code
        ]


def repository_of(folder: Path) -> Repository | None:
    """The repository that holds the files of a folder; None: none does, or there is no git here. Raises NotNow."""
    if not any((each / ".git").exists() for each in (folder, *folder.parents)) or (program := _program()) is None:
        return None
    found = Repository(folder, program)
    code, out, error = found._run("rev-parse", "--show-toplevel")
    if code:
        if "dubious ownership" in error:
            raise NotNow(_reason(error, folder))
        return None
    found.top = Path(os.fsdecode(out.rstrip(b"\n"))).resolve()
    return found if folder.is_relative_to(found.top) else None


def _account() -> str:
    with contextlib.suppress(Exception):  # systems without accounts
        return getpass.getuser()
    return ""


def _program() -> str | None:
    """The program `git`, which is never one that lies in the folder from which the desk was started."""
    found = shutil.which("git")
    return None if found is None or Path(found).resolve().parent == Path.cwd() else found


def _reason(error: str, top: Path) -> Message:
    if "dubious ownership" in error:
        return msg(
            "git-not-trusted",
            "git does not trust this folder, since it belongs to somebody else: "
            "git config --global --add safe.directory %(folder)s",
            folder=str(top),
        )
    if "index.lock" in error or "cannot lock ref" in error:
        return msg(
            "git-locked", "Another program is at work in the git repository, or left a lock (index.lock) behind."
        )
    return _says(error)


def _says(words: str) -> Message:
    lines = [line.strip() for line in words.splitlines() if line.strip() and not line.startswith("hint:")]
    return msg("git-says-why", "git says: %(words)s", words=" ".join(lines[:2])[:200] or "?")
