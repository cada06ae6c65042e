"""Makes a machine with SSH and rsync a host; the programs `ssh` and `rsync` of this machine do the work.

With `switch` the site lies in `current`, a link to `releases/<digest>`; `hosts/folder.py` does the same here. What is
done there is shell, which makes this module a long one.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Host, Refused, temporary_name
from warta.deploy.output import File
from warta.messages import Message, msg

_TIMEOUT = 600
_NOT_THERE = 44
_BROKEN = (10, 12, 30, 35, 255)  # of rsync: sockets, protocol, timeouts, ssh

_COMMON = r"""
folder() { [ -d "$1" ] && [ ! -L "$1" ]; }
number() { ls -di -- "$1" | sed 's/^ *//; s/ .*//'; }
# the release that a link leads to; nothing where a deploy did not make the link
shown() {
  [ -L "$1" ] || return 0
  to=$(readlink "$1") && to=${to#"$PWD/"}
  if echo "$to" | grep -Eqx 'releases/[0-9a-f]{32}(-[0-9]+)?' && folder releases && folder "$to"; then echo "$to"; fi
}
# whether a link stands above a path
linked() {
  above=$(dirname -- "$1")
  while [ "$above" != . ] && [ "$above" != / ]; do
    if [ -L "$above" ]; then return 0; fi
    above=$(dirname -- "$above")
  done
  return 1
}
if [ -L releases ]; then echo "releases is a link to another folder. Move it away." >&2; exit 1; fi
"""
_BEGIN = """
if folder releases/.next; then number releases/.next; exit 0; fi
mkdir -p releases && rm -rf releases/.copy && rm -f releases/.next || exit 1
if [ -n "$(shown .current.warta-up)" ]; then mv -T .current.warta-up current || exit 1; fi
now=$(shown current)
if [ -n "$now" ]; then cp -al "$now" releases/.copy; else mkdir releases/.copy; fi || exit 1
mv -T releases/.copy releases/.next && number releases/.next
"""
_FINISH = """
if [ -n "%(begun)s" ] && { [ -L releases/.next ] || [ "$(number releases/.next)" != "%(begun)s" ]; }; then
  rm -rf releases/.next
  echo "releases/.next was exchanged for another folder while this deploy worked. Deploy again." >&2
  exit 1
fi
if folder releases/.next; then
  name=%(name)s; free=$name; number=1
  while [ -e "releases/$free" ] || [ -L "releases/$free" ]; do free="$name-$number"; number=$((number + 1)); done
  rm -f .current.warta-up && ln -s "releases/$free" .current.warta-up && mv -T releases/.next "releases/$free" || exit 1
  touch "releases/$free"
fi
if [ -n "$(shown .current.warta-up)" ]; then mv -T .current.warta-up current || exit 1; fi
now=$(basename "$(readlink current)")
ls -1t releases | grep -E '^[0-9a-f]{32}(-[0-9]+)?$' | grep -vx "$now" | tail -n +3 |
  while read -r old; do rm -rf "releases/$old"; done
exit 0
"""
_DELETE = """
while IFS= read -r path; do
  if linked "$path"; then echo "$path: a link to another folder stands above it. Move the link away." >&2; exit 1; fi
  rm -f -- "$path" || exit 1
  folder=$(dirname -- "$path")
  while [ "$folder" != . ] && rmdir -- "$folder" 2>/dev/null; do folder=$(dirname -- "$folder"); done
done
exit 0
"""


class RsyncPlace(msgspec.Struct, frozen=True):
    """`path` is the folder of the site, or with `switch` the one that holds `current` and `releases`.

    `host_key` and `key` are as for SFTP. A password is not asked for: rsync needs a key.
    """

    host: str
    user: str
    path: str
    credentials: Credentials
    port: int = 22
    host_key: str = ""
    key: str = ""
    switch: bool = True
    connections: int = 1
    batch: int = 500

    def open(self) -> Host:
        """See `host.Place`."""
        return RsyncHost(self)


class RsyncHost:
    """See `host.Host`. One connection carries every command (OpenSSH's ControlMaster)."""

    def __init__(self, place: RsyncPlace) -> None:
        for program in ("ssh", "rsync"):
            if shutil.which(program) is None:
                raise CannotDeploy(
                    msg(
                        "program-missing",
                        "this target needs the program '%(program)s' on this machine. Install it.",
                        program=program,
                    )
                )
        self._place = place
        self._folder = Path(tempfile.mkdtemp(prefix="warta-"))
        self._ssh = self._words()
        self._begun = ""  # the number of the folder to work in, which nobody may exchange meanwhile
        try:
            self._run(f"cd {shlex.quote(place.path)} 2>/dev/null || exit {_NOT_THERE}", base=False)
        except _NotThere:
            self.close()
            raise CannotDeploy(
                msg(
                    "target-no-folder",
                    "%(host)s has no folder '%(path)s' for this user.",
                    host=place.host,
                    path=place.path,
                )
            ) from None
        except BaseException:
            self.close()
            raise

    def _words(self) -> list[str]:
        place = self._place
        options = [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "ConnectTimeout=30",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=4",
            "ControlMaster=auto",
            f"ControlPath={self._folder}/ssh",
            "ControlPersist=60",
        ]
        if place.host_key:
            name = place.host if place.port == 22 else f"[{place.host}]:{place.port}"
            known = self._folder / "known_hosts"
            known.write_text(f"{name} {place.host_key}\n", encoding="utf-8")
            options += [f"UserKnownHostsFile={known}", "GlobalKnownHostsFile=/dev/null"]
        words = ["ssh", "-p", str(place.port), "-l", place.user]
        key = place.credentials.find("key")
        if key:
            file = self._folder / "key"
            file.touch(mode=0o600)
            file.write_text(key.strip() + "\n", encoding="utf-8")
            words += ["-i", str(file), "-o", "IdentitiesOnly=yes"]
        elif place.key:
            words += ["-i", str(Path(place.key).expanduser())]
        return words + [word for option in options for word in ("-o", option)]

    def _run(self, script: str, data: bytes = b"", *, base: bool = True) -> bytes:
        """What a shell script prints there, run in the target's folder."""
        whole = f"cd {shlex.quote(self._place.path)} && {{ {_COMMON}{script}\n}}" if base else script
        words = [*self._ssh, self._place.host, f"sh -c {shlex.quote(whole)}"]
        done = _call(words, data)
        if done.returncode == _NOT_THERE:
            raise _NotThere
        if done.returncode == 255:
            raise self._broken(done.stderr)
        if done.returncode:
            raise Refused(self._said(_last_line(done.stderr)))
        return done.stdout

    def _broken(self, stderr: bytes) -> Exception:
        """What ssh itself complained of."""
        from warta.deploy.hosts.sftp import unknown_key

        text = stderr.decode(errors="replace")
        place = self._place
        if "REMOTE HOST IDENTIFICATION HAS CHANGED" in text or (place.host_key and "verification failed" in text):
            return CannotDeploy(
                msg(
                    "host-key-other",
                    "%(host)s shows another key than it should. Either it was set up anew, or somebody stands between "
                    "you and it. Ask whoever runs it before you trust the new key.",
                    host=place.host,
                )
            )
        if "verification failed" in text:
            return CannotDeploy(unknown_key(place.host, place.port))
        if "Permission denied" in text:
            return CannotDeploy(
                msg(
                    "ssh-user-refused",
                    "%(host)s refused user '%(user)s'. Name a private key with 'key:' in this target, or set %(key)s.",
                    host=place.host,
                    user=place.user,
                    key=place.credentials.variable("key"),
                )
            )
        return Dropped(self._said(_last_line(stderr)))

    def _said(self, words: str) -> Message:
        """A line that a program there, or the one that asked it, wrote last; perhaps none."""
        if not words:
            return msg("host-broke", "%(host)s: the connection broke.", host=self._place.host)
        return msg("host-line", "%(host)s: %(words)s", host=self._place.host, words=words)

    @property
    def _root(self) -> str:
        """Words of the shell for the folder that is written to."""
        if not self._place.switch:
            return "."
        return (
            '"$(if folder releases/.next; then echo releases/.next; '
            'else to=$(shown .current.warta-up); to=${to:-$(shown current)}; echo "${to:-current}"; fi)"'
        )

    def begin(self) -> None:
        """With `switch`: make the folder to work in, or go on in the one an interrupted deploy left."""
        if self._place.switch:
            self._begun = self._run(_BEGIN).decode(errors="replace").strip()

    def unfinished(self) -> bool:
        """Whether a folder waits to be switched to."""
        if not self._place.switch:
            return False
        answer = self._run('if folder releases/.next || [ -n "$(shown .current.warta-up)" ]; then echo yes; fi')
        return answer.strip() == b"yes"

    def finish(self, name: str) -> None:
        """With `switch`: make the worked-in folder the current one."""
        if self._place.switch:
            begun = self._begun if self._begun.isdecimal() else ""
            self._run(_FINISH % {"begun": begun, "name": shlex.quote(name)})

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        return self._read(f"{self._root}/{shlex.quote(path)}")

    def _read(self, words: str) -> bytes | None:
        try:
            return self._run(
                f'file={words}; if [ -f "$file" ] && [ ! -L "$file" ] && ! linked "$file"; '
                f'then cat -- "$file"; else exit {_NOT_THERE}; fi'
            )
        except _NotThere:
            return None

    def put(self, files: Sequence[File]) -> None:
        """rsync writes each file by a temporary name and renames it. Where a folder that it is told of by name is a
        link, it makes a folder; the one that it is sent to it would follow.
        """
        within = "releases/.next/" if self._place.switch else ""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            for file in files:
                _offer(Path(folder, within, file.path), file)
            names = "\0".join(within + file.path for file in files).encode("utf-8", "surrogateescape")
            words = [
                "rsync", "--recursive", "--copy-links", "--ignore-times", "--chmod=D755,F644", "--files-from=-",
                "--from0", "--timeout=120", "--protect-args", "-e", shlex.join(self._ssh), f"{folder}/",
                f"{self._place.host}:{self._place.path}/",
            ]  # fmt: skip
            done = _call(words, names)
        if done.returncode in _BROKEN:
            raise Dropped(self._said(_last_line(done.stderr)))
        if done.returncode:
            raise Refused(self._said(_first_line(done.stderr)))

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        lines = "".join(f"{path}\n" for path in paths if "\n" not in path)
        self._run(f"cd {self._root} || exit 1\n{_DELETE}", lines.encode("utf-8", "surrogateescape"))

    def sweep(self, folders: Iterable[str]) -> None:
        """Of notes. rsync there deletes its own temporary files when it loses us."""
        self._run("rm -f -- .warta-up-????????????????")

    def names(self) -> list[str]:
        """See `host.Host`."""
        listing = self._run(f"if cd {self._root} 2>/dev/null; then ls -1Ap; fi")
        return sorted(listing.decode("utf-8", "surrogateescape").split("\n"))[1:]

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        return self._read(shlex.quote(name))

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        temporary = temporary_name(name)
        self._run(f"set -C; cat > {temporary} && mv -fT {temporary} {shlex.quote(name)}", data)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`."""
        word = shlex.quote(name)
        try:
            self._run(f"set -C; if [ -e {word} ] || [ -L {word} ]; then exit {_NOT_THERE}; fi; cat > {word}", data)
        except _NotThere:
            return False
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        self._run(f"rm -f {shlex.quote(name)}")

    def close(self) -> None:
        """See `host.Host`."""
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if (self._folder / "ssh").exists():
                subprocess.run(
                    [*self._ssh, "-O", "exit", self._place.host], capture_output=True, timeout=10, check=False
                )
        shutil.rmtree(self._folder, ignore_errors=True)


class _NotThere(Exception):
    """What was asked for is not there."""


def _call(words: Sequence[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            words, input=data, capture_output=True, timeout=_TIMEOUT, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except subprocess.TimeoutExpired:
        raise Dropped(
            msg(
                "program-heard-nothing",
                "%(program)s heard nothing for %(seconds)s s.",
                program=words[0],
                seconds=str(_TIMEOUT),
            )
        ) from None


def _offer(place: Path, file: File) -> None:
    """Lay a file out where rsync takes it from."""
    place.parent.mkdir(parents=True, exist_ok=True)
    data = file.read()
    if isinstance(file.content, Path):
        place.symlink_to(file.content.absolute())
    else:
        place.write_bytes(data)


def _last_line(text: bytes) -> str:
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _first_line(text: bytes) -> str:
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "rsync failed."
