"""Makes a branch of a git repository a host, as GitHub Pages and GitLab Pages read one; the program `git` does it.

Each deploy is one commit without a parent, pushed over the last: so the repository holds the site once, however often
it is deployed. Readers see it when the host has taken the push, all at once. A push that would undo another's is
refused by the server, so no lock lies there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Host, Refused
from warta.deploy.lock import NAME as LOCK
from warta.deploy.output import File
from warta.messages import msg

_TIMEOUT = 1800
_THERE, _NEXT = "refs/warta/there", "refs/warta/next"


class GitPlace(msgspec.Struct, frozen=True):
    """`repository` is what `git push` takes, `path` a folder in the branch, `cache` a folder here for a bare
    repository that spares fetching. The secret `token` is sent as a password over HTTPS.
    """

    repository: str
    credentials: Credentials
    cache: Path
    branch: str = "gh-pages"
    path: str = ""
    connections: int = 1
    batch: int = 100

    def open(self) -> Host:
        """See `host.Place`."""
        return GitHost(self)


class GitHost:
    """See `host.Host`."""

    def __init__(self, place: GitPlace) -> None:
        if shutil.which("git") is None:
            raise CannotDeploy(
                msg(
                    "program-missing",
                    "this target needs the program '%(program)s' on this machine. Install it.",
                    program="git",
                )
            )
        self._place = place
        self._prefix = f"{place.path.strip('/')}/" if place.path.strip("/") else ""
        self._branch = f"refs/heads/{place.branch}"
        self._import: subprocess.Popen[bytes] | None = None
        self._held: dict[str, bytes] = {}
        place.cache.mkdir(parents=True, exist_ok=True)
        self._git("init", "--quiet", "--bare", ".")
        self._old = self._fetch(self._branch, _THERE)

    def _git(self, *words: str, data: bytes = b"") -> bytes:
        done = self._call(words, data)
        if done.returncode:
            raise Refused(msg("git-says", "git %(command)s: %(words)s", command=words[0], words=_reason(done.stderr)))
        return done.stdout

    def _call(self, words: Sequence[str], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *words], cwd=self._place.cache, input=data, capture_output=True, timeout=_TIMEOUT,
                env=_environment(self._place), check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Dropped(
                msg(
                    "program-heard-nothing",
                    "%(program)s heard nothing for %(seconds)s s.",
                    program=f"git {words[0]}",
                    seconds=str(_TIMEOUT),
                )
            ) from None

    def _remote(self, *words: str) -> bytes:
        """As `_git`, for what talks to the server."""
        done = self._call(words)
        if not done.returncode:
            return done.stdout
        reason = _reason(done.stderr)
        text = done.stderr.decode(errors="replace")
        if any(word in text for word in ("stale info", "fetch first", "non-fast-forward")):
            raise CannotDeploy(
                msg(
                    "git-overtaken",
                    "somebody else pushed to %(branch)s just now. Deploy again.",
                    branch=self._place.branch,
                )
            )
        if any(word in text for word in ("Authentication failed", "Permission denied", "could not read Username")):
            raise CannotDeploy(
                msg(
                    "git-refused",
                    "%(repository)s refused you. Set %(variable)s, or let "
                    "'git push' work without asking (a key, a credential helper).",
                    repository=self._place.repository,
                    variable=self._place.credentials.variable("token"),
                )
            )
        if any(word in text for word in ("not appear to be a git repository", "not found", "does not exist")):
            raise CannotDeploy(
                msg(
                    "no-repository",
                    "there is no repository at %(repository)s, or it is not shown to you.",
                    repository=self._place.repository,
                )
            )
        raise Dropped(
            msg("repository-says", "%(repository)s: %(words)s", repository=self._place.repository, words=reason)
        )

    def _fetch(self, name: str, ref: str) -> str:
        """The commit of a ref of the server, fetched without its history; empty when there is none."""
        url = self._place.repository
        if not self._remote("ls-remote", url, name).strip():
            return ""
        self._remote("fetch", "--quiet", "--no-tags", "--depth=1", url, f"+{name}:{ref}")
        return self._git("rev-parse", ref).decode().strip()

    def begin(self) -> None:
        """Begin a commit with the tree that is there, whoever made it."""
        if self._import is not None:
            return
        self._import = subprocess.Popen(
            ["git", "fast-import", "--quiet", "--force", "--done"], cwd=self._place.cache, stdin=subprocess.PIPE,
            stderr=subprocess.PIPE, env=_environment(self._place),
        )  # fmt: skip
        message = b"Deploy"
        self._say(f"reset {_NEXT}\n\ncommit {_NEXT}\ncommitter Warta <warta@localhost> {int(time.time())} +0000\n")
        self._say(f"data {len(message)}\n", message, "\n")
        if self._old:
            tree = self._git("rev-parse", f"{self._old}^{{tree}}").decode().strip()
            self._say(f"M 040000 {tree} \n")
        self._put(".nojekyll", b"")

    def _say(self, *parts: str | bytes) -> None:
        stream = self._stream()
        try:
            for part in parts:
                stream.write(part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part)
        except BrokenPipeError:
            raise Refused(msg("git-import-ended", "git fast-import ended: %(words)s", words=self._end())) from None

    def _stream(self) -> IO[bytes]:
        if self._import is None or self._import.stdin is None:
            raise Refused(msg("git-import-not-running", "git fast-import does not run."))
        return self._import.stdin

    def _end(self) -> str:
        """Wait for the end of the import, and return what it complained of."""
        running, self._import = self._import, None
        if running is None:
            return ""
        _, complaint = running.communicate(timeout=_TIMEOUT)
        return _reason(complaint) if running.returncode else ""

    def _put(self, path: str, data: bytes) -> None:
        self._say(f"M 100644 inline {_quoted(path)}\ndata {len(data)}\n", data, "\n")

    def unfinished(self) -> bool:
        """Never: what was not pushed was nothing."""
        return False

    def finish(self, name: str) -> None:
        """Push the commit; where that fails, a further call tries again."""
        if self._import is not None:
            self._say("\ndone\n")
            complaint = self._end()
            if complaint:
                raise CannotDeploy(
                    msg("git-says", "git %(command)s: %(words)s", command="fast-import", words=complaint)
                )
        self._push(_NEXT, self._branch, self._old)
        self._old = self._git("rev-parse", _NEXT).decode().strip()
        self._git("update-ref", _THERE, _NEXT)
        self._call(["gc", "--auto", "--quiet", "--prune=now"])

    def _push(self, ref: str, name: str, old: str | None) -> None:
        # `--force` beside it would push whatever is there by now
        over = "--force" if old is None else f"--force-with-lease={name}:{old}"
        try:
            self._remote("push", "--quiet", over, self._place.repository, f"{ref}:{name}")
        except Dropped as error:
            raise Refused(error.message) from None  # the same process must try again: it holds the commit

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        if not self._old:
            return None
        done = self._call(["cat-file", "blob", f"{self._old}:{self._prefix}{path}"])
        return None if done.returncode else done.stdout

    def put(self, files: Sequence[File]) -> None:
        """See `host.Host`."""
        for file in files:
            self._put(self._prefix + file.path, file.read())

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        for path in paths:
            self._say(f"D {_quoted(self._prefix + path)}\n")

    def sweep(self, folders: Iterable[str]) -> None:
        """An interrupted upload leaves nothing."""

    def names(self) -> list[str]:
        """See `host.Host`."""
        if not self._old:
            return []
        done = self._call(["ls-tree", "-z", f"{self._old}:{self._prefix}"])
        rows = [row for row in done.stdout.decode("utf-8", "surrogateescape").split("\0") if row]
        return sorted(row.partition("\t")[2] + ("/" if " tree " in row else "") for row in rows)

    def read_note(self, name: str) -> bytes | None:
        """A note is the one file of a commit at a ref of its own, which is no branch."""
        if name in self._held:
            return self._held[name]
        found = self._fetch(f"refs/warta/{name}", f"refs/warta/note/{name}")
        return self._git("cat-file", "blob", f"{found}:{name}") if found else None

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        if name == LOCK:
            self._held[name] = data
            return
        blob = self._git("hash-object", "-w", "--stdin", data=data).decode().strip()
        tree = self._git("mktree", data=f"100644 blob {blob}\t{name}\n".encode()).decode().strip()
        commit = self._git("commit-tree", tree, "-m", name).decode().strip()
        self._push(commit, f"refs/warta/{name}", None)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`: the push itself decides between two."""
        if self.read_note(name) is not None:
            return False
        self.write_note(name, data)
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        if name in self._held:
            del self._held[name]

    def close(self) -> None:
        """See `host.Host`."""
        if self._import is not None:
            self._import.kill()
            with contextlib.suppress(Exception):
                self._import.communicate()
            self._import = None


def _environment(place: GitPlace) -> dict[str, str]:
    """The token goes by the environment, where no list of processes shows it (git-config, GIT_CONFIG_COUNT)."""
    name = "Warta"
    known = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
             for what, value in (("NAME", name), ("EMAIL", "warta@localhost"))}  # fmt: skip
    more = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **known}
    token = place.credentials.find("token")
    if token and place.repository.startswith("https://"):
        import base64

        word = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        more |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "http.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {word}",
        }
    inherited = {key: value for key, value in os.environ.items() if key not in ("GIT_DIR", "GIT_INDEX_FILE")}
    return inherited | more


def _quoted(path: str) -> str:
    """A path as fast-import reads it."""
    if path.startswith('"') or "\n" in path:
        return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return path


def _reason(stderr: bytes) -> str:
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    wanted = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", " !"))]
    return (wanted or lines or ["it ended with an error."])[0].strip()
