"""Makes an SFTP server a host; the one module that knows paramiko, and so a long one."""

from __future__ import annotations

import contextlib
import io
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from stat import S_ISDIR, S_ISLNK
from typing import TYPE_CHECKING

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.host import (
    CannotDeploy,
    Dropped,
    Host,
    Refused,
    host_says,
    is_temporary,
    link_in_the_way,
    temporary_name,
)
from warta.deploy.output import File
from warta.extras import install
from warta.messages import Message, msg

if TYPE_CHECKING:
    import paramiko

_TIMEOUT = 60.0


class SftpPlace(msgspec.Struct, frozen=True):
    """`path` is the site's root on the server. `host_key` is a line such as `ssh-ed25519 AAAA...`; without one the
    user's known_hosts decides. `key` is a file with a private key; without one, the agent and the usual files serve.
    """

    host: str
    user: str
    path: str
    credentials: Credentials
    port: int = 22
    host_key: str = ""
    key: str = ""
    connections: int = 4
    batch: int = 1

    def open(self) -> Host:
        """See `host.Place`."""
        return SftpHost(self)


class SftpHost:
    """See `host.Host`."""

    def __init__(self, place: SftpPlace) -> None:
        self._place = place
        self._folders: set[str] = set()
        self._client = _client(place)
        try:
            with self._translated_errors():
                self._sftp = _log_in(self._client, place)
                self._root = self._sftp.normalize(place.path)
                if not self._is_folder(self._root):
                    raise CannotDeploy(
                        msg(
                            "target-no-folder",
                            "%(host)s has no folder '%(path)s' for this user.",
                            host=place.host,
                            path=place.path,
                        )
                    )
        except BaseException:
            self.close()
            raise

    def _is_folder(self, path: str) -> bool:
        try:
            return S_ISDIR(self._sftp.stat(path).st_mode or 0)
        except FileNotFoundError:
            return False

    def begin(self) -> None:
        """Readers see each file as it is renamed."""

    def unfinished(self) -> bool:
        """Never."""
        return False

    def finish(self, name: str) -> None:
        """Nothing is left to do."""

    def _at(self, path: str) -> str:
        return posixpath.join(self._root, path)

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        with self._translated_errors(path):
            try:
                if self._is_link(path) or self._leads_away(path):
                    return None
                with self._sftp.open(self._at(path), "rb") as file:
                    file.prefetch()
                    return file.read()
            except FileNotFoundError:
                return None

    def _is_link(self, path: str) -> bool:
        return S_ISLNK(self._sftp.lstat(self._at(path)).st_mode or 0)

    def _leads_away(self, path: str) -> str:
        """A folder above a path that is a link, or lies beyond one; empty when none does. The protocol knows no way to
        open a file without following links, so they are looked for: one by one once in a connection, since some servers
        do not say where a path leads, and each time by asking where the folder lies.
        """
        folder = ""
        for name in path.split("/")[:-1]:
            folder = f"{folder}/{name}".lstrip("/")
            if folder in self._folders:
                continue
            if self._is_link(folder):
                return folder
            self._folders.add(folder)
        return folder if folder and self._sftp.normalize(self._at(folder)) != self._at(folder) else ""

    def put(self, files: Sequence[File]) -> None:
        """See `host.Host`."""
        for file in files:
            data = file.read()
            with self._translated_errors(file.path):
                self._put(file.path, data)

    def _put(self, path: str, data: bytes) -> None:
        place, temporary = self._at(path), self._at(temporary_name(path))
        self._make_folder(path.rpartition("/")[0])
        if link := self._leads_away(path):
            raise link_in_the_way(link)
        self._create(temporary, data)
        try:
            self._sftp.posix_rename(temporary, place)
        except OSError as error:
            if "unsupported" not in str(error).lower():  # what was there stays there
                with contextlib.suppress(OSError):
                    self._sftp.remove(temporary)
                raise error
            # without OpenSSH's extension a server does not rename over a file
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(place)
            self._sftp.rename(temporary, place)

    def _create(self, place: str, data: bytes) -> None:
        """Write a file that is not there, not even as a link; whole, or none is left."""
        try:
            with self._sftp.open(place, "wx") as file:
                file.set_pipelined()
                file.write(data)
            size = self._sftp.lstat(place).st_size
            if size != len(data):
                raise OSError(f"the server kept {size} of {len(data)} bytes")
        except OSError:
            with contextlib.suppress(OSError):
                self._sftp.remove(place)
            raise

    def _make_folder(self, folder: str) -> None:
        if not folder or folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        try:
            self._sftp.mkdir(self._at(folder))
        except OSError:  # it may be there; that it is not shows at once
            with contextlib.suppress(FileNotFoundError):
                if self._is_link(folder):
                    raise link_in_the_way(folder) from None
        self._folders.add(folder)

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        for path in paths:
            with self._translated_errors(path):
                with contextlib.suppress(FileNotFoundError):
                    if link := self._leads_away(path):
                        raise link_in_the_way(link)
                    self._sftp.remove(self._at(path))
                self._remove_empty(path.rpartition("/")[0])

    def sweep(self, folders: Iterable[str]) -> None:
        """See `host.Host`."""
        for folder in sorted({"", *folders}):
            with self._translated_errors(folder), contextlib.suppress(FileNotFoundError):
                if self._leads_away(f"{folder}/x".lstrip("/")):
                    continue
                for name in filter(is_temporary, self._sftp.listdir(self._at(folder))):
                    self._sftp.remove(posixpath.join(self._at(folder), name))

    def _remove_empty(self, folder: str) -> None:
        while folder:
            try:
                self._sftp.rmdir(self._at(folder))
            except OSError:
                return
            self._folders.discard(folder)
            folder = folder.rpartition("/")[0]

    def names(self) -> list[str]:
        """See `host.Host`."""
        with self._translated_errors():
            rows = self._sftp.listdir_attr(self._root)
        return sorted(f"{row.filename}/" if S_ISDIR(row.st_mode or 0) else row.filename for row in rows)

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        return self.read(name)

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            self._put(name, data)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`."""
        with self._translated_errors(name):
            try:
                with self._sftp.open(self._at(name), "wx") as file:
                    file.write(data)
            except OSError as error:
                if self._is_there(name):
                    return False
                raise error
        return True

    def _is_there(self, name: str) -> bool:
        try:
            self._sftp.stat(self._at(name))
        except FileNotFoundError:
            return False
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with self._translated_errors(name), contextlib.suppress(FileNotFoundError):
            self._sftp.remove(self._at(name))

    def close(self) -> None:
        """See `host.Host`."""
        with contextlib.suppress(Exception):
            self._client.close()

    @contextlib.contextmanager
    def _translated_errors(self, about: str = "") -> Iterator[None]:
        """Raise the errors of `host.py` in the place of the server's."""
        import paramiko

        host = self._place.host
        try:
            yield
        except (EOFError, ConnectionError, TimeoutError, paramiko.SSHException) as error:
            raise Dropped(host_says(host, error, about)) from None
        except OSError as error:
            if "Socket is closed" in str(error):
                raise Dropped(host_says(host, EOFError(), about)) from None
            raise Refused(_refusal(host, about, error.strerror or str(error))) from None


def _refusal(host: str, about: str, words: str) -> Message:
    if about:
        return msg(
            "sftp-refused-path",
            "%(host)s: %(path)s: %(words)s. Is there room, and the right to write?",
            host=host,
            path=about,
            words=words,
        )
    return msg("sftp-refused", "%(host)s: %(words)s. Is there room, and the right to write?", host=host, words=words)


def _client(place: SftpPlace) -> paramiko.SSHClient:
    try:
        import paramiko
    except ImportError:
        how = install("sftp")
        raise CannotDeploy(msg("sftp-package", "SFTP needs a library that is not installed.", how)) from None
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    if place.host_key:
        name = place.host if place.port == 22 else f"[{place.host}]:{place.port}"
        try:
            entry = paramiko.hostkeys.HostKeyEntry.from_line(f"{name} {place.host_key}")
        except (paramiko.SSHException, paramiko.hostkeys.InvalidHostKey):
            entry = None
        if entry is None:
            raise CannotDeploy(
                msg("target-host-key", "'host_key' of this target must be a key such as 'ssh-ed25519 AAAA...'.")
            )
        client.get_host_keys().add(name, entry.key.get_name(), entry.key)
    else:
        client.load_system_host_keys()
    return client


def _log_in(client: paramiko.SSHClient, place: SftpPlace) -> paramiko.SFTPClient:
    import paramiko

    password = place.credentials.find("password")
    try:
        client.connect(
            place.host,
            place.port,
            place.user,
            password,
            pkey=_private_key(place),
            key_filename=place.key or None,
            passphrase=place.credentials.find("passphrase"),
            timeout=_TIMEOUT,
        )
    except paramiko.BadHostKeyException as error:
        raise CannotDeploy(_wrong_key(place, error.key)) from None
    except paramiko.AuthenticationException:
        raise CannotDeploy(_refused(place)) from None
    except paramiko.SSHException as error:
        if "not found in known_hosts" in str(error):
            raise CannotDeploy(unknown_key(place.host, place.port)) from None
        if "No authentication methods" in str(error):
            raise CannotDeploy(_refused(place)) from None
        raise
    return client.open_sftp()


def _private_key(place: SftpPlace) -> paramiko.PKey | None:
    import paramiko

    text = place.credentials.find("key")
    if not text:
        return None
    passphrase = place.credentials.find("passphrase")
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with contextlib.suppress(paramiko.SSHException, ValueError):
            return kind.from_private_key(io.StringIO(text.strip() + "\n"), passphrase)
    raise CannotDeploy(
        msg(
            "no-private-key",
            "%(variable)s holds no private key that can be read.",
            variable=place.credentials.variable("key"),
        )
    )


def _refused(place: SftpPlace) -> Message:
    return msg(
        "sftp-user-refused",
        "%(host)s refused user '%(user)s'. Name a private key with 'key:' in this target, or set "
        "%(key)s or %(password)s.",
        host=place.host,
        user=place.user,
        key=place.credentials.variable("key"),
        password=place.credentials.variable("password"),
    )


def _wrong_key(place: SftpPlace, found: paramiko.PKey) -> Message:
    return msg(
        "host-key-other-found",
        "%(host)s shows another key than it should (%(kind)s, %(found)s). Either it was set "
        "up anew, or somebody stands between you and it. Ask whoever runs it before you trust the new key.",
        host=place.host,
        kind=found.get_name(),
        found=str(found.fingerprint),
    )


def unknown_key(host: str, port: int) -> Message:
    """What to do about a host that was never met."""
    scan = f"ssh-keyscan {'' if port == 22 else f'-p {port} '}{host}"
    return msg(
        "host-key-unknown",
        "the key of %(host)s is not known here. Log in once with ssh, or compare what '%(scan)s' prints with what the "
        "host's owner says and write it into this target as 'host_key: ssh-ed25519 AAAA...'.",
        host=host,
        scan=scan,
    )
